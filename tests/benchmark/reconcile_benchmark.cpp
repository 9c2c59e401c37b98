// SPDX-License-Identifier: Apache-2.0
// How long it takes to compare everything that was posted with the simulated Sage, and the memory
// that it takes meanwhile, beside a tenth of the documents.
//   benchmark_reconcile [documents]
#include <fmt/format.h>
#include <malloc.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr int submitters = 8;
// References that were asked for by name are remembered, a few bytes each.
constexpr double more_mib_max = 16;

double mib_of(const std::string& name) {
    std::ifstream file("/proc/self/status");
    std::string line;
    while (std::getline(file, line)) {
        if (line.starts_with(name)) {
            return std::strtod(line.c_str() + name.size(), nullptr) / 1024;
        }
    }
    throw std::runtime_error("/proc/self/status names no " + name);
}

void post(SageInABox& box, int first, int end) {
    std::vector<std::thread> threads;
    std::atomic<int> next = first;
    for (int thread = 0; thread < submitters; ++thread) {
        threads.emplace_back([&] {
            for (int number = next++; number < end; number = next++) {
                const auto done = box.host().submit(despatch_of(fmt::format("DN-{}", number), 2));
                if (!done.ok()) {
                    std::cerr << wms::in_one_line(done.problem()) << "\n";
                    std::abort();
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    const auto settled = box.host().settle(24 * hour_ms);
    if (!settled.ok() || settled.value().unsettled() != 0) {
        throw std::runtime_error("not everything was posted");
    }
}

struct Figures {
    double seconds = 0;
    double mib = 0;  ///< at most, beyond what was in use before
};

Figures compare(SageInABox& box, int documents) {
    ::malloc_trim(0);
    // From here on the most that is in use is counted anew.
    std::ofstream("/proc/self/clear_refs") << "5";
    const double before = mib_of("VmRSS:");
    const auto begun = std::chrono::steady_clock::now();
    const auto answer =
        box.host().query(R"({"query":"reconcile","from":"2025-11-20","to":"2025-11-20"})");
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    if (!answer.ok() ||
        answer.value().find(fmt::format(R"("compared":{})", documents)) == std::string::npos ||
        answer.value().find(R"("findings":[])") == std::string::npos) {
        throw std::runtime_error("not everything agrees");
    }
    return {took.count(), mib_of("VmHWM:") - before};
}

int run(int documents) {
    SageInABox box;
    box.connect();
    post(box, 0, documents / 10);
    const Figures few = compare(box, documents / 10);
    post(box, documents / 10, documents);
    const Figures all = compare(box, documents);
    fmt::print("{} documents compared in {:.1f} s, {} in {:.1f} s\n", documents / 10, few.seconds,
               documents, all.seconds);
    fmt::print("memory meanwhile: {:.1f} MiB and {:.1f} MiB (limit: {:.0f} MiB more)\n", few.mib,
               all.mib, more_mib_max);
    return all.mib <= few.mib + more_mib_max ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace sage::testing

int main(int count, char** words) {
    try {
        return sage::testing::run(count > 1 ? std::atoi(words[1]) : 100'000);
    } catch (const std::exception& failure) {
        std::cerr << failure.what() << "\n";
        return EXIT_FAILURE;
    }
}
