// SPDX-License-Identifier: Apache-2.0
// The simulator's tables of columns against those of Sage's driver, where these lie beside the
// project.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "plugins/sage50/simulator_model.h"
#include "tests/support/source_folder.h"

namespace sage::test {

struct PublishedColumn {
    std::string type;
    int length = 0;
};

inline std::filesystem::path published_folder() {
    return std::filesystem::path(source_folder()) / "../shared/sage/data/sage50";
}

/// The columns of a table by name, of the version whose list was published.
inline std::map<std::string, PublishedColumn> published_columns(const std::string& table) {
    std::map<std::string, PublishedColumn> columns;
    std::ifstream file(published_folder() / "odbc-columns.csv");
    for (std::string line; std::getline(file, line);) {
        std::array<std::string, 5> parts;
        std::size_t begin = 0;
        for (std::string& part : parts) {
            const std::size_t end = line.find(',', begin);
            part = line.substr(begin, end == std::string::npos ? end : end - begin);
            begin = end == std::string::npos ? line.size() : end + 1;
        }
        if (parts[0] == table) {
            columns[parts[2]] = {parts[3], std::atoi(parts[4].c_str())};
        }
    }
    return columns;
}

constexpr int published_version = 24;

/// Every column that the simulator has in that version is one of the driver's, of its type and
/// length.
inline void expect_published(const std::string& table) {
    const auto published = published_columns(table);
    if (published.empty()) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    const simulated_sage50::Models models = simulated_sage50::all_models();
    for (const simulated_sage50::Column& column : models.at(table).columns()) {
        if (!column.is_in(published_version)) {
            continue;
        }
        const auto found = published.find(column.name);
        ASSERT_NE(found, published.end()) << table << " has no " << column.name;
        // One column of DELETED_RECORDS has no type either; its length says that it is a text.
        const bool untyped = found->second.type.empty() && column.sql_type == "VARCHAR";
        EXPECT_TRUE(untyped || column.sql_type == found->second.type)
            << table << "." << column.name;
        if (column.type == simulated_sage50::ColumnType::text) {
            EXPECT_EQ(column.width_in(published_version), found->second.length)
                << table << "." << column.name;
        }
    }
}

}  // namespace sage::test
