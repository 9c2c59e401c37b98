// SPDX-License-Identifier: Apache-2.0
// Plan: the fields of both families with a cut-off, a closed period and both; where the true date
// is kept; what is held, and released; an order that is in no books; fields that hold something
// else.
#include <gmock/gmock.h>

#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

using sample::document;
using sample::expect_kind;
using sample::prepared;
using sample::settings;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr const char* moving =
    R"({"dates":{"openFrom":"2026-12-01","closedPeriod":{"despatchAdvice":"firstOpenDay",
        "inventoryAdjustment":"firstOpenDay"}}})";

sample::json::value body_of(const Send& send) {
    return sample::parsed(send.request.body);
}

TEST(IntacctDates, without_settings_the_date_is_the_warehouses) {
    const Send send = sample::sent();
    EXPECT_EQ(text_at(body_of(send), "/txnDate"), "2026-11-20");
    EXPECT_EQ(at_pointer(body_of(send), "/postingDate"), nullptr);
    EXPECT_THAT(send.remarks, IsEmpty());
}

TEST(IntacctDates, an_order_entry_document_moves_in_the_books_and_keeps_its_date) {
    const Send send = expect_kind<Send>(prepared(document("despatchAdvice"), settings(moving)));
    const sample::json::value body = body_of(send);
    EXPECT_EQ(text_at(body, "/txnDate"), "2026-11-20");
    EXPECT_EQ(text_at(body, "/dueDate"), "2026-11-20");
    EXPECT_EQ(text_at(body, "/postingDate"), "2026-12-01");
    EXPECT_EQ(text_at(body, "/shippedDate"), "2026-11-20");
    EXPECT_THAT(std::string(text_at(body, "/memo")), HasSubstr("Business date: 2026-11-20"));
    EXPECT_EQ(send.facts.at("postingDate"), "2026-12-01") << "compared after posting";
    ASSERT_THAT(send.remarks, SizeIs(1));
    EXPECT_EQ(send.remarks[0].code, "mapping.date_moved");
    EXPECT_EQ(send.remarks[0].field, "postingDate");
}

TEST(IntacctDates, an_adjustment_has_one_date_and_the_true_one_beside_it) {
    const Send send =
        expect_kind<Send>(prepared(document("inventoryAdjustment"), settings(moving)));
    EXPECT_EQ(text_at(body_of(send), "/transactionDate"), "2026-12-01");
    EXPECT_EQ(send.facts.at("transactionDate"), "2026-12-01");
    EXPECT_THAT(std::string(text_at(body_of(send), "/memo")),
                HasSubstr("Business date: 2026-11-24"));
    EXPECT_THAT(std::string(text_at(body_of(send), "/lines/0/memo")), Not(HasSubstr("Business")));
    ASSERT_THAT(send.remarks, SizeIs(1));
    EXPECT_EQ(send.remarks[0].field, "transactionDate");
}

TEST(IntacctDates, the_true_date_goes_to_the_field_that_the_settings_name) {
    const auto with_field = [](const std::string& field) {
        std::string text = moving;
        text.insert(text.size() - 2, R"(,"trueDateField":")" + field + "\"");
        return settings(text);
    };
    for (const char* example : {"despatchAdvice", "inventoryAdjustment"}) {
        const Send send =
            expect_kind<Send>(prepared(document(example), with_field("nsp::SHIPPED")));
        const std::string date(text_at(body_of(send), "/nsp::SHIPPED"));
        EXPECT_EQ(date, document(example).issue_date);
        EXPECT_EQ(send.facts.at("nsp::SHIPPED"), date);
        EXPECT_THAT(std::string(text_at(body_of(send), "/memo")), Not(HasSubstr("Business date")));
    }
    const Hold hold =
        expect_kind<Hold>(prepared(document("despatchAdvice"), with_field("nsp::NONE")));
    EXPECT_EQ(hold.problem.code, "intacct.custom_field_missing");
    std::vector<std::string> told;
    for (const Problem& problem : unfit_settings(with_field("nsp::NONE"), sample::catalogue())) {
        told.push_back(problem.code + " " + problem.pointer);
    }
    EXPECT_THAT(told, SizeIs(3)) << "for the despatch and both adjustments";
    EXPECT_THAT(told, testing::Each("intacct.settings.custom_field_unknown /dates/trueDateField"));
}

TEST(IntacctDates, a_cut_off_moves_the_date_itself) {
    const Settings chosen = settings(R"({"dates":{"cutOff":"15:40"}})");
    const Send send = expect_kind<Send>(prepared(document("despatchAdvice"), chosen));
    EXPECT_EQ(text_at(body_of(send), "/txnDate"), "2026-11-21");
    EXPECT_EQ(text_at(body_of(send), "/dueDate"), "2026-11-21");
    EXPECT_EQ(text_at(body_of(send), "/shippedDate"), "2026-11-20") << "when it really left";
    EXPECT_EQ(at_pointer(body_of(send), "/postingDate"), nullptr);
    EXPECT_THAT(std::string(text_at(body_of(send), "/memo")), Not(HasSubstr("Business date")));
    ASSERT_THAT(send.remarks, SizeIs(1));
    EXPECT_EQ(send.remarks[0].field, "txnDate");
    const Send early = expect_kind<Send>(
        prepared(document("despatchAdvice"), settings(R"({"dates":{"cutOff":"15:41"}})")));
    EXPECT_EQ(text_at(body_of(early), "/txnDate"), "2026-11-20");
}

TEST(IntacctDates, a_cut_off_on_the_last_day_of_a_month_is_in_the_open_one) {
    const Settings chosen = settings(R"({"dates":{"cutOff":"15:00","openFrom":"2026-11-21"}})");
    const Send send = expect_kind<Send>(prepared(document("despatchAdvice"), chosen));
    EXPECT_EQ(text_at(body_of(send), "/txnDate"), "2026-11-21");
}

TEST(IntacctDates, a_closed_date_is_held_before_it_is_sent_and_released_by_the_settings) {
    const Settings closed = settings(R"({"dates":{"openFrom":"2026-12-01"}})");
    for (const auto& [example, cause] :
         {std::pair("despatchAdvice", "period:2026-11-20:despatchAdvice"),
          std::pair("inventoryAdjustment", "period:2026-11-24:inventoryAdjustment")}) {
        const Hold hold = expect_kind<Hold>(prepared(document(example), closed));
        sample::expect_complete(hold.problem);
        EXPECT_EQ(hold.problem.code, "mapping.period_closed");
        EXPECT_EQ(hold.root_cause, cause);
        EXPECT_FALSE(cause_gone(closed, cause, sample::catalogue()));
        EXPECT_TRUE(cause_gone(settings(moving), cause, sample::catalogue()));
        EXPECT_TRUE(cause_gone(settings(), cause, sample::catalogue()));
    }
}

TEST(IntacctDates, an_order_that_moves_neither_money_nor_stock_is_in_no_period) {
    const Settings closed = settings(R"({"dates":{"openFrom":"2027-12-01"}})");
    const auto order = [](const char* posting, const char* stock) {
        return sample::catalogue_with(kind::order_entry_definition, "Sales Order",
                                      [&](CatalogueRecord& record) {
                                          record.fields["txnPostingMethod"] = posting;
                                          record.fields["inventoryUpdateType"] = stock;
                                      });
    };
    expect_kind<Send>(prepared(document("salesOrder"), closed, order("noPosting", "no")));
    expect_kind<Hold>(prepared(document("salesOrder"), closed, order("toAR", "no")));
    expect_kind<Hold>(prepared(document("salesOrder"), closed, order("noPosting", "quantity")));
}

TEST(IntacctDates, a_refusal_names_the_date_in_the_books) {
    const Send send = expect_kind<Send>(prepared(document("despatchAdvice"), settings(moving)));
    Verdict verdict;
    SageError error;
    error.recognised = true;
    error.message = "Periods are closed.";
    judge_refusal(verdict, send, error);
    EXPECT_EQ(verdict.root_cause, "period:2026-12-01");
    EXPECT_FALSE(cause_gone(settings(moving), verdict.root_cause, sample::catalogue()));
}

TEST(IntacctDates, the_field_of_the_true_date_holds_nothing_else) {
    const Result<Settings> read = read_settings(
        sample::changed_settings(R"({"dates":{"trueDateField":"nsp::WMS_REFERENCE"}})"));
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().first().code, "intacct.settings.field_twice");
    EXPECT_EQ(read.error().first().pointer, "/dates/trueDateField");
    sample::expect_complete(read.error().first());
}

}  // namespace
}  // namespace sage::intacct
