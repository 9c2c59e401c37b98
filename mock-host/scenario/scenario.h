// SPDX-License-Identifier: Apache-2.0
// A scenario as it stands in its file: one promise of the product, told as what is in Sage, what
// the warehouse does and what must then be true. Reading is strict (scenario_schema.h).
#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/result.h"

namespace wms::scenarios {

struct Case {
    std::string name;
    boost::json::object settings;  ///< for all editions, over the scenario's
    boost::json::object editions;  ///< by edition, over the scenario's
    boost::json::array steps;
};

struct Scenario {
    std::string file;  ///< its name, without folder and ending
    std::string row;   ///< two digits
    std::string promise;
    boost::json::object company;
    boost::json::object settings;
    boost::json::object editions;
    std::vector<Case> cases;
};

/// Every file of the folder that is named as a scenario ("row-….json"), by name.
std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder);

/// Problem codes file.*, scenario.syntax with line and column, and scenario.invalid with every
/// violation and its JSON pointer.
Result<Scenario> read_scenario(const std::filesystem::path& file);

/// Whether the edition plays the case: it has a section, and where that lists cases, this one.
bool is_played(const Scenario& scenario, const std::string& edition, const std::string& name);

/// What is expected without what an edition's Sage has no place for: "stock", or
/// "documents.lines.unit" of every line of every document. Objects that lose all are left out.
boost::json::object without(boost::json::object expected, const boost::json::object& edition);

/// What is expected with the codes of problems, which files name as Sage Intacct's, as those of the
/// edition that mean the same.
boost::json::object in_codes_of(const std::string& edition, const boost::json::object& expected);

/// `changes` laid over `onto`: objects member by member, everything else replaced, null and the
/// empty object included.
void lay_over(boost::json::object& onto, const boost::json::object& changes);
/// The object of that name, or an empty one.
const boost::json::object& child(const boost::json::object& object, std::string_view name);
/// The text of that name, or another one where there is none.
std::string text_of(const boost::json::object& object, std::string_view name,
                    const std::string& otherwise = "");
/// The list of that name, or an empty one.
const boost::json::array& list_of(const boost::json::object& object, std::string_view name);
/// Whether the member of that name is there and true.
bool is_set(const boost::json::object& object, std::string_view name);

}  // namespace wms::scenarios
