// SPDX-License-Identifier: Apache-2.0
#include "tests/hosts/host.h"

#include <fmt/format.h>
#include <sys/prctl.h>

#include <atomic>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <thread>

#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

constexpr int lane_length = 5;
constexpr int submitting_threads = 4;
// Each waits for the server itself; another host that stands still holds its locks for seconds.
constexpr int tries_max = 100;

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

int complain(const wms::Problem& problem) {
    std::cerr << wms::in_one_line(problem) << "\n";
    return 2;
}

/// Does it again while it fails: also a host that itself stood still for longer than the server
/// may take to answer finds its connection timed out.
template <typename Attempt>
auto with_patience(const Attempt& attempt) {
    auto outcome = attempt();
    for (int tried = 1; !outcome.ok() && tried < tries_max; ++tried) {
        outcome = attempt();
    }
    if (!outcome.ok()) {
        complain(outcome.problem());
    }
    return outcome.ok();
}

int be_host(const std::filesystem::path& folder, const std::string& settings,
            const std::string& secrets_file, int first, int count, bool in_lanes) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    wms::RealClock clock;
    auto plugin = wms::load_plugin(SAGE_PLUGIN_FILE);
    if (!plugin.ok()) {
        return complain(plugin.problem());
    }
    auto secrets = wms::Secrets::open(secrets_file);
    if (!secrets.ok()) {
        return complain(secrets.problem());
    }
    wms::HostOptions options;
    options.configuration = text_of(settings);
    options.folder = folder;
    options.workers = workers_of_a_host;
    auto host = wms::Host::create(*plugin.value().table, plugin.value().manifest, options, clock,
                                  *secrets.value());
    if (!host.ok()) {
        return complain(host.problem());
    }
    if (!with_patience([&] { return host.value()->connect(); })) {
        return 2;
    }
    std::vector<std::thread> threads;
    std::atomic<int> next = first;
    std::atomic<int> failed = 0;
    for (int thread = 0; thread < submitting_threads; ++thread) {
        threads.emplace_back([&] {
            for (int index = next++; index < first + count; index = next++) {
                const wms::Message message = document_of(index, in_lanes);
                failed += with_patience([&] { return host.value()->submit(message); }) ? 0 : 1;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    std::cout << (failed == 0 ? "submitted" : "failed") << std::endl;
    std::string line;
    std::getline(std::cin, line);
    const wms::Done stopped = host.value()->stop();
    return stopped.ok() ? 0 : complain(stopped.problem());
}

}  // namespace

wms::Message document_of(int index, bool in_lanes) {
    wms::Message message = despatch_of(fmt::format("DN-{:06}", index), 2);
    boost::json::object envelope = boost::json::parse(message.json).as_object();
    if (in_lanes && index % 3 == 0) {
        envelope["orderingKey"] = fmt::format("lane-{}", index / (3 * lane_length));
    } else {
        envelope.erase("orderingKey");
    }
    message.json = boost::json::serialize(envelope);
    return message;
}

std::vector<std::string> words_of_a_host(const std::string& folder, const std::string& settings,
                                         const std::string& secrets, int first, int count,
                                         bool in_lanes) {
    return {"host",
            folder,
            settings,
            secrets,
            std::to_string(first),
            std::to_string(count),
            in_lanes ? "lanes" : "no lanes"};
}

std::optional<int> run_as_host(const std::vector<std::string>& words) {
    if (words.size() != 7 || words[0] != "host") {
        return std::nullopt;
    }
    return be_host(words[1], words[2], words[3], std::stoi(words[4]), std::stoi(words[5]),
                   words[6] == "lanes");
}

}  // namespace sage::testing
