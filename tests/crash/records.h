// SPDX-License-Identifier: Apache-2.0
// What plugin, host and Sage have written down, read by a test as it is on disk.
#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;

namespace sage::testing {

/// A file of SQLite.
class Database {
  public:
    /// A test that cannot open it fails.
    explicit Database(const std::filesystem::path& path);
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database();

    /// First column of the first row; "" without a row. What is wrong with the question is the
    /// answer.
    std::string ask(const std::string& question) const;

  private:
    sqlite3* database_ = nullptr;
};

/// "" where there is no such member, or no text.
std::string text_in(const boost::json::object& object, std::string_view name);

/// Events of a trial's host about one message, in the order it kept them.
std::vector<boost::json::object> events_about(const std::filesystem::path& folder,
                                              const std::string& message_id);

/// How often a life makes each system call, read from strace's output file.
std::map<std::string, unsigned> calls_in(const std::filesystem::path& trace);

}  // namespace sage::testing
