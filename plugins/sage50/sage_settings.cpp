// SPDX-License-Identifier: Apache-2.0
// The rules of sage_settings.h against the catalogue, and their findings in words.
#include "plugins/sage50/sage_settings.h"

#include <fmt/format.h>

#include <algorithm>

#include "plugins/sage50/catalogue.h"

namespace sage::sage50 {
namespace {

constexpr std::size_t names_max = 3;

std::string list_of(const std::vector<Harmful>& found) {
    const std::size_t shown = std::min(found.size(), names_max);
    std::string list;
    for (std::size_t at = 0; at < shown; ++at) {
        const bool last = at + 1 == shown && found.size() == shown;
        list += at == 0 ? "" : last ? " and " : ", ";
        list += found[at].name;
    }
    return found.size() > shown ? fmt::format("{} and {} more", list, found.size() - shown) : list;
}

}  // namespace

std::vector<Problem> harmful_settings(const Settings& settings, const Catalogue& catalogue) {
    const SettingsLook look{settings, catalogue, company_of(catalogue)};
    std::vector<Problem> problems;
    for (const auto* const table :
         {&company_rules(), &tax_code_rules(), &product_rules(), &customer_rules()}) {
        for (const SettingRule& rule : *table) {
            const std::vector<Harmful> found = rule.found(look);
            if (!found.empty()) {
                problems.push_back({std::string(rule.code), found.front().pointer,
                                    fmt::format(fmt::runtime(rule.cause), list_of(found)),
                                    std::string(rule.fix), rule.owner});
            }
        }
    }
    return problems;
}

}  // namespace sage::sage50
