// SPDX-License-Identifier: Apache-2.0
// A host in C terms for the tests of the border: it counts what it is asked and can be told to
// fail.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "sage-adapter/bridge/bridge.h"
#include "sage-adapter/bridge/values.h"
#include "tests/unit/delivery/world.h"

namespace sage::testing {

class FakeHost {
  public:
    FakeHost() {
        table.struct_size = sizeof table;
        table.abi_minor = WMS_ABI_MINOR;
        table.host_data = this;
        table.log = [](const wms_host* host, std::int32_t, wms_str, wms_str message,
                       wms_str fields) {
            self(host).lines.push_back(text(message) + text(fields));
        };
        table.now_ms = [](const wms_host* host) { return self(host).now; };
        table.wake = [](const wms_host* host) { ++self(host).wakes; };
        table.secret_get = secret_get;
        table.secret_put = [](const wms_host* host, wms_str name, wms_str value, wms_str version,
                              wms_error*) -> wms_status {
            self(host).stored = text(name) + "=" + text(value) + "@" + text(version);
            return self(host).put_answer;
        };
        table.audit = audit;
        table.get_extension = [](const wms_host*, wms_str) -> const void* { return nullptr; };
    }

    static FakeHost& self(const wms_host* host) { return *static_cast<FakeHost*>(host->host_data); }
    static std::string text(wms_str value) { return std::string(view_of(value).value_or("")); }

    wms_host table{};
    std::int64_t now = 1'700'000'000'000;
    int wakes = 0;
    bool refuses = false;
    std::string secret = "{\"value\":\"s3cret\",\"version\":\"1\"}";
    std::string stored;
    wms_status put_answer = WMS_OK;
    std::vector<std::string> lines;
    std::vector<std::string> audited;

  private:
    static wms_status secret_get(const wms_host* host, wms_str, wms_doc* out, wms_error* error) {
        if (self(host).refuses) {
            return give(error,
                        Error(Status::auth, Problem{"x", "", "Locked.", "Unlock.", Owner::it}));
        }
        give(out, self(host).secret);
        return WMS_OK;
    }
    static wms_status audit(const wms_host* host, wms_str record, wms_error* error) {
        if (self(host).refuses) {
            return give(error,
                        Error(Status::storage, Problem{"x", "", "Full.", "Empty it.", Owner::it}));
        }
        self(host).audited.push_back(text(record));
        return WMS_OK;
    }
};

/// An instance of the made-up edition on a folder of its own, not connected.
class Border : public ::testing::Test {
  protected:
    Border() {
        std::string pattern = (std::filesystem::temp_directory_path() / "bridge-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
        error.struct_size = sizeof error;
        document.struct_size = sizeof document;
    }
    ~Border() override {
        bridge_destroy(instance);
        forget(error);
        forget(document);
        std::filesystem::remove_all(folder);
    }

    wms_status create() { return create(edition); }
    wms_status create(const Edition& of) {
        settings = "{}";
        wms_create_args arguments{};
        arguments.struct_size = sizeof arguments;
        arguments.instance_id = text_of("test");
        arguments.config = text_of(settings);
        arguments.data_dir = text_of(folder);
        arguments.host = &host.table;
        forget(error);
        return create_instance(of, &arguments, &instance, &error);
    }

    template <class Given>
    static void forget(Given& given) {
        if (given.release != nullptr) {
            given.release(&given);
        }
    }
    std::string code() const { return FakeHost::text(error.code); }
    std::string answer() const { return FakeHost::text(document.json); }

    FakeHost host;
    FakeEdition edition;
    std::string folder;
    std::string settings;
    wms_instance* instance = nullptr;
    wms_error error{};
    wms_doc document{};
};

}  // namespace sage::testing
