// SPDX-License-Identifier: Apache-2.0
// Steps 2 to 5 of the flow: text in, checked, keyed, on disk.
#include <algorithm>
#include <new>

#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/environment.h"
#include "sage-adapter/outbox/keys.h"

namespace sage {
namespace {

constexpr std::string_view first_version = "1";

/// The number of the earlier document this one is about, if it is about one.
std::string subject_of(const Document& document) {
    switch (document.envelope.message_type) {
        case MessageType::despatch_advice:
        case MessageType::order_cancellation:
            return document.order_id;
        case MessageType::tracking_update:
            return document.despatch_id;
        case MessageType::return_advice:
            return document.original_despatch_id;
        default:
            return {};
    }
}

Result<void> supported(const Edition& edition, const Document& document) {
    const auto& types = edition.message_types();
    if (std::find(types.begin(), types.end(), document.envelope.message_type) != types.end()) {
        return {};
    }
    const std::string type(text_of(document.envelope.message_type));
    return Error(Status::unsupported,
                 Problem{"document.message_type.unsupported", "/messageType",
                         "This plugin does not act on documents of type " + type + ".",
                         "Send only the types listed as document_types in the plugin's manifest.",
                         Owner::it});
}

}  // namespace

Result<Document> Delivery::read_acceptable(std::string_view document_json) const {
    Result<Document> read = read_document(document_json);
    if (!read.ok()) {
        return read;
    }
    if (Result<void> able = supported(parts_.edition, read.value()); !able.ok()) {
        return std::move(able).error();
    }
    if (std::optional<Problem> other = other_environment(parts_.environment, read.value())) {
        return Error(Status::not_accepted, *std::move(other));
    }
    if (std::vector<Problem> problems = parts_.company.review(read.value()); !problems.empty()) {
        return Error(Status::not_accepted, std::move(problems));
    }
    return read;
}

NewEntry Delivery::new_entry(const Document& document) const {
    NewEntry entry;
    const std::string type(text_of(document.envelope.message_type));
    entry.document_key = document_key({document.envelope.tenant_id, type, document.id,
                                       document.envelope.document_version, std::string_view()});
    entry.content_hash = document.content_hash;
    entry.external_reference =
        external_reference(entry.document_key, parts_.edition.name(), company_in_keys(parts_));
    entry.message_id = document.envelope.message_id;
    entry.message_type = type;
    entry.tenant_id = document.envelope.tenant_id;
    entry.document_id = document.id;
    entry.document_version = document.envelope.document_version;
    entry.ordering_key = document.envelope.ordering_key;
    entry.subject_id = subject_of(document);
    entry.canonical_bytes = document.canonical_bytes;
    entry.now_ms = parts_.clock.now_ms();
    return entry;
}

Result<Receipt> Delivery::submit(std::string_view document_json) {
    Result<Document> read = read_acceptable(document_json);
    if (!read.ok()) {
        return std::move(read).error();
    }
    const NewEntry entry = new_entry(read.value());
    Receipt receipt{entry.message_id,
                    {},
                    entry.document_key,
                    entry.external_reference,
                    entry.content_hash,
                    {},
                    false};
    Result<Accepted> accepted = parts_.store.accept(entry);
    if (!accepted.ok()) {
        return std::move(accepted).error();
    }
    // It is on disk now: nothing from here on may fail, or the host would take it for refused.
    Accepted& kept = accepted.value();
    receipt.first_message_id = std::move(kept.message_id);
    receipt.state = kept.state;
    receipt.duplicate = kept.duplicate;
    const bool counts = !is_final(kept.state) || kept.state == State::posted;
    if (entry.document_version != first_version && counts) {
        make_way(entry, kept.sequence);
    }
    if (!kept.duplicate) {
        try {
            // Where hosts share, another one may have its turn.
            if (!parts_.store.is_shared()) {
                recent_.keep(kept.sequence, std::move(read).value());
            }
        } catch (const std::bad_alloc&) {
            // It is read from the disk again.
        }
        if (!will_be_seen() || another_could_send()) {
            parts_.wake();
        }
    }
    return receipt;
}

}  // namespace sage
