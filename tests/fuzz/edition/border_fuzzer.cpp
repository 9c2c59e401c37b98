// SPDX-License-Identifier: Apache-2.0
// The C interface, driven by a host that does anything legal in C: an input is a list of calls, one
// a line. The first byte of a line chooses the call, the second what is odd about its structs, the
// rest is its text. Every status is one of the contract's, every text that comes out is UTF-8 and
// JSON where it should be, and what was accepted once is a duplicate ever after.
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <set>

#include "sage-adapter/base/json.h"
#include "sage-adapter/bridge/authorize.h"
#include "sage-adapter/bridge/bridge.h"
#include "sage-adapter/bridge/values.h"
#include "tests/fuzz/edition/edition_under_fuzz.h"

namespace sage::fuzz {
namespace {

void demand_status(wms_status status) {
    demand(status == WMS_OK || status == WMS_IDLE || status == WMS_DUPLICATE ||
               (status >= WMS_E_INVALID && status < WMS_E_INTERNAL),
           "a status of the contract, and no bug of the plugin");
}

void demand_json(wms_str text) {
    const auto view = view_of(text);
    demand(view.has_value() && parse_json(*view, SIZE_MAX, JsonNumbers::integers_only).ok(),
           "what comes out is JSON of the contract");
}

/// A struct for the plugin to fill, of its own size or too small; released at its end.
template <class Struct>
class Out {
  public:
    explicit Out(bool small) : small_(small) { value.struct_size = small ? 8 : sizeof value; }
    Out(const Out&) = delete;
    Out& operator=(const Out&) = delete;
    ~Out() {
        demand(!small_ || value.release == nullptr, "nothing is written into a small struct");
        if (value.release != nullptr) {
            value.release(&value);
            demand(value.release == nullptr, "release says that it was done");
        }
    }
    Struct value{};

  private:
    bool small_;
};

void demand_error(const wms_error& error, wms_status status) {
    demand(status >= WMS_E_INVALID || error.release == nullptr, "no error without one");
    if (error.release != nullptr) {
        demand(error.status == status, "the error has the status");
        demand_text(*view_of(error.code));
        demand_text(*view_of(error.message));
        demand_json(error.detail);
    }
}

/// The host: it keeps nothing, refuses what an input says, and checks what it is told.
struct Host {
    Host() {
        table.struct_size = sizeof table;
        table.host_data = this;
        table.log = [](const wms_host*, std::int32_t, wms_str target, wms_str message,
                       wms_str fields) {
            demand_text(*view_of(target));
            demand_text(*view_of(message));
            demand_json(fields);
            demand(view_of(fields)->find_first_of("\r\n") == std::string_view::npos,
                   "a log line is one line");
        };
        table.now_ms = [](const wms_host* host) {
            return ++static_cast<Host*>(host->host_data)->now;
        };
        table.wake = [](const wms_host*) {};
        table.secret_get = [](const wms_host* host, wms_str, wms_doc* out,
                              wms_error*) -> wms_status {
            const Host& self = *static_cast<const Host*>(host->host_data);
            if (self.answer == WMS_OK) {
                give(out, self.secret);
            }
            return self.answer;
        };
        table.secret_put = [](const wms_host* host, wms_str, wms_str, wms_str, wms_error*) {
            return static_cast<Host*>(host->host_data)->answer;
        };
        table.audit = [](const wms_host* host, wms_str record, wms_error*) {
            demand_json(record);
            return static_cast<Host*>(host->host_data)->answer;
        };
        table.get_extension = [](const wms_host*, wms_str) -> const void* { return nullptr; };
    }
    wms_host table{};
    std::int64_t now = 1'764'000'000'000;
    wms_status answer = WMS_OK;
    std::string secret;
};

std::string fresh_folder() {
    // In memory where there is such a place: this is not about disks.
    const char* const base = ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    std::string pattern = std::string(base) + "/border-XXXXXX";
    demand(::mkdtemp(pattern.data()) != nullptr, "there is a folder to work in");
    return pattern;
}

class Session {
  public:
    Session() : folder_(fresh_folder()) { create(); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session() {
        bridge_destroy(instance_);
        std::filesystem::remove_all(folder_);
    }

    void call(std::string_view line);

    /// The next input finds a host that behaves and an instance that is not connected.
    void end_of_input() {
        demand_status(bridge_stop(instance_, nullptr, nullptr));
        host_.answer = WMS_OK;
        host_.secret.clear();
    }

  private:
    void create() {
        wms_create_args arguments{};
        arguments.struct_size = sizeof arguments;
        arguments.instance_id = text_of("fuzz");
        arguments.config = text_of(fuzzed_settings());
        arguments.data_dir = text_of(folder_);
        arguments.host = &host_.table;
        demand(create_instance(fuzzed_edition(), &arguments, &instance_, nullptr) == WMS_OK,
               "the instance is made");
    }
    void submit(wms_str text, wms_doc* out, wms_error* error);
    void restart() {
        bridge_destroy(instance_);
        instance_ = nullptr;
        create();
    }
    wms_op operation(std::uint8_t odd) {
        wms_op op{};
        op.struct_size = (odd & 4U) != 0 ? 8 : sizeof op;
        op.flags = (odd & 8U) != 0 ? 1 : 0;
        op.deadline_ms = (odd & 16U) != 0 ? host_.now + 2 : 0;
        op.is_cancelled = (odd & 32U) != 0 ? [](const wms_op*) -> std::int32_t { return 1; }
                                           : [](const wms_op*) -> std::int32_t { return 0; };
        op.progress = [](const wms_op*, std::uint32_t, wms_str) {};
        return op;
    }

    std::string folder_;
    Host host_;
    wms_instance* instance_ = nullptr;
    std::set<std::string, std::less<>> accepted_;
};

void Session::submit(wms_str text, wms_doc* out, wms_error* error) {
    const wms_status status = bridge_submit(instance_, text, out, error);
    demand_status(status);
    const std::string document(view_of(text).value_or(""));
    if (accepted_.contains(document)) {
        demand(status == WMS_DUPLICATE, "what was accepted is a duplicate ever after");
    }
    if (status == WMS_OK || status == WMS_DUPLICATE) {
        accepted_.insert(document);
        demand(out->struct_size < sizeof *out || out->release != nullptr, "a receipt is given");
    }
    if (error->release != nullptr) {
        demand_error(*error, status);
    }
}

void Session::call(std::string_view line) {
    if (line.size() < 2) {
        return;
    }
    const auto odd = static_cast<std::uint8_t>(line[1]);
    const wms_op op = operation(odd);
    Out<wms_doc> out((odd & 1U) != 0);
    Out<wms_error> error((odd & 2U) != 0);
    const wms_str text = (odd & 64U) != 0 ? wms_str{nullptr, line.size()} : text_of(line.substr(2));
    wms_status status = WMS_OK;
    std::int64_t due = 0;
    switch (line[0]) {
        case 's':
            submit(text, &out.value, &error.value);
            break;
        case 'q':
            status = bridge_query(instance_, &op, text, &out.value, &error.value);
            break;
        case 'a':
            status = bridge_ack_event(instance_, text, &error.value);
            break;
        case 'e':
            status = bridge_next_event(instance_, &out.value, &error.value);
            break;
        case 'c':
            status = bridge_connect(instance_, &op, &error.value);
            break;
        case 'w':
            status = bridge_work(instance_, &op, &due, &error.value);
            break;
        case 'k':
            status = bridge_check(instance_, &op, &out.value, &error.value);
            break;
        case 'x':
            status = bridge_stop(instance_, &op, &error.value);
            break;
        case 'i':
            bridge_interrupt(instance_);
            break;
        case 'g':
            demand((find_extension(&fuzzed_edition, text) != nullptr) ==
                       (line.substr(2) == WMS_AUTHORIZE_ID &&
                        fuzzed_edition().has_authorization_code()),
                   "an extension by its id only");
            break;
        case 'b':
            status = bridge_begin_authorization(instance_, text, &out.value, &error.value);
            break;
        case 'f':
            status = bridge_complete_authorization(instance_, &op, text, &error.value);
            break;
        case 'h':  // what the host answers from now on
            host_.answer = odd % 32U;
            host_.secret = line.substr(2);
            break;
        case 'r':
            restart();
            break;
        default:
            break;
    }
    demand_status(status);
    demand_error(error.value, error.value.release == nullptr ? WMS_E_INVALID : error.value.status);
    if (out.value.release != nullptr) {
        demand_json(out.value.json);
    }
}

}  // namespace
}  // namespace sage::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using sage::fuzz::Session;
    // Making an instance takes longer than what most inputs do with it, so that several share one.
    constexpr int inputs_of_a_session = 50;
    static std::unique_ptr<Session> session;
    static int inputs = 0;
    if (inputs++ % inputs_of_a_session == 0) {
        session = std::make_unique<Session>();
    }
    sage::fuzz::Input input(data, size);
    while (!input.empty()) {
        session->call(input.line());
    }
    session->end_of_input();
    return 0;
}
