// SPDX-License-Identifier: Apache-2.0
// Overwrites text that was secret, in a way no compiler leaves out.
#pragma once

#include <cstddef>
#include <string>

namespace sage {

void wipe(void* bytes, std::size_t size) noexcept;

/// Overwrites the characters, then empties the string. Copies that were made of it are the caller's
/// affair: reserve before you append.
void wipe(std::string& text) noexcept;

/// A string that is overwritten when it goes out of scope.
class WipedText {
  public:
    WipedText() = default;
    explicit WipedText(std::string text_in) : text(std::move(text_in)) {}
    WipedText(const WipedText&) = delete;
    WipedText& operator=(const WipedText&) = delete;
    ~WipedText() { wipe(text); }

    std::string text;
};

}  // namespace sage
