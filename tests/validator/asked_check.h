// SPDX-License-Identifier: Apache-2.0
// One check of one plugin in a copy of this process, which takes milliseconds where a program of
// its own takes a hundred times that under a sanitizer.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "mock-host/validate/check.h"

namespace wms::validate {

struct Question {
    std::filesystem::path library;
    std::string check;
    std::map<std::string, std::string> variables;  ///< of the copy's environment
    std::filesystem::path folder;                  ///< made for it
    std::filesystem::path simulator;
    std::string locale;
    unsigned real_seconds_max = 60;
};

/// Crashed, if it did not end in time.
Outcome ask(const Question& question);

}  // namespace wms::validate
