// SPDX-License-Identifier: Apache-2.0
// Plan: a despatch that needs an order of its own in Sage first: posted after it and told once;
// the order lost, held, refused, rejected, stopped, forgotten; the despatch refused after it;
// versions before and after it is in Sage; what Sage shows of it later; a preview and a shadow run;
// a stop at every step and a store that fails at each.
#include "sage-adapter/delivery/precursor.h"

#include <fmt/format.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/delivery/orders_first.h"

namespace sage::testing {
namespace {

class Precursor : public OrdersFirst {
  protected:
    /// "posted of D1", for each event about a document, by the message id it names.
    Words told() {
        Words all;
        for (const StoredEvent& event : events()) {
            const Result<JsonValue> json =
                parse_json(event.json, 100'000, JsonNumbers::integers_only);
            EXPECT_TRUE(json.ok());
            const std::string_view id = text_at(json.value(), "/messageId");
            EXPECT_EQ(text_at(json.value(), "/causationId"), "");
            for (const char* number : {"D1", "D1/2", "X1"}) {
                if (id == message_id(number)) {
                    all.push_back(
                        event.type == "postingResult"
                            ? fmt::format("{} of {}", text_at(json.value(), "/state"), number)
                            : fmt::format("{} of {}", event.type, number));
                    id == message_id("D1") ? last_ = event.json : last_;
                }
            }
        }
        return all;
    }
    std::string last_;  ///< of the events about D1 that told() gave
};

TEST_F(Precursor, is_posted_before_its_document_and_once) {
    start();
    submit(despatch("D1"));
    work();
    EXPECT_EQ(contents(), Words{"SO-D1"});
    EXPECT_EQ(state("D1"), State::queued);
    EXPECT_EQ(told(), Words{}) << "posted is told when all is in Sage";
    work_for(60'000);
    EXPECT_EQ(contents(), (Words{"SO-D1", "D1 of 1"}));
    EXPECT_EQ(state("D1"), State::posted);
    const Entry order = *order_of("D1");
    EXPECT_EQ(order.state, State::posted);
    EXPECT_NE(order.external_reference, entry("D1").external_reference);
    EXPECT_NE(sage.kept[0].reference, sage.kept[1].reference);
    const Words all = told();
    ASSERT_FALSE(all.empty());
    for (const std::string& one : all) {
        EXPECT_EQ(one, "posted of D1");
    }
    const SageDocument made = sage_document_from_json(entry("D1").sage_document_json);
    ASSERT_EQ(made.remarks.size(), 1U);
    EXPECT_EQ(made.remarks[0].code, precursor_remark);
    EXPECT_NE(made.remarks[0].message.find(order.external_reference), std::string::npos);
}

TEST_F(Precursor, is_not_made_where_the_order_is_in_sage) {
    company.posts_orders = true;
    start();
    std::string order = replaced(despatch("O1"), "despatchAdvice", "salesOrder");
    submit(replaced(order, "deliveredQuantity", "orderedQuantity"));
    submit(replaced(despatch("D1"), R"("buyerCustomerParty")",
                    R"("orderReference":{"id":"O1"},"buyerCustomerParty")"));
    work_for(60'000);
    EXPECT_EQ(contents(), (Words{"O1", "D1 of 1"}));
    EXPECT_FALSE(order_of("D1").has_value());
}

TEST_F(Precursor, that_is_lost_is_settled_before_its_document_is_sent) {
    for (const bool executes : {true, false}) {
        const std::string number = executes ? "D1" : "D2";
        restart();
        sage.kept.clear();
        sage.scripts.push_back({executes, Outcome::maybe_sent, 0});
        submit(despatch(number));
        work();
        ASSERT_EQ(order_of(number)->state, State::in_doubt);
        EXPECT_EQ(state(number), State::queued);
        work_for(3'600'000);
        EXPECT_EQ(contents(), (Words{"SO-" + number, number + " of 1"}));
        EXPECT_EQ(state(number), State::posted);
    }
}

TEST_F(Precursor, that_is_held_holds_its_document_until_the_cause_is_gone) {
    start();
    sage.scripts.push_back({false, Outcome::answered, 422});
    submit(despatch("D1"));
    work_for(60'000);
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_EQ(problem("D1"), "fake.422");
    EXPECT_EQ(entry("D1").root_cause, "item:LATE");
    EXPECT_EQ(told(), Words{"held of D1"});
    EXPECT_NE(last_.find("\"fix\":\"Look.\""), std::string::npos);
    company.gone = "item:LATE";
    work_for(5 * 3'600'000LL);
    EXPECT_EQ(contents(), (Words{"SO-D1", "D1 of 1"}));
    EXPECT_EQ(state("D1"), State::posted);
}

TEST_F(Precursor, that_cannot_be_prepared_holds_its_document_with_every_reason) {
    start();
    submit(despatch("D1", "MISSING"));
    work_for(60'000);
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_EQ(problem("D1"), "fake.unknown_item");
    EXPECT_EQ(told(), Words{"held of D1"});
    sage.items.push_back("MISSING");
    work_for(5 * 3'600'000LL);
    EXPECT_EQ(contents(), (Words{"SO-D1", "D1 of 1"}));
}

TEST_F(Precursor, that_is_rejected_rejects_its_document) {
    start();
    sage.scripts.push_back({false, Outcome::answered, 400});
    submit(despatch("D1"));
    work_for(60'000);
    EXPECT_EQ(state("D1"), State::rejected);
    EXPECT_EQ(problem("D1"), "fake.400");
    EXPECT_EQ(problems_from_json(entry("D1").problem_json).size(), 1U) << "nothing is left behind";
    EXPECT_EQ(contents(), Words{});
    EXPECT_EQ(told(), Words{"rejected of D1"});
}

TEST_F(Precursor, stays_in_sage_and_is_told_where_its_document_is_rejected) {
    start();
    sage.scripts.push_back({true, Outcome::answered, 201});
    sage.scripts.push_back({false, Outcome::answered, 400});
    submit(despatch("D1"));
    work_for(60'000);
    EXPECT_EQ(state("D1"), State::rejected);
    const std::vector<Problem> problems = problems_from_json(entry("D1").problem_json);
    ASSERT_EQ(problems.size(), 2U);
    EXPECT_EQ(problems[0].code, "fake.400");
    EXPECT_EQ(problems[1].code, "delivery.precursor_remains");
    EXPECT_NE(problems[1].cause.find("Invoice"), std::string::npos);
    EXPECT_NE(last_ = told().empty() ? "" : last_, "");
    EXPECT_NE(last_.find("delivery.precursor_remains"), std::string::npos);
}

TEST_F(Precursor, that_may_be_in_sage_is_told_also_if_the_outbox_cannot_be_asked) {
    start();
    for (int call = 1; call <= 4; ++call) {
        const std::string number = fmt::format("D{}", call);
        sage.scripts.push_back({true, Outcome::answered, 201});
        submit(despatch(number));
        work();
        ASSERT_EQ(order_of(number)->state, State::posted);
        sage.scripts.push_back({false, Outcome::answered, 400});
        clock.now += 3'000;
        store->fail("find_document", call);
        for (int turn = 0; turn < 5; ++turn) {
            static_cast<void>(delivery->work([] { return false; }));
        }
        store->mend();
        work_for(600'000);
        ASSERT_EQ(state(number), State::rejected);
        const std::vector<Problem> all = problems_from_json(entry(number).problem_json);
        ASSERT_EQ(all.size(), 2U) << call;
        EXPECT_EQ(all[1].code, "delivery.precursor_remains");
    }
}

TEST_F(Precursor, that_is_rejected_is_what_a_preview_refuses) {
    start();
    sage.scripts.push_back({false, Outcome::answered, 400});
    submit(despatch("D1"));
    work();
    ASSERT_EQ(order_of("D1")->state, State::rejected);
    ASSERT_EQ(state("D1"), State::queued);
    const Preview seen = delivery->preview(despatch("D1")).value();
    EXPECT_EQ(seen.outcome, Foreseen::refuse);
    EXPECT_EQ(seen.problems.at(0).code, "fake.400");
}

TEST_F(Precursor, is_not_made_of_a_document_that_is_too_old) {
    start();
    submit(despatch("D1"));
    clock.now += 8 * 86'400'000LL;
    work_for(60'000);
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_EQ(problem("D1"), "delivery.too_old");
    EXPECT_FALSE(order_of("D1").has_value());
    EXPECT_EQ(contents(), Words{});
}

TEST_F(Precursor, that_the_settings_no_longer_ask_for_is_not_left_in_silence) {
    start();
    submit(despatch("D1"));
    work();
    ASSERT_EQ(contents(), Words{"SO-D1"});
    company.orders_first = false;
    work_for(60'000);
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_EQ(problem("D1"), "delivery.precursor_unwanted");
    EXPECT_EQ(contents(), Words{"SO-D1"});
}

TEST_F(Precursor, that_was_not_sent_is_not_made_once_the_settings_do_not_ask_for_it) {
    start();
    sage.scripts.push_back({false, Outcome::not_sent, 0});
    submit(despatch("D1"));
    work();
    ASSERT_EQ(order_of("D1")->state, State::queued);
    company.orders_first = false;
    work_for(600'000);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(order_of("D1")->state, State::posted);
    EXPECT_EQ(order_of("D1")->sage_document_json, "");
    EXPECT_EQ(contents(), Words{"D1"});
}

TEST_F(Precursor, that_waits_is_withdrawn_with_its_version) {
    start();
    sage.scripts.push_back({false, Outcome::not_sent, 0});
    submit(despatch("D1"));
    work();
    ASSERT_EQ(order_of("D1")->state, State::queued);
    submit(version("D1", "2", "5"));
    work_for(600'000);
    EXPECT_EQ(state("D1"), State::withdrawn);
    EXPECT_EQ(order_of("D1")->state, State::withdrawn);
    EXPECT_EQ(state("D1/2"), State::posted);
    EXPECT_EQ(contents(), (Words{"SO-D1", "D1 of 1"}));
    EXPECT_EQ(sage.kept[1].reference, entry("D1/2").external_reference);
}

TEST_F(Precursor, that_is_held_is_withdrawn_with_its_version_also_in_a_lane) {
    start();
    sage.scripts.push_back({false, Outcome::answered, 422});
    submit(despatch("D1", "SKU-1", "SO-1"));
    work_for(60'000);
    ASSERT_EQ(state("D1"), State::held);
    submit(version("D1", "2", "5", "SO-1"));
    EXPECT_EQ(state("D1"), State::withdrawn);
    EXPECT_EQ(order_of("D1")->state, State::withdrawn);
    work_for(60'000);
    EXPECT_EQ(contents(), (Words{"SO-D1", "D1 of 1"}));
}

TEST_F(Precursor, that_is_in_sage_is_followed_by_its_version_which_is_corrected_then) {
    start();
    submit(despatch("D1"));
    work();
    ASSERT_EQ(contents(), Words{"SO-D1"});
    submit(version("D1", "2", "5"));
    work_for(600'000);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(state("D1/2"), State::posted);
    EXPECT_EQ(contents(), (Words{"SO-D1", "D1 of 1", "SO-D1", "D1 despatchAdvice 3 SKU-1 of 3"}));
}

TEST_F(Precursor, that_is_in_sage_keeps_its_held_version_from_being_replaced) {
    start();
    sage.scripts.push_back({true, Outcome::answered, 201});
    sage.scripts.push_back({false, Outcome::answered, 403});
    submit(despatch("D1", "SKU-1", "L1"));
    work_for(60'000);
    ASSERT_EQ(state("D1"), State::held);
    submit(version("D1", "2", "1", "L1"));
    work_for(600'000);
    EXPECT_EQ(state("D1"), State::held) << "Sage has the half of it";
    EXPECT_EQ(state("D1/2"), State::queued);
    EXPECT_EQ(contents(), Words{"SO-D1"});
    submit(decision("X1", "D1", "sendAgain", ""));
    work_for(600'000);
    EXPECT_EQ(contents(), (Words{"SO-D1", "D1 of 1", "D1 returnAdvice 1 SKU-1"}));
}

TEST_F(Precursor, of_the_second_document_of_a_correction_comes_before_that) {
    sage.items = {"SKU-1", "SKU-2"};
    start();
    submit(despatch("D1"));
    work_for(60'000);
    submit(version("D1", "2", "3", "", "SKU-2"));
    work_for(600'000);
    EXPECT_EQ(contents(), (Words{"SO-D1", "D1 of 1", "D1 returnAdvice 2 SKU-1", "SO-D1",
                                 "D1 despatchAdvice 3 SKU-2 of 4"}));
}

TEST_F(Precursor, that_sage_shows_otherwise_is_told_under_the_name_of_its_document) {
    start();
    submit(despatch("D1"));
    work_for(60'000);
    static_cast<void>(told());
    sage.kept[0].content = "changed";
    const Result<Reconciled> seen =
        delivery->reconcile({"2023-11-01", "2023-12-31", 0}, [] { return false; });
    ASSERT_TRUE(seen.ok());
    EXPECT_EQ(seen.value().findings.size(), 1U);
    EXPECT_EQ(told(), Words{"reconciliationFinding of D1"});
    EXPECT_NE(last_.find(order_of("D1")->external_reference), std::string::npos);
}

TEST_F(Precursor, that_differs_when_read_back_is_told_under_the_name_of_its_document) {
    start();
    sage.query_shows = false;
    submit(despatch("D1"));
    work();
    sage.query_shows = true;
    sage.kept.at(0).content = "changed";
    work_for(600'000);
    EXPECT_NE(told(), Words{});
    bool attention = false;
    clock.now += 600'000;
    EXPECT_EQ(state("D1"), State::posted);
    attention = order_of("D1")->problem_json.find("read_back_difference") != std::string::npos;
    EXPECT_TRUE(attention);
}

TEST_F(Precursor, is_what_a_preview_shows_until_it_is_posted) {
    start();
    const Preview before = delivery->preview(despatch("D1")).value();
    EXPECT_EQ(before.outcome, Foreseen::post);
    ASSERT_TRUE(before.request.has_value());
    ASSERT_EQ(before.problems.size(), 1U);
    EXPECT_EQ(before.problems[0].code, "delivery.precursor_first");
    submit(despatch("D1"));
    work();
    EXPECT_EQ(before.request->body, sage.kept.at(0).reference + "|SO-D1");
    const Preview between = delivery->preview(despatch("D1")).value();
    EXPECT_EQ(between.outcome, Foreseen::post);
    EXPECT_EQ(between.request->body, entry("D1").external_reference + "|D1 of 1");
    EXPECT_TRUE(between.problems.empty());
}

TEST_F(Precursor, that_is_held_is_what_a_preview_waits_for) {
    start();
    sage.scripts.push_back({true, Outcome::maybe_sent, 0});
    submit(despatch("D1"));
    work();
    const Preview seen = delivery->preview(despatch("D1")).value();
    EXPECT_EQ(seen.outcome, Foreseen::hold);
    ASSERT_TRUE(seen.waits_for.has_value());
    EXPECT_EQ(host_message_id(*seen.waits_for), message_id("D1"));
    EXPECT_EQ(seen.problems.back().code, "delivery.waits_for_predecessor");
}

TEST_F(Precursor, is_what_a_shadow_run_compares) {
    start();
    const auto rows = delivery->shadow({despatch("D1")}, [] { return false; });
    ASSERT_TRUE(rows.ok());
    ASSERT_EQ(rows.value().size(), 1U);
    EXPECT_EQ(rows.value()[0].document_id, "D1");
    EXPECT_NE(rows.value()[0].likeness, Likeness::not_mapped);
}

TEST_F(Precursor, ends_without_effect_where_its_document_has_ended) {
    start();
    sage.scripts.push_back({false, Outcome::not_sent, 0});
    submit(despatch("D1"));
    work();
    Entry owner = entry("D1");
    // As a host that stopped between the two would leave it: an older outbox, say.
    Change change =
        change_of(owner, *transition({owner.state, false, false}, Happening::withdrawn), clock.now);
    ASSERT_TRUE(store->apply(change).value());
    work_for(600'000);
    EXPECT_EQ(order_of("D1")->state, State::posted);
    EXPECT_EQ(contents(), Words{});
}

TEST_F(Precursor, a_stop_after_any_step_posts_both_once) {
    for (int stop = 1; stop < 30; ++stop) {
        sage.kept.clear();
        sage.answers.clear();
        const std::string number = fmt::format("D{}", stop);
        restart();
        submit(despatch(number));
        for (int step = 0; step < stop % 10; ++step) {
            ASSERT_TRUE(delivery->work([] { return false; }).ok());
            clock.now += stop < 10 ? 0 : 3'000;
        }
        restart();
        work_for(3'600'000);
        ASSERT_EQ(contents(), (Words{"SO-" + number, number + " of 1"})) << "after " << stop;
        ASSERT_EQ(state(number), State::posted);
    }
}

TEST_F(Precursor, a_store_that_fails_at_any_call_posts_both_once) {
    start();
    int documents = 0;
    for (const std::string function :
         {"find_document", "find_message", "accept", "release", "apply", "find_earlier_document"}) {
        for (int call = 1;; ++call) {
            const std::string number = fmt::format("D{}", ++documents);
            sage.kept.clear();
            submit(despatch(number));
            store->failed = false;
            store->fail(function, call);
            for (int turn = 0; turn < 12; ++turn) {
                static_cast<void>(delivery->work([] { return false; }));
                clock.now += 3'000;
            }
            const bool failed = store->failed;
            store->mend();
            work_for(3'600'000);
            ASSERT_EQ(contents(), (Words{"SO-" + number, number + " of 1"})) << function << call;
            if (!failed) {
                break;
            }
        }
    }
    EXPECT_GT(documents, 10);
}

}  // namespace
}  // namespace sage::testing
