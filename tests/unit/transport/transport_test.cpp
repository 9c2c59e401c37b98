// SPDX-License-Identifier: Apache-2.0
// Plan: Reply::header - found whatever the case, the first of several, empty when there is none;
// never a prefix of another name.
#include "sage-adapter/transport/transport.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

const Reply reply{200, {{"Retry-After", "3"}, {"retry-after", "4"}, {"X-Empty", ""}}, ""};

TEST(Reply, finds_the_first_header_of_that_name_whatever_the_case) {
    EXPECT_EQ(reply.header("RETRY-AFTER"), "3");
}

TEST(Reply, gives_nothing_for_a_header_that_is_not_there) {
    EXPECT_EQ(reply.header("Retry"), "");
    EXPECT_EQ(reply.header("Retry-After-All"), "");
    EXPECT_EQ(reply.header("X-Empty"), "");
}

}  // namespace
}  // namespace sage
