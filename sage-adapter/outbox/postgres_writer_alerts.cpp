// SPDX-License-Identifier: Apache-2.0
// Alerts: what was told and is not over. The row decides, so that of several hosts one tells.
#include "sage-adapter/outbox/postgres_statements.h"

namespace sage {

Result<bool> PostgresWriter::open_alert(const Alert& alert, bool again) {
    const Result<std::size_t> opened =
        statements_->open_alert.run(company_, alert.key, alert.since_ms, alert.json, again ? 1 : 0);
    if (!opened.ok() || opened.value() == 0) {
        return opened.ok() ? Result<bool>(false) : Result<bool>(opened.error());
    }
    const Result<void> raised = raise(attention_event, alert.json, alert.since_ms);
    return raised.ok() ? Result<bool>(true) : Result<bool>(raised.error());
}

Result<bool> PostgresWriter::close_alert(std::string_view key, std::string_view event_json,
                                         std::int64_t now_ms) {
    const Result<std::size_t> closed = statements_->close_alert.run(company_, key);
    if (!closed.ok() || closed.value() == 0) {
        return closed.ok() ? Result<bool>(false) : Result<bool>(closed.error());
    }
    const Result<void> raised = raise(attention_event, event_json, now_ms);
    return raised.ok() ? Result<bool>(true) : Result<bool>(raised.error());
}

}  // namespace sage
