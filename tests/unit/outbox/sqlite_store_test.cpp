// SPDX-License-Identifier: Apache-2.0
// Plan: the whole store through its front door only: what is accepted survives a reopen, late
// writers write nothing, order is kept, events are told until acknowledged, catalogue comes back.
#include "sage-adapter/outbox/sqlite_store.h"

#include <gtest/gtest.h>

#include "tests/unit/outbox/outbox_folder.h"

namespace sage::outbox_test {
namespace {

TEST(SqliteStore, accepted_document_survives_a_reopen) {
    const OutboxFolder folder;
    std::int64_t sequence = 0;
    {
        const std::unique_ptr<Store> store = folder.store();
        const Accepted accepted = value_of(store->accept(new_entry(1)));
        sequence = accepted.sequence;
        EXPECT_FALSE(accepted.duplicate);
        EXPECT_EQ(accepted.state, State::queued);
        EXPECT_EQ(accepted.message_id, "message-1");
    }
    const std::unique_ptr<Store> store = folder.store();
    const Entry entry = entry_of(*store, 1);
    const NewEntry given = new_entry(1);
    EXPECT_EQ(entry.sequence, sequence);
    EXPECT_EQ(entry.document_key, given.document_key);
    EXPECT_EQ(entry.content_hash, given.content_hash);
    EXPECT_EQ(entry.external_reference, given.external_reference);
    EXPECT_EQ(entry.message_type, given.message_type);
    EXPECT_EQ(entry.tenant_id, given.tenant_id);
    EXPECT_EQ(entry.document_id, given.document_id);
    EXPECT_EQ(entry.document_version, given.document_version);
    EXPECT_EQ(entry.subject_id, given.subject_id);
    EXPECT_EQ(entry.canonical_bytes, given.canonical_bytes);
    EXPECT_EQ(entry.accepted_ms, start_ms);
    EXPECT_EQ(entry.state, State::queued);
    EXPECT_EQ(entry.due_ms, start_ms);
    EXPECT_EQ(entry.epoch, 0);
    EXPECT_EQ(entry.generation, 1);
    EXPECT_EQ(value_of(store->counts()).queued, 1);
}

TEST(SqliteStore, life_of_a_document_is_kept_with_its_history_over_a_reopen) {
    const OutboxFolder folder;
    Entry before;
    {
        const std::unique_ptr<Store> store = folder.store();
        before = posted(*store, 1);
    }
    const std::unique_ptr<Store> store = folder.store();
    const Entry entry = entry_of(*store, 1);
    EXPECT_EQ(entry.state, State::posted);
    EXPECT_EQ(entry.sage_document_json, "{\"key\":\"1\"}");
    EXPECT_EQ(entry.due_ms, 0);
    const Attempt attempt = value_of(store->last_attempt(entry.sequence)).value();
    EXPECT_EQ(attempt.send_json, "{\"send\":1}");
    EXPECT_EQ(attempt.deadline_ms, start_ms + 1'000);
    std::vector<int> edges;
    for (const HistoryLine& line : value_of(store->history(entry.sequence))) {
        edges.push_back(line.edge);
    }
    EXPECT_EQ(edges, (std::vector<int>{1, 2, 7}));
    const Counts counts = value_of(store->counts());
    EXPECT_EQ(counts.posted, 1);
    EXPECT_EQ(counts.unverified, 1);
    EXPECT_EQ(counts.sending, 0);
}

}  // namespace
}  // namespace sage::outbox_test
