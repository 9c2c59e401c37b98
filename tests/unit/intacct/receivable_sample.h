// SPDX-License-Identifier: Apache-2.0
// A company that uses accounts receivable and not Order Entry, and its documents.
#pragma once

#include "tests/unit/intacct/golden.h"

namespace sage::intacct::sample {

inline constexpr std::string_view receivable_json = R"({
    "definitions": {}, "currency": "GBP",
    "receivable": {"documents": ["despatchAdvice", "returnAdvice"], "dueDays": 30,
                   "adjustmentReference": "documentNumber",
                   "accounts": [{"charges": ["POST"], "set": {"glAccount": "4010"}},
                                {"set": {"glAccount": "4000"}}]},
    "fields": {"externalReference": "nsp::WMS_REFERENCE", "despatchId": "memo",
               "orderLineReference": "nsp::WMS_ORDER_LINE"}})";

/// The settings above, with members of `receivable` replaced, or removed with null, and others of
/// all settings.
inline std::string receivable_changes(std::string_view of_receivable = "{}",
                                      std::string_view of_all = "{}") {
    json::value all = parsed(receivable_json);
    const auto lay_over = [](json::object& target, const json::value& changes) {
        for (const json::key_value_pair& change : changes.as_object()) {
            if (change.value().is_null()) {
                target.erase(change.key());
            } else {
                target[change.key()] = change.value();
            }
        }
    };
    lay_over(all.at("receivable").as_object(), parsed(of_receivable));
    lay_over(all.as_object(), parsed(of_all));
    return json::serialize(all);
}

inline Settings receivable_settings(std::string_view of_receivable = "{}",
                                    std::string_view of_all = "{}") {
    return settings(receivable_changes(of_receivable, of_all));
}

inline std::vector<CatalogueRecord> receivable_records() {
    std::vector<CatalogueRecord> all = records();
    const auto model = [](std::string_view object) {
        return record(kind::definition, object,
                      {{"idempotenceSupported", "true"},
                       {"header:nsp::WMS_REFERENCE", "writable"},
                       {"header:nsp::PARCELS", "writable"},
                       {"lines", "known"},
                       {"line:nsp::WMS_ORDER_LINE", "writable"},
                       {"line:nsp::LABELS", "writable"}});
    };
    all.push_back(model("accounts-receivable/invoice"));
    all.push_back(model("accounts-receivable/adjustment"));
    all.push_back(record(kind::account, "1100", {{"disallowDirectPosting", "true"}}));
    all.push_back(record(kind::account, "1200"));
    all.push_back(record(kind::account, "4000"));
    all.push_back(record(kind::account, "4010"));
    all.push_back(record(kind::account, "4020"));
    all.push_back(record(kind::tax_detail, "UK Sale Goods Standard Rate", {{"taxPercent", "20"}}));
    all.push_back(record(kind::tax_schedule_detail, "UK Sale Goods Standard Rate",
                         {{"taxDetail.id", "UK Sale Goods Standard Rate"}}));
    return all;
}

inline Catalogue receivable_catalogue() {
    return {receivable_records(), 1};
}

template <class Change>
Catalogue receivable_catalogue_with(std::string_view kind_of, std::string_view id, Change change) {
    std::vector<CatalogueRecord> all = receivable_records();
    for (CatalogueRecord& one : all) {
        if (one.kind == kind_of && one.id == id) {
            change(one);
        }
    }
    return {std::move(all), 1};
}

inline Catalogue receivable_catalogue_without(std::string_view kind_of, std::string_view id = "") {
    std::vector<CatalogueRecord> all = receivable_records();
    std::erase_if(all, [&](const CatalogueRecord& one) {
        return one.kind == kind_of && (id.empty() || one.id == id);
    });
    return {std::move(all), 1};
}

inline Preparation received(const Document& subject, const Settings& chosen = receivable_settings(),
                            const Catalogue& known = receivable_catalogue(),
                            const std::vector<Related>& related = {}) {
    return prepared(subject, chosen, known, related);
}

inline Send receivable_send(const Document& subject, const Settings& chosen = receivable_settings(),
                            const Catalogue& known = receivable_catalogue()) {
    return expect_kind<Send>(received(subject, chosen, known));
}

inline Hold receivable_hold(const Document& subject, const Settings& chosen = receivable_settings(),
                            const Catalogue& known = receivable_catalogue()) {
    Hold hold = expect_kind<Hold>(received(subject, chosen, known));
    expect_complete(hold.problem);
    return hold;
}

}  // namespace sage::intacct::sample
