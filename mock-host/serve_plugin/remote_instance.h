// SPDX-License-Identifier: Apache-2.0
// One instance of a plugin whose code runs in a process of its own. A call goes over the pipe and
// waits; the plugin is served meanwhile. If the process ends, or answers nothing beyond its time
// and is ended, the call returns a status that says so, and the next call starts a fresh process,
// creates the instance there and, if it was running, connects it: what was accepted is in the
// instance's folder, and what was under way is in doubt there and settled by the plugin.
#pragma once

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>

#include "mock-host/serve_plugin/returned.h"
#include "mock-host/serve_plugin/served.h"
#include "mock-host/serve_plugin/served_child.h"
#include "wms/wms_plugin.h"

namespace wms::remote {

/// How long a process may be silent. The host's clock decides; because that may jump, a process
/// that was over its time is asked for so many more slices of real time before it is ended.
struct Patience {
    std::int64_t grace_ms = 5'000;  ///< beyond the deadline, or beyond the manifest's cancel_ms
    std::int64_t call_ms = 30'000;  ///< for a call that has no operation
    int slice_real_ms = 20;
    int slices = 50;
};

class RemoteInstance {
  public:
    /// Starts the process and creates the instance there. Null, and why.
    static std::unique_ptr<RemoteInstance> create(const Served& served,
                                                  const wms_create_args& arguments, Returned& why,
                                                  Patience patience = {});
    RemoteInstance(const RemoteInstance&) = delete;
    RemoteInstance& operator=(const RemoteInstance&) = delete;
    /// Destroys the instance there and ends the process.
    ~RemoteInstance();

    Returned call(Word word, const wms_op* operation, wms_str text);
    void interrupt();
    /// The process there is now; 0: none, the next call starts one.
    pid_t process_id();

  private:
    using Process = std::shared_ptr<ServedChild>;
    struct Asked {
        Word word;
        const wms_op* operation;
        wms_str text;
    };

    RemoteInstance(const Served& served, const wms_create_args& arguments, Patience patience);
    Process process_or_new(Returned& why);
    /// Nothing where it is running, or was never told to run.
    Returned reconnect(const wms_op* operation);
    Returned ask(const Process& process, const FrameWriter& frame, const wms_op* operation,
                 bool limited);
    Returned ask(const Asked& asked, Process* asked_of = nullptr);
    Returned connect(const wms_op* operation);
    Returned stop(const wms_op* operation);
    bool is_connected() const { return process_ != nullptr && process_ == connected_; }
    static Returned lose(const Process& process, std::string_view how, wms_status status);

    const Served served_;
    const std::string instance_id_;
    const std::string config_;
    const std::string data_dir_;
    const wms_host* host_;
    const Patience patience_;
    std::shared_mutex workers_;  ///< exclusive: it is connected anew
    std::mutex mutex_;           ///< of what follows
    Process process_;
    Process connected_;     ///< the one that was told to connect
    bool running_ = false;  ///< as the host knows it
    bool stopped_ = false;
};

}  // namespace wms::remote
