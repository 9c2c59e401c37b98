// SPDX-License-Identifier: Apache-2.0
// Plan: what is not posted or not known; what is kept; the invoice asked first; texts changed as
// they were written; what people wrote; an invoice that is gone, posted, or another one's; fields
// that the settings name; taken by the simulated Sage.
#include <gmock/gmock.h>

#include "tests/unit/sage50/sample.h"
#include "tests/unit/sage50/wire_sample.h"

namespace sage::sage50 {
namespace {

using sample::expect_kind;
using sample::held_by;
using testing::HasSubstr;

class Sage50Tracking : public testing::Test {
  protected:
    Sage50Tracking() {
        despatch_.written = Written{sample::document(), std::string(sample::reference), {}};
        despatch_.written->bodies = {
            R"({"notes1":"Despatch DN-1001-1, order SO-1001","notes3":"WQ3M8Z5T0R7P2A9K4C"})"};
    }
    Preparation prepared(const std::vector<Observation>& seen = {}) {
        return sample::prepared(update_, settings_, sample::catalogue(), {despatch_}, seen);
    }
    /// With the invoice as Sage shows it.
    Preparation shown(const std::string& notes_1, int posted = 0, int deleted = 0) {
        Reply reply;
        reply.status = 200;
        reply.body = R"({"results":[{"invoiceNumber":"1301","postedCode":)" +
                     std::to_string(posted) + R"(,"recordDeleted":)" + std::to_string(deleted) +
                     R"(,"notes1":")" + notes_1 +
                     R"(","notes2":"","notes3":"WQ3M8Z5T0R7P2A9K4C"}],"success":true,)"
                     R"("code":200,"response":null,"message":null})";
        return prepared({{"invoice of the despatch", reply}});
    }

    Document update_ = sample::document("trackingUpdate");
    Related despatch_ = sample::posted_despatch("DN-1001-1");
    Settings settings_ = sample::settings();
};

const std::string before = "Despatch DN-1001-1, order SO-1001";

TEST_F(Sage50Tracking, waits_for_its_despatch) {
    despatch_.posted = false;
    EXPECT_EQ(held_by(prepared()), "sage50.despatch_not_posted /body/despatchReference/id ");
    despatch_.document_id = "ANOTHER";
    EXPECT_THAT(expect_kind<Hold>(prepared()).problem.cause, HasSubstr("not known"));
}

TEST_F(Sage50Tracking, is_kept_where_the_settings_say_so_or_nothing_can_be_changed) {
    const auto reason = [&] { return expect_kind<PostNothing>(prepared()).reason; };
    settings_ = sample::settings(R"({"lateTracking":"keep"})");
    EXPECT_THAT(reason(), HasSubstr("/lateTracking"));
    settings_ = sample::settings();
    despatch_.written.reset();
    EXPECT_THAT(reason(), HasSubstr("not known any more"));
    despatch_.sage_document.key.clear();
    EXPECT_THAT(reason(), HasSubstr("made no document"));
}

class Sage50TrackingOfOrder : public Sage50Tracking {
  protected:
    Sage50TrackingOfOrder() {
        SageDocument& made = despatch_.sage_document;
        made.type = "Sales Order Despatch";
        made.key = "42/236:3";
        made.number = "42";
        made.invoice_key = "77";
        despatch_.written->bodies = {R"({"orderNumber":42,"date":"21/11/2026"})"};
    }
    void is_made_for_it() {
        despatch_.sage_document.remarks = {
            {std::string(precursor_remark), "",
             "Made for this document and posted before it: Sales Order 42, reference W."}};
    }
    Preparation shown(const std::string& texts, int posted = 0, const std::string& order = "42") {
        Reply reply;
        reply.status = 200;
        reply.body = R"({"results":[{"invoiceNumber":"77","invoiceTypeCode":1,"postedCode":)" +
                     std::to_string(posted) + R"(,"recordDeleted":0,"orderNumber":")" + order +
                     R"(",)" + texts + R"(}],"success":true,"code":200,"response":null,)" +
                     R"("message":null})";
        return prepared({{"invoice of the despatch", reply}});
    }
    static std::string texts(const std::string& first, const std::string& second) {
        return R"("notes1":")" + first + R"(","notes2":")" + second +
               R"(","notes3":"WQ3M8Z5T0R7P2A9K4D")";
    }
};

TEST_F(Sage50TrackingOfOrder, is_kept_where_no_invoice_is_known) {
    despatch_.sage_document.invoice_key.clear();
    EXPECT_THAT(expect_kind<PostNothing>(prepared()).reason, HasSubstr("no change of an order"));
}

TEST_F(Sage50TrackingOfOrder, changes_the_texts_that_the_invoice_has_of_an_order_made_for_it) {
    is_made_for_it();
    EXPECT_THAT(expect_kind<ReadFirst>(prepared()).request.body, HasSubstr("77"));
    despatch_.written->document.shipment.tracking_ids.clear();
    const Preparation changed = shown(texts("Order DN-1001-1", ""));
    const Send send = expect_kind<Send>(changed);
    EXPECT_EQ(send.request.method, "PATCH");
    EXPECT_EQ(send.existing_key, "77");
    EXPECT_EQ(send.sage_type, "Invoice of Sales Order");
    EXPECT_THAT(sample::sent(changed, "/notes1") + sample::sent(changed, "/notes2"),
                HasSubstr("1Z999AA10123456784"));
    EXPECT_EQ(sample::sent(changed, "/notes3"), "");
    EXPECT_EQ(sample::sent(changed, "/consignmentRef"), "") << "documented nowhere for invoices";
    // What it wrote itself is known, and becomes what is known now.
    despatch_.written->bodies.push_back(send.request.body);
    update_.shipment.tracking_ids = {"1Z-NEW"};
    const Preparation again =
        shown(texts(sample::sent(changed, "/notes1"), sample::sent(changed, "/notes2")));
    EXPECT_THAT(sample::sent(again, "/notes1") + sample::sent(again, "/notes2"),
                HasSubstr("1Z-NEW"));
}

TEST_F(Sage50TrackingOfOrder, leaves_what_people_wrote_in_such_an_invoice) {
    is_made_for_it();
    update_.shipment.tracking_ids = {"1Z1"};
    EXPECT_EQ(held_by(shown(texts("Call before delivery", ""))),
              "sage50.text_changed /body/despatchReference/id ");
}

TEST_F(Sage50TrackingOfOrder, takes_a_free_note_of_an_order_that_was_there_before) {
    const Preparation changed = shown(texts("Order SO-1001", ""));
    EXPECT_EQ(sample::sent(changed, "/notes1"), "") << "the order's own";
    EXPECT_THAT(sample::sent(changed, "/notes2"), HasSubstr("1Z999AA10123456784"));
    const std::string first = sample::sent(changed, "/notes2");
    despatch_.written->bodies.push_back(expect_kind<Send>(changed).request.body);
    update_.shipment.tracking_ids = {"1Z-NEW"};
    EXPECT_THAT(sample::sent(shown(texts("", first)), "/notes2"), HasSubstr("1Z-NEW"))
        << "where the numbers stand they stay";
    despatch_.written->bodies.pop_back();
    EXPECT_THAT(expect_kind<PostNothing>(shown(texts("Order SO-1001", "Fragile"))).reason,
                HasSubstr("hold the texts of its order"));
}

TEST_F(Sage50TrackingOfOrder, changes_none_that_is_posted_gone_or_of_another_order) {
    is_made_for_it();
    EXPECT_THAT(expect_kind<PostNothing>(shown(texts("", ""), 1)).reason,
                HasSubstr("posted to the ledger"));
    EXPECT_THAT(expect_kind<PostNothing>(shown(texts("", ""), 0, "43")).reason,
                HasSubstr("any more"));
}

TEST_F(Sage50Tracking, asks_for_the_invoice_first) {
    const ReadFirst asked = expect_kind<ReadFirst>(prepared());
    EXPECT_EQ(asked.request.target, "/api/searchInvoice");
    EXPECT_THAT(asked.request.body, HasSubstr("1301"));
}

TEST_F(Sage50Tracking, changes_the_notes_that_it_stands_in) {
    const Preparation changed = shown(before);
    const Send send = expect_kind<Send>(changed);
    EXPECT_EQ(send.request.method, "PATCH");
    EXPECT_EQ(send.existing_key, "1301");
    EXPECT_EQ(sample::sent(changed, "/invoiceNumber"), "1301");
    EXPECT_THAT(sample::sent(changed, "/notes1"), HasSubstr(before));
    EXPECT_THAT(sample::sent(changed, "/notes1") + sample::sent(changed, "/notes2"),
                HasSubstr("1Z999AA10123456784"));
    EXPECT_EQ(sample::sent(changed, "/notes3"), "") << "our reference stays alone";
}

TEST_F(Sage50Tracking, says_once_more_what_is_there_already) {
    const Preparation changed = shown(before);
    const std::string wanted = sample::sent(changed, "/notes1");
    despatch_.written->bodies.push_back(R"({"notes1":")" + wanted + "\"}");
    const Preparation again = shown(wanted);
    EXPECT_EQ(expect_kind<Send>(again).facts.at("notes1"), wanted);
}

TEST_F(Sage50Tracking, leaves_what_people_wrote) {
    update_.shipment.tracking_ids = {"1Z1"};
    EXPECT_EQ(held_by(shown("Call before delivery")),
              "sage50.text_changed /body/despatchReference/id ");
}

TEST_F(Sage50Tracking, changes_no_invoice_that_is_gone_posted_or_anothers) {
    EXPECT_EQ(held_by(shown(before, 0, 1)), "sage50.invoice_gone /body/despatchReference/id ");
    EXPECT_THAT(expect_kind<PostNothing>(shown(before, 1)).reason,
                HasSubstr("posted to the ledger"));
    despatch_.written->external_reference = "WANOTHERREFERENCEX";
    EXPECT_EQ(held_by(shown(before)), "sage50.invoice_gone /body/despatchReference/id ");
    despatch_.written->bodies.push_back(R"({"customerOrderNumber":"WANOTHERREFERENCEX"})");
    expect_kind<Send>(shown(before));
}

TEST_F(Sage50Tracking, waits_where_the_answer_tells_nothing) {
    Reply busy;
    busy.status = 200;
    busy.body = R"({"Message":"A Search Invoice process is already running."})";
    EXPECT_EQ(held_by(prepared({{"invoice of the despatch", busy}})),
              "sage50.invoice_unreadable  unanswered");
    Reply none;
    none.status = 200;
    none.body = R"({"results":[],"success":true,"code":200,"response":null,"message":null})";
    EXPECT_EQ(held_by(prepared({{"invoice of the despatch", none}})),
              "sage50.invoice_gone /body/despatchReference/id ");
}

// ---- as it was sent

constexpr std::string_view own_1 = "Despatch DN-1001-1, order SO-1001";
constexpr std::string_view own_2 = "1Z999AA10123456784 1Z999AA10123456795";
constexpr std::string_view late_2 = "1Z999AA10123456784 1Z999AA10123456801";

/// Of a despatch that was sent by settings of that day.
class Sage50LateTexts : public testing::Test {
  protected:
    Sage50LateTexts() { sent_by(settings_); }
    void sent_by(const Settings& settings) {
        const Preparation made = sample::prepared(document_, settings, known_);
        despatch_.written = Written{
            document_, std::string(sample::reference), {expect_kind<Send>(made).request.body}};
    }
    Preparation prepared(const std::vector<Observation>& seen) const {
        return sample::prepared(late_, settings_, known_, {despatch_}, seen);
    }
    /// As Sage shows its notes, and more members.
    Preparation shown(std::string_view notes_1, std::string_view notes_2,
                      const std::string& more = "") const {
        return prepared(
            {{"invoice of the despatch",
              list_of(R"({"invoiceNumber":1301,"postedCode":0,"notes1":")" + std::string(notes_1) +
                      R"(","notes2":")" + std::string(notes_2) + R"(","notes3":")" +
                      std::string(sample::reference) + "\"" + more + "}")}});
    }

    Settings settings_ = sample::settings();
    Catalogue known_ = sample::catalogue();
    Document document_ = sample::document();
    Document late_ = sample::document("trackingUpdate");
    Related despatch_ = sample::posted_despatch("DN-1001-1");
};

TEST_F(Sage50LateTexts, are_written_where_those_of_the_despatch_are) {
    const Preparation made = shown(own_1, own_2);
    EXPECT_EQ(sample::sent(made, "/notes2"), late_2);
    EXPECT_EQ(sample::sent(made, "/notes3"), "");
    EXPECT_TRUE(sample::remarks_on(made).empty());
}

TEST_F(Sage50LateTexts, go_on_from_what_was_written_later) {
    despatch_.written->bodies.emplace_back(R"({"invoiceNumber":1301,"notes2":"1Z-9"})");
    despatch_.written->bodies.emplace_back("no body");
    for (const std::string_view ours : {std::string_view("1Z-9"), own_2}) {
        EXPECT_EQ(sample::sent(shown(own_1, ours), "/notes2"), late_2) << ours;
    }
}

TEST_F(Sage50LateTexts, wait_where_people_wrote_over_all_that_changes) {
    // The first note is as it should be, and says nothing of the parcels.
    for (const char* const theirs :
         {"left with the neighbour", "1Z999AA10123456784 1Z999AA10123456795, rang", ""}) {
        EXPECT_EQ(held_by(shown(own_1, theirs)), "sage50.text_changed /body/despatchReference/id ")
            << theirs;
    }
    const Preparation half = shown("Ring first", own_2);
    EXPECT_EQ(sample::sent(half, "/notes2"), late_2);
    EXPECT_EQ(sample::sent(half, "/notes1"), "");
    EXPECT_EQ(sample::remarks_on(half), only("sage50.text_changed notes1"));
}

TEST_F(Sage50LateTexts, fill_what_was_free_until_now) {
    document_.shipment.tracking_ids.clear();
    sent_by(settings_);
    EXPECT_EQ(sample::sent(shown(own_1, ""), "/notes2"), late_2);
    EXPECT_EQ(held_by(shown(own_1, "called on Monday")),
              "sage50.text_changed /body/despatchReference/id ");
}

TEST_F(Sage50LateTexts, leave_our_reference_where_another_setting_put_it) {
    settings_ = sample::settings(R"({"referenceField":"notes2"})");
    const Preparation made = shown(own_1, own_2);
    EXPECT_EQ(sample::sent(made, "/notes3"), "");
    EXPECT_EQ(sample::sent(made, "/notes2"), "");
}

TEST_F(Sage50LateTexts, go_to_the_fields_that_the_settings_name) {
    settings_ = sample::settings(
        R"({"texts":[{"text":"{shipment.consignments.trackingId}","to":["consignmentRef"],
                      "tooLong":"cut"},
                     {"text":"{shipment.carrierParty.id}","to":["analysis1"]}]})");
    sent_by(settings_);
    const auto shows = [&](const std::string& consignment) {
        return shown(own_1, own_2, R"(,"analysis1":"UPS","consignment":")" + consignment + "\"");
    };
    const Preparation carrier = shows("by hand");
    EXPECT_EQ(sample::remarks_on(carrier), only("sage50.text_changed consignmentRef"));
    EXPECT_EQ(sample::sent(carrier, "/consignmentRef"), "");
    EXPECT_EQ(sample::sent(carrier, "/analysis1"), "UPS") << "that of the despatch: none is new";
    const std::string ours =
        sample::sent(sample::prepared(document_, settings_, known_), "/consignmentRef");
    late_.shipment.tracking_ids = {"1Z-1"};
    late_.shipment.carrier_id = "DPD";
    EXPECT_EQ(sample::sent(shows(ours), "/consignmentRef"), "1Z-1");
    EXPECT_EQ(sample::sent(shows(ours), "/analysis1"), "DPD");
}

TEST_F(Sage50LateTexts, tell_what_is_cut_only_of_what_is_written) {
    late_.shipment.tracking_ids = {"1Z999AA10123456701", "1Z999AA10123456702", "1Z999AA10123456703",
                                   "1Z999AA10123456704"};
    despatch_.written->document.delivery.name = std::string(40, 'd');
    EXPECT_EQ(sample::remarks_on(shown(own_1, own_2)), only("mapping.text_cut notes2"))
        << "of the name was told with the despatch";
}

TEST_F(Sage50LateTexts, that_do_not_fit_hold_as_the_settings_say) {
    settings_ = sample::settings(
        R"({"texts":[{"text":"{shipment.consignments.trackingId}","to":["analysis1"]}]})");
    EXPECT_EQ(held_by(shown(own_1, own_2)), "mapping.text_too_long /texts/0 ");
}

TEST_F(Sage50LateTexts, without_any_number_or_of_a_credit_are_kept) {
    despatch_.sage_document.type = credit_type;
    EXPECT_THAT(expect_kind<PostNothing>(shown(own_1, own_2)).reason, HasSubstr("not known"));
    late_.shipment.tracking_ids.clear();
    EXPECT_THAT(expect_kind<PostNothing>(shown(own_1, own_2)).reason, HasSubstr("There are no"));
}

TEST_F(Sage50LateTexts, are_taken_by_the_simulated_sage) {
    test::SimulatedCompany company;
    document_.buyer.id = "C1";
    document_.lines[0].item.sellers_item_id = "LANTERN";
    std::vector<CatalogueRecord> all = sample::records();
    all.push_back(sample::record(kind::customer, "C1"));
    all.push_back(sample::record(kind::product, "LANTERN"));
    known_ = Catalogue(std::move(all), 1);
    const Send posted = expect_kind<Send>(sample::prepared(document_, settings_, known_));
    const Verdict verdict = carried_out(company, posted);
    ASSERT_EQ(verdict.judgement, Judgement::done) << verdict.problem.cause;
    sent_by(settings_);
    despatch_.sage_document = verdict.sage_document;
    despatch_.sage_document.type = invoice_type;
    const ReadFirst asked = expect_kind<ReadFirst>(prepared({}));
    const Send change =
        expect_kind<Send>(prepared({{asked.name, exchanged(company, asked.request)}}));
    EXPECT_EQ(carried_out(company, change).judgement, Judgement::done);
    EXPECT_EQ(test::at(exchanged(company, asked.request), "/results/0/notes2"), late_2);
}

}  // namespace
}  // namespace sage::sage50
