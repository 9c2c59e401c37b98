// SPDX-License-Identifier: Apache-2.0
// Plan: PATCH and DELETE: what may change by policy, state, payment and period; lines added,
// changed and removed; stock and the ledger's new key; and that a refused change changes nothing.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

using testing::HasSubstr;

class IntacctEdit : public testing::Test {
  protected:
    Reply patch(std::string_view body) { return sage.send("PATCH", path, body); }
    boost::json::value document() {
        return *at_pointer(parsed(sage.send("GET", path)), "/ia::result");
    }
    void change_definition(std::string_view set) {
        sage.control("POST", "/control/change",
                     fmt::format(R"({{"definition":{{"id":"Sales Invoice","set":{}}}}})", set));
    }
    void change_document(std::string_view set) {
        sage.control("POST", "/control/change",
                     fmt::format(R"({{"document":{{"key":"{}","set":{}}}}})", key, set));
    }
    void expect_refused(const Reply& reply, std::string_view text) {
        EXPECT_EQ(reply.status, 422);
        EXPECT_THAT(messages(reply), HasSubstr(std::string(text)));
        EXPECT_EQ(text_at(document(), "/trackingNumber"), "1Z1,1Z2");
    }

    Sage sage;
    std::string key = key_of(sage.send("POST", invoices, invoice()));
    std::string path = std::string(invoices) + "/" + key;
    static constexpr std::string_view tracking = R"({"trackingNumber":"NEW"})";
};

TEST_F(IntacctEdit, a_change_gives_the_ledger_entry_a_new_key) {
    EXPECT_EQ(text_at(document(), "/invoice/key"), "1");
    const Reply reply = patch(tracking);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(key_of(reply), key);
    EXPECT_EQ(text_at(document(), "/invoice/key"), "2");
    EXPECT_EQ(text_at(document(), "/trackingNumber"), "NEW");
    EXPECT_EQ(text_at(document(), "/referenceNumber"), "DN-1");
}

TEST_F(IntacctEdit, the_edit_policy_decides) {
    change_definition(R"({"editPolicy":"noEdit"})");
    expect_refused(patch(tracking), "edit policy");
    change_definition(R"({"editPolicy":"editInDraftOnly"})");
    expect_refused(patch(tracking), "edit policy");
    change_definition(R"({"editPolicy":"beforePrinting"})");
    change_document(R"({"isPrinted":true})");
    expect_refused(patch(tracking), "edit policy");
    change_document(R"({"isPrinted":false})");
    EXPECT_EQ(patch(tracking).status, 200);
}

TEST_F(IntacctEdit, paid_and_converted_documents_stay_as_they_are) {
    for (const char* const status : {"paid", "partiallyPaid"}) {
        change_document(fmt::format(R"({{"paymentStatus":"{}"}})", status));
        expect_refused(patch(tracking), status);
    }
    sage.control("POST", "/control/behaviours", R"({"acceptPatchPaid":true})");
    for (const char* const state :
         {"closed", "converted", "partiallyConverted", "inProgress", "exception"}) {
        change_document(fmt::format(R"({{"state":"{}"}})", state));
        expect_refused(patch(tracking), state);
    }
    change_document(R"({"state":"pending"})");
    EXPECT_EQ(patch(tracking).status, 200);
}

TEST_F(IntacctEdit, a_closed_period_protects_its_documents) {
    sage.control("POST", "/control/change", R"({"closedUntil":"2026-11-30"})");
    expect_refused(patch(tracking), "Periods are closed");
    expect_refused(patch(R"({"txnDate":"2026-12-01","trackingNumber":"NEW"})"), "2026-11-20");
}

TEST_F(IntacctEdit, lines_are_changed_added_and_removed_in_one_step) {
    const std::string line(text_at(document(), "/lines/0/key"));
    EXPECT_EQ(patch(fmt::format(R"({{"lines":[{{"key":"{}","unitQuantity":"1"}},
        {{"unit":"Each","unitQuantity":"4","unitPrice":"2.00","dimensions":{{
          "item":{{"id":"MUG"}},"warehouse":{{"id":"MAIN"}},"location":{{"id":"100"}}}}}}]}})",
                                line))
                  .status,
              200);
    EXPECT_EQ(sage.on_hand("LANTERN"), "99");
    EXPECT_EQ(sage.on_hand("MUG"), "6");
    EXPECT_EQ(text_at(document(), "/subtotal"), "11.34");
    EXPECT_EQ(text_at(document(), "/lines/0/nsp::WMS_ORDER_LINE"), "10") << "unnamed fields stay";
    EXPECT_EQ(
        patch(fmt::format(R"({{"lines":[{{"key":"{}","ia::operation":"delete"}}]}})", line)).status,
        200);
    EXPECT_EQ(sage.on_hand("LANTERN"), "100");
    EXPECT_EQ(document().at("lines").as_array().size(), 1U);
    EXPECT_NE(text_at(document(), "/lines/0/key"), line);
}

TEST_F(IntacctEdit, wrong_line_changes_are_refused_and_change_nothing) {
    const std::string line(text_at(document(), "/lines/0/key"));
    const auto on_line = [&](std::string_view rest) {
        return patch(
            fmt::format(R"({{"trackingNumber":"NEW","lines":[{{"key":"{}",{}}}]}})", line, rest));
    };
    EXPECT_EQ(error_id(on_line(R"("dimensions":{"item":{"id":"MUG"}})")), "REST-1050");
    EXPECT_EQ(error_id(on_line(R"("item":{"id":"MUG"})")), "REST-1050");
    EXPECT_EQ(error_id(on_line(R"("ia::operation":"erase")")), "REST-1028");
    expect_refused(on_line(R"("ia::operation":"delete")"), "at least one line");
    expect_refused(on_line(R"("unitQuantity":"1000")"), "Insufficient");
    expect_refused(on_line(R"("unit":"Pallet")"), "Pallet");
    expect_refused(patch(R"({"lines":[{"key":"77","memo":"x"}]})"), "not a line of this document");
    EXPECT_EQ(sage.on_hand("LANTERN"), "97");
    EXPECT_EQ(text_at(document(), "/invoice/key"), "1");
}

TEST_F(IntacctEdit, null_takes_a_value_away_but_not_a_required_one) {
    EXPECT_EQ(patch(R"({"trackingNumber":null})").status, 200);
    EXPECT_EQ(at_pointer(document(), "/trackingNumber"), nullptr);
    EXPECT_EQ(patch(R"({"txnDate":null})").status, 400);
}

TEST_F(IntacctEdit, a_draft_is_posted_by_its_state_and_never_goes_back) {
    auto body = invoice();
    body["state"] = "draft";
    const std::string draft =
        std::string(invoices) + "/" + key_of(sage.send("POST", invoices, body));
    EXPECT_EQ(sage.on_hand("LANTERN"), "97");
    EXPECT_EQ(sage.send("PATCH", draft, R"({"state":"pending"})").status, 200);
    EXPECT_EQ(sage.on_hand("LANTERN"), "94");
    EXPECT_EQ(sage.send("PATCH", draft, R"({"state":"draft"})").status, 422);
}

TEST_F(IntacctEdit, status_is_taken_and_nothing_happens) {
    EXPECT_EQ(patch(R"({"status":"inactive"})").status, 200);
    EXPECT_EQ(at_pointer(document(), "/status"), nullptr);
}

TEST_F(IntacctEdit, a_changed_reference_is_found_by_query_and_the_old_one_is_not) {
    EXPECT_EQ(patch(R"({"referenceNumber":"DN-2"})").status, 200);
    EXPECT_EQ(
        sage.rows("order-entry/document", R"(["key"])", R"([{"$eq":{"referenceNumber":"DN-2"}}])")
            .size(),
        1U);
    EXPECT_TRUE(
        sage.rows("order-entry/document", R"(["key"])", R"([{"$eq":{"referenceNumber":"DN-1"}}])")
            .empty());
}

TEST_F(IntacctEdit, keys_of_other_definitions_and_none_are_not_found) {
    EXPECT_EQ(sage.send("PATCH", std::string(orders) + "/" + key, tracking).status, 404);
    EXPECT_EQ(sage.send("PATCH", std::string(invoices) + "/99", tracking).status, 404);
    EXPECT_EQ(sage.send("PATCH", std::string(invoices) + "/x", tracking).status, 404);
    EXPECT_EQ(sage.send("PATCH", invoices, tracking).status, 405);
}

TEST_F(IntacctEdit, deleting_needs_the_policys_leave_and_gives_the_stock_back) {
    const Reply refused = sage.send("DELETE", path);
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(error_id(refused), "INV-1372");
    change_definition(R"({"deletePolicy":"all"})");
    const Reply deleted = sage.send("DELETE", path);
    EXPECT_EQ(deleted.status, 204);
    EXPECT_EQ(deleted.body, "");
    EXPECT_EQ(sage.on_hand("LANTERN"), "100");
    EXPECT_EQ(sage.send("GET", path).status, 404);
    EXPECT_EQ(sage.send("DELETE", path).status, 404);
    EXPECT_TRUE(sage.rows("order-entry/document", R"(["key"])").empty());
}

}  // namespace
}  // namespace sage::test
