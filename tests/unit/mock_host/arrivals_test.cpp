// SPDX-License-Identifier: Apache-2.0
// Plan: who does not arrive is cut off once, in the order of coming; who arrived is left alone; at
// the end all who are still expected are cut off.
#include "mock-host/serve/arrivals.h"

#include <gtest/gtest.h>

#include <future>
#include <vector>

namespace wms::serve {
namespace {

using std::chrono::milliseconds;

TEST(ArrivalsTest, who_does_not_arrive_is_cut_off_in_order) {
    std::vector<int> cut;
    std::promise<void> last;
    Arrivals arrivals(milliseconds(20));
    arrivals.expect([&] { cut.push_back(1); });
    const std::uint64_t in_time = arrivals.expect([&] { cut.push_back(2); });
    arrivals.arrived(in_time);
    arrivals.expect([&] {
        cut.push_back(3);
        last.set_value();
    });
    last.get_future().wait();
    EXPECT_EQ(cut, (std::vector<int>{1, 3}));
    arrivals.arrived(999);
}

TEST(ArrivalsTest, at_the_end_all_are_cut_off) {
    int cut = 0;
    {
        Arrivals arrivals(milliseconds(3'600'000));
        arrivals.expect([&] { ++cut; });
        arrivals.arrived(arrivals.expect([&] { cut += 100; }));
        arrivals.cut_all();
        EXPECT_EQ(cut, 1);
        arrivals.expect([&] { ++cut; });
    }
    EXPECT_EQ(cut, 2);
}

}  // namespace
}  // namespace wms::serve
