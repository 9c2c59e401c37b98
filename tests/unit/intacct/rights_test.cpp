// SPDX-License-Identifier: Apache-2.0
// Plan: an object is needed once, however often it is read, and missing when it may not be listed;
// rights to write follow the settings and are unknown; excess is said not to be looked for.
#include "plugins/intacct/rights.h"

#include <algorithm>

#include "tests/unit/intacct/planted_company.h"

namespace sage::intacct {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> verdicts(const Settings& settings, const Catalogue& known) {
    std::vector<std::string> all;
    for (const Right& right : rights(settings, known).rights) {
        all.push_back(right.name + " " + std::string(text_of(verdict_of(right))));
    }
    return all;
}

Catalogue without(const std::string& object) {
    CatalogueRecord record;
    record.kind = kind::forbidden;
    record.id = object;
    record.name = object;
    return Catalogue({record}, 1);
}

TEST(IntacctReadRights, are_missing_where_an_object_may_not_be_listed) {
    const Settings settings;
    const auto told = verdicts(settings, without("tax/tax-solution"));
    EXPECT_THAT(told, Contains("List and View for tax/tax-solution (tax solution in Tax) missing"));
    EXPECT_THAT(told, Contains("List and View for inventory-control/item (item in Inventory "
                               "Control) fits"));
    EXPECT_EQ(std::count_if(told.begin(), told.end(),
                            [](const std::string& one) {
                                return one.find("inventory-control/item ") != std::string::npos;
                            }),
              1);
    EXPECT_THAT(verdicts(settings, Catalogue()),
                Contains("List and View for inventory-control/item (item in Inventory Control) "
                         "unknown"));
}

TEST(IntacctWriteRights, follow_the_settings_and_show_with_the_first_document) {
    Settings settings;
    EXPECT_THAT(verdicts(settings, Catalogue()), Not(Contains(HasSubstr("Add for"))));
    settings.definitions.despatch = "Sales Invoice";
    settings.patch_late_tracking = true;
    const auto told = verdicts(settings, Catalogue());
    EXPECT_THAT(told, Contains("Add for Order Entry transactions unknown"));
    EXPECT_THAT(told, Contains("Edit for Order Entry transactions unknown"));
    EXPECT_THAT(told, Not(Contains(HasSubstr("warehouse transfers"))));
    EXPECT_THAT(rights(settings, Catalogue()).not_shown, HasSubstr("not looked for"));
}

}  // namespace
}  // namespace sage::intacct
