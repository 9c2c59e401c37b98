// SPDX-License-Identifier: Apache-2.0
// Collects everything that is wrong with one document. Bounded: of a document that is wrong in
// every line a person sees the first thousand problems, and that there are more.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/status.h"

namespace sage {

class Problems {
  public:
    void add(std::string_view code, std::string pointer, std::string cause, std::string fix,
             Owner owner = Owner::warehouse);

    bool has(std::string_view pointer) const;
    bool full() const;
    /// How many were added, whether kept or not.
    std::size_t count() const { return count_; }
    std::vector<Problem> take();

  private:
    std::vector<Problem> kept_;
    std::size_t count_ = 0;
};

}  // namespace sage
