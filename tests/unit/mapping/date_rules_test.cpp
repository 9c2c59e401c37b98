// SPDX-License-Identifier: Apache-2.0
// Plan: settings that say everything and nothing, and those that cannot work; the cut-off to the
// minute and where it does not count; closed periods by policy; when a cause is gone; remarks.
#include "sage-adapter/mapping/date_rules.h"

#include <gtest/gtest.h>

#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

DateRules rules_of(std::string_view dates, std::vector<Problem>& problems) {
    Result<JsonValue> settings = parse_json(R"({"dates":)" + std::string(dates) + "}",
                                            limits::settings_bytes_max, JsonNumbers::integers_only);
    EXPECT_TRUE(settings.ok()) << dates;
    return settings.ok() ? read_date_rules(settings.value(), problems) : DateRules();
}

DateRules rules_of(std::string_view dates) {
    std::vector<Problem> problems;
    DateRules rules = rules_of(dates, problems);
    EXPECT_TRUE(problems.empty()) << problems.front().cause;
    return rules;
}

Document despatch(const std::string& instant, const std::string& issued = "2026-11-20") {
    Document document;
    document.envelope.message_type = MessageType::despatch_advice;
    document.issue_date = issued;
    document.actual_despatch_date = instant.substr(0, 10);
    document.canonical_bytes = R"({"body":{"actualDespatchDateTime":")" + instant + R"("}})";
    return document;
}

std::string business_date(std::string_view dates, const Document& document) {
    return decide_dates(rules_of(dates), document, true).business_date;
}

constexpr const char* moving =
    R"({"openFrom":"2026-12-01","closedPeriod":{"despatchAdvice":"firstOpenDay",
        "returnAdvice":"hold"}})";

TEST(DateRules, settings_are_read_and_have_defaults) {
    const DateRules rules = rules_of(R"({"cutOff":"18:00","openFrom":"2026-12-01",
        "trueDateField":"nsp::TRUE_DATE",
        "closedPeriod":{"despatchAdvice":"firstOpenDay","returnAdvice":"hold"}})");
    EXPECT_EQ(rules.cut_off, "18:00");
    EXPECT_EQ(rules.open_from, "2026-12-01");
    EXPECT_EQ(rules.true_date_field, "nsp::TRUE_DATE");
    EXPECT_TRUE(rules.moves(MessageType::despatch_advice));
    EXPECT_FALSE(rules.moves(MessageType::return_advice));
    EXPECT_FALSE(rules.moves(MessageType::inventory_adjustment));
    EXPECT_EQ(rules_of("{}").true_date_field, "memo");
}

TEST(DateRules, a_day_that_does_not_exist_or_is_not_named_is_refused) {
    std::vector<Problem> problems;
    rules_of(R"({"openFrom":"2026-02-30"})", problems);
    rules_of(R"({"closedPeriod":{"despatchAdvice":"firstOpenDay"}})", problems);
    ASSERT_EQ(problems.size(), 2U);
    EXPECT_EQ(problems[0].code, "mapping.dates.open_from");
    EXPECT_EQ(problems[1].code, "mapping.dates.open_from_missing");
    for (const Problem& problem : problems) {
        EXPECT_EQ(problem.pointer, "/dates/openFrom");
        EXPECT_EQ(problem.owner, Owner::finance);
        EXPECT_FALSE(problem.fix.empty());
    }
}

TEST(DateRules, goods_that_leave_at_the_cut_off_or_later_count_to_the_next_day) {
    const char* dates = R"({"cutOff":"18:00"})";
    EXPECT_EQ(business_date(dates, despatch("2026-11-20T17:59:59+01:00")), "2026-11-20");
    EXPECT_EQ(business_date(dates, despatch("2026-11-20T18:00:00+01:00")), "2026-11-21");
    EXPECT_EQ(business_date(dates, despatch("2026-11-20T23:59:00.5-05:00")), "2026-11-21")
        << "the clock of the site counts, whatever its offset";
    EXPECT_EQ(business_date("{}", despatch("2026-11-20T23:59:00Z")), "2026-11-20");
    EXPECT_EQ(business_date(R"({"cutOff":"00:00"})", despatch("2026-11-20T00:00:00Z")),
              "2026-11-21");
}

TEST(DateRules, a_date_that_the_warehouse_has_decided_otherwise_stands) {
    const char* dates = R"({"cutOff":"18:00"})";
    EXPECT_EQ(business_date(dates, despatch("2026-11-20T19:00:00Z", "2026-11-21")), "2026-11-21");
    EXPECT_EQ(business_date(dates, despatch("2026-11-21T19:00:00Z", "2026-11-20")), "2026-11-20");
    Document without = despatch("");
    EXPECT_EQ(business_date(dates, without), "2026-11-20");
    Document correction = despatch("2026-11-20T19:00:00Z");
    correction.canonical_bytes.clear();
    EXPECT_EQ(business_date(dates, correction), "2026-11-20");
}

TEST(DateRules, the_day_after_is_a_day_of_the_calendar) {
    EXPECT_EQ(day_after("2026-11-20"), "2026-11-21");
    EXPECT_EQ(day_after("2026-11-30"), "2026-12-01");
    EXPECT_EQ(day_after("2026-12-31"), "2027-01-01");
    EXPECT_EQ(day_before("2027-01-01"), "2026-12-31");
    EXPECT_EQ(day_before("2028-03-01"), "2028-02-29");
    EXPECT_EQ(day_after("2028-02-28"), "2028-02-29");
    EXPECT_EQ(day_after("2026-02-28"), "2026-03-01");
}

TEST(DateRules, a_closed_date_moves_or_is_held_as_its_kind_of_document_says) {
    const DateRules rules = rules_of(moving);
    Document document = despatch("");
    DocumentDates dates = decide_dates(rules, document, true);
    EXPECT_EQ(dates.business_date, "2026-11-20");
    EXPECT_EQ(dates.posting_date, "2026-12-01");
    EXPECT_TRUE(dates.is_moved());
    EXPECT_FALSE(closed_period(rules, document, dates));

    document.envelope.message_type = MessageType::return_advice;
    dates = decide_dates(rules, document, true);
    EXPECT_FALSE(dates.is_moved());
    const std::optional<Problem> held = closed_period(rules, document, dates);
    ASSERT_TRUE(held);
    EXPECT_EQ(held->code, "mapping.period_closed");
    EXPECT_EQ(held->pointer, "/body/issueDate");
    EXPECT_NE(held->fix.find("/dates/closedPeriod/returnAdvice"), std::string::npos);
    EXPECT_EQ(period_cause(document, dates), "2026-11-20:returnAdvice");
}

TEST(DateRules, the_first_open_day_and_what_is_in_no_books_are_left_alone) {
    const DateRules rules = rules_of(moving);
    Document document = despatch("", "2026-12-01");
    EXPECT_FALSE(decide_dates(rules, document, true).is_moved());
    EXPECT_FALSE(closed_period(rules, document, decide_dates(rules, document, true)));
    EXPECT_FALSE(decide_dates(rules, despatch(""), false).is_moved());
    EXPECT_FALSE(decide_dates(rules_of("{}"), despatch(""), true).is_moved());
    EXPECT_FALSE(
        closed_period(rules_of("{}"), document, decide_dates(rules_of("{}"), document, true)));
}

TEST(DateRules, a_cause_is_gone_when_these_settings_would_not_hold_for_it) {
    const DateRules rules = rules_of(moving);
    EXPECT_FALSE(period_cause_gone(rules, "2026-11-20:returnAdvice"));
    EXPECT_TRUE(period_cause_gone(rules, "2026-11-20:despatchAdvice")) << "they move now";
    EXPECT_TRUE(period_cause_gone(rules, "2026-12-01:returnAdvice")) << "open now";
    EXPECT_TRUE(period_cause_gone(rules_of("{}"), "2026-11-20:returnAdvice"))
        << "Sage will be asked";
    // What Sage refused, it would refuse again, unless that date is not sent any more.
    EXPECT_FALSE(period_cause_gone(rules, "2026-12-01"));
    EXPECT_FALSE(period_cause_gone(rules_of("{}"), "2026-11-20"));
    EXPECT_TRUE(period_cause_gone(rules, "2026-11-20"));
    for (const char* nonsense : {"", "2026", "2026-13-01", "2026-11-20:", "2026-11-20:nonsense"}) {
        EXPECT_FALSE(period_cause_gone(rules, nonsense)) << nonsense;
    }
}

TEST(DateRules, each_date_that_is_not_the_warehouses_is_told_with_its_reason) {
    const DateRules rules = rules_of(R"({"cutOff":"18:00","openFrom":"2026-12-01",
                     "closedPeriod":{"despatchAdvice":"firstOpenDay"}})");
    const Document document = despatch("2026-11-20T18:30:00Z");
    const auto remarks = date_remarks(rules, document, decide_dates(rules, document, true),
                                      "txnDate", "postingDate");
    ASSERT_EQ(remarks.size(), 2U);
    EXPECT_EQ(remarks[0].code, "mapping.date_moved");
    EXPECT_EQ(remarks[0].field, "txnDate");
    EXPECT_EQ(remarks[0].message,
              "The date is 2026-11-21: the goods left on 2026-11-20, at or after the cut-off "
              "18:00.");
    EXPECT_EQ(remarks[1].field, "postingDate");
    EXPECT_EQ(remarks[1].message,
              "The date in the books is 2026-12-01, the first open day; the true date is "
              "2026-11-21.");
    const Document open = despatch("", "2026-12-02");
    EXPECT_TRUE(date_remarks(rules, open, decide_dates(rules, open, true), "a", "b").empty());
}

}  // namespace
}  // namespace sage
