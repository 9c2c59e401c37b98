// SPDX-License-Identifier: Apache-2.0
// A host for tests of the border that keeps everything it is told, at every level, and whose table
// and answers a test can spoil. It calls the plugin through the table of the contract only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "wms/wms_plugin.h"

namespace sage::testing {

inline wms_str str(std::string_view text) {
    return {text.data(), text.size()};
}
inline std::string_view view(wms_str text) {
    return text.ptr == nullptr ? std::string_view() : std::string_view(text.ptr, text.len);
}

/// A struct for the plugin to fill; released at its end.
template <class Struct>
class Out {
  public:
    Out() { value.struct_size = sizeof value; }
    Out(const Out&) = delete;
    Out& operator=(const Out&) = delete;
    ~Out() { release(); }
    void release() {
        if (value.release != nullptr) {
            value.release(&value);
        }
    }
    Struct value{};
};

struct LogLine {
    std::int32_t level = 0;
    std::string target;
    std::string message;
    std::string fields;

    std::string text() const { return target + " " + message + " " + fields; }
};

class ProbeHost {
  public:
    /// @param table   the plugin's; lives until the process ends
    /// @param folder  absolute, existing, private
    ProbeHost(const wms_plugin& table, std::string settings, std::filesystem::path folder);
    ProbeHost(const ProbeHost&) = delete;
    ProbeHost& operator=(const ProbeHost&) = delete;
    ~ProbeHost();

    wms_status create();
    /// With a table that the test has changed.
    wms_status create(const wms_create_args& arguments);
    wms_create_args arguments() const;
    wms_status connect();
    wms_status submit(std::string_view document);
    /// Calls work() until nothing is due within `most_ms`; moves the clock to what is.
    void work_for(std::int64_t most_ms);
    /// Takes and acknowledges every event.
    void take_events();
    std::string query(std::string_view request);
    void destroy();

    const wms_plugin& plugin;
    std::string settings;
    std::filesystem::path folder;
    wms_host table{};
    wms_instance* instance = nullptr;
    /// Not before the simulated Sage's own clock.
    std::int64_t now = 1'763'653'330'000;
    std::function<void(std::int64_t)> moved;  ///< told of every jump of the clock
    std::map<std::string, std::string, std::less<>> secrets;
    std::function<wms_status(wms_doc*)> secret_answer;  ///< instead of what is in `secrets`
    wms_status audit_answer = WMS_OK;
    std::mutex told;  ///< held while the plugin adds to the two lists below, or asks for a secret
    std::vector<LogLine> log;
    std::vector<std::string> audited;
    std::vector<std::string> events;
    wms_status last_error_status = WMS_OK;
    std::string last_error;  ///< code, message and detail of the last call that failed

  private:
    wms_status note(wms_status status, const wms_error& error);
};

/// Gives the plugin a document that the host owns.
void give(wms_doc* out, std::string text);

}  // namespace sage::testing
