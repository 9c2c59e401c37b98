// SPDX-License-Identifier: Apache-2.0
// Decimals: text and back, and the laws of arithmetic that exact numbers keep. Two decimals, each a
// line; a byte in front chooses places and rounding.
#include <optional>
#include <stdexcept>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/document/decimal.h"
#include "tests/fuzz/fuzz.h"

namespace sage::fuzz {
namespace {

std::optional<Decimal> read(std::string_view text) {
    const std::optional<Decimal> value = Decimal::parse(text);
    if (value.has_value()) {
        demand(value->scale() >= 0 && value->scale() <= limits::decimal_scale_max,
               "places are within the limit");
        const std::optional<Decimal> again = Decimal::parse(value->text());
        demand(again == value && again->scale() == value->scale(), "text gives the value again");
        demand(value->sign() == 0 || value->text() == text, "text is as it was written");
        demand(-(-*value) == *value, "the opposite of the opposite is the value");
    }
    return value;
}

void bring_to(const Decimal& value, int places, Rounding rounding) {
    try {
        const Decimal rounded = value.rounded(places, rounding);
        demand(rounded.scale() == places, "rounded has the places asked for");
        demand(rounded.rounded(places, rounding) == rounded, "rounding twice changes nothing");
        demand(!value.fits(places) || rounded == value, "what fits is not changed");
        const Decimal off = value - rounded;
        demand((off.sign() < 0 ? -off : off) <= Decimal::of(1, places), "less than one place off");
    } catch (const std::overflow_error&) {
        demand(places > value.scale(), "only more places can be too many");
    }
}

void combine(const Decimal& left, const Decimal& right, int places, Rounding rounding) {
    const Decimal sum = left + right;
    demand(sum == right + left, "sums do not depend on the order");
    demand(sum - right == left, "what is added can be taken away");
    demand((left <=> right == 0) == ((left - right).sign() == 0), "equal means no difference");
    demand((left < right) == ((left - right).sign() < 0), "less means a negative difference");
    const auto product = Decimal::multiply(left, right, places, rounding);
    demand(product == Decimal::multiply(right, left, places, rounding),
           "products do not depend on the order");
    demand(product == Decimal::quotient({left, right}, {Decimal::of(1)}, places, rounding),
           "a product is its quotient by one");
    const auto ratio = Decimal::quotient({left}, {right}, places, rounding);
    demand(right.sign() != 0 || !ratio.has_value(), "nothing is divided by zero");
    if (ratio.has_value() && ratio->sign() != 0) {
        demand(ratio->sign() == left.sign() * right.sign(), "signs divide as they should");
    }
}

}  // namespace
}  // namespace sage::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sage;
    constexpr Rounding roundings[] = {Rounding::half_away_from_zero, Rounding::half_even,
                                      Rounding::toward_zero};
    fuzz::Input input(data, size);
    const std::uint8_t choice = input.byte();
    const int places = choice % (limits::decimal_scale_max + 1);
    const Rounding rounding = roundings[choice / 16 % 3];
    const std::optional<Decimal> left = fuzz::read(input.line());
    const std::optional<Decimal> right = fuzz::read(input.line());
    for (const std::optional<Decimal>& one : {left, right}) {
        if (one.has_value()) {
            fuzz::bring_to(*one, places, rounding);
        }
    }
    if (left.has_value() && right.has_value()) {
        fuzz::combine(*left, *right, places, rounding);
    }
    return 0;
}
