// SPDX-License-Identifier: Apache-2.0
// Plan: decisions, reading again, check, comparison and settings do what they say, are recorded
// before, and are refused in words: of two who decide or change settings the second is told;
// while a comparison runs the plugin is not connected anew; what cannot be recorded is not done.
#include <future>

#include "tests/unit/mock_host/fake_desk.h"

namespace wms::serve {
namespace {

namespace json = boost::json;
using wms::testing::kDocument;

class AnswersChangeTest : public wms::testing::SiteTest {
  protected:
    AnswersChangeTest() { desk.stands(kDocument, "held", 2); }
    static std::string decision(int seen) {
        return json::serialize(json::object{{"messageId", kDocument},
                                            {"decision", "withdraw"},
                                            {"reason", "entered by hand"},
                                            {"changesSeen", seen}});
    }
};

TEST_F(AnswersChangeTest, a_decision_is_handed_over_in_the_name_of_who_is_logged_in) {
    const Reply reply = post("/api/decisions", "sam", decision(2));
    ASSERT_EQ(reply.status, 202) << reply.body;
    EXPECT_EQ(json::parse(reply.body).at("decisionId"), json::string(desk.submitted.at(0).id));
    EXPECT_EQ(json::parse(desk.submitted[0].json).at("body").at("decidedBy"), "sam");
}

TEST_F(AnswersChangeTest, the_second_who_decides_is_told) {
    ASSERT_EQ(post("/api/decisions", "sam", decision(2)).status, 202);
    const Reply reply = post("/api/decisions", "pat", decision(2));
    EXPECT_EQ(reply.status, 409);
    EXPECT_EQ(code_of(reply), "serve.decided");
    EXPECT_EQ(post("/api/decisions", "pat", decision(-1)).status, 409);
    EXPECT_EQ(desk.submitted.size(), 1U);
}

TEST_F(AnswersChangeTest, what_is_no_decision_is_refused) {
    for (const char* body : {"", "[", "{}", "7", R"({"messageId":7,"decision":[]})"}) {
        EXPECT_EQ(post("/api/decisions", "sam", body).status, 400) << body;
    }
    EXPECT_TRUE(desk.submitted.empty());
}

TEST_F(AnswersChangeTest, records_are_read_again_and_that_is_recorded) {
    EXPECT_EQ(post("/api/catalogue", "sam", R"({"reason":"item:X"})").status, 202);
    EXPECT_EQ(desk.readings, 1);
    EXPECT_EQ(last_action().at("action"), "readAgain");
    EXPECT_EQ(last_action().at("reason"), "item:X");
}

TEST_F(AnswersChangeTest, while_a_comparison_runs_nothing_is_connected_anew) {
    std::promise<void> go;
    desk.on_ask = [&](const std::string& query) {
        if (query == "reconcile") {
            go.get_future().wait();
        }
    };
    const std::string days = R"({"from":"2026-11-01","to":"2026-11-30"})";
    ASSERT_EQ(post("/api/reconcile", "sam", days).status, 202);
    EXPECT_EQ(last_action().at("about"), "2026-11-01 2026-11-30");
    for (const char* path : {"/api/catalogue", "/api/check", "/api/reconcile"}) {
        EXPECT_EQ(post(path, "pat", days).status, 409) << path;
    }
    EXPECT_EQ(post("/api/settings", "pat", R"({"settings":{},"before":{"hold":"X"}})").status, 409);
    EXPECT_EQ(desk.readings, 0);
    EXPECT_EQ(json::parse(get("/api/reconcile", log_in("lee")).body).at("running"), true);
    go.set_value();
}

TEST_F(AnswersChangeTest, days_that_are_none_are_refused) {
    EXPECT_EQ(post("/api/reconcile", "sam", R"({"from":"x","to":"y"})").status, 400);
}

TEST_F(AnswersChangeTest, settings_are_applied_and_their_difference_recorded) {
    const Reply reply =
        post("/api/settings", "pat",
             R"({"settings":{"hold":"Y","waitMs":5},"before":{"hold":"X"},"reason":"slower"})");
    ASSERT_EQ(reply.status, 202) << reply.body;
    EXPECT_EQ(json::parse(desk.settings_in_use), json::parse(R"({"hold":"Y","waitMs":5})"));
    EXPECT_EQ(last_action().at("action"), "settings");
    EXPECT_EQ(last_action().at("after"),
              json::parse(R"([{"pointer":"/hold","before":"X","after":"Y"},
                              {"pointer":"/waitMs","before":null,"after":5}])"));
}

TEST_F(AnswersChangeTest, a_secret_typed_into_the_settings_is_written_nowhere) {
    const Reply reply =
        post("/api/settings", "pat", R"({"settings":{"hold":"CANARY"},"before":{"hold":"X"}})");
    EXPECT_EQ(code_of(reply), "serve.secret");
    EXPECT_EQ(reply.body.find("CANARY"), std::string::npos);
    EXPECT_EQ(folder.read(kAuditFile).find("CANARY"), std::string::npos);
    EXPECT_EQ(desk.settings_in_use, R"({"hold":"X"})");
}

TEST_F(AnswersChangeTest, settings_that_do_not_fit_or_were_changed_meanwhile_are_refused) {
    EXPECT_EQ(
        post("/api/settings", "pat", R"({"settings":{"hold":7},"before":{"hold":"X"}})").status,
        400);
    EXPECT_EQ(post("/api/settings", "pat", R"({"settings":{},"before":{"hold":"W"}})").status, 409);
    EXPECT_EQ(post("/api/settings", "pat", R"({"settings":[],"before":{"hold":"X"}})").status, 400);
    EXPECT_EQ(post("/api/settings", "pat", "").status, 400);
    EXPECT_EQ(desk.settings_in_use, R"({"hold":"X"})");
}

TEST_F(AnswersChangeTest, going_live_takes_its_own_role_and_is_recorded_before_it_is_done) {
    desk.live = "/live";
    const std::string body = R"({"answers":{"companyId":"acme"},"reason":"tried for a week"})";
    EXPECT_EQ(code_of(post("/api/go-live", "pat", body)), "serve.role") << "who changes settings";
    EXPECT_EQ(code_of(post("/api/go-live", "kim", R"({"answers":{"a":"CANARY"}})")),
              "serve.secret");
    EXPECT_TRUE(desk.promotions.empty());
    PromoteResult result;
    result.live_company = "acme";
    result.findings = {{"/guest", "Guest", "promote.code_unknown", "No.", "Do.", true}};
    desk.promotion = result;
    const Reply reply = post("/api/go-live", "kim", body);
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(json::parse(reply.body).at("written"), false);
    EXPECT_EQ(json::parse(reply.body).at("findings").at(0).at("setting"), "/guest");
    EXPECT_EQ(desk.promotions,
              std::vector<std::string>{R"(kim {"companyId":"acme"} tried for a week)"});
    EXPECT_EQ(last_action().at("action"), "promote");
    EXPECT_EQ(last_action().at("who"), "kim");
    EXPECT_EQ(last_action().at("about"), "/live");
    EXPECT_EQ(json::parse(get("/api/go-live", log_in("lee")).body).at("folder"), "/live");
    desk.promotion = Problem{"promote.not_tried", "", "No.", "Do.", "it"};
    EXPECT_EQ(code_of(post("/api/go-live", "kim", body)), "promote.not_tried");
}

}  // namespace
}  // namespace wms::serve
