// SPDX-License-Identifier: Apache-2.0
// Runs a fuzzer over files instead of over what libFuzzer thinks up: the corpora and the inputs
// that once broke something, in every run of the tests, with the compiler that ships.
//   fuzz_json FILE-OR-FOLDER...     "N inputs"; a broken property ends it by a signal
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz.h"

namespace {

std::vector<std::filesystem::path> inputs_below(const std::filesystem::path& path) {
    std::vector<std::filesystem::path> files;
    if (std::filesystem::is_regular_file(path)) {
        files.push_back(path);
    } else if (std::filesystem::is_directory(path)) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
            if (entry.is_regular_file()) {
                files.push_back(entry.path());
            }
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

void run(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    // Told before, so that the last line names the input that broke it.
    static_cast<void>(std::fprintf(stderr, "%s\n", path.c_str()));
    // A copy of its exact size: a sanitizer sees the first byte read past its end.
    const std::vector<std::uint8_t> bytes(text.begin(), text.end());
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
    std::size_t count = 0;
    for (int at = 1; at < argc; ++at) {
        for (const std::filesystem::path& path : inputs_below(argv[at])) {
            run(path);
            ++count;
        }
    }
    static_cast<void>(std::printf("%zu inputs\n", count));
    return count > 0 ? 0 : 1;
}
