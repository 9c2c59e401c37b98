// SPDX-License-Identifier: Apache-2.0
// The last requests as they came, without what is secret in them, for tests to look at.
#pragma once

#include <deque>
#include <string_view>

#include "sage-adapter/transport/transport.h"

namespace sage::simulated {

class Received {
  public:
    /// Without its Authorization header; what else is secret in it the edition takes away before.
    void add(Request request);
    /// GET /control/received?limit=N: newest last.
    Reply show(std::string_view parameters) const;

  private:
    std::deque<Request> requests_;
};

}  // namespace sage::simulated
