// SPDX-License-Identifier: Apache-2.0
// The last lines of a file that only grows, without reading all of it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace wms::serve {

/// At most so many whole lines from the file's end that contain the text (empty: all), oldest
/// first. Looks at no more than `bytes_max` of the file. A file that is not there has none.
std::vector<std::string> last_lines(const std::filesystem::path& file, std::string_view containing,
                                    std::size_t lines_max, std::size_t bytes_max);

}  // namespace wms::serve
