// SPDX-License-Identifier: Apache-2.0
#include "mock-host/held_query.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/answer_lacks.h"
#include "mock-host/json_members.h"

namespace wms {

namespace {

namespace json = boost::json;

// As many as a plugin answers at once.
constexpr int rows_max = 10'000;

std::string text_of_issue(const json::value& issue) {
    const json::value& error = member_at(issue, "error");
    return fmt::format(
        "{} documents wait for {}\n  why         {}\n  what to do  {}\n  who         {}\n",
        count_at(issue, "count"), text_at(issue, "rootCause"), text_at(error, "cause"),
        text_at(error, "fix"), text_at(error, "owner"));
}

}  // namespace

Result<HeldQueryResult> read_held_answer(std::string_view answer) {
    boost::system::error_code error;
    const json::value value = json::parse(answer, error);
    const json::value& issues = member_at(value, "issues");
    const json::value& held = member_at(value, "held");
    if (error || !issues.is_array() || !held.is_array()) {
        return answer_lacks("held", "issues or held");
    }
    HeldQueryResult result;
    result.answer = answer;
    result.any = !held.get_array().empty();
    result.text = result.any ? "" : "Nothing is held.\n";
    for (const json::value& issue : issues.get_array()) {
        result.text += text_of_issue(issue);
    }
    for (const json::value& row : held.get_array()) {
        if (text_at(row, "rootCause").empty()) {
            const json::value& why = member_at(row, "error");
            result.text +=
                fmt::format("{} {} waits for a decision\n  why         {}\n  what to do  {}\n",
                            text_at(row, "messageType"), text_at(row, "documentId"),
                            text_at(why, "cause"), text_at(why, "fix"));
        }
    }
    return result;
}

Result<HeldQueryResult> read_held_lines_answer(std::string_view answer) {
    boost::system::error_code error;
    const json::value value = json::parse(answer, error);
    const json::value& table = member_at(value, "csv");
    if (error || !table.is_string()) {
        return answer_lacks("heldLines", "csv");
    }
    HeldQueryResult result;
    result.answer = answer;
    result.any = count_at(value, "held") > 0;
    result.text = table.get_string();
    return result;
}

Result<HeldQueryResult> ask_held(const HeldQueryOptions& options) {
    Result<std::unique_ptr<Session>> started = Session::start(options.session);
    if (!started.ok()) {
        return started.problem();
    }
    Session& session = *started.value();
    const bool lines = !options.root_cause.empty();
    options.say(lines ? fmt::format("asking for the lines that are held for {}", options.root_cause)
                      : "asking what is held");
    json::object query{{"query", lines ? "heldLines" : "held"}, {"limit", rows_max}};
    if (lines) {
        query.emplace("rootCause", options.root_cause);
    }
    const Result<std::string> answer = session.host().query(json::serialize(query));
    const Done ended = session.end();
    if (!answer.ok() || !ended.ok()) {
        return answer.ok() ? ended.problem() : answer.problem();
    }
    return lines ? read_held_lines_answer(answer.value()) : read_held_answer(answer.value());
}

}  // namespace wms
