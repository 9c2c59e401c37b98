// SPDX-License-Identifier: Apache-2.0
// Plan: the first rule that fits decides, by each condition; labels and the other side; what no
// rule decides and what Sage does not take is held, until it is mended; details of tax.
#include <gmock/gmock.h>

#include "tests/unit/intacct/receivable_sample.h"

namespace sage::intacct {
namespace {

using sample::document;
using sample::receivable_catalogue;
using sample::receivable_hold;
using sample::receivable_send;
using sample::receivable_settings;

std::string line_of(const std::string& rules, const Document& subject,
                    const Catalogue& known = receivable_catalogue()) {
    const Send send =
        receivable_send(subject, receivable_settings(R"({"accounts":)" + rules + "}"), known);
    const sample::json::value body = sample::parsed(send.request.body);
    return std::string(text_at(body, "/lines/0/glAccount/id")) +
           std::string(text_at(body, "/lines/0/accountLabel/id")) + " " +
           std::string(text_at(body, "/lines/0/overrideOffsetGLAccount/id"));
}

TEST(IntacctAccount, the_first_rule_that_fits_decides) {
    const Document subject = document("despatchAdvice");
    const std::string usual = R"({"set":{"glAccount":"4000"}}])";
    EXPECT_EQ(line_of(R"([{"items":["SKU-100"],"set":{"glAccount":"4020"}},)" + usual, subject),
              "4020 ");
    EXPECT_EQ(line_of(R"([{"items":["OTHER"],"set":{"glAccount":"4020"}},)" + usual, subject),
              "4000 ");
    EXPECT_EQ(line_of(R"([{"locationIds":["MAIN"],"set":{"glAccount":"4020"}},)" + usual, subject),
              "4020 ");
    EXPECT_EQ(
        line_of(R"([{"customers":["CUST-001"],"set":{"glAccount":"4020"}},)" + usual, subject),
        "4020 ");
    EXPECT_EQ(
        line_of(R"([{"documents":["returnAdvice"],"set":{"glAccount":"4020"}},)" + usual, subject),
        "4000 ");
    Document web = subject;
    web.sales_channel_id = "web";
    EXPECT_EQ(line_of(R"([{"salesChannelIds":["web"],"set":{"glAccount":"4020"}},)" + usual, web),
              "4020 ");
    const Catalogue classed = sample::receivable_catalogue_with(
        kind::item, "SKU-100",
        [](CatalogueRecord& item) { item.fields.emplace(item_class_field, "LANTERNS"); });
    EXPECT_EQ(line_of(R"([{"itemClasses":["LANTERNS"],"set":{"glAccount":"4020"}},)" + usual,
                      subject, classed),
              "4020 ");
}

TEST(IntacctAccount, a_label_and_the_other_side_come_from_rules_of_their_own) {
    const Document subject = document("despatchAdvice");
    EXPECT_EQ(line_of(R"([{"set":{"overrideOffsetGLAccount":"1200"}},
                          {"set":{"accountLabel":"Goods"}},{"set":{"glAccount":"4000"}}])",
                      subject),
              "Goods 1200");
}

TEST(IntacctAccount, what_no_rule_decides_waits_for_one_that_does) {
    const Settings chosen = receivable_settings(
        R"({"accounts":[{"items":["OTHER"],"set":{"glAccount":"4000"}},
                        {"charges":["POST"],"set":{"glAccount":"4010"}}]})");
    const Hold hold = receivable_hold(document("despatchAdvice"), chosen);
    EXPECT_EQ(hold.problem.code, "intacct.account_undecided");
    EXPECT_EQ(hold.problem.pointer, "/body/lines/0");
    EXPECT_EQ(hold.root_cause, "account-rule:despatchAdvice||SKU-100|||-|")
        << "what no rule asks for makes no difference";
    EXPECT_FALSE(cause_gone(chosen, hold.root_cause, receivable_catalogue()));
    EXPECT_TRUE(cause_gone(receivable_settings(), hold.root_cause, receivable_catalogue()));
    EXPECT_TRUE(
        cause_gone(receivable_settings(
                       R"({"accounts":[{"customers":["CUST-001"],"set":{"glAccount":"4000"}}]})"),
                   hold.root_cause, receivable_catalogue()))
        << "it may fit: it is mapped again";
    EXPECT_FALSE(cause_gone(
        receivable_settings(
            R"({"accounts":[{"documents":["returnAdvice"],"set":{"glAccount":"4000"}}]})"),
        hold.root_cause, receivable_catalogue()));
    EXPECT_TRUE(cause_gone(sample::settings(), hold.root_cause, receivable_catalogue()));
}

TEST(IntacctAccount, an_account_that_takes_nothing_waits_until_it_does) {
    const Settings direct = receivable_settings(R"({"accounts":[{"set":{"glAccount":"1100"}}]})");
    const Hold hold = receivable_hold(document("despatchAdvice"), direct);
    EXPECT_EQ(hold.problem.code, "intacct.account_unusable");
    EXPECT_EQ(hold.root_cause, "account:1100");
    EXPECT_FALSE(cause_gone(direct, hold.root_cause, receivable_catalogue()));
    const Catalogue mended = sample::receivable_catalogue_with(
        kind::account, "1100", [](CatalogueRecord& account) { account.fields = {}; });
    EXPECT_TRUE(cause_gone(direct, hold.root_cause, mended));
    EXPECT_TRUE(cause_gone(receivable_settings(), hold.root_cause, receivable_catalogue()))
        << "no rule names it";
    for (const char* rule : {R"({"glAccount":"9999"})",
                             R"({"accountLabel":"Goods","overrideOffsetGLAccount":"9999"})"}) {
        const Settings unknown =
            receivable_settings(std::string(R"({"accounts":[{"set":)") + rule + "}]}");
        EXPECT_EQ(receivable_hold(document("despatchAdvice"), unknown).root_cause, "account:9999");
    }
    const Catalogue inactive = sample::receivable_catalogue_with(
        kind::account, "4000", [](CatalogueRecord& account) { account.active = false; });
    EXPECT_EQ(
        receivable_hold(document("despatchAdvice"), receivable_settings(), inactive).root_cause,
        "account:4000");
}

TEST(IntacctAccount, accounts_that_sage_does_not_show_are_for_sage_to_judge) {
    const Catalogue none = sample::receivable_catalogue_without(kind::account);
    EXPECT_EQ(account_trouble(none, "9999"), "");
    receivable_send(document("despatchAdvice"),
                    receivable_settings(R"({"accounts":[{"set":{"glAccount":"9999"}}]})"), none);
}

TEST(IntacctAccount, a_credit_keeps_the_account_of_its_line) {
    Document credit = document("returnAdvice");
    credit.lines[0].posted = PostedTerms{"SKU-100", "", std::nullopt};
    credit.lines[0].posted->dimensions = PostedTerms::Places{{"accountLabel", "Goods"}};
    EXPECT_EQ(line_of(R"([{"set":{"glAccount":"4000"}}])", credit), "Goods ");
    credit.lines[0].posted->dimensions = PostedTerms::Places{};
    EXPECT_EQ(line_of(R"([{"set":{"glAccount":"4000"}}])", credit), "4000 ")
        << "it was posted in Order Entry";
}

TEST(IntacctAccount, the_detail_of_a_tax_is_that_of_its_schedule) {
    const std::string schedule = "UK Sale Goods Standard Rate";
    EXPECT_EQ(tax_detail_of(receivable_catalogue(), schedule), schedule);
    const Catalogue unknown = sample::receivable_catalogue_without(kind::tax_schedule_detail);
    EXPECT_EQ(tax_detail_of(unknown, schedule), "");
    const Catalogue no_schedules = sample::receivable_catalogue_without(kind::tax_schedule);
    EXPECT_EQ(tax_detail_of(no_schedules, schedule), schedule) << "the name is that of a detail";
    EXPECT_EQ(tax_detail_of(no_schedules, "Other"), "");
    const Hold hold = receivable_hold(document("despatchAdvice"), receivable_settings(), unknown);
    EXPECT_EQ(hold.problem.code, "intacct.tax_detail_unknown");
    EXPECT_EQ(hold.root_cause, "tax-detail:" + schedule);
    EXPECT_FALSE(cause_gone(receivable_settings(), hold.root_cause, unknown));
    EXPECT_TRUE(cause_gone(receivable_settings(), hold.root_cause, receivable_catalogue()));
    const Catalogue no_rate = sample::receivable_catalogue_with(
        kind::tax_detail, schedule, [](CatalogueRecord& detail) { detail.fields = {}; });
    EXPECT_EQ(
        receivable_hold(document("despatchAdvice"), receivable_settings(), no_rate).problem.code,
        "intacct.tax_detail_unknown");
}

}  // namespace
}  // namespace sage::intacct
