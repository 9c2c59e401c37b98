// SPDX-License-Identifier: Apache-2.0
// The folder that holds the outbox: private, local, and used by one instance at a time. What it
// holds is customers' names and prices, and who could write it could have anything posted to Sage.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "sage-adapter/base/status.h"

namespace sage {

/// True for file systems on which SQLite's locks and shared memory cannot be trusted. `type` is
/// statfs' f_type.
bool is_network_file_system(std::int64_t type);

/// An exclusive hold of the folder, until destroyed; then it is free, whatever programs the host is
/// starting meanwhile.
class DataFolder {
  public:
    /// Checks the folder, takes its lock and makes the database file if there is none (mode 0600).
    /// Status::busy: another instance has it.
    static Result<std::unique_ptr<DataFolder>> open(const std::string& folder);

    DataFolder(const DataFolder&) = delete;
    DataFolder& operator=(const DataFolder&) = delete;
    ~DataFolder();

    const std::string& database_path() const { return database_path_; }

  private:
    DataFolder(int lock, int holder, std::string database_path)
        : lock_(lock), holder_(holder), database_path_(std::move(database_path)) {}

    int lock_;
    int holder_;  ///< the id of the program that took it
    std::string database_path_;
};

}  // namespace sage
