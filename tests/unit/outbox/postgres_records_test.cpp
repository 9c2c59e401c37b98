// SPDX-License-Identifier: Apache-2.0
// Plan: all that is kept of a document comes with it, of its own company alone; rows travel as
// JSON, whatever is in them. (What verification makes of it: verification_test.cpp.)
#include "sage-adapter/outbox/postgres_records.h"

#include <gtest/gtest.h>

#include "tests/unit/outbox/journal_day.h"

namespace sage::outbox_test {
namespace {

TEST(PostgresRecords, all_that_is_kept_of_a_document_comes_with_it) {
    const AnyOutbox outbox(Kind::postgresql);
    const AnyOutbox other(Kind::postgresql);
    const std::unique_ptr<Store> store = outbox.store();
    a_day(*store);
    a_day(*other.store());
    const std::vector<DocumentRecords> page =
        value_of(store->records_after(entry_of(*store, 1).sequence, 9));
    ASSERT_EQ(page.size(), 3U);
    EXPECT_EQ(page[0].entry.message_id, "message-2");
    EXPECT_EQ(page[0].attempts.size(), 1U);
    EXPECT_EQ(page[0].events.size(), 2U);
    EXPECT_EQ(page[0].events[1].to, "withdrawn");
    EXPECT_EQ(page[0].journal.size(), 4U);
    EXPECT_EQ(page[1].journal.size(), 2U);
}

TEST(PostgresRecords, rows_are_read_as_they_were_written) {
    const AnyOutbox outbox(Kind::postgresql);
    const std::unique_ptr<Store> store = outbox.store();
    const std::string odd = "\"quoted\" \\ \n \xC3\xA4 ' $1";
    done(store->settings_in_force(odd, start_ms));
    EXPECT_EQ(value_of(store->journal_after(0, 0, 9)).at(0).new_value, odd);
    EXPECT_EQ(why_broken(*store), "");
}

TEST(PostgresRecords, list_of_rows_is_json_in_the_order_of_the_columns) {
    JournalRow row;
    row.position = 1;
    row.at_ms = 2;
    row.who = "w";
    row.what = "x";
    row.sequence = 3;
    row.number = 4;
    row.old_value = "o";
    row.new_value = "n";
    row.record_hash = "r";
    row.value_hash = "v";
    row.hash = "h";
    EXPECT_EQ(rows_as_json({row}), R"([[1,2,"w","x",3,4,"o","n","r","v","h"]])");
    EXPECT_EQ(rows_as_json({}), "[]");
}

}  // namespace
}  // namespace sage::outbox_test
