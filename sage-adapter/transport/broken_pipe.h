// SPDX-License-Identifier: Apache-2.0
// Writing to a connection that the other side has closed raises SIGPIPE, which ends the process of
// a host that does not expect it. The signal is blocked while this object lives, on this thread
// only, and the host's signal mask is put back as it was.
#pragma once

#include <csignal>

namespace sage {

class BrokenPipeBlocked {
  public:
    BrokenPipeBlocked() noexcept;
    BrokenPipeBlocked(const BrokenPipeBlocked&) = delete;
    BrokenPipeBlocked& operator=(const BrokenPipeBlocked&) = delete;
    /// Takes away a SIGPIPE that came meanwhile; one that was pending before is the host's own.
    ~BrokenPipeBlocked();

  private:
    sigset_t before_;
    bool was_blocked_;
    bool was_pending_;
};

}  // namespace sage
