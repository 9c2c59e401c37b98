// SPDX-License-Identifier: Apache-2.0
// A success of Sage does not prove that every field was applied (its 201 echoes nothing). So what
// was posted is read back, many documents by one query, and compared with what was sent.
#include <algorithm>

#include "sage-adapter/base/finally.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/record.h"

namespace sage {
namespace {

// A query may lag behind the write; after this many misses a person looks.
constexpr std::int64_t misses_max = 5;
constexpr std::int64_t look_again_ms = 60'000;

Problem differs(const std::vector<Difference>& wrong) {
    std::string cause;
    for (const Difference& one : wrong) {
        cause += one.field + ": sent '" + one.expected + "', found '" + one.found + "'; ";
    }
    return Problem{
        "delivery.read_back_difference", "", "Sage holds other values than were sent: " + cause,
        "Compare the document in Sage with the warehouse's and correct it there.", Owner::finance};
}

Problem missing(const Entry& entry) {
    return Problem{
        "delivery.read_back_missing", "",
        "Sage confirmed the document but a query does not show it: reference " +
            entry.external_reference + ".",
        "Search Sage for it; if it was deleted there, decide what is to be posted instead.",
        Owner::finance};
}

}  // namespace

Result<bool> Delivery::read_back() {
    if (parts_.clock.now_ms() < read_back_due_ms_ || reading_back_.exchange(true)) {
        return false;
    }
    const Finally done([this] { reading_back_ = false; });
    return read_back_alone();
}

Result<bool> Delivery::read_back_alone() {
    Result<Counts> counts = parts_.store.counts();
    if (!counts.ok()) {
        return std::move(counts).error();
    }
    unverified_seen_ = counts.value().unverified;
    if (unverified_seen_ == 0) {
        return false;
    }
    Result<std::vector<Entry>> found = parts_.store.unverified(limits::read_back_batch_max);
    if (!found.ok()) {
        return std::move(found).error();
    }
    std::vector<std::int64_t> sequences;
    for (const Entry& entry : found.value()) {
        sequences.push_back(entry.sequence);
    }
    const Result<std::vector<std::optional<Attempt>>> attempts =
        parts_.store.last_attempts(sequences);
    if (!attempts.ok()) {
        return attempts.error();
    }
    std::vector<Entry> entries;
    std::vector<ReadBackSubject> subjects;
    for (std::size_t index = 0; index < found.value().size(); ++index) {
        Entry& entry = found.value()[index];
        const std::optional<Attempt>& attempt = attempts.value()[index];
        if (!attempt.has_value()) {
            continue;
        }
        Result<Send> sent = send_from_json(attempt->send_json);
        const SageDocument document = sage_document_from_json(entry.sage_document_json);
        // One query asks about one type.
        if (!sent.ok() || (!subjects.empty() && document.type != subjects[0].sage_document.type)) {
            continue;
        }
        subjects.push_back({document, std::move(sent).value().facts});
        entries.push_back(std::move(entry));
    }
    if (entries.empty()) {
        read_back_due_ms_ = parts_.clock.now_ms() + look_again_ms;
        return false;
    }
    const Evidence evidence = exchange(parts_.company.read_back(subjects));
    LookUp seen;
    if (evidence.outcome == Outcome::answered) {
        seen = parts_.company.read_read_back(subjects, evidence.reply);
    } else {
        seen.why = evidence.reason;
    }
    if (!seen.usable) {
        parts_.log.write(LogLevel::warn, "delivery", "posted documents could not be read back",
                         {{"why", seen.why}});
        read_back_due_ms_ = parts_.clock.now_ms() + look_again_ms;
        return true;
    }
    Result<void> compared = compare(entries, subjects, seen);
    return compared.ok() ? Result<bool>(true) : Result<bool>(compared.error());
}

Result<void> Delivery::compare(const std::vector<Entry>& entries,
                               const std::vector<ReadBackSubject>& subjects, const LookUp& seen) {
    const std::int64_t now = parts_.clock.now_ms();
    for (std::size_t index = 0; index < entries.size(); ++index) {
        const Entry& entry = entries[index];
        const auto found =
            std::find_if(seen.found.begin(), seen.found.end(), [&](const Found& one) {
                return one.sage_document.key == subjects[index].sage_document.key;
            });
        Change change = begin_change(entry, Happening::verified);
        change.verified = true;
        if (found == seen.found.end()) {
            change.look_ups = entry.look_ups + 1;
            change.verified = change.look_ups >= misses_max;
            change.evidence = "read back: not found";
            read_back_due_ms_ = now + look_again_ms;
            if (change.verified) {
                change.problem_json = problem_to_json(missing(entry));
                change.event_type = "attention";
                change.event_json = attention(entry, missing(entry), now);
            }
        } else {
            const std::vector<Difference> wrong = differences(subjects[index].facts, found->facts);
            change.sage_document_json = sage_document_to_json(found->sage_document);
            change.evidence = wrong.empty() ? "read back: as sent" : "read back: differs";
            if (wrong.empty()) {
                report(change, entry);
            } else {
                change.problem_json = problem_to_json(differs(wrong));
                change.event_type = "attention";
                change.event_json = attention(entry, differs(wrong), now);
            }
        }
        const Result<void> written = write(std::move(change), false);
        if (!written.ok()) {
            return written;
        }
    }
    if (!seen.found.empty()) {
        // The attempt of the last one began before it was posted: a safe lower bound for how fresh
        // the query's view is.
        Result<std::optional<Attempt>> newest = parts_.store.last_attempt(entries.back().sequence);
        if (newest.ok() && newest.value().has_value()) {
            freshest_visible_ms_ = std::max(freshest_visible_ms_.load(), newest.value()->begun_ms);
        }
    }
    return parts_.store.flush();
}

}  // namespace sage
