// SPDX-License-Identifier: Apache-2.0
// The XML is written by Boost.PropertyTree, which escapes what has to be.
#include "mock-host/scenario/scenario_report.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <sstream>

namespace wms::scenarios {
namespace {

namespace json = boost::json;
using boost::property_tree::ptree;

/// Of a list in Sage; the whole is in --json.
constexpr std::size_t shown_bytes_max = 600;

std::string shortened(const std::string& text) {
    if (text.size() <= shown_bytes_max) {
        return text;
    }
    std::size_t end = shown_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return text.substr(0, end) + " …";
}

std::string paragraph_of(const Finding& finding) {
    std::string text =
        fmt::format("\n          {}{}{}", finding.step,
                    finding.step.empty() || finding.place.empty() ? "" : ", ", finding.place);
    const auto row = [&](const char* word, const std::string& value) {
        text += value.empty() ? "" : fmt::format("\n            {:<11} {}", word, shortened(value));
    };
    row("expected", finding.expected);
    row("there is", finding.found);
    row("what to do", finding.advice);
    return text;
}

std::string seconds_of(std::int64_t real_ms) {
    return fmt::format("{}.{:03}", real_ms / 1000, real_ms % 1000);
}

json::array findings_of(const CaseResult& result) {
    json::array all;
    for (const Finding& finding : result.findings) {
        all.push_back(json::object{{"step", finding.step},
                                   {"place", finding.place},
                                   {"expected", finding.expected},
                                   {"found", finding.found},
                                   {"advice", finding.advice}});
    }
    return all;
}

/// What stands before the slash of a case's name.
std::string file_of(const CaseResult& result) {
    return result.name.substr(0, result.name.find('/'));
}

ptree case_of(const CaseResult& result) {
    ptree one;
    const std::string file = file_of(result);
    const bool whole = result.name.size() == file.size();
    one.put("<xmlattr>.classname", result.edition + "." + file);
    one.put("<xmlattr>.name", whole ? file : result.name.substr(file.size() + 1));
    one.put("<xmlattr>.time", seconds_of(result.real_ms));
    if (result.outcome == Outcome::not_played) {
        one.put("skipped.<xmlattr>.message", result.reason);
    }
    if (result.outcome == Outcome::failed) {
        std::string text;
        for (const Finding& finding : result.findings) {
            text += in_one_line(finding) + "\n";
        }
        one.put("failure", text);
        one.put("failure.<xmlattr>.message", "row " + result.row + ": " + result.promise);
    }
    return one;
}

}  // namespace

std::string line_of(const CaseResult& result, std::size_t number, std::size_t of) {
    const std::string places = std::to_string(of);
    std::string text = fmt::format("[{:>{}}/{}] {:<12} {}", number, places.size(), places,
                                   text_of(result.outcome), result.name);
    if (result.outcome == Outcome::not_played) {
        return text + ": " + result.reason;
    }
    text += fmt::format(" ({} s)", seconds_of(result.real_ms));
    if (result.outcome == Outcome::failed) {
        text += fmt::format("\n          row {}: {}", result.row, result.promise);
        for (const Finding& finding : result.findings) {
            text += paragraph_of(finding);
        }
    }
    return text;
}

std::string summary_of(const RunResult& result) {
    std::string text =
        fmt::format("\n{}: {} passed, {} failed, {} not played; {} s\n", result.plugin,
                    result.count(Outcome::passed), result.count(Outcome::failed),
                    result.count(Outcome::not_played), seconds_of(result.real_ms));
    for (const CaseResult& one : result.cases) {
        text += one.outcome == Outcome::failed ? "failed    " + one.name + "\n" : "";
    }
    return text;
}

std::string json_line(const RunResult& result) {
    json::array cases;
    for (const CaseResult& one : result.cases) {
        cases.push_back(json::object{{"name", one.name},
                                     {"row", one.row},
                                     {"promise", one.promise},
                                     {"outcome", text_of(one.outcome)},
                                     {"reason", one.reason},
                                     {"milliseconds", one.real_ms},
                                     {"findings", findings_of(one)}});
    }
    return json::serialize(json::object{{"plugin", result.plugin},
                                        {"edition", result.edition},
                                        {"passed", result.count(Outcome::passed)},
                                        {"failed", result.count(Outcome::failed)},
                                        {"notPlayed", result.count(Outcome::not_played)},
                                        {"milliseconds", result.real_ms},
                                        {"cases", std::move(cases)}});
}

std::string junit_of(const RunResult& result) {
    ptree suite;
    suite.put("<xmlattr>.name", result.plugin);
    suite.put("<xmlattr>.tests", result.cases.size());
    suite.put("<xmlattr>.failures", result.count(Outcome::failed));
    suite.put("<xmlattr>.skipped", result.count(Outcome::not_played));
    suite.put("<xmlattr>.time", seconds_of(result.real_ms));
    for (const CaseResult& one : result.cases) {
        suite.add_child("testcase", case_of(one));
    }
    ptree whole;
    whole.add_child("testsuites.testsuite", suite);
    std::ostringstream text;
    boost::property_tree::write_xml(
        text, whole, boost::property_tree::xml_writer_make_settings<std::string>(' ', 2));
    return text.str();
}

}  // namespace wms::scenarios
