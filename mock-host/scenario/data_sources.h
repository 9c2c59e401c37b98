// SPDX-License-Identifier: Apache-2.0
// ODBC data sources over the tables of simulated companies, for this process: Sage 50 is read by
// ODBC as well. Needs Debian's libsqliteodbc.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "mock-host/result.h"

namespace wms::scenarios {

class DataSources {
  public:
    /// An empty list of data sources in a temporary folder, which replaces the machine's for this
    /// process. Made before other threads begin, ended after they have. Problem code
    /// scenario.data_sources.
    static Result<std::unique_ptr<DataSources>> open();
    DataSources(const DataSources&) = delete;
    DataSources& operator=(const DataSources&) = delete;
    ~DataSources();

    /// @param name      never used before in this process: unixODBC remembers those that it has
    /// seen
    /// @param database  a SQLite file
    /// From any thread.
    Done add(const std::string& name, const std::filesystem::path& database) const;

  private:
    explicit DataSources(std::filesystem::path folder) : folder_(std::move(folder)) {}
    std::filesystem::path file() const { return folder_ / "odbc.ini"; }
    std::filesystem::path folder_;
};

}  // namespace wms::scenarios
