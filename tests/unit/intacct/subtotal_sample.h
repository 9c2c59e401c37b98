// SPDX-License-Identifier: Apache-2.0
// A company whose charges and allowances are subtotals, and documents without tax.
#pragma once

#include "tests/unit/intacct/gateway_sample.h"

namespace sage::intacct::sample {

inline constexpr std::string_view with_subtotals = R"({
    "subtotals": {"POST": "Freight", "DISC": "Trade discount"},
    "taxRules": [{"destination": ["FR"], "schedule": null},
                 {"schedule": null, "percent": "0"}]})";

inline Settings subtotal_settings(std::string_view changes = "{}") {
    json::value all = parsed(with_subtotals);
    const json::value wanted = parsed(changes);
    for (const json::key_value_pair& change : wanted.as_object()) {
        all.as_object()[change.key()] = change.value();
    }
    return gateway_settings(json::serialize(all));
}

inline Catalogue subtotal_catalogue(std::string_view enabled = "true") {
    std::vector<CatalogueRecord> all = records();
    for (CatalogueRecord& one : all) {
        if (one.kind == kind::order_entry_definition) {
            one.fields[std::string(enable_subtotals_field)] = enabled;
        }
    }
    return {std::move(all), 1};
}

inline AllowanceCharge charge_of(const char* reason, const char* amount, bool adds = true) {
    AllowanceCharge charge;
    charge.charge_indicator = adds;
    charge.reason_code = reason;
    charge.amount = {*Decimal::parse(amount), "GBP"};
    return charge;
}

/// 6 of SKU-100 at 3.39, which is 20.34, with these charges.
inline Document untaxed(const char* name, std::vector<AllowanceCharge> charges) {
    Document subject = document(name);
    for (Line& line : subject.lines) {
        line.tax = {};
    }
    subject.allowance_charges = std::move(charges);
    return subject;
}

inline Preparation by_subtotals(const Document& subject,
                                const Settings& chosen = subtotal_settings(),
                                const Catalogue& known = subtotal_catalogue(), bool past = false) {
    return prepare_by_settings(chosen,
                               {subject, known, reference, key, "2026-11-25", {}, {}, past});
}

}  // namespace sage::intacct::sample
