// SPDX-License-Identifier: Apache-2.0
// What is said of records that the Web Services user may not list: which they are, and what to
// grant. The words are the same when the reading fails for it and when it goes on without.
#include <fmt/format.h>

#include <algorithm>

#include "plugins/intacct/sage_settings.h"

namespace sage::intacct {
namespace {

std::string in_words(std::string_view text) {
    std::string words(text.substr(0, text.find("::")));
    std::replace(words.begin(), words.end(), '-', ' ');
    return words;
}

std::string with_capitals(std::string words) {
    bool first = true;
    for (char& letter : words) {
        if (first && letter >= 'a' && letter <= 'z') {
            letter = static_cast<char>(letter - 'a' + 'A');
        }
        first = letter == ' ';
    }
    return words;
}

}  // namespace

std::string name_of_right(std::string_view object) {
    const std::size_t slash = object.find('/');
    if (slash == std::string_view::npos) {
        return std::string(object);
    }
    return fmt::format("{} ({} in {})", object, in_words(object.substr(slash + 1)),
                       with_capitals(in_words(object.substr(0, slash))));
}

Problem missing_right(std::string_view object, bool needed) {
    const std::string name = name_of_right(object);
    const auto& rules = stock_rules();
    const auto rule = std::find_if(rules.begin(), rules.end(), [](const SettingRule& one) {
        return one.roles == role::forbidden;
    });
    const std::string fix = fmt::format(fmt::runtime(rule->fix), name);
    return needed ? Problem{"intacct.rights_needed", "",
                            "The Web Services user may not list " + name +
                                ", without which no document can be posted.",
                            fix, Owner::it}
                  : Problem{std::string(rule->code), "",
                            fmt::format(fmt::runtime(rule->cause), name), fix, rule->owner};
}

}  // namespace sage::intacct
