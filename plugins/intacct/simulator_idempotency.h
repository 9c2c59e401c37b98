// SPDX-License-Identifier: Apache-2.0
// Idempotency keys as Sage keeps them: the first answer, failures included, is given again for 48
// hours; for 60 days the key is remembered and refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "plugins/intacct/simulator_record.h"
#include "sage-adapter/document/hash.h"
#include "sage-adapter/transport/transport.h"

namespace sage::simulated_intacct {

class Idempotency {
  public:
    /// What a key says about a request that carries it.
    enum class Finding : std::uint8_t { fresh, replay, running, expired, other_request };
    struct Found {
        Finding finding = Finding::fresh;
        Reply reply;                ///< to give again
        std::int64_t since_ms = 0;  ///< when the first request came
    };

    static Sha256 fingerprint(std::string_view method, std::string_view target,
                              std::string_view body);

    Found look_up(std::string_view key, const Sha256& request, std::int64_t now_ms) const;
    /// Keeps the answer; the key counts as running until `running_until_ms`.
    void keep(std::string_view key, const Sha256& request, const Reply& reply, std::int64_t now_ms,
              std::int64_t running_until_ms);

  private:
    struct Kept {
        Sha256 request;
        std::int64_t since_ms;
        std::int64_t running_until_ms;
        int status;
        std::string body;
    };
    std::unordered_map<std::string, Kept, TextHash, std::equal_to<>> kept_;
};

inline constexpr std::size_t idempotency_key_bytes_max = 256;
inline constexpr std::int64_t replay_window_ms = 48LL * 3'600'000;
inline constexpr std::int64_t key_memory_ms = 60LL * 86'400'000;

/// The answer to a request that its key forbids.
Reply refused_key(Idempotency::Finding finding, std::string_view key);

/// Adds the headers that mark a reply as given again.
void mark_replayed(Reply& reply, std::string_view key, std::int64_t since_ms);

}  // namespace sage::simulated_intacct
