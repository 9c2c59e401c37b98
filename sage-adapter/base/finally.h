// SPDX-License-Identifier: Apache-2.0
// Does something on the way out of a scope, whichever way is taken.
#pragma once

#include <utility>

namespace sage {

template <class Action>
class Finally {
  public:
    explicit Finally(Action action) : action_(std::move(action)) {}
    Finally(const Finally&) = delete;
    Finally& operator=(const Finally&) = delete;
    ~Finally() { action_(); }

  private:
    Action action_;
};

}  // namespace sage
