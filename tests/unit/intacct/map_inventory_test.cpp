// SPDX-License-Identifier: Apache-2.0
// Plan: whole requests against fixtures and field lists, up and down and of receipts; where costs
// come from; reasons and their definitions; facts; what holds or refuses, and what moves nothing.
#include "tests/unit/intacct/golden.h"

namespace sage::intacct {
namespace {

using sample::document;
using sample::expect_kind;
using sample::prepared;
using sample::settings;

Document increase() {
    Document subject = document("inventoryAdjustment");
    subject.lines[0].quantity.value = *Decimal::parse("2.5");
    subject.lines[0].unit_cost = Money{*Decimal::parse("1.70"), "GBP"};
    subject.notes = {"counted twice"};
    return subject;
}

Send send_of(const Document& subject, const Settings& chosen = settings()) {
    return expect_kind<Send>(prepared(subject, chosen));
}

TEST(IntacctInventory, requests_are_as_in_the_fixtures) {
    sample::expect_golden("decrease", send_of(document("inventoryAdjustment")).request);
    sample::expect_golden("increase", send_of(increase()).request);
}

TEST(IntacctInventory, bodies_fit_the_transcribed_field_list) {
    SKIP_WITHOUT_FIELD_LISTS();
    sample::expect_fits("inventory-control-document.create",
                        send_of(document("inventoryAdjustment")).request.body);
    sample::expect_fits("inventory-control-document.create", send_of(increase()).request.body);
    const Settings in_memo =
        settings(R"({"fields":{"despatchId":"notes","externalReference":"referenceNumber"}})");
    sample::expect_fits("inventory-control-document.create",
                        send_of(increase(), in_memo).request.body);
}

TEST(IntacctInventory, facts_are_what_a_query_must_show) {
    const Facts expected = {{"memo", "counted twice"},
                            {"nsp::WMS_REFERENCE", std::string(sample::reference)},
                            {"referenceNumber", "ADJ-78"},
                            {"transactionDate", "2026-11-24"}};
    EXPECT_EQ(send_of(increase()).facts, expected);
}

TEST(IntacctInventory, only_an_increase_carries_a_cost) {
    Document down = document("inventoryAdjustment");
    down.lines[0].unit_cost = Money{*Decimal::parse("1.70"), "GBP"};
    EXPECT_EQ(send_of(down).request.body.find("unitCost"), std::string::npos);
    Document up = increase();
    EXPECT_NE(send_of(up).request.body.find(R"("unitCost":"1.70")"), std::string::npos);
    up.lines[0].unit_cost.reset();
    EXPECT_EQ(send_of(up).request.body.find("unitCost"), std::string::npos);
}

TEST(IntacctInventory, a_decrease_is_sent_as_a_positive_quantity) {
    const sample::json::value body =
        sample::parsed(send_of(document("inventoryAdjustment")).request.body);
    EXPECT_EQ(text_at(body, "/lines/0/unitQuantity"), "2");
    EXPECT_EQ(text_at(body, "/lines/0/memo"), "damaged\nfell off the truck");
    EXPECT_EQ(text_at(body, "/state"), "pending");
}

TEST(IntacctInventory, the_document_number_goes_to_the_memo_where_the_settings_say_so) {
    const Settings in_memo = settings(R"({"fields":{"externalReference":"referenceNumber"}})");
    const Send send = send_of(increase(), in_memo);
    EXPECT_EQ(send.facts.at("memo"), "Adjustment: ADJ-78\ncounted twice");
    EXPECT_EQ(send.facts.at("referenceNumber"), sample::reference);
}

TEST(IntacctInventory, texts_too_long_are_held) {
    Document subject = increase();
    subject.notes = {std::string(4'001, 'x')};
    EXPECT_EQ(expect_kind<Hold>(prepared(subject)).problem.pointer, "/body/notes");
    subject.notes.clear();
    subject.lines[0].notes = {std::string(4'001, 'x')};
    EXPECT_EQ(expect_kind<Hold>(prepared(subject)).problem.pointer, "/body/lines/0/notes");
}

constexpr const char* receiving = R"({"definitions":{
    "inventoryIncrease":"Inventory Adjustment Increase",
    "inventoryDecrease":"Inventory Adjustment Decrease","receiptAdvice":"Inventory Receipt"})";

Settings receipts(const std::string& more = "") {
    return settings(std::string(receiving) + more + "}");
}

TEST(IntacctReceipt, is_an_increase_with_the_number_of_its_order) {
    const Send send = send_of(document("receiptAdvice"), receipts());
    sample::expect_golden("receipt", send.request);
    const Facts expected = {{"memo", "Purchase order: PO-501"},
                            {"nsp::WMS_REFERENCE", std::string(sample::reference)},
                            {"referenceNumber", "GRN-77"},
                            {"transactionDate", "2026-11-24"}};
    EXPECT_EQ(send.facts, expected);
    EXPECT_EQ(line_facts(send).at("line 1 unitCost"), "1.1");
    expect_kind<PostNothing>(prepared(document("receiptAdvice")));
}

TEST(IntacctReceipt, the_body_fits_the_transcribed_field_list) {
    SKIP_WITHOUT_FIELD_LISTS();
    sample::expect_fits("inventory-control-document.create",
                        send_of(document("receiptAdvice"), receipts()).request.body);
}

TEST(IntacctReceipt, the_order_goes_where_the_settings_say) {
    const auto fields = [](const std::string& field) {
        return receipts(R"(,"fields":{"externalReference":"nsp::WMS_REFERENCE",)"
                        R"("despatchId":"referenceNumber","purchaseOrder":)" +
                        field + "}");
    };
    const Send own = send_of(document("receiptAdvice"), fields("\"nsp::PARCELS\""));
    EXPECT_EQ(own.facts.at("nsp::PARCELS"), "PO-501");
    EXPECT_FALSE(own.facts.contains("memo"));
    EXPECT_FALSE(send_of(document("receiptAdvice"), fields("null")).facts.contains("memo"));
    EXPECT_EQ(expect_kind<Hold>(prepared(document("receiptAdvice"), fields("\"nsp::NONE\"")))
                  .problem.code,
              "intacct.custom_field_missing");
    const Send text = send_of(
        document("receiptAdvice"),
        receipts(R"(,"texts":[{"text":"PO {purchaseOrderReference.id}","to":["nsp::PARCELS"]}])"));
    EXPECT_EQ(text.facts.at("nsp::PARCELS"), "PO PO-501");
}

TEST(IntacctReceipt, the_cost_comes_from_where_the_settings_say) {
    const auto cost_of = [](const std::string& source) {
        const Send send = send_of(document("receiptAdvice"),
                                  receipts(R"(,"unitCost":{"receipts":")" + source + "\"}"));
        return std::string(text_at(sample::parsed(send.request.body), "/lines/0/unitCost"));
    };
    EXPECT_EQ(cost_of("document"), "1.10");
    EXPECT_EQ(cost_of("documentOrSage"), "1.10");
    EXPECT_EQ(cost_of("sage"), "");
    Document without = document("receiptAdvice");
    without.lines[0].unit_cost.reset();
    const Hold hold = expect_kind<Hold>(prepared(without, receipts()));
    EXPECT_EQ(hold.problem.code, "intacct.cost_missing");
    EXPECT_EQ(hold.problem.pointer, "/body/lines/0/unitCost");
    EXPECT_EQ(hold.root_cause, "setting:unitCost/receipts");
    sample::expect_complete(hold.problem);
    EXPECT_FALSE(cause_gone(receipts(), hold.root_cause, sample::catalogue()));
    const Settings left_to_sage = receipts(R"(,"unitCost":{"receipts":"documentOrSage"})");
    EXPECT_TRUE(cause_gone(left_to_sage, hold.root_cause, sample::catalogue()));
    expect_kind<Send>(prepared(without, left_to_sage));
}

TEST(IntacctReceipt, a_cost_in_another_currency_is_not_taken_for_our_own) {
    Document foreign = document("receiptAdvice");
    foreign.lines[0].unit_cost->currency_id = "EUR";
    const Hold hold = expect_kind<Hold>(prepared(foreign, receipts(R"(,"currency":"GBP")")));
    EXPECT_EQ(hold.problem.code, "intacct.cost_currency");
    EXPECT_EQ(hold.root_cause, "cost-currency:EUR");
    sample::expect_complete(hold.problem);
    expect_kind<Send>(
        prepared(foreign, receipts(R"(,"currency":"GBP","unitCost":{"receipts":"sage"})")));
}

TEST(IntacctReceipt, lines_of_nothing_are_left_out) {
    Document partly = document("receiptAdvice");
    partly.lines.push_back(partly.lines[0]);
    partly.lines[0].quantity.value = Decimal();
    partly.lines[0].lots.clear();
    const sample::json::value body = sample::parsed(send_of(partly, receipts()).request.body);
    EXPECT_EQ(body.at("lines").as_array().size(), 1U);
    partly.lines.pop_back();
    EXPECT_EQ(expect_kind<PostNothing>(prepared(partly, receipts())).about.key, "");
}

TEST(IntacctReceipt, what_a_correction_takes_back_is_a_decrease_without_a_cost) {
    Document less = document("receiptAdvice");
    less.envelope.message_type = MessageType::inventory_adjustment;
    less.corrected_version = "1";
    less.lines[0].quantity.value = *Decimal::parse("-4");
    less.lines[0].reason_code = "correction";
    less.lines[0].lots.clear();
    const Send send = send_of(less, receipts());
    EXPECT_EQ(send.sage_type, "Inventory Adjustment Decrease");
    EXPECT_EQ(send.request.body.find("unitCost"), std::string::npos);
}

TEST(IntacctInventory, a_reason_has_its_words_and_its_definition) {
    const Settings chosen = settings(R"({"adjustmentReasons":{
        "damaged":{"text":"Damaged","inventoryDecrease":"Inventory Receipt"}}})");
    const Send send = send_of(document("inventoryAdjustment"), chosen);
    EXPECT_EQ(send.sage_type, "Inventory Receipt");
    EXPECT_EQ(text_at(sample::parsed(send.request.body), "/lines/0/memo"),
              "Damaged\nfell off the truck");
    EXPECT_EQ(send_of(increase(), chosen).sage_type, "Inventory Adjustment Increase")
        << "the other direction has none of its own";
    EXPECT_EQ(own_scopes(chosen).back(), "inventory-control/document::Inventory Receipt");
    EXPECT_EQ(family_of(chosen, "Inventory Receipt", {}), Family::inventory_control);
}

TEST(IntacctInventory, reasons_of_different_definitions_are_different_documents) {
    const Settings chosen =
        settings(R"({"adjustmentReasons":{"scrap":{"inventoryDecrease":"Inventory Receipt"}}})");
    Document mixed = document("inventoryAdjustment");
    mixed.lines.push_back(mixed.lines[0]);
    mixed.lines[1].reason_code = "scrap";
    const std::vector<Problem> problems = review(chosen, mixed);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].code, "intacct.adjustment_reasons");
    sample::expect_complete(problems[0]);
    EXPECT_TRUE(review(settings(), mixed).empty());
    mixed.corrected_version = "1";
    EXPECT_EQ(expect_kind<Hold>(prepared(mixed, chosen)).problem.code,
              "intacct.correction_reasons");
}

TEST(IntacctInventory, units_and_items_are_needed_as_elsewhere) {
    EXPECT_EQ(expect_kind<Hold>(prepared(increase(), settings(R"({"units":{}})"))).root_cause,
              "unit:C62");
    EXPECT_EQ(
        expect_kind<Hold>(prepared(increase(), settings(), sample::without(kind::item, "SKU-100")))
            .root_cause,
        "item:SKU-100");
}

}  // namespace
}  // namespace sage::intacct
