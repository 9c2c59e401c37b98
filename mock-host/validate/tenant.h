// SPDX-License-Identifier: Apache-2.0
// A host for one instance that keeps everything it is told and watches what happens around each
// call. Any part of its table can be spoiled by a check.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "wms/wms_plugin.h"

namespace wms::validate {

class Tenant {
  public:
    /// @param plugin  lives until the process ends
    /// @param folder  absolute, existing, private
    Tenant(const wms_plugin& plugin, std::string settings, std::filesystem::path folder);
    Tenant(const Tenant&) = delete;
    Tenant& operator=(const Tenant&) = delete;
    ~Tenant();

    wms_create_args arguments() const;
    wms_status create();
    wms_status create(const wms_create_args& arguments);
    wms_status check(const wms_op* op = nullptr);
    wms_status connect(const wms_op* op = nullptr);
    wms_status stop();
    wms_status submit(std::string_view document);
    wms_status work(const wms_op* op = nullptr);
    wms_status next_event();
    wms_status acknowledge(std::string_view event_id);
    wms_status query(std::string_view request, const wms_op* op = nullptr);
    void destroy();

    /// Works, moving the clock to what is due, until nothing is due within `most_ms`. Gives up
    /// after many units of work; the status of the last call.
    wms_status work_for(std::int64_t most_ms);
    /// Takes and acknowledges every event.
    void take_events();
    /// A member of the answer to "status" behind /counts; -1: there is none.
    std::int64_t count_of(std::string_view state);
    /// "work: WMS_E_STATE, code, message" of the last call.
    std::string last() const;

    const wms_plugin& plugin;
    std::string settings;
    std::string id = "validator";
    std::filesystem::path folder;
    wms_host table = {};
    wms_instance* instance = nullptr;
    std::int64_t due_ms = 0;  ///< as the last call of work said
    std::string answer;       ///< what the last call gave
    wms_status status = WMS_OK;
    std::string code;
    std::string message;
    std::string detail;
    wms_status told_status = WMS_OK;  ///< in the error itself
    std::vector<std::string> events;
    std::string heard;  ///< every answer and every error so far

    std::atomic<std::int64_t> now{1'763'653'330'000};
    std::function<void(std::int64_t)> moved;  ///< told of every jump of the clock
    std::map<std::string, std::string, std::less<>> secrets;
    /// Where a secret is stored that the plugin rotates: it outlives a process that is killed, and
    /// is that of all tenants of a bench. Empty: nowhere.
    std::filesystem::path secret_folder;
    std::string any_secret;  ///< for a name that `secrets` does not have; empty: refused
    std::atomic<wms_status> audit_answer{WMS_OK};

    /// Around each call.
    std::function<void(const char* call)> before;
    std::function<void(const char* call)> after;
    /// In each callback, on the thread that it came on.
    std::function<void()> at_callback;
    std::atomic<int> calls_running{0};
    std::atomic<int> stray_callbacks{0};  ///< while no call was running

    std::mutex told;  ///< guards the two lists below while a call runs
    std::vector<std::string> log;
    std::vector<std::string> audited;

  private:
    using Call = std::function<wms_status(wms_doc*, wms_error*)>;
    wms_status run(const char* name, const Call& call);
    const char* name_ = "";
};

/// One value of a JSON object that is a text; empty: there is none.
std::string member_of(const std::string& json, std::string_view name);

}  // namespace wms::validate
