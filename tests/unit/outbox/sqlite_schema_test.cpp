// SPDX-License-Identifier: Apache-2.0
// Plan: what is refused stays untouched byte for byte; the settings that durability rests on are in
// force on the real connection; the schema's own rules hold even against wrong code.
#include "sage-adapter/outbox/sqlite_schema.h"

#include <gmock/gmock.h>

#include <fstream>
#include <string>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/outbox/data_folder.h"
#include "sage-adapter/outbox/overview.h"
#include "tests/unit/outbox/journal_day.h"
#include "tests/unit/outbox/outbox_folder.h"

namespace sage::outbox_test {
namespace {

constexpr SqliteLimits no_limits{limits::queue_documents_max, 0};

/// A new database, open.
struct Database {
    OutboxFolder folder;
    std::unique_ptr<DataFolder> held = value_of(DataFolder::open(folder.path()));
    std::unique_ptr<SqliteConnection> connection =
        value_of(open_database(folder.database(), identity, no_limits));

    std::string text(std::string_view sql) const { return value_of(connection->text(sql)); }
    bool takes(std::string_view sql) const { return connection->run(sql).ok(); }
};

/// Makes a database, lets `change` have it, and opens it again.
struct Reopened {
    template <class Work>
    explicit Reopened(const Work& change) {
        {
            const std::unique_ptr<DataFolder> held = value_of(DataFolder::open(folder.path()));
            const std::unique_ptr<SqliteConnection> connection =
                value_of(open_database(folder.database(), identity, no_limits));
            change(*connection);
        }
        before = bytes_of(folder.database());
        const Result<std::unique_ptr<SqliteConnection>> opened =
            open_database(folder.database(), identity, no_limits);
        code = opened.ok() ? "open" : opened.error().first().code;
        status = opened.ok() ? Status::ok : opened.error().status;
        cause = opened.ok() ? "" : opened.error().first().cause;
    }
    bool untouched() const { return bytes_of(folder.database()) == before; }

    OutboxFolder folder;
    std::string before;
    std::string code;
    std::string cause;
    Status status = Status::ok;
};

TEST(SqliteSchema, settings_of_durability_are_in_force) {
    const Database database;
    EXPECT_EQ(database.text("PRAGMA journal_mode"), "wal");
    EXPECT_EQ(database.text("PRAGMA synchronous"), "2");
    EXPECT_EQ(database.text("PRAGMA foreign_keys"), "1");
    EXPECT_EQ(database.text("PRAGMA trusted_schema"), "0");
    EXPECT_EQ(database.text("PRAGMA busy_timeout"), "10000");
    EXPECT_EQ(database.text("PRAGMA secure_delete"), "1");
}

TEST(SqliteSchema, new_database_says_whose_it_is) {
    const Database database;
    EXPECT_EQ(database.text("PRAGMA user_version"), "4");
    EXPECT_EQ(database.text("PRAGMA application_id"), "1396786005");
    EXPECT_EQ(database.text("SELECT value FROM meta WHERE name = 'identity'"), identity);
}

TEST(SqliteSchema, own_database_opens_again) {
    const Reopened reopened([](SqliteConnection& /*connection*/) {});
    EXPECT_EQ(reopened.code, "open");
}

// The log of a run that was killed may not be on the disk although it can be read.
TEST(SqliteSchema, what_a_killed_run_left_in_the_log_is_in_the_database_once_opened) {
    const OutboxFolder killed;
    {
        const Database running;
        running.takes("INSERT INTO meta (name, value) VALUES ('left', 'behind')");
        for (const std::string end : {"outbox.db", "outbox.db-wal"}) {
            std::filesystem::copy_file(running.folder.file(end), killed.file(end));
        }
    }
    ASSERT_NE(bytes_of(killed.file("outbox.db-wal")), "");
    const auto connection = value_of(open_database(killed.database(), identity, no_limits));
    EXPECT_EQ(bytes_of(killed.file("outbox.db-wal")), "");
    EXPECT_EQ(value_of(connection->text("SELECT value FROM meta WHERE name = 'left'")), "behind");
}

TEST(SqliteSchema, other_identity_is_refused_untouched) {
    const Reopened reopened([](SqliteConnection& connection) {
        done(connection.run("UPDATE meta SET value = 'intacct other' WHERE name = 'identity'"));
    });
    EXPECT_EQ(reopened.code, "outbox.other_identity");
    EXPECT_EQ(reopened.status, Status::storage);
    EXPECT_NE(reopened.cause.find("intacct other"), std::string::npos);
    EXPECT_TRUE(reopened.untouched());
}

constexpr std::string_view back_to_version_3 = R"(
DROP TABLE figure;
PRAGMA user_version = 3;
)";

/// What versions 3 and 4 add, taken away again.
constexpr std::string_view back_to_version_2 = R"(
DROP TABLE figure;
DROP INDEX document_open;
DROP INDEX document_finding;
DROP INDEX event_ended;
DROP TABLE alert;
DROP TABLE journal;
PRAGMA user_version = 2;
)";

/// From version 2: what version 1 had and version 2 took away, in the words of version 1.
constexpr std::string_view back_to_version_1 = R"(
DROP TRIGGER content_unchanged;
DROP TRIGGER attempt_unchanged;
DROP TRIGGER attempt_purged;
DROP TRIGGER event_unchanged;
DROP TRIGGER event_purged;
DROP INDEX event_alone;
CREATE TRIGGER content_unchanged BEFORE UPDATE ON content
BEGIN SELECT RAISE(ABORT, 'content never changes'); END;
CREATE TRIGGER attempt_unchanged BEFORE UPDATE ON attempt
BEGIN SELECT RAISE(ABORT, 'an attempt never changes'); END;
CREATE TRIGGER event_unchanged BEFORE UPDATE OF id, sequence, attempts, at_ms, edge, from_state,
    to_state, evidence, type, json ON event
BEGIN SELECT RAISE(ABORT, 'history never changes'); END;
PRAGMA user_version = 1;
)";

std::string version_of(const OutboxFolder& folder) {
    return value_of(value_of(open_for_reading(folder.database()))->text("PRAGMA user_version"));
}

void take_back(const OutboxFolder& folder, std::string_view version) {
    const auto connection = value_of(SqliteConnection::open(folder.database()));
    done(connection->run_all(version == "3" ? back_to_version_3 : back_to_version_2));
    if (version == "1") {
        done(connection->run_all(back_to_version_1));
    }
}

TEST(SqliteSchema, older_one_is_brought_up_and_keeps_what_is_in_it) {
    for (const std::string_view version : {"1", "2", "3"}) {
        const OutboxFolder folder;
        posted(*folder.store(), 1);
        take_back(folder, version);
        ASSERT_EQ(version_of(folder), version);
        const std::unique_ptr<Store> store = folder.store();
        const Figures figures = value_of(store->overview().figures(start_ms, 1));
        EXPECT_EQ(figures.types.at("despatchAdvice").posted, 1) << "what ended before counts";
        EXPECT_TRUE(value_of(store->open_alert({"token", start_ms, "{}"}, false)));
        Change verified = change_by(entry_of(*store, 1), Happening::verified);
        verified.verified = true;
        EXPECT_TRUE(value_of(store->apply(verified)));
        EXPECT_EQ(value_of(store->purge({}, {start_ms + 1, 0, 9}))->documents, 1);
        EXPECT_EQ(version_of(folder), "4");
    }
}

TEST(SqliteSchema, figures_of_an_older_one_are_those_that_were_kept_meanwhile) {
    const OutboxFolder folder;
    a_day(*folder.store());
    const Figures kept = value_of(folder.store()->overview().figures(0, 9));
    ASSERT_FALSE(kept.types.empty());
    take_back(folder, "3");
    const std::unique_ptr<Store> store = folder.store();
    const Figures counted = value_of(store->overview().figures(0, 9));
    EXPECT_EQ(counted.types, kept.types);
    EXPECT_EQ(counted.findings, kept.findings);
    EXPECT_EQ(counted.oldest_open_ms, kept.oldest_open_ms);
    EXPECT_EQ(counted.causes.size(), kept.causes.size());
    EXPECT_EQ(why_broken(*store), "") << "its journal goes on";
}

TEST(SqliteSchema, journal_of_an_older_one_begins_with_what_was_there) {
    const OutboxFolder folder;
    a_day(*folder.store());
    done(value_of(SqliteConnection::open(folder.database()))->run_all(back_to_version_2));
    std::unique_ptr<Store> store = folder.store();
    const std::vector<JournalRow> rows = value_of(store->journal_after(0, 0, 9));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].what, told::begun);
    EXPECT_EQ(rows[0].old_value + "/" + std::to_string(rows[0].number), "4/4");
    EXPECT_EQ(verify(*store).before, 4);
    // Whatever happens later leaves it as it was told.
    value_of(store->recover(start_ms));
    verified(*store, 1);
    Change posted = change_by(begun(*store, claimed(*store, 5)), Happening::done);
    EXPECT_TRUE(value_of(store->apply(posted)));
    EXPECT_EQ(value_of(store->purge({}, {start_ms + 1, 0, 99}))->documents, 1);
    EXPECT_EQ(why_broken(*store), "");
    EXPECT_EQ(verify(*store).documents, 5);
    store.reset();
    EXPECT_EQ(value_of(folder.store()->journal_after(0, 0, 1)), rows) << "it begins once";
    const auto connection = value_of(SqliteConnection::open(folder.database()));
    done(connection->run("DROP TRIGGER attempt_unchanged"));
    done(connection->run("UPDATE attempt SET deadline_ms = 5 WHERE sequence = 2"));
    EXPECT_EQ(why_broken(*folder.store()),
              "what was there before the journal began is not what it was");
}

TEST(SqliteSchema, older_one_that_cannot_be_brought_up_keeps_its_version) {
    for (const char* in_the_way : {"DROP INDEX IF EXISTS event_alone", "DROP TABLE event"}) {
        const bool fails = std::string_view(in_the_way).starts_with("DROP TABLE");
        const OutboxFolder folder;
        posted(*folder.store(), 1);
        take_back(folder, "1");
        const auto connection = value_of(SqliteConnection::open(folder.database()));
        done(connection->run(in_the_way));
        const Result<std::unique_ptr<SqliteConnection>> opened =
            open_database(folder.database(), identity, no_limits);
        EXPECT_EQ(opened.ok(), !fails);
        EXPECT_EQ(version_of(folder), fails ? "1" : "4");
    }
}

TEST(SqliteSchema, newer_schema_is_refused_untouched) {
    const Reopened reopened(
        [](SqliteConnection& connection) { done(connection.run("PRAGMA user_version = 5")); });
    EXPECT_EQ(reopened.code, "outbox.newer_schema");
    EXPECT_TRUE(reopened.untouched());
}

TEST(SqliteSchema, database_of_another_program_is_refused_untouched) {
    const Reopened reopened(
        [](SqliteConnection& connection) { done(connection.run("PRAGMA application_id = 1")); });
    EXPECT_EQ(reopened.code, "outbox.foreign_database");
    EXPECT_TRUE(reopened.untouched());
}

TEST(SqliteSchema, database_with_tables_but_no_mark_is_somebody_elses) {
    const OutboxFolder folder;
    {
        const std::unique_ptr<SqliteConnection> other =
            value_of(SqliteConnection::open(folder.database()));
        done(other->run("CREATE TABLE theirs (id INTEGER)"));
    }
    const std::string before = bytes_of(folder.database());
    const Result<std::unique_ptr<SqliteConnection>> opened =
        open_database(folder.database(), identity, no_limits);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().first().code, "outbox.foreign_database");
    EXPECT_EQ(bytes_of(folder.database()), before);
}

TEST(SqliteSchema, file_of_another_kind_is_refused_untouched) {
    const OutboxFolder folder;
    const std::string text(10'000, 'x');
    std::ofstream(folder.database()) << text;
    const Result<std::unique_ptr<SqliteConnection>> opened =
        open_database(folder.database(), identity, no_limits);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().first().code, "outbox.damaged");
    EXPECT_EQ(bytes_of(folder.database()), text);
}

TEST(SqliteSchema, damage_to_any_page_is_found_when_opened) {
    OutboxFolder folder;
    {
        value_of(open_database(folder.database(), identity, no_limits)).reset();
    }
    const std::string sound = bytes_of(folder.database());
    constexpr std::size_t page = 4'096;
    ASSERT_EQ(sound.size() % page, 0U);
    for (std::size_t at = page; at < sound.size(); at += page) {
        std::string damaged = sound;
        damaged.replace(at, 64, 64, '\xFF');
        std::ofstream(folder.database(), std::ios::binary) << damaged;
        const Result<std::unique_ptr<SqliteConnection>> opened =
            open_database(folder.database(), identity, no_limits);
        ASSERT_FALSE(opened.ok()) << "page " << at / page;
        EXPECT_EQ(opened.error().first().code, "outbox.damaged") << "page " << at / page;
        EXPECT_EQ(bytes_of(folder.database()), damaged) << "page " << at / page;
    }
}

/// What is said of an outbox with one attempt of which a table lost its rows, as a disk leaves it
/// that said it had written what it had not: each table is sound.
std::string told_without(const std::string& table) {
    const OutboxFolder folder;
    {
        const std::unique_ptr<Store> store = folder.store();
        accept(*store, 1);
        sending(*store, claim(*store).front());
    }
    const auto connection = value_of(SqliteConnection::open(folder.database()));
    if (!table.empty()) {
        done(connection->run("PRAGMA foreign_keys = OFF"));
        done(connection->run("DROP TRIGGER " + table + "_kept"));
        done(connection->run("DELETE FROM " + table));
    }
    const Result<std::unique_ptr<SqliteConnection>> opened =
        open_database(folder.database(), identity, no_limits);
    return opened.ok() ? "" : opened.error().first().code + " " + opened.error().first().cause;
}

TEST(SqliteSchema, tables_of_different_times_are_found_when_opened) {
    EXPECT_EQ(told_without(""), "");
    EXPECT_EQ(told_without("content"),
              "outbox.damaged The outbox is damaged: a document lacks its content.");
    EXPECT_EQ(told_without("attempt"),
              "outbox.damaged The outbox is damaged: a document lacks an attempt.");
    EXPECT_THAT(told_without("document"), testing::StartsWith("outbox.damaged "));
}

TEST(SqliteSchema, file_cut_short_is_found_when_opened) {
    OutboxFolder folder;
    {
        value_of(open_database(folder.database(), identity, no_limits)).reset();
    }
    const std::string sound = bytes_of(folder.database());
    std::ofstream(folder.database(), std::ios::binary) << sound.substr(0, sound.size() / 2);
    const Result<std::unique_ptr<SqliteConnection>> opened =
        open_database(folder.database(), identity, no_limits);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().first().code, "outbox.damaged");
}

TEST(SqliteSchema, limit_of_pages_is_in_force) {
    const OutboxFolder folder;
    const std::unique_ptr<SqliteConnection> connection =
        value_of(open_database(folder.database(), identity, {1, 1'000}));
    EXPECT_EQ(value_of(connection->text("PRAGMA max_page_count")), "1000");
}

TEST(SqliteSchema, connection_for_reading_cannot_write) {
    const Database database;
    const std::unique_ptr<SqliteConnection> reading =
        value_of(open_for_reading(database.folder.database()));
    EXPECT_EQ(value_of(reading->text("SELECT count(*) FROM document")), "0");
    EXPECT_FALSE(reading->run("UPDATE tally SET queued = 5").ok());
}

constexpr std::string_view insert_document =
    "INSERT INTO document (document_key, message_id, content_hash, external_reference,"
    " message_type, tenant_id, document_id, document_version, ordering_key, subject_id,"
    " accepted_ms, state, wait_reason, due_ms) VALUES ";

TEST(SqliteSchema, history_attempts_and_content_are_append_only) {
    const Database database;
    ASSERT_TRUE(database.takes(std::string(insert_document) +
                               "('k','m','h','w','t','a','d','1','','',0,'queued','none',0)"));
    ASSERT_TRUE(database.takes("INSERT INTO content VALUES (1, 'bytes')"));
    ASSERT_TRUE(database.takes("INSERT INTO attempt VALUES (1, 1, 1, 0, 0, 0, 'h', 's')"));
    ASSERT_TRUE(database.takes("INSERT INTO event VALUES (1, 1, 0, 0, 9, '', '', '', 't', '', 0)"));
    ASSERT_TRUE(
        database.takes("INSERT INTO journal VALUES (1, 0, 'w', 'x', 1, 0, '', '', '', '', 'h')"));
    for (const std::string_view sql :
         {"DELETE FROM journal", "UPDATE journal SET who = 'x'", "DELETE FROM document",
          "DELETE FROM content", "DELETE FROM attempt", "DELETE FROM event",
          "UPDATE content SET canonical_bytes = ''", "UPDATE attempt SET send_json = ''",
          "UPDATE event SET evidence = 'x'", "UPDATE event SET json = 'x'",
          "UPDATE event SET edge = 1", "UPDATE document SET message_id = 'x'",
          "UPDATE document SET content_hash = 'x'", "UPDATE document SET document_key = 'x'",
          "UPDATE document SET accepted_ms = 1"}) {
        EXPECT_FALSE(database.takes(sql)) << sql;
    }
    EXPECT_TRUE(database.takes("UPDATE event SET acknowledged = 1"));
    EXPECT_FALSE(database.takes("UPDATE event SET acknowledged = 0"));
}

TEST(SqliteSchema, final_states_are_kept_even_against_wrong_code) {
    for (const std::string state : {"posted", "rejected", "withdrawn"}) {
        const Database database;
        ASSERT_TRUE(database.takes(std::string(insert_document) +
                                   "('k','m','h','w','t','a','d','1','','',0,'" + state +
                                   "','none',NULL)"));
        EXPECT_FALSE(database.takes("UPDATE document SET state = 'queued'")) << state;
        EXPECT_TRUE(database.takes("UPDATE document SET verified = 1, state = state")) << state;
    }
}

TEST(SqliteSchema, impossible_rows_are_refused) {
    const Database database;
    const std::string start =
        std::string(insert_document) + "('k','m','h','w','t','a','d','1','',''";
    EXPECT_FALSE(database.takes(start + ",0,'unheard_of','none',0)"));
    EXPECT_FALSE(database.takes(start + ",0,'sending','none',0)")) << "sent without a lease";
    EXPECT_FALSE(database.takes(start + ",0,'posted','none',5)")) << "final and due";
    EXPECT_FALSE(database.takes(start + ",0,'held','none',5)")) << "held and due";
    EXPECT_FALSE(database.takes(start + ",'soon','queued','none',5)")) << "text for a number";
    EXPECT_TRUE(database.takes(start + ",0,'queued','none',5)"));
    EXPECT_FALSE(database.takes("INSERT INTO attempt VALUES (99, 1, 1, 0, 0, 0, 'h', 's')"));
    EXPECT_FALSE(database.takes("INSERT INTO content VALUES (99, 'bytes')"));
    EXPECT_FALSE(database.takes("INSERT INTO tally SELECT 2, 0,0,0,0,0,0,0,0,0,0"));
}

TEST(SqliteSchema, same_identity_and_same_message_id_are_unique) {
    const Database database;
    const auto row = [](std::string_view key, std::string_view message) {
        return std::string(insert_document) + "('" + std::string(key) + "','" +
               std::string(message) + "','h','w','t','a','d','1','','',0,'queued','none',0)";
    };
    EXPECT_TRUE(database.takes(row("k1", "m1")));
    EXPECT_FALSE(database.takes(row("k1", "m2")));
    EXPECT_FALSE(database.takes(row("k2", "m1")));
    EXPECT_TRUE(database.takes(row("k2", "m2")));
}

TEST(SqliteSchema, database_with_a_version_but_no_mark_is_somebody_elses) {
    const OutboxFolder folder;
    done(value_of(SqliteConnection::open(folder.database()))->run("PRAGMA user_version = 5"));
    const Result<std::unique_ptr<SqliteConnection>> opened =
        open_database(folder.database(), identity, no_limits);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().first().code, "outbox.foreign_database");
}

TEST(SqliteSchema, database_in_no_folder_cannot_be_opened) {
    const OutboxFolder folder;
    const std::string nowhere = folder.file("nowhere/outbox.db");
    EXPECT_EQ(open_database(nowhere, identity, no_limits).error().status, Status::storage);
    EXPECT_EQ(open_for_reading(nowhere).error().status, Status::storage);
}

}  // namespace
}  // namespace sage::outbox_test
