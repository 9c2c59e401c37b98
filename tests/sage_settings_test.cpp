// SPDX-License-Identifier: Apache-2.0
// Settings inside Sage that quietly hurt, through the C interface: a host is told of them when it
// connects and whenever it asks, in words for a person; where none hurts it is told nothing, and
// documents go on either way.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <set>

#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

namespace json = boost::json;

constexpr std::int64_t patience_ms = 24 * 3'600'000LL;

class SageSettings : public ::testing::Test {
  protected:
    void change(const std::string& what) {
        const auto changed = box.control().post("/control/change", what);
        ASSERT_TRUE(changed.ok()) << wms::in_one_line(changed.problem());
    }

    void connect() {
        box.connect();
        ASSERT_TRUE(box.host().settle(patience_ms).ok());
    }

    /// What the host is told when it asks.
    std::set<std::string> told() {
        const json::value answer = json::parse(box.host().query(R"({"query":"discover"})").value());
        std::set<std::string> codes;
        for (const json::value& problem : answer.at("problems").as_array()) {
            for (const char* const text :
                 {"cause", "fix", "owner", "fieldPath", "severity", "retryRule"}) {
                EXPECT_TRUE(problem.at(text).is_string()) << problem;
            }
            codes.insert(std::string(problem.at("code").as_string()));
        }
        return codes;
    }

    std::string events() {
        std::ifstream in(box.folder() / "host" / "events.jsonl");
        return {std::istreambuf_iterator<char>(in), {}};
    }

    SageInABox box;
};

TEST_F(SageSettings, nothing_is_told_of_a_company_in_which_nothing_hurts) {
    ASSERT_NO_FATAL_FAILURE(connect());
    EXPECT_EQ(told(), std::set<std::string>());
    EXPECT_EQ(events().find("attention"), std::string::npos);
}

TEST_F(SageSettings, a_host_is_told_at_connect_and_when_it_asks_and_documents_go_on) {
    change(R"({"definition":{"id":"Sales Return","set":{"txnPostingMethod":"noPosting"}}})");
    change(R"({"definition":{"id":"Sales Invoice","set":{"deletePolicy":"all"}}})");
    change(R"({"warehouse":{"id":"MAIN","enableNegativeInv":true}})");
    change(R"({"forbidden":"tax/tax-solution"})");
    ASSERT_NO_FATAL_FAILURE(connect());
    const std::set<std::string> expected = {
        "intacct.settings.deletable", "intacct.settings.negative_stock",
        "intacct.settings.return_posts_nothing", "intacct.settings.rights_missing"};
    EXPECT_EQ(told(), expected);
    const std::string at_connect = events();
    for (const std::string& code : expected) {
        EXPECT_NE(at_connect.find(code), std::string::npos) << code;
    }

    wms::Message message = despatch_of("DN-1001-1", 1);
    ASSERT_TRUE(box.host().submit(message).ok());
    ASSERT_TRUE(box.host().settle(patience_ms).ok());
    const auto posting = box.host().postings().find(message.id);
    ASSERT_TRUE(posting.has_value());
    EXPECT_EQ(posting->state, "posted");
}

TEST_F(SageSettings, a_first_connect_without_rights_says_what_to_grant) {
    change(R"({"forbidden":"inventory-control/item"})");
    change(R"({"forbidden":"accounts-receivable/customer"})");
    try {
        box.connect();
        ADD_FAILURE() << "it connected";
    } catch (const std::runtime_error& error) {
        const std::string words = error.what();
        EXPECT_NE(words.find("intacct.rights_needed"), std::string::npos) << words;
        EXPECT_NE(words.find("List and View for inventory-control/item"), std::string::npos)
            << words;
    }
    const std::set<std::string> needed = {"intacct.rights_needed"};
    EXPECT_EQ(told(), needed) << "it can be asked again";
    box.disconnect();
    change(R"({"allowed":"inventory-control/item"})");
    change(R"({"allowed":"accounts-receivable/customer"})");
    ASSERT_NO_FATAL_FAILURE(connect());
    EXPECT_EQ(told(), std::set<std::string>());
    EXPECT_EQ(events().find("attention"), std::string::npos);
}

TEST_F(SageSettings, what_is_put_right_is_told_no_more_after_the_next_reading) {
    change(R"({"warehouse":{"id":"MAIN","enableNegativeInv":true}})");
    ASSERT_NO_FATAL_FAILURE(connect());
    EXPECT_EQ(told(), std::set<std::string>{"intacct.settings.negative_stock"});
    box.disconnect();
    change(R"({"warehouse":{"id":"MAIN","enableNegativeInv":false}})");
    box.clock().jump_to(box.clock().now_ms() + 5 * 3'600'000LL);
    ASSERT_TRUE(wms::set_clock(box.control(), box.clock().now_ms()).ok());
    ASSERT_NO_FATAL_FAILURE(connect());
    EXPECT_EQ(told(), std::set<std::string>());
}

}  // namespace
}  // namespace sage::testing
