// SPDX-License-Identifier: Apache-2.0
// Loads a plugin by the rules of host-api/README.md, and refuses it in one line that names the
// rule. Code in this process has this process's rights, so trust comes first: who owns the files
// and who may change them is checked before anything is loaded.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "mock-host/manifest.h"
#include "mock-host/result.h"
#include "wms/wms_plugin.h"

namespace wms {

struct LoadedPlugin {
    const wms_plugin* table = nullptr;  ///< lives until the process ends
    Manifest manifest;
    std::filesystem::path library;  ///< with every symbolic link resolved
    std::shared_ptr<void> hold;     ///< keeps the library's handle; the library is never unloaded
};

/// Refusals: Problem codes loader.*, the pointer is the path, the cause opens with the number of
/// the requirement (host-api/requirements.md).
/// @param library  absolute
Result<LoadedPlugin> load_plugin(const std::filesystem::path& library);

/// Checks a table that an entry function returned against this host and the manifest file. Apart
/// from load_plugin() for tests of refusals that no compiler would build.
Done check_table(const wms_plugin* table, const Manifest& manifest,
                 const std::filesystem::path& library);

struct FoundPlugin {
    Manifest manifest;
    std::filesystem::path library;
};

struct PluginFolder {
    std::vector<FoundPlugin> plugins;  ///< sorted by path
    std::vector<Problem> refusals;
};

/// Reads the manifests of a folder without loading anything. Two with one id are both refused:
/// which of them was meant is not the host's guess to make.
PluginFolder list_plugins(const std::filesystem::path& folder);

}  // namespace wms
