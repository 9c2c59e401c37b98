// SPDX-License-Identifier: Apache-2.0
// What the databases share when they take content away: which entries, and what is left of their
// texts: what says which and where, nothing that quotes the document.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sage-adapter/outbox/outbox.h"

namespace sage::purging {

/// In the place of evidence, in the history. The triggers of the schemas know it.
inline constexpr std::string_view evidence = "purged";

/// Code, owner, severity and retry rule stay; the texts say that they were removed. Empty for what
/// is no problem.
std::string problem(std::string_view problem_json);
/// Of remarks code and field stay; their texts quote what was cut.
std::string sage_document(std::string_view sage_document_json);

/// An entry as a purge sees it.
struct Candidate {
    std::int64_t sequence = 0;
    std::int64_t accepted_ms = 0;
    State state = State::queued;
    bool verified = false;
    bool empty = false;    ///< its content has gone already
    bool telling = false;  ///< something about it is not acknowledged
};

/// Counts a piece, one entry after the other in the order of their sequences.
class Piece {
  public:
    explicit Piece(const Purge& asked)
        : asked_(asked), purged_{0, asked.after, asked.after, false} {}

    /// Whether the content of this one is to be taken now.
    bool takes(const Candidate& candidate);
    /// One that takes() named could not be taken: it has moved on meanwhile.
    void not_taken(std::int64_t sequence);
    /// @param events  that belong to no document and lost their text by this piece
    Purged done(std::size_t events) const;

  private:
    Purge asked_;
    Purged purged_;
    std::size_t seen_ = 0;
    bool gap_ = false;  ///< one that was looked at keeps its content
    bool old_ = false;  ///< one was old enough
};

}  // namespace sage::purging
