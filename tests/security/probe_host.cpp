// SPDX-License-Identifier: Apache-2.0
#include "tests/security/probe_host.h"

#include <limits>
#include <memory>

namespace sage::testing {
namespace {

ProbeHost& self(const wms_host* host) {
    return *static_cast<ProbeHost*>(host->host_data);
}

wms_status secret_get(const wms_host* host, wms_str name, wms_doc* out, wms_error* /*error*/) {
    ProbeHost& probe = self(host);
    if (probe.secret_answer) {
        return probe.secret_answer(out);
    }
    const std::lock_guard lock(probe.told);
    const auto found = probe.secrets.find(view(name));
    if (found == probe.secrets.end()) {
        return WMS_E_AUTH;
    }
    give(out, R"({"value":")" + found->second + R"(","version":"1"})");
    return WMS_OK;
}

std::int32_t not_cancelled(const wms_op* /*op*/) {
    return 0;
}

wms_op operation() {
    wms_op op{};
    op.struct_size = sizeof op;
    op.is_cancelled = not_cancelled;
    op.progress = [](const wms_op*, std::uint32_t, wms_str) {};
    return op;
}

}  // namespace

void give(wms_doc* out, std::string text) {
    auto owner = std::make_unique<std::string>(std::move(text));
    out->json = str(*owner);
    out->owner = owner.release();
    out->release = [](wms_doc* document) {
        const std::unique_ptr<std::string> given(static_cast<std::string*>(document->owner));
        // What was lent is not left behind in memory by the lender.
        given->assign(given->size(), '\0');
        document->release = nullptr;
        document->owner = nullptr;
        document->json = {nullptr, 0};
    };
}

ProbeHost::ProbeHost(const wms_plugin& table_in, std::string settings_in,
                     std::filesystem::path folder_in)
    : plugin(table_in), settings(std::move(settings_in)), folder(std::move(folder_in)) {
    table.struct_size = sizeof table;
    table.abi_minor = WMS_ABI_MINOR;
    table.host_data = this;
    table.product = WMS_STR("probe");
    table.version = WMS_STR("1");
    table.log = [](const wms_host* host, std::int32_t level, wms_str target, wms_str message,
                   wms_str fields) {
        const std::lock_guard lock(self(host).told);
        self(host).log.push_back({level, std::string(view(target)), std::string(view(message)),
                                  std::string(view(fields))});
    };
    table.now_ms = [](const wms_host* host) { return self(host).now; };
    table.wake = [](const wms_host*) {};
    table.secret_get = secret_get;
    table.secret_put = [](const wms_host* host, wms_str name, wms_str value, wms_str,
                          wms_error*) -> wms_status {
        const std::lock_guard lock(self(host).told);
        self(host).secrets[std::string(view(name))] = view(value);
        return WMS_OK;
    };
    table.audit = [](const wms_host* host, wms_str record, wms_error*) -> wms_status {
        const std::lock_guard lock(self(host).told);
        self(host).audited.emplace_back(view(record));
        return self(host).audit_answer;
    };
    table.get_extension = [](const wms_host*, wms_str) -> const void* { return nullptr; };
}

ProbeHost::~ProbeHost() {
    destroy();
}

wms_create_args ProbeHost::arguments() const {
    wms_create_args arguments{};
    arguments.struct_size = sizeof arguments;
    arguments.instance_id = WMS_STR("probe");
    arguments.config = str(settings);
    arguments.data_dir = str(folder.native());
    arguments.host = &table;
    return arguments;
}

wms_status ProbeHost::note(wms_status status, const wms_error& error) {
    last_error_status = status;
    last_error.clear();
    for (const wms_str text : {error.code, error.message, error.detail}) {
        last_error.append(view(text)).append("\n");
    }
    return status;
}

wms_status ProbeHost::create() {
    return create(arguments());
}

wms_status ProbeHost::create(const wms_create_args& arguments) {
    Out<wms_error> error;
    return note(plugin.create(&arguments, &instance, &error.value), error.value);
}

wms_status ProbeHost::connect() {
    Out<wms_error> error;
    const wms_op op = operation();
    return note(plugin.connect(instance, &op, &error.value), error.value);
}

wms_status ProbeHost::submit(std::string_view document) {
    Out<wms_error> error;
    Out<wms_doc> receipt;
    return note(plugin.submit(instance, str(document), &receipt.value, &error.value), error.value);
}

void ProbeHost::work_for(std::int64_t most_ms) {
    const std::int64_t until = now + most_ms;
    while (true) {
        Out<wms_error> error;
        std::int64_t due = 0;
        const wms_op op = operation();
        const wms_status status = note(plugin.work(instance, &op, &due, &error.value), error.value);
        if (status == WMS_OK) {
            continue;
        }
        if (status != WMS_IDLE || due > until || due == std::numeric_limits<std::int64_t>::max()) {
            return;
        }
        now = due > now ? due : now + 1;
        if (moved) {
            moved(now);
        }
    }
}

void ProbeHost::take_events() {
    while (true) {
        Out<wms_doc> event;
        Out<wms_error> error;
        if (note(plugin.next_event(instance, &event.value, &error.value), error.value) != WMS_OK) {
            return;
        }
        events.emplace_back(view(event.value.json));
        const std::string& text = events.back();
        const std::size_t begin = text.find(R"("eventId":")") + 11;
        const std::string_view id =
            std::string_view(text).substr(begin, text.find('"', begin) - begin);
        if (plugin.ack_event(instance, str(id), nullptr) != WMS_OK) {
            return;
        }
    }
}

std::string ProbeHost::query(std::string_view request) {
    Out<wms_error> error;
    Out<wms_doc> answer;
    const wms_op op = operation();
    note(plugin.query(instance, &op, str(request), &answer.value, &error.value), error.value);
    return std::string(view(answer.value.json));
}

void ProbeHost::destroy() {
    plugin.destroy(instance);
    instance = nullptr;
}

}  // namespace sage::testing
