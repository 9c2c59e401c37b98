// SPDX-License-Identifier: Apache-2.0
// How set-up and promotion tell people what is wrong with settings.
#pragma once

#include <boost/json/fwd.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/setup/suggestion.h"

namespace wms::commands {

/// A line each, what stops first.
void tell_findings(const std::vector<SettingFinding>& findings, const std::string& not_shown,
                   const std::function<void(std::string_view line)>& say);

boost::json::array findings_json(const std::vector<SettingFinding>& findings);

}  // namespace wms::commands
