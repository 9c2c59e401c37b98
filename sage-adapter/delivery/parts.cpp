// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/delivery/parts.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/environment.h"
#include "sage-adapter/outbox/keys.h"

namespace sage {
namespace {

std::string part_type(const Entry& entry, std::string_view part) {
    return entry.message_type + '.' + std::string(part);
}

/// Empty: it is no part.
std::string_view name_of(const Entry& entry) {
    const std::string_view type = entry.message_type;
    const std::size_t dot = type.rfind('.');
    return dot == std::string_view::npos ? std::string_view() : type.substr(dot + 1);
}

}  // namespace

bool is_part(const Entry& entry) {
    return name_of(entry) == second_part || is_precursor(entry);
}

bool is_precursor(const Entry& entry) {
    return name_of(entry).starts_with(precursor_part);
}

std::string precursor_name(std::size_t place) {
    return std::string(precursor_part) + (place == 0 ? "" : std::to_string(place + 1));
}

std::size_t precursor_place(const Entry& part) {
    std::string_view digits = name_of(part);
    digits.remove_prefix(std::min(precursor_part.size(), digits.size()));
    std::size_t number = 1;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number - 1;
}

std::string_view host_type_of(const Entry& entry) {
    const std::string_view type = entry.message_type;
    return type.substr(0, type.find('.'));
}

std::string_view host_message_id(const Entry& entry) {
    return is_precursor(entry) ? entry.subject_id : entry.message_id;
}

Result<std::optional<Entry>> Delivery::find_part(const Entry& whole, std::string_view name) const {
    const std::string type = part_type(whole, name);
    Result<std::optional<Entry>> part =
        parts_.store.find_document(whole.tenant_id, type, whole.document_id);
    while (part.ok() && part.value().has_value() && part.value()->subject_id != whole.message_id) {
        part = parts_.store.find_earlier_document(whole.tenant_id, type, whole.document_id,
                                                  part.value()->sequence);
    }
    return part;
}

/// A part is delivered by itself: the second document of a correction once the first is posted,
/// what has to be in Sage first before the one it is for. It has no ordering key: nothing that
/// comes after its document may wait for it beside that.
NewEntry Delivery::part_of(const Entry& entry, std::string_view name) const {
    NewEntry part;
    part.message_type = part_type(entry, name);
    part.document_key = document_key(
        {entry.tenant_id, entry.message_type, entry.document_id, entry.document_version, name});
    part.external_reference =
        external_reference(part.document_key, parts_.edition.name(), company_in_keys(parts_));
    part.message_id = idempotency_key(part.document_key, parts_.edition.name(),
                                      company_in_keys(parts_), part.message_type, 0);
    part.content_hash = entry.content_hash;
    part.canonical_bytes = entry.canonical_bytes;
    part.tenant_id = entry.tenant_id;
    part.document_id = entry.document_id;
    part.document_version = entry.document_version;
    part.subject_id = entry.message_id;
    part.now_ms = parts_.clock.now_ms();
    return part;
}

Result<void> Delivery::accept_part(const Entry& entry, std::string_view name) {
    const Result<Accepted> accepted = parts_.store.accept(part_of(entry, name));
    return accepted.ok() ? Result<void>() : Result<void>(accepted.error());
}

}  // namespace sage
