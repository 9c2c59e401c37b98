// SPDX-License-Identifier: Apache-2.0
// Units of lines and charges: the unit code by the settings to a unit of Sage, and that unit
// against those that the item has there (mapping/units.h), so that Sage never has to refuse a line
// for it.
#include "plugins/intacct/intacct.h"
#include "sage-adapter/mapping/units.h"

namespace sage::intacct {
namespace {

Hold hold(std::string_view code, std::string pointer, std::string cause, std::string fix,
          Owner owner, std::string root_cause) {
    return {{std::string(code), std::move(pointer), std::move(cause), std::move(fix), owner},
            std::move(root_cause)};
}

std::string waits_for(const std::string& unit, const CatalogueRecord& item) {
    return unit + " of " + item.id;
}

ItemUnits units_of(const Catalogue& catalogue, const CatalogueRecord* item) {
    return {catalogue, kind::unit, field_of(item, unit_group_field)};
}

Hold not_in_group(const std::string& unit, const CatalogueRecord& item,
                  const std::string& pointer) {
    const std::string group(field_of(&item, unit_group_field));
    return hold("intacct.unit_not_of_item", pointer,
                "The unit group " + group + " of item " + item.id + " has no unit " + unit + ".",
                "Add the unit to the group or the item to another group in Sage Intacct, or let "
                "units be converted by the setting /unitConversion.",
                Owner::finance, "itemUnit:" + waits_for(unit, item));
}

Hold not_exact(const std::string& unit, const CatalogueRecord& item, const Line& line,
               const std::string& pointer) {
    const std::string group(field_of(&item, unit_group_field));
    return hold("intacct.unit_not_exact", pointer,
                line.quantity.value.text() + " " + unit + " of item " + item.id +
                    " cannot be written exactly, with its price, in any unit of the group " +
                    group + ".",
                "Add the unit to the group in Sage Intacct, or send a new version of the document "
                "in a unit that the group has, and withdraw this one.",
                Owner::finance, "exactUnit:" + waits_for(unit, item));
}

Hold original_unusable(const std::string& unit, const std::string& why, const std::string& pointer,
                       std::string root_cause) {
    return hold("intacct.original_unit_unusable", pointer,
                "The line was posted in the unit " + unit + ", " + why + ".",
                "Give the item that unit in Sage Intacct until this is posted; or post it there by "
                "hand and record its number with an operatorDecision, or withdraw it.",
                Owner::finance, std::move(root_cause));
}

// The unit in which it is in the books, if the item has it still.
Mapped<std::string> posted_unit(const Catalogue& catalogue, const CatalogueRecord* item,
                                const std::string& unit, const std::string& pointer) {
    if (item != nullptr) {
        const ItemUnits units = units_of(catalogue, item);
        if (!units.has(unit) && units.known()) {
            return {{},
                    original_unusable(unit, "which item " + item->id + " does not have any more",
                                      pointer, "posted-unit:" + waits_for(unit, *item))};
        }
    }
    return {unit, std::nullopt};
}

// A line in the unit in which what it belongs to is in the books.
Mapped<UnitLine> posted_line_unit(Draft& draft, const CatalogueRecord* item, const Line& line,
                                  const std::string& pointer) {
    const PostedTerms::Unit& posted = *line.posted->unit;
    Mapped<std::string> unit = posted_unit(draft.input.catalogue, item, posted.name, pointer);
    if (unit.hold || posted.times == Decimal::of(1)) {
        return {{std::move(unit.value), std::nullopt}, std::move(unit.hold)};
    }
    std::optional<Line> converted = in_other_unit(line, posted.times);
    if (!converted) {
        return {{},
                original_unusable(posted.name,
                                  "and " + line.quantity.value.text() + " " + posted.code +
                                      " cannot be written exactly in it",
                                  pointer, "")};
    }
    draft.remarks.push_back(
        conversion_remark(line, posted.code, {posted.name, *converted, posted.times}));
    return {{posted.name, std::move(converted), posted.times}, std::nullopt};
}

bool is_posted_in_unit(const std::optional<PostedTerms>& posted, std::string_view code) {
    return posted && posted->unit && posted->unit->code == code;
}

}  // namespace

Mapped<std::string> map_unit(const Settings& settings, std::string_view unit_code,
                             const std::string& pointer) {
    const auto found = settings.units.find(unit_code);
    if (found != settings.units.end()) {
        return {found->second, std::nullopt};
    }
    const std::string code(unit_code);
    return {{},
            hold("intacct.unit_unmapped", pointer, "The unit " + code + " is not in the settings.",
                 "Add the unit code with the name of Sage's unit to the setting /units.", Owner::it,
                 "unit:" + code)};
}

Mapped<UnitLine> map_line_unit(Draft& draft, const CatalogueRecord* item, const Line& line,
                               const std::string& pointer) {
    if (is_posted_in_unit(line.posted, line.quantity.unit_code)) {
        return posted_line_unit(draft, item, line, pointer);
    }
    Mapped<std::string> unit = map_unit(draft.settings, line.quantity.unit_code, pointer);
    if (unit.hold || item == nullptr) {
        return {{std::move(unit.value), std::nullopt}, std::move(unit.hold)};
    }
    const ItemUnits units = units_of(draft.input.catalogue, item);
    if (units.has(unit.value) || !units.known()) {
        return {{std::move(unit.value), std::nullopt}, std::nullopt};
    }
    if (!draft.settings.convert_units || !units.base_units_in(unit.value)) {
        return {{}, not_in_group(unit.value, *item, pointer)};
    }
    std::optional<ConvertedLine> converted = convert_line(units, unit.value, line);
    if (!converted) {
        return {{}, not_exact(unit.value, *item, line, pointer)};
    }
    draft.remarks.push_back(conversion_remark(line, unit.value, *converted));
    return {{std::move(converted->unit), std::move(converted->line), converted->times},
            std::nullopt};
}

Mapped<std::string> map_charge_unit(const Settings& settings, const Catalogue& catalogue,
                                    std::string_view item_id, std::string_view unit_code,
                                    const std::optional<PostedTerms>& posted,
                                    const std::string& pointer) {
    const CatalogueRecord* item = catalogue.find(kind::item, item_id);
    if (is_posted_in_unit(posted, unit_code)) {
        return posted_unit(catalogue, item, posted->unit->name, pointer);
    }
    Mapped<std::string> unit = map_unit(settings, unit_code, pointer);
    if (unit.hold || item == nullptr) {
        return unit;
    }
    const ItemUnits units = units_of(catalogue, item);
    if (!units.has(unit.value) && units.known()) {
        return {{}, not_in_group(unit.value, *item, pointer)};
    }
    return unit;
}

bool unit_cause_gone(const Settings& settings, std::string_view named, bool must_have,
                     const Catalogue& catalogue) {
    // The unit's name and the item's id may have this in them.
    constexpr std::string_view between = " of ";
    for (std::size_t at = named.find(between); at != std::string_view::npos;
         at = named.find(between, at + 1)) {
        const std::string_view unit = named.substr(0, at);
        const CatalogueRecord* item = catalogue.find(kind::item, named.substr(at + between.size()));
        if (item == nullptr) {
            continue;
        }
        const ItemUnits units = units_of(catalogue, item);
        if (units.has(unit) || !units.known() ||
            (!must_have && settings.convert_units && units.base_units_in(unit))) {
            return true;
        }
    }
    return false;
}

}  // namespace sage::intacct
