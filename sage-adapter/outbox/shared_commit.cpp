// SPDX-License-Identifier: Apache-2.0
// Who leads: a caller that finds nobody leading, or the first of those who gathered while the last
// batch was written. The leader's own operation is always the first of its batch.
#include "sage-adapter/outbox/shared_commit.h"

#include <algorithm>
#include <exception>
#include <string>
#include <thread>
#include <utility>

#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

// About the time a woken thread takes to come back.
constexpr std::size_t yields_max = 20;

/// Whatever is thrown must not leave the others waiting for ever.
Result<void> carried(const SharedCommit::Operation& operation) {
    try {
        return operation ? operation() : Result<void>();
    } catch (const std::exception& thrown) {
        return Error(
            Status::internal,
            Problem{"outbox.internal", "",
                    std::string("Writing to the outbox failed: ") + thrown.what() + ".",
                    "Report this with the log to whoever supplied the connector.", Owner::vendor});
    }
}

}  // namespace

Result<void> SharedCommit::run(Operation operation) {
    std::unique_lock lock(mutex_);
    Waiting& own = take_place(std::move(operation));
    queue_.push_back(&own);
    if (leading_) {
        own.woken.wait(lock, [&] { return own.leads || own.outcome.has_value(); });
    }
    if (!own.outcome.has_value()) {
        leading_ = true;
        gather(lock);
        lead(lock);
    }
    Result<void> outcome = std::move(*own.outcome);
    free_places_.push_back(&own);
    return outcome;
}

SharedCommit::Waiting& SharedCommit::take_place(Operation operation) {
    if (free_places_.empty()) {
        places_.push_back(std::make_unique<Waiting>());
        free_places_.reserve(places_.size());
        free_places_.push_back(places_.back().get());
    }
    Waiting& place = *free_places_.back();
    free_places_.pop_back();
    place.operation = std::move(operation);
    place.outcome.reset();
    place.leads = false;
    return place;
}

/// Those who were in the last batch have just been woken and may be about to come back: the leader
/// gives way to them for a moment instead of waiting for the disk alone.
void SharedCommit::gather(std::unique_lock<std::mutex>& lock) {
    std::size_t idle = 0;
    while (queue_.size() < last_batch_ && idle < yields_max) {
        const std::size_t before = queue_.size();
        lock.unlock();
        std::this_thread::yield();
        lock.lock();
        idle = queue_.size() == before ? idle + 1 : 0;
    }
}

void SharedCommit::run_later(Operation operation, Finished finished) {
    const std::lock_guard lock(mutex_);
    later_.push_back({std::move(operation), std::move(finished)});
}

Result<void> SharedCommit::flush() {
    {
        const std::lock_guard lock(mutex_);
        if (later_.empty() && !leading_) {
            return {};
        }
    }
    // Without an operation of its own: it waits for a commit under way and starts one only if
    // something is left.
    return run(nullptr);
}

std::size_t SharedCommit::waiting() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

void SharedCommit::lead(std::unique_lock<std::mutex>& lock) {
    const std::size_t count = std::min(queue_.size(), limits::commit_batch_max);
    const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(count);
    const std::vector<Waiting*> batch(queue_.begin(), end);
    queue_.erase(queue_.begin(), end);
    const std::vector<Later> later = std::exchange(later_, {});
    lock.unlock();
    const Result<void> outcome = carry_out(batch, later);
    lock.lock();
    last_batch_ = batch.size();
    for (Waiting* waiting : batch) {
        waiting->outcome = outcome;
    }
    Waiting* next = queue_.empty() ? nullptr : queue_.front();
    if (next == nullptr) {
        leading_ = false;
    } else {
        next->leads = true;
    }
    // Outside the lock, or each would wake only to wait for it.
    lock.unlock();
    for (std::size_t index = 1; index < batch.size(); ++index) {
        batch[index]->woken.notify_one();
    }
    if (next != nullptr) {
        next->woken.notify_one();
    }
    lock.lock();
}

Result<void> SharedCommit::carry_out(const std::vector<Waiting*>& batch,
                                     const std::vector<Later>& later) {
    const bool nothing = later.empty() && std::all_of(batch.begin(), batch.end(),
                                                      [](Waiting* one) { return !one->operation; });
    if (nothing) {
        return {};
    }
    Result<void> outcome = write(batch, later);
    for (const Later& one : later) {
        one.finished(outcome);
    }
    return outcome;
}

Result<void> SharedCommit::write(const std::vector<Waiting*>& batch,
                                 const std::vector<Later>& later) {
    Result<void> step = transaction_.begin();
    for (std::size_t index = 0; step.ok() && index < later.size(); ++index) {
        step = carried(later[index].operation);
    }
    for (std::size_t index = 0; step.ok() && index < batch.size(); ++index) {
        step = carried(batch[index]->operation);
    }
    if (!step.ok()) {
        transaction_.roll_back();
        return step;
    }
    const Result<void> committed = transaction_.commit();
    if (committed.ok()) {
        return {};
    }
    // An error of the commit itself says nothing: the database is asked.
    transaction_.roll_back();
    const Result<bool> happened = transaction_.took_effect();
    if (!happened.ok()) {
        return Error(Status::storage,
                     Problem{"outbox.commit_unknown", "",
                             "The disk failed while the outbox was written, and whether the change "
                             "was kept cannot be read: " +
                                 committed.error().first().cause,
                             "Repair the disk, restart, and submit the document again: what was "
                             "kept is recognised.",
                             Owner::it});
    }
    return happened.value() ? Result<void>() : committed;
}

}  // namespace sage
