// SPDX-License-Identifier: Apache-2.0
// Plan: records get ids, times and numbers that grow; settings and permissions are the one record
// of their kind.
#include "plugins/sage200/simulator_company.h"

#include <gtest/gtest.h>

namespace sage::simulated_sage200 {
namespace {

TEST(SimulatedSage200Company, records_get_ids_and_times_and_series_their_numbers) {
    Company company;
    company.behaviours.query_lag_ms = 5;
    const Row one = company.make(86'400'000);
    const Row other = company.make(86'400'000);
    EXPECT_LT(one.id, other.id);
    EXPECT_EQ(one.text("date_time_created"), "1970-01-02T00:00:00Z");
    EXPECT_EQ(one.visible_ms, 86'400'005);
    EXPECT_EQ(company.next_number("sop_order"), "0000000001");
    EXPECT_EQ(company.next_number("sop_order"), "0000000002");
    EXPECT_EQ(company.next_number("sop_return"), "0000000001");
}

TEST(SimulatedSage200Company, what_is_not_there_is_empty) {
    const Company company;
    EXPECT_TRUE(company.table("customer").rows().empty());
    EXPECT_EQ(company.find("customer", 1), nullptr);
}

TEST(SimulatedSage200Company, a_permission_is_the_users) {
    Company company;
    add_default_company(company, 0);
    EXPECT_TRUE(company.permits("override_cost_price"));
    company.only("sop_user_permission").set_truth("override_cost_price", false);
    EXPECT_FALSE(company.permits("override_cost_price"));
}

}  // namespace
}  // namespace sage::simulated_sage200
