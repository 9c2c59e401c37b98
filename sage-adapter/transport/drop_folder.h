// SPDX-License-Identifier: Apache-2.0
// A folder into which files are put for somebody else to take: each whole or not at all, under a
// name that is never given twice.
//
// A file is written under another name (".<name>.1.part"), brought to the disk, and only then given
// its own name, which replaces nothing. Whoever looks at the folder for names that end as they
// should sees no half file.
//
// What is promised where:
//   local disk    the name appears at once with all bytes, and both are there after a power cut
//   NFS           the same, as far as the server keeps what it has confirmed
//   SMB, others   the name appears at once with all bytes; whether it outlives a power cut of the
//                 server is the server's affair: there is no call that brings names to the disk
//   no link and no renameat2 without replacing (FAT of old): refused, drop.folder_unfit
//
// What no look at the folder can tell: a file that is not there was never put there, or somebody
// has taken it. So "not there" proves something only of a write of which nobody can have known.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>

#include "sage-adapter/base/status.h"
#include "sage-adapter/transport/folder_calls.h"

namespace sage {

enum class DropOutcome : std::uint8_t {
    there,      ///< the name holds these bytes, put there now or before
    not_there,  ///< proof: this call has given nothing that name, and nothing of it will later
    taken,      ///< the name holds other bytes; nothing was written
    unknown,    ///< the folder went away in between: look again
};

struct DropEvidence {
    DropOutcome outcome = DropOutcome::unknown;
    Problem problem;    ///< for everything but `there`: its code begins with "drop."
    std::string bytes;  ///< of look(), where a file of that name is there
};

/// Thread-safe: one file at a time.
class DropFolder {
  public:
    /// Status::config, pointer "/dropFolder", for a path that is not absolute. Looks at nothing.
    static Result<std::unique_ptr<DropFolder>> make(const std::string& path);
    DropFolder(std::string path, std::unique_ptr<FolderCalls> calls);

    /// @param name  letters, digits, ".", "_" and "-"; at most 100 of them, the first no point
    DropEvidence write(const std::string& name, std::string_view bytes);

    /// Whether there is a file of that name, and what it holds: `there` with its bytes, or
    /// `not_there`.
    DropEvidence look(const std::string& name);

    /// `there`: the folder can be entered; otherwise `unknown`, with the reason. Writes nothing.
    DropEvidence reach();

  private:
    DropEvidence write_in_folder(const std::string& name, std::string_view bytes);
    DropEvidence compare(const std::string& name, std::string_view bytes);
    std::error_code begin_part(const std::string& name, std::string& part);
    std::error_code fill(std::string_view bytes);
    DropEvidence after_failure(const std::string& name, std::string_view bytes,
                               const std::string& part, std::error_code why);
    DropEvidence settle(const std::string& name);
    Problem problem_of(std::error_code why, const std::string& name) const;

    std::string path_;
    std::unique_ptr<FolderCalls> calls_;
    std::mutex mutex_;
};

}  // namespace sage
