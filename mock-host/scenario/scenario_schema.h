// SPDX-License-Identifier: Apache-2.0
// What may stand in a scenario: scenario.schema.json, which the program carries, no member twice,
// and no number with a point, since amounts and quantities are texts.
#pragma once

#include <boost/json/value.hpp>
#include <string_view>

#include "mock-host/result.h"

namespace wms::scenarios {

/// The text as JSON. scenario.syntax: it is none; the pointer is "line 3, column 7".
/// scenario.invalid: the pointer is that of the first violation, the cause names them all.
Result<boost::json::value> read_strictly(std::string_view text);

}  // namespace wms::scenarios
