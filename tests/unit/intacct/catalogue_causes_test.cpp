// SPDX-License-Identifier: Apache-2.0
// Plan: root causes that nobody can see stay; a customer on hold. When what else held a document is
// gone is tested beside what holds it (map_lookup_test, map_tax_test, map_unit_test ...).
#include <gmock/gmock.h>

#include "tests/unit/intacct/pages.h"

namespace sage::intacct {
namespace {

using sample::settings;

TEST(IntacctCauses, causes_that_nobody_can_see_stay) {
    const Catalogue known = sample::catalogue();
    for (const char* cause : {"", "period:2026-11-20", "location:100", "item",
                              "item:", "field:", "field:x", "field:x:nsp::Y", "definition:x",
                              "setting:x", "site:X", "unit:X", "charge:X", "tax:X", "nonsense"}) {
        EXPECT_FALSE(cause_gone(settings(), cause, known)) << cause;
    }
}

TEST(IntacctCauses, a_customer_on_hold_is_free_when_sage_says_so) {
    EXPECT_TRUE(cause_gone(settings(), "customer-on-hold:CUST-001", sample::catalogue()));
    const auto on_hold = [](CatalogueRecord& record) { record.fields["isOnHold"] = "true"; };
    EXPECT_FALSE(cause_gone(settings(), "customer-on-hold:CUST-001",
                            sample::catalogue_with(kind::customer, "CUST-001", on_hold)));
    EXPECT_FALSE(cause_gone(settings(), "customer-on-hold:CUST-001",
                            sample::without(kind::customer, "CUST-001")));
}

TEST(IntacctCauses, what_no_setting_names_any_more_holds_nothing) {
    const Catalogue known = sample::catalogue();
    Settings named = settings();
    named.definitions.despatch = "Misspelt";
    named.fields.tracking = "nsp::MISSPELT";
    named.warehouses["MAIN"] = {"MISSPELT", "100"};
    for (const char* cause :
         {"definition:order-entry/document::Misspelt",
          "field:order-entry/document::Sales Invoice:header:nsp::MISSPELT", "warehouse:MISSPELT"}) {
        EXPECT_FALSE(cause_gone(named, cause, known)) << cause;
        EXPECT_TRUE(cause_gone(settings(), cause, known)) << cause;
    }
}

}  // namespace
}  // namespace sage::intacct
