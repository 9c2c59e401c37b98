// SPDX-License-Identifier: Apache-2.0
// Data sources of a test's own: the file that unixODBC looks them up in is the test's, and names
// SQLite's driver, PostgreSQL's and the one of tests/support/odbc_driver.cpp.
#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "sage-adapter/transport/odbc.h"

namespace sage::test {

/// Debian's packages register their drivers there.
inline bool has_odbc_driver(const std::string& name) {
    std::ifstream in("/etc/odbcinst.ini");
    const std::string all{std::istreambuf_iterator<char>(in), {}};
    return all.find("[" + name + "]") != std::string::npos;
}

class OdbcTest : public ::testing::Test {
  protected:
    OdbcTest() {
        std::string pattern = (std::filesystem::temp_directory_path() / "odbc_XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
        ::setenv("ODBCINI", (folder / "odbc.ini").c_str(), 1);
    }
    ~OdbcTest() override {
        ::unsetenv("ODBCINI");
        std::filesystem::remove_all(folder);
    }

    void add_source(const std::string& name, const std::string& settings) const {
        std::ofstream(folder / "odbc.ini", std::ios::app) << "[" << name << "]\n"
                                                          << settings << "\n";
    }

    static std::unique_ptr<DataSource> opened(const DataSourceOptions& options) {
        Result<std::unique_ptr<DataSource>> source = open_odbc_source(options);
        return source.ok() ? std::move(source).value() : nullptr;
    }

    static std::string code(const Result<QueryAnswer>& answer) {
        return answer.ok() ? "read" : answer.error().first().code;
    }

    std::filesystem::path folder;
    static constexpr std::int64_t limit_ms = 30'000;
    const DataSourceLogin nobody;
};

/// The file of the driver whose answers a test writes.
std::string scripted_driver();

/// Sources of that driver.
class ScriptedOdbc : public OdbcTest {
  protected:
    ScriptedOdbc() { add_source("Scripted", "Driver=" + scripted_driver()); }

    static DataSourceOptions scripted(std::vector<DataSourceOptions::Attribute> script) {
        DataSourceOptions options;
        options.name = "Scripted";
        options.attributes = std::move(script);
        return options;
    }
    Result<QueryAnswer> answer(std::vector<DataSourceOptions::Attribute> script,
                               const Query& query) const {
        return opened(scripted(std::move(script)))->read(query, nobody, limit_ms);
    }

    const Query names{"STOCK", {{"NAME"}}, "", {}, 100};
};

}  // namespace sage::test
