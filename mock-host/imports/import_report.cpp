// SPDX-License-Identifier: Apache-2.0
// What an import says at its end, to programs and to people.
#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/imports/import.h"

namespace wms {

namespace {

constexpr std::size_t kShownMax = 50;

std::string waiting_line(const Posting& posting) {
    return fmt::format("  {} {} ({}): {}\n", posting.message_type, posting.document_id,
                       posting.state, in_one_line(posting.problem));
}

}  // namespace

bool ImportResult::balances() const {
    return counts.left_out == 0 && problems.empty() &&
           (!handed_over || (waiting.empty() && counts.unsettled == 0 && sage.balances()));
}

std::string json_line(const ImportResult& result) {
    const ImportCounts& counts = result.counts;
    return boost::json::serialize(
        boost::json::object{{"orders", counts.orders},
                            {"despatches", counts.despatches},
                            {"lines", counts.lines},
                            {"duplicates", counts.duplicates},
                            {"left_out", counts.left_out},
                            {"remarks", counts.remarks},
                            {"posted", counts.posted},
                            {"held", counts.held},
                            {"rejected", counts.rejected},
                            {"unsettled", counts.unsettled},
                            {"sage_documents", result.sage.sage_documents},
                            {"sage_duplicates", result.sage.sage_duplicates},
                            {"net_files", result.sage.net_wms.money()},
                            {"net_sage", result.sage.net_sage.money()},
                            {"difference", result.sage.difference().money()}});
}

std::string text_of(const ImportResult& result) {
    const ImportCounts& counts = result.counts;
    std::string text = fmt::format(
        "\n{} orders and {} despatches of {} lines; {} of them again, {} left out, {} remarks\n",
        counts.orders, counts.despatches, counts.lines, counts.duplicates, counts.left_out,
        counts.remarks);
    if (!result.handed_over) {
        return text + "Nothing was handed over: no plugin was named.\n";
    }
    text += fmt::format(
        "{} posted, {} held, {} rejected, {} unsettled\n"
        "despatches: net {} in the files, {} in Sage, difference {}; {} documents, {} of them "
        "twice\n",
        counts.posted, counts.held, counts.rejected, counts.unsettled, result.sage.net_wms.money(),
        result.sage.net_sage.money(), result.sage.difference().money(), result.sage.sage_documents,
        result.sage.sage_duplicates);
    for (const Problem& problem : result.problems) {
        text += "problem: " + in_one_line(problem) + "\n";
    }
    for (std::size_t index = 0; index < result.sage.findings.size() && index < kShownMax; ++index) {
        const Finding& finding = result.sage.findings[index];
        text += fmt::format("difference: {}: {}\n", finding.document_id, finding.what);
    }
    if (!result.waiting.empty()) {
        text += fmt::format("What needs a person ({}):\n", result.waiting.size());
    }
    for (std::size_t index = 0; index < result.waiting.size() && index < kShownMax; ++index) {
        text += waiting_line(result.waiting[index]);
    }
    return text + (result.balances() ? "What is in Sage is what the files say.\n"
                                     : "It does not balance.\n");
}

}  // namespace wms
