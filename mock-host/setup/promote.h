// SPDX-License-Identifier: Apache-2.0
// From test to live: the settings that were tried against a test organisation, with every code that
// they name looked up anew in the live one. Copied are settings alone, and of them none that belong
// to an environment; never a secret, a key, an outbox, a document or what was read of Sage. Nothing
// is written until everything resolves.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/result.h"
#include "mock-host/session.h"
#include "mock-host/setup/suggestion.h"

namespace wms {

struct PromoteOptions {
    std::filesystem::path from;  ///< the folder of the test organisation
    bool from_is_held = false;   ///< by the caller, who has no instance in it
    SessionOptions session;      ///< of live: its folder, its Sage, who acts
    std::string answers;         ///< a JSON object of settings for live; empty: none
    std::vector<std::string> assignments;
    std::string reason;  ///< in the words of who acts; may be empty
    std::function<void(std::string_view line)> say;
};

struct PromoteResult {
    bool written = false;
    std::string test_company;
    std::string live_company;
    std::size_t codes = 0;                 ///< that were looked up in live
    std::vector<SettingFinding> findings;  ///< one that stops: nothing was written
    std::string not_shown;                 ///< of rights
};

/// A Problem: the run could not be made; nothing was written. Codes "promote.…", and those of a
/// set-up.
Result<PromoteResult> promote(const PromoteOptions& options);

/// What goes to live: `tried` without what belongs to an environment, with what `live` has of that.
/// @param live  how the live Sage is reached, as JSON
Result<std::string> settings_for_live(const std::string& tried, const std::string& live,
                                      const std::vector<Question>& questions);

}  // namespace wms
