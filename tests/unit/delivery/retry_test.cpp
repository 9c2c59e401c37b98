// SPDX-License-Identifier: Apache-2.0
// Plan: backoff_ms grows, is bounded and spreads; CircuitBreaker opens after five failures in a
// row, lets one probe through at a time and honours a pause.
#include "sage-adapter/delivery/retry.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace sage {
namespace {

TEST(Backoff, stays_between_half_and_all_of_the_doubled_wait) {
    std::int64_t whole = 500;
    for (std::int64_t tries = 1; tries <= 10; ++tries) {
        const std::int64_t wait = backoff_ms(backoff_not_sent, tries, "key");
        EXPECT_GE(wait, std::min<std::int64_t>(whole, 300'000) / 2);
        EXPECT_LE(wait, std::min<std::int64_t>(whole, 300'000));
        whole *= 2;
    }
}

TEST(Backoff, never_exceeds_the_ceiling_however_often_it_is_tried) {
    EXPECT_LE(backoff_ms(backoff_server, 1'000'000, "key"), 300'000);
    EXPECT_GE(backoff_ms(backoff_server, 1'000'000, "key"), 150'000);
}

TEST(Backoff, is_the_same_for_the_same_document_and_differs_between_documents) {
    EXPECT_EQ(backoff_ms(backoff_server, 8, "a"), backoff_ms(backoff_server, 8, "a"));
    std::set<std::int64_t> waits;
    for (int document = 0; document < 100; ++document) {
        waits.insert(backoff_ms(backoff_server, 8, "document " + std::to_string(document)));
    }
    EXPECT_GT(waits.size(), 90U);
}

TEST(Breaker, opens_after_five_failures_in_a_row) {
    CircuitBreaker breaker;
    for (int failure = 0; failure < 4; ++failure) {
        breaker.failure(1000);
    }
    EXPECT_EQ(breaker.closed_until_ms(1000), 0);
    breaker.success();
    for (int failure = 0; failure < 4; ++failure) {
        breaker.failure(1000);
    }
    EXPECT_EQ(breaker.closed_until_ms(1000), 0);
    breaker.failure(1000);
    EXPECT_GT(breaker.closed_until_ms(1000), 1000);
}

TEST(Breaker, stays_open_until_a_probe_succeeds) {
    CircuitBreaker breaker;
    for (int failure = 0; failure < 5; ++failure) {
        breaker.failure(1000);
    }
    EXPECT_FALSE(breaker.try_probe(1001));
    const std::int64_t later = 1'000'000;
    EXPECT_NE(breaker.closed_until_ms(later), 0);
    EXPECT_TRUE(breaker.try_probe(later));
    EXPECT_FALSE(breaker.try_probe(later)) << "one probe at a time";
    breaker.failure(later);
    EXPECT_FALSE(breaker.try_probe(later + 1));
    EXPECT_TRUE(breaker.try_probe(later + 300'000));
    breaker.success();
    EXPECT_EQ(breaker.closed_until_ms(later + 300'000), 0);
}

TEST(Breaker, a_pause_ends_by_itself) {
    CircuitBreaker breaker;
    breaker.pause(5000);
    breaker.pause(2000);
    EXPECT_EQ(breaker.closed_until_ms(4999), 5000);
    EXPECT_EQ(breaker.closed_until_ms(5000), 0);
}

TEST(Backoff, of_a_millisecond_is_that) {
    EXPECT_EQ(backoff_ms({1, 10}, 1, "key"), 1);
}

TEST(CircuitBreaker, stays_closed_for_the_others_while_one_probes) {
    CircuitBreaker breaker;
    for (int failure = 0; failure < 5; ++failure) {
        breaker.failure(1'000);
    }
    const std::int64_t open_until = breaker.closed_until_ms(1'000);
    EXPECT_EQ(breaker.closed_until_ms(open_until), open_until + 1);
    ASSERT_TRUE(breaker.try_probe(open_until));
    EXPECT_GT(breaker.closed_until_ms(open_until), open_until + 1);
}

TEST(CircuitBreaker, a_probe_that_was_not_sent_counts_as_none) {
    CircuitBreaker breaker;
    for (int failure = 0; failure < 5; ++failure) {
        breaker.failure(1'000);
    }
    const std::int64_t open_until = breaker.closed_until_ms(1'000);
    ASSERT_TRUE(breaker.try_probe(open_until));
    breaker.end_probe();
    EXPECT_EQ(breaker.closed_until_ms(open_until), open_until + 1) << "no longer than before";
    EXPECT_TRUE(breaker.try_probe(open_until)) << "another may be tried";
}

}  // namespace
}  // namespace sage
