// SPDX-License-Identifier: Apache-2.0
// R9: every source has a unit test of the same name.
#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

#include "tests/tidy/rules.h"

namespace tidy {
namespace {

/// A source without a unit test of the same name: the test that runs it instead, and why.
struct Elsewhere {
    std::string_view source;
    std::string_view test;
    std::string_view reason;
};

constexpr std::string_view store_test = "tests/unit/outbox/sqlite_store_test.cpp";
constexpr std::string_view shared_store_test = "tests/unit/outbox/postgres_store_test.cpp";
constexpr std::string_view overview_test = "tests/unit/outbox/overview_test.cpp";
constexpr std::string_view scenarios = "tests/scenarios_test.cpp";
constexpr std::string_view validator_test = "tests/validator/validator_test.cpp";
constexpr std::string_view served_test = "tests/serve_plugin_test.py";
constexpr std::string_view company_test = "tests/unit/simulator/simulator_test.cpp";

constexpr std::array<Elsewhere, 55> elsewhere = {{
    {"mock-host/wms/books_read.cpp", "tests/unit/mock_host/books_test.cpp",
     "reads what books.cpp writes"},
    {"mock-host/validate/bench.cpp", validator_test, "asked of a real plugin"},
    {"mock-host/validate/checks_of_binary.cpp", validator_test, "asked of a real plugin"},
    {"mock-host/validate/checks_of_documents.cpp", validator_test, "asked of a real plugin"},
    {"mock-host/validate/checks_of_durability.cpp", validator_test, "asked of a real plugin"},
    {"mock-host/validate/checks_of_library.cpp", validator_test, "asked of a real plugin"},
    {"mock-host/validate/checks_of_lifecycle.cpp", validator_test, "asked of a real plugin"},
    {"mock-host/validate/checks_of_surroundings.cpp", validator_test, "asked of a real plugin"},
    {"mock-host/validate/checks_of_remote.cpp", validator_test, "asked of a real plugin"},
    {"mock-host/validate/checks_of_safety.cpp", validator_test, "asked of a real plugin"},
    {"mock-host/validate/checks_of_values.cpp", validator_test, "asked of a real plugin"},
    {"mock-host/validate/schemas.cpp", validator_test, "asked of a real plugin"},
    {"mock-host/validate/tenant.cpp", validator_test, "asked of a real plugin"},
    {"mock-host/validate/validate.cpp", validator_test, "asked of a real plugin"},
    {"mock-host/serve_plugin/entry.cpp", served_test, "needs a process to be served by"},
    {"mock-host/serve_plugin/host_services.cpp", served_test, "needs a process to be served by"},
    {"mock-host/serve_plugin/remote_instance.cpp", served_test, "needs a process to be served by"},
    {"mock-host/serve_plugin/served.cpp", served_test, "needs a process to be served by"},
    {"mock-host/serve_plugin/served_child.cpp", served_test, "needs a process to be served by"},
    {"mock-host/serve_plugin/server.cpp", served_test, "needs a process to be served by"},
    {"mock-host/main.cpp", "tests/unit/mock_host/demo_test.cpp",
     "a command line over tested parts"},
    {"mock-host/scenario/play.cpp", scenarios, "every verb, with the real plugins"},
    {"mock-host/scenario/standing.cpp", scenarios, "every member of an expectation"},
    {"mock-host/scenario/words.cpp", scenarios, "needs what the simulated Sage answers"},
    {"mock-host/scenario/words_sage200.cpp", scenarios, "needs what the simulated Sage answers"},
    {"mock-host/scenario/words_sage50.cpp", scenarios, "needs what the simulated Sage answers"},
    {"mock-host/host_authorise.cpp", "tests/authorise_test.cpp",
     "needs a plugin that has the extension"},
    {"mock-host/setup/setup.cpp", "tests/setup_test.cpp", "needs a plugin and a simulated Sage"},
    {"mock-host/setup/trial.cpp", "tests/setup_test.cpp", "needs a plugin and a simulated Sage"},
    {"mock-host/setup/promote.cpp", "tests/promote_test.cpp",
     "needs a plugin and two simulated Sages"},
    {"mock-host/control_https.cpp", "tests/unit/mock_host/demo_test.cpp",
     "needs the simulator program to talk to"},
    {"plugins/sage_simulator/main.cpp", "tests/unit/simulator/server_test.cpp",
     "a command line over tested parts"},
    {"plugins/intacct/entry.cpp", "tests/flow_test.cpp", "the exported function, loaded for real"},
    {"plugins/sage200/entry.cpp", "tests/flow_test.cpp", "the exported function, loaded for real"},
    {"plugins/sage50/entry.cpp", "tests/flow_test.cpp", "the exported function, loaded for real"},
    {"sage-adapter/outbox/sqlite_overview.cpp", overview_test, "what people ask of a store"},
    {"sage-adapter/outbox/postgres_overview.cpp", overview_test, "what people ask of a store"},
    {"sage-adapter/outbox/sqlite_writer_alerts.cpp", overview_test, "alerts, told and shown"},
    {"sage-adapter/outbox/postgres_writer_alerts.cpp", overview_test, "alerts, told and shown"},
    {"sage-adapter/outbox/postgres_questions.cpp", shared_store_test, "the store's questions"},
    {"sage-adapter/outbox/sqlite_reader.cpp", store_test, "the store's questions"},
    {"sage-adapter/outbox/sqlite_rows.cpp", store_test, "the store's rows"},
    {"sage-adapter/outbox/sqlite_statements.cpp", store_test, "texts that the writer runs"},
    {"sage-adapter/outbox/sqlite_writer.cpp", store_test, "the store's changes"},
    {"sage-adapter/outbox/sqlite_writer_changes.cpp", store_test, "the store's changes"},
    {"sage-adapter/outbox/sqlite_writer_purge.cpp", store_test, "the store's changes"},
    {"sage-adapter/outbox/postgres_writer_purge.cpp", shared_store_test, "the store's changes"},
    {"sage-adapter/outbox/postgres_reader.cpp", shared_store_test, "the store's questions"},
    {"sage-adapter/outbox/postgres_rows.cpp", shared_store_test, "the store's rows"},
    {"sage-adapter/outbox/postgres_statements.cpp", shared_store_test,
     "texts that the writer runs"},
    {"sage-adapter/outbox/postgres_writer.cpp", shared_store_test, "the store's changes"},
    {"sage-adapter/outbox/postgres_writer_changes.cpp", shared_store_test, "the store's changes"},
    {"plugins/intacct/simulator_company.cpp", company_test, "the state behind every request"},
    {"plugins/intacct/simulator_defaults.cpp", company_test, "the data of the company, no logic"},
    {"plugins/intacct/simulator_routes.cpp", company_test, "which request goes where"},
}};

bool is_tested_elsewhere(std::string_view path) {
    return std::any_of(elsewhere.begin(), elsewhere.end(),
                       [&](const Elsewhere& one) { return one.source == path; });
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
    } else if (path.starts_with("plugins/sage_simulator/") ||
               (path.starts_with("plugins/intacct/") && stem.starts_with("simulator"))) {
        folder = "simulator";
    } else if (path.starts_with("sage-adapter/") && part(1).ends_with(".cpp")) {
        folder = stem;
    } else {
        folder = part(1);
    }
    return "tests/unit/" + folder + "/" + stem + "_test.cpp";
}

/// Each is a command over tested parts, and main_test.cpp runs it as people do.
bool is_a_command(std::string_view path) {
    return path.starts_with("mock-host/commands/");
}

bool needs_test(std::string_view path) {
    return path.ends_with(".cpp") && !is_tested_elsewhere(path) && !is_a_command(path) &&
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
    for (const Elsewhere& one : elsewhere) {
        const std::string source(one.source);
        if (!paths.contains(one.source)) {
            breaches.push_back({source, 1, "R9 excepts a file that is gone"});
        } else if (!paths.contains(one.test)) {
            breaches.push_back({source, 1, "R9, there is no " + std::string(one.test)});
        }
    }
    return breaches;
}

}  // namespace tidy
