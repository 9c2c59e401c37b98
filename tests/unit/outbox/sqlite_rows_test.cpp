// SPDX-License-Identifier: Apache-2.0
// Plan: each column of an entry holds another value, so that two columns exchanged show; each count
// likewise.
#include "sage-adapter/outbox/sqlite_rows.h"

#include <gtest/gtest.h>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/outbox/sqlite_schema.h"
#include "tests/unit/outbox/outbox_folder.h"

namespace sage::outbox_test {
namespace {

std::unique_ptr<SqliteConnection> database_in(const OutboxFolder& folder) {
    return value_of(open_database(folder.database(), identity, {limits::queue_documents_max, 0}));
}

TEST(SqliteRows, every_column_of_an_entry_is_read_into_its_member) {
    const OutboxFolder folder;
    const std::unique_ptr<SqliteConnection> connection = database_in(folder);
    done(connection->run(
        "INSERT INTO document (sequence, document_key, message_id, content_hash,"
        " external_reference, message_type, tenant_id, document_id, document_version,"
        " ordering_key, subject_id, accepted_ms, state, wait_reason, due_ms, leased, epoch,"
        " generation, attempts, look_ups, absent_ms, maybe_in_sage, verified, problem_json,"
        " root_cause, sage_document_json) VALUES (11, 'key', 'message', 'hash', 'reference',"
        " 'type', 'tenant', 'id', 'version', 'ordering', 'subject', 12, 'in_doubt', 'throttle',"
        " 13, 1, 14, 15, 16, 17, 18, 1, 0, 'problem', 'cause', 'sage')"));
    done(connection->run("INSERT INTO content VALUES (11, 'bytes')"));
    SqliteStatement select(*connection, select_entries(""), "", entry_columns());
    ASSERT_EQ(value_of(select.run()), 1U);
    const Entry entry = read_entry(select);
    EXPECT_EQ(entry.sequence, 11);
    EXPECT_EQ(entry.document_key, "key");
    EXPECT_EQ(entry.message_id, "message");
    EXPECT_EQ(entry.content_hash, "hash");
    EXPECT_EQ(entry.external_reference, "reference");
    EXPECT_EQ(entry.message_type, "type");
    EXPECT_EQ(entry.tenant_id, "tenant");
    EXPECT_EQ(entry.document_id, "id");
    EXPECT_EQ(entry.document_version, "version");
    EXPECT_EQ(entry.ordering_key, "ordering");
    EXPECT_EQ(entry.subject_id, "subject");
    EXPECT_EQ(entry.canonical_bytes, "bytes");
    EXPECT_EQ(entry.accepted_ms, 12);
    EXPECT_EQ(entry.state, State::in_doubt);
    EXPECT_EQ(entry.wait_reason, WaitReason::throttle);
    EXPECT_EQ(entry.due_ms, 13);
    EXPECT_EQ(entry.epoch, 14);
    EXPECT_EQ(entry.generation, 15);
    EXPECT_EQ(entry.attempts, 16);
    EXPECT_EQ(entry.look_ups, 17);
    EXPECT_EQ(entry.absent_ms, 18);
    EXPECT_TRUE(entry.maybe_in_sage);
    EXPECT_FALSE(entry.verified);
    EXPECT_EQ(entry.problem_json, "problem");
    EXPECT_EQ(entry.root_cause, "cause");
    EXPECT_EQ(entry.sage_document_json, "sage");
}

TEST(SqliteRows, index_asked_for_is_the_index_used) {
    const OutboxFolder folder;
    const std::unique_ptr<SqliteConnection> connection = database_in(folder);
    EXPECT_TRUE(connection->run(select_entries("document_due") + "WHERE d.due_ms < 5").ok());
    EXPECT_FALSE(connection->run(select_entries("document_due") + "WHERE d.epoch < 5").ok());
}

TEST(SqliteRows, every_count_is_read_into_its_member) {
    const OutboxFolder folder;
    const std::unique_ptr<SqliteConnection> connection = database_in(folder);
    SqliteStatement select(*connection, "SELECT 0, 1, 2, 3, 4, 5, 6, 7, 8, 9", "", "iiiiiiiiii");
    value_of(select.run());
    Counts counts = read_counts(select, 1);
    EXPECT_EQ(counts.queued, 1);
    EXPECT_EQ(counts.sending, 2);
    EXPECT_EQ(counts.in_doubt, 3);
    EXPECT_EQ(counts.posted, 4);
    EXPECT_EQ(counts.rejected, 5);
    EXPECT_EQ(counts.held, 6);
    EXPECT_EQ(counts.withdrawn, 7);
    EXPECT_EQ(counts.unverified, 8);
    EXPECT_EQ(counts.events, 9);
}

TEST(SqliteRows, every_state_has_the_count_of_its_name) {
    Counts counts;
    std::int64_t number = 1;
    for (const State state : states) {
        count_of(counts, state) = number++;
    }
    EXPECT_EQ(counts.queued, 1);
    EXPECT_EQ(counts.sending, 2);
    EXPECT_EQ(counts.in_doubt, 3);
    EXPECT_EQ(counts.posted, 4);
    EXPECT_EQ(counts.rejected, 5);
    EXPECT_EQ(counts.held, 6);
    EXPECT_EQ(counts.withdrawn, 7);
    EXPECT_EQ(counts.unverified, 0);
}

}  // namespace
}  // namespace sage::outbox_test
