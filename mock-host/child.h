// SPDX-License-Identifier: Apache-2.0
// A program of our own that runs beside this one and ends with it: the simulated Sage.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "mock-host/result.h"

namespace wms {

class Child {
  public:
    /// Starts the program and waits for the first line of its output. What it writes to its error
    /// output goes to the log file, whose end is quoted if it ends before that line.
    static Result<std::unique_ptr<Child>> start(const std::filesystem::path& program,
                                                const std::vector<std::string>& arguments,
                                                const std::filesystem::path& log,
                                                int first_line_real_ms_max);
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    /// Asks it to end and waits; kills it if it does not.
    ~Child();

    const std::string& first_line() const { return first_line_; }

    /// SIGTERM, then its exit code; negative: the signal that ended it.
    int stop();

  private:
    Child(pid_t id, int output) : id_(id), output_(output) {}
    Done read_first_line(int real_ms_max);

    pid_t id_;
    int output_;  ///< kept open: a child that writes to a closed pipe would die
    std::string first_line_;
};

/// The program of that name in the folder of this program.
std::filesystem::path beside_this_program(const std::string& name);

}  // namespace wms
