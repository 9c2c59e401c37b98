// SPDX-License-Identifier: Apache-2.0
// Plan: Delivery::submit keeps what is valid, once, and refuses the rest with the status of the
// ABI; nothing refused is kept; accepted documents survive a restart.
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

class Submit : public World {
  protected:
    /// How often the host is woken for D2, which comes while Sage is asked to post D1.
    int wakes_while_sage_is_asked() {
        submit(despatch("D1"));
        int woken = 0;
        sage.meanwhile = [&] {
            const int before = wakes;
            submit(despatch("D2"));
            woken = wakes - before;
        };
        work();
        return woken;
    }
};

TEST_F(Submit, an_accepted_document_survives_a_restart) {
    submit(despatch("D1"));
    restart();
    EXPECT_EQ(state("D1"), State::queued);
    work();
    EXPECT_EQ(state("D1"), State::posted);
}

TEST_F(Submit, needs_no_sage_and_wakes_the_host) {
    sage.reachable = false;
    submit(despatch("D1"));
    EXPECT_EQ(state("D1"), State::queued);
    EXPECT_EQ(wakes, 1);
    EXPECT_TRUE(sage.received.empty());
}

TEST_F(Submit, wakes_the_host_while_the_only_caller_waits_for_sage) {
    start();
    EXPECT_EQ(wakes_while_sage_is_asked(), 1) << "it would wait as long as Sage takes to answer D1";
}

TEST_F(Submit, wakes_nobody_while_all_connections_wait_for_sage) {
    company.connection_.connections_max = 1;
    restart();
    EXPECT_EQ(wakes_while_sage_is_asked(), 0) << "nobody could send it";
    EXPECT_EQ(state("D2"), State::posted);
}

TEST_F(Submit, what_comes_between_the_look_at_the_queue_and_the_request_wakes_the_host) {
    start();
    submit(despatch("D1"));
    int before = 0;
    int woken = 0;
    audit.meanwhile = [&] {
        audit.meanwhile = nullptr;
        before = wakes;
        submit(despatch("D2"));
        EXPECT_EQ(wakes, before) << "whoever is at work may still see it";
    };
    sage.meanwhile = [&] { woken = wakes - before; };
    work();
    EXPECT_EQ(woken, 1);
}

TEST_F(Submit, the_same_document_again_is_a_duplicate) {
    submit(despatch("D1"));
    const Result<Receipt> again = delivery->submit(despatch("D1"));
    ASSERT_TRUE(again.ok());
    EXPECT_TRUE(again.value().duplicate);
    EXPECT_EQ(again.value().first_message_id, message_id("D1"));
    start();
    work();
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(Submit, the_same_identity_with_other_content_is_a_conflict) {
    submit(despatch("D1"));
    std::string other = despatch("D1");
    other.replace(other.find("\"2\""), 3, "\"3\"");
    const Result<Receipt> refused = delivery->submit(other);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().status, Status::conflict);
}

TEST_F(Submit, a_type_the_edition_does_not_act_on_is_unsupported) {
    std::string report = despatch("D1");
    report.replace(report.find("despatchAdvice"), 14, "inventoryReport");
    const Result<Receipt> refused = delivery->submit(report);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().status, Status::unsupported);
}

TEST_F(Submit, what_the_edition_cannot_do_is_not_accepted_and_not_kept) {
    const Result<Receipt> refused = delivery->submit(despatch("REFUSED"));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().status, Status::not_accepted);
    EXPECT_EQ(refused.error().first().code, "fake.refused");
    const Result<std::optional<Entry>> kept = store->find_message(message_id("REFUSED"));
    ASSERT_TRUE(kept.ok());
    EXPECT_FALSE(kept.value().has_value());
}

TEST_F(Submit, rubbish_is_invalid) {
    for (const char* rubbish : {"", "{", "[]", "\xff", "{\"a\":1,\"a\":2}"}) {
        const Result<Receipt> refused = delivery->submit(rubbish);
        ASSERT_FALSE(refused.ok()) << rubbish;
    }
    EXPECT_EQ(store->counts().value().queued, 0);
}

}  // namespace
}  // namespace sage::testing
