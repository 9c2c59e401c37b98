// SPDX-License-Identifier: Apache-2.0
// One thread: events have an order.
#include "mock-host/events.h"

namespace wms {

Events::Events(Pull pull) : pull_(std::move(pull)), thread_([this] { run(); }) {}

Events::~Events() {
    stop();
}

void Events::wake() {
    const std::lock_guard lock(mutex_);
    ++calls_;
    called_.notify_one();
}

void Events::drain() {
    std::unique_lock lock(mutex_);
    const std::uint64_t mine = ++calls_;
    called_.notify_one();
    drained_.wait(lock, [&] { return served_ >= mine || stopping_; });
}

void Events::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        called_.notify_all();
        drained_.notify_all();
    }
    if (thread_.joinable()) {
        thread_.join();
    }
}

void Events::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        called_.wait(lock, [this] { return calls_ > served_ || stopping_; });
        if (stopping_) {
            return;
        }
        const std::uint64_t seen = calls_;
        lock.unlock();
        while (pull_()) {
        }
        lock.lock();
        served_ = seen;
        drained_.notify_all();
    }
}

}  // namespace wms
