// SPDX-License-Identifier: Apache-2.0
// Plan: by its own code, by an alias of the settings, inactive too; nothing for a code that leads
// nowhere.
#include "sage-adapter/mapping/item_of_code.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace sage {
namespace {

TEST(ItemOfCode, is_found_by_the_rules_of_the_settings_active_or_not) {
    CatalogueRecord lamp{"item", "LAMP", "1", "Lamp", true, {}};
    CatalogueRecord old{"item", "OLD", "2", "Old", false, {}};
    const Catalogue catalogue({lamp, old}, 1);
    const ItemMatching matching = read_item_matching(
        boost::json::parse(R"({"itemMatching":{"sellersItemIds":{"L-1":"LAMP"}}})"), "item");
    const auto found = [&](std::string_view code) {
        const CatalogueRecord* const record = item_of_code(matching, code, catalogue);
        return record == nullptr ? std::string("none") : record->id;
    };
    EXPECT_EQ(found("LAMP"), "LAMP");
    EXPECT_EQ(found("L-1"), "LAMP");
    EXPECT_EQ(found("OLD"), "OLD");
    EXPECT_EQ(found("NEW"), "none");
    EXPECT_EQ(found(""), "none");
}

}  // namespace
}  // namespace sage
