// SPDX-License-Identifier: Apache-2.0
// Plan: each data source is a section of the file that this process reads them from, however many
// threads add some; the file goes with the list.
#include "mock-host/scenario/data_sources.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

namespace wms::scenarios {
namespace {

std::string listed() {
    std::ifstream file(std::getenv("ODBCINI"));
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(DataSources, each_is_a_section_of_this_processes_list) {
    {
        const auto all = DataSources::open();
        ASSERT_TRUE(all.ok());
        ASSERT_TRUE(all.value()->add("one", "/tmp/one.sqlite").ok());
        EXPECT_EQ(listed(), "[one]\nDriver=SQLite3\nDatabase=/tmp/one.sqlite\n");
        std::vector<std::thread> crew;
        for (int number = 0; number < 8; ++number) {
            crew.emplace_back([&all, number] {
                EXPECT_TRUE(all.value()->add("n" + std::to_string(number), "/x").ok());
            });
        }
        for (std::thread& thread : crew) {
            thread.join();
        }
        for (int number = 0; number < 8; ++number) {
            const std::string section =
                "[n" + std::to_string(number) + "]\nDriver=SQLite3\nDatabase=/x\n";
            EXPECT_NE(listed().find(section), std::string::npos);
        }
    }
    EXPECT_EQ(std::getenv("ODBCINI"), nullptr);
}

}  // namespace
}  // namespace wms::scenarios
