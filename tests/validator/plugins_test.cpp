// SPDX-License-Identifier: Apache-2.0
// Plan: our plugins pass the validator as people run it: all at level 5, and the one whose turn it
// is with this commit at level 3 in a German and in a Turkish locale and, where a sanitizer
// watches, at level 8. With SAGE_RELEASE_TESTS set each of them does all of it. Skipped is nothing
// but what a build for development cannot show.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <sstream>

#include "tests/support/program.h"
#include "tests/support/source_folder.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace {

namespace fs = std::filesystem;
using sage::testing::Ended;
using sage::testing::run_program;

const std::vector<std::string>& editions() {
    static const auto& all = *new std::vector<std::string>{"intacct", "sage200", "sage50"};
    return all;
}

bool everything() {
    return std::getenv("SAGE_RELEASE_TESTS") != nullptr;
}

/// Which of the editions has its turn: the next one after three commits, of which one has the turn
/// of these tests (tests/run --share).
std::size_t turn() {
    const Ended count =
        run_program({"git", "-C", sage::source_folder(), "rev-list", "--count", "HEAD"});
    return std::strtoul(count.output.c_str(), nullptr, 10) / 3 % editions().size();
}

/// A folder with the German locale and the Turkish one; empty where they cannot be made.
const std::string& locales() {
    static const auto& folder = *new wms::testing::TemporaryFolder;
    static const auto& path = *new std::string([] {
        for (const std::string name : {"de_DE", "tr_TR"}) {
            const std::string made = folder / (name + ".UTF-8");
            if (run_program({"localedef", "-i", name, "-f", "UTF-8", made}).exit_code != 0) {
                return std::string();
            }
        }
        return folder.path().string();
    }());
    return path;
}

/// Names of the checks up to a level.
std::set<std::string> checks_up_to(int level) {
    std::set<std::string> names;
    std::istringstream lines(run_program({MOCK_HOST_PROGRAM, "validate", "--list"}).output);
    std::string name;
    std::string word;
    int its_level = 0;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        words >> name >> word >> its_level;
        if (its_level <= level) {
            names.insert(name);
        }
    }
    return names;
}

void expect_passed(const std::string& edition, int level, const std::string& locale = "") {
    SCOPED_TRACE(edition + ", level " + std::to_string(level) + " " + locale);
    ::setenv("LOCPATH", locales().c_str(), 1);
    std::vector<std::string> words = {MOCK_HOST_PROGRAM,
                                      "validate",
                                      SAGE_PLUGIN_FOLDER "/sage_" + edition + ".so",
                                      "--level",
                                      std::to_string(level),
                                      "--time-out",
                                      "900",
                                      "--jobs",
                                      "2"};
    if (!locale.empty()) {
        words.insert(words.end(), {"--locale", locale});
    }
    const Ended ended = run_program(words);
    EXPECT_EQ(ended.exit_code, 0) << ended.output;
    std::set<std::string> passed;
    std::set<std::string> skipped;
    std::istringstream lines(ended.output);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream row(line);
        std::string verdict;
        std::string name;
        row >> verdict >> name;
        if (line.starts_with("  passed ") || line.starts_with("  warned ")) {
            passed.insert(name);
        } else if (line.starts_with("  skipped ")) {
            skipped.insert(name);
        }
    }
    // A build for development takes Poco from the system.
    EXPECT_THAT(skipped,
                ::testing::AnyOf(::testing::IsEmpty(), ::testing::ElementsAre("hostile-host")))
        << ended.output;
    passed.merge(skipped);
    EXPECT_EQ(passed, checks_up_to(level)) << ended.output;
}

class EachPlugin : public ::testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        if (locales().empty()) {
            GTEST_SKIP()
                << "no localedef, or no sources of locales: packaging/install-packages test";
        }
    }
};

#ifdef SANITIZED
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

TEST_P(EachPlugin, passes_level_5) {
    if (sanitized && !everything()) {
        GTEST_SKIP() << "the build without sanitizers does";
    }
    expect_passed(GetParam(), 5);
}

TEST_P(EachPlugin, passes_level_8_in_its_turn) {
    if (!everything() && (!sanitized || editions()[turn()] != GetParam())) {
        GTEST_SKIP() << "it has its turn with another commit, in the build with sanitizers";
    }
    expect_passed(GetParam(), 8);
}

TEST_P(EachPlugin, passes_level_3_in_a_locale_with_a_decimal_comma_and_in_a_turkish_one) {
    if (!everything() && (sanitized || editions()[turn()] != GetParam())) {
        GTEST_SKIP() << "it has its turn with another commit, in the build without sanitizers";
    }
    for (const char* const locale : {"de_DE.UTF-8", "tr_TR.UTF-8"}) {
        expect_passed(GetParam(), everything() ? 5 : 3, locale);
    }
}

INSTANTIATE_TEST_SUITE_P(Validator, EachPlugin, ::testing::ValuesIn(editions()),
                         [](const auto& about) { return about.param; });

}  // namespace
