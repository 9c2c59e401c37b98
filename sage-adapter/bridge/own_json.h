// SPDX-License-Identifier: Apache-2.0
// JSON that we wrote ourselves and kept as text, as a part of an answer.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

#include "sage-adapter/base/json.h"

namespace sage {

/// Null for empty text, and for what cannot be read: an answer is given with what there is.
inline JsonValue own_json(std::string_view text) {
    Result<JsonValue> value = text.empty() ? Result<JsonValue>(JsonValue())
                                           : parse_json(text, SIZE_MAX, JsonNumbers::integers_only);
    return value.ok() ? std::move(value).value() : JsonValue();
}

}  // namespace sage
