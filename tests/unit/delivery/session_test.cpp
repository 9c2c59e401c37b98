// SPDX-License-Identifier: Apache-2.0
// Plan: documents that carry a session, while it lives, ends, is refused and cannot be had; where
// it may be seen; and that nothing is sent twice for it.
#include "sage-adapter/delivery/session.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class Session : public World {
  protected:
    void open_with_sessions() {
        company.in_sessions = true;
        restart();
    }
    int attentions() {
        const std::vector<StoredEvent> all = events();
        return static_cast<int>(std::count_if(all.begin(), all.end(), [](const StoredEvent& event) {
            return event.json.find("auth.session.refused") != std::string::npos &&
                   event.json.find(R"("closed":true)") == std::string::npos;
        }));
    }
    static bool has_header(const Request& request, std::string_view name) {
        return std::any_of(request.headers.begin(), request.headers.end(),
                           [&](const Header& one) { return one.name == name; });
    }
};

TEST_F(Session, is_asked_for_before_a_document_needs_it_and_used_for_all) {
    open_with_sessions();
    work();
    EXPECT_EQ(sage.sessions, 1);
    submit(despatch("D1"));
    submit(despatch("D2"));
    work();
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(state("D2"), State::posted);
    EXPECT_EQ(sage.sessions, 1);
    EXPECT_THAT(sage.sessions_of_posts, ElementsAre("s1 secret of sender", "s1 secret of sender"));
}

TEST_F(Session, goes_where_no_access_token_goes) {
    open_with_sessions();
    submit(despatch("D1"));
    work();
    for (const Request& request : sage.received) {
        EXPECT_EQ(has_header(request, "Authorization"), request.target != "/post");
        EXPECT_EQ(has_header(request, "Session"), request.target == "/post");
    }
}

TEST_F(Session, is_neither_stored_nor_announced) {
    open_with_sessions();
    submit(despatch("D1"));
    work();
    const Result<std::optional<Attempt>> kept = store->last_attempt(entry("D1").sequence);
    ASSERT_TRUE(kept.ok() && kept.value().has_value());
    EXPECT_THAT(kept.value()->send_json, Not(HasSubstr("secret of")));
    EXPECT_THAT(kept.value()->send_json, Not(HasSubstr("s1")));
    EXPECT_THAT(audit.records.back(), Not(HasSubstr("secret of")));
}

TEST_F(Session, that_ended_is_renewed_once_and_the_document_is_posted_once) {
    open_with_sessions();
    submit(despatch("D1"));
    work();
    sage.ended_sessions = {"s1"};
    submit(despatch("D2"));
    work();
    EXPECT_EQ(state("D2"), State::posted);
    EXPECT_EQ(sage.sessions, 2);
    EXPECT_EQ(sage.kept.size(), 2U);
    EXPECT_EQ(attentions(), 0);
}

TEST_F(Session, that_is_refused_although_new_stops_what_needs_it_and_is_told_once) {
    open_with_sessions();
    sage.takes_sessions = false;
    submit(despatch("D1"));
    work();
    EXPECT_EQ(state("D1"), State::queued);
    EXPECT_EQ(sage.sessions, 1) << "no second one before five minutes have passed";
    EXPECT_EQ(sage.sessions_of_posts.size(), 1U);
    EXPECT_EQ(attentions(), 1);
    work_for(20 * 60'000);
    EXPECT_LE(sage.sessions, 5);
    EXPECT_GE(sage.sessions, 4);
    EXPECT_EQ(attentions(), 0) << "told before";
    sage.takes_sessions = true;
    work_for(6 * 60'000);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 1U);
    sage.takes_sessions = false;
    submit(despatch("D2"));
    work_for(6 * 60'000);
    EXPECT_EQ(attentions(), 1) << "of the next trouble";
}

TEST_F(Session, that_cannot_be_had_holds_back_no_more_than_what_needs_it) {
    open_with_sessions();
    submit(despatch("D1"));
    work();
    sage.session_status = 403;
    clock.now += company.session_ms;
    submit(despatch("D2"));
    submit(tracking("T1", "D1", "later"));
    work();
    EXPECT_EQ(state("T1"), State::posted);
    EXPECT_EQ(state("D2"), State::queued);
    EXPECT_EQ(entry("D2").attempts, 0) << "no attempt without a session";
    sage.session_status = 200;
    work_for(60'000);
    EXPECT_EQ(state("D2"), State::posted);
    EXPECT_EQ(sage.kept.size(), 2U);
}

TEST_F(Session, is_renewed_before_its_time_is_over) {
    open_with_sessions();
    work();
    clock.now += company.session_ms - 4 * 60'000;
    work();
    EXPECT_EQ(sage.sessions, 2);
}

TEST_F(Session, of_less_than_a_minute_is_never_used) {
    company.session_ms = 59'000;
    open_with_sessions();
    submit(despatch("D1"));
    for (int turn = 0; turn < 20; ++turn) {
        static_cast<void>(delivery->work([] { return false; }));
    }
    EXPECT_TRUE(sage.sessions_of_posts.empty());
}

TEST_F(Session, is_looked_after_by_the_check_of_the_settings) {
    sage.session_status = 403;
    open_with_sessions();
    const Result<std::vector<Problem>> problems = delivery->check([] { return false; });
    ASSERT_TRUE(problems.ok());
    ASSERT_EQ(problems.value().size(), 1U);
    EXPECT_EQ(problems.value().front().code, "fake.no_session");
}

TEST_F(Session, is_none_where_the_edition_has_no_use_for_it) {
    start();
    submit(despatch("D1"));
    work();
    EXPECT_EQ(sage.sessions, 0);
    EXPECT_EQ(state("D1"), State::posted);
}

// An id that is executed once: what is refused may be the second one.
class UniqueId : public World {
  protected:
    void post_refused(bool there, int status) {
        company.settles = SettleClass::unique_refusal;
        start();
        sage.scripts = {{there, Outcome::answered, status}};
        submit(despatch("D1"));
        ASSERT_TRUE(delivery->work([] { return false; }).ok());
        ASSERT_TRUE(delivery->flush().ok());
    }
};

TEST_F(UniqueId, a_refusal_of_what_is_in_sage_is_no_refusal) {
    for (const int status : {400, 422, 403}) {
        SCOPED_TRACE(status);
        sage.kept.clear();
        sage.answers.clear();
        company.settles = SettleClass::unique_refusal;
        const std::string number = "D" + std::to_string(status);
        if (status == 400) {
            start();
        }
        sage.scripts = {{true, Outcome::answered, status}};
        submit(despatch(number));
        work_for(60'000);
        EXPECT_EQ(state(number), State::posted);
        EXPECT_EQ(sage.kept.size(), 1U);
    }
}

TEST_F(UniqueId, a_refusal_of_what_is_not_in_sage_stands) {
    post_refused(false, 400);
    EXPECT_EQ(state("D1"), State::rejected);
}

TEST_F(UniqueId, a_refusal_counts_as_nothing_while_sage_cannot_be_asked) {
    sage.look_up_works = false;
    post_refused(false, 400);
    EXPECT_EQ(state("D1"), State::in_doubt);
}

// Where Sage answers with the number alone, the key is learnt.
TEST_F(World, a_number_stands_for_the_key_until_the_document_is_read_back) {
    company.answers_by_number = true;
    sage.query_shows = false;
    start();
    submit(despatch("D1"));
    work();
    EXPECT_THAT(entry("D1").sage_document_json, HasSubstr(R"("key":"N1")"));
    sage.query_shows = true;
    work_for(10 * 60'000);
    EXPECT_THAT(entry("D1").sage_document_json, HasSubstr(R"("key":"1")"));
    EXPECT_THAT(entry("D1").sage_document_json, HasSubstr(R"("number":"N1")"));
    EXPECT_EQ(entry("D1").problem_json, "");
}

}  // namespace
}  // namespace sage::testing
