// SPDX-License-Identifier: Apache-2.0
// The files of mock-host/dashboard as they were when the program was built.
#pragma once

#include <string>
#include <string_view>

namespace wms::serve {

/// "index.html", "app.js"; empty: there is none.
std::string_view built_in_text(const std::string& name);

}  // namespace wms::serve
