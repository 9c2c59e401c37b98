// SPDX-License-Identifier: Apache-2.0
// The C interface of wms_plugin.h for C++17: a library, an instance, and what a host lends to it.
// A call that fails throws PluginError; nothing thrown by a HostServices reaches the plugin.
// Header only; POSIX. Whatever the header says of threads is the caller's to keep.
#pragma once

#include <dlfcn.h>
#include <string.h>
#include <wms/wms_plugin.h>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace wms_sample {

inline wms_str view(std::string_view text) {
    return {text.data(), text.size()};
}
inline std::string_view view(wms_str text) {
    return {text.len ? text.ptr : "", text.len};
}

/// Why a call failed: `code` for programs, what() for people.
class PluginError : public std::runtime_error {
  public:
    PluginError(wms_status status, const wms_error& error)
        : std::runtime_error(std::string(view(error.message))),
          status(status),
          code(view(error.code)),
          detail(view(error.detail)) {}
    const wms_status status;
    const std::string code;
    const std::string detail;  ///< JSON
};

/// What a host lends to an instance. Called from whatever thread called the plugin; no function may
/// call the plugin back. It outlives the instance.
class HostServices {
  public:
    struct Secret {
        std::string value;
        std::string version;
    };
    virtual ~HostServices() = default;
    virtual void log(int level, std::string_view target, std::string_view message,
                     std::string_view fields) = 0;
    virtual std::int64_t now_ms() = 0;
    virtual void wake() = 0;
    virtual std::optional<Secret> secret_get(std::string_view name) = 0;
    /// Durable when it answers WMS_OK; WMS_E_CONFLICT: another version is there.
    virtual wms_status secret_put(std::string_view name, std::string_view value,
                                  std::string_view if_version) = 0;
    /// Durable when it returns true.
    virtual bool audit(std::string_view records) = 0;
    /// {"value":...,"version":...} with both escaped, by the host's JSON library.
    virtual std::string secret_json(const Secret& secret) = 0;
};

namespace detail {
inline HostServices& of(const wms_host* host) {
    return *static_cast<HostServices*>(host->host_data);
}

/// What a host's function answers if it throws: nothing may unwind into C.
template <typename Result, typename Function>
Result guarded(Result otherwise, const Function& function) noexcept {
    try {
        return function();
    } catch (...) {
        return otherwise;
    }
}

inline void release(wms_doc* doc) {
    auto* text = static_cast<std::string*>(doc->owner);
    explicit_bzero(text->data(), text->size());
    delete text;
    doc->release = nullptr;
}

inline wms_status secret_get(const wms_host* host, wms_str name, wms_doc* out, wms_error*) {
    return guarded(wms_status{WMS_E_STORAGE}, [&]() -> wms_status {
        const auto secret = of(host).secret_get(view(name));
        if (!secret) {
            return WMS_E_AUTH;
        }
        auto* text = new std::string(of(host).secret_json(*secret));
        out->json = view(std::string_view(*text));
        out->owner = text;
        out->release = release;
        return WMS_OK;
    });
}

inline wms_host table_of(HostServices& services, std::string_view product,
                         std::string_view version) {
    wms_host host{};
    host.struct_size = sizeof host;
    host.abi_minor = WMS_ABI_MINOR;
    host.host_data = &services;
    host.product = view(product);
    host.version = view(version);
    host.log = [](const wms_host* of_host, std::int32_t level, wms_str target, wms_str message,
                  wms_str fields) {
        guarded(0, [&] {
            return of(of_host).log(level, view(target), view(message), view(fields)), 0;
        });
    };
    host.now_ms = [](const wms_host* of_host) { return of(of_host).now_ms(); };
    host.wake = [](const wms_host* of_host) { guarded(0, [&] { return of(of_host).wake(), 0; }); };
    host.secret_get = secret_get;
    host.secret_put = [](const wms_host* of_host, wms_str name, wms_str value, wms_str if_version,
                         wms_error*) {
        return guarded(wms_status{WMS_E_STORAGE}, [&] {
            return of(of_host).secret_put(view(name), view(value), view(if_version));
        });
    };
    host.audit = [](const wms_host* of_host, wms_str records, wms_error*) {
        return guarded(wms_status{WMS_E_STORAGE}, [&] {
            return of(of_host).audit(view(records)) ? wms_status{WMS_OK}
                                                    : wms_status{WMS_E_STORAGE};
        });
    };
    host.get_extension = [](const wms_host*, wms_str) -> const void* { return nullptr; };
    return host;
}
}  // namespace detail

/// A loaded library; never unloaded.
class Plugin {
  public:
    /// README.md, "Loader rules", says what else a host checks: who may write these files.
    explicit Plugin(const std::string& path) {
        void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
        void* entry = library ? dlsym(library, WMS_ENTRY_SYMBOL) : nullptr;
        if (!entry) {
            throw std::runtime_error(dlerror());
        }
        table_ = reinterpret_cast<wms_plugin_entry_fn>(entry)();
        if (!table_ || table_->struct_size < sizeof *table_ ||
            table_->min_host_minor > WMS_ABI_MINOR) {
            throw std::runtime_error(path + ": not a plugin for a host of version 1.0");
        }
    }
    const wms_plugin& table() const { return *table_; }
    std::string_view manifest() const { return view(table_->manifest); }

  private:
    const wms_plugin* table_ = nullptr;
};

/// One tenant: a company of Sage, its settings and its folder.
class Instance {
  public:
    Instance(const Plugin& plugin, std::string_view id, std::string_view settings,
             std::string_view folder, HostServices& services)
        : plugin_(plugin.table()), host_(detail::table_of(services, "sample host", "1.0")) {
        const wms_create_args args = {sizeof args,  0,     view(id), view(settings),
                                      view(folder), &host_};
        call([&](wms_error* error) { return plugin_.create(&args, &instance_, error); });
    }
    ~Instance() { plugin_.destroy(instance_); }
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;

    void connect() {
        call([&](wms_error* error) { return plugin_.connect(instance_, &operation_, error); });
    }
    void stop() {
        call([&](wms_error* error) { return plugin_.stop(instance_, &operation_, error); });
    }

    /// The receipt. From here on the plugin answers for the document.
    std::string submit(std::string_view document) {
        return answer([&](wms_doc* out, wms_error* error) {
                   return plugin_.submit(instance_, view(document), out, error);
               })
            .value_or("");
    }
    /// One unit of work. Nothing: call again; otherwise not before that time.
    std::optional<std::int64_t> work() {
        std::int64_t due = 0;
        const wms_status status = call(
            [&](wms_error* error) { return plugin_.work(instance_, &operation_, &due, error); });
        return status == WMS_IDLE ? std::optional(due) : std::nullopt;
    }
    /// The oldest event that is not acknowledged.
    std::optional<std::string> next_event() {
        return answer([&](wms_doc* out, wms_error* error) {
            return plugin_.next_event(instance_, out, error);
        });
    }
    void acknowledge(std::string_view event_id) {
        call([&](wms_error* error) { return plugin_.ack_event(instance_, view(event_id), error); });
    }
    std::string query(std::string_view request) {
        return answer([&](wms_doc* out, wms_error* error) {
                   return plugin_.query(instance_, &operation_, view(request), out, error);
               })
            .value_or("");
    }

  private:
    template <typename Function>
    wms_status call(const Function& function) {
        wms_error error{};
        error.struct_size = sizeof error;
        const wms_status status = function(&error);
        if (status < WMS_E_INVALID) {
            return status;
        }
        PluginError failure(status, error);
        if (error.release) {
            error.release(&error);
        }
        throw failure;
    }
    template <typename Function>
    std::optional<std::string> answer(const Function& function) {
        wms_doc out{};
        out.struct_size = sizeof out;
        if (call([&](wms_error* error) { return function(&out, error); }) == WMS_IDLE) {
            return std::nullopt;
        }
        std::string text(view(out.json));
        if (out.release) {
            out.release(&out);
        }
        return text;
    }

    const wms_plugin& plugin_;
    const wms_host host_;  ///< valid until destroy: here, and not where it was made
    const wms_op operation_ = {sizeof(wms_op),
                               0,
                               0,
                               nullptr,
                               [](const wms_op*) { return std::int32_t{0}; },
                               [](const wms_op*, std::uint32_t, wms_str) {}};
    wms_instance* instance_ = nullptr;
};

}  // namespace wms_sample
