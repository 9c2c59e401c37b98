// SPDX-License-Identifier: Apache-2.0
// What we wrote in the document of Sage that late tracking is about: texts with tracking numbers
// are made again from the despatch's own content, and what people changed meanwhile is seen by what
// was sent. Asked only for tracking updates.
#include <utility>

#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/delivery/versions.h"

namespace sage {
namespace {

// What it sent may be in Sage.
bool may_have_written(const Entry& entry) {
    return entry.state == State::posted || entry.state == State::sending ||
           entry.state == State::in_doubt;
}

}  // namespace

/// The bodies that made and changed the document of that key. Nothing: one of them is not kept any
/// more.
Result<std::optional<std::vector<std::string>>> Delivery::bodies_of(const Entry& subject,
                                                                    const std::string& key) {
    using Bodies = std::optional<std::vector<std::string>>;
    // Some may have been accepted before the despatch, or its version, and have waited for it.
    Result<std::vector<Entry>> writers = parts_.store.about(subject.document_id, 0);
    if (!writers.ok()) {
        return std::move(writers).error();
    }
    writers.value().insert(writers.value().begin(), subject);
    std::vector<std::string> bodies;
    for (const Entry& writer : writers.value()) {
        if (writer.tenant_id != subject.tenant_id || !may_have_written(writer)) {
            continue;
        }
        const Result<std::optional<Attempt>> attempt = parts_.store.last_attempt(writer.sequence);
        if (!attempt.ok()) {
            return attempt.error();
        }
        const bool made = writer.sequence == subject.sequence;
        if (!attempt.value().has_value()) {
            if (made) {
                return Bodies();
            }
            continue;
        }
        if (attempt.value()->send_json.empty()) {
            return Bodies();
        }
        Result<Send> sent = send_from_json(attempt.value()->send_json);
        if (!sent.ok()) {
            return std::move(sent).error();
        }
        if (made || sent.value().existing_key == key) {
            bodies.push_back(std::move(sent).value().request.body);
        }
    }
    return Bodies(std::move(bodies));
}

/// `subject` as the edition is told of it when it prepares `entry`.
Result<Related> Delivery::related_with_content(const Entry& entry, const Entry& subject) {
    Related related = related_of(subject);
    const bool asked = entry.message_type == text_of(MessageType::tracking_update);
    if (!asked || !is_in_sage(subject) || subject.purged) {
        return related;
    }
    Result<std::optional<std::vector<std::string>>> bodies =
        bodies_of(subject, related.sage_document.key);
    if (!bodies.ok()) {
        return std::move(bodies).error();
    }
    if (!bodies.value().has_value()) {
        return related;
    }
    Result<Document> document =
        read_canonical(subject.canonical_bytes, subject.message_id, subject.ordering_key);
    if (!document.ok()) {
        return std::move(document).error();
    }
    const Result<bool> known = put_posted_terms(subject, document.value());
    if (!known.ok()) {
        return known.error();
    }
    related.written = Written{std::move(document).value(), subject.external_reference,
                              *std::move(bodies).value()};
    return related;
}

}  // namespace sage
