// SPDX-License-Identifier: Apache-2.0
// Plan: every column is one of the driver's, of its type and length; columns that came later.
#include <gtest/gtest.h>

#include "tests/unit/sage50/published.h"

namespace sage::test {
namespace {

class SimulatedSage50LedgerModels : public testing::TestWithParam<const char*> {};

TEST_P(SimulatedSage50LedgerModels, have_the_columns_of_the_driver) {
    expect_published(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, SimulatedSage50LedgerModels,
                         testing::Values("STOCK_TRAN", "AUDIT_HEADER", "AUDIT_SPLIT",
                                         "UPDATE_LEDGER", "DELETED_RECORDS"));

}  // namespace
}  // namespace sage::test
