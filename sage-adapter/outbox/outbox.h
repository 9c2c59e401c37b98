// SPDX-License-Identifier: Apache-2.0
// The durable part: what was accepted, what was attempted, what came of it, and what the host has
// still to be told. Front door of the outbox; sqlite_store.cpp is the embedded implementation.
//
// Every function that changes something returns after it is on disk, unless it says otherwise.
// Threads that call at the same time share one commit. All functions are thread-safe.
// Questions see what is durable: not what apply_later() holds back until the next commit.
// An Error of Status::storage means that nothing was changed. The one exception has the code
// "outbox.commit_unknown": the disk failed during the commit and could not be read afterwards.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/base/turn.h"
#include "sage-adapter/catalogue/catalogue.h"
#include "sage-adapter/outbox/journal.h"
#include "sage-adapter/outbox/state.h"

namespace sage {

/// What accept() is given.
struct NewEntry {
    std::string document_key;
    std::string content_hash;
    std::string external_reference;
    std::string message_id;
    std::string message_type;
    std::string tenant_id;
    std::string document_id;
    std::string document_version;
    std::string ordering_key;  ///< empty: no order to keep with any other document
    std::string
        subject_id;  ///< number of an earlier document this one needs posted first; or empty
    std::string canonical_bytes;
    std::int64_t now_ms = 0;
};

/// Why a queued document waits.
enum class WaitReason : std::uint8_t {
    none,
    backoff,
    throttle,
    auth,
    breaker,
    predecessor,
    paused
};
std::string_view text_of(WaitReason reason);
std::optional<WaitReason> wait_reason_of(std::string_view text);

/// One document in the outbox, as it stands.
struct Entry {
    std::int64_t sequence = 0;  ///< grows with every document accepted
    std::string document_key;
    std::string content_hash;
    std::string external_reference;
    std::string message_id;
    std::string message_type;
    std::string tenant_id;
    std::string document_id;
    std::string document_version;
    std::string ordering_key;
    std::string subject_id;
    std::string canonical_bytes;
    std::int64_t accepted_ms = 0;

    State state = State::queued;
    WaitReason wait_reason = WaitReason::none;
    std::int64_t due_ms = 0;      ///< not before; 0 for what waits for something else than time
    std::int64_t epoch = 0;       ///< grows with every claim; older holders can write nothing
    std::int64_t generation = 1;  ///< of the idempotency key
    std::int64_t attempts = 0;
    std::int64_t look_ups = 0;   ///< since the last attempt
    std::int64_t absent_ms = 0;  ///< when a look-up first said absent since the last attempt; or 0
    bool maybe_in_sage = false;
    bool verified = false;     ///< read back after posting and found as sent
    std::string problem_json;  ///< why it is held, rejected or waiting; or empty
    std::string root_cause;
    std::string sage_document_json;  ///< once posted; or empty
    /// False: when this was claimed, the outbox held no document with the number subject_id.
    bool subject_may_exist = true;
    /// False: when this was claimed, the outbox held no other version of the document.
    bool other_version_may_exist = true;
    bool purged = false;  ///< Store::purge() took its content: canonical_bytes is empty
};

/// One send, written before the first byte leaves.
struct Attempt {
    std::int64_t sequence = 0;
    std::int64_t number = 0;  ///< 1 for the first of its document
    std::int64_t generation = 1;
    std::int64_t begun_ms = 0;
    std::int64_t deadline_ms = 0;  ///< after it nothing of this attempt leaves this machine
    /// The edition's Send: exact bytes, facts (delivery/record.h). Empty: Store::purge() took it.
    std::string send_json;
    std::string send_hash;  ///< SHA-256 of send_json
    bool replay = false;    ///< the stored bytes once more, to settle a doubt (class A or B)
};

/// An attempt to begin, fenced by the epoch under which its entry was claimed.
struct Beginning {
    Attempt attempt;
    std::int64_t epoch = 0;
};

/// A change of one entry, fenced: it is written only if the entry is still in `from` with `epoch`.
struct Change {
    std::int64_t sequence = 0;
    std::int64_t epoch = 0;
    State from = State::queued;
    State to = State::queued;
    std::uint8_t edge = 0;
    std::int64_t now_ms = 0;
    std::optional<std::int64_t> due_ms;  ///< when it is next to be looked at; nothing: not by time
    WaitReason wait_reason = WaitReason::none;
    std::int64_t generation = 1;
    std::int64_t look_ups = 0;
    std::int64_t absent_ms = 0;
    bool maybe_in_sage = false;
    bool verified = false;
    std::string problem_json;
    std::string root_cause;
    std::string sage_document_json;
    std::string evidence;    ///< for the history: what was seen, redacted
    std::string event_type;  ///< for the host; empty: no event
    std::string event_json;
    std::string decided_by;  ///< the person; empty: nobody decided it
};

/// The change that leaves everything of the entry as it is: the caller then sets what differs.
Change change_of(const Entry& entry, const Step& step, std::int64_t now_ms);

struct Accepted {
    std::int64_t sequence = 0;
    bool duplicate = false;  ///< held already, same content
    std::string message_id;  ///< of the first submission
    State state = State::queued;
};

struct StoredEvent {
    std::int64_t id = 0;
    std::string type;
    std::string json;
};

/// One line of a document's history.
struct HistoryLine {
    std::int64_t at_ms = 0;
    std::uint8_t edge = 0;
    State from = State::queued;
    State to = State::queued;
    std::string evidence;
};

/// A line of history as it is kept, with what the host is told by it.
struct EventRecord {
    std::int64_t attempts = 0;
    std::int64_t at_ms = 0;
    std::int64_t edge = 0;
    std::string from;
    std::string to;
    std::string evidence;
    std::string type;
    std::string json;
};

/// Everything that is kept of one document.
struct DocumentRecords {
    Entry entry;
    std::vector<Attempt> attempts;    ///< by number
    std::vector<EventRecord> events;  ///< oldest first
    std::vector<JournalRow> journal;  ///< by chain and position; without message_id
};

struct Counts {
    std::int64_t queued = 0;
    std::int64_t sending = 0;
    std::int64_t in_doubt = 0;
    std::int64_t posted = 0;
    std::int64_t rejected = 0;
    std::int64_t held = 0;
    std::int64_t withdrawn = 0;
    std::int64_t unverified = 0;
    std::int64_t events = 0;  ///< not acknowledged
};

/// Being the one host that may do something at this time.
struct Leadership {
    std::string duty;             ///< "read_back", "reconcile", "purge"
    std::int64_t elected_ms = 0;  ///< the fence: another leader has another one
};

inline constexpr std::string_view attention_event = "attention";

/// Something that a person is to look at, told to the host until it is over.
struct Alert {
    std::string key;  ///< what it is about: "token", "cause:item:SKU-1"
    std::int64_t since_ms = 0;
    std::string json;  ///< the event `attention` that told it
};

/// One piece of a purge.
struct Purge {
    std::int64_t accepted_before_ms = 0;
    std::int64_t after = 0;  ///< entries up to this sequence were looked at by earlier pieces
    std::size_t limit = 0;   ///< of entries looked at, and of events that belong to none
    std::int64_t now_ms = 0;
};

struct Purged {
    std::int64_t documents = 0;  ///< that lost their content by this piece
    std::int64_t through = 0;    ///< the last sequence looked at: the next piece begins after it
    /// No entry from the one after Purge::after up to this sequence has content any more.
    std::int64_t empty_through = 0;
    bool more = false;  ///< there may be more to take
};

class Overview;

class Store {
  public:
    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    virtual ~Store() = default;

    /// Whether other hosts may work on the same outbox at the same time.
    virtual bool is_shared() const { return false; }

    /// E1, E1a, E1b. Status::conflict when the same identity, or the same message_id, was accepted
    /// with other content; the problem's cause names both hashes. An entry whose ordering key has
    /// an earlier one that is not final waits for it (WaitReason::predecessor).
    virtual Result<Accepted> accept(const NewEntry& entry) = 0;

    /// Up to `limit` entries that are due, oldest due first; each gets a new epoch and is not due
    /// again before `lease_end_ms`. Empty: none.
    virtual Result<std::vector<Entry>> claim(std::int64_t now_ms, std::int64_t lease_end_ms,
                                             std::size_t limit) = 0;
    /// Gives claimed entries back untouched, due at `due_ms`.
    virtual Result<void> release(const std::vector<Entry>& entries, std::int64_t due_ms) = 0;
    /// Whatever is queued, waits for a time and is claimed by nobody is due at `now_ms`.
    virtual Result<void> bring_forward(std::int64_t now_ms) = 0;
    /// `first`, claimed and queued, gives its turn to a later one of its ordering key, which waits
    /// there: that one is due at `now_ms`, and the first of that key when it has ended. Fenced as
    /// Change is; false: the fence failed, or the other does not wait there, and nothing was
    /// written.
    virtual Result<bool> let_pass(const Entry& first, std::int64_t later_sequence,
                                  std::int64_t now_ms) = 0;
    /// When the next entry is due; nothing: none waits for time.
    virtual Result<std::optional<std::int64_t>> next_due_ms() = 0;

    /// E2: the attempt and the state `sending`, due again at the attempt's deadline. Fenced as
    /// Change is; false: the fence failed and nothing was written. With `replay` the entry must be
    /// `in_doubt` and stays so: only the attempt and the entry's count of attempts are written.
    virtual Result<bool> begin_attempt(const Attempt& attempt, std::int64_t epoch) = 0;
    /// begin_attempt() for each, with one commit where the store can. An error: none was begun, or
    /// it is not known, and recover() finds them.
    virtual Result<std::vector<bool>> begin_attempts(const std::vector<Beginning>& beginnings);
    /// Any other edge. A change into a final state releases the next entry of the same ordering
    /// key. False: the fence failed and nothing was written.
    virtual Result<bool> apply(const Change& change) = 0;
    /// Several changes in one commit, of different entries: all or none. False: one of the fences
    /// failed and nothing was written.
    virtual Result<bool> apply_all(const std::vector<Change>& changes) = 0;
    /// apply() without waiting for the disk: durable with the next commit of any kind, or flush().
    /// If the machine stops before, the entry is found in its earlier state, which every edge
    /// allows for. A failed fence or commit is reported by the next flush().
    virtual void apply_later(Change change) = 0;
    virtual Result<void> flush() = 0;

    /// E10 at start-up: every entry in `sending` becomes `in_doubt`, due since it was accepted,
    /// so that it is settled before the queue behind it; leases are forgotten. Returns how many
    /// were in doubt.
    virtual Result<std::int64_t> recover(std::int64_t now_ms) = 0;

    /// Reads through what was too large to be read through when it was opened, once; may take a
    /// minute, during which others work on. Asks now and then whether to go on. Status::storage: it
    /// is damaged, and from now on nothing is written any more.
    virtual Result<void> check_soundness(const std::function<bool()>& cancelled);

    virtual Result<std::optional<Entry>> find_message(std::string_view message_id) = 0;
    /// The newest version of that business document of that tenant; others may use its number.
    virtual Result<std::optional<Entry>> find_document(std::string_view tenant_id,
                                                       std::string_view message_type,
                                                       std::string_view document_id) = 0;
    /// The newest of its versions accepted before the entry with the sequence `before`.
    virtual Result<std::optional<Entry>> find_earlier_document(std::string_view tenant_id,
                                                               std::string_view message_type,
                                                               std::string_view document_id,
                                                               std::int64_t before) = 0;
    virtual Result<std::optional<Attempt>> last_attempt(std::int64_t sequence) = 0;
    /// last_attempt() for each, in one view of the store where it can.
    virtual Result<std::vector<std::optional<Attempt>>> last_attempts(
        const std::vector<std::int64_t>& sequences);
    virtual Result<std::vector<HistoryLine>> history(std::int64_t sequence) = 0;
    virtual Result<std::vector<Entry>> in_state(State state, std::size_t limit) = 0;
    /// Posted entries not yet read back, oldest first.
    virtual Result<std::vector<Entry>> unverified(std::size_t limit) = 0;
    /// Root causes for which entries are held, each once.
    virtual Result<std::vector<std::string>> root_causes() = 0;
    virtual Result<std::vector<Entry>> held_for(std::string_view root_cause, std::size_t limit) = 0;
    /// How many documents are held for it: what has to be in Sage before one is held with it.
    virtual Result<std::int64_t> held_count(std::string_view root_cause) = 0;
    virtual Result<Counts> counts() = 0;

    /// Entries in the order they were accepted, from the one after `sequence` on: the whole outbox,
    /// a page at a time.
    virtual Result<std::vector<Entry>> page_after(std::int64_t sequence, std::size_t limit) = 0;
    /// The sequence after which to begin for everything accepted at that time or later; 0: from the
    /// beginning. Where the host's clock was set back, somewhere near.
    virtual Result<std::int64_t> sequence_before(std::int64_t accepted_ms) = 0;
    /// Entries accepted after `sequence` that name that document as their subject, oldest first.
    /// Looks at all of them: for rare questions.
    virtual Result<std::vector<Entry>> about(std::string_view subject_id,
                                             std::int64_t sequence) = 0;
    /// The entries that these external references belong to. Looks at all entries: rare.
    virtual Result<std::vector<Entry>> find_references(
        const std::vector<std::string>& references) = 0;

    /// A small text kept under a name, for what is to outlive a restart and belongs to no document.
    virtual Result<void> remember(std::string_view name, std::string_view value) = 0;
    /// What remember() kept last; empty: nothing.
    virtual Result<std::string> recall(std::string_view name) = 0;

    /// The oldest event the host has not acknowledged.
    virtual Result<std::optional<StoredEvent>> next_event() = 0;
    /// Unknown or acknowledged ids are fine. Not synced by itself: an acknowledgement lost with the
    /// machine means that the event is told again.
    virtual Result<void> acknowledge(std::int64_t event_id) = 0;
    /// An event that belongs to no document: attention, catalogueChanged …
    virtual Result<void> raise(std::string_view event_type, std::string_view event_json,
                               std::int64_t now_ms) = 0;

    /// raise() of the event `attention`, and keeps the alert until close_alert(), in one commit.
    /// False: that key is open already, by whatever host, and nothing was written.
    /// @param again  what is open already is replaced by this and told anew
    virtual Result<bool> open_alert(const Alert& alert, bool again) = 0;
    /// raise() of the event `attention` that ends the alert, and forgets it, in one commit. False:
    /// that key is not open, and nothing was written.
    virtual Result<bool> close_alert(std::string_view key, std::string_view event_json,
                                     std::int64_t now_ms) = 0;

    /// What people ask (overview.h). It lives as long as the store.
    virtual Overview& overview() = 0;

    /// Makes this store the leader of that duty for `lease_ms` from now, by the store's own clock,
    /// or prolongs that: then with the same fence as before. Nothing: another one leads. A store
    /// that nobody else can open leads always.
    virtual Result<std::optional<Leadership>> elect(std::string_view duty, std::int64_t lease_ms);
    /// raise(), if this leadership has not ended meanwhile; false: it has, nothing was written.
    virtual Result<bool> raise_as_leader(const Leadership& leadership, std::string_view event_type,
                                         std::string_view event_json, std::int64_t now_ms);

    /// Takes the content from entries that were accepted before that time and have ended for good
    /// (posted and verified, rejected, withdrawn), once everything about them was acknowledged:
    /// canonical_bytes, send_json, the texts of problems (their codes stay), evidence (it says
    /// "purged"), of remarks, of events. Likewise from acknowledged events of that age that belong
    /// to no document. Identity, hashes, references, states, times, Sage's key and number are kept
    /// for ever, so that a second submission is a duplicate or a conflict as before. Who read an
    /// entry before writes nothing about it after (its epoch grows). One commit, which looks at
    /// `limit` entries at most. What is taken is gone from the store's own files, too, when the
    /// last piece has returned; a server keeps it in its log for a while, and in its pages until it
    /// cleans them. Nothing: this leadership has ended meanwhile, and nothing was written.
    virtual Result<std::optional<Purged>> purge(const Leadership& leadership,
                                                const Purge& piece) = 0;

    /// Waits until no other host has the turn of that name, at most `limit_ms` of real time, and
    /// takes it; it ends with the result, and by itself `limit_ms` later. Outlived by the store. A
    /// store that nobody else can open has nobody to wait for.
    virtual Result<std::unique_ptr<Turn>> take_turn(std::string_view name, std::int64_t limit_ms);

    /// Tells the journal which settings are in force, by their hash, unless it was told of the same
    /// last.
    virtual Result<void> settings_in_force(std::string_view hash, std::int64_t now_ms) = 0;
    /// The end of this store's own chain as of its last commit; asks no disk and no server.
    virtual JournalHead journal_head() = 0;
    /// Rows of the journal by chain and position, from the one after that place on.
    virtual Result<std::vector<JournalRow>> journal_after(std::int64_t chain, std::int64_t position,
                                                          std::size_t limit) = 0;
    /// Up to `limit` documents as page_after() gives them, each with all that is kept of it, as all
    /// of it was at one moment.
    virtual Result<std::vector<DocumentRecords>> records_after(std::int64_t sequence,
                                                               std::size_t limit) = 0;

    /// Replaces what was kept of Sage's master data, in one commit; written is what differs from
    /// it.
    virtual Result<void> save_catalogue(const Catalogue& catalogue) = 0;
    virtual Result<Catalogue> load_catalogue() = 0;
};

struct SqliteOptions {
    std::string folder;    ///< absolute, existing; the database is outbox.db in it, mode 0600
    std::string identity;  ///< edition and company; a folder of another one is refused
};

/// Opens or makes the database, holding an exclusive lock on the folder until destroyed.
/// Status::busy: another instance has the folder. Status::storage: not usable, and why; a newer
/// schema, a damaged file, a network file system and another company's folder are refused
/// untouched.
Result<std::unique_ptr<Store>> open_sqlite_store(const SqliteOptions& options);

/// An outbox that several hosts share, on a server. The functions are called on any thread and
/// outlive the store.
struct PostgresOptions {
    std::string host;
    int port = 5432;
    std::string database;
    std::string user;
    std::string password_name;               ///< of the secret; empty: the server asks for none
    std::string tls_mode;                    ///< libpq's sslmode: "verify-full" …
    std::string certificate_authority_file;  ///< PEM; empty: the system's
    std::string identity;  ///< edition and company; others may use the same database, kept apart
    std::function<Result<std::string>(const std::string& name)> password;  ///< at each connect
    std::function<std::int64_t()> now_ms;                                  ///< the host's clock
    std::function<void(const Problem&)> warn;  ///< about what makes the outbox less safe
};

/// Does not connect: each function does when it has to, again after a lost connection, and answers
/// Status::storage while there is none. Makes the schema in a database that has none.
///
/// What differs where hosts share: leases end by the server's clock, and recover() and claim() take
/// over only what nobody holds a lease on. Events are told to every host that asks, until one has
/// acknowledged them: to one at least, and with the same id to all.
std::unique_ptr<Store> open_postgres_store(const PostgresOptions& options);

}  // namespace sage
