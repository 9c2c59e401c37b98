// SPDX-License-Identifier: Apache-2.0
// Steps 6 to 11 of the flow for one queued document: prepare, record the attempt, announce it, send
// it once, judge what came back.
#include <algorithm>

#include "sage-adapter/base/planted_bug.h"
#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/environment.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/outbox/keys.h"

namespace sage {
namespace {

// A preparation that keeps asking would never send anything; one that asks about each line of a
// long document ends.
constexpr std::size_t reads_first_max = 200;

Problem not_answered(const Evidence& evidence) {
    return Problem{"delivery.no_answer", "", "Sage gave no complete answer: " + evidence.reason,
                   "Nothing to do: it is settled or tried again by itself.", Owner::it};
}

/// Such a status is about the token, a limit or what stands in front of Sage, and not about what
/// was asked: it is another one in a while.
bool is_passing(int status) {
    return status == 401 || status == 408 || status == 429 || status >= 500;
}

Problem too_old() {
    return Problem{
        "delivery.too_old", "", "The document waited longer than allowed without being sent.",
        "Check the date and period, then decide to send it again or withdraw it.", Owner::finance};
}

Hold unreadable(const Error& error) {
    const std::vector<Problem>& all = error.problems;
    return {all[0], "", {all.begin() + 1, all.end()}};
}

std::string evidence_text(const Evidence& evidence, const Verdict& verdict) {
    if (evidence.outcome != Outcome::answered) {
        const bool sent = evidence.outcome == Outcome::maybe_sent;
        return (sent ? "maybe sent: " : "not sent: ") + evidence.reason;
    }
    return "answered " + std::to_string(evidence.reply.status) + " " + verdict.problem.code;
}

/// So often would have been tried what has waited for so long.
std::int64_t tries_within(std::int64_t elapsed_ms) {
    std::int64_t tries = 1;
    for (std::int64_t waited = backoff_server.first_ms;
         waited < elapsed_ms && waited < backoff_server.most_ms; waited *= 2) {
        ++tries;
    }
    return tries;
}

}  // namespace

std::string_view subject_type(std::string_view message_type) {
    return text_of(message_type == text_of(MessageType::despatch_advice) ||
                           message_type == text_of(MessageType::order_cancellation)
                       ? MessageType::sales_order
                       : MessageType::despatch_advice);
}

Problem predecessor_not_posted(const Entry& subject) {
    return Problem{
        "delivery.predecessor_not_posted", "",
        std::string(host_type_of(subject)) + " " + subject.document_id +
            ", which this document is about, was " + std::string(text_of(subject.state)) + ".",
        "Submit a corrected version of that document: this one then goes on by itself. Or "
        "withdraw it.",
        Owner::warehouse};
}

/// Nothing of the document has left: what Sage was asked for first can be asked again.
Result<void> Delivery::ask_again_later(const Entry& entry) {
    const Result<bool> old = is_too_old(entry);
    if (!old.ok()) {
        return old.error();
    }
    if (old.value()) {
        return conclude_unsent(entry, Hold{too_old(), ""});
    }
    const std::int64_t wait = backoff_ms(backoff_not_sent, entry.epoch, entry.document_key);
    return parts_.store.release({entry}, parts_.clock.now_ms() + wait);
}

/// Everything up to the request itself. What cannot be sent is concluded here.
Result<Delivery::Prepared> Delivery::prepare_to_send(Entry entry, const Cancelled& cancelled) {
    Prepared prepared;
    const auto concluded = [&](const auto& done) {
        return done.ok() ? Result<Prepared>(std::move(prepared)) : Result<Prepared>(done.error());
    };
    Result<Document> read = document_of(entry);
    if (!read.ok()) {
        return concluded(conclude_unsent(entry, unreadable(read.error())));
    }
    const MessageType type = read.value().envelope.message_type;
    if (type == MessageType::document_cancellation || type == MessageType::operator_decision) {
        prepared.asked = true;
        return concluded(decide(entry, read.value()));
    }
    Result<std::optional<Entry>> subject = find_subject(entry);
    if (!subject.ok()) {
        return std::move(subject).error();
    }
    std::vector<Related> related;
    if (subject.value().has_value()) {
        if (subject.value()->state != State::posted) {
            return concluded(wait_for(*subject.value(), entry));
        }
        Result<std::optional<Related>> told = told_of_subject(entry, *subject.value());
        if (!told.ok() || !told.value().has_value()) {
            return concluded(told);
        }
        related.push_back(*std::move(told).value());
    }
    if (type == MessageType::order_cancellation) {
        const Result<std::optional<Entry>> open = open_despatch(entry);
        if (!open.ok() || open.value().has_value()) {
            return open.ok() ? concluded(wait_for(*open.value(), entry)) : concluded(open);
        }
    }
    std::vector<Remark> remarks;
    Result<std::optional<Document>> document =
        document_to_post(entry, std::move(read).value(), related, remarks);
    if (!document.ok() || !document.value().has_value()) {
        return concluded(document);
    }
    Result<bool> placed = place_beside_order(entry, *document.value(), remarks);
    if (placed.ok() && placed.value()) {
        placed = follow_precursor(entry, *document.value(), related, remarks);
    }
    if (!placed.ok() || !placed.value()) {
        return concluded(placed);
    }
    Result<Preparation> preparation =
        prepare(entry, *document.value(), related, cancelled, prepared.asked);
    if (!preparation.ok()) {
        return concluded(ask_again_later(entry));
    }
    Send* const sending = std::get_if<Send>(&preparation.value());
    if (sending == nullptr) {
        return concluded(conclude_unsent(entry, preparation.value()));
    }
    const Result<bool> old = is_too_old(entry);
    if (!old.ok()) {
        return old.error();
    }
    if (std::optional<Hold> hold = old.value() ? Hold{too_old(), ""} : stopped()) {
        return concluded(conclude_unsent(entry, *std::move(hold)));
    }
    sending->remarks.insert(sending->remarks.end(), remarks.begin(), remarks.end());
    prepared.ready = Ready{std::move(entry), {}, std::move(*sending), {}};
    return prepared;
}

Result<Document> Delivery::document_of(const Entry& entry) {
    if (std::optional<Document> kept = recent_.take(entry.sequence)) {
        return std::move(*kept);
    }
    return read_canonical(entry.canonical_bytes, entry.message_id, entry.ordering_key);
}

/// Counted from when it might first go, or from when a person last decided to send it again.
Result<bool> Delivery::is_too_old(const Entry& entry) {
    const std::int64_t oldest_ms = parts_.clock.now_ms() - connection_.age_ms_max;
    if (may_go_ms(parts_.schedules, entry, entry.accepted_ms) >= oldest_ms) {
        return false;
    }
    const Result<std::vector<HistoryLine>> history = parts_.store.history(entry.sequence);
    if (!history.ok()) {
        return history.error();
    }
    constexpr std::uint8_t decided = 16;
    return std::none_of(
        history.value().begin(), history.value().end(), [&](const HistoryLine& line) {
            return line.edge == decided && line.to == State::queued && line.at_ms >= oldest_ms;
        });
}

/// The earlier document that this one is about, if the warehouse has handed it over.
Result<std::optional<Entry>> Delivery::find_subject(const Entry& entry) {
    if (entry.subject_id.empty() || !entry.subject_may_exist) {
        return std::optional<Entry>();
    }
    const std::string_view type = subject_type(entry.message_type);
    Result<std::optional<Entry>> newest =
        parts_.store.find_document(entry.tenant_id, type, entry.subject_id);
    if (!newest.ok() || !newest.value().has_value()) {
        return newest;
    }
    // A newer version behind this document in its own lane waits for this one: never the other way.
    const Entry& found = *newest.value();
    const bool behind = found.sequence > entry.sequence && found.state != State::posted &&
                        !entry.ordering_key.empty() && found.ordering_key == entry.ordering_key;
    if (!behind) {
        return whole_in_sage(*std::move(newest).value());
    }
    Result<std::optional<Entry>> before =
        parts_.store.find_earlier_document(entry.tenant_id, type, entry.subject_id, entry.sequence);
    if (before.ok() && before.value().has_value()) {
        before = whole_in_sage(*std::move(before).value());
    }
    // But where nothing came of those before it, it is the one that this document needs.
    const bool none = before.ok() && before.value().has_value() &&
                      is_final(before.value()->state) && before.value()->state != State::posted;
    return none ? newest : before;
}

Result<void> Delivery::wait_for(const Entry& subject, const Entry& entry) {
    if (!is_final(subject.state)) {
        const Result<bool> passed = let_pass(subject, entry);
        if (!passed.ok() || passed.value()) {
            return passed.ok() ? Result<void>() : Result<void>(passed.error());
        }
        // Documents may wait for each other in a circle, which a decision to send one of them does
        // not open: another one is waited for from the beginning on, a part of its own anew.
        const bool own = subject.sequence == 0 || is_precursor(subject);
        const Result<bool> old =
            own ? is_too_old(entry)
                : Result<bool>(parts_.clock.now_ms() - entry.accepted_ms > connection_.age_ms_max);
        if (!old.ok()) {
            return old.error();
        }
        if (old.value()) {
            return conclude_unsent(entry, Hold{too_old(), ""});
        }
        const std::int64_t now = parts_.clock.now_ms();
        // Of many parts each is waited for by the time that it takes itself, and at first soon
        // where it was held for long.
        const std::int64_t taken = subject.sequence == 0 ? 0 : now - subject.accepted_ms;
        const std::int64_t tries =
            own && taken >= 0 ? std::min(entry.epoch, tries_within(taken)) : entry.epoch;
        const std::int64_t wait = backoff_ms(backoff_server, tries, entry.document_key);
        return parts_.store.release({entry}, now + wait);
    }
    Change change = begin_change(entry, Happening::stopped_before_send);
    change.problem_json = problem_to_json(predecessor_not_posted(subject));
    report(change, entry);
    return end_turn(std::move(change), entry, true);
}

/// Writes what became of it. Held, it may hold others up.
Result<void> Delivery::end_turn(Change change, const Entry& entry, bool now) {
    Entry after = entry;
    after.state = change.to;
    after.problem_json = change.problem_json;
    after.maybe_in_sage = change.maybe_in_sage;
    const Result<void> written = write(std::move(change), now);
    return written.ok() && after.state == State::held ? give_way(after) : written;
}

Preparation Delivery::prepare_once(const Entry& entry, const Document& document,
                                   const std::vector<Related>& related,
                                   const std::vector<Observation>& observations) const {
    const std::shared_ptr<const Catalogue> snapshot = catalogue();
    const std::string today = date_text(parts_.clock.now_ms());
    const std::int64_t of_time =
        planted(PlantedBug::key_with_time) ? parts_.clock.now_ms() % 1'000'000 : 0;
    const std::string key =
        idempotency_key(entry.document_key, parts_.edition.name(), company_in_keys(parts_),
                        entry.message_type, static_cast<std::uint32_t>(entry.generation + of_time));
    Preparation preparation = parts_.company.prepare(
        {document, *snapshot, entry.external_reference, key, today, related, observations});
    if (document.corrected_version.empty()) {
        return preparation;
    }
    preparation = as_correction(document, std::move(preparation));
    Send* const send = std::get_if<Send>(&preparation);
    if (send != nullptr && text_of(document.envelope.message_type) != host_type_of(entry)) {
        send->terms = {};  // What it takes back adds nothing to the books.
    }
    return preparation;
}

Result<Preparation> Delivery::prepare(const Entry& entry, const Document& document,
                                      const std::vector<Related>& related,
                                      const Cancelled& cancelled, bool& asked) {
    std::vector<Observation> observations;
    for (std::size_t reads = 0; reads <= reads_first_max; ++reads) {
        Preparation preparation = prepare_once(entry, document, related, observations);
        const ReadFirst* question = std::get_if<ReadFirst>(&preparation);
        if (question == nullptr) {
            return preparation;
        }
        asked = true;
        Evidence evidence = cancelled() ? Evidence{} : ask(question->request);
        if (evidence.outcome == Outcome::answered && is_passing(evidence.reply.status)) {
            evidence.reason = "status " + std::to_string(evidence.reply.status);
            evidence.outcome = Outcome::maybe_sent;
        }
        if (evidence.outcome != Outcome::answered) {
            return Error(Status::remote, not_answered(evidence));
        }
        observations.push_back({question->name, std::move(evidence.reply)});
    }
    return Preparation(Hold{Problem{"delivery.reads_first_exceeded", "",
                                    "The edition asked Sage more than it may before one document.",
                                    "Report this to the vendor of the plugin.", Owner::vendor},
                            ""});
}

Result<void> Delivery::conclude_unsent(const Entry& entry, const Preparation& preparation) {
    Change change;
    if (const PostNothing* nothing = std::get_if<PostNothing>(&preparation)) {
        change = begin_change(entry, Happening::nothing_to_post);
        change.sage_document_json = sage_document_to_json(nothing->about);
        change.evidence = nothing->reason;
        change.verified = true;
    } else if (const Refuse* refuse = std::get_if<Refuse>(&preparation)) {
        change = begin_change(entry, Happening::refused_locally);
        change.problem_json = problems_to_json(refuse->problems);
    } else {
        const Hold& hold = std::get<Hold>(preparation);
        change = begin_change(entry, Happening::stopped_before_send);
        std::vector<Problem> problems = {hold.problem};
        problems.insert(problems.end(), hold.others.begin(), hold.others.end());
        change.problem_json = problems_to_json(problems);
        change.root_cause = hold.root_cause;
        change.evidence = hold.problem.code;
    }
    report(change, entry);
    return end_turn(std::move(change), entry, true);
}

Result<void> Delivery::send(const Ready& ready, const Cancelled& cancelled) {
    const Evidence evidence = exchange(ready.send.request, cancelled, ready.deadline);
    return end_turn(judged(ready.entry, ready.send, evidence), ready.entry, false);
}

Change Delivery::judged(const Entry& entry, const Send& sending, const Evidence& evidence) {
    Verdict verdict;
    Change change;
    const std::int64_t now = parts_.clock.now_ms();
    if (evidence.outcome == Outcome::answered) {
        verdict = parts_.company.classify(sending, evidence.reply);
        if (may_be_a_repeat(entry, sending, verdict)) {
            verdict.judgement = Judgement::unknown;
        }
        add_what_was_sent(verdict.sage_document, sending);
        const bool no_facts = sending.facts.empty();
        change = begin_change(entry, Happening::outcome_unknown);
        judge_answer(change, entry, verdict);
        change.verified = change.to == State::posted && no_facts;
        if (evidence.reply.status >= 500 && planted(PlantedBug::retry_on_server_error)) {
            change = begin_change(entry, Happening::not_sent);
            change.due_ms = now;
        }
    } else if (evidence.outcome == Outcome::not_sent || planted(PlantedBug::time_out_is_failure)) {
        change = begin_change(entry, Happening::not_sent);
        change.wait_reason = WaitReason::backoff;
        change.due_ms = now + backoff_ms(backoff_not_sent, entry.attempts, entry.document_key);
        change.problem_json = problem_to_json(not_answered(evidence));
    } else {
        change = begin_change(entry, Happening::outcome_unknown);
        change.maybe_in_sage = true;
        change.due_ms = now + backoff_ms(backoff_server, 1, entry.document_key);
        change.problem_json = problem_to_json(not_answered(evidence));
    }
    change.evidence = evidence_text(evidence, verdict);
    report(change, entry);
    return change;
}

/// Where an id is executed once and then refused, a refusal may mean that Sage has the document:
/// from an outbox, say, that was lost and restored. It counts as one only when Sage has none.
bool Delivery::may_be_a_repeat(const Entry& entry, const Send& sending, const Verdict& verdict) {
    const bool refusal = verdict.judgement == Judgement::refused ||
                         verdict.judgement == Judgement::refused_cause ||
                         verdict.judgement == Judgement::configuration;
    if (!refusal || !sending.existing_key.empty() ||
        parts_.company.settle_class(sending, *catalogue()) != SettleClass::unique_refusal) {
        return false;
    }
    const LookUp seen = ask_where(entry, sending);
    return !seen.usable || !seen.found.empty();
}

void Delivery::judge_answer(Change& change, const Entry& entry, const Verdict& verdict) {
    const std::int64_t now = parts_.clock.now_ms();
    const std::int64_t server_wait = std::max<std::int64_t>(
        verdict.retry_after_ms, backoff_ms(backoff_server, entry.attempts, entry.document_key));
    const auto happened = [&](Happening happening) { change = begin_change(entry, happening); };
    switch (verdict.judgement) {
        case Judgement::done:
            happened(Happening::done);
            change.sage_document_json = sage_document_to_json(verdict.sage_document);
            change.problem_json.clear();
            return;
        case Judgement::refused:
            happened(Happening::refused);
            break;
        case Judgement::refused_cause:
        case Judgement::configuration:
            happened(Happening::held_by_cause);
            change.root_cause = verdict.root_cause;
            break;
        case Judgement::not_processed:
            happened(Happening::not_sent);
            change.wait_reason = WaitReason::throttle;
            change.due_ms = now + server_wait;
            breaker_.pause(now + verdict.retry_after_ms);
            break;
        case Judgement::unauthorised:
            happened(Happening::not_sent);
            change.wait_reason = WaitReason::auth;
            change.due_ms = now;
            break;
        case Judgement::in_progress:
        case Judgement::unknown:
            happened(Happening::outcome_unknown);
            change.maybe_in_sage = true;
            change.due_ms = now + backoff_ms(backoff_server, 1, entry.document_key);
            change.problem_json = problem_to_json(verdict.problem);
            return;
    }
    // Definite, and without effect in Sage: whatever the server remembers under this key must not
    // answer the next send.
    change.generation = entry.generation + 1;
    change.problem_json = problem_to_json(verdict.problem);
}

}  // namespace sage
