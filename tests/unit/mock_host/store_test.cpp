// SPDX-License-Identifier: Apache-2.0
// Plan: what is committed is there after the file is opened again, what is rolled back is not; a
// file of another version and one that is no database are refused; the schema stands behind the
// rules: stock below zero, more allocated than there is, an event that changes.
#include "mock-host/wms/store.h"

#include <SQLiteCpp/Exception.h>
#include <gtest/gtest.h>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

class StoreTest : public ::testing::Test {
  protected:
    std::string file() const { return (folder_ / "warehouse.sqlite").string(); }
    static std::int64_t on_hand(Store& store) {
        SQLite::Statement& row = store.ask("SELECT coalesce(sum(on_hand), 0) FROM stock");
        row.executeStep();
        return whole_at(row, 0);
    }
    static void add(Store& store, Decimal on_hand, Decimal on_hold, Decimal allocated) {
        store.run(
            "INSERT INTO stock (site, item, location, lot, expiry_date, on_hand, on_hold,"
            " allocated, in_transit) VALUES ('MAIN', 'A', 'X', '', '', ?, ?, ?, 0)",
            on_hand, on_hold, allocated);
    }
    testing::TemporaryFolder folder_;
};

TEST_F(StoreTest, what_is_committed_is_there_when_the_file_is_opened_again) {
    {
        Store store(file());
        store.begin();
        add(store, Decimal::whole(6), {}, {});
        store.commit();
        store.begin();
        store.run("UPDATE stock SET on_hand = 0");
        store.roll_back();
    }
    Store again(file());
    EXPECT_EQ(on_hand(again), 6'000'000);
}

TEST_F(StoreTest, a_file_of_another_version_and_one_that_is_no_database_are_refused) {
    Store(file()).run("PRAGMA user_version = 99");
    EXPECT_THROW(Store{file()}, SQLite::Exception);
    const std::string older = (folder_ / "older").string();
    Store(older).run("PRAGMA user_version = 1");
    EXPECT_THROW(Store{older}, SQLite::Exception);
    const std::string text = folder_.write("text", std::string(4'096, 'x')).string();
    EXPECT_THROW(Store{text}, SQLite::Exception);
    EXPECT_THROW(Store{(folder_ / "no/such/folder").string()}, SQLite::Exception);
}

TEST_F(StoreTest, a_question_that_was_not_read_to_its_end_keeps_no_other_program_out) {
    Store desk(file());
    Store server(file());
    desk.begin();
    EXPECT_EQ(on_hand(desk), 0) << "one row is read, and not that there is no other";
    desk.commit();
    server.begin();
    add(server, Decimal::whole(6), {}, {});
    server.commit();
    desk.begin();
    EXPECT_EQ(on_hand(desk), Decimal::whole(6).millionths());
    desk.run("UPDATE stock SET on_hand = 0");
    desk.commit();
    server.begin();
    EXPECT_EQ(on_hand(server), 0);
    server.commit();
}

TEST_F(StoreTest, no_path_leads_to_stock_that_cannot_be) {
    Store store(":memory:");
    EXPECT_THROW(add(store, Decimal::whole(-1), {}, {}), SQLite::Exception);
    EXPECT_THROW(add(store, Decimal::whole(2), Decimal::whole(1), Decimal::whole(2)),
                 SQLite::Exception);
    EXPECT_NO_THROW(add(store, Decimal::whole(3), Decimal::whole(1), Decimal::whole(2)));
    EXPECT_THROW(store.run("UPDATE stock SET allocated = allocated + 1"), SQLite::Exception);
}

TEST_F(StoreTest, a_text_that_is_no_statement_throws_and_leaves_the_others) {
    Store store(":memory:");
    store.begin();
    EXPECT_THROW(store.run("SELECT nothing FROM nowhere"), SQLite::Exception);
    store.roll_back();
    EXPECT_NO_THROW(store.run("DELETE FROM parcel"));
}

TEST_F(StoreTest, events_are_kept_as_they_are) {
    Store store(":memory:");
    store.run(
        "INSERT INTO event (at_ms, kind, reference, line_id, site, location, item, lot,"
        " quantity, reservation) VALUES (1, 'received', '', '', 'MAIN', 'X', 'A', '', 1, 0)");
    EXPECT_THROW(store.run("UPDATE event SET quantity = 2"), SQLite::Exception);
    EXPECT_THROW(store.run("DELETE FROM event"), SQLite::Exception);
}

TEST_F(StoreTest, the_same_text_is_prepared_once_and_asked_again_with_other_values) {
    Store store(":memory:");
    add(store, Decimal::whole(3), {}, {});
    static constexpr const char* kText = "SELECT on_hand FROM stock WHERE item = ?";
    SQLite::Statement& first = store.ask(kText, std::string("A"));
    ASSERT_TRUE(first.executeStep());
    EXPECT_EQ(decimal_at(first, 0), Decimal::whole(3));
    SQLite::Statement& second = store.ask(kText, std::string("B"));
    EXPECT_EQ(&first, &second);
    EXPECT_FALSE(second.executeStep());
}

}  // namespace
}  // namespace wms
