// SPDX-License-Identifier: Apache-2.0
// The program "mock-host import" over a file of orders, four lines each: how long a hundred
// thousand lines take to be read, and whether the memory of the whole program depends on how many
// there are. Nothing is handed over: what a plugin does with a document is measured elsewhere.
//   benchmark_import [lines]
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>

namespace sage::testing {
namespace {

namespace fs = std::filesystem;

constexpr int lines_of_an_order = 4;
constexpr int lines_before = 10'000;
constexpr double growth_max = 1.5;
constexpr double seconds_max = 10;

fs::path write_orders(const fs::path& folder, int lines) {
    const fs::path path = folder / fmt::format("{}.csv", lines);
    std::ofstream file(path);
    file << "orderId,buyerOrderId,issueDate,buyerId,locationId,lineId,sellersItemId,"
            "orderedQuantity,unitCode,unitAmount\n";
    for (int line = 0; line < lines; ++line) {
        const int order = line / lines_of_an_order;
        file << fmt::format(
            "SO-{0:06},PO-{0},2026-11-02,C-{1},MAIN,{2},SKU-{3},{4},EA,{5}.{6:02}\n", order,
            order % 500, (line % lines_of_an_order + 1) * 10, line % 5000, line % 24 + 1, line % 40,
            line % 100);
    }
    return path;
}

struct Used {
    double seconds = 0;
    double mib = 0;
};

Used import(const fs::path& file) {
    const auto begin = std::chrono::steady_clock::now();
    const pid_t child = ::fork();
    if (child < 0) {
        throw std::runtime_error("no process");
    }
    if (child == 0) {
        if (std::freopen("/dev/null", "w", stdout) != nullptr) {
            ::execl(MOCK_HOST_PROGRAM, MOCK_HOST_PROGRAM, "import", file.c_str(), nullptr);
        }
        ::_exit(127);
    }
    int status = 0;
    rusage usage = {};
    if (::wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) ||
        WEXITSTATUS(status) != 0) {
        throw std::runtime_error("the import did not end with 0");
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    return {took.count(), static_cast<double>(usage.ru_maxrss) / 1024};
}

int run(int lines) {
    std::string name = (fs::temp_directory_path() / "import-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("no temporary folder");
    }
    const Used few = import(write_orders(name, lines_before));
    const Used many = import(write_orders(name, lines));
    fs::remove_all(name);
    const double growth = many.mib / few.mib;
    fmt::print(
        "{} order lines: {:.2f} s (limit: {:.0f} s), {:.1f} MiB; {}: {:.1f} MiB; {:.2f} times "
        "(limit: {:.2f})\n",
        lines, many.seconds, seconds_max, many.mib, lines_before, few.mib, growth, growth_max);
    return growth <= growth_max && many.seconds <= seconds_max ? 0 : 1;
}

}  // namespace
}  // namespace sage::testing

int main(int count, char** arguments) {
    try {
        return sage::testing::run(count > 1 ? std::atoi(arguments[1]) : 100'000);
    } catch (const std::exception& problem) {
        std::cerr << "benchmark_import: " << problem.what() << "\n";
        return 2;
    }
}
