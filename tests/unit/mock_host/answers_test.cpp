// SPDX-License-Identifier: Apache-2.0
// Plan: the page's files and nothing else without log-in; log-in gives a cookie and a token and is
// recorded; every question needs somebody, every change the token and the role, each refusal is
// told and that of a role recorded; who was removed or lost a role is out at once.
#include "mock-host/serve/answers.h"

#include "tests/unit/mock_host/fake_desk.h"

namespace wms::serve {
namespace {

namespace json = boost::json;

constexpr std::array<const char*, 9> kQuestions = {
    "/api/today", "/api/issues",   "/api/document",  "/api/waiting", "/api/check",
    "/api/audit", "/api/settings", "/api/reconcile", "/api/go-live"};
constexpr std::array<const char*, 6> kChanges = {"/api/decisions", "/api/catalogue",
                                                 "/api/check",     "/api/reconcile",
                                                 "/api/settings",  "/api/go-live"};

class AnswersTest : public wms::testing::SiteTest {
  protected:
    Reply try_log_in(const std::string& name, const std::string& password) {
        Request request;
        request.method = "POST";
        request.path = "/api/log-in";
        request.body = json::serialize(json::object{{"name", name}, {"password", password}});
        return answers.answer(request);
    }
};

TEST_F(AnswersTest, the_page_is_there_for_everybody_and_nothing_else_is) {
    for (const auto& [path, type] : std::vector<std::pair<const char*, const char*>>{
             {"/", "text/html; charset=utf-8"},
             {"/style.css", "text/css; charset=utf-8"},
             {"/app.js", "text/javascript; charset=utf-8"},
             {"/elements.js", "text/javascript; charset=utf-8"},
             {"/go_live.js", "text/javascript; charset=utf-8"},
             {"/issues.js", "text/javascript; charset=utf-8"},
             {"/pages.js", "text/javascript; charset=utf-8"},
             {"/set_up.js", "text/javascript; charset=utf-8"},
             {"/story.js", "text/javascript; charset=utf-8"}}) {
        const Reply reply = get(path, "");
        EXPECT_EQ(reply.status, 200) << path;
        EXPECT_EQ(reply.content_type, type);
        EXPECT_FALSE(reply.body.empty()) << path;
    }
    for (const char* path : {"/index.html", "/people.json", "/../people.json", "/api", "/api/",
                             "//", "", "/screenshots/", "/%2e%2e/people.json"}) {
        EXPECT_EQ(get(path, log_in("pat")).status, 404) << path;
    }
}

TEST_F(AnswersTest, without_log_in_nothing_is_told_or_changed) {
    for (const char* path : kQuestions) {
        EXPECT_EQ(get(path, "").status, 401) << path;
        EXPECT_EQ(get(path, std::string(64, '0')).status, 401) << path;
    }
    for (const char* path : kChanges) {
        Request request;
        request.method = "POST";
        request.path = path;
        request.body = "{}";
        EXPECT_EQ(answers.answer(request).status, 401) << path;
    }
    EXPECT_TRUE(desk.requests.empty());
    EXPECT_EQ(desk.readings, 0);
}

TEST_F(AnswersTest, log_in_gives_a_cookie_and_a_token) {
    const Reply reply = try_log_in("pat", kPassword);
    ASSERT_EQ(reply.status, 200);
    EXPECT_TRUE(reply.set_cookie);
    const json::value me = json::parse(reply.body);
    EXPECT_EQ(me.at("name"), "pat");
    EXPECT_EQ(me.at("roles"), json::parse(R"(["view","retry","remap"])"));
    EXPECT_EQ(reply.body.find(reply.cookie), std::string::npos) << "a script must not see it";
    EXPECT_EQ(json::parse(get("/api/me", reply.cookie).body), me);
    EXPECT_EQ(last_action().at("action"), "logIn");
}

TEST_F(AnswersTest, a_wrong_password_is_refused_and_recorded_and_waits) {
    for (int wrong = 0; wrong < LogIns::kWrongMax; ++wrong) {
        const Reply reply = try_log_in("pat", "typed by mistake");
        EXPECT_EQ(reply.status, 401);
        EXPECT_FALSE(reply.set_cookie);
        EXPECT_EQ(reply.body, try_log_in("nobody" + std::to_string(wrong), "typed").body)
            << "whether there is such a person is not told";
    }
    EXPECT_EQ(last_action().at("action"), "wrongPassword");
    EXPECT_EQ(try_log_in("pat", kPassword).status, 429);
    clock.jump_to(clock.now_ms() + LogIns::kWaitMs + 1);
    EXPECT_EQ(try_log_in("pat", kPassword).status, 200);
    EXPECT_EQ(folder.read(kAuditFile).find("typed"), std::string::npos)
        << "what was typed may be a password elsewhere";
}

TEST_F(AnswersTest, what_is_no_log_in_is_refused) {
    for (const char* body : {"", "[]", "{}", R"({"name":7})", R"({"name":""})",
                             R"({"name":"pat","password":["correct horse battery"]})"}) {
        Request request;
        request.method = "POST";
        request.path = "/api/log-in";
        request.body = body;
        EXPECT_EQ(answers.answer(request).status, 401) << body;
    }
    EXPECT_EQ(try_log_in(std::string(65, 'a'), kPassword).status, 401);
}

TEST_F(AnswersTest, a_change_needs_the_token_of_our_page) {
    const std::string other = log_ins.find(log_in("sam"))->token;
    for (const std::string& token : {std::string(), std::string("x"), other}) {
        for (const char* path : kChanges) {
            Request request;
            request.method = "POST";
            request.path = path;
            request.cookie = log_in("pat");
            request.token = token;
            request.body = "{}";
            const Reply reply = answers.answer(request);
            EXPECT_EQ(reply.status, 403) << path;
            EXPECT_EQ(code_of(reply), "serve.token") << path;
        }
    }
    EXPECT_EQ(desk.readings, 0);
}

TEST_F(AnswersTest, a_change_needs_the_role_and_its_refusal_is_recorded) {
    for (const char* path : kChanges) {
        const Reply reply = post(path, "lee", "{}");
        EXPECT_EQ(reply.status, 403) << path;
        EXPECT_EQ(code_of(reply), "serve.role") << path;
        EXPECT_EQ(last_action().at("who"), "lee");
        EXPECT_EQ(last_action().at("action"), "refused");
        EXPECT_EQ(last_action().at("outcome"), "refused");
        EXPECT_EQ(last_action().at("refusedFor"), "serve.role");
        EXPECT_EQ(last_action().at("about"), json::string(std::string("POST ") + path));
    }
    EXPECT_EQ(code_of(post("/api/settings", "sam", "{}")), "serve.role");
    EXPECT_TRUE(desk.submitted.empty());
    EXPECT_EQ(desk.readings, 0);
}

TEST_F(AnswersTest, who_may_change_and_not_see_sees_nothing) {
    ASSERT_TRUE(people.put({"kim", {Role::retry}}, kPassword).ok());
    for (const char* path : kQuestions) {
        EXPECT_EQ(get(path, log_in("kim")).status, 403) << path;
    }
}

TEST_F(AnswersTest, who_was_removed_or_lost_a_role_is_out_at_once) {
    const std::string pat = log_in("pat");
    ASSERT_TRUE(people.put({"pat", {Role::view}}, kPassword).ok());
    EXPECT_EQ(code_of(post("/api/catalogue", "pat", "{}")), "serve.role");
    std::filesystem::remove(folder / "people.json");
    EXPECT_EQ(get("/api/today", pat).status, 401);
    EXPECT_FALSE(log_ins.find(pat).has_value());
}

TEST_F(AnswersTest, a_broken_file_of_people_lets_nobody_in) {
    const std::string pat = log_in("pat");
    folder.write("people.json", "[");
    EXPECT_EQ(get("/api/today", pat).status, 503);
    EXPECT_EQ(try_log_in("pat", kPassword).status, 503);
}

TEST_F(AnswersTest, log_out_ends_it) {
    const std::string pat = log_in("pat");
    const Reply reply = post("/api/log-out", "pat", "{}");
    EXPECT_TRUE(reply.set_cookie);
    EXPECT_TRUE(reply.cookie.empty());
    EXPECT_EQ(get("/api/today", pat).status, 401);
}

TEST_F(AnswersTest, no_answer_holds_a_secret) {
    const std::string people_file = folder.read("people.json");
    folder.write("secrets.json", R"({"fake":{"value":"CANARY-SECRET","version":"1"}})");
    const std::string cookie = log_in("pat");
    for (const char* path : kQuestions) {
        const std::string body = get(path, cookie).body;
        EXPECT_EQ(body.find("CANARY"), std::string::npos) << path;
        EXPECT_EQ(body.find("hash\":\""), std::string::npos) << path;
        EXPECT_EQ(body.find(cookie), std::string::npos) << path;
    }
}

}  // namespace
}  // namespace wms::serve
