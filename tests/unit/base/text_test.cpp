// SPDX-License-Identifier: Apache-2.0
// Plan: UTF-8 at every edge of RFC 3629, checked over all code points and all pairs of bytes; what
// is quoted to a person is short, printable and UTF-8 whatever it came from.
#include "sage-adapter/base/text.h"

#include <gtest/gtest.h>

#include <random>

#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

constexpr std::size_t all_good = std::string_view::npos;

std::string encoded(char32_t character) {
    const auto byte = [](char32_t bits) {
        return static_cast<char>(static_cast<unsigned char>(bits));
    };
    if (character < 0x80) {
        return {byte(character)};
    }
    if (character < 0x800) {
        return {byte(0xC0 | (character >> 6)), byte(0x80 | (character & 0x3F))};
    }
    if (character < 0x10000) {
        return {byte(0xE0 | (character >> 12)), byte(0x80 | ((character >> 6) & 0x3F)),
                byte(0x80 | (character & 0x3F))};
    }
    return {byte(0xF0 | (character >> 18)), byte(0x80 | ((character >> 12) & 0x3F)),
            byte(0x80 | ((character >> 6) & 0x3F)), byte(0x80 | (character & 0x3F))};
}

TEST(Text, every_code_point_but_the_surrogates_is_utf8) {
    for (char32_t character = 0; character <= 0x110010; ++character) {
        const bool good = character <= 0x10FFFF && (character < 0xD800 || character > 0xDFFF);
        ASSERT_EQ(first_not_utf8("ab" + encoded(character)), good ? all_good : 2U)
            << static_cast<std::uint32_t>(character);
    }
}

TEST(Text, overlong_and_broken_sequences_are_found_at_their_first_byte) {
    for (const std::string& bad :
         {std::string("\xC0\x80"), std::string("\xC1\xBF"), std::string("\xE0\x80\x80"),
          std::string("\xE0\x9F\xBF"), std::string("\xF0\x80\x80\x80"),
          std::string("\xF0\x8F\xBF\xBF"), std::string("\x80"), std::string("\xBF"),
          std::string("\xFE"), std::string("\xFF"), std::string("\xF8\x88\x80\x80\x80"),
          std::string("\xC3"), std::string("\xE2\x82"), std::string("\xF0\x9F\x98"),
          std::string("\xC3(")}) {
        EXPECT_EQ(first_not_utf8("x" + bad), 1U);
    }
    EXPECT_EQ(first_not_utf8(""), all_good);
}

TEST(Text, an_excerpt_is_short_printable_utf8_whatever_comes) {
    std::mt19937 generator(20261120);
    for (int round = 0; round < 5'000; ++round) {
        std::string noise(generator() % 200, '\0');
        for (char& letter : noise) {
            letter = static_cast<char>(generator() % 256);
        }
        const std::string shown = excerpt(noise);
        ASSERT_LE(shown.size(), limits::quoted_bytes_max + std::string_view("…").size());
        ASSERT_EQ(first_not_utf8(shown), all_good);
        for (const char letter : shown) {
            ASSERT_FALSE(static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F);
        }
    }
    EXPECT_EQ(excerpt("café"), "café");
    EXPECT_EQ(excerpt(std::string(81, 'a')), std::string(80, 'a') + "…");
}

TEST(Text, printable_keeps_within_its_bytes) {
    std::string out;
    append_printable(out, "abcdefgh", 6);
    EXPECT_EQ(out, "abc…");
    out.clear();
    append_printable(out, "abcdefgh", 8);
    EXPECT_EQ(out, "abcdefgh");
}

}  // namespace
}  // namespace sage
