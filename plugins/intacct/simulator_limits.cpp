// SPDX-License-Identifier: Apache-2.0
#include "plugins/intacct/simulator_limits.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "plugins/intacct/simulator_reply.h"

namespace sage::simulated_intacct {
namespace {

constexpr std::int64_t minute_ms = 60'000;

void add(Reply& reply, std::string_view name, std::int64_t value) {
    reply.headers.push_back({std::string(name), std::to_string(value)});
}

Reply too_many() {
    return gateway_reply(429, "GW-0010", "API rate limit exceeded", Envelope::top);
}

}  // namespace

void CallLimits::Window::count(std::int64_t now_ms, std::int64_t lasts_ms) {
    if (now_ms - began_ms >= lasts_ms) {
        began_ms = now_ms;
        calls = 0;
    }
    ++calls;
}

std::int64_t CallLimits::application_left(const Behaviours& behaviours) const {
    return behaviours.application_at_once - *in_progress_;
}

std::int64_t CallLimits::tenant_left(const Behaviours& behaviours) const {
    return behaviours.tenant_at_once - behaviours.others_at_once - *in_progress_;
}

CallLimits::Admission CallLimits::admit(const Behaviours& behaviours, std::int64_t now_ms) {
    Admission admission;
    const bool application_full =
        behaviours.application_at_once > 0 && application_left(behaviours) <= 0;
    const bool tenant_full = behaviours.tenant_at_once > 0 && tenant_left(behaviours) <= 0;
    if (application_full || tenant_full) {
        admission.refusal = too_many();
        return admission;
    }
    if (behaviours.throttle_requests > 0) {
        hard_.count(now_ms, behaviours.throttle_ms);
        if (hard_.calls > behaviours.throttle_requests) {
            hard_.calls = behaviours.throttle_requests;
            const std::int64_t wait_ms = hard_.began_ms + behaviours.throttle_ms - now_ms;
            admission.refusal = too_many();
            add(*admission.refusal, "Retry-After", (wait_ms + 999) / 1'000);
            add(*admission.refusal, "X-IA-Hour-Rate-Limit-Retry-After", (wait_ms + 999) / 1'000);
            return admission;
        }
    }
    minute_.count(now_ms, minute_ms);
    beyond_minute_ +=
        behaviours.minute_requests > 0 && minute_.calls > behaviours.minute_requests ? 1 : 0;
    const std::int64_t now_in_progress = ++*in_progress_;
    at_once_most_ = std::max(at_once_most_, now_in_progress);
    admission.place =
        std::shared_ptr<void>(nullptr, [in_progress = in_progress_](void*) { --*in_progress; });
    return admission;
}

void CallLimits::describe(Reply& reply, const Behaviours& behaviours) const {
    if (!behaviours.announce_limits) {
        return;
    }
    if (behaviours.application_at_once > 0) {
        add(reply, "X-IA-Throttle-Limit", behaviours.application_at_once);
        add(reply, "X-IA-Throttle-Limit-Remaining", application_left(behaviours));
    }
    if (behaviours.tenant_at_once > 0) {
        reply.headers.push_back({"X-IA-TENANT-Throttle-Limit",
                                 "LIMIT001-" + std::to_string(behaviours.tenant_at_once)});
        add(reply, "X-IA-TENANT-Throttle-Limit-Remaining", tenant_left(behaviours));
    }
    if (behaviours.minute_requests > 0) {
        add(reply, "X-IA-Minute-Rate-Limit", behaviours.minute_requests);
        add(reply, "X-IA-Minute-Rate-Limit-Remaining", behaviours.minute_requests - minute_.calls);
    }
    if (behaviours.throttle_requests > 0) {
        add(reply, "X-IA-Hour-Rate-Limit", behaviours.throttle_requests);
        add(reply, "X-IA-Hour-Rate-Limit-Remaining", behaviours.throttle_requests - hard_.calls);
    }
}

}  // namespace sage::simulated_intacct
