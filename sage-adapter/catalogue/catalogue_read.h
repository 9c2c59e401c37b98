// SPDX-License-Identifier: Apache-2.0
// A question for master data of Sage, and a page of what came back. An edition says which are to be
// asked (Company::catalogue_reads) and reads the answers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/catalogue/catalogue.h"

namespace sage {

/// One kind of records to read into the catalogue. `after` continues a page; empty: the first.
struct CatalogueRead {
    std::string kind;
    std::string scope;  ///< edition's own: a definition name for its custom fields
    std::string after;
    // g++ warns of members that braces leave out unless they have a value here.
    /// Where Sage tells what was changed, Sage's own name for the records: reads of the same one
    /// are of the same records, by key, and the first of them has a record for each. Empty: this
    /// kind is always read whole.
    std::string object = {};  // NOLINT(readability-redundant-member-init)
    /// How rows become records; what was read in another form is read whole again.
    std::string form = {};  // NOLINT(readability-redundant-member-init)
    /// Only what Sage changed since then: CataloguePage::since of an earlier page. Empty: all.
    std::string since = {};  // NOLINT(readability-redundant-member-init)
    bool count = false;      ///< no records, only how many there are
    /// With `count`: how many are held. A Sage that does not count is asked whether it is so many.
    std::int64_t held = 0;
};

struct CataloguePage {
    std::vector<CatalogueRecord> records;
    std::string next;  ///< the `after` of the next page; empty: that was the last
    /// Sage does not let this user read these records: which, and what to grant. Then there is no
    /// next page.
    // g++ warns of members that braces leave out unless they have a value here.
    std::optional<Problem> refused = {};  // NOLINT(readability-redundant-member-init)
    /// Of what is refused: nothing can be mapped without it, and what was read before stays in use.
    /// Otherwise check() tells it in the same words.
    bool needed = false;
    /// Of all rows, also of those that make no record.
    std::vector<std::string> keys = {};  // NOLINT(readability-redundant-member-init)
    /// What was changed after this page was made was changed since then, by Sage's own clock, also
    /// if it is seen late. Empty: that cannot be told.
    std::string since = {};                  // NOLINT(readability-redundant-member-init)
    std::optional<std::int64_t> count = {};  // NOLINT(readability-redundant-member-init)
    /// Sage does not take the question for changes, or for a number: to be read whole.
    bool only_whole = false;
};

}  // namespace sage
