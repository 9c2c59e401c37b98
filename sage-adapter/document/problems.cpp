// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/document/problems.h"

#include <algorithm>
#include <utility>

#include "sage-adapter/base/limits.h"

namespace sage {

void Problems::add(std::string_view code, std::string pointer, std::string cause, std::string fix,
                   Owner owner) {
    ++count_;
    if (!full()) {
        kept_.push_back(
            {std::string(code), std::move(pointer), std::move(cause), std::move(fix), owner});
    }
}

bool Problems::has(std::string_view pointer) const {
    return std::any_of(kept_.begin(), kept_.end(),
                       [&](const Problem& problem) { return problem.pointer == pointer; });
}

bool Problems::full() const {
    return kept_.size() >= limits::problems_max;
}

std::vector<Problem> Problems::take() {
    if (count_ > kept_.size()) {
        kept_.push_back({"document.problems.too_many", "",
                         "There are " + std::to_string(count_ - kept_.size()) +
                             " more problems than are listed here.",
                         "Mend those listed and submit the document again.", Owner::warehouse});
    }
    return std::move(kept_);
}

}  // namespace sage
