// SPDX-License-Identifier: Apache-2.0
// Rows are compared with tables as sets, because on a server the rows of one document are in as
// many chains as hosts worked on it; where the states that rows tell of lead is the sum of where
// they come from and where they go.
#include "sage-adapter/outbox/records.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "sage-adapter/document/hash.h"
#include "sage-adapter/outbox/state.h"

namespace sage {
namespace {

constexpr std::uint8_t recovered_edge = 10;

template <class Text>
std::string identity_hash(const Text& entry, std::int64_t accepted_ms) {
    return Canonical()
        .add(entry.document_key)
        .add(entry.message_id)
        .add(entry.content_hash)
        .add(entry.external_reference)
        .add(entry.message_type)
        .add(entry.tenant_id)
        .add(entry.document_id)
        .add(entry.document_version)
        .add(entry.ordering_key)
        .add(entry.subject_id)
        .add(accepted_ms)
        .sha256();
}

std::string attempt_hash(const Attempt& attempt) {
    return Canonical()
        .add(attempt.number)
        .add(attempt.generation)
        .add(attempt.begun_ms)
        .add(attempt.deadline_ms)
        .add(attempt.replay ? 1 : 0)
        .add(attempt.send_hash)
        .sha256();
}

std::string line_hash(std::int64_t attempts, std::string_view evidence, std::string_view type,
                      std::string_view json) {
    return Canonical().add(attempts).add(evidence).add(type).add(json).sha256();
}

std::string result_hash(bool verified, std::string_view problem_json, std::string_view root_cause,
                        std::string_view sage_document_json) {
    return Canonical()
        .add(verified ? 1 : 0)
        .add(problem_json)
        .add(root_cause)
        .add(sage_document_json)
        .sha256();
}

std::string result_hash(const Entry& entry) {
    return result_hash(entry.verified, entry.problem_json, entry.root_cause,
                       entry.sage_document_json);
}

bool is_change(const JournalRow& row) {
    return row.what == told::answered || row.what == told::changed || row.what == told::decision;
}

bool tells(const DocumentRecords& records, std::string_view what) {
    return std::any_of(records.journal.begin(), records.journal.end(),
                       [&](const JournalRow& row) { return row.what == what; });
}

/// What a line of history and the row that tells of it have in common; once a purge has taken the
/// line's words, without those.
std::string line_key(std::int64_t at_ms, std::int64_t edge, std::string_view from,
                     std::string_view to, std::string_view words) {
    return Canonical().add(at_ms).add(edge).add(from).add(to).add(words).sha256();
}

/// Of each kind those of one side that have no partner on the other.
struct Partners {
    std::vector<const Attempt*> attempts;
    std::vector<const EventRecord*> events;
    bool rows = false;  ///< a row tells of what is not there
};

Partners without_partner(const DocumentRecords& records) {
    std::multimap<std::string, int> told_attempts;
    std::multimap<std::string, int> told_lines;
    const bool purged = tells(records, told::purged);
    for (const JournalRow& row : records.journal) {
        if (row.what == told::attempt) {
            told_attempts.emplace(row.record_hash + row.value_hash, 0);
        } else if (is_change(row)) {
            told_lines.emplace(line_key(row.at_ms, row.number, row.old_value, row.new_value,
                                        purged ? "" : row.record_hash),
                               0);
        }
    }
    Partners left;
    const auto take = [](std::multimap<std::string, int>& from, const std::string& key) {
        const auto found = from.find(key);
        if (found == from.end()) {
            return false;
        }
        from.erase(found);
        return true;
    };
    for (const Attempt& attempt : records.attempts) {
        if (!take(told_attempts, attempt_hash(attempt) + attempt.send_hash)) {
            left.attempts.push_back(&attempt);
        }
    }
    for (const EventRecord& event : records.events) {
        const std::string words =
            purged ? "" : line_hash(event.attempts, event.evidence, event.type, event.json);
        if (!take(told_lines, line_key(event.at_ms, event.edge, event.from, event.to, words))) {
            left.events.push_back(&event);
        }
    }
    left.rows = !told_attempts.empty() || !told_lines.empty();
    return left;
}

/// The states that the rows lead from, and what is left of them once the document's own is taken
/// away: nothing but "", or, of one that was there before, the state that it had then. Nothing: the
/// rows lead elsewhere.
std::optional<std::string> first_state(const DocumentRecords& records) {
    std::map<std::string, int, std::less<>> balance;
    ++balance[std::string(text_of(records.entry.state))];
    for (const JournalRow& row : records.journal) {
        --balance[row.new_value];
        ++balance[row.old_value];
    }
    std::optional<std::string> first;
    for (const auto& [state, count] : balance) {
        if (count == 1 && !first) {
            first = state;
        } else if (count != 0) {
            return std::nullopt;
        }
    }
    return first;
}

/// What the last row of one of the chains says of the document's result; nothing told: as it was
/// accepted, or as it was before.
bool result_is_told(const DocumentRecords& records, bool old) {
    std::map<std::int64_t, const JournalRow*> last;
    for (const JournalRow& row : records.journal) {
        if (row.what == told::purged || (is_change(row) && !row.value_hash.empty())) {
            const JournalRow*& known = last[row.chain];
            known = known == nullptr || known->position < row.position ? &row : known;
        }
    }
    const std::string now = result_hash(records.entry);
    if (last.empty()) {
        return old || now == result_hash(false, "", "", "");
    }
    return std::any_of(last.begin(), last.end(),
                       [&](const auto& one) { return one.second->value_hash == now; });
}

std::optional<std::string> content_difference(const DocumentRecords& records, bool old) {
    const bool purged = tells(records, told::purged);
    const Entry& entry = records.entry;
    if (entry.canonical_bytes.empty()
            ? !purged && !old
            : purged || hexadecimal(sha256(entry.canonical_bytes)) != entry.content_hash) {
        return "the content is not that of its content hash";
    }
    for (const Attempt& attempt : records.attempts) {
        // A purge takes both.
        const bool empty = attempt.send_json.empty();
        if (empty != entry.canonical_bytes.empty() ||
            (!empty && hexadecimal(sha256(attempt.send_json)) != attempt.send_hash)) {
            return "the request of attempt " + std::to_string(attempt.number) +
                   " is not that of its send hash";
        }
    }
    return std::nullopt;
}

std::optional<std::string> identity_difference(const DocumentRecords& records, bool old) {
    const std::string identity = identity_hash(records.entry, records.entry.accepted_ms);
    int accepted = 0;
    bool same = true;
    for (const JournalRow& row : records.journal) {
        if (row.what == told::accepted) {
            ++accepted;
            same = row.record_hash == identity && row.value_hash == records.entry.content_hash;
        }
    }
    if (accepted != (old ? 0 : 1)) {
        return accepted == 0 ? "no row tells that it was accepted"
                             : "it was accepted more than once";
    }
    return same ? std::optional<std::string>()
                : "the identity of the document is not the one that was accepted";
}

}  // namespace

JournalRow accepted_row(const NewEntry& entry, std::int64_t sequence) {
    JournalRow row;
    row.at_ms = entry.now_ms;
    row.who = "host";
    row.what = told::accepted;
    row.sequence = sequence;
    row.new_value = text_of(State::queued);
    row.record_hash = identity_hash(entry, entry.now_ms);
    row.value_hash = entry.content_hash;
    return row;
}

JournalRow attempt_row(const Attempt& attempt) {
    JournalRow row;
    row.at_ms = attempt.begun_ms;
    row.who = "connector";
    row.what = told::attempt;
    row.sequence = attempt.sequence;
    row.number = attempt.number;
    row.old_value = text_of(attempt.replay ? State::in_doubt : State::queued);
    row.new_value = text_of(attempt.replay ? State::in_doubt : State::sending);
    row.record_hash = attempt_hash(attempt);
    row.value_hash = attempt.send_hash;
    return row;
}

JournalRow change_row(const Change& change, std::int64_t attempts) {
    JournalRow row;
    row.at_ms = change.now_ms;
    row.who = change.decided_by.empty() ? "connector" : change.decided_by;
    // A text ends at a NUL when it is read back.
    std::replace(row.who.begin(), row.who.end(), '\0', ' ');
    row.what = !change.decided_by.empty()      ? told::decision
               : change.from == State::sending ? told::answered
                                               : told::changed;
    row.sequence = change.sequence;
    row.number = change.edge;
    row.old_value = text_of(change.from);
    row.new_value = text_of(change.to);
    row.record_hash = line_hash(attempts, change.evidence, change.event_type, change.event_json);
    row.value_hash = result_hash(change.verified, change.problem_json, change.root_cause,
                                 change.sage_document_json);
    return row;
}

JournalRow recovered_row(std::int64_t sequence, std::int64_t attempts, std::int64_t now_ms) {
    JournalRow row;
    row.at_ms = now_ms;
    row.who = "connector";
    row.what = told::answered;
    row.sequence = sequence;
    row.number = recovered_edge;
    row.old_value = text_of(State::sending);
    row.new_value = text_of(State::in_doubt);
    row.record_hash = line_hash(attempts, recovered_evidence, "", "");
    return row;
}

JournalRow purged_row(const Emptied& emptied, std::int64_t now_ms) {
    JournalRow row;
    row.at_ms = now_ms;
    row.who = "settings";
    row.what = told::purged;
    row.sequence = emptied.sequence;
    row.old_value = text_of(emptied.state);
    row.new_value = text_of(emptied.state);
    row.value_hash =
        result_hash(emptied.verified, emptied.problem_json, "", emptied.sage_document_json);
    return row;
}

FormerRecords::FormerRecords() : digest_(Canonical().add("sage-outbox/2").sha256()) {}

void FormerRecords::add(const DocumentRecords& records) {
    const Entry& entry = records.entry;
    Canonical all;
    all.add(digest_)
        .add(entry.sequence)
        .add(identity_hash(entry, entry.accepted_ms))
        .add(first_state(records).value_or("?"))
        .add(entry.canonical_bytes.empty() && !tells(records, told::purged) ? 1 : 0);
    const Partners left = without_partner(records);
    for (const Attempt* const attempt : left.attempts) {
        all.add(attempt_hash(*attempt));
    }
    for (const EventRecord* const event : left.events) {
        // Without its words, which a purge takes.
        all.add(line_key(event->at_ms, event->edge, event->from, event->to, event->type));
    }
    digest_ = all.sha256();
    through_ = entry.sequence;
    last_ms_ = std::max(last_ms_, entry.accepted_ms);
    ++documents_;
}

void FormerRecords::add(const std::vector<DocumentRecords>& page, std::size_t limit) {
    for (const DocumentRecords& records : page) {
        add(records);
    }
    more_ = page.size() >= limit;
}

JournalRow FormerRecords::row() const {
    JournalRow row;
    row.at_ms = last_ms_;
    row.who = "connector";
    row.what = told::begun;
    row.number = documents_;
    row.old_value = std::to_string(through_);
    row.record_hash = digest_;
    return JournalChain(empty_chain(0)).append(std::move(row));
}

bool FormerRecords::is_told_by(const JournalRow& row) const {
    return row.what == told::begun && row.number == documents_ && row.record_hash == digest_;
}

DocumentRecords* PagePlace::of(std::int64_t sequence) {
    while (next_ < page_.size() && page_[next_].entry.sequence < sequence) {
        ++next_;
    }
    const bool there = next_ < page_.size() && page_[next_].entry.sequence == sequence;
    return there ? &page_[next_] : nullptr;
}

std::optional<std::string> difference_of(const DocumentRecords& records, bool old) {
    if (std::optional<std::string> found = identity_difference(records, old)) {
        return found;
    }
    if (std::optional<std::string> found = content_difference(records, old)) {
        return found;
    }
    const Partners left = without_partner(records);
    if (left.rows) {
        return "a row tells of an attempt or a change that the outbox does not hold so";
    }
    if (!old && !left.attempts.empty()) {
        return "no row tells of attempt " + std::to_string(left.attempts.front()->number);
    }
    if (!old && !left.events.empty()) {
        return "no row tells of a change to '" + left.events.front()->to + "'";
    }
    if (records.entry.attempts != static_cast<std::int64_t>(records.attempts.size())) {
        return "it has not as many attempts as it says";
    }
    const std::optional<std::string> first = first_state(records);
    if (!first || first->empty() == old) {
        return "its state is not the one that the rows lead to";
    }
    return result_is_told(records, old)
               ? std::optional<std::string>()
               : "what it says of its result is not what the last row tells";
}

}  // namespace sage
