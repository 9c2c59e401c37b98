// SPDX-License-Identifier: Apache-2.0
// The steps of a scenario in the warehouse, said as a file says them.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "mock-host/scenario/warehouse_steps.h"

namespace wms::scenarios {

inline constexpr std::int64_t step_ms = 1'763'653'330'000;

class WarehouseStepsTest : public ::testing::Test {
  protected:
    WarehouseSteps::Outcome told(const char* step) {
        return steps_.carry_out(boost::json::parse(step).as_object(), step_ms);
    }
    /// The types of the documents that it hands over, or the code by which it is refused.
    std::string handed_over(const char* step) {
        const auto outcome = told(step);
        if (!outcome.ok()) {
            return outcome.problem().code;
        }
        std::string types;
        for (const Message& message : outcome.value()) {
            types += (types.empty() ? "" : " ") + message.type;
        }
        return types;
    }
    boost::json::value line() const {
        return steps_.standing(boost::json::parse(R"({"orders":{"SO-1":[]}})").as_object())
            .value()
            .at("orders")
            .at("SO-1")
            .at(0);
    }
    boost::json::value stock() const {
        return steps_.standing({}).value().at("stock").at("A").at("MAIN");
    }
    void enter_ten() {
        EXPECT_EQ(handed_over(R"({"warehouse":"receive","item":"A","quantity":"100"})"), "");
        EXPECT_EQ(handed_over(R"({"warehouse":"enter","order":"SO-1",
            "lines":[{"item":"A","quantity":"10","price":"3.39"}]})"),
                  "salesOrder");
    }
    WarehouseSteps steps_;
};

}  // namespace wms::scenarios
