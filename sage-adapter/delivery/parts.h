// SPDX-License-Identifier: Apache-2.0
// Entries that the core makes of others: what belongs to a document of the host, is delivered by
// itself, and goes by its name. Internal to this folder, but for the names.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "sage-adapter/outbox/outbox.h"
#include "sage-adapter/outbox/part_names.h"

namespace sage {

/// An entry that the core made of another one, whose message_id is its subject_id: the second of
/// the documents that correct an earlier version, or what has to be in Sage before that other one
/// (Company::precursor). No host's document has such a type.
bool is_part(const Entry& entry);
bool is_precursor(const Entry& entry);
inline constexpr std::string_view second_part = "second";
/// Several come one after the other: the name of that at a place, counted from zero, and the place
/// of one. The first is called precursor_part, with which the names of all others begin.
std::string precursor_name(std::size_t place);
std::size_t precursor_place(const Entry& part);
/// The type under which the host knows the document, or the one that a part was made of.
std::string_view host_type_of(const Entry& entry);
/// The message id by which the host knows it: a precursor goes by that of the document it is for.
std::string_view host_message_id(const Entry& entry);

}  // namespace sage
