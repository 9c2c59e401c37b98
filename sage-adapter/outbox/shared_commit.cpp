// SPDX-License-Identifier: Apache-2.0
// Who leads: a caller that finds nobody leading, or the first of those who gathered while the last
// batch was written. The leader's own operation is always the first of its batch.
#include "sage-adapter/outbox/shared_commit.h"

#include <algorithm>
#include <exception>
#include <new>
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
        own.woken.wait(lock, [&] { return own.leads || own.done(); });
    }
    if (!own.done()) {
        leading_ = true;
        gather(lock);
        lead(lock);
    }
    free_places_.push_back(&own);
    if (own.out_of_memory) {
        throw std::bad_alloc();
    }
    return std::move(*own.outcome);
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
    place.out_of_memory = false;
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

/// Nothing in here may be thrown before the others are woken: they would wait for ever, and so
/// would everybody after them.
void SharedCommit::lead(std::unique_lock<std::mutex>& lock) {
    Batch batch;
    for (; batch.size < batch.all.size() && !queue_.empty(); ++batch.size) {
        batch.all.at(batch.size) = queue_.front();
        queue_.pop_front();
    }
    const std::vector<Later> later = std::exchange(later_, {});
    lock.unlock();
    std::optional<Result<void>> outcome;
    carry_out(batch, later, outcome);
    lock.lock();
    last_batch_ = batch.size;
    for (std::size_t index = 0; index < batch.size; ++index) {
        Waiting& waiting = *batch.all.at(index);
        try {
            waiting.outcome = outcome;
        } catch (const std::bad_alloc&) {
            waiting.outcome.reset();
        }
        waiting.out_of_memory = !waiting.outcome.has_value();
    }
    Waiting* next = queue_.empty() ? nullptr : queue_.front();
    if (next == nullptr) {
        leading_ = false;
    } else {
        next->leads = true;
    }
    // Outside the lock, or each would wake only to wait for it.
    lock.unlock();
    for (std::size_t index = 1; index < batch.size; ++index) {
        batch.all.at(index)->woken.notify_one();
    }
    if (next != nullptr) {
        next->woken.notify_one();
    }
    lock.lock();
}

/// No outcome: there was no memory to tell of one.
void SharedCommit::carry_out(const Batch& batch, const std::vector<Later>& later,
                             std::optional<Result<void>>& outcome) noexcept {
    const auto end = batch.all.begin() + static_cast<std::ptrdiff_t>(batch.size);
    const bool nothing = later.empty() && std::all_of(batch.all.begin(), end,
                                                      [](Waiting* one) { return !one->operation; });
    if (nothing) {
        outcome.emplace();
        return;
    }
    try {
        outcome.emplace(write(batch, later));
    } catch (const std::exception&) {
        outcome.reset();
        transaction_.roll_back();
    }
    const Result<void> without_memory(Error(Status::internal, std::vector<Problem>()));
    for (const Later& one : later) {
        try {
            one.finished(outcome.has_value() ? *outcome : without_memory);
        } catch (const std::bad_alloc&) {
            // Nobody can be told; what was not written is found again when its lease has run out.
        }
    }
}

Result<void> SharedCommit::write(const Batch& batch, const std::vector<Later>& later) {
    Result<void> step = transaction_.begin();
    for (std::size_t index = 0; step.ok() && index < later.size(); ++index) {
        step = carried(later[index].operation);
    }
    for (std::size_t index = 0; step.ok() && index < batch.size; ++index) {
        step = carried(batch.all.at(index)->operation);
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
        return Error(
            Status::storage,
            Problem{
                "outbox.commit_unknown", "",
                "The outbox failed while it was written, and whether the change was "
                "kept cannot be read: " +
                    committed.error().first().cause,
                "Repair the disk or the server, restart, and submit the document again: what was "
                "kept is recognised.",
                Owner::it});
    }
    return happened.value() ? Result<void>() : committed;
}

}  // namespace sage
