// SPDX-License-Identifier: Apache-2.0
// Plan: what stands in the second reference and the narratives by default and by the settings; what
// does not fit; corrections and returns name what they are about.
#include <gmock/gmock.h>

#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

using sample::expect_kind;
using sample::prepared;
using testing::HasSubstr;

std::string narrative(const Preparation& preparation, std::size_t index = 0) {
    const boost::json::value body = sample::body_of(preparation);
    return std::string(
        body.at("nominal_analysis_items").as_array().at(index).at("narrative").as_string());
}

std::string second_reference(const char* changes, const Document& subject = sample::document()) {
    const Send send = expect_kind<Send>(prepared(subject, sample::settings(changes)));
    return send.facts.at("second_reference");
}

TEST(Sage200Texts, a_value_says_what_it_is_where_it_is_seen_alone) {
    const Preparation invoice = prepared(sample::document());
    EXPECT_EQ(narrative(invoice),
              "Despatch DN-1001-1, order SO-1001, customer order PO-7781, "
              "parcels 1Z999AA10123456784, 1Z999AA10123456795 "
              "6 C62 SKU-100 White metal lantern at 3.39, order line 10");
    EXPECT_THAT(narrative(invoice, 1), testing::EndsWith(" Carriage"));
    EXPECT_EQ(
        narrative(prepared(sample::document(), sample::settings(R"({"trackingNumbers":"none"})"))),
        "Despatch DN-1001-1, order SO-1001, customer order PO-7781 "
        "6 C62 SKU-100 White metal lantern at 3.39, order line 10");
}

TEST(Sage200Texts, a_return_names_the_despatch_and_its_number_in_the_ledger) {
    const Document back = sample::document("returnAdvice");
    EXPECT_THAT(narrative(prepared(back)),
                testing::StartsWith("Return RMA-31, of despatch DN-1001-1, order SO-1001 2 C62"));
    const Preparation known = prepared(back, sample::settings(), sample::catalogue(),
                                       {sample::posted_despatch("DN-1001-1")});
    EXPECT_THAT(narrative(known), HasSubstr("of despatch DN-1001-1, number 1301,"));
    Document without = back;
    without.original_despatch_id.clear();
    EXPECT_THAT(narrative(prepared(without)), testing::StartsWith("Return RMA-31, order"));
}

TEST(Sage200Texts, a_correction_names_what_it_corrects) {
    Document correction = sample::document();
    correction.corrected_version = "1";
    correction.envelope.document_version = "2";
    EXPECT_THAT(narrative(prepared(correction)),
                testing::StartsWith("Correction of DN-1001-1 to version 2, order"));
    EXPECT_THAT(narrative(prepared(correction, sample::settings(), sample::catalogue(),
                                   {sample::posted_despatch("DN-1001-1")})),
                testing::StartsWith("Correction of DN-1001-1 to version 2, corrects number 1301,"));
}

TEST(Sage200Texts, the_second_reference_is_what_the_settings_choose) {
    EXPECT_EQ(second_reference("{}"), "DN-1001-1");
    EXPECT_EQ(second_reference(R"({"secondReference":"customerOrder"})"), "PO-7781");
    EXPECT_EQ(second_reference(R"({"secondReference":"order"})"), "SO-1001");
    EXPECT_EQ(second_reference(R"({"secondReference":"none"})"), "");
    Document one = sample::document();
    one.shipment.tracking_ids = {"1Z-1", "1Z-2"};
    EXPECT_EQ(second_reference(R"({"secondReference":"tracking"})", one), "1Z-1 1Z-2");
    EXPECT_EQ(second_reference(R"({"secondReference":"none",
                  "texts":[{"text":"{shipment.id}","to":["second_reference"]}]})"),
              "SHP-451");
}

TEST(Sage200Texts, what_is_too_long_for_the_second_reference_is_cut_and_said) {
    Document subject = sample::document();
    subject.id = "DESPATCH-NOTE-2026-000001";
    const Send send = expect_kind<Send>(prepared(subject));
    EXPECT_EQ(send.facts.at("second_reference").size(), 20U);
    ASSERT_EQ(send.remarks.size(), 1U);
    EXPECT_EQ(send.remarks[0].field, "second_reference");
    EXPECT_THAT(send.request.body, HasSubstr("DESPATCH-NOTE-2026-000001"));
    EXPECT_EQ(second_reference(R"({"fieldLimits":{"second_reference":{"characters":8}}})").size(),
              8U);
}

TEST(Sage200Texts, texts_of_the_settings_stand_behind_ours) {
    const Settings settings = sample::settings(R"({"texts":[
        {"text":"Channel {salesChannelId}","to":["narrative"]},
        {"text":"Note {lines.notes}","level":"line","to":["narrative"]}]})");
    EXPECT_EQ(narrative(prepared(sample::document(), settings)),
              "Despatch DN-1001-1, order SO-1001, customer order PO-7781, "
              "parcels 1Z999AA10123456784, 1Z999AA10123456795 Channel web "
              "6 C62 SKU-100 White metal lantern at 3.39, order line 10 Note handle with care");
    const Settings returns = sample::settings(
        R"({"texts":[{"documents":["returnAdvice"],"text":"Back","to":["narrative"]}]})");
    EXPECT_EQ(narrative(prepared(sample::document(), returns)).find("Back"), std::string::npos);
}

TEST(Sage200Texts, a_narrative_that_does_not_fit_is_held) {
    Document subject = sample::document();
    for (int number = 0; number < 500; ++number) {
        subject.shipment.tracking_ids.push_back("1Z999AA1012345" + std::to_string(number));
    }
    const Hold held = expect_kind<Hold>(prepared(subject));
    EXPECT_EQ(held.problem.code, "mapping.text_too_long");
    EXPECT_EQ(held.root_cause, "");
    const Settings rule = sample::settings(R"({"fieldLimits":{"narrative":{"characters":130}},
        "texts":[{"text":"A long text of the settings","to":["narrative"]}]})");
    EXPECT_EQ(expect_kind<Hold>(prepared(sample::document(), rule)).problem.code,
              "mapping.text_too_long");
    const Settings ascii = sample::settings(
        R"({"fieldLimits":{"narrative":{"characters":500,"characterSet":"ascii"}}})");
    Document accents = sample::document();
    accents.lines[0].item.name = "Caf\xC3\xA9 table";
    EXPECT_EQ(expect_kind<Hold>(prepared(accents, ascii)).problem.code, "mapping.text_characters");
}

}  // namespace
}  // namespace sage::sage200
