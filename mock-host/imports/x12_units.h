// SPDX-License-Identifier: Apache-2.0
// Units of ASC X12 (data element 355) as the contract has them: UN/ECE Recommendation 20, with the
// packages of Recommendation 21 behind an X, as Recommendation 20 itself says since its revision
// 11: CA (case) is XCS, EA is EA, DZ is DZN.
#pragma once

#include <optional>
#include <string_view>

#include "mock-host/wms/decimal.h"

namespace wms {

/// Nothing for a unit that this table does not have: it is not guessed.
std::optional<std::string_view> unit_of_x12(std::string_view code);

/// C62, EA and H87 all say one piece.
bool is_same_unit(std::string_view left, std::string_view right);

/// A number as X12 (type R) and XML Schema (decimal) write one: leading zeros and a plus are
/// allowed, and no exponent.
std::optional<Decimal> lexical_decimal(std::string_view text);

}  // namespace wms
