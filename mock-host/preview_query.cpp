// SPDX-License-Identifier: Apache-2.0
#include "mock-host/preview_query.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "mock-host/answer_lacks.h"
#include "mock-host/json_members.h"
#include "mock-host/read_file.h"

namespace wms {

namespace {

namespace json = boost::json;

// As much as a plugin takes.
constexpr std::size_t document_bytes_max = 4 * 1024 * 1024;

/// "net 25.29 GBP; not predicted: tax, gross".
std::string totals_text(const json::value& totals) {
    std::string known;
    std::string unknown;
    for (const char* name : {"net", "tax", "gross"}) {
        const json::value& money = member_at(totals, name);
        if (money.is_object()) {
            known += fmt::format("{}{} {} {}", known.empty() ? "" : ", ", name,
                                 text_at(money, "amount"), text_at(money, "currencyId"));
        } else {
            unknown += fmt::format("{}{}", unknown.empty() ? "" : ", ", name);
        }
    }
    return fmt::format("{}{}{}{}", known, known.empty() || unknown.empty() ? "" : "; ",
                       unknown.empty() ? "" : "not predicted: ", unknown);
}

std::string request_text(const json::value& request) {
    std::string text = fmt::format("\nrequest ({})\n{} {}\n", text_at(request, "purpose"),
                                   text_at(request, "method"), text_at(request, "target"));
    for (const json::value& header : list_at(request, "headers")) {
        text += fmt::format("{}: {}\n", text_at(header, "name"), text_at(header, "value"));
    }
    const std::string body = text_at(request, "body");
    return body.empty() ? text : text + "\n" + body + "\n";
}

std::string known_text(const json::value& answer, std::string_view name, std::string_view words) {
    const json::value& known = member_at(answer, name);
    return known.is_object()
               ? fmt::format("{:<10}{} {} version {}, {}\n", words, text_at(known, "messageType"),
                             text_at(known, "documentId"), text_at(known, "documentVersion"),
                             text_at(known, "state"))
               : std::string();
}

std::string text_of_answer(const json::value& answer) {
    const auto line = [&](std::string_view words, std::string_view name) {
        const std::string value = text_at(answer, name);
        return value.empty() ? std::string() : fmt::format("{:<10}{}\n", words, value);
    };
    std::string text = line("outcome", "outcome") + line("why", "reason") +
                       line("in Sage", "sageType") + line("reference", "externalReference") +
                       known_text(answer, "accepted", "accepted") +
                       known_text(answer, "waitsFor", "waits for") +
                       known_text(answer, "otherVersion", "beside") + line("goes at", "dueAt");
    for (const json::value& problem : list_at(answer, "problems")) {
        text += fmt::format("\n{} {}\n  why         {}\n  what to do  {}\n  who         {}\n",
                            text_at(problem, "code"), text_at(problem, "fieldPath"),
                            text_at(problem, "cause"), text_at(problem, "fix"),
                            text_at(problem, "owner"));
    }
    const json::array& lines = list_at(answer, "predictedLines");
    for (const json::value& one : lines) {
        text += fmt::format("{:<28}{}\n", text_at(one, "fieldPath"),
                            totals_text(member_at(one, "totals")));
    }
    if (!lines.empty()) {
        text += fmt::format("{:<28}{}\n", "document",
                            totals_text(member_at(answer, "predictedTotals")));
    }
    for (const json::value& request : list_at(answer, "requests")) {
        text += request_text(request);
    }
    return text;
}

}  // namespace

Result<PreviewQueryResult> read_preview_answer(std::string_view answer) {
    boost::system::error_code error;
    const json::value value = json::parse(answer, error);
    PreviewQueryResult result;
    result.outcome = error ? std::string() : text_at(value, "outcome");
    if (result.outcome.empty()) {
        return answer_lacks("preview", "an outcome");
    }
    result.text = text_of_answer(value);
    result.answer = answer;
    return result;
}

Result<PreviewQueryResult> ask_preview(const PreviewQueryOptions& options) {
    const Result<std::string> document = read_file(options.document, document_bytes_max);
    if (!document.ok()) {
        return document.problem();
    }
    Result<std::unique_ptr<Session>> started = Session::start(options.session);
    if (!started.ok()) {
        return started.problem();
    }
    Session& session = *started.value();
    options.say(fmt::format("asking what would become of {}", options.document.string()));
    const Result<std::string> answer =
        session.host().query(R"({"query":"preview","document":)" + document.value() + "}");
    const Done ended = session.end();
    if (!answer.ok()) {
        return answer.problem();
    }
    return ended.ok() ? read_preview_answer(answer.value())
                      : Result<PreviewQueryResult>(ended.problem());
}

}  // namespace wms
