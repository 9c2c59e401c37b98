// SPDX-License-Identifier: Apache-2.0
// Plan: for each kind of source the name of its unit test is known, a missing one is told, and an
// exception for a file that is gone is told too.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/tidy/rules.h"

namespace tidy {
namespace {

/// What the rule says about that one source, with only those tests beside it.
bool is_missing(const std::string& source, const std::string& test) {
    const Breaches breaches = missing_tests({{source, ""}, {test, ""}});
    return std::any_of(breaches.begin(), breaches.end(),
                       [&](const Breach& breach) { return breach.path == source; });
}

TEST(MissingTests, each_kind_of_source_has_one_place_for_its_test) {
    EXPECT_FALSE(is_missing("sage-adapter/outbox/state.cpp", "tests/unit/outbox/state_test.cpp"));
    EXPECT_FALSE(is_missing("sage-adapter/edition.cpp", "tests/unit/edition/edition_test.cpp"));
    EXPECT_FALSE(is_missing("plugins/intacct/map.cpp", "tests/unit/intacct/map_test.cpp"));
    EXPECT_FALSE(is_missing("plugins/intacct/simulator_query.cpp",
                            "tests/unit/simulator/simulator_query_test.cpp"));
    EXPECT_FALSE(is_missing("plugins/sage200/simulator_query.cpp",
                            "tests/unit/sage200/simulator_query_test.cpp"));
    EXPECT_FALSE(
        is_missing("plugins/sage_simulator/faults.cpp", "tests/unit/simulator/faults_test.cpp"));
    EXPECT_FALSE(is_missing("mock-host/wms/trade.cpp", "tests/unit/mock_host/trade_test.cpp"));
}

TEST(MissingTests, a_source_without_its_test_is_told) {
    EXPECT_TRUE(is_missing("sage-adapter/outbox/state.cpp", "tests/unit/outbox/keys_test.cpp"));
    EXPECT_TRUE(is_missing("mock-host/clock.cpp", "tests/unit/base/clock_test.cpp"));
    EXPECT_TRUE(is_missing("plugins/intacct/wire.cpp", "tests/unit/intacct/map_test.cpp"));
    EXPECT_TRUE(is_missing("plugins/sage200/simulator_query.cpp",
                           "tests/unit/simulator/simulator_query_test.cpp"));
}

TEST(MissingTests, headers_and_excepted_files_need_none) {
    EXPECT_FALSE(is_missing("sage-adapter/outbox/outbox.h", "README.md"));
    EXPECT_FALSE(is_missing("plugins/intacct/entry.cpp", "tests/flow_test.cpp"));
}

TEST(MissingTests, an_exception_names_a_test_that_exists) {
    EXPECT_TRUE(is_missing("plugins/intacct/entry.cpp", "README.md"));
}

TEST(MissingTests, an_exception_for_a_file_that_is_gone_is_told) {
    const Breaches breaches = missing_tests({});
    ASSERT_FALSE(breaches.empty());
    EXPECT_THAT(breaches.front().what, testing::HasSubstr("gone"));
}

}  // namespace
}  // namespace tidy
