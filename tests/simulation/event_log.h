// SPDX-License-Identifier: Apache-2.0
// What happened in a world, line by line. Two runs of one seed write the same bytes; their hash
// stands for them. The lines themselves are kept only when somebody wants to read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sage::simulation {

class EventLog {
  public:
    explicit EventLog(bool keeps_lines) : keeps_lines_(keeps_lines) {}

    void line(std::int64_t at_ms, std::string_view what, std::string_view detail = "") {
        const std::string time = std::to_string(at_ms);
        for (const std::string_view part : {std::string_view(time), what, detail}) {
            add(part);
            add("\t");
        }
        add("\n");
        ++lines_;
    }
    std::uint64_t hash() const { return hash_; }
    std::uint64_t lines() const { return lines_; }
    const std::string& text() const { return text_; }

  private:
    void add(std::string_view part) {
        for (const char byte : part) {  // FNV-1a
            hash_ = (hash_ ^ static_cast<unsigned char>(byte)) * 0x100000001B3ULL;
        }
        if (keeps_lines_) {
            text_ += part;
        }
    }

    bool keeps_lines_;
    std::uint64_t hash_ = 0xCBF29CE484222325ULL;
    std::uint64_t lines_ = 0;
    std::string text_;
};

}  // namespace sage::simulation
