// SPDX-License-Identifier: Apache-2.0
// C functions around the host's own classes. What these throw must not cross the border.
#include "mock-host/services.h"

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <exception>

#include "mock-host/instant.h"
#include "mock-host/plugin_call.h"

namespace wms {

namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 5> kLevels = {"debug", "info", "warn", "error",
                                                     "misbehaviour"};

const Services::Parts& parts_of(const wms_host* host) {
    return static_cast<const Services*>(host->host_data)->parts();
}

void log(const wms_host* host, std::int32_t level, wms_str target, wms_str message,
         wms_str fields) {
    const Services::Parts& parts = parts_of(host);
    if (level < parts.log_level_min) {
        return;
    }
    try {
        parts.log.line(log_line(parts.clock.now_ms(), level, text_of(target), text_of(message),
                                text_of(fields)));
    } catch (const std::exception&) {
        // A log line that cannot be written is lost; what it reports goes on.
        return;
    }
}

std::int64_t now_ms(const wms_host* host) {
    return parts_of(host).clock.now_ms();
}

void wake(const wms_host* host) {
    parts_of(host).wake();
}

template <class Call>
wms_status guarded(wms_error* error, Call call) {
    try {
        return call();
    } catch (const std::exception& failure) {
        return fill_error(error, WMS_E_INTERNAL,
                          {"host.internal", "", failure.what(), "Report this.", "vendor"});
    }
}

wms_status secret_get(const wms_host* host, wms_str name, wms_doc* out, wms_error* error) {
    return guarded(error, [&] {
        const Result<Secret> secret = parts_of(host).secrets.get(text_of(name));
        if (!secret.ok()) {
            return fill_error(error, WMS_E_AUTH, secret.problem());
        }
        return fill_document(out,
                             json::serialize(json::object{{"value", secret.value().value},
                                                          {"version", secret.value().version}}));
    });
}

wms_status secret_put(const wms_host* host, wms_str name, wms_str value, wms_str if_version,
                      wms_error* error) {
    return guarded(error, [&] {
        const Done stored =
            parts_of(host).secrets.put(text_of(name), text_of(value), text_of(if_version));
        if (stored.ok()) {
            return WMS_OK;
        }
        const bool conflict = stored.problem().code == "secrets.conflict";
        return fill_error(error, conflict ? WMS_E_CONFLICT : WMS_E_STORAGE, stored.problem());
    });
}

wms_status audit(const wms_host* host, wms_str records, wms_error* error) {
    return guarded(error, [&] {
        const Done written = parts_of(host).audit.append(text_of(records));
        if (written.ok()) {
            return WMS_OK;
        }
        const bool malformed = written.problem().code == "audit.empty_record";
        return fill_error(error, malformed ? WMS_E_INVALID : WMS_E_STORAGE, written.problem());
    });
}

const void* get_extension(const wms_host*, wms_str) {
    return nullptr;
}

}  // namespace

Services::Services(Parts parts) : parts_(std::move(parts)) {
    table_.struct_size = sizeof(wms_host);
    table_.abi_minor = WMS_ABI_MINOR;
    table_.host_data = this;
    table_.product = WMS_STR("mock-host");
    table_.version = WMS_STR("0.1.0");
    table_.log = log;
    table_.now_ms = now_ms;
    table_.wake = wake;
    table_.secret_get = secret_get;
    table_.secret_put = secret_put;
    table_.audit = audit;
    table_.get_extension = get_extension;
}

std::string log_line(std::int64_t time_ms, int level, std::string_view target,
                     std::string_view message, std::string_view fields_json) {
    const auto index = static_cast<std::size_t>(level < 0 ? 0 : level);
    json::object line;
    line["time"] = instant_text(time_ms);
    line["level"] = index < kLevels.size() ? kLevels[index] : std::string_view("unknown");
    line["target"] = target;
    line["message"] = message;
    if (!fields_json.empty()) {
        line["fields"] = fields_json;
    }
    return json::serialize(line);
}

}  // namespace wms
