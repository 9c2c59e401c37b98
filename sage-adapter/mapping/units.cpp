// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/units.h"

#include <algorithm>
#include <vector>

#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

constexpr int places_max = limits::decimal_scale_max;

// Without noughts at the end.
Decimal shortest(Decimal value) {
    while (value.scale() > 0 && value.fits(value.scale() - 1)) {
        value = value.rounded(value.scale() - 1, Rounding::toward_zero);
    }
    return value;
}

std::string_view text_of(const CatalogueRecord& record, std::string_view field) {
    return record.fields.text(field);
}

// Nothing for what is no unit: inactive, without a factor, or with one that is not positive.
std::optional<Decimal> factor_of(const CatalogueRecord* record) {
    if (record == nullptr || !record->active) {
        return std::nullopt;
    }
    const std::optional<Decimal> factor = Decimal::parse(text_of(*record, unit_field::factor));
    return factor && factor->sign() > 0 ? factor : std::nullopt;
}

const CatalogueRecord* base_of(const ItemUnits& units, std::string_view group) {
    for (const CatalogueRecord* record :
         units.catalogue.find_by(units.kind, unit_field::group, group)) {
        if (text_of(*record, unit_field::is_base) == "true" && factor_of(record)) {
            return record;
        }
    }
    return nullptr;
}

bool multiply_by(std::optional<Decimal>& value, const Decimal& factor) {
    value = value ? exact_product(*value, factor) : value;
    return value.has_value();
}

}  // namespace

std::optional<Decimal> exact_product(const Decimal& left, const Decimal& right) {
    const Decimal one = shortest(left);
    const Decimal other = shortest(right);
    const int places = one.scale() + other.scale();
    if (places > places_max) {
        return std::nullopt;
    }
    const std::optional<Decimal> product =
        Decimal::multiply(one, other, places, Rounding::toward_zero);
    return product ? std::optional(shortest(*product)) : std::nullopt;
}

std::optional<Decimal> exact_quotient(const Decimal& dividend, const Decimal& divisor) {
    Decimal power = Decimal::of(1);
    for (int place = 0; place < divisor.scale(); ++place) {
        power = Decimal::multiply(power, Decimal::of(10), 0, Rounding::toward_zero).value_or(power);
    }
    // Both times the same power of ten: the divisor is whole, and the check below is exact.
    const std::optional<Decimal> whole =
        Decimal::multiply(divisor, power, 0, Rounding::toward_zero);
    const std::optional<Decimal> scaled =
        Decimal::multiply(dividend, power, dividend.scale(), Rounding::toward_zero);
    if (!whole || !scaled || whole->sign() == 0) {
        return std::nullopt;
    }
    const std::optional<Decimal> quotient =
        Decimal::quotient({*scaled}, {*whole}, places_max, Rounding::toward_zero);
    if (!quotient) {
        return std::nullopt;
    }
    const std::optional<Decimal> check =
        Decimal::multiply(*quotient, *whole, places_max, Rounding::toward_zero);
    return check && *check == *scaled ? std::optional(shortest(*quotient)) : std::nullopt;
}

std::string unit_record_id(std::string_view group, std::string_view unit) {
    std::string id(group);
    id += '\n';
    id += unit;
    return id;
}

bool ItemUnits::known() const {
    return !group.empty() && !catalogue.find_by(kind, unit_field::group, group).empty();
}

bool ItemUnits::has(std::string_view unit) const {
    const CatalogueRecord* record = catalogue.find(kind, unit_record_id(group, unit));
    return record != nullptr && record->active;
}

std::optional<Decimal> ItemUnits::base_units_in(std::string_view unit) const {
    std::optional<Decimal> agreed;
    for (const CatalogueRecord* elsewhere : catalogue.find_by(kind, unit_field::name, unit)) {
        const std::optional<Decimal> factor = factor_of(elsewhere);
        const CatalogueRecord* base = base_of(*this, text_of(*elsewhere, unit_field::group));
        if (!factor || base == nullptr) {
            continue;
        }
        // What the other group counts in, this group has under the same name.
        const std::optional<Decimal> here = factor_of(
            catalogue.find(kind, unit_record_id(group, text_of(*base, unit_field::name))));
        std::optional<Decimal> in_base = here ? exact_product(*factor, *here) : std::nullopt;
        in_base = in_base ? exact_quotient(*in_base, *factor_of(base)) : std::nullopt;
        if (!in_base) {
            continue;
        }
        if (agreed && *agreed != *in_base) {
            return std::nullopt;
        }
        agreed = in_base;
    }
    return agreed;
}

std::optional<Line> in_other_unit(const Line& line, const Decimal& times) {
    Line other = line;
    const auto multiply = [&](Decimal& value) {
        std::optional<Decimal> product = value;
        const bool exact = multiply_by(product, times);
        value = exact ? *product : value;
        return exact;
    };
    if (!multiply(other.quantity.value)) {
        return std::nullopt;
    }
    for (Lot& lot : other.lots) {
        if (!multiply(lot.quantity.value)) {
            return std::nullopt;
        }
    }
    const auto pieces = Decimal::of(static_cast<std::int64_t>(line.serial_ids.size()));
    if (pieces.sign() != 0 && pieces != other.quantity.value && -pieces != other.quantity.value) {
        return std::nullopt;
    }
    if (other.price) {
        Decimal base = other.price->base_quantity.value_or(Decimal::of(1));
        if (!multiply(base) || !exact_quotient(other.price->unit_amount.amount, base)) {
            return std::nullopt;
        }
        other.price->base_quantity = base;
    }
    if (other.unit_cost) {
        const std::optional<Decimal> cost = exact_quotient(other.unit_cost->amount, times);
        if (!cost) {
            return std::nullopt;
        }
        other.unit_cost->amount = *cost;
    }
    return other;
}

std::optional<ConvertedLine> convert_line(const ItemUnits& units, std::string_view unit,
                                          const Line& line) {
    const std::optional<Decimal> base_units = units.base_units_in(unit);
    if (!base_units) {
        return std::nullopt;
    }
    std::vector<const CatalogueRecord*> targets =
        units.catalogue.find_by(units.kind, unit_field::group, units.group);
    std::erase_if(targets, [](const CatalogueRecord* target) { return !factor_of(target); });
    std::stable_sort(targets.begin(), targets.end(), [](const auto* left, const auto* right) {
        const bool left_base = text_of(*left, unit_field::is_base) == "true";
        const bool right_base = text_of(*right, unit_field::is_base) == "true";
        return left_base != right_base ? left_base : *factor_of(left) < *factor_of(right);
    });
    for (const CatalogueRecord* target : targets) {
        const std::optional<Decimal> times = exact_quotient(*base_units, *factor_of(target));
        if (!times) {
            continue;
        }
        if (std::optional<Line> converted = in_other_unit(line, *times)) {
            return ConvertedLine{std::string(text_of(*target, unit_field::name)),
                                 *std::move(converted), *times};
        }
    }
    return std::nullopt;
}

Remark conversion_remark(const Line& line, std::string_view unit, const ConvertedLine& converted) {
    return {"mapping.unit_converted", "unit",
            "Line " + line.id + ": " + line.quantity.value.text() + " " + std::string(unit) +
                " is " + converted.line.quantity.value.text() + " " + converted.unit + " in Sage."};
}

}  // namespace sage
