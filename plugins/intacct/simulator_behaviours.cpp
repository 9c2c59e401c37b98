// SPDX-License-Identifier: Apache-2.0
// The switches for what Sage's documentation leaves open, by name.
#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>

#include "plugins/intacct/simulator_control.h"
#include "plugins/intacct/simulator_reply.h"
#include "sage-adapter/base/json.h"

namespace sage::simulated_intacct {
namespace {

namespace json = boost::json;

struct Flag {
    std::string_view name;
    bool Behaviours::* member;
};
constexpr auto flags = std::to_array<Flag>({
    {"cacheThrottled", &Behaviours::cache_throttled},
    {"announceLimits", &Behaviours::announce_limits},
    {"announceDate", &Behaviours::announce_date},
    {"acceptNegativeQuantity", &Behaviours::accept_negative_quantity},
    {"ignoreDocumentNumber", &Behaviours::ignore_document_number},
    {"acceptMissingPrice", &Behaviours::accept_missing_price},
    {"acceptMissingWarehouse", &Behaviours::accept_missing_warehouse},
    {"acceptCostOnDecrease", &Behaviours::accept_cost_on_decrease},
    {"requireDueDateOrTerm", &Behaviours::require_due_date_or_term},
    {"requireUnitCost", &Behaviours::require_unit_cost},
    {"acceptPatchPaid", &Behaviours::accept_patch_paid},
    {"acceptPatchClosedPeriod", &Behaviours::accept_patch_closed_period},
    {"arriveByTransferOut", &Behaviours::arrive_by_transfer_out},
    {"receivableNeedsLabel", &Behaviours::receivable_needs_label},
    {"requireAdjustmentSummary", &Behaviours::require_adjustment_summary},
    {"recomputeReceivableTax", &Behaviours::recompute_receivable_tax},
    {"hideReceivableTaxRows", &Behaviours::hide_receivable_tax_rows},
    {"denyConsent", &Behaviours::deny_consent},
    {"keepRefreshTokens", &Behaviours::keep_refresh_tokens},
    {"refuseUnknownEntity", &Behaviours::refuse_unknown_entity},
    {"gatewayChecksRunning", &Behaviours::gateway_checks_running},
    {"gatewayRemembersFailed", &Behaviours::gateway_remembers_failed},
    {"gatewayMalformedSilent", &Behaviours::gateway_malformed_silent},
    {"gatewayNeedsPassword", &Behaviours::gateway_needs_password},
    {"gatewayAdjustmentNumber", &Behaviours::gateway_adjustment_number},
    {"gatewayAdditionalInfo", &Behaviours::gateway_additional_info},
    {"ignoreSubtotals", &Behaviours::ignore_subtotals},
    {"unsignedSubtotals", &Behaviours::unsigned_subtotals},
    {"subtotalsInSubtotal", &Behaviours::subtotals_in_subtotal},
    {"showSubtotalRows", &Behaviours::show_subtotal_rows},
});

struct Amount {
    std::string_view name;
    std::int64_t Behaviours::* member;
    std::int64_t least;
    std::int64_t most;
};
constexpr std::int64_t much = 1'000'000'000'000;
constexpr auto amounts = std::to_array<Amount>({
    {"businessErrorStatus", &Behaviours::business_error_status, 400, 422},
    {"runningMs", &Behaviours::running_ms, 0, much},
    {"dateAheadMs", &Behaviours::date_ahead_ms, 0, much},
    {"queryLagMs", &Behaviours::query_lag_ms, 0, much},
    {"tokenSeconds", &Behaviours::token_seconds, 1, much},
    {"throttleRequests", &Behaviours::throttle_requests, 0, much},
    {"throttleMs", &Behaviours::throttle_ms, 1, much},
    {"minuteRequests", &Behaviours::minute_requests, 0, much},
    {"applicationAtOnce", &Behaviours::application_at_once, 0, much},
    {"tenantAtOnce", &Behaviours::tenant_at_once, 0, much},
    {"othersAtOnce", &Behaviours::others_at_once, 0, much},
    {"gatewaySessionSeconds", &Behaviours::gateway_session_seconds, 1, much},
    {"gatewayRepeatError", &Behaviours::gateway_repeat_error, 0, 3},
    {"gatewayMemoryMs", &Behaviours::gateway_memory_ms, 0, much},
    {"subtotalTaxPercent", &Behaviours::subtotal_tax_percent, 0, 100},
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
    if (name == "lengths" && value.is_object()) {
        behaviours.lengths.clear();
        for (const auto& [field, most] : value.get_object()) {
            if (!most.is_int64() || most.get_int64() < 1) {
                return false;
            }
            behaviours.lengths.emplace(field, most.get_int64());
        }
        return true;
    }
    if (name == "ignoredFields" && value.is_array()) {
        behaviours.ignored_fields.clear();
        for (const json::value& field : value.get_array()) {
            behaviours.ignored_fields.emplace_back(text_at(field, ""));
        }
        return true;
    }
    return false;
}

}  // namespace

std::optional<ControlFault> apply_behaviours(Company& company, const json::value& change) {
    if (!change.is_object()) {
        return ControlFault{"", "The switches are no object.", "Send a JSON object."};
    }
    Behaviours changed = company.behaviours;
    for (const auto& [name, value] : change.get_object()) {
        if (!set_one(changed, name, value)) {
            return ControlFault{fmt::format("/{}", std::string(name)),
                                "The switch is unknown or its value does not fit.",
                                "GET /control/behaviours shows all switches."};
        }
    }
    company.behaviours = std::move(changed);
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
    all["lengths"] = json::value_from(company.behaviours.lengths);
    all["ignoredFields"] = json::value_from(company.behaviours.ignored_fields);
    return json_reply(200, json::serialize(all));
}

}  // namespace sage::simulated_intacct
