// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/stock_drift_settings.h"

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage {

std::optional<Decimal> read_correct_drift_up_to(std::string_view settings_json) {
    const Result<JsonValue> settings =
        parse_json(settings_json, limits::settings_bytes_max, JsonNumbers::as_text);
    return settings.ok() ? Decimal::parse(text_at(settings.value(), "/stockDrift/correctUpTo"))
                         : std::nullopt;
}

}  // namespace sage
