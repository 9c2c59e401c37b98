// SPDX-License-Identifier: Apache-2.0
// Plan: what a new company has, through the interface.
#include <gtest/gtest.h>

#include "tests/unit/sage50/simulated_company.h"

namespace sage::test {
namespace {

TEST(SimulatedSage50Defaults, a_new_company_has_what_sage_sets_up) {
    SimulatedCompany company;
    const Reply taxes = company.get("/api/taxCode");
    EXPECT_EQ(count(taxes), 100U);
    EXPECT_EQ(at(taxes, "/results/1/index"), "1");
    EXPECT_EQ(at(taxes, "/results/1/rate"), "20");
    EXPECT_EQ(at(taxes, "/results/5/rate"), "5");
    EXPECT_EQ(count(company.get("/api/courier")), 100U);
    EXPECT_EQ(at(company.get("/api/courier"), "/results/0/name"), "Royal Mail");
    const Reply nominals = company.get("/api/nominal/");
    EXPECT_EQ(at(nominals, "/results/0/accountRef"), "0010") << "leading zeros matter";
    EXPECT_EQ(at(company.get("/api/department"), "/results/0/name"), "Default");
    EXPECT_EQ(at(company.get("/api/company"), "/response/countryCode"), "GB");
}

}  // namespace
}  // namespace sage::test
