// SPDX-License-Identifier: Apache-2.0
// Plan: amounts to the penny with half away from zero, discounts, multipliers and taxes; stock by
// the definition's direction; the ledger's key.
#include "plugins/intacct/simulator_posting.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

namespace json = boost::json;

std::string subtotal_of(std::string_view quantity, std::string_view price,
                        const json::object& more = {}) {
    Sage sage;
    auto body = order();
    json::object& line = first_line(body);
    line["unitQuantity"] = quantity;
    line["unitPrice"] = price;
    for (const auto& [name, value] : more) {
        line[name] = value;
    }
    const Reply reply = sage.send("POST", orders, body);
    if (reply.status != 201) {
        return messages(reply);
    }
    return std::string(
        text_at(sage.rows("order-entry/document", R"(["subtotal"])").at(0), "/subtotal"));
}

TEST(IntacctAmounts, a_line_is_rounded_to_two_places_half_away_from_zero) {
    EXPECT_EQ(subtotal_of("3", "3.335"), "10.01");  // 10.005
    EXPECT_EQ(subtotal_of("1", "0.005"), "0.01");
    EXPECT_EQ(subtotal_of("1", "-0.005"), "-0.01");
    EXPECT_EQ(subtotal_of("1", "0.0049999999"), "0.00");
    EXPECT_EQ(subtotal_of("0.5", "0.29"), "0.15");  // 0.145
    EXPECT_EQ(subtotal_of("80995", "1.04"), "84234.80");
    EXPECT_EQ(subtotal_of("1", "0"), "0.00");
}

TEST(IntacctAmounts, discount_and_multiplier_count) {
    EXPECT_EQ(subtotal_of("10", "9.99", {{"discountPercent", "12.5"}}), "87.41");  // 87.4125
    EXPECT_EQ(subtotal_of("2", "5.00", {{"multiplier", 3}}), "30.00");
    EXPECT_THAT(subtotal_of("2", "5.00", {{"discount", "1.00"}}),
                testing::HasSubstr("not supported by the simulator"));
}

TEST(IntacctAmounts, amounts_that_do_not_fit_are_refused) {
    EXPECT_THAT(subtotal_of("99999999999999999999", "99999999999999999999"),
                testing::HasSubstr("too large"));
}

TEST(IntacctAmounts, tax_is_the_lines_schedule_on_each_line) {
    Sage sage;
    auto body = invoice();
    auto second = first_line(body);
    first_line(body)["taxSchedule"] = {{"id", "UK Sale Goods Standard Rate"}};
    body["lines"].as_array().push_back(second);
    sage.send("POST", invoices, body);
    const auto row = sage.rows("order-entry/document", R"(["subtotal","total"])").at(0);
    EXPECT_EQ(row.at("subtotal"), "20.02");
    EXPECT_EQ(row.at("total"), "22.02");
    const auto lines = sage.rows("order-entry/document-line", R"(["taxInTxnCurrency"])");
    EXPECT_EQ(lines.at(0).at("taxInTxnCurrency"), "2.00");
    EXPECT_EQ(lines.at(1).at("taxInTxnCurrency"), "0.00");
}

TEST(IntacctStock, each_definition_moves_stock_its_way) {
    Sage sage;
    sage.send("POST", orders, order());
    EXPECT_EQ(sage.on_hand("LANTERN"), "100");
    sage.send("POST", invoices, invoice());
    EXPECT_EQ(sage.on_hand("LANTERN"), "97");
    sage.send("POST", returns, order());
    EXPECT_EQ(sage.on_hand("LANTERN"), "99");
    sage.send("POST", increases, adjustment());
    EXPECT_EQ(sage.on_hand("LANTERN"), "104");
    sage.send("POST", decreases, adjustment());
    EXPECT_EQ(sage.on_hand("LANTERN"), "99");
    sage.control("POST", "/control/change",
                 R"({"definition":{"id":"Sales Invoice","set":{"inventoryUpdateType":"no"}}})");
    sage.send("POST", invoices, invoice());
    EXPECT_EQ(sage.on_hand("LANTERN"), "99");
}

TEST(IntacctStock, below_zero_is_refused_over_all_lines_unless_the_warehouse_allows_it) {
    Sage sage;
    auto body = invoice();
    first_line(body)["unitQuantity"] = "60";
    body["lines"].as_array().push_back(body["lines"].as_array()[0]);
    const Reply reply = sage.send("POST", invoices, body);
    EXPECT_EQ(reply.status, 422);
    EXPECT_THAT(messages(reply), testing::HasSubstr("Insufficient quantity on hand"));
    EXPECT_EQ(sage.on_hand("LANTERN"), "100");
    sage.control("POST", "/control/change",
                 R"({"warehouse":{"id":"MAIN","enableNegativeInv":true}})");
    EXPECT_EQ(sage.send("POST", invoices, body).status, 201);
    EXPECT_EQ(sage.on_hand("LANTERN"), "-20");
}

TEST(IntacctStock, charges_move_no_stock) {
    Sage sage;
    auto body = invoice();
    body["lines"] = json::array{order_line("POST", "1", "4.95")};
    EXPECT_EQ(sage.send("POST", invoices, body).status, 201);
    EXPECT_EQ(sage.on_hand("POST"), "");
}

TEST(IntacctLedger, only_definitions_that_post_to_receivables_make_an_entry) {
    Sage sage;
    sage.send("POST", orders, order());
    sage.send("POST", invoices, invoice());
    const auto rows = sage.rows("order-entry/document", R"(["invoice.key","paymentStatus"])");
    EXPECT_TRUE(rows.at(0).at("invoice.key").is_null());
    EXPECT_EQ(rows.at(1).at("invoice.key"), "1");
    EXPECT_EQ(rows.at(1).at("paymentStatus"), "open");
}

}  // namespace
}  // namespace sage::test
