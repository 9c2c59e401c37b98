// SPDX-License-Identifier: Apache-2.0
// Plan: what stands in the notes by default and by the settings; what does not fit or is not in
// Sage's characters; addresses; corrections and returns name what they are about.
#include <gmock/gmock.h>

#include "tests/unit/sage50/sample.h"

namespace sage::sage50 {
namespace {

using sample::expect_kind;
using sample::held_by;
using sample::prepared;
using sample::sent;
using testing::HasSubstr;

Preparation made_by(std::string_view changes, const Document& subject = sample::document()) {
    return prepared(subject, sample::settings(changes));
}

Document of_parcels(const std::vector<std::string>& numbers) {
    Document made = sample::document();
    made.shipment.tracking_ids = numbers;
    return made;
}

// ---- what people look for

TEST(Sage50Texts, the_notes_that_are_free_say_what_it_is) {
    const Preparation made = prepared(sample::document());
    EXPECT_EQ(sent(made, "/notes1"), "Despatch DN-1001-1, order SO-1001");
    EXPECT_EQ(sent(made, "/notes2"), "1Z999AA10123456784 1Z999AA10123456795");
    EXPECT_EQ(sent(made, "/notes3"), sample::reference);
    EXPECT_EQ(sent(made, "/customerOrderNumber"), "PO-7781");
    EXPECT_EQ(sent(made, "/orderNumber"), "SO-1001");
    EXPECT_EQ(sent(made, "/analysis1"), "") << "so that it becomes the customer's";
    EXPECT_EQ(sent(made, "/consignmentRef"), "");
    EXPECT_TRUE(sample::remarks_on(made).empty());
}

TEST(Sage50Texts, our_reference_stands_alone_wherever_the_settings_put_it) {
    const Preparation first = made_by(R"({"referenceField":"notes1"})");
    EXPECT_EQ(sent(first, "/notes1"), sample::reference);
    EXPECT_EQ(sent(first, "/notes2"), "Despatch DN-1001-1, order SO-1001");
    EXPECT_THAT(sent(first, "/notes3"), testing::StartsWith("1Z999AA10123456784"));
    const Preparation order = made_by(R"({"referenceField":"customerOrderNumber"})");
    EXPECT_EQ(sent(order, "/customerOrderNumber"), sample::reference);
    EXPECT_EQ(sent(order, "/notes3"), "");
    const Preparation custom = made_by(R"({"referenceField":"analysis3"})");
    EXPECT_EQ(sent(custom, "/analysis3"), sample::reference);
    EXPECT_EQ(sent(custom, "/customerOrderNumber"), "PO-7781");
}

TEST(Sage50Texts, parcels_go_on_in_the_next_note_and_are_cut_in_the_last) {
    const Document many = of_parcels(
        {"1Z999AA10123456701", "1Z999AA10123456702", "1Z999AA10123456703", "1Z999AA10123456704"});
    const Preparation made = prepared(many);
    EXPECT_EQ(sent(made, "/notes1"), "Despatch DN-1001-1, order SO-1001");
    EXPECT_EQ(sent(made, "/notes2"), "1Z999AA10123456701 1Z999AA10123456702 1Z999AA10123456703...");
    EXPECT_EQ(sample::remarks_on(made), only("mapping.text_cut notes2"));
    // Where our reference is elsewhere there is a third.
    const Preparation three = made_by(R"({"referenceField":"analysis1"})", many);
    EXPECT_EQ(sent(three, "/notes2"), "1Z999AA10123456701 1Z999AA10123456702 1Z999AA10123456703");
    EXPECT_EQ(sent(three, "/notes3"), "1Z999AA10123456704");
    EXPECT_TRUE(sample::remarks_on(three).empty());
    constexpr const char* one_free = R"({"texts":[{"text":"{shipment.id}","to":["notes1"]}]})";
    EXPECT_EQ(sent(made_by(one_free, many), "/notes1"), "SHP-451");
    EXPECT_EQ(sent(made_by(one_free, many), "/notes2"),
              "Despatch DN-1001-1, order SO-1001, parcels 1Z999AA1012345...");
}

TEST(Sage50Texts, a_number_that_no_note_takes_is_cut_and_what_follows_goes_on) {
    Document subject = of_parcels({"1Z999AA10123456701"});
    subject.id = std::string(60, '7');
    const Preparation made = prepared(subject);
    EXPECT_EQ(sent(made, "/notes1"), "Despatch " + std::string(48, '7') + "...");
    EXPECT_EQ(sent(made, "/notes2"), "order SO-1001, parcels 1Z999AA10123456701");
    EXPECT_EQ(sample::remarks_on(made), only("mapping.text_cut notes1"));
}

TEST(Sage50Texts, characters_that_sage_does_not_have_become_question_marks) {
    Document subject = of_parcels({"1Z999AA10123456701"});
    subject.id = "発送-7";
    const Preparation made = prepared(subject);
    EXPECT_EQ(sent(made, "/notes1"), "Despatch \?\?-7");
    EXPECT_EQ(sent(made, "/notes2"), "order SO-1001, parcels 1Z999AA10123456701");
    EXPECT_EQ(sample::remarks_on(made), only("mapping.characters_replaced notes1"));
    subject.id = "Größe € 7";
    EXPECT_EQ(sent(prepared(subject), "/notes1"), "Despatch Größe € 7, order SO-1001");
}

TEST(Sage50Texts, where_no_note_is_free_nothing_is_put) {
    const Preparation made = made_by(
        R"({"texts":[{"text":"{id}","to":["notes1"]},{"text":"{shipment.id}","to":["notes2"]}]})");
    EXPECT_EQ(sent(made, "/notes1"), "DN-1001-1");
    EXPECT_EQ(sent(made, "/notes2"), "SHP-451");
}

TEST(Sage50Texts, order_numbers_have_fields_of_their_own_where_they_fit) {
    Document subject = sample::document();
    subject.order_id = "SO-10012";
    subject.buyer_order_id = std::string(61, '8');
    Preparation made = prepared(subject);
    EXPECT_EQ(sent(made, "/orderNumber"), "") << "seven characters";
    EXPECT_EQ(sent(made, "/customerOrderNumber"), "");
    EXPECT_THAT(sent(made, "/notes1"), HasSubstr("order SO-10012"));
    EXPECT_TRUE(sample::remarks_on(made).empty());
    made = made_by(R"({"texts":[{"text":"{orderReference.id}","to":["customerOrderNumber"]},
                                {"text":"Web","to":["orderNumber"]}]})");
    EXPECT_EQ(sent(made, "/customerOrderNumber"), "SO-1001");
    EXPECT_EQ(sent(made, "/orderNumber"), "Web");
}

TEST(Sage50Texts, a_return_names_the_despatch_and_its_number_in_sage) {
    const Document back = sample::document("returnAdvice");
    EXPECT_EQ(sent(prepared(back), "/notes1"),
              "Return RMA-31, of despatch DN-1001-1, order SO-1001");
    const Preparation known = prepared(back, sample::settings(), sample::catalogue(),
                                       {sample::posted_despatch("DN-1001-1")});
    EXPECT_EQ(sent(known, "/notes1"), "Return RMA-31, of despatch DN-1001-1, number 1301");
    EXPECT_EQ(sent(known, "/notes2"), "order SO-1001");
    Document without = back;
    without.original_despatch_id.clear();
    EXPECT_EQ(sent(prepared(without), "/notes1"), "Return RMA-31, order SO-1001");
}

TEST(Sage50Texts, a_correction_names_what_it_corrects) {
    Document correction = sample::document();
    correction.corrected_version = "1";
    correction.envelope.document_version = "2";
    const Preparation made = prepared(correction, sample::settings(), sample::catalogue(),
                                      {sample::posted_despatch("DN-1001-1")});
    EXPECT_EQ(sent(made, "/notes1"), "Correction of DN-1001-1 to version 2, corrects number 1301");
    Related unposted = sample::posted_despatch("DN-1001-1");
    unposted.posted = false;
    EXPECT_THAT(
        sent(prepared(correction, sample::settings(), sample::catalogue(), {unposted}), "/notes1"),
        testing::StartsWith("Correction of DN-1001-1 to version 2, order"));
}

// ---- texts of the settings

TEST(Sage50Texts, go_to_the_fields_that_the_settings_name) {
    const Preparation made = made_by(
        R"({"texts":[{"text":"{shipment.consignments.trackingId}","to":["consignmentRef"],
                      "tooLong":"cut","marker":"+"},
                     {"text":"{salesChannelId}","to":["analysis2"]},
                     {"text":"WMS","to":["takenBy"]},
                     {"text":"Goods of {issueDate|date \"DD/MM/YYYY\"}",
                      "to":["globalDetails"]}]})");
    EXPECT_EQ(sent(made, "/consignmentRef"), "1Z999AA10123456784, 1Z999AA10+");
    EXPECT_EQ(sent(made, "/analysis2"), "web");
    EXPECT_EQ(sent(made, "/userName"), "WMS");
    EXPECT_EQ(sent(made, "/globalDetails"), "Goods of 20/11/2026");
    EXPECT_EQ(sample::remarks_on(made), only("mapping.text_cut consignmentRef"));
}

TEST(Sage50Texts, that_do_not_fit_hold_the_document) {
    EXPECT_EQ(
        held_by(made_by(
            R"({"texts":[{"text":"{shipment.consignments.trackingId}","to":["analysis1"]}]})")),
        "mapping.text_too_long /texts/0 ");
    Document foreign = sample::document();
    foreign.notes = {"隣に置いた"};
    EXPECT_EQ(held_by(made_by(R"({"texts":[{"text":"{notes}","to":["analysis1"]}]})", foreign)),
              "mapping.text_characters /texts/0 ");
    const Preparation cut =
        made_by(R"({"texts":[{"text":"{notes}","to":["analysis1"],"tooLong":"cut"}]})", foreign);
    EXPECT_EQ(sent(cut, "/analysis1"), "?????");
    EXPECT_EQ(sample::remarks_on(cut), only("mapping.characters_replaced analysis1"));
}

TEST(Sage50Texts, have_the_limits_of_this_company_where_those_are_smaller) {
    constexpr const char* narrow =
        R"({"fieldLimits":{"analysis1":{"characters":5},"analysis2":{"characters":99},
                           "description":{"characters":12}},
            "texts":[{"text":"123456","to":["analysis1"],"tooLong":"cut"},
                     {"text":"{shipment.consignments.trackingId}","to":["analysis2"],
                      "tooLong":"cut"}]})";
    const Preparation made = made_by(narrow);
    EXPECT_EQ(sent(made, "/analysis1"), "12...");
    EXPECT_EQ(sent(made, "/analysis2").size(), 30U);
    EXPECT_EQ(sent(made, "/invoiceItems/0/description"), "Lantern,...");
}

// ---- lines

TEST(Sage50Texts, a_line_has_the_description_that_sage_has) {
    EXPECT_EQ(sent(prepared(sample::document()), "/invoiceItems/0/description"), "Lantern, white");
    Document subject = sample::document();
    subject.lines[0].item.sellers_item_id = "OTHER";
    subject.lines[0].item.name = std::string(61, 'n');
    subject.lines.push_back(subject.lines[0]);
    const Preparation made = prepared(subject);
    EXPECT_EQ(sent(made, "/invoiceItems/0/description"), std::string(57, 'n') + "...");
    EXPECT_EQ(sample::remarks_on(made),
              (std::vector<std::string>{"mapping.text_cut /body/lines/0",
                                        "mapping.text_cut /body/lines/1"}));
}

TEST(Sage50Texts, of_the_settings_stand_on_each_line) {
    const Preparation made = made_by(
        R"({"texts":[{"level":"line","text":"{lines.lots.lotNumber}","to":["comment1"]},
                     {"level":"line","text":"{lines.notes}","to":["comment2"]},
                     {"level":"line","text":"{lines.orderLineReference.lineId}",
                      "to":["extOrderRef"]},
                     {"level":"line","text":"{lines.item.name}","to":["description"]}]})");
    EXPECT_EQ(sent(made, "/invoiceItems/0/comment1"), "L-2291");
    EXPECT_EQ(sent(made, "/invoiceItems/0/comment2"), "handle with care");
    EXPECT_EQ(sent(made, "/invoiceItems/0/extOrderRef"), "10");
    EXPECT_EQ(sent(made, "/invoiceItems/0/description"), "White metal lantern");
    Document subject = sample::document();
    subject.lines[0].notes = {std::string(61, 'n')};
    EXPECT_EQ(
        held_by(made_by(R"({"texts":[{"level":"line","text":"{lines.notes}","to":["comment1"]}]})",
                        subject)),
        "mapping.text_too_long /texts/0 ");
    subject.lines.push_back(subject.lines[0]);
    EXPECT_EQ(sample::remarks_on(made_by(R"({"texts":[{"level":"line","text":"{lines.notes}",
                  "to":["comment1"],"tooLong":"cut"}]})",
                                         subject)),
              only("mapping.text_cut comment1"))
        << "once for all lines";
}

// ---- addresses

TEST(Sage50Texts, the_address_of_delivery_has_four_lines_and_the_postal_zone) {
    Document subject = sample::document();
    Preparation made = prepared(subject);
    EXPECT_EQ(sent(made, "/delName"), "Acme Gifts, Dock 4");
    EXPECT_EQ(sent(made, "/delAddress1"), "4 Dock Road");
    EXPECT_EQ(sent(made, "/delAddress2"), "Leeds");
    EXPECT_EQ(sent(made, "/delAddress3"), "");
    EXPECT_EQ(sent(made, "/delAddress5"), "LS1 4AB");
    subject.delivery.address_lines = {"1", "2", "3", "4", "5", "6"};
    made = prepared(subject);
    EXPECT_EQ(sent(made, "/delAddress3"), "3");
    EXPECT_EQ(sent(made, "/delAddress4"), "4, 5, 6");
    EXPECT_EQ(sent(made, "/delAddress5"), "LS1 4AB");
    EXPECT_TRUE(sample::remarks_on(made).empty());
}

TEST(Sage50Texts, an_address_that_does_not_fit_is_cut_and_said) {
    Document subject = sample::document();
    subject.delivery.name = "東京 Gifts and Lanterns of the North";
    subject.delivery.address_lines = {"Unit 7\nThe Old Mill", std::string(31, 'a')};
    const Preparation made = prepared(subject);
    EXPECT_EQ(sent(made, "/delName"), "?? Gifts and Lanterns of th...");
    EXPECT_EQ(sent(made, "/delAddress1"), "Unit 7 The Old Mill");
    EXPECT_EQ(sent(made, "/delAddress2"), std::string(27, 'a') + "...");
    const std::string at = "/body/deliveryCustomerParty";
    EXPECT_EQ(
        sample::remarks_on(made),
        (std::vector<std::string>{"mapping.text_cut " + at, "mapping.characters_replaced " + at,
                                  "mapping.text_cut " + at}));
    Document guest = sample::document();
    guest.buyer = {};
    guest.buyer.name = std::string(61, 'b');
    guest.buyer.address_lines = {std::string(60, 'c')};
    const Preparation of_guest = prepared(guest);
    EXPECT_EQ(sent(of_guest, "/name"), std::string(57, 'b') + "...");
    EXPECT_EQ(sent(of_guest, "/address1"), std::string(60, 'c')) << "it takes more than delivery";
}

}  // namespace
}  // namespace sage::sage50
