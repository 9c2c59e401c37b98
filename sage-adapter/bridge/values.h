// SPDX-License-Identifier: Apache-2.0
// C values to C++ values and back, by the memory rules of wms_plugin.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sage-adapter/base/status.h"
#include "wms/wms_plugin.h"

namespace sage {

/// Nothing for a null pointer with a length.
std::optional<std::string_view> view_of(wms_str text);
wms_str text_of(std::string_view text);

/// Gives the text to the receiver. Without effect when `out` is null or smaller than version 1.0.
void give(wms_doc* out, std::string json);

/// Fills `out` (if it can be) and returns the status to return.
wms_status give(wms_error* out, const Error& error);

/// Reads what a callee filled into an error struct of ours, fit to be shown, and releases it.
std::string take_message(wms_error& error);

}  // namespace sage
