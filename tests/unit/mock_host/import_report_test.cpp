// SPDX-License-Identifier: Apache-2.0
// Plan: one thing that does not balance, whichever it is, is said and ends in "does not balance";
// the line of JSON holds the counts and both sides.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <functional>

#include "mock-host/imports/import.h"

namespace wms {
namespace {

ImportResult right() {
    ImportResult result;
    result.handed_over = true;
    result.counts.orders = 2;
    result.sage.net_wms = result.sage.net_sage = *Decimal::parse("12.50");
    return result;
}

TEST(ImportReport, balances_only_if_everything_does) {
    EXPECT_TRUE(right().balances());
    EXPECT_NE(text_of(right()).find("What is in Sage is what the files say."), std::string::npos);
    const std::vector<std::function<void(ImportResult&)>> breaches = {
        [](ImportResult& one) { one.counts.left_out = 1; },
        [](ImportResult& one) { one.counts.unsettled = 1; },
        [](ImportResult& one) { one.waiting.push_back({}); },
        [](ImportResult& one) { one.problems.push_back({"a.b", "", "Bad.", "Mend it.", "it"}); },
        [](ImportResult& one) { one.sage.net_sage = Decimal{}; },
        [](ImportResult& one) { one.sage.findings.push_back({"DN-1", "it is not in Sage"}); },
    };
    for (std::size_t index = 0; index < breaches.size(); ++index) {
        ImportResult wrong = right();
        breaches[index](wrong);
        EXPECT_FALSE(wrong.balances()) << index;
        EXPECT_NE(text_of(wrong).find("It does not balance."), std::string::npos) << index;
    }
}

TEST(ImportReport, says_that_nothing_was_handed_over) {
    EXPECT_NE(text_of(ImportResult{}).find("no plugin was named"), std::string::npos);
}

TEST(ImportReport, the_line_of_json_has_both_sides) {
    const boost::json::value line = boost::json::parse(json_line(right()));
    EXPECT_EQ(line.at("orders").as_int64(), 2);
    EXPECT_EQ(line.at("net_files").as_string(), "12.50");
    EXPECT_EQ(line.at("difference").as_string(), "0.00");
}

}  // namespace
}  // namespace wms
