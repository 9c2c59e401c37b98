// SPDX-License-Identifier: Apache-2.0
// Plan: the connection is cut at every statement of a document's life, before and after the server
// has it, COMMIT included; the server is away and comes back; it gives up transactions; its clock
// is set. After each the outbox holds exactly what its callers were told.
#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "tests/support/statement_cutter.h"
#include "tests/unit/outbox/outbox_life.h"

namespace sage::outbox_test {
namespace {

using sage::test::Cut;
using sage::test::StatementCutter;

constexpr std::string_view terminate_all =
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE"
    " 'sage-connector%' AND pid <> pg_backend_pid()";

class PostgresFaults : public testing::Test {
  public:
    PostgresOptions options = postgres_options(fresh_company());
    ByHand by_hand{options};
    std::unique_ptr<Store> store = open_postgres_store(options);

    PostgresOptions through(const StatementCutter& cutter) const {
        PostgresOptions cut = options;
        cut.port = cutter.port();
        return cut;
    }
    std::int64_t number(const std::string& question) {
        return std::stoll("0" + by_hand.text(question));
    }
    /// $company in the question is this test's.
    std::int64_t count(std::string question) {
        const std::string own =
            "(SELECT id FROM company WHERE identity = '" + options.identity + "')";
        question.replace(question.find("$company"), 8, own);
        return number(question);
    }
};

/// Everything that happens to a document, each step expected to succeed whatever is cut.
void live_through(Store& store, int number) {
    EXPECT_FALSE(value_of(store.accept(new_entry(number, "order"))).duplicate);
    const std::vector<Entry> claimed = claim(store);
    ASSERT_EQ(claimed.size(), 1U);
    Entry entry = sending(store, claimed[0]);
    Change change = change_by(entry, Happening::done);
    change.event_type = "postingResult";
    change.event_json = "{}";
    store.apply_later(change);
    done(store.flush());
    const Entry kept = entry_of(store, number);
    EXPECT_EQ(kept.state, State::posted);
    Change verified = change_by(kept, Happening::verified);
    verified.verified = true;
    EXPECT_TRUE(value_of(store.apply(verified)));
    const std::optional<StoredEvent> event = value_of(store.next_event());
    ASSERT_TRUE(event.has_value());
    done(store.acknowledge(event->id));
    done(store.flush());
    done(store.save_catalogue(Catalogue({}, number)));
}

TEST_F(PostgresFaults, connection_cut_at_every_statement_loses_and_doubles_nothing) {
    StatementCutter cutter(sage::test::PostgresServer::shared().port());
    const std::unique_ptr<Store> cut = open_postgres_store(through(cutter));
    live_through(*cut, 0);
    int lives = 1;
    int cuts = 0;
    for (const Cut how : {Cut::before_server, Cut::before_reply}) {
        bool happened = true;
        for (int statement = 1; happened && !HasFatalFailure(); ++statement) {
            cutter.cut_at(statement, how);
            live_through(*cut, lives++);
            happened = cutter.has_cut();
            cuts += happened ? 1 : 0;
        }
    }
    EXPECT_GT(cuts, 60) << "statements of a life, twice";
    EXPECT_EQ(count("SELECT count(*) FROM document WHERE company = $company"), lives);
    EXPECT_EQ(count("SELECT count(*) FROM attempt WHERE company = $company"), lives);
    EXPECT_EQ(count("SELECT count(*) FROM event WHERE company = $company"), 2 * lives);
    EXPECT_EQ(count("SELECT count(*) FROM event WHERE NOT acknowledged AND company = $company"), 0);
    const Counts counts = value_of(cut->counts());
    EXPECT_EQ(counts.posted, lives);
    EXPECT_EQ(counts.queued, 0);
    EXPECT_EQ(counts.sending, 0);
    EXPECT_EQ(counts.unverified, 0);
    EXPECT_EQ(counts.events, 0);
    RecordProperty("cuts", cuts);
}

TEST_F(PostgresFaults, connection_cut_anywhere_in_a_life_with_everything_in_it_changes_nothing) {
    std::string expected;
    int cuts = 0;
    // At each fifth: in turn before the server has it and before the client is told.
    for (int statement = 0;; statement += 5) {
        StatementCutter cutter(sage::test::PostgresServer::shared().port());
        options.identity = fresh_company();
        std::unique_ptr<Store> cut_off = open_postgres_store(through(cutter));
        if (statement > 0) {
            cutter.cut_at(statement, statement % 2 == 0 ? Cut::before_server : Cut::before_reply);
        }
        live(*cut_off, [&] {
            ByHand(options).run(
                "UPDATE document SET lease_until_ms = 0 WHERE company = $1"
                " AND lease_until_ms IS NOT NULL");
        });
        const bool cut = statement > 0 && cutter.has_cut();
        // Acknowledgements that were cut off go with a later commit, the last one at the latest.
        cut_off.reset();
        const std::string found = contents(*open_postgres_store(options));
        expected = statement == 0 ? found : expected;
        ASSERT_EQ(found, expected) << "cut at statement " << statement;
        if (statement > 0 && !cut) {
            break;
        }
        cuts += cut ? 1 : 0;
    }
    EXPECT_GT(cuts, 20);
    RecordProperty("cuts", cuts);
}

TEST_F(PostgresFaults, new_connection_that_is_cut_at_every_statement_is_made_again) {
    StatementCutter cutter(sage::test::PostgresServer::shared().port());
    bool happened = true;
    int tried = 0;
    for (int statement = 1; happened; ++statement) {
        cutter.cut_at(statement, Cut::before_reply);
        const std::unique_ptr<Store> cut = open_postgres_store(through(cutter));
        Result<Accepted> accepted = cut->accept(new_entry(statement));
        if (!accepted.ok()) {
            EXPECT_EQ(accepted.error().status, Status::storage);
            accepted = cut->accept(new_entry(statement));
        }
        EXPECT_TRUE(accepted.ok());
        happened = cutter.has_cut();
        ++tried;
    }
    EXPECT_GT(tried, 15);
    EXPECT_EQ(count("SELECT count(*) FROM document WHERE company = $company"), tried);
}

TEST_F(PostgresFaults, outcome_of_a_commit_that_cannot_be_asked_is_told_as_unknown) {
    StatementCutter cutter(sage::test::PostgresServer::shared().port());
    const std::unique_ptr<Store> cut = open_postgres_store(through(cutter));
    accept(*cut, 1);
    cutter.cut_at(0, Cut::before_reply);
    accept(*cut, 2);
    // The last statement of an acceptance is its COMMIT.
    const int commit = cutter.statements();
    cutter.refuse(true);
    cutter.cut_at(commit, Cut::before_reply);
    const Result<Accepted> unknown = cut->accept(new_entry(3));
    ASSERT_FALSE(unknown.ok());
    EXPECT_EQ(unknown.error().status, Status::storage);
    EXPECT_EQ(unknown.error().first().code, "outbox.commit_unknown");
    cutter.refuse(false);
    const Accepted again = value_of(cut->accept(new_entry(3)));
    EXPECT_TRUE(again.duplicate) << "it was kept, and is recognised";
    EXPECT_EQ(value_of(cut->counts()).queued, 3);
}

TEST_F(PostgresFaults, server_away_is_a_storage_error_with_what_to_do_until_it_is_back) {
    StatementCutter cutter(sage::test::PostgresServer::shared().port());
    cutter.refuse(true);
    const std::unique_ptr<Store> cut = open_postgres_store(through(cutter));
    for (int again = 0; again < 2; ++again) {
        const Result<Accepted> refused = cut->accept(new_entry(1));
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().status, Status::storage);
        EXPECT_EQ(refused.error().first().code, "outbox.unreachable");
        EXPECT_FALSE(refused.error().first().cause.empty());
        EXPECT_NE(refused.error().first().fix.find("outbox"), std::string::npos);
        EXPECT_FALSE(cut->counts().ok());
        EXPECT_FALSE(cut->next_event().ok());
    }
    cutter.refuse(false);
    EXPECT_FALSE(value_of(cut->accept(new_entry(1))).duplicate);
    EXPECT_EQ(value_of(cut->counts()).queued, 1);
}

TEST_F(PostgresFaults, later_result_outlives_a_server_that_is_away_for_a_while) {
    StatementCutter cutter(sage::test::PostgresServer::shared().port());
    const std::unique_ptr<Store> cut = open_postgres_store(through(cutter));
    accept(*cut, 1);
    const Entry sent = sending(*cut, claim(*cut).at(0));
    cutter.refuse(true);
    cutter.cut_at(1, Cut::before_server);
    cut->apply_later(change_by(sent, Happening::done));
    for (int again = 0; again < 3; ++again) {
        EXPECT_FALSE(cut->flush().ok());
    }
    cutter.refuse(false);
    done(cut->flush());
    EXPECT_EQ(entry_of(*cut, 1).state, State::posted);
}

TEST_F(PostgresFaults, sessions_that_the_server_ends_are_replaced_without_an_error) {
    accept(*store, 1);
    EXPECT_EQ(entry_of(*store, 1).state, State::queued);
    for (int number = 2; number < 6; ++number) {
        by_hand.text(std::string(terminate_all));
        accept(*store, number);
        by_hand.text(std::string(terminate_all));
        EXPECT_EQ(entry_of(*store, number).state, State::queued);
    }
    EXPECT_EQ(value_of(store->counts()).queued, 5);
}

TEST_F(PostgresFaults, transaction_given_up_in_a_deadlock_is_tried_again) {
    accept(*store, 1);
    accept(*store, 2);
    const std::vector<Entry> entries = claim(*store);
    const std::vector<Beginning> beginnings = {{next_attempt(entries[1]), entries[1].epoch},
                                               {next_attempt(entries[0]), entries[0].epoch}};
    done(by_hand.connection().run("SET deadlock_timeout TO '60s'"));
    done(by_hand.connection().run("BEGIN"));
    by_hand.text("SELECT 1 FROM document WHERE sequence = " + std::to_string(entries[0].sequence) +
                 " FOR UPDATE");
    std::thread store_side([&] {
        EXPECT_EQ(value_of(store->begin_attempts(beginnings)), (std::vector<bool>{true, true}));
    });
    // Waits for the store's row until the server gives up the store's transaction.
    by_hand.text("SELECT 1 FROM document WHERE sequence = " + std::to_string(entries[1].sequence) +
                 " FOR UPDATE");
    done(by_hand.connection().run("COMMIT"));
    store_side.join();
    EXPECT_EQ(value_of(store->counts()).sending, 2);
    EXPECT_EQ(count("SELECT count(*) FROM attempt WHERE company = $company"), 2);
}

TEST_F(PostgresFaults, statement_that_the_server_cancels_is_tried_again) {
    accept(*store, 1);
    const Entry entry = claim(*store).at(0);
    done(by_hand.connection().run("BEGIN"));
    by_hand.text("SELECT 1 FROM document WHERE sequence = " + std::to_string(entry.sequence) +
                 " FOR UPDATE");
    std::thread store_side([&] { sending(*store, entry); });
    // As a statement time-out does it: once somebody waits for the row.
    std::string cancelled;
    while (cancelled.empty()) {
        cancelled = by_hand.text(
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
    }
    done(by_hand.connection().run("COMMIT"));
    store_side.join();
    EXPECT_EQ(entry_of(*store, 1).state, State::sending);
    EXPECT_EQ(value_of(store->counts()).sending, 1);
}

/// Moves the server's clock as the outbox sees it; sets it right again at the end.
class MovedClock {
  public:
    explicit MovedClock(ByHand& by_hand) : by_hand_(by_hand) {}
    MovedClock(const MovedClock&) = delete;
    MovedClock& operator=(const MovedClock&) = delete;
    ~MovedClock() { by(0); }
    void by(std::int64_t milliseconds) {
        done(by_hand_.connection().run(
            "CREATE OR REPLACE FUNCTION now_ms() RETURNS bigint LANGUAGE sql STABLE AS $$ SELECT"
            " (extract(epoch FROM statement_timestamp()) * 1000)::bigint + " +
            std::to_string(milliseconds) + " $$"));
        by_hand_.text(std::string(terminate_all));
    }

  private:
    ByHand& by_hand_;
};

TEST_F(PostgresFaults, leases_end_by_the_servers_clock_whatever_the_hosts_clocks_say) {
    accept(*store, 1);
    const Entry first = claim(*store).at(0);
    EXPECT_TRUE(claim(*store, start_ms + 1'000 * lease_ms).empty()) << "the host's clock jumped";
    MovedClock clock(by_hand);
    clock.by(-3'600'000);
    EXPECT_TRUE(claim(*store).empty()) << "the server's clock was set back";
    clock.by(3'600'000);
    const Entry second = claim(*store, start_ms - 86'400'000).at(0);
    EXPECT_EQ(second.epoch, first.epoch + 1);
    EXPECT_FALSE(value_of(store->begin_attempt(next_attempt(first), first.epoch)));
    EXPECT_TRUE(value_of(store->begin_attempt(next_attempt(second), second.epoch)));
}

TEST_F(PostgresFaults, server_that_stopped_hard_gives_everything_back) {
    sage::test::PostgresServer own;
    PostgresOptions there = options;
    there.port = own.port();
    there.password = [&own](const std::string&) { return Result<std::string>(own.password()); };
    const std::unique_ptr<Store> kept = open_postgres_store(there);
    for (int number = 1; number <= 20; ++number) {
        accept(*kept, number);
    }
    const Entry sent = sending(*kept, claim(*kept, start_ms, 1).at(0));
    own.kill();
    EXPECT_EQ(kept->accept(new_entry(21)).error().first().code, "outbox.unreachable");
    own.start();
    EXPECT_EQ(value_of(kept->counts()).queued, 19);
    EXPECT_EQ(entry_of(*kept, 1).state, State::sending);
    EXPECT_TRUE(value_of(kept->apply(change_by(sent, Happening::done))));
    EXPECT_FALSE(value_of(kept->accept(new_entry(21))).duplicate);
}

}  // namespace
}  // namespace sage::outbox_test
