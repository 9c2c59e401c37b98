// SPDX-License-Identifier: Apache-2.0
// A program in a process group of its own that answers on a pipe and is ended, with all that it
// started, when its time is over or it has ended itself.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "mock-host/result.h"

namespace wms::validate {

struct AttemptOptions {
    std::filesystem::path program;
    std::vector<std::string> arguments;  ///< behind them comes the descriptor to answer on
    std::filesystem::path output;        ///< a file for whatever it writes
    int real_ms_max = 60'000;
    std::uint64_t address_space_max = 0;  ///< bytes; 0: any
};

struct Attempt {
    std::string answer;      ///< all that came on the pipe
    bool timed_out = false;  ///< it was ended
    int exit_code = 0;       ///< of a program that ended by itself
    int signal = 0;          ///< that ended it
    std::string said;        ///< the end of its output
    std::int64_t real_ms = 0;
};

Result<Attempt> attempt(const AttemptOptions& options);

}  // namespace wms::validate
