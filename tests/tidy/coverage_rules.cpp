// SPDX-License-Identifier: Apache-2.0
// R9: every source has a unit test of the same name.
#include <map>
#include <set>
#include <string>

#include "tests/tidy/rules.h"

namespace tidy {
namespace {

/// Sources without a unit test of their own, and what tests them instead.
const std::map<std::string, std::string, std::less<>>& tested_otherwise() {
    static const std::map<std::string, std::string, std::less<>> all = {
        {"mock-host/main.cpp", "a command line: tests run the program"},
        {"plugins/sage_simulator/main.cpp", "a command line: tests run the program"},
        {"plugins/intacct/entry.cpp", "one line: every test that loads the plugin calls it"},
    };
    return all;
}

/// "sage-adapter/outbox/state.cpp" -> "tests/unit/outbox/state_test.cpp".
std::string test_of(std::string_view path) {
    std::string folder;
    const std::string stem(stem_of(path));
    const auto part = [&](int index) {
        std::size_t begin = 0;
        for (int skipped = 0; skipped < index; ++skipped) {
            begin = path.find('/', begin) + 1;
        }
        return std::string(path.substr(begin, path.find('/', begin) - begin));
    };
    if (path.starts_with("mock-host/")) {
        folder = "mock_host";
    } else if (path.starts_with("plugins/sage_simulator/") || stem.starts_with("simulator")) {
        folder = "simulator";
    } else if (path.starts_with("sage-adapter/") && part(1).ends_with(".cpp")) {
        folder = stem;
    } else {
        folder = part(1);
    }
    return "tests/unit/" + folder + "/" + stem + "_test.cpp";
}

bool needs_test(std::string_view path) {
    return path.ends_with(".cpp") && !tested_otherwise().contains(path) &&
           (path.starts_with("sage-adapter/") || path.starts_with("plugins/") ||
            path.starts_with("mock-host/"));
}

}  // namespace

Breaches missing_tests(const std::vector<Source>& sources) {
    Breaches breaches;
    std::set<std::string, std::less<>> paths;
    for (const Source& source : sources) {
        paths.insert(source.path);
    }
    for (const Source& source : sources) {
        if (needs_test(source.path) && !paths.contains(test_of(source.path))) {
            breaches.push_back({source.path, 1, "R9, there is no " + test_of(source.path)});
        }
    }
    for (const auto& [path, reason] : tested_otherwise()) {
        if (!paths.contains(path)) {
            breaches.push_back({path, 1, "R9 excepts a file that is gone"});
        }
    }
    return breaches;
}

}  // namespace tidy
