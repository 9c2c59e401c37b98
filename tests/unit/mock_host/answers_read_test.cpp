// SPDX-License-Identifier: Apache-2.0
// Plan: today from the query dashboard where the plugin has it and from status and held where not;
// issues, one document's story with events, sends, decisions and preview, what is not yet posted
// with its page and days, check, settings, audit; what the plugin refuses is told.
#include <fstream>

#include "tests/unit/mock_host/fake_desk.h"

namespace wms::serve {
namespace {

namespace json = boost::json;
using wms::testing::kDocument;

class AnswersReadTest : public wms::testing::SiteTest {
  protected:
    json::value ask(const std::string& path, std::map<std::string, std::string> parameters = {}) {
        const Reply reply = get(path, log_in("lee"), std::move(parameters));
        EXPECT_EQ(reply.status, 200) << reply.body;
        return json::parse(reply.body);
    }
    void plugin_answers(const std::string& query, const std::string& answer) {
        desk.described.text = R"({"queries":["status",")" + query + R"("]})";
        desk.answers[query] = answer;
    }
};

TEST_F(AnswersReadTest, today_is_one_query_where_the_plugin_has_it) {
    plugin_answers("dashboard", R"({"counts":{"posted":7}})");
    const json::value today = ask("/api/today");
    EXPECT_EQ(today.at("dashboard").at("counts").at("posted"), 7);
    EXPECT_TRUE(today.at("held").is_null());
    EXPECT_EQ(today.at("now"), "2026-11-20T15:42:12.120+00:00");
    EXPECT_EQ(today.at("plugin").at("name"), "Fake");
    EXPECT_EQ(desk.requests.size(), 2U);
}

TEST_F(AnswersReadTest, today_falls_back_on_what_every_plugin_answers) {
    const json::value today = ask("/api/today");
    EXPECT_TRUE(today.at("dashboard").is_null());
    EXPECT_EQ(today.at("status").at("counts").at("posted"), 3);
    EXPECT_TRUE(today.at("held").at("issues").is_array());
    EXPECT_TRUE(today.at("connection").is_null());
}

TEST_F(AnswersReadTest, why_it_is_not_connected_is_told) {
    desk.connection_problem = {"sage.away", "", "Sage is away.", "Wait.", "it"};
    EXPECT_EQ(ask("/api/today").at("connection").at("cause"), "Sage is away.");
    desk.answers.erase("status");
    EXPECT_EQ(get("/api/today", log_in("lee")).status, 503);
}

TEST_F(AnswersReadTest, issues_are_the_plugins_with_what_it_did_not_take) {
    desk.answers["held"] = R"({"issues":[{"rootCause":"item:X"}],"held":[]})";
    desk.refused_documents = {
        {"document.invalid", "despatchAdvice DN-1", "No lines.", "Fix.", "warehouse"}};
    const json::value issues = ask("/api/issues");
    EXPECT_EQ(issues.at("held").at("issues").at(0).at("rootCause"), "item:X");
    EXPECT_EQ(issues.at("refused").at(0).at("pointer"), "despatchAdvice DN-1");
    desk.answers.erase("held");
    EXPECT_EQ(get("/api/issues", log_in("lee")).status, 503);
}

TEST_F(AnswersReadTest, the_story_is_all_that_is_known_of_a_document) {
    const std::string id = kDocument;
    desk.stands(id, "held", 1);
    desk.contents[id] = R"({"messageId":"x"})";
    folder.write("events.jsonl",
                 R"({"eventId":"1","messageId":")" + id + "\"}\n" + R"({"eventId":"2"})" + "\n");
    folder.write("audit.jsonl",
                 R"({"action":"send","messageId":")" + id + "\"}\nbroken " + id + "\n");
    ASSERT_TRUE(actions.record({"sam", "check", "", "", "", "", ""}).ok());
    ASSERT_TRUE(actions.record({"pat", "decide", id, "", "", "", ""}).ok());
    const json::value story = ask("/api/document", {{"id", id}});
    EXPECT_EQ(story.at("document").at("state"), "held");
    EXPECT_EQ(story.at("events").as_array().size(), 1U);
    EXPECT_EQ(story.at("sends").at(0).at("action"), "send");
    EXPECT_TRUE(story.at("sends").at(1).is_null()) << "a line that is no JSON hides no other";
    EXPECT_EQ(story.at("sends").as_array().size(), 2U) << "and no decision among them";
    EXPECT_EQ(story.at("actions").as_array().size(), 1U);
    EXPECT_EQ(story.at("actions").at(0).at("who"), "pat");
    EXPECT_EQ(story.at("preview").at("outcome"), "post");
    EXPECT_EQ(story.at("content").at("messageId"), "x");
    EXPECT_EQ(json::parse(desk.requests.back()).at("document").at("messageId"), "x");
}

TEST_F(AnswersReadTest, a_document_that_the_warehouse_did_not_make_has_no_preview) {
    desk.stands(kDocument, "posted", 1);
    const json::value story = ask("/api/document", {{"id", kDocument}});
    EXPECT_TRUE(story.at("content").is_null());
    EXPECT_TRUE(story.at("preview").is_null());
    EXPECT_EQ(get("/api/document", log_in("lee"), {{"id", "none"}}).status, 404);
    EXPECT_EQ(get("/api/document", log_in("lee")).status, 404);
    const std::string hostile = "\",\"query\":\"status";
    EXPECT_EQ(get("/api/document", log_in("lee"), {{"id", hostile}}).status, 404);
    EXPECT_EQ(json::parse(desk.requests.back()).at("messageId"), json::string(hostile));
}

TEST_F(AnswersReadTest, what_is_not_yet_posted_comes_in_pages_for_days) {
    EXPECT_EQ(ask("/api/waiting").at("supported"), false);
    plugin_answers("notYetPosted", R"({"documents":[],"next":"5"})");
    const json::value page =
        ask("/api/waiting", {{"after", "4"}, {"from", "2026-11-01"}, {"to", ""}});
    EXPECT_EQ(page.at("page").at("next"), "5");
    const json::value asked = json::parse(desk.requests.back());
    EXPECT_EQ(asked.at("after"), "4");
    EXPECT_EQ(asked.at("from"), "2026-11-01");
    EXPECT_FALSE(asked.as_object().contains("to"));
    desk.answers.erase("notYetPosted");
    EXPECT_EQ(get("/api/waiting", log_in("lee")).status, 503);
}

TEST_F(AnswersReadTest, check_tells_the_last_report) {
    EXPECT_TRUE(ask("/api/check").at("report").is_null());
    EXPECT_EQ(post("/api/check", "sam", "{}").status, 200);
    const json::value checked = ask("/api/check");
    EXPECT_EQ(checked.at("report").at("ok"), true);
    EXPECT_EQ(checked.at("reportAt"), "2026-11-20T15:42:12.120+00:00");
    EXPECT_EQ(checked.at("discovered").at("company"), "c");
    desk.answers.erase("discover");
    EXPECT_EQ(get("/api/check", log_in("lee")).status, 503);
}

TEST_F(AnswersReadTest, settings_come_with_their_schema) {
    const json::value settings = ask("/api/settings");
    EXPECT_EQ(settings.at("settings").at("hold"), "X");
    EXPECT_TRUE(settings.at("schema").at("properties").is_object());
}

TEST_F(AnswersReadTest, audit_is_what_people_did_and_what_was_sent) {
    // A day's requests do not push out what people did.
    std::string sends;
    for (int number = 0; number < 150; ++number) {
        sends += R"({"action":"send","messageType":"despatchAdvice"})"
                 "\n";
    }
    ASSERT_TRUE(actions.record({"pat", "check", "", "", "", "", ""}).ok());
    std::ofstream(folder / "audit.jsonl", std::ios::app) << sends;
    const json::value audit = ask("/api/audit");
    EXPECT_EQ(audit.at("actions").as_array().size(), 1U);
    EXPECT_EQ(audit.at("actions").at(0).at("action"), "check");
    EXPECT_EQ(audit.at("sends").as_array().size(), 100U);
    EXPECT_EQ(audit.at("sends").at(0).at("action"), "send");
    EXPECT_EQ(get("/api/reconcile", log_in("lee")).body, "null");
}

}  // namespace
}  // namespace wms::serve
