// SPDX-License-Identifier: Apache-2.0
// Plan: each kind of document by each setting; the order that comes first, and when none does; what
// corrects a document stays where that one was posted; returns, by what the site has; what would be
// looked for.
#include <gmock/gmock.h>

#include "plugins/sage200/map_order.h"
#include "plugins/sage200/offers.h"
#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

Settings mode(const char* despatch, const char* order = "nothing") {
    return sample::order_settings(std::string(R"({"despatchBecomes":")") + despatch +
                                  R"(","orderBecomes":")" + order + R"("})");
}

Related posted_as(const Document& document, std::string_view type) {
    Related related = sample::posted_despatch(document.id);
    related.sage_document.type = type;
    return related;
}

TEST(Sage200Target, is_what_the_settings_say) {
    const Document despatch = sample::document();
    const std::vector<Related> own = {sample::posted_order("SO-1001")};
    EXPECT_EQ(target_of(sample::settings(), despatch, own), Target::ledger);
    EXPECT_EQ(target_of(mode("salesOrderAndDespatch"), despatch, {}), Target::despatch);
    EXPECT_EQ(target_of(mode("despatchOfOrder"), despatch, own), Target::despatch);
    EXPECT_EQ(target_of(mode("salesOrder"), despatch, {}), Target::order);
    EXPECT_EQ(target_of(mode("salesOrder"), despatch, own), Target::nothing);
    const Document order = sample::document("salesOrder");
    EXPECT_EQ(target_of(mode("salesOrder"), order, {}), Target::nothing);
    EXPECT_EQ(target_of(mode("salesOrder", "salesOrder"), order, {}), Target::order);
    for (const char* const name : {"returnAdvice"}) {
        EXPECT_EQ(target_of(mode("salesOrder"), sample::document(name), {}), Target::ledger);
    }
    EXPECT_EQ(target_of(mode("salesOrder"), sample::document("trackingUpdate"), {}),
              Target::nothing);
}

TEST(Sage200Target, the_order_of_a_despatch_comes_first_unless_it_is_there) {
    const Settings settings = mode("salesOrderAndDespatch");
    const Document despatch = sample::document();
    const std::optional<Document> order = order_before(settings, despatch, {});
    ASSERT_TRUE(order);
    EXPECT_EQ(order->envelope.message_type, MessageType::sales_order);
    EXPECT_TRUE(is_made_for_despatch(*order));
    EXPECT_EQ(target_of(settings, *order, {}), Target::order);
    EXPECT_FALSE(is_made_for_despatch(sample::document("salesOrder")));
    EXPECT_FALSE(order_before(settings, despatch, {sample::posted_order("SO-1001")}));
    EXPECT_FALSE(order_before(mode("despatchOfOrder"), despatch, {}));
    EXPECT_FALSE(order_before(mode("salesOrder"), despatch, {}));
    EXPECT_FALSE(order_before(sample::settings(), despatch, {}));
    EXPECT_FALSE(order_before(settings, sample::document("returnAdvice"), {}));
    // An order of the warehouse that posted nothing is none.
    Related nothing = sample::posted_order("SO-1001");
    nothing.sage_document = {};
    EXPECT_TRUE(order_before(settings, despatch, {nothing}));
    EXPECT_EQ(own_order({nothing}), nullptr);
    Document none = despatch;
    none.lines[0].quantity.value = Decimal();
    EXPECT_TRUE(order_before(settings, none, {})) << "it has a charge";
    none.allowance_charges.clear();
    EXPECT_FALSE(order_before(settings, none, {}));
}

TEST(Sage200Target, what_corrects_a_document_stays_where_it_was_posted) {
    const Settings settings = mode("salesOrderAndDespatch");
    Document more = sample::document();
    more.corrected_version = "1";
    Related invoice = sample::posted_despatch(more.id);
    EXPECT_EQ(target_of(settings, more, {invoice}), Target::ledger);
    EXPECT_FALSE(order_before(settings, more, {invoice}));
    Document less = more;
    less.envelope.message_type = MessageType::return_advice;
    EXPECT_FALSE(corrected_by_hand({less}, {invoice}));
    EXPECT_EQ(target_of(settings, less, {invoice}), Target::ledger);
    // Once of orders always of orders, and with an order of its own only where it had one.
    const Related despatch = posted_as(more, despatch_type);
    Related with_order = despatch;
    with_order.sage_document.remarks = {{std::string(precursor_remark), "", "Made first."}};
    for (const Settings& today : {settings, sample::settings(), mode("despatchOfOrder")}) {
        EXPECT_EQ(target_of(today, more, {despatch}), Target::despatch);
        EXPECT_FALSE(order_before(today, more, {despatch}));
        EXPECT_TRUE(order_before(today, more, {with_order}));
        EXPECT_EQ(target_of(today, more, {posted_as(more, order_type)}), Target::order);
    }
}

TEST(Sage200Target, what_left_with_an_order_is_taken_back_by_hand) {
    Document more = sample::document();
    more.corrected_version = "1";
    Document less = more;
    less.envelope.message_type = MessageType::return_advice;
    for (const std::string_view type : {despatch_type, order_type}) {
        const Related before = posted_as(more, type);
        EXPECT_FALSE(corrected_by_hand({more}, {before}));
        const std::optional<Hold> hold = corrected_by_hand({less, more}, {before});
        ASSERT_TRUE(hold);
        EXPECT_EQ(sample::held_by(*hold), "sage200.despatch_not_reversible /documentVersion ");
        // What a person then records is looked for where it left.
        EXPECT_EQ(outline(sample::settings(), less, {before})->sage_type, type);
    }
    EXPECT_EQ(outline(mode("salesOrder"), less, {sample::posted_despatch(more.id)})->sage_type,
              credit_type);
}

TEST(Sage200Target, less_of_what_people_confirm_is_theirs_too) {
    Document less = sample::document();
    less.corrected_version = "1";
    const Related own = sample::posted_order("SO-1001");
    Related before = posted_as(less, order_type);
    before.sage_document = own.sage_document;
    EXPECT_EQ(target_of(mode("salesOrder"), less, {own, before}), Target::nothing);
    less.envelope.message_type = MessageType::return_advice;
    EXPECT_FALSE(corrected_by_hand({less}, {own, before}));
    const auto nothing = sample::expect_kind<PostNothing>(
        sample::prepared(less, mode("salesOrder"), sample::order_catalogue(), {own, before}));
    EXPECT_EQ(nothing.about.key, own.sage_document.key);
}

TEST(Sage200Target, an_order_that_a_person_recorded_counts_by_its_number) {
    Related own = sample::posted_order("SO-1001");
    own.sage_document.key.clear();
    EXPECT_NE(own_order({own}), nullptr);
    EXPECT_FALSE(order_before(mode("salesOrderAndDespatch"), sample::document(), {own}));
}

Settings with_returns(const char* despatch = "salesOrderAndDespatch") {
    return sample::order_settings(
        std::string(R"({"returnBecomes":"salesReturn","despatchBecomes":")") + despatch + R"("})");
}

CatalogueRecord site_has_returns() {
    return offer_record(offer::sales_returns, Offered::yes);
}

TEST(Sage200Target, a_return_is_a_sales_return_where_the_site_has_them) {
    const Document back = sample::document("returnAdvice");
    const Settings settings = with_returns();
    EXPECT_EQ(target_of(settings, back, {}), Target::goods_return);
    EXPECT_EQ(target_of(mode("salesOrderAndDespatch"), back, {}), Target::ledger);
    const Catalogue newer = sample::order_catalogue(
        {site_has_returns(), sample::record(kind::return_field, "spare_text_1", "")});
    const Send send = sample::expect_kind<Send>(sample::prepared(back, settings, newer));
    EXPECT_EQ(send.sage_type, return_type);
    EXPECT_EQ(send.request.target.substr(send.request.target.rfind('/')), "/sop_returns");
    const Preparation older = sample::prepared(
        back, settings, sample::order_catalogue({offer_record(offer::sales_returns, Offered::no)}));
    EXPECT_EQ(sample::expect_kind<Send>(older).sage_type, credit_type);
    EXPECT_EQ(sample::held_by(sample::prepared(back, settings, Catalogue())),
              "sage200.catalogue_empty  catalogue");
    // What left with an invoice of the ledger is credited there.
    const Related invoice = sample::posted_despatch(back.original_despatch_id);
    EXPECT_EQ(target_of(settings, back, {invoice}), Target::ledger);
    Related despatch = invoice;
    despatch.sage_document.type = despatch_type;
    EXPECT_EQ(target_of(settings, back, {despatch}), Target::goods_return);
}

TEST(Sage200Target, a_return_waits_until_it_is_known_whether_the_site_has_them) {
    const Document back = sample::document("returnAdvice");
    EXPECT_EQ(sample::held_by(sample::prepared(back, with_returns(), sample::order_catalogue())),
              "sage200.returns_not_known  unanswered");
    EXPECT_EQ(
        sample::held_by(sample::prepared(
            back, with_returns(),
            sample::order_catalogue({offer_record(offer::sales_returns, Offered::forbidden)}))),
        "sage200.returns_not_known  right:sop_returns");
    EXPECT_EQ(sample::expect_kind<Send>(
                  sample::prepared(back, mode("salesOrderAndDespatch"), sample::order_catalogue()))
                  .sage_type,
              credit_type)
        << "nothing is to become one";
}

TEST(Sage200Target, a_return_with_the_number_of_its_despatch_is_told_from_it) {
    Document more = sample::document("returnAdvice");
    more.corrected_version = "1";
    more.original_despatch_id = more.id;
    Related despatch = posted_as(more, despatch_type);
    Related before = sample::posted_despatch(more.id);
    before.message_type = MessageType::return_advice;
    before.sage_document.type = return_type;
    EXPECT_EQ(target_of(with_returns(), more, {despatch, before}), Target::goods_return);
    EXPECT_FALSE(corrected_by_hand({more}, {despatch, before}));
    Document less = more;
    less.envelope.message_type = MessageType::despatch_advice;
    const std::optional<Hold> hold = corrected_by_hand({less}, {despatch, before});
    ASSERT_TRUE(hold);
    EXPECT_EQ(sample::held_by(*hold), "sage200.return_not_reducible /documentVersion ");
}

TEST(Sage200Target, a_new_version_of_a_return_stays_what_the_return_was) {
    Document more = sample::document("returnAdvice");
    more.corrected_version = "1";
    Related before = sample::posted_despatch(more.id);
    before.message_type = MessageType::return_advice;
    before.sage_document.type = credit_type;
    EXPECT_EQ(target_of(with_returns(), more, {before}), Target::ledger);
    before.sage_document.type = return_type;
    const Settings now = mode("salesOrderAndDespatch");
    EXPECT_EQ(target_of(now, more, {before}), Target::goods_return);
    EXPECT_EQ(
        sample::expect_kind<Send>(sample::prepared(more, now, sample::order_catalogue(), {before}))
            .sage_type,
        return_type)
        << "it has not been read whether there are any";
    before.sage_document = {};
    EXPECT_EQ(target_of(with_returns(), more, {before}), Target::goods_return) << "nothing posted";
    before.sage_document.type = return_type;
    Document less = sample::document();
    less.id = more.id;
    less.corrected_version = "1";
    EXPECT_FALSE(corrected_by_hand({more}, {before}));
    const std::optional<Hold> hold = corrected_by_hand({less, more}, {before});
    ASSERT_TRUE(hold);
    EXPECT_EQ(sample::held_by(*hold), "sage200.return_not_reducible /documentVersion ");
    EXPECT_EQ(outline(now, less, {before})->sage_type, return_type)
        << "what a person then records is looked for where it is";
}

TEST(Sage200Target, says_what_would_be_looked_for) {
    EXPECT_EQ(outline(mode("salesOrderAndDespatch"), sample::document(), {})->sage_type,
              despatch_type);
    const std::optional<Send> order = outline(mode("salesOrder"), sample::document(), {});
    EXPECT_EQ(order->sage_type, order_type);
    EXPECT_EQ(order->facts.at("reference_field"), "spare_text_1");
    EXPECT_EQ(outline(mode("salesOrder"), sample::document("returnAdvice"), {})->sage_type,
              credit_type);
    EXPECT_FALSE(outline(mode("salesOrder"), sample::document("salesOrder"), {}));
    EXPECT_EQ(outline(with_returns(), sample::document("returnAdvice"), {})->sage_type,
              return_type);
}

TEST(Sage200Target, a_document_that_becomes_nothing_says_why) {
    using testing::HasSubstr;
    const Settings settings = mode("salesOrder");
    const Related own = sample::posted_order("SO-1001");
    const auto with = [&](const char* name) {
        return sample::prepared(sample::document(name), settings, sample::order_catalogue(), {own});
    };
    const auto despatch = sample::expect_kind<PostNothing>(with("despatchAdvice"));
    EXPECT_THAT(despatch.reason, HasSubstr("confirmed there by hand"));
    EXPECT_EQ(despatch.about.key, "5001");
    EXPECT_EQ(sample::held_by(with("orderCancellation")),
              "sage200.order_not_cancelled /body/orderReference/id ");
    EXPECT_THAT(
        sample::expect_kind<PostNothing>(sample::prepared(sample::document("salesOrder"), settings))
            .reason,
        HasSubstr("post nothing"));
}

}  // namespace
}  // namespace sage::sage200
