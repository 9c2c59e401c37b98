// SPDX-License-Identifier: Apache-2.0
#include "mock-host/verify_query.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/answer_lacks.h"
#include "mock-host/audit_comparison.h"
#include "mock-host/json_members.h"

namespace wms {
namespace {

namespace json = boost::json;

constexpr int rows_at_once = 10'000;

/// Every row of the journal, a page at a time.
Done compare_rows(Host& host, AuditComparison& comparison) {
    json::value after = json::object{{"chain", 0}, {"position", 0}};
    while (!after.is_null()) {
        const Result<std::string> answer = host.query(json::serialize(
            json::object{{"query", "journal"}, {"after", after}, {"limit", rows_at_once}}));
        if (!answer.ok()) {
            return answer.problem();
        }
        boost::system::error_code error;
        const json::value page = json::parse(answer.value(), error);
        if (error || !member_at(page, "rows").is_array()) {
            return answer_lacks("journal", "rows");
        }
        for (const json::value& row : list_at(page, "rows")) {
            comparison.add_row(row);
        }
        after = member_at(page, "next");
    }
    comparison.end();
    return Nothing{};
}

void add_audit(VerifyQueryResult& result, const AuditFigures& figures) {
    const bool whole = figures.first_break.empty();
    boost::system::error_code error;
    json::value answer = json::parse(result.answer, error);
    answer.get_object()["audit"] =
        json::object{{"whole", whole},
                     {"firstBreak", whole ? json::value() : json::value(figures.first_break)},
                     {"lines", figures.lines},
                     {"beforeHashes", figures.before},
                     {"sends", figures.sends},
                     {"unannounced", figures.unannounced}};
    result.answer = json::serialize(answer);
    result.whole = result.whole && whole;
    result.text += whole ? fmt::format(
                               "The audit trail is whole: {} lines, {} requests, each "
                               "announced before it was sent.\n",
                               figures.lines, figures.sends)
                         : fmt::format("The audit trail is not whole: {}.\n", figures.first_break);
}

}  // namespace

Result<VerifyQueryResult> read_verify_answer(std::string_view answer) {
    boost::system::error_code error;
    const json::value value = json::parse(answer, error);
    const json::value& whole = member_at(value, "whole");
    if (error || !whole.is_bool()) {
        return answer_lacks("verify", "whole");
    }
    VerifyQueryResult result;
    result.answer = answer;
    result.whole = whole.get_bool();
    if (result.whole) {
        result.text = fmt::format(
            "The journal is whole: {} rows, {} documents, {} of them without their content.\n",
            count_at(value, "rows"), count_at(value, "documents"), count_at(value, "purged"));
        return result;
    }
    const json::value& broken = member_at(value, "firstBreak");
    const std::string message_id = text_at(broken, "messageId");
    result.text =
        fmt::format("The journal is not whole: chain {}, row {}{}: {}.\n",
                    count_at(broken, "chain"), count_at(broken, "position"),
                    message_id.empty() ? "" : ", document " + message_id, text_at(broken, "cause"));
    return result;
}

Result<VerifyQueryResult> ask_verify(const VerifyQueryOptions& options) {
    SessionOptions session_options = options.session;
    session_options.connect = false;
    AuditComparison comparison;
    if (options.audit) {
        const Done read = comparison.read(session_options.data / kAuditFile);
        if (!read.ok()) {
            return read.problem();
        }
    }
    Result<std::unique_ptr<Session>> started = Session::start(session_options);
    if (!started.ok()) {
        return started.problem();
    }
    Session& session = *started.value();
    options.say("verifying the journal");
    const Result<std::string> answer = session.host().query(
        fmt::format(R"({{"query":"verify","anchors":{}}})", comparison.anchors_json()));
    Result<VerifyQueryResult> result =
        answer.ok() ? read_verify_answer(answer.value()) : answer.problem();
    if (result.ok() && options.audit && result.value().whole) {
        options.say("comparing the audit trail with it");
        const Done compared = compare_rows(session.host(), comparison);
        if (!compared.ok()) {
            return compared.problem();
        }
        add_audit(result.value(), comparison.figures());
    }
    const Done ended = session.end();
    return ended.ok() ? result : ended.problem();
}

}  // namespace wms
