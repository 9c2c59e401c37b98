// SPDX-License-Identifier: Apache-2.0
// Who asks, and whether they may.
#include "mock-host/serve/answers.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/json_members.h"
#include "mock-host/serve/secret_text.h"
#include "mock-host/serve/texts.h"

namespace wms::serve {
namespace {

namespace json = boost::json;

struct Page {
    std::string_view path;
    const char* file;
    const char* content_type;
};
constexpr const char* kScript = "text/javascript; charset=utf-8";
constexpr std::array<Page, 10> kPages = {{{"/", "index.html", "text/html; charset=utf-8"},
                                          {"/style.css", "style.css", "text/css; charset=utf-8"},
                                          {"/app.js", "app.js", kScript},
                                          {"/drift.js", "drift.js", kScript},
                                          {"/elements.js", "elements.js", kScript},
                                          {"/go_live.js", "go_live.js", kScript},
                                          {"/issues.js", "issues.js", kScript},
                                          {"/pages.js", "pages.js", kScript},
                                          {"/set_up.js", "set_up.js", kScript},
                                          {"/story.js", "story.js", kScript}}};

json::object described(const Person& person, const std::string& token) {
    json::array roles;
    for (const Role role : person.roles) {
        roles.emplace_back(text_of(role));
    }
    return json::object{{"name", person.name}, {"roles", std::move(roles)}, {"token", token}};
}

Problem not_logged_in() {
    return {"serve.log_in", "", "Nobody is logged in.", "Log in.", "it"};
}

Reply wrong_password() {
    return refusal(401, {"serve.wrong", "", "Name or password is wrong.",
                         "Try again, or let somebody set a new password: mock-host person.", "it"});
}

}  // namespace

const Answers::Route* Answers::route_of(const Request& request) {
    static constexpr std::array<Route, 19> all = {
        {{"GET", "/api/me", std::nullopt, &Answers::me},
         {"POST", "/api/log-out", std::nullopt, &Answers::log_out},
         {"GET", "/api/today", Role::view, &Answers::today},
         {"GET", "/api/issues", Role::view, &Answers::issues},
         {"GET", "/api/document", Role::view, &Answers::document},
         {"GET", "/api/waiting", Role::view, &Answers::waiting},
         {"GET", "/api/reconcile", Role::view, &Answers::compared},
         {"GET", "/api/check", Role::view, &Answers::checked},
         {"GET", "/api/settings", Role::view, &Answers::settings},
         {"GET", "/api/audit", Role::view, &Answers::audit},
         {"GET", "/api/drift", Role::view, &Answers::drift},
         {"POST", "/api/drift", Role::retry, &Answers::correct},
         {"POST", "/api/decisions", Role::retry, &Answers::decide},
         {"POST", "/api/catalogue", Role::retry, &Answers::read_again},
         {"POST", "/api/check", Role::retry, &Answers::check},
         {"POST", "/api/reconcile", Role::retry, &Answers::compare},
         {"POST", "/api/settings", Role::remap, &Answers::apply},
         {"GET", "/api/go-live", Role::view, &Answers::live},
         {"POST", "/api/go-live", Role::promote, &Answers::go_live}}};
    const auto* const found = std::find_if(all.begin(), all.end(), [&](const Route& route) {
        return route.method == request.method && route.path == request.path;
    });
    return found == all.end() ? nullptr : found;
}

Reply Answers::answer(const Request& request) {
    if (request.method == "GET") {
        const auto* const page = std::find_if(kPages.begin(), kPages.end(), [&](const Page& one) {
            return one.path == request.path;
        });
        if (page != kPages.end()) {
            Reply reply;
            reply.body = built_in_text(page->file);
            reply.content_type = page->content_type;
            return reply;
        }
    }
    if (request.method == "POST" && request.path == "/api/log-in") {
        return log_in(request);
    }
    const Route* const route = route_of(request);
    if (route == nullptr) {
        return refusal(404, {"serve.not_found", "", "There is nothing at this address.",
                             "Begin at the first page.", "it"});
    }
    return answer_caller(request, *route);
}

Reply Answers::answer_caller(const Request& request, const Route& route) {
    const std::optional<LogIn> log_in = log_ins_.find(request.cookie);
    if (!log_in.has_value()) {
        return refusal(401, not_logged_in());
    }
    const Result<std::optional<Person>> person = people_.find(log_in->name);
    if (!person.ok()) {
        return refusal(503, person.problem());
    }
    if (!person.value().has_value()) {
        log_ins_.close(request.cookie);
        return refusal(401, not_logged_in());
    }
    if (request.method != "GET" && !same_secret(request.token, log_in->token)) {
        return refusal(403, {"serve.token", "", "The page's token is missing or old.",
                             "Load the page again.", "it"});
    }
    if (route.role.has_value() && !person.value()->may(*route.role)) {
        const std::string role(text_of(*route.role));
        const Done recorded =
            actions_.record({log_in->name, "refused", request.method + " " + request.path, "", "",
                             "serve.role", role});
        return recorded.ok()
                   ? refusal(403, {"serve.role", "", "This needs the role \"" + role + "\".",
                                   "Ask somebody who has it, or have it given to you: mock-host "
                                   "person.",
                                   "it"})
                   : refusal(503, recorded.problem());
    }
    return (this->*route.answer)(request, {*person.value(), log_in->token});
}

Reply Answers::log_in(const Request& request) {
    boost::system::error_code error;
    const json::value body = json::parse(request.body, error);
    const std::string name = error ? std::string() : text_at(body, "name");
    if (name.empty() || name.size() > 64) {
        return wrong_password();
    }
    if (!log_ins_.may_try(name)) {
        return refusal(429, {"serve.wait", "", "There were too many wrong passwords.",
                             "Wait a minute, then try again.", "it"});
    }
    const Result<std::optional<Person>> person = people_.who(name, text_at(body, "password"));
    if (!person.ok()) {
        return refusal(503, person.problem());
    }
    const bool known = person.value().has_value();
    if (!known) {
        log_ins_.note_wrong(name);
    }
    const Done recorded = actions_.record(
        {name, known ? "logIn" : "wrongPassword", "", "", "", known ? "" : "serve.wrong", ""});
    if (!recorded.ok()) {
        return refusal(503, recorded.problem());
    }
    if (!known) {
        return wrong_password();
    }
    Reply reply;
    reply.set_cookie = true;
    reply.cookie = log_ins_.open(name);
    reply.body = json::serialize(described(*person.value(), log_ins_.find(reply.cookie)->token));
    return reply;
}

Reply Answers::me(const Request&, const Caller& caller) {
    Reply reply;
    reply.body = json::serialize(described(caller.person, caller.token));
    return reply;
}

Reply Answers::log_out(const Request& request, const Caller&) {
    log_ins_.close(request.cookie);
    Reply reply;
    reply.body = "{}";
    reply.set_cookie = true;
    return reply;
}

}  // namespace wms::serve
