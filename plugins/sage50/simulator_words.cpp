// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/simulator_words.h"

#include <charconv>

namespace sage::simulated_sage50 {

std::vector<std::string_view> words_in(std::string_view table) {
    std::vector<std::string_view> words;
    std::size_t begin = table.find_first_not_of(" \n");
    while (begin != std::string_view::npos) {
        const std::size_t end = table.find_first_of(" \n", begin);
        words.push_back(table.substr(begin, end == std::string_view::npos ? end : end - begin));
        begin = end == std::string_view::npos ? end : table.find_first_not_of(" \n", end);
    }
    return words;
}

int number_in(std::string_view text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::vector<std::string> names_in(std::string_view name) {
    const std::size_t dots = name.find("..");
    if (dots == std::string_view::npos) {
        return {std::string(name)};
    }
    const std::size_t stem = name.find_last_not_of("0123456789", dots - 1) + 1;
    const std::string before(name.substr(0, stem));
    std::string_view after = name.substr(dots + 2);
    const int last = number_in(after);
    after.remove_prefix(after.find_first_not_of("0123456789") == std::string_view::npos
                            ? after.size()
                            : after.find_first_not_of("0123456789"));
    std::vector<std::string> names;
    for (int at = number_in(name.substr(stem)); at <= last; ++at) {
        names.push_back(before + std::to_string(at) + std::string(after));
    }
    return names;
}

}  // namespace sage::simulated_sage50
