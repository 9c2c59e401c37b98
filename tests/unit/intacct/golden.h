// SPDX-License-Identifier: Apache-2.0
// Requests compared as a whole with the ones in plugins/intacct/fixtures, and bodies checked
// against the field lists transcribed from Sage's specification, where those lie beside the
// project.
#pragma once

#include "tests/unit/intacct/sample.h"

namespace sage::intacct::sample {

json::value as_json(const Request& request);

/// fixtures/<name>.request.json holds exactly this request.
void expect_golden(const std::string& name, const Request& request);

std::filesystem::path field_lists();

/// The body fits one of the transcribed schemas.
void expect_fits(const std::string& schema_name, const std::string& body);

#define SKIP_WITHOUT_FIELD_LISTS()                         \
    if (!std::filesystem::exists(sample::field_lists())) { \
        GTEST_SKIP() << "skipped: no ../shared";           \
    }

}  // namespace sage::intacct::sample
