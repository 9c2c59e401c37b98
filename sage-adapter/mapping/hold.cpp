// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/hold.h"

#include <algorithm>

#include "sage-adapter/base/limits.h"

namespace sage {

void add_hold(std::optional<Hold>& all, std::optional<Hold> more) {
    if (!more) {
        return;
    }
    if (!all) {
        all = std::move(more);
        return;
    }
    const auto same = [&](const Problem& one) { return one.cause == more->problem.cause; };
    if (!same(all->problem) && all->others.size() + 1 < limits::problems_max &&
        std::none_of(all->others.begin(), all->others.end(), same)) {
        all->others.push_back(std::move(more->problem));
    }
}

std::string EditionWords::code(std::string_view short_code) const {
    std::string whole(edition);
    whole += '.';
    whole += short_code;
    return whole;
}

Hold held(const EditionWords& words, std::string_view code, std::string pointer, std::string cause,
          std::string fix, Owner owner, std::string root_cause) {
    return {{words.code(code), std::move(pointer), std::move(cause), std::move(fix), owner},
            std::move(root_cause)};
}

Problem unfit_setting(const EditionWords& words, std::string_view code, std::string pointer,
                      std::string cause, std::string fix) {
    std::string whole(words.edition);
    whole += ".settings.";
    whole += code;
    return {std::move(whole), std::move(pointer), std::move(cause), std::move(fix), Owner::finance};
}

}  // namespace sage
