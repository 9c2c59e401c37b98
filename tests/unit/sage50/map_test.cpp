// SPDX-License-Identifier: Apache-2.0
// Plan: which document becomes what; what is refused; kits; movements that people enter; nothing
// before the catalogue is read; where a document would be looked for.
#include "plugins/sage50/map.h"

#include <gmock/gmock.h>

#include "tests/unit/sage50/sample.h"

namespace sage::sage50 {
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

TEST(Sage50Map, despatches_are_product_invoices_and_returns_product_credits) {
    const Preparation invoice = prepared(sample::document());
    EXPECT_EQ(expect_kind<Send>(invoice).sage_type, "Product Invoice");
    EXPECT_EQ(expect_kind<Send>(invoice).request.method, "POST");
    EXPECT_EQ(expect_kind<Send>(invoice).request.target, "/api/salesInvoice/");
    EXPECT_EQ(sample::sent(invoice, "/invoiceTypeCode"), "0");
    const Preparation credit = prepared(sample::document("returnAdvice"));
    EXPECT_EQ(expect_kind<Send>(credit).sage_type, "Product Credit");
    EXPECT_EQ(sample::sent(credit, "/invoiceTypeCode"), "3");
}

TEST(Sage50Map, orders_and_stock_post_nothing_and_say_why) {
    for (const char* const name : {"salesOrder", "orderCancellation"}) {
        EXPECT_THAT(expect_kind<PostNothing>(prepared(sample::document(name))).reason,
                    HasSubstr("Orders of the warehouse post nothing"));
    }
    for (const char* const name : {"receiptAdvice", "inventoryAdjustment", "inventoryTransfer"}) {
        EXPECT_THAT(expect_kind<PostNothing>(prepared(sample::document(name))).reason,
                    HasSubstr("/stockDocuments"))
            << name;
        EXPECT_EQ(refused(sample::document(name)), "");
    }
    const Refuse other = expect_kind<Refuse>(prepared(sample::document("inventoryReport")));
    ASSERT_EQ(other.problems.size(), 1U);
    EXPECT_EQ(other.problems[0].code, "sage50.unsupported");
    sample::expect_complete(other.problems[0]);
}

TEST(Sage50Map, what_sage_has_no_way_for_waits_for_a_person) {
    const Settings by_hand = sample::settings(R"({"stockDocuments":"byHand"})");
    const Settings adjusts = sample::settings(R"({"stockDocuments":"adjustments"})");
    const auto waits = [](const Document& subject, const Settings& settings) {
        return sample::held_by(prepared(subject, settings)) ==
               "sage50.stock_by_hand  stock-by-hand";
    };
    for (const char* const name : {"receiptAdvice", "inventoryTransfer", "inventoryAdjustment"}) {
        EXPECT_TRUE(waits(sample::document(name), by_hand)) << name;
        EXPECT_THAT(expect_kind<Hold>(prepared(sample::document(name), by_hand)).problem.cause,
                    HasSubstr(name));
    }
    EXPECT_TRUE(waits(sample::document("receiptAdvice"), adjusts));
    EXPECT_TRUE(waits(sample::document("inventoryTransfer"), adjusts));
    Document of_kits = sample::document("inventoryAdjustment");
    of_kits.lines[0].is_kit = true;
    EXPECT_TRUE(waits(of_kits, adjusts));
    EXPECT_THAT(expect_kind<PostNothing>(prepared(sample::document("salesOrder"), by_hand)).reason,
                HasSubstr("Orders"));
}

TEST(Sage50Map, what_can_never_be_posted_is_refused_with_every_reason) {
    Document wrong = sample::document("despatchAdvice", "/body/lines/0/price", "");
    Line second = wrong.lines[0];
    wrong.lines.push_back(second);
    EXPECT_EQ(refused(wrong),
              "sage50.price_missing /body/lines/0/price;sage50.price_missing /body/lines/1/price;");
    EXPECT_EQ(expect_kind<Refuse>(prepared(wrong)).problems.size(), 2U);
    wrong.lines[0].quantity.value = Decimal();
    wrong.lines[1].quantity.value = Decimal();
    EXPECT_EQ(refused(wrong), "") << "nothing of them left";
    wrong.lines.clear();
    EXPECT_EQ(refused(wrong), "") << "a charge is something";
    wrong.allowance_charges.clear();
    EXPECT_EQ(refused(wrong), "sage50.nothing_to_post /body/lines;");
}

TEST(Sage50Map, before_the_codes_are_read_documents_wait) {
    for (const char* const name : {"despatchAdvice", "returnAdvice", "trackingUpdate"}) {
        EXPECT_EQ(
            sample::held_by(prepared(sample::document(name), sample::settings(), Catalogue())),
            "sage50.catalogue_empty  catalogue");
    }
    const Settings adjusts = sample::settings(R"({"stockDocuments":"adjustments"})");
    EXPECT_EQ(
        sample::held_by(prepared(sample::document("inventoryAdjustment"), adjusts, Catalogue())),
        "sage50.catalogue_empty  catalogue");
    EXPECT_TRUE(std::holds_alternative<PostNothing>(
        prepared(sample::document("salesOrder"), sample::settings(), Catalogue())));
}

/// Six sets at 3.39, each of one of either part.
Document kit() {
    Document made = sample::document();
    made.lines[0].is_kit = true;
    for (const char* const item : {"OTHER", "SKU-100"}) {
        Line part = made.lines[0];
        part.is_kit = false;
        part.id = item;
        part.item = {item, "", "", "part"};
        part.price.reset();
        part.tax = {};
        part.kit = Kit{"1", "SKU-100", Decimal::of(1)};
        made.lines.push_back(part);
    }
    return made;
}

TEST(Sage50Map, of_a_kit_the_line_is_posted_or_its_components) {
    const Preparation whole = prepared(kit());
    EXPECT_EQ(sample::items_of(whole), 1U);
    EXPECT_EQ(sample::sent(whole, "/invoiceItems/0/netAmount"), "20.34");
    const Preparation parts = prepared(kit(), sample::settings(R"({"kits":{"policy":"explode"}})"));
    ASSERT_EQ(sample::items_of(parts), 2U);
    EXPECT_EQ(sample::sent(parts, "/invoiceItems/0/stockCode"), "OTHER");
    EXPECT_EQ(sample::sent(parts, "/invoiceItems/0/netAmount"), "10.17");
    EXPECT_EQ(sample::sent(parts, "/invoiceItems/1/netAmount"), "10.17");
    EXPECT_EQ(sample::sent(parts, "/invoiceItems/1/taxCode"), "1") << "that of the kit";
    EXPECT_EQ(expect_kind<Send>(parts).prediction.lines.at(0).pointer, "/body/lines/1");
}

TEST(Sage50Map, a_kit_that_cannot_be_taken_apart_waits_for_a_person) {
    Document correction = kit();
    correction.corrected_version = "1";
    const Settings explodes = sample::settings(R"({"kits":{"policy":"explode"}})");
    EXPECT_EQ(sample::held_by(prepared(correction, explodes)),
              "mapping.kit_corrected /body/lines ");
    EXPECT_EQ(refused(correction, explodes), "");
    Document unpriced = kit();
    unpriced.lines[0].price.reset();
    EXPECT_THAT(refused(unpriced), HasSubstr("sage50.price_missing /body/lines/0/price"));
    EXPECT_THAT(refused(unpriced, explodes), HasSubstr("sage50.price_missing /body/lines/1/price"));
}

TEST(Sage50Map, what_is_to_be_posted_is_looked_for_where_it_would_be) {
    const Settings elsewhere =
        sample::settings(R"({"referenceField":"analysis2","stockDocuments":"adjustments"})");
    const auto of = [&](const char* name) {
        return outline(elsewhere, sample::document(name), {});
    };
    EXPECT_EQ(of("despatchAdvice")->sage_type, invoice_type);
    EXPECT_EQ(of("returnAdvice")->sage_type, credit_type);
    EXPECT_EQ(of("inventoryAdjustment")->sage_type, adjustment_type);
    EXPECT_THAT(look_up(elsewhere.books, *of("returnAdvice"), sample::reference).body,
                testing::AllOf(HasSubstr("ANALYSIS_2"), HasSubstr(std::string(sample::reference))));
    for (const char* const name : {"salesOrder", "trackingUpdate", "inventoryTransfer"}) {
        EXPECT_FALSE(of(name)) << name;
    }
    EXPECT_FALSE(outline(sample::settings(), sample::document("inventoryAdjustment"), {}));
}

TEST(Sage50Map, what_is_left_of_an_order_in_sage_is_cancelled_by_a_person) {
    const Settings orders =
        sample::settings(R"({"despatchBecomes":"despatchOfOrder","orderBecomes":"salesOrder"})");
    Related order = sample::posted_despatch("SO-1001");
    order.message_type = MessageType::sales_order;
    order.sage_document.type = "Sales Order";
    EXPECT_EQ(sample::held_by(prepared(sample::document("orderCancellation"), orders,
                                       sample::catalogue(), {order})),
              "sage50.order_not_cancelled /body/orderReference/id ");
    EXPECT_THAT(
        expect_kind<PostNothing>(prepared(sample::document("orderCancellation"), orders)).reason,
        HasSubstr("By the settings"));
}

TEST(Sage50Map, prices_of_an_order_in_sage_count) {
    Document unpriced = sample::document();
    unpriced.lines[0].price.reset();
    const std::string missing = "sage50.price_missing /body/lines/0/price;";
    EXPECT_EQ(refused(unpriced), missing);
    EXPECT_EQ(refused(unpriced, sample::settings(R"({"despatchBecomes":"despatchOfOrder"})")), "");
    const Settings made = sample::settings(R"({"despatchBecomes":"salesOrderAndDespatch"})");
    EXPECT_EQ(refused(unpriced, made), missing);
    const Settings both = sample::settings(
        R"({"despatchBecomes":"salesOrderAndDespatch","orderBecomes":"salesOrder"})");
    EXPECT_EQ(refused(unpriced, both), "") << "that of the warehouse may be there by its turn";
    EXPECT_EQ(expect_kind<Refuse>(prepared(unpriced, both)).problems[0].code,
              "sage50.price_missing")
        << "and it is not";
}

}  // namespace
}  // namespace sage::sage50
