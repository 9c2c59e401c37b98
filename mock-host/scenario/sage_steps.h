// SPDX-License-Identifier: Apache-2.0
// What a scenario does to the simulated Sage: how it answers, what people change there, and what
// they import of the files that were written for them.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <filesystem>
#include <string>

#include "mock-host/control.h"

namespace wms::scenarios {

/// Where a case has its files for a person's import, in its own folder: `${folder}/import`.
inline constexpr const char* import_folder = "import";

/// One change in Sage or a list of them, as the control interface takes them; `{"switches": {…}}`
/// sets what nobody knows of the real one.
Done change_sage(Control& control, const boost::json::value& changes);

/// How Sage answers from now on: "offline", "busy", "loses a reply" (the next one), "online".
/// @param edition  whose documents' reply is lost
Done set_sage(Control& control, const std::string& edition, const std::string& how);

/// A person imports every file of the folder in Sage 50, in the order of their names, and takes it
/// away. A Problem where Sage refuses one; that one stays.
Done import_files(Control& control, const std::filesystem::path& folder);

/// The files that wait there, in the order of their names: name and text.
boost::json::array files_waiting(const std::filesystem::path& folder);

}  // namespace wms::scenarios
