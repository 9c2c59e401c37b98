// SPDX-License-Identifier: Apache-2.0
// Plan: late tracking asked about first, written where its despatch's texts are, kept where it
// cannot be written; people's words stay; an invoice that is posted, gone or not shown.
#include <gmock/gmock.h>

#include "tests/unit/sage50/sample.h"
#include "tests/unit/sage50/wire_sample.h"

namespace sage::sage50 {
namespace {

using sample::expect_kind;
using sample::held_by;
using sample::sent;
using testing::HasSubstr;

constexpr std::string_view own_notes1 = "Despatch DN-1001-1, order SO-1001";
constexpr std::string_view own_notes2 = "parcels 1Z999AA10123456784, 1Z999AA10123456795";
constexpr std::string_view late_notes2 = "parcels 1Z999AA10123456784, 1Z999AA10123456801";

class Sage50Tracking : public testing::Test {
  protected:
    Preparation prepared(const std::vector<Observation>& seen = {}) const {
        return sample::prepared(late_, settings_, known_, {despatch_}, seen);
    }
    /// What becomes of it once Sage shows the invoice with these members.
    Preparation shown(const std::string& members) const {
        return prepared({{"invoice of the despatch", list_of("{" + members + "}")}});
    }
    static std::string invoice(std::string_view notes1, std::string_view notes2,
                               const std::string& more = "") {
        return R"("invoiceNumber":1301,"postedCode":0,"recordDeleted":0,"notes1":")" +
               std::string(notes1) + R"(","notes2":")" + std::string(notes2) + R"(","notes3":")" +
               std::string(sample::reference) + "\"" + more;
    }
    /// The despatch as it was sent by settings of that day, and what was written into it later.
    void written(const Settings& settings, std::vector<std::string> later = {}) {
        const Send send = expect_kind<Send>(sample::prepared(sample::document(), settings, known_));
        std::vector<std::string> bodies = {send.request.body};
        bodies.insert(bodies.end(), later.begin(), later.end());
        despatch_.written =
            Written{sample::document(), std::string(sample::reference), std::move(bodies)};
    }
    void SetUp() override { written(settings_); }

    Settings settings_ = sample::settings();
    Catalogue known_ = sample::catalogue();
    Document late_ = sample::document("trackingUpdate");
    Related despatch_ = sample::posted_despatch("DN-1001-1");
};

TEST_F(Sage50Tracking, is_written_where_the_texts_of_the_despatch_are) {
    const ReadFirst asked = expect_kind<ReadFirst>(prepared());
    EXPECT_EQ(asked.request.target, "/api/searchInvoice");
    EXPECT_THAT(asked.request.body, HasSubstr("1301"));
    const Preparation made = shown(invoice(own_notes1, own_notes2));
    const Send send = expect_kind<Send>(made);
    EXPECT_EQ(send.request.method, "PATCH");
    EXPECT_EQ(send.existing_key, "1301");
    EXPECT_EQ(send.sage_type, invoice_type);
    EXPECT_EQ(sent(made, "/invoiceNumber"), "1301");
    EXPECT_EQ(sent(made, "/notes2"), late_notes2);
    EXPECT_EQ(sent(made, "/notes1"), "") << "it is that already";
    EXPECT_EQ(sent(made, "/notes3"), "");
    EXPECT_TRUE(send.remarks.empty());
}

TEST_F(Sage50Tracking, goes_on_from_what_was_written_later) {
    constexpr const char* later = R"({"invoiceNumber":1301,"notes2":"parcels 1Z-9"})";
    written(settings_, {later});
    for (const std::string_view ours : {std::string_view("parcels 1Z-9"), own_notes2}) {
        EXPECT_EQ(sent(shown(invoice(own_notes1, ours)), "/notes2"), late_notes2) << ours;
    }
    written(settings_, {"no body"});
    EXPECT_EQ(sent(shown(invoice(own_notes1, own_notes2)), "/notes2"), late_notes2);
}

TEST_F(Sage50Tracking, leaves_what_people_wrote) {
    const Preparation kept = shown(invoice(own_notes1, "left with the neighbour"));
    EXPECT_THAT(expect_kind<PostNothing>(kept).reason, HasSubstr("kept here"));
    EXPECT_EQ(expect_kind<PostNothing>(kept).about.number, "1301");
    EXPECT_EQ(sample::remarks_on(kept), only("sage50.text_changed notes2"));
    const Preparation half = shown(invoice("Ring first", own_notes2));
    EXPECT_EQ(sent(half, "/notes2"), late_notes2);
    EXPECT_EQ(sent(half, "/notes1"), "");
    EXPECT_EQ(sample::remarks_on(half), only("sage50.text_changed notes1"));
    EXPECT_TRUE(std::holds_alternative<PostNothing>(
        shown(invoice(own_notes1, std::string(own_notes2) + ", rang"))));
    // A text that people deleted is theirs; one that was never ours has room.
    EXPECT_TRUE(std::holds_alternative<PostNothing>(shown(invoice(own_notes1, ""))));
}

TEST_F(Sage50Tracking, fills_what_was_free_until_now) {
    Document despatch = sample::document();
    despatch.shipment.tracking_ids.clear();
    const Send send = expect_kind<Send>(sample::prepared(despatch, settings_, known_));
    EXPECT_THAT(send.request.body, testing::Not(HasSubstr("notes2")));
    despatch_.written = Written{despatch, std::string(sample::reference), {send.request.body}};
    EXPECT_EQ(sent(shown(invoice(own_notes1, "")), "/notes2"), late_notes2);
    EXPECT_EQ(sample::remarks_on(shown(invoice(own_notes1, "called on Monday"))),
              only("sage50.text_changed notes2"));
}

TEST_F(Sage50Tracking, says_nothing_twice) {
    const Preparation again = shown(invoice(own_notes1, late_notes2));
    EXPECT_THAT(expect_kind<PostNothing>(again).reason, HasSubstr("shows them already"));
    EXPECT_TRUE(sample::remarks_on(again).empty());
}

TEST_F(Sage50Tracking, goes_to_the_fields_that_the_settings_name) {
    settings_ = sample::settings(
        R"({"texts":[{"text":"{shipment.consignments.trackingId}","to":["consignmentRef"],
                      "tooLong":"cut"},
                     {"text":"{shipment.carrierParty.id}","to":["analysis1"]}]})");
    written(settings_);
    const std::string analysis = R"(,"analysis1":"UPS","consignment":")";
    const Preparation made =
        shown(invoice(own_notes1, own_notes2, analysis + R"(1Z999AA10123456784, 1Z99999999")"));
    EXPECT_EQ(sample::remarks_on(made), only("sage50.text_changed consignmentRef"));
    EXPECT_EQ(sent(made, "/consignmentRef"), "");
    EXPECT_EQ(sent(made, "/analysis1"), "") << "the carrier of the despatch, as it was";
    const std::string ours =
        sent(sample::prepared(sample::document(), settings_, known_), "/consignmentRef");
    late_.shipment.tracking_ids = {"1Z-1"};
    late_.shipment.carrier_id = "DPD";
    const Preparation other = shown(invoice(own_notes1, own_notes2, analysis + ours + "\""));
    EXPECT_EQ(sent(other, "/consignmentRef"), "1Z-1");
    EXPECT_EQ(sent(other, "/analysis1"), "DPD");
    EXPECT_EQ(sent(other, "/notes2"), "");
    EXPECT_EQ(sent(other, "/notes1"), "Despatch DN-1001-1, order SO-1001, parcels 1Z-1");
}

TEST_F(Sage50Tracking, tells_what_is_cut_only_of_what_it_writes) {
    late_.shipment.tracking_ids = {"1Z999AA10123456701", "1Z999AA10123456702",
                                   "1Z999AA10123456703"};
    despatch_.written->document.delivery.name = std::string(40, 'd');
    EXPECT_EQ(sample::remarks_on(shown(invoice(own_notes1, own_notes2))),
              only("mapping.text_cut notes2"))
        << "of the name was told with the despatch";
    EXPECT_EQ(sample::remarks_on(shown(invoice(own_notes1, "theirs"))),
              only("sage50.text_changed notes2"));
}

TEST_F(Sage50Tracking, that_does_not_fit_holds_as_the_settings_say) {
    settings_ = sample::settings(
        R"({"texts":[{"text":"{shipment.consignments.trackingId}","to":["analysis1"]}]})");
    EXPECT_EQ(held_by(shown(invoice(own_notes1, own_notes2))), "mapping.text_too_long /texts/0 ");
}

TEST_F(Sage50Tracking, does_not_overwrite_our_reference) {
    settings_ = sample::settings(R"({"referenceField":"notes2"})");
    const Preparation made = shown(invoice(own_notes1, sample::reference));
    EXPECT_TRUE(std::holds_alternative<PostNothing>(made)) << "notes3 holds the one of that day";
}

TEST_F(Sage50Tracking, is_kept_where_it_is_not_to_be_written) {
    const auto reason = [&] { return expect_kind<PostNothing>(prepared()).reason; };
    settings_.late_tracking = LateTracking::keep;
    EXPECT_THAT(reason(), HasSubstr("/lateTracking"));
    settings_.late_tracking = LateTracking::change;
    late_.shipment.tracking_ids.clear();
    EXPECT_THAT(reason(), HasSubstr("no tracking numbers"));
    late_.shipment.tracking_ids = {"1Z"};
    despatch_.written.reset();
    EXPECT_THAT(reason(), HasSubstr("not known any more"));
    EXPECT_EQ(expect_kind<PostNothing>(prepared()).about.number, "1301");
    written(settings_);
    despatch_.sage_document.type = credit_type;
    EXPECT_THAT(reason(), HasSubstr("not known any more"));
    despatch_.sage_document = {};
    EXPECT_THAT(reason(), HasSubstr("made no document"));
}

TEST_F(Sage50Tracking, waits_for_its_despatch) {
    despatch_.posted = false;
    EXPECT_EQ(held_by(prepared()), "sage50.despatch_not_posted /body/despatchReference/id ");
    EXPECT_THAT(expect_kind<Hold>(prepared()).problem.cause, HasSubstr("not posted yet"));
    despatch_.posted = true;
    despatch_.document_id = "DN-2";
    EXPECT_THAT(expect_kind<Hold>(prepared()).problem.cause, HasSubstr("not known"));
    despatch_.document_id = "DN-1001-1";
    despatch_.message_type = MessageType::return_advice;
    EXPECT_THAT(expect_kind<Hold>(prepared()).problem.cause, HasSubstr("not known"));
}

TEST_F(Sage50Tracking, is_kept_with_an_invoice_that_is_in_the_ledger) {
    std::string posted = invoice(own_notes1, own_notes2);
    posted.replace(posted.find(R"("postedCode":0)"), 14, R"("postedCode":1)");
    const PostNothing kept = expect_kind<PostNothing>(shown(posted));
    EXPECT_THAT(kept.reason, HasSubstr("posted to the ledger"));
    EXPECT_EQ(kept.about.number, "1301");
}

TEST_F(Sage50Tracking, of_an_invoice_that_is_gone_waits_for_a_person) {
    constexpr const char* gone = "sage50.invoice_gone /body/despatchReference/id ";
    EXPECT_EQ(held_by(prepared({{"invoice of the despatch", list_of("")}})), gone);
    std::string deleted = invoice(own_notes1, own_notes2);
    deleted.replace(deleted.find(R"("recordDeleted":0)"), 17, R"("recordDeleted":1)");
    EXPECT_EQ(held_by(shown(deleted)), gone);
}

TEST_F(Sage50Tracking, of_an_invoice_that_is_not_shown_is_asked_again) {
    for (const Reply& reply : {Reply{504, {}, ""}, Reply{200, {}, "[]"},
                               Reply{200, {}, R"({"Message":"A Search is running."})"}}) {
        const Preparation held = prepared({{"invoice of the despatch", reply}});
        EXPECT_EQ(held_by(held), "sage50.invoice_unreadable  unanswered");
        EXPECT_TRUE(cause_gone(settings_, "unanswered", known_));
    }
}

TEST_F(Sage50Tracking, is_taken_by_the_simulated_sage) {
    test::SimulatedCompany company;
    Document despatch = sample::document();
    despatch.buyer.id = "C1";
    despatch.lines[0].item.sellers_item_id = "LANTERN";
    std::vector<CatalogueRecord> all = sample::records();
    all.push_back(sample::record(kind::customer, "C1"));
    all.push_back(sample::record(kind::product, "LANTERN"));
    known_ = Catalogue(std::move(all), 1);
    const Send posted = expect_kind<Send>(sample::prepared(despatch, settings_, known_));
    const Verdict verdict = carried_out(company, posted);
    ASSERT_EQ(verdict.judgement, Judgement::done) << verdict.problem.cause;
    despatch_.sage_document = verdict.sage_document;
    despatch_.sage_document.type = invoice_type;
    despatch_.written = Written{despatch, std::string(sample::reference), {posted.request.body}};
    const ReadFirst asked = expect_kind<ReadFirst>(prepared());
    const Reply answer = exchanged(company, asked.request);
    const Send change = expect_kind<Send>(prepared({{std::string(asked.name), answer}}));
    EXPECT_EQ(carried_out(company, change).judgement, Judgement::done);
    const Reply now = exchanged(company, asked.request);
    EXPECT_EQ(test::at(now, "/results/0/notes2"), late_notes2);
    EXPECT_TRUE(std::holds_alternative<PostNothing>(prepared({{std::string(asked.name), now}})));
}

}  // namespace
}  // namespace sage::sage50
