// SPDX-License-Identifier: Apache-2.0
// Another document that has to be in Sage before one of ours. Internal to this folder; the
// functions that ask the outbox are those of Delivery (precursor.cpp).
#pragma once

#include "sage-adapter/document/document.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/outbox/outbox.h"

namespace sage {

/// The part of an entry as the edition is told of it: under the type and number that it gave it.
Related related_as(const Entry& part, const Document& precursor);

}  // namespace sage
