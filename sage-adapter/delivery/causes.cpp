// SPDX-License-Identifier: Apache-2.0
// Root causes: what many documents are held for is one thing to mend. It is told to the host once,
// not once for each document, and when it is gone all of them go on, in the order accepted.
#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "sage-adapter/base/json.h"
#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/record.h"

namespace sage {
namespace {

// Read at once, so that memory stays small whatever waits.
constexpr std::size_t released_at_once = 500;

/// About the instance: the field is one of a document, and there will be many.
std::string attention_for(const Change& change) {
    Problem problem = problem_from_json(change.problem_json);
    problem.pointer.clear();
    Result<boost::json::value> event =
        parse_json(attention(problem, change.now_ms), SIZE_MAX, JsonNumbers::integers_only);
    if (!event.ok() || !event.value().is_object()) {
        return attention(problem, change.now_ms);
    }
    event.value().get_object()["rootCause"] = change.root_cause;
    return boost::json::serialize(event.value());
}

}  // namespace

/// The event `attention` for the first document that is held for a root cause. Where hosts share,
/// two that meet it at the same moment may both tell.
Result<void> Delivery::tell_cause(const Change& change) {
    const std::lock_guard lock(causes_mutex_);
    if (causes_told_.contains(change.root_cause)) {
        return {};
    }
    const Result<std::int64_t> held = parts_.store.held_count(change.root_cause);
    if (!held.ok()) {
        return held.error();
    }
    // Told before this start, or by another host.
    if (held.value() == 0) {
        Result<void> raised = parts_.store.raise("attention", attention_for(change), change.now_ms);
        if (!raised.ok()) {
            return raised;
        }
        ++told_;
    }
    causes_told_.insert(change.root_cause);
    return {};
}

Result<void> Delivery::release_causes() {
    if (Result<void> flushed = flush(); !flushed.ok()) {
        return flushed;
    }
    if (Result<void> recalled = recall_stop(); !recalled.ok()) {
        return recalled;
    }
    Result<std::vector<std::string>> causes = parts_.store.root_causes();
    if (!causes.ok()) {
        return std::move(causes).error();
    }
    {
        // What nobody waits for any more is told again when it comes back.
        const std::lock_guard lock(causes_mutex_);
        const std::set<std::string, std::less<>> standing(causes.value().begin(),
                                                          causes.value().end());
        std::erase_if(causes_told_,
                      [&](const std::string& cause) { return !standing.contains(cause); });
    }
    const std::shared_ptr<const Catalogue> snapshot = catalogue();
    for (const std::string& cause : causes.value()) {
        if (!parts_.company.cause_gone(cause, *snapshot)) {
            continue;
        }
        const bool trial = parts_.company.needs_trial(cause);
        if (Result<void> released = trial ? try_cause(cause) : release(cause); !released.ok()) {
            return released;
        }
    }
    return {};
}

/// One document goes first, with what has to be in Sage before it. That it is held again is told
/// to nobody: the others stand for the cause all the time.
Result<void> Delivery::try_cause(const std::string& root_cause) {
    for (const std::string& message_id : trials_.under_way(root_cause)) {
        const Result<std::optional<Entry>> tried = parts_.store.find_message(message_id);
        if (!tried.ok()) {
            return tried.error();
        }
        // Ended by another host.
        if (tried.value() && !trials_.end(tried.value()->sequence, tried.value()->state).empty()) {
            return release(root_cause);
        }
    }
    if (!trials_.under_way(root_cause).empty()) {
        return {};
    }
    Result<std::vector<Entry>> held = parts_.store.held_for(root_cause, released_at_once);
    if (!held.ok()) {
        return std::move(held).error();
    }
    const auto first = std::find_if(held.value().begin(), held.value().end(),
                                    [](const Entry& one) { return !one.maybe_in_sage; });
    if (first == held.value().end()) {
        return {};
    }
    std::vector<Entry> tried = {*first};
    Result<std::optional<Entry>> beside = is_precursor(*first)
                                              ? parts_.store.find_message(first->subject_id)
                                              : find_precursor(*first);
    if (!beside.ok()) {
        return std::move(beside).error();
    }
    if (std::optional<Entry>& other = beside.value(); other && other->state == State::held &&
                                                      other->root_cause == root_cause &&
                                                      !other->maybe_in_sage) {
        tried.push_back(*std::move(other));
    }
    for (const Entry& entry : tried) {
        trials_.begin(entry, root_cause);
        parts_.store.apply_later(released(entry, "tried again: " + root_cause));
    }
    Result<void> flushed = flush();
    parts_.wake();
    return flushed;
}

Change Delivery::released(const Entry& entry, std::string evidence) const {
    Change change = begin_change(entry, Happening::cause_gone);
    change.due_ms = parts_.clock.now_ms();
    change.problem_json.clear();
    change.root_cause.clear();
    change.evidence = std::move(evidence);
    return change;
}

/// All of them: the next reading of the catalogue may be hours away.
Result<void> Delivery::release(const std::string& root_cause) {
    // Of what may be in Sage only a person knows whether it may go again; it stays in front.
    std::size_t staying = 0;
    for (;;) {
        const Result<std::vector<Entry>> held =
            parts_.store.held_for(root_cause, staying + released_at_once);
        if (!held.ok()) {
            return held.error();
        }
        staying = 0;
        for (const Entry& entry : held.value()) {
            if (entry.maybe_in_sage) {
                ++staying;
                continue;
            }
            parts_.store.apply_later(released(entry, "no longer true: " + root_cause));
        }
        const bool some = held.value().size() > staying;
        Result<void> flushed = some ? flush() : Result<void>();
        if (!flushed.ok()) {
            return flushed;
        }
        if (!some) {
            const std::lock_guard lock(causes_mutex_);
            causes_told_.erase(root_cause);
            return {};
        }
        parts_.wake();
    }
}

}  // namespace sage
