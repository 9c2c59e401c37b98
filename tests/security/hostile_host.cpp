// SPDX-License-Identifier: Apache-2.0
// Runs one case of a host that breaks the contract:
//   hostile_host --list
//   hostile_host PLUGIN SETTINGS SECRETS DOCUMENTS FOLDER CASE
// SETTINGS is a file of JSON, SECRETS one of NAME=VALUE lines, DOCUMENTS one of two lines of JSON.
// Exit code 0: the plugin did as the contract says. 1: it did not, with what was expected.
#include "tests/security/hostile_host.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace sage::testing {

void expect(bool holds, const char* what) {
    if (!holds) {
        static_cast<void>(std::fprintf(stderr, "expected: %s\n", what));
        std::_Exit(1);
    }
}

void expect_status(wms_status status, wms_status expected) {
    if (status != expected) {
        static_cast<void>(std::fprintf(stderr, "expected: status %d, not %d\n", expected, status));
        std::_Exit(1);
    }
}

void expect_refused(wms_status status) {
    if (status < WMS_E_INVALID || status >= WMS_E_INTERNAL) {
        static_cast<void>(std::fprintf(stderr, "expected: a refusal, not status %d\n", status));
        std::_Exit(1);
    }
}

void expect_survived(wms_status status) {
    const bool known = status == WMS_OK || status == WMS_IDLE || status == WMS_DUPLICATE ||
                       (status >= WMS_E_INVALID && status <= WMS_E_INTERNAL);
    expect(known, "a status of the contract");
}

namespace {

std::vector<HostileCase> all_cases() {
    std::vector<HostileCase> all;
    for (const auto& group : {cases_of_creation(), cases_of_texts(), cases_of_structs(),
                              cases_of_order(), cases_of_services(), cases_of_callbacks()}) {
        all.insert(all.end(), group.begin(), group.end());
    }
    return all;
}

std::string content_of(const char* path) {
    std::ifstream file(path, std::ios::binary);
    expect(file.good(), path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

const wms_plugin& load(const char* path) {
    void* const library = ::dlopen(path, RTLD_NOW | RTLD_LOCAL);
    expect(library != nullptr, "the plugin is loaded");
    const auto entry = reinterpret_cast<wms_plugin_entry_fn>(::dlsym(library, WMS_ENTRY_SYMBOL));
    expect(entry != nullptr && entry() != nullptr, "the plugin has its entry");
    return *entry();
}

void run(const HostileCase& chosen, char** arguments) {
    ProbeHost host(load(arguments[1]), content_of(arguments[2]), arguments[5]);
    std::ifstream secrets(arguments[3]);
    for (std::string line; std::getline(secrets, line);) {
        const std::size_t equals = line.find('=');
        host.secrets[line.substr(0, equals)] = line.substr(equals + 1);
    }
    Stage stage{host, {}, {}};
    std::ifstream documents(arguments[4]);
    expect(std::getline(documents, stage.document).good() &&
               static_cast<bool>(std::getline(documents, stage.other)),
           "there are two documents");
    chosen.run(stage);
    // Whatever the case did, the plugin can be put away.
    host.destroy();
}

}  // namespace
}  // namespace sage::testing

int main(int argc, char** argv) {
    const auto cases = sage::testing::all_cases();
    if (argc == 2 && std::string_view(argv[1]) == "--list") {
        for (const auto& one : cases) {
            static_cast<void>(std::printf("%s\n", one.name));
        }
        return 0;
    }
    sage::testing::expect(argc == 7, "PLUGIN SETTINGS SECRETS DOCUMENTS FOLDER CASE");
    const auto found = std::find_if(cases.begin(), cases.end(), [&](const auto& one) {
        return std::string_view(one.name) == argv[6];
    });
    sage::testing::expect(found != cases.end(), "a case of --list");
    sage::testing::run(*found, argv);
    return 0;
}
