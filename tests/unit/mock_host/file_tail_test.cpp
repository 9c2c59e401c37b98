// SPDX-License-Identifier: Apache-2.0
// Plan: the last lines, oldest first, that contain a text; none that is cut at either end; no more
// of the file than is allowed.
#include "mock-host/serve/file_tail.h"

#include <gmock/gmock.h>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms::serve {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(FileTail, gives_the_last_lines) {
    const wms::testing::TemporaryFolder folder;
    const auto file = folder.write("log", "a1\nb2\n\na3\nb4\nunfini");
    EXPECT_THAT(last_lines(file, "", 9, 999), ElementsAre("a1", "b2", "a3", "b4"));
    EXPECT_THAT(last_lines(file, "", 2, 999), ElementsAre("a3", "b4"));
    EXPECT_THAT(last_lines(file, "a", 9, 999), ElementsAre("a1", "a3"));
    EXPECT_THAT(last_lines(file, "none", 9, 999), IsEmpty());
}

TEST(FileTail, reads_no_more_than_is_allowed) {
    const wms::testing::TemporaryFolder folder;
    const auto file = folder.write("log", "first\nsecond\nthird\n");
    EXPECT_THAT(last_lines(file, "", 9, 10), ElementsAre("third"));
    EXPECT_THAT(last_lines(file, "", 9, 6), IsEmpty()) << "whether it is whole is not known";
    EXPECT_THAT(last_lines(file, "", 9, 0), IsEmpty());
}

TEST(FileTail, a_file_without_lines_has_none) {
    const wms::testing::TemporaryFolder folder;
    EXPECT_THAT(last_lines(folder / "none", "", 9, 999), IsEmpty());
    EXPECT_THAT(last_lines(folder.write("empty", ""), "", 9, 999), IsEmpty());
    EXPECT_THAT(last_lines(folder.write("cut", "no end"), "", 9, 999), IsEmpty());
    EXPECT_THAT(last_lines(folder.write("break", "\n"), "", 9, 999), IsEmpty());
}

}  // namespace
}  // namespace wms::serve
