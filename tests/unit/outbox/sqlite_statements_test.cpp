// SPDX-License-Identifier: Apache-2.0
// Plan: work is counted in steps of SQLite's machine, not in time: a claim, a whole delivery and
// the next event take as many steps with 100,000 other rows, all due at the same time, as with a
// thousand.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tests/unit/outbox/outbox_folder.h"

namespace sage::outbox_test {
namespace {

/// Learns of every connection that is opened while it lives: SQLite calls an automatic extension
/// with each. There is one at a time.
class Connections {
  public:
    Connections() {
        all().clear();
        sqlite3_auto_extension(reinterpret_cast<void (*)()>(&opened));
    }
    Connections(const Connections&) = delete;
    Connections& operator=(const Connections&) = delete;
    ~Connections() { sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(&opened)); }

    /// The counter of every statement, by its SQL; then starts from nothing again.
    std::map<std::string, int> take(int counter) {
        std::map<std::string, int> counts;
        for (sqlite3* database : all()) {
            for (sqlite3_stmt* statement = sqlite3_next_stmt(database, nullptr);
                 statement != nullptr; statement = sqlite3_next_stmt(database, statement)) {
                const int count = sqlite3_stmt_status(statement, counter, 1);
                if (count > 0) {
                    counts[sqlite3_sql(statement)] += count;
                }
            }
        }
        return counts;
    }

  private:
    static std::vector<sqlite3*>& all() {
        static std::vector<sqlite3*> connections;
        return connections;
    }
    static int opened(sqlite3* database, char** /*error*/, const sqlite3_api_routines* /*api*/) {
        all().push_back(database);
        return SQLITE_OK;
    }
};

/// Rows made by SQL alone, so that there can be many.
void fill(const OutboxFolder& folder, int waiting, int told) {
    folder.store().reset();
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(folder.database().c_str(), &database), SQLITE_OK);
    const std::string sql =
        "PRAGMA synchronous = OFF; BEGIN;"
        "INSERT INTO document (document_key, message_id, content_hash, external_reference,"
        " message_type, tenant_id, document_id, document_version, ordering_key, subject_id,"
        " accepted_ms, state, wait_reason, due_ms)"
        " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
        std::to_string(waiting) +
        ") SELECT 'key-' || i, 'message-' || i, 'hash', 'W' || i, 'despatchAdvice', 'tenant',"
        " 'DN-' || i, '1', '', '', 0, 'queued', 'none', " +
        std::to_string(start_ms) +
        " FROM n;"
        "INSERT INTO content SELECT sequence, '{}' FROM document;"
        "INSERT INTO event (attempts, at_ms, edge, from_state, to_state, evidence, type, json,"
        " acknowledged)"
        " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
        std::to_string(told) +
        ") SELECT 0, 0, 0, '', '', '', 'attention', '{}', 1 FROM n;"
        "UPDATE tally SET queued = " +
        std::to_string(waiting) + "; COMMIT;";
    char* error = nullptr;
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &error), SQLITE_OK) << error;
    sqlite3_close(database);
}

/// From claim to the told event, for sixteen documents; everything a busy day repeats.
void deliver_some(Store& store) {
    const std::int64_t now = start_ms + 1'000;
    for (const Entry& entry : value_of(store.claim(now, now + lease_ms, 16))) {
        const Entry sent = sending(store, entry);
        Change change = change_by(sent, Happening::done, now);
        change.event_type = "postingResult";
        change.event_json = "{}";
        EXPECT_TRUE(value_of(store.apply(change)));
        EXPECT_EQ(value_of(store.last_attempt(entry.sequence))->number, 1);
        const StoredEvent event = value_of(store.next_event()).value();
        done(store.acknowledge(event.id));
    }
    for (const Entry& entry : value_of(store.unverified(50))) {
        Change change = change_by(entry, Happening::verified, now);
        change.verified = true;
        store.apply_later(change);
    }
    done(store.flush());
    EXPECT_TRUE(value_of(store.next_due_ms()).has_value());
    EXPECT_TRUE(value_of(store.find_message("message-50")).has_value());
    EXPECT_TRUE(value_of(store.find_document("tenant", "despatchAdvice", "DN-50")).has_value());
    EXPECT_EQ(value_of(store.history(1)).size(), 4U);
    EXPECT_TRUE(value_of(store.root_causes()).empty());
    EXPECT_TRUE(value_of(store.held_for("item:1", 10)).empty());
    EXPECT_EQ(value_of(store.held_count("item:1")), 0);
    EXPECT_TRUE(value_of(store.in_state(State::held, 10)).empty());
    value_of(store.accept(new_entry(1'000'000, "order")));
    value_of(store.accept(new_entry(1'000'001, "order")));
    EXPECT_TRUE(value_of(store.accept(new_entry(1'000'001, "order"))).duplicate);
}

std::map<std::string, int> steps_with(int waiting, int told, int counter) {
    const OutboxFolder folder;
    fill(folder, waiting, told);
    Connections connections;
    const std::unique_ptr<Store> store = folder.store();
    connections.take(counter);
    deliver_some(*store);
    return connections.take(counter);
}

TEST(SqliteStatements, work_does_not_grow_with_what_waits_or_was_told) {
    const std::map<std::string, int> few = steps_with(1'000, 1, SQLITE_STMTSTATUS_VM_STEP);
    const std::map<std::string, int> many = steps_with(100'000, 100'000, SQLITE_STMTSTATUS_VM_STEP);
    ASSERT_GT(few.size(), 20U);
    EXPECT_EQ(few.size(), many.size());
    for (const auto& [sql, steps] : many) {
        const auto before = few.find(sql);
        ASSERT_NE(before, few.end()) << sql;
        EXPECT_EQ(steps, before->second) << sql;
    }
}

TEST(SqliteStatements, nothing_in_the_flow_scans_a_table) {
    for (const auto& [sql, steps] : steps_with(1'000, 1'000, SQLITE_STMTSTATUS_FULLSCAN_STEP)) {
        // One row; and the closed loop over root causes, which steps through its own result.
        const bool small =
            sql.find("tally") != std::string::npos || sql.find("RECURSIVE") != std::string::npos;
        EXPECT_TRUE(small) << steps << " steps: " << sql;
    }
}

TEST(SqliteStatements, nothing_in_the_flow_sorts_more_than_versions_of_one_document) {
    for (const auto& [sql, sorts] : steps_with(1'000, 0, SQLITE_STMTSTATUS_SORT)) {
        const bool few_rows = sql.find("document_business") != std::string::npos;
        EXPECT_TRUE(few_rows) << sorts << " sorts: " << sql;
    }
}

TEST(SqliteStatements, start_up_reads_the_index_of_what_waits_and_not_the_documents) {
    const OutboxFolder folder;
    fill(folder, 10'000, 0);
    Connections connections;
    const std::unique_ptr<Store> store = folder.store();
    connections.take(SQLITE_STMTSTATUS_VM_STEP);
    EXPECT_EQ(value_of(store->recover(start_ms)), 0);
    for (const auto& [sql, steps] : connections.take(SQLITE_STMTSTATUS_VM_STEP)) {
        // Three statements, each about four steps for an entry of the index.
        EXPECT_LT(steps, 60'000) << sql;
    }
}

}  // namespace
}  // namespace sage::outbox_test
