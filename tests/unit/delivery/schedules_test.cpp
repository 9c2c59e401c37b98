// SPDX-License-Identifier: Apache-2.0
// Plan: a document waits for its time and goes then, over restarts, whole batches of them; what is
// not delayed is not; the order of a lane stays; another schedule counts from the next start on;
// the age counts from when it might have gone; master data are read when their schedule says so.
#include "sage-adapter/delivery/schedules.h"

#include <algorithm>

#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 24 * hour_ms;
// Tuesday 2023-11-14, 08:00 UTC.
constexpr std::int64_t morning_ms = 1'699'948'800'000;

Schedule times(std::vector<std::int64_t> minutes) {
    Schedule schedule;
    schedule.times = std::move(minutes);
    return schedule;
}

Schedule office(std::int64_t from, std::int64_t to) {
    Schedule schedule;
    schedule.hours = Hours{from * 60, to * 60};
    return schedule;
}

class SchedulesTest : public World {
  protected:
    SchedulesTest() { clock.now = morning_ms; }
    void follow(const Schedule& schedule, const std::string& text = "a") {
        schedules.documents = schedule;
        schedules.text = text;
        restart();
    }
    void work_until(std::int64_t time_ms) { work_for(time_ms - clock.now); }
    std::int64_t posts() const {
        return std::count_if(sage.received.begin(), sage.received.end(), [](const Request& one) {
            return one.method == "POST" && one.target == "/post";
        });
    }
};

TEST_F(SchedulesTest, document_waits_for_its_time_and_goes_then) {
    follow(times({18 * 60}));
    submit(despatch("D1"));
    work();
    EXPECT_EQ(state("D1"), State::queued);
    EXPECT_EQ(entry("D1").due_ms, morning_ms + 10 * hour_ms);
    EXPECT_EQ(posts(), 0);
    work_until(morning_ms + 10 * hour_ms - 1);
    EXPECT_EQ(posts(), 0);
    work_until(morning_ms + 10 * hour_ms + 60'000);
    EXPECT_EQ(state("D1"), State::posted);
    submit(despatch("D2"));
    work_until(morning_ms + 20 * hour_ms);
    EXPECT_EQ(state("D2"), State::queued) << "it came after the moment of this day";
}

TEST_F(SchedulesTest, many_are_put_off_without_a_word_that_there_is_nothing_to_do_between) {
    follow(times({18 * 60}));
    for (int number = 0; number < 100; ++number) {
        submit(despatch("D" + std::to_string(number)));
    }
    submit(cancellation("C1", "D50"));
    work();
    EXPECT_EQ(state("D50"), State::withdrawn) << "behind fifty that wait";
    for (int number = 0; number < 100; ++number) {
        if (number != 50) {
            ASSERT_EQ(entry("D" + std::to_string(number)).due_ms, morning_ms + 10 * hour_ms);
        }
    }
    work_until(morning_ms + 11 * hour_ms);
    EXPECT_EQ(posts(), 99);
}

TEST_F(SchedulesTest, nothing_goes_outside_of_the_hours_after_a_long_queue_neither) {
    follow(office(9, 17));
    submit(despatch("D1"));
    work();
    EXPECT_EQ(entry("D1").due_ms, morning_ms + hour_ms);
    work_until(morning_ms + hour_ms);
    EXPECT_EQ(state("D1"), State::posted);
    sage.reachable = false;
    submit(despatch("D2"));
    work_until(morning_ms + 10 * hour_ms);
    sage.reachable = true;
    work_until(morning_ms + 24 * hour_ms);
    EXPECT_EQ(state("D2"), State::queued);
    work_until(morning_ms + 25 * hour_ms);
    EXPECT_EQ(state("D2"), State::posted);
}

TEST_F(SchedulesTest, another_type_may_have_a_schedule_of_its_own) {
    schedules.by_type["trackingUpdate"] = times({12 * 60});
    follow(times({18 * 60}));
    submit(tracking("T1", "D1", "X"));
    submit(despatch("D2"));
    work();
    EXPECT_EQ(entry("T1").due_ms, morning_ms + 4 * hour_ms);
    EXPECT_EQ(entry("D2").due_ms, morning_ms + 10 * hour_ms);
}

TEST_F(SchedulesTest, order_of_a_lane_stays_whatever_the_schedules_are) {
    schedules.by_type["returnAdvice"] = Schedule{};
    follow(times({18 * 60}));
    submit(despatch("D1", "SKU-1", "lane"));
    submit(despatch("D2", "SKU-1", "lane"));
    submit(despatch("D3"));
    work_until(morning_ms + 9 * hour_ms);
    EXPECT_EQ(posts(), 0);
    EXPECT_EQ(entry("D2").wait_reason, WaitReason::predecessor);
    work_until(morning_ms + 11 * hour_ms);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(state("D2"), State::posted);
    std::vector<std::string> order;
    for (const Kept& kept : sage.kept) {
        order.push_back(kept.reference);
    }
    const auto place = [&](const std::string& number) {
        return std::find(order.begin(), order.end(), entry(number).external_reference);
    };
    EXPECT_LT(place("D1"), place("D2"));
}

TEST_F(SchedulesTest, doubts_are_settled_while_documents_wait) {
    follow(office(8, 9));
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work();
    EXPECT_EQ(state("D1"), State::in_doubt);
    clock.now = morning_ms + 90 * 60'000;
    work();
    EXPECT_EQ(state("D1"), State::posted) << "after the hours";
}

TEST_F(SchedulesTest, a_decision_is_carried_out_at_once) {
    schedules.text = "a";
    restart();
    submit(despatch("D1", "MISSING"));
    work();
    ASSERT_EQ(state("D1"), State::held);
    follow(office(12, 13), "b");
    submit(decision("X1", "D1", "withdraw"));
    work();
    EXPECT_EQ(state("D1"), State::withdrawn);
}

TEST_F(SchedulesTest, another_schedule_counts_from_the_next_start_on) {
    follow(times({18 * 60}));
    submit(despatch("D1"));
    work();
    restart();
    work();
    EXPECT_EQ(entry("D1").epoch, 1) << "the same schedule: nothing is looked at again";
    follow(Schedule{}, "");
    work();
    EXPECT_EQ(state("D1"), State::posted);
}

TEST_F(SchedulesTest, what_was_put_off_is_not_forgotten_if_that_cannot_be_written) {
    follow(times({18 * 60}));
    submit(despatch("D1"));
    store->fail("release");
    EXPECT_FALSE(delivery->work([] { return false; }).ok());
    work_until(morning_ms + 11 * hour_ms);
    EXPECT_EQ(state("D1"), State::posted);
    for (const char* const function : {"recall", "bring_forward", "remember"}) {
        store->failed = false;
        schedules.text = function;
        delivery.reset();
        const auto reopened = std::make_unique<Delivery>(
            DeliveryParts{edition, company, *store, sage, *tokens, clock, log, audit, [] {}, 60'000,
                          0, &secrets, &source, schedules});
        // Of those that are recalled before: the stop of posting.
        store->fail(function, function == std::string("recall") ? 2 : 1);
        EXPECT_FALSE(reopened->start([] { return false; }).ok()) << function;
        EXPECT_TRUE(store->failed) << function;
        store->mend();
    }
}

TEST_F(SchedulesTest, age_counts_from_when_it_might_have_gone) {
    Schedule mondays = times({9 * 60});
    mondays.weekdays = 0b0000010;
    company.own_connection().age_ms_max = 2 * day_ms;
    follow(mondays);
    submit(despatch("D1"));
    work_until(morning_ms + 7 * day_ms);
    EXPECT_EQ(state("D1"), State::posted) << "six days after it was accepted";
}

TEST_F(SchedulesTest, master_data_are_read_when_their_schedule_says_so) {
    EXPECT_EQ(catalogue_due_ms({}, 1'000, 50), 1'050);
    Schedules all;
    all.catalogue = office(9, 17);
    EXPECT_EQ(catalogue_due_ms(all, morning_ms, 4 * hour_ms), morning_ms + 4 * hour_ms);
    EXPECT_EQ(catalogue_due_ms(all, morning_ms, 10 * hour_ms), morning_ms + 25 * hour_ms);
    all.catalogue = times({8 * 60, 20 * 60});
    EXPECT_EQ(catalogue_due_ms(all, morning_ms, hour_ms), morning_ms + 12 * hour_ms);

    company.own_connection().catalogue_refresh_ms = hour_ms;
    schedules.catalogue = times({20 * 60});
    schedules.text = "a";
    restart();
    const std::int64_t read = delivery->catalogue()->read_at_ms();
    work_until(morning_ms + 11 * hour_ms);
    EXPECT_EQ(delivery->catalogue()->read_at_ms(), read);
    work_until(morning_ms + 13 * hour_ms);
    EXPECT_EQ(delivery->catalogue()->read_at_ms(), morning_ms + 12 * hour_ms);
}

}  // namespace
}  // namespace sage::testing
