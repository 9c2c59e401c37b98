// SPDX-License-Identifier: Apache-2.0
#include "mock-host/commands/findings.h"

#include "mock-host/commands/command.h"
#include "mock-host/read_file.h"

namespace wms::commands {
namespace {

constexpr std::size_t kAnswersBytesMax = 4 * 1024 * 1024;

}  // namespace

Result<std::string> read_answers(const std::string& typed) {
    return typed.empty() ? Result<std::string>(std::string())
                         : read_file(absolute(typed), kAnswersBytesMax);
}

void tell_findings(const std::vector<SettingFinding>& findings, const std::string& not_shown,
                   const std::function<void(std::string_view line)>& say) {
    for (const bool stops : {true, false}) {
        for (const SettingFinding& finding : findings) {
            if (finding.stops == stops) {
                say((stops ? "wrong   " : "note    ") + text_of(finding));
            }
        }
    }
    if (!not_shown.empty()) {
        say("rights  " + not_shown);
    }
}

}  // namespace wms::commands
