// SPDX-License-Identifier: Apache-2.0
// Plan: every way a body can be wrong before the company is asked: unknown, read-only, missing and
// blank fields, wrong types, records that do not exist. All faults of a body are reported together.
#include "plugins/intacct/simulator_body.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

/// Refused with 400 and this errorId; the message names the field.
void expect_fault(const json::object& body, std::string_view id, std::string_view named,
                  std::string_view path = invoices) {
    Sage sage;
    const Reply reply = sage.send("POST", path, body);
    EXPECT_EQ(reply.status, 400) << json::serialize(body);
    EXPECT_EQ(error_id(reply), id) << reply.body;
    EXPECT_THAT(messages(reply), HasSubstr(std::string(named)));
    EXPECT_NE(at_pointer(parsed(reply), "/ia::result/ia::error"), nullptr);
    EXPECT_EQ(sage.counter("created"), 0);
}

TEST(IntacctBody, unknown_fields_are_refused) {
    auto body = invoice();
    body["sourceModule"] = "salesOrder";
    expect_fault(body, "REST-1028", "sourceModule");
    body = invoice();
    body["nsp::OTHER"] = "x";
    expect_fault(body, "REST-1028", "nsp::OTHER");
    body = invoice();
    first_line(body)["nsp::WMS_REFERENCE"] = "a field of the header only";
    expect_fault(body, "REST-1028", "lines[0].nsp::WMS_REFERENCE");
    body = invoice();
    first_line(body)["dimensions"].as_object()["planet"] = {{"id", "Earth"}};
    expect_fault(body, "REST-1028", "dimensions.planet");
    body = adjustment();
    body["txnDate"] = "2026-11-20";
    expect_fault(body, "REST-1028", "txnDate", increases);
}

TEST(IntacctBody, read_only_fields_are_refused) {
    for (const char* const field :
         {"key", "id", "documentId", "total", "paymentStatus", "webURL"}) {
        auto body = invoice();
        body[field] = "1";
        expect_fault(body, "REST-1050", field);
    }
    auto body = invoice();
    body["invoice"] = {{"key", "1"}};
    expect_fault(body, "REST-1050", "invoice.key");
    body = invoice();
    first_line(body)["quantity"] = "3";
    expect_fault(body, "REST-1050", "lines[0].quantity");
}

TEST(IntacctBody, required_fields_must_be_there) {
    for (const char* const field : {"txnDate", "customer", "lines"}) {
        auto body = invoice();
        body.erase(field);
        expect_fault(body, "REST-1028", field);
    }
    for (const char* const field : {"unit", "unitQuantity", "unitPrice", "dimensions"}) {
        auto body = invoice();
        first_line(body).erase(field);
        expect_fault(body, "REST-1028", "lines[0].");
    }
    for (const char* const field : {"item", "warehouse", "location"}) {
        auto body = invoice();
        first_line(body)["dimensions"].as_object().erase(field);
        expect_fault(body, "REST-1028", field);
    }
    auto body = adjustment();
    body.erase("transactionDate");
    expect_fault(body, "REST-1028", "transactionDate", increases);
    body = adjustment();
    first_line(body).erase("unitOfMeasure");
    expect_fault(body, "REST-1028", "unitOfMeasure", increases);
    body = invoice();
    body["lines"] = json::array();
    expect_fault(body, "REST-1028", "lines");
}

TEST(IntacctBody, amounts_are_strings_and_nothing_else) {
    for (const json::value& amount :
         {json::value(3), json::value(3.5), json::value("3,5"), json::value("1e3"), json::value(""),
          json::value("+3"), json::value("3."), json::value(true), json::value("1.12345678901")}) {
        auto body = invoice();
        first_line(body)["unitQuantity"] = amount;
        expect_fault(body, "REST-1028", "unitQuantity");
        body = invoice();
        first_line(body)["unitPrice"] = amount;
        expect_fault(body, "REST-1028", "unitPrice");
    }
}

TEST(IntacctBody, dates_booleans_and_enumerations_are_checked) {
    for (const char* const date : {"20/11/2026", "2026-02-30", "2026-11-20T00:00:00Z", ""}) {
        auto body = invoice();
        body["txnDate"] = date;
        expect_fault(body, "REST-1028", "txnDate");
    }
    auto body = invoice();
    body["state"] = "posted";
    expect_fault(body, "REST-1028", "state");
    body = invoice();
    body["state"] = "closed";  // exists, but not on create
    expect_fault(body, "REST-1028", "state");
    body = invoice();
    first_line(body)["isBillable"] = "true";
    expect_fault(body, "REST-1028", "isBillable");
    body = invoice();
    body["memo"] = std::string(4'001, 'm');
    expect_fault(body, "REST-1028", "memo");
}

TEST(IntacctBody, blank_and_malformed_references_are_refused) {
    for (const json::value& reference :
         {json::value({{"id", ""}}), json::value("C1"), json::value(json::object()),
          json::value({{"id", 7}}), json::value({{"name", "Acme"}}), json::value({{"key", "1"}})}) {
        auto body = invoice();
        body["customer"] = reference;
        expect_fault(body, "REST-1028", "customer");
    }
    auto body = invoice();
    body["paymentTerm"] = {{"id", ""}};
    expect_fault(body, "REST-1028", "paymentTerm");
}

TEST(IntacctBody, records_that_do_not_exist_are_refused_by_the_company) {
    Sage sage;
    const auto refused = [&](const json::object& body, std::string_view text) {
        const Reply reply = sage.send("POST", invoices, body);
        EXPECT_EQ(reply.status, 422);
        EXPECT_EQ(error_id(reply), "BL01001973");
        EXPECT_THAT(messages(reply), HasSubstr(std::string(text)));
    };
    auto body = invoice();
    body["customer"] = {{"id", "NOBODY"}};
    refused(body, "Invalid Customer 'NOBODY' specified.");
    body = invoice();
    first_line(body)["dimensions"].as_object()["item"] = {{"id", "lantern"}};
    refused(body, "Invalid Item 'lantern' specified.");
    body = invoice();
    first_line(body)["dimensions"].as_object()["warehouse"] = {{"id", "WH9"}};
    refused(body, "Invalid Warehouse 'WH9' specified.");
    body = invoice();
    body["project"] = {{"id", "P1"}};
    refused(body, "Invalid Project 'P1' specified.");
    body = invoice();
    body["customer"] = {{"id", "C1"}, {"key", "2"}};
    refused(body, "Invalid Customer");
}

TEST(IntacctBody, inactive_records_are_refused) {
    Sage sage;
    sage.control("POST", "/control/change", R"({"item":{"id":"LANTERN","status":"inactive"}})");
    const Reply reply = sage.send("POST", invoices, invoice());
    EXPECT_EQ(reply.status, 422);
    EXPECT_THAT(messages(reply), HasSubstr("Item 'LANTERN' is inactive."));
}

TEST(IntacctBody, all_faults_are_reported_together) {
    Sage sage;
    auto body = invoice();
    body["a"] = 1;
    body["b"] = 2;
    body["total"] = "1";
    const Reply reply = sage.send("POST", invoices, body);
    EXPECT_THAT(messages(reply),
                testing::AllOf(HasSubstr("'a'"), HasSubstr("'b'"), HasSubstr("'total'")));
}

TEST(IntacctBody, references_may_be_given_by_key) {
    Sage sage;
    auto body = invoice();
    first_line(body)["dimensions"].as_object()["item"] = {{"key", "1"}};
    EXPECT_EQ(sage.send("POST", invoices, body).status, 201);
    EXPECT_EQ(sage.rows("order-entry/document-line", R"(["dimensions.item.id"])")[0].at(
                  "dimensions.item.id"),
              "LANTERN");
}

TEST(IntacctBody, status_is_accepted_and_has_no_effect) {
    Sage sage;
    auto body = invoice();
    body["status"] = "inactive";
    EXPECT_EQ(sage.send("POST", invoices, body).status, 201);
}

TEST(IntacctBody, fields_that_a_switch_ignores_are_not_stored_although_accepted) {
    Sage sage;
    sage.control("POST", "/control/behaviours", R"({"ignoredFields":["trackingNumber"]})");
    EXPECT_EQ(sage.send("POST", invoices, invoice()).status, 201);
    EXPECT_TRUE(sage.rows("order-entry/document", R"(["trackingNumber"])")[0]
                    .at("trackingNumber")
                    .is_null());
}

TEST(IntacctBody, limits_of_length_can_be_set) {
    Sage sage;
    auto body = invoice();
    body["referenceNumber"] = std::string(101, 'r');
    EXPECT_EQ(sage.send("POST", invoices, body).status, 400);
    sage.control("POST", "/control/behaviours", R"({"lengths":{"trackingNumber":5}})");
    EXPECT_EQ(sage.send("POST", invoices, invoice()).status, 400);
    body.erase("trackingNumber");
    EXPECT_EQ(sage.send("POST", invoices, body).status, 201);
}

}  // namespace
}  // namespace sage::test
