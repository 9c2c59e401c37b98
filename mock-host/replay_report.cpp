// SPDX-License-Identifier: Apache-2.0
// What a replay says at its end, to programs and to people.
#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "mock-host/replay.h"

namespace wms {

namespace {

constexpr std::size_t kShownMax = 50;

/// value / unit with so many places, by integers.
std::string quotient(std::int64_t value, std::int64_t unit, int places) {
    std::int64_t scale = 1;
    for (int place = 0; place < places; ++place) {
        scale *= 10;
    }
    const std::int64_t scaled = unit <= 0 ? 0 : (value * scale + unit / 2) / unit;
    return fmt::format("{}.{:0{}}", scaled / scale, scaled % scale, places);
}

std::string difference_of(const std::string& left, const std::string& right) {
    return (Decimal::parse(left).value_or(Decimal{}) - Decimal::parse(right).value_or(Decimal{}))
        .money();
}

struct Speed {
    std::string seconds;
    std::string documents_per_second;
    std::string cpu_ms_per_document;
    std::string peak_rss_mib;
};

Speed speed_of(const ReplayFigures& figures) {
    return {quotient(figures.run_microseconds, 1'000'000, 3),
            quotient(figures.accepted * 1'000'000, figures.run_microseconds, 1),
            quotient(figures.cpu_microseconds, figures.accepted * 1000, 3),
            quotient(figures.peak_rss_kib, 1024, 1)};
}

std::string waiting_line(const Posting& posting) {
    const std::string what = posting.document_id.empty()
                                 ? "the instance"
                                 : fmt::format("{} {}", posting.message_type, posting.document_id);
    return fmt::format("  {} ({}): {}\n", what, posting.state, in_one_line(posting.problem));
}

template <class List, class Line>
void add_list(std::string& text, const char* title, const List& list, Line line) {
    if (list.empty()) {
        return;
    }
    text += fmt::format("\n{} ({})\n", title, list.size());
    std::size_t shown = 0;
    for (const auto& entry : list) {
        if (++shown > kShownMax) {
            text += fmt::format("  ... and {} more\n", list.size() - kShownMax);
            break;
        }
        text += line(entry);
    }
}

}  // namespace

bool ReplayResult::balances() const {
    const bool all_posted = figures.posted == figures.accepted && figures.rejected == 0 &&
                            figures.held == 0 && figures.withdrawn == 0 && figures.in_doubt == 0 &&
                            figures.queued == 0;
    return all_posted && problems.empty() && findings.empty() && figures.sage_duplicates == 0 &&
           figures.difference == "0.00" && figures.gross_difference == "0.00";
}

std::string json_line(const ReplayFigures& figures) {
    const Speed speed = speed_of(figures);
    // The speeds are decimal numbers without rounding by a binary one: written as their digits.
    return fmt::format(
        R"({{"accepted":{},"posted":{},"rejected":{},"held":{},"withdrawn":{},"in_doubt":{},)"
        R"("queued":{},"sage_documents":{},"sage_duplicates":{},"net_wms":"{}","net_sage":"{}",)"
        R"("difference":"{}","tax_wms":"{}","tax_sage":"{}","gross_wms":"{}","gross_sage":"{}",)"
        R"("gross_difference":"{}","seconds":{},"documents_per_second":{},"submit_p50_us":{},)"
        R"("submit_p99_us":{},"cpu_ms_per_document":{},"peak_rss_mib":{}}})",
        figures.accepted, figures.posted, figures.rejected, figures.held, figures.withdrawn,
        figures.in_doubt, figures.queued, figures.sage_documents, figures.sage_duplicates,
        figures.net_wms, figures.net_sage, figures.difference, figures.tax_wms, figures.tax_sage,
        figures.gross_wms, figures.gross_sage, figures.gross_difference, speed.seconds,
        speed.documents_per_second, figures.submit_p50_us, figures.submit_p99_us,
        speed.cpu_ms_per_document, speed.peak_rss_mib);
}

std::string text_of(const ReplayResult& result) {
    const ReplayFigures& figures = result.figures;
    const Speed speed = speed_of(figures);
    std::string text = fmt::format(
        "\n"
        "documents   {:>8} accepted, {} posted ({} sales orders beside them)\n"
        "left        {:>8} rejected, {} held, {} withdrawn, {} in doubt, {} queued\n"
        "in Sage     {:>8} documents, {} of them twice\n"
        "                       net            tax          gross\n"
        "warehouse   {:>14} {:>14} {:>14}\n"
        "Sage        {:>14} {:>14} {:>14}\n"
        "difference  {:>14} {:>14} {:>14}\n"
        "speed       {} s, {} documents/s, {} ms CPU each, submit {} us (99 %: {} us), {} MiB\n",
        figures.accepted, figures.posted, figures.orders, figures.rejected, figures.held,
        figures.withdrawn, figures.in_doubt, figures.queued, figures.sage_documents,
        figures.sage_duplicates, figures.net_wms, figures.tax_wms, figures.gross_wms,
        figures.net_sage, figures.tax_sage, figures.gross_sage, figures.difference,
        difference_of(figures.tax_wms, figures.tax_sage), figures.gross_difference, speed.seconds,
        speed.documents_per_second, speed.cpu_ms_per_document, figures.submit_p50_us,
        figures.submit_p99_us, speed.peak_rss_mib);
    add_list(text, "Problems", result.problems,
             [](const Problem& problem) { return "  " + in_one_line(problem) + "\n"; });
    add_list(text, "Differences between warehouse and Sage", result.findings,
             [](const Finding& finding) {
                 return fmt::format("  {}: {}\n", finding.document_id, finding.what);
             });
    add_list(text, "What needs a person", result.waiting, waiting_line);
    text += result.balances() ? "\nEverything balances.\n" : "\nIt does not balance.\n";
    return text;
}

}  // namespace wms
