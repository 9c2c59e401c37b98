// SPDX-License-Identifier: Apache-2.0
// Plan: a text that is ours becomes the wanted one, whichever of ours it is; lines of people stay
// before, between and behind ours; a line of ours that people changed, doubled or removed is not
// overwritten; new lines where there were none; fields of a single line; merging twice changes
// nothing.
#include "sage-adapter/mapping/merge_text.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

using Texts = std::vector<std::string>;

constexpr const char* before = "Despatch 7\nParcels: A\nThank you";
constexpr const char* after = "Despatch 7\nParcels: A, B\nThank you";

std::string merged(std::string_view present, const Texts& written = {before},
                   std::string_view wanted = after, bool single_line = false) {
    return merge_text(present, written, wanted, single_line).value_or("(not ours)");
}

TEST(MergeText, what_is_ours_becomes_what_is_wanted) {
    EXPECT_EQ(merged(before), after);
    EXPECT_EQ(merged(after), after);
    EXPECT_EQ(merged(before, {before, after}, "C"), "C");
    EXPECT_EQ(merged("", {""}), after);
    EXPECT_EQ(merged(before, {before}, ""), "");
}

TEST(MergeText, lines_of_people_stay_where_they_are) {
    EXPECT_EQ(merged("call first\nDespatch 7\nParcels: A\nby hand\nThank you\nPaid"),
              "call first\nDespatch 7\nParcels: A, B\nby hand\nThank you\nPaid");
    EXPECT_EQ(merged("Despatch 8\nParcels: A"), "Despatch 8\nParcels: A, B");
}

TEST(MergeText, a_line_of_ours_that_people_changed_is_not_overwritten) {
    EXPECT_EQ(merged("Despatch 7\nParcels: A (lost)\nThank you"), "(not ours)");
    EXPECT_EQ(merged("Despatch 7\nThank you"), "(not ours)");
    EXPECT_EQ(merged("Parcels: A\nParcels: A"), "(not ours)");
    EXPECT_EQ(merged(""), "(not ours)");
}

TEST(MergeText, new_lines_stand_where_they_would_stand_in_ours) {
    const Texts without = {"Despatch 7\nThank you"};
    EXPECT_EQ(merged("Despatch 7\nby hand\nThank you", without, after),
              "Despatch 7\nParcels: A, B\nby hand\nThank you");
    EXPECT_EQ(merged("by hand\nThank you", {"Thank you"}, "Parcels: B\nThank you"),
              "by hand\nParcels: B\nThank you");
    EXPECT_EQ(merged("by hand", {""}, "Parcels: B"), "by hand\nParcels: B");
    EXPECT_EQ(merged("by hand", without, after), "(not ours)");
    EXPECT_EQ(merged("by hand", {"Thank you"}, "Parcels: B\nThank you"), "(not ours)");
}

TEST(MergeText, lines_that_are_not_wanted_any_more_go) {
    EXPECT_EQ(
        merged("Despatch 7\nParcels: A\nby hand\nThank you", {before}, "Despatch 7\nThank you"),
        "Despatch 7\nby hand\nThank you");
    EXPECT_EQ(merged("A\nA\nby hand", {"A\nA"}, "A"), "(not ours)");
}

TEST(MergeText, the_last_of_ours_is_what_is_replaced) {
    EXPECT_EQ(merged("Parcels: A, B\nby hand", {"Parcels: A", "Parcels: A, B"}, "Parcels: C"),
              "Parcels: C\nby hand");
    EXPECT_EQ(merged("Parcels: A\nby hand", {"Parcels: A", "Parcels: A, B"}, "Parcels: C"),
              "(not ours)");
    EXPECT_EQ(merged("anything", {}), "(not ours)");
}

TEST(MergeText, in_a_field_of_a_single_line_nothing_is_merged) {
    EXPECT_EQ(merged("A", {"A"}, "A,B", true), "A,B");
    EXPECT_EQ(merged("A,B", {"A"}, "A,B", true), "A,B");
    EXPECT_EQ(merged("X", {""}, "A,B", true), "(not ours)");
    EXPECT_EQ(merged("A X", {"A"}, "A,B", true), "(not ours)");
}

TEST(MergeText, merging_again_changes_nothing) {
    const std::string once = merged(std::string("by hand\n") + before);
    EXPECT_EQ(merged(once, {before, after}), once);
}

}  // namespace
}  // namespace sage
