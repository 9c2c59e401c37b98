// SPDX-License-Identifier: Apache-2.0
// Plan: what is not posted or not known; what is kept; the invoice asked first; texts changed as
// they were written; what people wrote; an invoice that is gone, posted, or another one's.
#include <gmock/gmock.h>

#include "tests/unit/sage50/sample.h"

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

}  // namespace
}  // namespace sage::sage50
