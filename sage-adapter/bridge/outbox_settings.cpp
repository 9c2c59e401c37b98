// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/outbox_settings.h"

#include <string>
#include <utility>
#include <vector>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

std::int64_t number_or(const JsonValue& value, std::string_view pointer, std::int64_t fallback) {
    const JsonValue* found = at_pointer(value, pointer);
    return found != nullptr && found->is_int64() ? found->get_int64() : fallback;
}

Problem missing(const std::string& name) {
    return Problem{"outbox.settings.missing", "/outbox/" + name,
                   "The setting \"" + name + "\" of the outbox's database server is missing.",
                   "Add it, or leave out \"store\": then the outbox is in the data directory.",
                   Owner::it};
}

}  // namespace

Result<OutboxSettings> read_outbox_settings(std::string_view settings_json) {
    Result<JsonValue> parsed =
        parse_json(settings_json, limits::settings_bytes_max, JsonNumbers::integers_only);
    if (!parsed.ok()) {
        return Error(Status::config, std::move(parsed).error().problems);
    }
    const JsonValue& value = parsed.value();
    OutboxSettings settings;
    settings.lease_margin_ms = number_or(value, "/outbox/leaseMarginSeconds", 60) * 1'000;
    settings.keep_content_days = number_or(value, "/outbox/keepContentDays", 0);
    settings.environment = text_at(value, "/environment");
    if (text_at(value, "/outbox/store") != "postgresql") {
        return settings;
    }
    PostgresOptions server;
    std::vector<Problem> problems;
    const auto required = [&](const std::string& name, std::string& member) {
        member = text_at(value, "/outbox/" + name);
        if (member.empty()) {
            problems.push_back(missing(name));
        }
    };
    required("host", server.host);
    required("database", server.database);
    required("user", server.user);
    if (!problems.empty()) {
        return Error(Status::config, std::move(problems));
    }
    server.port = static_cast<int>(number_or(value, "/outbox/port", 5432));
    server.password_name = text_at(value, "/outbox/passwordName");
    const std::string_view tls = text_at(value, "/outbox/tlsMode");
    server.tls_mode = tls.empty() ? "verify-full" : tls;
    server.certificate_authority_file = text_at(value, "/outbox/certificateAuthorityFile");
    settings.server = std::move(server);
    return settings;
}

Result<void> check_kept_days(const OutboxSettings& settings, std::int64_t reconcile_days) {
    if (settings.keep_content_days == 0 || settings.keep_content_days > reconcile_days) {
        return {};
    }
    return Error(
        Status::config,
        Problem{"outbox.settings.kept_too_short", "/outbox/keepContentDays",
                "Content would be removed after " + std::to_string(settings.keep_content_days) +
                    " days, but the last " + std::to_string(reconcile_days) +
                    " days are compared with Sage every day.",
                "Keep content for at least " + std::to_string(reconcile_days + 1) +
                    " days, or lower reconcileDays; 0 keeps it for ever.",
                Owner::it});
}

}  // namespace sage
