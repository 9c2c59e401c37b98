// SPDX-License-Identifier: Apache-2.0
// What Sage should hold for one document, by what is written in the outbox: the facts promised with
// the last attempt, and what later documents of ours changed in the same document of Sage.
#pragma once

#include <cstdint>
#include <optional>

#include "sage-adapter/base/status.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage {

struct Expectation {
    ReadBackSubject subject;        ///< facts of header and lines
    bool changes_existing = false;  ///< it changed a document of Sage that an earlier one made
    std::int64_t begun_ms = 0;      ///< of the last attempt
};

/// From the document's last attempt; without facts where its content was purged. Fails only if the
/// store is damaged.
Result<Expectation> expectation_from(const Company& company, const Entry& entry,
                                     const Attempt& attempt);
/// Nothing for a document that was never sent.
Result<std::optional<Expectation>> expectation_of(Store& store, const Company& company,
                                                  const Entry& entry);

/// The facts of `expectation` as the latest document of ours left them: late tracking may have been
/// posted since. Nothing while it is open what one of those did: then a difference says nothing.
/// Looks through the outbox, so only for documents that seem to differ.
Result<std::optional<Facts>> latest_facts(Store& store, const Entry& entry,
                                          const Expectation& expectation);

}  // namespace sage
