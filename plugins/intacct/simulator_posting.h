// SPDX-License-Identifier: Apache-2.0
// What a document does to the books: its amounts, the stock it moves, the ledger entry it makes and
// the source document it closes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plugins/intacct/simulator_company.h"
#include "plugins/intacct/simulator_reply.h"

namespace sage::simulated_intacct {

using Movements = std::map<std::pair<std::string, std::string>, Decimal>;

/// The net amount of a line: unitQuantity times unitPrice (or unitCost), less the discount, times
/// the multiplier, to two places, half away from zero. Nothing when it does not fit.
std::optional<Decimal> line_net(const Company& company, const Record& line);

/// Under which id the table of units has that unit of that group: its name for the first group with
/// a unit of the name, for others with the group before it.
std::string unit_table_id(const Company& company, std::string_view group, std::string_view unit);

/// Units of the item's group to base units. Nothing if the unit is not in the group.
std::optional<Decimal> unit_factor(const Company& company, const Record& line, bool order_entry);

/// What is received of an exchange rate into the header: a rate or a type, whose rate for the
/// document's currency is put there. Refuses both together, types and rates that there are not, and
/// rates that are not positive (simulator_currency.cpp).
void take_exchange_rate(const Company& company, const Record& received, Record& header,
                        std::vector<Detail>& refusals);
/// Both currencies or none, known ones, with a rate if they differ and no other than 1 if not.
void check_currencies(const Company& company, const Record& header, std::vector<Detail>& refusals);

/// Fills in the read-only fields of the lines and the totals of the header.
void compute_amounts(const Company& company, const Definition& definition, StoredDocument& document,
                     std::vector<Detail>& refusals);

/// True for states in which Sage has posted a document; a draft or a submitted one waits.
bool is_posted_state(std::string_view state);

/// What the document moves when it is posted; positive into the warehouse.
Movements movements(const Company& company, const Definition& definition,
                    const StoredDocument& document);

/// Refuses movements that take more than is there, unless the warehouse allows it.
void check_stock(const Company& company, const Movements& moves, std::vector<Detail>& refusals);
void apply_stock(Company& company, const Movements& moves);
Movements difference(const Movements& after, const Movements& before);

/// Gives the document a ledger entry, with a new key each time, if its definition posts one.
void post_receivable(Company& company, const Definition& definition, StoredDocument& document);

/// Checks the source of a converted document: its definition, state, lines and quantities.
void check_conversion(Company& company, const Definition& definition,
                      const StoredDocument& document, std::vector<Detail>& refusals);
/// Moves converted quantities of the source's lines by +1 or -1 times the document's.
void apply_conversion(Company& company, const StoredDocument& document, int sign,
                      std::int64_t now_ms);

}  // namespace sage::simulated_intacct
