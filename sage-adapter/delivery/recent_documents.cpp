// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/delivery/recent_documents.h"

#include <utility>

namespace sage {

void RecentDocuments::keep(std::int64_t sequence, Document document) {
    // An edition must see the same document now and after a restart.
    document.envelope.schema_version.clear();
    document.envelope.correlation_id.clear();
    document.envelope.occurred_at.clear();
    const std::size_t bytes = document.canonical_bytes.size();
    const std::lock_guard lock(mutex_);
    if (bytes_ + bytes <= bytes_max_ &&
        documents_.try_emplace(sequence, std::move(document)).second) {
        bytes_ += bytes;
    }
}

std::optional<Document> RecentDocuments::take(std::int64_t sequence) {
    const std::lock_guard lock(mutex_);
    const auto found = documents_.find(sequence);
    if (found == documents_.end()) {
        return std::nullopt;
    }
    std::optional<Document> document(std::move(found->second));
    documents_.erase(found);
    bytes_ -= document->canonical_bytes.size();
    return document;
}

}  // namespace sage
