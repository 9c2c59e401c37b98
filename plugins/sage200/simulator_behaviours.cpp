// SPDX-License-Identifier: Apache-2.0
// The switches by name. Each is explained in README.md.
#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>

#include "plugins/sage200/simulator_control.h"
#include "plugins/sage200/simulator_reply.h"

namespace sage::simulated_sage200 {
namespace {

namespace json = boost::json;

struct Flag {
    std::string_view name;
    bool Behaviours::* member;
};
constexpr auto flags = std::to_array<Flag>({
    {"denyConsent", &Behaviours::deny_consent},
    {"offline", &Behaviours::offline},
    {"wrapLists", &Behaviours::wrap_lists},
    {"createdStatus", &Behaviours::created_status},
    {"urnAsText", &Behaviours::urn_as_text},
    {"wrongSiteIsEmpty", &Behaviours::wrong_site_is_empty},
    {"acceptUnknownFields", &Behaviours::accept_unknown_fields},
    {"acceptReadOnlyFields", &Behaviours::accept_read_only_fields},
    {"acceptMissingWarehouse", &Behaviours::accept_missing_warehouse},
    {"roundDecimals", &Behaviours::round_decimals},
    {"refuseReference", &Behaviours::refuse_reference},
    {"refuseNegativeValues", &Behaviours::refuse_negative_values},
    {"postedCreditsNegative", &Behaviours::posted_credits_negative},
    {"ignoreCase", &Behaviours::ignore_case},
    {"taxByLine", &Behaviours::tax_by_line},
    {"ignoreUnrecordedTracking", &Behaviours::ignore_unrecorded_tracking},
    {"ignoreUnknownSelect", &Behaviours::ignore_unknown_select},
});

struct Amount {
    std::string_view name;
    std::int64_t Behaviours::* member;
    std::int64_t least;
    std::int64_t most;
};
constexpr std::int64_t much = 1'000'000'000'000;
constexpr auto amounts = std::to_array<Amount>({
    {"errorShape", &Behaviours::error_shape, 0, error_shape_last},
    {"tokenSeconds", &Behaviours::token_seconds, 1, much},
    {"refreshSeconds", &Behaviours::refresh_seconds, 1, much},
    {"tokenRefusalStatus", &Behaviours::token_refusal_status, 400, 403},
    {"queryLagMs", &Behaviours::query_lag_ms, 0, much},
    {"throttleRequests", &Behaviours::throttle_requests, 0, much},
    {"throttleMs", &Behaviours::throttle_ms, 1, much},
});

bool set_one(Behaviours& behaviours, std::string_view name, const json::value& value) {
    for (const Flag& flag : flags) {
        if (flag.name == name && value.is_bool()) {
            behaviours.*flag.member = value.get_bool();
            return true;
        }
    }
    for (const Amount& amount : amounts) {
        if (amount.name == name && value.is_int64() && value.get_int64() >= amount.least &&
            value.get_int64() <= amount.most) {
            behaviours.*amount.member = value.get_int64();
            return true;
        }
    }
    return false;
}

}  // namespace

std::optional<simulated::ControlFault> apply_behaviours(Company& company,
                                                        const json::value& change) {
    if (!change.is_object()) {
        return simulated::ControlFault{"", "The switches are no object.", "Send a JSON object."};
    }
    Behaviours changed = company.behaviours;
    for (const auto& [name, value] : change.get_object()) {
        if (!set_one(changed, name, value)) {
            return simulated::ControlFault{fmt::format("/{}", std::string(name)),
                                           "The switch is unknown or its value does not fit.",
                                           "GET /control/behaviours shows all switches."};
        }
    }
    company.behaviours = changed;
    return std::nullopt;
}

Reply control_behaviours(const Company& company) {
    json::object all;
    for (const Flag& flag : flags) {
        all[flag.name] = company.behaviours.*flag.member;
    }
    for (const Amount& amount : amounts) {
        all[amount.name] = company.behaviours.*amount.member;
    }
    return simulated::json_reply(200, json::serialize(all));
}

}  // namespace sage::simulated_sage200
