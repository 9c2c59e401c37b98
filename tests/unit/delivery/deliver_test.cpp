// SPDX-License-Identifier: Apache-2.0
// Plan: Delivery::work on a queued document: every preparation and every verdict ends in the state
// of ARCHITECTURE.md's edges E2 to E9 and E18, with the attempt recorded and announced before it
// leaves.
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

using Deliver = World;

TEST_F(Deliver, a_despatch_is_posted_once_with_its_sage_document) {
    start();
    submit(despatch("D1"));
    work();
    const Entry one = entry("D1");
    EXPECT_EQ(one.state, State::posted);
    EXPECT_TRUE(one.verified);
    EXPECT_NE(one.sage_document_json.find("\"number\":\"N1\""), std::string::npos);
    ASSERT_EQ(sage.kept.size(), 1U);
    EXPECT_EQ(sage.kept[0].reference, one.external_reference);
}

// "CUT" stands for a document one of whose texts had to be cut.
TEST_F(Deliver, what_was_cut_is_told_with_the_result_and_stays_known) {
    start();
    submit(despatch("CUT"));
    work();
    ASSERT_EQ(state("CUT"), State::posted);
    EXPECT_TRUE(entry("CUT").verified);
    const auto told = events();
    ASSERT_FALSE(told.empty());
    for (const StoredEvent& event : told) {
        EXPECT_NE(event.json.find("mapping.text_cut"), std::string::npos) << event.json;
    }
    EXPECT_NE(entry("CUT").sage_document_json.find("mapping.text_cut"), std::string::npos);
}

TEST_F(Deliver, the_attempt_is_recorded_and_announced_before_it_leaves) {
    start();
    submit(despatch("D1"));
    audit.refuses = true;
    work();
    EXPECT_EQ(state("D1"), State::queued);
    EXPECT_TRUE(sage.kept.empty());
    const Result<std::optional<Attempt>> attempt = store->last_attempt(entry("D1").sequence);
    ASSERT_TRUE(attempt.ok() && attempt.value().has_value());
    EXPECT_EQ(attempt.value()->number, 1);
    audit.refuses = false;
    work_for(10'000);
    EXPECT_EQ(state("D1"), State::posted);
    ASSERT_EQ(audit.records.size(), 1U);
    EXPECT_NE(audit.records[0].find(message_id("D1")), std::string::npos);
}

TEST_F(Deliver, nothing_sent_goes_back_to_the_queue_and_is_tried_later) {
    start();
    sage.scripts = {{false, Outcome::not_sent, 0}};
    submit(despatch("D1"));
    work();
    EXPECT_EQ(state("D1"), State::queued);
    EXPECT_EQ(entry("D1").wait_reason, WaitReason::backoff);
    EXPECT_EQ(entry("D1").generation, 1);
    work_for(10'000);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(Deliver, a_refusal_is_final_and_told_with_its_reason) {
    start();
    sage.scripts = {{false, Outcome::answered, 400}};
    submit(despatch("D1"));
    work();
    EXPECT_EQ(state("D1"), State::rejected);
    const std::vector<StoredEvent> told = events();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_NE(told[0].json.find("fake.400"), std::string::npos);
    EXPECT_NE(told[0].json.find("\"state\":\"rejected\""), std::string::npos);
}

TEST_F(Deliver, a_cause_outside_the_document_holds_it_until_the_cause_is_gone) {
    start();
    sage.scripts = {{false, Outcome::answered, 422}};
    submit(despatch("D1"));
    work();
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_EQ(entry("D1").root_cause, "item:LATE");
    sage.items.push_back("LATE");
    work_for(5 * 3'600'000LL);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_GT(entry("D1").generation, 1);
}

TEST_F(Deliver, an_unknown_item_is_held_before_anything_is_sent) {
    start();
    submit(despatch("D1", "MISSING"));
    work();
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_EQ(entry("D1").attempts, 0);
    EXPECT_NE(entry("D1").problem_json.find("Create it."), std::string::npos);
}

TEST_F(Deliver, what_the_edition_refuses_is_rejected_without_a_send) {
    start();
    submit(despatch("LOCAL"));
    work();
    EXPECT_EQ(state("LOCAL"), State::rejected);
    EXPECT_EQ(entry("LOCAL").attempts, 0);
}

TEST_F(Deliver, an_edition_may_read_first) {
    start();
    const std::size_t before = sage.received.size();
    submit(despatch("ASKS"));
    work();
    EXPECT_EQ(state("ASKS"), State::posted);
    ASSERT_GT(sage.received.size(), before + 1);
    EXPECT_EQ(sage.received[before].target, "/items");
    EXPECT_EQ(sage.received[before + 1].target, "/post");
}

TEST_F(Deliver, throttling_pauses_everything_for_as_long_as_the_server_says) {
    start();
    sage.scripts = {{false, Outcome::answered, 429}};
    submit(despatch("D1"));
    work();
    EXPECT_EQ(entry("D1").wait_reason, WaitReason::throttle);
    submit(despatch("D2"));
    work();
    EXPECT_EQ(state("D2"), State::queued);
    work_for(29'000);
    EXPECT_EQ(state("D2"), State::queued);
    work_for(60'000);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(state("D2"), State::posted);
    EXPECT_EQ(entry("D1").generation, 2);
}

TEST_F(Deliver, a_refused_token_is_renewed_and_no_document_is_lost) {
    start();
    const int tokens_before = sage.tokens;
    sage.scripts = {{false, Outcome::answered, 401}};
    submit(despatch("D1"));
    work();
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.tokens, tokens_before + 1);
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(Deliver, a_wrong_configuration_holds_the_document) {
    start();
    sage.scripts = {{false, Outcome::answered, 403}};
    submit(despatch("D1"));
    work();
    EXPECT_EQ(state("D1"), State::held);
}

TEST_F(Deliver, documents_of_one_ordering_key_keep_their_order) {
    start();
    sage.scripts = {{false, Outcome::not_sent, 0}};
    submit(despatch("D1", "SKU-1", "order"));
    submit(despatch("D2", "SKU-1", "order"));
    work();
    EXPECT_EQ(state("D2"), State::queued);
    EXPECT_EQ(entry("D2").wait_reason, WaitReason::predecessor);
    work_for(10'000);
    ASSERT_EQ(sage.kept.size(), 2U);
    EXPECT_EQ(sage.kept[0].content, "D1");
    EXPECT_EQ(sage.kept[1].content, "D2");
}

TEST_F(Deliver, a_document_that_waited_too_long_is_held) {
    start();
    submit(despatch("D1"));
    clock.now += company.connection().age_ms_max + 1;
    work();
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_NE(entry("D1").problem_json.find("delivery.too_old"), std::string::npos);
}

TEST_F(Deliver, a_document_that_waited_too_long_is_sent_when_a_person_decides_so) {
    start();
    submit(despatch("D1"));
    clock.now += company.connection().age_ms_max + 1;
    work();
    ASSERT_EQ(state("D1"), State::held);
    submit(decision("X1", "D1", "sendAgain", ""));
    work_for(60'000);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(Deliver, a_decision_to_send_is_too_old_after_the_same_time) {
    start();
    submit(despatch("D1"));
    clock.now += company.connection().age_ms_max + 1;
    work();
    sage.reachable = false;
    submit(decision("X1", "D1", "sendAgain", ""));
    work_for(60'000);
    ASSERT_EQ(state("D1"), State::queued);
    clock.now += company.connection().age_ms_max + 1;
    sage.reachable = true;
    work_for(60'000);
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_NE(entry("D1").problem_json.find("delivery.too_old"), std::string::npos);
    EXPECT_TRUE(sage.kept.empty());
}

TEST_F(Deliver, a_call_that_is_called_back_sends_nothing) {
    start();
    submit(despatch("D1"));
    const Result<Worked> worked = delivery->work([] { return true; });
    ASSERT_TRUE(worked.ok());
    ASSERT_TRUE(store->flush().ok());
    EXPECT_TRUE(sage.kept.empty());
    EXPECT_EQ(state("D1"), State::queued);
    work_for(10'000);
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(Deliver, a_request_does_not_leave_late_because_the_clock_was_set_back) {
    start();
    audit.meanwhile = [this] {
        clock.now -= 3'600'000;
        clock.set_back += 3'600'000 + company.connection().reply_ms_max;
    };
    submit(despatch("D1"));
    const Result<Worked> worked = delivery->work([] { return false; });
    ASSERT_TRUE(worked.ok());
    EXPECT_TRUE(sage.kept.empty());
    audit.meanwhile = nullptr;
    work_for(3'700'000);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(entry("D1").attempts, 2);
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    return text.replace(text.find(what), what.size(), by);
}

std::string order(const std::string& version, const std::string& ordering_key) {
    std::string text = despatch("SO-1", "SKU-1", ordering_key);
    text = replaced(text, "despatchAdvice", "salesOrder");
    text = replaced(text, "deliveredQuantity", "orderedQuantity");
    text = replaced(text, R"("documentVersion":"1")", R"("documentVersion":")" + version + "\"");
    return replaced(text, message_id("SO-1"), message_id("SO-1 version " + version));
}

std::string despatch_of_order(const std::string& number, const std::string& ordering_key) {
    return replaced(despatch(number, "SKU-1", ordering_key), R"("buyerCustomerParty")",
                    R"("orderReference":{"id":"SO-1"},"buyerCustomerParty")");
}

TEST_F(Deliver, a_document_and_a_new_version_behind_it_do_not_wait_for_each_other) {
    start();
    submit(order("1", "L"));
    work();
    submit(despatch_of_order("D1", "L"));
    submit(order("2", "L"));
    work_for(60'000);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(state("SO-1 version 2"), State::posted);
}

TEST_F(Deliver, a_document_that_waits_too_long_for_another_is_held) {
    start();
    submit(despatch("BLOCK", "MISSING", "L"));
    work();
    submit(order("1", "L"));
    submit(despatch_of_order("D1", ""));
    work();
    EXPECT_EQ(state("D1"), State::queued);
    clock.now += company.connection().age_ms_max + 1;
    work_for(600'000);
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_NE(entry("D1").problem_json.find("delivery.too_old"), std::string::npos);
}

TEST_F(Deliver, a_document_that_can_no_longer_be_read_is_held) {
    start();
    submit(despatch("D1"));
    restart();
    store->change_claimed = [](Entry& claimed) { claimed.canonical_bytes = "{"; };
    work();
    EXPECT_EQ(state("D1"), State::held);
    EXPECT_TRUE(sage.kept.empty());
}

TEST_F(Deliver, what_sage_was_asked_first_without_an_answer_is_asked_again) {
    start();
    sage.items_answer = false;
    submit(despatch("ASKS"));
    work();
    EXPECT_EQ(state("ASKS"), State::queued);
    EXPECT_GT(entry("ASKS").due_ms, clock.now);
    ASSERT_TRUE(delivery->work([] { return true; }).ok());
    sage.items_answer = true;
    work_for(60'000);
    EXPECT_EQ(state("ASKS"), State::posted);
}

TEST_F(Deliver, what_sage_was_asked_first_with_a_passing_answer_is_asked_again) {
    start();
    submit(despatch("ASKS"));
    for (const int status : {401, 408, 429, 500, 502, 504}) {
        const std::size_t before = sage.received.size();
        sage.items_status = status;
        work_for(600'000);
        EXPECT_EQ(state("ASKS"), State::queued) << status;
        EXPECT_GT(sage.received.size(), before) << status;
    }
    sage.items_status = 200;
    work_for(600'000);
    EXPECT_EQ(state("ASKS"), State::posted);
}

TEST_F(Deliver, what_sage_never_answers_that_was_asked_first_is_held_once_it_is_too_old) {
    start();
    sage.items_status = 500;
    submit(despatch("ASKS"));
    work();
    ASSERT_EQ(state("ASKS"), State::queued);
    clock.now += company.connection().age_ms_max + 1;
    work_for(600'000);
    EXPECT_EQ(state("ASKS"), State::held);
    EXPECT_NE(entry("ASKS").problem_json.find("delivery.too_old"), std::string::npos);
}

TEST_F(Deliver, an_edition_that_asks_for_ever_is_stopped) {
    start();
    submit(despatch("ASKS-FOR-EVER"));
    work();
    EXPECT_EQ(state("ASKS-FOR-EVER"), State::held);
    EXPECT_NE(entry("ASKS-FOR-EVER").problem_json.find("delivery.reads_first_exceeded"),
              std::string::npos);
}

TEST_F(Deliver, what_promises_nothing_needs_no_reading_back) {
    start();
    submit(despatch("NO-FACTS"));
    work();
    EXPECT_EQ(state("NO-FACTS"), State::posted);
    EXPECT_TRUE(entry("NO-FACTS").verified);
}

TEST_F(Deliver, a_document_about_one_that_was_refused_is_held) {
    start();
    sage.scripts = {{false, Outcome::answered, 400}};
    submit(despatch("D1"));
    work();
    ASSERT_EQ(state("D1"), State::rejected);
    submit(tracking("T1", "D1", "PARCEL"));
    work();
    EXPECT_EQ(state("T1"), State::held);
    EXPECT_NE(entry("T1").problem_json.find("delivery.predecessor_not_posted"), std::string::npos);
}

TEST_F(Deliver, an_earlier_send_that_still_runs_leaves_a_doubt) {
    start();
    sage.scripts = {{true, Outcome::answered, 425}};
    submit(despatch("D1"));
    work();
    EXPECT_EQ(state("D1"), State::in_doubt);
    EXPECT_TRUE(entry("D1").maybe_in_sage);
    work_for(60'000);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(Deliver, what_an_edition_wants_to_ask_first_is_not_asked_once_called_back) {
    start();
    submit(despatch("ASKS"));
    const std::size_t before = sage.received.size();
    ASSERT_TRUE(delivery->work([] { return true; }).ok());
    EXPECT_EQ(sage.received.size(), before);
    EXPECT_EQ(state("ASKS"), State::queued);
    work_for(60'000);
    EXPECT_EQ(state("ASKS"), State::posted);
}

}  // namespace
}  // namespace sage::testing
