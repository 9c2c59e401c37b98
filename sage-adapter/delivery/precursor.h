// SPDX-License-Identifier: Apache-2.0
// Other documents that have to be in Sage before one of ours, one after the other. Internal to this
// folder; the functions that ask the outbox are those of Delivery (precursor.cpp).
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "sage-adapter/document/document.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage {

/// How far a document has come with what has to be in Sage before it.
struct NextPrecursor {
    std::size_t place = 0;
    std::optional<Document> wanted;  ///< comes next; nothing: all that has to be there is
    /// Its entry, or that of one which is no longer wanted. Nothing: it was not accepted yet.
    std::optional<Entry> part;
    std::vector<Entry> posted;  ///< those before it
};

/// The part of an entry as the edition is told of it: under the type and number that it gave it.
Related related_as(const Entry& part, const Document& precursor);

}  // namespace sage
