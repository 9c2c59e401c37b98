// SPDX-License-Identifier: Apache-2.0
// Plan: each business rule refuses what it should and nothing else: periods, hold, due dates,
// smart rules, units, quantities, prices, costs, entities, tracking.
#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

void expect_refusal(Sage& sage, std::string_view path, const json::object& body,
                    std::string_view text, std::string_view code = "BL01001973") {
    const Reply reply = sage.send("POST", path, body);
    EXPECT_EQ(reply.status, 422) << json::serialize(body);
    EXPECT_EQ(text_at(parsed(reply), "/ia::result/ia::error/details/0/code"), code);
    EXPECT_THAT(messages(reply), HasSubstr(std::string(text)));
}

TEST(IntacctRules, closed_periods_refuse_by_posting_date_or_else_document_date) {
    Sage sage;
    sage.control("POST", "/control/seed", R"({"closedUntil":"2026-11-20"})");
    expect_refusal(sage, invoices, invoice(),
                   "Periods are closed. Your transaction date 2026-11-20");
    expect_refusal(sage, increases, adjustment(), "Periods are closed.");
    auto body = invoice();
    body["postingDate"] = "2026-11-21";
    EXPECT_EQ(sage.send("POST", invoices, body).status, 201);
    body["txnDate"] = "2026-12-01";
    body["postingDate"] = "2026-11-20";
    expect_refusal(sage, invoices, body, "2026-11-20");
    body = invoice();
    body["state"] = "draft";
    EXPECT_EQ(sage.send("POST", invoices, body).status, 201) << "a draft is not posted";
    sage.control("POST", "/control/change", R"({"closedUntil":""})");
    EXPECT_EQ(sage.send("POST", invoices, invoice()).status, 201);
}

TEST(IntacctRules, a_customer_on_hold_buys_nothing_but_may_return) {
    Sage sage;
    auto body = order();
    body["customer"] = {{"id", "C2"}};
    expect_refusal(sage, invoices, body, "Customer 'C2' is on hold.");
    EXPECT_EQ(sage.send("POST", returns, body).status, 201);
}

TEST(IntacctRules, an_invoice_needs_a_due_date_or_a_term) {
    Sage sage;
    auto body = invoice();
    body.erase("dueDate");
    expect_refusal(sage, invoices, body, "due date or a payment term");
    EXPECT_EQ(sage.send("POST", orders, order()).status, 201);
    body["paymentTerm"] = {{"id", "N30"}};
    EXPECT_EQ(sage.send("POST", invoices, body).status, 201);
    body.erase("paymentTerm");
    sage.control("POST", "/control/behaviours", R"({"requireDueDateOrTerm":false})");
    EXPECT_EQ(sage.send("POST", invoices, body).status, 201);
}

TEST(IntacctRules, a_smart_rule_refuses_until_its_field_is_set) {
    Sage sage;
    sage.control("POST", "/control/change",
                 R"({"smartRule":{"definition":"Sales Invoice","field":"customerPONumber",)"
                 R"("message":"A purchase order number is needed here."}})");
    expect_refusal(sage, invoices, invoice(), "A purchase order number is needed here.",
                   "BL04002055");
    auto body = invoice();
    body["customerPONumber"] = "PO-1";
    EXPECT_EQ(sage.send("POST", invoices, body).status, 201);
}

TEST(IntacctRules, a_unit_outside_the_items_group_is_refused_as_INV_1359) {
    Sage sage;
    auto body = invoice();
    first_line(body)["unit"] = "Pallet";
    expect_refusal(sage, invoices, body, "Unit 'Pallet'", "INV-1359");
    first_line(body)["unit"] = "Dozen";
    EXPECT_EQ(sage.send("POST", invoices, body).status, 201);
    EXPECT_EQ(sage.on_hand("LANTERN"), "64") << "three dozen";
}

TEST(IntacctRules, quantities_are_greater_than_zero) {
    Sage sage;
    for (const char* const quantity : {"0", "-1", "0.00"}) {
        auto body = invoice();
        first_line(body)["unitQuantity"] = quantity;
        expect_refusal(sage, invoices, body, "must be greater than zero");
    }
    sage.control("POST", "/control/behaviours", R"({"acceptNegativeQuantity":true})");
    auto body = invoice();
    first_line(body)["unitQuantity"] = "-1";
    EXPECT_EQ(sage.send("POST", invoices, body).status, 201);
}

TEST(IntacctRules, a_price_cannot_be_overridden_where_the_definition_forbids_it) {
    Sage sage;
    sage.control("POST", "/control/change",
                 R"({"definition":{"id":"Sales Invoice","set":{"overridePrice":false}},
                     "item":{"id":"LANTERN","sales.basePrice":"5.00"}})");
    expect_refusal(sage, invoices, invoice(), "cannot be overridden");
    auto body = invoice();
    first_line(body)["unitPrice"] = "5";
    EXPECT_EQ(sage.send("POST", invoices, body).status, 201);
}

TEST(IntacctRules, costs_belong_to_increases) {
    Sage sage;
    auto body = adjustment();
    first_line(body)["unitCost"] = "1.25";
    EXPECT_EQ(sage.send("POST", increases, body).status, 201);
    expect_refusal(sage, decreases, body, "leave unitCost out");
    sage.control("POST", "/control/behaviours",
                 R"({"requireUnitCost":true,"acceptCostOnDecrease":true})");
    EXPECT_EQ(sage.send("POST", decreases, body).status, 201);
    expect_refusal(sage, increases, adjustment(), "A unit cost is required");
}

TEST(IntacctRules, a_location_of_another_entity_is_refused) {
    Sage sage;
    sage.control("POST", "/control/change", R"({"location":{"id":"100","entity":"200"}})");
    expect_refusal(sage, invoices, invoice(), "does not belong to entity '100'");
}

TEST(IntacctRules, tracking_details_are_for_tracked_items_and_add_up) {
    Sage sage;
    auto body = invoice();
    json::array details{json::object{{"quantity", "2"}, {"lotNumber", "L1"}},
                        json::object{{"quantity", "1"}, {"lotNumber", "L2"}}};
    first_line(body)["trackingDetail"] = details;
    expect_refusal(sage, invoices, body, "has no lot or serial tracking");
    sage.control("POST", "/control/change",
                 R"({"item":{"id":"LANTERN","tracking.enableLotCategory":true}})");
    EXPECT_EQ(sage.send("POST", invoices, body).status, 201);
    expect_refusal(sage, invoices, invoice(), "needs tracking details");
    details.pop_back();
    first_line(body)["trackingDetail"] = details;
    expect_refusal(sage, invoices, body, "do not add up");
}

}  // namespace
}  // namespace sage::test
