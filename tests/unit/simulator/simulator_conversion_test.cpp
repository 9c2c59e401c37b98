// SPDX-License-Identifier: Apache-2.0
// Plan: an order into invoices in parts, an invoice into a return: quantities left, states by
// partialConvertMethod, and every wrong source.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

class IntacctConversion : public testing::Test {
  protected:
    IntacctConversion() {
        auto body = order();
        first_line(body)["unitQuantity"] = "10";
        source = key_of(sage.send("POST", orders, body));
        source_line = line_of(source);
    }

    std::string line_of(const std::string& key) {
        return std::string(
            text_at(sage.rows("order-entry/document-line", R"(["key"])",
                              fmt::format(R"([{{"$eq":{{"documentHeader.key":"{}"}}}}])", key))
                        .at(0),
                    "/key"));
    }
    json::object invoice_of(std::string_view quantity) {
        json::object body = order();
        body["sourceDocument"] = {{"key", source}};
        json::object& line = first_line(body);
        line["unitQuantity"] = quantity;
        line["sourceDocument"] = {{"key", source}};
        line["sourceDocumentLine"] = {{"key", source_line}};
        return body;
    }
    std::string state_of(const std::string& key) {
        return std::string(text_at(parsed(sage.send("GET", std::string(orders) + "/" + key)),
                                   "/ia::result/state"));
    }
    void expect_refused(const json::object& body, std::string_view text) {
        const Reply reply = sage.send("POST", invoices, body);
        EXPECT_EQ(reply.status, 422);
        EXPECT_THAT(messages(reply), HasSubstr(std::string(text)));
    }

    Sage sage;
    std::string source;
    std::string source_line;
};

TEST_F(IntacctConversion, parts_leave_the_rest_open_until_all_is_converted) {
    EXPECT_EQ(sage.send("POST", invoices, invoice_of("4")).status, 201);
    EXPECT_EQ(state_of(source), "partiallyConverted");
    const auto line =
        sage.rows("order-entry/document-line", R"(["quantityRemaining","quantityConverted"])",
                  fmt::format(R"([{{"$eq":{{"key":"{}"}}}}])", source_line));
    ASSERT_EQ(line.size(), 1U);
    EXPECT_EQ(line[0].at("quantityRemaining"), "6");
    EXPECT_EQ(line[0].at("quantityConverted"), "4");
    expect_refused(invoice_of("7"), "only 6 left");
    EXPECT_EQ(sage.send("POST", invoices, invoice_of("6")).status, 201);
    EXPECT_EQ(state_of(source), "converted");
    expect_refused(invoice_of("1"), "is converted and cannot be converted");
}

TEST_F(IntacctConversion, two_lines_cannot_take_more_than_the_source_line_has_together) {
    json::object body = invoice_of("6");
    body["lines"].as_array().push_back(body["lines"].as_array()[0]);
    expect_refused(body, "left to convert");
}

TEST_F(IntacctConversion, the_method_of_the_definition_may_close_the_source) {
    sage.control(
        "POST", "/control/change",
        R"({"definition":{"id":"Sales Order","set":{"partialConvertMethod":"closeTransaction"}}})");
    sage.send("POST", invoices, invoice_of("4"));
    EXPECT_EQ(state_of(source), "converted");
}

TEST_F(IntacctConversion, or_make_a_back_order_of_the_rest) {
    sage.control("POST", "/control/change",
                 R"({"definition":{"id":"Sales Order",
                     "set":{"partialConvertMethod":"closeOriginalAndCreateBackOrder"}}})");
    sage.send("POST", invoices, invoice_of("4"));
    EXPECT_EQ(state_of(source), "converted");
    const auto rows = sage.rows("order-entry/document::Sales Order",
                                R"(["key","documentNumber","state","isBackordered","subtotal"])");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[1].at("documentNumber"), "SO-000002");
    EXPECT_EQ(rows[1].at("state"), "pending");
    EXPECT_EQ(rows[1].at("isBackordered"), true);
    EXPECT_EQ(rows[1].at("subtotal"), "75.00");
}

TEST_F(IntacctConversion, a_back_order_counts_in_the_units_of_its_source) {
    sage.control("POST", "/control/change",
                 R"({"definition":{"id":"Sales Order",
                     "set":{"partialConvertMethod":"closeOriginalAndCreateBackOrder"}}})");
    auto body = order();
    first_line(body)["unit"] = "Dozen";
    source = key_of(sage.send("POST", orders, body));
    source_line = line_of(source);
    sage.send("POST", invoices, invoice_of("12"));
    const auto rows = sage.rows("order-entry/document-line::Sales Order",
                                R"(["unit","unitQuantity","quantity","documentHeader.key"])");
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[2].at("unit"), "Dozen");
    EXPECT_EQ(rows[2].at("unitQuantity"), "1");
    EXPECT_EQ(rows[2].at("quantity"), "12");
}

TEST_F(IntacctConversion, a_return_may_come_from_an_invoice) {
    source = key_of(sage.send("POST", invoices, invoice_of("4")));
    source_line = line_of(source);
    EXPECT_EQ(sage.send("POST", returns, invoice_of("1")).status, 201);
    EXPECT_EQ(sage.on_hand("LANTERN"), "97");
    EXPECT_EQ(sage.send("PATCH", std::string(invoices) + "/" + source, R"({"memo":"x"})").status,
              422)
        << "a partially converted document cannot be changed";
}

TEST_F(IntacctConversion, wrong_sources_are_refused) {
    json::object body = invoice_of("1");
    body["sourceDocument"] = {{"key", "99"}};
    expect_refused(body, "Invalid Document '99'");
    body = invoice_of("1");
    first_line(body)["sourceDocumentLine"] = {{"key", "99"}};
    expect_refused(body, "Invalid Document-line '99'");
    body = invoice_of("1");
    body.erase("sourceDocument");
    expect_refused(body, "has no source");
    body = invoice_of("1");
    first_line(body)["dimensions"].as_object()["item"] = {{"id", "MUG"}};
    expect_refused(body, "for another item");
    const Reply reply = sage.send("POST", returns, invoice_of("1"));
    EXPECT_THAT(messages(reply), HasSubstr("'Sales Return' cannot be created from 'Sales Order'"));
}

TEST_F(IntacctConversion, the_policy_may_demand_or_forbid_a_source) {
    sage.control("POST", "/control/change",
                 R"({"definition":{"id":"Sales Invoice",)"
                 R"("set":{"documentConversionPolicy":"convertOnly"}}})");
    expect_refused(invoice(), "only be created from a source");
    sage.control("POST", "/control/change",
                 R"({"definition":{"id":"Sales Invoice",)"
                 R"("set":{"documentConversionPolicy":"newDocumentOnly"}}})");
    expect_refused(invoice_of("1"), "cannot be created from 'Sales Order'");
}

TEST_F(IntacctConversion, deleting_or_changing_a_part_gives_the_quantity_back) {
    sage.control("POST", "/control/change",
                 R"({"definition":{"id":"Sales Invoice","set":{"deletePolicy":"all"}}})");
    const std::string part = key_of(sage.send("POST", invoices, invoice_of("4")));
    const std::string path = std::string(invoices) + "/" + part;
    const std::string change =
        fmt::format(R"({{"lines":[{{"key":"{}","unitQuantity":"10"}}]}})", line_of(part));
    EXPECT_EQ(sage.send("PATCH", path, change).status, 200);
    EXPECT_EQ(state_of(source), "converted");
    EXPECT_EQ(sage.send("DELETE", path).status, 204);
    EXPECT_EQ(state_of(source), "pending");
}

}  // namespace
}  // namespace sage::test
