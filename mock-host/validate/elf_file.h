// SPDX-License-Identifier: Apache-2.0
// What a library says to the dynamic linker, read from its file without loading it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "mock-host/result.h"

namespace wms::validate {

struct ElfFile {
    std::vector<std::string> exported;   ///< defined, global or weak
    std::vector<std::string> undefined;  ///< taken from whoever has them
    std::vector<std::string> needed;     ///< libraries
    std::vector<std::string> run_paths;  ///< RPATH and RUNPATH, each part
    bool never_unloaded = false;         ///< NODELETE
    bool bound_at_once = false;          ///< NOW
    bool text_relocations = false;
    bool executable_stack = false;
};

inline constexpr const char* kCutOff = "validate.cut_off";

/// Problem codes kCutOff, validate.not_a_file, validate.not_elf, validate.other_machine: 64 bits of
/// this machine only.
Result<ElfFile> read_elf(const std::filesystem::path& path);

}  // namespace wms::validate
