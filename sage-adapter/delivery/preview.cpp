// SPDX-License-Identifier: Apache-2.0
// What would become of a document if it were submitted now: steps 2 to 7 of the flow, without the
// outbox and the wire. The bytes are made by what makes those that are sent.
#include "sage-adapter/delivery/preview.h"

#include <limits>

#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/precursor.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/outbox/refusals.h"

namespace sage {
namespace {

Entry entry_of(const NewEntry& fresh) {
    Entry entry;
    // It would be the last one accepted.
    entry.sequence = std::numeric_limits<std::int64_t>::max();
    entry.document_key = fresh.document_key;
    entry.content_hash = fresh.content_hash;
    entry.external_reference = fresh.external_reference;
    entry.message_id = fresh.message_id;
    entry.message_type = fresh.message_type;
    entry.tenant_id = fresh.tenant_id;
    entry.document_id = fresh.document_id;
    entry.document_version = fresh.document_version;
    entry.ordering_key = fresh.ordering_key;
    entry.subject_id = fresh.subject_id;
    entry.accepted_ms = fresh.now_ms;
    return entry;
}

std::string name_of(const Entry& entry) {
    return std::string(host_type_of(entry)) + " " + entry.document_id;
}

Problem waits(const Entry& subject) {
    return Problem{"delivery.waits_for_predecessor", "",
                   "The document is about " + name_of(subject) + ", which is " +
                       std::string(text_of(subject.state)) +
                       ": it waits for it, and what it becomes is known when that one is posted.",
                   "Nothing to do; ask again once that document is posted.", Owner::it};
}

Problem replaced(const Entry& by) {
    return Problem{"delivery.version_replaced", "/documentVersion",
                   "Version " + by.document_version + " of " + name_of(by) +
                       " was accepted and is later: this version is withdrawn.",
                   "Submit the document with a version after that one if this content is meant.",
                   Owner::warehouse};
}

Problem second_follows(const Document& second) {
    return Problem{"delivery.correction_in_two", "",
                   "The correction takes two documents: once this one is posted, a " +
                       std::string(text_of(second.envelope.message_type)) + " with " +
                       std::to_string(second.lines.size()) + " lines and " +
                       std::to_string(second.allowance_charges.size()) + " charges follows.",
                   "Nothing to do.", Owner::finance};
}

Problem comes_first(const Document& wanted) {
    return Problem{"delivery.precursor_first", "",
                   "A " + std::string(text_of(wanted.envelope.message_type)) +
                       " is made of the document and posted first, which is shown here; what the "
                       "document itself becomes follows once that is in Sage.",
                   "Nothing to do.", Owner::finance};
}

Problem remarked(const Remark& remark) {
    const bool fits = remark.code == correction_remark;
    return Problem{remark.code, "", remark.message,
                   fits ? "Nothing to do if the new version is right."
                        : "Nothing to do if that is enough; otherwise change the setting that says "
                          "so: a longer field for a text, or one more; what a difference leads to.",
                   Owner::finance};
}

Problem withdrawn(const Entry& entry) {
    return Problem{"delivery.withdrawn", "",
                   name_of(entry) + " was accepted before and withdrawn: it is not posted.",
                   "Submit it under a new documentVersion and a new messageId if it is meant after "
                   "all.",
                   Owner::warehouse};
}

}  // namespace

std::string_view text_of(Foreseen outcome) {
    switch (outcome) {
        case Foreseen::post:
            return "post";
        case Foreseen::post_nothing:
            return "postNothing";
        case Foreseen::hold:
            return "hold";
        case Foreseen::refuse:
            return "refuse";
    }
    return "refuse";
}

std::string_view text_of(Purpose purpose) {
    switch (purpose) {
        case Purpose::create:
            return "create";
        case Purpose::change:
            return "change";
        case Purpose::read:
            return "read";
    }
    return "read";
}

Result<Preview> Delivery::preview(std::string_view document_json) {
    Preview preview;
    Result<Document> read = read_acceptable(document_json);
    if (!read.ok()) {
        preview.outcome = Foreseen::refuse;
        preview.problems = std::move(read).error().problems;
        return preview;
    }
    const NewEntry fresh = new_entry(read.value());
    preview.external_reference = fresh.external_reference;
    const Result<bool> known = foresee_accepted(preview, fresh);
    if (!known.ok()) {
        return known.error();
    }
    Result<void> done;
    if (preview.accepted.has_value() && preview.accepted->state != State::queued) {
        done = foresee_concluded(preview, *preview.accepted);
    } else if (known.value()) {
        const Entry entry = preview.accepted.value_or(entry_of(fresh));
        done = foresee_work(preview, entry, read.value());
    }
    return done.ok() ? Result<Preview>(std::move(preview)) : Result<Preview>(done.error());
}

/// Finds the document and its other versions in the outbox. False: submit() would say conflict.
Result<bool> Delivery::foresee_accepted(Preview& preview, const NewEntry& entry) {
    const auto refused = [&](Error conflict) {
        preview.outcome = Foreseen::refuse;
        preview.problems = std::move(conflict).problems;
        return Result<bool>(false);
    };
    const Result<std::optional<Entry>> same_message = parts_.store.find_message(entry.message_id);
    if (!same_message.ok()) {
        return same_message.error();
    }
    if (const std::optional<Entry>& found = same_message.value();
        found.has_value() &&
        (found->document_key != entry.document_key || found->content_hash != entry.content_hash)) {
        return refused(refusals::message_conflict(found->content_hash, entry));
    }
    Result<std::optional<Entry>> version =
        parts_.store.find_document(entry.tenant_id, entry.message_type, entry.document_id);
    while (version.ok() && version.value().has_value()) {
        Entry found = *std::move(version).value();
        if (found.document_key == entry.document_key) {
            if (found.content_hash != entry.content_hash) {
                return refused(refusals::document_conflict(found.content_hash, entry));
            }
            preview.accepted = std::move(found);
            return true;
        }
        const std::int64_t before = found.sequence;
        if (!preview.other_version.has_value()) {
            preview.other_version = std::move(found);
        }
        version = parts_.store.find_earlier_document(entry.tenant_id, entry.message_type,
                                                     entry.document_id, before);
    }
    return version.ok() ? Result<bool>(true) : Result<bool>(version.error());
}

/// It was accepted before and has had its turn: nothing is made up, the outbox says what became of
/// it.
Result<void> Delivery::foresee_concluded(Preview& preview, const Entry& accepted) {
    preview.problems = problems_from_json(accepted.problem_json);
    if (accepted.purged) {
        preview.reason =
            "It was accepted before, and its content was removed after the days for which it is "
            "kept.";
    }
    const SageDocument made = sage_document_from_json(accepted.sage_document_json);
    preview.sage_type = made.type;
    switch (accepted.state) {
        case State::posted:
            preview.outcome =
                made.key.empty() && made.number.empty() ? Foreseen::post_nothing : Foreseen::post;
            preview.problems.clear();
            return {};
        case State::held:
            preview.outcome = Foreseen::hold;
            return {};
        case State::rejected:
            preview.outcome = Foreseen::refuse;
            return {};
        case State::withdrawn:
            preview.outcome = Foreseen::refuse;
            preview.problems = {withdrawn(accepted)};
            return {};
        default:
            break;
    }
    // Being sent, or in doubt: what was recorded is what may be sent again.
    preview.outcome = Foreseen::post;
    const Result<std::optional<Attempt>> attempt = parts_.store.last_attempt(accepted.sequence);
    if (!attempt.ok()) {
        return attempt.error();
    }
    if (attempt.value().has_value()) {
        Result<Send> sent = send_from_json(attempt.value()->send_json);
        if (!sent.ok()) {
            return sent.error();
        }
        preview.sage_type = sent.value().sage_type;
        preview.purpose = sent.value().existing_key.empty() ? Purpose::create : Purpose::change;
        preview.request = std::move(sent.value().request);
    }
    return {};
}

Result<void> Delivery::foresee_work(Preview& preview, const Entry& entry,
                                    const Document& document) {
    const MessageType type = document.envelope.message_type;
    if (type == MessageType::document_cancellation || type == MessageType::operator_decision) {
        preview.outcome = Foreseen::post_nothing;
        preview.reason =
            "It decides about another document; whether it is carried out is known when Sage has "
            "been looked at.";
        return {};
    }
    const Result<std::optional<Entry>> subject = find_subject(entry);
    if (!subject.ok()) {
        return subject.error();
    }
    if (subject.value().has_value() && subject.value()->state != State::posted) {
        if (is_final(subject.value()->state)) {
            preview.outcome = Foreseen::hold;
            preview.problems.push_back(predecessor_not_posted(*subject.value()));
            return {};
        }
        preview.waits_for = subject.value();
        if (type == MessageType::tracking_update) {
            // All that it does, it does to that one.
            preview.outcome = Foreseen::hold;
            preview.problems.push_back(waits(*subject.value()));
            return {};
        }
    }
    std::vector<Related> related;
    if (subject.value().has_value()) {
        if (type == MessageType::tracking_update) {
            Result<SubjectOfTracking> told = subject_of_tracking(entry, *subject.value());
            if (!told.ok()) {
                return std::move(told).error();
            }
            if (told.value().waits_for.has_value()) {
                preview.waits_for = told.value().waits_for;
                preview.outcome = Foreseen::hold;
                preview.problems.push_back(waits(*told.value().waits_for));
                return {};
            }
            related.push_back(std::move(told).value().related);
        } else {
            related.push_back(related_of(*subject.value()));
        }
    }
    Document with_terms = document;
    const Result<std::optional<Remark>> original = take_original_terms(entry, with_terms);
    if (!original.ok()) {
        return original.error();
    }
    Result<void> done = foresee_beside_versions(preview, entry, with_terms, std::move(related));
    if (original.value() && preview.outcome == Foreseen::post) {
        preview.problems.push_back(remarked(*original.value()));
    }
    return done;
}

Result<void> Delivery::foresee_beside_versions(Preview& preview, const Entry& entry,
                                               const Document& document,
                                               std::vector<Related> related) {
    const Result<Standing> stood = standing(entry, document);
    if (!stood.ok()) {
        return stood.error();
    }
    const Standing& standing = stood.value();
    if (standing.replaced_by) {
        preview.outcome = Foreseen::refuse;
        preview.problems.push_back(replaced(*standing.replaced_by));
    } else if (standing.waits_for) {
        preview.outcome = Foreseen::hold;
        preview.waits_for = standing.waits_for;
        preview.problems.push_back(waits(*standing.waits_for));
    } else if (standing.concluded) {
        foresee(preview, *standing.concluded);
    } else if (standing.correction.empty()) {
        related.insert(related.end(), standing.earlier.begin(), standing.earlier.end());
        return foresee_beside_order(preview, entry, document, related);
    } else {
        related.insert(related.end(), standing.earlier.begin(), standing.earlier.end());
        if (std::optional<Hold> by_hand =
                parts_.company.corrected_by_hand(standing.correction, related)) {
            foresee(preview, *std::move(by_hand));
            return {};
        }
        const Result<void> done = foresee_behind_precursor(
            preview, entry, standing.correction.front(), std::move(related));
        if (standing.correction.size() > 1) {
            preview.problems.push_back(second_follows(standing.correction.back()));
        }
        return done;
    }
    return {};
}

Result<void> Delivery::foresee_beside_order(Preview& preview, const Entry& entry,
                                            const Document& document,
                                            const std::vector<Related>& related) {
    const Result<BesideOrder> found = beside_order(entry, document);
    if (!found.ok()) {
        return found.error();
    }
    const BesideOrder& beside = found.value();
    if (beside.waits_for) {
        preview.outcome = Foreseen::hold;
        preview.waits_for = beside.waits_for;
        preview.problems.push_back(waits(*beside.waits_for));
    } else if (beside.hold) {
        foresee(preview, *beside.hold);
    } else {
        Result<void> done =
            foresee_behind_precursor(preview, entry, as_posted(document, beside), related);
        if (const std::optional<Remark> remark = remark_on_charges(beside);
            remark && preview.outcome == Foreseen::post) {
            preview.problems.push_back(remarked(*remark));
        }
        return done;
    }
    return {};
}

/// What has to be in Sage first is shown as long as it is not: it is what would leave next.
Result<void> Delivery::foresee_behind_precursor(Preview& preview, const Entry& entry,
                                                const Document& document,
                                                std::vector<Related> related) {
    Result<NextPrecursor> found = next_precursor(entry, document, related);
    if (!found.ok()) {
        return std::move(found).error();
    }
    std::optional<Document>& wanted = found.value().wanted;
    if (wanted) {
        wanted->corrected_version.clear();  // It corrects nothing, whatever the document does.
    }
    const std::optional<Entry>& part = found.value().part;
    if (part && part->state == State::rejected) {
        foresee(preview, Refuse{problems_from_json(part->problem_json)});
    } else if (part && part->state != State::posted) {
        preview.outcome = Foreseen::hold;
        preview.waits_for = part;
        preview.problems = problems_from_json(part->problem_json);
        preview.problems.push_back(waits(*part));
    } else if (wanted && !part) {
        const std::string name = precursor_name(found.value().place);
        foresee(preview, prepare_once(entry_of(part_of(entry, name)), *wanted, {}, {}));
        preview.problems.push_back(comes_first(*wanted));
    } else {
        foresee(preview, prepare_once(entry, document, related, {}));
    }
    return {};
}

void Delivery::foresee(Preview& preview, const Preparation& preparation) {
    const auto add = [&](const std::vector<Problem>& problems) {
        preview.problems.insert(preview.problems.end(), problems.begin(), problems.end());
    };
    if (const Send* send = std::get_if<Send>(&preparation)) {
        preview.outcome = Foreseen::post;
        preview.sage_type = send->sage_type;
        preview.purpose = send->existing_key.empty() ? Purpose::create : Purpose::change;
        preview.request = send->request;
        preview.prediction = send->prediction;
        for (const Remark& remark : send->remarks) {
            add({remarked(remark)});
        }
    } else if (const ReadFirst* question = std::get_if<ReadFirst>(&preparation)) {
        preview.outcome = Foreseen::post;
        preview.purpose = Purpose::read;
        preview.request = question->request;
        preview.reason =
            "Sage is asked first; its answer decides whether something is posted, and what.";
    } else if (const PostNothing* nothing = std::get_if<PostNothing>(&preparation)) {
        preview.outcome = Foreseen::post_nothing;
        preview.reason = nothing->reason;
    } else if (const Refuse* refuse = std::get_if<Refuse>(&preparation)) {
        preview.outcome = Foreseen::refuse;
        add(refuse->problems);
    } else {
        preview.outcome = Foreseen::hold;
        add({std::get<Hold>(preparation).problem});
        add(std::get<Hold>(preparation).others);
    }
}

}  // namespace sage
