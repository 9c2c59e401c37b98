// SPDX-License-Identifier: Apache-2.0
// The journal of a simulator on disk: one line of JSON a change, appended with write() and never
// synced: what a killed process wrote survives it, what a lost power supply takes is no loss here.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "sage-adapter/base/status.h"

namespace sage {

class StateFile {
  public:
    /// Opens or makes the file and locks it against a second simulator. Status::storage.
    static Result<std::unique_ptr<StateFile>> open(const std::string& path);
    ~StateFile();
    StateFile(const StateFile&) = delete;
    StateFile& operator=(const StateFile&) = delete;

    /// Every complete line, oldest first. A cut last line is removed from the file.
    Result<void> read(const std::function<void(std::string_view)>& line);
    /// False when the disk is full or fails.
    bool append(std::string_view line);

  private:
    StateFile(int file, std::string path) : file_(file), path_(std::move(path)) {}

    int file_;
    std::string path_;
};

}  // namespace sage
