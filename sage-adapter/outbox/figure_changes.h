// SPDX-License-Identifier: Apache-2.0
// What a transaction changes about the figures that a first page shows (overview.h). A store keeps
// them as rows, written with the documents themselves, so that showing them costs the same however
// many documents there are.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "sage-adapter/outbox/overview.h"
#include "sage-adapter/outbox/state.h"

namespace sage {

/// What ended is counted by quarters of an hour: midnight is the beginning of one, everywhere.
inline constexpr std::int64_t quarter_ms = 900'000;

/// A row of the table `figure`.
struct FigurePlace {
    std::string measure;
    std::int64_t at_ms = 0;  ///< the beginning of the quarter, for `ended`
    std::string message_type;
    std::string name;

    auto operator<=>(const FigurePlace&) const = default;
};

/// What of a document makes it count.
struct Standing {
    State state = State::queued;
    std::string_view message_type;
    std::string_view root_cause;
    std::string_view problem_json;
};

/// The first quarter that begins then or later.
std::int64_t next_quarter(std::int64_t time_ms);
/// Rows of the measures `open` and `ended`, added to what the first page shows.
void add_open(TypeFigures& figures, std::string_view state, std::int64_t documents);
void add_ended(TypeFigures& figures, std::string_view state, std::int64_t documents);

class FigureChanges {
  public:
    void clear() { added_.clear(); }
    void came(const Standing& standing) { count(standing, 1); }
    /// @param at_ms  of the line in its history
    void moved(const Standing& from, const Standing& to, std::int64_t at_ms);

    /// How many documents more, or fewer; none is zero.
    const std::map<FigurePlace, std::int64_t>& added() const { return added_; }

  private:
    void count(const Standing& standing, std::int64_t documents);
    void add(FigurePlace place, std::int64_t documents);

    std::map<FigurePlace, std::int64_t> added_;
};

}  // namespace sage
