// SPDX-License-Identifier: Apache-2.0
// Plan: what settings name is made and put in its place; what they do not name is not made.
#include "mock-host/scenario/own_places.h"

#include <gtest/gtest.h>

#include "mock-host/scenario/sage_steps.h"
#include "tests/unit/mock_host/fake_control.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms::scenarios {
namespace {

namespace fs = std::filesystem;

constexpr const char* both = R"({"a":"${folder}/import","b":["${dataSource}","${dataSource}"]})";

TEST(OwnPlaces, stand_where_they_are_named) {
    EXPECT_EQ(with_own_places(both, "/data/run-7"),
              R"({"a":"/data/run-7/import","b":["run-7","run-7"]})");
    EXPECT_EQ(with_own_places("{}", "/data/run-7"), "{}");
    EXPECT_EQ(with_own_places("${folder}", "/odd/${folder}"), "/odd/${folder}");
}

TEST(OwnPlaces, are_made_where_they_are_named) {
    const testing::TemporaryFolder folder;
    testing::FakeControl control;
    EXPECT_TRUE(make_own_places("{}", folder.path(), control, nullptr).ok());
    EXPECT_FALSE(fs::exists(folder / import_folder));
    EXPECT_EQ(make_own_places(both, folder.path(), control, nullptr).problem().code,
              "scenario.data_sources");
    EXPECT_TRUE(fs::is_directory(folder / import_folder));
    const auto all = DataSources::open();
    EXPECT_EQ(make_own_places(both, folder.path(), control, all.value().get()).problem().code,
              "control.refused");
    control.replies["/control/tables"] = R"({"file":"/tmp/tables.sqlite"})";
    EXPECT_TRUE(make_own_places(both, folder.path(), control, all.value().get()).ok());
}

}  // namespace
}  // namespace wms::scenarios
