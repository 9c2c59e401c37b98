// SPDX-License-Identifier: Apache-2.0
// The schemas of the contract, as they were when the program was built.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wms::validate {

/// "receipt.schema.json"; empty: there is none.
std::string_view built_in_text(const std::string& name);

/// What is wrong with a text of the contract, each with its place; empty: nothing.
/// @param schema  "receipt", "query.status.answer"
std::vector<std::string> violations(const std::string& schema, const std::string& text);

}  // namespace wms::validate
