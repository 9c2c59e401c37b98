// SPDX-License-Identifier: Apache-2.0
// Plan: what one shelf of a user puts another one sees; another user's sees nothing of it.
#include "sage-adapter/bridge/token_shelf.h"

#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

using Shelf = World;

TEST_F(Shelf, is_the_same_for_all_who_share_the_outbox_and_the_user) {
    OutboxShelf here("wms@acme", *store);
    OutboxShelf there("wms@acme", *store);
    OutboxShelf other("other@acme", *store);
    EXPECT_EQ(here.look().value(), "");
    EXPECT_TRUE(here.put("sealed").ok());
    EXPECT_EQ(there.look().value(), "sealed");
    EXPECT_EQ(other.look().value(), "");
    EXPECT_TRUE(there.put("newer").ok());
    EXPECT_EQ(here.look().value(), "newer");
    EXPECT_TRUE(here.take_turn(1).ok());
}

}  // namespace
}  // namespace sage::testing
