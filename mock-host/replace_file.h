// SPDX-License-Identifier: Apache-2.0
// A small file of this user alone, replaced as a whole: whoever reads it sees the one before or the
// one after, whatever stops in between.
#pragma once

#include <filesystem>
#include <string_view>

namespace wms {

/// Written beside with mode 0600, flushed, renamed, and the folder flushed. Returns 0 or errno; on
/// anything but 0 the file is what it was, unless the folder alone could not be flushed.
int replace_file(const std::filesystem::path& path, std::string_view text);

}  // namespace wms
