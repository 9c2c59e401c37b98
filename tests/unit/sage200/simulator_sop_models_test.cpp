// SPDX-License-Identifier: Apache-2.0
// Plan: every field is one that Sage publishes, of its kind, length and decimals.
#include "plugins/sage200/simulator_model.h"

#include <gtest/gtest.h>

#include "tests/unit/sage200/published.h"

namespace sage::test {
namespace {

class SimulatedSage200SopModels : public testing::TestWithParam<const char*> {};

TEST_P(SimulatedSage200SopModels, have_the_fields_that_sage_publishes) {
    expect_published(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, SimulatedSage200SopModels,
                         testing::Values("sop_order", "sop_order_line", "sop_order_memo",
                                         "sop_confirm_despatch_adjustment",
                                         "sop_despatch_receipt_item",
                                         "pending_sop_despatch_receipt", "sop_despatch_receipt",
                                         "sop_order_despatch_line_view", "sop_despatch_bin_item",
                                         "sop_confirm_despatch_bin_items_adjustment",
                                         "sop_confirm_despatch_traceable_adjustment",
                                         "sop_item_traceable_adjustment_item",
                                         "sop_allocation_line_view"));

}  // namespace
}  // namespace sage::test
