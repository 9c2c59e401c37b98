// SPDX-License-Identifier: Apache-2.0
// By the sections of the file, every place of it checked before it is read: it may be anything.
#include "mock-host/validate/elf_file.h"

#include <elf.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>

#include "mock-host/read_file.h"

namespace wms::validate {
namespace {

constexpr std::size_t kFileBytesMax = std::size_t{1} << 30U;

#if defined(__x86_64__)
constexpr Elf64_Half kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr Elf64_Half kMachine = EM_AARCH64;
#else
constexpr Elf64_Half kMachine = EM_NONE;
#endif

Problem unreadable(const std::filesystem::path& path, std::string code, std::string cause) {
    return {"validate." + std::move(code), path.string(), std::move(cause),
            "Name the library of a plugin that was built for this machine.", "it"};
}

/// A record at a place of the file; nothing where the file ends before it.
template <class Record>
std::optional<Record> at(std::string_view file, std::uint64_t place) {
    Record record;
    if (place > file.size() || file.size() - place < sizeof record) {
        return {};
    }
    std::memcpy(&record, file.data() + place, sizeof record);
    return record;
}

std::string_view part(std::string_view file, std::uint64_t place, std::uint64_t size) {
    return place > file.size() || file.size() - place < size ? std::string_view()
                                                             : file.substr(place, size);
}

std::string name_in(std::string_view names, std::uint64_t place) {
    if (place >= names.size()) {
        return {};
    }
    const std::string_view rest = names.substr(place);
    return std::string(rest.substr(0, rest.find('\0')));
}

void read_symbols(std::string_view symbols, std::string_view names, ElfFile& out) {
    for (std::uint64_t place = 0; const auto symbol = at<Elf64_Sym>(symbols, place);
         place += sizeof(Elf64_Sym)) {
        const std::string name = name_in(names, symbol->st_name);
        if (name.empty() || ELF64_ST_BIND(symbol->st_info) == STB_LOCAL) {
            continue;
        }
        (symbol->st_shndx == SHN_UNDEF ? out.undefined : out.exported).push_back(name);
    }
}

void read_paths(const std::string& text, std::vector<std::string>& out) {
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(':', begin), text.size());
        out.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
}

void read_dynamic(std::string_view entries, std::string_view names, ElfFile& out) {
    for (std::uint64_t place = 0; const auto entry = at<Elf64_Dyn>(entries, place);
         place += sizeof(Elf64_Dyn)) {
        const std::uint64_t value = entry->d_un.d_val;
        switch (entry->d_tag) {
            case DT_NULL:
                return;
            case DT_NEEDED:
                out.needed.push_back(name_in(names, value));
                break;
            case DT_RPATH:
            case DT_RUNPATH:
                read_paths(name_in(names, value), out.run_paths);
                break;
            case DT_TEXTREL:
                out.text_relocations = true;
                break;
            case DT_BIND_NOW:
                out.bound_at_once = true;
                break;
            case DT_FLAGS:
                out.text_relocations = out.text_relocations || (value & DF_TEXTREL) != 0;
                out.bound_at_once = out.bound_at_once || (value & DF_BIND_NOW) != 0;
                break;
            case DT_FLAGS_1:
                out.never_unloaded = (value & DF_1_NODELETE) != 0;
                out.bound_at_once = out.bound_at_once || (value & DF_1_NOW) != 0;
                break;
            default:
                break;
        }
    }
}

void read_segments(std::string_view file, const Elf64_Ehdr& header, ElfFile& out) {
    for (unsigned index = 0; index < header.e_phnum; ++index) {
        const auto segment =
            at<Elf64_Phdr>(file, header.e_phoff + std::uint64_t{index} * sizeof(Elf64_Phdr));
        if (segment && segment->p_type == PT_GNU_STACK) {
            out.executable_stack = (segment->p_flags & PF_X) != 0;
        }
    }
}

/// Whether the file ends before what is to be in memory of it: whoever touched that would be ended.
bool is_cut_off(std::string_view file, const Elf64_Ehdr& header) {
    for (unsigned index = 0; index < header.e_phnum; ++index) {
        const auto segment =
            at<Elf64_Phdr>(file, header.e_phoff + std::uint64_t{index} * sizeof(Elf64_Phdr));
        if (!segment || (segment->p_type == PT_LOAD && segment->p_filesz != 0 &&
                         part(file, segment->p_offset, segment->p_filesz).empty())) {
            return true;
        }
    }
    return false;
}

}  // namespace

Result<ElfFile> read_elf(const std::filesystem::path& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
        return unreadable(path, "not_a_file", "It is a folder.");
    }
    const Result<std::string> read = read_file(path, kFileBytesMax);
    if (!read.ok()) {
        return read.problem();
    }
    const std::string_view file = read.value();
    const auto header = at<Elf64_Ehdr>(file, 0);
    if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) {
        return unreadable(path, "not_elf",
                          "It is no library: its first bytes are not those of one.");
    }
    if (header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_machine != kMachine) {
        return unreadable(path, "other_machine", "It is a library for another kind of machine.");
    }
    if (is_cut_off(file, *header)) {
        return Problem{kCutOff, path.string(), "The file ends too early: it was not copied whole.",
                       "Copy it again, library and manifest from one package.", "it"};
    }
    ElfFile out;
    read_segments(file, *header, out);
    bool dynamic = false;
    for (unsigned index = 0; index < header->e_shnum; ++index) {
        const std::uint64_t place = header->e_shoff + std::uint64_t{index} * sizeof(Elf64_Shdr);
        const auto section = at<Elf64_Shdr>(file, place);
        if (!section || (section->sh_type != SHT_DYNSYM && section->sh_type != SHT_DYNAMIC)) {
            continue;
        }
        const auto linked = at<Elf64_Shdr>(
            file, header->e_shoff + std::uint64_t{section->sh_link} * sizeof(Elf64_Shdr));
        const std::string_view names =
            linked ? part(file, linked->sh_offset, linked->sh_size) : std::string_view();
        const std::string_view content = part(file, section->sh_offset, section->sh_size);
        if (section->sh_type == SHT_DYNSYM) {
            read_symbols(content, names, out);
        } else {
            dynamic = true;
            read_dynamic(content, names, out);
        }
    }
    if (!dynamic) {
        return unreadable(path, "not_elf",
                          "It is no library: it has nothing for a dynamic linker.");
    }
    return out;
}

}  // namespace wms::validate
