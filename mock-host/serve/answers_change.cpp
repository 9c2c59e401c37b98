// SPDX-License-Identifier: Apache-2.0
// What is changed: each is recorded before it is done.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/instant.h"
#include "mock-host/json_members.h"
#include "mock-host/serve/answers.h"

namespace wms::serve {
namespace {

namespace json = boost::json;

constexpr std::size_t kCorrectionsMax = 5'000;

json::value body_of(const Request& request) {
    boost::system::error_code error;
    json::value body = json::parse(request.body, error);
    return error ? json::value() : body;
}

Reply accepted(const json::object& answer) {
    Reply reply;
    reply.status = 202;
    reply.body = json::serialize(answer);
    return reply;
}

/// What is told of a problem depends on whose it is.
int status_of(const Problem& problem) {
    if (problem.code == "serve.decided" || problem.code == "serve.changed" ||
        problem.code == "serve.not_held" || problem.code == "serve.comparing" ||
        problem.code == "serve.drift_changed" || problem.code == "drift.not_handed_over") {
        return 409;
    }
    if (problem.code == "serve.not_recorded") {
        return 503;
    }
    return 400;
}

Reply refused(const Problem& problem) {
    return refusal(status_of(problem), problem);
}

Problem comparing() {
    return {"serve.comparing", "", "A comparison with the accounting system is running.",
            "Wait until it has ended.", "finance"};
}

}  // namespace

Reply Answers::decide(const Request& request, const Caller& caller) {
    const json::value body = body_of(request);
    const json::value& by_hand = member_at(body, "checkedByHand");
    const std::int64_t seen = count_at(body, "changesSeen");
    const Result<std::string> decided =
        decisions_.decide({text_at(body, "messageId"), text_at(body, "decision"),
                           caller.person.name, text_at(body, "reason"), text_at(body, "sageNumber"),
                           by_hand.is_bool() && by_hand.get_bool(),
                           static_cast<std::size_t>(std::max<std::int64_t>(seen, 0))});
    return decided.ok() ? accepted({{"decisionId", decided.value()}}) : refused(decided.problem());
}

Reply Answers::read_again(const Request& request, const Caller& caller) {
    if (comparison_.running()) {
        return refused(comparing());
    }
    Done done = actions_.record(
        {caller.person.name, "readAgain", "", "", "", "", text_at(body_of(request), "reason")});
    if (done.ok()) {
        done = desk_.read_again();
    }
    return done.ok() ? accepted({}) : refused(done.problem());
}

Reply Answers::check(const Request&, const Caller& caller) {
    if (comparison_.running()) {
        return refused(comparing());
    }
    const Done recorded = actions_.record({caller.person.name, "check", "", "", "", "", ""});
    const Result<std::string> report =
        recorded.ok() ? desk_.check() : Result<std::string>(recorded.problem());
    if (!report.ok()) {
        return refused(report.problem());
    }
    {
        const std::lock_guard lock(report_mutex_);
        report_ = report.value();
        report_at_ = instant_text(desk_.now_ms());
    }
    return checked(Request(), caller);
}

Reply Answers::compare(const Request& request, const Caller& caller) {
    const json::value body = body_of(request);
    const std::string from = text_at(body, "from");
    const std::string to = text_at(body, "to");
    Done done = actions_.record({caller.person.name, "reconcile", from + " " + to, "", "", "", ""});
    if (done.ok()) {
        done = comparison_.begin(from, to, caller.person.name);
    }
    return done.ok() ? accepted({}) : refused(done.problem());
}

Reply Answers::apply(const Request& request, const Caller& caller) {
    if (comparison_.running()) {
        return refused(comparing());
    }
    const json::value body = body_of(request);
    const json::value& wanted = member_at(body, "settings");
    boost::system::error_code error;
    const json::value before = json::parse(desk_.settings(), error);
    if (!wanted.is_object() || error) {
        return refused({"serve.settings", "/settings", "There are no settings in this.",
                        "Use the page that this server shows.", "it"});
    }
    // Two who change settings at once: the second has not seen what the first one did.
    if (member_at(body, "before") != before) {
        return refusal(409, {"serve.changed", "/settings",
                             "Somebody has changed the settings since you opened them.",
                             "Open them again, then change them.", "it"});
    }
    if (desk_.holds_secret(json::serialize(wanted))) {
        return refused({"serve.secret", "/settings", "One of the settings is a secret itself.",
                        "Write the name under which the host keeps it.", "it"});
    }
    Done done = actions_.record({caller.person.name, "settings", "", "",
                                 json::serialize(differences(before, wanted)), "",
                                 text_at(body, "reason")});
    if (done.ok()) {
        done = desk_.apply(json::serialize(wanted));
    }
    return done.ok() ? accepted({}) : refused(done.problem());
}

Reply Answers::correct(const Request& request, const Caller& caller) {
    const json::value body = body_of(request);
    std::vector<std::string> ids;
    for (const json::value& one : list_at(body, "documentIds")) {
        ids.emplace_back(one.is_string() ? std::string(one.get_string()) : std::string());
    }
    if (ids.empty() || ids.size() > kCorrectionsMax) {
        return refused({"serve.corrections", "/documentIds",
                        "This names no correction, or too many.",
                        "Use the page that this server shows.", "it"});
    }
    const Result<std::size_t> done =
        stock_.correct(ids, caller.person.name, text_at(body, "reason"));
    return done.ok() ? accepted({{"corrected", done.value()}}) : refused(done.problem());
}

Reply Answers::go_live(const Request& request, const Caller& caller) {
    if (comparison_.running()) {
        return refused(comparing());
    }
    const json::value body = body_of(request);
    const json::value& answers = member_at(body, "answers");
    const std::string text = answers.is_null() ? std::string() : json::serialize(answers);
    if (desk_.holds_secret(text)) {
        return refused({"serve.secret", "/answers", "One of the settings is a secret itself.",
                        "Write the name under which the host keeps it.", "it"});
    }
    const std::string reason = text_at(body, "reason");
    const Done recorded = actions_.record(
        {caller.person.name, "promote", desk_.live_folder().string(), "", text, "", reason});
    if (!recorded.ok()) {
        return refused(recorded.problem());
    }
    const Result<PromoteResult> result = desk_.go_live(caller.person.name, text, reason);
    if (!result.ok()) {
        return refused(result.problem());
    }
    Reply reply;
    reply.body = json::serialize(json::object{{"written", result.value().written},
                                              {"testCompany", result.value().test_company},
                                              {"liveCompany", result.value().live_company},
                                              {"codes", result.value().codes},
                                              {"findings", findings_json(result.value().findings)},
                                              {"rightsNotShown", result.value().not_shown}});
    return reply;
}

}  // namespace wms::serve
