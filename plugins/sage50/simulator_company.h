// SPDX-License-Identifier: Apache-2.0
// The state of one simulated company of Sage 50, what its installation is like, and the switches
// for what nobody published.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage50/simulator_model.h"
#include "plugins/sage50/simulator_record.h"

namespace sage::simulated_sage50 {

/// README.md, "Switches".
struct Behaviours {
    std::int64_t failure_status = 500;
    std::int64_t token_refusal_status = 403;
    std::int64_t message_style = 0;
    std::int64_t invoice_consignment = 0;
    std::int64_t fine_decimals = 0;
    std::int64_t fractional_adjustments = 0;
    std::int64_t backup_from_minute = 0;
    std::int64_t backup_until_minute = 0;
    bool busy_is_ok = false;
    bool accept_unknown_fields = false;
    bool cut_long_texts = false;
    bool refuse_unmappable_texts = false;
    bool month_first = false;
    bool binary_noise = true;
    bool padded_keys_match = false;
    bool like_contains = false;
    bool ignore_case = false;
    bool allocate_what_is_there = false;
    bool allocate_is_total = false;
    bool partial_despatch_invoices = true;
    bool take_held_customers = false;
    bool accept_terms_not_agreed = false;
    bool lock_date_stops_documents = true;
    bool failed_update_keeps_invoice = true;
    bool patch_posted_invoice = false;
    bool patch_appends_lines = false;
    bool separate_credit_numbers = true;
    bool deleted_rows_remain = true;
    bool refuse_zero_invoices = true;
    bool lines_from_product = false;
    bool typed_date_times = false;
};

/// The programs on the customer's machine.
struct Installation {
    int sage_version = 31;
    int sage_minor = 1;
    std::string api_version = "1.25.0.0";
    std::string auth_token = "simulated-auth-token";
    /// SDO's error for whoever logs in; 0: the log-in succeeds.
    std::int64_t logon_error = 0;
    /// Operations that another program has running.
    std::set<std::string, std::less<>> busy;

    /// The REST interface is that version or a later one.
    bool has_api(int major, int minor, int patch) const;
};

/// What one request set aside for an order. Sage keeps no record of it; whoever tests asks for it.
struct SetAside {
    struct Line {
        std::int64_t item_id = 0;
        std::string stock_code;
        Decimal quantity;
        Decimal in_all;  ///< with what was set aside and has left before
    };
    std::int64_t id = 0;  ///< as of a record
    std::int64_t order = 0;
    std::vector<Line> lines;
};

struct Company {
    Company();

    const Table& table(std::string_view name) const;
    /// Null if there is none, or if it was deleted.
    const Row* find(std::string_view table, std::string_view key) const;
    const Row* find(std::string_view table, std::int64_t key) const;
    std::vector<const Row*> all(std::string_view table, std::int64_t key) const;
    /// The one record of COMPANY.
    const Row& settings() const;

    /// Adds a record made now.
    Row& add(std::string_view table, Row row);
    void add(SetAside set_aside);
    /// The same record, to be changed now.
    Row& change(std::string_view table, const Row& row);
    void remove(std::string_view table, const Row& row);

    bool flag(std::string_view setting) const { return settings().integer(setting) != 0; }
    int width(std::string_view table, std::string_view column) const;
    std::string today() const;
    /// YYYY-MM-DD HH:MM:SS
    std::string moment() const;

    Models models;
    Behaviours behaviours;
    Installation installation;
    std::int64_t now_ms = 0;  ///< set for each request and change

    std::int64_t next_order = 1;
    std::int64_t next_invoice = 1;
    std::int64_t next_credit = 5001;
    std::int64_t next_item = 1;  ///< ITEMID, of orders and invoices
    std::int64_t next_gdn = 1;
    std::int64_t next_gdn_item = 1;
    std::int64_t next_movement = 1;
    std::int64_t next_split = 1;
    std::int64_t next_header = 1;

    std::vector<SetAside> set_aside;  ///< in the order in which it was

    std::string guest_customer;
    std::map<std::string, std::string> charges;    ///< charge code of the warehouse -> stock code
    std::map<std::string, std::string> tax_codes;  ///< tax code of the warehouse -> "T1"
    /// What was seeded for each place: Sage 50 keeps one quantity of a product.
    std::map<std::pair<std::string, std::string>, std::string> seeded_stock;

    Table& writable(std::string_view name);

  private:
    std::map<std::string, Table, std::less<>> tables_;
    std::int64_t last_id_ = 0;
};

/// Fills a new company with settings, tax codes, nominal codes, departments and couriers.
void add_default_company(Company& company);

}  // namespace sage::simulated_sage50
