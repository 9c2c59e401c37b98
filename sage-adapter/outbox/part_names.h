// SPDX-License-Identifier: Apache-2.0
// How the outbox tells what has to be in Sage before a document from the document itself: such an
// entry has the document's message type, a point and a name that begins with this (delivery/parts.h
// makes it).
#pragma once

#include <string_view>

namespace sage {

inline constexpr std::string_view precursor_part = "precursor";

}  // namespace sage
