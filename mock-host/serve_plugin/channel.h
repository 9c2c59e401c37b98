// SPDX-License-Identifier: Apache-2.0
// One end of a connected pair of sockets: whole frames go over it, and other sockets.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "mock-host/serve_plugin/frame.h"

namespace wms::remote {

enum class Arrival {
    frame,
    nothing,  ///< not within the time
    gone,     ///< the other side is, or it sent what is no frame
};

class Channel {
  public:
    /// @param descriptor  a connected socket, which is the channel's from now on; -1: gone
    explicit Channel(int descriptor) : descriptor_(descriptor) {}
    Channel(Channel&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)), read_(std::move(other.read_)) {}
    Channel& operator=(Channel&&) = delete;
    ~Channel();

    /// Two that are connected; both gone if the system has no more.
    static std::pair<Channel, Channel> pair();

    /// False: the other side is gone, or takes nothing any more.
    bool send(const FrameWriter& frame);
    /// @param frame  without its length
    /// @param wait_real_ms  -1: for as long as it takes
    Arrival receive(std::string& frame, int wait_real_ms);

    /// Gives a copy of that channel's end to the other side.
    bool send_channel(const Channel& other);
    /// Waits for one; gone if the other side is.
    Channel receive_channel();

    int descriptor() const { return descriptor_; }
    bool open() const { return descriptor_ >= 0; }

  private:
    int descriptor_;
    std::string read_;
};

}  // namespace wms::remote
