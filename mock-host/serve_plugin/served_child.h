// SPDX-License-Identifier: Apache-2.0
// The program `mock-host serve-plugin` as the host's side has it: started, spoken to, ended, and
// waited for, so that nothing of it is left.
#pragma once

#include <sys/types.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "mock-host/serve_plugin/channel.h"
#include "mock-host/serve_plugin/returned.h"
#include "mock-host/serve_plugin/served.h"

namespace wms::remote {

class ServedChild {
  public:
    /// Starts it and reads its first frame. Null, and why, if it is not the plugin that `served`
    /// tells of.
    static std::unique_ptr<ServedChild> start(const Served& served, Returned& why);
    ServedChild(const ServedChild&) = delete;
    ServedChild& operator=(const ServedChild&) = delete;
    /// Ends it.
    ~ServedChild() { end(); }

    /// A channel for one call at a time; gone if the process is. Any thread.
    Channel take_lane();
    void give_back(Channel lane);
    /// Kills it if it still lives, and waits until it is gone. How it ended, for people. Any
    /// thread.
    std::string end();
    pid_t id() const { return id_; }

  private:
    ServedChild(Channel control, pid_t id, int descriptor)
        : control_(std::move(control)), id_(id), descriptor_(descriptor) {}
    bool greets(const Served& served, Returned& why);

    Channel control_;
    const pid_t id_;
    int descriptor_;  ///< of the process itself: its number may be given to another one
    std::mutex mutex_;
    std::vector<Channel> idle_;
    std::string ended_;  ///< empty: not yet
};

}  // namespace wms::remote
