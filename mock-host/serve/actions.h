// SPDX-License-Identifier: Apache-2.0
// What people did on the dashboard, and what was refused to them: who, what, when, before and
// after, in the host's audit trail and its chain of hashes, on disk before it is done. What cannot
// be written down is not done.
#pragma once

#include <boost/json/fwd.hpp>
#include <filesystem>
#include <functional>
#include <string>

#include "mock-host/clock.h"
#include "mock-host/person_record.h"
#include "mock-host/result.h"

namespace wms::serve {

/// Thread-safe, if the function that it appends with is.
class Actions {
  public:
    /// The line is on disk when it returns well. The trail has one writer at a time: where the
    /// plugin is hosted it is the host's own.
    using Append = std::function<Done(const std::string& line)>;

    /// @param file   where to read what was recorded
    /// @param clock  outlives the object
    Actions(std::filesystem::path file, const Clock& clock, Append append)
        : file_(std::move(file)), clock_(clock), append_(std::move(append)) {}

    /// On success it is on disk. Problem code serve.not_recorded.
    Done record(const PersonRecord& action);

    const std::filesystem::path& file() const { return file_; }

  private:
    const std::filesystem::path file_;
    const Clock& clock_;
    const Append append_;
};

/// Every value that differs, by its JSON pointer: [{"pointer":…,"before":…,"after":…}].
boost::json::array differences(const boost::json::value& before, const boost::json::value& after);

}  // namespace wms::serve
