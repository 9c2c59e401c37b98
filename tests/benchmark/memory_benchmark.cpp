// SPDX-License-Identifier: Apache-2.0
// The memory of the program while Sage is down and documents gather: when the plugin's caches, all
// bounded, have filled, and when a hundred thousand wait. Sage answers 503 to every document. The
// small WMS around the plugin keeps a line on each document in memory; how much those take is
// measured by making them once more, and taken off.
//   benchmark_memory [documents]
#include <fmt/format.h>
#include <malloc.h>

#include <atomic>
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

constexpr int documents_before = 20'000;
constexpr int submitters = 8;
constexpr int lines_of_a_despatch = 2;
constexpr double growth_max = 1.10;

double resident_mib() {
    std::ifstream file("/proc/self/status");
    std::string line;
    while (std::getline(file, line)) {
        if (line.rfind("VmRSS:", 0) == 0) {
            return std::strtod(line.c_str() + 6, nullptr) / 1024;
        }
    }
    throw std::runtime_error("/proc/self/status names no memory");
}

void submit(SageInABox& box, int first, int end) {
    std::vector<std::thread> threads;
    std::atomic<int> next = first;
    for (int thread = 0; thread < submitters; ++thread) {
        threads.emplace_back([&] {
            for (int number = next++; number < end; number = next++) {
                const wms::Message message =
                    despatch_of(fmt::format("DN-{}", number), lines_of_a_despatch);
                if (const auto done = box.host().submit(message); !done.ok()) {
                    std::cerr << wms::in_one_line(done.problem()) << "\n";
                    std::abort();
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
}

constexpr double bytes_of_a_mib = 1024.0 * 1024.0;

/// What the lines of the host take, by the allocator's count.
double mib_of_host(SageInABox& box) {
    const std::vector<wms::Posting> lines = box.host().postings().all();
    const std::size_t before = ::mallinfo2().uordblks + ::mallinfo2().hblkhd;
    wms::Postings again;
    for (const wms::Posting& line : lines) {
        again.expect(line);
    }
    const std::size_t after = ::mallinfo2().uordblks + ::mallinfo2().hblkhd;
    return static_cast<double>(after - before) / bytes_of_a_mib;
}

double mib_without_host(SageInABox& box) {
    ::malloc_trim(0);
    const double all = resident_mib();
    return all - mib_of_host(box);
}

int run(int documents) {
    BoxOptions options;
    options.jumping_clock = false;
    SageInABox box(options);
    box.connect();
    const wms::Done down = wms::set_faults(
        box.control(), R"({"faults":[{"id":"down","method":"POST","targetContains":"document::",)"
                       R"("times":1000000000,"action":"reply","status":503,"body":""}]})");
    if (!down.ok()) {
        throw std::runtime_error(wms::in_one_line(down.problem()));
    }
    submit(box, 0, documents_before);
    const double before = mib_without_host(box);
    submit(box, documents_before, documents);
    const double after = mib_without_host(box);
    fmt::print(
        "{} documents waiting: {:.1f} MiB; {}: {:.1f} MiB; {:.2f} times (limit: at most {:.2f})\n",
        documents_before, before, documents, after, after / before, growth_max);
    return after / before <= growth_max ? 0 : 1;
}

}  // namespace
}  // namespace sage::testing

int main(int count, char** arguments) {
    try {
        return sage::testing::run(count > 1 ? std::atoi(arguments[1]) : 100'000);
    } catch (const std::exception& problem) {
        std::cerr << "benchmark_memory: " << problem.what() << "\n";
        return 2;
    }
}
