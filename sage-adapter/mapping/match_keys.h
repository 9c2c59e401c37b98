// SPDX-License-Identifier: Apache-2.0
// Codes that two programs write differently, in the one form in which they compare: GTINs as GS1
// says, VAT numbers, a name with its postal zone. An edition puts them on its catalogue records
// under the names below, and what a document says is brought to the same form. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace sage {

/// Names of the fields that a catalogue record is found by (Catalogue::find_by).
namespace match_field {
inline constexpr std::string_view gtin = "match:gtin";
/// VatNumber::number; beside it stands `vat_country`, where the country is known.
inline constexpr std::string_view vat_number = "match:vatNumber";
inline constexpr std::string_view vat_country = "vatCountry";
inline constexpr std::string_view name_and_postal_zone = "match:nameAndPostalZone";
}  // namespace match_field

/// A GTIN-8, -12, -13 or -14 as fourteen digits. Empty: it has another length, other signs than
/// digits (blanks and hyphens apart), or its check digit is wrong.
std::string gtin_key(std::string_view text);

/// A VAT number without blanks, points and the like, letters in upper case.
struct VatNumber {
    std::string country;  ///< its prefix, "EL" and "XI" as "GR" and "GB"; empty: not known
    std::string number;   ///< without that prefix; empty: it is no number

    /// The same number, and not of two countries.
    bool matches(const VatNumber& other) const;
};

/// `country_code` (ISO 3166-1) is the country of a number without prefix, where it is known.
VatNumber vat_number(std::string_view text, std::string_view country_code = "");

/// Empty unless both are given. Upper and lower case of A to Z, blanks and points make no
/// difference.
std::string name_and_postal_zone_key(std::string_view name, std::string_view postal_zone);

}  // namespace sage
