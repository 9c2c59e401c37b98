// SPDX-License-Identifier: Apache-2.0
#include "mock-host/serve/log_ins.h"

#include <algorithm>

#include "mock-host/serve/secret_text.h"

namespace wms::serve {
namespace {

constexpr std::size_t kSecretBytes = 32;
/// Names that were tried: more of them at once is somebody who guesses names, too.
constexpr std::size_t kNamesMax = 1000;

}  // namespace

std::string LogIns::open(const std::string& name) {
    const std::int64_t now_ms = clock_.now_ms();
    const std::lock_guard lock(mutex_);
    wrong_.erase(name);
    if (kept_.size() >= kAtOnceMax) {
        kept_.erase(std::min_element(kept_.begin(), kept_.end(), [](const auto& a, const auto& b) {
            return a.second.seen_ms < b.second.seen_ms;
        }));
    }
    std::string cookie = random_hex(kSecretBytes);
    kept_[cookie] = {{name, random_hex(kSecretBytes)}, now_ms, now_ms};
    return cookie;
}

std::optional<LogIn> LogIns::find(const std::string& cookie) {
    const std::int64_t now_ms = clock_.now_ms();
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(cookie);
    if (found == kept_.end()) {
        return std::nullopt;
    }
    Kept& kept = found->second;
    if (now_ms - kept.seen_ms > kIdleMs || now_ms - kept.opened_ms > kLifeMs) {
        kept_.erase(found);
        return std::nullopt;
    }
    kept.seen_ms = now_ms;
    return kept.log_in;
}

void LogIns::close(const std::string& cookie) {
    const std::lock_guard lock(mutex_);
    kept_.erase(cookie);
}

bool LogIns::may_try(const std::string& name) {
    const std::int64_t now_ms = clock_.now_ms();
    const std::lock_guard lock(mutex_);
    std::erase_if(wrong_, [&](const auto& one) { return now_ms - one.second.last_ms > kWaitMs; });
    const auto found = wrong_.find(name);
    return found == wrong_.end() ? wrong_.size() < kNamesMax : found->second.in_a_row < kWrongMax;
}

void LogIns::note_wrong(const std::string& name) {
    const std::int64_t now_ms = clock_.now_ms();
    const std::lock_guard lock(mutex_);
    Wrong& wrong = wrong_[name];
    ++wrong.in_a_row;
    wrong.last_ms = now_ms;
}

}  // namespace wms::serve
