// SPDX-License-Identifier: Apache-2.0
// What people did on the dashboard, and what was refused to them: who, what, when, before and
// after. One line of JSON each, on disk before it is done; what cannot be written down is not done.
#pragma once

#include <boost/json/fwd.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "mock-host/append_file.h"
#include "mock-host/clock.h"
#include "mock-host/result.h"

namespace wms::serve {

struct Action {
    std::string who;
    std::string what;    ///< decide, readAgain, check, reconcile, settings, logIn, refused …
    std::string about;   ///< messageId, name or path; empty: the whole
    std::string before;  ///< JSON or a word; empty: nothing
    std::string after;
    std::string reason;  ///< in the person's words
};

/// Thread-safe.
class Actions {
  public:
    /// The clock outlives the object.
    static Result<std::unique_ptr<Actions>> open(const std::filesystem::path& file,
                                                 const Clock& clock);

    /// On success it is on disk. Problem code serve.not_recorded.
    Done record(const Action& action);

    const std::filesystem::path& file() const { return file_; }

  private:
    Actions(std::filesystem::path file, std::unique_ptr<AppendFile> lines, const Clock& clock)
        : file_(std::move(file)), lines_(std::move(lines)), clock_(clock) {}

    const std::filesystem::path file_;
    const std::unique_ptr<AppendFile> lines_;
    const Clock& clock_;
};

/// Every value that differs, by its JSON pointer: [{"pointer":…,"before":…,"after":…}].
boost::json::array differences(const boost::json::value& before, const boost::json::value& after);

}  // namespace wms::serve
