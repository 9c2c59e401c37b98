// SPDX-License-Identifier: Apache-2.0
// In which terms of Sage a document is in the books, by the requests that made it: they are kept
// with the attempts, and no reading of today's settings or of Sage can tell better. Asked only for
// corrections and returns.
#include "sage-adapter/mapping/posted_terms.h"

#include <utility>

#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/delivery/versions.h"

namespace sage {
namespace {

Remark original_purged(const Document& document) {
    return {"delivery.original_purged", "",
            "The content of despatch " + document.original_despatch_id +
                " was removed after the days for which it is kept: item, unit, tax, places and "
                "customer of this return are those of the settings of today."};
}

}  // namespace

/// What the last attempt of an entry added to the books, if it is in Sage.
Result<void> Delivery::add_terms(Booked& booked, const Entry& entry) {
    const Result<std::optional<Attempt>> attempt = parts_.store.last_attempt(entry.sequence);
    if (!attempt.ok()) {
        return attempt.error();
    }
    if (!attempt.value().has_value()) {
        return {};
    }
    booked.was_sent = true;
    if (attempt.value()->send_json.empty()) {
        booked.purged = true;
        return {};
    }
    Result<Send> sent = send_from_json(attempt.value()->send_json);
    if (!sent.ok()) {
        return std::move(sent).error();
    }
    booked.terms.add_earlier(std::move(sent).value().terms);
    return {};
}

/// The terms of a version that is posted, by it and the versions it corrects, back to the one that
/// made a document of its own.
Result<Delivery::Booked> Delivery::booked_terms(const Entry& posted) {
    Booked booked;
    Result<std::optional<Entry>> found = std::optional(posted);
    while (found.ok() && found.value().has_value()) {
        const Entry& version = *found.value();
        booked.was_sent = false;
        if (is_in_sage(version)) {
            const Result<std::optional<Entry>> part = find_part(version, second_part);
            Result<void> added = part.ok() ? Result<void>() : Result<void>(part.error());
            if (added.ok() && part.value().has_value() && part.value()->state == State::posted) {
                added = add_terms(booked, *part.value());
            }
            if (added.ok()) {
                added = add_terms(booked, version);
            }
            if (!added.ok()) {
                return std::move(added).error();
            }
        }
        if (booked.was_sent &&
            !is_correction(sage_document_from_json(version.sage_document_json))) {
            break;
        }
        found = parts_.store.find_earlier_document(version.tenant_id, version.message_type,
                                                   version.document_id, version.sequence);
    }
    return found.ok() ? Result<Booked>(std::move(booked)) : Result<Booked>(found.error());
}

/// Puts on `document`, which is the content of `posted`, the terms in which it is in the books.
/// False: they are no longer known.
Result<bool> Delivery::put_posted_terms(const Entry& posted, Document& document) {
    // Movements of stock have no terms: neither price nor tax nor customer.
    const MessageType type = document.envelope.message_type;
    if (type != MessageType::despatch_advice && type != MessageType::return_advice) {
        return true;
    }
    const Result<Booked> booked = booked_terms(posted);
    if (!booked.ok()) {
        return booked.error();
    }
    put_terms(document, booked.value().terms);
    return !booked.value().purged || booked.value().terms.cover(document);
}

/// Puts on a return the terms in which the goods of its despatch were invoiced. A remark: they are
/// no longer known.
Result<std::optional<Remark>> Delivery::take_original_terms(const Entry& entry,
                                                            Document& document) {
    std::optional<Remark> remark;
    if (document.envelope.message_type != MessageType::return_advice ||
        document.original_despatch_id.empty()) {
        return remark;
    }
    Result<std::optional<Entry>> found = parts_.store.find_document(
        entry.tenant_id, text_of(MessageType::despatch_advice), document.original_despatch_id);
    while (found.ok() && found.value().has_value() && !is_in_sage(*found.value())) {
        const Entry& other = *found.value();
        found = parts_.store.find_earlier_document(other.tenant_id, other.message_type,
                                                   other.document_id, other.sequence);
    }
    if (!found.ok() || !found.value().has_value()) {
        return found.ok() ? Result<std::optional<Remark>>(remark)
                          : Result<std::optional<Remark>>(found.error());
    }
    const Entry& despatch = *found.value();
    if (despatch.purged) {
        return std::optional(original_purged(document));
    }
    Result<Document> original =
        read_canonical(despatch.canonical_bytes, despatch.message_id, despatch.ordering_key);
    const Result<Booked> booked =
        original.ok() ? booked_terms(despatch) : Result<Booked>(original.error());
    if (!booked.ok()) {
        return booked.error();
    }
    put_terms(original.value(), booked.value().terms);
    take_terms(document, original.value(), booked.value().terms);
    if (booked.value().purged && !booked.value().terms.cover(original.value())) {
        remark = original_purged(document);
    }
    return remark;
}

}  // namespace sage
