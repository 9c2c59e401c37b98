// SPDX-License-Identifier: Apache-2.0
// Several hosts on one outbox, killed, stopped for longer than their leases and cut off from
// replies at random: at the end every accepted document is in Sage exactly once, in the order of
// its ordering key, and every history is whole.
//   many_hosts [documents] [processes] [seed]
// 2,000 documents and four processes; 100,000 documents with SAGE_RELEASE_TESTS set. The seed
// decides what is done to whom, not when: it is another one each time, and printed.
#include <fmt/format.h>

#include <cstdlib>
#include <iostream>
#include <random>
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
    HostsOptions options;
    options.documents = std::getenv("SAGE_RELEASE_TESTS") != nullptr ? 100'000 : 2'000;
    options.documents = words.empty() ? options.documents : std::stoi(words[0]);
    options.processes = words.size() < 2 ? options.processes : std::stoi(words[1]);
    options.seed = words.size() < 3 ? std::random_device()() : std::stoull(words[2]);
    fmt::print("many_hosts {} {} {}\n", options.documents, options.processes, options.seed);
    std::fflush(stdout);
    HostsFigures figures = Hosts(options).run();
    if (figures.kills == 0 || figures.stops == 0 || figures.lost_replies == 0) {
        figures.broken.emplace_back("nobody was disturbed enough to prove anything");
    }
    for (const std::string& one : figures.broken) {
        fmt::print("BROKEN: {}\n", one);
    }
    fmt::print(
        "{} documents, {} processes of {} workers, {} killed, {} stopped, {} replies lost, "
        "{} attempts, {} in doubt: {:.1f} s; {}\n",
        options.documents, options.processes, sage::testing::workers_of_a_host, figures.kills,
        figures.stops, figures.lost_replies, figures.attempts, figures.doubts, figures.seconds,
        figures.broken.empty() ? "0 lost, 0 doubled, 0 stuck, order kept" : "FAILED");
    return figures.broken.empty() ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
    const std::vector<std::string> words(arguments + 1, arguments + count);
    try {
        const std::optional<int> host = sage::testing::run_as_host(words);
        return host.has_value() ? *host : run(words);
    } catch (const std::exception& problem) {
        std::cerr << "many_hosts: " << problem.what() << "\n";
        return 2;
    }
}
