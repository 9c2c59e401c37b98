// SPDX-License-Identifier: Apache-2.0
// Editions name facts as their Sage does: unitPrice, selling_unit_price, qtyOrder. What a fact is
// about is told by the words in its name, whatever their form.
#include "sage-adapter/delivery/explanation.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

constexpr std::string_view key_fact = "key";
constexpr std::string_view count_fact = "lines";

std::string lower(std::string_view text) {
    std::string all(text);
    std::transform(all.begin(), all.end(), all.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return all;
}

template <std::size_t count>
bool names_any(std::string_view field, const std::array<std::string_view, count>& words) {
    const std::string name = lower(field);
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

bool is_price(std::string_view field) {
    return names_any(field, std::to_array<std::string_view>({"price", "cost", "discount", "rate"}));
}

bool is_quantity(std::string_view field) {
    return names_any(field, std::to_array<std::string_view>({"quantity", "qty"})) &&
           !is_price(field);
}

bool is_deletion(std::string_view field) {
    return names_any(field, std::to_array<std::string_view>({"deleted"}));
}

bool is_item(std::string_view field) {
    return names_any(field, std::to_array<std::string_view>({"item", "stockcode", "product"}));
}

bool is_unit(std::string_view field) {
    return names_any(field, std::to_array<std::string_view>({"unit"})) && !is_price(field) &&
           !is_quantity(field);
}

Decimal magnitude(const Decimal& value) {
    return value.sign() < 0 ? -value : value;
}

/// A sum that Sage computed, at most a penny a line from what was predicted.
bool is_rounded(const Difference& one, const Amounts& predicted, std::size_t lines) {
    const std::optional<Decimal> expected = Decimal::parse(one.expected);
    const std::optional<Decimal> found = Decimal::parse(one.found);
    if (!expected || !found || is_price(one.field) || is_quantity(one.field)) {
        return false;
    }
    const auto is_it = [&](const std::optional<Decimal>& sum) {
        return sum.has_value() && magnitude(*sum) == magnitude(*expected);
    };
    const auto pennies = static_cast<std::int64_t>(std::max<std::size_t>(lines, 1));
    return (is_it(predicted.net) || is_it(predicted.tax) || is_it(predicted.gross)) &&
           magnitude(*expected - *found) <= Decimal::of(pennies, 2);
}

/// "line 12 quantity" is about the twelfth; 0: about none.
std::size_t line_of(std::string_view field) {
    const std::string start = std::string(line_fact_prefix) + " ";
    std::size_t number = 0;
    if (field.starts_with(start)) {
        std::from_chars(field.data() + start.size(), field.data() + field.size(), number);
    }
    return number;
}

/// Sage may count in another unit: its share of what was sent there is the share of the document.
Decimal held_of(const Decimal& quantity, const Difference& one) {
    const std::optional<Decimal> expected = Decimal::parse(one.expected);
    const std::optional<Decimal> found = Decimal::parse(one.found);
    if (!expected || expected->sign() == 0 || !found) {
        return Decimal();
    }
    const Decimal held = Decimal::quotient({*found, quantity}, {*expected},
                                           limits::decimal_scale_max, Rounding::half_away_from_zero)
                             .value_or(*found);
    return held.fits(quantity.scale()) ? held.rounded(quantity.scale(), Rounding::toward_zero)
                                       : held;
}

void add(std::vector<ItemQuantity>& all, const ItemQuantity& one) {
    const auto known = std::find_if(
        all.begin(), all.end(), [&](const ItemQuantity& other) { return other.item == one.item; });
    if (known == all.end()) {
        all.push_back(one);
        return;
    }
    known->expected = known->expected + one.expected;
    known->found = known->found + one.found;
}

}  // namespace

std::string_view text_of(Explanation explanation) {
    switch (explanation) {
        case Explanation::missing_in_sage:
            return "missingInSage";
        case Explanation::duplicated:
            return "duplicated";
        case Explanation::replaced:
            return "replaced";
        case Explanation::lines_changed:
            return "linesChanged";
        case Explanation::unit_of_measure:
            return "unitOfMeasure";
        case Explanation::rounding:
            return "rounding";
        case Explanation::edited:
            return "edited";
        case Explanation::not_posted:
            return "notPosted";
        case Explanation::foreign_document:
            return "foreignDocument";
    }
    return "edited";
}

Explanation explain(const std::vector<Difference>& wrong, const Amounts& predicted,
                    std::size_t lines) {
    const auto any = [&](const auto& is_it) {
        return std::any_of(wrong.begin(), wrong.end(), is_it);
    };
    if (any([](const Difference& one) { return is_deletion(one.field); })) {
        return Explanation::missing_in_sage;
    }
    if (any([](const Difference& one) { return one.field == key_fact; })) {
        return Explanation::replaced;
    }
    if (any([](const Difference& one) { return one.field == count_fact; })) {
        return Explanation::lines_changed;
    }
    if (any([](const Difference& one) { return is_unit(one.field); })) {
        return Explanation::unit_of_measure;
    }
    const bool rounded =
        !any([&](const Difference& one) { return !is_rounded(one, predicted, lines); });
    return rounded && !wrong.empty() ? Explanation::rounding : Explanation::edited;
}

bool is_marked_deleted(const Facts& expected, const Facts& found) {
    const std::vector<Difference> wrong = differences(expected, found);
    return std::any_of(wrong.begin(), wrong.end(),
                       [](const Difference& one) { return is_deletion(one.field); });
}

std::vector<ItemQuantity> quantities_held(const Document& document, std::size_t times) {
    std::vector<ItemQuantity> all;
    for (const Line& line : document.lines) {
        Decimal held;
        for (std::size_t time = 0; time < times; ++time) {
            held = held + line.quantity.value;
        }
        add(all, {line.item.sellers_item_id, line.quantity.value, held});
    }
    return all;
}

std::vector<ItemQuantity> quantities_held(const Document& document,
                                          const std::vector<Difference>& wrong) {
    const bool kits = std::any_of(document.lines.begin(), document.lines.end(),
                                  [](const Line& line) { return line.is_kit || line.kit; });
    std::vector<ItemQuantity> all;
    if (kits) {
        return all;
    }
    std::size_t number = 0;
    for (const Line& line : document.lines) {
        ++number;
        Decimal held = line.quantity.value;
        for (const Difference& one : wrong) {
            if (line_of(one.field) == number && is_item(one.field)) {
                held = Decimal();  // Of another item.
                break;
            }
            if (line_of(one.field) == number && is_quantity(one.field)) {
                held = held_of(line.quantity.value, one);
            }
        }
        add(all, {line.item.sellers_item_id, line.quantity.value, held});
    }
    return all;
}

}  // namespace sage
