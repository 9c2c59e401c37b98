// SPDX-License-Identifier: Apache-2.0
// What we wrote in the document of Sage that late tracking is about: texts with tracking numbers
// are made again from the despatch's own content, and what people changed meanwhile is seen by what
// was sent. Updates of one despatch follow each other in the order accepted. Asked only for
// tracking updates.
#include "sage-adapter/delivery/late_tracking.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/delivery/versions.h"

namespace sage {
namespace {

/// The bodies that made and changed what of Sage the subject is, or the invoice that came of it.
/// Nothing: one of them is not kept any more.
/// @param writers  what is about `subject`: some of it was accepted before it, or its version, and
///                 has waited for it
Result<std::optional<std::vector<std::string>>> bodies_of(Store& store, const Entry& subject,
                                                          const SageDocument& document,
                                                          std::vector<Entry> writers) {
    using Bodies = std::optional<std::vector<std::string>>;
    writers.insert(writers.begin(), subject);
    std::vector<std::string> bodies;
    for (const Entry& writer : writers) {
        if (writer.state != State::posted) {
            continue;
        }
        const Result<std::optional<Attempt>> attempt = store.last_attempt(writer.sequence);
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
        const std::string& changed = sent.value().existing_key;
        if (made ||
            (!changed.empty() && (changed == document.key || changed == document.invoice_key))) {
            bodies.push_back(std::move(sent).value().request.body);
        }
    }
    return Bodies(std::move(bodies));
}

}  // namespace

/// `subject` as the edition is told of it when it prepares the update `entry`.
Result<SubjectOfTracking> Delivery::subject_of_tracking(const Entry& entry, const Entry& subject) {
    SubjectOfTracking told{std::nullopt, related_of(subject), false};
    if (!is_in_sage(subject)) {
        return told;
    }
    Result<std::vector<Entry>> about = parts_.store.about(subject.document_id, 0);
    if (!about.ok()) {
        return std::move(about).error();
    }
    std::erase_if(about.value(),
                  [&](const Entry& one) { return one.tenant_id != entry.tenant_id; });
    const auto open =
        std::find_if(about.value().begin(), about.value().end(), [&](const Entry& one) {
            return one.sequence < entry.sequence && one.message_type == entry.message_type &&
                   !is_final(one.state);
        });
    if (open != about.value().end()) {
        told.waits_for = *open;
        return told;
    }
    if (subject.purged) {
        return told;
    }
    Result<std::optional<std::vector<std::string>>> bodies =
        bodies_of(parts_.store, subject, told.related.sage_document, std::move(about).value());
    if (!bodies.ok()) {
        return std::move(bodies).error();
    }
    if (!bodies.value().has_value()) {
        return told;
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
    told.stated_since =
        subject.sequence > entry.sequence && !document.value().shipment.tracking_ids.empty();
    told.related.written = Written{std::move(document).value(), subject.external_reference,
                                   *std::move(bodies).value()};
    return told;
}

/// What a document refers to, as the edition is told of it. Nothing: it was concluded here.
Result<std::optional<Related>> Delivery::told_of_subject(const Entry& entry, const Entry& subject) {
    const auto concluded = [](const Result<void>& done) {
        return done.ok() ? Result<std::optional<Related>>(std::optional<Related>())
                         : Result<std::optional<Related>>(done.error());
    };
    if (entry.message_type != text_of(MessageType::tracking_update)) {
        return std::optional(related_of(subject));
    }
    Result<SubjectOfTracking> told = subject_of_tracking(entry, subject);
    if (!told.ok()) {
        return std::move(told).error();
    }
    if (told.value().waits_for) {
        return concluded(wait_for(*told.value().waits_for, entry));
    }
    if (told.value().stated_since) {
        return concluded(conclude_unsent(
            entry, PostNothing{"A version of the despatch that was accepted later states its "
                               "tracking itself.",
                               told.value().related.sage_document}));
    }
    return std::optional(std::move(told).value().related);
}

}  // namespace sage
