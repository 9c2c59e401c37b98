// SPDX-License-Identifier: Apache-2.0
// The table's functions find their tenant behind host_data; every one of them is counted.
#include "mock-host/validate/tenant.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>
#include <limits>

#include "mock-host/json_members.h"
#include "mock-host/plugin_call.h"

namespace wms::validate {
namespace {

namespace json = boost::json;

constexpr int kWorkMax = 5'000;

Tenant& called(const wms_host* host) {
    Tenant& tenant = *static_cast<Tenant*>(host->host_data);
    if (tenant.calls_running.load() == 0) {
        ++tenant.stray_callbacks;
    }
    if (tenant.at_callback) {
        tenant.at_callback();
    }
    return tenant;
}

void log(const wms_host* host, std::int32_t, wms_str target, wms_str message, wms_str fields) {
    Tenant& tenant = called(host);
    const std::lock_guard lock(tenant.told);
    tenant.log.push_back(
        fmt::format("{} {} {}", text_of(target), text_of(message), text_of(fields)));
}

std::int64_t now_ms(const wms_host* host) {
    return called(host).now.load();
}

void wake(const wms_host* host) {
    called(host);
}

/// Of a secret that was rotated.
std::filesystem::path file_of(const Tenant& tenant, std::string name) {
    std::replace(name.begin(), name.end(), '/', '_');
    return tenant.secret_folder / (name + ".secret");
}

wms_status secret_get(const wms_host* host, wms_str name, wms_doc* out, wms_error* error) {
    Tenant& tenant = called(host);
    const std::lock_guard lock(tenant.told);
    if (std::ifstream rotated(file_of(tenant, std::string(text_of(name))));
        !tenant.secret_folder.empty() && rotated) {
        const std::string value{std::istreambuf_iterator<char>(rotated), {}};
        return fill_document(out,
                             json::serialize(json::object{{"value", value}, {"version", "1"}}));
    }
    const auto found = tenant.secrets.find(text_of(name));
    if (found == tenant.secrets.end() && tenant.any_secret.empty()) {
        return fill_error(error, WMS_E_AUTH,
                          {"secrets.unknown", "", "There is no secret of that name.",
                           "Store it in the host.", "it"});
    }
    const std::string& value = found == tenant.secrets.end() ? tenant.any_secret : found->second;
    return fill_document(out, json::serialize(json::object{{"value", value}, {"version", "1"}}));
}

wms_status secret_put(const wms_host* host, wms_str name, wms_str value, wms_str, wms_error*) {
    Tenant& tenant = called(host);
    const std::lock_guard lock(tenant.told);
    tenant.secrets[std::string(text_of(name))] = text_of(value);
    if (!tenant.secret_folder.empty()) {
        std::ofstream(file_of(tenant, std::string(text_of(name)))) << text_of(value);
    }
    return WMS_OK;
}

wms_status audit(const wms_host* host, wms_str records, wms_error* error) {
    Tenant& tenant = called(host);
    const std::lock_guard lock(tenant.told);
    tenant.audited.emplace_back(text_of(records));
    const wms_status answer = tenant.audit_answer.load();
    return answer == WMS_OK ? answer
                            : fill_error(error, answer,
                                         {"audit.refused", "", "The audit trail takes nothing now.",
                                          "Make room on the disk.", "it"});
}

}  // namespace

std::string member_of(const std::string& text, std::string_view name) {
    boost::system::error_code error;
    const json::value value = json::parse(text, error);
    return error ? std::string() : text_at(value, name);
}

Tenant::Tenant(const wms_plugin& plugin_in, std::string settings_in,
               std::filesystem::path folder_in)
    : plugin(plugin_in), settings(std::move(settings_in)), folder(std::move(folder_in)) {
    table.struct_size = sizeof table;
    table.abi_minor = WMS_ABI_MINOR;
    table.host_data = this;
    table.product = WMS_STR("validator");
    table.version = WMS_STR("1.0.0");
    table.log = validate::log;
    table.now_ms = validate::now_ms;
    table.wake = validate::wake;
    table.secret_get = validate::secret_get;
    table.secret_put = validate::secret_put;
    table.audit = validate::audit;
    table.get_extension = [](const wms_host* host, wms_str) -> const void* {
        called(host);
        return nullptr;
    };
}

Tenant::~Tenant() {
    destroy();
}

wms_create_args Tenant::arguments() const {
    wms_create_args arguments = {};
    arguments.struct_size = sizeof arguments;
    arguments.instance_id = view_of(id);
    arguments.config = view_of(settings);
    arguments.data_dir = view_of(folder.native());
    arguments.host = &table;
    return arguments;
}

wms_status Tenant::run(const char* name, const Call& call) {
    wms_doc document = {};
    document.struct_size = sizeof document;
    wms_error error = {};
    error.struct_size = sizeof error;
    if (before) {
        before(name);
    }
    ++calls_running;
    const wms_status result = call(&document, &error);
    --calls_running;
    if (after) {
        after(name);
    }
    name_ = name;
    status = result;
    told_status = error.status;
    answer = text_of(document.json);
    code = text_of(error.code);
    message = text_of(error.message);
    detail = text_of(error.detail);
    heard += answer + "\n" + message + "\n" + detail + "\n";
    if (document.release != nullptr) {
        document.release(&document);
    }
    if (error.release != nullptr) {
        error.release(&error);
    }
    return result;
}

wms_status Tenant::create() {
    return create(arguments());
}

wms_status Tenant::create(const wms_create_args& given) {
    return run("create",
               [&](wms_doc*, wms_error* error) { return plugin.create(&given, &instance, error); });
}

wms_status Tenant::check(const wms_op* op) {
    return run("check", [&](wms_doc* out, wms_error* error) {
        return plugin.check(instance, op, out, error);
    });
}

wms_status Tenant::connect(const wms_op* op) {
    return run("connect",
               [&](wms_doc*, wms_error* error) { return plugin.connect(instance, op, error); });
}

wms_status Tenant::stop() {
    return run("stop",
               [&](wms_doc*, wms_error* error) { return plugin.stop(instance, nullptr, error); });
}

wms_status Tenant::submit(std::string_view document) {
    return run("submit", [&](wms_doc* out, wms_error* error) {
        return plugin.submit(instance, view_of(document), out, error);
    });
}

wms_status Tenant::work(const wms_op* op) {
    return run("work", [&](wms_doc*, wms_error* error) {
        return plugin.work(instance, op, &due_ms, error);
    });
}

wms_status Tenant::next_event() {
    return run("next_event", [&](wms_doc* out, wms_error* error) {
        return plugin.next_event(instance, out, error);
    });
}

wms_status Tenant::acknowledge(std::string_view event_id) {
    return run("ack_event", [&](wms_doc*, wms_error* error) {
        return plugin.ack_event(instance, view_of(event_id), error);
    });
}

wms_status Tenant::query(std::string_view request, const wms_op* op) {
    return run("query", [&](wms_doc* out, wms_error* error) {
        return plugin.query(instance, op, view_of(request), out, error);
    });
}

void Tenant::destroy() {
    if (instance != nullptr) {
        (void)run("destroy", [&](wms_doc*, wms_error*) {
            plugin.destroy(instance);
            return WMS_OK;
        });
        instance = nullptr;
    }
}

wms_status Tenant::work_for(std::int64_t most_ms) {
    const std::int64_t until = now + most_ms;
    for (int done = 0; done < kWorkMax; ++done) {
        const wms_status result = work();
        if (result == WMS_OK) {
            continue;
        }
        if (result != WMS_IDLE || due_ms > until) {
            return result;
        }
        now = std::max(due_ms, now + 1);
        if (moved) {
            moved(now);
        }
    }
    return WMS_E_INTERNAL;
}

void Tenant::take_events() {
    // An event that comes again after it was acknowledged would come for ever.
    while (next_event() == WMS_OK && (events.empty() || answer != events.back())) {
        events.push_back(answer);
        if (acknowledge(member_of(answer, "eventId")) != WMS_OK) {
            return;
        }
    }
}

std::int64_t Tenant::count_of(std::string_view state) {
    if (query(R"({"query":"status"})") != WMS_OK) {
        return -1;
    }
    boost::system::error_code error;
    const json::value value = json::parse(answer, error);
    return error ? -1 : count_at(member_at(value, "counts"), state);
}

std::string Tenant::last() const {
    return fmt::format("{}: {}{}{}{}{}", name_, status_name(status), code.empty() ? "" : ", ", code,
                       message.empty() ? "" : ", ", message);
}

}  // namespace wms::validate
