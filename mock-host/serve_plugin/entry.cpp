// SPDX-License-Identifier: Apache-2.0
// The table of a plugin whose code is in a process of its own: any host loads it as any plugin.
// Which plugin it is stands beside this library (served.h).
#include <dlfcn.h>

#include "mock-host/serve_plugin/remote_instance.h"
#include "wms/wms_authorize.h"

namespace {

using wms::remote::RemoteInstance;
using wms::remote::Returned;
using wms::remote::Served;
using wms::remote::str;
using wms::remote::usable;
using wms::remote::Word;

const Served& served() {
    static const Served all = [] {
        Dl_info facts = {};
        return ::dladdr(reinterpret_cast<const void*>(&wms_plugin_entry_v1), &facts) == 0
                   ? Served{}
                   : wms::remote::read_served(std::filesystem::absolute(facts.dli_fname));
    }();
    return all;
}

bool is_text(wms_str text) {
    return (text.ptr != nullptr || text.len == 0) && text.len <= wms::remote::kTextBytesMax;
}

Returned invalid(const std::string& cause) {
    return Returned::failed(WMS_E_INVALID, "process.invalid", cause, "Mend the caller.");
}

/// Nothing that is thrown inside crosses the border.
template <typename Call>
wms_status guarded(wms_doc* out, wms_error* error, Call call) {
    try {
        return call().give(out, error);
    } catch (const std::exception&) {
        // No memory: the status alone speaks.
        return WMS_E_INTERNAL;
    }
}

RemoteInstance* remote(wms_instance* self) {
    return reinterpret_cast<RemoteInstance*>(self);
}

wms_status call(wms_instance* self, Word word, const wms_op* operation, wms_str text, wms_doc* out,
                wms_error* error, std::int64_t* due = nullptr) {
    return guarded(out, error, [&] {
        if (self == nullptr || !is_text(text)) {
            return invalid("The instance or the text is none.");
        }
        if (operation != nullptr && usable(const_cast<wms_op*>(operation)) == nullptr) {
            operation = nullptr;
        }
        if (operation != nullptr && operation->flags != 0) {
            return invalid("The operation has flags that are not known.");
        }
        Returned result = remote(self)->call(word, operation, text);
        if (due != nullptr && result.status < WMS_E_INVALID) {
            *due = result.number;
        }
        return result;
    });
}

Returned create_remote(const wms_create_args* arguments, wms_instance** out) {
    if (arguments == nullptr || arguments->struct_size < sizeof(wms_create_args) ||
        arguments->flags != 0 || out == nullptr || !is_text(arguments->instance_id) ||
        !is_text(arguments->config) || !is_text(arguments->data_dir)) {
        return invalid("The arguments of create are none.");
    }
    const wms_host* host = arguments->host;
    if (host == nullptr || host->struct_size < sizeof(wms_host) || host->log == nullptr ||
        host->now_ms == nullptr || host->wake == nullptr || host->secret_get == nullptr ||
        host->secret_put == nullptr || host->audit == nullptr || host->get_extension == nullptr ||
        !is_text(host->product) || !is_text(host->version)) {
        return invalid("The host's table is incomplete.");
    }
    Returned why;
    auto made = RemoteInstance::create(served(), *arguments, why);
    if (made != nullptr) {
        *out = reinterpret_cast<wms_instance*>(made.release());
        why.status = WMS_OK;
    }
    return why;
}

wms_status WMS_CALL create(const wms_create_args* arguments, wms_instance** out, wms_error* error) {
    if (out != nullptr) {
        *out = nullptr;
    }
    return guarded(nullptr, error, [&] { return create_remote(arguments, out); });
}

void WMS_CALL destroy(wms_instance* self) {
    delete remote(self);
}

void WMS_CALL interrupt(wms_instance* self) {
    guarded(nullptr, nullptr, [&] {
        if (self != nullptr) {
            remote(self)->interrupt();
        }
        return Returned();
    });
}

wms_status WMS_CALL check(wms_instance* self, const wms_op* operation, wms_doc* out,
                          wms_error* error) {
    return usable(out) == nullptr ? WMS_E_INVALID
                                  : call(self, Word::check, operation, {}, out, error);
}

wms_status WMS_CALL connect(wms_instance* self, const wms_op* operation, wms_error* error) {
    return call(self, Word::connect, operation, {}, nullptr, error);
}

wms_status WMS_CALL stop(wms_instance* self, const wms_op* operation, wms_error* error) {
    return call(self, Word::stop, operation, {}, nullptr, error);
}

wms_status WMS_CALL submit(wms_instance* self, wms_str document, wms_doc* out, wms_error* error) {
    return call(self, Word::submit, nullptr, document, out, error);
}

wms_status WMS_CALL work(wms_instance* self, const wms_op* operation, std::int64_t* next_due_ms,
                         wms_error* error) {
    return call(self, Word::work, operation, {}, nullptr, error, next_due_ms);
}

wms_status WMS_CALL next_event(wms_instance* self, wms_doc* out, wms_error* error) {
    return usable(out) == nullptr ? WMS_E_INVALID
                                  : call(self, Word::next_event, nullptr, {}, out, error);
}

wms_status WMS_CALL ack_event(wms_instance* self, wms_str event_id, wms_error* error) {
    return call(self, Word::ack_event, nullptr, event_id, nullptr, error);
}

wms_status WMS_CALL query(wms_instance* self, const wms_op* operation, wms_str request,
                          wms_doc* out, wms_error* error) {
    return usable(out) == nullptr ? WMS_E_INVALID
                                  : call(self, Word::query, operation, request, out, error);
}

wms_status WMS_CALL authorize_begin(wms_instance* self, wms_str redirect_uri, wms_doc* out,
                                    wms_error* error) {
    return usable(out) == nullptr
               ? WMS_E_INVALID
               : call(self, Word::authorize_begin, nullptr, redirect_uri, out, error);
}

wms_status WMS_CALL authorize_complete(wms_instance* self, const wms_op* operation,
                                       wms_str redirect, wms_error* error) {
    return call(self, Word::authorize_complete, operation, redirect, nullptr, error);
}

constexpr wms_authorize authorize = {sizeof(wms_authorize), 0, authorize_begin, authorize_complete};

const void* WMS_CALL get_extension(wms_str id) {
    return is_text(id) && wms::remote::view(id) == WMS_AUTHORIZE_ID && served().authorises
               ? &authorize
               : nullptr;
}

}  // namespace

extern "C" WMS_EXPORT const wms_plugin* WMS_CALL wms_plugin_entry_v1(void) {
    static const wms_plugin table = {sizeof(wms_plugin),
                                     WMS_ABI_MINOR,
                                     0,
                                     0,
                                     str(served().id),
                                     str(served().version),
                                     str(served().manifest),
                                     create,
                                     destroy,
                                     interrupt,
                                     check,
                                     connect,
                                     stop,
                                     submit,
                                     work,
                                     next_event,
                                     ack_event,
                                     query,
                                     get_extension};
    return &table;
}
