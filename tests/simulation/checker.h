// SPDX-License-Identifier: Apache-2.0
// The invariants. The checker keeps its own picture of every document, made from what was committed
// and what Sage holds, and compares after each step only what the step touched; check_all() reads
// everything. It takes no word of Delivery for anything.
//
//   I1 accepted is present      I2 one in Sage          I3 posted is in Sage, as sent
//   I4 refused is not in Sage   I6 attempt before bytes I7 one open attempt, per lane too
//   I8 no stale write           I9 known edges only     I10 in doubt: only the replay
//   I11 order within a lane     I12 what the host hears I13 money
//   I14 history is the state    I15 no secret anywhere  I16 bounded
//   Besides: of several versions of a document, Sage holds the last one that is posted, in sum.
//   I5 (everything ends) is the world's: it heals and waits.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/edition.h"
#include "sage-adapter/outbox/outbox.h"
#include "tests/simulation/event_log.h"
#include "tests/simulation/exact.h"
#include "tests/simulation/faults.h"
#include "tests/simulation/host.h"
#include "tests/simulation/sage.h"
#include "tests/simulation/store_view.h"

namespace sage::simulation {

/// Thrown, and nothing else of the world goes on. Not a std::exception: nobody catches it on the
/// way.
struct Violation {
    std::string text;
};

/// One attempt as it was committed.
struct SeenAttempt {
    std::int64_t number = 0;
    std::int64_t generation = 1;
    std::string request;  ///< method, target, headers and body as one text
    std::string headers;  ///< of it alone: the key is in them
    std::int64_t begun_true_ms = 0;
    bool replay = false;
    bool changes_existing = false;
    bool on_disk = false;  ///< when begin_attempt() returned
    std::int64_t epoch = 0;
    int instance = -1;  ///< that began it
    int left = 0;       ///< how often its bytes began to leave
    std::optional<Outcome> evidence;
    int status = 0;  ///< of the reply, if there was one
};

struct Known {
    HostDocument host;
    bool part = false;       ///< no document of the host but the second half of a correction, or:
    bool precursor = false;  ///< what has to be in Sage before the document itself
    std::int64_t sequence = 0;
    std::string document_key;
    std::string content_hash;
    std::string reference;
    State state = State::queued;
    std::int64_t epoch = 0;
    std::int64_t generation = 1;
    bool maybe_in_sage = false;
    bool verified = false;
    bool changes_existing = false;
    SettleClass settles = SettleClass::replay_key;
    std::vector<SeenAttempt> attempts;
    std::vector<SageRecord> in_sage;
    int arrived = 0;     ///< requests of it that reached Sage
    int multiplied = 0;  ///< of these, by a proxy or another copy of the outbox
    std::set<State> reached;
    std::set<State> told;
    bool by_person = false;      ///< a person decided about it: what is in Sage is their word
    bool beyond_settle = false;  ///< F39: carried out later than anybody waits
    bool stored_anew = false;    ///< the disk or a person brought back an older outbox
    bool lied_about = false;     ///< a reply named another document
    bool alarmed = false;        ///< the host heard that something is wrong with it
    std::int64_t twice_since_true_ms = 0;  ///< when Sage made a second one of it; 0: never
    bool posted_nothing = false;           ///< nothing was to be posted for it
    bool odd = false;                      ///< counted as the case that no client can exclude
};

inline constexpr std::size_t edge_numbers = 20;

struct Tally {
    std::array<std::uint64_t, edge_numbers> edges{};  ///< how often each was taken
    std::uint64_t lost = 0;
    std::uint64_t doubled = 0;
    std::uint64_t stuck = 0;
    std::uint64_t beyond_settle = 0;  ///< the exempt case, seen and alarmed
    std::uint64_t by_proxy = 0;       ///< doubled by a proxy before a Sage that takes duplicates
};

/// Edge, settle class and the fault that fired last, each once.
using Covered = std::set<std::uint32_t>;

/// What the lines of a document come to where each of them is rounded to pennies.
Exact in_pennies(const std::vector<HostLine>& lines);

class Checker {
  public:
    Checker(std::function<std::int64_t()> true_now_ms, const Faults& faults, Covered& covered,
            EventLog& log);

    /// Somebody set the host's clock: leases may have ended early.
    void clock_was_set() { clock_set_true_ms_ = true_now_ms_(); }
    /// So long after an attempt began may its bytes still begin to leave.
    std::int64_t reply_ms_max = 0;

    // What the host does.
    void submitting(const HostDocument& document) {
        submitted_.emplace(document.message_id, document);
    }
    const std::vector<std::string>& accepted_messages() const { return accepted_; }
    Known* find(const std::string& message_id);
    std::map<std::int64_t, Known>& all() { return known_; }
    void told(const StoredEvent& event);

    // What was committed (watched_store.cpp).
    void accepted(const NewEntry& entry, const Result<Accepted>& outcome);
    void claimed(const std::vector<Entry>& entries);
    void begun(const Beginning& beginning, SettleClass settles, bool on_disk, int instance);
    void applied(const Change& change);
    /// A change whose result the store reports later: true if its fence holds now.
    bool holds(const Change& change) const;
    void recovered();
    void verify(StoreView& view, std::int64_t sequence);
    /// Whether the database has another state of it than was committed as far as is known.
    bool moved(StoreView& view, std::int64_t sequence) const;

    // What may or may not have been committed when everything stopped.
    void uncertain(std::int64_t sequence) { uncertain_.insert(sequence); }
    void uncertain_all() { all_uncertain_ = true; }
    std::set<std::int64_t> uncertain_ones() const { return uncertain_; }
    void certain() {
        uncertain_.clear();
        all_uncertain_ = false;
    }
    void reopened(StoreView& view, bool may_have_gone_back);

    // What goes over the wire (wire.cpp).
    /// The bytes of an attempt of this instance begin to leave: its number; 0: a question.
    std::int64_t leaving(const Request& request, int instance);
    /// They did not leave after all.
    static void not_left(Known& document, std::int64_t attempt);
    /// What the instance sends with it; null: a question.
    Known* of_request(const Request& request, int instance);
    Known* of_reference(const std::string& reference);
    /// What has to be in Sage before that document, of several steps the last that was begun; null:
    /// nothing, as far as is known.
    const Known* precursor_of(const Known& document) const;
    /// What Sage shows of the document was made by another one, of which a person, a lie, an older
    /// outbox or a request beyond every wait had the last word: by a change of it, or, where it
    /// made nothing itself, by the order that it names.
    bool rests_on_what_is_uncertain(const Known& document) const;
    /// The step before the document that is held for it, or the document itself.
    const Known& held_step(const Known& document) const;
    /// Whether it asks for a document by our reference.
    bool names_reference(const Request& request) const;
    void arrived(Known* document, bool multiplied);
    static void evidence(Known* document, std::int64_t attempt, const Evidence& evidence);
    /// @param reference  of the document whose request made them: not every kind shows its own
    void in_sage(std::vector<SageRecord> fresh, Known* cause, const std::string& reference);

    void check_all(StoreView& view, const std::vector<SageRecord>& sage);
    const Tally& tally() const { return tally_; }
    Tally& tally() { return tally_; }

    [[noreturn]] static void fail(std::string_view invariant, const std::string& what,
                                  const Known* document = nullptr);

  private:
    struct Lane {
        std::vector<std::int64_t> sequences;
    };
    Known& known(std::int64_t sequence, std::string_view invariant);
    void check_edge(const Known& document, const Change& change) const;
    void reached(Known& document, State state);
    void check_lane(const Known& document);
    void check_updates(const Known& update) const;
    bool lets_pass(const Known& earlier, const Known& document) const;
    bool came_to_nothing_before(const Known& version) const;
    void check_effect(const Known& document, const Change& change) const;
    void check_posted(const Known& document, const Change& change) const;
    const HostDocument* written(const std::string& message_id,
                                const std::string& content_hash) const;
    bool corrects(const Known& document) const;
    void check_money(const Known& document, const SageRecord& record) const;
    static void check_pieces(const Known& document, const SageRecord& record);
    static void check_lines(const Known& document, const SageRecord& record);
    void check_lines_alone() const;
    void check_versions() const;
    bool left_behind(const Known& precursor) const;
    bool is_precursor_of(const Known& precursor, const Known& document) const;
    static void check_told_of_lie(const Known& document, const std::string& sage_document_json);
    void check_histories(StoreView& view);
    void check_sage(const std::vector<SageRecord>& sage);
    void take(Known& document, const Row& row, StoreView& view);
    SeenAttempt attempt_of(std::int64_t number, std::int64_t generation, bool replay,
                           std::string_view send_json) const;
    void take_unknown(const Row& row);
    void rebuild(const std::vector<Row>& rows, StoreView& view);
    static std::string text_of_request(const Request& request);
    /// Two documents may be the same request, where nothing in it is the document's own.
    static std::string sender(const std::string& request, int instance) {
        return std::to_string(instance) + ' ' + request;
    }

    std::function<std::int64_t()> true_now_ms_;
    const Faults& faults_;
    Covered& covered_;
    EventLog& log_;
    std::map<std::int64_t, Known> known_;
    std::map<std::string, std::int64_t> by_message_;
    std::map<std::string, std::int64_t> by_reference_;
    std::map<std::string, std::int64_t> by_request_;  ///< and the instance that sends it
    std::map<std::string, Lane> lanes_;
    std::map<std::int64_t, std::string> heard_;            ///< events by their id
    std::map<std::string, HostDocument> submitted_;        ///< by message id
    std::map<std::string, std::vector<SageRecord>> made_;  ///< in Sage, by our reference
    std::map<std::string, std::string> reference_of_;      ///< what shows none, by type and key
    /// The newest generation of which an attempt ever began, and how that is settled, by our
    /// reference: an outbox may go back.
    struct Begun {
        std::int64_t generation = 0;
        SettleClass settles = SettleClass::replay_key;
    };
    std::map<std::string, Begun> begun_;
    std::vector<std::string> accepted_;
    std::int64_t clock_set_true_ms_ = 0;
    std::set<std::int64_t> uncertain_;
    bool all_uncertain_ = false;
    bool went_back_ = false;  ///< an older outbox was brought back at some time
    Tally tally_;
};

}  // namespace sage::simulation
