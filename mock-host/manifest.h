// SPDX-License-Identifier: Apache-2.0
// What a plugin says about itself, in the .json file beside its library. Read before the library is
// loaded: plugins are listed without running them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "mock-host/result.h"

namespace wms {

struct Manifest {
    std::string text;  ///< the file, byte for byte
    std::string id;
    std::string name;
    std::string version;
    std::string edition;  ///< the Sage it is for; empty: not said
    std::string config_schema;
    std::uint32_t abi_major = 1;
    std::uint32_t abi_minor = 0;
    std::uint32_t max_workers = 1;
};

/// Problem code manifest.invalid, with the JSON pointer of the member that is wrong.
Result<Manifest> read_manifest(std::string text);

/// The manifest of a library: same folder, same name, ".json".
std::filesystem::path manifest_path_of(const std::filesystem::path& library);

/// Settings with one of them set by hand. @param assignment "name=value" or "/pointer/to=value";
/// the value is JSON, or else taken as a string
Result<std::string> with_setting(std::string_view configuration, std::string_view assignment);
/// The same for several, one after the other.
Result<std::string> with_settings(std::string configuration,
                                  const std::vector<std::string>& assignments);

/// Checks an instance's settings against the manifest's config_schema. One Problem that names every
/// violation: its JSON pointer and what the schema says.
Done check_configuration(std::string_view configuration, const Manifest& manifest);

}  // namespace wms
