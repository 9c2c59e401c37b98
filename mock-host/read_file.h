// SPDX-License-Identifier: Apache-2.0
// A whole file as text, with a limit and an error in words.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "mock-host/result.h"

namespace wms {

/// Problem codes file.not_found, file.not_readable, file.too_large.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max);

}  // namespace wms
