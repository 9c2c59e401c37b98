// SPDX-License-Identifier: Apache-2.0
// What the store in memory keeps, and what each function of outbox.h does to it: a third telling of
// that header, in containers, so that what the two databases do is compared with something that
// shares no statement with them. A copy of it is what would be found after a stop.
//
// Not thread-safe, and knows nothing of commits: memory_store.h is both.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "sage-adapter/outbox/outbox.h"

namespace sage::simulation {

struct MemoryRow {
    Entry entry;                      ///< its due_ms is not used
    std::optional<std::int64_t> due;  ///< nothing: it does not wait for time
    bool leased = false;              ///< somebody works on it until `due`
    std::vector<Attempt> attempts;
    std::vector<std::size_t> lines;    ///< of the history, by index
    std::vector<std::size_t> journal;  ///< rows about it, by index
};

/// One line of history, or something for the host, or both.
struct MemoryLine {
    std::int64_t sequence = 0;  ///< 0: it belongs to no document
    std::int64_t attempts = 0;  ///< that the document had had by then
    HistoryLine history;
    std::string type;  ///< empty: not for the host
    std::string json;
};

class MemoryRows {
  public:
    Result<Accepted> accept(const NewEntry& entry, std::uint64_t documents_max);
    std::vector<Entry> claim(std::int64_t now_ms, std::int64_t lease_end_ms, std::size_t limit);
    void release(const std::vector<Entry>& entries, std::int64_t due_ms);
    void bring_forward(std::int64_t now_ms);
    bool let_pass(const Entry& first, std::int64_t later_sequence, std::int64_t now_ms);
    std::optional<std::int64_t> next_due_ms() const;
    bool begin_attempt(const Attempt& attempt, std::int64_t epoch);
    Result<bool> apply(const Change& change);
    Result<bool> apply_all(const std::vector<Change>& changes);
    /// @param leases_ended_by_ms  leases that end later are left to those who hold them
    std::int64_t recover(std::int64_t now_ms, std::int64_t leases_ended_by_ms);

    std::optional<Entry> find_message(std::string_view message_id) const;
    std::optional<Entry> find_document(std::string_view tenant_id, std::string_view message_type,
                                       std::string_view document_id, std::int64_t before) const;
    std::optional<Attempt> last_attempt(std::int64_t sequence) const;
    std::vector<HistoryLine> history(std::int64_t sequence) const;
    std::vector<Entry> in_state(State state, std::size_t limit) const;
    std::vector<Entry> unverified(std::size_t limit) const;
    std::vector<std::string> root_causes() const;
    std::vector<Entry> held_for(std::string_view root_cause, std::size_t limit) const;
    std::int64_t held_count(std::string_view root_cause) const;
    Counts counts() const;
    std::vector<Entry> page_after(std::int64_t sequence, std::size_t limit) const;
    std::int64_t sequence_before(std::int64_t accepted_ms) const;
    std::vector<Entry> about(std::string_view subject_id, std::int64_t sequence) const;
    std::vector<Entry> find_references(const std::vector<std::string>& references) const;

    /// The oldest that is not acknowledged and not in `except`.
    std::optional<StoredEvent> next_event(const std::set<std::int64_t>& except) const;
    void acknowledge(std::int64_t event_id) { pending_.erase(event_id); }
    void raise(std::string_view event_type, std::string_view event_json, std::int64_t now_ms);
    Purged purge(const Purge& piece);

    /// For whoever looks at everything: the checker.
    const std::map<std::int64_t, MemoryRow>& documents() const { return documents_; }
    /// The id of a line is its place in the list, from 1.
    const std::deque<MemoryLine>& lines() const { return lines_; }
    bool contains(const std::string& text) const;

    void settings_in_force(std::string_view hash, std::int64_t now_ms);
    void save_catalogue(const Catalogue& read);
    const JournalHead& journal_head() const { return chain_.head(); }
    std::vector<JournalRow> journal_after(std::int64_t chain, std::int64_t position,
                                          std::size_t limit) const;
    std::vector<DocumentRecords> records_after(std::int64_t sequence, std::size_t limit) const;
    /// For tests that tamper with it.
    std::deque<JournalRow>& journal() { return journal_; }

    std::map<std::string, std::string, std::less<>> notes;
    Catalogue catalogue;
    std::map<std::string, Alert, std::less<>> alerts;

    /// Of one duty: who leads, since when and until when.
    struct Leader {
        const void* holder = nullptr;
        std::int64_t elected_ms = 0;
        std::int64_t until_ms = 0;
    };
    std::map<std::string, Leader, std::less<>> leaders;

  private:
    using Sequences = std::set<std::int64_t>;
    using Lane = std::pair<std::string, std::string>;

    std::optional<Error> conflict_with(const NewEntry& entry, const MemoryRow* same_message,
                                       const MemoryRow* same_document) const;
    const MemoryRow* find(std::int64_t sequence) const;
    Sequences& versions_of(const Entry& entry);
    bool fence_holds(std::int64_t sequence, std::int64_t epoch, State state) const;
    /// Changes a row; every index knows of it afterwards.
    template <class Edit>
    void edit(std::int64_t sequence, const Edit& change);
    void list(const MemoryRow& row, bool listed);
    bool may_be_purged(const MemoryRow& row, std::int64_t accepted_before_ms) const;
    void empty(std::int64_t sequence, std::int64_t now_ms);
    std::size_t empty_lonely_lines(std::int64_t before_ms, std::size_t limit);
    void let_next_in_lane_go(const Lane& lane, std::int64_t now_ms);
    void write_line(MemoryLine line);
    void tell(JournalRow row);
    std::vector<Entry> entries(const Sequences& sequences, std::size_t limit) const;

    std::map<std::int64_t, MemoryRow> documents_;
    std::deque<MemoryLine> lines_;
    std::deque<JournalRow> journal_;
    JournalChain chain_ = JournalChain(empty_chain(0));
    Sequences pending_;  ///< ids of what the host has still to acknowledge

    // Indexes. Those up to numbers_ hold what never changes.
    std::map<std::string, std::int64_t, std::less<>> by_message_;
    std::map<std::string, std::int64_t, std::less<>> by_key_;
    std::map<std::tuple<std::string, std::string, std::string>, Sequences> by_number_;
    std::set<std::string, std::less<>> numbers_;
    std::set<std::pair<std::int64_t, std::int64_t>> due_;  ///< when, sequence
    Sequences leased_;
    std::map<State, Sequences> by_state_;
    Sequences unverified_;
    std::map<std::string, Sequences, std::less<>> held_for_;
    std::map<Lane, Sequences> lanes_;  ///< what is not final, of each ordering key
};

template <class Edit>
void MemoryRows::edit(std::int64_t sequence, const Edit& change) {
    MemoryRow& row = documents_.at(sequence);
    list(row, false);
    change(row);
    list(row, true);
}

}  // namespace sage::simulation
