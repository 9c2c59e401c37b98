// SPDX-License-Identifier: Apache-2.0
// A desk without a plugin, and a site around it: what a test wants to be answered is written down
// in advance, and what was asked, handed over and changed is kept.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "mock-host/audit.h"
#include "mock-host/serve/answers.h"
#include "tests/unit/mock_host/fake_plugin.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms::testing {

inline constexpr const char* kDocument = "0e3f4d5c-7a11-4c55-9a52-1c0d4b7d1a01";

class FakeDesk final : public serve::Desk {
  public:
    FakeDesk(std::filesystem::path folder, const Clock& clock)
        : folder_(std::move(folder)), clock_(clock) {
        answers["status"] = R"({"state":"running","counts":{"posted":3},"nextDueMs":null})";
        answers["held"] = R"({"issues":[],"held":[]})";
        answers["discover"] = R"({"edition":"fake","company":"c","messageTypes":[],"problems":[]})";
        answers["preview"] = R"({"outcome":"post","problems":[],"requests":[]})";
        answers["reconcile"] = R"({"compared":2,"findings":[],"complete":true})";
    }

    const Manifest& manifest() const override { return described; }
    std::filesystem::path folder() const override { return folder_; }
    std::int64_t now_ms() const override { return clock_.now_ms(); }
    Problem connection() const override { return connection_problem; }

    Result<std::string> ask(std::string_view request) override {
        const boost::json::value asked = boost::json::parse(request);
        const std::string query(asked.at("query").as_string());
        {
            const std::lock_guard lock(mutex_);
            requests.emplace_back(request);
        }
        if (on_ask) {
            on_ask(query);
        }
        if (query == "document") {
            const auto found = documents.find(std::string(asked.at("messageId").as_string()));
            return found == documents.end() ? Result<std::string>(unknown()) : found->second;
        }
        const auto found = answers.find(query);
        return found == answers.end() ? Result<std::string>(unknown()) : found->second;
    }
    Done submit(const Message& message) override {
        if (!submit_problem.code.empty()) {
            return submit_problem;
        }
        submitted.push_back(message);
        stands(message.id, "queued", 0);
        return Nothing{};
    }
    std::vector<Problem> refused() const override { return refused_documents; }
    Result<std::string> document(const std::string& message_id) override {
        const auto found = contents.find(message_id);
        return found == contents.end() ? Result<std::string>(unknown()) : found->second;
    }
    Result<std::vector<StockFigure>> stock() override { return on_hand; }
    Done read_again() override {
        ++readings;
        return Nothing{};
    }
    Result<std::string> check() override { return std::string(R"({"ok":true,"problems":[]})"); }
    std::string settings() const override { return settings_in_use; }
    Done apply(const std::string& settings) override {
        const Done checked = check_configuration(settings, described);
        if (checked.ok()) {
            settings_in_use = settings;
        }
        return checked;
    }

    std::filesystem::path live_folder() const override { return live; }
    Result<PromoteResult> go_live(const std::string& person, const std::string& chosen,
                                  const std::string& reason) override {
        promotions.push_back(person + " " + chosen + " " + reason);
        return promotion;
    }
    bool holds_secret(std::string_view text) const override {
        return text.find("CANARY") != std::string_view::npos;
    }

    /// A document as it stands after so many changes of state.
    void stands(const std::string& id, const std::string& state, int changes) {
        boost::json::array history;
        for (int change = 0; change < changes; ++change) {
            history.push_back(boost::json::object{{"edge", "E4"}});
        }
        documents[id] = boost::json::serialize(boost::json::object{
            {"messageId", id}, {"state", state}, {"history", std::move(history)}});
    }

    static Problem unknown() { return {"query.unknown", "", "There is none.", "Ask again.", "it"}; }

    Manifest described = fake_manifest();
    Problem connection_problem;
    std::map<std::string, std::string> answers;
    std::map<std::string, std::string> documents;
    std::map<std::string, std::string> contents;
    std::function<void(const std::string& query)> on_ask;
    Problem submit_problem;
    std::vector<std::string> requests;
    std::vector<Message> submitted;
    std::vector<Problem> refused_documents;
    Result<std::vector<StockFigure>> on_hand{std::vector<StockFigure>{}};
    std::string settings_in_use = R"({"hold":"X"})";
    int readings = 0;
    std::filesystem::path live;
    std::vector<std::string> promotions;
    Result<PromoteResult> promotion{PromoteResult{}};

  private:
    const std::filesystem::path folder_;
    const Clock& clock_;
    std::mutex mutex_;
};

/// Four people, none of whom may do everything, and what they are answered.
class SiteTest : public ::testing::Test {
  protected:
    static constexpr const char* kPassword = "correct horse battery";

    SiteTest() {
        EXPECT_TRUE(people.put({"pat", {Role::view, Role::retry, Role::remap}}, kPassword).ok());
        EXPECT_TRUE(people.put({"sam", {Role::view, Role::retry}}, kPassword).ok());
        EXPECT_TRUE(people.put({"lee", {Role::view}}, kPassword).ok());
        EXPECT_TRUE(people.put({"kim", {Role::view, Role::promote}}, kPassword).ok());
    }

    serve::Reply get(const std::string& path, const std::string& cookie,
                     std::map<std::string, std::string> parameters = {}) {
        serve::Request request;
        request.method = "GET";
        request.path = path;
        request.cookie = cookie;
        request.parameters = std::move(parameters);
        return answers.answer(request);
    }
    /// @param name  of who is logged in; the page's token is sent along
    serve::Reply post(const std::string& path, const std::string& name, const std::string& body) {
        serve::Request request;
        request.method = "POST";
        request.path = path;
        request.cookie = log_in(name);
        request.token = log_ins.find(request.cookie)->token;
        request.body = body;
        return answers.answer(request);
    }
    std::string log_in(const std::string& name) {
        std::string& cookie = cookies_[name];
        if (cookie.empty()) {
            cookie = log_ins.open(name);
        }
        return cookie;
    }
    static std::string code_of(const serve::Reply& reply) {
        return std::string(boost::json::parse(reply.body).at("problem").at("code").as_string());
    }
    /// The last line of what people did.
    boost::json::value last_action() {
        const std::string text = folder.read(kAuditFile);
        const std::size_t before = text.rfind('\n', text.size() - 2);
        return boost::json::parse(text.substr(before == std::string::npos ? 0 : before + 1));
    }

    TemporaryFolder folder;
    JumpClock clock{1'795'189'332'120};
    FakeDesk desk{folder.path(), clock};
    serve::People people{folder / "people.json", 16};
    serve::LogIns log_ins{clock};
    std::unique_ptr<Audit> trail = Audit::open(folder / kAuditFile).value();
    serve::Actions actions{folder / kAuditFile, clock,
                           [this](const std::string& line) { return trail->append(line); }};
    serve::Answers answers{{desk, people, log_ins, actions}};

  private:
    std::map<std::string, std::string> cookies_;
};

}  // namespace wms::testing
