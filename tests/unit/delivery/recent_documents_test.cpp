// SPDX-License-Identifier: Apache-2.0
// Plan: keep and take: given back once; no room for more than the bytes allowed, and room again
// afterwards; what an edition sees is what read_canonical() gives.
#include "sage-adapter/delivery/recent_documents.h"

#include <gtest/gtest.h>

#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

Document read(const std::string& number) {
    Result<Document> document = read_document(despatch(number));
    EXPECT_TRUE(document.ok());
    return std::move(document).value();
}

TEST(RecentDocuments, are_given_back_once) {
    RecentDocuments recent(1'000'000);
    recent.keep(1, read("D1"));
    recent.keep(2, read("D2"));
    ASSERT_TRUE(recent.take(2).has_value());
    EXPECT_FALSE(recent.take(2).has_value());
    EXPECT_EQ(recent.take(1)->id, "D1");
    EXPECT_FALSE(recent.take(3).has_value());
}

TEST(RecentDocuments, hold_no_more_bytes_than_allowed_and_take_more_when_there_is_room) {
    const std::size_t size = read("D1").canonical_bytes.size();
    RecentDocuments recent(2 * size);
    for (const std::int64_t sequence : {1, 2, 3}) {
        recent.keep(sequence, read("D" + std::to_string(sequence)));
    }
    EXPECT_FALSE(recent.take(3).has_value()) << "there was no room for the newest";
    EXPECT_TRUE(recent.take(1).has_value());
    recent.keep(4, read("D4"));
    EXPECT_TRUE(recent.take(4).has_value());
    EXPECT_TRUE(recent.take(2).has_value());
}

TEST(RecentDocuments, are_what_the_outbox_would_give) {
    RecentDocuments recent(1'000'000);
    const Document accepted = read("D1");
    ASSERT_FALSE(accepted.envelope.occurred_at.empty());
    recent.keep(1, accepted);
    const Document kept = recent.take(1).value();
    const Result<Document> stored = read_canonical(
        accepted.canonical_bytes, accepted.envelope.message_id, accepted.envelope.ordering_key);
    ASSERT_TRUE(stored.ok());
    const Envelope& one = kept.envelope;
    const Envelope& other = stored.value().envelope;
    EXPECT_EQ(one.schema_version, other.schema_version);
    EXPECT_EQ(one.message_type, other.message_type);
    EXPECT_EQ(one.message_id, other.message_id);
    EXPECT_EQ(one.correlation_id, other.correlation_id);
    EXPECT_EQ(one.ordering_key, other.ordering_key);
    EXPECT_EQ(one.occurred_at, other.occurred_at);
    EXPECT_EQ(one.environment, other.environment);
    EXPECT_EQ(one.tenant_id, other.tenant_id);
    EXPECT_EQ(one.document_version, other.document_version);
    EXPECT_EQ(kept.canonical_bytes, stored.value().canonical_bytes);
    EXPECT_EQ(kept.content_hash, stored.value().content_hash);
}

}  // namespace
}  // namespace sage::testing
