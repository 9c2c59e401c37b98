// SPDX-License-Identifier: Apache-2.0
#include "mock-host/validate/validation_report.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace wms::validate {
namespace {

namespace json = boost::json;

/// XML takes no control characters at all, escaped or not.
std::string xml(const std::string& text) {
    std::string out;
    for (const char letter : text) {
        const auto code = static_cast<unsigned char>(letter);
        switch (letter) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\n':
                out += "&#10;";
                break;
            default:
                out += code < 0x20U && letter != '\t' ? '?' : letter;
        }
    }
    return out;
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) {
        out += (out.empty() ? "" : "\n") + word;
    }
    return out;
}

/// Seconds with three places, in every locale.
std::string seconds(std::int64_t milliseconds) {
    return fmt::format("{}.{:03}", milliseconds / 1000, milliseconds % 1000);
}

std::string indented(const std::string& text) {
    std::string out = "        ";
    for (const char letter : text) {
        out += letter;
        out += letter == '\n' ? "        " : "";
    }
    return out + "\n";
}

std::string case_of(const CheckResult& result) {
    std::string out =
        fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{}\"",
                    xml(result.plugin.stem().string()), result.check.name, seconds(result.real_ms));
    const std::string words = xml(joined(result.outcome.words));
    const bool crashed = result.outcome.verdict == Verdict::crashed;
    if (result.outcome.bad()) {
        out +=
            fmt::format(">\n      <{0} message=\"{1}\" type=\"{2}\">{3}</{0}>\n    </testcase>\n",
                        crashed ? "error" : "failure", words, name_of(result.outcome.verdict),
                        xml(result.again));
    } else if (result.outcome.verdict == Verdict::skipped) {
        out += fmt::format(">\n      <skipped message=\"{}\"/>\n    </testcase>\n", words);
    } else {
        out += "/>\n";
    }
    return out;
}

}  // namespace

Totals totals_of(const std::vector<CheckResult>& results) {
    Totals totals;
    for (const CheckResult& result : results) {
        totals.passed += result.outcome.good() ? 1U : 0U;
        totals.warned += result.outcome.verdict == Verdict::warned ? 1U : 0U;
        totals.failed += result.outcome.bad() ? 1U : 0U;
        totals.skipped += result.outcome.verdict == Verdict::skipped ? 1U : 0U;
    }
    return totals;
}

std::string in_words(const Totals& totals) {
    return fmt::format("{} passed{}, {} failed, {} skipped", totals.passed,
                       totals.warned == 0 ? "" : fmt::format(" ({} with a warning)", totals.warned),
                       totals.failed, totals.skipped);
}

std::string text_report(const std::vector<CheckResult>& results, std::uint64_t seed) {
    std::string out;
    std::filesystem::path plugin;
    for (const CheckResult& result : results) {
        if (result.plugin != plugin) {
            plugin = result.plugin;
            out += fmt::format("{} (seed {})\n", plugin.string(), seed);
        }
        out += fmt::format("  {:<9} {:<26} {} s\n", name_of(result.outcome.verdict),
                           result.check.name, seconds(result.real_ms));
        if (result.outcome.verdict != Verdict::passed) {
            out += indented(joined(result.outcome.words));
        }
        if (result.outcome.bad()) {
            out += fmt::format("        Demanded ({}): {}\n        Again: {}\n",
                               result.check.source, result.check.demand, result.again);
        }
    }
    return out + in_words(totals_of(results)) + "\n";
}

std::string junit_report(const std::vector<CheckResult>& results) {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
    for (auto begin = results.begin(); begin != results.end();) {
        auto end = begin;
        std::string cases;
        std::int64_t milliseconds = 0;
        std::vector<CheckResult> own;
        for (; end != results.end() && end->plugin == begin->plugin; ++end) {
            cases += case_of(*end);
            milliseconds += end->real_ms;
            own.push_back(*end);
        }
        const Totals totals = totals_of(own);
        unsigned crashes = 0;
        for (const CheckResult& result : own) {
            crashes += result.outcome.verdict == Verdict::crashed ? 1 : 0;
        }
        out += fmt::format(
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" "
            "time=\"{}\">\n{}  </testsuite>\n",
            xml(begin->plugin.string()), own.size(), totals.failed - crashes, crashes,
            totals.skipped, seconds(milliseconds), cases);
        begin = end;
    }
    return out + "</testsuites>\n";
}

std::string json_report(const std::vector<CheckResult>& results, std::uint64_t seed) {
    json::array checks;
    for (const CheckResult& result : results) {
        json::array words;
        for (const std::string& word : result.outcome.words) {
            words.emplace_back(word);
        }
        checks.push_back(json::object{{"plugin", result.plugin.string()},
                                      {"check", result.check.name},
                                      {"level", result.check.level},
                                      {"verdict", name_of(result.outcome.verdict)},
                                      {"words", std::move(words)},
                                      {"realMs", result.real_ms},
                                      {"demand", result.check.demand},
                                      {"source", result.check.source},
                                      {"again", result.again}});
    }
    const Totals totals = totals_of(results);
    return json::serialize(json::object{{"seed", seed},
                                        {"passed", totals.passed},
                                        {"failed", totals.failed},
                                        {"skipped", totals.skipped},
                                        {"checks", std::move(checks)}}) +
           "\n";
}

}  // namespace wms::validate
