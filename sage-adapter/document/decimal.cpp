// SPDX-License-Identifier: Apache-2.0
// Most amounts and what is made of them fit one word of the machine: then its own arithmetic does,
// and says when it does not. Else sums run in 128 bits, products and comparisons in 256, quotients
// in as many as they need.
#include "sage-adapter/document/decimal.h"

#include <algorithm>
#include <array>
#include <boost/multiprecision/cpp_int.hpp>
#include <stdexcept>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/planted_bug.h"

namespace sage {
namespace {

namespace multiprecision = boost::multiprecision;
using Integer128 = multiprecision::int128_t;
using Integer256 = multiprecision::int256_t;
using Integer = multiprecision::cpp_int;

constexpr std::array<std::uint64_t, 20> make_powers() {
    std::array<std::uint64_t, 20> powers = {};
    std::uint64_t power = 1;
    for (std::uint64_t& each : powers) {
        each = power;
        power *= 10;
    }
    return powers;
}
constexpr std::array<std::uint64_t, 20> powers_of_ten = make_powers();

// A difference of two scales is never more than a scale.
std::uint64_t power_of_ten(int exponent) {
    return powers_of_ten.at(static_cast<std::size_t>(exponent));
}

void check_places(int places) {
    if (places < 0 || places > limits::decimal_scale_max) {
        throw std::overflow_error("places of a decimal out of range");
    }
}

using Word = std::int64_t;

// False: the product needs more than a word.
bool times(Word& number, Word factor) {
    return !__builtin_mul_overflow(number, factor, &number);
}

// False: the power needs more than a word, or the product does.
bool times_power_of_ten(Word& number, int exponent) {
    constexpr int exponent_max = 18;
    return exponent <= exponent_max && times(number, static_cast<Word>(power_of_ten(exponent)));
}

// Divides with rounding; the divisor is positive.
template <class T>
T divide(const T& dividend, const T& divisor, Rounding rounding) {
    T whole = dividend / divisor;
    T rest = dividend % divisor;
    if (rounding == Rounding::toward_zero || rest == 0) {
        return whole;
    }
    const bool negative = rest < 0;
    if (negative) {
        rest = -rest;
    }
    const T other = divisor - rest;
    const bool away =
        rest > other ||
        (rest == other && (rounding == Rounding::half_away_from_zero || whole % 2 != 0));
    if (!away) {
        return whole;
    }
    return negative ? T(whole - 1) : T(whole + 1);
}

}  // namespace

// Between the two words of a Decimal and an integer that can be counted with.
struct DecimalAccess {
    static Integer128 unscaled(const Decimal& value) {
        Integer128 number = value.high_;
        number *= Integer128(1) << 64;
        return number + value.low_;
    }

    static bool small(const Decimal& value) { return value.high_ == 0 && value.low_ >> 63U == 0; }

    // False: the unscaled value needs more than a word.
    static bool to_word(const Decimal& value, Word& number) {
        number = static_cast<Word>(value.low_);
        return value.high_ == (number < 0 ? -1 : 0);
    }

    // The same as it is with more places.
    static bool to_word(const Decimal& value, int scale, Word& number) {
        return to_word(value, number) && times_power_of_ten(number, scale - value.scale_);
    }

    // Nothing outside 127 bits.
    template <class T>
    static std::optional<Decimal> make(const T& number, int scale) {
        if (number != 0 && multiprecision::msb(multiprecision::abs(number)) >= 127) {
            return std::nullopt;
        }
        // The low word of two's complement is the number modulo 2^64, the high word what is left.
        constexpr std::uint64_t all = ~std::uint64_t{0};
        const T magnitude = multiprecision::abs(number);
        auto low = static_cast<std::uint64_t>(magnitude & all);
        auto high = static_cast<std::uint64_t>((magnitude >> 64) & all);
        if (number < 0) {
            low = ~low + 1;
            high = ~high + (low == 0 ? 1 : 0);
        }
        Decimal result;
        result.low_ = low;
        result.high_ = static_cast<std::int64_t>(high);
        result.scale_ = scale;
        return result;
    }

    static Decimal make_small(std::uint64_t magnitude, bool negative, int scale) {
        Decimal result;
        result.low_ = negative ? ~magnitude + 1 : magnitude;
        result.high_ = negative && magnitude != 0 ? -1 : 0;
        result.scale_ = scale;
        return result;
    }

    static Decimal require(std::optional<Decimal> result) {
        if (!result) {
            throw std::overflow_error("a decimal does not fit 127 bits");
        }
        return *result;
    }

    static Decimal add(const Decimal& left, const Decimal& right, bool subtract) {
        const int scale = std::max(left.scale_, right.scale_);
        Word one = 0;
        Word other = 0;
        Word unscaled_sum = 0;
        if (to_word(left, scale, one) && to_word(right, scale, other) &&
            !(subtract ? __builtin_sub_overflow(one, other, &unscaled_sum)
                       : __builtin_add_overflow(one, other, &unscaled_sum))) {
            return Decimal::of(unscaled_sum, scale);
        }
        const Integer256 first = Integer256(unscaled(left)) * power_of_ten(scale - left.scale_);
        const Integer256 second = Integer256(unscaled(right)) * power_of_ten(scale - right.scale_);
        return require(
            make(subtract ? Integer256(first - second) : Integer256(first + second), scale));
    }

    // In words; nothing: they do not suffice.
    static std::optional<Decimal> word_product(const Decimal& left, const Decimal& right,
                                               int places, Rounding rounding) {
        Word product = 0;
        Word factor = 0;
        if (!to_word(left, product) || !to_word(right, factor) || !times(product, factor)) {
            return std::nullopt;
        }
        const int surplus = left.scale_ + right.scale_ - places;
        Word divisor = 1;
        if (surplus > 0 ? !times_power_of_ten(divisor, surplus)
                        : !times_power_of_ten(product, -surplus)) {
            return std::nullopt;
        }
        return Decimal::of(divide(product, divisor, rounding), places);
    }

    // The same for a quotient, and nothing for a divisor that is not positive.
    static std::optional<Decimal> word_quotient(std::initializer_list<Decimal> factors,
                                                std::initializer_list<Decimal> divisors, int places,
                                                Rounding rounding) {
        Word dividend = 1;
        Word divisor = 1;
        Word factor = 0;
        bool fits = times_power_of_ten(dividend, places);
        for (const Decimal& each : factors) {
            fits = fits && to_word(each, factor) && times(dividend, factor) &&
                   times_power_of_ten(divisor, each.scale_);
        }
        for (const Decimal& each : divisors) {
            fits = fits && to_word(each, factor) && times(divisor, factor) &&
                   times_power_of_ten(dividend, each.scale_);
        }
        if (!fits || divisor <= 0) {
            return std::nullopt;
        }
        return Decimal::of(divide(dividend, divisor, rounding), places);
    }
};

Decimal Decimal::of(std::int64_t unscaled, int places) {
    check_places(places);
    Decimal result;
    result.low_ = static_cast<std::uint64_t>(unscaled);
    result.high_ = unscaled < 0 ? -1 : 0;
    result.scale_ = places;
    return result;
}

std::optional<Decimal> Decimal::parse(std::string_view text) {
    std::string binary;
    if (planted(PlantedBug::binary_rounding)) {
        binary = planted_binary(text);
        text = binary;
    }
    const bool negative = text.starts_with('-');
    if (negative) {
        text.remove_prefix(1);
    }
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view places =
        point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
    constexpr auto scale_max = static_cast<std::size_t>(limits::decimal_scale_max);
    constexpr auto digits_max = static_cast<std::size_t>(limits::decimal_digits_max);
    const bool bare_point = point != std::string_view::npos && places.empty();
    if (whole.empty() || (whole.size() > 1 && whole.front() == '0') || bare_point ||
        places.size() > scale_max || whole.size() > digits_max) {
        return std::nullopt;
    }
    std::uint64_t small = 0;
    Integer128 large = 0;
    std::size_t digits = 0;
    constexpr std::size_t small_digits_max = 18;
    for (const std::string_view part : {whole, places}) {
        for (const char letter : part) {
            if (letter < '0' || letter > '9') {
                return std::nullopt;
            }
            const auto digit = static_cast<std::uint64_t>(letter - '0');
            digits += digits > 0 || digit > 0 ? 1 : 0;
            if (digits <= small_digits_max) {
                small = small * 10 + digit;
            } else {
                large = (digits == small_digits_max + 1 ? Integer128(small) : large) * 10 + digit;
            }
        }
    }
    const int scale = static_cast<int>(places.size());
    if (digits > digits_max) {
        return std::nullopt;
    }
    if (digits <= small_digits_max) {
        return DecimalAccess::make_small(small, negative, scale);
    }
    return DecimalAccess::make(negative ? Integer128(-large) : large, scale);
}

std::string Decimal::text() const {
    std::string digits = DecimalAccess::small(*this)
                             ? std::to_string(low_)
                             : multiprecision::abs(DecimalAccess::unscaled(*this)).str();
    const auto places = static_cast<std::size_t>(scale_);
    if (digits.size() <= places) {
        digits.insert(0, places + 1 - digits.size(), '0');
    }
    if (places > 0) {
        digits.insert(digits.size() - places, 1, '.');
    }
    if (sign() < 0) {
        digits.insert(digits.begin(), '-');
    }
    return digits;
}

int Decimal::sign() const {
    if (high_ < 0) {
        return -1;
    }
    return high_ == 0 && low_ == 0 ? 0 : 1;
}

Decimal operator+(const Decimal& left, const Decimal& right) {
    return DecimalAccess::add(left, right, false);
}

Decimal operator-(const Decimal& left, const Decimal& right) {
    return DecimalAccess::add(left, right, true);
}

Decimal operator-(const Decimal& value) {
    return DecimalAccess::require(
        DecimalAccess::make(Integer128(-DecimalAccess::unscaled(value)), value.scale_));
}

std::optional<Decimal> Decimal::multiply(const Decimal& left, const Decimal& right, int places,
                                         Rounding rounding) {
    check_places(places);
    if (const auto product = DecimalAccess::word_product(left, right, places, rounding)) {
        return product;
    }
    const Integer256 product =
        Integer256(DecimalAccess::unscaled(left)) * Integer256(DecimalAccess::unscaled(right));
    const int surplus = left.scale_ + right.scale_ - places;
    if (surplus > 0) {
        const Integer256 divisor =
            Integer256(power_of_ten(surplus / 2)) * power_of_ten(surplus - surplus / 2);
        return DecimalAccess::make(divide(product, divisor, rounding), places);
    }
    // A product of 254 bits could grow beyond 256 here; what does not fit 127 already fails anyway.
    if (!DecimalAccess::make(product, 0)) {
        return std::nullopt;
    }
    return DecimalAccess::make(Integer256(product * power_of_ten(-surplus)), places);
}

std::optional<Decimal> Decimal::quotient(std::initializer_list<Decimal> factors,
                                         std::initializer_list<Decimal> divisors, int places,
                                         Rounding rounding) {
    check_places(places);
    if (const auto made = DecimalAccess::word_quotient(factors, divisors, places, rounding)) {
        return made;
    }
    Integer dividend = power_of_ten(places);
    Integer divisor = 1;
    for (const Decimal& factor : factors) {
        dividend *= Integer(DecimalAccess::unscaled(factor));
        divisor *= power_of_ten(factor.scale_);
    }
    for (const Decimal& each : divisors) {
        divisor *= Integer(DecimalAccess::unscaled(each));
        dividend *= power_of_ten(each.scale_);
    }
    if (divisor == 0) {
        return std::nullopt;
    }
    if (divisor < 0) {
        divisor = -divisor;
        dividend = -dividend;
    }
    return DecimalAccess::make(divide(dividend, divisor, rounding), places);
}

Decimal Decimal::rounded(int places, Rounding rounding) const {
    check_places(places);
    if (const auto made = DecimalAccess::word_product(*this, of(1), places, rounding)) {
        return *made;
    }
    const Integer256 number = DecimalAccess::unscaled(*this);
    if (places >= scale_) {
        const Integer256 longer = number * power_of_ten(places - scale_);
        return DecimalAccess::require(DecimalAccess::make(longer, places));
    }
    const Integer256 divisor = power_of_ten(scale_ - places);
    return DecimalAccess::require(DecimalAccess::make(divide(number, divisor, rounding), places));
}

bool Decimal::fits(int places) const {
    if (places >= scale_) {
        return true;
    }
    return DecimalAccess::unscaled(*this) % power_of_ten(scale_ - std::max(places, 0)) == 0 &&
           places >= 0;
}

bool operator==(const Decimal& left, const Decimal& right) {
    return (left <=> right) == std::strong_ordering::equal;
}

std::strong_ordering operator<=>(const Decimal& left, const Decimal& right) {
    if (left.scale_ == right.scale_) {
        const std::strong_ordering high = left.high_ <=> right.high_;
        return high != std::strong_ordering::equal ? high : left.low_ <=> right.low_;
    }
    const int scale = std::max(left.scale_, right.scale_);
    Word one = 0;
    Word other = 0;
    if (DecimalAccess::to_word(left, scale, one) && DecimalAccess::to_word(right, scale, other)) {
        return one <=> other;
    }
    const Integer256 first =
        Integer256(DecimalAccess::unscaled(left)) * power_of_ten(scale - left.scale_);
    const Integer256 second =
        Integer256(DecimalAccess::unscaled(right)) * power_of_ten(scale - right.scale_);
    const int order = first.compare(second);
    return order <=> 0;
}

}  // namespace sage
