// SPDX-License-Identifier: Apache-2.0
// Exact decimals for money, quantities and rates. No binary floating point anywhere.
//
// A Decimal is an integer of up to 24 digits and a scale of 0 to 10 places: value = unscaled /
// 10^scale. The scale is kept as written ("1.10" stays "1.10"), comparison goes by value ("1.1" ==
// "1.10"). Grammar of text: -?(0|[1-9][0-9]*)(\.[0-9]+)?   No sign "+", no exponent, no blanks.
#pragma once

#include <compare>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace sage {

/// How a result is brought to fewer places. Sage's editions name theirs in edition.h.
enum class Rounding : std::uint8_t {
    half_away_from_zero,  ///< commercial: 0.125 -> 0.13, -0.125 -> -0.13
    half_even,            ///< bankers': 0.125 -> 0.12
    toward_zero,
};

class Decimal {
  public:
    /// Zero with scale 0.
    constexpr Decimal() = default;

    /// A small constant; `places` digits of it are after the point, at most
    /// limits::decimal_scale_max.
    static Decimal of(std::int64_t unscaled, int places = 0);

    /// Nothing if the text breaks the grammar above or needs more than limits::decimal_digits_max
    /// digits or limits::decimal_scale_max places. "-0" is read as 0.
    static std::optional<Decimal> parse(std::string_view text);

    /// The digits, in the grammar above. parse(text()) gives the same value and scale, as long as
    /// the digits are within the limit of parse(); sums may have more.
    std::string text() const;

    int scale() const { return scale_; }
    /// -1, 0 or 1.
    int sign() const;

    /// Sums and differences have the larger scale of the two and are exact. At most ten thousand
    /// operands of full size can be summed without overflow; beyond that std::overflow_error.
    friend Decimal operator+(const Decimal& left, const Decimal& right);
    friend Decimal operator-(const Decimal& left, const Decimal& right);
    friend Decimal operator-(const Decimal& value);

    /// The exact product brought to `places`. Nothing on overflow.
    static std::optional<Decimal> multiply(const Decimal& left, const Decimal& right, int places,
                                           Rounding rounding);

    /// The product of `factors` over the product of `divisors`, rounded once, from the exact
    /// quotient. Nothing when a divisor is zero or on overflow.
    static std::optional<Decimal> quotient(std::initializer_list<Decimal> factors,
                                           std::initializer_list<Decimal> divisors, int places,
                                           Rounding rounding);

    /// The value with exactly `places` places (0 to limits::decimal_scale_max), rounded when it had
    /// more. std::overflow_error when it does not fit with more places than it has.
    Decimal rounded(int places, Rounding rounding) const;

    /// True when the value can be written with `places` places without rounding.
    bool fits(int places) const;

    friend bool operator==(const Decimal& left, const Decimal& right);
    friend std::strong_ordering operator<=>(const Decimal& left, const Decimal& right);

  private:
    // Two's complement 128-bit integer in two words, so that no third-party type is in this header.
    std::uint64_t low_ = 0;
    std::int64_t high_ = 0;
    std::int32_t scale_ = 0;

    friend struct DecimalAccess;
};

}  // namespace sage
