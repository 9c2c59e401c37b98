// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/host_services.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/bridge/values.h"

namespace sage {
namespace {

// 1970 to year 9999: whatever a host's clock says, times can be added to it and written.
constexpr std::int64_t clock_ms_min = 0;
constexpr std::int64_t clock_ms_max = 253'370'764'800'000;

Problem secret_problem(std::string_view name, const std::string& why) {
    return Problem{"host.secret_unavailable", "",
                   "The host gave no secret named " + std::string(name) + ": " + why,
                   "Store the secret under that name in the warehouse system.", Owner::it};
}

}  // namespace

bool HostServices::usable(const wms_host* host) {
    return host != nullptr && host->struct_size >= sizeof(wms_host) && host->log != nullptr &&
           host->now_ms != nullptr && host->wake != nullptr && host->secret_get != nullptr &&
           host->secret_put != nullptr && host->audit != nullptr && host->get_extension != nullptr;
}

std::int64_t HostServices::now_ms() const {
    return std::clamp(host_->now_ms(host_), clock_ms_min, clock_ms_max);
}

std::int64_t HostServices::steady_ms() const {
    constexpr std::int64_t second_ms = 1'000;
    constexpr std::int64_t ms_ns = 1'000'000;
    timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return time.tv_sec * second_ms + time.tv_nsec / ms_ns;
}

void HostServices::write(LogLevel level, std::string_view target, std::string_view message,
                         std::initializer_list<LogField> fields) {
    const std::string json = log_fields_json(fields);
    host_->log(host_, static_cast<std::int32_t>(level), text_of(target), text_of(message),
               text_of(json));
}

Result<std::string> HostServices::get(std::string_view name) {
    Result<Secret> secret = read(name);
    return secret.ok() ? Result<std::string>(std::move(secret.value().value))
                       : Result<std::string>(std::move(secret).error());
}

Result<Secret> HostServices::read(std::string_view name) {
    wms_doc document{};
    document.struct_size = sizeof document;
    wms_error error{};
    error.struct_size = sizeof error;
    const wms_status status = host_->secret_get(host_, text_of(name), &document, &error);
    if (status != WMS_OK) {
        const bool passing = status == WMS_E_BUSY || status == WMS_E_REMOTE;
        return Error(passing ? Status::remote : Status::auth,
                     secret_problem(name, take_message(error)));
    }
    Result<boost::json::value> value = parse_json(view_of(document.json).value_or(""),
                                                  limits::settings_bytes_max, JsonNumbers::as_text);
    Secret secret;
    if (value.ok()) {
        secret = {std::string(text_at(value.value(), "/value")),
                  std::string(text_at(value.value(), "/version"))};
    }
    if (document.release != nullptr) {
        document.release(&document);
    }
    if (secret.value.empty()) {
        return Error(Status::auth, secret_problem(name, "the answer holds no value."));
    }
    return secret;
}

Result<void> HostServices::put(std::string_view name, std::string_view value,
                               std::string_view if_version) {
    wms_error error{};
    error.struct_size = sizeof error;
    const wms_status status =
        host_->secret_put(host_, text_of(name), text_of(value), text_of(if_version), &error);
    if (status == WMS_OK) {
        return {};
    }
    return Error(status == WMS_E_CONFLICT ? Status::conflict : Status::storage,
                 Problem{"host.secret_not_stored", "",
                         "The host did not store the secret named " + std::string(name) + ": " +
                             take_message(error),
                         "Use a warehouse system that stores secrets, or the grant "
                         "client_credentials.",
                         Owner::it});
}

Result<void> HostServices::announce(std::string_view record_json) {
    wms_error error{};
    error.struct_size = sizeof error;
    const wms_status status = host_->audit(host_, text_of(record_json), &error);
    if (status == WMS_OK) {
        return {};
    }
    return Error(Status::storage,
                 Problem{"host.audit_refused", "",
                         "The host refused an audit record: " + take_message(error),
                         "Repair the warehouse system's audit trail; documents wait until then.",
                         Owner::it});
}

void HostServices::wake() const {
    host_->wake(host_);
}

}  // namespace sage
