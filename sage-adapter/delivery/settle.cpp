// SPDX-License-Identifier: Apache-2.0
// Step 12 of the flow: a document whose attempt may have taken effect. Nothing here sends anything
// new: the stored bytes are sent again under the stored key where the server answers that with its
// first answer, otherwise Sage is asked whether it has our reference.
#include <algorithm>

#include "sage-adapter/base/planted_bug.h"
#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/finding.h"
#include "sage-adapter/delivery/record.h"

namespace sage {
namespace {

// Between the two look-ups that must both find nothing.
constexpr std::int64_t absent_again_ms = 60'000;

Problem unclear(std::string why) {
    return Problem{"delivery.in_doubt", "",
                   "It is not yet known whether Sage has it: " + std::move(why),
                   "Nothing to do: it is settled by itself or held after a day.", Owner::it};
}

}  // namespace

Result<void> Delivery::settle(const Entry& entry) {
    if (entry.state == State::sending) {
        // The lease ran out over an attempt nobody concluded.
        Change change = begin_change(entry, Happening::outcome_unknown);
        change.maybe_in_sage = true;
        change.due_ms = parts_.clock.now_ms();
        change.problem_json = problem_to_json(unclear("the attempt was never concluded."));
        change.evidence = "lease ran out while sending";
        return write(std::move(change), true);
    }
    Result<std::optional<Attempt>> last = parts_.store.last_attempt(entry.sequence);
    if (!last.ok()) {
        return std::move(last).error();
    }
    if (!last.value().has_value()) {
        return Error(Status::storage,
                     Problem{"outbox.attempt_missing", "",
                             "A document is in doubt but its attempt is not recorded.",
                             "Restore the data directory from a backup.", Owner::it});
    }
    const Attempt& attempt = *last.value();
    Result<Send> sent = send_from_json(attempt.send_json);
    if (!sent.ok()) {
        return std::move(sent).error();
    }
    const std::int64_t now = parts_.clock.now_ms();
    const std::shared_ptr<const Catalogue> snapshot = catalogue();
    const SettleClass way = parts_.company.settle_class(sent.value(), *snapshot);
    const std::int64_t age = now - attempt.begun_ms;
    if (way == SettleClass::blind || age > connection_.doubt_ms_max) {
        const std::optional<Hold> awaited =
            way == SettleClass::blind
                ? parts_.company.awaited(sent.value(), entry.external_reference)
                : std::nullopt;
        const Problem unsettled{
            "delivery.doubt_not_settled", "",
            "Whether Sage has this document could not be found out in time.",
            "Search Sage for the reference " + entry.external_reference +
                ", then decide: mark as posted, or checked by hand and send again.",
            Owner::finance};
        Change change = begin_change(entry, Happening::doubt_not_settled);
        change.problem_json = problem_to_json(awaited.has_value() ? awaited->problem : unsettled);
        change.root_cause = awaited.has_value() ? awaited->root_cause : std::string();
        report(change, entry);
        return write(std::move(change), true);
    }
    const bool replays = way == SettleClass::replay_key && entry.look_ups == 0 &&
                         age < parts_.company.replay_window_ms() / 2;
    return replays ? replay(entry, attempt, sent.value()) : look_up(entry, attempt, sent.value());
}

Result<void> Delivery::replay(const Entry& entry, const Attempt& last, const Send& sending) {
    Attempt attempt = last;
    attempt.number = entry.attempts + 1;
    attempt.replay = true;
    // begun_ms stays that of the first send of these bytes: the server's window counts from there.
    const Deadline before = deadline();
    attempt.deadline_ms = before.host_ms;
    Entry again = entry;
    again.attempts = attempt.number;
    if (!parts_.audit.announce(audit_record(again, attempt, sending, parts_.store.journal_head()))
             .ok()) {
        return parts_.store.release(
            {entry},
            parts_.clock.now_ms() + backoff_ms(backoff_server, entry.attempts, entry.document_key));
    }
    Result<bool> begun = parts_.store.begin_attempt(attempt, entry.epoch);
    if (!begun.ok() || !begun.value()) {
        return begun.ok() ? Result<void>() : Result<void>(begun.error());
    }
    const Evidence evidence = exchange(sending.request, {}, before);
    const std::int64_t now = parts_.clock.now_ms();
    Change change = begin_change(again, Happening::still_unclear);
    change.due_ms = now + backoff_ms(backoff_server, again.attempts, entry.document_key);
    if (evidence.outcome != Outcome::answered) {
        change.problem_json = problem_to_json(unclear(evidence.reason));
        change.evidence = "replay not answered: " + evidence.reason;
        return write(std::move(change), true);
    }
    judge_replay(change, again, sending, evidence.reply);
    report(change, again);
    return write(std::move(change), true);
}

// `change` comes as "still unclear", due after a wait.
void Delivery::judge_replay(Change& change, const Entry& entry, const Send& sending,
                            const Reply& reply) {
    const std::int64_t now = parts_.clock.now_ms();
    Verdict verdict = parts_.company.classify(sending, reply);
    switch (verdict.judgement) {
        case Judgement::done:
            add_what_was_sent(verdict.sage_document, sending);
            change = begin_change(entry, Happening::found_same);
            change.sage_document_json = sage_document_to_json(verdict.sage_document);
            change.problem_json.clear();
            change.maybe_in_sage = false;
            break;
        case Judgement::refused:
            change = begin_change(entry, Happening::replay_refused);
            change.problem_json = problem_to_json(verdict.problem);
            change.maybe_in_sage = false;
            break;
        case Judgement::refused_cause:
            // The server repeats its first answer: nothing of this document is in Sage.
            change = begin_change(entry, Happening::doubt_not_settled);
            change.problem_json = problem_to_json(verdict.problem);
            change.root_cause = verdict.root_cause;
            change.generation = entry.generation + 1;
            change.maybe_in_sage = false;
            break;
        case Judgement::not_processed:
            if (verdict.cached_under_key) {
                // This key gives the same answer for as long as the server keeps it: ask Sage.
                change.look_ups = 1;
                change.due_ms = now;
                break;
            }
            change.due_ms = now + std::max<std::int64_t>(verdict.retry_after_ms,
                                                         backoff_ms(backoff_server, entry.attempts,
                                                                    entry.document_key));
            breaker_.pause(now + verdict.retry_after_ms);
            break;
        case Judgement::unauthorised:
            change.due_ms = now;
            break;
        case Judgement::unknown:
            // The key answers no more (409), or it remembers a failure of the server: ask Sage
            // instead.
            if (reply.status == 409 || verdict.cached_under_key) {
                change.look_ups = 1;
                change.due_ms = now;
            }
            change.problem_json = problem_to_json(unclear(verdict.problem.cause));
            if (reply.status >= 500 && planted(PlantedBug::kept_failure_is_refusal)) {
                change = begin_change(entry, Happening::replay_refused);  // planted
            }
            break;
        case Judgement::in_progress:
        case Judgement::configuration:
            change.problem_json = problem_to_json(verdict.problem);
            break;
    }
    change.evidence = "replay answered " + std::to_string(reply.status);
}

LookUp Delivery::ask_where(const Entry& entry, const Send& sending) {
    const Evidence evidence = ask(parts_.company.look_up(sending, entry.external_reference));
    if (evidence.outcome != Outcome::answered) {
        LookUp unanswered;
        unanswered.why = evidence.reason;
        return unanswered;
    }
    return parts_.company.read_look_up(sending, evidence.reply);
}

Result<void> Delivery::look_up(const Entry& entry, const Attempt& last, const Send& sending) {
    const LookUp seen = ask_where(entry, sending);
    const Result<bool> later_seen = has_seen_later_than(last);
    if (!later_seen.ok()) {
        return later_seen.error();
    }
    Change change = begin_change(entry, Happening::still_unclear);
    change.look_ups = entry.look_ups + 1;
    conclude(change, entry, last, sending, seen, later_seen.value());
    // What Sage does not name when it confirms it is found here and not read back: the query has
    // shown it all the same. One record that is there anyway says nothing of lists.
    if (change.verified && sending.existing_key.empty() &&
        last.begun_ms > freshest_visible_ms_.load()) {
        freshest_visible_ms_ = last.begun_ms;
        if (const Result<void> told = tell_freshest(); !told.ok()) {
            return told;
        }
    }
    report(change, entry);
    return write(std::move(change), true);
}

void Delivery::conclude(Change& change, const Entry& entry, const Attempt& last,
                        const Send& sending, const LookUp& seen, bool later_seen) {
    const std::int64_t now = parts_.clock.now_ms();
    const auto wait_longer = [&](std::string why) {
        change.problem_json = problem_to_json(unclear(why));
        change.evidence = "looked up: " + std::move(why);
        change.due_ms = now + std::max(absent_again_ms, backoff_ms(backoff_server, change.look_ups,
                                                                   entry.document_key));
    };
    if (!seen.usable && !planted(PlantedBug::search_error_is_empty)) {
        wait_longer(seen.why);
        return;
    }
    if (seen.found.size() > 1 && !planted(PlantedBug::first_hit_only)) {
        change = begin_change(entry, Happening::doubt_not_settled);
        change.problem_json = problem_to_json(found_several(entry, seen.found));
        return;
    }
    const bool changes_existing = !sending.existing_key.empty();
    if (!seen.found.empty()) {
        const Found& found = seen.found.front();
        const std::vector<Difference> wrong = differences(sending.facts, found.facts);
        if (wrong.empty()) {
            SageDocument document = found.sage_document;
            add_what_was_sent(document, sending);
            change = begin_change(entry, Happening::found_same);
            change.sage_document_json = sage_document_to_json(document);
            change.problem_json.clear();
            change.maybe_in_sage = false;
            change.verified = true;
            change.evidence = "looked up: found " + found.sage_document.key;
            return;
        }
        if (!changes_existing) {
            change = begin_change(entry, Happening::doubt_not_settled);
            change.problem_json = problem_to_json(found_other_content(wrong));
            return;
        }
    }
    // Absence is believed only when a query has shown something that was posted after our attempt
    // could last have left, the server has had its time, and two look-ups a minute apart agree.
    if (now < last.deadline_ms + connection_.settle_ms) {
        wait_longer("not found, but too early to be sure.");
        change.due_ms = last.deadline_ms + connection_.settle_ms;
    } else if (!later_seen) {
        wait_longer("not found, but no later document has been seen by a query either.");
    } else if (entry.absent_ms == 0 || now - entry.absent_ms < absent_again_ms) {
        wait_longer("not found once; looked up again in a minute.");
        change.absent_ms = entry.absent_ms == 0 ? now : entry.absent_ms;
    } else {
        change = begin_change(entry, Happening::proven_absent);
        change.generation = entry.generation + 1;
        change.maybe_in_sage = false;
        change.look_ups = 0;
        change.absent_ms = 0;
        change.due_ms = now;
        change.problem_json.clear();
        change.evidence = "looked up twice: not in Sage";
    }
}

}  // namespace sage
