// SPDX-License-Identifier: Apache-2.0
#include "mock-host/reconcile_query.h"

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

std::string line_of(const json::value& finding) {
    const json::value& error = member_at(finding, "error");
    const std::string document = text_at(finding, "documentId");
    return fmt::format("{} {}: {} {}", text_at(finding, "finding"),
                       document.empty() ? text_at(finding, "externalReference") : document,
                       text_at(error, "cause"), text_at(error, "fix"));
}

constexpr std::size_t documents_a_page = 500;

Done add_documents(const Warehouse& warehouse, Host& host, ThreeSides& sides) {
    const AskDocument ask = [&host](const std::string& message_id) {
        return host.query(
            json::serialize(json::object{{"query", "document"}, {"messageId", message_id}}));
    };
    std::int64_t after = 0;
    for (;;) {
        const Result<std::vector<KeptDocument>> page =
            warehouse.documents_after(after, documents_a_page);
        if (!page.ok()) {
            return page.problem();
        }
        if (page.value().empty()) {
            sides.end();
            return Nothing{};
        }
        for (const KeptDocument& one : page.value()) {
            after = one.sequence;
            const Done added = sides.add(one.message, ask);
            if (!added.ok()) {
                return added;
            }
        }
    }
}

}  // namespace

Result<ReconcileQueryResult> read_reconcile_answer(std::string_view answer) {
    boost::system::error_code error;
    const json::value value = json::parse(answer, error);
    const json::value& complete = member_at(value, "complete");
    const json::value& findings = member_at(value, "findings");
    if (error || !findings.is_array() || !complete.is_bool()) {
        return answer_lacks("reconcile", "findings or complete");
    }
    ReconcileQueryResult result;
    result.compared = count_at(value, "compared");
    result.waiting = count_at(value, "waiting");
    result.complete = complete.get_bool();
    for (const json::value& finding : findings.get_array()) {
        result.findings.push_back(line_of(finding));
    }
    result.answer = answer;
    return result;
}

Result<ReconcileQueryResult> ask_reconcile(const ReconcileQueryOptions& options) {
    Result<std::unique_ptr<Session>> started = Session::start(options.session);
    if (!started.ok()) {
        return started.problem();
    }
    Session& session = *started.value();
    options.say(
        fmt::format("comparing what was posted from {} to {} with Sage", options.from, options.to));
    const Result<std::string> answer = session.host().query(json::serialize(
        json::object{{"query", "reconcile"}, {"from", options.from}, {"to", options.to}}));
    if (!answer.ok()) {
        return answer.problem();
    }
    Result<ReconcileQueryResult> result = read_reconcile_answer(answer.value());
    if (result.ok() && options.warehouse != nullptr) {
        Result<ThreeSides> sides = ThreeSides::from(answer.value());
        const Done added = sides.ok()
                               ? add_documents(*options.warehouse, session.host(), sides.value())
                               : Done(sides.problem());
        if (!added.ok()) {
            return added.problem();
        }
        result.value().sides = std::move(sides).value();
    }
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
