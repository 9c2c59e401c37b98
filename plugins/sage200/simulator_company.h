// SPDX-License-Identifier: Apache-2.0
// The state of one simulated company of Sage 200, and the switches for what nobody published.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "plugins/sage200/simulator_model.h"
#include "plugins/sage200/simulator_record.h"

namespace sage::simulated_sage200 {

/// README.md, "Switches".
struct Behaviours {
    std::int64_t error_shape = 0;
    std::int64_t token_seconds = 28'800;
    std::int64_t refresh_seconds = 90 * 86'400;
    std::int64_t token_refusal_status = 400;
    std::int64_t query_lag_ms = 0;
    std::int64_t throttle_requests = 0;
    std::int64_t throttle_ms = 60'000;
    bool deny_consent = false;
    bool offline = false;
    bool wrap_lists = false;
    bool created_status = false;
    bool urn_as_text = false;
    bool wrong_site_is_empty = false;
    bool accept_unknown_fields = false;
    bool accept_read_only_fields = false;
    bool accept_missing_warehouse = false;
    bool round_decimals = false;
    bool refuse_reference = false;
    bool refuse_negative_values = true;
    bool posted_credits_negative = true;
    bool ignore_case = false;
    bool tax_by_line = true;
    bool ignore_unrecorded_tracking = false;
    bool ignore_unknown_select = false;
};

struct Company {
    Company() : models(all_models()) {}

    Table& table(std::string_view model);
    /// Empty if there never was a record.
    const Table& table(std::string_view model) const;
    /// Null if there is none.
    const Row* find(std::string_view model, std::int64_t id) const;
    /// A record with the next id and the time; the caller adds it to its table.
    Row make(std::int64_t now_ms);
    /// The one record of its kind, as settings are.
    Row& only(std::string_view model) { return table(model).rows().front(); }
    const Row& only(std::string_view model) const { return table(model).rows().front(); }
    /// The user may do this in sales orders.
    bool permits(std::string_view permission) const;
    std::string next_number(std::string_view series);

    Site site;
    Models models;
    std::map<std::string, Table, std::less<>> tables;  ///< by model
    Behaviours behaviours;
    /// Resources that the user's role has no right to: answered with 403.
    std::set<std::string, std::less<>> forbidden;
    std::map<std::string, std::int64_t, std::less<>> numbers;  ///< last one of each series
    std::string closed_until;  ///< YYYY-MM-DD; no posting up to that day
    std::int64_t last_id = 27'000;
    std::int64_t last_urn = 1'300;
    std::string site_id = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
    std::int64_t company_id = 1;
    std::string user_name = "wms";
    std::string client_id = "wms-client";
    std::string client_secret = "simulated-client-secret";
    std::string guest_customer;
    std::map<std::string, std::string> charges;    ///< charge code of the warehouse -> nominal code
    std::map<std::string, std::string> tax_codes;  ///< tax code of the warehouse -> tax code
};

/// Fills a new company with settings, permissions, tax codes, nominal codes and a warehouse.
void add_default_company(Company& company, std::int64_t now_ms);

}  // namespace sage::simulated_sage200
