// SPDX-License-Identifier: Apache-2.0
// The program: worlds of a range of seeds, one after the other, and one line of figures at the end.
//   simulation [--first-seed N] [--seeds M] [--jobs J] [--edition NAME] [--regressions FILE]
//              [--log] [--repeat-every N] [--plant NUMBER] [--until-failure]
#include <malloc.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/range.h"

namespace {

using sage::simulation::RangeOptions;

bool number(std::string_view text, std::uint64_t& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
}

int usage() {
    std::cerr << "simulation [--first-seed N] [--seeds M] [--jobs J] [--edition NAME]\n"
                 "           [--regressions FILE] [--repeat-every N] [--plant NUMBER] "
                 "[--until-failure] [--log]\n";
    return 2;
}

bool read(const std::vector<std::string_view>& arguments, RangeOptions& options) {
    for (std::size_t index = 0; index < arguments.size(); ++index) {
        const std::string_view name = arguments[index];
        if (name == "--log" || name == "--until-failure") {
            (name == "--log" ? options.shows_log : options.until_failure) = true;
            continue;
        }
        if (index + 1 == arguments.size()) {
            return false;
        }
        const std::string_view value = arguments[++index];
        std::uint64_t plant = 0;
        const bool right = name == "--first-seed"     ? number(value, options.first_seed)
                           : name == "--seeds"        ? number(value, options.seeds)
                           : name == "--jobs"         ? number(value, options.jobs)
                           : name == "--repeat-every" ? number(value, options.repeat_every)
                           : name == "--plant"        ? number(value, plant)
                           : name == "--edition"      ? !(options.edition = value).empty()
                           : name == "--regressions"  ? !(options.regressions = value).empty()
                                                      : false;
        if (!right) {
            return false;
        }
        if (name == "--plant") {
            options.plant = static_cast<int>(plant);
        }
    }
    return true;
}

}  // namespace

int main(int count, char** values) {
    // Worlds come and go: what one gives back the next one takes.
    ::mallopt(M_MMAP_THRESHOLD, 1 << 30);
    ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
    RangeOptions options;
    if (!read({values + 1, values + count}, options)) {
        return usage();
    }
    std::string pattern = (std::filesystem::temp_directory_path() / "simulation-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        std::cerr << "no folder for the lock file\n";
        return 2;
    }
    options.folder = pattern;
    const bool passed = sage::simulation::run_range(options, std::cout);
    std::filesystem::remove_all(options.folder);
    return passed ? 0 : 1;
}
