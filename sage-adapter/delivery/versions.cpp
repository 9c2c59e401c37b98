// SPDX-License-Identifier: Apache-2.0
// A document may be submitted again with another version. Only the last version counts: one that
// was never sent is withdrawn when a later one is there, and one that is posted is corrected by
// what differs (mapping/correction.h). So the sum of what Sage holds of a document is always one
// of its versions, never two.
#include "sage-adapter/delivery/versions.h"

#include <algorithm>

#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/mapping/correction.h"

namespace sage {

bool is_newer(const Entry& left, const Entry& right) {
    if (is_later_version(left.document_version, right.document_version)) {
        return true;
    }
    return !is_later_version(right.document_version, left.document_version) &&
           left.sequence > right.sequence;
}

bool is_replaceable(const Entry& entry) {
    return (entry.state == State::queued || entry.state == State::held) && !entry.maybe_in_sage;
}

bool is_in_sage(const Entry& entry) {
    const SageDocument document = sage_document_from_json(entry.sage_document_json);
    return entry.state == State::posted && !(document.key.empty() && document.number.empty());
}

Preparation as_correction(const Document& document, Preparation preparation) {
    if (Send* send = std::get_if<Send>(&preparation)) {
        send->remarks.push_back({std::string(correction_remark), "",
                                 "Corrects version " + document.corrected_version + " of " +
                                     document.id + " to version " +
                                     document.envelope.document_version + "."});
    } else if (const PostNothing* nothing = std::get_if<PostNothing>(&preparation);
               nothing != nullptr && nothing->about.key.empty() && nothing->about.number.empty()) {
        return Hold{
            {"delivery.correction_not_posted", "",
             "Version " + document.corrected_version +
                 " is posted, and the settings post nothing for a " +
                 std::string(text_of(document.envelope.message_type)) + ", which would correct it.",
             "Name in the settings what such documents become in Sage, then decide to "
             "send this version again.",
             Owner::finance},
            ""};
    }
    return preparation;
}

bool is_correction(const SageDocument& document) {
    return std::any_of(document.remarks.begin(), document.remarks.end(),
                       [](const Remark& remark) { return remark.code == correction_remark; });
}

/// Of the versions up to this one, the latest that made a document of its own: what others refer
/// to. None did: the entry itself.
Result<std::optional<Entry>> Delivery::whole_in_sage(Entry entry) {
    const auto is_whole = [](const Entry& one) {
        return is_in_sage(one) && !is_correction(sage_document_from_json(one.sage_document_json));
    };
    if (!is_final(entry.state) || is_whole(entry)) {
        return std::optional(std::move(entry));
    }
    Result<std::optional<Entry>> earlier = parts_.store.find_earlier_document(
        entry.tenant_id, entry.message_type, entry.document_id, entry.sequence);
    while (earlier.ok() && earlier.value().has_value() && is_final(earlier.value()->state) &&
           !is_whole(*earlier.value())) {
        earlier = parts_.store.find_earlier_document(entry.tenant_id, entry.message_type,
                                                     entry.document_id, earlier.value()->sequence);
    }
    return !earlier.ok() || earlier.value().has_value()
               ? earlier
               : Result<std::optional<Entry>>(std::optional(std::move(entry)));
}

/// What is to be posted for a queued document beside its other versions. Nothing: it was concluded
/// here. Adds the versions that are posted to `related`, and what is to be told to `remarks`.
Result<std::optional<Document>> Delivery::document_to_post(const Entry& entry, Document document,
                                                           std::vector<Related>& related,
                                                           std::vector<Remark>& remarks) {
    const auto concluded = [](const Result<void>& done) {
        return done.ok() ? Result<std::optional<Document>>(std::optional<Document>())
                         : Result<std::optional<Document>>(done.error());
    };
    const Result<std::optional<Remark>> original = take_original_terms(entry, document);
    if (!original.ok()) {
        return original.error();
    }
    if (original.value()) {
        remarks.push_back(*original.value());
    }
    Result<Standing> stood = standing(entry, document);
    if (!stood.ok()) {
        return std::move(stood).error();
    }
    Standing& standing = stood.value();
    if (standing.replaced_by) {
        return concluded(withdraw_replaced(entry, *standing.replaced_by));
    }
    if (standing.waits_for) {
        return concluded(wait_for(*standing.waits_for, entry));
    }
    if (!standing.replaces.empty()) {
        const Result<bool> replaced = replace(standing.replaces, entry);
        if (!replaced.ok() || !replaced.value()) {
            return concluded(replaced.ok() ? parts_.store.release({entry}, parts_.clock.now_ms())
                                           : Result<void>(replaced.error()));
        }
    }
    if (standing.concluded) {
        return concluded(conclude_unsent(entry, *standing.concluded));
    }
    related.insert(related.end(), standing.earlier.begin(), standing.earlier.end());
    if (!standing.correction.empty()) {
        if (std::optional<Hold> by_hand =
                parts_.company.corrected_by_hand(standing.correction, related)) {
            return concluded(conclude_unsent(entry, *std::move(by_hand)));
        }
    }
    if (standing.correction.size() == correction_documents_max) {
        if (Result<void> kept = accept_part(entry, second_part); !kept.ok()) {
            return std::move(kept).error();
        }
    }
    return std::optional(standing.correction.empty() ? std::move(document)
                                                     : std::move(standing.correction.front()));
}

Related Delivery::related_of(const Entry& entry) {
    return {message_type_of(entry.message_type).value_or(MessageType::despatch_advice),
            entry.document_id, entry.state == State::posted,
            sage_document_from_json(entry.sage_document_json)};
}

/// Withdraws what a later version replaces. False: one of them has moved on meanwhile.
Result<bool> Delivery::replace(const std::vector<Entry>& earlier, const Entry& by) {
    std::vector<Change> changes;
    for (const Entry& entry : earlier) {
        Change change =
            begin_change(entry, entry.state == State::queued ? Happening::withdrawn
                                                             : Happening::decided_withdrawn);
        change.problem_json.clear();
        change.root_cause.clear();
        change.evidence = "replaced by version " + by.document_version;
        report(change, entry);
        Result<bool> added = withdraw_precursor(changes, entry, change.evidence);
        if (!added.ok() || !added.value()) {
            return added;
        }
        changes.push_back(std::move(change));
    }
    const Result<bool> applied = parts_.store.apply_all(changes);
    if (applied.ok() && applied.value()) {
        for (const Entry& entry : earlier) {
            static_cast<void>(recent_.take(entry.sequence));
        }
    }
    return applied;
}

/// A document that has nothing in Sage and never will: a later version is there.
Result<void> Delivery::withdraw_replaced(const Entry& entry, const Entry& by) {
    const Result<bool> replaced = replace({entry}, by);
    if (!replaced.ok() || replaced.value()) {
        told_ += replaced.ok() ? 1U : 0U;
        return replaced.ok() ? Result<void>() : Result<void>(replaced.error());
    }
    return parts_.store.release({entry}, parts_.clock.now_ms());
}

Result<Effective> Delivery::effective(const Entry& entry) {
    Result<Document> document =
        read_canonical(entry.canonical_bytes, entry.message_id, entry.ordering_key);
    if (!document.ok()) {
        return std::move(document).error();
    }
    Result<Standing> stood = standing(entry, document.value());
    if (!stood.ok()) {
        return std::move(stood).error();
    }
    Standing& standing = stood.value();
    const Result<std::optional<Entry>> subject = find_subject(entry);
    if (!subject.ok()) {
        return subject.error();
    }
    if (subject.value().has_value()) {
        standing.earlier.push_back(related_of(*subject.value()));
    }
    return Effective{standing.correction.empty() ? std::move(document).value()
                                                 : std::move(standing.correction.front()),
                     std::move(standing.earlier)};
}

Result<Document> Delivery::effective_document(const Entry& entry) {
    Result<Effective> found = effective(entry);
    return found.ok() ? Result<Document>(std::move(found).value().document)
                      : Result<Document>(std::move(found).error());
}

}  // namespace sage
