// SPDX-License-Identifier: Apache-2.0
// Posting by 1, 2 and 4 processes of 8 workers that share one outbox on a PostgreSQL server; all
// of them, the server and the simulated Sage on this machine, connections encrypted.
//   benchmark_hosts [documents for each process] [added latency in ms] [only so many processes]
#include <fmt/format.h>

#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/hosts/host.h"
#include "tests/hosts/hosts.h"

namespace {

using sage::testing::Hosts;
using sage::testing::HostsFigures;
using sage::testing::HostsOptions;

int run(const std::vector<std::string>& words) {
    const int documents = words.empty() ? 1'000 : std::stoi(words[0]);
    std::vector<int> rounds = {1, 2, 4};
    if (words.size() > 2) {
        rounds = {std::stoi(words[2])};
    }
    bool holds = true;
    for (const int processes : rounds) {
        HostsOptions options;
        options.documents = documents * processes;
        options.processes = processes;
        options.left_alone = true;
        options.latency_ms = words.size() < 2 ? 0 : std::stoi(words[1]);
        const HostsFigures figures = Hosts(options).run();
        fmt::print("{} processes: {} documents, {:.1f} s, {:.0f} documents/s{}\n", processes,
                   options.documents, figures.seconds, options.documents / figures.seconds,
                   figures.broken.empty() ? "" : "; FAILED: " + figures.broken.front());
        std::fflush(stdout);
        holds = holds && figures.broken.empty();
    }
    return holds ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
    const std::vector<std::string> words(arguments + 1, arguments + count);
    try {
        const std::optional<int> host = sage::testing::run_as_host(words);
        return host.has_value() ? *host : run(words);
    } catch (const std::exception& problem) {
        std::cerr << "benchmark_hosts: " << problem.what() << "\n";
        return 2;
    }
}
