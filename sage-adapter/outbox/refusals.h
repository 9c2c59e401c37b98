// SPDX-License-Identifier: Apache-2.0
// What every store says in the same words: why a document is not accepted, a change not written.
#pragma once

#include <cstdint>
#include <string>

#include "sage-adapter/base/status.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage::refusals {

/// Text of a document is kept without NUL: no store can give it back.
bool has_nul(const NewEntry& entry);
Error nul();
/// The messageId, or the same document, was accepted before with other content.
Error message_conflict(const std::string& first_hash, const NewEntry& entry);
Error document_conflict(const std::string& first_hash, const NewEntry& entry);
/// As many documents wait as the outbox takes.
Error full(std::int64_t open);
Error not_an_edge(const Change& change);
/// A result that came when somebody else had the document.
Problem late(const Change& change);

}  // namespace sage::refusals
