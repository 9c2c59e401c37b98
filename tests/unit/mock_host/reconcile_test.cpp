// SPDX-License-Identifier: Apache-2.0
// Plan: equal books balance; each planted difference is found: a wrong price, a missing, foreign or
// doubled document, another customer, date, effect, unit or tracking number, stock.
#include "mock-host/reconcile.h"

#include <gtest/gtest.h>

namespace wms {
namespace {

Decimal decimal(const char* text) {
    return Decimal::parse(text).value();
}

class Books : public ::testing::Test {
  protected:
    Books() {
        Despatch despatch;
        despatch.id = "DN-1";
        despatch.customer.id = "C1";
        despatch.date = "2026-11-20";
        despatch.tracking_numbers = {"1Z1", "1Z2"};
        despatch.lines = {
            {"1", "10", "A", "", decimal("6"), decimal("6"), {}, decimal("2.55"), "", {}}};
        despatch.charges = {{"POST", "", decimal("4.95")}};
        Return credit;
        credit.id = "RMA-1";
        credit.customer.id = "C1";
        credit.date = "2026-11-20";
        credit.lines = {{"1", "", "A", decimal("2"), decimal("2.55"), "restock"}};
        Adjustment lost;
        lost.id = "ADJ-1";
        lost.date = "2026-11-20";
        lost.lines = {{"1", "A", decimal("-3"), "damaged", ""}};
        wms_ = {expected_of(despatch), expected_of(credit), expected_of(lost)};
        for (Expected& one : wms_) {
            one.external_reference = "W" + one.document_id;
        }
        sage_ = {document(1, "DN-1", "sale", "20.25"), document(2, "RMA-1", "credit", "5.10"),
                 document(3, "ADJ-1", "stock_decrease", "0.00")};
        sage_[0].tracking = "1Z1,1Z2";
        sage_[0].lines = {{"A", decimal("6"), decimal("2.55"), decimal("15.30")},
                          {"POST", decimal("1"), decimal("4.95"), decimal("4.95")}};
        sage_[1].lines = {{"A", decimal("2"), decimal("2.55"), decimal("5.10")}};
        sage_[2].lines = {{"A", decimal("3"), {}, {}}};
    }

    static SageDocument document(std::int64_t position, const std::string& id, const char* effect,
                                 const char* net) {
        SageDocument document;
        document.position = position;
        document.number = "SI-" + std::to_string(position);
        document.effect = effect;
        document.external_reference = "W" + id;
        document.reference = id;
        document.customer = "C1";
        document.date = "2026-11-20";
        document.net = decimal(net);
        return document;
    }
    Reconciliation run() const { return reconcile(wms_, sage_, decimal("15.15")); }
    void expect_found(const std::string& words) const {
        const Reconciliation result = run();
        EXPECT_FALSE(result.balances());
        std::string all;
        for (const Finding& finding : result.findings) {
            all += finding.document_id + ": " + finding.what + "\n";
        }
        EXPECT_NE(all.find(words), std::string::npos) << all;
    }

    std::vector<Expected> wms_;
    std::vector<SageDocument> sage_;
};

TEST_F(Books, equal_books_balance) {
    const Reconciliation result = run();
    EXPECT_TRUE(result.balances());
    EXPECT_EQ(result.sage_documents, 3);
    EXPECT_EQ(result.net_sage.money(), "15.15");
    EXPECT_TRUE(result.gross_sage.is_zero()) << "these documents show none";
    EXPECT_EQ(result.difference().money(), "0.00");
}

TEST_F(Books, orders_in_sage_are_no_part_of_the_books) {
    sage_.push_back(document(4, "SO-1", "order", "20.25"));
    const Reconciliation result = run();
    EXPECT_TRUE(result.balances());
    EXPECT_EQ(result.sage_documents, 3);
}

TEST_F(Books, a_wrong_price_is_found) {
    sage_[0].net = decimal("20.24");
    EXPECT_EQ(run().difference().money(), "0.01");
    expect_found("DN-1: net: warehouse \"20.25\", Sage SI-1 \"20.24\"");
}

TEST_F(Books, two_wrongs_that_make_a_right_total_are_found) {
    sage_[0].net = decimal("20.26");
    sage_[1].net = decimal("5.11");
    EXPECT_TRUE(run().difference().is_zero());
    expect_found("DN-1: net");
    expect_found("RMA-1: net");
}

TEST_F(Books, a_missing_document_is_found) {
    sage_.erase(sage_.begin());
    expect_found("DN-1: it is not in Sage");
}

TEST_F(Books, a_held_document_is_missing_rightly_but_its_money_is_missing) {
    sage_.erase(sage_.begin());
    wms_[0].posted = false;
    EXPECT_TRUE(run().findings.empty());
    EXPECT_FALSE(run().balances());
    EXPECT_EQ(run().difference().money(), "20.25");
}

TEST_F(Books, a_held_document_that_is_in_sage_all_the_same_is_found) {
    wms_[0].posted = false;
    expect_found("it is not posted, and yet in Sage as SI-1");
}

TEST_F(Books, a_second_copy_is_counted_by_either_reference) {
    sage_.push_back(sage_[0]);
    sage_[3].number = "SI-4";
    EXPECT_EQ(run().sage_duplicates, 1);
    expect_found("SI-4 is in Sage a second time");
    sage_[3].external_reference = "WOTHER";
    EXPECT_EQ(run().sage_duplicates, 1);
    sage_[3].reference = "OTHER";
    EXPECT_EQ(run().sage_duplicates, 0);
    expect_found("the warehouse knows nothing of it");
}

TEST_F(Books, every_other_difference_is_found) {
    const std::vector<SageDocument> right = sage_;
    sage_[0].customer = "C2";
    expect_found("customer: warehouse \"C1\", Sage SI-1 \"C2\"");
    sage_ = right;
    sage_[0].date = "2026-11-21";
    expect_found("date");
    sage_ = right;
    sage_[2].effect = "stock_increase";
    expect_found("effect");
    sage_ = right;
    sage_[0].lines[0].quantity = decimal("5");
    expect_found("units of A: warehouse \"6\", Sage SI-1 \"5\"");
    sage_ = right;
    sage_[0].tracking = "1Z1";
    expect_found("tracking: warehouse \"1Z2\"");
    sage_ = right;
    wms_[0].customer.clear();  // a guest is not compared
    sage_[0].customer = "GUEST";
    EXPECT_TRUE(run().balances());
}

TEST_F(Books, stock_is_compared_place_by_place) {
    const std::map<std::pair<std::string, std::string>, Decimal> wms = {
        {{"MAIN", "A"}, decimal("5")}, {{"NORTH", "A"}, decimal("1")}, {{"MAIN", "B"}, {}}};
    std::vector<SageStock> sage = {{"A", "MAIN", decimal("2")},
                                   {"A", "MAIN", decimal("3")},
                                   {"A", "NORTH", decimal("1")},
                                   {"Z", "MAIN", decimal("9")}};
    EXPECT_TRUE(reconcile_stock(wms, sage).empty());
    sage[2].quantity = decimal("2");
    ASSERT_EQ(reconcile_stock(wms, sage).size(), 1U);
    EXPECT_EQ(reconcile_stock(wms, sage)[0].what, "stock at NORTH: warehouse 1, Sage 2");
}

TEST_F(Books, what_was_in_sage_before_is_left_out_unless_it_is_ours) {
    sage_.push_back(document(9, "OLD", "sale", "1.00"));
    sage_.back().position = 2;
    keep_relevant(sage_, wms_, 2);
    EXPECT_EQ(sage_.size(), 3U);
    EXPECT_TRUE(run().balances());
}

TEST_F(Books, of_a_ledger_are_compared_by_amounts) {
    for (SageDocument& document : sage_) {
        document.tracking.clear();
        for (SageLine& line : document.lines) {
            line.item.clear();
        }
    }
    sage_.pop_back();  // Of stock a ledger knows nothing.
    EXPECT_FALSE(has_goods(sage_));
    EXPECT_TRUE(reconcile(wms_, sage_, decimal("15.15")).findings.empty());
    sage_[0].net = decimal("20.24");
    EXPECT_EQ(reconcile(wms_, sage_, decimal("15.15")).findings.size(), 1U);
    sage_.erase(sage_.begin());
    EXPECT_EQ(reconcile(wms_, sage_, decimal("15.15")).findings.size(), 1U) << "one with an amount";
    EXPECT_TRUE(has_goods({}));
}

}  // namespace
}  // namespace wms
