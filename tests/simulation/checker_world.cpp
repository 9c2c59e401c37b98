// SPDX-License-Identifier: Apache-2.0
// What the checker compares with the world around the outbox: the wire, Sage, the host, and the
// database after a stop and at the end.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "sage-adapter/base/json.h"
#include "sage-adapter/delivery/record.h"
#include "tests/simulation/checker.h"

namespace sage::simulation {
namespace {

namespace json = boost::json;

constexpr std::size_t event_bytes_max = 1024 * 1024;

bool ends(State state) {
    return state == State::posted || state == State::rejected || state == State::withdrawn;
}

}  // namespace

std::string Checker::text_of_request(const Request& request) {
    std::string text = request.method + " " + request.target + "\n";
    for (const Header& header : request.headers) {
        if (!carries_token(header)) {
            text += header.name + ": " + header.value + "\n";
        }
    }
    return text + request.body;
}

Known* Checker::of_request(const Request& request, int instance) {
    const auto found = by_request_.find(sender(text_of_request(request), instance));
    return found == by_request_.end() ? nullptr : &known_.at(found->second);
}

Known* Checker::of_reference(const std::string& reference) {
    const auto found = by_reference_.find(reference);
    return found == by_reference_.end() ? nullptr : &known_.at(found->second);
}

/// Of one version of a document, and made for it or for the second half of a correction.
bool Checker::is_precursor_of(const Known& precursor, const Known& document) const {
    return precursor.precursor && !document.precursor &&
           precursor.host.type == document.host.type && precursor.host.id == document.host.id &&
           precursor.host.version == document.host.version;
}

const Known* Checker::precursor_of(const Known& document) const {
    // Each is accepted once those before it are posted.
    const auto found = std::find_if(known_.rbegin(), known_.rend(), [&](const auto& named) {
        return is_precursor_of(named.second, document);
    });
    return found == known_.rend() ? nullptr : &found->second;
}

bool Checker::rests_on_what_is_uncertain(const Known& document) const {
    return std::any_of(known_.begin(), known_.end(), [&](const auto& named) {
        const Known& other = named.second;
        const bool changed_it = other.changes_existing && other.host.another_id == document.host.id;
        const bool is_its_order = document.attempts.empty() && other.host.type == "salesOrder" &&
                                  other.host.id == document.host.another_id;
        return (changed_it || is_its_order) &&
               (other.by_person || other.lied_about || other.stored_anew || other.beyond_settle);
    });
}

const Known& Checker::held_step(const Known& document) const {
    const Known* const step = precursor_of(document);
    return step != nullptr && step->state == State::held ? *step : document;
}

bool Checker::names_reference(const Request& request) const {
    return std::any_of(by_reference_.begin(), by_reference_.end(), [&](const auto& named) {
        return request.body.find(named.first) != std::string::npos ||
               request.target.find(named.first) != std::string::npos;
    });
}

std::int64_t Checker::leaving(const Request& request, int instance) {
    Known* const found = of_request(request, instance);
    if (found == nullptr) {
        return 0;
    }
    Known& document = *found;
    const std::string text = text_of_request(request);
    const auto own = std::find_if(
        document.attempts.rbegin(), document.attempts.rend(),
        [&](const SeenAttempt& one) { return one.instance == instance && one.request == text; });
    if (own == document.attempts.rend() || !own->on_disk) {
        fail("I6", "bytes leave while the attempt is not on the disk", &document);
    }
    SeenAttempt& attempt = *own;
    if (attempt.left > 0) {
        fail("I6", "one attempt leaves twice", &document);
    }
    if (true_now_ms_() > attempt.begun_true_ms + reply_ms_max) {
        fail("I6", "bytes leave after the attempt's deadline", &document);
    }
    // Another instance may have taken it over only where a clock was set while this one had it.
    const State needed = attempt.replay ? State::in_doubt : State::sending;
    const bool overtaken = document.state != needed || document.epoch != attempt.epoch;
    if (overtaken && clock_set_true_ms_ < attempt.begun_true_ms) {
        fail("I10", "bytes leave in this state", &document);
    }
    ++attempt.left;
    return attempt.number;
}

void Checker::not_left(Known& document, std::int64_t attempt) {
    --document.attempts.at(static_cast<std::size_t>(attempt - 1)).left;
}

void Checker::evidence(Known* document, std::int64_t attempt, const Evidence& evidence) {
    if (document != nullptr) {
        SeenAttempt& seen = document->attempts.at(static_cast<std::size_t>(attempt - 1));
        seen.evidence = evidence.outcome;
        seen.status = evidence.reply.status;
    }
}

void Checker::arrived(Known* document, bool multiplied) {
    if (document == nullptr) {
        return;
    }
    ++document->arrived;
    document->multiplied += multiplied ? 1 : 0;
    int left = 0;
    for (const SeenAttempt& attempt : document->attempts) {
        left += attempt.left;
    }
    if (document->arrived - document->multiplied > left && !document->stored_anew) {
        fail("I6", "more requests reached Sage than attempts left", document);
    }
}

void Checker::in_sage(std::vector<SageRecord> fresh, Known* cause, const std::string& reference) {
    for (SageRecord& record : fresh) {
        if (record.reference.empty()) {
            record.reference = reference;
            reference_of_[record.type + record.key] = reference;
        }
        const auto found = by_reference_.find(record.reference);
        if (found == by_reference_.end() && went_back_) {
            // Sent before the outbox went back; the host submits it again.
            made_[record.reference].push_back(record);
            continue;
        }
        if (found == by_reference_.end() || (cause == nullptr && !went_back_)) {
            fail("I6", "Sage made a document that no attempt asked for: " + record.reference);
        }
        Known& document = known_.at(found->second);
        made_[record.reference].push_back(record);
        document.in_sage.push_back(record);
        check_money(document, record);
        if ((document.state == State::rejected || document.state == State::withdrawn) &&
            !document.by_person && !document.stored_anew) {
            fail("I4", "it appeared in Sage after it had ended", &document);
        }
        if (document.in_sage.size() == 1) {
            continue;
        }
        if (document.twice_since_true_ms == 0) {
            document.twice_since_true_ms = true_now_ms_();
        }
        const bool takes_duplicates = document.settles == SettleClass::searchable;
        // Even an older outbox has the same keys, as long as no second generation was needed.
        const bool exempt =
            document.by_person || (document.stored_anew &&
                                   (takes_duplicates || begun_[document.reference].generation > 1));
        if (takes_duplicates && document.beyond_settle) {
            tally_.beyond_settle += document.odd ? 0 : 1;
            document.odd = true;
        } else if (takes_duplicates && document.multiplied > 0) {
            tally_.by_proxy += document.odd ? 0 : 1;
            document.odd = true;
        } else if (!exempt) {
            ++tally_.doubled;
            fail("I2", "it is in Sage twice", &document);
        }
    }
}

void Checker::told(const StoredEvent& event) {
    const auto parsed = parse_json(event.json, event_bytes_max, JsonNumbers::integers_only);
    if (!parsed.ok()) {
        fail("I12", "an event is no JSON: " + event.json);
    }
    const auto heard = heard_.find(event.id);
    if (heard != heard_.end() && heard->second == event.json) {
        return;  // The host drops repetitions.
    }
    if (heard != heard_.end() && !went_back_) {
        fail("I12", "an event is told again in other words: " + event.json);
    }
    heard_[event.id] = event.json;
    if (event.type != "postingResult") {
        if (Known* const about = find(std::string(text_at(parsed.value(), "/messageId")))) {
            about->alarmed = true;
        }
        // What comes before a document goes by the document's name.
        if (Known* const step =
                of_reference(std::string(text_at(parsed.value(), "/externalReference")))) {
            step->alarmed = true;
        }
        return;
    }
    Known* const document = find(std::string(text_at(parsed.value(), "/messageId")));
    const std::optional<State> state = state_of(text_at(parsed.value(), "/state"));
    if (document == nullptr || !state.has_value()) {
        fail("I12", "an event is about no document: " + event.json);
    }
    if (document->precursor) {
        fail("I12", "the host hears of a step of which it knows nothing", document);
    }
    if (!document->reached.contains(*state) && !document->stored_anew) {
        fail("I12", "the host hears what was never committed: " + std::string(text_of(*state)),
             document);
    }
    const auto taken_back = [&](State told) { return ends(told) && told != *state; };
    if (std::any_of(document->told.begin(), document->told.end(), taken_back) &&
        !document->stored_anew) {
        fail("I12", "the host hears " + std::string(text_of(*state)) + " after an end", document);
    }
    document->told.insert(*state);
}

void Checker::take(Known& document, const Row& row, StoreView& view) {
    document.epoch = row.epoch;
    document.generation = row.generation;
    document.maybe_in_sage = row.maybe_in_sage;
    document.verified = row.verified;
    // From held to posted: only a person does that. Its commit was under way when everything
    // stopped.
    document.by_person =
        document.by_person || (document.state == State::held && row.state == State::posted);
    reached(document, row.state);
    document.attempts.resize(
        std::min(document.attempts.size(), static_cast<std::size_t>(row.attempts)));
    if (document.attempts.size() == static_cast<std::size_t>(row.attempts)) {
        return;
    }
    // Committed in the moment everything stopped; nothing of it has left.
    for (const AttemptRow& stored : view.attempts_of(row.sequence)) {
        if (stored.number > static_cast<std::int64_t>(document.attempts.size())) {
            document.attempts.push_back(
                attempt_of(stored.number, stored.generation, stored.replay, stored.send_json));
            document.attempts.back().on_disk = true;
        }
    }
}

/// A row that is not known: its commit was under way when everything stopped, or an older outbox
/// was brought back. Sage may have it already.
void Checker::take_unknown(const Row& row) {
    const HostDocument* const host = written(row.message_id, row.content_hash);
    if (host == nullptr) {
        fail("I14", "the outbox holds a document nobody submitted");
    }
    NewEntry entry;
    entry.message_id = row.message_id;
    entry.document_key = row.document_key;
    entry.content_hash = row.content_hash;
    entry.external_reference = row.reference;
    entry.message_type = row.message_type;
    entry.ordering_key = host->message_id == row.message_id ? host->ordering_key : "";
    accepted(entry, Accepted{row.sequence, false, row.message_id, row.state});
}

/// Forgets everything but what was made in Sage, and keeps of each document what it had been told.
void Checker::rebuild(const std::vector<Row>& rows, StoreView& view) {
    went_back_ = true;
    std::map<std::int64_t, Known> before = std::exchange(known_, {});
    std::map<std::string, Known> by_message;
    for (auto& [sequence, document] : before) {
        by_message.emplace(document.host.message_id, std::move(document));
    }
    by_message_.clear();
    by_reference_.clear();
    by_request_.clear();
    lanes_.clear();
    accepted_.clear();
    for (const Row& row : rows) {
        take_unknown(row);
        Known& document = known_.at(row.sequence);
        const auto old = by_message.find(row.message_id);
        if (old != by_message.end()) {
            const Known& was = old->second;
            document.stored_anew = was.stored_anew || was.state != row.state ||
                                   was.epoch != row.epoch || was.sequence != row.sequence ||
                                   was.attempts.size() != static_cast<std::size_t>(row.attempts);
            document.by_person = was.by_person;
            document.odd = was.odd;
            document.settles = was.settles;
            document.changes_existing = was.changes_existing;
            document.beyond_settle = was.beyond_settle;
            document.lied_about = was.lied_about;
            document.alarmed = was.alarmed;
            document.attempts = was.attempts;
            document.arrived = was.arrived;
            document.multiplied = was.multiplied;
            document.reached = was.reached;
            document.told = was.told;
        } else {
            document.stored_anew = true;
        }
        take(document, row, view);
    }
}

void Checker::reopened(StoreView& view, bool may_have_gone_back) {
    const std::vector<Row> rows = view.rows();
    if (may_have_gone_back) {
        rebuild(rows, view);
    }
    std::set<std::int64_t> present;
    for (const Row& row : rows) {
        present.insert(row.sequence);
        if (!known_.contains(row.sequence)) {
            take_unknown(row);
            take(known_.at(row.sequence), row, view);
        }
        Known& document = known_.at(row.sequence);
        const bool same = row.state == document.state && row.epoch == document.epoch;
        const bool claimed = all_uncertain_ && row.state == document.state;
        const bool recovered =
            all_uncertain_ && document.state == State::sending && row.state == State::in_doubt;
        if (!same && !claimed && !recovered && !uncertain_.contains(row.sequence)) {
            fail("I1",
                 fmt::format("after the stop it is {} epoch {}", text_of(row.state), row.epoch),
                 &document);
        }
        take(document, row, view);
    }
    for (const auto& [sequence, document] : known_) {
        if (!present.contains(sequence)) {
            ++tally_.lost;
            fail("I1", "an accepted document is gone after the stop", &document);
        }
    }
    certain();
}

void Checker::check_histories(StoreView& view) {
    std::map<std::int64_t, State> replayed;
    std::map<std::int64_t, std::size_t> attempts;
    for (const AttemptRow& row : view.attempts()) {
        ++attempts[row.sequence];
    }
    for (const EventRow& row : view.events()) {
        if (row.sequence == 0) {
            continue;
        }
        const State before =
            replayed.contains(row.sequence) ? replayed[row.sequence] : State::queued;
        const State from = state_of(row.from).value_or(State::queued);
        // Beginning an attempt is a row of its own table.
        const bool begun = before == State::queued && from == State::sending;
        if (from != before && !begun) {
            fail("I14", fmt::format("history breaks at event {}: {} after {}", row.id, row.from,
                                    text_of(before)));
        }
        replayed[row.sequence] = state_of(row.to).value_or(State::queued);
    }
    for (const Row& row : view.rows()) {
        const State last = replayed.contains(row.sequence) ? replayed[row.sequence] : State::queued;
        const bool begun = last == State::queued && row.state == State::sending;
        if ((last != row.state && !begun) ||
            attempts[row.sequence] != static_cast<std::size_t>(row.attempts)) {
            fail("I14",
                 fmt::format("replaying the history gives {} for {}", text_of(last), row.sequence));
        }
    }
}

void Checker::check_sage(const std::vector<SageRecord>& sage) {
    std::map<std::string, std::size_t> counted;
    for (const SageRecord& record : sage) {
        const auto given = reference_of_.find(record.type + record.key);
        ++counted[given == reference_of_.end() ? record.reference : given->second];
    }
    for (auto& [sequence, document] : known_) {
        const std::size_t there = counted[document.reference];
        if (there != document.in_sage.size()) {
            fail("I3", "Sage holds another number of it than were made", &document);
        }
        const bool exempt = document.by_person || document.stored_anew;
        const bool posts =
            !document.attempts.empty() && !document.changes_existing && !document.posted_nothing;
        if (document.state == State::posted && posts && !exempt && there == 0) {
            ++tally_.lost;
            fail("I3", "posted, and Sage does not have it", &document);
        }
        const bool refused = document.state == State::rejected ||
                             document.state == State::withdrawn || document.posted_nothing;
        if (refused && there != 0 && !exempt) {
            fail("I4", "ended without effect, and Sage has it", &document);
        }
        if (there > 1 && !exempt && !document.odd) {
            ++tally_.doubled;
            fail("I2", "it is in Sage more than once", &document);
        }
    }
}

/// A reply named another document's id. Posted under it or not, the host has to hear of it.
void Checker::check_told_of_lie(const Known& document, const std::string& sage_document_json) {
    const SageDocument told = sage_document_from_json(sage_document_json);
    const bool right =
        std::any_of(document.in_sage.begin(), document.in_sage.end(),
                    [&](const SageRecord& record) { return record.is_called(told); });
    const bool exempt = document.by_person || document.stored_anew;
    if (document.state == State::posted && !right && !document.alarmed && !exempt) {
        fail("I3", "posted under another document's key, and nobody hears of it", &document);
    }
}

void Checker::check_all(StoreView& view, const std::vector<SageRecord>& sage) {
    std::size_t rows = 0;
    for (const Row& row : view.rows()) {
        ++rows;
        const auto found = known_.find(row.sequence);
        if (found == known_.end() || found->second.content_hash != row.content_hash ||
            found->second.document_key != row.document_key || found->second.state != row.state ||
            found->second.epoch != row.epoch) {
            fail("I14", fmt::format("row {} is not what was committed", row.sequence),
                 found == known_.end() ? nullptr : &found->second);
        }
        if (found->second.lied_about) {
            check_told_of_lie(found->second, row.sage_document_json);
        }
    }
    if (rows != known_.size()) {
        ++tally_.lost;
        fail("I1", "the outbox holds another number of documents than were accepted");
    }
    check_histories(view);
    check_sage(sage);
    check_versions();
    check_lines_alone();
}

}  // namespace sage::simulation
