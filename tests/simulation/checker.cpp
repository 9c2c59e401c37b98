// SPDX-License-Identifier: Apache-2.0
// What was committed, one change after the other: fences, edges, order, and what each edge says
// about Sage.
#include "tests/simulation/checker.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "sage-adapter/base/json.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/outbox/part_names.h"

namespace sage::simulation {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::size_t attempts_per_hour_max = 100;
// The longest that a query of any simulated Sage lags, and the longest exchange.
constexpr std::int64_t shown_after_ms = 2 * 60'000 + 60'000;

/// The table of edges once more, written from the specification and not from state.cpp.
struct LegalEdge {
    State from;
    State to;
    std::uint8_t number;
    bool never_maybe;  ///< only if no attempt may have taken effect
};

constexpr std::array<LegalEdge, 20> legal = {{
    {State::queued, State::sending, 2, true},      {State::queued, State::posted, 3, false},
    {State::queued, State::held, 4, false},        {State::queued, State::rejected, 5, true},
    {State::queued, State::withdrawn, 6, true},    {State::sending, State::posted, 7, false},
    {State::sending, State::rejected, 8, false},   {State::sending, State::queued, 9, false},
    {State::sending, State::in_doubt, 10, false},  {State::in_doubt, State::posted, 11, false},
    {State::in_doubt, State::queued, 12, false},   {State::in_doubt, State::rejected, 13, false},
    {State::in_doubt, State::in_doubt, 14, false}, {State::in_doubt, State::held, 15, false},
    {State::held, State::posted, 16, false},       {State::held, State::queued, 16, false},
    {State::held, State::withdrawn, 16, false},    {State::posted, State::posted, 17, false},
    {State::sending, State::held, 18, false},      {State::held, State::queued, 19, true},
}};

bool ends(State state) {
    return state == State::posted || state == State::rejected || state == State::withdrawn;
}

}  // namespace

Checker::Checker(std::function<std::int64_t()> true_now_ms, const Faults& faults, Covered& covered,
                 EventLog& log)
    : true_now_ms_(std::move(true_now_ms)), faults_(faults), covered_(covered), log_(log) {}

void Checker::fail(std::string_view invariant, const std::string& what, const Known* document) {
    std::string text = fmt::format("{}: {}", invariant, what);
    if (document != nullptr) {
        text += fmt::format(" [{} {} sequence {} {} epoch {} generation {} attempts {}]",
                            document->host.type, document->host.id, document->sequence,
                            text_of(document->state), document->epoch, document->generation,
                            document->attempts.size());
    }
    throw Violation{std::move(text)};
}

Known& Checker::known(std::int64_t sequence, std::string_view invariant) {
    const auto found = known_.find(sequence);
    if (found == known_.end()) {
        fail(invariant, fmt::format("sequence {} was never accepted", sequence));
    }
    return found->second;
}

Known* Checker::find(const std::string& message_id) {
    const auto found = by_message_.find(message_id);
    return found == by_message_.end() ? nullptr : &known_.at(found->second);
}

/// What the host wrote under that message id, or the document that a part has the content of.
const HostDocument* Checker::written(const std::string& message_id,
                                     const std::string& content_hash) const {
    const auto submitted = submitted_.find(message_id);
    if (submitted != submitted_.end()) {
        return &submitted->second;
    }
    for (const auto& [sequence, document] : known_) {
        if (document.content_hash == content_hash && !document.part) {
            return &document.host;
        }
    }
    return nullptr;
}

void Checker::accepted(const NewEntry& entry, const Result<Accepted>& outcome) {
    if (!outcome.ok()) {
        return;
    }
    const Accepted& kept = outcome.value();
    if (kept.duplicate) {
        const Known& first = known(kept.sequence, "I1");
        if (first.content_hash != entry.content_hash || first.document_key != entry.document_key) {
            fail("E1b", "other content was taken for a repetition", &first);
        }
        return;
    }
    for (const auto& [sequence, other] : known_) {
        if (other.document_key == entry.document_key || other.host.message_id == entry.message_id) {
            fail("E1a", "one identity was accepted twice", &other);
        }
    }
    const HostDocument* const host = written(entry.message_id, entry.content_hash);
    if (host == nullptr) {
        fail("I14", "the outbox accepted a document nobody submitted");
    }
    Known document;
    document.host = *host;
    document.part = host->message_id != entry.message_id;
    document.precursor =
        entry.message_type.find("." + std::string(precursor_part)) != std::string::npos;
    if (document.part) {
        document.host.message_id = entry.message_id;
        document.host.ordering_key.clear();
    }
    document.sequence = kept.sequence;
    document.document_key = entry.document_key;
    document.content_hash = entry.content_hash;
    document.reference = entry.external_reference;
    if (const auto made = made_.find(document.reference); made != made_.end()) {
        document.in_sage = made->second;
    }
    // An older outbox forgot it, or a part of what it did with it.
    if (const auto begun = begun_.find(document.reference); begun != begun_.end()) {
        document.stored_anew = true;
        document.settles = begun->second.settles;
    }
    by_message_[entry.message_id] = kept.sequence;
    by_reference_[entry.external_reference] = kept.sequence;
    if (!entry.ordering_key.empty()) {
        lanes_[entry.ordering_key].sequences.push_back(kept.sequence);
    }
    if (!document.part) {
        accepted_.push_back(entry.message_id);
    }
    known_.emplace(kept.sequence, std::move(document));
}

void Checker::claimed(const std::vector<Entry>& entries) {
    for (const Entry& entry : entries) {
        Known& document = known(entry.sequence, "I8");
        if (entry.epoch != document.epoch + 1) {
            fail("I8", fmt::format("claimed with epoch {}", entry.epoch), &document);
        }
        if (entry.state != document.state) {
            fail("I14", "claimed in another state than was committed", &document);
        }
        document.epoch = entry.epoch;
        log_.line(true_now_ms_(), "claimed", fmt::format("{} {}", document.host.id, entry.epoch));
    }
}

/// An earlier document of the lane that needs the later one: it is about it, of which no version
/// before that is posted, or about another one that needs it.
bool Checker::lets_pass(const Known& earlier, const Known& document) const {
    if (earlier.state != State::queued) {
        return false;
    }
    return std::any_of(known_.begin(), known_.end(), [&](const auto& named) {
        const Known& needed = named.second;
        const bool order = earlier.host.type == "despatchAdvice";
        if (needed.part || needed.host.id != earlier.host.another_id ||
            needed.host.type != (order ? "salesOrder" : "despatchAdvice")) {
            return false;
        }
        return needed.sequence == document.sequence ? came_to_nothing_before(needed)
                                                    : lets_pass(needed, document);
    });
}

/// Every version that was accepted before that one has ended with nothing in Sage.
bool Checker::came_to_nothing_before(const Known& version) const {
    return std::all_of(known_.begin(), known_.end(), [&](const auto& named) {
        const Known& other = named.second;
        return other.part || other.host.type != version.host.type ||
               other.host.id != version.host.id || other.sequence >= version.sequence ||
               other.state == State::rejected || other.state == State::withdrawn;
    });
}

void Checker::check_lane(const Known& document) {
    if (document.host.ordering_key.empty()) {
        return;
    }
    // What stands behind one that needs the document comes after both of them.
    bool needed = false;
    for (const std::int64_t sequence : lanes_[document.host.ordering_key].sequences) {
        if (sequence == document.sequence) {
            return;
        }
        const Known& earlier = known_.at(sequence);
        needed = needed || lets_pass(earlier, document);
        if (!ends(earlier.state) && !(needed && earlier.state == State::queued)) {
            fail(earlier.state == State::sending ? "I7" : "I11",
                 "sent before an earlier document of its lane ended", &document);
        }
    }
}

/// Tracking of one despatch reaches Sage in the order accepted, whatever their ordering keys.
void Checker::check_updates(const Known& update) const {
    for (const auto& [sequence, earlier] : known_) {
        if (update.host.type == "trackingUpdate" && sequence < update.sequence &&
            earlier.host.type == update.host.type &&
            earlier.host.another_id == update.host.another_id && !ends(earlier.state)) {
            fail("I11", "sent before an earlier update of its despatch ended", &update);
        }
    }
}

SeenAttempt Checker::attempt_of(std::int64_t number, std::int64_t generation, bool replay,
                                std::string_view send_json) const {
    const Result<Send> send = send_from_json(send_json);
    if (!send.ok()) {
        fail("I6", "a recorded attempt cannot be read");
    }
    SeenAttempt seen;
    seen.number = number;
    seen.generation = generation;
    seen.request = text_of_request(send.value().request);
    for (const Header& header : send.value().request.headers) {
        seen.headers += header.name + ": " + header.value + "\n";
    }
    seen.changes_existing = !send.value().existing_key.empty();
    seen.begun_true_ms = true_now_ms_();
    seen.replay = replay;
    return seen;
}

void Checker::begun(const Beginning& beginning, SettleClass settles, bool on_disk, int instance) {
    const Attempt& attempt = beginning.attempt;
    Known& document = known(attempt.sequence, "I6");
    if (beginning.epoch != document.epoch) {
        fail("I8", "an attempt began with a stale epoch", &document);
    }
    SeenAttempt seen =
        attempt_of(attempt.number, attempt.generation, attempt.replay, attempt.send_json);
    seen.on_disk = on_disk;
    seen.instance = instance;
    seen.epoch = beginning.epoch;
    const State needed = attempt.replay ? State::in_doubt : State::queued;
    if (document.state != needed) {
        fail("I10", "an attempt began in this state", &document);
    }
    if (attempt.replay) {
        if (document.attempts.empty() || document.attempts.back().request != seen.request ||
            settles == SettleClass::searchable || settles == SettleClass::blind) {
            fail("I10", "what is in doubt was sent again in another way than the stored one",
                 &document);
        }
    } else {
        if (document.maybe_in_sage) {
            fail("I10", "an attempt began while an earlier one may have taken effect", &document);
        }
        check_lane(document);
        check_updates(document);
        ++tally_.edges.at(2);
        log_.line(true_now_ms_(), "E2", document.host.id);
        reached(document, State::sending);
    }
    // One generation has one key, and once its bytes have left it stands for no others.
    for (const SeenAttempt& earlier : document.attempts) {
        const bool differs = earlier.headers != seen.headers ||
                             (earlier.left > 0 && earlier.request != seen.request);
        if (earlier.generation == seen.generation && differs && !document.stored_anew) {
            fail("I10",
                 "two attempts of one generation differ:\n" + earlier.request + "\n" + seen.request,
                 &document);
        }
    }
    const auto recent = std::count_if(
        document.attempts.begin(), document.attempts.end(),
        [&](const SeenAttempt& one) { return seen.begun_true_ms - one.begun_true_ms < hour_ms; });
    if (recent > static_cast<std::ptrdiff_t>(attempts_per_hour_max)) {
        fail("I16", "more attempts in an hour than anybody bears", &document);
    }
    document.settles = settles;
    Begun& newest = begun_[document.reference];
    newest = {std::max(newest.generation, attempt.generation), settles};
    document.changes_existing = seen.changes_existing;
    by_request_[sender(seen.request, instance)] = document.sequence;
    document.attempts.push_back(std::move(seen));
}

bool Checker::holds(const Change& change) const {
    const auto found = known_.find(change.sequence);
    return found != known_.end() && found->second.epoch == change.epoch &&
           found->second.state == change.from;
}

void Checker::check_edge(const Known& document, const Change& change) const {
    if (change.epoch != document.epoch) {
        fail("I8", fmt::format("a change with epoch {} was written", change.epoch), &document);
    }
    if (change.from != document.state) {
        fail("I9", fmt::format("a change from {} was written", text_of(change.from)), &document);
    }
    const auto* const edge = std::find_if(legal.begin(), legal.end(), [&](const LegalEdge& one) {
        return one.from == change.from && one.to == change.to && one.number == change.edge;
    });
    if (edge == legal.end()) {
        fail("I9", fmt::format("E{} to {} is no edge", change.edge, text_of(change.to)), &document);
    }
    if (edge->never_maybe && document.maybe_in_sage) {
        fail("I9", fmt::format("E{} although an attempt may have taken effect", change.edge),
             &document);
    }
}

/// What the edge says about Sage must be true of Sage.
void Checker::check_effect(const Known& document, const Change& change) const {
    const bool there = !document.in_sage.empty();
    const SeenAttempt* const last = document.attempts.empty() ? nullptr : &document.attempts.back();
    switch (change.edge) {
        case 7:
        case 11:
            check_posted(document, change);
            return;
        case 9:
            if (last != nullptr && last->evidence == Outcome::maybe_sent) {
                fail("I10", "bytes left and no answer came, yet it is queued again", &document);
            }
            if (last != nullptr && last->evidence == Outcome::answered && last->status >= 500 &&
                last->status != 503) {
                fail("I10", "an unclear answer was taken for proof of no effect", &document);
            }
            break;
        case 5:
        case 6:
        case 8:
        case 12:
        case 13:
            break;
        default:
            return;
    }
    if (there && !document.by_person && !document.stored_anew && !document.beyond_settle) {
        fail(change.edge == 12 || change.edge == 9 ? "I10" : "I4",
             fmt::format("E{} says that nothing is in Sage, but it is", change.edge), &document);
    }
}

void Checker::check_posted(const Known& document, const Change& change) const {
    if (document.lied_about || document.stored_anew || document.by_person) {
        return;
    }
    const SageDocument told = sage_document_from_json(change.sage_document_json);
    const std::string& key = told.key;
    if (key.empty()) {
        fail("I3", "posted without a key", &document);
    }
    if (document.changes_existing) {
        return;
    }
    const bool found =
        std::any_of(document.in_sage.begin(), document.in_sage.end(),
                    [&](const SageRecord& record) { return record.is_called(told); });
    if (!found) {
        fail("I3", "posted, but Sage has no such document under key " + key, &document);
    }
    const bool looked = change.verified && change.edge == 11;
    if (looked && document.twice_since_true_ms != 0 &&
        true_now_ms_() > document.twice_since_true_ms + shown_after_ms) {
        fail("I2", "posted by a look-up that shows it twice", &document);
    }
}

void Checker::reached(Known& document, State state) {
    document.state = state;
    document.reached.insert(state);
}

void Checker::applied(const Change& change) {
    Known& document = known(change.sequence, "I9");
    check_edge(document, change);
    check_effect(document, change);
    ++tally_.edges.at(change.edge);
    log_.line(true_now_ms_(), fmt::format("E{}", change.edge),
              fmt::format("{} {} {}", document.host.id, text_of(change.to), change.evidence));
    covered_.insert(
        ((static_cast<std::uint32_t>(change.edge) * 8U + static_cast<std::uint32_t>(change.to)) *
             4U +
         static_cast<std::uint32_t>(document.settles)) *
            256U +
        static_cast<std::uint32_t>(faults_.last));
    document.by_person = document.by_person || change.edge == 16;
    document.posted_nothing = change.edge == 3 && change.sage_document_json.empty();
    document.generation = change.generation;
    document.maybe_in_sage = change.maybe_in_sage;
    document.verified = change.verified;
    reached(document, change.to);
}

void Checker::recovered() {
    for (auto& [sequence, document] : known_) {
        if (document.state == State::sending) {
            document.maybe_in_sage = true;
            reached(document, State::in_doubt);
        }
    }
}

void Checker::verify(StoreView& view, std::int64_t sequence) {
    const auto found = known_.find(sequence);
    if (found == known_.end()) {
        return;
    }
    const Known& document = found->second;
    const std::optional<Row> row = view.row(sequence);
    if (!row.has_value()) {
        ++tally_.lost;
        fail("I1", "an accepted document is gone", &document);
    }
    if (row->state != document.state || row->epoch != document.epoch ||
        row->attempts != static_cast<std::int64_t>(document.attempts.size()) ||
        row->generation != document.generation || row->maybe_in_sage != document.maybe_in_sage) {
        fail("I14",
             fmt::format("the outbox holds {} epoch {} generation {} attempts {} maybe {}",
                         text_of(row->state), row->epoch, row->generation, row->attempts,
                         row->maybe_in_sage),
             &document);
    }
}

bool Checker::moved(StoreView& view, std::int64_t sequence) const {
    const auto found = known_.find(sequence);
    const std::optional<Row> row = view.row(sequence);
    return found != known_.end() && row.has_value() && row->state != found->second.state;
}

}  // namespace sage::simulation
