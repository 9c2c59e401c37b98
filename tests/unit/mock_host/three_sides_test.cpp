// SPDX-License-Identifier: Apache-2.0
// Plan: each way in which the three sides can stand; orders and items counted on both ends;
// versions of a document; other days; what nobody of the warehouse knows; answers that are none.
// (With real plugins: tests/explained_reconciliation_test.cpp.)
#include "mock-host/three_sides.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace wms {
namespace {

Message message(const std::string& number, const std::string& quantity,
                const std::string& type = "despatchAdvice",
                const std::string& name = "deliveredQuantity", std::int64_t version = 1,
                const std::string& date = "2026-11-20") {
    Message made;
    made.type = type;
    made.document_id = number;
    made.id = number + "/" + std::to_string(version);
    made.version = version;
    made.json = R"({"body":{"issueDate":")" + date + R"(","orderReference":{"id":"SO-1"},)" +
                R"("lines":[{"item":{"sellersItemId":"MUG"},")" + name + R"(":{"value":")" +
                quantity + R"("}}]}})";
    return made;
}

Message message_without_order(const std::string& number) {
    Message made = message(number, "5", "inventoryAdjustment", "quantity");
    const std::string reference = R"("orderReference":{"id":"SO-1"},)";
    made.json.erase(made.json.find(reference), reference.size());
    return made;
}

std::string answer(const std::string& findings = "", const std::string& in_flight = "") {
    return R"({"from":"2026-11-20","to":"2026-11-21","findings":[)" + findings +
           R"(],"inFlight":[)" + in_flight + "]}";
}

std::string finding(const std::string& message_id, const std::string& explanation,
                    const std::string& found, const std::string& type = "despatchAdvice") {
    return R"({"messageId":")" + message_id + R"(","messageType":")" + type +
           R"(","explanation":")" + explanation +
           R"(","quantities":[{"sellersItemId":"MUG","expected":"6","found":")" + found +
           R"("}],"error":{"cause":"Why."}})";
}

Result<std::string> posted(const std::string&) {
    return std::string(R"({"state":"posted"})");
}

/// "DN-1 edited" and so on.
std::vector<std::string> told(const ThreeSides& sides) {
    std::vector<std::string> all;
    for (const ThreeSides::Exception& one : sides.exceptions()) {
        all.push_back(one.document_id + " " + one.explanation);
        EXPECT_FALSE(one.cause.empty()) << all.back();
    }
    return all;
}

using Lines = std::vector<std::string>;

TEST(ThreeSidesTest, agree_where_nothing_is_said) {
    ThreeSides sides = ThreeSides::from(answer()).value();
    ASSERT_TRUE(sides.add(message("DN-1", "6"), posted).ok());
    ASSERT_TRUE(sides.add(message("RMA-1", "2", "returnAdvice", "returnedQuantity"), posted).ok());
    ASSERT_TRUE(sides.add(message("SO-1", "9", "salesOrder", "orderedQuantity"), posted).ok());
    ASSERT_TRUE(sides.add(message_without_order("ADJ-1"), posted).ok());
    ASSERT_TRUE(
        sides
            .add(message("DN-9", "6", "despatchAdvice", "deliveredQuantity", 1, "2026-11-22"),
                 posted)
            .ok());
    sides.end();
    EXPECT_EQ(sides.documents(), 4) << "one is of another day";
    EXPECT_TRUE(sides.exceptions().empty());
    EXPECT_EQ(sides.unexplained(), 0);
    EXPECT_EQ(sides.items().at("MUG").warehouse.text(), "1");
    EXPECT_EQ(sides.items().at("MUG").sage.text(), "1");
    EXPECT_EQ(sides.orders().at("SO-1").sage.text(), "-4");
    EXPECT_EQ(sides.orders().at("(no order)").sage.text(), "5");
}

TEST(ThreeSidesTest, count_what_sage_holds_otherwise) {
    ThreeSides sides = ThreeSides::from(answer(finding("DN-1/1", "edited", "4") + "," +
                                               finding("DN-2/1", "missingInSage", "0") + "," +
                                               finding("DN-3/1", "duplicated", "12") + "," +
                                               finding("RMA-1/1", "edited", "7", "returnAdvice")))
                           .value();
    for (const char* const number : {"DN-1", "DN-2", "DN-3"}) {
        ASSERT_TRUE(sides.add(message(number, "6"), posted).ok());
    }
    ASSERT_TRUE(sides.add(message("RMA-1", "6", "returnAdvice", "returnedQuantity"), posted).ok());
    sides.end();
    EXPECT_EQ(told(sides),
              (Lines{"DN-1 edited", "DN-2 missingInSage", "DN-3 duplicated", "RMA-1 edited"}));
    EXPECT_EQ(sides.items().at("MUG").warehouse.text(), "-12");
    EXPECT_EQ(sides.items().at("MUG").sage.text(), "-9") << "four, none, twelve, and seven back";
    EXPECT_EQ(sides.unexplained(), 0);
}

TEST(ThreeSidesTest, tell_what_is_on_its_way_and_what_was_never_handed_over) {
    ThreeSides sides = ThreeSides::from(answer("", R"({"messageId":"DN-1/1","state":"queued"},
        {"messageId":"DN-2/1","state":"held"},{"messageId":"DN-3/1","state":"posted"})"))
                           .value();
    const auto ask = [](const std::string& message_id) -> Result<std::string> {
        if (message_id == "DN-4/1") {
            return Problem{"query.unknown_document", "", "", "", ""};
        }
        return std::string(message_id == "DN-5/1"   ? R"({"state":"rejected"})"
                           : message_id == "DN-6/1" ? R"({"state":"withdrawn"})"
                                                    : R"({"state":"sending"})");
    };
    for (int number = 1; number <= 7; ++number) {
        ASSERT_TRUE(sides.add(message("DN-" + std::to_string(number), "6"), ask).ok());
    }
    sides.end();
    EXPECT_EQ(told(sides),
              (Lines{"DN-1 inFlight", "DN-2 held", "DN-3 unverified", "DN-4 missingInOutbox",
                     "DN-5 rejected", "DN-6 withdrawn", "DN-7 inFlight"}));
    EXPECT_EQ(sides.items().at("MUG").warehouse.text(), "-42");
    EXPECT_EQ(sides.items().at("MUG").sage.text(), "-6") << "the one that is posted";
    EXPECT_EQ(sides.unexplained(), 0);
}

TEST(ThreeSidesTest, of_versions_the_latest_counts_for_the_warehouse) {
    ThreeSides sides =
        ThreeSides::from(answer("", R"({"messageId":"DN-1/2","state":"queued"})")).value();
    ASSERT_TRUE(sides.add(message("DN-1", "6"), posted).ok());
    ASSERT_TRUE(
        sides.add(message("DN-1", "4", "despatchAdvice", "deliveredQuantity", 2), posted).ok());
    sides.end();
    EXPECT_EQ(sides.items().at("MUG").warehouse.text(), "-4");
    EXPECT_EQ(sides.items().at("MUG").sage.text(), "-6") << "the correction is on its way";
    EXPECT_EQ(told(sides), Lines{"DN-1 inFlight"});
}

TEST(ThreeSidesTest, count_what_was_purged_and_do_not_call_it_wrong) {
    ThreeSides sides = ThreeSides::from(answer()).value();
    const auto ask = [](const std::string&) -> Result<std::string> {
        return std::string(R"({"state":"posted","contentPurged":true})");
    };
    ASSERT_TRUE(sides.add(message("DN-1", "6"), ask).ok());
    sides.end();
    EXPECT_TRUE(sides.exceptions().empty());
    EXPECT_EQ(sides.orders().at("SO-1").explanations.at("purged"), 1);
    EXPECT_EQ(sides.items().at("MUG").sage.text(), "-6");
}

TEST(ThreeSidesTest, tell_what_the_warehouse_knows_nothing_of) {
    ThreeSides sides =
        ThreeSides::from(answer(finding("LOST/1", "edited", "1") +
                                R"(,{"externalReference":"W1","explanation":"foreignDocument",
                                    "error":{"cause":"Whose is it?"}})"))
            .value();
    sides.end();
    EXPECT_EQ(told(sides), (Lines{"LOST/1 edited", "W1 foreignDocument"}));
}

TEST(ThreeSidesTest, count_a_difference_without_a_word_as_unexplained) {
    ThreeSides sides = ThreeSides::from(answer(finding("DN-1/1", "", "4"))).value();
    ASSERT_TRUE(sides.add(message("DN-1", "6"), posted).ok());
    sides.end();
    EXPECT_EQ(sides.unexplained(), 2) << "the order and the item";
}

TEST(ThreeSidesTest, stop_where_the_plugin_does_not_answer) {
    EXPECT_FALSE(ThreeSides::from("{}").ok());
    EXPECT_FALSE(ThreeSides::from("no").ok());
    ThreeSides sides = ThreeSides::from(answer()).value();
    const auto fails = [](const std::string&) -> Result<std::string> {
        return Problem{"outbox.storage", "", "The disk is gone.", "", ""};
    };
    EXPECT_FALSE(sides.add(message("DN-1", "6"), fails).ok());
    Message broken = message("DN-2", "6");
    broken.json = "{";
    EXPECT_TRUE(sides.add(broken, posted).ok());
}

TEST(ThreeSidesTest, are_listed_with_both_sides) {
    ThreeSides sides = ThreeSides::from(answer(finding("DN-1/1", "edited", "4"))).value();
    ASSERT_TRUE(sides.add(message("DN-1", "6"), posted).ok());
    sides.end();
    std::string text;
    const auto write = [&text](std::string_view part) { text += part; };
    Listing exceptions(exception_columns(), Form::comma_separated, 0, write);
    list_exceptions(sides, exceptions);
    exceptions.end();
    Listing items(sides_columns("item"), Form::comma_separated, 0, write);
    list_sides(sides.items(), items);
    items.end();
    EXPECT_NE(text.find("SO-1,despatchAdvice,DN-1,edited,Why."), std::string::npos) << text;
    EXPECT_NE(text.find("itemId,warehouse,sage,difference,explanations"), std::string::npos);
    EXPECT_NE(text.find("MUG,-6,-4,2,1 edited"), std::string::npos) << text;
}

}  // namespace
}  // namespace wms
