// SPDX-License-Identifier: Apache-2.0
// Plan: what Sage should hold is what was promised last: by the document, then by later changes of
// it that were posted; while one of those is open, nothing can be said.
#include "sage-adapter/delivery/expectation.h"

#include "sage-adapter/delivery/record.h"
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

class ExpectationTest : public World {
  protected:
    Expectation of(const std::string& number) {
        Result<std::optional<Expectation>> made = expectation_of(*store, company, entry(number));
        EXPECT_TRUE(made.ok() && made.value().has_value());
        return made.value().value_or(Expectation{});
    }
    std::optional<Facts> latest(const std::string& number) {
        return latest_facts(*store, entry(number), of(number)).value();
    }
};

TEST_F(ExpectationTest, the_last_attempt_says_what_was_promised) {
    company.with_lines = true;
    start();
    submit(despatch("D1"));
    work();
    const Expectation expected = of("D1");
    EXPECT_EQ(expected.subject.facts.at("content"), "D1");
    EXPECT_EQ(expected.subject.facts.at("line 1 item"), "2 SKU-1");
    EXPECT_EQ(expected.subject.sage_document.key, "1");
    EXPECT_EQ(expected.subject.external_reference, entry("D1").external_reference);
    EXPECT_FALSE(expected.changes_existing);
    EXPECT_EQ(expected.begun_ms, clock.now);
}

TEST_F(ExpectationTest, what_was_never_sent_promises_nothing) {
    start();
    submit(despatch("D1", "MISSING"));
    work();
    EXPECT_FALSE(expectation_of(*store, company, entry("D1")).value().has_value());
}

TEST_F(ExpectationTest, later_changes_are_laid_over_it_in_their_order) {
    start();
    submit(despatch("D1"));
    submit(despatch("D2"));
    work();
    EXPECT_EQ(latest("D1")->at("content"), "D1");
    for (const char* content : {"FIRST", "SECOND"}) {
        submit(tracking(content, "D1", content));
        work();
    }
    EXPECT_EQ(latest("D1")->at("content"), "SECOND");
    EXPECT_EQ(latest("FIRST")->at("content"), "SECOND");
    EXPECT_TRUE(of("FIRST").changes_existing);
    EXPECT_EQ(latest("D2")->at("content"), "D2");
}

// Found by a simulated world: a version that came after the tracking was made first, and changed by
// it; the change was then taken for one of other people.
TEST_F(ExpectationTest, a_change_that_was_accepted_before_its_document_counts) {
    start();
    submit(despatch("D1", "MISSING"));
    work();
    submit(tracking("T1", "D1", "1Z-1"));
    submit(version("D1", "2", "1"));
    work_for(4 * 3'600'000);
    ASSERT_EQ(state("T1"), State::posted);
    EXPECT_EQ(latest("D1/2")->at("content"), "1Z-1");
}

TEST_F(ExpectationTest, an_open_change_leaves_it_open) {
    start();
    submit(despatch("D1"));
    work();
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(tracking("T1", "D1", "LATE"));
    work();
    ASSERT_EQ(state("T1"), State::in_doubt);
    EXPECT_FALSE(latest("D1").has_value());
}

TEST_F(ExpectationTest, a_change_that_sage_refused_promises_nothing) {
    start();
    submit(despatch("D1"));
    work();
    sage.scripts = {{false, Outcome::answered, 400}};
    submit(tracking("T1", "D1", "REFUSED"));
    work();
    ASSERT_EQ(state("T1"), State::rejected);
    EXPECT_EQ(latest("D1")->at("content"), "D1");
}

TEST_F(ExpectationTest, a_change_that_was_refused_once_and_then_posted_nothing_promises_nothing) {
    company.cause_of_403 = "permission";
    start();
    submit(despatch("D1"));
    work();
    sage.scripts = {{false, Outcome::answered, 403}};
    submit(tracking("T1", "D1", "LATE"));
    work();
    ASSERT_EQ(state("T1"), State::held);
    company.keeps_tracking = true;
    submit(decision("DEC", "T1", "sendAgain", ""));
    work();
    ASSERT_EQ(state("T1"), State::posted);
    EXPECT_EQ(latest("D1")->at("content"), "D1");
    EXPECT_TRUE(latest("T1")->empty());
    store->fail("history");
    EXPECT_FALSE(latest_facts(*store, entry("D1"), of("D1")).ok());
    store->fail("history", 2);
    EXPECT_FALSE(latest_facts(*store, entry("D1"), of("D1")).ok());
}

TEST_F(ExpectationTest, later_attempts_that_are_gone_damaged_or_of_another_document) {
    start();
    submit(despatch("D1"));
    work();
    submit(tracking("T1", "D1", "PARCEL"));
    work();
    const Expectation expected = of("D1");
    const Entry made = entry("D1");
    store->fail("last_attempt");
    EXPECT_FALSE(latest_facts(*store, made, expected).ok());
    store->change_attempt = [](std::optional<Attempt>& attempt) { attempt.reset(); };
    EXPECT_EQ(latest_facts(*store, made, expected).value()->at("content"), "D1");
    store->change_attempt = [](std::optional<Attempt>& attempt) { attempt->send_json = "{"; };
    EXPECT_FALSE(latest_facts(*store, made, expected).ok());
    EXPECT_FALSE(expectation_of(*store, company, made).ok());
    store->change_attempt = [](std::optional<Attempt>& attempt) {
        Send send = send_from_json(attempt->send_json).value();
        send.existing_key = "another";
        attempt->send_json = send_to_json(send);
    };
    EXPECT_EQ(latest_facts(*store, made, expected).value()->at("content"), "D1");
}

TEST_F(ExpectationTest, a_change_that_is_being_sent_leaves_it_open) {
    start();
    submit(despatch("D1"));
    work();
    store->forgets_later = true;
    submit(tracking("T1", "D1", "PARCEL"));
    work();
    ASSERT_EQ(state("T1"), State::sending);
    EXPECT_FALSE(latest("D1").has_value());
}

}  // namespace
}  // namespace sage::testing
