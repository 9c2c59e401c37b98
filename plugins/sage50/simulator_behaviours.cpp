// SPDX-License-Identifier: Apache-2.0
// The switches by name. Each is explained in README.md.
#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>

#include "plugins/sage50/simulator_control.h"

namespace sage::simulated_sage50 {
namespace {

namespace json = boost::json;

struct Flag {
    std::string_view name;
    bool Behaviours::* member;
};
constexpr auto flags = std::to_array<Flag>({
    {"busyIsOk", &Behaviours::busy_is_ok},
    {"acceptUnknownFields", &Behaviours::accept_unknown_fields},
    {"cutLongTexts", &Behaviours::cut_long_texts},
    {"refuseUnmappableTexts", &Behaviours::refuse_unmappable_texts},
    {"monthFirst", &Behaviours::month_first},
    {"binaryNoise", &Behaviours::binary_noise},
    {"paddedKeysMatch", &Behaviours::padded_keys_match},
    {"likeContains", &Behaviours::like_contains},
    {"ignoreCase", &Behaviours::ignore_case},
    {"allocateWhatIsThere", &Behaviours::allocate_what_is_there},
    {"allocateIsTotal", &Behaviours::allocate_is_total},
    {"partialDespatchInvoices", &Behaviours::partial_despatch_invoices},
    {"takeHeldCustomers", &Behaviours::take_held_customers},
    {"acceptTermsNotAgreed", &Behaviours::accept_terms_not_agreed},
    {"lockDateStopsDocuments", &Behaviours::lock_date_stops_documents},
    {"failedUpdateKeepsInvoice", &Behaviours::failed_update_keeps_invoice},
    {"patchPostedInvoice", &Behaviours::patch_posted_invoice},
    {"patchAppendsLines", &Behaviours::patch_appends_lines},
    {"separateCreditNumbers", &Behaviours::separate_credit_numbers},
    {"deletedRowsRemain", &Behaviours::deleted_rows_remain},
    {"refuseZeroInvoices", &Behaviours::refuse_zero_invoices},
    {"linesFromProduct", &Behaviours::lines_from_product},
    {"typedDateTimes", &Behaviours::typed_date_times},
});

struct Amount {
    std::string_view name;
    std::int64_t Behaviours::* member;
    std::int64_t least;
    std::int64_t most;
};
constexpr auto amounts = std::to_array<Amount>({
    {"failureStatus", &Behaviours::failure_status, 400, 599},
    {"tokenRefusalStatus", &Behaviours::token_refusal_status, 401, 403},
    {"messageStyle", &Behaviours::message_style, 0, 2},
    {"invoiceConsignment", &Behaviours::invoice_consignment, 0, 2},
    {"fineDecimals", &Behaviours::fine_decimals, 0, 2},
    {"fractionalAdjustments", &Behaviours::fractional_adjustments, 0, 2},
    {"backupFromMinute", &Behaviours::backup_from_minute, 0, 1'439},
    {"backupUntilMinute", &Behaviours::backup_until_minute, 0, 1'440},
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

}  // namespace sage::simulated_sage50
