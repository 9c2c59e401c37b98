// SPDX-License-Identifier: Apache-2.0
// Plan: the published vectors of FIPS 180-4, so that keys made today are found by any later
// version; a text with a NUL in it is hashed whole.
#include "sage-adapter/document/hash.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

TEST(Hash, published_vectors_agree) {
    EXPECT_EQ(hexadecimal(sha256("")),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(hexadecimal(sha256("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hexadecimal(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(hexadecimal(sha256(std::string(1'000'000, 'a'))),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Hash, a_nul_does_not_end_the_text) {
    EXPECT_NE(sha256(std::string_view("a\0b", 3)), sha256(std::string_view("a\0c", 3)));
    EXPECT_NE(sha256(std::string_view("a\0b", 3)), sha256("a"));
}

TEST(Hash, hexadecimal_has_leading_zeros_and_small_letters) {
    Sha256 digest = {};
    digest[0] = 0x0A;
    digest[31] = 0xF0;
    EXPECT_EQ(hexadecimal(digest), "0a" + std::string(60, '0') + "f0");
}

}  // namespace
}  // namespace sage
