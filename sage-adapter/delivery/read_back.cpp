// SPDX-License-Identifier: Apache-2.0
// A success of Sage does not prove that every field was applied (its 201 echoes nothing). So what
// was posted is read back, many documents by one query, and compared with what was sent.
#include <algorithm>

#include "sage-adapter/base/finally.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/finding.h"
#include "sage-adapter/delivery/record.h"

namespace sage {
namespace {

// A query may lag behind the write, and a host that starts again and again asks often: after this
// many misses, and the time after which absence is believed (Connection::settle_ms), a person
// looks.
constexpr std::int64_t misses_max = 5;
constexpr std::int64_t look_again_ms = 60'000;

Problem missing(const Entry& entry) {
    return Problem{
        "delivery.read_back_missing", "",
        "Sage confirmed the document but a query does not show it: reference " +
            entry.external_reference + ".",
        "Search Sage for it; if it was deleted there, decide what is to be posted instead.",
        Owner::finance};
}

bool is_missing(std::int64_t misses, std::int64_t after_ms, const Connection& connection) {
    return misses >= misses_max && after_ms >= connection.settle_ms;
}

std::vector<Found>::const_iterator found_of(const ReadBackSubject& subject,
                                            const std::vector<Found>& all) {
    const SageDocument& posted = subject.sage_document;
    if (knows_key(posted)) {
        return std::find_if(all.begin(), all.end(),
                            [&](const Found& one) { return one.sage_document.key == posted.key; });
    }
    // The number that stands as its key may be another document's key.
    const auto ours = std::find_if(all.begin(), all.end(), [&](const Found& one) {
        return one.external_reference == subject.external_reference;
    });
    return ours != all.end() ? ours : std::find_if(all.begin(), all.end(), [&](const Found& one) {
        return one.sage_document.number == posted.number;
    });
}

void tell(Change& change, const Entry& entry, const Problem& problem, std::int64_t now_ms) {
    change.problem_json = problem_to_json(problem);
    change.event_type = "attention";
    change.event_json = attention(entry, problem, now_ms);
}

}  // namespace

Result<bool> Delivery::read_back(const Cancelled& cancelled) {
    if (parts_.clock.now_ms() < read_back_due_ms_ || reading_back_.exchange(true)) {
        return false;
    }
    const Finally done([this] { reading_back_ = false; });
    return read_back_alone(cancelled);
}

Result<bool> Delivery::read_back_alone(const Cancelled& cancelled) {
    if (!read_back_batch_.has_value()) {
        Result<bool> begun = begin_read_back();
        if (!begun.ok() || !begun.value()) {
            return begun;
        }
    }
    Inspection& inspection = read_back_batch_->inspection;
    const std::optional<Request> request = inspection.next();
    inspection.take(request.has_value() ? ask(*request, cancelled) : Evidence{});
    if (inspection.has_next()) {
        read_back_waits_ = true;
        return true;
    }
    const ReadBackBatch batch = std::move(*read_back_batch_);
    read_back_batch_.reset();
    read_back_waits_ = false;
    if (!batch.inspection.complete()) {
        parts_.log.write(LogLevel::warn, "delivery", "posted documents could not be read back",
                         {{"why", own_words(batch.inspection.why())}});
        read_back_due_ms_ = parts_.clock.now_ms() + look_again_ms;
        return true;
    }
    Result<void> compared = compare(batch);
    return compared.ok() ? Result<bool>(true) : Result<bool>(compared.error());
}

Result<bool> Delivery::begin_read_back() {
    Result<Counts> counts = parts_.store.counts();
    if (!counts.ok()) {
        return std::move(counts).error();
    }
    unverified_seen_ = counts.value().unverified;
    if (unverified_seen_ == 0) {
        return false;
    }
    const Result<bool> leading = leads(reading_back_for_all_);
    if (!leading.ok() || !leading.value()) {
        read_back_due_ms_ = reading_back_for_all_.asked_until_ms.load();
        return leading;
    }
    Result<std::vector<Entry>> found = parts_.store.unverified(limits::read_back_batch_max);
    if (!found.ok()) {
        return std::move(found).error();
    }
    std::vector<std::int64_t> sequences;
    sequences.reserve(found.value().size());
    for (const Entry& entry : found.value()) {
        sequences.push_back(entry.sequence);
    }
    const Result<std::vector<std::optional<Attempt>>> attempts =
        parts_.store.last_attempts(sequences);
    if (!attempts.ok()) {
        return attempts.error();
    }
    std::vector<Entry> entries;
    std::vector<Expectation> expected;
    std::vector<ReadBackSubject> subjects;
    FindBy by = FindBy::key;
    std::size_t facts = 0;
    for (std::size_t index = 0; index < found.value().size(); ++index) {
        Entry& entry = found.value()[index];
        const std::optional<Attempt>& attempt = attempts.value()[index];
        if (!attempt.has_value()) {
            continue;
        }
        Result<Expectation> expectation = expectation_from(parts_.company, entry, *attempt);
        if (!expectation.ok()) {
            continue;
        }
        Expectation& one = expectation.value();
        // After a document was sent anew its reference is counted: the first may be there as well.
        // Where Sage answered with a number alone, its key is learnt.
        const bool sent_anew = entry.generation > 1 && !one.changes_existing;
        const FindBy needed =
            sent_anew || !knows_key(one.subject.sage_document) ? FindBy::reference : FindBy::key;
        facts += one.subject.facts.size();
        // One query asks about one type, in one way.
        if (!subjects.empty() &&
            (one.subject.sage_document.type != subjects[0].sage_document.type || needed != by ||
             facts > limits::read_back_facts_max)) {
            continue;
        }
        by = needed;
        subjects.push_back(one.subject);
        expected.push_back(std::move(one));
        entries.push_back(std::move(entry));
    }
    if (entries.empty()) {
        read_back_due_ms_ = parts_.clock.now_ms() + look_again_ms;
        return false;
    }
    read_back_batch_.emplace(ReadBackBatch{std::move(entries), std::move(expected),
                                           Inspection(parts_.company, std::move(subjects), by),
                                           by});
    return true;
}

Result<void> Delivery::compare(const ReadBackBatch& batch) {
    const std::int64_t fresh_ms = freshest_visible_ms_;
    for (std::size_t index = 0; index < batch.entries.size(); ++index) {
        Result<void> compared = compare_one(batch, index);
        if (!compared.ok()) {
            return compared;
        }
    }
    const Result<void> told = freshest_visible_ms_ > fresh_ms ? tell_freshest() : Result<void>();
    const Result<void> flushed = flush();
    return flushed.ok() ? told : flushed;
}

Result<void> Delivery::compare_one(const ReadBackBatch& batch, std::size_t index) {
    const std::int64_t now = parts_.clock.now_ms();
    const Entry& entry = batch.entries[index];
    const Expectation& expected = batch.expected[index];
    const std::vector<Found>& all = batch.inspection.found();
    const SageDocument& posted = expected.subject.sage_document;
    const auto found = found_of(expected.subject, all);
    Change change = begin_change(entry, Happening::verified);
    change.verified = true;
    if (found == all.end()) {
        change.look_ups = entry.look_ups + 1;
        change.verified = is_missing(change.look_ups, now - expected.begun_ms, connection_);
        change.evidence = "read back: not found";
        read_back_due_ms_ = now + look_again_ms;
        if (change.verified) {
            tell(change, entry, missing(entry), now);
        }
        return write(std::move(change), false);
    }
    // The attempt began before the document was posted: a safe lower bound for how fresh the
    // query's view is. One that was not shown says nothing.
    freshest_visible_ms_ = std::max(freshest_visible_ms_.load(), expected.begun_ms);
    std::vector<Difference> wrong = batch.inspection.differences_of(expected.subject.facts, *found);
    if (!wrong.empty()) {
        Expectation learnt = expected;
        learnt.subject.sage_document.key = found->sage_document.key;
        Result<std::optional<Facts>> latest = latest_facts(parts_.store, entry, learnt);
        if (!latest.ok()) {
            return std::move(latest).error();
        }
        if (!latest.value().has_value()) {
            // A later change of it is under way: it is looked at again once that is settled.
            read_back_due_ms_ = now + look_again_ms;
            return {};
        }
        wrong = batch.inspection.differences_of(*latest.value(), *found);
    }
    SageDocument document = found->sage_document;
    document.remarks = posted.remarks;
    document.predicted = posted.predicted;
    document.currency_id = posted.currency_id;
    change.sage_document_json = sage_document_to_json(document);
    change.evidence = wrong.empty() ? "read back: as sent" : "read back: differs";
    if (batch.inspection.lines_refused()) {
        change.evidence += "; Sage does not show the lines";
    }
    const std::vector<Found> copies = batch.by == FindBy::reference
                                          ? same_reference(all, entry.external_reference)
                                          : std::vector<Found>();
    if (copies.size() > 1) {
        const ReconcileFinding finding = found_twice(entry, copies);
        change.problem_json = problem_to_json(finding.problem);
        change.evidence = "read back: in Sage more than once";
        change.event_type = reconciliation_finding_event;
        change.event_json = reconciliation_finding(entry, finding, now);
    } else if (wrong.empty()) {
        report(change, entry);
        if (const Result<void> released = trial_succeeded(expected.begun_ms); !released.ok()) {
            return released;
        }
    } else {
        const std::optional<Hold> hold = parts_.company.stops_posting(wrong);
        const Result<void> stopped = hold ? stop_posting(*hold) : Result<void>();
        if (!stopped.ok()) {
            return stopped;
        }
        tell(change, entry, differs(wrong), now);
    }
    return write(std::move(change), false);
}

}  // namespace sage
