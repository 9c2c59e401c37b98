// SPDX-License-Identifier: Apache-2.0
// Plan: accepting (new, again, conflicting in either identity, too many, order kept) and claiming
// (what is due, in which order, with which epoch, until when), through the front door.
#include "sage-adapter/outbox/sqlite_writer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/outbox/any_outbox.h"

namespace sage::outbox_test {
namespace {

class StoreWriterTest : public StoreTest {
  public:
    std::int64_t queued() const { return value_of(store->counts()).queued; }
};

std::vector<std::string> ids(const std::vector<Entry>& entries) {
    std::vector<std::string> all;
    for (const Entry& entry : entries) {
        all.push_back(entry.document_id);
    }
    return all;
}

using Ids = std::vector<std::string>;

TEST_P(StoreWriterTest, sequence_grows_with_every_document) {
    const std::int64_t first = accept(*store, 1);
    EXPECT_LT(first, accept(*store, 2));
    EXPECT_EQ(queued(), 2);
}

TEST_P(StoreWriterTest, same_document_again_is_a_duplicate_and_names_the_first_message) {
    const std::int64_t first = accept(*store, 1);
    NewEntry again = new_entry(1);
    EXPECT_TRUE(value_of(store->accept(again)).duplicate);
    again.message_id = "another-message";
    const Accepted accepted = value_of(store->accept(again));
    EXPECT_TRUE(accepted.duplicate);
    EXPECT_EQ(accepted.sequence, first);
    EXPECT_EQ(accepted.message_id, "message-1");
    EXPECT_EQ(queued(), 1);
    EXPECT_FALSE(value_of(store->find_message("another-message")).has_value());
}

TEST_P(StoreWriterTest, duplicate_tells_the_state_it_is_in_by_now) {
    posted(*store, 1);
    EXPECT_EQ(value_of(store->accept(new_entry(1))).state, State::posted);
}

TEST_P(StoreWriterTest, same_identity_with_other_content_is_a_conflict_that_names_both_hashes) {
    accept(*store, 1);
    NewEntry changed = new_entry(1);
    changed.message_id = "another-message";
    changed.content_hash = "hash-changed";
    const Result<Accepted> refused = store->accept(changed);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().status, Status::conflict);
    EXPECT_EQ(refused.error().first().code, "outbox.document_conflict");
    EXPECT_NE(refused.error().first().cause.find("hash-1"), std::string::npos);
    EXPECT_NE(refused.error().first().cause.find("hash-changed"), std::string::npos);
    EXPECT_EQ(entry_of(*store, 1).content_hash, "hash-1");
    EXPECT_EQ(queued(), 1);
}

TEST_P(StoreWriterTest, same_message_id_with_another_document_is_a_conflict) {
    accept(*store, 1);
    NewEntry other = new_entry(2);
    other.message_id = "message-1";
    const Result<Accepted> refused = store->accept(other);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().status, Status::conflict);
    EXPECT_EQ(refused.error().first().code, "outbox.message_conflict");
    EXPECT_EQ(refused.error().first().pointer, "/messageId");
    EXPECT_NE(refused.error().first().cause.find("hash-1"), std::string::npos);
    EXPECT_NE(refused.error().first().cause.find("hash-2"), std::string::npos);
    EXPECT_EQ(queued(), 1);
}

TEST_P(StoreWriterTest, known_document_under_the_message_id_of_another_is_a_conflict) {
    accept(*store, 1);
    accept(*store, 2);
    NewEntry mixed = new_entry(1);
    mixed.message_id = "message-2";
    const Result<Accepted> refused = store->accept(mixed);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().first().code, "outbox.message_conflict");
}

TEST_P(StoreWriterTest, other_version_of_a_document_is_another_document) {
    accept(*store, 1);
    NewEntry revised = new_entry(1);
    revised.document_key = "key-1-2";
    revised.document_version = "2";
    revised.message_id = "message-1-2";
    revised.content_hash = "hash-1-2";
    EXPECT_FALSE(value_of(store->accept(revised)).duplicate);
    EXPECT_EQ(value_of(store->find_document("tenant", "despatchAdvice", "DN-1"))->document_version,
              "2");
}

TEST_P(StoreWriterTest, refused_document_leaves_others_of_its_commit_alone) {
    accept(*store, 1);
    NewEntry changed = new_entry(1);
    changed.content_hash = "changed";
    EXPECT_FALSE(store->accept(changed).ok());
    accept(*store, 2);
    EXPECT_EQ(queued(), 2);
}

TEST_P(StoreWriterTest, nul_in_any_text_is_refused_and_not_cut) {
    const std::string nul("a\0b", 3);
    std::vector<NewEntry> entries(11, new_entry(1));
    entries[0].document_key = nul;
    entries[1].content_hash = nul;
    entries[2].external_reference = nul;
    entries[3].message_id = nul;
    entries[4].message_type = nul;
    entries[5].tenant_id = nul;
    entries[6].document_id = nul;
    entries[7].document_version = nul;
    entries[8].ordering_key = nul;
    entries[9].subject_id = nul;
    entries[10].canonical_bytes = nul;
    for (const NewEntry& entry : entries) {
        const Result<Accepted> refused = store->accept(entry);
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().status, Status::invalid);
    }
    EXPECT_EQ(queued(), 0);
}

TEST_P(StoreWriterTest, hostile_texts_are_only_texts) {
    NewEntry entry = new_entry(1);
    entry.document_id = "'; DROP TABLE document; --";
    entry.tenant_id = "\xF0\x9F\x93\xA6 % _ \" \\ \n";
    entry.canonical_bytes = std::string(1'000'000, '\'');
    value_of(store->accept(entry));
    const Entry kept = entry_of(*store, 1);
    EXPECT_EQ(kept.document_id, entry.document_id);
    EXPECT_EQ(kept.tenant_id, entry.tenant_id);
    EXPECT_EQ(kept.canonical_bytes, entry.canonical_bytes);
}

TEST(SqliteWriterLimit, full_outbox_says_busy_and_takes_documents_again_when_some_are_done) {
    const OutboxFolder folder;
    const std::unique_ptr<Store> store = value_of(open_sqlite_store(folder.options(), {2, 0}));
    accept(*store, 1);
    accept(*store, 2);
    const Result<Accepted> refused = store->accept(new_entry(3));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().status, Status::busy);
    EXPECT_EQ(refused.error().first().code, "outbox.full");
    EXPECT_GT(refused.error().retry_after_ms, 0U);
    EXPECT_TRUE(value_of(store->accept(new_entry(2))).duplicate);
    Change change = change_by(entry_of(*store, 1), Happening::withdrawn);
    EXPECT_TRUE(value_of(store->apply(change)));
    accept(*store, 3);
}

TEST(SqliteWriterLimit, full_outbox_still_knows_what_contradicts_it) {
    const OutboxFolder folder;
    const std::unique_ptr<Store> store = value_of(open_sqlite_store(folder.options(), {1, 0}));
    accept(*store, 1);
    NewEntry changed = new_entry(1);
    changed.content_hash = "changed";
    const Result<Accepted> refused = store->accept(changed);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().status, Status::conflict);
}

TEST_P(StoreWriterTest, claim_takes_what_is_due_oldest_first_and_no_more_than_asked) {
    for (const auto& [number, due] : {std::pair(1, 30), {2, 10}, {3, 20}, {4, 500}}) {
        NewEntry entry = new_entry(number);
        entry.now_ms = start_ms + due;
        value_of(store->accept(entry));
    }
    EXPECT_TRUE(claim(*store, start_ms).empty());
    EXPECT_EQ(ids(claim(*store, start_ms + 100, 2)), (Ids{"DN-2", "DN-3"}));
    EXPECT_EQ(ids(claim(*store, start_ms + 100, 2)), (Ids{"DN-1"}));
    EXPECT_TRUE(claim(*store, start_ms + 100).empty());
}

TEST_P(StoreWriterTest, claim_of_equals_keeps_the_order_accepted) {
    for (int number = 1; number <= 5; ++number) {
        accept(*store, number);
    }
    EXPECT_EQ(ids(claim(*store, start_ms, 3)), (Ids{"DN-1", "DN-2", "DN-3"}));
    EXPECT_EQ(ids(claim(*store, start_ms, 3)), (Ids{"DN-4", "DN-5"}));
}

TEST_P(StoreWriterTest, claimed_entry_has_all_and_the_new_epoch) {
    accept(*store, 1);
    const Entry claimed = claim(*store).at(0);
    EXPECT_EQ(claimed.epoch, 1);
    EXPECT_EQ(claimed.due_ms, start_ms + lease_ms);
    EXPECT_EQ(claimed.canonical_bytes, new_entry(1).canonical_bytes);
    const Entry kept = entry_of(*store, 1);
    EXPECT_EQ(kept.epoch, 1);
    EXPECT_EQ(kept.due_ms, start_ms + lease_ms);
    // Where the server's clock ends the lease, some of it has passed already.
    const std::int64_t next = value_of(store->next_due_ms()).value();
    EXPECT_LE(next, start_ms + lease_ms);
    EXPECT_GT(next, outbox.kind() == Kind::postgresql ? start_ms : start_ms + lease_ms - 1);
}

TEST_P(StoreWriterTest, lease_that_ran_out_is_claimed_again_and_the_late_holder_writes_nothing) {
    accept(*store, 1);
    const Entry late = claim(*store).at(0);
    EXPECT_TRUE(claim(*store, start_ms + lease_ms - 1).empty());
    outbox.let_leases_run_out();
    const Entry newer = claim(*store, start_ms + lease_ms).at(0);
    EXPECT_EQ(newer.epoch, 2);
    EXPECT_FALSE(value_of(store->begin_attempt(next_attempt(late), late.epoch)));
    EXPECT_FALSE(value_of(store->apply(change_by(late, Happening::stopped_before_send))));
    done(store->release({late}, start_ms));
    EXPECT_EQ(entry_of(*store, 1).due_ms, start_ms + lease_ms + lease_ms);
    EXPECT_TRUE(value_of(store->begin_attempt(next_attempt(newer), newer.epoch)));
}

TEST_P(StoreWriterTest, released_entry_is_due_when_it_is_said_to_be) {
    accept(*store, 1);
    accept(*store, 2);
    const std::vector<Entry> entries = claim(*store);
    done(store->release(entries, start_ms + 5));
    EXPECT_EQ(value_of(store->next_due_ms()), start_ms + 5);
    EXPECT_TRUE(claim(*store, start_ms + 4).empty());
    EXPECT_EQ(claim(*store, start_ms + 5).size(), 2U);
}

TEST_P(StoreWriterTest, what_is_queued_for_later_can_be_brought_forward) {
    for (int number = 1; number <= 4; ++number) {
        accept(*store, number);
    }
    std::vector<Entry> entries = claim(*store);
    const Entry sent = sending(*store, entries.at(0));
    Change doubt = change_by(sent, Happening::outcome_unknown);
    doubt.due_ms = start_ms + 500;
    EXPECT_TRUE(value_of(store->apply(doubt)));
    done(store->release({entries.at(1), entries.at(2)}, start_ms + 5'000));
    done(store->bring_forward(start_ms + 7));
    EXPECT_EQ(entry_of(*store, 2).due_ms, start_ms + 7);
    EXPECT_EQ(entry_of(*store, 3).due_ms, start_ms + 7);
    EXPECT_EQ(entry_of(*store, 1).due_ms, start_ms + 500) << "in doubt";
    EXPECT_EQ(ids(claim(*store, start_ms + 7)).size(), 2U) << "the fourth is claimed";
}

TEST_P(StoreWriterTest, entry_that_has_moved_on_cannot_be_given_back) {
    accept(*store, 1);
    const Entry entry = claim(*store).at(0);
    const Entry sent = sending(*store, entry);
    done(store->release({entry}, start_ms));
    done(store->release({sent}, start_ms));
    EXPECT_EQ(entry_of(*store, 1).due_ms, start_ms + 1'000);
    EXPECT_TRUE(value_of(store->apply(change_by(sent, Happening::done))));
    done(store->release({entry_of(*store, 1)}, start_ms));
    EXPECT_FALSE(value_of(store->next_due_ms()).has_value());
}

TEST_P(StoreWriterTest, nothing_waits_in_an_empty_outbox) {
    EXPECT_TRUE(claim(*store).empty());
    EXPECT_FALSE(value_of(store->next_due_ms()).has_value());
}

TEST_P(StoreWriterTest, same_ordering_key_waits_for_the_one_before) {
    accept(*store, 1, "order-7");
    accept(*store, 2, "order-7");
    accept(*store, 3, "order-7");
    accept(*store, 4);
    EXPECT_EQ(entry_of(*store, 2).wait_reason, WaitReason::predecessor);
    EXPECT_EQ(entry_of(*store, 2).due_ms, 0);
    const std::vector<Entry> first = claim(*store);
    EXPECT_EQ(ids(first), (Ids{"DN-1", "DN-4"}));
    EXPECT_TRUE(claim(*store, start_ms + 10).empty());
    EXPECT_TRUE(value_of(
        store->apply(change_by(sending(*store, first[0]), Happening::done, start_ms + 9))));
    EXPECT_EQ(entry_of(*store, 2).wait_reason, WaitReason::none);
    EXPECT_EQ(entry_of(*store, 2).due_ms, start_ms + 9);
    EXPECT_EQ(ids(claim(*store, start_ms + 10)), (Ids{"DN-2"}));
}

TEST_P(StoreWriterTest, held_predecessor_keeps_the_next_waiting) {
    accept(*store, 1, "order-7");
    accept(*store, 2, "order-7");
    EXPECT_TRUE(
        value_of(store->apply(change_by(claim(*store).at(0), Happening::stopped_before_send))));
    EXPECT_TRUE(claim(*store, start_ms + lease_ms).empty());
    EXPECT_TRUE(
        value_of(store->apply(change_by(entry_of(*store, 1), Happening::decided_withdrawn))));
    EXPECT_EQ(ids(claim(*store, start_ms + lease_ms)), (Ids{"DN-2"}));
}

TEST_P(StoreWriterTest, waiting_one_that_is_withdrawn_does_not_let_the_next_pass_the_first) {
    accept(*store, 1, "order-7");
    accept(*store, 2, "order-7");
    accept(*store, 3, "order-7");
    const Entry first = claim(*store).at(0);
    EXPECT_TRUE(value_of(store->apply(change_by(entry_of(*store, 2), Happening::withdrawn))));
    EXPECT_EQ(entry_of(*store, 3).wait_reason, WaitReason::predecessor);
    EXPECT_TRUE(value_of(store->apply(change_by(first, Happening::withdrawn))));
    EXPECT_EQ(ids(claim(*store)), (Ids{"DN-3"}));
}

TEST_P(StoreWriterTest, first_of_an_ordering_key_lets_a_later_one_pass_and_is_next_after_it) {
    accept(*store, 1, "order-7");
    accept(*store, 2, "order-7");
    accept(*store, 3, "order-7");
    const Entry first = claim(*store).at(0);
    EXPECT_TRUE(value_of(store->let_pass(first, entry_of(*store, 3).sequence, start_ms + 5)));
    EXPECT_EQ(entry_of(*store, 1).wait_reason, WaitReason::predecessor);
    EXPECT_TRUE(claim(*store, start_ms + 4).empty());
    std::vector<Entry> claimed = claim(*store, start_ms + 5);
    EXPECT_EQ(ids(claimed), (Ids{"DN-3"}));
    accept(*store, 4, "order-7");
    // What waits and is withdrawn has no turn to pass on, be it the first.
    EXPECT_TRUE(value_of(store->apply(change_by(entry_of(*store, 2), Happening::withdrawn))));
    EXPECT_TRUE(claim(*store, start_ms + 5).empty());
    // Held, it keeps its turn.
    EXPECT_TRUE(value_of(store->apply(change_by(claimed.at(0), Happening::stopped_before_send))));
    EXPECT_TRUE(claim(*store, start_ms + lease_ms).empty());
    Change again = change_by(entry_of(*store, 3), Happening::cause_gone);
    again.due_ms = start_ms;
    EXPECT_TRUE(value_of(store->apply(again)));
    claimed = claim(*store, start_ms + 6);
    EXPECT_EQ(ids(claimed), (Ids{"DN-3"}));
    EXPECT_TRUE(value_of(
        store->apply(change_by(sending(*store, claimed.at(0)), Happening::done, start_ms + 7))));
    claimed = claim(*store, start_ms + 7);
    EXPECT_EQ(ids(claimed), (Ids{"DN-1"}));
    EXPECT_TRUE(value_of(store->apply(change_by(claimed.at(0), Happening::withdrawn))));
    EXPECT_EQ(ids(claim(*store, start_ms + 8)), (Ids{"DN-4"}));
}

TEST_P(StoreWriterTest, only_the_first_lets_pass_and_only_what_waits_behind_it) {
    accept(*store, 1, "order-7");
    accept(*store, 2, "order-7");
    accept(*store, 3, "order-8");
    accept(*store, 4, "order-8");
    accept(*store, 5);
    const Entry first = claim(*store).at(0);
    for (const int other : {1, 3, 4, 5}) {
        EXPECT_FALSE(value_of(store->let_pass(first, entry_of(*store, other).sequence, start_ms)))
            << other;
    }
    const std::int64_t second = entry_of(*store, 2).sequence;
    EXPECT_FALSE(value_of(store->let_pass(first, second + 1'000'000, start_ms)));
    Entry stale = first;
    ++stale.epoch;
    EXPECT_FALSE(value_of(store->let_pass(stale, second, start_ms)));
    Entry alone = entry_of(*store, 5);
    EXPECT_FALSE(value_of(store->let_pass(alone, second, start_ms)));
    static_cast<void>(sending(*store, first));
    EXPECT_FALSE(value_of(store->let_pass(first, second, start_ms))) << "it may be in Sage";
    EXPECT_EQ(entry_of(*store, 2).wait_reason, WaitReason::predecessor);
    EXPECT_EQ(entry_of(*store, 1).state, State::sending);
}

TEST_P(StoreWriterTest, ordering_key_means_something_within_its_tenant_only) {
    accept(*store, 1, "order-7");
    NewEntry other = new_entry(2, "order-7");
    other.tenant_id = "another";
    value_of(store->accept(other));
    EXPECT_EQ(claim(*store).size(), 2U);
}

TEST_P(StoreWriterTest, key_of_a_document_that_is_done_holds_nobody_up) {
    accept(*store, 1, "order-7");
    EXPECT_TRUE(value_of(store->apply(change_by(claim(*store).at(0), Happening::withdrawn))));
    accept(*store, 2, "order-7");
    EXPECT_EQ(ids(claim(*store)), (Ids{"DN-2"}));
}

TEST_P(StoreWriterTest, claimed_entry_says_whether_there_may_be_another_version_of_it) {
    accept(*store, 1);
    EXPECT_FALSE(claim(*store).at(0).other_version_may_exist);
    accept(*store, 2);
    NewEntry revised = new_entry(2);
    revised.document_key = "key-2-2";
    revised.document_version = "2";
    revised.message_id = "message-2-2";
    value_of(store->accept(revised));
    const std::vector<Entry> claimed = claim(*store);
    ASSERT_EQ(claimed.size(), 2U);
    EXPECT_TRUE(claimed[0].other_version_may_exist);
    EXPECT_TRUE(claimed[1].other_version_may_exist);
}

INSTANTIATE_TEST_SUITE_P(EveryStore, StoreWriterTest, every_store, name_of);

}  // namespace
}  // namespace sage::outbox_test
