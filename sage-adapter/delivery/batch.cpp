// SPDX-License-Identifier: Apache-2.0
// What was claimed is prepared several at a time, so that the attempts of several documents are on
// disk with one commit. Then each waits in `ready_` for a caller of work() that sends it.
#include <algorithm>
#include <iterator>

#include "sage-adapter/base/finally.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/delivery/delivery.h"
#include "sage-adapter/delivery/record.h"
#include "sage-adapter/document/hash.h"

namespace sage {
namespace {

Attempt attempt_at(const Entry& entry, const Send& send, std::int64_t now_ms,
                   std::int64_t deadline_ms) {
    Attempt attempt;
    attempt.sequence = entry.sequence;
    attempt.number = entry.attempts + 1;
    attempt.generation = entry.generation;
    attempt.begun_ms = now_ms;
    attempt.deadline_ms = deadline_ms;
    attempt.send_json = send_to_json(send);
    attempt.send_hash = hexadecimal(sha256(attempt.send_json));
    return attempt;
}

}  // namespace

Result<bool> Delivery::work_on_claimed(const Cancelled& cancelled) {
    std::vector<Entry> entries = take_claimed();
    bool claimed = false;
    if (entries.empty()) {
        const Result<bool> found = claim();
        if (!found.ok()) {
            return found.error();
        }
        claimed = found.value();
        entries = take_claimed();
    }
    // Whatever was claimed may have been put off: there may be more behind it.
    if (entries.empty()) {
        return claimed;
    }
    const Result<void> done = entries.front().state == State::queued
                                  ? deliver(std::move(entries), cancelled)
                                  : settle(entries.front());
    return done.ok() ? Result<bool>(true) : Result<bool>(done.error());
}

/// The next that was claimed; with it those queued behind it, as many as the connections can soon
/// take: what is ready and not sent is in doubt if everything stops.
std::vector<Entry> Delivery::take_claimed() {
    const std::lock_guard lock(claimed_mutex_);
    std::vector<Entry> taken;
    // What was not begun in time is due again in the store, with a newer epoch.
    if (parts_.clock.now_ms() + connection_.reply_ms_max >= claimed_until_ms_) {
        claimed_.clear();
    }
    const auto most = static_cast<std::size_t>(std::max(1, connection_.connections_max));
    const std::size_t under_way = ready_.size() + preparing_;
    const std::size_t room = under_way < 2 * most ? 2 * most - under_way : 1;
    while (!claimed_.empty() && taken.size() < std::min(room, most)) {
        const bool queued = claimed_.front().state == State::queued;
        if (!queued && !taken.empty()) {
            break;
        }
        taken.push_back(std::move(claimed_.front()));
        claimed_.pop_front();
        if (!queued) {
            break;
        }
    }
    return taken;
}

/// In their order, before what else was claimed.
void Delivery::give_back(std::vector<Entry> entries) {
    const std::lock_guard lock(claimed_mutex_);
    claimed_.insert(claimed_.begin(), std::make_move_iterator(entries.begin()),
                    std::make_move_iterator(entries.end()));
}

Result<bool> Delivery::claim() {
    // While others are at it and nothing was added, another look would only wait for the disk.
    const std::uint64_t signals = signals_;
    if (busy_ > 1 && found_none_ == signals + 1) {
        return false;
    }
    looked_at_ = signals;
    const std::int64_t now = parts_.clock.now_ms();
    const std::int64_t lease_end = now + lease_ms();
    Result<std::vector<Entry>> entries =
        parts_.store.claim(now, lease_end, limits::claim_batch_max);
    if (!entries.ok()) {
        return std::move(entries).error();
    }
    if (entries.value().empty()) {
        found_none_ = signals + 1;
        return false;
    }
    entries = put_off(parts_.store, parts_.schedules, std::move(entries).value(), now);
    if (!entries.ok()) {
        return std::move(entries).error();
    }
    bool more = false;
    {
        const std::lock_guard lock(claimed_mutex_);
        // A batch that another thread claimed meanwhile keeps its own, earlier end.
        claimed_until_ms_ = claimed_.empty() ? lease_end : std::min(claimed_until_ms_, lease_end);
        for (Entry& entry : entries.value()) {
            claimed_.push_back(std::move(entry));
        }
        more = claimed_.size() > 1;
    }
    // Outside the lock: a host may answer a wake with a call.
    if (more) {
        parts_.wake();
    }
    return true;
}

Result<void> Delivery::deliver(std::vector<Entry> entries, const Cancelled& cancelled) {
    preparing_ += entries.size();
    const std::size_t counted = entries.size();
    const Finally done([this, counted] { preparing_ -= counted; });
    std::vector<Ready> batch;
    Result<void> failed;
    std::size_t next = 0;
    bool asked = false;
    // One call of work() asks Sage once: whoever asked is the last of its batch.
    while (next < entries.size() && failed.ok() && !asked && (next == 0 || !cancelled())) {
        Result<Prepared> prepared = prepare_to_send(std::move(entries[next++]), cancelled);
        if (!prepared.ok()) {
            failed = std::move(prepared).error();
            break;
        }
        asked = prepared.value().asked;
        if (prepared.value().ready.has_value()) {
            batch.push_back(std::move(*prepared.value().ready));
        }
    }
    entries.erase(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(next));
    give_back(std::move(entries));
    Result<bool> begun = begin_attempts(std::move(batch));
    if (!failed.ok() || !begun.ok()) {
        return failed.ok() ? Result<void>(begun.error()) : failed;
    }
    // The call that prepared also sends, unless it has asked Sage already.
    std::optional<Ready> first = asked || !begun.value() ? std::nullopt : take_ready();
    return first.has_value() ? send(*first, cancelled) : Result<void>();
}

/// Nothing of them was begun.
Result<void> Delivery::release(const std::vector<Ready>& batch, std::int64_t due_ms) {
    std::vector<Entry> entries;
    entries.reserve(batch.size());
    for (const Ready& one : batch) {
        entries.push_back(one.entry);
    }
    return entries.empty() ? Result<void>() : parts_.store.release(entries, due_ms);
}

/// Those that cannot be sent, because there is no session, leave the batch.
std::vector<Delivery::Ready> Delivery::take_without_session(std::vector<Ready>& batch) const {
    std::vector<Ready> without;
    if (!sessions_.used() || sessions_.at_hand()) {
        return without;
    }
    const auto needs = [&](const Ready& one) { return sessions_.needed_by(one.send.request); };
    std::copy_if(batch.begin(), batch.end(), std::back_inserter(without), needs);
    std::erase_if(batch, needs);
    return without;
}

/// E2 for all of them at once. False: none was begun.
Result<bool> Delivery::begin_attempts(std::vector<Ready> batch) {
    if (batch.empty()) {
        return false;
    }
    if (!parts_.tokens.token().has_value()) {
        const Result<void> released = release(batch, parts_.clock.now_ms());
        return released.ok() ? Result<bool>(false) : Result<bool>(released.error());
    }
    const std::vector<Ready> without = take_without_session(batch);
    const Result<void> released =
        release(without, std::max(parts_.clock.now_ms(), sessions_.due_ms()));
    if (!released.ok() || batch.empty()) {
        return released.ok() ? Result<bool>(false) : Result<bool>(released.error());
    }
    const std::int64_t now = parts_.clock.now_ms();
    const Deadline before = deadline();
    std::vector<Beginning> beginnings;
    for (Ready& one : batch) {
        one.deadline = before;
        beginnings.push_back(
            {attempt_at(one.entry, one.send, now, before.host_ms), one.entry.epoch});
    }
    const std::uint64_t told = told_;
    Result<std::vector<bool>> begun = parts_.store.begin_attempts(beginnings);
    if (!begun.ok()) {
        return std::move(begun).error();
    }
    wake_for_events(told);
    std::vector<Ready> sending;
    for (std::size_t index = 0; index < batch.size(); ++index) {
        // A failed fence means that somebody else has moved the document on.
        if (begun.value()[index]) {
            Ready& one = batch[index];
            one.attempt = std::move(beginnings[index].attempt);
            one.attempt.send_json.clear();
            one.entry.state = State::sending;
            one.entry.attempts = one.attempt.number;
            sending.push_back(std::move(one));
        }
    }
    if (sending.empty()) {
        return false;
    }
    if (!announce(sending).ok()) {
        Evidence refused;
        refused.reason = "the host's audit trail refused the record";
        for (const Ready& one : sending) {
            const Result<void> closed = write(judged(one.entry, one.send, refused), false);
            if (!closed.ok()) {
                return closed.error();
            }
        }
        return false;
    }
    bool more = false;
    {
        const std::lock_guard lock(claimed_mutex_);
        std::move(sending.begin(), sending.end(), std::back_inserter(ready_));
        more = ready_.size() > 1;
    }
    if (more) {
        parts_.wake();
    }
    return true;
}

/// One look at the disk for all of them, as for their attempts.
Result<void> Delivery::announce(const std::vector<Ready>& begun) {
    std::string records;
    for (const Ready& one : begun) {
        records += records.empty() ? "" : "\n";
        // One of them says how far the journal goes.
        records += audit_record(one.entry, one.attempt, one.send,
                                records.empty() ? parts_.store.journal_head() : JournalHead{});
    }
    return parts_.audit.announce(records);
}

std::optional<Delivery::Ready> Delivery::take_ready() {
    const std::lock_guard lock(claimed_mutex_);
    if (ready_.empty()) {
        return std::nullopt;
    }
    Ready ready = std::move(ready_.front());
    ready_.pop_front();
    return ready;
}

/// Nothing of it has left: its attempt is closed as such, and it is due again at once.
void Delivery::give_up(const Ready& ready, std::string_view why) {
    Change change = begin_change(ready.entry, Happening::not_sent);
    change.wait_reason = WaitReason::none;
    change.due_ms = parts_.clock.now_ms();
    change.evidence = "not sent: " + std::string(why);
    parts_.store.apply_later(std::move(change));
}

}  // namespace sage
