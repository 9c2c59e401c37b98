// SPDX-License-Identifier: Apache-2.0
// Serial Shipping Container Codes: eighteen digits that name one parcel in the world. An extension
// digit, the GS1 company prefix, a serial number, and a check digit (GS1 General Specifications,
// section 7.9: weights 3 and 1 from the right).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mock-host/result.h"

namespace wms {

/// @param prefix  extension digit and company prefix: 8 to 13 digits
/// @param serial  the rest; refused where it has more digits than are left
Result<std::string> sscc_of(std::string_view prefix, std::int64_t serial);

/// Eighteen digits whose last is the check digit of the others.
bool is_sscc(std::string_view text);

}  // namespace wms
