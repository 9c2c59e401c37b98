// SPDX-License-Identifier: Apache-2.0
// Plan: a new company can be traded with: one of each setting, tax codes, nominal codes, a
// warehouse, a site.
#include "plugins/sage200/simulator_company.h"

#include <gtest/gtest.h>

namespace sage::simulated_sage200 {
namespace {

TEST(SimulatedSage200Defaults, every_kind_of_setting_is_there_once) {
    Company company;
    add_default_company(company, 0);
    for (const char* const model :
         {"sop_settings", "sop_user_permission", "system_settings", "sales_ledger_settings",
          "stock_settings", "currency", "site"}) {
        EXPECT_EQ(company.table(model).rows().size(), 1U) << model;
    }
    EXPECT_EQ(company.table("tax_code").find_text("code", "1")->text("tax_rate"), "20");
    EXPECT_NE(company.table("nominal_code").find_text("reference", "4000"), nullptr);
    EXPECT_NE(company.table("warehouse").find_text("name", "HOME"), nullptr);
}

TEST(SimulatedSage200Defaults, all_that_a_new_company_has_are_fields_of_its_models) {
    Company company;
    add_default_company(company, 0);
    for (const auto& [model, table] : company.tables) {
        for (const Row& row : table.rows()) {
            for (const auto& [name, value] : row.values) {
                EXPECT_NE(company.models.find(model)->second.find(company.site, name), nullptr)
                    << model << "." << name;
            }
        }
    }
}

}  // namespace
}  // namespace sage::simulated_sage200
