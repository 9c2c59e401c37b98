// SPDX-License-Identifier: Apache-2.0
// One reading of Sage's master data: what to ask next, and what the answers make of the snapshot
// before. Asks nothing itself.
//
// Each page is paid for, so that what has not changed is not read again. Of a kind that took more
// than two pages the last time, and of which Sage tells what was changed, only that is asked for
// (a page), and how many there are (a page). Changes do not show what was deleted, but the number
// does: if it is smaller than what is held, the kind is read whole, and other kinds of the same
// object lose what it does not have. Everything else is read whole, as that costs no more; and
// everything is, at an interval.
//
// What a reading misses for good until then: a record that Sage shows only after more than the
// margin of CataloguePage::since; a deletion while as many were made between the question for
// changes and the one for the number, until the next reading.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/catalogue/catalogue_builder.h"
#include "sage-adapter/catalogue/catalogue_read.h"

namespace sage {

/// Records of this kind in a catalogue note how each other kind was read, so that they are kept
/// with it and are never of another reading than it.
inline constexpr std::string_view reading_kind = "reading";

/// For one thread.
class CatalogueReading {
  public:
    /// @param before  not null; empty: everything is read
    /// @param whole_ms  from one reading of everything to the next
    CatalogueReading(std::vector<CatalogueRead> reads, std::shared_ptr<const Catalogue> before,
                     std::int64_t now_ms, std::int64_t whole_ms);

    /// What to ask; nothing: all was read. The same again until take().
    std::optional<CatalogueRead> next() const;
    /// The answer to next().
    void take(CataloguePage page);

    /// Once, when next() has nothing more.
    Catalogue finish(std::int64_t now_ms);

  private:
    /// How a kind was read, from reading_kind.
    struct Mark {
        std::string form;
        std::string since;  ///< for the next question for changes
        std::int64_t pages = 0;
        std::int64_t whole_ms = 0;  ///< when it was read whole last

        bool operator==(const Mark&) const = default;
    };

    std::optional<Mark> mark_of(const CatalogueRead& read) const;
    void begin();
    void begin_whole();
    void take_rows(CataloguePage page);
    void end();
    bool is_first_of_object() const;
    std::string first_kind_of(const std::string& object) const;

    std::vector<CatalogueRead> reads_;
    std::shared_ptr<const Catalogue> before_;
    CatalogueBuilder builder_;
    std::int64_t now_ms_;
    std::int64_t whole_ms_;
    std::size_t at_ = 0;  ///< index into reads_
    CatalogueRead question_;
    bool first_page_ = true;
    Mark mark_;
    std::map<std::string, Mark> marks_;  ///< by kind: as read now
};

/// A reading under way, or one that has ended and is not saved yet.
struct CatalogueRefresh {
    std::optional<CatalogueReading> reading;
    std::shared_ptr<const Catalogue> fresh;  ///< read, and not yet saved
    std::vector<Problem> refused;
    bool incomplete = false;  ///< something refused cannot be done without
    std::int64_t begun_ms = 0;
    bool running = false;  ///< a thread is at it
};

}  // namespace sage
