// SPDX-License-Identifier: Apache-2.0
// What becomes of a person's decision, and what it may rely on. Internal to this folder; the
// functions are those of Delivery (decide.cpp, look_first.cpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage {

/// What a decision does.
struct Decided {
    Problem problem;               ///< why it is not carried out; empty code: it is
    std::optional<Change> change;  ///< of the document it is about
    std::vector<Change> others;    ///< of what belongs to it
    std::string seen;              ///< what a look at Sage showed, for history and audit
    std::optional<std::int64_t> wait_until_ms;  ///< neither: to be looked at again then
};

enum class Presence : std::uint8_t { absent, there, unknown };

/// What a look at Sage shows of a document.
struct Sighting {
    Presence presence = Presence::unknown;
    bool usable = false;       ///< Sage answered
    Send sent;                 ///< what was sent last, or would be
    std::vector<Found> found;  ///< with our reference
    std::string words;         ///< for history and audit
    std::int64_t ask_again_ms = 0;
};

}  // namespace sage
