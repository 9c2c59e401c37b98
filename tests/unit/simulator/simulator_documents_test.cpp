// SPDX-License-Identifier: Apache-2.0
// Plan: what a POST makes: the reply that echoes nothing, numbers, states, entity, inventory
// documents; numbers given by the client with and without a sequence.
#include "plugins/intacct/simulator_documents.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

using testing::HasSubstr;

TEST(IntacctDocuments, a_201_echoes_the_key_and_nothing_that_was_stored) {
    Sage sage;
    const Reply reply = sage.send("POST", invoices, invoice());
    EXPECT_EQ(reply.status, 201);
    EXPECT_EQ(reply.body, R"({"ia::result":{"key":"1","id":"1","documentType":"Sales Invoice",)"
                          R"("href":"/objects/order-entry/document::Sales%20Invoice/1"},)"
                          R"("ia::meta":{"totalCount":1,"totalSuccess":1,"totalError":0}})");
}

TEST(IntacctDocuments, each_definition_numbers_its_documents) {
    Sage sage;
    sage.send("POST", invoices, invoice());
    sage.send("POST", orders, order());
    sage.send("POST", invoices, invoice());
    const auto rows = sage.rows("order-entry/document", R"(["key","documentNumber","documentId"])");
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].at("documentNumber"), "SI-000001");
    EXPECT_EQ(rows[1].at("documentId"), "Sales Order-SO-000001");
    EXPECT_EQ(rows[2].at("documentNumber"), "SI-000002");
    EXPECT_EQ(rows[2].at("key"), "3");
}

TEST(IntacctDocuments, a_number_is_refused_where_the_definition_has_a_sequence) {
    Sage sage;
    auto body = invoice();
    body["documentNumber"] = "MY-1";
    EXPECT_EQ(sage.send("POST", invoices, body).status, 422);
    sage.control("POST", "/control/behaviours", R"({"ignoreDocumentNumber":true})");
    EXPECT_EQ(sage.send("POST", invoices, body).status, 201);
    EXPECT_EQ(sage.rows("order-entry/document", R"(["documentNumber"])")[0].at("documentNumber"),
              "SI-000001");
}

TEST(IntacctDocuments, without_a_sequence_the_number_is_needed_and_guards_against_a_second) {
    Sage sage;
    sage.control(
        "POST", "/control/change",
        R"({"definition":{"id":"Sales Invoice","set":{"enableNumberingSequence":false}}})");
    EXPECT_EQ(sage.send("POST", invoices, invoice()).status, 422);
    auto body = invoice();
    body["documentNumber"] = "MY-1";
    EXPECT_EQ(sage.send("POST", invoices, body).status, 201);
    const Reply second = sage.send("POST", invoices, body);
    EXPECT_EQ(second.status, 409);
    EXPECT_THAT(messages(second),
                HasSubstr("A transaction with the number 'MY-1' already exists."));
    EXPECT_EQ(sage.on_hand("LANTERN"), "97");
}

TEST(IntacctDocuments, unknown_and_inactive_definitions_are_refused) {
    Sage sage;
    const Reply unknown = sage.send("POST", "/objects/order-entry/document::Nope", invoice());
    EXPECT_EQ(unknown.status, 404);
    EXPECT_EQ(text_at(parsed(unknown), "/ia::result/ia::error/code"), "notFound");
    EXPECT_EQ(
        sage.send("POST", "/objects/inventory-control/document::Sales%20Invoice", adjustment())
            .status,
        404);
    sage.control("POST", "/control/change",
                 R"({"definition":{"id":"Sales Invoice","set":{"status":"inactive"}}})");
    const Reply inactive = sage.send("POST", invoices, invoice());
    EXPECT_EQ(inactive.status, 422);
    EXPECT_THAT(messages(inactive), HasSubstr("inactive"));
}

TEST(IntacctDocuments, a_draft_moves_nothing_and_posts_nothing) {
    Sage sage;
    for (const char* const state : {"draft", "submitted"}) {
        auto body = invoice();
        body["state"] = state;
        const std::string key = key_of(sage.send("POST", invoices, body));
        EXPECT_EQ(sage.on_hand("LANTERN"), "100");
        const auto document = parsed(sage.send("GET", std::string(invoices) + "/" + key));
        EXPECT_EQ(text_at(document, "/ia::result/state"), state);
        EXPECT_EQ(at_pointer(document, "/ia::result/invoice"), nullptr);
    }
}

TEST(IntacctDocuments, an_inventory_document_without_a_state_is_a_draft) {
    Sage sage;
    auto body = adjustment();
    body.erase("state");
    EXPECT_EQ(sage.send("POST", increases, body).status, 201);
    EXPECT_EQ(sage.on_hand("LANTERN"), "100");
    EXPECT_EQ(sage.rows("inventory-control/document", R"(["state"])")[0].at("state"), "draft");
    EXPECT_EQ(sage.send("POST", increases, adjustment()).status, 201);
    EXPECT_EQ(sage.on_hand("LANTERN"), "105");
}

TEST(IntacctDocuments, the_status_of_business_refusals_can_be_400) {
    Sage sage;
    auto body = invoice();
    body["customer"] = {{"id", "NOBODY"}};
    EXPECT_EQ(sage.send("POST", invoices, body).status, 422);
    sage.control("POST", "/control/behaviours", R"({"businessErrorStatus":400})");
    EXPECT_EQ(sage.send("POST", invoices, body).status, 400);
}

TEST(IntacctDocuments, a_line_without_a_price_takes_the_items_when_the_switch_allows) {
    Sage sage;
    sage.control("POST", "/control/behaviours", R"({"acceptMissingPrice":true})");
    sage.control("POST", "/control/change",
                 R"({"item":{"id":"LANTERN","sales.basePrice":"7.00"}})");
    auto body = invoice();
    first_line(body).erase("unitPrice");
    EXPECT_EQ(sage.send("POST", invoices, body).status, 201);
    EXPECT_EQ(sage.rows("order-entry/document", R"(["subtotal"])")[0].at("subtotal"), "21.00");
}

TEST(IntacctDocuments, a_document_that_is_refused_leaves_no_trace) {
    Sage sage;
    auto body = invoice();
    first_line(body)["unitQuantity"] = "101";
    EXPECT_EQ(sage.send("POST", invoices, body).status, 422);
    EXPECT_EQ(sage.counter("created"), 0);
    EXPECT_EQ(key_of(sage.send("POST", invoices, invoice())), "1");
    EXPECT_EQ(sage.rows("order-entry/document", R"(["documentNumber"])")[0].at("documentNumber"),
              "SI-000001");
}

}  // namespace
}  // namespace sage::test
