// SPDX-License-Identifier: Apache-2.0
// A document that is several steps in Sage: an order, say, and its despatch, or one movement of
// stock for each line. Each step is an entry with a key, a reference and attempts of its own, so
// that one attempt stays one request. The steps that come before the last are parts of the document
// (versions.h), of which one is begun when the one before it is posted; the document waits for
// them, tells the host whatever becomes of them as its own fate, and is posted last.
#include "sage-adapter/delivery/precursor.h"

#include <algorithm>
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

/// In the order in which they are posted. None is there before the first turn of the document has
/// come.
Result<std::vector<Entry>> Delivery::find_precursors(const Entry& entry) const {
    std::vector<Entry> parts;
    while (entry.epoch != 0 && !is_precursor(entry)) {
        Result<std::optional<Entry>> part = find_part(entry, precursor_name(parts.size()));
        if (!part.ok()) {
            return std::move(part).error();
        }
        if (!part.value().has_value()) {
            break;
        }
        parts.push_back(*std::move(part).value());
    }
    return parts;
}

Result<std::optional<Entry>> Delivery::find_precursor(const Entry& entry) const {
    Result<std::vector<Entry>> parts = find_precursors(entry);
    if (!parts.ok()) {
        return std::move(parts).error();
    }
    return parts.value().empty() ? std::optional<Entry>() : std::move(parts.value().back());
}

/// Nothing of the document itself was sent, but what comes before it may be in Sage.
Result<bool> Delivery::has_begun(const Entry& entry) {
    const Result<std::vector<Entry>> parts = find_precursors(entry);
    return parts.ok() ? Result<bool>(
                            std::any_of(parts.value().begin(), parts.value().end(), may_be_in_sage))
                      : Result<bool>(parts.error());
}

/// Goes through what has to be in Sage before the document, one after the other, as far as it is
/// there, and adds it to `related`; not further than to the place `until`.
Result<NextPrecursor> Delivery::next_precursor(const Entry& entry, const Document& document,
                                               std::vector<Related>& related,
                                               std::optional<std::size_t> until) const {
    NextPrecursor next;
    while (true) {
        next.wanted = parts_.company.precursor(document, related);
        if (!next.wanted && entry.epoch <= 1) {
            return next;  // None was accepted on an earlier turn.
        }
        Result<std::optional<Entry>> part =
            entry.epoch == 0 ? Result<std::optional<Entry>>(std::optional<Entry>())
                             : find_part(entry, precursor_name(next.place));
        if (!part.ok()) {
            return std::move(part).error();
        }
        next.part = std::move(part).value();
        const bool passed = next.wanted && next.part && is_in_sage(*next.part);
        if (!passed || next.place == until) {
            return next;
        }
        related.push_back(related_as(*next.part, *next.wanted));
        next.posted.push_back(*std::move(next.part));
        ++next.place;
    }
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
    Result<NextPrecursor> found = next_precursor(entry, document, related);
    if (!found.ok()) {
        return std::move(found).error();
    }
    const NextPrecursor& next = found.value();
    for (const Entry& one : next.posted) {
        remarks.push_back(made_first(one));
    }
    if (!next.part) {
        if (!next.wanted) {
            return true;
        }
        // What is too old itself puts nothing into Sage any more.
        const Result<bool> old = is_too_old(entry);
        if (!old.ok()) {
            return old.error();
        }
        const Result<void> kept =
            old.value() ? Result<void>() : accept_part(entry, precursor_name(next.place));
        return concluded(kept.ok() ? wait_for(Entry{}, entry) : kept);
    }
    const Entry& part = *next.part;
    switch (part.state) {
        case State::posted:
            // Otherwise the settings posted nothing for it.
            return is_in_sage(part) ? concluded(conclude_unsent(entry, unwanted(part)))
                                    : Result<bool>(true);
        case State::held:
            return concluded(conclude_unsent(entry, held_for(part)));
        case State::rejected:
            return concluded(conclude_unsent(entry, Refuse{problems_from_json(part.problem_json)}));
        default:
            return concluded(wait_for(part, entry));
    }
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
    Result<NextPrecursor> next =
        next_precursor(owner, *document.value(), related, precursor_place(part));
    if (!next.ok()) {
        return std::move(next).error();
    }
    std::optional<Document>& wanted = next.value().wanted;
    if (!wanted || next.value().place != precursor_place(part)) {
        standing.concluded = PostNothing{"Nothing has to be in Sage before its document.", {}};
        return standing;
    }
    // It sees what its document sees: a step may need what was posted before it.
    standing.earlier = std::move(related);
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

/// A document ends with nothing in Sage: tells of what was posted before it and stays there. What
/// was begun last may end with it.
void Delivery::add_left_behind(Change& change, const Entry& entry, Behind behind) const {
    std::vector<Problem> problems = problems_from_json(change.problem_json);
    const std::size_t before = problems.size();
    Result<std::vector<Entry>> parts = find_precursors(entry);
    if (!parts.ok()) {
        problems.push_back(remains("What may have been posted before it"));
    } else {
        if (behind == Behind::ends_too && !parts.value().empty()) {
            parts.value().pop_back();
        }
        for (const Entry& part : parts.value()) {
            if (may_be_in_sage(part)) {
                const SageDocument left = sage_document_from_json(part.sage_document_json);
                problems.push_back(remains(left.type.empty()
                                               ? "What may have been posted under the reference " +
                                                     part.external_reference
                                               : name_of(left)));
            }
        }
    }
    if (problems.size() > before) {
        change.problem_json = problems_to_json(problems);
    }
}

}  // namespace sage
