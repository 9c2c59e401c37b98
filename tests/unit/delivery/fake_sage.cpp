// SPDX-License-Identifier: Apache-2.0
// The made-up Sage: paths instead of queries, lines of text instead of JSON.
#include <algorithm>
#include <utility>

#include "tests/unit/delivery/fake_lines.h"
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

Evidence answered(Reply reply, const Request& request) {
    return Evidence{Outcome::answered, std::move(reply), "", request.body.size() + 1};
}

std::string line_of(const Kept& kept) {
    return kept.key + "|" + kept.reference + "|" + kept.content + "\n";
}

}  // namespace

Evidence FakeSage::exchange(const Request& request, std::int64_t) {
    if (!reachable) {
        return Evidence{Outcome::not_sent, {}, "connection refused", 0};
    }
    if (request.target == "/token") {
        ++tokens;
        if (token_status != 200) {
            return answered({token_status, {}, R"({"error":"invalid_client"})"}, request);
        }
        std::string token = R"({"access_token":"t","token_type":"Bearer","expires_in":36000)";
        if (replaces_refresh_tokens) {
            token += R"(,"refresh_token":"r)" + std::to_string(tokens) + '"';
        }
        return answered({200, {}, token + "}"}, request);
    }
    received.push_back(request);
    if (request.target == "/session") {
        sessions += session_status == 200 ? 1 : 0;
        return answered({session_status, {}, "s" + std::to_string(sessions)}, request);
    }
    if (request.target == "/post") {
        return post(request);
    }
    if (request.target.rfind("/find/", 0) == 0) {
        return answered(find(request.target.substr(6)), request);
    }
    if (request.target.rfind("/patch/", 0) == 0) {
        return patch(request);
    }
    for (const std::string by : {"read", "reference", "number", "content"}) {
        if (request.target.rfind("/" + by + "/", 0) == 0) {
            return answered(read(by, request.target.substr(by.size() + 2)), request);
        }
    }
    if (request.target.rfind("/lines/", 0) == 0) {
        return answered(lines(request.target.substr(7)), request);
    }
    if (request.target.rfind("/list", 0) == 0) {
        std::string all;
        for (const Kept& one : kept) {
            all += line_of(one);
        }
        return answered({look_up_works ? 200 : 500, {}, all}, request);
    }
    if (request.target == "/probe") {
        return answered({probe_status, {}, ""}, request);
    }
    if (request.target == "/items") {
        if (!items_answer) {
            return Evidence{Outcome::maybe_sent, {}, "connection reset", 10};
        }
        std::string body;
        for (const std::string& item : items) {
            body += item + "\n";
        }
        return answered({items_status, {}, body}, request);
    }
    return answered({200, {}, ""}, request);
}

Evidence FakeSage::post(const Request& request) {
    if (meanwhile) {
        std::exchange(meanwhile, nullptr)();
    }
    if (const std::string session = header(request, "Session"); !session.empty()) {
        sessions_of_posts.push_back(session);
        if (!takes_sessions || ended_sessions.contains(session.substr(0, session.find(' ')))) {
            return answered({session_ended, {}, ""}, request);
        }
    }
    const std::string key = header(request, "Idempotency-Key");
    if (const auto before = answers.find(key); before != answers.end()) {
        return answered(before->second, request);
    }
    Script script;
    if (!scripts.empty()) {
        script = scripts.front();
        scripts.pop_front();
    }
    Reply reply{script.status, {}, ""};
    if (script.executes) {
        const std::vector<std::string> parts = split(request.body, '|');
        kept.push_back({std::to_string(kept.size() + 1), parts.at(0), parts.at(1)});
        reply = {201, {}, kept.back().key};
        answers[key] = reply;
        if (script.status >= 300) {
            reply.status = script.status;
        }
    }
    if (script.outcome != Outcome::answered) {
        const bool sent = script.outcome == Outcome::maybe_sent;
        return Evidence{script.outcome, {}, "connection reset", sent ? 10U : 0U};
    }
    return answered(reply, request);
}

Reply FakeSage::find(const std::string& reference) const {
    if (!look_up_works) {
        return {500, {}, "oops"};
    }
    Reply reply{200, {}, ""};
    for (const Kept& one : kept) {
        if (query_shows && one.reference == reference) {
            reply.body += line_of(one);
        }
    }
    return reply;
}

Evidence FakeSage::patch(const Request& request) {
    Script script;
    if (!scripts.empty()) {
        script = scripts.front();
        scripts.pop_front();
    }
    const std::string key = request.target.substr(7);
    for (Kept& one : kept) {
        if (one.key == key && script.executes) {
            one.content = request.body;
        }
    }
    if (script.outcome != Outcome::answered) {
        return Evidence{script.outcome, {}, "connection reset", 10U};
    }
    return answered({script.status, {}, key}, request);
}

Reply FakeSage::read(const std::string& by, const std::string& values) const {
    if (!look_up_works) {
        return {500, {}, "oops"};
    }
    Reply reply{200, {}, ""};
    for (const std::string& value : split(values, ',')) {
        for (const Kept& one : kept) {
            const std::string seen = by == "read"        ? one.key
                                     : by == "reference" ? one.reference
                                     : by == "content"   ? one.content
                                                         : "N" + one.key;
            if (query_shows && one.key != hidden_key && seen == value) {
                reply.body += line_of(one);
            }
        }
    }
    return reply;
}

Reply FakeSage::lines(const std::string& keys) const {
    Reply reply{lines_status, {}, ""};
    for (const std::string& key : split(keys, ',')) {
        for (const Kept& one : kept) {
            if (one.key == key) {
                reply.body += key + "|" + one.line + "\n";
            }
        }
    }
    return reply;
}

}  // namespace sage::testing
