// SPDX-License-Identifier: Apache-2.0
// What every store has in common: the words for why a document waits, and a change that changes
// nothing yet.
#include "sage-adapter/outbox/outbox.h"

#include <algorithm>
#include <array>

namespace sage {
namespace {

constexpr std::array<WaitReason, 7> wait_reasons = {
    WaitReason::none,    WaitReason::backoff,     WaitReason::throttle, WaitReason::auth,
    WaitReason::breaker, WaitReason::predecessor, WaitReason::paused};

}  // namespace

std::string_view text_of(WaitReason reason) {
    switch (reason) {
        case WaitReason::none:
            return "none";
        case WaitReason::backoff:
            return "backoff";
        case WaitReason::throttle:
            return "throttle";
        case WaitReason::auth:
            return "auth";
        case WaitReason::breaker:
            return "breaker";
        case WaitReason::predecessor:
            return "predecessor";
        case WaitReason::paused:
            return "paused";
    }
    return "";
}

std::optional<WaitReason> wait_reason_of(std::string_view text) {
    const auto* const found =
        std::find_if(wait_reasons.begin(), wait_reasons.end(),
                     [&](WaitReason reason) { return text_of(reason) == text; });
    return found == wait_reasons.end() ? std::nullopt : std::optional(*found);
}

Result<std::vector<bool>> Store::begin_attempts(const std::vector<Beginning>& beginnings) {
    std::vector<bool> begun;
    for (const Beginning& one : beginnings) {
        const Result<bool> written = begin_attempt(one.attempt, one.epoch);
        if (!written.ok()) {
            return written.error();
        }
        begun.push_back(written.value());
    }
    return begun;
}

Result<void> Store::check_soundness(const std::function<bool()>& /*cancelled*/) {
    return {};
}

Result<std::vector<std::optional<Attempt>>> Store::last_attempts(
    const std::vector<std::int64_t>& sequences) {
    std::vector<std::optional<Attempt>> attempts;
    for (const std::int64_t sequence : sequences) {
        Result<std::optional<Attempt>> last = last_attempt(sequence);
        if (!last.ok()) {
            return std::move(last).error();
        }
        attempts.push_back(std::move(last).value());
    }
    return attempts;
}

Result<std::optional<Leadership>> Store::elect(std::string_view duty, std::int64_t) {
    return std::optional(Leadership{std::string(duty), 1});
}

Result<bool> Store::raise_as_leader(const Leadership&, std::string_view event_type,
                                    std::string_view event_json, std::int64_t now_ms) {
    const Result<void> raised = raise(event_type, event_json, now_ms);
    return raised.ok() ? Result<bool>(true) : Result<bool>(raised.error());
}

Result<std::unique_ptr<Turn>> Store::take_turn(std::string_view, std::int64_t) {
    return std::make_unique<Turn>();
}

Change change_of(const Entry& entry, const Step& step, std::int64_t now_ms) {
    Change change;
    change.sequence = entry.sequence;
    change.epoch = entry.epoch;
    change.from = entry.state;
    change.to = step.to;
    change.edge = step.edge;
    change.now_ms = now_ms;
    // What is final or waits for a person is never looked at again because time passes.
    if (!is_final(step.to) && step.to != State::held && entry.due_ms != 0) {
        change.due_ms = entry.due_ms;
    }
    change.wait_reason = step.to == State::queued ? entry.wait_reason : WaitReason::none;
    change.generation = entry.generation;
    change.look_ups = entry.look_ups;
    change.absent_ms = entry.absent_ms;
    change.maybe_in_sage = entry.maybe_in_sage;
    change.verified = entry.verified;
    change.problem_json = entry.problem_json;
    change.root_cause = entry.root_cause;
    change.sage_document_json = entry.sage_document_json;
    return change;
}

}  // namespace sage
