// SPDX-License-Identifier: Apache-2.0
// What the commands of set-up and promotion share: answers from a file, and how people are told
// what is wrong with settings.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/result.h"
#include "mock-host/setup/suggestion.h"

namespace wms::commands {

/// The file that people named for their answers; no name: no answers.
Result<std::string> read_answers(const std::string& typed);

/// A line each, what stops first.
void tell_findings(const std::vector<SettingFinding>& findings, const std::string& not_shown,
                   const std::function<void(std::string_view line)>& say);

}  // namespace wms::commands
