// SPDX-License-Identifier: Apache-2.0
// The files of this folder that every scenario needs, as they were when the program was built: a
// scenario can be played from anywhere, by the program alone.
#pragma once

#include <string>
#include <string_view>

namespace wms::scenarios {

/// "scenario.schema.json", "company.json", "documents/despatch.json"; empty: there is none.
std::string_view built_in_text(const std::string& name);

}  // namespace wms::scenarios
