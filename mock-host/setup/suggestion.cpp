// SPDX-License-Identifier: Apache-2.0
#include "mock-host/setup/suggestion.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "mock-host/answer_lacks.h"
#include "mock-host/json_members.h"

namespace wms {

namespace {

namespace json = boost::json;

const std::vector<CatalogueRow>* rows_of(const CatalogueRows& catalogue, std::string_view kind) {
    const auto found = catalogue.find(kind);
    return found == catalogue.end() || found->second.empty() ? nullptr : &found->second;
}

const CatalogueRow* find_row(const std::vector<CatalogueRow>& rows, std::string_view id) {
    const auto found = std::find_if(rows.begin(), rows.end(),
                                    [&](const CatalogueRow& row) { return row.id == id; });
    return found == rows.end() ? nullptr : &*found;
}

/// The setting, or the one that it is a part of.
std::string title_of(std::string_view pointer, const std::vector<Question>& questions) {
    const Question* best = nullptr;
    for (const Question& question : questions) {
        const bool within =
            pointer == question.pointer || pointer.starts_with(question.pointer + "/");
        if (within && (best == nullptr || question.pointer.size() > best->pointer.size())) {
            best = &question;
        }
    }
    return best == nullptr ? std::string() : best->title;
}

}  // namespace

Result<std::string> add_catalogue_page(std::string_view answer, std::vector<CatalogueRow>& rows) {
    boost::system::error_code error;
    const json::value value = json::parse(answer, error);
    if (error || !member_at(value, "records").is_array()) {
        return answer_lacks("catalogue", "records");
    }
    for (const json::value& record : list_at(value, "records")) {
        const json::value& active = member_at(record, "active");
        rows.push_back({text_at(record, "id"), text_at(record, "name"),
                        !active.is_bool() || active.get_bool()});
    }
    return text_at(value, "next");
}

Suggestions suggestions_for(const Question& question, const CatalogueRows& catalogue,
                            std::size_t shown_max) {
    Suggestions suggestions;
    for (const std::string& kind : question.catalogue_kinds) {
        const std::vector<CatalogueRow>* const rows = rows_of(catalogue, kind);
        if (rows == nullptr) {
            continue;
        }
        for (const CatalogueRow& row : *rows) {
            if (!row.active) {
                continue;
            }
            if (suggestions.shown.size() == shown_max) {
                ++suggestions.more;
                continue;
            }
            const std::string named = row.name.empty() || row.name == row.id ? "" : row.name + ", ";
            suggestions.shown.push_back({row.id, named + "an active " + kind + " of Sage"});
        }
    }
    return suggestions;
}

std::string text_of(const SettingFinding& finding) {
    const std::string where =
        finding.pointer.empty()
            ? std::string()
            : " at " + finding.pointer + (finding.title.empty() ? "" : " (" + finding.title + ")");
    return finding.code + where + ": " + finding.cause +
           (finding.fix.empty() ? "" : " What to do: " + finding.fix);
}

SettingFinding finding_of(const Problem& problem, const std::vector<Question>& questions) {
    return {problem.pointer, title_of(problem.pointer, questions),
            problem.code,    problem.cause,
            problem.fix,     true};
}

Result<CheckReport> read_check(std::string_view answer, const std::vector<Question>& questions) {
    boost::system::error_code error;
    const json::value value = json::parse(answer, error);
    if (error || !member_at(value, "problems").is_array()) {
        return answer_lacks("check", "problems, if only an empty list of them");
    }
    CheckReport report;
    for (const json::value& problem : list_at(value, "problems")) {
        const std::string pointer = text_at(problem, "fieldPath");
        const std::string severity = text_at(problem, "severity");
        report.findings.push_back({pointer, title_of(pointer, questions), text_at(problem, "code"),
                                   text_at(problem, "cause"), text_at(problem, "fix"),
                                   severity != "warning" && severity != "information"});
    }
    for (const json::value& right : list_at(value, "rights")) {
        const std::string verdict = text_at(right, "verdict");
        if (verdict != "missing" && verdict != "excess") {
            continue;
        }
        const std::string pointer = text_at(right, "setting");
        report.findings.push_back(
            {pointer, title_of(pointer, questions),
             verdict == "missing" ? "setup.right_missing" : "setup.right_in_excess",
             (verdict == "missing" ? "The user of Sage lacks the right "
                                   : "The user of Sage has a right that nothing needs, ") +
                 text_at(right, "name") + ". " + text_at(right, "purpose"),
             text_at(right, "fix"), verdict == "missing"});
    }
    report.not_shown = text_at(value, "rightsNotShown");
    return report;
}

std::vector<SettingFinding> unresolved_codes(const std::vector<NamedCode>& codes,
                                             const CatalogueRows& catalogue,
                                             const std::vector<Question>& questions) {
    std::vector<SettingFinding> findings;
    for (const NamedCode& code : codes) {
        bool inactive = false;
        bool active = false;
        const std::string* read = nullptr;  ///< a kind of which there is something
        for (const std::string& kind : code.catalogue_kinds) {
            const std::vector<CatalogueRow>* const rows = rows_of(catalogue, kind);
            const CatalogueRow* const row = rows == nullptr ? nullptr : find_row(*rows, code.code);
            read = rows != nullptr && read == nullptr ? &kind : read;
            active = active || (row != nullptr && row->active);
            inactive = inactive || (row != nullptr && !row->active);
        }
        if (active || code.catalogue_kinds.empty()) {
            continue;
        }
        const std::string what =
            (read == nullptr ? code.catalogue_kinds.front() : *read) + " " + code.code;
        const std::string other =
            "or name another one for live by --setting " + code.pointer + "=CODE.";
        SettingFinding finding{code.pointer, title_of(code.pointer, questions), "", "", "", true};
        if (read == nullptr) {
            finding.code = "promote.code_not_looked_up";
            finding.cause = "Nothing of the kind of " + what +
                            " was read of this company of Sage, so that it could not be looked up.";
            finding.fix =
                "Create it there and let the user of Sage read it, leave the setting "
                "out where nothing needs it, " +
                other;
        } else {
            finding.code = inactive ? "promote.code_inactive" : "promote.code_unknown";
            finding.cause = "The " + what + " is " + (inactive ? "inactive" : "not") +
                            " in this company of Sage.";
            finding.fix = (inactive ? "Activate it there, " : "Create it there, ") + other;
        }
        findings.push_back(std::move(finding));
    }
    return findings;
}

json::array findings_json(const std::vector<SettingFinding>& findings) {
    json::array rows;
    for (const SettingFinding& finding : findings) {
        rows.push_back(json::object{{"setting", finding.pointer},
                                    {"title", finding.title},
                                    {"code", finding.code},
                                    {"cause", finding.cause},
                                    {"fix", finding.fix},
                                    {"stops", finding.stops}});
    }
    return rows;
}

}  // namespace wms
