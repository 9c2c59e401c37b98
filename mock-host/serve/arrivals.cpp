// SPDX-License-Identifier: Apache-2.0
#include "mock-host/serve/arrivals.h"

namespace wms::serve {

Arrivals::Arrivals(std::chrono::milliseconds patience)
    : patience_(patience), thread_([this] { watch(); }) {}

Arrivals::~Arrivals() {
    cut_all();
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        changed_.notify_all();
    }
    thread_.join();
}

void Arrivals::cut_all() {
    const std::lock_guard lock(mutex_);
    for (const auto& [number, one] : expected_) {
        one.cut();
    }
    expected_.clear();
}

std::uint64_t Arrivals::expect(std::function<void()> cut) {
    const std::lock_guard lock(mutex_);
    expected_[++last_] = {std::chrono::steady_clock::now() + patience_, std::move(cut)};
    changed_.notify_all();
    return last_;
}

void Arrivals::arrived(std::uint64_t number) {
    const std::lock_guard lock(mutex_);
    expected_.erase(number);
}

void Arrivals::watch() {
    std::unique_lock lock(mutex_);
    while (!ending_) {
        if (expected_.empty()) {
            changed_.wait(lock);
            continue;
        }
        // All have the same patience, so that the first to come is the first to be cut off.
        const auto first = expected_.begin();
        if (first->second.until <= std::chrono::steady_clock::now()) {
            first->second.cut();
            expected_.erase(first);
        } else {
            const auto until = first->second.until;
            changed_.wait_until(lock, until);
        }
    }
}

}  // namespace wms::serve
