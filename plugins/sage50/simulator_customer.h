// SPDX-License-Identifier: Apache-2.0
// The account that a document is for: whether Sage takes documents for it, and what a document has
// of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plugins/sage50/simulator_company.h"
#include "plugins/sage50/simulator_reply.h"

namespace sage::simulated_sage50 {

/// The account of the document, its reference in capitals; refused if it takes none.
std::optional<Refusal> check_customer(const Company& company, Row& document);

/// Name, addresses and terms that the document does not have itself.
void default_from_customer(const Company& company, Row& document);

/// Sage keeps each address a second time, without empty lines between.
void put_compact_address(Row& document);

/// YYYY-MM-DD, so many days later.
std::string later(std::string_view day, std::int64_t days);

/// The ledger is closed on that day.
bool is_closed(const Company& company, std::string_view day);

}  // namespace sage::simulated_sage50
