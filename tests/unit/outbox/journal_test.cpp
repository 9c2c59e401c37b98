// SPDX-License-Identifier: Apache-2.0
// Plan: hashes cover every member and cannot be had from other texts; the writing end gives places
// and hashes; heads of other chains are read back as written.
#include "sage-adapter/outbox/journal.h"

#include <gtest/gtest.h>

#include <functional>

namespace sage::outbox_test {
namespace {

JournalRow a_row() {
    JournalRow row;
    row.chain = 1;
    row.position = 2;
    row.at_ms = 3;
    row.who = "connector";
    row.what = told::changed;
    row.sequence = 4;
    row.number = 5;
    row.old_value = "queued";
    row.new_value = "held";
    row.record_hash = "r";
    row.value_hash = "v";
    return row;
}

TEST(Journal, hash_covers_every_member_and_the_row_before) {
    const std::string hash = journal_hash(a_row(), "before");
    EXPECT_EQ(hash.size(), 64U);
    EXPECT_NE(journal_hash(a_row(), "befora"), hash);
    const std::vector<std::function<void(JournalRow&)>> edits = {
        [](JournalRow& row) { ++row.chain; }, [](JournalRow& row) { ++row.position; },
        [](JournalRow& row) { ++row.at_ms; }, [](JournalRow& row) { row.who += "x"; },
        [](JournalRow& row) { row.what += "x"; }, [](JournalRow& row) { ++row.sequence; },
        [](JournalRow& row) { ++row.number; }, [](JournalRow& row) { row.old_value += "x"; },
        [](JournalRow& row) { row.new_value += "x"; },
        [](JournalRow& row) { row.record_hash += "x"; },
        [](JournalRow& row) { row.value_hash += "x"; },
        // What belongs to one member cannot be moved to the next.
        [](JournalRow& row) {
            row.old_value += "h";
            row.new_value.erase(0, 1);
        }};
    for (std::size_t edit = 0; edit < edits.size(); ++edit) {
        JournalRow row = a_row();
        edits[edit](row);
        EXPECT_NE(journal_hash(row, "before"), hash) << "edit " << edit;
    }
    // Nor where what stands between two members is in a member itself.
    JournalRow one = a_row();
    one.old_value = "a";
    one.new_value = "b:c";
    JournalRow other = a_row();
    other.old_value = "a:b";
    other.new_value = "c";
    EXPECT_NE(journal_hash(one, "before"), journal_hash(other, "before"));
    JournalRow told = a_row();
    told.hash = "its own";
    told.message_id = "no part of it";
    EXPECT_EQ(journal_hash(told, "before"), hash);
}

TEST(Journal, chain_gives_places_and_binds_each_row_to_the_one_before) {
    JournalChain chain(empty_chain(7));
    const JournalRow first = chain.append(a_row());
    const JournalRow second = chain.append(a_row());
    EXPECT_EQ(first.chain, 7);
    EXPECT_EQ(first.position, 1);
    EXPECT_EQ(second.position, 2);
    EXPECT_EQ(first.hash, journal_hash(first, empty_chain(7).hash));
    EXPECT_EQ(second.hash, journal_hash(second, first.hash));
    EXPECT_EQ(chain.head(), (JournalHead{7, 2, second.hash}));
    chain.begin_at({7, 1, first.hash});
    EXPECT_EQ(chain.append(a_row()), second);
}

TEST(Journal, empty_chains_differ) {
    EXPECT_NE(empty_chain(0).hash, empty_chain(1).hash);
}

TEST(Journal, heads_of_other_chains_are_read_as_they_were_written) {
    const std::vector<JournalHead> heads = {{1, 20, "abc"}, {30, 4, "def"}};
    const JournalRow row = heads_row(heads, 9);
    EXPECT_EQ(row.new_value, "1:20:abc 30:4:def");
    EXPECT_EQ(heads_of(row), heads);
    EXPECT_TRUE(heads_of(heads_row({}, 9)).empty());
    EXPECT_TRUE(heads_of(a_row()).empty());
}

TEST(Journal, rows_about_no_document_say_what_was_before_and_after) {
    const JournalRow read = catalogue_row("3", 4, 9);
    EXPECT_EQ(read.what, told::catalogue);
    EXPECT_EQ(read.old_value + ">" + read.new_value, "3>4");
    EXPECT_EQ(read.at_ms, 9);
    const JournalRow settings = settings_row("a", "b", 9);
    EXPECT_EQ(settings.who, "settings");
    EXPECT_EQ(settings.old_value + ">" + settings.new_value, "a>b");
}

}  // namespace
}  // namespace sage::outbox_test
