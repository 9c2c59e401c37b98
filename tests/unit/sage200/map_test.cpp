// SPDX-License-Identifier: Apache-2.0
// Plan: which document becomes what; what is refused; tracking that is kept; kits; what holds is
// gathered.
#include "plugins/sage200/map.h"

#include <gmock/gmock.h>

#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

using sample::expect_kind;
using sample::prepared;
using testing::HasSubstr;

std::string refused(const Document& subject, const Settings& settings = sample::settings()) {
    std::string all;
    for (const Problem& problem : review(settings, subject)) {
        sample::expect_complete(problem);
        all += problem.code + " " + problem.pointer + ";";
    }
    return all;
}

TEST(Sage200Map, despatches_are_invoices_and_returns_credit_notes) {
    const Send invoice = expect_kind<Send>(prepared(sample::document()));
    EXPECT_EQ(invoice.sage_type, "Sales Invoice");
    EXPECT_THAT(invoice.request.target,
                testing::EndsWith("/sage200extra/accounts/v1/sales_invoices"));
    const Send credit = expect_kind<Send>(prepared(sample::document("returnAdvice")));
    EXPECT_EQ(credit.sage_type, "Sales Credit Note");
    EXPECT_THAT(credit.request.target, testing::EndsWith("/sales_credit_notes"));
    EXPECT_EQ(type_for(sample::document("salesOrder")), std::nullopt);
}

TEST(Sage200Map, orders_and_stock_post_nothing_and_say_why) {
    for (const char* const name : {"salesOrder", "orderCancellation"}) {
        EXPECT_THAT(expect_kind<PostNothing>(prepared(sample::document(name))).reason,
                    HasSubstr("no orders"));
    }
    for (const char* const name : {"receiptAdvice", "inventoryAdjustment", "inventoryTransfer"}) {
        EXPECT_THAT(expect_kind<PostNothing>(prepared(sample::document(name))).reason,
                    HasSubstr("no stock"))
            << name;
        EXPECT_EQ(refused(sample::document(name)), "");
    }
    const Refuse other = expect_kind<Refuse>(prepared(sample::document("inventoryReport")));
    ASSERT_EQ(other.problems.size(), 1U);
    EXPECT_EQ(other.problems[0].code, "sage200.unsupported");
}

TEST(Sage200Map, stock_waits_for_a_person_where_the_settings_want_that) {
    const Settings by_hand = sample::settings(R"({"stockDocuments":"byHand"})");
    for (const char* const name : {"receiptAdvice", "inventoryAdjustment", "inventoryTransfer"}) {
        const Hold hold = expect_kind<Hold>(prepared(sample::document(name), by_hand));
        EXPECT_EQ(hold.problem.code, "sage200.stock_by_hand");
        EXPECT_THAT(hold.problem.cause, HasSubstr(name));
        EXPECT_EQ(hold.root_cause, "stock-by-hand");
        sample::expect_complete(hold.problem);
    }
    EXPECT_THAT(expect_kind<PostNothing>(prepared(sample::document("salesOrder"), by_hand)).reason,
                HasSubstr("no orders"));
}

TEST(Sage200Map, what_can_never_be_posted_is_refused_with_every_reason) {
    boost::json::value message = example("despatchAdvice");
    message = with(message, "/body/lines/0/price", "");
    message = with(message, "/body/allowanceCharges/0/chargeIndicator", "false");
    const Document wrong = sample::document(message);
    EXPECT_EQ(refused(wrong),
              "sage200.price_missing /body/lines/0/price;"
              "sage200.allowance_unsupported /body/allowanceCharges/0/chargeIndicator;");
    EXPECT_EQ(expect_kind<Refuse>(prepared(wrong)).problems.size(), 2U);
    Document nothing_left = wrong;
    nothing_left.lines[0].quantity.value = Decimal();
    EXPECT_EQ(refused(nothing_left),
              "sage200.allowance_unsupported /body/allowanceCharges/0/chargeIndicator;");
    Document empty = sample::document();
    empty.lines.clear();
    empty.allowance_charges.clear();
    EXPECT_EQ(refused(empty), "sage200.nothing_to_post /body/lines;");
}

TEST(Sage200Map, prices_that_an_order_of_the_warehouse_may_have_are_not_missed_at_first) {
    boost::json::value message = with(example("despatchAdvice"), "/body/lines/0/price", "");
    message = with(message, "/body/allowanceCharges/0/chargeIndicator", "false");
    Document despatch = sample::document(message);
    for (const char* const becomes : {"salesOrder", "salesOrderAndDespatch"}) {
        const std::string mode = R"("despatchBecomes":")" + std::string(becomes) + '"';
        const Settings alone = sample::order_settings("{" + mode + "}");
        const Settings orders =
            sample::order_settings("{" + mode + R"(,"orderBecomes":"salesOrder"})");
        EXPECT_THAT(refused(despatch, alone), HasSubstr("sage200.price_missing")) << becomes;
        EXPECT_EQ(refused(despatch, orders), "") << becomes;
        EXPECT_TRUE(
            std::holds_alternative<Refuse>(prepared(despatch, orders, sample::order_catalogue())))
            << becomes << ": there is none";
        Document order = despatch;
        order.envelope.message_type = MessageType::sales_order;
        EXPECT_THAT(refused(order, orders), HasSubstr("sage200.price_missing"));
        Document of_none = despatch;
        of_none.order_id.clear();
        EXPECT_THAT(refused(of_none, orders), HasSubstr("sage200.price_missing"));
    }
}

TEST(Sage200Map, before_the_codes_are_read_documents_wait) {
    EXPECT_EQ(sample::held_by(prepared(sample::document(), sample::settings(), Catalogue())),
              "sage200.catalogue_empty  catalogue");
}

TEST(Sage200Map, late_tracking_is_kept_with_the_invoice_it_is_about) {
    const Document tracking = sample::document("trackingUpdate");
    const std::string despatch = tracking.despatch_id;
    EXPECT_EQ(sample::held_by(prepared(tracking)),
              "sage200.despatch_not_posted /body/despatchReference/id ");
    Related related = sample::posted_despatch(despatch);
    const auto with_related = [&] {
        return prepared(tracking, sample::settings(), sample::catalogue(), {related});
    };
    const PostNothing kept = expect_kind<PostNothing>(with_related());
    EXPECT_EQ(kept.about.number, "1301");
    EXPECT_THAT(kept.reason, HasSubstr("kept here"));
    related.sage_document = {};
    EXPECT_THAT(expect_kind<PostNothing>(with_related()).reason, HasSubstr("made no document"));
    related.posted = false;
    EXPECT_THAT(expect_kind<Hold>(with_related()).problem.cause, HasSubstr("not posted yet"));
}

boost::json::value kit() {
    boost::json::value message = example("despatchAdvice");
    const boost::json::value line = message.at_pointer("/body/lines/0");
    const auto component = [&](const char* id, const char* item, const char* quantity) {
        boost::json::value one = line;
        one.as_object()["id"] = id;
        one.at("item").as_object() = {{"sellersItemId", item}, {"name", "part"}};
        for (const char* const amount : {"orderedQuantity", "deliveredQuantity"}) {
            one.as_object()[amount] = {{"value", quantity}, {"unitCode", "C62"}};
        }
        one.as_object()["outstandingQuantity"] = {{"value", "0"}, {"unitCode", "C62"}};
        for (const char* const gone : {"price", "lots", "outstandingReason", "labels", "tax"}) {
            one.as_object().erase(gone);
        }
        one.as_object()["kit"] = {{"parentLineId", "1"}, {"ratio", "1"}};
        return one;
    };
    message.at_pointer("/body/lines").as_array().push_back(component("2", "PART-A", "6"));
    message.at_pointer("/body/lines").as_array().push_back(component("3", "PART-B", "6"));
    return message;
}

TEST(Sage200Map, of_a_kit_the_line_is_posted_or_its_components) {
    const Document subject = sample::document(kit());
    const boost::json::value kept = sample::body_of(prepared(subject));
    EXPECT_EQ(kept.at("nominal_analysis_items").as_array().size(), 2U);
    const boost::json::value parts =
        sample::body_of(prepared(subject, sample::settings(R"({"kits":{"policy":"explode"}})")));
    EXPECT_EQ(parts.at("nominal_analysis_items").as_array().size(), 3U);
    EXPECT_EQ(parts.at("document_goods_value"), kept.at("document_goods_value"));
}

TEST(Sage200Map, all_that_holds_a_document_is_told_at_once_and_once) {
    std::optional<Hold> all;
    add_hold(all, std::nullopt);
    EXPECT_FALSE(all);
    const Hold first{{"a", "", "First.", "Do.", Owner::it}, "cause:1"};
    const Hold second{{"b", "", "Second.", "Do.", Owner::it}, "cause:2"};
    add_hold(all, first);
    add_hold(all, second);
    add_hold(all, second);
    add_hold(all, first);
    EXPECT_EQ(all->root_cause, "cause:1");
    ASSERT_EQ(all->others.size(), 1U);
    EXPECT_EQ(all->others[0].code, "b");
    EXPECT_EQ(take(all, Mapped<int>{3, std::nullopt}), 3);
    EXPECT_EQ(field_of(nullptr, "x"), "");
}

}  // namespace
}  // namespace sage::sage200
