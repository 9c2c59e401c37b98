// SPDX-License-Identifier: Apache-2.0
// Plan: what of a shipment stands where; couriers; late tracking: first a question, then a change,
// or why none.
#include <gmock/gmock.h>

#include "plugins/sage200/map_order.h"
#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

using sample::expect_kind;
using sample::held_by;
using testing::HasSubstr;

constexpr const char* with_courier = R"({"salesOrders":{"warehouses":{"MAIN":"HOME"},
    "couriers":{"UPS":"United Parcel"}},
    "texts":[{"documents":["despatchAdvice"],"text":"{id}","to":["notes"]}]})";

class Sage200Tracking : public testing::Test {
  protected:
    Mapped<Tracking> mapped(const Document& document, std::string_view changes) {
        return map_tracking(sample::order_settings(changes),
                            {document, known_, sample::reference, sample::key, "", {}, {}},
                            remarks_);
    }
    Related posted() {
        Related related = sample::posted_despatch(late_.despatch_id);
        related.sage_document.type = despatch_type;
        return related;
    }
    /// What becomes of the late tracking once Sage shows the despatch like this.
    Preparation shown(const Reply& reply, const Related& related) {
        const std::vector<Related> all = {related};
        const std::vector<Observation> seen = {{"tracking of the despatch", reply}};
        return prepare(sample::order_settings(with_courier),
                       {late_, known_, sample::reference, sample::key, "", all, seen});
    }
    static Reply receipt(const std::string& number,
                         const std::string& notes = std::string(sample::reference)) {
        return {200,
                {},
                R"({"id":901,"despatch_no":"1301","consignment_no":")" + number + R"(","notes":")" +
                    notes + R"("})"};
    }

    Document late_ = sample::document("trackingUpdate");
    Catalogue known_ = sample::order_catalogue();
    std::vector<Remark> remarks_;
};

TEST_F(Sage200Tracking, the_link_has_one_number_and_the_notes_the_others) {
    const Mapped<Tracking> made = mapped(sample::document(), with_courier);
    EXPECT_FALSE(made.hold);
    EXPECT_EQ(made.value.consignment_no, "1Z999AA10123456784");
    EXPECT_EQ(made.value.notes, "1Z999AA10123456795 DN-1001-1");
    EXPECT_EQ(made.value.courier_key, "401");
    EXPECT_TRUE(remarks_.empty());
    Document other = sample::document();
    other.shipment.carrier_id = "ELSE";
    other.shipment.tracking_ids = {std::string(61, '7')};
    EXPECT_EQ(mapped(other, with_courier).value.courier_key, "");
    EXPECT_EQ(mapped(other, with_courier).value.consignment_no.size(), 60U);
    EXPECT_FALSE(remarks_.empty());
    known_ = sample::order_catalogue_without(kind::courier, "United Parcel");
    EXPECT_EQ(mapped(sample::document(), with_courier).hold->root_cause, "courier:United Parcel");
}

TEST_F(Sage200Tracking, that_arrives_late_is_asked_about_first) {
    const ReadFirst asked = expect_kind<ReadFirst>(
        sample::prepared(late_, sample::order_settings(), known_, {posted()}));
    EXPECT_THAT(asked.request.target, testing::EndsWith("/sop_despatch_receipts/901"));
    const Send send = expect_kind<Send>(shown(receipt(""), posted()));
    EXPECT_EQ(send.request.method, "PUT");
    EXPECT_EQ(send.existing_key, "901");
    EXPECT_EQ(send.facts.at("consignment_no"), "1Z999AA10123456784");
    EXPECT_EQ(send.facts.at("notes"), "WQ3M8Z5T0R7P2A9K4C 1Z999AA10123456801");
    EXPECT_FALSE(send.facts.contains("pieces"));
}

TEST_F(Sage200Tracking, has_the_texts_and_the_courier_of_the_despatch) {
    Related related = posted();
    related.written = Written{sample::document(), std::string(sample::reference), {}};
    const Send send = expect_kind<Send>(shown(receipt(""), related));
    EXPECT_THAT(send.request.body, HasSubstr(R"("courier_id":401)"));
    EXPECT_EQ(send.facts.at("notes"), "WQ3M8Z5T0R7P2A9K4C 1Z999AA10123456801 DN-1001-1");
}

TEST_F(Sage200Tracking, does_not_replace_what_people_wrote) {
    Related related = posted();
    related.written = Written{
        sample::document(),
        std::string(sample::reference),
        {R"({"tracking_items":[{"consignment_no":"FIRST","notes":"WQ3M8Z5T0R7P2A9K4C old"}]})",
         R"({"consignment_no":"SECOND","notes":"WQ3M8Z5T0R7P2A9K4C later"})"}};
    for (const char* const ours : {"", "FIRST", "SECOND", "1Z999AA10123456784"}) {
        EXPECT_TRUE(std::holds_alternative<Send>(shown(receipt(ours), related))) << ours;
    }
    constexpr const char* changed = "sage200.tracking_changed /body/despatchReference/id ";
    EXPECT_EQ(held_by(shown(receipt("TYPED"), related)), changed);
    for (const char* const ours :
         {"", "WQ3M8Z5T0R7P2A9K4C", "WQ3M8Z5T0R7P2A9K4C old", "WQ3M8Z5T0R7P2A9K4C later",
          "WQ3M8Z5T0R7P2A9K4C 1Z999AA10123456801 DN-1001-1"}) {
        EXPECT_TRUE(std::holds_alternative<Send>(shown(receipt("FIRST", ours), related))) << ours;
    }
    for (const char* const theirs :
         {"left with the neighbour", "WQ3M8Z5T0R7P2A9K4C old, left with the neighbour"}) {
        EXPECT_EQ(held_by(shown(receipt("FIRST", theirs), related)), changed) << theirs;
    }
    const Hold both = expect_kind<Hold>(shown(receipt("TYPED", "theirs"), related));
    ASSERT_EQ(both.others.size(), 1U) << "both are told at once";
    EXPECT_THAT(both.others[0].cause, HasSubstr("'theirs'"));
}

TEST_F(Sage200Tracking, tells_what_cannot_be_compared_any_more) {
    constexpr const char* unknown = "sage200.tracking_not_compared /body/despatchReference/id ";
    EXPECT_EQ(held_by(shown(receipt("TYPED"), posted())), unknown);
    EXPECT_EQ(held_by(shown(receipt("", "WQ3M8Z5T0R7P2A9K4C old"), posted())), unknown);
    EXPECT_TRUE(std::holds_alternative<Send>(shown(receipt("1Z999AA10123456784"), posted())));
}

TEST_F(Sage200Tracking, is_kept_where_sage_has_no_place_for_it) {
    const auto reason = [&](const Related& related) {
        return expect_kind<PostNothing>(
                   sample::prepared(late_, sample::order_settings(), known_, {related}))
            .reason;
    };
    Related order = posted();
    order.sage_document.type = order_type;
    EXPECT_THAT(reason(order), HasSubstr("by hand"));
    late_.shipment.tracking_ids.clear();
    EXPECT_THAT(reason(posted()), HasSubstr("no tracking numbers"));
    known_ = sample::order_catalogue_without(kind::sop_settings, kind::sop_settings);
    EXPECT_FALSE(records_tracking(known_));
    EXPECT_THAT(reason(posted()), HasSubstr("records none"));
    EXPECT_EQ(held_by(sample::prepared(late_, sample::order_settings(), Catalogue(), {posted()})),
              "sage200.catalogue_empty  catalogue");
}

TEST_F(Sage200Tracking, of_a_despatch_that_sage_does_not_show_is_asked_again) {
    for (const Reply& reply : {Reply{504, {}, ""}, Reply{200, {}, "[]"},
                               Reply{200, {}, R"({"id":7,"consignment_no":""})"}}) {
        EXPECT_EQ(held_by(shown(reply, posted())), "sage200.order_unreadable  unanswered");
    }
}

TEST_F(Sage200Tracking, of_a_despatch_that_is_gone_waits_for_a_person) {
    EXPECT_EQ(held_by(shown({404, {}, ""}, posted())),
              "sage200.despatch_gone /body/despatchReference/id ");
}

}  // namespace
}  // namespace sage::sage200
