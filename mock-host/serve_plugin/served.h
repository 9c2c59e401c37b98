// SPDX-License-Identifier: Apache-2.0
// Which plugin a copy of the library wms_remote_plugin stands for: it lies beside the copy, in the
// manifest NAME.json and the file NAME.process, as `mock-host serve-plugin --install` writes them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace wms::remote {

struct Served {
    std::string program;      ///< mock-host, absolute
    std::string plugin;       ///< the plugin's own library, absolute
    bool authorises = false;  ///< it has the extension wms.plugin.authorize/1
    std::string manifest;     ///< as it is in the file
    std::string id;
    std::string version;
    std::int64_t cancel_ms = 0;
};

/// Every member empty if a file is not there or not readable: a host then refuses the library.
Served read_served(const std::filesystem::path& library);

/// Writes a copy of the library and what belongs to it into the folder, under the name of the
/// plugin; only the owner may change them. Returns why not; empty: done.
std::string install_served(const std::filesystem::path& remote_library,
                           const std::filesystem::path& program,
                           const std::filesystem::path& plugin, bool authorises,
                           const std::filesystem::path& folder);

}  // namespace wms::remote
