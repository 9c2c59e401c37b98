// SPDX-License-Identifier: Apache-2.0
// Plan: the connection string (quoting, password, TLS), what a session refuses, sets and warns of,
// and the schema: made once, whoever comes first, and no newer one touched.
#include "sage-adapter/outbox/postgres_session.h"

#include <gtest/gtest.h>

#include <barrier>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "sage-adapter/outbox/overview.h"
#include "tests/support/certificates.h"
#include "tests/support/statement_cutter.h"
#include "tests/unit/outbox/any_outbox.h"
#include "tests/unit/outbox/journal_day.h"

namespace sage::outbox_test {
namespace {

/// Whether it succeeded, or why not.
template <class T>
Result<bool> fine(const Result<T>& outcome) {
    return outcome.ok() ? Result<bool>(true) : Result<bool>(outcome.error());
}

class PostgresSession : public testing::Test {
  public:
    PostgresOptions options = postgres_options(fresh_company());
    std::vector<Problem> warnings;

    PostgresSession() {
        options.now_ms = nullptr;
        options.warn = [this](const Problem& problem) { warnings.push_back(problem); };
    }
    /// An empty database of its own.
    void use_new_database(const std::string& how = "ENCODING 'UTF8'") {
        static int number = 0;
        ByHand administrator(postgres_options(fresh_company()));
        options.database = "database_" + std::to_string(++number);
        done(administrator.connection().run("CREATE DATABASE " + options.database + " " + how +
                                            " TEMPLATE template0"));
    }
    Result<std::int64_t> prepare() {
        PostgresConnection connection([this] { return conninfo_of(options); });
        const Result<bool> opened = connection.open();
        return opened.ok() ? prepare_session(connection, options)
                           : Result<std::int64_t>(opened.error());
    }
    std::string code() {
        const Result<std::int64_t> prepared = prepare();
        return prepared.ok() ? "" : prepared.error().first().code;
    }
};

TEST_F(PostgresSession, text_of_the_settings_is_quoted) {
    PostgresOptions odd;
    odd.host = "h";
    odd.database = "a b'c\\d";
    odd.user = "u sslmode=disable";
    odd.tls_mode = "verify-full";
    const std::string conninfo = value_of(conninfo_of(odd));
    EXPECT_NE(conninfo.find("dbname='a b\\'c\\\\d'"), std::string::npos) << conninfo;
    EXPECT_NE(conninfo.find("user='u sslmode=disable'"), std::string::npos) << conninfo;
    EXPECT_NE(conninfo.find("sslmode='verify-full'"), std::string::npos) << conninfo;
    EXPECT_EQ(conninfo.find("password="), std::string::npos) << conninfo;
    odd.user.clear();
    EXPECT_EQ(value_of(conninfo_of(odd)).find("user='"), std::string::npos);
}

TEST_F(PostgresSession, password_is_asked_for_by_its_name_at_each_connect) {
    std::vector<std::string> asked;
    options.password = [&](const std::string& name) {
        asked.push_back(name);
        return Result<std::string>(sage::test::PostgresServer::shared().password());
    };
    value_of(prepare());
    value_of(prepare());
    EXPECT_EQ(asked, (std::vector<std::string>{"outbox", "outbox"}));
}

TEST_F(PostgresSession, password_that_is_wrong_or_not_to_be_had_is_told_without_it) {
    options.password = [](const std::string&) { return Result<std::string>("s3cret"); };
    Result<std::int64_t> refused = prepare();
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().status, Status::storage);
    EXPECT_EQ(refused.error().first().code, "outbox.unreachable");
    EXPECT_EQ(refused.error().first().cause.find("s3cret"), std::string::npos);
    options.password = [](const std::string&) {
        return Result<std::string>(Error(
            Status::auth, Problem{"host.secret_unavailable", "", "Locked.", "Unlock.", Owner::it}));
    };
    refused = prepare();
    EXPECT_EQ(refused.error().status, Status::storage);
    EXPECT_EQ(refused.error().first().code, "host.secret_unavailable");
}

TEST_F(PostgresSession, server_is_the_one_that_was_named_or_there_is_no_connection) {
    const sage::test::PostgresServer& server = sage::test::PostgresServer::shared();
    options.tls_mode = "verify-full";
    options.host = "localhost";
    EXPECT_EQ(code(), "outbox.unreachable") << "its authority is not the system's";
    options.certificate_authority_file = server.certificate_authority_file();
    EXPECT_EQ(code(), "");
    ByHand connection(options);
    EXPECT_EQ(connection.text("SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"),
              "TLSv1.3");
    // The same server under a name that its certificate does not have.
    options.host = "127.0.0.2";
    EXPECT_EQ(code(), "outbox.unreachable");
    options.tls_mode = "verify-ca";
    EXPECT_EQ(code(), "") << "the name was all that was wrong";
}

TEST_F(PostgresSession, empty_database_gets_the_schema_and_a_used_one_keeps_its_own) {
    use_new_database();
    const std::int64_t company = value_of(prepare());
    EXPECT_EQ(value_of(prepare()), company);
    options.identity = "another";
    EXPECT_NE(value_of(prepare()), company);
}

TEST_F(PostgresSession, hosts_that_come_first_at_once_make_one_schema) {
    use_new_database();
    constexpr int hosts = 6;
    std::barrier start(hosts);
    std::vector<std::thread> threads;
    for (int host = 0; host < hosts; ++host) {
        threads.emplace_back([&] {
            PostgresOptions quiet = options;
            quiet.warn = nullptr;
            const std::unique_ptr<Store> store = open_postgres_store(quiet);
            start.arrive_and_wait();
            EXPECT_EQ(value_of(store->counts()).queued, 0);
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
}

constexpr const char* back_to_version_3 = R"(
DROP TABLE figure;
ALTER TABLE writer RENAME COLUMN committed_ms TO touched_ms;
UPDATE schema_version SET version = 3;
)";

/// From version 3, what that adds.
constexpr const char* back_to_version_2 = R"(
DROP INDEX document_open;
DROP INDEX document_finding;
DROP INDEX event_ended;
DROP TABLE alert;
DROP TABLE journal;
ALTER TABLE writer DROP COLUMN journal_position;
ALTER TABLE writer DROP COLUMN journal_hash;
UPDATE schema_version SET version = 2;
)";

/// From version 2, what that adds: the triggers of version 1 are as good as none here.
constexpr const char* back_to_version_1 = R"(
DROP TRIGGER attempt_emptied ON attempt;
DROP TRIGGER attempt_purged ON attempt;
DROP TRIGGER event_emptied ON event;
DROP TRIGGER event_purged ON event;
DROP TRIGGER content_unchanged ON content;
DROP FUNCTION keep_content();
DROP FUNCTION keep_while_content();
DROP INDEX event_alone;
CREATE TRIGGER content_unchanged BEFORE UPDATE ON content
FOR EACH ROW EXECUTE FUNCTION refuse('content never changes');
UPDATE schema_version SET version = 1;
)";

TEST_F(PostgresSession, older_schema_is_brought_up_by_whoever_comes_first) {
    for (const std::string_view version : {"1", "2", "3"}) {
        use_new_database();
        posted(*open_postgres_store(options), 1);
        {
            // Another connection would bring it up in between.
            ByHand by_hand(options);
            done(by_hand.connection().run_all(back_to_version_3));
            if (version != "3") {
                done(by_hand.connection().run_all(back_to_version_2));
            }
            if (version == "1") {
                done(by_hand.connection().run_all(back_to_version_1));
            }
        }
        const std::unique_ptr<Store> store = open_postgres_store(options);
        const std::unique_ptr<Store> other = open_postgres_store(options);
        Change verified = change_by(entry_of(*store, 1), Happening::verified);
        verified.verified = true;
        EXPECT_TRUE(value_of(store->apply(verified)));
        const Leadership leader = value_of(other->elect("purge", lease_ms)).value();
        EXPECT_EQ(value_of(other->purge(leader, {start_ms + 1, 0, 9}))->documents, 1);
        const Figures figures = value_of(store->overview().figures(start_ms, 1));
        EXPECT_EQ(figures.types.at("despatchAdvice").posted, 1) << "what ended before counts";
        EXPECT_TRUE(value_of(store->open_alert({"token", start_ms, "{}"}, false)));
        EXPECT_EQ(ByHand(options).text("SELECT version FROM schema_version"), "4");
    }
}

TEST_F(PostgresSession, figures_of_an_older_schema_are_those_that_were_kept_meanwhile) {
    use_new_database();
    const std::unique_ptr<Store> old = open_postgres_store(options);
    a_day(*old);
    const Figures kept = value_of(old->overview().figures(0, 9));
    ASSERT_FALSE(kept.types.empty());
    done(ByHand(options).connection().run_all(back_to_version_3));
    const std::unique_ptr<Store> store = open_postgres_store(options);
    const Figures counted = value_of(store->overview().figures(0, 9));
    EXPECT_EQ(counted.types, kept.types);
    EXPECT_EQ(counted.findings, kept.findings);
    EXPECT_EQ(counted.causes.size(), kept.causes.size());
}

TEST_F(PostgresSession, host_of_an_older_version_that_is_still_connected_writes_no_more) {
    use_new_database();
    ByHand older(options);
    done(older.connection().run_all(back_to_version_3));
    done(older.connection().run("UPDATE writer SET touched_ms = 1"));
    value_of(open_postgres_store(options)->counts());
    EXPECT_FALSE(older.connection().run("UPDATE writer SET touched_ms = 2").ok());
}

TEST_F(PostgresSession, journal_of_an_older_schema_begins_with_what_was_there) {
    use_new_database();
    PostgresOptions other = options;
    other.identity = "another company";
    a_day(*open_postgres_store(options));
    value_of(open_postgres_store(other)->accept(hashed_entry(1)));
    {
        ByHand by_hand(options);
        done(by_hand.connection().run_all(back_to_version_3));
        done(by_hand.connection().run_all(back_to_version_2));
    }
    const std::unique_ptr<Store> store = open_postgres_store(options);
    const std::vector<JournalRow> rows = value_of(store->journal_after(0, 0, 9));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].what, told::begun);
    EXPECT_EQ(rows[0].number, 4);
    EXPECT_EQ(value_of(open_postgres_store(other)->journal_after(0, 0, 9)).at(0).number, 1);
    verified(*store, 1);
    EXPECT_EQ(why_broken(*store), "");
    EXPECT_EQ(verify(*store).before, 4);
    done(ByHand(options).connection().run("ALTER TABLE attempt DISABLE TRIGGER ALL"));
    ByHand(options).run("UPDATE attempt SET deadline_ms = 5 WHERE company = $1");
    EXPECT_NE(why_broken(*store), "");
}

TEST_F(PostgresSession, newer_schema_is_refused_untouched) {
    use_new_database();
    value_of(prepare());
    ByHand(options).text("UPDATE schema_version SET version = 5 RETURNING version");
    EXPECT_EQ(code(), "outbox.newer_schema");
}

TEST_F(PostgresSession, database_of_another_encoding_is_refused) {
    use_new_database("ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'");
    EXPECT_EQ(code(), "outbox.encoding");
}

TEST_F(PostgresSession, database_that_is_not_there_says_so) {
    options.database = "nowhere";
    const Result<std::int64_t> refused = prepare();
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().first().cause.find("nowhere"), std::string::npos);
}

TEST_F(PostgresSession, commits_wait_for_the_disk_whatever_the_database_says) {
    use_new_database();
    ByHand administrator(postgres_options(fresh_company()));
    done(administrator.connection().run("ALTER DATABASE " + options.database +
                                        " SET synchronous_commit TO off"));
    ByHand connection(options);
    EXPECT_EQ(connection.text("SHOW synchronous_commit"), "on");
    EXPECT_TRUE(warnings.empty());
}

TEST_F(PostgresSession, server_that_does_not_survive_a_power_failure_is_warned_of) {
    ByHand administrator(postgres_options(fresh_company()));
    done(administrator.connection().run("ALTER SYSTEM SET full_page_writes TO off"));
    administrator.text("SELECT pg_reload_conf()");
    while (administrator.text("SHOW full_page_writes") != "off") {
    }
    value_of(prepare());
    done(administrator.connection().run("ALTER SYSTEM RESET full_page_writes"));
    administrator.text("SELECT pg_reload_conf()");
    while (administrator.text("SHOW full_page_writes") != "on") {
    }
    ASSERT_GE(warnings.size(), 1U);
    EXPECT_EQ(warnings[0].code, "outbox.server_not_durable");
    EXPECT_NE(warnings[0].cause.find("full_page_writes"), std::string::npos);
}

TEST_F(PostgresSession, clocks_that_are_far_apart_are_warned_of) {
    const std::int64_t now = std::stoll(ByHand(options).text("SELECT now_ms()"));
    warnings.clear();
    options.now_ms = [now] { return now + 10'000; };
    value_of(prepare());
    EXPECT_TRUE(warnings.empty());
    options.now_ms = [now] { return now - 600'000; };
    value_of(prepare());
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_EQ(warnings[0].code, "outbox.clocks_apart");
}

TEST_F(PostgresSession, schema_that_is_cut_off_anywhere_is_made_by_whoever_comes_next) {
    use_new_database();
    ByHand administrator(options);
    done(administrator.connection().run("DROP SCHEMA sage_outbox CASCADE"));
    const int port = options.port;
    int cuts = 0;
    for (int statement = 1;; ++statement) {
        sage::test::StatementCutter cutter(port);
        cutter.cut_at(statement, statement % 2 == 0 ? sage::test::Cut::before_server
                                                    : sage::test::Cut::before_reply);
        options.port = cutter.port();
        const Result<std::int64_t> prepared = prepare();
        options.port = port;
        if (!cutter.has_cut()) {
            EXPECT_TRUE(prepared.ok());
            break;
        }
        ++cuts;
        EXPECT_TRUE(prepared.ok() || prepared.error().status == Status::storage);
        // What was made is whole, or there is nothing: making all of it each time takes long.
        if (prepared.ok() || statement % 10 == 0) {
            EXPECT_EQ(code(), "") << "after a cut at statement " << statement;
            ByHand(options).run("SELECT count(*) FROM document WHERE company = $1");
        }
        // A session that was cut off may still hold locks on what is dropped.
        const Result<std::string> ended = administrator.connection().text(
            "SELECT count(pg_terminate_backend(pid, 10000))::text FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        EXPECT_TRUE(ended.ok());
        done(administrator.connection().run("DROP SCHEMA IF EXISTS sage_outbox CASCADE"));
    }
    EXPECT_GT(cuts, 30);
}

/// Each call of a store that has no answer without its tables. The store outlives them.
std::vector<std::function<Result<bool>()>> every_call(Store& store, const Entry& entry) {
    return {
        [&store] { return fine(store.accept(new_entry(2))); },
        [&store] { return fine(store.accept(new_entry(3, "order"))); },
        [&store] { return fine(store.claim(start_ms, start_ms + lease_ms, 9)); },
        [&store, entry] { return fine(store.release({entry}, start_ms)); },
        [&store, entry] { return fine(store.begin_attempt(next_attempt(entry), entry.epoch)); },
        [&store, entry] {
            return fine(store.begin_attempts({{next_attempt(entry), entry.epoch}}));
        },
        [&store, entry] { return fine(store.apply(change_by(entry, Happening::withdrawn))); },
        [&store, entry] { return fine(store.apply_all({change_by(entry, Happening::withdrawn)})); },
        [&store] { return fine(store.recover(start_ms)); },
        [&store] { return fine(store.find_message("message-1")); },
        [&store] { return fine(store.find_document("tenant", "despatchAdvice", "DN-1")); },
        [&store] {
            return fine(store.find_earlier_document("tenant", "despatchAdvice", "DN-1", 9));
        },
        [&store] { return fine(store.last_attempt(1)); },
        [&store] { return fine(store.last_attempts({1, 2})); },
        [&store] { return fine(store.history(1)); },
        [&store] { return fine(store.in_state(State::held, 9)); },
        [&store] { return fine(store.unverified(9)); },
        [&store] { return fine(store.root_causes()); },
        [&store] { return fine(store.held_for("item:X", 9)); },
        [&store] { return fine(store.counts()); },
        [&store] { return fine(store.page_after(0, 9)); },
        [&store] { return fine(store.sequence_before(start_ms)); },
        [&store] { return fine(store.about("SO-1", 0)); },
        [&store] { return fine(store.find_references({"W1"})); },
        [&store] { return fine(store.remember("note", "kept")); },
        [&store] { return fine(store.recall("note")); },
        [&store] { return fine(store.next_event()); },
        [&store] { return fine(store.raise("attention", "{}", start_ms)); },
        [&store] { return fine(store.elect("purge", lease_ms)); },
        [&store] { return fine(store.raise_as_leader({"purge", 1}, "attention", "{}", start_ms)); },
        [&store] { return fine(store.purge({"purge", 1}, {1, 0, 1})); },
        [&store] { return fine(store.held_count("item:X")); },
        [&store] { return fine(store.take_turn("turn", 1'000)); },
        [&store] { return fine(store.save_catalogue(Catalogue({}, 1))); },
        [&store] { return fine(store.settings_in_force("settings", start_ms)); },
        [&store] { return fine(store.journal_after(0, 0, 9)); },
        [&store] { return fine(store.records_after(0, 9)); },
        [&store] { return fine(store.load_catalogue()); },
        [&store, entry] {
            store.apply_later(change_by(entry, Happening::withdrawn));
            store.apply_later(change_by(entry, Happening::nothing_to_post));
            return fine(store.flush());
        },
    };
}

TEST_F(PostgresSession, every_call_says_so_when_what_it_needs_is_gone) {
    use_new_database();
    const std::unique_ptr<Store> store = open_postgres_store(options);
    accept(*store, 1);
    const Entry entry = claim(*store).at(0);
    ASSERT_TRUE(value_of(store->find_message("message-1")).has_value());
    ByHand administrator(options);
    // Not that of the version: a new connection would take the database for an empty one.
    const auto rename = [&](const std::string& from, const std::string& to) {
        done(administrator.connection().run(
            "DO $$ DECLARE name text; BEGIN FOR name IN SELECT substr(tablename, " +
            std::to_string(from.size() + 1) +
            ") FROM pg_tables WHERE schemaname = 'sage_outbox' AND tablename <> 'schema_version'"
            " LOOP EXECUTE 'ALTER TABLE sage_outbox." +
            from + "' || name || ' RENAME TO " + to + "' || name; END LOOP; END $$"));
    };
    rename("", "gone_");
    const std::vector<std::function<Result<bool>()>> calls = every_call(*store, entry);
    for (std::size_t call = 0; call < calls.size(); ++call) {
        const Result<bool> done_by_it = calls[call]();
        EXPECT_FALSE(done_by_it.ok()) << "call " << call;
        if (done_by_it.ok()) {
            continue;
        }
        EXPECT_EQ(done_by_it.error().status, Status::storage) << "call " << call;
        EXPECT_FALSE(done_by_it.error().first().fix.empty()) << "call " << call;
    }
    rename("gone_", "");
    EXPECT_EQ(value_of(store->counts()).queued, 1) << "and nothing was written meanwhile";
}

TEST_F(PostgresSession, commits_that_wait_for_more_than_the_disk_stay_so) {
    use_new_database();
    ByHand administrator(postgres_options(fresh_company()));
    done(administrator.connection().run("ALTER DATABASE " + options.database +
                                        " SET synchronous_commit TO remote_apply"));
    ByHand connection(options);
    EXPECT_EQ(connection.text("SHOW synchronous_commit"), "remote_apply");
}

}  // namespace
}  // namespace sage::outbox_test
