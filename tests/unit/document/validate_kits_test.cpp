// SPDX-License-Identifier: Apache-2.0
// Plan: a kit with its components passes and is marked; each rule of kits is kept at its edge and
// broken just beyond it, told at the member a person would correct.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/document/messages.h"

namespace sage {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::IsEmpty;

json::value line(const std::string& id, const std::string& item, const std::string& quantity,
                 const std::string& price = "") {
    json::object made = {
        {"id", id},
        {"item", json::object{{"sellersItemId", item}}},
        {"deliveredQuantity", json::object{{"value", quantity}, {"unitCode", "C62"}}}};
    if (!price.empty()) {
        made["price"] =
            json::object{{"unitAmount", json::object{{"amount", price}, {"currencyId", "GBP"}}}};
    }
    return made;
}

json::value part(json::value of, const std::string& parent, const std::string& ratio) {
    of.as_object()["kit"] = json::object{{"parentLineId", parent}, {"ratio", ratio}};
    return of;
}

json::value despatch(json::array lines) {
    json::value message = example("despatchAdvice");
    message.at_pointer("/body").as_object()["lines"] = std::move(lines);
    return message;
}

// Three gift sets of two mugs and half a metre of ribbon each.
json::array gift_sets() {
    return {line("1", "SET", "3", "20.00"), part(line("2", "MUG", "6"), "1", "2"),
            part(line("3", "RIBBON", "1.5"), "1", "0.5"), line("4", "CARD", "1", "1.20")};
}

TEST(ValidateKits, a_kit_with_its_components_passes_and_is_marked) {
    EXPECT_THAT(problems_of(despatch(gift_sets())), IsEmpty());
    const Result<Document> read = read_document(json::serialize(despatch(gift_sets())));
    ASSERT_TRUE(read.ok());
    const std::vector<Line>& lines = read.value().lines;
    EXPECT_TRUE(lines[0].is_kit);
    EXPECT_FALSE(lines[3].is_kit);
    ASSERT_TRUE(lines[1].kit);
    EXPECT_EQ(lines[1].kit->parent_line_id, "1");
    EXPECT_EQ(lines[2].kit->ratio.text(), "0.5");
    EXPECT_EQ(document_net(read.value())->text(), "66.15") << "60.00, 1.20 and 4.95 of carriage";
}

TEST(ValidateKits, a_component_may_stand_in_several_lines) {
    json::array lines = gift_sets();
    lines[1] = part(line("2", "MUG", "4"), "1", "2.0");
    lines.push_back(part(line("5", "MUG", "2"), "1", "2"));
    EXPECT_THAT(problems_of(despatch(lines)), IsEmpty());
}

TEST(ValidateKits, components_come_to_the_kits_times_the_ratio_exactly) {
    for (const char* quantity : {"5", "7", "6.0001"}) {
        json::array lines = gift_sets();
        lines[1] = part(line("2", "MUG", quantity), "1", "2");
        EXPECT_THAT(problems_of(despatch(lines)),
                    ElementsAre("document.kit.does_not_add_up /body/lines/1/kit/ratio"))
            << quantity;
    }
    json::array lines = gift_sets();
    lines[0] = line("1", "SET", "0.000001", "20.00");
    lines[1] = part(line("2", "MUG", "1"), "1", "0.000001");
    lines[2] = part(line("3", "RIBBON", "0.0000005"), "1", "0.5");
    EXPECT_THAT(problems_of(despatch(lines)),
                ElementsAre("document.kit.does_not_add_up /body/lines/1/kit/ratio"))
        << "more places than a quantity has";
}

TEST(ValidateKits, the_line_of_the_kit_is_there_and_no_component_itself) {
    json::array lines = gift_sets();
    lines[1] = part(line("2", "MUG", "6"), "9", "2");
    EXPECT_THAT(problems_of(despatch(lines)),
                ElementsAre("document.kit.parent_missing /body/lines/1/kit/parentLineId"));
    lines = gift_sets();
    lines.push_back(part(line("5", "HANDLE", "6"), "2", "1"));
    EXPECT_THAT(problems_of(despatch(lines)),
                ElementsAre("document.kit.nested /body/lines/4/kit/parentLineId"));
}

TEST(ValidateKits, no_line_is_a_part_of_itself_over_any_number_of_steps) {
    EXPECT_THAT(problems_of(despatch({part(line("1", "A", "1", "2.00"), "1", "1")})),
                ElementsAre("document.kit.loop /body/lines/0/kit/parentLineId"));
    EXPECT_THAT(problems_of(despatch({part(line("1", "A", "1", "2.00"), "2", "1"),
                                      part(line("2", "B", "1"), "3", "1"),
                                      part(line("3", "C", "1"), "1", "1")})),
                ElementsAre("document.kit.loop /body/lines/0/kit/parentLineId",
                            "document.kit.loop /body/lines/1/kit/parentLineId",
                            "document.kit.loop /body/lines/2/kit/parentLineId"));
}

TEST(ValidateKits, a_long_chain_is_told_and_takes_no_longer_than_as_many_lines) {
    json::array lines;
    for (int number = 1; number <= 10'000; ++number) {
        lines.push_back(
            part(line(std::to_string(number), "A", "1"), std::to_string(number % 10'000 + 1), "1"));
    }
    EXPECT_FALSE(problems_of(despatch(lines)).empty());
}

TEST(ValidateKits, ratios_are_positive_and_names_agree) {
    for (const char* ratio : {"0", "-2"}) {
        json::array lines = gift_sets();
        lines[1] = part(line("2", "MUG", "6"), "1", ratio);
        EXPECT_THAT(problems_of(despatch(lines)),
                    ElementsAre("document.kit.ratio /body/lines/1/kit/ratio"))
            << ratio;
    }
    json::array lines = gift_sets();
    lines[1].at("kit").as_object()["componentOf"] = "SET";
    EXPECT_THAT(problems_of(despatch(lines)), IsEmpty());
    lines[1].at("kit").as_object()["componentOf"] = "OTHER";
    EXPECT_THAT(problems_of(despatch(lines)),
                ElementsAre("document.kit.component_of /body/lines/1/kit/componentOf"));
}

TEST(ValidateKits, the_kit_is_priced_or_its_components_and_never_both) {
    json::array lines = gift_sets();
    lines[1] = part(line("2", "MUG", "6", "0.00"), "1", "2");
    EXPECT_THAT(problems_of(despatch(lines)), IsEmpty()) << "a price of nothing is none";
    lines[1] = part(line("2", "MUG", "6", "0.01"), "1", "2");
    EXPECT_THAT(problems_of(despatch(lines)),
                ElementsAre("document.kit.priced_twice /body/lines/1/price/unitAmount/amount"));
    lines[0] = line("1", "SET", "3");
    EXPECT_THAT(problems_of(despatch(lines)), IsEmpty());
}

TEST(ValidateKits, what_a_kit_must_say_is_missed) {
    json::array lines = gift_sets();
    lines[1].at("kit").as_object().erase("ratio");
    EXPECT_THAT(problems_of(despatch(lines)),
                ElementsAre("document.member.missing /body/lines/1/kit/ratio"));
    lines = gift_sets();
    lines[1].at("kit").as_object().erase("parentLineId");
    EXPECT_THAT(problems_of(despatch(lines)),
                ElementsAre("document.member.missing /body/lines/1/kit/parentLineId"));
}

TEST(ValidateKits, stock_that_is_counted_has_no_kits) {
    json::value message = example("inventoryAdjustment");
    message.at_pointer("/body/lines/0").as_object()["kit"] =
        json::object{{"parentLineId", "9"}, {"ratio", "1"}};
    EXPECT_THAT(problems_of(message), IsEmpty()) << "unknown there, and ignored";
}

}  // namespace
}  // namespace sage
