// SPDX-License-Identifier: Apache-2.0
// Plan: a whole despatch with texts in every kind of field; what each field takes; values that a
// custom field does not take; documents of both families; what is cut is told.
#include <gmock/gmock.h>

#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

using sample::document;
using sample::expect_kind;
using sample::prepared;
using sample::settings;
using testing::HasSubstr;

Settings with_texts(const std::string& rules, const std::string& more = "") {
    return settings(R"({"texts": [)" + rules + "]" + more + "}");
}

sample::json::value body_of(const Preparation& preparation) {
    return sample::parsed(expect_kind<Send>(preparation).request.body);
}

Preparation despatch(const std::string& rules, const std::string& more = "") {
    return prepared(document("despatchAdvice"), with_texts(rules, more));
}

Hold held(const std::string& rules, const std::string& more = "") {
    return expect_kind<Hold>(despatch(rules, more));
}

TEST(IntacctTexts, texts_go_to_the_fields_that_the_settings_name) {
    const Preparation preparation = despatch(R"(
        {"text": "Despatch {id} of order {orderReference.id}\nVan: {shipment.carrierParty.name}",
            "to": ["memo"]},
        {"text": "{shipment.consignments.trackingId}", "to": ["nsp::PARCELS", "notes"], "tooLong":
            "overflow"},
        {"text": "{lines.id}: {lines.item.sellersItemId}", "to": ["lineDescription"], "level":
            "line"},
        {"text": "{lines.quantity}", "to": ["nsp::PIECES"], "level": "line"},
        {"text": "Only returns", "to": ["memo"], "documents": ["returnAdvice"]})");
    const sample::json::value body = body_of(preparation);
    const std::string memo(text_at(body, "/memo"));
    EXPECT_THAT(memo, testing::StartsWith("Despatch DN-1001-1 of order "));
    EXPECT_THAT(memo, testing::Not(HasSubstr("Only returns")));
    // 30 characters: one number and, on a field of its own, the other.
    EXPECT_EQ(text_at(body, "/nsp::PARCELS"), "1Z999AA10123456784");
    EXPECT_THAT(std::string(text_at(body, "/notes")), testing::EndsWith("1Z999AA10123456795"));
    EXPECT_THAT(std::string(text_at(body, "/lines/0/lineDescription")), HasSubstr(": SKU-100"));
    const sample::json::value* pieces = at_pointer(body, "/lines/0/nsp::PIECES");
    ASSERT_NE(pieces, nullptr);
    EXPECT_TRUE(pieces->is_number()) << "a number is sent without quotation marks";
    const Send send = expect_kind<Send>(preparation);
    EXPECT_EQ(send.facts.at("memo"), memo);
    EXPECT_EQ(send.facts.at("nsp::PARCELS"), "1Z999AA10123456784");
    EXPECT_TRUE(send.remarks.empty());
}

TEST(IntacctTexts, the_texts_of_the_warehouse_come_first) {
    const sample::json::value body = body_of(despatch(R"({"text": "By {id}", "to": ["notes"]})"));
    EXPECT_EQ(text_at(body, "/notes"), "left with neighbour\nBy DN-1001-1");
}

TEST(IntacctTexts, a_cut_is_told_with_the_document) {
    const Send send = expect_kind<Send>(despatch(
        R"({"text": "Parcels {shipment.consignments.trackingId}", "to": ["nsp::PARCELS"],
            "tooLong": "cut"})"));
    EXPECT_EQ(text_at(sample::parsed(send.request.body), "/nsp::PARCELS"),
              "Parcels 1Z999AA10123456784,...");
    ASSERT_EQ(send.remarks.size(), 1U);
    EXPECT_EQ(send.remarks.front().code, "mapping.text_cut");
    EXPECT_EQ(send.remarks.front().field, "nsp::PARCELS");
    EXPECT_EQ(send.facts.at("nsp::PARCELS"), "Parcels 1Z999AA10123456784,...");
}

TEST(IntacctTexts, a_text_that_does_not_fit_holds_the_document_at_its_rule) {
    const Hold hold = held(
        R"({"text": "fits", "to": ["memo"]}, {
            "text": "Parcels {shipment.consignments.trackingId}", "to": ["nsp::PARCELS"]})");
    EXPECT_EQ(hold.problem.code, "mapping.text_too_long");
    EXPECT_EQ(hold.problem.pointer, "/texts/1");
    sample::expect_complete(hold.problem);
}

TEST(IntacctTexts, the_settings_may_say_less_than_sage) {
    EXPECT_EQ(held(R"({"text": "123456", "to": ["nsp::PARCELS"]})",
                   R"(, "fieldLimits": {"nsp::PARCELS": {"characters": 5}})")
                  .problem.code,
              "mapping.text_too_long");
    const Hold own = held("", R"(, "fieldLimits": {"notes": {"characters": 5}})");
    EXPECT_EQ(own.problem.code, "intacct.text_too_long");
    EXPECT_EQ(own.problem.pointer, "/body/notes");
    EXPECT_EQ(
        held(R"({"text": "caf\u0101", "to": ["memo"]})",
             R"(, "fieldLimits": {"memo": {"characters": 50, "characterSet": "windows-1252"}})")
            .problem.code,
        "mapping.text_characters");
}

TEST(IntacctTexts, a_custom_field_gets_what_it_takes_and_nothing_else) {
    const sample::json::value body = body_of(despatch(R"(
        {"text": "12.50", "to": ["nsp::WEIGHT"]}, {"text": "{issueDate}", "to": ["nsp::SHIPPED"]},
        {"text": "true", "to": ["nsp::EXPRESS"]}, {"text": "DHL Express",
            "to": ["nsp::CARRIER"]})"));
    EXPECT_TRUE(at_pointer(body, "/nsp::WEIGHT")->is_number());
    EXPECT_EQ(text_at(body, "/nsp::SHIPPED"), "2026-11-20");
    EXPECT_TRUE(at_pointer(body, "/nsp::EXPRESS")->is_bool());
    EXPECT_EQ(text_at(body, "/nsp::CARRIER"), "DHL Express");
    const std::pair<const char*, const char*> unfit[] = {{"nsp::WEIGHT", "numbers"},
                                                         {"nsp::SHIPPED", "dates"},
                                                         {"nsp::EXPRESS", "true"},
                                                         {"nsp::CARRIER", "in its list"},
                                                         {"nsp::SEVERAL", "no text"}};
    for (const auto& [field, word] : unfit) {
        const Hold hold = held(R"({"text": "DHL {id}", "to": [")" + std::string(field) + R"("]})");
        EXPECT_EQ(hold.problem.code, "intacct.value_not_taken") << field;
        EXPECT_THAT(hold.problem.cause, HasSubstr(word));
        EXPECT_THAT(hold.problem.cause, HasSubstr(field));
        sample::expect_complete(hold.problem);
    }
}

TEST(IntacctTexts, a_number_is_written_as_json_wants_it_or_not_at_all) {
    const Send send = expect_kind<Send>(despatch(R"({"text": "7.0", "to": ["nsp::WEIGHT"]})"));
    EXPECT_THAT(send.request.body, HasSubstr("\"nsp::WEIGHT\":7.0,"));
    EXPECT_FALSE(send.facts.contains("nsp::WEIGHT"));
    EXPECT_EQ(held(R"({"text": "007", "to": ["nsp::WEIGHT"]})").problem.code,
              "intacct.value_not_taken");
}

TEST(IntacctTexts, a_custom_field_that_is_missing_or_fixed_holds_the_document_by_its_cause) {
    const Hold missing = held(R"({"text": "{id}", "to": ["nsp::NOWHERE"]})");
    EXPECT_EQ(missing.problem.code, "intacct.custom_field_missing");
    EXPECT_EQ(missing.root_cause, "field:order-entry/document::Sales Invoice:header:nsp::NOWHERE");
    EXPECT_THAT(held(R"({"text": "{id}", "to": ["nsp::FIXED"]})").problem.cause,
                HasSubstr("read-only"));
    EXPECT_EQ(held(R"({"text": "{id}", "to": ["nsp::PARCELS"], "level": "line"})").root_cause,
              "field:order-entry/document::Sales Invoice:line:nsp::PARCELS");
}

TEST(IntacctTexts, a_field_of_the_header_is_no_field_of_the_lines_by_the_same_name) {
    const Hold hold = held(R"({"text": "12", "to": ["nsp::WEIGHT"]},
        {"text": "12", "to": ["nsp::WEIGHT"], "level": "line"})");
    EXPECT_EQ(hold.root_cause, "field:order-entry/document::Sales Invoice:line:nsp::WEIGHT");
    const sample::json::value body = body_of(despatch(R"({"text": "12", "to": ["nsp::WEIGHT"]},
        {"text": "{lines.quantity}", "to": ["nsp::PIECES", "memo"], "level": "line"})"));
    EXPECT_TRUE(at_pointer(body, "/nsp::WEIGHT")->is_number());
    for (const sample::json::value& line : at_pointer(body, "/lines")->as_array()) {
        const sample::json::value* pieces = at_pointer(line, "/nsp::PIECES");
        EXPECT_TRUE(pieces == nullptr || pieces->is_number()) << "as on the first, so on all";
    }
}

TEST(IntacctTexts, an_adjustment_has_the_fields_of_inventory_control) {
    const Settings chosen = with_texts(R"(
        {"text": "Moved {id}", "to": ["notes", "memo"]}, {"text": "no field for it", "to": [
            "trackingNumber"]},
        {"text": "{lines.reasonCode|join \"\"}!", "to": ["lineDescription", "nsp::LABELS"],
            "level": "line"})",
                                       R"(, "fields": {"externalReference": "nsp::WMS_REFERENCE",
                                         "tracking": null, "despatchId": null,
                "orderLineReference": null})");
    const sample::json::value body = body_of(prepared(document("inventoryAdjustment"), chosen));
    const Document subject = document("inventoryAdjustment");
    EXPECT_THAT(std::string(text_at(body, "/memo")), testing::EndsWith("Moved " + subject.id));
    EXPECT_EQ(at_pointer(body, "/notes"), nullptr);
    EXPECT_EQ(at_pointer(body, "/trackingNumber"), nullptr);
    EXPECT_EQ(at_pointer(body, "/referenceNumber"), nullptr);
    EXPECT_EQ(at_pointer(body, "/lines/0/lineDescription"), nullptr);
    EXPECT_EQ(text_at(body, "/lines/0/nsp::LABELS"), subject.lines.front().reason_code + "!");
}

TEST(IntacctTexts, what_the_fields_setting_leaves_to_the_texts_is_written_by_them_alone) {
    const sample::json::value body = body_of(despatch(
        R"({"text": "{shipment.consignments.trackingId|join \";\"}", "to": ["trackingNumber"]})",
        R"(, "fields": {"externalReference": "nsp::WMS_REFERENCE", "tracking": null,
            "despatchId": null,
            "orderLineReference": null})"));
    EXPECT_EQ(text_at(body, "/trackingNumber"), "1Z999AA10123456784;1Z999AA10123456795");
    EXPECT_EQ(at_pointer(body, "/referenceNumber"), nullptr);
    EXPECT_EQ(at_pointer(body, "/memo"), nullptr);
    EXPECT_EQ(at_pointer(body, "/lines/0/nsp::WMS_ORDER_LINE"), nullptr);
}

TEST(IntacctTexts, twelve_parcels_on_one_shipment_all_survive) {
    Document subject = document("despatchAdvice");
    subject.shipment.tracking_ids.clear();
    for (int parcel = 10; parcel < 22; ++parcel) {
        subject.shipment.tracking_ids.push_back("1Z999AA101234567" + std::to_string(parcel));
    }
    const Settings chosen = with_texts(
        R"({"text": "{shipment.consignments.trackingId|join \",\"}", "tooLong": "overflow",
            "to": ["trackingNumber", "nsp::PARCELS", "memo"]})",
        R"(, "fields": {"externalReference": "nsp::WMS_REFERENCE", "tracking": null},
           "fieldLimits": {"trackingNumber": {"characters": 100}})");
    const sample::json::value body = body_of(prepared(subject, chosen));
    std::string all;
    for (const char* const field : {"/trackingNumber", "/nsp::PARCELS", "/memo"}) {
        all += std::string(text_at(body, field)) + ",";
    }
    for (const std::string& number : subject.shipment.tracking_ids) {
        EXPECT_THAT(all, HasSubstr(number));
    }
    EXPECT_LE(text_at(body, "/trackingNumber").size(), 100U);
    EXPECT_LE(text_at(body, "/nsp::PARCELS").size(), 30U);
}

}  // namespace
}  // namespace sage::intacct
