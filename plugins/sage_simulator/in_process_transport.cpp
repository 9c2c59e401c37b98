// SPDX-License-Identifier: Apache-2.0
// Fates to evidence. A request that was dropped has been written: the client cannot know better.
#include "plugins/sage_simulator/in_process_transport.h"

namespace sage {
namespace {

std::uint64_t bytes_of(const Request& request) {
    std::uint64_t bytes = request.method.size() + request.target.size() + request.body.size();
    for (const Header& header : request.headers) {
        bytes += header.name.size() + header.value.size() + 4;
    }
    return bytes;
}

}  // namespace

Evidence InProcessTransport::exchange(const Request& request, std::int64_t time_limit_ms) {
    ++exchanges_;
    Evidence evidence;
    if (down_) {
        evidence.reason = "connection refused";
        return evidence;
    }
    SimulatedExchange exchange = simulator_.handle(request);
    evidence.bytes_sent = bytes_of(request);
    evidence.outcome = Outcome::maybe_sent;
    if (exchange.delay_ms > time_limit_ms) {
        evidence.reason = "no reply in time";
        return evidence;
    }
    switch (exchange.fate) {
        case Fate::drop_request:
        case Fate::drop_reply:
            evidence.reason = "connection closed without a reply";
            break;
        case Fate::cut_reply:
            evidence.reason = "connection closed in the middle of the reply";
            break;
        case Fate::deliver:
            evidence.outcome = Outcome::answered;
            evidence.reply = std::move(exchange.reply);
            break;
    }
    return evidence;
}

}  // namespace sage
