// SPDX-License-Identifier: Apache-2.0
// Plan: random texts have their length and differ; secrets are compared whole; a password's hash
// depends on password, salt and cost and is scrypt's, by its published vector.
#include "mock-host/serve/secret_text.h"

#include <gtest/gtest.h>

namespace wms::serve {
namespace {

TEST(SecretText, random_texts_differ) {
    EXPECT_EQ(random_hex(16).size(), 32U);
    EXPECT_NE(random_hex(16), random_hex(16));
}

TEST(SecretText, secrets_are_compared_whole) {
    EXPECT_TRUE(same_secret("abc", "abc"));
    EXPECT_TRUE(same_secret("", ""));
    EXPECT_FALSE(same_secret("abc", "abd"));
    EXPECT_FALSE(same_secret("abc", "ab"));
    EXPECT_FALSE(same_secret("abc", ""));
}

TEST(SecretText, a_hash_depends_on_everything) {
    const std::string hash = stretched("password", "salt", 16);
    EXPECT_EQ(hash.size(), 64U);
    EXPECT_EQ(hash, stretched("password", "salt", 16));
    EXPECT_NE(hash, stretched("passwore", "salt", 16));
    EXPECT_NE(hash, stretched("password", "salu", 16));
    EXPECT_NE(hash, stretched("password", "salt", 32));
    // hashlib.scrypt(b"password", salt=b"salt", n=16, r=8, p=3, dklen=32)
    EXPECT_EQ(hash, "24be870ff672c6d1a7e20ba936212bd2699c8525287b87b2b661a68106f73558");
}

TEST(SecretText, a_cost_that_is_none_throws) {
    EXPECT_THROW(stretched("password", "salt", 15), std::runtime_error);
}

}  // namespace
}  // namespace wms::serve
