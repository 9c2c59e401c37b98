// SPDX-License-Identifier: Apache-2.0
// Whether the journal is whole, and whether the outbox holds what it tells: every row behind the
// row before it, no place left out, every document, attempt, request and line of history as a row
// says. Reads all of the outbox, a page at a time; others go on with it meanwhile.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage {

/// Where it first is not as it was written.
struct JournalBreak {
    std::int64_t chain = 0;
    std::int64_t position = 0;  ///< of the row; 0: of a document, not of a row
    std::string message_id;     ///< of the document, where it is about one
    std::string cause;
};

struct JournalVerification {
    std::int64_t rows = 0;
    std::int64_t documents = 0;
    std::int64_t purged = 0;  ///< of these, without their content
    std::int64_t before = 0;  ///< of these, accepted before there was a journal
    std::vector<JournalHead> heads;
    std::optional<JournalBreak> first_break;

    bool whole() const { return !first_break.has_value(); }
};

/// @param anchors  heads that were kept elsewhere: the journal must still hold those rows, so that
///                 rows cut off its end are missed
/// Status::cancelled: told to stop.
Result<JournalVerification> verify_journal(Store& store, const std::vector<JournalHead>& anchors,
                                           const std::function<bool()>& cancelled);

}  // namespace sage
