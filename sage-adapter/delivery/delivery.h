// SPDX-License-Identifier: Apache-2.0
// Delivery: how an accepted document becomes exactly one document in Sage. Front door of everything
// between the outbox and the wire.
//
// Delivery owns no thread. Each call of work() does one unit: one exchange with Sage for a
// document, a doubt, a read-back, a page of the catalogue or a token. Any number of threads may
// call it at once.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/auth/auth.h"
#include "sage-adapter/base/clock.h"
#include "sage-adapter/base/log.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/catalogue/catalogue.h"
#include "sage-adapter/delivery/alerts.h"
#include "sage-adapter/delivery/catalogue_reading.h"
#include "sage-adapter/delivery/cause_trials.h"
#include "sage-adapter/delivery/decision.h"
#include "sage-adapter/delivery/delivery_parts.h"
#include "sage-adapter/delivery/duty.h"
#include "sage-adapter/delivery/exchanges.h"
#include "sage-adapter/delivery/expectation.h"
#include "sage-adapter/delivery/inspection.h"
#include "sage-adapter/delivery/late_tracking.h"
#include "sage-adapter/delivery/month_end.h"
#include "sage-adapter/delivery/pace.h"
#include "sage-adapter/delivery/partial_despatch.h"
#include "sage-adapter/delivery/precursor.h"
#include "sage-adapter/delivery/preview.h"
#include "sage-adapter/delivery/recent_documents.h"
#include "sage-adapter/delivery/reconcile.h"
#include "sage-adapter/delivery/refresh_token_life.h"
#include "sage-adapter/delivery/retry.h"
#include "sage-adapter/delivery/session.h"
#include "sage-adapter/delivery/shadow.h"
#include "sage-adapter/delivery/shadow_run.h"
#include "sage-adapter/delivery/versions.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/outbox/outbox.h"
#include "sage-adapter/transport/transport.h"

namespace sage {

/// What submit() answers: the identity under which the document is kept.
struct Receipt {
    std::string message_id;
    std::string first_message_id;
    std::string document_key;
    std::string external_reference;
    std::string content_hash;
    State state = State::queued;
    bool duplicate = false;
};

/// What one call of work() did.
struct Worked {
    bool idle = false;             ///< nothing was due
    std::int64_t next_due_ms = 0;  ///< when idle: not before; INT64_MAX: only after wake
};

/// Asked between steps: does the host want the call back?
using Cancelled = std::function<bool()>;

class Delivery {
  public:
    explicit Delivery(const DeliveryParts& parts);

    /// Parses, checks and keeps one document. On success it is on disk. Any state, any thread.
    Result<Receipt> submit(std::string_view document_json);

    /// What would become of a document if it were submitted now. Keeps nothing, sends nothing, asks
    /// Sage nothing, tells nobody. A document that submit() would refuse is no error here. Any
    /// state, any thread.
    Result<Preview> preview(std::string_view document_json);

    /// Brings the outbox and the catalogue into a state to work from: what was being sent when the
    /// last run ended is in doubt, Sage's master data is read. Status::auth or Status::config: Sage
    /// refuses us, or never yet showed us master data that we cannot do without: then with a
    /// problem for each kind of records that this user may not read. Status::remote: Sage cannot be
    /// reached and nothing was ever read from it. With a catalogue from an earlier run neither an
    /// unreachable Sage is a failure nor a right that is gone, which is told by an event.
    Result<void> start(const Cancelled& cancelled);

    /// One unit of work, see above. Failures of documents become events, not errors of this call.
    Result<Worked> work(const Cancelled& cancelled);

    /// Makes everything durable that waits for a commit. That another host took a document over
    /// before its result came is logged, not an error: whoever has it settles it.
    Result<void> flush();

    /// Gives back what was claimed and writes what was not yet written. After the last work() call.
    Result<void> finish();

    /// What the settings cannot do against the catalogue as read, and whether Sage answers. Where
    /// rights were missing at the last reading, Sage is asked for each kind of records, and told is
    /// which of them this user still may not read.
    Result<std::vector<Problem>> check(const Cancelled& cancelled);

    /// Compares a period with Sage, to its end: several exchanges. `complete` is false when Sage
    /// could not be asked for all of it: then what is not found proves nothing.
    Result<Reconciled> reconcile(const ReconcilePeriod& period, const Cancelled& cancelled);

    /// Compares documents of the past, which people or another system posted, with what Sage holds:
    /// a row for each, in their order. Reads Sage, several exchanges; writes nothing there, keeps
    /// nothing, tells nobody. At most limits::shadow_documents_max of them.
    Result<std::vector<ShadowRow>> shadow(const std::vector<std::string>& documents_json,
                                          const Cancelled& cancelled);

    /// One question to Sage, with a token that it takes, and again where that may help. Any thread.
    Evidence ask_patiently(const Request& request, const Cancelled& cancelled);

    /// A caller in work() will look at the outbox again before it says idle: what has just been
    /// written needs no wake and no commit of its own. Any thread.
    bool will_be_seen();
    /// Whoever is at work waits for Sage, and a connection is free: what has just been accepted
    /// needs another caller. Any thread.
    bool another_could_send() const;

    /// The document as it is posted: itself, or what corrects the version before it. Any thread.
    Result<Document> effective_document(const Entry& entry);

    /// What has to be in Sage before the document of that entry, as it stands; of several the one
    /// that was begun last: all before it are posted. Nothing: nothing has to, or that is not known
    /// before its first turn. Any thread.
    Result<std::optional<Entry>> find_precursor(const Entry& entry) const;

    std::shared_ptr<const Catalogue> catalogue() const;
    /// What the last reading of Sage's master data was refused; empty: it was read. Any thread.
    std::vector<Problem> missing_rights() const;
    ExchangeFigures exchanges() const { return exchanges_.figures(); }  ///< any thread
    std::optional<std::int64_t> token_ends_ms() const { return refresh_token_life_.ends_ms(); }
    /// When something is due by time; INT64_MAX: nothing.
    Result<std::int64_t> next_due_ms();

  private:
    /// From then on, by either clock, no byte may leave: somebody else may have the document.
    struct Deadline {
        std::int64_t host_ms = std::numeric_limits<std::int64_t>::max();
        std::int64_t steady_ms = std::numeric_limits<std::int64_t>::max();
    };
    /// Its attempt is on disk and announced, and its request has not left.
    struct Ready {
        Entry entry;
        Attempt attempt;  ///< without send_json
        Send send;
        Deadline deadline;
    };
    /// What became of a queued document: ready, or concluded without a request.
    struct Prepared {
        std::optional<Ready> ready;
        bool asked = false;  ///< Sage was asked meanwhile
    };

    // submit.cpp: what is new
    Result<Document> read_acceptable(std::string_view document_json) const;
    NewEntry new_entry(const Document& document) const;

    // preview.cpp: what would become of it
    Result<bool> foresee_accepted(Preview& preview, const NewEntry& entry);
    Result<void> foresee_concluded(Preview& preview, const Entry& accepted);
    Result<void> foresee_work(Preview& preview, const Entry& entry, const Document& document);
    Result<void> foresee_beside_versions(Preview& preview, const Entry& entry,
                                         const Document& document, std::vector<Related> related);
    Result<void> foresee_beside_order(Preview& preview, const Entry& entry,
                                      const Document& document,
                                      const std::vector<Related>& related);
    Result<void> foresee_behind_precursor(Preview& preview, const Entry& entry,
                                          const Document& document, std::vector<Related> related);
    static void foresee(Preview& preview, const Preparation& preparation);

    // shadow.cpp: documents of the past
    ShadowSubject shadow_subject(const std::string& document_json) const;

    // batch.cpp: what is claimed, and becomes ready, several at a time
    Result<bool> work_on_claimed(const Cancelled& cancelled);
    std::vector<Entry> take_claimed();
    void give_back(std::vector<Entry> entries);
    Result<bool> claim();
    Result<void> deliver(std::vector<Entry> entries, const Cancelled& cancelled);
    Result<void> release(const std::vector<Ready>& batch, std::int64_t due_ms);
    std::vector<Ready> take_without_session(std::vector<Ready>& batch) const;
    Result<bool> begin_attempts(std::vector<Ready> batch);
    Result<void> announce(const std::vector<Ready>& begun);
    std::optional<Ready> take_ready();
    void give_up(const Ready& ready, std::string_view why);

    // parts.cpp: entries that the core makes of others
    Result<std::optional<Entry>> find_part(const Entry& whole, std::string_view name) const;
    NewEntry part_of(const Entry& entry, std::string_view name) const;
    Result<void> accept_part(const Entry& entry, std::string_view name);

    // standing.cpp, versions.cpp: a document beside its other versions
    Result<Standing> standing(const Entry& entry, const Document& document);
    Result<Standing> standing_of_part(const Entry& part);
    Result<bool> is_needed_before(const Entry& entry, const Entry& newer);
    Result<void> compare_with_posted(Standing& standing, const Entry& entry,
                                     const Document& document, const Entry& posted);
    Result<std::vector<Document>> corrections(const Document& posted, const Document& wanted,
                                              const Entry& entry);
    Result<std::optional<Entry>> whole_in_sage(Entry entry);
    static Related related_of(const Entry& entry);
    Result<bool> replace(const std::vector<Entry>& earlier, const Entry& by);
    Result<void> withdraw_replaced(const Entry& entry, const Entry& by);

    // later_version.cpp: what held up the version before holds up nothing else
    void make_way(const NewEntry& accepted, std::int64_t sequence);
    bool withdraw_earlier(const Entry& earlier, const Entry& by);
    Result<void> release_followers(const Entry& version, std::int64_t first_unposted);
    Result<void> give_way(const Entry& held);
    Result<bool> let_pass(const Entry& subject, const Entry& entry);

    // late_tracking.cpp: what late tracking is about, and which of it comes first
    Result<SubjectOfTracking> subject_of_tracking(const Entry& entry, const Entry& subject);
    Result<std::optional<Related>> told_of_subject(const Entry& entry, const Entry& subject);

    // precursor.cpp: a document that needs others of its own in Sage first
    enum class Behind : std::uint8_t { stays, ends_too };  ///< with a document that ends
    Result<std::vector<Entry>> find_precursors(const Entry& entry) const;
    Result<NextPrecursor> next_precursor(const Entry& entry, const Document& document,
                                         std::vector<Related>& related,
                                         std::optional<std::size_t> until = std::nullopt) const;
    Result<bool> has_begun(const Entry& entry);
    Result<bool> follow_precursor(const Entry& entry, const Document& document,
                                  std::vector<Related>& related, std::vector<Remark>& remarks);
    Result<Standing> standing_of_precursor(const Entry& part);
    Result<std::optional<Document>> behind_precursor(const Entry& entry,
                                                     std::vector<Related>& related);
    Result<bool> withdraw_precursor(std::vector<Change>& changes, const Entry& entry,
                                    const std::string& evidence);
    void add_left_behind(Change& change, const Entry& entry, Behind behind) const;

    // posted_terms.cpp: in which terms of Sage a document is in the books
    struct Booked {
        BookedTerms terms;
        bool was_sent = false;  ///< the version looked at last
        bool purged = false;    ///< of one of them it is no longer known
    };
    Result<void> add_terms(Booked& booked, const Entry& entry);
    Result<Booked> booked_terms(const Entry& posted);
    Result<bool> put_posted_terms(const Entry& posted, Document& document);
    Result<std::optional<Remark>> take_original_terms(const Entry& entry, Document& document);

    // partial_despatch.cpp: a despatch beside the others of its order
    Result<std::vector<Entry>> versions_of_order(const std::string& tenant_id,
                                                 const std::string& order_id);
    Result<BesideOrder> beside_order(const Entry& entry, const Document& document);
    Result<bool> place_beside_order(const Entry& entry, Document& document,
                                    std::vector<Remark>& remarks);
    Result<std::optional<Entry>> open_despatch(const Entry& cancellation);

    // deliver.cpp: a queued document
    Result<Prepared> prepare_to_send(Entry entry, const Cancelled& cancelled);
    Result<Document> document_of(const Entry& entry);
    Result<void> conclude_unsent(const Entry& entry, const Preparation& preparation);
    Result<void> end_turn(Change change, const Entry& entry, bool now);
    Result<void> ask_again_later(const Entry& entry);
    Result<Effective> effective(const Entry& entry);
    Result<void> send(const Ready& ready, const Cancelled& cancelled);
    Change judged(const Entry& entry, const Send& send, const Evidence& evidence);
    void judge_answer(Change& change, const Entry& entry, const Verdict& verdict);
    bool may_be_a_repeat(const Entry& entry, const Send& send, const Verdict& verdict);
    Result<std::optional<Entry>> find_subject(const Entry& entry);
    Result<bool> is_too_old(const Entry& entry);
    Result<void> wait_for(const Entry& subject, const Entry& entry);
    Preparation prepare_once(const Entry& entry, const Document& document,
                             const std::vector<Related>& related,
                             const std::vector<Observation>& observations) const;
    Result<Preparation> prepare(const Entry& entry, const Document& document,
                                const std::vector<Related>& related, const Cancelled& cancelled,
                                bool& asked);
    Result<std::optional<Document>> document_to_post(const Entry& entry, Document document,
                                                     std::vector<Related>& related,
                                                     std::vector<Remark>& remarks);

    // settle.cpp: a document in doubt
    Result<void> settle(const Entry& entry);
    Result<void> replay(const Entry& entry, const Attempt& last, const Send& send);
    void judge_replay(Change& change, const Entry& entry, const Send& send, const Reply& reply);
    Result<void> look_up(const Entry& entry, const Attempt& last, const Send& send);
    void conclude(Change& change, const Entry& entry, const Attempt& last, const Send& send,
                  const LookUp& seen, bool later_seen);
    LookUp ask_where(const Entry& entry, const Send& send);

    // decide.cpp: a person's word about another document
    Result<void> decide(const Entry& entry, const Document& document);
    Result<void> conclude_decision(const Entry& entry, const Entry& subject,
                                   const Document& document, Decided decided);
    static Decided refused(Problem problem);
    Result<Decided> decide_about(const Entry& entry, const Entry& subject, const Document& order);
    Result<Decided> decide_about_one(const Entry& entry, const Entry& subject,
                                     const Document& order);
    Result<Decided> decide_about_both(const Entry& entry, const Entry& subject, const Entry& part,
                                      const Document& order);
    Result<Decided> cancel(const Entry& subject, Behind behind = Behind::stays);
    Change sent_again(const Entry& subject) const;
    Result<Decided> confirm_absent(const Entry& entry, const Entry& subject, const Document& order);
    Result<Decided> send_again(const Entry& entry, const Entry& subject, const Document& order);
    Result<Decided> withdraw_held(const Entry& entry, const Entry& subject, const Document& order);

    // look_first.cpp: what a decision may rely on
    Result<std::optional<Send>> sent_or_outlined(const Entry& subject);
    LookUp find_in_sage(const Entry& subject, const Send& sent, FindBy by,
                        const std::string& number);
    Result<Sighting> sight(const Entry& entry, const Entry& subject);
    Result<Decided> mark_posted(const Entry& entry, const Entry& subject, const Document& order);
    Result<Decided> marked_unseen(const Entry& subject, const Document& order, const Sighting& seen,
                                  bool never_sent);
    Result<Decided> marked(const Entry& subject, const Sighting& seen, const Found& found);

    // read_back.cpp: a document that was posted is looked at again
    struct ReadBackBatch {
        std::vector<Entry> entries;
        std::vector<Expectation> expected;  ///< of the entry of the same index
        Inspection inspection;
        FindBy by = FindBy::key;
    };
    Result<bool> read_back(const Cancelled& cancelled);
    Result<bool> read_back_alone(const Cancelled& cancelled);
    Result<bool> begin_read_back();
    Result<void> compare(const ReadBackBatch& batch);
    Result<void> compare_one(const ReadBackBatch& batch, std::size_t index);

    // posting_stop.cpp: documents end up where none belongs
    Result<void> stop_posting(const Hold& hold);
    Result<void> recall_stop();
    Result<void> try_again(std::string_view root_cause);
    Result<void> trial_succeeded(std::int64_t begun_ms);
    std::optional<Hold> stopped() const;

    // reconcile_daily.cpp: all of a period compared with Sage
    Result<void> begin_reconciling();
    Result<bool> reconcile_step(const Cancelled& cancelled);
    Result<bool> reconciling_is_due();
    Result<bool> reconcile_alone(const Cancelled& cancelled);

    // purge_daily.cpp: content that need not be kept any longer
    struct Purging {
        std::int64_t after = 0;          ///< looked at up to here
        std::int64_t empty_through = 0;  ///< nothing up to here has content
        std::int64_t documents = 0;      ///< that lost theirs
    };
    Result<void> begin_purging();
    Result<std::int64_t> noted(std::string_view note);
    Result<bool> purge_step();
    Result<bool> purging_is_due();
    Result<bool> purge_piece();
    Result<bool> end_purging();

    // shared.cpp: what is different where several hosts work on one outbox
    Result<bool> leads(Duty& duty);
    Result<void> tell_freshest();
    Result<bool> has_seen_later_than(const Attempt& attempt);

    // refresh.cpp: Sage's master data
    Result<bool> refresh_step(const Cancelled& cancelled);
    Result<void> refresh_page();
    Result<void> finish_refresh();
    void begin_refresh();
    void fail_refresh(const Problem& problem, bool keep_reading);
    Result<void> miss_rights();
    std::vector<Problem> try_rights(const Cancelled& cancelled);

    // catalogue_page.cpp: one page of it, from Sage's server or from the company's database
    Result<CataloguePage> ask_for_page(const CatalogueRead& read, const Cancelled& cancelled = {});
    Result<CataloguePage> query_page(const CatalogueRead& read, const Query& query);
    bool next_page_is_queried() const;

    // causes.cpp: what many documents are held for; arrivals.cpp: whether what is awaited is there
    Result<void> release_causes();
    Result<void> release(const std::string& root_cause);
    Result<void> try_cause(const std::string& root_cause);
    Change released(const Entry& entry, std::string evidence) const;
    Result<void> tell_cause(const Change& change);
    Result<void> watch_alerts();
    Result<void> count_told(const Result<bool>& told);
    Result<void> begin_arrivals();
    Result<bool> arrival_step(const Cancelled& cancelled);
    Result<void> look_for(const Entry& entry);
    Result<void> arrive(const Entry& entry, const Send& sent, const LookUp& seen);

    // delivery.cpp: what they share
    class Busy;
    Result<bool> find_work(const Cancelled& cancelled);
    void wake_for_events(std::uint64_t told);
    Result<bool> keep_token();
    Result<bool> keep_connection();
    Result<bool> keep_session();
    Result<void> renew_session();
    /// One exchange that looks at what was posted, if one is due.
    Result<bool> look(const Cancelled& cancelled);
    std::int64_t closed_until_ms(std::int64_t now) const;  ///< 0: exchanges may begin
    Deadline deadline() const;                             ///< of an attempt that begins now
    /// Waits for a connection first; gives up, without a byte sent, if called back or too late.
    Evidence exchange(Request request, const Cancelled& cancelled, const Deadline& deadline);
    Evidence exchange(Request request, const Cancelled& cancelled = {});
    Evidence exchange_as(Request request, const std::string& token);
    /// What changes nothing (question.cpp): of the company's database where the edition can.
    Evidence ask(const Request& question, const Cancelled& cancelled = {});
    Result<QueryAnswer> query(const Query& question);
    Evidence exchange_in_session(Request request);
    Result<void> write(Change change, bool now);
    Change begin_change(const Entry& entry, Happening happening) const;
    void report(Change& change, const Entry& entry, Behind behind = Behind::stays) const;
    std::int64_t lease_ms() const;

    DeliveryParts parts_;
    const Connection& connection_;
    CircuitBreaker breaker_;
    SessionSource sessions_;
    Alerts alerts_;
    MonthEnd month_end_;
    Exchanges exchanges_;
    RefreshTokenLife refresh_token_life_;
    Pace pace_;  ///< more threads than places overlap the disk with the wire

    std::mutex claimed_mutex_;
    std::deque<Entry> claimed_;
    std::int64_t claimed_until_ms_ = 0;
    std::deque<Ready> ready_;
    std::atomic<std::size_t> preparing_{0};  ///< taken from claimed_, not yet in ready_
    RecentDocuments recent_;

    mutable std::mutex catalogue_mutex_;
    std::shared_ptr<const Catalogue> catalogue_;
    CatalogueRefresh refresh_;
    std::vector<Problem> missing_rights_;  ///< of the last reading
    std::optional<Error> source_error_;    ///< why the last query had no answer
    std::int64_t refresh_due_ms_ = 0;
    std::int64_t refresh_failures_ = 0;

    std::mutex causes_mutex_;
    CauseTrials trials_;
    std::deque<std::string> awaited_;  ///< message ids to be looked for, with causes_mutex_

    mutable std::mutex stop_mutex_;
    std::optional<Hold> stopped_;  ///< what every document is held for
    std::string trial_cause_;      ///< was stopped for it; a person sent one document again
    std::int64_t trial_ms_ = 0;    ///< since then

    std::mutex token_mutex_;
    std::int64_t token_due_ms_ = 0;  ///< not before, after a failed renewal
    std::int64_t token_failures_ = 0;
    std::string token_told_;  ///< of the last failure: its code, and how many tokens there were

    std::atomic<bool> reading_back_{false};         ///< one thread at a time
    std::optional<ReadBackBatch> read_back_batch_;  ///< touched by that thread only
    std::atomic<bool> read_back_waits_{false};      ///< for its next exchange
    std::atomic<std::int64_t> read_back_due_ms_{0};
    std::atomic<bool> reconciling_{false};      ///< one thread at a time
    std::atomic<bool> purging_{false};          ///< likewise
    std::optional<Reconciliation> reconciled_;  ///< touched by that thread only
    std::atomic<std::int64_t> reconcile_due_ms_{0};
    std::int64_t reconcile_failures_ = 0;
    std::atomic<std::int64_t> unverified_seen_{0};
    Duty reading_back_for_all_{"read_back"};
    Duty reconciling_for_all_{"reconcile"};
    std::optional<Purging> purge_;  ///< touched by the thread that set purging_
    std::atomic<std::int64_t> purge_due_ms_{0};
    Duty purging_for_all_{"purge"};
    /// When the last attempt began that a query has shown since: absence is believed before it.
    std::atomic<std::int64_t> freshest_visible_ms_{0};
    std::atomic<std::uint64_t> calls_{0};
    std::atomic<std::uint64_t> busy_{0};              ///< callers in work()
    std::atomic<std::uint64_t> waiting_for_sage_{0};  ///< callers in exchange()
    std::atomic<std::uint64_t> looked_at_{0};         ///< signals_ at the last look for due ones
    std::atomic<std::uint64_t> signals_{0};           ///< grows when there may be more to find
    std::atomic<std::uint64_t> found_none_{0};  ///< 1 + signals_ of the last look that found none
    std::atomic<std::uint64_t> told_{0};        ///< events given to the store
    std::atomic<std::uint64_t> woken_for_{0};   ///< of these, the host was woken for
};

}  // namespace sage
