// SPDX-License-Identifier: Apache-2.0
// Text to decimals and back, and the one rounding rule of the small WMS.
#include "mock-host/wms/decimal.h"

#include <algorithm>
#include <limits>

namespace wms {

namespace {

constexpr std::size_t kWholeDigitsMax = 12;
constexpr std::size_t kPlaces = 6;
constexpr Millionths kOne = 1'000'000;
constexpr Millionths kPenny = kOne / 100;

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Millionths rounded(Millionths value, Millionths unit) {
    const Millionths half = unit / 2;
    return (value < 0 ? value - half : value + half) / unit * unit;
}

/// Beyond 64 bits digit by digit: the compiler's division of 128 bits is slow, and trade never is
/// that large.
std::string whole_digits(Millionths value) {
    if (value <= std::numeric_limits<std::int64_t>::max()) {
        return std::to_string(static_cast<std::int64_t>(value));
    }
    return whole_digits(value / 10) + static_cast<char>('0' + static_cast<int>(value % 10));
}

std::string digits_of(Millionths value, std::size_t places_min) {
    std::string text = value < 0 ? "-" : "";
    value = value < 0 ? -value : value;
    const Millionths whole = value / kOne;
    std::string places = std::to_string(static_cast<std::int64_t>(value - whole * kOne));
    places.insert(0, kPlaces - places.size(), '0');
    std::size_t shown = kPlaces;
    while (shown > places_min && places[shown - 1] == '0') {
        --shown;
    }
    text += whole_digits(whole);
    if (shown > 0) {
        text.append(".").append(places, 0, shown);
    }
    return text;
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
    const bool negative = !text.empty() && text.front() == '-';
    if (negative) {
        text.remove_prefix(1);
    }
    const std::size_t point = text.find('.');
    const std::string_view before = text.substr(0, point);
    const std::string_view after =
        point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    if (!all_digits(before) || before.size() > kWholeDigitsMax ||
        (before.size() > 1 && before.front() == '0')) {
        return std::nullopt;
    }
    if (point != std::string_view::npos && (!all_digits(after) || after.size() > kPlaces)) {
        return std::nullopt;
    }
    Millionths value = 0;
    for (const char digit : before) {
        value = value * 10 + (digit - '0');
    }
    for (std::size_t place = 0; place < kPlaces; ++place) {
        value = value * 10 + (place < after.size() ? after[place] - '0' : 0);
    }
    return Decimal(negative ? -value : value);
}

std::string Decimal::text() const {
    return digits_of(millionths_, 0);
}

std::string Decimal::money() const {
    return digits_of(millionths_, 2);
}

Decimal Decimal::to_pence() const {
    return Decimal(rounded(millionths_, kPenny));
}

Decimal line_amount(Decimal quantity, Decimal price) {
    // The product counts in millionths of millionths: rounded once, straight to pence.
    const Millionths product = quantity.millionths_ * price.millionths_;
    return Decimal(rounded(product, kPenny * kOne) / kOne);
}

}  // namespace wms
