// SPDX-License-Identifier: Apache-2.0
// Plan: a document that needs several others of its own in Sage first: posted one after the other
// and told once; one of them lost, held, refused; a preview and a query of how far it is; what
// withdraws it, and what stays in Sage; fewer or more of them wanted by now; a stop at every step
// and a store that fails at each.
#include <fmt/format.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/delivery/orders_first.h"

namespace sage::testing {
namespace {

class Precursors : public OrdersFirst {
  protected:
    Precursors() { company.orders_each = 3; }

    /// Each sees what was posted before it.
    static Words all_of(const std::string& number) {
        const std::string order = "SO-" + number;
        return {order, order + "-2 of 1", order + "-3 of 1", number + " of 1"};
    }
    /// The states that the events about D1 tell, the same one once.
    Words told() {
        Words states;
        for (const StoredEvent& event : events()) {
            const auto json = parse_json(event.json, 100'000, JsonNumbers::integers_only);
            const std::string told(text_at(json.value(), "/state"));
            if (event.type == "postingResult" && (states.empty() || states.back() != told)) {
                EXPECT_EQ(text_at(json.value(), "/messageId"), message_id("D1"));
                states.push_back(told);
            }
        }
        return states;
    }
    void decide(const std::string& word) { submit(decision("X1", "D1", word, "")); }
};

TEST_F(Precursors, are_posted_one_after_the_other_and_before_their_document) {
    start();
    submit(despatch("D1"));
    work();
    EXPECT_EQ(contents(), Words{"SO-D1"}) << "each waits for the one before it";
    EXPECT_EQ(told(), Words{});
    work_for(60'000);
    EXPECT_EQ(contents(), all_of("D1"));
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(told(), Words{"posted"});
    const SageDocument made = sage_document_from_json(entry("D1").sage_document_json);
    ASSERT_EQ(made.remarks.size(), 3U);
    for (const Remark& one : made.remarks) {
        EXPECT_EQ(one.code, precursor_remark);
    }
    for (std::size_t one = 1; one < sage.kept.size(); ++one) {
        EXPECT_NE(sage.kept[one].reference, sage.kept[one - 1].reference);
    }
    EXPECT_EQ(order_of("D1")->message_type, "despatchAdvice.precursor3") << "the last begun";
}

TEST_F(Precursors, that_are_many_are_each_waited_for_no_longer_than_the_first) {
    company.orders_each = 40;
    start();
    submit(despatch("D1"));
    work_for(41 * 4'000);
    EXPECT_EQ(state("D1"), State::posted);
}

TEST_F(Precursors, that_take_long_are_looked_after_less_and_less_often) {
    company.settles = SettleClass::searchable;
    start();
    sage.scripts.push_back({false, Outcome::maybe_sent, 0});
    submit(despatch("D1"));
    work_for(10 * 3'600'000LL);
    ASSERT_EQ(order_of("D1")->state, State::in_doubt) << "nothing later was seen in Sage";
    EXPECT_LT(entry("D1").epoch, 10 * 24 + 30) << "in the end a turn each five minutes at most";
}

TEST_F(Precursors, of_which_one_is_lost_are_settled_each_by_itself) {
    for (int lost = 1; lost <= 4; ++lost) {
        for (const bool executes : {true, false}) {
            const std::string number = fmt::format("D{}{}", lost, executes ? "" : "N");
            restart();
            sage.kept.clear();
            sage.scripts.clear();
            for (int before = 1; before < lost; ++before) {
                sage.scripts.push_back({true, Outcome::answered, 201});
            }
            sage.scripts.push_back({executes, Outcome::maybe_sent, 0});
            submit(despatch(number));
            work_for(4 * 3'600'000LL);
            EXPECT_EQ(contents(), all_of(number)) << lost << executes;
            EXPECT_EQ(state(number), State::posted) << lost << executes;
        }
    }
}

TEST_F(Precursors, of_which_one_is_held_hold_the_document_and_go_on_with_that_one) {
    start();
    sage.scripts.push_back({true, Outcome::answered, 201});
    sage.scripts.push_back({false, Outcome::answered, 422});
    submit(despatch("D1"));
    work_for(60'000);
    EXPECT_EQ(contents(), Words{"SO-D1"});
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_EQ(entry("D1").root_cause, "item:LATE");
    EXPECT_EQ(told(), Words{"held"});
    company.gone = "item:LATE";
    work_for(5 * 3'600'000LL);
    EXPECT_EQ(contents(), all_of("D1"));
    EXPECT_EQ(state("D1"), State::posted);
}

TEST_F(Precursors, are_what_a_preview_shows_next) {
    start();
    sage.scripts.push_back({true, Outcome::answered, 201});
    sage.scripts.push_back({true, Outcome::maybe_sent, 0});
    submit(despatch("D1"));
    const Preview before = delivery->preview(despatch("D2")).value();
    EXPECT_EQ(before.problems.front().code, "delivery.precursor_first");
    for (int step = 0; step < 100 && sage.kept.size() < 2; ++step) {
        ASSERT_TRUE(delivery->work([] { return false; }).ok());
        clock.now += 100;
    }
    const Preview waiting = delivery->preview(despatch("D1")).value();
    EXPECT_EQ(waiting.outcome, Foreseen::hold);
    ASSERT_TRUE(waiting.waits_for.has_value());
    EXPECT_EQ(waiting.waits_for->message_type, "despatchAdvice.precursor2");
}

TEST_F(Precursors, that_are_in_sage_are_each_told_when_their_document_is_withdrawn) {
    start();
    sage.scripts.push_back({true, Outcome::answered, 201});
    sage.scripts.push_back({true, Outcome::answered, 201});
    sage.scripts.push_back({false, Outcome::answered, 422});
    submit(despatch("D1"));
    work_for(60'000);
    ASSERT_EQ(state("D1"), State::held);
    decide("withdraw");
    work_for(3'600'000);
    EXPECT_EQ(state("D1"), State::withdrawn);
    EXPECT_EQ(order_of("D1")->state, State::withdrawn);
    const std::vector<Problem> problems = problems_from_json(entry("D1").problem_json);
    EXPECT_EQ(
        std::count_if(problems.begin(), problems.end(),
                      [](const Problem& one) { return one.code == "delivery.precursor_remains"; }),
        2);
}

TEST_F(Precursors, keep_a_version_from_being_replaced_once_one_of_them_is_in_sage) {
    start();
    sage.scripts.push_back({true, Outcome::answered, 201});
    sage.scripts.push_back({false, Outcome::answered, 422});
    submit(despatch("D1"));
    work_for(60'000);
    ASSERT_EQ(state("D1"), State::held);
    submit(version("D1", "2", "5"));
    work_for(3'600'000);
    EXPECT_EQ(state("D1"), State::held) << "half of it is in Sage";
    EXPECT_EQ(state("D1/2"), State::queued);
}

TEST_F(Precursors, of_which_the_settings_ask_for_fewer_by_now_are_not_left_in_silence) {
    start();
    sage.scripts.push_back({true, Outcome::answered, 201});
    sage.scripts.push_back({true, Outcome::answered, 201});
    sage.scripts.push_back({false, Outcome::answered, 422});
    submit(despatch("D1"));
    work_for(60'000);
    ASSERT_EQ(state("D1"), State::held);
    company.orders_each = 1;
    decide("sendAgain");
    work_for(3'600'000);
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_EQ(problem("D1"), "delivery.precursor_unwanted");
}

TEST_F(Precursors, are_all_there_once_wherever_it_stops) {
    for (int stop = 1; stop < 50; ++stop) {
        sage.kept.clear();
        sage.answers.clear();
        const std::string number = fmt::format("D{}", stop);
        restart();
        submit(despatch(number));
        for (int step = 0; step < stop % 25; ++step) {
            ASSERT_TRUE(delivery->work([] { return false; }).ok());
            clock.now += stop < 25 ? 1'000 : 3'000;
        }
        restart();
        work_for(3'600'000);
        ASSERT_EQ(contents(), all_of(number)) << "after " << stop;
        ASSERT_EQ(state(number), State::posted);
    }
}

TEST_F(Precursors, are_all_there_once_whatever_call_of_the_store_fails) {
    start();
    int documents = 0;
    for (const std::string function :
         {"find_document", "find_message", "accept", "release", "apply"}) {
        for (int call = 1;; ++call) {
            const std::string number = fmt::format("D{}", ++documents);
            sage.kept.clear();
            submit(despatch(number));
            store->failed = false;
            store->fail(function, call);
            for (int turn = 0; turn < 25; ++turn) {
                static_cast<void>(delivery->work([] { return false; }));
                clock.now += 3'000;
            }
            const bool failed = store->failed;
            store->mend();
            work_for(3'600'000);
            ASSERT_EQ(contents(), all_of(number)) << function << call;
            if (!failed) {
                break;
            }
        }
    }
    EXPECT_GT(documents, 20);
}

}  // namespace
}  // namespace sage::testing
