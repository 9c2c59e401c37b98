// SPDX-License-Identifier: Apache-2.0
// The strict JSON reader: whatever it accepts has one canonical form, which it accepts again.
#include <string>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/text.h"
#include "tests/fuzz/fuzz.h"

namespace sage::fuzz {
namespace {

std::size_t depth_of(const JsonValue& value) {
    std::size_t deepest = 0;
    if (const auto* object = value.if_object()) {
        for (const auto& member : *object) {
            deepest = std::max(deepest, depth_of(member.value()));
        }
        return deepest + 1;
    }
    if (const auto* array = value.if_array()) {
        for (const JsonValue& element : *array) {
            deepest = std::max(deepest, depth_of(element));
        }
        return deepest + 1;
    }
    return 0;
}

void read(std::string_view text, JsonNumbers numbers) {
    constexpr std::size_t bytes_max = 4096;
    const Result<JsonValue> value = parse_json(text, bytes_max, numbers);
    if (!value.ok()) {
        const Problem& first = value.error().first();
        demand(!first.code.empty() && !first.cause.empty() && !first.fix.empty(),
               "a refusal says what, why and what to do");
        demand(first_not_utf8(first.cause) == std::string_view::npos &&
                   first_not_utf8(first.pointer) == std::string_view::npos,
               "a refusal is UTF-8");
        return;
    }
    demand(text.size() <= bytes_max, "what is accepted is not too large");
    demand(depth_of(value.value()) <= limits::json_depth_max, "what is accepted is not too deep");
    if (numbers == JsonNumbers::integers_marked) {
        return;
    }
    const std::string canonical = canonical_json(value.value());
    demand(first_not_utf8(canonical) == std::string_view::npos, "canonical text is UTF-8");
    const Result<JsonValue> again = parse_json(canonical, SIZE_MAX, numbers);
    demand(again.ok(), "canonical text is read again");
    demand(canonical_json(again.value()) == canonical, "there is one canonical form");
}

}  // namespace
}  // namespace sage::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const auto numbers : {sage::JsonNumbers::integers_only, sage::JsonNumbers::as_text,
                               sage::JsonNumbers::integers_marked}) {
        sage::fuzz::read(text, numbers);
    }
    return 0;
}
