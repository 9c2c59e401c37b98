// SPDX-License-Identifier: Apache-2.0
// Plan: each policy at its edges: a text that just fits, that is one character too long, that does
// not fit anywhere; characters of several bytes, marks that belong to one, character sets and
// control characters; by random texts that overflow loses nothing and cuts no number.
#include "sage-adapter/mapping/fit_text.h"

#include <gtest/gtest.h>

#include <random>

namespace sage {
namespace {

TextParts parts_of(const std::vector<std::string>& words, const std::string& between = " ") {
    TextParts parts;
    for (const std::string& word : words) {
        parts.push_back({parts.empty() ? "" : between, word});
    }
    return parts;
}

struct Outcome {
    std::optional<Problem> problem;
    std::vector<TextField> fields;
    std::vector<Remark> remarks;

    std::string text(std::size_t index) const { return fields.at(index).text; }
};

Outcome fitted(const TextParts& parts, TooLong too_long, std::vector<TextField> fields) {
    Outcome outcome;
    outcome.fields = std::move(fields);
    outcome.problem = fit(parts, {too_long, "...", "/texts/0"}, outcome.fields, outcome.remarks);
    return outcome;
}

TextField field_of(std::string name, std::size_t characters, std::string text = "") {
    return {std::move(name), {characters, CharacterSet::unicode, false}, std::move(text)};
}

TEST(FitText, what_fits_is_written_whole) {
    const Outcome exact =
        fitted(parts_of({"Tracking:", "1Z1"}), TooLong::hold, {field_of("memo", 13)});
    EXPECT_FALSE(exact.problem);
    EXPECT_EQ(exact.text(0), "Tracking: 1Z1");
    EXPECT_TRUE(exact.remarks.empty());
    EXPECT_EQ(fitted(parts_of({"a"}), TooLong::cut, {field_of("memo", 0)}).text(0), "a");
}

TEST(FitText, nothing_to_write_changes_nothing) {
    const Outcome none = fitted({}, TooLong::hold, {field_of("memo", 3, "abc")});
    EXPECT_FALSE(none.problem);
    EXPECT_EQ(none.text(0), "abc");
}

TEST(FitText, a_text_goes_below_what_is_there) {
    EXPECT_EQ(fitted(parts_of({"b"}), TooLong::hold, {field_of("memo", 3, "a")}).text(0), "a\nb");
    std::vector<TextField> single = {field_of("reference", 3, "a")};
    single.front().limit.single_line = true;
    EXPECT_EQ(fitted(parts_of({"b"}), TooLong::hold, single).text(0), "a b");
    EXPECT_TRUE(fitted(parts_of({"bc"}), TooLong::hold, single).problem);
}

TEST(FitText, held_when_one_character_too_long) {
    const Outcome held = fitted(parts_of({"äöüß"}), TooLong::hold, {field_of("memo", 3, "")});
    ASSERT_TRUE(held.problem);
    EXPECT_EQ(held.problem->code, "mapping.text_too_long");
    EXPECT_EQ(held.problem->pointer, "/texts/0");
    EXPECT_NE(held.problem->cause.find("4 characters"), std::string::npos) << held.problem->cause;
    EXPECT_NE(held.problem->cause.find("memo takes 3"), std::string::npos) << held.problem->cause;
    EXPECT_EQ(held.text(0), "");
    EXPECT_FALSE(fitted(parts_of({"äöüß"}), TooLong::hold, {field_of("memo", 4)}).problem);
}

TEST(FitText, a_cut_ends_with_the_marker_and_says_so) {
    const Outcome cut = fitted(parts_of({"äöü", "ßñé", "x"}), TooLong::cut, {field_of("memo", 8)});
    ASSERT_FALSE(cut.problem);
    EXPECT_EQ(cut.text(0), "äöü ß...");
    ASSERT_EQ(cut.remarks.size(), 1U);
    EXPECT_EQ(cut.remarks.front().code, "mapping.text_cut");
    EXPECT_EQ(cut.remarks.front().field, "memo");
    EXPECT_EQ(cut.remarks.front().message, "The text was cut: 5 of its 9 characters are in memo.");
}

TEST(FitText, a_cut_leaves_no_blank_before_the_marker_and_no_mark_without_its_letter) {
    EXPECT_EQ(fitted(parts_of({"abc", "defgh"}), TooLong::cut, {field_of("memo", 7)}).text(0),
              "abc...");
    // "e" and a combining acute accent: both or neither.
    const std::string accented = "abce\xCC\x81xyz";
    EXPECT_EQ(fitted(parts_of({accented}), TooLong::cut, {field_of("memo", 7)}).text(0), "abc...");
    EXPECT_EQ(fitted(parts_of({accented + "12"}), TooLong::cut, {field_of("memo", 8)}).text(0),
              "abce\xCC\x81...");
}

TEST(FitText, a_field_without_room_for_more_than_the_marker_is_not_cut_into) {
    EXPECT_TRUE(fitted(parts_of({"abcd"}), TooLong::cut, {field_of("memo", 3)}).problem);
    EXPECT_TRUE(fitted(parts_of({"abcd"}), TooLong::cut, {field_of("memo", 4, "xyz")}).problem);
    EXPECT_TRUE(fitted(parts_of({"abcd"}), TooLong::cut, {field_of("memo", 2, "xyz")}).problem);
}

TEST(FitText, what_overflows_goes_on_in_the_next_field_unbroken) {
    const TextParts parcels = parts_of({"1Z001", "1Z002", "1Z003", "1Z004"}, ",");
    const Outcome spread =
        fitted(parcels, TooLong::overflow, {field_of("trackingNumber", 12), field_of("memo", 20)});
    ASSERT_FALSE(spread.problem);
    EXPECT_EQ(spread.text(0), "1Z001,1Z002");
    EXPECT_EQ(spread.text(1), "1Z003,1Z004");
    EXPECT_TRUE(spread.remarks.empty());
}

TEST(FitText, overflow_skips_a_field_that_is_full) {
    const Outcome spread = fitted(parts_of({"ab", "cd"}), TooLong::overflow,
                                  {field_of("memo", 3, "xyzz"), field_of("notes", 5)});
    ASSERT_FALSE(spread.problem);
    EXPECT_EQ(spread.text(0), "xyzz");
    EXPECT_EQ(spread.text(1), "ab cd");
}

TEST(FitText, what_fits_nowhere_is_held_and_nothing_is_changed) {
    const Outcome held = fitted(parts_of({"1Z001", "1Z002", "1Z003"}, ","), TooLong::overflow,
                                {field_of("a", 5), field_of("b", 6)});
    ASSERT_TRUE(held.problem);
    EXPECT_EQ(held.problem->code, "mapping.text_too_long");
    EXPECT_NE(held.problem->cause.find("a and b takes 11"), std::string::npos)
        << held.problem->cause;
    EXPECT_EQ(held.text(0), "");
    EXPECT_EQ(held.text(1), "");
}

TEST(FitText, a_field_of_one_line_gets_blanks_for_line_breaks_and_every_field_for_controls) {
    const TextParts parts = {{"", "a"},
                             {"\n",
                              "b\tc\x01\xC2\x85"
                              "d\x7F"}};
    EXPECT_EQ(fitted(parts, TooLong::hold, {field_of("memo", 0)}).text(0), "a\nb\tc  d ");
    std::vector<TextField> single = {field_of("reference", 0)};
    single.front().limit.single_line = true;
    EXPECT_EQ(fitted(parts, TooLong::hold, single).text(0), "a b c  d ");
    EXPECT_EQ(fitted(parts, TooLong::overflow, single).text(0), "a b c  d ");
}

TEST(FitText, characters_that_the_field_does_not_take_hold_or_are_told) {
    std::vector<TextField> field = {field_of("notes1", 0)};
    field.front().limit.character_set = CharacterSet::windows_1252;
    EXPECT_EQ(fitted(parts_of({"Größe", "5€", "„x“"}), TooLong::hold, field).text(0),
              "Größe 5€ „x“");
    for (const TooLong policy : {TooLong::hold, TooLong::overflow}) {
        const Outcome held = fitted(parts_of({"Łódź"}), policy, field);
        ASSERT_TRUE(held.problem);
        EXPECT_EQ(held.problem->code, "mapping.text_characters");
        EXPECT_EQ(held.text(0), "");
    }
    const Outcome replaced = fitted(parts_of({"Łódź", "日本"}), TooLong::cut, field);
    ASSERT_FALSE(replaced.problem);
    EXPECT_EQ(replaced.text(0), "?ód? ??");
    ASSERT_EQ(replaced.remarks.size(), 1U);
    EXPECT_EQ(replaced.remarks.front().code, "mapping.characters_replaced");
    field.front().limit.character_set = CharacterSet::ascii;
    EXPECT_EQ(fitted(parts_of({"Größe"}), TooLong::cut, field).text(0), "Gr??e");
}

// Printable ASCII goes the short way; what lies beside it must not.
TEST(FitText, the_characters_beside_printable_ascii_are_what_they_are) {
    const auto in_memo = [](const std::string& text) {
        return fitted({{"", text}}, TooLong::hold, {field_of("memo", 0)}).text(0);
    };
    EXPECT_EQ(in_memo(" ~"), " ~");
    EXPECT_EQ(in_memo("a\x1F"
                      "b\x7F"
                      "c"),
              "a b c");
    EXPECT_EQ(in_memo(std::string("a\0b", 3)), "a b");
    EXPECT_EQ(in_memo("a\xC2\x80\xC2\x9F"
                      "b\xC2\xA0"),
              "a  b\xC2\xA0");
    EXPECT_EQ(in_memo("a\tb"), "a\tb");
    std::vector<TextField> ascii = {{"notes1", {3, CharacterSet::ascii, true}, ""}};
    EXPECT_EQ(fitted({{"", "a~b"}}, TooLong::hold, ascii).text(0), "a~b");
    EXPECT_EQ(fitted({{"", "a\tb"}}, TooLong::hold, ascii).text(0), "a b");
    EXPECT_TRUE(fitted({{"", "ab\xC2\x80"}}, TooLong::hold, ascii).problem);
}

TEST(FitText, a_limit_counts_characters_where_bytes_are_more) {
    const auto cut = [](const std::string& text) {
        return fitted({{"", text}}, TooLong::cut, {field_of("memo", 5)});
    };
    for (const char* const exact : {"abcde", "abcd€", "€äöü😀"}) {
        EXPECT_EQ(cut(exact).text(0), exact);
        EXPECT_TRUE(cut(exact).remarks.empty());
        EXPECT_FALSE(fitted({{"", exact}}, TooLong::hold, {field_of("memo", 5)}).problem);
        EXPECT_FALSE(fitted({{"", exact}}, TooLong::overflow, {field_of("memo", 5)}).problem);
        EXPECT_TRUE(fitted({{"", exact}}, TooLong::overflow, {field_of("memo", 4)}).problem);
    }
    EXPECT_EQ(cut("abcdef").text(0), "ab...");
    EXPECT_EQ(cut("a€bcd€").text(0), "a€...");
    EXPECT_EQ(cut("😀😀😀😀😀😀").text(0), "😀😀...");
}

TEST(FitText, a_field_is_as_it_was_where_the_text_is_held) {
    const Outcome held =
        fitted(parts_of({"b", "c"}), TooLong::hold, {field_of("memo", 4, "long enough")});
    EXPECT_TRUE(held.problem);
    EXPECT_EQ(held.text(0), "long enough");
    const Outcome no_room = fitted(parts_of({"bcde"}), TooLong::cut, {field_of("memo", 5, "a")});
    EXPECT_TRUE(no_room.problem);
    EXPECT_EQ(no_room.text(0), "a");
}

TEST(FitText, every_character_is_in_the_sets_that_have_it) {
    EXPECT_TRUE(has_characters(CharacterSet::ascii, "az ~"));
    EXPECT_FALSE(has_characters(CharacterSet::ascii, "é"));
    EXPECT_TRUE(has_characters(CharacterSet::windows_1252, "é ÿ Œ Ÿ Ž ™ – …"));
    EXPECT_FALSE(has_characters(CharacterSet::windows_1252, "ā"));
    EXPECT_FALSE(has_characters(CharacterSet::windows_1252, "😀"));
    EXPECT_TRUE(has_characters(CharacterSet::unicode, "ā😀"));
    EXPECT_EQ(count_characters("aé€😀"), 4U);
}

// Whatever the numbers and the fields: all of them arrive, whole and in order, or the document is
// held; no field has more than it takes.
TEST(FitText, overflow_loses_and_breaks_no_number) {
    std::mt19937 random(20261126);
    const auto below = [&](std::size_t end) { return random() % end; };
    std::size_t spread = 0;
    for (int round = 0; round < 5'000; ++round) {
        std::vector<std::string> numbers;
        for (std::size_t count = 1 + below(12); count > 0; --count) {
            numbers.push_back("Ü" + std::string(1 + below(9), static_cast<char>('0' + below(10))));
        }
        std::vector<TextField> fields;
        for (std::size_t count = 1 + below(5); count > 0; --count) {
            fields.push_back(
                field_of("f" + std::to_string(count), 1 + below(40), std::string(below(6), 'x')));
        }
        const std::vector<TextField> before = fields;
        const Outcome outcome = fitted(parts_of(numbers, ","), TooLong::overflow, fields);
        if (outcome.problem) {
            EXPECT_EQ(outcome.text(0), before.front().text);
            continue;
        }
        ++spread;
        std::string all;
        for (std::size_t index = 0; index < fields.size(); ++index) {
            const std::string& text = outcome.text(index);
            if (text.size() > before[index].text.size()) {
                EXPECT_LE(count_characters(text), fields[index].limit.characters_max);
                const std::size_t own =
                    before[index].text.empty() ? 0 : before[index].text.size() + 1;
                all += (all.empty() ? "" : ",") + text.substr(own);
            }
        }
        EXPECT_EQ(all, joined(parts_of(numbers, ",")));
    }
    EXPECT_GT(spread, 1'000U);
    EXPECT_LT(spread, 4'900U);
}

}  // namespace
}  // namespace sage
