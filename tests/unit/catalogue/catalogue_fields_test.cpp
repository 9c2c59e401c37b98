// SPDX-License-Identifier: Apache-2.0
// Plan: whatever is done to them, fields are what a map would be; texts of every length, empty and
// with zeros.
#include "sage-adapter/catalogue/catalogue_fields.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace sage {
namespace {

using Map = std::map<std::string, std::string, std::less<>>;

void expect_same(const CatalogueFields& fields, const Map& expected) {
    auto field = fields.begin();
    for (const auto& [name, text] : expected) {
        ASSERT_NE(field, fields.end()) << name;
        EXPECT_EQ(field->first, name);
        EXPECT_EQ(field->second, text);
        ++field;
    }
    EXPECT_EQ(field, fields.end());
    EXPECT_EQ(fields.empty(), expected.empty());
    EXPECT_EQ(fields, CatalogueFields(expected));
}

TEST(CatalogueFields, are_what_a_map_would_be_whatever_is_done_to_them) {
    std::mt19937 chance(7);
    const auto below = [&](std::size_t bound) { return chance() % bound; };
    const std::size_t lengths[] = {0, 1, 7, 127, 128, 129, 16'383, 16'384, 70'000};
    for (int round = 0; round < 200; ++round) {
        CatalogueFields fields;
        Map expected;
        for (int step = 0; step < 20; ++step) {
            const std::string name(below(4) == 0 ? lengths[below(5)] : below(3),
                                   static_cast<char>('a' + below(3)));
            const std::string text(below(4) == 0 ? lengths[below(9)] : below(9),
                                   static_cast<char>(below(3)));
            switch (below(4)) {
                case 0:
                    fields.insert_or_assign(name, text);
                    expected.insert_or_assign(name, text);
                    break;
                case 1:
                    fields.emplace(name, text);
                    expected.emplace(name, text);
                    break;
                case 2:
                    fields[name] = text;
                    expected[name] = text;
                    break;
                default:
                    fields.erase(name);
                    expected.erase(name);
            }
            const auto known = expected.find(name);
            EXPECT_EQ(fields.contains(name), known != expected.end());
            EXPECT_EQ(fields.text(name), known == expected.end() ? "" : known->second);
        }
        fields.shrink();
        expect_same(fields, expected);
    }
}

TEST(CatalogueFields, two_with_the_same_name_are_one_the_last) {
    const CatalogueFields fields = {{"b", "1"}, {"a", "2"}, {"b", "3"}};
    expect_same(fields, {{"a", "2"}, {"b", "3"}});
    EXPECT_NE(fields, (CatalogueFields{{"a", "2"}}));
}

}  // namespace
}  // namespace sage
