// SPDX-License-Identifier: Apache-2.0
// Plan: which document becomes what; what review refuses and what it lets pass; the texts of a
// header; nothing is posted without a definition, nothing is sent without a catalogue.
#include <gmock/gmock.h>

#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

using sample::document;
using sample::expect_kind;
using sample::prepared;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> reviewed(const Document& subject,
                                  const Settings& settings = sample::settings()) {
    std::vector<std::string> all;
    for (const Problem& problem : review(settings, subject)) {
        sample::expect_complete(problem);
        all.push_back(problem.code + " " + problem.pointer);
    }
    return all;
}

TEST(IntacctMap, the_examples_pass_review) {
    for (const char* name : {"salesOrder", "despatchAdvice", "returnAdvice", "inventoryAdjustment",
                             "trackingUpdate"}) {
        EXPECT_THAT(reviewed(document(name)), IsEmpty()) << name;
    }
}

TEST(IntacctMap, an_allowance_is_refused_at_its_pointer) {
    const Document subject =
        document("despatchAdvice", "/body/allowanceCharges/0/chargeIndicator", "false");
    EXPECT_THAT(
        reviewed(subject),
        ElementsAre("intacct.allowance_unsupported /body/allowanceCharges/0/chargeIndicator"));
    EXPECT_THAT(reviewed(subject, sample::settings(R"({"definitions":{}})")), IsEmpty());
    const Refuse refused = expect_kind<Refuse>(prepared(subject));
    ASSERT_EQ(refused.problems.size(), 1U);
    EXPECT_EQ(refused.problems.front().code, "intacct.allowance_unsupported");
}

TEST(IntacctMap, a_line_without_a_price_is_refused_unless_nothing_left) {
    Document subject = document("despatchAdvice");
    subject.lines[0].price.reset();
    EXPECT_THAT(reviewed(subject), ElementsAre("intacct.price_missing /body/lines/0/price"));
    subject.lines[0].quantity.value = Decimal();
    EXPECT_THAT(reviewed(subject), IsEmpty());
}

TEST(IntacctMap, a_line_without_an_item_is_refused) {
    Document subject = document("despatchAdvice");
    subject.lines[0].item.sellers_item_id.clear();
    EXPECT_THAT(reviewed(subject),
                ElementsAre("intacct.item_missing /body/lines/0/item/sellersItemId"));
    subject = document("inventoryAdjustment");
    subject.lines[0].item.sellers_item_id.clear();
    EXPECT_THAT(reviewed(subject),
                ElementsAre("intacct.item_missing /body/lines/0/item/sellersItemId"));
}

TEST(IntacctMap, a_comma_in_a_tracking_number_is_refused) {
    Document subject = document("trackingUpdate");
    subject.shipment.tracking_ids[1] = "1Z,2Z";
    const char* expected = "intacct.tracking_comma /body/shipment/consignments/1/trackingId";
    EXPECT_THAT(reviewed(subject), ElementsAre(expected));
    subject = document("despatchAdvice");
    subject.shipment.tracking_ids[1] = "1Z,2Z";
    EXPECT_THAT(reviewed(subject), ElementsAre(expected));
}

TEST(IntacctMap, an_adjustment_both_ways_is_refused) {
    Document subject = document("inventoryAdjustment");
    subject.lines.push_back(subject.lines[0]);
    EXPECT_THAT(reviewed(subject), IsEmpty());
    subject.lines[1].quantity.value = Decimal::of(3);
    EXPECT_THAT(reviewed(subject), ElementsAre("intacct.adjustment_mixed /body/lines"));
    subject.lines[1].quantity.value = Decimal();
    EXPECT_THAT(reviewed(subject), ElementsAre("intacct.adjustment_mixed /body/lines"));
    subject.lines.clear();
    EXPECT_THAT(reviewed(subject), ElementsAre("intacct.nothing_to_post /body/lines"));
}

TEST(IntacctMap, a_document_without_lines_and_charges_is_refused_and_one_of_charges_is_not) {
    Document subject = document("despatchAdvice");
    subject.lines.clear();
    EXPECT_THAT(reviewed(subject), IsEmpty());
    subject.allowance_charges.clear();
    EXPECT_THAT(reviewed(subject), ElementsAre("intacct.nothing_to_post /body/lines"));
}

TEST(IntacctMap, direction_is_that_of_all_lines) {
    Document subject = document("inventoryAdjustment");
    EXPECT_EQ(direction_of(subject), -1);
    subject.lines[0].quantity.value = Decimal::of(1);
    EXPECT_EQ(direction_of(subject), 1);
    subject.lines.clear();
    EXPECT_EQ(direction_of(subject), 0);
}

TEST(IntacctMap, each_type_goes_to_its_definition) {
    EXPECT_EQ(sample::sent("salesOrder").sage_type, "Sales Order");
    EXPECT_EQ(sample::sent("despatchAdvice").sage_type, "Sales Invoice");
    EXPECT_EQ(sample::sent("returnAdvice").sage_type, "Sales Return");
    EXPECT_EQ(sample::sent("inventoryAdjustment").sage_type, "Inventory Adjustment Decrease");
    Document increase = document("inventoryAdjustment");
    increase.lines[0].quantity.value = Decimal::of(2);
    EXPECT_EQ(expect_kind<Send>(prepared(increase)).sage_type, "Inventory Adjustment Increase");
}

TEST(IntacctMap, despatches_and_returns_may_be_documents_of_accounts_receivable) {
    const Settings chosen = sample::settings(
        R"({"definitions":{"salesOrder":"Sales Order","despatchAdvice":"Sales Invoice"},
            "receivable":{"documents":["returnAdvice"],
                          "accounts":[{"set":{"glAccount":"4000"}}]}})");
    EXPECT_EQ(target_of(chosen, document("despatchAdvice")).definition, "Sales Invoice");
    const Target back = target_of(chosen, document("returnAdvice"));
    EXPECT_EQ(back.family, Family::receivable_adjustment);
    EXPECT_EQ(back.definition, adjustment_type);
    Document priced = document("returnAdvice");
    priced.lines[0].price.reset();
    EXPECT_EQ(review(chosen, priced).size(), 1U) << "reviewed like any sale";
}

TEST(IntacctMap, without_a_definition_nothing_is_posted_even_before_the_catalogue_is_read) {
    const Settings none = sample::settings(R"({"definitions":{}})");
    for (const char* name :
         {"salesOrder", "despatchAdvice", "returnAdvice", "inventoryAdjustment"}) {
        const PostNothing nothing =
            expect_kind<PostNothing>(prepared(document(name), none, Catalogue()));
        EXPECT_FALSE(nothing.reason.empty());
        EXPECT_TRUE(nothing.about.key.empty());
    }
}

TEST(IntacctMap, without_a_catalogue_a_document_waits_for_it) {
    const Hold hold =
        expect_kind<Hold>(prepared(document("despatchAdvice"), sample::settings(), Catalogue()));
    EXPECT_EQ(hold.root_cause, "catalogue");
    sample::expect_complete(hold.problem);
}

TEST(IntacctMap, a_type_that_is_the_cores_business_is_refused) {
    const Refuse refused = expect_kind<Refuse>(prepared(document("operatorDecision")));
    EXPECT_EQ(refused.problems.front().code, "intacct.unsupported");
}

TEST(IntacctMap, header_texts_hold_what_the_settings_send_there) {
    const Document despatch = document("despatchAdvice");
    HeaderTexts texts = header_texts(sample::settings(), despatch, Family::order_entry);
    EXPECT_EQ(texts.memo, "");
    EXPECT_EQ(texts.notes, "left with neighbour");
    const Settings in_texts = sample::settings(
        R"({"fields":{"despatchId":"memo","tracking":"notes","externalReference":"nsp::R"}})");
    texts = header_texts(in_texts, despatch, Family::order_entry);
    EXPECT_EQ(texts.memo, "Despatch: DN-1001-1");
    EXPECT_EQ(texts.notes, "Tracking: 1Z999AA10123456784,1Z999AA10123456795\nleft with neighbour");
    texts = header_texts(in_texts, despatch, Family::inventory_control);
    EXPECT_EQ(texts.notes, "");
    EXPECT_EQ(texts.memo,
              "Despatch: DN-1001-1\nTracking: 1Z999AA10123456784,1Z999AA10123456795\n"
              "left with neighbour");
}

TEST(IntacctMap, words_name_the_kind_of_document) {
    EXPECT_EQ(word_for(MessageType::sales_order), "Order");
    EXPECT_EQ(word_for(MessageType::despatch_advice), "Despatch");
    EXPECT_EQ(word_for(MessageType::return_advice), "Return");
    EXPECT_EQ(word_for(MessageType::inventory_adjustment), "Adjustment");
}

TEST(IntacctMap, length_is_counted_in_characters_and_text_is_never_cut) {
    std::string text;
    for (int count = 0; count < 4'000; ++count) {
        text += "\xC3\xA9";
    }
    EXPECT_FALSE(too_long(sample::settings(), "memo", text, "/body/notes").has_value());
    text += "x";
    const std::optional<Hold> hold = too_long(sample::settings(), "memo", text, "/body/notes");
    ASSERT_TRUE(hold.has_value());
    EXPECT_EQ(hold->problem.pointer, "/body/notes");
    EXPECT_EQ(hold->root_cause, "");
    sample::expect_complete(hold->problem);
}

TEST(IntacctMap, lines_of_text_are_joined_and_empty_ones_left_out) {
    std::string text;
    add_line(text, "");
    EXPECT_EQ(text, "");
    add_line(text, "a");
    add_line(text, "");
    add_line(text, "b");
    EXPECT_EQ(text, "a\nb");
}

// One kit of 6 at 3.39, and its component, twelve of them.
Document kit() {
    boost::json::value message = sage::example("despatchAdvice");
    boost::json::value part = message.at_pointer("/body/lines/0");
    boost::json::object& line = part.as_object();
    for (const char* member : {"orderedQuantity", "outstandingQuantity", "lots", "price", "tax"}) {
        line.erase(member);
    }
    line["id"] = "2";
    line["deliveredQuantity"] = boost::json::object{{"value", "12"}, {"unitCode", "C62"}};
    line["kit"] = boost::json::object{{"parentLineId", "1"}, {"ratio", "2"}};
    line["item"].as_object()["sellersItemId"] = "CARRIAGE";
    message.at_pointer("/body/lines").as_array().push_back(part);
    return document(message);
}

boost::json::array lines_of(const Send& send) {
    return sample::parsed(send.request.body).at("lines").as_array();
}

TEST(IntacctMap, a_kit_is_posted_and_its_components_are_not_unless_it_is_exploded) {
    EXPECT_THAT(reviewed(kit()), IsEmpty()) << "a component needs no price";
    Send send = expect_kind<Send>(prepared(kit()));
    ASSERT_EQ(lines_of(send).size(), 2U) << "the kit and the carriage";
    EXPECT_EQ(lines_of(send)[0].at_pointer("/dimensions/item/id").as_string(), "SKU-100");
    EXPECT_EQ(send.facts.at("subtotal"), "25.29");

    const Settings explode = sample::settings(R"({"kits":{"policy":"explode"}})");
    EXPECT_THAT(reviewed(kit(), explode), IsEmpty());
    send = expect_kind<Send>(prepared(kit(), explode));
    ASSERT_EQ(lines_of(send).size(), 2U);
    const boost::json::value component = lines_of(send)[0];
    EXPECT_EQ(component.at_pointer("/dimensions/item/id").as_string(), "CARRIAGE");
    EXPECT_EQ(component.at("unitQuantity").as_string(), "12");
    EXPECT_EQ(component.at("unitPrice").as_string(), "1.695") << "20.34 by twelve";
    EXPECT_EQ(component.at_pointer("/taxSchedule/id").as_string(), "UK Sale Goods Standard Rate");
    EXPECT_EQ(send.facts.at("subtotal"), "25.29") << "the same amount";
}

TEST(IntacctMap, a_kit_that_is_kept_needs_the_price_on_its_own_line) {
    Document subject = kit();
    subject.lines[1].price = subject.lines[0].price;
    subject.lines[0].price.reset();
    EXPECT_THAT(reviewed(subject), ElementsAre("intacct.price_missing /body/lines/0/price"));
    EXPECT_THAT(reviewed(subject, sample::settings(R"({"kits":{"policy":"explode"}})")), IsEmpty());
}

TEST(IntacctMap, a_correction_of_an_exploded_kit_is_held) {
    Document subject = kit();
    subject.corrected_version = "1";
    const Hold hold =
        expect_kind<Hold>(prepared(subject, sample::settings(R"({"kits":{"policy":"explode"}})")));
    EXPECT_EQ(hold.problem.code, "mapping.kit_corrected");
    expect_kind<Send>(prepared(subject));
}

TEST(IntacctMap, what_is_predicted_of_a_kit_is_what_is_sent) {
    const Send send =
        expect_kind<Send>(prepared(kit(), sample::settings(R"({"kits":{"policy":"explode"}})")));
    const Prediction& prediction = send.prediction;
    ASSERT_EQ(prediction.lines.size(), 2U);
    EXPECT_EQ(prediction.lines[0].pointer, "/body/lines/1");
    EXPECT_EQ(prediction.lines[0].amounts.net->text(), "20.34");
}

}  // namespace
}  // namespace sage::intacct
