// SPDX-License-Identifier: Apache-2.0
// The audit trail: one line of JSON per announced side effect, on disk before the effect happens,
// hash-chained to the line before it (audit_line.h).
// Threads that announce at the same time share one write and one flush: the first becomes the
// leader and writes for all who wait; who comes meanwhile is served by the next leader. Those of
// one flush sleep apart from those of the next, so that each wakes once.
#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "mock-host/result.h"

namespace wms {

/// Its name in a data folder.
inline constexpr const char* kAuditFile = "audit.jsonl";

/// Thread-safe.
class Audit {
  public:
    static Result<std::unique_ptr<Audit>> open(const std::filesystem::path& path);
    Audit(const Audit&) = delete;
    Audit& operator=(const Audit&) = delete;
    ~Audit();

    /// One record, or several with a line break between them. Success means that all of them are on
    /// disk. After a failed flush nothing is accepted any more:
    /// the operating system may have dropped what it could not write.
    Done append(std::string_view records);

    /// How many flushes served how many records.
    struct Figures {
        std::uint64_t records = 0;
        std::uint64_t flushes = 0;
    };
    Figures figures() const;

  private:
    Audit(int descriptor, std::string last_hash)
        : descriptor_(descriptor), last_hash_(std::move(last_hash)) {}
    void flush(std::unique_lock<std::mutex>& lock);

    const int descriptor_;
    mutable std::mutex mutex_;
    std::array<std::condition_variable, 2> flushed_;  ///< of even and of odd flushes
    std::string waiting_;                             ///< lines not yet written
    std::string last_hash_;                           ///< of the last of all lines
    std::uint64_t accepted_ = 0;                      ///< records that joined waiting_, ever
    std::uint64_t durable_ = 0;                       ///< of these, on disk
    std::uint64_t begun_ = 0;                         ///< flushes
    std::uint64_t flushes_ = 0;
    bool leading_ = false;  ///< a thread is writing
    int failure_ = 0;       ///< errno of the flush that failed
};

}  // namespace wms
