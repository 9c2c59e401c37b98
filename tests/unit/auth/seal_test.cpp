// SPDX-License-Identifier: Apache-2.0
// Plan: there and back; not with another secret, not after a change of any digit, not cut; nothing
// of the text shows.
#include "sage-adapter/auth/seal.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

TEST(Seal, is_opened_by_the_secret_that_made_it_and_by_no_other) {
    for (const std::string text : {"", "x", "eyJhbGciOi.eyJzdWIi.c2ln"}) {
        const std::string sealed = seal("client secret", text);
        EXPECT_EQ(unseal("client secret", sealed), text);
        EXPECT_FALSE(unseal("client secret 2", sealed).has_value());
        EXPECT_FALSE(unseal("", sealed).has_value());
    }
}

TEST(Seal, shows_nothing_of_the_text_or_the_secret) {
    const std::string sealed = seal("client secret", "access-token");
    EXPECT_EQ(sealed.find("access"), std::string::npos);
    EXPECT_EQ(sealed.find("616363657373"), std::string::npos) << "the same in hexadecimal";
    EXPECT_EQ(sealed, seal("client secret", "access-token"));
    EXPECT_NE(sealed.substr(0, 24), seal("client secret", "access-tokem").substr(0, 24))
        << "a nonce of its own";
}

TEST(Seal, that_was_changed_or_cut_is_not_opened) {
    const std::string sealed = seal("client secret", "access-token");
    for (std::size_t index = 0; index < sealed.size(); ++index) {
        std::string changed = sealed;
        changed[index] = changed[index] == '0' ? '1' : '0';
        EXPECT_FALSE(unseal("client secret", changed).has_value()) << index;
    }
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        EXPECT_FALSE(unseal("client secret", sealed.substr(0, size)).has_value()) << size;
    }
    EXPECT_FALSE(unseal("client secret", "no hexadecimal digits").has_value());
}

}  // namespace
}  // namespace sage
