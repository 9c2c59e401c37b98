// SPDX-License-Identifier: Apache-2.0
// Documents as they were read when they were accepted, kept until their turn comes, so that a queue
// that moves reads each document once. What is not here is read from the outbox again: this is
// bounded, and empty after a start.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>

#include "sage-adapter/document/document.h"

namespace sage {

/// Thread-safe.
class RecentDocuments {
  public:
    /// @param bytes_max  of canonical bytes in all; the documents themselves take a few times that
    explicit RecentDocuments(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    /// Keeps the document of that sequence as read_canonical() would give it; does nothing when
    /// there is no room: the older ones have their turn first.
    void keep(std::int64_t sequence, Document document);
    /// Gives it back, once.
    std::optional<Document> take(std::int64_t sequence);

  private:
    const std::size_t bytes_max_;
    std::mutex mutex_;
    std::size_t bytes_ = 0;
    std::map<std::int64_t, Document> documents_;
};

}  // namespace sage
