// SPDX-License-Identifier: Apache-2.0
// The secrets that the host lends by name. Kept in one file that only its user can read; a file
// that others can read is refused, not repaired: whoever wrote it so must know.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "mock-host/result.h"

namespace wms {

struct Secret {
    std::string value;
    std::string version;
};

/// Thread-safe.
class Secrets {
  public:
    /// Reads the file, or starts empty if there is none.
    static Result<std::unique_ptr<Secrets>> open(const std::filesystem::path& path);

    /// Problem code "secrets.unknown" if there is none of that name.
    Result<Secret> get(std::string_view name) const;

    /// Stores a new value; on success it is on disk. Problem code "secrets.conflict" if the version
    /// is no longer `if_version` (empty: any).
    Done put(std::string_view name, std::string_view value, std::string_view if_version);

  private:
    explicit Secrets(std::filesystem::path path) : path_(std::move(path)) {}
    Done read();
    Done write(const std::map<std::string, Secret, std::less<>>& secrets) const;

    const std::filesystem::path path_;
    mutable std::mutex mutex_;
    std::map<std::string, Secret, std::less<>> secrets_;
};

}  // namespace wms
