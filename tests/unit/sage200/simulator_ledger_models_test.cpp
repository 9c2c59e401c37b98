// SPDX-License-Identifier: Apache-2.0
// Plan: every field is one that Sage publishes, of its kind, length and decimals.
#include "plugins/sage200/simulator_model.h"

#include <gtest/gtest.h>

#include "tests/unit/sage200/published.h"

namespace sage::test {
namespace {

class SimulatedSage200LedgerModels : public testing::TestWithParam<const char*> {};

TEST_P(SimulatedSage200LedgerModels, have_the_fields_that_sage_publishes) {
    expect_published(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, SimulatedSage200LedgerModels,
                         testing::Values("sales_invoice", "sales_credit_note",
                                         "sales_posted_transaction"));

}  // namespace
}  // namespace sage::test
