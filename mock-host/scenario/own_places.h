// SPDX-License-Identifier: Apache-2.0
// What is a case's own and may be named by its settings: a folder (`${folder}/import`) and an ODBC
// data source over the tables of its simulated Sage (`${dataSource}`).
#pragma once

#include <filesystem>
#include <string>

#include "mock-host/control.h"
#include "mock-host/scenario/data_sources.h"

namespace wms::scenarios {

/// Makes what the settings name.
/// @param data_sources  null: there are none; scenario.data_sources if the settings name one
Done make_own_places(const std::string& settings, const std::filesystem::path& folder,
                     Control& control, const DataSources* data_sources);

/// The settings with the case's own names in them.
std::string with_own_places(std::string settings, const std::filesystem::path& folder);

}  // namespace wms::scenarios
