// SPDX-License-Identifier: Apache-2.0
// What became of scenarios, for people, for programs and for continuous integration.
#pragma once

#include <cstddef>
#include <string>

#include "mock-host/scenario/scenario_run.h"

namespace wms::scenarios {

/// One line for a case, and behind it, where it failed, the promise and each finding: step, place,
/// what was expected, what there is, what to do. No line end at the end.
std::string line_of(const CaseResult& result, std::size_t number, std::size_t of);

/// The counts, and the names of what failed.
std::string summary_of(const RunResult& result);

/// One line: plugin, edition, counts and each case with its findings.
std::string json_line(const RunResult& result);

/// JUnit's XML as continuous integration reads it: one suite, what is not played is
/// skipped.
std::string junit_of(const RunResult& result);

}  // namespace wms::scenarios
