// SPDX-License-Identifier: Apache-2.0
// Plan: lines that move nothing have no step; steps come one by one and name their place; the
// document itself moves the last line; a step that was never made is told.
#include "sage-adapter/mapping/line_steps.h"

#include <gtest/gtest.h>

#include <set>

namespace sage {
namespace {

Document document(std::initializer_list<int> quantities) {
    Document made;
    made.id = "ADJ-1";
    for (const int quantity : quantities) {
        Line& line = made.lines.emplace_back();
        line.id = std::to_string(made.lines.size());
        line.quantity.value = Decimal::of(quantity);
    }
    return made;
}

StepIsPosted posted(std::set<std::string> numbers) {
    return [numbers = std::move(numbers)](const std::string& number) {
        return numbers.contains(number);
    };
}

TEST(LineSteps, come_one_by_one_before_the_document) {
    const Document three = document({5, 0, -2, 1});
    const std::optional<Document> first = next_step(three, posted({}));
    ASSERT_TRUE(first);
    EXPECT_EQ(first->id, "ADJ-1/1");
    EXPECT_EQ(first->subject_message_id, "ADJ-1");
    EXPECT_EQ(first->lines.size(), 4U);
    EXPECT_EQ(next_step(three, posted({"ADJ-1/1"}))->id, "ADJ-1/3");
    EXPECT_FALSE(next_step(three, posted({"ADJ-1/1", "ADJ-1/3"})));
    EXPECT_FALSE(next_step(document({7}), posted({})));
    EXPECT_FALSE(next_step(document({0, 0}), posted({})));
}

TEST(LineSteps, move_each_a_line_of_their_own) {
    const Document three = document({5, 0, -2, 1});
    const std::vector<std::size_t> moving = moving_lines(three);
    EXPECT_EQ(moving, (std::vector<std::size_t>{0, 2, 3}));
    EXPECT_EQ(own_line(three, moving), 3U);
    const Document first = *next_step(three, posted({}));
    EXPECT_TRUE(is_step(first));
    EXPECT_EQ(own_line(first, moving), 0U);
    EXPECT_EQ(own_line(*next_step(three, posted({"ADJ-1/1"})), moving), 2U);
    EXPECT_EQ(step_number(first, 2), "ADJ-1/3") << "of the document, not of the step";
}

TEST(LineSteps, that_were_never_made_are_told) {
    constexpr EditionWords words{"sage50", "Sage 50"};
    const Document three = document({5, -2, 1});
    const std::vector<std::size_t> moving = moving_lines(three);
    const auto missing = step_missing(three, moving, posted({"ADJ-1/1"}), words);
    ASSERT_TRUE(missing);
    EXPECT_EQ(missing->problem.code, "sage50.stock_step_missing");
    EXPECT_NE(missing->problem.cause.find("line 2 "), std::string::npos);
    EXPECT_EQ(missing->root_cause, "") << "only a decision ends it";
    EXPECT_FALSE(step_missing(three, moving, posted({"ADJ-1/1", "ADJ-1/2"}), words));
    EXPECT_FALSE(step_missing(*next_step(three, posted({})), moving, posted({}), words));
}

}  // namespace
}  // namespace sage
