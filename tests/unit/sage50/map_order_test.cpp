// SPDX-License-Identifier: Apache-2.0
// Plan: an order has what an invoice of the same document has; tracking, courier and addresses as
// orders take them; orders of the warehouse; what orders do not take; the terms of a despatch.
#include "plugins/sage50/map_order.h"

#include <gmock/gmock.h>

#include "tests/unit/sage50/sample.h"

namespace sage::sage50 {
namespace {

using sample::expect_kind;
using sample::prepared;
using sample::sent;
using testing::ElementsAre;

Settings by_orders(const std::string& more = "") {
    return sample::settings(R"({"despatchBecomes":"salesOrderAndDespatch","couriers":{"UPS":"2"})" +
                            more + "}");
}

Document made_for(const Document& despatch = sample::document()) {
    return *order_step(by_orders(), despatch, {});
}

TEST(Sage50Order, is_made_of_what_left) {
    const Preparation order = prepared(made_for(), by_orders());
    EXPECT_EQ(expect_kind<Send>(order).sage_type, order_type);
    EXPECT_EQ(expect_kind<Send>(order).request.target, "/api/salesOrder/");
    EXPECT_EQ(sent(order, "/customerAccountRef"), "CUST-001");
    EXPECT_EQ(sent(order, "/orderDate"), "20/11/2026");
    EXPECT_EQ(sent(order, "/customerOrderNumber"), "PO-7781");
    EXPECT_EQ(sent(order, "/notes1"), "Despatch DN-1001-1, order SO-1001");
    EXPECT_EQ(sent(order, "/notes2"), "1Z999AA10123456784 1Z999AA10123456795");
    EXPECT_EQ(sent(order, "/notes3"), sample::reference);
    EXPECT_EQ(sent(order, "/orderNumber"), "") << "Sage numbers orders itself";
    EXPECT_EQ(sent(order, "/shouldUpdateLedgers"), "");
    EXPECT_EQ(sent(order, "/carrNet"), "4.95");
    EXPECT_EQ(sent(order, "/invoiceItems/0/stockCode"), "SKU-100");
    EXPECT_EQ(sent(order, "/invoiceItems/0/quantity"), "6");
    EXPECT_EQ(sent(order, "/invoiceItems/0/netAmount"), "20.34");
    EXPECT_EQ(sent(order, "/invoiceItems/0/extOrderRef"), "");
}

TEST(Sage50Order, has_the_tracking_before_anything_is_allocated) {
    const Preparation order = prepared(made_for(), by_orders());
    EXPECT_EQ(sent(order, "/consignmentRef"), "1Z999AA10123456784");
    EXPECT_EQ(sent(order, "/courierNumber"), "2");
    const Settings other =
        by_orders(R"(,"texts":[{"text":"{shipment.id}","to":["consignmentRef"],)"
                  R"("documents":["despatchAdvice"]},{"text":"{shipment.carrierParty.id}",)"
                  R"("to":["analysis1"]}])");
    const Preparation named = prepared(made_for(), other);
    EXPECT_EQ(sent(named, "/consignmentRef"), "SHP-451");
    EXPECT_EQ(sent(named, "/analysis1"), "UPS");
    EXPECT_EQ(sent(prepared(sample::document()), "/consignmentRef"), "")
        << "documented for orders alone";
}

TEST(Sage50Order, takes_longer_addresses_than_an_invoice) {
    const std::string street(45, 'x');
    Document despatch = sample::document();
    despatch.delivery.address_lines[0] = street;
    EXPECT_EQ(sent(prepared(made_for(despatch), by_orders()), "/delAddress1"), street);
    EXPECT_EQ(sent(prepared(despatch), "/delAddress1").size(), 30U);
}

TEST(Sage50Order, is_in_no_period_of_the_books) {
    const Catalogue closed = sample::of_company({{"lockDate", "2026-12-31"}});
    EXPECT_EQ(sent(prepared(made_for(), by_orders(), closed), "/orderDate"), "20/11/2026");
}

TEST(Sage50Order, of_the_warehouse_says_which_it_is) {
    const Settings posts =
        sample::settings(R"({"despatchBecomes":"despatchOfOrder","orderBecomes":"salesOrder"})");
    const Preparation order = prepared(sample::document("salesOrder"), posts);
    EXPECT_EQ(sent(order, "/notes1"), "Order SO-1001");
    EXPECT_EQ(sent(order, "/invoiceItems/0/quantity"), "10");
    EXPECT_EQ(sent(order, "/consignmentRef"), "");
}

TEST(Sage50Order, an_allowance_is_refused_before_it_is_accepted) {
    boost::json::value message = example("despatchAdvice");
    message.at_pointer("/body/allowanceCharges/0/chargeIndicator") = false;
    std::vector<std::string> codes;
    for (const Problem& problem : review(by_orders(), sample::document(message))) {
        sample::expect_complete(problem);
        codes.push_back(problem.code + " " + problem.pointer);
    }
    EXPECT_THAT(codes, ElementsAre("sage50.allowance_unsupported "
                                   "/body/allowanceCharges/0/chargeIndicator"));
}

TEST(Sage50Order, the_terms_of_a_despatch_are_those_of_its_lines) {
    const Document despatch = sample::document();
    Related order;
    order.message_type = MessageType::sales_order;
    order.document_id = despatch.id;
    order.posted = true;
    const std::vector<Related> related = {order};
    const std::vector<Observation> none;
    const Catalogue known = sample::catalogue();
    const PreparationInput input{despatch, known, sample::reference, sample::key, "2026-11-24",
                                 related,  none};
    const SentTerms terms = order_terms(by_orders(), input, "CUST-001");
    EXPECT_EQ(terms.customer, "CUST-001");
    EXPECT_EQ(terms.lines.size(), 2U) << "the goods and the carriage";
    const std::vector<Related> no_documents;
    Document unpriced = despatch;
    unpriced.lines[0].price.reset();
    const PreparationInput without{
        unpriced, known, sample::reference, sample::key, "2026-11-24", no_documents, none};
    EXPECT_TRUE(order_terms(by_orders(), without, "CUST-001").lines.empty());
}

}  // namespace
}  // namespace sage::sage50
