// SPDX-License-Identifier: Apache-2.0
// Plan: the frozen plugin passes every check of level 3; what is no plugin fails with what is
// wrong, said once, and what to do, and what needs it loaded is skipped with the reason; bad
// command lines end with 2; the last line is of totals.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <elf.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>

#include "tests/support/program.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace {

namespace fs = std::filesystem;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

sage::testing::Ended validate(std::vector<std::string> words) {
    words.insert(words.begin(), {MOCK_HOST_PROGRAM, "validate"});
    return sage::testing::run_program(words);
}

/// How many lines of a report begin with this verdict.
std::ptrdiff_t count_of(const std::string& verdict, const std::string& report) {
    std::ptrdiff_t count = 0;
    for (std::size_t at = 0; (at = report.find("\n  " + verdict + " ", at)) != std::string::npos;
         ++at) {
        ++count;
    }
    return count;
}

class Validator : public ::testing::Test {
  protected:
    /// The frozen plugin under another name, with the manifest of another text where there is one.
    fs::path plugin(const std::string& name, const std::string& manifest = "") {
        const fs::path library = folder_ / (name + ".so");
        const fs::path beside = folder_ / (name + ".json");
        fs::copy_file(FROZEN_PLUGIN, library);
        if (manifest.empty()) {
            fs::copy_file(fs::path(FROZEN_PLUGIN).replace_extension(".json"), beside);
        } else {
            std::ofstream(beside) << manifest;
        }
        return library;
    }
    /// Fails, says this of it once and what to do, asks nothing that needs it loaded, and ends with
    /// the totals.
    static void expect_refused(const fs::path& library, const std::string& cause,
                               const std::string& fix, std::ptrdiff_t failures = 1) {
        const auto ended = validate({library, "--level", "3", "--jobs", "2"});
        EXPECT_EQ(ended.exit_code, 1) << ended.output;
        const std::size_t said = ended.output.find(cause);
        ASSERT_NE(said, std::string::npos) << ended.output;
        EXPECT_EQ(ended.output.find(cause, said + 1), std::string::npos) << ended.output;
        EXPECT_THAT(ended.output.substr(said), HasSubstr("What to do: " + fix));
        EXPECT_EQ(count_of("failed", ended.output), failures) << ended.output;
        EXPECT_THAT(ended.output, HasSubstr("it does not load (load-now)"));
        EXPECT_EQ(count_of("crashed", ended.output), 0) << ended.output;
        EXPECT_THAT(ended.output, HasSubstr(" " + std::to_string(failures) + " failed, "));
        EXPECT_THAT(ended.output, EndsWith(" skipped\n"));
    }

    wms::testing::TemporaryFolder folder_;
};

TEST_F(Validator, the_frozen_plugin_passes) {
    const auto ended =
        validate({FROZEN_PLUGIN, "--level", "3", "--jobs", "2", "--time-out", "200"});
    EXPECT_EQ(ended.exit_code, 0) << ended.output;
    EXPECT_THAT(ended.output, EndsWith(" 0 failed, 0 skipped\n"));
}

TEST_F(Validator, a_file_that_is_not_there) {
    // Neither is its manifest.
    expect_refused("/no/such/plugin.so",
                   "file.not_found at /no/such/plugin.so: The file cannot be read: No such file",
                   "Name a file that exists.", 2);
}

TEST_F(Validator, a_folder) {
    const fs::path library = plugin("folder");
    fs::remove(library);
    fs::create_directory(library);
    expect_refused(library, "It is a folder.",
                   "Name the library of a plugin that was built for this machine.");
}

TEST_F(Validator, a_text) {
    const fs::path library = plugin("text");
    std::ofstream(library) << "no library";
    expect_refused(library, "It is no library: its first bytes are not those of one.",
                   "Name the library of a plugin that was built for this machine.");
}

TEST_F(Validator, a_library_for_another_kind_of_machine) {
    const fs::path library = plugin("other");
    std::fstream file(library, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(offsetof(Elf64_Ehdr, e_machine));
    const Elf64_Half machine = EM_S390;
    file.write(reinterpret_cast<const char*>(&machine), sizeof machine);
    file.close();
    expect_refused(library, "It is a library for another kind of machine.",
                   "Name the library of a plugin that was built for this machine.");
}

TEST_F(Validator, a_library_that_is_cut_off) {
    const fs::path library = plugin("half");
    fs::resize_file(library, fs::file_size(library) / 2);
    // A host that loaded it would be ended by a signal.
    expect_refused(library, "The file ends too early: it was not copied whole.", "Copy it again");
}

TEST_F(Validator, a_library_that_is_no_plugin) {
    const fs::path library = plugin("none");
    fs::copy_file(LIBRARY_WITHOUT_ENTRY, library, fs::copy_options::overwrite_existing);
    const auto ended = validate({library, "--level", "1", "--jobs", "2"});
    EXPECT_EQ(ended.exit_code, 1);
    EXPECT_THAT(ended.output, HasSubstr("it has no function wms_plugin_entry_v1; it is no plugin. "
                                        "What to do: Name the library of a plugin."));
    EXPECT_THAT(ended.output, HasSubstr("It does not export wms_plugin_entry_v1."));
}

TEST_F(Validator, a_plugin_without_its_manifest) {
    const fs::path library = plugin("alone");
    fs::remove(folder_ / "alone.json");
    // The file, and the loader that misses it.
    expect_refused(library, "alone.json: WMS-H-004: it cannot be read: No such file or directory.",
                   "Install the plugin", 2);
}

TEST_F(Validator, a_manifest_that_is_no_json_or_of_another_plugin) {
    expect_refused(plugin("broken", "{\"manifest_version\":"), "loader.manifest at", "", 2);
    std::ifstream file(fs::path(FROZEN_PLUGIN).replace_extension(".json"));
    std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::string id = "org.example.";
    ASSERT_NE(text.find(id), std::string::npos);
    text.replace(text.find(id), id.size(), "org.another.");
    expect_refused(plugin("another", text), "WMS-H-005: the library says it is \"org.example.",
                   "Install the plugin again, library and manifest from one package.");
}

TEST_F(Validator, a_plugin_that_anybody_may_change) {
    const fs::path library = plugin("open");
    fs::permissions(library, fs::perms(0666));
    expect_refused(library, "WMS-H-004: its mode is 0666", "Take the right away: chmod go-w");
}

TEST_F(Validator, one_that_is_named_twice_is_asked_once) {
    const auto ended = validate({FROZEN_PLUGIN, FROZEN_PLUGIN, "--check", "load-now"});
    EXPECT_EQ(ended.exit_code, 0) << ended.output;
    EXPECT_THAT(ended.output, EndsWith("\n1 passed, 0 failed, 0 skipped\n"));
}

TEST_F(Validator, a_wrong_command_line_ends_with_2) {
    EXPECT_EQ(validate({}).exit_code, 2);
    EXPECT_EQ(validate({FROZEN_PLUGIN, "--check", "no-such-check"}).exit_code, 2);
    EXPECT_EQ(validate({FROZEN_PLUGIN, "--without", "load-time"}).exit_code, 2);
    EXPECT_EQ(validate({FROZEN_PLUGIN, "--level", "11"}).exit_code, 2);
    const auto ended = validate({FROZEN_PLUGIN, "--level", "1", "--output", "/no/such/folder/r"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_THAT(ended.output, HasSubstr("Name a file in a folder that this user can write to."));
}

}  // namespace
