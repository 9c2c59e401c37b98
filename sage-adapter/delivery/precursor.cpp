// SPDX-License-Identifier: Apache-2.0
// A document that is several steps in Sage: an order, say, and its despatch. Each step is an entry
// with a key, a reference and attempts of its own, so that one attempt stays one request. The step
// that comes first is a part of the document (versions.h); the document waits for it, tells the
// host whatever becomes of it as its own fate, and is posted last.
#include "sage-adapter/delivery/precursor.h"

#include <utility>

#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/delivery/versions.h"

namespace sage {
namespace {

bool may_be_in_sage(const Entry& part) {
    return is_in_sage(part) || part.maybe_in_sage || part.state == State::sending ||
           part.state == State::in_doubt;
}

std::string name_of(const SageDocument& document) {
    return document.type + " " + (document.number.empty() ? document.key : document.number);
}

Remark made_first(const Entry& part) {
    return {std::string(precursor_remark), "",
            "Made for this document and posted before it: " +
                name_of(sage_document_from_json(part.sage_document_json)) + ", reference " +
                part.external_reference + "."};
}

Problem remains(const std::string& what) {
    return {"delivery.precursor_remains", "",
            what + " was made for this document, which is not posted itself: it stays in Sage.",
            "Cancel it in Sage, or finish there by hand what it was made for.", Owner::finance};
}

Hold unwanted(const Entry& part) {
    return {{"delivery.precursor_unwanted", "",
             name_of(sage_document_from_json(part.sage_document_json)) +
                 " was made for this document, and the settings of today post it without one.",
             "Put the setting back and decide to send the document again; or finish in Sage by "
             "hand and record that with an operatorDecision markPosted; or withdraw it and cancel "
             "the other one in Sage.",
             Owner::finance},
            ""};
}

Hold held_for(const Entry& part) {
    std::vector<Problem> problems = problems_from_json(part.problem_json);
    Hold hold{problems.empty() ? Problem() : std::move(problems.front()), part.root_cause};
    if (!problems.empty()) {
        hold.others.assign(problems.begin() + 1, problems.end());
    }
    return hold;
}

}  // namespace

Related related_as(const Entry& part, const Document& precursor) {
    return {precursor.envelope.message_type, precursor.id, part.state == State::posted,
            sage_document_from_json(part.sage_document_json)};
}

/// None is there before the first turn of the document has come.
Result<std::optional<Entry>> Delivery::find_precursor(const Entry& entry) const {
    return entry.epoch == 0 || is_precursor(entry)
               ? Result<std::optional<Entry>>(std::optional<Entry>())
               : find_part(entry, precursor_part);
}

/// Nothing of the document itself was sent, but what comes before it may be in Sage.
Result<bool> Delivery::has_begun(const Entry& entry) {
    const Result<std::optional<Entry>> part = find_precursor(entry);
    return part.ok() ? Result<bool>(part.value().has_value() && may_be_in_sage(*part.value()))
                     : Result<bool>(part.error());
}

/// True: what has to be in Sage before the document is there, in `related`, or nothing has to.
/// False: the document waits for it, or shares its fate, as was written here.
Result<bool> Delivery::follow_precursor(const Entry& entry, const Document& document,
                                        std::vector<Related>& related,
                                        std::vector<Remark>& remarks) {
    if (is_precursor(entry)) {
        return true;
    }
    const auto concluded = [](const Result<void>& done) {
        return done.ok() ? Result<bool>(false) : Result<bool>(done.error());
    };
    const std::optional<Document> wanted = parts_.company.precursor(document, related);
    if (!wanted && entry.epoch <= 1) {
        return true;
    }
    const Result<std::optional<Entry>> found = find_precursor(entry);
    if (!found.ok()) {
        return found.error();
    }
    if (!found.value().has_value()) {
        if (!wanted) {
            return true;
        }
        // What is too old itself puts nothing into Sage any more.
        const Result<bool> old = is_too_old(entry);
        if (!old.ok()) {
            return old.error();
        }
        const Result<void> kept = old.value() ? Result<void>() : accept_part(entry, precursor_part);
        return concluded(kept.ok() ? wait_for(Entry{}, entry) : kept);
    }
    const Entry& part = *found.value();
    switch (part.state) {
        case State::posted:
            break;
        case State::held:
            return concluded(conclude_unsent(entry, held_for(part)));
        case State::rejected:
            return concluded(conclude_unsent(entry, Refuse{problems_from_json(part.problem_json)}));
        default:
            return concluded(wait_for(part, entry));
    }
    if (!is_in_sage(part)) {
        return true;  // The settings posted nothing for it.
    }
    if (!wanted) {
        return concluded(conclude_unsent(entry, unwanted(part)));
    }
    related.push_back(related_as(part, *wanted));
    remarks.push_back(made_first(part));
    return true;
}

/// The document as it is to be posted, with what it refers to in `related`. Nothing: that is known
/// only once its own turn has come.
Result<std::optional<Document>> Delivery::behind_precursor(const Entry& entry,
                                                           std::vector<Related>& related) {
    const std::optional<Document> later;
    Result<Document> document =
        read_canonical(entry.canonical_bytes, entry.message_id, entry.ordering_key);
    if (!document.ok()) {
        return std::move(document).error();
    }
    if (const auto taken = take_original_terms(entry, document.value()); !taken.ok()) {
        return taken.error();
    }
    const Result<std::optional<Entry>> subject = find_subject(entry);
    Result<Standing> stood = standing(entry, document.value());
    if (!subject.ok() || !stood.ok()) {
        return subject.ok() ? std::move(stood).error() : subject.error();
    }
    Standing& standing = stood.value();
    if (standing.replaced_by || standing.waits_for || standing.concluded) {
        return later;
    }
    if (subject.value().has_value()) {
        if (subject.value()->state != State::posted) {
            return later;
        }
        related.push_back(related_of(*subject.value()));
    }
    related.insert(related.end(), standing.earlier.begin(), standing.earlier.end());
    if (!standing.correction.empty()) {
        return std::optional(std::move(standing.correction.front()));
    }
    const Result<BesideOrder> beside = beside_order(entry, document.value());
    if (!beside.ok()) {
        return beside.error();
    }
    return beside.value().waits_for || beside.value().hold
               ? later
               : std::optional(as_posted(std::move(document).value(), beside.value()));
}

Result<Standing> Delivery::standing_of_precursor(const Entry& part) {
    Standing standing;
    const Result<std::optional<Entry>> found = parts_.store.find_message(part.subject_id);
    if (!found.ok()) {
        return found.error();
    }
    if (!found.value().has_value() || is_final(found.value()->state)) {
        standing.concluded = PostNothing{"The document it was to be posted before has ended.", {}};
        return standing;
    }
    const Entry& owner = *found.value();
    std::vector<Related> related;
    const Result<std::optional<Document>> document = behind_precursor(owner, related);
    if (!document.ok()) {
        return document.error();
    }
    if (!document.value().has_value()) {
        standing.waits_for = owner;
        return standing;
    }
    std::optional<Document> wanted = parts_.company.precursor(*document.value(), related);
    if (!wanted) {
        standing.concluded = PostNothing{"Nothing has to be in Sage before its document.", {}};
        return standing;
    }
    // It corrects nothing, whatever the document does that it is made of.
    wanted->corrected_version.clear();
    standing.correction.push_back(*std::move(wanted));
    return standing;
}

/// Adds to what withdraws a document the same for what was to be posted before it.
/// False: that has moved on meanwhile and cannot be withdrawn.
Result<bool> Delivery::withdraw_precursor(std::vector<Change>& changes, const Entry& entry,
                                          const std::string& evidence) {
    const Result<std::optional<Entry>> part = find_precursor(entry);
    if (!part.ok()) {
        return part.error();
    }
    if (!part.value().has_value() || is_final(part.value()->state)) {
        return true;
    }
    const bool queued = part.value()->state == State::queued;
    if (!queued && part.value()->state != State::held) {
        return false;
    }
    Change change =
        begin_change(*part.value(), queued ? Happening::withdrawn : Happening::decided_withdrawn);
    change.problem_json.clear();
    change.root_cause.clear();
    change.evidence = evidence;
    changes.push_back(std::move(change));
    return true;
}

/// A document ends with nothing in Sage: tells of what was posted before it and stays there.
void Delivery::add_left_behind(Change& change, const Entry& entry) const {
    const Result<std::optional<Entry>> part = find_precursor(entry);
    if (part.ok() && (!part.value().has_value() || !may_be_in_sage(*part.value()))) {
        return;
    }
    std::vector<Problem> problems = problems_from_json(change.problem_json);
    if (!part.ok()) {
        problems.push_back(remains("What may have been posted before it"));
        change.problem_json = problems_to_json(problems);
        return;
    }
    const SageDocument left = sage_document_from_json(part.value()->sage_document_json);
    problems.push_back(remains(left.type.empty()
                                   ? "What may have been posted under the reference " +
                                         part.value()->external_reference
                                   : name_of(left)));
    change.problem_json = problems_to_json(problems);
}

}  // namespace sage
