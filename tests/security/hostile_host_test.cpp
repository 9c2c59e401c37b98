// SPDX-License-Identifier: Apache-2.0
// Plan (S23): each case of a host that breaks the contract runs in a process of its own against the
// plugin as shipped and a simulated Sage; it ends by itself, with exit code 0.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>

#include <fstream>
#include <iterator>

#include "tests/security/hostile_host.h"
#include "tests/support/sage_in_a_box.h"

extern char** environ;

namespace sage::testing {

// The cases are compiled in for their names only: what they expect is said by hostile_host.
void expect(bool, const char*) {}
void expect_status(wms_status, wms_status) {}
void expect_refused(wms_status) {}
void expect_survived(wms_status) {}

namespace {

std::vector<HostileCase> all_cases() {
    std::vector<HostileCase> all;
    for (const auto& group : {cases_of_creation(), cases_of_texts(), cases_of_structs(),
                              cases_of_order(), cases_of_services(), cases_of_callbacks()}) {
        all.insert(all.end(), group.begin(), group.end());
    }
    return all;
}

void write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

class HostileHost : public ::testing::TestWithParam<HostileCase> {
  protected:
    static void SetUpTestSuite() {
        box_ = new SageInABox;
        write(box_->folder() / "settings.json", box_->settings().configuration);
        std::string secrets;
        for (const auto& [name, value] : box_->settings().secrets) {
            secrets.append(name).append("=").append(value).append("\n");
        }
        write(box_->folder() / "secrets", secrets);
    }
    static void TearDownTestSuite() {
        delete box_;
        box_ = nullptr;
    }

    /// What the case said; its exit code, or minus the signal that ended it.
    static int run(const std::string& name, std::string& said) {
        const std::filesystem::path folder = box_->folder() / name;
        std::filesystem::create_directories(folder / "data");
        std::filesystem::permissions(folder / "data", std::filesystem::perms::owner_all);
        write(folder / "documents",
              despatch_of(name + "-1", 1).json + "\n" + despatch_of(name + "-2", 1).json + "\n");
        const std::string log = folder / "log";
        // The time limit is one of `timeout`: a case that hangs ends with its exit code 124.
        std::vector<std::string> words = {"timeout",
                                          "--kill-after=5",
                                          "60",
                                          HOSTILE_HOST_PROGRAM,
                                          SAGE_PLUGIN_FILE,
                                          box_->folder() / "settings.json",
                                          box_->folder() / "secrets",
                                          folder / "documents",
                                          folder / "data",
                                          name};
        std::vector<char*> arguments;
        for (std::string& word : words) {
            arguments.push_back(word.data());
        }
        arguments.push_back(nullptr);
        posix_spawn_file_actions_t files;
        posix_spawn_file_actions_init(&files);
        posix_spawn_file_actions_addopen(&files, 1, log.c_str(), O_CREAT | O_WRONLY, 0600);
        posix_spawn_file_actions_adddup2(&files, 1, 2);
        pid_t child = 0;
        const int failed =
            ::posix_spawnp(&child, "timeout", &files, nullptr, arguments.data(), environ);
        posix_spawn_file_actions_destroy(&files);
        int status = 0;
        if (failed != 0 || ::waitpid(child, &status, 0) != child) {
            return -1;
        }
        std::ifstream file(log);
        said.assign(std::istreambuf_iterator<char>(file), {});
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }

    static SageInABox* box_;
};

SageInABox* HostileHost::box_ = nullptr;

TEST_P(HostileHost, is_answered_as_the_contract_says) {
    std::string said;
    EXPECT_EQ(run(GetParam().name, said), 0) << said.substr(0, 10'000);
}

INSTANTIATE_TEST_SUITE_P(S23, HostileHost, ::testing::ValuesIn(all_cases()),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(HostileHostCases, are_at_least_sixty) {
    EXPECT_GE(all_cases().size(), 60U);
}

}  // namespace
}  // namespace sage::testing
