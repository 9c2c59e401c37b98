// SPDX-License-Identifier: Apache-2.0
// Plan: all that is kept of a document comes with it, as of one moment; a row is written as it is
// read; a database without journal begins it with what is there. (What verification makes of it:
// verification_test.cpp.)
#include "sage-adapter/outbox/sqlite_records.h"

#include <gtest/gtest.h>

#include "sage-adapter/outbox/records.h"
#include "tests/unit/outbox/journal_day.h"

namespace sage::outbox_test {
namespace {

TEST(SqliteRecords, all_that_is_kept_of_a_document_comes_with_it) {
    const OutboxFolder folder;
    const std::unique_ptr<Store> store = folder.store();
    a_day(*store);
    const auto connection = value_of(SqliteConnection::open(folder.database()));
    SqliteRecords records(*connection);
    const std::vector<DocumentRecords> page = value_of(records.records_after(1, 2));
    ASSERT_EQ(page.size(), 2U);
    EXPECT_EQ(page[0].entry.message_id, "message-2");
    EXPECT_EQ(page[0].attempts.size(), 1U);
    EXPECT_EQ(page[0].attempts[0].send_json, "{\"send\":2}");
    EXPECT_EQ(page[0].events.size(), 2U);
    EXPECT_EQ(page[0].events[1].to, "withdrawn");
    EXPECT_EQ(page[0].journal.size(), 4U);
    EXPECT_EQ(page[1].events.size(), 0U);
    EXPECT_EQ(page[1].journal.size(), 2U);
    EXPECT_TRUE(value_of(records.records_after(4, 2)).empty());
    EXPECT_FALSE(connection->in_transaction());
    EXPECT_TRUE(value_of(records.journal_after(1, 0, 9)).empty()) << "there is one chain";
}

TEST(SqliteRecords, failure_is_told_and_ends_the_transaction) {
    const OutboxFolder folder;
    a_day(*folder.store());
    const auto connection = value_of(SqliteConnection::open(folder.database()));
    SqliteRecords records(*connection);
    done(connection->run("DROP TABLE journal"));
    EXPECT_EQ(records.records_after(0, 2).error().status, Status::storage);
    EXPECT_EQ(records.journal_after(0, 0, 2).error().status, Status::storage);
    EXPECT_FALSE(connection->in_transaction());
    EXPECT_FALSE(tell_what_was_there(*connection).ok());
}

TEST(SqliteRecords, nothing_is_told_of_an_empty_outbox) {
    const OutboxFolder folder;
    folder.store();
    const auto connection = value_of(SqliteConnection::open(folder.database()));
    done(tell_what_was_there(*connection));
    EXPECT_EQ(value_of(connection->text("SELECT count(*) FROM journal")), "0");
}

}  // namespace
}  // namespace sage::outbox_test
