// SPDX-License-Identifier: Apache-2.0
// Something that only one of several hosts does at a time: by the one that holds this, until it is
// destroyed.
#pragma once

namespace sage {

class Turn {
  public:
    Turn() = default;
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    virtual ~Turn() = default;
};

}  // namespace sage
