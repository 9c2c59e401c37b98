// SPDX-License-Identifier: Apache-2.0
// Plan: an hour before what the header says, over the ends of days and years; nothing for what is
// no such header.
#include "sage-adapter/catalogue/changed_since.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

TEST(ChangedSince, a_time_that_is_none_is_no_time) {
    EXPECT_EQ(changed_since("Thu, 31 Dec 2026 23:59:60 GMT"), "2026-12-31T23:00:00Z")
        << "a leap second";
    EXPECT_EQ(changed_since("Wed, 18 Nov 2026 11:06:40 GMT"), "2026-11-18T10:06:40Z");
    EXPECT_EQ(changed_since("Fri, 01 Jan 2027 00:00:00 GMT"), "2026-12-31T23:00:00Z");
    for (const char* const wrong :
         {"", "2026-11-01T00:00:00Z", "Sun, 01 Nov 2026 00:30:05 CET",
          "Sun, 31 Feb 2026 00:30:05 GMT", "Sun, 01 Foo 2026 00:30:05 GMT",
          "Sun, xx Nov 2026 00:30:05 GMT", "Sun, 01 Nov xxxx 00:30:05 GMT",
          "Sun, 01 Nov 2026 xx:30:05 GMT", "Sun, 01 Nov 2026 00:xx:05 GMT",
          "Sun, 01 Nov 2026 00:30:-5 GMT", "Sun, 01 Nov 2026 00.30:05 GMT",
          "Sun, 01 Nov 2026 00:30.05 GMT", "Sunday, 01-Nov-26 00:30:05 GMT"}) {
        EXPECT_EQ(changed_since(wrong), "") << wrong;
    }
}

}  // namespace
}  // namespace sage
