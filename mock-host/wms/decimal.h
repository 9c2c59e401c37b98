// SPDX-License-Identifier: Apache-2.0
// Exact decimals for the small WMS: a whole number of millionths. Enough for prices and quantities
// of trade, and no binary floating point anywhere.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wms {

/// 128 bits: the sum of a million amounts and the product of any two fit.
using Millionths = __int128;

class Decimal {
  public:
    constexpr Decimal() = default;
    static constexpr Decimal whole(std::int64_t value) {
        return Decimal(Millionths{value} * 1'000'000);
    }

    /// A whole number of millionths, and back: what a database keeps. Quantities and amounts of up
    /// to twelve digits before the point fit.
    static constexpr Decimal of_millionths(std::int64_t value) {
        return Decimal(Millionths{value});
    }
    constexpr std::int64_t millionths() const { return static_cast<std::int64_t>(millionths_); }

    /// Grammar -?(0|[1-9][0-9]*)(\.[0-9]+)? with at most 12 digits before and 6 after the point.
    static std::optional<Decimal> parse(std::string_view text);

    /// The shortest text of the value: "12.5", "6", "-0.05".
    std::string text() const;
    /// At least two places: "12.50". What money looks like.
    std::string money() const;

    /// Rounded half away from zero to two places.
    Decimal to_pence() const;

    constexpr bool is_zero() const { return millionths_ == 0; }
    constexpr bool is_negative() const { return millionths_ < 0; }
    constexpr Decimal magnitude() const { return is_negative() ? -*this : *this; }

    constexpr Decimal operator-() const { return Decimal(-millionths_); }
    constexpr Decimal& operator+=(Decimal other) {
        millionths_ += other.millionths_;
        return *this;
    }
    constexpr Decimal& operator-=(Decimal other) {
        millionths_ -= other.millionths_;
        return *this;
    }
    friend constexpr Decimal operator+(Decimal left, Decimal right) { return left += right; }
    friend constexpr Decimal operator-(Decimal left, Decimal right) { return left -= right; }
    friend constexpr auto operator<=>(Decimal left, Decimal right) = default;

    /// quantity x price, rounded half away from zero to two places: the net amount of a line.
    friend Decimal line_amount(Decimal quantity, Decimal price);

  private:
    explicit constexpr Decimal(Millionths value) : millionths_(value) {}
    Millionths millionths_ = 0;
};

}  // namespace wms
