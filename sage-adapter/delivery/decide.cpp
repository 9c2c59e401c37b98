// SPDX-License-Identifier: Apache-2.0
// Documents that are a person's word about another document: documentCancellation and
// operatorDecision. They are accepted, kept and answered like any document; what they decide is
// written in the history of the document they are about, with who and why.
#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/record.h"

namespace sage {
namespace {

std::string signed_text(const Document& order) {
    return order.decided_by + ": " + order.reason;
}

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

const Problem carried_out{};

}  // namespace

Result<void> Delivery::decide(const Entry& entry, const Document& document) {
    Result<std::optional<Entry>> found = parts_.store.find_message(document.subject_message_id);
    if (!found.ok()) {
        return std::move(found).error();
    }
    Result<Problem> outcome = carried_out;
    if (!found.value().has_value()) {
        outcome = cannot(
            "decision.unknown_document",
            "No document with the message id " + document.subject_message_id + " was accepted.",
            "Give the messageId under which the document was submitted.");
    } else if (document.envelope.message_type == MessageType::document_cancellation) {
        outcome = withdraw(*found.value(), document);
    } else {
        outcome = decide_held(*found.value(), document);
    }
    if (!outcome.ok()) {
        if (outcome.error().status == Status::remote) {
            const std::int64_t wait = backoff_ms(backoff_server, entry.epoch, entry.document_key);
            return parts_.store.release({entry}, parts_.clock.now_ms() + wait);
        }
        return std::move(outcome).error();
    }
    const Problem& problem = outcome.value();
    const bool carried = problem.code.empty();
    Change change =
        begin_change(entry, carried ? Happening::nothing_to_post : Happening::refused_locally);
    change.verified = carried;
    change.problem_json = carried ? std::string() : problem_to_json(problem);
    change.evidence = carried ? "decision carried out" : problem.code;
    report(change, entry);
    return write(std::move(change), true);
}

Result<Problem> Delivery::withdraw(const Entry& subject, const Document& order) {
    const bool open = subject.state == State::queued || subject.state == State::held;
    if (!open) {
        return wrong_state(subject);
    }
    if (subject.maybe_in_sage) {
        return cannot("decision.maybe_in_sage",
                      "An attempt to post " + subject.document_id + " may have reached Sage.",
                      "Search Sage for the reference " + subject.external_reference +
                          " and record what you found with an operatorDecision.");
    }
    Change change =
        begin_change(subject, subject.state == State::queued ? Happening::withdrawn
                                                             : Happening::decided_withdrawn);
    change.evidence = signed_text(order);
    report(change, subject);
    const Result<bool> applied = parts_.store.apply(change);
    if (!applied.ok()) {
        return applied.error();
    }
    return applied.value() ? carried_out : wrong_state(subject);
}

Result<Problem> Delivery::decide_held(const Entry& subject, const Document& order) {
    if (subject.state != State::held) {
        return wrong_state(subject);
    }
    if (order.decision == "sendAgain") {
        return send_again(subject, order);
    }
    Change change =
        begin_change(subject, order.decision == "markPosted" ? Happening::decided_posted
                                                             : Happening::decided_withdrawn);
    change.evidence = signed_text(order);
    change.problem_json.clear();
    change.root_cause.clear();
    change.verified = true;
    if (order.decision == "markPosted") {
        SageDocument document;
        document.number = order.sage_document_number;
        document.key = order.sage_document_number;
        change.sage_document_json = sage_document_to_json(document);
    }
    report(change, subject);
    const Result<bool> applied = parts_.store.apply(change);
    if (!applied.ok()) {
        return applied.error();
    }
    return applied.value() ? carried_out : wrong_state(subject);
}

Result<Problem> Delivery::send_again(const Entry& subject, const Document& order) {
    if (subject.maybe_in_sage) {
        Result<std::optional<Attempt>> last = parts_.store.last_attempt(subject.sequence);
        if (!last.ok()) {
            return std::move(last).error();
        }
        Result<Send> sent = last.value().has_value()
                                ? send_from_json(last.value()->send_json)
                                : Result<Send>(Error(Status::storage, wrong_state(subject)));
        if (!sent.ok()) {
            return std::move(sent).error();
        }
        Result<LookUp> seen = ask_where(subject, sent.value());
        if (!seen.ok()) {
            return std::move(seen).error();
        }
        if (!seen.value().usable) {
            return Error(Status::remote, cannot("decision.look_up_unavailable",
                                                "Sage could not be asked: " + seen.value().why,
                                                "Nothing to do: it is tried again by itself."));
        }
        if (!seen.value().found.empty()) {
            return cannot("decision.found_in_sage",
                          "Sage already holds a document with the reference " +
                              subject.external_reference + ".",
                          "Mark the document as posted, or reverse the one in Sage first.");
        }
    }
    Change change = begin_change(subject, Happening::decided_send_again);
    change.generation = subject.generation + 1;
    change.maybe_in_sage = false;
    change.look_ups = 0;
    change.absent_ms = 0;
    change.due_ms = parts_.clock.now_ms();
    change.problem_json.clear();
    change.root_cause.clear();
    change.evidence = signed_text(order);
    const Result<bool> applied = parts_.store.apply(change);
    if (!applied.ok()) {
        return applied.error();
    }
    parts_.wake();
    return applied.value() ? carried_out : wrong_state(subject);
}

}  // namespace sage
