// SPDX-License-Identifier: Apache-2.0
// A file that only grows, for log lines and events: each line is one write, kept by the operating
// system whatever becomes of this process. flush() makes it survive a power cut.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "mock-host/result.h"

namespace wms {

/// Thread-safe: the kernel keeps appended lines whole.
class AppendFile {
  public:
    /// Creates the file with mode 0600, or continues it.
    static Result<std::unique_ptr<AppendFile>> open(const std::filesystem::path& path);
    AppendFile(const AppendFile&) = delete;
    AppendFile& operator=(const AppendFile&) = delete;
    ~AppendFile();

    /// False if the line could not be written.
    bool line(std::string_view text);
    /// False if what was written may not be on disk.
    bool flush();

  private:
    explicit AppendFile(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

/// Opens for appending, mode 0600; follows no symbolic link. The descriptor, or what to do.
Result<int> open_for_appending(const std::filesystem::path& path);

/// Writes all of it, however often the kernel takes less. Returns 0 or errno.
int write_all(int descriptor, std::string_view bytes);

}  // namespace wms
