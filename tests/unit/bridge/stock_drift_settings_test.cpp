// SPDX-License-Identifier: Apache-2.0
// Plan: nothing said is report alone; a limit is read exactly; the shared schema refuses what is no
// quantity of zero or more.
#include "sage-adapter/bridge/stock_drift_settings.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "sage-adapter/base/settings.h"
#include "tests/support/source_folder.h"

namespace sage {
namespace {

bool fits_schema(const std::string& value) {
    std::ifstream file(source_folder() + "/sage-adapter/bridge/stock_drift_settings.json");
    const std::string schema{std::istreambuf_iterator<char>(file),
                             std::istreambuf_iterator<char>()};
    EXPECT_FALSE(schema.empty());
    return check_settings(value, schema).ok();
}

TEST(StockDriftSettings, of_which_nothing_is_said_every_drift_is_reported_alone) {
    EXPECT_FALSE(read_correct_drift_up_to("{}").has_value());
    EXPECT_FALSE(read_correct_drift_up_to(R"({"stockDrift":{}})").has_value());
    EXPECT_TRUE(fits_schema("{}"));
}

TEST(StockDriftSettings, a_limit_is_exact) {
    for (const char* limit : {"0", "5", "0.001", "120.5"}) {
        const std::string value = R"({"correctUpTo":")" + std::string(limit) + "\"}";
        EXPECT_TRUE(fits_schema(value)) << limit;
        EXPECT_EQ(read_correct_drift_up_to(R"({"stockDrift":)" + value + "}"),
                  Decimal::parse(limit));
    }
}

TEST(StockDriftSettings, what_is_no_size_does_not_fit_the_schema) {
    for (const char* wrong : {R"("-1")", R"("")", R"("5.")", R"("05")", R"("1e3")", "5", "null"}) {
        EXPECT_FALSE(fits_schema(R"({"correctUpTo":)" + std::string(wrong) + "}")) << wrong;
    }
    EXPECT_FALSE(fits_schema(R"({"correct":"report"})"));
}

}  // namespace
}  // namespace sage
