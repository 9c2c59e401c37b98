// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/settings_values.h"

#include <charconv>

namespace sage {
namespace {

constexpr std::string_view scheme = "https://";
constexpr int port_max = 65'535;

}  // namespace

std::string text_or(const JsonValue& value, std::string_view pointer, std::string_view fallback) {
    const std::string_view text = text_at(value, pointer);
    return std::string(text.empty() ? fallback : text);
}

std::int64_t number_or(const JsonValue& value, std::string_view pointer, std::int64_t fallback) {
    const JsonValue* const found = at_pointer(value, pointer);
    return found != nullptr && found->is_int64() ? found->get_int64() : fallback;
}

bool truth_at(const JsonValue& value, std::string_view pointer) {
    const JsonValue* const found = at_pointer(value, pointer);
    return found != nullptr && found->is_bool() && found->get_bool();
}

TextMap map_at(const JsonValue& value, std::string_view pointer) {
    TextMap map;
    const JsonValue* const found = at_pointer(value, pointer);
    if (found != nullptr && found->is_object()) {
        for (const auto& [name, entry] : found->get_object()) {
            if (entry.is_string()) {
                map.emplace(std::string(name), std::string(entry.get_string()));
            }
        }
    }
    return map;
}

std::vector<std::string> unit_codes_at(const JsonValue& value, std::string_view pointer) {
    const JsonValue* const found = at_pointer(value, pointer);
    if (found == nullptr || !found->is_array()) {
        return {"C62", "EA", "H87"};
    }
    std::vector<std::string> codes;
    for (const JsonValue& one : found->get_array()) {
        codes.emplace_back(text_at(one, ""));
    }
    return codes;
}

bool is_server_address(std::string_view address) {
    if (!address.starts_with(scheme) || address.size() == scheme.size()) {
        return false;
    }
    const std::size_t colon = address.find(':', scheme.size());
    if (colon == std::string_view::npos) {
        return true;
    }
    const std::string_view digits = address.substr(colon + 1);
    int port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    return error == std::errc() && end == digits.data() + digits.size() && port >= 1 &&
           port <= port_max;
}

}  // namespace sage
