// SPDX-License-Identifier: Apache-2.0
// Plan: each kind of root cause before and after what it names is mended; what nothing names; which
// of them are tried.
#include <gtest/gtest.h>

#include "tests/unit/sage50/sample.h"

namespace sage::sage50 {
namespace {

struct Case {
    const char* cause;
    bool gone;
};

bool gone(const std::string& cause, std::string_view changes = "{}",
          const Catalogue& known = sample::catalogue()) {
    return cause_gone(sample::settings(changes), cause, known);
}

TEST(Sage50Causes, are_gone_when_the_catalogue_has_what_they_name) {
    constexpr Case cases[] = {{"catalogue", true},
                              {"company:another", true},
                              {"account:CUST-001", true},
                              {"account:NOBODY", false},
                              {"customer:NOBODY", false},
                              {"customer:CUST-001", true},
                              {"posted-customer:CUST-001", true},
                              {"item:SKU-100", true},
                              {"item:NEW", false},
                              {"stockItem:NEW", false},
                              {"product:OTHER", true},
                              {"product:GONE", false},
                              {"tax-code:1", true},
                              {"nominal-code:4000", true},
                              {"department:3", true},
                              {"nominal:4000", true},
                              {"nominal:9", false},
                              {"lock-date", true},
                              {"unanswered", true},
                              {"stock-type:SKU-100", true},
                              {"stock-type:POSTAGE", false},
                              {"quantity-places:2", true},
                              {"quantity-places:3", false},
                              {"charge:POST", true},
                              {"charge:UNKNOWN", false},
                              {"unit:C62", true},
                              {"unit:KGM", false},
                              {"currency:GBP", true},
                              {"currency:EUR", false},
                              {"stock-by-hand", true},
                              {"totals:0.01", false},
                              {"unheard-of:1", false}};
    for (const Case& one : cases) {
        EXPECT_EQ(gone(one.cause), one.gone) << one.cause;
    }
    EXPECT_FALSE(cause_gone(sample::settings(), "catalogue", Catalogue()));
}

TEST(Sage50Causes, of_an_account_are_gone_when_it_takes_documents) {
    const Catalogue on_hold =
        sample::with_record(sample::record(kind::customer, "CUST-001", {{"onHold", "true"}}));
    EXPECT_FALSE(gone("account:CUST-001", "{}", on_hold));
    EXPECT_FALSE(gone("customer:CUST-001", "{}", on_hold)) << "Sage would refuse it again";
    const Catalogue euros =
        sample::with_record(sample::record(kind::customer, "CUST-001", {{"currency", "2"}}));
    EXPECT_FALSE(gone("account:CUST-001", "{}", euros));
}

TEST(Sage50Causes, of_settings_are_gone_when_these_are_others) {
    EXPECT_FALSE(gone("stock-by-hand", R"({"stockDocuments":"byHand"})"));
    EXPECT_TRUE(gone("unit:KGM", R"({"unitCodes":["KGM"]})"));
    EXPECT_FALSE(gone("company:x", R"({"companyId":"x"})"));
    EXPECT_TRUE(gone("totals:0.01", R"({"totalsDifference":{"policy":"tolerate","pennies":2}})"));
    EXPECT_TRUE(gone("nominal-code:9")) << "nothing names it any more";
    EXPECT_FALSE(gone("nominal-code:9", R"({"nominalCodes":[{"set":{"nominalCode":"9"}}]})"));
    EXPECT_FALSE(gone("department:9", R"({"dimensions":[{"set":{"department":"9"}}]})"));
}

TEST(Sage50Causes, of_a_closed_day_are_gone_when_it_is_open) {
    const Catalogue closed = sample::of_company({{"lockDate", "2026-11-30"}});
    const std::string cause = "period:2026-11-24:despatchAdvice";
    EXPECT_FALSE(gone(cause, "{}", closed));
    EXPECT_TRUE(gone(cause, "{}", sample::of_company({{"lockDate", "2026-10-31"}})));
}

TEST(Sage50Causes, that_sage_told_are_tried) {
    EXPECT_TRUE(needs_trial("customer:CUST-001"));
    EXPECT_TRUE(needs_trial("nominal:4000"));
    EXPECT_TRUE(needs_trial("lock-date"));
    EXPECT_FALSE(needs_trial("item:SKU-100"));
}

}  // namespace
}  // namespace sage::sage50
