// SPDX-License-Identifier: Apache-2.0
// Plan: what a right is called; both problems say which records and what to grant; the one that is
// told while reading goes on is word for word that of the rule.
#include "tests/unit/intacct/planted_company.h"

namespace sage::intacct {
namespace {

using testing::HasSubstr;

TEST(IntacctRights, a_right_is_named_by_the_object_and_where_people_find_it) {
    EXPECT_EQ(name_of_right("tax/tax-solution"), "tax/tax-solution (tax solution in Tax)");
    EXPECT_EQ(name_of_right("inventory-control/unit-of-measure"),
              "inventory-control/unit-of-measure (unit of measure in Inventory Control)");
    EXPECT_EQ(name_of_right("order-entry/document::Sales Invoice"),
              "order-entry/document::Sales Invoice (document in Order Entry)");
    EXPECT_EQ(name_of_right("elsewhere"), "elsewhere");
}

TEST(IntacctRights, both_kinds_say_what_to_grant) {
    for (const bool needed : {true, false}) {
        const Problem problem = missing_right("general-ledger/account", needed);
        sample::expect_complete(problem);
        EXPECT_EQ(problem.code,
                  needed ? "intacct.rights_needed" : "intacct.settings.rights_missing");
        EXPECT_THAT(problem.cause, HasSubstr("general-ledger/account"));
        EXPECT_THAT(problem.fix,
                    HasSubstr("List and View for general-ledger/account (account in General "
                              "Ledger)"));
        EXPECT_EQ(problem.owner, Owner::it);
    }
}

TEST(IntacctRights, what_a_reading_says_is_what_the_check_says_after_it) {
    sample::PlantedCompany company;
    company.change(R"({"forbidden":"general-ledger/account"})");
    EXPECT_EQ(company.findings(), std::set<std::string>{"rights_missing"});
    ASSERT_EQ(company.told().size(), 1U) << "two reads of one object are one right";
    EXPECT_EQ(company.told().front(), missing_right("general-ledger/account", false));
}

}  // namespace
}  // namespace sage::intacct
