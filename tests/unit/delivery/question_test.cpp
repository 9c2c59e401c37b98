// SPDX-License-Identifier: Apache-2.0
// Plan: an edition whose documents are looked for in the database - doubts, read-backs and
// reconciliations ask it and never the server; an error, an answer with rows missing, or what the
// server showed prove nothing; editions without one are as before.
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

constexpr std::int64_t hour = 3'600'000;

class Questions : public World {
  protected:
    Questions() {
        company.settles = SettleClass::searchable;
        company.asks_database = true;
        DataSourceOptions options;
        options.name = "SageLine50v29";
        options.user_name_secret = "database_user";
        options.password_secret = "database_password";
        company.own_connection().data_source = options;
        // The same company behind its other face.
        source.documents = [this](const std::string& target) {
            const std::size_t received = sage.received.size();
            Evidence evidence = sage.exchange({"GET", target, {}, ""}, 0);
            sage.received.resize(received);
            return evidence.reply.body;
        };
    }

    /// What the server was asked for besides master data.
    std::vector<std::string> targets() const {
        std::vector<std::string> all;
        for (const Request& request : sage.received) {
            if (request.target != "/items") {
                all.push_back(request.target);
            }
        }
        return all;
    }

    void lose_the_reply_to(const std::string& number, bool executes) {
        sage.scripts = {{executes, Outcome::maybe_sent, 0}};
        submit(despatch(number));
        work();
    }
};

using Targets = std::vector<std::string>;

TEST_F(Questions, a_doubt_is_settled_by_the_database) {
    start();
    lose_the_reply_to("D1", true);
    work_for(hour);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_TRUE(entry("D1").verified);
    EXPECT_EQ(targets(), Targets{"/post"});
    ASSERT_FALSE(source.users.empty());
    EXPECT_EQ(source.users.back(), "secret of database_user/secret of database_password");
}

TEST_F(Questions, what_the_database_does_not_show_is_sent_again_once_it_shows_what_came_later) {
    start();
    lose_the_reply_to("D1", false);
    work_for(hour);
    EXPECT_EQ(state("D1"), State::in_doubt);
    submit(despatch("LATER"));
    work_for(hour);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 2U);
    EXPECT_EQ(targets(), (Targets{"/post", "/post", "/post"}));
}

TEST_F(Questions, a_database_that_is_away_proves_nothing) {
    start();
    lose_the_reply_to("D1", false);
    submit(despatch("LATER"));
    work();
    source.fails = Error(Status::remote, Problem{"odbc.connection_lost", "", "The connection fell.",
                                                 "Nothing to do.", Owner::it});
    work_for(3 * hour);
    EXPECT_EQ(state("D1"), State::in_doubt);
    EXPECT_NE(entry("D1").problem_json.find("The connection fell."), std::string::npos);
    EXPECT_EQ(sage.kept.size(), 1U);
    source.fails = std::nullopt;
    work_for(3 * hour);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 2U);
}

TEST_F(Questions, an_answer_that_lacks_rows_proves_nothing) {
    start();
    lose_the_reply_to("D1", false);
    submit(despatch("LATER"));
    work();
    source.more = true;
    work_for(3 * hour);
    EXPECT_EQ(state("D1"), State::in_doubt);
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(Questions, what_the_server_has_shown_proves_nothing_of_the_database) {
    store->shared = true;
    start();
    lose_the_reply_to("D1", false);
    const auto look = [&] {
        for (const std::int64_t until = clock.now + 2 * hour; clock.now < until;
             clock.now += 60'000) {
            work();
        }
    };
    ASSERT_TRUE(store->remember("freshest_visible_ms", "9999999999999").ok());
    look();
    EXPECT_EQ(state("D1"), State::in_doubt) << "another host asks the server";
    EXPECT_TRUE(sage.kept.empty());
    ASSERT_TRUE(store->remember("freshest_visible_ms/database", "9999999999999").ok());
    look();
    EXPECT_EQ(state("D1"), State::posted) << "another one the database";
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(Questions, a_period_is_compared_with_the_database) {
    start();
    submit(despatch("D1"));
    work();
    sage.kept.at(0).content = "CHANGED";
    const Result<Reconciled> compared =
        delivery->reconcile({"2000-01-01", "2099-12-31", {}}, [] { return false; });
    ASSERT_TRUE(compared.ok());
    EXPECT_TRUE(compared.value().complete);
    EXPECT_EQ(compared.value().compared, 1);
    EXPECT_EQ(compared.value().findings.size(), 1U);
    EXPECT_EQ(targets(), Targets{"/post"});
}

TEST_F(Questions, without_a_query_of_the_edition_the_server_is_asked) {
    company.asks_database = false;
    start();
    lose_the_reply_to("D1", true);
    work_for(hour);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(targets().size(), 2U);
    EXPECT_TRUE(source.asked.empty());
    EXPECT_EQ(company.document_reply({}, {}).status, 0);
}

}  // namespace
}  // namespace sage::testing
