// SPDX-License-Identifier: Apache-2.0
// What the warehouse did against what Sage has, document by document and in total, to the penny.
// Pure functions: what is compared comes from the WMS and from Sage's control interface, never from
// the plugin.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "mock-host/control.h"
#include "mock-host/wms/trade.h"

namespace wms {

/// A document that the WMS handed over and that should be one document in Sage.
struct Expected {
    std::string document_id;         ///< the warehouse's number
    std::string external_reference;  ///< from the receipt
    std::string effect;              ///< sale, credit, stock_increase, stock_decrease
    std::string customer;            ///< empty: a guest, not compared
    std::string date;
    Decimal net;                           ///< signed: a credit is negative
    std::map<std::string, Decimal> units;  ///< goods by item, unsigned
    std::vector<std::string> tracking_numbers;
    bool posted = true;  ///< false: known to wait for a person, so not in Sage
};

struct Finding {
    std::string document_id;
    std::string what;  ///< one sentence with both values
};

struct Reconciliation {
    std::int64_t sage_documents = 0;
    std::int64_t sage_duplicates = 0;
    Decimal net_wms;
    Decimal net_sage;
    Decimal gross_sage;  ///< compared by who knows the warehouse's own
    std::vector<Finding> findings;

    Decimal difference() const { return net_wms - net_sage; }
    bool balances() const {
        return findings.empty() && sage_duplicates == 0 && difference().is_zero();
    }
};

/// @param net_wms  counted independently of `expected`
Reconciliation reconcile(const std::vector<Expected>& expected,
                         const std::vector<SageDocument>& sage, Decimal net_wms);

/// False for a ledger: its documents have amounts and name no items, so that neither units,
/// tracking numbers nor stock can be compared.
bool has_goods(const std::vector<SageDocument>& sage);

/// Stock by site and item on both sides, for the places the WMS names.
std::vector<Finding> reconcile_stock(
    const std::map<std::pair<std::string, std::string>, Decimal>& wms,
    const std::vector<SageStock>& sage);

/// Drops the documents that were in Sage before the run and are none of ours.
void keep_relevant(std::vector<SageDocument>& sage, const std::vector<Expected>& expected,
                   std::int64_t position_before);

/// Signed net of a Sage document: credits count negative, stock movements nothing.
Decimal signed_net(const SageDocument& document);
/// The same of its gross.
Decimal signed_gross(const SageDocument& document);

Expected expected_of(const Despatch& despatch);
Expected expected_of(const Return& credit);
Expected expected_of(const Adjustment& adjustment);

}  // namespace wms
