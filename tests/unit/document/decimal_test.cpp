// SPDX-License-Identifier: Apache-2.0
// Plan: the grammar by examples and limits; arithmetic, rounding and order against exact rational
// numbers of Boost.Multiprecision, on random operands from a fixed seed.
#include "sage-adapter/document/decimal.h"

#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <random>
#include <stdexcept>
#include <string>

namespace sage {
namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

constexpr std::array<Rounding, 3> roundings = {Rounding::half_away_from_zero, Rounding::half_even,
                                               Rounding::toward_zero};

Decimal decimal(const std::string& text) {
    const auto value = Decimal::parse(text);
    if (!value) {
        ADD_FAILURE() << "not a decimal: " << text;
        return {};
    }
    return *value;
}

cpp_int power(int exponent) {
    return boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(exponent));
}

cpp_rational exact(const Decimal& value) {
    std::string digits = value.text();
    if (const auto point = digits.find('.'); point != std::string::npos) {
        digits.erase(point, 1);
    }
    const bool negative = digits.front() == '-';
    digits.erase(0, digits.find_first_of("123456789"));
    const cpp_int number = digits.empty() || digits == "-" ? cpp_int(0) : cpp_int(digits);
    return {negative ? cpp_int(-number) : number, power(value.scale())};
}

// The definition of rounding, written another way than in the code under test.
cpp_rational rounded_exactly(const cpp_rational& value, int places, Rounding rounding) {
    const cpp_rational shifted = value * power(places);
    const cpp_int twice = numerator(shifted) * 2;
    cpp_int floor = numerator(shifted) / denominator(shifted);
    if (shifted < floor) {
        --floor;
    }
    const cpp_rational distance = shifted - floor;
    const cpp_rational half(1, 2);
    bool up = distance > half;
    if (rounding == Rounding::toward_zero) {
        up = shifted < 0 && distance != 0;
    } else if (distance == half) {
        up = rounding == Rounding::half_even ? floor % 2 != 0 : shifted > 0;
    }
    return {up ? cpp_int(floor + 1) : floor, power(places)};
}

class Numbers {
  public:
    std::string text(int digits_max) {
        const int scale = between(0, 10);
        const int digits = between(1, digits_max);
        std::string out;
        for (int index = 0; index < digits; ++index) {
            out +=
                static_cast<char>('0' + (between(0, 3) == 0 ? 5 * between(0, 1) : between(0, 9)));
        }
        out.erase(0, std::min(out.find_first_not_of('0'), out.size()));
        while (static_cast<int>(out.size()) <= scale) {
            out.insert(0, 1, '0');
        }
        if (scale > 0) {
            out.insert(out.size() - static_cast<std::size_t>(scale), 1, '.');
        }
        const bool zero = out.find_first_of("123456789") == std::string::npos;
        return !zero && between(0, 1) == 1 ? "-" + out : out;
    }

    int between(int low, int high) {
        return std::uniform_int_distribution<int>(low, high)(generator_);
    }

  private:
    std::mt19937_64 generator_{20261120};
};

TEST(Decimal, default_is_zero_without_places) {
    EXPECT_EQ(Decimal().text(), "0");
    EXPECT_EQ(Decimal().scale(), 0);
    EXPECT_EQ(Decimal().sign(), 0);
}

TEST(Decimal, text_of_the_grammar_is_kept_digit_by_digit) {
    for (const char* text :
         {"0", "0.00", "1", "-1", "10", "1.10", "-0.05", "0.0000000001", "123456789012345678",
          "999999999999999999", "1000000000000000000", "9223372036854775807",
          "18446744073709551616", "-18446744073709551616", "-18446744073709551615.5",
          "123456789012345678901234", "-999999999999999999999999", "99999999999999.9999999999",
          "-0.9999999999"}) {
        EXPECT_EQ(decimal(text).text(), text);
    }
}

TEST(Decimal, minus_zero_is_zero) {
    EXPECT_EQ(decimal("-0").text(), "0");
    EXPECT_EQ(decimal("-0.00").text(), "0.00");
    EXPECT_EQ(decimal("-0").sign(), 0);
}

TEST(Decimal, text_outside_the_grammar_is_refused) {
    for (const char* text : {"",    "-",     ".",     "-.",
                             "1.",  ".5",    "+1",    "01",
                             "-01", "00",    "1e2",   "1E2",
                             " 1",  "1 ",    "1,5",   "1.2.3",
                             "--1", "1-",    "0x10",  "NaN",
                             "inf", "1_000", "1'000", "\xEF\xBC\x91",
                             "1.a", "/",     ":",     "1.0000000000\n"}) {
        EXPECT_FALSE(Decimal::parse(text)) << text;
    }
    EXPECT_FALSE(Decimal::parse(std::string_view("1\0", 2)));
}

TEST(Decimal, more_digits_or_places_than_allowed_are_refused) {
    EXPECT_TRUE(Decimal::parse(std::string(24, '9')));
    EXPECT_FALSE(Decimal::parse(std::string(25, '9')));
    EXPECT_TRUE(Decimal::parse("0.1234567891"));
    EXPECT_FALSE(Decimal::parse("0.12345678911"));
    EXPECT_FALSE(Decimal::parse("0.10000000000"));
    EXPECT_FALSE(Decimal::parse(std::string(15, '1') + "." + std::string(10, '1')));
    EXPECT_FALSE(Decimal::parse(std::string(1'000'000, '9')));
    EXPECT_FALSE(Decimal::parse("0." + std::string(1'000'000, '0')));
}

TEST(Decimal, random_text_comes_back_as_it_was) {
    Numbers numbers;
    for (int round = 0; round < 20'000; ++round) {
        const std::string text = numbers.text(24);
        const Decimal value = decimal(text);
        ASSERT_EQ(value.text(), text);
        ASSERT_EQ(value.sign(), exact(value).sign());
    }
}

TEST(Decimal, sums_and_differences_are_exact_with_the_larger_scale) {
    Numbers numbers;
    for (int round = 0; round < 10'000; ++round) {
        const Decimal left = decimal(numbers.text(24));
        const Decimal right = decimal(numbers.text(24));
        ASSERT_EQ(exact(left + right), exact(left) + exact(right));
        ASSERT_EQ(exact(left - right), exact(left) - exact(right));
        ASSERT_EQ(exact(-left), -exact(left));
        ASSERT_EQ((left + right).scale(), std::max(left.scale(), right.scale()));
    }
}

TEST(Decimal, ten_thousand_operands_of_full_size_can_be_summed) {
    const Decimal largest = decimal(std::string(24, '9'));
    Decimal sum = decimal("0.0000000000");
    for (int index = 0; index < 10'000; ++index) {
        sum = sum + largest;
    }
    EXPECT_EQ(exact(sum), exact(largest) * 10'000);
    EXPECT_THROW(
        {
            for (int index = 0; index < 10'000; ++index) {
                sum = sum + largest;
            }
        },
        std::overflow_error);
}

TEST(Decimal, products_are_rounded_once_from_the_exact_product) {
    Numbers numbers;
    for (int round = 0; round < 10'000; ++round) {
        const Decimal left = decimal(numbers.text(14));
        const Decimal right = decimal(numbers.text(14));
        const int places = numbers.between(0, 10);
        for (const Rounding rounding : roundings) {
            const auto product = Decimal::multiply(left, right, places, rounding);
            ASSERT_TRUE(product);
            ASSERT_EQ(product->scale(), places);
            ASSERT_EQ(exact(*product),
                      rounded_exactly(exact(left) * exact(right), places, rounding))
                << left.text() << " x " << right.text() << " to " << places;
        }
    }
}

TEST(Decimal, a_product_that_does_not_fit_is_nothing) {
    const Decimal largest = decimal(std::string(24, '9'));
    EXPECT_FALSE(Decimal::multiply(largest, largest, 2, Rounding::half_even));
    EXPECT_FALSE(Decimal::multiply(largest, decimal("999999999999999"), 10, Rounding::half_even));
    const auto fits = Decimal::multiply(largest, decimal("0.0000000001"), 0, Rounding::toward_zero);
    ASSERT_TRUE(fits);
    EXPECT_EQ(fits->text(), "99999999999999");
}

TEST(Decimal, quotients_are_rounded_once_from_the_exact_quotient) {
    Numbers numbers;
    for (int round = 0; round < 10'000; ++round) {
        const Decimal first = decimal(numbers.text(12));
        const Decimal second = decimal(numbers.text(12));
        const Decimal divisor = decimal(numbers.text(6));
        const int places = numbers.between(0, 10);
        for (const Rounding rounding : roundings) {
            const auto result = Decimal::quotient({first, second}, {divisor}, places, rounding);
            if (divisor.sign() == 0) {
                ASSERT_FALSE(result);
                continue;
            }
            ASSERT_TRUE(result);
            const cpp_rational expected = exact(first) * exact(second) / exact(divisor);
            ASSERT_EQ(exact(*result), rounded_exactly(expected, places, rounding));
        }
    }
}

TEST(Decimal, rounding_follows_its_name) {
    const auto two_places = [](const char* text, Rounding rounding) {
        return decimal(text).rounded(2, rounding).text();
    };
    EXPECT_EQ(two_places("0.125", Rounding::half_away_from_zero), "0.13");
    EXPECT_EQ(two_places("-0.125", Rounding::half_away_from_zero), "-0.13");
    EXPECT_EQ(two_places("0.125", Rounding::half_even), "0.12");
    EXPECT_EQ(two_places("0.135", Rounding::half_even), "0.14");
    EXPECT_EQ(two_places("-0.125", Rounding::half_even), "-0.12");
    EXPECT_EQ(two_places("0.129", Rounding::toward_zero), "0.12");
    EXPECT_EQ(two_places("-0.129", Rounding::toward_zero), "-0.12");
    EXPECT_EQ(two_places("-0.004", Rounding::half_away_from_zero), "0.00");
    EXPECT_EQ(two_places("3", Rounding::half_even), "3.00");
}

TEST(Decimal, rounding_agrees_with_exact_arithmetic) {
    Numbers numbers;
    for (int round = 0; round < 10'000; ++round) {
        const Decimal value = decimal(numbers.text(24));
        const int places = numbers.between(0, 10);
        for (const Rounding rounding : roundings) {
            ASSERT_EQ(exact(value.rounded(places, rounding)),
                      rounded_exactly(exact(value), places, rounding));
        }
        const bool unchanged = exact(value.rounded(places, Rounding::toward_zero)) == exact(value);
        ASSERT_EQ(value.fits(places), unchanged);
    }
}

TEST(Decimal, places_out_of_range_are_refused) {
    EXPECT_THROW(Decimal::of(1, 11), std::overflow_error);
    EXPECT_THROW(decimal("1").rounded(-1, Rounding::half_even), std::overflow_error);
    EXPECT_FALSE(decimal("1").fits(-1));
}

TEST(Decimal, order_goes_by_value_not_by_scale) {
    EXPECT_EQ(decimal("1.1"), decimal("1.10"));
    EXPECT_LT(decimal("-1.10"), decimal("-1.1") + decimal("0.01"));
    Numbers numbers;
    for (int round = 0; round < 10'000; ++round) {
        const Decimal left = decimal(numbers.text(24));
        const Decimal right =
            numbers.between(0, 3) == 0 ? left + decimal("0.0000000000") : decimal(numbers.text(24));
        ASSERT_EQ(left == right, exact(left) == exact(right));
        ASSERT_EQ(left < right, exact(left) < exact(right));
        ASSERT_EQ(left > right, exact(left) > exact(right));
    }
}

TEST(Decimal, what_one_word_does_not_hold_is_as_exact_as_what_it_holds) {
    const Decimal largest = Decimal::of(INT64_MAX);
    const Decimal smallest = Decimal::of(INT64_MIN);
    const Decimal one = Decimal::of(1);
    EXPECT_EQ((largest + one).text(), "9223372036854775808");
    EXPECT_EQ((largest + one - one).text(), "9223372036854775807");
    EXPECT_EQ((largest + one + Decimal()).text(), "9223372036854775808");
    EXPECT_EQ((smallest - one).text(), "-9223372036854775809");
    EXPECT_EQ((smallest - one + Decimal()).text(), "-9223372036854775809");
    EXPECT_EQ((largest + Decimal::of(1, 1)).text(), "9223372036854775807.1");
    EXPECT_LT(largest, largest + one);
    EXPECT_LT(smallest - one, smallest);
    EXPECT_LT(largest, largest + Decimal::of(1, 1));
    EXPECT_EQ(largest, Decimal::of(INT64_MAX - 7) + decimal("7.0"));
    const auto product = [](const Decimal& left, const Decimal& right, int places) {
        const auto made = Decimal::multiply(left, right, places, Rounding::half_even);
        return made ? made->text() : "none";
    };
    EXPECT_EQ(product(smallest, Decimal::of(-1), 0), "9223372036854775808");
    EXPECT_EQ(product(largest, Decimal::of(1), 1), "9223372036854775807.0");
    EXPECT_EQ(product(Decimal::of(3'037'000'500), Decimal::of(3'037'000'500), 0),
              "9223372037000250000");
    // Nineteen and twenty places too many: the power of ten does not fit a word any more.
    EXPECT_EQ(product(Decimal::of(9'000'000'000, 9), Decimal::of(1'000'000'000, 10), 0), "1");
    EXPECT_EQ(product(Decimal::of(5'000'000'000, 9), Decimal::of(1'000'000'000, 10), 0), "0");
    EXPECT_EQ(product(Decimal::of(6'000'000'000, 10), Decimal::of(9'000'000'000, 10), 0), "1");
    const auto quotient = [](const Decimal& factor, const Decimal& divisor, int places) {
        const auto made = Decimal::quotient({factor}, {divisor}, places, Rounding::half_even);
        return made ? made->text() : "none";
    };
    EXPECT_EQ(quotient(smallest, Decimal::of(-1), 0), "9223372036854775808");
    EXPECT_EQ(quotient(largest, one, 1), "9223372036854775807.0");
    EXPECT_EQ(quotient(Decimal::of(1), Decimal::of(-8), 2), "-0.12");
    EXPECT_EQ(quotient(one, Decimal(), 2), "none");
    EXPECT_EQ(smallest.rounded(0, Rounding::half_even), smallest);
    EXPECT_EQ(largest.rounded(10, Rounding::half_even).text(), "9223372036854775807.0000000000");
}

TEST(Decimal, small_constants_have_the_places_asked_for) {
    EXPECT_EQ(Decimal::of(-1250, 2).text(), "-12.50");
    EXPECT_EQ(Decimal::of(7).text(), "7");
    EXPECT_EQ(Decimal::of(INT64_MIN).text(), "-9223372036854775808");
    EXPECT_EQ(Decimal::of(INT64_MAX, 10).text(), "922337203.6854775807");
}

}  // namespace
}  // namespace sage
