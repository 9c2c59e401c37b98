// SPDX-License-Identifier: Apache-2.0
// How a document stands to the other versions of it, and the two documents that correct one to the
// next: what versions.cpp acts upon.
#include <algorithm>

#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/delivery/versions.h"
#include "sage-adapter/mapping/correction.h"

namespace sage {
namespace {

std::string name_of(const Entry& entry) {
    return entry.message_type + " " + entry.document_id + " version " + entry.document_version;
}

Hold cannot_correct(const Entry& posted, const Entry& wanted) {
    return {{"delivery.version_not_correctable", "/documentVersion",
             name_of(posted) + " is posted, and a document of this kind is not corrected.",
             "Change it in Sage by hand and record that with an operatorDecision about version " +
                 wanted.document_version + ", or withdraw that version.",
             Owner::warehouse},
            ""};
}

Hold correction_incomplete(const Entry& posted, const Entry& part) {
    return {{"delivery.correction_incomplete", "/documentVersion",
             "Of the two documents that correct " + name_of(posted) + ", one was " +
                 std::string(text_of(part.state)) +
                 ": what Sage holds is neither this version nor the one before.",
             "Put the books right in Sage by hand and record that with an operatorDecision about "
             "this version.",
             Owner::finance},
            ""};
}

Hold version_purged(const Entry& posted, const Entry& wanted) {
    return {{"delivery.version_purged", "/documentVersion",
             name_of(posted) +
                 " is posted, and its content was removed after the days for which it is kept: "
                 "what differs from it can no longer be told.",
             "Change it in Sage by hand and record that with an operatorDecision about version " +
                 wanted.document_version + ", or withdraw that version.",
             Owner::warehouse},
            ""};
}

Hold correction_too_wide() {
    return {{"delivery.correction_too_wide", "/body",
             "The versions differ in more ways than two documents can correct.",
             "Withdraw this version; submit one with the quantities zero, then the right ones "
             "under a new number.",
             Owner::warehouse},
            ""};
}

PostNothing nothing_differs(const SageDocument& about) {
    return {"Nothing that is in the books differs from the version that is posted.", about};
}

}  // namespace

Result<Standing> Delivery::standing(const Entry& entry, const Document& document) {
    if (is_part(entry)) {
        return is_precursor(entry) ? standing_of_precursor(entry) : standing_of_part(entry);
    }
    Standing standing;
    const MessageType type = document.envelope.message_type;
    if (!entry.other_version_may_exist || type == MessageType::tracking_update) {
        return standing;
    }
    Result<std::optional<Entry>> found =
        parts_.store.find_document(entry.tenant_id, entry.message_type, entry.document_id);
    for (; found.ok() && found.value().has_value();
         found = parts_.store.find_earlier_document(entry.tenant_id, entry.message_type,
                                                    entry.document_id, found.value()->sequence)) {
        const Entry& other = *found.value();
        if (other.sequence == entry.sequence || other.document_key == entry.document_key ||
            other.state == State::withdrawn || other.state == State::rejected) {
            continue;
        }
        // What Sage has the half of is posted whole first, and corrected then.
        const bool newer = is_newer(other, entry);
        const Result<bool> begun =
            newer || is_replaceable(other) ? has_begun(newer ? entry : other) : Result<bool>(false);
        if (!begun.ok()) {
            return begun.error();
        }
        if (newer) {
            const Result<bool> needed =
                begun.value() ? Result<bool>(true) : is_needed_before(entry, other);
            if (!needed.ok()) {
                return needed.error();
            }
            if (needed.value()) {
                continue;
            }
            standing.replaced_by = other;
            return standing;
        }
        if (is_replaceable(other) && !begun.value()) {
            standing.replaces.push_back(other);
        } else if (other.state != State::posted) {
            standing.waits_for = other;
            return standing;
        } else if (!is_in_sage(other)) {
            continue;  // The settings posted nothing for it.
        } else {
            if (standing.earlier.empty()) {
                Result<void> compared = compare_with_posted(standing, entry, document, other);
                if (!compared.ok()) {
                    return std::move(compared).error();
                }
            }
            standing.earlier.push_back(related_of(other));
        }
    }
    return found.ok() ? Result<Standing>(std::move(standing)) : Result<Standing>(found.error());
}

/// A despatch that was handed over between two versions of its order is a despatch of the first:
/// the second stands behind it in their lane, and would never come to be what the despatch waits
/// for.
Result<bool> Delivery::is_needed_before(const Entry& entry, const Entry& newer) {
    if (entry.ordering_key.empty() || newer.ordering_key != entry.ordering_key) {
        return false;
    }
    const Result<std::vector<Entry>> about = parts_.store.about(entry.document_id, entry.sequence);
    if (!about.ok()) {
        return about.error();
    }
    return std::any_of(about.value().begin(), about.value().end(), [&](const Entry& other) {
        return other.sequence < newer.sequence && !is_final(other.state) && !is_part(other) &&
               other.tenant_id == entry.tenant_id && other.ordering_key == entry.ordering_key &&
               subject_type(other.message_type) == entry.message_type;
    });
}

Result<void> Delivery::compare_with_posted(Standing& standing, const Entry& entry,
                                           const Document& document, const Entry& posted) {
    if (!is_correctable(document.envelope.message_type)) {
        standing.concluded = cannot_correct(posted, entry);
        return {};
    }
    const Result<std::optional<Entry>> part = find_part(posted, second_part);
    if (!part.ok()) {
        return part.error();
    }
    if (part.value().has_value() && part.value()->state != State::posted) {
        if (is_final(part.value()->state)) {
            standing.concluded = correction_incomplete(posted, *part.value());
        } else {
            standing.waits_for = part.value();
        }
        return {};
    }
    if (posted.purged) {
        standing.concluded = version_purged(posted, entry);
        return {};
    }
    Result<Document> before =
        read_canonical(posted.canonical_bytes, posted.message_id, posted.ordering_key);
    if (!before.ok()) {
        return std::move(before).error();
    }
    // The order's charges that are on it stay there, whatever its versions state.
    const Result<BesideOrder> beside = beside_order(entry, document);
    if (!beside.ok() || beside.value().hold) {
        standing.concluded = beside.ok() ? beside.value().hold : std::nullopt;
        return beside.ok() ? Result<void>() : Result<void>(beside.error());
    }
    Document before_that = as_posted(std::move(before).value(), beside.value());
    const Result<bool> known = put_posted_terms(posted, before_that);
    if (!known.ok() || !known.value()) {
        standing.concluded = version_purged(posted, entry);
        return known.ok() ? Result<void>() : Result<void>(known.error());
    }
    Result<std::vector<Document>> made =
        corrections(before_that, as_posted(document, beside.value()), entry);
    if (!made.ok()) {
        return std::move(made).error();
    }
    standing.correction = std::move(made).value();
    if (standing.correction.empty()) {
        standing.concluded = nothing_differs(sage_document_from_json(posted.sage_document_json));
    } else if (standing.correction.size() > correction_documents_max) {
        standing.concluded = correction_too_wide();
    }
    return {};
}

/// What Sage makes of a line may change from one reading of the catalogue to the next. Two
/// documents that are prepared at different times have to belong together nevertheless: in them no
/// line is split. Once the second is accepted, it is two documents for good.
Result<std::vector<Document>> Delivery::corrections(const Document& posted, const Document& wanted,
                                                    const Entry& entry) {
    const auto unknown = [](const Document&, const auto&) { return Amounts(); };
    const AmountsOf unsplit = {unknown, unknown};
    const Result<std::optional<Entry>> second = find_part(entry, second_part);
    if (!second.ok()) {
        return second.error();
    }
    if (second.value().has_value()) {
        return correction(posted, wanted, unsplit);
    }
    const std::shared_ptr<const Catalogue> snapshot = catalogue();
    const AmountsOf amounts = {[&](const Document& of, const Line& line) {
                                   return parts_.company.line_amounts(of, line, *snapshot);
                               },
                               [&](const Document& of, const AllowanceCharge& charge) {
                                   return parts_.company.charge_amounts(of, charge, *snapshot);
                               }};
    std::vector<Document> made = correction(posted, wanted, amounts);
    return made.size() < correction_documents_max ? std::move(made)
                                                  : correction(posted, wanted, unsplit);
}

Result<Standing> Delivery::standing_of_part(const Entry& part) {
    Standing standing;
    Result<std::optional<Entry>> found = parts_.store.find_message(part.subject_id);
    if (!found.ok()) {
        return std::move(found).error();
    }
    if (!found.value().has_value()) {
        standing.concluded = PostNothing{"The document it is a part of is not in the outbox.", {}};
        return standing;
    }
    const Entry& whole = *found.value();
    if (whole.state != State::posted) {
        if (is_final(whole.state)) {
            standing.concluded = PostNothing{
                "The version it is a part of was " + std::string(text_of(whole.state)) + ".", {}};
        } else {
            standing.waits_for = whole;
        }
        return standing;
    }
    // The part was kept with the same bytes, and keeps them until it has ended itself.
    Result<Document> document =
        read_canonical(part.canonical_bytes, whole.message_id, whole.ordering_key);
    if (!document.ok()) {
        return document.error();
    }
    if (const auto taken = take_original_terms(whole, document.value()); !taken.ok()) {
        return taken.error();
    }
    // As the whole stood when it was sent: what came after it does not matter here.
    Result<std::optional<Entry>> before = parts_.store.find_earlier_document(
        whole.tenant_id, whole.message_type, whole.document_id, whole.sequence);
    while (before.ok() && before.value().has_value() && !is_in_sage(*before.value())) {
        before = parts_.store.find_earlier_document(whole.tenant_id, whole.message_type,
                                                    whole.document_id, before.value()->sequence);
    }
    if (!before.ok() || !before.value().has_value()) {
        return before.ok() ? Result<Standing>(std::move(standing))
                           : Result<Standing>(before.error());
    }
    Result<void> compared = compare_with_posted(standing, whole, document.value(), *before.value());
    if (!compared.ok()) {
        return std::move(compared).error();
    }
    standing.earlier.push_back(related_of(*before.value()));
    // What the whole refers to, this does, too.
    const Result<std::optional<Entry>> subject = find_subject(whole);
    if (!subject.ok()) {
        return subject.error();
    }
    if (subject.value().has_value()) {
        standing.earlier.push_back(related_of(*subject.value()));
    }
    if (standing.correction.size() == correction_documents_max) {
        standing.correction.erase(standing.correction.begin());
    } else if (!standing.concluded) {
        standing.concluded = PostNothing{"Its version is posted with one document.", {}};
    }
    return standing;
}

}  // namespace sage
