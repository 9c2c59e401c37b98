// SPDX-License-Identifier: Apache-2.0
// Creating, changing and deleting documents: order-entry and inventory-control alike.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <string_view>
#include <vector>

#include "plugins/intacct/simulator_body.h"
#include "plugins/intacct/simulator_company.h"
#include "plugins/intacct/simulator_reply.h"

namespace sage::simulated_intacct {

/// Who asks, and when.
struct Caller {
    std::string_view entity;  ///< empty: the top level
    std::int64_t now_ms = 0;
};

struct Written {
    Reply reply;
    bool created = false;
    bool changed = false;
};

/// `subtotals`: those that a function of the XML gateway named.
Written create_document(Company& company, Definition& definition, const boost::json::object& body,
                        const Caller& caller, std::vector<Subtotal> subtotals = {});
Written change_document(Company& company, Definition& definition, StoredDocument& document,
                        const boost::json::object& sent, const Caller& caller);
Written delete_document(Company& company, Definition& definition, StoredDocument& document,
                        const Caller& caller);

/// Warehouse transfers (simulator_transfer.cpp): created as a draft, posted or sent on their way,
/// and received by a change. Nothing else is simulated of them.
Written create_transfer(Company& company, Definition& transfers, const boost::json::object& body,
                        const Caller& caller);
Written change_transfer(Company& company, Definition& transfers, StoredDocument& document,
                        const boost::json::object& sent, const Caller& caller);

/// Invoices and adjustments of accounts receivable (simulator_receivable.cpp): created as a draft
/// or posted. `rate` has the digits of an exchange rate that came as a number; empty: none did.
/// Nothing else is simulated of them.
Written create_receivable(Company& company, Definition& definition, const boost::json::object& body,
                          std::string_view rate, const Caller& caller);
/// The field that numbers them.
FieldId receivable_number(Company& company, const Definition& definition);

/// So that queries and conversions find it by its number and references.
void index_document(Company& company, const Definition& definition, const StoredDocument& document);

/// The reference that answers a write: key, id, href and, for documents, the type. Nothing else.
Reply written_reply(int status, const Definition& definition, std::uint64_t key);

/// The rules a document must keep, old or new: dates, parties, units, tracking, currencies, smart
/// rules. @param body  what the request said, for fields that are refused only when sent
void check_rules(const Company& company, const Definition& definition,
                 const StoredDocument& document, const Caller& caller,
                 std::vector<Detail>& refusals);

/// 400 for a wrong request or 422 for a refusal of the company; null if neither.
std::optional<Refusal> refusal_of(const Company& company, const Definition& definition,
                                  std::string_view operation, std::vector<Detail> faults,
                                  std::vector<Detail> business);

}  // namespace sage::simulated_intacct
