// SPDX-License-Identifier: Apache-2.0
// Plan: each way to write one GTIN, VAT number or name gives one key; what is none gives no key;
// two that differ never give the same.
#include "sage-adapter/mapping/match_keys.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

TEST(MatchKeys, a_gtin_has_fourteen_digits_however_it_was_written) {
    for (const char* text :
         {"05012345678900", "5012345678900", "5 012345 678900", "5-012345-678900"}) {
        EXPECT_EQ(gtin_key(text), "05012345678900") << text;
    }
    EXPECT_EQ(gtin_key("96385074"), "00000096385074") << "GTIN-8";
    EXPECT_EQ(gtin_key("614141000036"), "00614141000036") << "GTIN-12";
    EXPECT_EQ(gtin_key("10614141000415"), "10614141000415") << "an outer case";
}

TEST(MatchKeys, what_is_no_gtin_gives_no_key) {
    for (const char* text : {"", "05012345678901", "5012345678903", "96385075", "501234567891",
                             "123456789", "0501234567890X", "00000000000000", "00000000"}) {
        EXPECT_EQ(gtin_key(text), "") << text;
    }
}

TEST(MatchKeys, every_wrong_check_digit_and_every_wrong_single_digit_is_noticed) {
    const std::string right = "05012345678900";
    for (std::size_t place = 0; place < right.size(); ++place) {
        for (char digit = '0'; digit <= '9'; ++digit) {
            std::string text = right;
            text[place] = digit;
            EXPECT_EQ(gtin_key(text).empty(), text != right) << text;
        }
    }
}

TEST(MatchKeys, a_vat_number_is_one_whatever_stands_between_its_digits) {
    for (const char* text : {"GB123456789", "gb 123 4567 89", "GB-123.4567/89", "XI123456789"}) {
        const VatNumber vat = vat_number(text);
        EXPECT_EQ(vat.country, "GB") << text;
        EXPECT_EQ(vat.number, "123456789") << text;
    }
    EXPECT_EQ(vat_number("EL123456789").country, vat_number("GR123456789").country);
    EXPECT_EQ(vat_number("ATU12345678").number, "U12345678");
    EXPECT_EQ(vat_number("123456789", "DE").country, "DE");
    EXPECT_EQ(vat_number("GB123456789", "DE").country, "GB") << "its own prefix comes first";
    EXPECT_EQ(vat_number("123456789", "US").country, "") << "not known";
    EXPECT_EQ(vat_number("NO987654321MVA").number, "NO987654321MVA");
}

TEST(MatchKeys, vat_numbers_of_two_countries_do_not_match_and_an_unknown_country_hinders_nothing) {
    EXPECT_TRUE(vat_number("GB123456789").matches(vat_number("123456789")));
    EXPECT_TRUE(vat_number("123456789").matches(vat_number("GB123456789")));
    EXPECT_FALSE(vat_number("GB123456789").matches(vat_number("DE123456789")));
    EXPECT_FALSE(vat_number("123456789", "DE").matches(vat_number("GB123456789")));
    EXPECT_FALSE(vat_number("GB123456789").matches(vat_number("GB123456788")));
}

TEST(MatchKeys, what_people_write_who_have_no_vat_number_is_none) {
    for (const char* text : {"", " ", "n/a", "none", "GB", "000000000", "-"}) {
        EXPECT_EQ(vat_number(text, "GB").number, "") << text;
    }
}

TEST(MatchKeys, a_name_and_its_postal_zone_fold_case_blanks_and_points) {
    const std::string key = name_and_postal_zone_key("Acme Gifts Ltd.", "LS1 4AB");
    EXPECT_EQ(name_and_postal_zone_key("ACME  GIFTS LTD", "ls14ab"), key);
    EXPECT_NE(name_and_postal_zone_key("Acme Gifts Limited", "LS1 4AB"), key);
    EXPECT_NE(name_and_postal_zone_key("Acme Gifts Ltd", "LS1 4AC"), key);
    EXPECT_NE(name_and_postal_zone_key("AB", "C"), name_and_postal_zone_key("A", "BC"));
    EXPECT_EQ(name_and_postal_zone_key("Acme", ""), "");
    EXPECT_EQ(name_and_postal_zone_key("", "LS1 4AB"), "");
    EXPECT_EQ(name_and_postal_zone_key(" . ", "LS1 4AB"), "");
}

}  // namespace
}  // namespace sage
