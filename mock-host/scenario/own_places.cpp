// SPDX-License-Identifier: Apache-2.0
#include "mock-host/scenario/own_places.h"

#include <boost/json/object.hpp>
#include <string_view>
#include <system_error>

#include "mock-host/scenario/sage_steps.h"
#include "mock-host/scenario/scenario.h"
#include "mock-host/scenario/words_parts.h"

namespace wms::scenarios {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view own_folder = "${folder}";
constexpr std::string_view own_data_source = "${dataSource}";

bool name(const std::string& settings, std::string_view place) {
    return settings.find(place) != std::string::npos;
}

/// Every case has a folder of its own, so that no two of a process have a name in common.
std::string data_source_of(const fs::path& folder) {
    return folder.filename().string();
}

}  // namespace

Done make_own_places(const std::string& settings, const fs::path& folder, Control& control,
                     const DataSources* data_sources) {
    if (name(settings, own_folder)) {
        std::error_code ignored;  // What is not there is told by the plugin.
        fs::create_directories(folder / import_folder, ignored);
    }
    if (!name(settings, own_data_source)) {
        return Nothing{};
    }
    if (data_sources == nullptr) {
        return Problem{"scenario.data_sources", "", "There are no data sources to read tables by.",
                       "Play the case with mock-host scenario.", "it"};
    }
    const Result<boost::json::value> tables = asked(control, "/control/tables");
    return tables.ok() ? data_sources->add(data_source_of(folder),
                                           text_of(tables.value().as_object(), "file"))
                       : Done(tables.problem());
}

std::string with_own_places(std::string settings, const fs::path& folder) {
    for (const auto& [place, own] : {std::pair(own_folder, folder.string()),
                                     std::pair(own_data_source, data_source_of(folder))}) {
        for (std::size_t at = settings.find(place); at != std::string::npos;
             at = settings.find(place, at + own.size())) {
            settings.replace(at, place.size(), own);
        }
    }
    return settings;
}

}  // namespace wms::scenarios
