// SPDX-License-Identifier: Apache-2.0
#include "mock-host/imports/x12_units.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace wms {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array<Pair, 24> kUnits = {{
    {"BG", "XBG"},  // bag
    {"BX", "XBX"},  // box
    {"CA", "XCS"},  // case
    {"CT", "XCT"},  // carton
    {"DZ", "DZN"},  // dozen
    {"EA", "EA"},   // each
    {"FT", "FOT"},  // foot
    {"GA", "GLL"},  // US gallon
    {"GR", "GRM"},  // gram
    {"IN", "INH"},  // inch
    {"KG", "KGM"},  // kilogram
    {"LB", "LBR"},  // pound
    {"LT", "LTR"},  // litre
    {"MR", "MTR"},  // metre
    {"OZ", "ONZ"},  // ounce
    {"PC", "H87"},  // piece
    {"PK", "XPK"},  // package
    {"PL", "XPX"},  // pallet
    {"PR", "PR"},   // pair
    {"RL", "XRO"},  // roll
    {"ST", "SET"},  // set
    {"TB", "XTU"},  // tube
    {"UN", "C62"},  // unit
    {"YD", "YRD"},  // yard
}};

bool is_piece(std::string_view unit) {
    return unit == "C62" || unit == "EA" || unit == "H87";
}

}  // namespace

std::optional<std::string_view> unit_of_x12(std::string_view code) {
    const auto* found = std::find_if(kUnits.begin(), kUnits.end(),
                                     [&](const Pair& pair) { return pair.first == code; });
    return found == kUnits.end() ? std::nullopt : std::optional(found->second);
}

bool is_same_unit(std::string_view left, std::string_view right) {
    return left == right || (is_piece(left) && is_piece(right));
}

std::optional<Decimal> lexical_decimal(std::string_view text) {
    std::string plain;
    if (text.starts_with('-')) {
        plain = "-";
    }
    if (text.starts_with('-') || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    const std::size_t zeros = std::min(text.find_first_not_of('0'), text.size());
    const bool had_zero = zeros > 0;
    text.remove_prefix(zeros);
    if (text.empty() || text.front() == '.') {
        if (!had_zero && text.size() < 2) {
            return std::nullopt;
        }
        plain += '0';
    }
    plain += text;
    if (plain.ends_with('.')) {
        plain.pop_back();
    }
    return Decimal::parse(plain);
}

}  // namespace wms
