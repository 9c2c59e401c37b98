// SPDX-License-Identifier: Apache-2.0
// Plan: changes by hand: documents, master data, definitions, custom fields, copies of definitions;
// and each wrong change with its pointer.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

Reply change(Sage& sage, std::string_view body) {
    return sage.control("POST", "/control/change", body);
}

TEST(IntacctChange, staff_may_pay_and_rename_a_document_whatever_its_policy) {
    Sage sage;
    sage.send("POST", invoices, invoice());
    EXPECT_EQ(change(sage, R"({"document":{"key":"1","set":{"paymentStatus":"paid","isPrinted":true,
                  "referenceNumber":"EDITED","nsp::WMS_REFERENCE":null}}})")
                  .status,
              200);
    const auto rows = sage.rows("order-entry/document::Sales Invoice",
                                R"(["paymentStatus","isPrinted","nsp::WMS_REFERENCE"])",
                                R"([{"$eq":{"referenceNumber":"EDITED"}}])");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].at("paymentStatus"), "paid");
    EXPECT_EQ(rows[0].at("isPrinted"), true);
    EXPECT_TRUE(rows[0].at("nsp::WMS_REFERENCE").is_null());
    EXPECT_TRUE(sage.rows("order-entry/document::Sales Invoice", R"(["key"])",
                          R"([{"$eq":{"nsp::WMS_REFERENCE":"WREF1"}}])")
                    .empty());
}

boost::json::array items(Sage& sage, std::string_view filters = "[]") {
    return sage.rows("inventory-control/item", R"(["key","id","name","audit.modifiedDateTime"])",
                     filters);
}

TEST(IntacctChange, what_staff_change_has_the_time_of_the_change) {
    Sage sage;
    sage.now_ms += 3'600'000;
    const std::string since = R"([{"$gte":{"audit.modifiedDateTime":"2026-11-18T12:00:00Z"}}])";
    EXPECT_TRUE(items(sage, since).empty()) << "that they were seeded is longer ago";
    EXPECT_EQ(change(sage, R"({"item":{"id":"LANTERN","name":"Lamp"}})").status, 200);
    ASSERT_EQ(items(sage, since).size(), 1U);
    EXPECT_EQ(items(sage, since)[0].at("name"), "Lamp");
    EXPECT_EQ(change(sage, R"({"item":{"id":"LANTERN",
                  "audit.modifiedDateTime":"2026-11-18T11:59:59Z"}})")
                  .status,
              200)
        << "a change that is seen long after it was made";
    EXPECT_TRUE(items(sage, since).empty());
    EXPECT_EQ(sage.control("POST", "/control/seed", R"({"items":[{"id":"LANTERN"}]})").status, 200);
    EXPECT_EQ(items(sage, since).size(), 1U);
    const auto text = [](const boost::json::array& rows) { return boost::json::serialize(rows); };
    const std::string before = text(items(sage));
    sage.now_ms += 3'600'000;
    sage.restart();
    EXPECT_EQ(text(items(sage)), before) << "the times are those of then";
}

TEST(IntacctChange, a_record_with_another_id_keeps_its_key_and_its_stock) {
    Sage sage;
    const std::string stock = sage.on_hand("LANTERN");
    ASSERT_FALSE(stock.empty());
    const auto key = items(sage, R"([{"$eq":{"id":"LANTERN"}}])")[0].at("key");
    EXPECT_EQ(change(sage, R"({"item":{"id":"LANTERN","newId":"LAMP"}})").status, 200);
    EXPECT_TRUE(items(sage, R"([{"$eq":{"id":"LANTERN"}}])").empty());
    EXPECT_EQ(items(sage, R"([{"$eq":{"id":"LAMP"}}])")[0].at("key"), key);
    EXPECT_EQ(sage.on_hand("LAMP"), stock);
    EXPECT_EQ(change(sage, R"({"item":{"id":"LAMP","newId":"LAMP"}})").status, 400);
    EXPECT_EQ(change(sage, R"({"item":{"id":"LAMP","newId":"A","name":"B"}})").status, 400);
    EXPECT_EQ(change(sage, R"({"item":{"id":"LANTERN","newId":"A"}})").status, 400);
}

TEST(IntacctChange, a_record_that_was_deleted_is_nowhere_and_its_key_is_not_used_again) {
    Sage sage;
    const std::size_t before = items(sage).size();
    const auto key = items(sage, R"([{"$eq":{"id":"LANTERN"}}])")[0].at("key");
    EXPECT_EQ(change(sage, R"({"item":{"id":"LANTERN","delete":true}})").status, 200);
    EXPECT_EQ(items(sage).size(), before - 1);
    EXPECT_EQ(
        sage.send("GET", "/objects/inventory-control/item/" + std::string(key.as_string())).status,
        404);
    EXPECT_GE(sage.send("POST", invoices, invoice()).status, 400);
    EXPECT_EQ(change(sage, R"({"item":{"id":"LANTERN","delete":true}})").status, 400);
    EXPECT_EQ(sage.control("POST", "/control/seed", R"({"items":[{"id":"LANTERN"}]})").status, 200);
    EXPECT_NE(items(sage, R"([{"$eq":{"id":"LANTERN"}}])")[0].at("key"), key);
    EXPECT_EQ(items(sage).size(), before);
}

TEST(IntacctChange, a_unit_group_has_units_of_its_own_whatever_their_names) {
    Sage sage;
    EXPECT_EQ(change(sage, R"({"unitGroup":{"id":"Pieces","units":[
                  {"id":"Each","conversionFactor":"1","isBase":true},
                  {"id":"Gross","conversionFactor":"144"}]}})")
                  .status,
              200);
    EXPECT_EQ(
        sage.rows("inventory-control/unit-of-measure", R"(["key"])", R"([{"$eq":{"id":"Each"}}])")
            .size(),
        2U)
        << "one in each group";
    EXPECT_EQ(change(sage, R"({"item":{"id":"LANTERN","unitOfMeasureGroup":"Pieces"}})").status,
              200);
    const auto with_unit = [](const std::string& unit) {
        std::string body = boost::json::serialize(invoice());
        const std::string each = R"("unit":"Each")";
        EXPECT_NE(body.find(each), std::string::npos) << body;
        return body.replace(body.find(each), each.size(), R"("unit":")" + unit + "\"");
    };
    EXPECT_EQ(sage.send("POST", invoices, with_unit("Dozen")).status, 422) << "Count has it";
    EXPECT_EQ(sage.send("POST", invoices, with_unit("Each")).status, 201);
    for (const char* wrong :
         {R"({"unitGroup":{"units":[]}})", R"({"unitGroup":{"id":"A"}})",
          R"({"unitGroup":{"id":"A","units":[{"id":"Box","conversionFactor":"0"}]}})",
          R"({"unitGroup":{"id":"A","units":[{"conversionFactor":"1"}]}})"}) {
        EXPECT_EQ(change(sage, wrong).status, 400) << wrong;
    }
}

TEST(IntacctChange, a_tax_schedule_is_closed) {
    Sage sage;
    const std::string schedule = "UK Sale Goods Standard Rate";
    EXPECT_EQ(
        change(sage, R"({"taxSchedule":{"id":")" + schedule + R"(","status":"inactive"}})").status,
        200);
    const auto rows = sage.rows("tax/order-entry-tax-schedule", R"(["status"])",
                                R"([{"$eq":{"id":")" + schedule + R"("}}])");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].at("status"), "inactive");
}

TEST(IntacctChange, what_a_definition_is_made_from_is_shown_once) {
    Sage sage;
    for (int time = 0; time < 2; ++time) {
        EXPECT_EQ(change(sage, R"({"definition":{"id":"Order Cancellation","copyOf":"Sales Order",
                         "set":{"sources":["Sales Order"]}}})")
                      .status,
                  200);
    }
    const auto rows = sage.rows("order-entry/txn-definition-source-document-detail",
                                R"(["txnDefinition.id","sourceDocument.id"])");
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[2].at("txnDefinition.id"), "Order Cancellation");
    EXPECT_EQ(rows[2].at("sourceDocument.id"), "Sales Order");
}

TEST(IntacctChange, staff_may_delete_a_document_and_its_stock_comes_back) {
    Sage sage;
    sage.send("POST", invoices, invoice());
    EXPECT_EQ(change(sage, R"({"document":{"key":"1","delete":true}})").status, 200);
    EXPECT_EQ(sage.on_hand("LANTERN"), "100");
    EXPECT_TRUE(sage.rows("order-entry/document", R"(["key"])").empty());
}

TEST(IntacctChange, staff_may_duplicate_a_document_with_all_that_it_does) {
    Sage sage;
    sage.send("POST", invoices, invoice());
    EXPECT_EQ(change(sage, R"({"document":{"key":"1","duplicate":true}})").status, 200);
    const auto rows = sage.rows("order-entry/document::Sales Invoice",
                                R"(["key","documentNumber","invoice.key","subtotal"])",
                                R"([{"$eq":{"nsp::WMS_REFERENCE":"WREF1"}}])");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_NE(rows[0].at("documentNumber"), rows[1].at("documentNumber"));
    EXPECT_NE(rows[0].at("invoice.key"), rows[1].at("invoice.key"));
    EXPECT_EQ(rows[0].at("subtotal"), rows[1].at("subtotal"));
    EXPECT_EQ(sage.rows("order-entry/document-line::Sales Invoice", R"(["key"])",
                        R"([{"$eq":{"documentHeader.key":"2"}}])")
                  .size(),
              1U);
    EXPECT_EQ(sage.on_hand("LANTERN"), "94");
}

TEST(IntacctChange, staff_may_change_a_line) {
    Sage sage;
    sage.send("POST", invoices, invoice());
    EXPECT_EQ(change(sage, R"({"document":{"key":"1","line":1,
                  "set":{"nsp::WMS_ORDER_LINE":"77"}}})")
                  .status,
              200);
    const auto rows =
        sage.rows("order-entry/document-line::Sales Invoice", R"(["nsp::WMS_ORDER_LINE"])");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].at("nsp::WMS_ORDER_LINE"), "77");
    EXPECT_EQ(change(sage, R"({"document":{"key":"1","line":2,"set":{"memo":"x"}}})").status, 400);
    EXPECT_EQ(change(sage, R"({"document":{"key":"1","line":1,"set":{"nowhere":"x"}}})").status,
              400);
}

TEST(IntacctChange, a_definition_can_be_copied_under_another_name) {
    Sage sage;
    EXPECT_EQ(change(sage, R"({"definition":{"id":"Shipper","copyOf":"Sales Invoice",
                  "set":{"workflowCategory":"shipping","txnPostingMethod":"noPosting",
                         "sources":["Sales Order"],"lineFields":{"nsp::PARCEL":"text"}}}})")
                  .status,
              200);
    auto body = invoice();
    first_line(body)["nsp::PARCEL"] = "P1";
    EXPECT_EQ(sage.send("POST", "/objects/order-entry/document::Shipper", body).status, 201);
    EXPECT_EQ(sage.send("POST", invoices, body).status, 400) << "the original has no such field";
    const auto documents = parsed(sage.control("GET", "/control/documents"));
    EXPECT_EQ(text_at(documents, "/documents/0/effect"), "shipment");
    EXPECT_EQ(text_at(documents, "/documents/0/invoiceKey"), "");
}

TEST(IntacctChange, changes_survive_a_restart) {
    Sage sage;
    change(sage, R"({"customer":{"id":"C1","isOnHold":true}})");
    sage.restart();
    EXPECT_EQ(sage.send("POST", invoices, invoice()).status, 422);
}

TEST(IntacctChange, wrong_changes_are_named) {
    Sage sage;
    sage.send("POST", invoices, invoice());
    const std::pair<const char*, const char*> cases[] = {
        {"[]", ""},
        {R"({"planet":{}})", "/planet"},
        {R"({"item":7})", "/item"},
        {R"({"item":{"id":"NOTHING"}})", "/item/id"},
        {R"({"item":{"id":"MUG","colour":"red"}})", "/item/colour"},
        {R"({"item":{"id":"MUG","status":7}})", "/item/status"},
        {R"({"document":{"key":"9","set":{}}})", "/document/key"},
        {R"({"document":{"key":"1"}})", "/document/set"},
        {R"({"document":{"key":"1","set":{"colour":"red"}}})", "/document/set/colour"},
        {R"({"definition":{"id":"Nope"}})", "/definition/id"},
        {R"({"definition":{"id":"Sales Invoice","set":7}})", "/definition/set"},
        {R"({"definition":{"id":"Sales Invoice","set":{"colour":"red"}}})",
         "/definition/set/colour"},
        {R"({"definition":{"id":"Sales Invoice","set":{"headerFields":{"X":"text"}}}})",
         "/definition/set/headerFields/X"},
        {R"({"definition":{"id":"Sales Invoice","set":{"headerFields":{"nsp::X":"blob"}}}})",
         "/definition/set/headerFields/nsp::X"},
        {R"({"smartRule":{"definition":"Sales Invoice"}})", "/smartRule"},
        {R"({"closedUntil":"soon"})", "/closedUntil"},
    };
    for (const auto& [body, pointer] : cases) {
        const Reply reply = change(sage, body);
        EXPECT_EQ(reply.status, 400) << body;
        EXPECT_EQ(text_at(parsed(reply), "/error/pointer"), pointer) << body;
    }
}

}  // namespace
}  // namespace sage::test
