// SPDX-License-Identifier: Apache-2.0
// What a set-up suggests and finds wrong, as pure functions over the plugin's answers. A suggestion
// is explained and never applied by itself.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/result.h"
#include "mock-host/setup/question.h"

namespace wms {

struct CatalogueRow {
    std::string id;
    std::string name;
    bool active = true;
};
/// By kind, in the order of their ids.
using CatalogueRows = std::map<std::string, std::vector<CatalogueRow>, std::less<>>;

/// Adds a page of the plugin's answer to the query "catalogue"; returns the id to go on after,
/// empty after the last. Problem code "host.catalogue_malformed".
Result<std::string> add_catalogue_page(std::string_view answer, std::vector<CatalogueRow>& rows);

struct Suggestion {
    std::string value;
    std::string why;
};
struct Suggestions {
    std::vector<Suggestion> shown;
    std::size_t more = 0;  ///< that are not shown
};
/// Active records of Sage that may answer the question, at most `shown_max`.
Suggestions suggestions_for(const Question& question, const CatalogueRows& catalogue,
                            std::size_t shown_max);

/// Something that is wrong with a setting, or worth a look.
struct SettingFinding {
    std::string pointer;  ///< of the setting; empty: none
    std::string title;    ///< of the setting
    std::string code;
    std::string cause;
    std::string fix;
    bool stops = true;  ///< the settings cannot be used as they are
};
/// "code at pointer (title): cause What to do: fix"
std::string text_of(const SettingFinding& finding);

/// One problem of a call, at its setting.
SettingFinding finding_of(const Problem& problem, const std::vector<Question>& questions);

/// A right of the user in Sage that does not fit.
struct CheckReport {
    std::vector<SettingFinding> findings;  ///< problems, and rights that are missing or in excess
    std::string not_shown;                 ///< what Sage tells nothing of
};
/// The plugin's answer to check. What is in excess stops nothing. Problem code
/// "host.check_malformed".
Result<CheckReport> read_check(std::string_view answer, const std::vector<Question>& questions);

/// Codes that Sage does not have, or that are inactive there. Kinds of which nothing was read are
/// passed over: the plugin's own check says more of them.
std::vector<SettingFinding> unresolved_codes(const std::vector<NamedCode>& codes,
                                             const CatalogueRows& catalogue,
                                             const std::vector<Question>& questions);

/// As the commands with --json and the dashboard tell them.
boost::json::array findings_json(const std::vector<SettingFinding>& findings);

}  // namespace wms
