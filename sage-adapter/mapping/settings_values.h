// SPDX-License-Identifier: Apache-2.0
// Values of settings that have passed the schema, with what stands where nothing is said. Pure; any
// thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/json.h"

namespace sage {

using TextMap = std::map<std::string, std::string, std::less<>>;

std::string text_or(const JsonValue& value, std::string_view pointer, std::string_view fallback);
std::int64_t number_or(const JsonValue& value, std::string_view pointer, std::int64_t fallback);
/// False where nothing is said.
bool truth_at(const JsonValue& value, std::string_view pointer);
/// The texts of an object; empty where there is none.
TextMap map_at(const JsonValue& value, std::string_view pointer);
/// The unit codes of a list; the usual ones for a piece where there is none.
std::vector<std::string> unit_codes_at(const JsonValue& value, std::string_view pointer);

/// "https://host[:port]", with a port that there can be.
bool is_server_address(std::string_view address);

}  // namespace sage
