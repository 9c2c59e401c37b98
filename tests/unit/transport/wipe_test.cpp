// SPDX-License-Identifier: Apache-2.0
// Plan: wipe - the bytes are gone from memory, not only the length; WipedText wipes when it goes
// out of scope, seen in memory that the test owns.
#include "sage-adapter/transport/wipe.h"

#include <gtest/gtest.h>

#include <array>
#include <new>

namespace sage {
namespace {

TEST(Wipe, overwrites_the_bytes) {
    std::array<char, 6> bytes{'s', 'e', 'c', 'r', 'e', 't'};
    wipe(bytes.data(), bytes.size());
    EXPECT_EQ(bytes, (std::array<char, 6>{}));
}

TEST(Wipe, overwrites_a_string_and_empties_it) {
    std::string text(100, 's');
    const char* const memory = text.data();
    wipe(text);
    EXPECT_TRUE(text.empty());
    // The string still owns this memory: it kept its capacity.
    ASSERT_GE(text.capacity(), 100U);
    EXPECT_EQ(std::string_view(memory, 100), std::string(100, '\0'));
}

TEST(WipedText, leaves_nothing_behind) {
    // A short string lives inside its object, and the object in memory of ours.
    alignas(WipedText) std::array<unsigned char, sizeof(WipedText)> memory{};
    auto* const text = new (memory.data()) WipedText("secret");
    text->~WipedText();
    const std::string_view left(reinterpret_cast<const char*>(memory.data()), memory.size());
    EXPECT_EQ(left.find("secret"), std::string_view::npos);
    EXPECT_EQ(left.find("ecre"), std::string_view::npos);
}

}  // namespace
}  // namespace sage
