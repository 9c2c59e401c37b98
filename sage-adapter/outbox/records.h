// SPDX-License-Identifier: Apache-2.0
// What the outbox holds of one document in all its tables, and how a row of the journal is bound to
// it: the rows that tell of an acceptance, an attempt, a change and a purge are made here, and
// compared here with what the tables hold. All functions are pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/outbox/outbox.h"

namespace sage {

JournalRow accepted_row(const NewEntry& entry, std::int64_t sequence);
JournalRow attempt_row(const Attempt& attempt);
/// @param attempts  that the document had had by then
JournalRow change_row(const Change& change, std::int64_t attempts);
/// Found sending at start-up: E10.
JournalRow recovered_row(std::int64_t sequence, std::int64_t attempts, std::int64_t now_ms);

/// What is left of a document's own words once its content was taken.
struct Emptied {
    std::int64_t sequence = 0;
    State state = State::posted;
    bool verified = false;
    std::string problem_json;
    std::string sage_document_json;
};
JournalRow purged_row(const Emptied& emptied, std::int64_t now_ms);

/// Evidence of the line of history that tells of recovered_row().
inline constexpr std::string_view recovered_evidence = "found sending at start-up";

/// What an outbox that had no journal held when it got one, as a digest, page by page.
class FormerRecords {
  public:
    FormerRecords();
    /// One document more, of whose rows those that no row of the journal tells of.
    void add(const DocumentRecords& records);
    /// A page as Store::records_after() gives it; of less than `limit` none follows.
    void add(const std::vector<DocumentRecords>& page, std::size_t limit);
    bool any() const { return documents_ > 0; }
    bool more() const { return more_; }
    std::int64_t through() const { return through_; }
    /// The first row of chain 0, which tells of it.
    JournalRow row() const;
    /// Whether that is what this row tells.
    bool is_told_by(const JournalRow& row) const;

  private:
    std::int64_t documents_ = 0;
    std::int64_t through_ = 0;  ///< the last sequence
    std::int64_t last_ms_ = 0;
    std::string digest_;
    bool more_ = true;
};

/// Rows of a page come in the order of its documents.
class PagePlace {
  public:
    explicit PagePlace(std::vector<DocumentRecords>& page) : page_(page) {}
    /// The document that such a row belongs to; null: it is not on the page.
    DocumentRecords* of(std::int64_t sequence);

  private:
    std::vector<DocumentRecords>& page_;
    std::size_t next_ = 0;
};

/// Why the tables do not hold what the journal tells of this document; nothing: they do.
/// @param old  it was there before there was a journal: what no row tells of is in the digest
std::optional<std::string> difference_of(const DocumentRecords& records, bool old);

}  // namespace sage
