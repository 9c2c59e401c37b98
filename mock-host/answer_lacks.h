// SPDX-License-Identifier: Apache-2.0
// What is told of an answer of the plugin that is not what the contract says.
#pragma once

#include <string>

#include "mock-host/result.h"

namespace wms {

/// @param query  that was asked
/// @param what   of the answer is not there
inline Problem answer_lacks(const std::string& query, const std::string& what) {
    return {"host." + query + "_malformed", "",
            "The plugin's answer to the query \"" + query + "\" lacks " + what + ".",
            "Report this to the vendor of the plugin.", "vendor"};
}

}  // namespace wms
