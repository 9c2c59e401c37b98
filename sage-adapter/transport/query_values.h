// SPDX-License-Identifier: Apache-2.0
// Values as drivers write them in text, brought to the forms of ValueKind. No floating point: a
// number is its digits, from the driver to the document.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sage-adapter/transport/data_source.h"

namespace sage {

/// What the driver gave, as UTF-8 already, in the form of the kind. Nothing: it has not that form,
/// or more digits than a decimal holds.
std::optional<std::string> query_value(std::string_view given, ValueKind kind);

/// Whether the value has the form in which that kind is bound.
bool is_binding(const QueryBinding& binding);

}  // namespace sage
