// SPDX-License-Identifier: Apache-2.0
// Documents that are a person's word about another document: documentCancellation and
// operatorDecision. They are accepted, kept and answered like any document. What they decide is
// told to the host's audit trail first and then written in one commit with the decision's own end,
// so that a stop in between leaves neither.
#include <algorithm>

#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/finding.h"
#include "sage-adapter/delivery/record.h"

namespace sage {
namespace {

Problem cannot(std::string code, std::string cause, std::string fix) {
    return Problem{std::move(code), "/body/subjectMessageId", std::move(cause), std::move(fix),
                   Owner::warehouse};
}

Problem wrong_state(const Entry& subject) {
    return cannot("decision.wrong_state",
                  "The document " + subject.document_id + " is " +
                      std::string(text_of(subject.state)) + ": this decision does not apply.",
                  "Ask for the document's state and decide again if a decision is still needed.");
}

Problem content_purged(const Entry& subject) {
    return cannot("decision.content_purged",
                  "The document " + subject.document_id + " has ended as " +
                      std::string(text_of(subject.state)) +
                      ", and its content was removed after the days for which it is kept.",
                  "If the goods have to be posted after all, submit a new document for them.");
}

Problem unknown_document(const Document& order) {
    return cannot("decision.unknown_document",
                  "No document with the message id " + order.subject_message_id + " was accepted.",
                  "Give the messageId under which the document was submitted.");
}

Problem about_itself() {
    return cannot("decision.about_itself", "The document decides about itself.",
                  "Give the messageId of the document that is meant.");
}

Problem not_looked_up(const std::string& seen) {
    return cannot("decision.look_up_unavailable",
                  "For too long Sage could not be asked whether it has the document: " + seen,
                  "Look in Sage by hand and decide again with checkedByHand true.");
}

std::string signed_text(const Document& order, const std::string& seen) {
    return order.decided_by + ": " + order.reason +
           (order.checked_by_hand ? " (checked in Sage by hand)" : "") +
           (seen.empty() ? "" : "; " + seen);
}

}  // namespace

Result<void> Delivery::decide(const Entry& entry, const Document& document) {
    Result<std::optional<Entry>> found = parts_.store.find_message(document.subject_message_id);
    if (!found.ok()) {
        return std::move(found).error();
    }
    if (found.value().has_value() && is_precursor(*found.value())) {
        found = parts_.store.find_message(found.value()->subject_id);
        if (!found.ok()) {
            return std::move(found).error();
        }
    }
    // Another tenant's document is none that this decision can know of.
    const bool known =
        found.value().has_value() && found.value()->tenant_id == document.envelope.tenant_id;
    const Entry subject = known ? *std::move(found).value() : Entry{};
    Result<Decided> decided = Decided{};
    if (!known) {
        decided = refused(unknown_document(document));
    } else if (subject.sequence == entry.sequence) {
        decided = refused(about_itself());
    } else {
        decided = decide_about(entry, subject, document);
    }
    if (!decided.ok()) {
        return std::move(decided).error();
    }
    if (decided.value().wait_until_ms.has_value()) {
        const std::int64_t now = parts_.clock.now_ms();
        if (now - entry.accepted_ms <= connection_.doubt_ms_max) {
            return parts_.store.release({entry}, std::max(now, *decided.value().wait_until_ms));
        }
        decided = refused(not_looked_up(decided.value().seen));
    }
    return conclude_decision(entry, subject, document, std::move(decided).value());
}

Result<void> Delivery::conclude_decision(const Entry& entry, const Entry& subject,
                                         const Document& document, Decided decided) {
    const std::int64_t now = parts_.clock.now_ms();
    const bool carried = decided.change.has_value();
    Change own =
        begin_change(entry, carried ? Happening::nothing_to_post : Happening::refused_locally);
    own.verified = carried;
    own.problem_json = carried ? std::string() : problem_to_json(decided.problem);
    own.evidence = carried ? "decision carried out" : decided.problem.code;
    report(own, entry);
    if (!carried) {
        return write(std::move(own), true);
    }
    if (!parts_.audit.announce(audit_record(subject, document, decided.seen, now)).ok()) {
        const std::int64_t wait = backoff_ms(backoff_server, entry.epoch, entry.document_key);
        return parts_.store.release({entry}, now + wait);
    }
    std::vector<Change> changes = std::move(decided.others);
    changes.push_back(std::move(*decided.change));
    for (Change& change : changes) {
        change.evidence = signed_text(document, decided.seen);
        change.decided_by = document.decided_by.empty() ? "host" : document.decided_by;
    }
    changes.push_back(std::move(own));
    const Result<bool> applied = parts_.store.apply_all(changes);
    if (!applied.ok()) {
        return applied.error();
    }
    if (!applied.value()) {
        // The document moved on meanwhile: the decision is looked at afresh.
        return parts_.store.release({entry}, now);
    }
    // Withdrawn, it has no turn for which it would be kept.
    static_cast<void>(recent_.take(subject.sequence));
    parts_.wake();
    return {};
}

Decided Delivery::refused(Problem problem) {
    Decided decided;
    decided.problem = std::move(problem);
    return decided;
}

Result<Decided> Delivery::decide_about(const Entry& entry, const Entry& subject,
                                       const Document& order) {
    if (subject.state == State::sending) {
        // It is known in a moment what became of it.
        Decided later;
        later.wait_until_ms =
            parts_.clock.now_ms() + backoff_ms(backoff_server, entry.epoch, entry.document_key);
        later.seen = "it is being sent";
        return later;
    }
    if (subject.purged) {
        return refused(content_purged(subject));
    }
    const Result<std::optional<Entry>> part = find_precursor(subject);
    if (!part.ok()) {
        return part.error();
    }
    const bool both = part.value().has_value() && !is_final(part.value()->state);
    return both && !is_final(subject.state)
               ? decide_about_both(entry, subject, *part.value(), order)
               : decide_about_one(entry, subject, order);
}

/// What has to be in Sage first has not ended: the decision goes to the step that is held, and what
/// ends the document ends both.
Result<Decided> Delivery::decide_about_both(const Entry& entry, const Entry& subject,
                                            const Entry& part, const Document& order) {
    const bool cancels = order.envelope.message_type == MessageType::document_cancellation;
    const bool is_held = part.state == State::held;
    if (!is_held && part.state != State::queued) {
        Decided later;
        later.wait_until_ms =
            parts_.clock.now_ms() + backoff_ms(backoff_server, entry.epoch, entry.document_key);
        later.seen = "whether Sage has what comes before it is being found out";
        return later;
    }
    if (!cancels && !is_held && subject.state != State::held) {
        return refused(wrong_state(subject));
    }
    if (cancels || order.decision == "withdraw") {
        Result<Decided> decided =
            is_held && !cancels ? withdraw_held(entry, part, order) : cancel(part);
        Result<Decided> own = cancel(subject, Behind::ends_too);
        if (!decided.ok() || !decided.value().change) {
            return decided;
        }
        if (own.ok() && own.value().change) {
            own.value().seen = decided.value().seen;
            own.value().others.push_back(*std::move(decided.value().change));
        }
        return own;
    }
    if (!is_held) {
        Result<Decided> decided = decide_about_one(entry, subject, order);
        // What is finished by hand needs nothing before it any more.
        if (decided.ok() && decided.value().change && order.decision == "markPosted") {
            Result<Decided> ended = cancel(part);
            if (ended.ok() && ended.value().change) {
                decided.value().others.push_back(*std::move(ended.value().change));
            }
        }
        return decided;
    }
    Result<Decided> decided = order.decision == "sendAgain" ? send_again(entry, part, order)
                                                            : mark_posted(entry, part, order);
    if (decided.ok() && decided.value().change && subject.state == State::held) {
        decided.value().others.push_back(sent_again(subject));
    }
    return decided;
}

Result<Decided> Delivery::decide_about_one(const Entry& entry, const Entry& subject,
                                           const Document& order) {
    if (order.envelope.message_type == MessageType::document_cancellation) {
        return cancel(subject);
    }
    if (subject.state != State::held) {
        return refused(wrong_state(subject));
    }
    if (order.decision == "sendAgain") {
        return send_again(entry, subject, order);
    }
    return order.decision == "markPosted" ? mark_posted(entry, subject, order)
                                          : withdraw_held(entry, subject, order);
}

Result<Decided> Delivery::cancel(const Entry& subject, Behind behind) {
    const bool open = subject.state == State::queued || subject.state == State::held;
    if (!open) {
        return refused(wrong_state(subject));
    }
    if (subject.maybe_in_sage) {
        return refused(
            cannot("decision.maybe_in_sage",
                   "An attempt to post " + subject.document_id + " may have reached Sage.",
                   "Search Sage for the reference " + subject.external_reference +
                       " and record what you found with an operatorDecision."));
    }
    Decided decided;
    decided.change =
        begin_change(subject, subject.state == State::queued ? Happening::withdrawn
                                                             : Happening::decided_withdrawn);
    decided.change->problem_json.clear();
    decided.change->root_cause.clear();
    report(*decided.change, subject, behind);
    return decided;
}

// What may have been sent is not there by a fresh look, or by the person's own where the plugin
// cannot look or not yet. What is there is never overruled.
Result<Decided> Delivery::confirm_absent(const Entry& entry, const Entry& subject,
                                         const Document& order) {
    Decided confirmed;
    if (subject.attempts == 0) {
        return confirmed;
    }
    Result<Sighting> sighted = sight(entry, subject);
    if (!sighted.ok()) {
        return std::move(sighted).error();
    }
    const Sighting& seen = sighted.value();
    confirmed.seen = seen.words;
    if (seen.presence == Presence::there) {
        return refused(cannot("decision.found_in_sage",
                              "Sage holds the document " + subject.document_id +
                                  " with the reference " + subject.external_reference + ": " +
                                  seen.words + ".",
                              "Mark the document as posted, or reverse the one in Sage first."));
    }
    if (seen.presence == Presence::unknown && subject.maybe_in_sage && !order.checked_by_hand) {
        confirmed.wait_until_ms = seen.ask_again_ms;
    }
    return confirmed;
}

Result<Decided> Delivery::withdraw_held(const Entry& entry, const Entry& subject,
                                        const Document& order) {
    Result<Decided> decided =
        subject.maybe_in_sage ? confirm_absent(entry, subject, order) : Result<Decided>(Decided{});
    if (!decided.ok() || decided.value().wait_until_ms || !decided.value().problem.code.empty()) {
        return decided;
    }
    Change change = begin_change(subject, Happening::decided_withdrawn);
    change.problem_json.clear();
    change.root_cause.clear();
    change.maybe_in_sage = false;
    change.verified = true;
    report(change, subject);
    decided.value().change = std::move(change);
    return decided;
}

Result<Decided> Delivery::send_again(const Entry& entry, const Entry& subject,
                                     const Document& order) {
    Result<Decided> decided = confirm_absent(entry, subject, order);
    if (!decided.ok() || decided.value().wait_until_ms || !decided.value().problem.code.empty()) {
        return decided;
    }
    if (const Result<void> tried = try_again(subject.root_cause); !tried.ok()) {
        return tried.error();
    }
    // The absence that the edge asks for was confirmed just now.
    decided.value().change = sent_again(subject);
    return decided;
}

Change Delivery::sent_again(const Entry& subject) const {
    Change change = begin_change(subject, Happening::decided_send_again);
    change.generation = subject.generation + 1;
    change.maybe_in_sage = false;
    change.look_ups = 0;
    change.absent_ms = 0;
    change.due_ms = parts_.clock.now_ms();
    change.problem_json.clear();
    change.root_cause.clear();
    return change;
}

}  // namespace sage
