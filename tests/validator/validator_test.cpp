// SPDX-License-Identifier: Apache-2.0
// Plan: the frozen plugin passes every check of level 3; what is no plugin fails, and what needs it
// loaded is skipped with the reason; bad command lines end with 2; the last line is of totals.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <string>

namespace {

struct Ended {
    int code = -1;
    std::string out;
};

Ended validate(const std::string& arguments) {
    const std::string command =
        std::string(MOCK_HOST_PROGRAM) + " validate " + arguments + " 2>&1 </dev/null";
    Ended ended;
    FILE* const pipe = ::popen(command.c_str(), "re");
    if (pipe == nullptr) {
        return ended;
    }
    for (int letter = std::fgetc(pipe); letter != EOF; letter = std::fgetc(pipe)) {
        ended.out += static_cast<char>(letter);
    }
    const int status = ::pclose(pipe);
    ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ended;
}

TEST(Validator, the_frozen_plugin_passes) {
    const Ended ended = validate(FROZEN_PLUGIN " --level 3 --jobs 2 --time-out 200");
    EXPECT_EQ(ended.code, 0) << ended.out;
    EXPECT_NE(ended.out.find(" 0 failed, 0 skipped\n"), std::string::npos) << ended.out;
}

TEST(Validator, what_is_no_plugin_fails_and_the_rest_is_skipped) {
    for (const char* const file : {"/etc/passwd", "/no/such/file.so"}) {
        const Ended ended = validate(std::string(file) + " --level 3");
        EXPECT_EQ(ended.code, 1) << ended.out;
        EXPECT_NE(ended.out.find("it does not load (load-now)"), std::string::npos) << ended.out;
    }
}

TEST(Validator, a_wrong_command_line_ends_with_2) {
    EXPECT_EQ(validate("").code, 2);
    EXPECT_EQ(validate(FROZEN_PLUGIN " --check no-such-check").code, 2);
    EXPECT_EQ(validate(FROZEN_PLUGIN " --without load-time").code, 2);
    EXPECT_EQ(validate(FROZEN_PLUGIN " --level 11").code, 2);
}

}  // namespace
