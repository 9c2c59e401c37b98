// SPDX-License-Identifier: Apache-2.0
#include "mock-host/reconcile_query.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace wms {

namespace {

namespace json = boost::json;

std::string text_at(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    const json::string* text = value == nullptr ? nullptr : value->if_string();
    return text == nullptr ? std::string() : std::string(*text);
}

std::int64_t count_at(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

std::string line_of(const json::value& finding) {
    if (!finding.is_object()) {
        return "a finding that is no object";
    }
    const json::object& object = finding.get_object();
    const json::value* error = object.if_contains("error");
    const bool told = error != nullptr && error->is_object();
    const std::string document = text_at(object, "documentId");
    return fmt::format("{} {}: {} {}", text_at(object, "finding"),
                       document.empty() ? text_at(object, "externalReference") : document,
                       told ? text_at(error->get_object(), "cause") : "",
                       told ? text_at(error->get_object(), "fix") : "");
}

}  // namespace

Result<ReconcileQueryResult> read_reconcile_answer(std::string_view answer) {
    boost::system::error_code error;
    const json::value value = json::parse(answer, error);
    const json::object* object = error ? nullptr : value.if_object();
    const json::value* findings = object == nullptr ? nullptr : object->if_contains("findings");
    const json::value* complete = object == nullptr ? nullptr : object->if_contains("complete");
    if (findings == nullptr || !findings->is_array() || complete == nullptr ||
        !complete->is_bool()) {
        return Problem{"host.reconcile_malformed", "",
                       "The plugin's answer to the query \"reconcile\" lacks findings or complete.",
                       "Report this to the vendor of the plugin.", "vendor"};
    }
    ReconcileQueryResult result;
    result.compared = count_at(*object, "compared");
    result.waiting = count_at(*object, "waiting");
    result.complete = complete->get_bool();
    for (const json::value& finding : findings->get_array()) {
        result.findings.push_back(line_of(finding));
    }
    result.answer = answer;
    return result;
}

Result<ReconcileQueryResult> ask_reconcile(const ReconcileQueryOptions& options) {
    Result<std::unique_ptr<Session>> opened = Session::open(options.session);
    if (!opened.ok()) {
        return opened.problem();
    }
    Session& session = *opened.value();
    const Done begun = session.begin();
    if (!begun.ok()) {
        return begun.problem();
    }
    options.say(
        fmt::format("comparing what was posted from {} to {} with Sage", options.from, options.to));
    const Result<std::string> answer = session.host().query(json::serialize(
        json::object{{"query", "reconcile"}, {"from", options.from}, {"to", options.to}}));
    if (!answer.ok()) {
        return answer.problem();
    }
    Result<ReconcileQueryResult> result = read_reconcile_answer(answer.value());
    // The events of the findings are kept like all others.
    const Result<StatusCounts> settled = session.host().settle(0);
    const Done ended = session.end();
    if (result.ok() && (!settled.ok() || !ended.ok())) {
        return !settled.ok() ? settled.problem() : ended.problem();
    }
    return result;
}

std::string text_of(const ReconcileQueryResult& result) {
    std::string text = fmt::format("{} documents compared, {} not yet, {} findings{}\n",
                                   result.compared, result.waiting, result.findings.size(),
                                   result.complete ? "" : "; Sage could not be asked for all");
    for (const std::string& finding : result.findings) {
        text += "  " + finding + "\n";
    }
    return text;
}

}  // namespace wms
