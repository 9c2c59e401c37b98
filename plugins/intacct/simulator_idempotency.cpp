// SPDX-License-Identifier: Apache-2.0
// A key belongs to one request: method, path and body bytes together.
#include "plugins/intacct/simulator_idempotency.h"

#include <fmt/format.h>

#include "plugins/intacct/simulator_reply.h"
#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_intacct {

Sha256 Idempotency::fingerprint(std::string_view method, std::string_view target,
                                std::string_view body) {
    std::string request;
    request.reserve(method.size() + target.size() + body.size() + 2);
    request.append(method).append(1, '\n').append(target).append(1, '\n').append(body);
    return sha256(request);
}

Idempotency::Found Idempotency::look_up(std::string_view key, const Sha256& request,
                                        std::int64_t now_ms) const {
    const auto found = kept_.find(key);
    if (found == kept_.end() || now_ms - found->second.since_ms >= key_memory_ms) {
        return {};
    }
    const Kept& kept = found->second;
    if (kept.request != request) {
        return {Finding::other_request, {}, kept.since_ms};
    }
    if (now_ms < kept.running_until_ms) {
        return {Finding::running, {}, kept.since_ms};
    }
    if (now_ms - kept.since_ms >= replay_window_ms) {
        return {Finding::expired, {}, kept.since_ms};
    }
    return {Finding::replay, json_reply(kept.status, kept.body), kept.since_ms};
}

void Idempotency::keep(std::string_view key, const Sha256& request, const Reply& reply,
                       std::int64_t now_ms, std::int64_t running_until_ms) {
    Kept kept{request, now_ms, running_until_ms, reply.status, reply.body};
    kept.body.shrink_to_fit();
    kept_.insert_or_assign(std::string(key), std::move(kept));
}

Reply refused_key(Idempotency::Finding finding, std::string_view key) {
    Refusal refusal;
    refusal.status = 409;
    refusal.code = "invalidRequest";
    refusal.message =
        finding == Idempotency::Finding::running
            ? fmt::format("A request with idempotency key '{}' is still in progress", key)
        : finding == Idempotency::Finding::expired
            ? fmt::format("Idempotency key '{}' was used before; its answer is no longer kept", key)
            : fmt::format("Idempotency key '{}' was used with a different request", key);
    refusal.envelope = Envelope::top;
    return reply_to(refusal);
}

void mark_replayed(Reply& reply, std::string_view key, std::int64_t since_ms) {
    reply.headers.push_back({"Idempotency-Key", std::string(key)});
    reply.headers.push_back({"x-ia-idempotency-cached-date", date_time_of(since_ms)});
}

}  // namespace sage::simulated_intacct
