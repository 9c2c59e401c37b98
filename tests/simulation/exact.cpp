// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/exact.h"

namespace sage::simulation {
namespace {

constexpr Exact one = 10'000'000'000;

}  // namespace

std::optional<Exact> exact_of(std::string_view text) {
    const bool negative = text.starts_with('-');
    text.remove_prefix(negative ? 1 : 0);
    Exact value = 0;
    int places = -1;
    if (text.empty()) {
        return std::nullopt;
    }
    for (const char digit : text) {
        if (digit == '.' && places < 0) {
            places = 0;
            continue;
        }
        if (digit < '0' || digit > '9' || places == exact_places) {
            return std::nullopt;
        }
        value = value * 10 + (digit - '0');
        places += places < 0 ? 0 : 1;
    }
    for (int place = places < 0 ? 0 : places; place < exact_places; ++place) {
        value *= 10;
    }
    return negative ? -value : value;
}

Exact times(Exact quantity, Exact price) {
    return quantity / one * price;
}

std::string text_of(Exact value) {
    const bool negative = value < 0;
    std::string digits;
    for (Exact rest = negative ? -value : value; rest > 0 || digits.size() <= exact_places;
         rest /= 10) {
        digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(rest % 10)));
    }
    digits.insert(digits.size() - exact_places, ".");
    return negative ? "-" + digits : digits;
}

}  // namespace sage::simulation
