// SPDX-License-Identifier: Apache-2.0
// Root causes: what many documents are held for is one thing to mend. It is told to the host once,
// not once for each document, and when it is gone all of them go on, in the order accepted.
#include <algorithm>
#include <set>

#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/record.h"

namespace sage {
namespace {

// Read at once, so that memory stays small whatever waits.
constexpr std::size_t released_at_once = 500;

/// The alert about a root cause.
std::string key_of(std::string_view root_cause) {
    return std::string(alert_key::cause) + std::string(root_cause);
}

}  // namespace

Result<void> Delivery::count_told(const Result<bool>& told) {
    told_ += told.ok() && told.value() ? 1U : 0U;
    return told.ok() ? Result<void>() : Result<void>(told.error());
}

/// The event `attention` for the first document that is held for a root cause. It is about the
/// instance: the field is one of a document, and there will be many.
Result<void> Delivery::tell_cause(const Change& change) {
    Problem problem = problem_from_json(change.problem_json);
    problem.pointer.clear();
    return count_told(alerts_.open(key_of(change.root_cause), problem, change.root_cause));
}

/// What documents are held for is open, and nothing else: they may have been decided about one by
/// one. A trial may hold its document again at any moment, and then nobody is told.
Result<void> Delivery::watch_alerts() {
    const Result<std::vector<std::string>> causes = parts_.store.root_causes();
    if (!causes.ok()) {
        return causes.error();
    }
    const std::set<std::string, std::less<>> standing(causes.value().begin(), causes.value().end());
    Result<void> done =
        count_told(alerts_.close_others(alert_key::cause, [&](std::string_view key) {
            const std::string_view cause = key.substr(alert_key::cause.size());
            return standing.contains(cause) || !trials_.under_way(cause).empty();
        }));
    const std::vector<std::string> open = alerts_.of_kind(alert_key::cause);
    for (const std::string& cause : standing) {
        if (!done.ok() || std::find(open.begin(), open.end(), key_of(cause)) != open.end()) {
            continue;
        }
        const Result<std::vector<Entry>> held = parts_.store.held_for(cause, 1);
        if (!held.ok()) {
            return held.error();
        }
        if (!held.value().empty()) {
            Problem problem = problem_from_json(held.value().front().problem_json);
            problem.pointer.clear();
            done = count_told(alerts_.open(key_of(cause), problem, cause));
        }
    }
    return done.ok() ? count_told(month_end_.watch(*catalogue())) : done;
}

Result<void> Delivery::release_causes() {
    if (Result<void> flushed = flush(); !flushed.ok()) {
        return flushed;
    }
    if (Result<void> recalled = recall_stop(); !recalled.ok()) {
        return recalled;
    }
    // Other hosts tell, too.
    if (Result<void> read = alerts_.read(); !read.ok()) {
        return read;
    }
    Result<std::vector<std::string>> causes = parts_.store.root_causes();
    if (!causes.ok()) {
        return std::move(causes).error();
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
            return staying > 0 ? Result<void>() : count_told(alerts_.close(key_of(root_cause)));
        }
        parts_.wake();
    }
}

}  // namespace sage
