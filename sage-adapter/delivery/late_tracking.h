// SPDX-License-Identifier: Apache-2.0
// What a tracking update is about. Internal to this folder; the function that asks the outbox is
// that of Delivery (late_tracking.cpp).
#pragma once

#include <optional>

#include "sage-adapter/edition.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage {

/// The despatch that a tracking update is about, once that is posted. Where an earlier update of
/// the same despatch may still reach Sage, the later one waits for it: the last numbers stay.
struct SubjectOfTracking {
    std::optional<Entry> waits_for;  ///< not final, accepted before this update
    Related related;                 ///< with what was written; not filled while it waits
    /// The version that is in Sage was accepted after the update and states its tracking itself.
    bool stated_since = false;
};

}  // namespace sage
