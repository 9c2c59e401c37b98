// SPDX-License-Identifier: Apache-2.0
// Plan: whole requests against fixtures and field lists, up and down; cost only on the way up;
// facts; what holds an adjustment.
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
