// SPDX-License-Identifier: Apache-2.0
#include "mock-host/scenario/query_step.h"

#include <boost/json.hpp>

#include "mock-host/scenario/compare.h"

namespace wms::scenarios {

namespace json = boost::json;

namespace {

json::value answered(const Result<std::string>& answer, const json::value& wanted) {
    return answer.ok()          ? json::parse(answer.value())
           : wanted.is_string() ? json::value(answer.problem().code)
                                : json::value(in_one_line(answer.problem()));
}

Findings compared(const json::value& wanted, const json::value& actual) {
    const json::object whole{{"answer", wanted}};
    const json::object there{{"answer", actual}};
    Findings found = differences(whole, there);
    if (found.empty()) {
        return unnoticed_changes(whole, there);
    }
    found.push_back({"", "/answer", "", json::serialize(actual), ""});
    return found;
}

}  // namespace

Result<Findings> ask(Host& host, const json::object& query, const json::value& wanted,
                     const MessageIds& message_id, json::value& next) {
    Result<json::value> request = with_message_ids(query, message_id);
    const Result<json::value> expected = with_message_ids(wanted, message_id);
    if (!request.ok() || !expected.ok()) {
        return request.ok() ? expected.problem() : request.problem();
    }
    json::value* const after = request.value().as_object().if_contains("after");
    if (after != nullptr && *after == "next of the last answer") {
        *after = next;
    }
    const Result<std::string> answer = host.query(json::serialize(request.value()));
    const json::value actual = answered(answer, wanted);
    if (const json::object* const members = actual.if_object()) {
        const json::value* const told = members->if_contains("next");
        next = told == nullptr ? next : *told;
    }
    return compared(expected.value(), actual);
}

Result<Findings> report_of(Host& host, const json::value& wanted) {
    const Result<std::string> answer = host.check();
    return compared(wanted, answered(answer, wanted));
}

}  // namespace wms::scenarios
