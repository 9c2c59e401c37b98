// SPDX-License-Identifier: Apache-2.0
// A set-up in three steps: authorise, choose, start. The settings are tried against Sage and shown
// with what is wrong at each of them; they are written as a whole at the end, and until then what a
// person answered is a draft that the next run goes on with.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/result.h"
#include "mock-host/session.h"
#include "mock-host/setup/suggestion.h"

namespace wms {

/// What a person is shown before an answer.
struct AskedQuestion {
    const Question& question;
    const Suggestions& suggestions;
    std::string current;                       ///< JSON; empty: nothing is answered yet
    const std::vector<SettingFinding>& wrong;  ///< with the current answer
};

struct SetupOptions {
    SessionOptions session;
    std::string environment = "test";
    std::string answers;  ///< a JSON object of settings; empty: none
    /// "name=value", after the answers.
    std::vector<std::string> assignments;
    bool consent = false;  ///< let a person consent, although settings were written before
    bool start = true;     ///< connect with what was written
    /// Asks a person: what was typed; empty: leave it; nothing: no more questions. Without it
    /// nobody is asked.
    std::function<std::optional<std::string>(const AskedQuestion& asked)> ask;
    bool ask_everything = false;  ///< also what has a default and names nothing in Sage
    std::function<void(std::string_view line)> say;
};

struct SetupResult {
    bool written = false;
    std::string company;
    std::vector<SettingFinding> findings;  ///< of the last trial
    std::string not_shown;                 ///< of rights
    int changes = 0;                       ///< places of the settings that are other than before
};

/// A Problem: the run could not be made, or broke off; settings are what they were. Codes
/// "setup.…", "settings.…", "roles.…", and those of the plugin.
Result<SetupResult> set_up(const SetupOptions& options);

}  // namespace wms
