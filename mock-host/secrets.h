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
#include <vector>

#include "mock-host/result.h"

namespace wms {

struct Secret {
    std::string value;
    std::string version;
    std::string environment = {};  ///< it was kept for: "test", "live"; empty: none
};

/// Thread-safe.
class Secrets {
  public:
    /// Reads the file, or starts empty if there is none. What is put is marked with `environment`;
    /// Problem code "secrets.other_environment" if a secret of another one is there, such as in a
    /// file that was copied.
    static Result<std::unique_ptr<Secrets>> open(const std::filesystem::path& path,
                                                 std::string_view environment = {});

    /// Problem code "secrets.unknown" if there is none of that name.
    Result<Secret> get(std::string_view name) const;

    /// Stores a new value; on success it is on disk. Problem code "secrets.conflict" if the version
    /// is no longer `if_version` (empty: any).
    Done put(std::string_view name, std::string_view value, std::string_view if_version);

    /// Names under which a value is kept that the others keep, too, under whatever name.
    std::vector<std::string> shared_with(const Secrets& other) const;
    /// Whether one of the values stands in the text.
    bool holds_value(std::string_view text) const;

  private:
    Secrets(std::filesystem::path path, std::string environment)
        : path_(std::move(path)), environment_(std::move(environment)) {}
    Done read();
    Done write(const std::map<std::string, Secret, std::less<>>& secrets) const;

    const std::filesystem::path path_;
    const std::string environment_;
    mutable std::mutex mutex_;
    std::map<std::string, Secret, std::less<>> secrets_;
};

}  // namespace wms
