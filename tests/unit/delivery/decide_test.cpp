// SPDX-License-Identifier: Apache-2.0
// Plan: a cancellation withdraws what was not sent, a decision moves what is held; both are
// refused, with a reason, wherever the document may be in Sage or is in another state: every
// decision in every state. What may have been sent is looked for first; the person's own look
// counts where the plugin cannot, and never against what it finds. Said twice, done once.
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/outbox/verification.h"
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

using Decide = World;

TEST_F(Decide, a_queued_document_is_withdrawn) {
    start();
    sage.scripts = {{false, Outcome::not_sent, 0}};
    submit(despatch("D1"));
    work();
    submit(cancellation("C1", "D1"));
    work();
    EXPECT_EQ(state("D1"), State::withdrawn);
    EXPECT_EQ(state("C1"), State::posted);
    work_for(600'000);
    EXPECT_TRUE(sage.kept.empty());
}

TEST_F(Decide, a_posted_document_cannot_be_cancelled) {
    start();
    submit(despatch("D1"));
    work();
    submit(cancellation("C1", "D1"));
    work();
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(state("C1"), State::rejected);
    EXPECT_NE(entry("C1").problem_json.find("decision.wrong_state"), std::string::npos);
}

TEST_F(Decide, a_document_in_doubt_cannot_be_cancelled) {
    start();
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work();
    submit(cancellation("C1", "D1"));
    work();
    EXPECT_EQ(state("D1"), State::in_doubt);
    EXPECT_EQ(state("C1"), State::rejected);
}

TEST_F(Decide, an_unknown_document_is_told) {
    start();
    submit(cancellation("C1", "NOWHERE"));
    work();
    EXPECT_EQ(state("C1"), State::rejected);
    EXPECT_NE(entry("C1").problem_json.find("decision.unknown_document"), std::string::npos);
}

TEST_F(Decide, another_tenants_document_is_neither_withdrawn_nor_told_of) {
    start();
    submit(despatch("D1", "MISSING"));
    work();
    for (std::string order : {cancellation("C1", "D1"), decision("X1", "D1", "markPosted")}) {
        order.replace(order.find("\"tenantId\":\"t\""), 14, "\"tenantId\":\"other\"");
        submit(order);
    }
    work();
    EXPECT_EQ(state("D1"), State::held);
    for (const char* number : {"C1", "X1"}) {
        EXPECT_EQ(state(number), State::rejected);
        EXPECT_NE(entry(number).problem_json.find("decision.unknown_document"), std::string::npos);
    }
}

TEST_F(Decide, a_held_document_is_sent_again_withdrawn_or_marked_as_posted) {
    start();
    for (const char* number : {"D1", "D2", "D3"}) {
        submit(despatch(number, "MISSING"));
    }
    work();
    sage.kept.push_back({"7", "", "entered by hand"});
    submit(decision("X1", "D1", "sendAgain"));
    submit(decision("X2", "D2", "withdraw"));
    submit(decision("X3", "D3", "markPosted"));
    work();
    EXPECT_EQ(state("D1"), State::held) << "sent again, held again: the item is still missing";
    EXPECT_EQ(entry("D1").generation, 2);
    EXPECT_EQ(state("D2"), State::withdrawn);
    EXPECT_EQ(state("D3"), State::posted);
    EXPECT_NE(entry("D3").sage_document_json.find(R"("key":"7","number":"N7")"), std::string::npos);
    const Result<std::vector<HistoryLine>> history = store->history(entry("D2").sequence);
    ASSERT_TRUE(history.ok());
    EXPECT_EQ(history.value().back().evidence, "pat: checked");
    const JournalRow told =
        store->records_after(entry("D2").sequence - 1, 1).value().at(0).journal.back();
    EXPECT_EQ(told.who + " " + told.what + " " + told.new_value, "pat decision withdrawn");
    EXPECT_TRUE(verify_journal(*store, {}, [] { return false; }).value().whole());
}

TEST_F(Decide, sending_again_is_refused_while_sage_holds_the_document) {
    company.settles = SettleClass::blind;
    start();
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work_for(60'000);
    ASSERT_EQ(state("D1"), State::held);
    submit(decision("X1", "D1", "sendAgain"));
    work();
    EXPECT_EQ(state("X1"), State::rejected);
    EXPECT_EQ(sage.kept.size(), 1U);
    sage.kept.clear();
    submit(decision("X2", "D1", "sendAgain"));
    work();
    EXPECT_EQ(state("D1"), State::held) << "Sage may still be at it";
    work_for(3'600'000);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(Decide, a_decision_about_a_document_that_is_not_held_is_refused) {
    start();
    submit(despatch("D1"));
    work();
    submit(decision("X1", "D1", "withdraw"));
    work();
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(state("X1"), State::rejected);
}

/// What a decision comes to, and what becomes of the document it is about.
struct Outcomes {
    State subject;
    State cancelled;
    State sent_again;
    State marked;
    State withdrawn;
};

class DecideInState : public World, public ::testing::WithParamInterface<Outcomes> {
  protected:
    /// Brings a document of that number into the state.
    void bring(const std::string& number, State wanted) {
        switch (wanted) {
            case State::queued:
                sage.scripts = {{false, Outcome::not_sent, 0}};
                submit(despatch(number));
                work();
                break;
            case State::sending:
                submit(despatch(number));
                begin_sending();
                break;
            case State::in_doubt:
                sage.scripts = {{true, Outcome::maybe_sent, 0}};
                submit(despatch(number));
                work();
                break;
            case State::posted:
                submit(despatch(number));
                work();
                break;
            case State::rejected:
                sage.scripts = {{false, Outcome::answered, 400}};
                submit(despatch(number));
                work();
                break;
            case State::held:
                submit(despatch(number, "MISSING"));
                work();
                break;
            case State::withdrawn:
                submit(despatch(number, "MISSING"));
                submit(cancellation("C-" + number, number));
                work();
                break;
        }
        ASSERT_EQ(state(number), wanted);
    }

    void begin_sending() {
        const Result<std::vector<Entry>> claimed =
            store->claim(clock.now, clock.now + 3'600'000, 1);
        ASSERT_TRUE(claimed.ok());
        Attempt attempt;
        attempt.sequence = claimed.value().at(0).sequence;
        attempt.number = 1;
        attempt.begun_ms = clock.now;
        attempt.deadline_ms = clock.now + 60'000;
        attempt.send_json = send_to_json({});
        ASSERT_TRUE(store->begin_attempt(attempt, claimed.value().at(0).epoch).value());
    }
};

TEST_P(DecideInState, each_decision_is_carried_out_refused_or_waits) {
    const Outcomes& expected = GetParam();
    sage.kept.push_back({"7", "", "entered by hand"});
    start();
    const std::vector<std::pair<std::string, State>> decisions = {
        {"cancel", expected.cancelled},
        {"sendAgain", expected.sent_again},
        {"markPosted", expected.marked},
        {"withdraw", expected.withdrawn},
    };
    for (const auto& [what, becomes] : decisions) {
        const std::string number = "D-" + what;
        bring(number, expected.subject);
        const std::string order = what == "cancel" ? cancellation("X-" + what, number)
                                                   : decision("X-" + what, number, what);
        submit(order);
        work();
        const bool waits = expected.subject == State::sending;
        const bool carried = becomes != expected.subject || what == "sendAgain";
        const State own = waits                                        ? State::queued
                          : carried && expected.subject == State::held ? State::posted
                          : carried && what == "cancel" && expected.subject == State::queued
                              ? State::posted
                              : State::rejected;
        EXPECT_EQ(state("X-" + what), own) << what;
        EXPECT_EQ(state(number), becomes) << what;
        if (own == State::rejected) {
            EXPECT_NE(entry("X-" + what).problem_json.find("decision.wrong_state"),
                      std::string::npos)
                << what;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Every, DecideInState,
    ::testing::Values(
        Outcomes{State::queued, State::withdrawn, State::queued, State::queued, State::queued},
        Outcomes{State::sending, State::sending, State::sending, State::sending, State::sending},
        Outcomes{State::in_doubt, State::in_doubt, State::in_doubt, State::in_doubt,
                 State::in_doubt},
        Outcomes{State::posted, State::posted, State::posted, State::posted, State::posted},
        Outcomes{State::rejected, State::rejected, State::rejected, State::rejected,
                 State::rejected},
        Outcomes{State::held, State::withdrawn, State::held, State::posted, State::withdrawn},
        Outcomes{State::withdrawn, State::withdrawn, State::withdrawn, State::withdrawn,
                 State::withdrawn}),
    [](const auto& tested) { return std::string(text_of(tested.param.subject)); });

TEST_F(Decide, a_decision_about_what_is_being_sent_waits_for_the_outcome) {
    start();
    submit(despatch("D1"));
    const Result<std::vector<Entry>> claimed = store->claim(clock.now, clock.now + 1, 1);
    ASSERT_TRUE(claimed.ok());
    Attempt attempt;
    attempt.sequence = claimed.value().at(0).sequence;
    attempt.number = 1;
    attempt.begun_ms = clock.now;
    attempt.deadline_ms = clock.now + 60'000;
    attempt.send_json = send_to_json({});
    ASSERT_TRUE(store->begin_attempt(attempt, claimed.value().at(0).epoch).value());
    submit(cancellation("C1", "D1"));
    work();
    EXPECT_EQ(state("C1"), State::queued);
    Entry sending = entry("D1");
    const Step step = transition({State::sending, false, false}, Happening::not_sent).value();
    Change change = change_of(sending, step, clock.now);
    change.due_ms = clock.now + 600'000;
    ASSERT_TRUE(store->apply(change).value());
    work_for(300'000);
    EXPECT_EQ(state("C1"), State::posted);
    EXPECT_EQ(state("D1"), State::withdrawn);
}

/// A document held because nobody knows whether Sage has it.
class DecideDoubt : public World {
  protected:
    /// @param executed  whether Sage did it
    void hold(bool executed) {
        company.settles = SettleClass::blind;
        start();
        sage.scripts = {{executed, Outcome::maybe_sent, 0}};
        submit(despatch("D1"));
        work_for(60'000);
        ASSERT_EQ(state("D1"), State::held);
        ASSERT_TRUE(entry("D1").maybe_in_sage);
    }
    std::vector<HistoryLine> history() { return store->history(entry("D1").sequence).value(); }
    std::string last_evidence() { return history().back().evidence; }
    std::int64_t times_decided() {
        std::int64_t times = 0;
        for (const HistoryLine& line : history()) {
            times += line.edge == 16 ? 1 : 0;
        }
        return times;
    }
};

TEST_F(DecideDoubt, sending_again_waits_while_sage_cannot_be_asked) {
    hold(false);
    sage.look_up_works = false;
    submit(decision("X1", "D1", "sendAgain"));
    work_for(3'600'000);
    EXPECT_EQ(state("X1"), State::queued);
    EXPECT_EQ(state("D1"), State::held);
    sage.look_up_works = true;
    work_for(600'000);
    EXPECT_EQ(state("X1"), State::posted);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 1U);
    EXPECT_EQ(times_decided(), 1);
}

TEST_F(DecideDoubt, a_day_without_an_answer_refuses_the_decision_and_names_the_way_out) {
    hold(false);
    sage.look_up_works = false;
    submit(decision("X1", "D1", "sendAgain"));
    work_for(25 * 3'600'000LL);
    EXPECT_EQ(state("X1"), State::rejected);
    EXPECT_NE(entry("X1").problem_json.find("checkedByHand"), std::string::npos);
    submit(decision("X2", "D1", "sendAgain", R"("checkedByHand":true)"));
    work();
    EXPECT_EQ(state("X2"), State::posted);
    EXPECT_EQ(state("D1"), State::posted);
}

TEST_F(DecideDoubt, checked_by_hand_counts_before_it_is_sure_and_is_logged_as_such) {
    hold(false);
    submit(decision("X1", "D1", "sendAgain", R"("checkedByHand":true)"));
    work();
    EXPECT_EQ(state("D1"), State::posted);
    bool logged = false;
    for (const HistoryLine& line : history()) {
        logged = logged || line.evidence.starts_with("pat: checked (checked in Sage by hand)");
    }
    EXPECT_TRUE(logged);
    bool audited = false;
    for (const std::string& record : audit.records) {
        audited = audited || (record.find(R"("action":"decide")") != std::string::npos &&
                              record.find(R"("decidedBy":"pat")") != std::string::npos &&
                              record.find(R"("checkedByHand":true)") != std::string::npos);
    }
    EXPECT_TRUE(audited);
}

TEST_F(DecideDoubt, checked_by_hand_never_overrules_what_sage_shows) {
    hold(true);
    submit(decision("X1", "D1", "sendAgain", R"("checkedByHand":true)"));
    submit(decision("X2", "D1", "withdraw", R"("checkedByHand":true)"));
    work();
    EXPECT_EQ(state("X1"), State::rejected);
    EXPECT_EQ(state("X2"), State::rejected);
    EXPECT_NE(entry("X2").problem_json.find("decision.found_in_sage"), std::string::npos);
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(DecideDoubt, what_may_be_in_sage_is_withdrawn_only_once_its_absence_is_sure) {
    hold(false);
    submit(decision("X1", "D1", "withdraw"));
    work();
    EXPECT_EQ(state("X1"), State::queued);
    EXPECT_EQ(state("D1"), State::held);
    work_for(3'600'000);
    EXPECT_EQ(state("D1"), State::withdrawn);
    EXPECT_EQ(last_evidence(), "pat: checked; looked up: not in Sage");
}

TEST_F(DecideDoubt, the_same_decision_twice_is_carried_out_once) {
    hold(false);
    const std::string order = decision("X1", "D1", "sendAgain", R"("checkedByHand":true)");
    submit(order);
    work();
    const Result<Receipt> again = delivery->submit(order);
    ASSERT_TRUE(again.ok());
    EXPECT_TRUE(again.value().duplicate);
    restart();
    work_for(3'600'000);
    EXPECT_EQ(times_decided(), 1);
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(DecideDoubt, a_stop_before_the_commit_leaves_neither_and_the_decision_is_made_again) {
    hold(false);
    submit(decision("X1", "D1", "sendAgain", R"("checkedByHand":true)"));
    audit.refuses = true;  // as far as a stop after the announcement: nothing is written
    work();
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_EQ(state("X1"), State::queued);
    restart();
    audit.refuses = false;
    work_for(600'000);
    EXPECT_EQ(state("X1"), State::posted);
    EXPECT_EQ(times_decided(), 1);
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(Decide, a_decision_about_another_tenants_document_or_about_itself_is_refused) {
    start();
    submit(despatch("D1", "MISSING"));
    work();
    std::string foreign = decision("X1", "D1", "withdraw");
    const std::string tenant = R"("tenantId":"t")";
    foreign.replace(foreign.find(tenant), tenant.size(), R"("tenantId":"u")");
    submit(foreign);
    submit(cancellation("C1", "C1"));
    work();
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_NE(entry("X1").problem_json.find("decision.unknown_document"), std::string::npos);
    EXPECT_NE(entry("C1").problem_json.find("decision.about_itself"), std::string::npos);
}

TEST_F(Decide, a_person_without_name_or_reason_is_refused_at_once) {
    start();
    submit(despatch("D1", "MISSING"));
    for (const char* said : {R"("decidedBy":"pat")", R"("reason":"checked")"}) {
        for (const char* nothing : {R"("")", R"("  ")", ""}) {
            std::string order = decision("X1", "D1", "withdraw");
            const std::string text = said;
            const std::string name = text.substr(0, text.find(':') + 1);
            const std::string with = *nothing == '\0' ? R"("left":"out")" : name + nothing;
            order.replace(order.find(text), text.size(), with);
            const Result<Receipt> receipt = delivery->submit(order);
            EXPECT_FALSE(receipt.ok()) << order;
        }
    }
}

TEST_F(Decide, a_document_that_moves_on_meanwhile_is_looked_at_afresh) {
    start();
    submit(despatch("D1", "MISSING"));
    work();
    submit(decision("X1", "D1", "withdraw", ""));
    store->loses_fence = true;
    ASSERT_TRUE(delivery->work([] { return false; }).ok());
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_EQ(state("X1"), State::queued);
    store->loses_fence = false;
    work();
    EXPECT_EQ(state("D1"), State::withdrawn);
}

TEST_F(DecideDoubt, what_the_outbox_cannot_say_decides_nothing) {
    hold(false);
    for (const char* what : {"sendAgain", "withdraw", "markPosted"}) {
        submit(decision(what, "D1", what, ""));
        store->fail("last_attempt", what == std::string("markPosted") ? 2 : 1);
        EXPECT_FALSE(delivery->work([] { return false; }).ok()) << what;
        EXPECT_EQ(state("D1"), State::held) << what;
        clock.now += 3'600'000;
    }
}

TEST_F(DecideDoubt, a_held_document_that_may_be_in_sage_cannot_be_cancelled) {
    hold(false);
    submit(cancellation("C1", "D1"));
    work();
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_NE(entry("C1").problem_json.find("decision.maybe_in_sage"), std::string::npos);
}

TEST_F(Decide, what_cannot_be_in_sage_is_sent_again_though_sage_cannot_be_asked) {
    start();
    sage.scripts = {{false, Outcome::answered, 422}};
    submit(despatch("D1"));
    work();
    ASSERT_EQ(state("D1"), State::held);
    ASSERT_FALSE(entry("D1").maybe_in_sage);
    sage.look_up_works = false;
    submit(decision("X1", "D1", "sendAgain", ""));
    work();
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 1U);
}

}  // namespace
}  // namespace sage::testing
