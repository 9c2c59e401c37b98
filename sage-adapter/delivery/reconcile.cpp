// SPDX-License-Identifier: Apache-2.0
// The documents of the period, in batches of one type: by our reference, so that a duplicate under
// another key shows, then by key what the reference did not find. After them the lists of
// everything in Sage that carries a reference of ours (reconcile_own.cpp).
#include "sage-adapter/delivery/reconcile.h"

#include <functional>
#include <utility>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/delivery/parts.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/document/document.h"

namespace sage {
namespace {

constexpr std::size_t page_entries = 200;
constexpr std::string_view first_version = "1";

// The date in the books, from the canonical bytes without reading the whole document: members are
// sorted and have no blanks, and a date that is none of the body's only makes a document be read.
bool may_be_dated(std::string_view canonical, std::string_view from, std::string_view to) {
    constexpr std::string_view member = R"("issueDate":")";
    constexpr std::size_t date_length = 10;
    for (std::size_t at = canonical.find(member); at != std::string_view::npos;
         at = canonical.find(member, at + 1)) {
        const std::string_view date = canonical.substr(at + member.size(), date_length);
        if (date >= from && date <= to) {
            return true;
        }
    }
    return false;
}

bool is_word_of_a_person(const Entry& entry) {
    return entry.message_type == text_of(MessageType::document_cancellation) ||
           entry.message_type == text_of(MessageType::operator_decision);
}

}  // namespace

Reconciliation::Reconciliation(const Company& company, Store& store, const Clock& clock,
                               ReconcilePeriod period, std::optional<Leadership> leader)
    : company_(company),
      store_(store),
      clock_(clock),
      period_(std::move(period)),
      leader_(std::move(leader)),
      scopes_(company.own_scopes()) {}

Result<std::optional<Request>> Reconciliation::next() {
    while (!inspection_.has_value()) {
        if (!looks_.empty()) {
            Look first = std::move(looks_.front());
            looks_.pop_front();
            begin(std::move(first));
            continue;
        }
        Result<bool> more = fill();
        if (!more.ok()) {
            return std::move(more).error();
        }
        if (!more.value()) {
            break;
        }
    }
    if (inspection_.has_value()) {
        return inspection_->next();
    }
    if (scope_ < scopes_.size()) {
        return std::optional(company_.list_own(list()));
    }
    Result<void> saved = save_told();
    if (!saved.ok()) {
        return std::move(saved).error();
    }
    return std::optional<Request>();
}

Result<bool> Reconciliation::take(const Evidence& evidence) {
    if (!inspection_.has_value()) {
        if (evidence.outcome != Outcome::answered) {
            why_ = evidence.reason;
            return false;
        }
        return take_page(evidence.reply);
    }
    inspection_->take(evidence);
    if (inspection_->has_next()) {
        return true;
    }
    if (!inspection_->complete()) {
        why_ = inspection_->why();
        begin(std::move(look_));
        return false;
    }
    Result<void> judged = judge();
    return judged.ok() ? Result<bool>(true) : Result<bool>(judged.error());
}

// False: there is no more to compare.
Result<bool> Reconciliation::fill() {
    if (read_all_) {
        return false;
    }
    if (!after_.has_value()) {
        Result<std::int64_t> first = period_.accepted_from_ms.has_value()
                                         ? store_.sequence_before(*period_.accepted_from_ms)
                                         : Result<std::int64_t>(0);
        if (!first.ok()) {
            return std::move(first).error();
        }
        after_ = first.value();
    }
    Result<std::vector<Entry>> page = store_.page_after(*after_, page_entries);
    if (!page.ok()) {
        return std::move(page).error();
    }
    for (Entry& entry : page.value()) {
        after_ = entry.sequence;
        if (is_word_of_a_person(entry) || !in_period(entry)) {
            continue;
        }
        Result<void> considered = consider(std::move(entry));
        if (!considered.ok()) {
            return std::move(considered).error();
        }
    }
    if (page.value().empty()) {
        read_all_ = true;
        for (auto& [type, batch] : filling_) {
            looks_.push_back({std::move(batch), FindBy::reference});
        }
        filling_.clear();
    }
    return true;
}

bool Reconciliation::in_period(const Entry& entry) const {
    if (period_.accepted_from_ms.has_value()) {
        return entry.accepted_ms >= *period_.accepted_from_ms;
    }
    if (entry.purged) {
        // Its own date is gone; warehouses submit on the day or a little later.
        const std::string day = date_text(entry.accepted_ms);
        return day >= period_.from && day <= period_.to;
    }
    if (!may_be_dated(entry.canonical_bytes, period_.from, period_.to)) {
        return false;
    }
    const Result<Document> document =
        read_canonical(entry.canonical_bytes, entry.message_id, entry.ordering_key);
    return document.ok() && document.value().issue_date >= period_.from &&
           document.value().issue_date <= period_.to;
}

Result<void> Reconciliation::consider(Entry entry) {
    entry.canonical_bytes.clear();
    if (entry.state == State::posted) {
        return consider_posted(std::move(entry));
    }
    if (!is_final(entry.state)) {
        waits(entry);
    }
    // What is queued, being sent or in doubt finds its own way; the rest must not be in Sage.
    const bool settled = is_final(entry.state) || entry.state == State::held;
    if (!settled || entry.attempts == 0) {
        return {};
    }
    Result<std::optional<Expectation>> expected = expectation_of(store_, company_, entry);
    if (!expected.ok()) {
        return std::move(expected).error();
    }
    // Of one that never was in Sage and has no content any more not even the type is known: the
    // lists of what carries our references still find it.
    if (expected.value().has_value() && !expected.value()->changes_existing && !entry.purged) {
        expected.value()->subject.facts.clear();
        put({std::move(entry), *std::move(expected).value(), false});
    }
    return {};
}

Result<void> Reconciliation::consider_posted(Entry entry) {
    if (entry.sage_document_json.empty() || looked_up(entry.external_reference)) {
        return {};  // nothing was to be posted, or a later change of it came first
    }
    if (!entry.verified) {
        waits(std::move(entry));  // a query may not show it yet
        return {};
    }
    Result<std::optional<Expectation>> expected = expectation_of(store_, company_, entry);
    if (!expected.ok()) {
        return std::move(expected).error();
    }
    const bool tracking = entry.message_type == text_of(MessageType::tracking_update);
    if (tracking || (expected.value().has_value() && expected.value()->changes_existing)) {
        return consider_change(entry);
    }
    Item item{std::move(entry), {}, true};
    if (expected.value().has_value()) {
        item.expected = *std::move(expected).value();
    } else {
        // Marked as posted by a person, and never sent by us: it has to be there, no more.
        item.expected.subject.sage_document =
            sage_document_from_json(item.entry.sage_document_json);
        item.expected.subject.external_reference = item.entry.external_reference;
    }
    if (!item.expected.subject.sage_document.type.empty()) {
        put(std::move(item));
    }
    return {};
}

// A change of a document in Sage is compared with the document of ours that made it.
Result<void> Reconciliation::consider_change(const Entry& entry) {
    Result<std::optional<Entry>> made = store_.find_document(
        entry.tenant_id, text_of(MessageType::despatch_advice), entry.subject_id);
    if (!made.ok()) {
        return std::move(made).error();
    }
    if (!made.value().has_value() || made.value()->state != State::posted) {
        return {};
    }
    made.value()->canonical_bytes.clear();
    return consider_posted(*std::move(made).value());
}

bool Reconciliation::looked_up(const std::string& reference) const {
    return looked_up_.contains(std::hash<std::string>{}(reference));
}

void Reconciliation::put(Item item) {
    looked_up_.insert(std::hash<std::string>{}(item.entry.external_reference));
    const std::string type = item.expected.subject.sage_document.type;
    Batch& batch = filling_[type];
    batch.push_back(std::move(item));
    std::size_t facts = 0;
    for (const Item& one : batch) {
        facts += one.expected.subject.facts.size();
    }
    if (batch.size() == limits::read_back_batch_max || facts >= limits::read_back_facts_max) {
        looks_.push_back({std::move(batch), FindBy::reference});
        filling_.erase(type);
    }
}

void Reconciliation::begin(Look look) {
    std::vector<ReadBackSubject> subjects;
    for (const Item& item : look.batch) {
        subjects.push_back(item.expected.subject);
    }
    look_ = std::move(look);
    inspection_.emplace(company_, std::move(subjects), look_.by);
}

// What our reference did not find is looked for by what else is known of it, with others alike.
void Reconciliation::look_again(const Item& item, FindBy by) {
    if (looks_.empty() || looks_.front().by != by ||
        looks_.front().batch.front().expected.subject.sage_document.type !=
            item.expected.subject.sage_document.type) {
        looks_.push_front({{}, by});
    }
    looks_.front().batch.push_back(item);
}

Result<void> Reconciliation::judge() {
    const Inspection inspection = *std::move(inspection_);
    inspection_.reset();
    const Look look = std::exchange(look_, {});
    for (const Item& item : look.batch) {
        const SageDocument& posted = item.expected.subject.sage_document;
        std::vector<Found> found;
        for (const Found& one : inspection.found()) {
            const bool its_own = look.by == FindBy::key ? one.sage_document.key == posted.key
                                 : look.by == FindBy::number
                                     ? one.sage_document.number == posted.number
                                     : one.external_reference == item.entry.external_reference;
            if (!its_own) {
                continue;
            }
            found.push_back(one);
            if (inspection.lines_refused()) {
                // Not shown is not otherwise: the lines count as they were promised.
                found.back().facts.insert(item.expected.subject.facts.begin(),
                                          item.expected.subject.facts.end());
            }
        }
        Result<void> judged;
        if (found.empty() && look.by == FindBy::reference && item.posted &&
            !(posted.key.empty() && posted.number.empty())) {
            look_again(item, knows_key(posted) ? FindBy::key : FindBy::number);
        } else if (item.posted) {
            judged = judge_posted(item, found);
        } else if (!found.empty()) {
            judged = judge_not_posted(item.entry, found);
        }
        if (!judged.ok()) {
            return judged;
        }
    }
    return save_told();
}

Result<void> Reconciliation::judge_not_posted(const Entry& entry, const std::vector<Found>& found) {
    // A person may have decided since it was read.
    const Result<std::optional<Entry>> now = store_.find_message(entry.message_id);
    if (!now.ok()) {
        return now.error();
    }
    if (!now.value().has_value() || now.value()->state != entry.state ||
        now.value()->epoch != entry.epoch) {
        return {};
    }
    return tell_apart(entry, entry.external_reference, found_not_posted(entry, found));
}

Result<void> Reconciliation::judge_posted(const Item& item, const std::vector<Found>& found) {
    ++compared_;
    purged_ += item.entry.purged ? 1 : 0;
    if (found.empty()) {
        return found_wrong(item.entry,
                           found_missing(item.entry, item.expected.subject.sage_document));
    }
    // Of several, those that Sage shows as deleted are there no more.
    std::vector<Found> there = found;
    std::erase_if(there, [&](const Found& one) {
        return is_marked_deleted(item.expected.subject.facts, one.facts);
    });
    if (there.size() > 1) {
        return found_wrong(item.entry, found_twice(item.entry, there));
    }
    return judge_content(item, there.empty() ? found.front() : there.front());
}

Result<void> Reconciliation::judge_content(const Item& item, const Found& found) {
    std::vector<Difference> wrong = differences(item.expected.subject.facts, found.facts);
    if (!wrong.empty()) {
        Result<std::optional<Facts>> latest = latest_facts(store_, item.entry, item.expected);
        if (!latest.ok()) {
            return std::move(latest).error();
        }
        if (!latest.value().has_value()) {
            waits(item.entry);  // a change of it is under way: the next reconciliation compares it
            return {};
        }
        wrong = differences(*latest.value(), found.facts);
    }
    const SageDocument& posted = item.expected.subject.sage_document;
    const bool by_key = knows_key(posted);
    const std::string& known = by_key ? posted.key : posted.number;
    const std::string& seen = by_key ? found.sage_document.key : found.sage_document.number;
    if (!known.empty() && known != seen) {
        wrong.insert(wrong.begin(), {"key", known, seen});
    }
    return wrong.empty() ? found_right(item.entry)
                         : found_wrong(item.entry, found_changed(found, std::move(wrong)));
}

void Reconciliation::waits(Entry entry) {
    ++waiting_;
    if (in_flight_.size() < limits::findings_kept_max) {
        entry.canonical_bytes.clear();
        in_flight_.push_back(std::move(entry));
    }
}

// Findings are few, so that what was sent can be read once more.
Result<void> Reconciliation::account_for(const Entry& entry, ReconcileFinding& finding) {
    const bool changed = finding.kind == FindingKind::changed;
    Result<std::optional<Entry>> kept = store_.find_message(entry.message_id);
    const Result<std::optional<Attempt>> last =
        changed ? store_.last_attempt(entry.sequence)
                : Result<std::optional<Attempt>>(std::optional<Attempt>());
    if (!kept.ok() || !last.ok()) {
        return kept.ok() ? last.error() : kept.error();
    }
    const Result<Document> document =
        kept.value().has_value()
            ? read_canonical(kept.value()->canonical_bytes, entry.message_id, entry.ordering_key)
            : Result<Document>(Error(Status::storage, Problem{}));
    if (changed) {
        Amounts predicted;
        if (last.value().has_value() && !last.value()->send_json.empty()) {
            const Result<Send> sent = send_from_json(last.value()->send_json);
            predicted = sent.ok() ? sent.value().prediction.document : predicted;
        }
        const std::size_t lines = document.ok() ? document.value().lines.size() : 1;
        finding.explanation = explain(finding.differences, predicted, lines);
    }
    // Of a later version the difference is in Sage, and of a part not what its document says.
    const bool whole = !is_part(entry) && entry.document_version == first_version;
    if (document.ok() && whole) {
        const bool gone = finding.explanation == Explanation::missing_in_sage;
        const std::size_t times = gone ? 0 : finding.sage_documents.size();
        finding.quantities = changed && !gone
                                 ? quantities_held(document.value(), finding.differences)
                                 : quantities_held(document.value(), times);
    }
    return {};
}

// E17: the document stays posted; what is wrong stays beside it until it is right again.
Result<void> Reconciliation::found_wrong(const Entry& entry, ReconcileFinding finding) {
    const Problem kept = problem_from_json(entry.problem_json);
    const bool told =
        entry.purged ? kept.code == finding.problem.code : kept.cause == finding.problem.cause;
    Result<void> accounted = account_for(entry, finding);
    if (!accounted.ok()) {
        return accounted;
    }
    if (!told) {
        const std::int64_t now = clock_.now_ms();
        const std::optional<Step> step =
            transition({entry.state, entry.maybe_in_sage, false}, Happening::verified);
        Change change = change_of(entry, step.value_or(Step{}), now);
        change.problem_json = problem_to_json(finding.problem);
        change.evidence = "reconciled: " + std::string(text_of(finding.kind));
        change.event_type = reconciliation_finding_event;
        change.event_json = reconciliation_finding(entry, finding, now);
        const Result<bool> applied = store_.apply(change);
        if (!applied.ok()) {
            return applied.error();
        }
        ++events_;
    }
    keep({entry, entry.external_reference, std::move(finding), !told});
    return {};
}

// What was wrong is told to be right again; what was right is not written down every day.
Result<void> Reconciliation::found_right(const Entry& entry) {
    if (entry.problem_json.empty()) {
        return {};
    }
    const std::optional<Step> step =
        transition({entry.state, entry.maybe_in_sage, false}, Happening::verified);
    Change change = change_of(entry, step.value_or(Step{}), clock_.now_ms());
    change.problem_json.clear();
    change.evidence = "reconciled: as sent";
    change.event_type = "postingResult";
    change.event_json = posting_result(entry, change);
    const Result<bool> applied = store_.apply(change);
    ++events_;
    return applied.ok() ? Result<void>() : Result<void>(applied.error());
}

void Reconciliation::keep(ReconcileRow row) {
    if (row.entry.has_value()) {
        row.entry->canonical_bytes.clear();
    }
    if (findings_.size() < limits::findings_kept_max) {
        findings_.push_back(std::move(row));
    }
}

}  // namespace sage
