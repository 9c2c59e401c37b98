// SPDX-License-Identifier: Apache-2.0
// Plan: each exchange counts once under what became of it; only what was answered has a time; an
// instance counts what it sends.
#include "sage-adapter/delivery/exchanges.h"

#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

Evidence answered(int status) {
    Evidence evidence;
    evidence.outcome = Outcome::answered;
    evidence.reply.status = status;
    return evidence;
}

TEST(Exchanges, count_under_what_became_of_them) {
    Exchanges exchanges;
    EXPECT_EQ(exchanges.figures().last_ms, 0);
    EXPECT_FALSE(exchanges.figures().last_worked);
    exchanges.note(answered(201), 1'000, 50);
    exchanges.note(answered(404), 2'000, 51);
    EXPECT_TRUE(exchanges.figures().last_worked) << "Sage answered";
    exchanges.note(answered(503), 3'000, 90'000);
    EXPECT_FALSE(exchanges.figures().last_worked);
    exchanges.note({Outcome::maybe_sent, {}, "cut", 7}, 4'000, 70'000);
    exchanges.note({Outcome::not_sent, {}, "no route", 0}, 5'000, 1);
    const ExchangeFigures figures = exchanges.figures();
    EXPECT_EQ(figures.succeeded, 1);
    EXPECT_EQ(figures.refused, 1);
    EXPECT_EQ(figures.failed, 1);
    EXPECT_EQ(figures.unanswered, 1);
    EXPECT_EQ(figures.not_sent, 1);
    EXPECT_EQ(figures.last_ms, 5'000);
    EXPECT_EQ(figures.answered_ms, 90'101);
    EXPECT_EQ(figures.within.front(), 1) << "the limit itself is within";
    EXPECT_EQ(figures.within[1], 2);
    EXPECT_EQ(figures.within.back(), 2) << "longer ones are in no bucket";
}

class ExchangesOfAnInstance : public World {};

TEST_F(ExchangesOfAnInstance, are_those_it_makes) {
    EXPECT_EQ(delivery->exchanges().last_ms, 0);
    start();
    const std::int64_t before = delivery->exchanges().succeeded;
    EXPECT_GT(before, 0) << "master data was read";
    submit(despatch("D1"));
    work();
    EXPECT_GT(delivery->exchanges().succeeded, before);
    EXPECT_EQ(delivery->exchanges().last_ms, clock.now);
    EXPECT_TRUE(delivery->exchanges().last_worked);
    sage.reachable = false;
    submit(despatch("D2"));
    work();
    EXPECT_FALSE(delivery->exchanges().last_worked);
}

}  // namespace
}  // namespace sage::testing
