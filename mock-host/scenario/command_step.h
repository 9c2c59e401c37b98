// SPDX-License-Identifier: Apache-2.0
// A command of the mock host that a scenario runs as a person would, in a program of its own, and
// what it must say and leave as its exit code.
#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "mock-host/result.h"
#include "mock-host/scenario/finding.h"

namespace wms::scenarios {

struct CommandPlace {
    std::filesystem::path program;  ///< the mock host
    std::filesystem::path folder;   ///< of the case: its files are made here
    /// What "${name}" stands for in the words of the command.
    std::map<std::string, std::string, std::less<>> names;
};

/// Makes the step's files, runs its command and compares. Findings: another exit code than
/// expected, with all that it said; what it said otherwise, or what the step leaves open. A Problem
/// where it cannot be run: child.not_started, child.silent, scenario.place for a name that there is
/// not, scenario.file for a file outside of the folder.
/// @param step    a step with the member "command"
/// @param wanted  its members "answer" and "says", in the codes of the edition
Result<Findings> run_command(const boost::json::object& step, const boost::json::object& wanted,
                             const CommandPlace& place);

/// The text with each "${name}" replaced. Problem code scenario.place: there is no such name.
Result<std::string> with_names(std::string_view text, const CommandPlace& place);

}  // namespace wms::scenarios
