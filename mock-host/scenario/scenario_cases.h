// SPDX-License-Identifier: Apache-2.0
// Which cases of which scenarios an edition plays: all that the files name it for, and a few once
// more under each switch of the simulated Sage for what nobody knows of the real one.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "mock-host/result.h"
#include "mock-host/scenario/scenario.h"

namespace wms::scenarios {

struct Playable {
    std::shared_ptr<const Scenario> scenario;
    std::size_t number = 0;  ///< of the case, from 0
    std::string edition;
    std::string switched;  ///< "queryLagMs"; empty: under none
    std::string value;     ///< of the switch, as JSON

    const Case& played() const { return scenario->cases.at(number); }
    /// "row-03-lines/each_line", and behind it " under queryLagMs = 120000".
    std::string name() const;
};

/// The cases that the edition plays, in the order of the file.
std::vector<Playable> cases_of(const Scenario& scenario, const std::string& edition);

/// switches.json of the folder of scenarios. Problem codes file.*, switches.syntax.
Result<boost::json::object> read_switches(const std::filesystem::path& folder);

/// What is played of the scenarios under switches. Problem code switches.case_unknown: it names a
/// case that there is not.
Result<std::vector<Playable>> cases_under_switches(const boost::json::object& switches,
                                                   const std::vector<Scenario>& scenarios,
                                                   const std::string& edition);

}  // namespace wms::scenarios
