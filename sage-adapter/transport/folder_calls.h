// SPDX-License-Identifier: Apache-2.0
// What a drop folder asks of the operating system, one step each, so that every step can be made to
// fail. The one implementation for POSIX systems is folder_calls.cpp; another system needs that
// file and no other.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <system_error>

namespace sage {

/// Names are of files in the folder, without a path. Every step answers with no error, or with one
/// of the generic category; what this system has more of them is told as the nearest: a quota as
/// no_space_on_device, a share that went away as not_connected. For one thread.
class FolderCalls {
  public:
    FolderCalls() = default;
    FolderCalls(const FolderCalls&) = delete;
    FolderCalls& operator=(const FolderCalls&) = delete;
    virtual ~FolderCalls() = default;

    /// Opens the folder. Until leave() every step is about this one, whatever takes its path.
    virtual std::error_code enter() = 0;
    virtual void leave() = 0;

    /// Begins a file that must not be there yet: file_exists.
    virtual std::error_code create(const std::string& name) = 0;
    /// All of it, into the file begun.
    virtual std::error_code write(std::string_view bytes) = 0;
    /// The file begun is on the disk, as far as its file system promises.
    virtual std::error_code sync() = 0;
    /// Some file systems tell only here that a write failed. Also after an error the file is
    /// closed.
    virtual std::error_code close() = 0;

    /// Gives the file another name, at once and whole. Never replaces a file: file_exists.
    /// not_supported: this file system cannot do it.
    virtual std::error_code publish(const std::string& from, const std::string& to) = 0;
    virtual std::error_code remove(const std::string& name) = 0;
    /// The names in the folder are on the disk. No error where its file system has no such call.
    virtual std::error_code sync_folder() = 0;

    /// no_such_file_or_directory: there is none. file_too_large: more than `bytes_max`.
    virtual std::error_code read(const std::string& name, std::size_t bytes_max,
                                 std::string& bytes) = 0;
};

/// @param path  absolute
std::unique_ptr<FolderCalls> system_folder_calls(std::string path);

}  // namespace sage
