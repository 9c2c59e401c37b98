// SPDX-License-Identifier: Apache-2.0
// Plan: an order changes while despatches of it wait in the same lane: each despatch finds the
// order that stood when it left, and none waits for a version that waits for it.
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

class OrderVersions : public World {};

TEST_F(OrderVersions, an_order_with_a_despatch_before_its_next_version_is_not_replaced_by_that) {
    const auto order = [](const std::string& version) {
        std::string text =
            replaced(despatch("SO-1", "SKU-1", "SO-1"), "despatchAdvice", "salesOrder");
        text = replaced(text, "deliveredQuantity", "orderedQuantity");
        text = replaced(text, message_id("SO-1"), message_id(number_of("SO-1", version)));
        return replaced(text, R"("documentVersion":"1")", R"("documentVersion":")" + version + '"');
    };
    const auto of_the_order = [](const std::string& number) {
        return replaced(despatch(number, "SKU-1", "SO-1"), R"("issueDate")",
                        R"("orderReference":{"id":"SO-1"},"issueDate")");
    };
    submit(order("1"));
    submit(of_the_order("D1"));
    submit(order("2"));
    submit(of_the_order("D2"));
    start();
    work();
    EXPECT_EQ(state("SO-1"), State::posted);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(state(number_of("SO-1", "2")), State::posted);
    EXPECT_EQ(state("D2"), State::posted);
    // Nothing between them: the first is replaced as ever.
    submit(despatch("D3", "MISSING", "SO-1"));
    work();
    submit(order("3"));
    submit(order("4"));
    submit(version("D3", "2", "1", "SO-1"));
    work();
    EXPECT_EQ(state(number_of("SO-1", "3")), State::withdrawn);
    EXPECT_EQ(state(number_of("SO-1", "4")), State::posted);
}

}  // namespace
}  // namespace sage::testing
