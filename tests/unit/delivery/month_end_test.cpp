// SPDX-License-Identifier: Apache-2.0
// Plan: a month that is over and open in Sage is told while documents of it are not posted, once;
// its end when they are, or with the close; nothing where nobody closes books; the day of a
// document is the warehouse's.
#include "sage-adapter/delivery/month_end.h"

#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

constexpr std::int64_t hour = 3'600'000;
constexpr std::int64_t last_of_november_2026 = 1'795'996'800'000;  // 2026-11-30T00:00:00Z

class MonthEndOf : public World {
  protected:
    /// Documents are of 2026-11-20.
    MonthEndOf() { clock.now = last_of_november_2026; }

    static Catalogue closed_until(const std::string& day, std::int64_t read_ms = 1) {
        CatalogueRecord record{"company", "1", "1", "Northwind", true, {}};
        if (!day.empty()) {
            record.fields["lockDate"] = day;
        }
        return Catalogue({record}, read_ms);
    }
    bool watch(const Catalogue& catalogue) { return month_end.watch(catalogue).value(); }
    void later() { clock.now += hour + 1; }

    DeliveryParts parts{edition, company, *store, sage, *tokens, clock, log, audit, [] {}};
    Alerts alerts{parts};
    MonthEnd month_end{parts, alerts};
};

TEST_F(MonthEndOf, documents_that_are_not_posted_is_told_once) {
    submit(despatch("D1"));
    submit(despatch("D2"));
    EXPECT_TRUE(watch(closed_until("2026-10-31")));
    const std::vector<StoredEvent> told = events();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_NE(told[0].json.find(R"("alertKey":"period:2026-11")"), std::string::npos);
    EXPECT_NE(told[0].json.find("2 documents of 2026-11 are not in Sage"), std::string::npos);
    EXPECT_NE(told[0].json.find("period.not_posted"), std::string::npos);
    later();
    EXPECT_FALSE(watch(closed_until("2026-10-31")));
}

TEST_F(MonthEndOf, month_that_is_not_over_is_told_to_nobody) {
    submit(despatch("D1"));
    clock.now = last_of_november_2026 - 1;
    EXPECT_FALSE(watch(closed_until("2026-10-31")));
    EXPECT_FALSE(watch(closed_until("2026-10-31"))) << "not looked at again within an hour";
    clock.now = last_of_november_2026;
    EXPECT_FALSE(watch(closed_until("2026-10-31")));
    EXPECT_TRUE(watch(closed_until("2026-10-31", 2))) << "but with fresh master data";
}

TEST_F(MonthEndOf, documents_that_are_posted_is_over) {
    start();
    submit(despatch("D1", "MISSING"));
    work();
    events();
    EXPECT_TRUE(watch(closed_until("2026-10-31")));
    submit(decision("X1", "D1", "withdraw"));
    work();
    events();
    later();
    EXPECT_TRUE(watch(closed_until("2026-10-31")));
    const std::vector<StoredEvent> told = events();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_NE(told[0].json.find(R"("closed":true)"), std::string::npos);
}

TEST_F(MonthEndOf, books_that_were_closed_is_over) {
    submit(despatch("D1"));
    EXPECT_TRUE(watch(closed_until("2026-10-31")));
    later();
    EXPECT_TRUE(watch(closed_until("2026-11-30"))) << "what is left waits for something else";
    later();
    EXPECT_FALSE(watch(closed_until("2026-11-30")));
}

TEST_F(MonthEndOf, a_company_that_closes_no_books_is_never_told) {
    submit(despatch("D1"));
    EXPECT_FALSE(watch(closed_until("")));
    EXPECT_FALSE(watch(Catalogue()));
    later();
    EXPECT_TRUE(watch(closed_until("2026-10-31")));
    later();
    EXPECT_TRUE(watch(closed_until(""))) << "nobody closes books any more";
}

TEST_F(MonthEndOf, what_could_not_be_read_or_told_is_an_error) {
    submit(despatch("D1"));
    store->fail("open_alert");
    EXPECT_FALSE(month_end.watch(closed_until("2026-10-31")).ok());
}

TEST_F(MonthEndOf, day_of_a_document_is_the_warehouses) {
    submit(despatch("D1"));
    EXPECT_EQ(business_date(entry("D1")), "2026-11-20");
    Entry empty;
    EXPECT_EQ(business_date(empty), "");
    empty.canonical_bytes = R"({"body":{"id":"X"}})";
    EXPECT_EQ(business_date(empty), "");
}

}  // namespace
}  // namespace sage::testing
