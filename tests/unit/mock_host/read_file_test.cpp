// SPDX-License-Identifier: Apache-2.0
// Plan: read_file() gives all bytes, and a code of its own for missing, unreadable and too large.
#include "mock-host/read_file.h"

#include <gtest/gtest.h>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

TEST(ReadFile, gives_every_byte) {
    const testing::TemporaryFolder folder;
    const std::string bytes = std::string("a\0b\r\n", 5) + std::string(200'000, 'x');
    const auto text = read_file(folder.write("f", bytes), 1'000'000);
    ASSERT_TRUE(text.ok());
    EXPECT_EQ(text.value(), bytes);
}

TEST(ReadFile, says_what_is_wrong) {
    const testing::TemporaryFolder folder;
    EXPECT_EQ(read_file(folder / "none", 10).problem().code, "file.not_found");
    EXPECT_EQ(read_file(folder.path(), 10).problem().code, "file.not_readable");
    EXPECT_EQ(read_file(folder.write("f", "12345678901"), 10).problem().code, "file.too_large");
    EXPECT_TRUE(read_file(folder.write("g", "1234567890"), 10).ok());
    EXPECT_EQ(read_file(folder.write("empty", ""), 10).value(), "");
}

}  // namespace
}  // namespace wms
