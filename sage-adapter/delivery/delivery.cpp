// SPDX-License-Identifier: Apache-2.0
// What the parts of Delivery share: choosing the next unit of work, writing.
#include "sage-adapter/delivery/delivery.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>

#include "sage-adapter/base/finally.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/delivery/record.h"

namespace sage {
namespace {

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
// Hosts that start together and act as one user end each other's tokens a few times.
constexpr int renewals_at_start_max = 10;
// An outbox that others fill, too, is looked at this often.
constexpr std::int64_t shared_look_again_ms = 1'000;
constexpr std::uint64_t calls_between_read_backs = 64;

void tell_doubts(Log& log, std::int64_t doubts) {
    if (doubts > 0) {
        log.write(LogLevel::warn, "delivery", "documents in doubt after the last run",
                  {{"count", std::to_string(doubts)}});
    }
}

Error connect_called_back() {
    return {Status::cancelled,
            Problem{"delivery.cancelled", "", "The host called back the connect.", "Connect again.",
                    Owner::it}};
}

Error unread(std::vector<Problem> missing_rights) {
    if (!missing_rights.empty()) {
        return {Status::config, std::move(missing_rights)};
    }
    return {Status::remote,
            Problem{"delivery.catalogue_unread", "", "Sage's master data could not be read.",
                    "Check that Sage is reachable and that the user may read items, customers and "
                    "transaction definitions; the log names the failed request.",
                    Owner::it}};
}

}  // namespace

Delivery::Delivery(const DeliveryParts& parts)
    : parts_(parts),
      connection_(parts.company.connection()),
      sessions_(parts.company, parts.secrets, parts.clock),
      alerts_(parts_),
      month_end_(parts_, alerts_),
      refresh_token_life_(parts_, alerts_),
      pace_(parts.company.connection().connections_max, parts.clock),
      recent_(limits::recent_documents_bytes_max),
      catalogue_(std::make_shared<const Catalogue>()) {}

Result<void> Delivery::start(const Cancelled& cancelled) {
    Result<Catalogue> stored = parts_.store.load_catalogue();
    if (!stored.ok()) {
        return std::move(stored).error();
    }
    const std::int64_t now = parts_.clock.now_ms();
    {
        const std::lock_guard lock(catalogue_mutex_);
        catalogue_ = std::make_shared<const Catalogue>(std::move(stored).value());
        refresh_due_ms_ = now;
        refresh_failures_ = 0;
        refresh_ = CatalogueRefresh{};
        missing_rights_.clear();
    }
    Result<std::int64_t> doubts = parts_.store.recover(now);
    if (!doubts.ok()) {
        return std::move(doubts).error();
    }
    tell_doubts(parts_.log, doubts.value());
    Result<void> planned = alerts_.read();
    planned = planned.ok() ? recall_stop() : planned;
    planned = planned.ok() ? follow_schedules(parts_.store, parts_.schedules, now) : planned;
    planned = planned.ok() ? begin_reconciling() : planned;
    planned = planned.ok() ? begin_purging() : planned;
    planned = planned.ok() ? refresh_token_life_.begin() : planned;
    if (!planned.ok()) {
        return planned;
    }
    Result<void> renewed = parts_.tokens.renew(connection_.reply_ms_max);
    if (!renewed.ok()) {
        const bool passing = renewed.error().status == Status::remote;
        return passing && !catalogue()->empty() ? Result<void>() : std::move(renewed);
    }
    const Result<void> healed = count_told(alerts_.close(alert_key::token));
    const Result<bool> watched =
        healed.ok() ? refresh_token_life_.watch() : Result<bool>(healed.error());
    if (!watched.ok()) {
        return watched.error();
    }
    int renewals = 0;
    for (bool more = true; more && !cancelled();) {
        const Result<bool> stepped = refresh_step(cancelled);
        if (!stepped.ok()) {
            return stepped.error();
        }
        const bool lost = parts_.store.is_shared() && !parts_.tokens.token().has_value();
        if (lost && renewals++ < renewals_at_start_max) {
            // Another host that acts as the same user has just ended our token with its own.
            renewed = parts_.tokens.renew(connection_.reply_ms_max);
            if (!renewed.ok()) {
                return renewed;
            }
            const std::lock_guard lock(catalogue_mutex_);
            refresh_due_ms_ = now;
            refresh_failures_ = 0;
            continue;
        }
        const std::lock_guard lock(catalogue_mutex_);
        more = stepped.value() && refresh_failures_ == 0 && refresh_due_ms_ <= now;
    }
    if (!catalogue()->empty()) {
        return {};
    }
    if (cancelled()) {
        return connect_called_back();
    }
    const std::lock_guard lock(catalogue_mutex_);
    return source_error_.value_or(unread(missing_rights_));
}

/// Counts the callers of work(), so that what one of them will notice wakes nobody else.
class Delivery::Busy {
  public:
    explicit Busy(Delivery& delivery) : delivery_(delivery) { ++delivery_.busy_; }
    Busy(const Busy&) = delete;
    Busy& operator=(const Busy&) = delete;
    ~Busy() {
        if (!left_) {
            static_cast<void>(leave());
        }
    }
    /// True for the last one out.
    bool leave() {
        left_ = true;
        return delivery_.busy_.fetch_sub(1) == 1;
    }

  private:
    Delivery& delivery_;
    bool left_ = false;
};

Result<Worked> Delivery::work(const Cancelled& cancelled) {
    Busy busy(*this);
    const std::uint64_t seen = signals_;
    const Result<bool> found = find_work(cancelled);
    if (!found.ok()) {
        return found.error();
    }
    if (found.value()) {
        return Worked{};
    }
    // While others are at it, what waits for the disk goes with their commits.
    if (busy.leave()) {
        const std::uint64_t told = told_;
        Result<void> flushed = flush();
        flushed = flushed.ok() ? watch_alerts() : flushed;
        if (!flushed.ok()) {
            return flushed.error();
        }
        wake_for_events(told);
    }
    // What came after the look at the queue found this caller busy and woke nobody.
    if (signals_ != seen) {
        return Worked{};
    }
    const Result<std::int64_t> due = next_due_ms();
    return due.ok() ? Result<Worked>(Worked{true, due.value()}) : Result<Worked>(due.error());
}

Result<bool> Delivery::find_work(const Cancelled& cancelled) {
    using Upkeep = Result<bool> (*)(Delivery&, const Cancelled&);
    // In order of what the later ones need: a token, an answering server, a session, master data.
    const auto upkeep = std::to_array<Upkeep>({
        [](Delivery& self, const Cancelled&) { return self.keep_token(); },
        [](Delivery& self, const Cancelled&) { return self.refresh_token_life_.watch(); },
        [](Delivery& self, const Cancelled&) { return self.keep_connection(); },
        [](Delivery& self, const Cancelled&) { return self.keep_session(); },
        [](Delivery& self, const Cancelled& stop) { return self.refresh_step(stop); },
    });
    for (const Upkeep step : upkeep) {
        Result<bool> done = step(*this, cancelled);
        if (!done.ok() || done.value()) {
            return done;
        }
    }
    const bool may_send =
        parts_.tokens.token().has_value() && closed_until_ms(parts_.clock.now_ms()) == 0;
    if (std::optional<Ready> ready = take_ready()) {
        if (!may_send) {
            give_up(*ready, "sending is paused");
            return true;
        }
        const Result<void> sent = send(*ready, cancelled);
        return sent.ok() ? Result<bool>(true) : Result<bool>(sent.error());
    }
    if (!may_send) {
        return purge_step();
    }
    // Under a steady load, too, what was posted is verified before long.
    if (++calls_ % calls_between_read_backs == 0 || read_back_waits_) {
        Result<bool> read = look(cancelled);
        if (!read.ok() || read.value()) {
            return read;
        }
    }
    Result<bool> worked = work_on_claimed(cancelled);
    if (!worked.ok() || worked.value()) {
        return worked;
    }
    Result<bool> looked = look(cancelled);
    if (!looked.ok() || looked.value()) {
        return looked;
    }
    // What reads through the whole outbox waits until nothing else is to be done.
    const Result<void> sound = parts_.store.check_soundness(cancelled);
    return sound.ok() ? Result<bool>(false) : Result<bool>(sound.error());
}

bool Delivery::will_be_seen() {
    ++signals_;
    return busy_ > 0;
}

bool Delivery::another_could_send() const {
    const std::uint64_t waiting = waiting_for_sage_;
    return waiting >= busy_ && std::cmp_less(waiting, pace_.at_once());
}

void Delivery::wake_for_events(std::uint64_t told) {
    std::uint64_t woken = woken_for_;
    while (woken < told && !woken_for_.compare_exchange_weak(woken, told)) {
    }
    if (woken < told) {
        parts_.wake();
    }
}

Result<bool> Delivery::look(const Cancelled& cancelled) {
    Result<bool> read = read_back(cancelled);
    if (read.ok() && !read.value()) {
        read = arrival_step(cancelled);
    }
    if (read.ok() && !read.value()) {
        read = reconcile_step(cancelled);
    }
    return read.ok() && !read.value() ? purge_step() : read;
}

Result<void> Delivery::finish() {
    while (const std::optional<Ready> ready = take_ready()) {
        give_up(*ready, "called back before the first byte");
    }
    std::vector<Entry> unused;
    {
        const std::lock_guard lock(claimed_mutex_);
        unused.assign(std::make_move_iterator(claimed_.begin()),
                      std::make_move_iterator(claimed_.end()));
        claimed_.clear();
    }
    if (!unused.empty()) {
        Result<void> released = parts_.store.release(unused, parts_.clock.now_ms());
        if (!released.ok()) {
            return released;
        }
    }
    return flush();
}

Result<std::vector<Problem>> Delivery::check(const Cancelled& cancelled) {
    if (!parts_.tokens.token().has_value()) {
        Result<void> renewed = parts_.tokens.renew(connection_.reply_ms_max);
        if (!renewed.ok()) {
            return std::move(renewed).error();
        }
    }
    if (cancelled()) {
        return Error(Status::cancelled,
                     Problem{"delivery.cancelled", "", "The host called back the check.",
                             "Check again.", Owner::it});
    }
    const Evidence evidence = exchange(parts_.company.probe());
    if (evidence.outcome != Outcome::answered || evidence.reply.status / 100 != 2) {
        const std::string what = evidence.outcome == Outcome::answered
                                     ? "status " + std::to_string(evidence.reply.status)
                                     : evidence.reason;
        return Error(
            Status::remote,
            Problem{"delivery.probe_failed", "",
                    "Sage did not answer a harmless question: " + what + ".",
                    "Check the address, the user's rights and Sage's own status.", Owner::it});
    }
    const Result<bool> watched = refresh_token_life_.watch();
    if (!watched.ok()) {
        return watched.error();
    }
    std::vector<Problem> problems = parts_.company.check(*catalogue());
    if (std::optional<Problem> ending = refresh_token_life_.ending()) {
        problems.push_back(*std::move(ending));
    }
    if (sessions_.used() && !sessions_.at_hand()) {
        const Result<void> renewed = renew_session();
        if (!renewed.ok()) {
            problems.push_back(renewed.error().first());
        }
    }
    if (!missing_rights().empty()) {
        for (Problem& refused : try_rights(cancelled)) {
            if (std::find(problems.begin(), problems.end(), refused) == problems.end()) {
                problems.push_back(std::move(refused));
            }
        }
    }
    return problems;
}

std::shared_ptr<const Catalogue> Delivery::catalogue() const {
    const std::lock_guard lock(catalogue_mutex_);
    return catalogue_;
}

Result<std::int64_t> Delivery::next_due_ms() {
    const std::int64_t now = parts_.clock.now_ms();
    std::int64_t due = never;
    {
        const std::lock_guard lock(token_mutex_);
        due = std::max(parts_.tokens.renewal_due_ms(), token_due_ms_);
    }
    due = std::min(due, refresh_token_life_.due_ms());
    // Without a token, and until Sage may be asked again, nothing else is due, however much waits.
    if (!parts_.tokens.token().has_value()) {
        return due;
    }
    const std::int64_t closed_until = closed_until_ms(now);
    if (closed_until != 0) {
        return std::min(due, closed_until);
    }
    due = std::min(due, sessions_.due_ms());
    // What another thread is at is not due for this one.
    {
        const std::lock_guard lock(catalogue_mutex_);
        due = refresh_.running ? due : std::min(due, refresh_due_ms_);
    }
    {
        const std::lock_guard lock(claimed_mutex_);
        if (!claimed_.empty() || !ready_.empty()) {
            return now;
        }
    }
    if (unverified_seen_ > 0 && !reading_back_) {
        due = std::min(due, read_back_due_ms_.load());
    }
    if (connection_.reconcile_ms > 0 && !reconciling_) {
        due = std::min(due, reconcile_due_ms_.load());
    }
    if (parts_.keep_content_days > 0 && !purging_) {
        due = std::min(due, purge_due_ms_.load());
    }
    Result<std::optional<std::int64_t>> waiting = parts_.store.next_due_ms();
    if (!waiting.ok()) {
        return std::move(waiting).error();
    }
    due = std::min(due, waiting.value().value_or(never));
    // What another host accepts wakes nobody here, and that host may be gone.
    return parts_.store.is_shared() ? std::min(due, now + shared_look_again_ms) : due;
}

Result<void> Delivery::write(Change change, bool now) {
    if (change.to == State::held && !change.root_cause.empty()) {
        // Before it is written: a stop in between tells it twice, never not at all.
        const Result<void> told = tell_cause(change);
        if (!told.ok()) {
            return told;
        }
    }
    const bool tells = !change.event_type.empty();
    const std::string freed = trials_.end(change.sequence, change.to);
    Result<bool> applied = true;
    if (now) {
        applied = parts_.store.apply(change);
    } else {
        parts_.store.apply_later(std::move(change));
    }
    told_ += tells ? 1U : 0U;
    // A failed fence means that somebody else has moved the document on: nothing to add.
    return !applied.ok()   ? Result<void>(applied.error())
           : freed.empty() ? Result<void>()
                           : release(freed);
}

Change Delivery::begin_change(const Entry& entry, Happening happening) const {
    DeliveryFacts facts;
    facts.state = entry.state;
    facts.maybe_in_sage = entry.maybe_in_sage;
    facts.absence_confirmed = happening == Happening::decided_send_again;
    const std::optional<Step> step = transition(facts, happening);
    // Delivery asks only for edges that exist: anything else is a bug, and nothing may be written.
    assert(step.has_value());
    return change_of(entry, step.value(), parts_.clock.now_ms());
}

void Delivery::report(Change& change, const Entry& entry, Behind behind) const {
    // What has to be in Sage first is told as what becomes of the document it is for.
    const bool tells = change.to == State::posted || change.to == State::rejected ||
                       change.to == State::held || change.to == State::withdrawn;
    if (tells && !is_precursor(entry)) {
        const bool ends = change.to == State::rejected || change.to == State::withdrawn;
        if (ends) {
            add_left_behind(change, entry, behind);
        }
        change.event_type = "postingResult";
        change.event_json = posting_result(entry, change);
    }
}

std::int64_t Delivery::lease_ms() const {
    return 2 * connection_.reply_ms_max + parts_.lease_margin_ms;
}

}  // namespace sage
