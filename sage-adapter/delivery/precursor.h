// SPDX-License-Identifier: Apache-2.0
// Another document that has to be in Sage before one of ours. Internal to this folder; the
// functions that ask the outbox are those of Delivery (precursor.cpp).
#pragma once

#include <string_view>

#include "sage-adapter/document/document.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage {

/// Told with the result of a document: what was posted before it, and for it alone.
inline constexpr std::string_view precursor_remark = "delivery.precursor";

/// The part of an entry as the edition is told of it: under the type and number that it gave it.
Related related_as(const Entry& part, const Document& precursor);

}  // namespace sage
