// SPDX-License-Identifier: Apache-2.0
// Plan: all 256 bytes there and back, the characters of the table by name, the five undefined
// bytes; what the code page lacks is refused with its place.
#include "sage-adapter/base/windows_1252.h"

#include <gtest/gtest.h>

#include <set>

#include "sage-adapter/base/text.h"

namespace sage {
namespace {

std::string one_byte(int number) {
    return {static_cast<char>(static_cast<unsigned char>(number))};
}

TEST(Windows1252, every_byte_has_a_character_of_its_own_and_comes_back) {
    std::set<std::string> characters;
    for (int number = 0; number <= 0xFF; ++number) {
        const std::string text = from_windows_1252(one_byte(number));
        EXPECT_EQ(first_not_utf8(text), std::string_view::npos) << number;
        EXPECT_TRUE(characters.insert(text).second) << number;
        EXPECT_EQ(to_windows_1252(text), one_byte(number)) << number;
        EXPECT_EQ(first_not_windows_1252(text), std::string_view::npos) << number;
    }
}

TEST(Windows1252, the_characters_of_an_order_are_read_as_people_see_them) {
    EXPECT_EQ(from_windows_1252("caf\xE9 \xA3"
                                "5 \x80"
                                "7 \x96 \x93x\x94 \x99"),
              "café £5 €7 – “x” ™");
    EXPECT_EQ(from_windows_1252("\x8A\x9A\x8C\x9C\x8E\x9E\x9F\x83\x88\x98"), "ŠšŒœŽžŸƒˆ˜");
    EXPECT_EQ(from_windows_1252("\x82\x84\x85\x86\x87\x89\x8B\x91\x92\x95\x97\x9B"),
              "‚„…†‡‰‹‘’•—›");
    EXPECT_EQ(from_windows_1252("plain"), "plain");
}

TEST(Windows1252, an_undefined_byte_is_the_control_character_of_its_number) {
    EXPECT_EQ(from_windows_1252("\x81\x8D\x8F\x90\x9D"),
              "\xC2\x81\xC2\x8D\xC2\x8F\xC2\x90\xC2\x9D");
    EXPECT_EQ(to_windows_1252("\xC2\x80"), std::nullopt) << "80 is the euro, not this character";
}

TEST(Windows1252, what_the_code_page_lacks_is_refused_with_its_place) {
    EXPECT_EQ(to_windows_1252("añ → b"), std::nullopt);
    EXPECT_EQ(first_not_windows_1252("añ → b"), 4U);
    EXPECT_EQ(first_not_windows_1252("Łódź"), 0U);
    EXPECT_EQ(first_not_windows_1252("ok \xF0\x9F\x93\xA6"), 3U) << "beyond sixteen bits";
    EXPECT_EQ(first_not_windows_1252("a\xFF"), 1U) << "no UTF-8";
    EXPECT_EQ(to_windows_1252("a\xE2\x82"), std::nullopt) << "a character that is cut";
    EXPECT_EQ(to_windows_1252(""), "");
}

}  // namespace
}  // namespace sage
