// SPDX-License-Identifier: Apache-2.0
// Plan: what a real library says is read; what is none, is for another machine or ends anywhere is
// a Problem or an empty answer, never a crash.
#include "mock-host/validate/elf_file.h"

#include <elf.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mock-host/read_file.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms::validate {
namespace {

constexpr std::size_t kFileBytesMax = 64 * 1024 * 1024;

class ElfFileTest : public ::testing::Test {
  protected:
    /// The library of a test plugin, byte for byte.
    static std::string library() {
        const Result<std::string> text =
            read_file(TEST_PLUGIN_FOLDER "/mock_other_major.so", kFileBytesMax);
        EXPECT_TRUE(text.ok());
        return text.ok() ? text.value() : std::string();
    }
    Result<ElfFile> read(const std::string& bytes) const {
        return read_elf(folder_.write("library.so", bytes));
    }
    testing::TemporaryFolder folder_;
};

TEST_F(ElfFileTest, a_library_says_what_it_exports_and_how_it_is_bound) {
    const Result<ElfFile> file = read(library());
    ASSERT_TRUE(file.ok()) << in_one_line(file.problem());
    EXPECT_THAT(file.value().exported, ::testing::Contains("wms_plugin_entry_v2"));
    EXPECT_THAT(file.value().exported, ::testing::Not(::testing::Contains("")));
    EXPECT_TRUE(file.value().bound_at_once);
    EXPECT_FALSE(file.value().never_unloaded);
    EXPECT_FALSE(file.value().text_relocations);
    EXPECT_FALSE(file.value().executable_stack);
    EXPECT_THAT(file.value().run_paths, ::testing::IsEmpty());
}

TEST_F(ElfFileTest, this_program_says_what_it_takes) {
    const Result<ElfFile> file = read_elf("/proc/self/exe");
    ASSERT_TRUE(file.ok()) << in_one_line(file.problem());
    EXPECT_THAT(file.value().needed, ::testing::Contains(::testing::StartsWith("libc.so")));
    EXPECT_THAT(file.value().undefined, ::testing::Contains("faccessat"));
}

TEST_F(ElfFileTest, what_is_no_library_is_refused) {
    for (const std::string& bytes :
         {std::string(), std::string("no library"), std::string(64, '\0'), std::string(ELFMAG),
          library().substr(0, 40)}) {
        const Result<ElfFile> file = read(bytes);
        ASSERT_FALSE(file.ok()) << bytes.size();
        EXPECT_EQ(file.problem().code, "validate.not_elf");
    }
    EXPECT_FALSE(read_elf(folder_ / "none").ok());
    const Result<ElfFile> folder = read_elf(folder_.path());
    ASSERT_FALSE(folder.ok());
    EXPECT_EQ(folder.problem().code, "validate.not_a_file");
}

TEST_F(ElfFileTest, another_machine_is_named_as_such) {
    std::string bytes = library();
    bytes[offsetof(Elf64_Ehdr, e_machine)] = static_cast<char>(EM_RISCV);
    EXPECT_EQ(read(bytes).problem().code, "validate.other_machine");
    bytes = library();
    bytes[EI_CLASS] = ELFCLASS32;
    EXPECT_EQ(read(bytes).problem().code, "validate.other_machine");
}

TEST_F(ElfFileTest, a_file_that_ends_anywhere_is_read_to_its_end) {
    const std::string whole = library();
    for (std::size_t size = 0; size < whole.size(); size += 97) {
        const Result<ElfFile> file = read(whole.substr(0, size));
        if (!file.ok()) {
            EXPECT_THAT(file.problem().code, ::testing::AnyOf("validate.not_elf", kCutOff)) << size;
        }
    }
}

TEST_F(ElfFileTest, one_that_would_end_whoever_loads_it_is_cut_off) {
    const std::string whole = library();
    EXPECT_EQ(read(whole.substr(0, sizeof(Elf64_Ehdr))).problem().code, kCutOff);
    EXPECT_EQ(read(whole.substr(0, whole.size() / 4)).problem().code, kCutOff);
    // Its section headers are at its end, and nobody loads them.
    const Result<ElfFile> almost = read(whole.substr(0, whole.size() - 1));
    EXPECT_TRUE(almost.ok() || almost.problem().code != kCutOff);
}

TEST_F(ElfFileTest, places_outside_the_file_are_nothing) {
    std::string bytes = library();
    for (std::size_t at = offsetof(Elf64_Ehdr, e_shoff); at < offsetof(Elf64_Ehdr, e_flags); ++at) {
        bytes[at] = '\xFF';
    }
    EXPECT_EQ(read(bytes).problem().code, "validate.not_elf");
}

}  // namespace
}  // namespace wms::validate
