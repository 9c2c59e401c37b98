// SPDX-License-Identifier: Apache-2.0
// The books of the demo's day, for people and for programs.
#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/demo.h"

namespace wms {

namespace {

namespace json = boost::json;

constexpr std::int64_t kSecondMs = 1'000;

std::string waiting_text(const Posting& posting) {
    return fmt::format(
        "  {} {}: {}\n"
        "    why          {}\n"
        "    what to do   {}\n"
        "    who          {}\n",
        posting.message_type.empty() ? "instance" : posting.message_type, posting.document_id,
        posting.problem.code, posting.problem.cause, posting.problem.fix, posting.problem.owner);
}

}  // namespace

std::string text_of(const DemoResult& result) {
    std::string text = fmt::format("\n{:<12} {:<20} {:<9} {:<14} {:>12} {:>12}\n", "warehouse",
                                   "message", "state", "Sage", "warehouse", "Sage");
    for (const DemoLine& line : result.lines) {
        text += fmt::format("{:<12} {:<20} {:<9} {:<14} {:>12} {:>12}\n", line.document_id,
                            line.message_type, line.state, line.sage_number, line.net_wms,
                            line.net_sage);
    }
    const Reconciliation& books = result.reconciliation;
    text += fmt::format("{:<58} {:>12} {:>12}\n", "net in all", books.net_wms.money(),
                        books.net_sage.money());
    text += fmt::format("{:<58} {:>25}\n", "difference", books.difference().money());
    text += fmt::format(
        "\n{} documents in Sage, {} of them twice; stock compared in {} places; {} lost reply.\n",
        books.sage_documents, books.sage_duplicates, result.stock_places, result.lost_replies);
    for (const std::string& sentence : result.late_tracking) {
        text += sentence + "\n";
    }
    if (result.jumped_ms > 0) {
        text += fmt::format("The clock jumped {} seconds; the run took {} ms.\n",
                            result.jumped_ms / kSecondMs, result.run_microseconds / 1000);
    }
    text += "\nWhat needs a person:\n";
    for (const Posting& posting : result.waiting) {
        text += waiting_text(posting);
    }
    for (const Posting& posting : result.attentions) {
        text += waiting_text(posting);
    }
    if (result.waiting.empty() && result.attentions.empty()) {
        text += "  nothing\n";
    }
    for (const Finding& finding : result.findings) {
        text +=
            fmt::format("{}DIFFERENCE {}: {}\n", &finding == &result.findings.front() ? "\n" : "",
                        finding.document_id, finding.what);
    }
    text += result.balances() ? "\nWarehouse and Sage agree to the penny.\n"
                              : "\nWarehouse and Sage do not agree.\n";
    return text;
}

std::string json_line(const DemoResult& result) {
    json::array lines;
    for (const DemoLine& line : result.lines) {
        lines.push_back(json::object{{"documentId", line.document_id},
                                     {"messageType", line.message_type},
                                     {"state", line.state},
                                     {"sageNumber", line.sage_number},
                                     {"netWms", line.net_wms},
                                     {"netSage", line.net_sage}});
    }
    json::array waiting;
    for (const Posting& posting : result.waiting) {
        waiting.push_back(json::object{{"documentId", posting.document_id},
                                       {"state", posting.state},
                                       {"code", posting.problem.code},
                                       {"cause", posting.problem.cause},
                                       {"fix", posting.problem.fix},
                                       {"owner", posting.problem.owner}});
    }
    json::array findings;
    for (const Finding& finding : result.findings) {
        findings.push_back(
            json::object{{"documentId", finding.document_id}, {"what", finding.what}});
    }
    const Reconciliation& books = result.reconciliation;
    return json::serialize(json::object{{"balances", result.balances()},
                                        {"documents", std::move(lines)},
                                        {"waiting", std::move(waiting)},
                                        {"findings", std::move(findings)},
                                        {"sage_documents", books.sage_documents},
                                        {"sage_duplicates", books.sage_duplicates},
                                        {"net_wms", books.net_wms.money()},
                                        {"net_sage", books.net_sage.money()},
                                        {"difference", books.difference().money()}});
}

}  // namespace wms
