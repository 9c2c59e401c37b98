// SPDX-License-Identifier: Apache-2.0
// fork and exec: a program that begins with a clean slate, whatever this process has open, blocked
// or ignored, and that the kernel ends when the thread that started it ends.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace wms {

struct ChildStart {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    int output = -1;  ///< its standard output; it has nothing to read
    int error_output = -1;
    int lent = -1;          ///< one descriptor more, under the number it has here
    bool confined = false;  ///< in a group of its own, no core dump, no LD_LIBRARY_PATH
    std::uint64_t address_space_max = 0;  ///< bytes; 0: any
};

/// Its process; -1 where the system makes none, and errno says why. A program that cannot be run
/// ends with 127.
pid_t start_child(const ChildStart& start);

}  // namespace wms
