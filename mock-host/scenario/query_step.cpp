// SPDX-License-Identifier: Apache-2.0
#include "mock-host/scenario/query_step.h"

#include <boost/json.hpp>

#include "mock-host/scenario/compare.h"

namespace wms::scenarios {

namespace json = boost::json;

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
    const json::value actual = answer.ok()          ? json::parse(answer.value())
                               : wanted.is_string() ? json::value(answer.problem().code)
                                                    : json::value(in_one_line(answer.problem()));
    if (const json::object* const members = actual.if_object()) {
        const json::value* const told = members->if_contains("next");
        next = told == nullptr ? next : *told;
    }
    const json::object whole{{"answer", expected.value()}};
    const json::object there{{"answer", actual}};
    Findings found = differences(whole, there);
    if (found.empty()) {
        return unnoticed_changes(whole, there);
    }
    found.push_back({"", "/answer", "", json::serialize(actual), ""});
    return found;
}

}  // namespace wms::scenarios
