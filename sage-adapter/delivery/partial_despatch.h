// SPDX-License-Identifier: Apache-2.0
// What a despatch is beside the other despatches of its order. Internal to this folder; the
// functions that ask the outbox are those of Delivery (partial_despatch.cpp).
#pragma once

#include <optional>
#include <vector>

#include "sage-adapter/edition.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage {

/// Nothing in it: the settings do not ask, or the document names no order. Otherwise it waits, or
/// is held, or the order's charges that belong on it are known; neither is set where the settings
/// leave charges as they were sent.
struct BesideOrder {
    std::optional<Entry> waits_for;
    std::optional<Hold> hold;
    std::optional<Document> order;  ///< as it stood when the despatch was accepted
    std::vector<AllowanceCharge> charges;
    bool completes = false;  ///< nothing of the order comes after it
};

/// The despatch as it is posted: with the charges that belong on it.
Document as_posted(Document despatch, const BesideOrder& beside);

/// Told with its result; nothing: its charges are those that were sent.
std::optional<Remark> remark_on_charges(const BesideOrder& beside);

}  // namespace sage
