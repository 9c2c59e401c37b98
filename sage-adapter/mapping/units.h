// SPDX-License-Identifier: Apache-2.0
// The unit of a line against the units that its item has in Sage, and the setting "unitConversion"
// (unit_conversion.json, which every edition's settings have word for word). A unit is converted
// exactly or not at all: quantity and price are other numbers afterwards and come to the same
// amount. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sage-adapter/catalogue/catalogue.h"
#include "sage-adapter/document/document.h"
#include "sage-adapter/mapping/fit_text.h"

namespace sage {

/// The product or the quotient if it ends within ten places; otherwise, and when it is too large,
/// nothing.
std::optional<Decimal> exact_product(const Decimal& left, const Decimal& right);
std::optional<Decimal> exact_quotient(const Decimal& dividend, const Decimal& divisor);

/// How an edition keeps a unit of a unit group in its catalogue: a record with the group and the
/// unit's name in these fields, how many base units it is, and "true" where it is the base unit.
namespace unit_field {
inline constexpr std::string_view group = "match:unitGroup";
inline constexpr std::string_view name = "match:unitName";
inline constexpr std::string_view factor = "conversionFactor";
inline constexpr std::string_view is_base = "isBase";
}  // namespace unit_field

/// The id of such a record: unique, although groups have units of the same name.
std::string unit_record_id(std::string_view group, std::string_view unit);

/// The units of one item, whose catalogue records are of `kind`.
struct ItemUnits {
    const Catalogue& catalogue;
    std::string_view kind;
    std::string_view group;

    /// False: nothing is known of the units of this group, and nothing can be said.
    bool known() const;
    /// The group has an active unit of this name.
    bool has(std::string_view unit) const;
    /// How many base units of the group one `unit` is that the group lacks, by what other groups
    /// say of it in units that this group has, too. Nothing: none says it, or they disagree.
    std::optional<Decimal> base_units_in(std::string_view unit) const;
};

/// The line in a unit of which it has `times` for each of its own: quantity, lots, price and unit
/// cost. Its amount is what it was. Nothing: a number of it would not be exact.
std::optional<Line> in_other_unit(const Line& line, const Decimal& times);

struct ConvertedLine {
    std::string unit;  ///< of Sage
    Line line;         ///< in that unit
    Decimal times;     ///< so many of that unit for one of its own
};
/// The line in the base unit of the group or, where that is not exact, in another unit of it. The
/// amount of the line is what it was. Nothing: no unit of the group takes it exactly.
std::optional<ConvertedLine> convert_line(const ItemUnits& units, std::string_view unit,
                                          const Line& line);

/// That a line is in Sage in another unit. `unit` is Sage's name of the unit it came in.
Remark conversion_remark(const Line& line, std::string_view unit, const ConvertedLine& converted);

}  // namespace sage
