// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/match_keys.h"

#include <algorithm>
#include <array>

namespace sage {
namespace {

constexpr std::size_t gtin_digits = 14;

// Prefixes of VAT numbers: the European Union's, of the United Kingdom and of Northern Ireland.
constexpr auto vat_countries = std::to_array<std::string_view>(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GB", "GR", "HR",
     "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI"});

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

char upper(char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

// Northern Ireland has the numbers of the United Kingdom, Greece two prefixes.
std::string_view one_prefix(std::string_view country) {
    return country == "XI" ? "GB" : country == "EL" ? "GR" : country;
}

bool is_vat_country(std::string_view text) {
    return std::find(vat_countries.begin(), vat_countries.end(), text) != vat_countries.end();
}

// Three and one by turns from the right, beginning beside the check digit.
bool check_digit_is_right(std::string_view digits) {
    int sum = 0;
    for (std::size_t index = 0; index < digits.size(); ++index) {
        const bool thrice = (digits.size() - index) % 2 == 0;
        sum += (digits[index] - '0') * (thrice ? 3 : 1);
    }
    return sum % 10 == 0;
}

}  // namespace

std::string gtin_key(std::string_view text) {
    std::string digits;
    for (const char letter : text) {
        if (is_digit(letter)) {
            digits += letter;
        } else if (letter != ' ' && letter != '-') {
            return {};
        }
    }
    const std::size_t size = digits.size();
    if ((size != 8 && size != 12 && size != 13 && size != gtin_digits) ||
        !check_digit_is_right(digits) || digits.find_first_not_of('0') == std::string::npos) {
        return {};
    }
    digits.insert(0, gtin_digits - size, '0');
    return digits;
}

bool VatNumber::matches(const VatNumber& other) const {
    return number == other.number &&
           (country.empty() || other.country.empty() || country == other.country);
}

VatNumber vat_number(std::string_view text, std::string_view country_code) {
    std::string all;
    for (const char letter : text) {
        const bool separator = std::string_view(" .-/,\t").find(letter) != std::string_view::npos;
        if (!separator) {
            all += upper(letter);
        }
    }
    VatNumber vat;
    const std::string_view whole = all;
    if (whole.size() > 2 && is_vat_country(whole.substr(0, 2))) {
        vat.country = one_prefix(whole.substr(0, 2));
        vat.number = whole.substr(2);
    } else {
        vat.country = one_prefix(is_vat_country(country_code) ? country_code : "");
        vat.number = whole;
    }
    // "none", "n/a" and a row of noughts are what people write who have no number.
    const bool has_digit = std::any_of(vat.number.begin(), vat.number.end(), [](char letter) {
        return is_digit(letter) && letter != '0';
    });
    return has_digit ? vat : VatNumber{};
}

std::string name_and_postal_zone_key(std::string_view name, std::string_view postal_zone) {
    const auto folded = [](std::string_view text) {
        std::string out;
        for (const char letter : text) {
            if (std::string_view(" .,\t\n").find(letter) == std::string_view::npos) {
                out += upper(letter);
            }
        }
        return out;
    };
    const std::string folded_name = folded(name);
    const std::string zone = folded(postal_zone);
    return folded_name.empty() || zone.empty() ? std::string() : folded_name + "\n" + zone;
}

}  // namespace sage
