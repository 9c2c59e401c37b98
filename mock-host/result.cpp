// SPDX-License-Identifier: Apache-2.0
// The one way a Problem is printed.
#include "mock-host/result.h"

namespace wms {

std::string in_one_line(const Problem& problem) {
    std::string line = problem.code;
    if (!problem.pointer.empty()) {
        line += " at " + problem.pointer;
    }
    line += ": " + problem.cause;
    if (!problem.fix.empty()) {
        line += " What to do: " + problem.fix;
    }
    for (char& letter : line) {
        if (static_cast<unsigned char>(letter) < 0x20) {
            letter = ' ';
        }
    }
    return line;
}

}  // namespace wms
