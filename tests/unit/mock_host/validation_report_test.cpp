// SPDX-License-Identifier: Apache-2.0
// Plan: totals count each verdict once; text ends with them and says how to do it again; JUnit
// escapes whatever a plugin says; JSON has every member.
#include "mock-host/validate/validation_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace wms::validate {
namespace {

namespace json = boost::json;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

CheckResult result(const char* name, Verdict verdict, const std::string& words,
                   const char* plugin = "/p/one.so") {
    return {plugin, {name, 3, "Demand.", "WMS-P-001", nullptr}, {verdict, {words}}, 1234, "again!"};
}

std::vector<CheckResult> one_of_each() {
    return {result("a", Verdict::passed, ""),
            result("b", Verdict::warned, "slow"),
            result("c", Verdict::failed, "it said <\"&\x01>\nand more"),
            result("d", Verdict::crashed, "signal"),
            result("e", Verdict::timed_out, "late"),
            result("f", Verdict::skipped, "no locale", "/p/two.so")};
}

TEST(ValidationReport, totals_count_each_verdict_once) {
    const Totals totals = totals_of(one_of_each());
    EXPECT_EQ(totals.passed, 2U);
    EXPECT_EQ(totals.warned, 1U);
    EXPECT_EQ(totals.failed, 3U);
    EXPECT_EQ(totals.skipped, 1U);
    EXPECT_EQ(in_words(totals), "2 passed (1 with a warning), 3 failed, 1 skipped");
    EXPECT_EQ(in_words(totals_of({})), "0 passed, 0 failed, 0 skipped");
}

TEST(ValidationReport, text_says_what_is_wrong_and_how_to_do_it_again) {
    const std::string text = text_report(one_of_each(), 7);
    EXPECT_THAT(text, HasSubstr("/p/one.so (seed 7)\n"));
    EXPECT_THAT(text, HasSubstr("/p/two.so (seed 7)\n"));
    EXPECT_THAT(text, HasSubstr("  timed out e                          1.234 s\n        late\n"));
    EXPECT_THAT(text, HasSubstr("        Demanded (WMS-P-001): Demand.\n        Again: again!\n"));
    EXPECT_THAT(text, EndsWith("2 passed (1 with a warning), 3 failed, 1 skipped\n"));
}

TEST(ValidationReport, junit_escapes_what_a_plugin_says) {
    const std::string xml = junit_report(one_of_each());
    EXPECT_THAT(xml, HasSubstr("tests=\"5\" failures=\"2\" errors=\"1\" skipped=\"0\""));
    EXPECT_THAT(xml, HasSubstr("tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"1\""));
    EXPECT_THAT(xml, HasSubstr("message=\"it said &lt;&quot;&amp;?&gt;&#10;and more\""));
    EXPECT_THAT(xml, HasSubstr("<skipped message=\"no locale\"/>"));
    EXPECT_THAT(xml, Not(HasSubstr("\x01")));
}

TEST(ValidationReport, json_has_every_result) {
    const json::value value = json::parse(json_report(one_of_each(), 7));
    EXPECT_EQ(value.at("seed").as_int64(), 7);
    EXPECT_EQ(value.at("failed").as_int64(), 3);
    ASSERT_EQ(value.at("checks").as_array().size(), 6U);
    const json::value& third = value.at("checks").as_array()[2];
    EXPECT_EQ(third.at("check").as_string(), "c");
    EXPECT_EQ(third.at("verdict").as_string(), "failed");
    EXPECT_EQ(third.at("words").as_array()[0].as_string(), "it said <\"&\x01>\nand more");
    EXPECT_EQ(third.at("realMs").as_int64(), 1234);
    EXPECT_EQ(third.at("again").as_string(), "again!");
}

}  // namespace
}  // namespace wms::validate
