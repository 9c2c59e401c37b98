// SPDX-License-Identifier: Apache-2.0
// What a look at Sage found wrong with a document that we posted, or should not be there: the words
// for it, and the event that tells the host. All functions are pure; equal findings have equal
// problems, so that nothing is told twice.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/delivery/explanation.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage {

enum class FindingKind : std::uint8_t {
    missing,  ///< posted, and not in Sage
    twice,    ///< in Sage more than once
    changed,  ///< in Sage with other content
    unknown,  ///< in Sage with our reference, and not posted by what we know
};
std::string_view text_of(FindingKind kind);

struct ReconcileFinding {
    FindingKind kind = FindingKind::changed;
    std::vector<SageDocument> sage_documents;  ///< as Sage holds them now
    std::vector<Difference> differences;       ///< both sides
    Problem problem;
    Explanation explanation = Explanation::edited;
    /// What it comes to in goods; empty: that is not known.
    // g++ warns of a member that braces leave out unless it has a value here.
    std::vector<ItemQuantity> quantities = {};  // NOLINT(readability-redundant-member-init)
};

/// `posted` is the document in Sage as we know it.
ReconcileFinding found_missing(const Entry& entry, const SageDocument& posted);
ReconcileFinding found_twice(const Entry& entry, const std::vector<Found>& found);
ReconcileFinding found_changed(const Found& found, std::vector<Difference> differences);
/// Of a document that is held, refused, withdrawn or was never to be posted.
ReconcileFinding found_not_posted(const Entry& entry, const std::vector<Found>& found);
/// Of a reference that no document here has.
ReconcileFinding found_unknown(const Found& found);

/// What Sage holds otherwise, in words: the same whoever looked.
Problem differs(const std::vector<Difference>& differences);

/// Why a document that may be in Sage is not taken for the one, or the ones, found there under its
/// reference.
Problem found_several(const Entry& entry, const std::vector<Found>& found);
Problem found_other_content(const std::vector<Difference>& wrong);

/// "Sales Invoice SI-7 with key 12, Sales Invoice SI-8 with key 13".
std::string names_of(const std::vector<Found>& found);

/// Those that carry this reference, each key once.
std::vector<Found> same_reference(const std::vector<Found>& found, std::string_view reference);

inline constexpr std::string_view reconciliation_finding_event = "reconciliationFinding";
/// The members finding, sageDocuments, differences and error: as the event and the query show them.
std::string reconciliation_finding(const Entry& entry, const ReconcileFinding& finding,
                                   std::int64_t now_ms);
/// The same about a reference that belongs to no document of ours.
std::string reconciliation_finding(std::string_view external_reference,
                                   const ReconcileFinding& finding, std::int64_t now_ms);

}  // namespace sage
