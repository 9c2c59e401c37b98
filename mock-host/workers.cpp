// SPDX-License-Identifier: Apache-2.0
// Sleep and wake. A call may be answered by any sleeper, a round by each of them. Invariants under
// the mutex: summoned_ <= sleepers_, to_rise_ <= sleepers_.
#include "mock-host/workers.h"

#include <algorithm>
#include <chrono>

namespace wms {

namespace {

// A sleeper looks again at least this often, however far away its due time is.
constexpr std::int64_t kSleepRealMsMax = 60'000;

}  // namespace

Workers::Workers(unsigned count, const Clock& clock, Work work)
    : clock_(clock), work_(std::move(work)), due_ms_(count, kNever) {
    threads_.reserve(count);
    for (std::size_t index = 0; index < count; ++index) {
        threads_.emplace_back([this, index] { run(index); });
    }
}

Workers::~Workers() {
    stop();
}

void Workers::wake() {
    const std::lock_guard lock(mutex_);
    ++calls_;
    if (summoned_ < sleepers_) {
        ++summoned_;
        called_.notify_one();
    }
}

void Workers::wake_all() {
    const std::lock_guard lock(mutex_);
    ++calls_;
    ++rounds_;
    to_rise_ = sleepers_;
    called_.notify_all();
}

Workers::Rest Workers::wait_asleep(std::int64_t real_ms_max) {
    std::unique_lock lock(mutex_);
    Rest rest;
    rest.asleep = asleep_.wait_for(lock, std::chrono::milliseconds(real_ms_max),
                                   [this] { return all_asleep(); });
    rest.next_due_ms = *std::min_element(due_ms_.begin(), due_ms_.end());
    return rest;
}

bool Workers::all_asleep() const {
    return sleepers_ == due_ms_.size() && summoned_ == 0 && to_rise_ == 0;
}

void Workers::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        called_.notify_all();
    }
    for (std::thread& thread : threads_) {
        if (thread.joinable()) {
            thread.join();
        }
    }
}

void Workers::run(std::size_t index) {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        const std::uint64_t seen = calls_;
        lock.unlock();
        const Turn turn = work_();
        lock.lock();
        if (!turn.idle) {
            // Where one found work there may be more.
            if (summoned_ < sleepers_) {
                ++summoned_;
                called_.notify_one();
            }
            continue;
        }
        if (calls_ == seen && !stopping_) {
            due_ms_[index] = turn.next_due_ms;
            sleep(lock, turn.next_due_ms);
        }
    }
}

void Workers::sleep(std::unique_lock<std::mutex>& lock, std::int64_t due_ms) {
    const std::uint64_t round = rounds_;
    ++sleepers_;
    if (all_asleep()) {
        asleep_.notify_all();
    }
    const auto called = [&] { return summoned_ > 0 || rounds_ != round || stopping_; };
    if (clock_.jumps() || due_ms == kNever) {
        called_.wait(lock, called);
    } else {
        const std::int64_t wait_ms =
            std::clamp<std::int64_t>(due_ms - clock_.now_ms(), 1, kSleepRealMsMax);
        called_.wait_for(lock, std::chrono::milliseconds(wait_ms), called);
    }
    --sleepers_;
    if (rounds_ != round) {
        --to_rise_;
    }
    // Whoever rises asks for work after the call was made, and so answers it.
    if (summoned_ > 0) {
        --summoned_;
    }
}

}  // namespace wms
