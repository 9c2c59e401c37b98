// SPDX-License-Identifier: Apache-2.0
// The settings of a data folder: settings.json (the contract's settings.schema.json), written as a
// whole when they were tried and never in between. Which environment they are for is the plugin's
// own setting "environment". A draft beside them keeps what a person has answered so far.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "mock-host/manifest.h"
#include "mock-host/result.h"

namespace wms {

inline constexpr std::string_view kSettingsFile = "settings.json";
inline constexpr std::string_view kDraftFile = "settings.draft.json";

struct KeptSettings {
    std::string plugin_id;
    std::string configuration;  ///< JSON, as the plugin is given it

    /// "test", "live"; empty: they name none.
    std::string environment() const;
};

/// Nothing: there is no such file. Problem code "settings.unusable".
Result<std::optional<KeptSettings>> read_settings(const std::filesystem::path& folder,
                                                  std::string_view file = kSettingsFile);
/// On disk when this returns well; before that nothing of it can be seen.
Done write_settings(const std::filesystem::path& folder, const KeptSettings& settings,
                    std::string_view file = kSettingsFile);
void remove_draft(const std::filesystem::path& folder);

/// What documents of the warehouse in this folder say: the environment of its settings, or "test".
/// Settings that cannot be read are of no environment: no plugin takes such documents.
std::string environment_of_documents(const std::filesystem::path& folder);

/// Settings with the addresses of `elsewhere` (the manifest's remote_hosts, and whom to trust
/// there): a simulated Sage has another port each time.
Result<std::string> with_addresses_of(const std::string& configuration,
                                      const std::string& elsewhere, const Manifest& manifest);

}  // namespace wms
