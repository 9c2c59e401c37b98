// SPDX-License-Identifier: Apache-2.0
// Plan: once a day by itself, also over restarts; never when it is switched off; an outage is
// waited for; documents go first.
#include "sage-adapter/delivery/reconcile.h"
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 24 * hour_ms;

class ReconcileDaily : public World {
  protected:
    std::size_t lists() const {
        std::size_t count = 0;
        for (const Request& request : sage.received) {
            count += request.target.rfind("/list", 0) == 0 ? 1U : 0U;
        }
        return count;
    }
};

TEST_F(ReconcileDaily, a_difference_is_found_within_a_day_by_itself) {
    start();
    submit(despatch("D1"));
    work();
    events();
    sage.kept.at(0).content = "CHANGED";
    work_for(23 * hour_ms);
    EXPECT_TRUE(events().empty());
    work_for(2 * hour_ms);
    const std::vector<StoredEvent> told = events();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].type, "reconciliationFinding");
    work_for(3 * day_ms);
    EXPECT_TRUE(events().empty()) << "the same finding is told once";
    EXPECT_EQ(lists(), 4U);
}

TEST_F(ReconcileDaily, a_host_that_is_restarted_all_the_time_has_one_a_day_too) {
    start();
    for (int restarts = 0; restarts < 6; ++restarts) {
        work_for(10 * hour_ms);
        restart();
    }
    EXPECT_EQ(lists(), 2U);
}

TEST_F(ReconcileDaily, it_can_be_switched_off) {
    company.connection_.reconcile_ms = 0;
    start();
    submit(despatch("D1"));
    work_for(3 * day_ms);
    EXPECT_EQ(lists(), 0U);
}

TEST_F(ReconcileDaily, while_sage_does_not_answer_it_waits_and_then_goes_on) {
    start();
    submit(despatch("D1"));
    work();
    events();
    sage.kept.at(0).content = "CHANGED";
    sage.look_up_works = false;
    work_for(25 * hour_ms);
    EXPECT_TRUE(events().empty());
    sage.look_up_works = true;
    work_for(hour_ms);
    EXPECT_EQ(events().size(), 1U);
}

TEST_F(ReconcileDaily, documents_older_than_its_days_are_left_alone) {
    company.connection_.reconcile_days = 2;
    start();
    submit(despatch("D1"));
    work();
    work_for(3 * day_ms);
    events();
    sage.kept.at(0).content = "CHANGED";
    work_for(2 * day_ms);
    EXPECT_TRUE(events().empty());
}

}  // namespace
}  // namespace sage::testing
