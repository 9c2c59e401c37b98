// SPDX-License-Identifier: Apache-2.0
// Everything of this process that a plugin has to leave alone, as text by name.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace wms::validate {

/// Names begin with "signal mask", "signal handler", "locale", "environment", "folder", "umask",
/// "standard stream", "limit", "threads" or "descriptor".
using Surroundings = std::map<std::string, std::string>;

Surroundings surroundings();

/// "locale 1: was "C", is "de_DE.UTF-8"", of the names that begin with one of these.
std::vector<std::string> changes(const Surroundings& before, const Surroundings& after,
                                 const std::vector<std::string>& beginnings);

/// Threads of this process.
std::size_t thread_count();

/// Open descriptors above 2 that a child would inherit: "9 -> /dev/null".
std::vector<std::string> inherited_descriptors();

/// Bytes that the heap lends out.
std::size_t heap_in_use();

}  // namespace wms::validate
