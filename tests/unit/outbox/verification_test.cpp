// SPDX-License-Identifier: Apache-2.0
// Plan: what was done is whole in every store, also after a purge, a stop and by several hosts;
// every byte, row and place that somebody changes with the triggers dropped is found in both
// databases, and what is cut off the end by an anchor.
#include "sage-adapter/outbox/verification.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/outbox/journal_day.h"

namespace sage::outbox_test {
namespace {

class VerificationOfEveryStore : public StoreTest {};
INSTANTIATE_TEST_SUITE_P(Stores, VerificationOfEveryStore, every_store, name_of);

TEST_P(VerificationOfEveryStore, what_was_done_is_whole_and_counted) {
    EXPECT_TRUE(verify(*store).whole());
    a_day(*store);
    const JournalVerification found = verify(*store);
    EXPECT_EQ(why_broken(*store), "");
    EXPECT_EQ(found.documents, 4);
    EXPECT_EQ(found.rows, 14);
    EXPECT_EQ(found.purged, 0);
    EXPECT_EQ(found.before, 0);
    ASSERT_EQ(found.heads.size(), 1U);
    EXPECT_EQ(found.heads[0], store->journal_head());
    EXPECT_EQ(why_broken(*store, {store->journal_head()}), "");
}

TEST_P(VerificationOfEveryStore, start_up_is_told_and_whole) {
    a_day(*store);
    reopen();
    outbox.let_leases_run_out();
    EXPECT_EQ(value_of(store->recover(start_ms + 5)), 1);
    EXPECT_EQ(why_broken(*store), "");
    const std::vector<DocumentRecords> third =
        value_of(store->records_after(entry_of(*store, 3).sequence - 1, 1));
    EXPECT_EQ(third.at(0).journal.back().new_value, "in_doubt");
    EXPECT_EQ(third.at(0).journal.back().at_ms, start_ms + 5);
}

TEST_P(VerificationOfEveryStore, what_is_kept_when_everything_stops_is_whole) {
    a_day(*store);
    const std::unique_ptr<Store> after = outbox.after_a_crash();
    EXPECT_EQ(why_broken(*after), "");
    EXPECT_EQ(verify(*after).rows, 14);
}

TEST_P(VerificationOfEveryStore, purged_content_is_told_as_purged_and_the_rest_is_whole) {
    a_day(*store);
    acknowledge_all(*store);
    const Leadership leader = value_of(store->elect("purge", lease_ms)).value();
    EXPECT_EQ(value_of(store->purge(leader, {start_ms + 1, 0, 99, start_ms + 9}))->documents, 2);
    EXPECT_EQ(why_broken(*store), "");
    EXPECT_EQ(verify(*store).purged, 2);
    const DocumentRecords first =
        value_of(store->records_after(entry_of(*store, 1).sequence - 1, 1)).at(0);
    EXPECT_EQ(first.journal.back().what, told::purged);
    EXPECT_EQ(first.journal.back().at_ms, start_ms + 9);
    EXPECT_TRUE(first.entry.canonical_bytes.empty());
    // Read back once more afterwards.
    verified(*store, 1);
    EXPECT_EQ(why_broken(*store), "");
}

TEST_P(VerificationOfEveryStore, replay_and_a_lost_fence_are_told_as_they_were) {
    Entry entry = begun(*store, claimed(*store, 1));
    Change doubt = change_by(entry, Happening::outcome_unknown);
    doubt.maybe_in_sage = true;
    doubt.due_ms = start_ms;
    EXPECT_TRUE(value_of(store->apply(doubt)));
    entry = claim(*store).at(0);
    Attempt replay = hashed_attempt(entry);
    replay.replay = true;
    EXPECT_TRUE(value_of(store->begin_attempt(replay, entry.epoch)));
    EXPECT_FALSE(value_of(store->begin_attempt(replay, entry.epoch)));
    EXPECT_FALSE(value_of(store->apply(doubt)));
    EXPECT_EQ(verify(*store).rows, 4);
    EXPECT_EQ(why_broken(*store), "");
}

TEST_P(VerificationOfEveryStore, settings_are_told_when_they_are_others) {
    for (const char* hash : {"a", "a", "b", "a"}) {
        done(store->settings_in_force(hash, start_ms));
    }
    const std::vector<JournalRow> rows = value_of(store->journal_after(0, 0, 99));
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[2].old_value + ">" + rows[2].new_value, "b>a");
    reopen();
    done(store->settings_in_force("a", start_ms));
    EXPECT_EQ(verify(*store).rows, 3);
}

TEST_P(VerificationOfEveryStore, pages_follow_one_another) {
    a_day(*store);
    const std::vector<JournalRow> all = value_of(store->journal_after(0, 0, 99));
    std::vector<JournalRow> paged;
    while (true) {
        const std::vector<JournalRow> page = value_of(store->journal_after(
            paged.empty() ? 0 : paged.back().chain, paged.empty() ? 0 : paged.back().position, 3));
        paged.insert(paged.end(), page.begin(), page.end());
        if (page.size() < 3) {
            break;
        }
    }
    EXPECT_EQ(paged, all);
    EXPECT_EQ(all[2].message_id, "message-1");
    EXPECT_EQ(value_of(store->records_after(0, 3)).size(), 3U);
}

TEST_P(VerificationOfEveryStore, it_stops_when_it_is_told_to) {
    const Result<JournalVerification> stopped = verify_journal(*store, {}, [] { return true; });
    ASSERT_FALSE(stopped.ok());
    EXPECT_EQ(stopped.error().status, Status::cancelled);
}

class VerificationOfDatabase : public StoreTest {
  public:
    /// What is found once a day was tampered with.
    std::string found_after(const std::vector<std::string>& statements) {
        AnyOutbox own(GetParam());
        const std::unique_ptr<Store> its_store = own.store();
        a_day(*its_store);
        EXPECT_EQ(why_broken(*its_store), "");
        tamper(own, statements);
        return why_broken(*its_store);
    }
};
INSTANTIATE_TEST_SUITE_P(Stores, VerificationOfDatabase,
                         testing::Values(Kind::sqlite, Kind::postgresql), name_of);

TEST_P(VerificationOfDatabase, byte_flipped_in_any_column_of_the_journal_is_found) {
    for (const std::string column :
         {"who", "what", "old_value", "new_value", "record_hash", "value_hash", "hash"}) {
        EXPECT_EQ(found_after({"UPDATE journal SET " + column + " = 'X' || substr(" + column +
                               ", 2) WHERE position = 5{and}"}),
                  "the row is not the one that was written here, or the one before it is not")
            << column;
    }
    for (const std::string column : {"at_ms", "number"}) {
        EXPECT_NE(found_after({"UPDATE journal SET " + column + " = " + column +
                               " + 1 WHERE position = 5{and}"}),
                  "")
            << column;
    }
    EXPECT_NE(found_after({"UPDATE journal SET sequence = 0 WHERE position = 5{and}"}), "");
    EXPECT_NE(found_after({"UPDATE journal SET position = 500 WHERE position = 5{and}"}), "");
    if (GetParam() == Kind::postgresql) {
        EXPECT_NE(
            found_after({"UPDATE journal SET chain = chain + 1000000 WHERE position = 5{and}"}),
            "");
    }
}

TEST_P(VerificationOfDatabase, row_that_is_deleted_or_moved_or_put_in_is_found) {
    EXPECT_EQ(found_after({"DELETE FROM journal WHERE position = 5{and}"}),
              "the row of this place is not there");
    EXPECT_EQ(found_after({"DELETE FROM journal WHERE position = 1{and}"}),
              "the row of this place is not there");
    EXPECT_NE(found_after({"UPDATE journal SET position = 500 WHERE position = 5{and}",
                           "UPDATE journal SET position = 5 WHERE position = 6{and}",
                           "UPDATE journal SET position = 6 WHERE position = 500{and}"}),
              "");
    const std::string columns =
        " at_ms, who, what, sequence, number, old_value, new_value, record_hash, value_hash, hash";
    const bool server = GetParam() == Kind::postgresql;
    const std::string place = server ? "company, chain, position," : "position,";
    EXPECT_NE(found_after({"INSERT INTO journal (" + place + columns + ") SELECT " +
                           (server ? "company, chain, 15," : "15,") + columns +
                           " FROM journal WHERE position = 14{and}"}),
              "");
}

TEST_P(VerificationOfDatabase, document_that_is_not_as_it_was_accepted_or_judged_is_found) {
    const std::string first = " WHERE message_id = 'message-1'{and}";
    for (const std::string column :
         {"document_key", "content_hash", "external_reference", "message_type", "tenant_id",
          "document_id", "document_version", "ordering_key", "subject_id"}) {
        EXPECT_EQ(found_after({"UPDATE document SET " + column + " = 'X' || substr(" + column +
                               ", 2)" + first}),
                  "the identity of the document is not the one that was accepted")
            << column;
    }
    EXPECT_NE(found_after({"UPDATE document SET message_id = 'message-x'" + first}), "");
    EXPECT_NE(found_after({"UPDATE document SET accepted_ms = accepted_ms + 1" + first}), "");
    EXPECT_EQ(found_after({"UPDATE document SET state = 'rejected'" + first}),
              "its state is not the one that the rows lead to");
    for (const std::string edit :
         {"problem_json = 'x'", "root_cause = 'x'", "sage_document_json = '{\"key\":\"2\"}'",
          GetParam() == Kind::sqlite ? "verified = 0" : "verified = false"}) {
        EXPECT_EQ(found_after({"UPDATE document SET " + edit + first}),
                  "what it says of its result is not what the last row tells")
            << edit;
    }
}

TEST_P(VerificationOfDatabase, table_that_is_not_what_the_rows_tell_is_found) {
    const std::string first =
        "sequence = (SELECT sequence FROM document WHERE message_id = 'message-1'{and}){and}";
    for (const std::string statement : {"UPDATE content SET canonical_bytes = 'x' WHERE ",
                                        "UPDATE content SET canonical_bytes = '' WHERE ",
                                        "DELETE FROM content WHERE ",
                                        "UPDATE attempt SET number = 9 WHERE ",
                                        "UPDATE attempt SET generation = generation + 1 WHERE ",
                                        "UPDATE attempt SET begun_ms = begun_ms + 1 WHERE ",
                                        "UPDATE attempt SET deadline_ms = deadline_ms + 1 WHERE ",
                                        "UPDATE attempt SET send_hash = 'x' WHERE ",
                                        "UPDATE attempt SET send_json = 'x' WHERE ",
                                        "UPDATE attempt SET send_json = '' WHERE ",
                                        "DELETE FROM attempt WHERE ",
                                        "UPDATE event SET attempts = attempts + 1 WHERE ",
                                        "UPDATE event SET at_ms = at_ms + 1 WHERE ",
                                        "UPDATE event SET edge = edge + 1 WHERE ",
                                        "UPDATE event SET from_state = 'held' WHERE ",
                                        "UPDATE event SET to_state = 'held' WHERE ",
                                        "UPDATE event SET evidence = 'x' WHERE ",
                                        "UPDATE event SET type = 'x' WHERE ",
                                        "UPDATE event SET json = 'x' WHERE ",
                                        "DELETE FROM event WHERE "}) {
        EXPECT_NE(found_after({statement + first}), "") << statement;
    }
    const std::string second =
        "sequence = (SELECT sequence FROM document WHERE message_id = 'message-4'{and}){and}";
    EXPECT_EQ(found_after(
                  {"DELETE FROM content WHERE " + second, "DELETE FROM document WHERE " + second}),
              "the document that the row tells of is gone");
}

TEST(VerificationOfPages, first_document_of_the_next_page_is_looked_at) {
    AnyOutbox outbox(Kind::sqlite);
    const std::unique_ptr<Store> store = outbox.store();
    constexpr int documents_of_a_page = 200;
    for (int number = 1; number <= documents_of_a_page + 1; ++number) {
        value_of(store->accept(hashed_entry(number)));
    }
    EXPECT_EQ(why_broken(*store), "");
    tamper(outbox, {"UPDATE document SET tenant_id = 'X' WHERE message_id = 'message-" +
                    std::to_string(documents_of_a_page + 1) + "'{and}"});
    EXPECT_EQ(why_broken(*store), "the identity of the document is not the one that was accepted");
}

TEST_P(VerificationOfDatabase, rows_cut_off_the_end_are_missed_by_whoever_knows_one) {
    a_day(*store);
    const JournalHead head = store->journal_head();
    tamper(outbox, {"DELETE FROM journal WHERE position = 14{and}"});
    EXPECT_EQ(why_broken(*store), "") << "the last row tells of no document";
    const JournalVerification found = verify(*store, {head});
    ASSERT_FALSE(found.whole());
    EXPECT_EQ(found.first_break->position, 14);
    EXPECT_EQ(found.first_break->cause, "the host's audit trail names a row that is not there");
    tamper(outbox, {"DELETE FROM journal WHERE position >= 12{and}"});
    EXPECT_EQ(why_broken(*store), "no row tells of attempt 1") << "of the third";
}

TEST_P(VerificationOfDatabase, anchor_of_other_content_is_missed) {
    a_day(*store);
    JournalHead head = store->journal_head();
    head.hash[0] = head.hash[0] == 'a' ? 'b' : 'a';
    EXPECT_NE(why_broken(*store, {head}), "");
    EXPECT_NE(why_broken(*store, {{head.chain, 99, head.hash}}), "");
    EXPECT_NE(why_broken(*store, {{head.chain + 77, 1, head.hash}}), "");
}

TEST(VerificationOfHosts, each_host_keeps_a_chain_that_the_others_note) {
    AnyOutbox outbox(Kind::postgresql);
    const std::unique_ptr<Store> first = outbox.store();
    const std::unique_ptr<Store> second = outbox.store();
    Entry entry = begun(*first, claimed(*first, 1));
    done(first->settings_in_force("first", start_ms));
    // Of two hosts one posts, the other reads back.
    Change posted = change_by(entry, Happening::done);
    EXPECT_TRUE(value_of(first->apply(posted)));
    done(first->settings_in_force("again", start_ms));
    verified(*second, 1);
    const JournalVerification found = verify(*second);
    EXPECT_EQ(why_broken(*second), "");
    ASSERT_EQ(found.heads.size(), 2U);
    EXPECT_EQ(found.heads[0], first->journal_head());
    EXPECT_EQ(found.heads[1], second->journal_head());
    const std::string chain = std::to_string(found.heads[0].chain);
    tamper(outbox, {"DELETE FROM journal WHERE position = 5 AND chain = " + chain + "{and}"});
    EXPECT_EQ(why_broken(*second), "another chain names a row of this chain that is not there");
}

TEST(VerificationOfHosts, host_whose_row_was_taken_over_begins_another_chain) {
    AnyOutbox outbox(Kind::postgresql);
    const std::unique_ptr<Store> first = outbox.store();
    const std::unique_ptr<Store> second = outbox.store();
    value_of(first->accept(hashed_entry(1)));
    const JournalHead ended = first->journal_head();
    ByHand(outbox.options()).run("UPDATE writer SET committed_ms = 0 WHERE company = $1");
    value_of(second->accept(hashed_entry(2)));
    value_of(first->accept(hashed_entry(3)));
    EXPECT_NE(first->journal_head().chain, ended.chain);
    EXPECT_EQ(why_broken(*first), "");
    EXPECT_EQ(verify(*first).heads.size(), 3U);
    // Whoever took the row over has told of its end.
    tamper(outbox, {"DELETE FROM content WHERE sequence = (SELECT sequence FROM document WHERE"
                    " message_id = 'message-1'{and}){and}",
                    "DELETE FROM document WHERE message_id = 'message-1'{and}",
                    "DELETE FROM journal WHERE chain = " + std::to_string(ended.chain) + "{and}"});
    EXPECT_EQ(why_broken(*first), "another chain names a row of this chain that is not there");
}

TEST(VerificationOfHosts, new_connection_of_a_host_goes_on_with_its_chain) {
    AnyOutbox outbox(Kind::postgresql);
    const std::unique_ptr<Store> store = outbox.store();
    value_of(store->accept(hashed_entry(1)));
    ByHand(outbox.options())
        .text(
            "SELECT count(pg_terminate_backend(pid, 10000))::text FROM pg_stat_activity"
            " WHERE application_name LIKE 'sage-connector/%' AND pid <> pg_backend_pid()");
    value_of(store->accept(hashed_entry(2)));
    const JournalVerification found = verify(*store);
    EXPECT_EQ(why_broken(*store), "");
    ASSERT_EQ(found.heads.size(), 1U);
    EXPECT_EQ(found.heads[0].position, 2);
}

}  // namespace
}  // namespace sage::outbox_test
