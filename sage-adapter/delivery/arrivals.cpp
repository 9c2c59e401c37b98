// SPDX-License-Identifier: Apache-2.0
// What is held because a person has to do something before Sage can have it, such as import a file:
// after each reading of the master data the company's database is asked whether it has come. That
// it has not proves nothing, so that nothing here ever sends anything.
#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/finding.h"
#include "sage-adapter/delivery/record.h"

namespace sage {
namespace {

// For one cause. Those accepted first are looked for first; the others have their turn when these
// have come.
constexpr std::size_t awaited_max = 10'000;

}  // namespace

/// Notes who is to be looked for: one a step, so that documents go on meanwhile.
Result<void> Delivery::begin_arrivals() {
    if (parts_.source == nullptr) {
        return {};
    }
    const Result<std::vector<std::string>> causes = parts_.store.root_causes();
    if (!causes.ok()) {
        return causes.error();
    }
    std::deque<std::string> awaited;
    for (const std::string& cause : causes.value()) {
        const Result<std::vector<Entry>> held = parts_.store.held_for(cause, awaited_max);
        if (!held.ok()) {
            return held.error();
        }
        for (const Entry& entry : held.value()) {
            if (entry.maybe_in_sage) {
                awaited.push_back(entry.message_id);
            }
        }
    }
    const std::lock_guard lock(causes_mutex_);
    awaited_ = std::move(awaited);
    return {};
}

Result<bool> Delivery::arrival_step(const Cancelled& cancelled) {
    std::string message_id;
    {
        const std::lock_guard lock(causes_mutex_);
        if (awaited_.empty() || cancelled()) {
            return false;
        }
        message_id = std::move(awaited_.front());
        awaited_.pop_front();
    }
    const Result<std::optional<Entry>> entry = parts_.store.find_message(message_id);
    if (!entry.ok()) {
        return entry.error();
    }
    // A person, or another host, may have ended it meanwhile.
    const bool waits = entry.value() && entry.value()->state == State::held &&
                       entry.value()->maybe_in_sage && !entry.value()->root_cause.empty();
    const Result<void> looked = waits ? look_for(*entry.value()) : Result<void>();
    return looked.ok() ? Result<bool>(true) : Result<bool>(looked.error());
}

Result<void> Delivery::look_for(const Entry& entry) {
    const Result<std::optional<Attempt>> last = parts_.store.last_attempt(entry.sequence);
    if (!last.ok()) {
        return last.error();
    }
    if (!last.value().has_value()) {
        return {};
    }
    const Result<Send> sent = send_from_json(last.value()->send_json);
    if (!sent.ok()) {
        return sent.error();
    }
    const std::optional<Query> query =
        parts_.company.arrival_query(sent.value(), entry.external_reference);
    if (!query) {
        return {};
    }
    const Result<QueryAnswer> answer = this->query(*query);
    if (!answer.ok()) {
        // For the others it is the same: they are asked for after the next reading.
        const std::lock_guard lock(causes_mutex_);
        awaited_.clear();
        parts_.log.write(LogLevel::warn, "delivery",
                         "whether a person has done what documents wait for could not be read",
                         {{"code", answer.error().first().code}});
        return {};
    }
    const LookUp seen =
        parts_.company.read_arrival(sent.value(), entry.external_reference, answer.value());
    return seen.usable && !seen.found.empty() ? arrive(entry, sent.value(), seen) : Result<void>();
}

Result<void> Delivery::arrive(const Entry& entry, const Send& sent, const LookUp& seen) {
    const Found& found = seen.found.front();
    const bool one = seen.found.size() == 1;
    const std::vector<Difference> wrong = differences(sent.facts, found.facts);
    const bool as_sent = one && wrong.empty();
    Change change =
        begin_change(entry, as_sent ? Happening::awaited_arrived : Happening::awaited_otherwise);
    change.root_cause.clear();
    change.evidence = "looked for in the database: found " + names_of(seen.found);
    if (as_sent) {
        SageDocument document = found.sage_document;
        add_what_was_sent(document, sent);
        change.sage_document_json = sage_document_to_json(document);
        change.problem_json.clear();
        change.maybe_in_sage = false;
        change.verified = true;
    } else {
        change.problem_json =
            problem_to_json(one ? found_other_content(wrong) : found_several(entry, seen.found));
    }
    report(change, entry);
    return write(std::move(change), true);
}

}  // namespace sage
