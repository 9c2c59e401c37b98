// SPDX-License-Identifier: Apache-2.0
// sage-simulator: a simulated Sage for one's own tests. Prints one line of JSON when it is ready
// and serves until it is asked to stop.
#include <fmt/format.h>
#include <pthread.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "plugins/sage_simulator/faults.h"
#include "plugins/sage_simulator/server.h"
#include "plugins/sage_simulator/simulators.inc"
#include "plugins/sage_simulator/state_file.h"
#include "plugins/sage_simulator/table_file.h"

namespace {

struct Options {
    std::string edition;
    std::string listen = "127.0.0.1:0";
    std::string data;
    std::string faults;
    std::string clock = "real";
};

int fail(const sage::Error& error) {
    const sage::Problem& problem = error.first();
    fmt::print(stderr, "sage-simulator: {} {}\nWhat to do: {}\n", problem.code, problem.cause,
               problem.fix);
    return 1;
}

sage::Error wrong(const char* code, std::string cause, std::string fix) {
    return {sage::Status::config,
            sage::Problem{code, "", std::move(cause), std::move(fix), sage::Owner::it}};
}

std::int64_t real_now_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string edition_names() {
    std::string names;
    for (const Edition& edition : editions) {
        names += (names.empty() ? "" : ", ") + std::string(edition.name);
    }
    return names;
}

sage::Result<const Edition*> find_edition(const std::string& name) {
    for (const Edition& edition : editions) {
        if (edition.name == name) {
            return &edition;
        }
    }
    return wrong("simulator.edition", fmt::format("There is no simulator for edition '{}'.", name),
                 fmt::format("Choose one of: {}.", edition_names()));
}

sage::Result<sage::ServerOptions> read_listen(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    sage::ServerOptions options;
    const bool has_port = colon != std::string::npos && colon + 1 < text.size() && colon > 0;
    if (has_port) {
        const char* const end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, options.port);
        if (error == std::errc() && stop == end) {
            options.host = text.substr(0, colon);
            return options;
        }
    }
    return wrong("simulator.listen", fmt::format("'{}' is no address with a port.", text),
                 "Write it as 127.0.0.1:0.");
}

sage::Result<std::vector<sage::Fault>> load_faults(const std::string& path) {
    if (path.empty()) {
        return std::vector<sage::Fault>();
    }
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return wrong("simulator.faults", fmt::format("The faults file {} cannot be read.", path),
                     "Give --faults a readable file.");
    }
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    auto faults = sage::read_faults(text);
    if (faults.ok()) {
        return faults;
    }
    const sage::Problem& problem = faults.error().first();
    return wrong("simulator.faults",
                 fmt::format("The faults file {} is wrong at '{}': {}", path, problem.pointer,
                             problem.cause),
                 problem.fix);
}

/// Signals are taken by one thread, this one; all others leave them alone.
sigset_t block_signals() {
    std::signal(SIGPIPE, SIG_IGN);
    sigset_t waited;
    sigemptyset(&waited);
    sigaddset(&waited, SIGTERM);
    sigaddset(&waited, SIGINT);
    pthread_sigmask(SIG_BLOCK, &waited, nullptr);
    return waited;
}

sage::Result<void> prepare_folder(const std::string& path) {
    struct stat found = {};
    if ((::mkdir(path.c_str(), 0755) == 0 || errno == EEXIST) &&
        ::stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode)) {
        return {};
    }
    return wrong("simulator.data", fmt::format("The folder {} cannot be made or used.", path),
                 "Give --data a folder that this user can write.");
}

/// The simulator with what it held before, writing what changes to the file.
sage::Result<std::unique_ptr<sage::Simulator>> restored(sage::SimulatorFactory make,
                                                        const Options& options,
                                                        sage::StateFile& file,
                                                        std::vector<sage::Fault> faults) {
    const std::int64_t started_ms = real_now_ms();
    const bool jumps = options.clock == "jump";
    auto now_ms = [started_ms, jumps] { return jumps ? started_ms : real_now_ms(); };
    auto simulator = sage::with_faults(make(std::move(now_ms),
                                            [&file](std::string_view line) {
                                                if (!file.append(line)) {
                                                    fmt::print(stderr,
                                                               "sage-simulator: simulator.state "
                                                               "The state cannot be written.\n");
                                                    std::_Exit(1);
                                                }
                                            }),
                                       std::move(faults));
    if (auto read = file.read([&](std::string_view line) { simulator->restore(line); });
        !read.ok()) {
        return std::move(read).error();
    }
    if (simulator->has_tables()) {
        auto tables = sage::open_table_file(options.data + "/company.sqlite");
        if (!tables.ok()) {
            return std::move(tables).error();
        }
        if (auto shown = simulator->show_tables(std::move(tables.value())); !shown.ok()) {
            return std::move(shown).error();
        }
    }
    return simulator;
}

int serve(const Options& options) {
    const sigset_t waited = block_signals();
    const auto edition = find_edition(options.edition);
    auto listen = read_listen(options.listen);
    auto faults = load_faults(options.faults);
    if (!edition.ok() || !listen.ok() || !faults.ok()) {
        return fail(!edition.ok()  ? edition.error()
                    : !listen.ok() ? listen.error()
                                   : faults.error());
    }
    if (auto folder = prepare_folder(options.data); !folder.ok()) {
        return fail(folder.error());
    }
    auto state = sage::StateFile::open(options.data + "/state.jsonl");
    if (!state.ok()) {
        return fail(state.error());
    }
    auto certificates = sage::provide_certificates(options.data);
    if (!certificates.ok()) {
        return fail(certificates.error());
    }
    auto simulator =
        restored(edition.value()->make, options, *state.value(), std::move(faults.value()));
    if (!simulator.ok()) {
        return fail(simulator.error());
    }
    listen.value().certificates = certificates.value();
    auto server = sage::start_server(*simulator.value(), listen.value());
    if (!server.ok()) {
        return fail(server.error());
    }
    const boost::json::object ready = {{"address", server.value()->address()},
                                       {"certificateAuthorityFile", certificates.value().authority},
                                       {"edition", options.edition}};
    fmt::print("{}\n", boost::json::serialize(ready));
    std::fflush(stdout);
    int signal = 0;
    sigwait(&waited, &signal);
    server.value()->stop();
    return 0;
}

int run(int argument_count, char** arguments) {
    CLI::App app(
        "A simulated Sage over HTTPS, for tests: no licence, no network, faults on demand.\n"
        "Prints {\"address\":...,\"certificateAuthorityFile\":...,\"edition\":...} when ready and "
        "serves until SIGTERM.",
        "sage-simulator");
    Options options;
    app.add_option("--edition", options.edition, "Which Sage to simulate: " + edition_names())
        ->required();
    app.add_option("--listen", options.listen, "Address and port; port 0 takes any free one")
        ->capture_default_str();
    app.add_option("--data", options.data, "Folder for certificates and state")->required();
    app.add_option("--faults", options.faults, "File with faults: {\"faults\":[...]}");
    app.add_option("--clock", options.clock,
                   "real, or jump: it stands still until POST /control/clock")
        ->check(CLI::IsMember({"real", "jump"}))
        ->capture_default_str();
    CLI11_PARSE(app, argument_count, arguments);
    // It is told to others, who may have been started elsewhere.
    std::error_code unknown;
    const auto whole = std::filesystem::absolute(options.data, unknown);
    options.data = unknown ? options.data : whole.string();
    return serve(options);
}

}  // namespace

int main(int argument_count, char** arguments) {
    try {
        return run(argument_count, arguments);
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "sage-simulator: %s\n", failure.what());
        return 1;
    }
}
