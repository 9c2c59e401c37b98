// SPDX-License-Identifier: Apache-2.0
// One reconciliation: every document of a period that we posted is in Sage exactly once with the
// content that was sent, and nothing else carries a reference of ours. It reads and tells; it
// corrects nothing, here or there.
//
// It performs no network I/O itself: whoever holds it sends next() and gives back the evidence, so
// that the daily one is one exchange per unit of work and a query can run one to its end. Findings
// are written to the outbox as they are made: an event for each that was not told before in the
// same words, and the history of the document. One thread at a time.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "sage-adapter/base/clock.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/delivery/expectation.h"
#include "sage-adapter/delivery/finding.h"
#include "sage-adapter/delivery/inspection.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/outbox/outbox.h"
#include "sage-adapter/transport/transport.h"

namespace sage {

/// The code of the error of a reconciliation whose leadership has ended.
constexpr std::string_view not_leading = "delivery.not_leading";

/// Which documents are compared.
struct ReconcilePeriod {
    std::string from;  ///< YYYY-MM-DD, the date in the books; also what is listed in Sage
    std::string to;
    /// Compares what was accepted since this time, whatever its date; nothing: by the dates above.
    std::optional<std::int64_t> accepted_from_ms;
};

/// A finding and what it is about.
struct ReconcileRow {
    std::optional<Entry> entry;  ///< nothing: no document of ours has this reference
    std::string external_reference;
    ReconcileFinding finding;
    bool told_now = false;  ///< an event was made; otherwise it had been told before
};

/// What Delivery::reconcile() answers.
struct Reconciled {
    std::int64_t compared = 0;
    std::int64_t purged = 0;  ///< of these: without their content, which is no longer kept
    std::int64_t waiting = 0;
    bool complete = false;
    std::vector<ReconcileRow> findings;
    std::vector<Entry> in_flight = {};  // NOLINT(readability-redundant-member-init)
};

class Reconciliation {
  public:
    /// Company, store and clock outlive this.
    /// @param leader  of this duty; nothing: a person asked, and whoever is asked tells
    Reconciliation(const Company& company, Store& store, const Clock& clock, ReconcilePeriod period,
                   std::optional<Leadership> leader = std::nullopt);

    /// The next request to Sage; nothing: all is done. Reads a page of the outbox where needed.
    Result<std::optional<Request>> next();
    /// What became of it. False: no usable answer, and next() gives the same request once more.
    /// An error with the code not_leading: somebody else compares.
    Result<bool> take(const Evidence& evidence);
    /// Why the last answer was not usable.
    const std::string& why() const { return why_; }

    std::int64_t compared() const { return compared_; }
    /// Of these: those whose content was purged. Sage is asked whether it has each once; there is
    /// nothing to compare it with.
    std::int64_t purged() const { return purged_; }
    /// Documents of the period that are not final yet, or were posted and not yet read back.
    std::int64_t waiting() const { return waiting_; }
    /// The first limits::findings_kept_max of these, without their content.
    const std::vector<Entry>& in_flight() const { return in_flight_; }
    /// Events made so far.
    std::uint64_t events() const { return events_; }
    /// At most limits::findings_kept_max; all were told all the same.
    const std::vector<ReconcileRow>& findings() const { return findings_; }

  private:
    struct Item {
        Entry entry;
        Expectation expected;
        bool posted = true;  ///< false: it must not be in Sage
    };
    using Batch = std::vector<Item>;
    struct Look {
        Batch batch;
        FindBy by = FindBy::reference;
    };

    Result<bool> fill();
    Result<void> consider(Entry entry);
    Result<void> consider_posted(Entry entry);
    Result<void> consider_change(const Entry& entry);
    bool in_period(const Entry& entry) const;
    bool looked_up(const std::string& reference) const;
    void put(Item item);
    void begin(Look look);
    Result<void> judge();
    Result<void> judge_posted(const Item& item, const std::vector<Found>& found);
    Result<void> judge_not_posted(const Entry& entry, const std::vector<Found>& found);
    void look_again(const Item& item, FindBy by);
    Result<void> judge_content(const Item& item, const Found& found);
    void waits(Entry entry);
    Result<void> account_for(const Entry& entry, ReconcileFinding& finding);
    Result<void> found_wrong(const Entry& entry, ReconcileFinding finding);
    Result<void> found_right(const Entry& entry);

    OwnList list() const;
    Result<bool> take_page(const Reply& reply);
    Result<void> judge_own(const Found& found, const std::vector<Entry>& known);
    Result<void> tell_apart(const std::optional<Entry>& entry, const std::string& reference,
                            ReconcileFinding finding);
    Result<void> load_told();
    Result<void> save_told();
    void keep(ReconcileRow row);

    const Company& company_;
    Store& store_;
    const Clock& clock_;
    const ReconcilePeriod period_;
    const std::optional<Leadership> leader_;

    std::optional<std::int64_t> after_;  ///< sequence up to which the outbox was read
    bool read_all_ = false;
    std::map<std::string, Batch, std::less<>> filling_;  ///< by type in Sage
    std::deque<Look> looks_;                             ///< to be made

    Look look_;  ///< what inspection_ is about
    std::optional<Inspection> inspection_;

    /// Hashes of the references that were asked for by name: a million take little memory.
    std::unordered_set<std::size_t> looked_up_;
    std::vector<std::string> scopes_;
    std::size_t scope_ = 0;
    std::string after_key_;

    /// Of references without a posted document: what was told last, by reference.
    std::optional<std::map<std::string, std::string>> told_;
    bool told_changed_ = false;

    std::uint64_t events_ = 0;
    std::int64_t compared_ = 0;
    std::int64_t purged_ = 0;
    std::int64_t waiting_ = 0;
    std::vector<ReconcileRow> findings_;
    std::vector<Entry> in_flight_;
    std::string why_;
};

}  // namespace sage
