// SPDX-License-Identifier: Apache-2.0
// What every fuzzer shares. A fuzzer is one function over bytes; libFuzzer calls it with what it
// thinks up (preset "fuzz"), replay.cpp with the files of the corpora (every other build).
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace sage::fuzz {

/// A property that must hold whatever the input is. Ends the program when it does not: that is
/// what libFuzzer takes for a finding.
inline void demand(bool holds, const char* property) {
    if (!holds) {
        static_cast<void>(std::fprintf(stderr, "broken: %s\n", property));
        std::abort();
    }
}

/// Takes an input apart from the front.
class Input {
  public:
    Input(const std::uint8_t* data, std::size_t size)
        : rest_(reinterpret_cast<const char*>(data), size) {}

    /// The next byte; 0 when there is none.
    std::uint8_t byte() {
        if (rest_.empty()) {
            return 0;
        }
        const auto first = static_cast<std::uint8_t>(rest_.front());
        rest_.remove_prefix(1);
        return first;
    }
    /// Everything up to the next line end, which is dropped.
    std::string_view line() {
        const std::size_t end = rest_.find('\n');
        const std::string_view text = rest_.substr(0, end);
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
        return text;
    }
    std::string_view rest() const { return rest_; }
    bool empty() const { return rest_.empty(); }

  private:
    std::string_view rest_;
};

}  // namespace sage::fuzz
