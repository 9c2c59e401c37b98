// SPDX-License-Identifier: Apache-2.0
// Every setting that durability rests on is read back: SQLite answers a setting it does not take
// with silence.
#include "sage-adapter/outbox/sqlite_schema.h"

#include <algorithm>
#include <array>
#include <utility>

#include "sage-adapter/base/planted_bug.h"
#include "sage-adapter/outbox/sqlite_records.h"

namespace sage {
namespace {

// "SAGE" in ASCII: no other program's file passes for an outbox.
constexpr std::string_view application_id = "1396786005";
constexpr std::string_view schema_version = "4";

constexpr std::string_view schema =
#include "schema_sqlite.inc"
    ;
constexpr std::string_view schema_of_2 =
#include "schema_sqlite_2.inc"
    ;
constexpr std::string_view schema_of_3 =
#include "schema_sqlite_3.inc"
    ;
constexpr std::string_view schema_of_4 =
#include "schema_sqlite_4.inc"
    ;

/// What each version adds to the one before it.
struct Addition {
    std::string_view version_before;
    std::string_view schema;
};
constexpr std::array<Addition, 3> additions = {
    {{"1", schema_of_2}, {"2", schema_of_3}, {"3", schema_of_4}}};
// The first with a journal.
constexpr std::string_view version_of_journal = "3";

struct Pragma {
    std::string_view name;
    std::string_view value;
    std::string_view read_back;
};

// Nobody else writes, but a program such as the sqlite3 shell may hold the file for a moment.
constexpr Pragma busy_timeout = {"busy_timeout", "10000", "10000"};
constexpr Pragma cache_size = {"cache_size", "-16384", "-16384"};
constexpr Pragma temp_store = {"temp_store", "MEMORY", "2"};

// An automatic checkpoint every 16 MiB of log instead of every 4: a page that many commits touch is
// then copied into the database once instead of four times. The cache holds the upper levels of the
// indexes of a million documents.
constexpr std::array<Pragma, 10> settings = {{
    busy_timeout,
    {"journal_mode", "WAL", "wal"},
    {"synchronous", "FULL", "2"},
    {"foreign_keys", "ON", "1"},
    {"trusted_schema", "OFF", "0"},
    // What is purged or replaced is overwritten where it stood.
    {"secure_delete", "ON", "1"},
    {"wal_autocheckpoint", "4000", "4000"},
    {"journal_size_limit", "67108864", "67108864"},
    cache_size,
    temp_store,
}};

Error refused(std::string code, std::string cause, std::string fix) {
    return Error(Status::storage,
                 Problem{std::move(code), "", std::move(cause), std::move(fix), Owner::it});
}

Result<void> set(SqliteConnection& connection, const Pragma& pragma) {
    const std::string name = "PRAGMA " + std::string(pragma.name);
    Result<void> done = connection.run(name + " = " + std::string(pragma.value));
    if (!done.ok()) {
        return done;
    }
    const Result<std::string> seen = connection.text(name);
    if (!seen.ok()) {
        return seen.error();
    }
    if (seen.value() != pragma.read_back) {
        return refused("outbox.setting_not_taken",
                       "SQLite does not take the setting " + std::string(pragma.name) + " = " +
                           std::string(pragma.value) + "; it stays at '" + seen.value() + "'.",
                       "Use a local disk with a file system that supports shared memory.");
    }
    return {};
}

/// From that version on up to this one, inside a transaction.
Result<void> add_versions(SqliteConnection& connection, std::string_view version) {
    Result<void> done;
    bool missing = false;
    for (const Addition& one : additions) {
        missing = missing || one.version_before == version;
        if (missing && done.ok()) {
            done = connection.run_all(one.schema);
        }
    }
    return done;
}

Result<void> make_schema(SqliteConnection& connection, std::string_view identity) {
    Result<void> done = connection.run("BEGIN IMMEDIATE");
    if (done.ok()) {
        done = connection.run_all(schema);
    }
    if (done.ok()) {
        done = add_versions(connection, additions.front().version_before);
    }
    if (done.ok()) {
        SqliteStatement insert(connection, "INSERT INTO meta (name, value) VALUES ('identity', ?)",
                               "t");
        const Result<std::size_t> inserted = insert.run(identity);
        done = inserted.ok() ? Result<void>() : Result<void>(inserted.error());
    }
    for (const std::string_view statement : {"application_id", "user_version"}) {
        const bool which = statement == "application_id";
        if (done.ok()) {
            done = connection.run("PRAGMA " + std::string(statement) + " = " +
                                  std::string(which ? application_id : schema_version));
        }
    }
    if (done.ok()) {
        done = connection.run("COMMIT");
    }
    // The header of the file then says whose it is, whatever becomes of the log beside it.
    return done.ok() ? connection.run("PRAGMA wal_checkpoint(TRUNCATE)") : done;
}

/// Of a database of an older version. All of it or nothing.
Result<void> upgrade(SqliteConnection& connection) {
    const Result<std::string> version = connection.text("PRAGMA user_version");
    if (!version.ok() || version.value() == schema_version) {
        return version.ok() ? Result<void>() : Result<void>(version.error());
    }
    Result<void> done = connection.run("BEGIN IMMEDIATE");
    if (done.ok()) {
        done = add_versions(connection, version.value());
    }
    if (done.ok() && version.value() < version_of_journal) {
        done = tell_what_was_there(connection);
    }
    if (done.ok()) {
        done = connection.run("PRAGMA user_version = " + std::string(schema_version));
    }
    if (done.ok()) {
        done = connection.run("COMMIT");
    }
    return done.ok() ? connection.run("PRAGMA wal_checkpoint(TRUNCATE)") : done;
}

/// True for an empty file; an error for what is not ours to touch.
Result<bool> is_new(SqliteConnection& connection, std::string_view identity) {
    const Result<std::string> application = connection.text("PRAGMA application_id");
    if (!application.ok()) {
        return application.error();
    }
    const Result<std::string> version = connection.text("PRAGMA user_version");
    const Result<std::string> tables = connection.text("SELECT count(*) FROM sqlite_master");
    if (!version.ok() || !tables.ok()) {
        return version.ok() ? tables.error() : version.error();
    }
    if (application.value() == "0" && version.value() == "0" && tables.value() == "0") {
        return true;
    }
    if (application.value() != application_id) {
        return refused("outbox.foreign_database", "outbox.db was made by another program.",
                       "Move it away or choose another data directory.");
    }
    const bool older = std::any_of(additions.begin(), additions.end(), [&](const Addition& one) {
        return one.version_before == version.value();
    });
    if (version.value() != schema_version && !older) {
        return refused("outbox.newer_schema",
                       "outbox.db has schema " + version.value() + "; this version knows " +
                           std::string(schema_version) + ".",
                       "Use the version of the connector that wrote it, or a newer one.");
    }
    const Result<std::string> owner =
        connection.text("SELECT value FROM meta WHERE name = 'identity'");
    if (!owner.ok()) {
        return owner.error();
    }
    if (owner.value() != identity) {
        return refused("outbox.other_identity",
                       "The data directory belongs to '" + owner.value() + "', not to '" +
                           std::string(identity) + "'.",
                       "Give each company a data directory of its own.");
    }
    return false;
}

Result<void> ask_whether_sound(SqliteConnection& connection, const std::string& pragma) {
    const Result<std::string> answer = connection.text(pragma);
    if (!answer.ok()) {
        return answer.error();
    }
    if (answer.value() != "ok") {
        return refused("outbox.damaged", "The outbox is damaged: " + answer.value() + ".",
                       "Keep a copy of the data directory and restore it from a backup.");
    }
    return {};
}

/// After a disk that lied about a sync, tables that are each sound may be of different times: a
/// document whose content is gone would never be sent, one whose attempt is gone sent once more.
constexpr const char* tables_agree =
    "SELECT CASE"
    " WHEN EXISTS (SELECT 1 FROM document AS d LEFT JOIN content AS c ON c.sequence = d.sequence"
    " WHERE c.sequence IS NULL) THEN 'a document lacks its content'"
    " WHEN EXISTS (SELECT 1 FROM document AS d LEFT JOIN attempt AS a ON a.sequence = d.sequence"
    " AND a.number = d.attempts WHERE d.attempts > 0 AND a.sequence IS NULL)"
    " THEN 'a document lacks an attempt'"
    " WHEN EXISTS (SELECT 1 FROM pragma_foreign_key_check) THEN 'a row belongs to no document'"
    " ELSE 'ok' END";

Result<void> check_when_opened(SqliteConnection& connection, const SqliteLimits& limits) {
    const Result<bool> small = checked_when_opened(connection, limits);
    if (!small.ok()) {
        return small.error();
    }
    if (!small.value()) {
        return {};
    }
    const Result<void> sound = ask_whether_sound(connection, "PRAGMA quick_check(1)");
    return sound.ok() ? ask_whether_sound(connection, tables_agree) : sound;
}

/// A run that was killed may have written a commit without waiting for the disk, and after a sync
/// that failed the system may count as written what is not. From here on all of it is acted upon as
/// committed: so it is written once more and waited for. First the log, where it is: a stop while
/// the database takes pages from a log that only the system's memory holds would leave half of them
/// and nothing to mend them from.
Result<void> make_durable(SqliteConnection& connection) {
    Result<void> written = connection.run("BEGIN IMMEDIATE");
    if (written.ok()) {
        written = connection.write_log_again();
        const Result<void> ended = connection.run("ROLLBACK");
        written = written.ok() ? ended : written;
    }
    if (!written.ok()) {
        return written;
    }
    const Result<std::string> blocked = connection.text("PRAGMA wal_checkpoint(TRUNCATE)");
    if (!blocked.ok()) {
        return blocked.error();
    }
    return blocked.value() == "0"
               ? Result<void>()
               : refused("outbox.locked", "Another program holds the outbox's database.",
                         "Close every other program that has outbox.db open.");
}

}  // namespace

Result<bool> checked_when_opened(SqliteConnection& connection, const SqliteLimits& limits) {
    const Result<std::string> pages = connection.text("PRAGMA page_count");
    if (!pages.ok()) {
        return pages.error();
    }
    return std::stoll(pages.value()) <= limits.pages_checked_when_opened;
}

Result<bool> check_while_open(SqliteConnection& connection,
                              const std::function<bool()>& cancelled) {
    for (const char* table : {"meta", "tally", "document", "attempt", "event", "alert", "catalogue",
                              "content", "journal", "figure"}) {
        if (cancelled()) {
            return false;
        }
        const Result<void> sound =
            ask_whether_sound(connection, "PRAGMA quick_check(" + std::string(table) + ")");
        if (!sound.ok()) {
            return sound.error();
        }
    }
    if (cancelled()) {
        return false;
    }
    const Result<void> agree = ask_whether_sound(connection, tables_agree);
    return agree.ok() ? Result<bool>(true) : Result<bool>(agree.error());
}

Result<std::unique_ptr<SqliteConnection>> open_database(const std::string& path,
                                                        std::string_view identity,
                                                        const SqliteLimits& limits) {
    Result<std::unique_ptr<SqliteConnection>> opened = SqliteConnection::open(path);
    if (!opened.ok()) {
        return opened;
    }
    SqliteConnection& connection = *opened.value();
    const Result<bool> fresh = is_new(connection, identity);
    if (!fresh.ok()) {
        return fresh.error();
    }
    Result<void> step = fresh.value() ? Result<void>() : check_when_opened(connection, limits);
    for (const Pragma& pragma : settings) {
        if (step.ok()) {
            step = set(connection, pragma);
        }
    }
    if (step.ok() && planted(PlantedBug::no_sync)) {
        step = set(connection, {"synchronous", "OFF", "0"});
    }
    if (step.ok() && fresh.value()) {
        step = make_schema(connection, identity);
    }
    if (step.ok() && !fresh.value()) {
        step = make_durable(connection);
    }
    if (step.ok() && !fresh.value()) {
        step = upgrade(connection);
    }
    if (step.ok() && limits.pages_max > 0) {
        step = connection.run("PRAGMA max_page_count = " + std::to_string(limits.pages_max));
    }
    return step.ok() ? std::move(opened)
                     : Result<std::unique_ptr<SqliteConnection>>(std::move(step).error());
}

Result<std::unique_ptr<SqliteConnection>> open_for_reading(const std::string& path) {
    Result<std::unique_ptr<SqliteConnection>> opened = SqliteConnection::open(path);
    if (!opened.ok()) {
        return opened;
    }
    for (const Pragma& pragma :
         {busy_timeout, Pragma{"query_only", "ON", "1"}, cache_size, temp_store}) {
        Result<void> step = set(*opened.value(), pragma);
        if (!step.ok()) {
            return std::move(step).error();
        }
    }
    return opened;
}

}  // namespace sage
