// SPDX-License-Identifier: Apache-2.0
// Plan: the rules about sizes, names, words left for later, secrets and paths are shown texts one
// step on each side of their limit. Forbidden words are put together here, not written.
#include <gtest/gtest.h>

#include "tests/tidy/rules.h"

namespace tidy {
namespace {

using Rule = Breaches (*)(const Source&);

std::size_t found(Rule rule, std::string text, std::string path = "sage-adapter/outbox/a.cpp") {
    return rule({std::move(path), std::move(text)}).size();
}

std::string lines(std::size_t count, const std::string& line = "x();\n") {
    std::string text;
    for (std::size_t number = 0; number < count; ++number) {
        text += line;
    }
    return text;
}

TEST(LicenceLine, is_the_first_of_every_source) {
    EXPECT_EQ(found(licence_line, "// SPDX-License-Identifier: Apache-2.0\nint a;\n"), 0U);
    EXPECT_EQ(found(licence_line, "/* SPDX-License-Identifier: Apache-2.0 */\n", "a/b.c"), 0U);
    EXPECT_EQ(found(licence_line, "int a;\n"), 1U);
    EXPECT_EQ(found(licence_line, "\n// SPDX-License-Identifier: Apache-2.0\n"), 1U);
    EXPECT_EQ(found(licence_line, "words", "README.md"), 0U);
}

TEST(Sizes, a_file_has_at_most_500_lines) {
    EXPECT_EQ(found(sizes, lines(500)), 0U);
    EXPECT_EQ(found(sizes, lines(501)), 1U);
}

TEST(Sizes, a_line_has_at_most_100_characters) {
    EXPECT_EQ(found(sizes, std::string(100, 'x')), 0U);
    EXPECT_EQ(found(sizes, std::string(101, 'x')), 1U);
    EXPECT_EQ(found(sizes, "// " + lines(97, "\u00e9")), 0U);
}

TEST(Sizes, a_function_has_at_most_70_lines) {
    EXPECT_EQ(found(sizes, "void f() {\n" + lines(68) + "}\n"), 0U);
    EXPECT_EQ(found(sizes, "void f() {\n" + lines(69) + "}\n"), 1U);
}

TEST(LongFiles, are_one_of_ten_at_most) {
    std::vector<Source> sources(9, Source{"a.cpp", lines(350)});
    sources.push_back({"b.cpp", lines(351)});
    EXPECT_TRUE(long_files(sources).empty());
    sources.back() = {"b.md", lines(351)};
    sources[0].text = lines(351);
    EXPECT_EQ(long_files(sources).size(), 1U) << "one of nine is more than one of ten";
}

TEST(Names, of_files_and_types_say_what_a_thing_is) {
    EXPECT_EQ(found(names, "", "sage-adapter/base/string_utils.cpp"), 1U);
    EXPECT_EQ(found(names, "", "sage-adapter/base/string_format.cpp"), 0U);
    EXPECT_EQ(found(names, "class SessionManager {};"), 1U);
    EXPECT_EQ(found(names, "struct EventHandler : public Base {};"), 1U);
    EXPECT_EQ(found(names, "class Session final {};\nprocess(item);"), 0U);
    EXPECT_EQ(found(names, "class ItemProcess {};"), 1U);
    EXPECT_EQ(found(names, "class InProcess {};", "plugins/sage_simulator/in_process.h"), 0U);
}

TEST(LeftForLater, no_mark_may_stand) {
    for (const std::string begin : {"TO", "FIX", "HA"}) {
        const std::string mark = begin + (begin == "TO" ? "DO" : begin == "FIX" ? "ME" : "CK");
        EXPECT_EQ(found(left_for_later, "// " + mark + ": more\n", "README.md"), 1U) << mark;
        EXPECT_EQ(found(left_for_later, mark + "THON and A" + mark + "\n"), 0U) << mark;
    }
}

TEST(Secrets, of_every_known_shape_are_seen) {
    EXPECT_EQ(found(secrets,
                    "-----BEGIN RSA PRIVATE "
                    "KEY-----\n",
                    "a.txt"),
              1U);
    EXPECT_EQ(found(secrets,
                    "-----BEGIN PRIVATE "
                    "KEY-----\n",
                    "a.txt"),
              1U);
    EXPECT_EQ(found(secrets, "-----BEGIN CERTIFICATE-----\n", "a.txt"), 0U);
    const std::string part =
        "ey"
        "JhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
    EXPECT_EQ(found(secrets, "x: " + part + "." + part + ".c2ln\n", "a.json"), 1U);
    EXPECT_EQ(found(secrets,
                    "AK"
                    "IAABCDEFGHIJKLMNOP\n",
                    "a.json"),
              1U);
    EXPECT_EQ(found(secrets, "ghp_" + std::string(36, 'a') + "\n", "a.json"), 1U);
    EXPECT_EQ(found(secrets,
                    "grant_type=pass"
                    "word\n",
                    "a.cpp"),
              1U);
    EXPECT_EQ(found(secrets,
                    "response_type=to"
                    "ken\n",
                    "a.cpp"),
              1U);
    EXPECT_EQ(found(secrets, "grant_type=client_credentials\n", "a.cpp"), 0U);
}

TEST(MachinePaths, are_seen) {
    for (const std::string path : {"/wo"
                                   "rk/main",
                                   "/ro"
                                   "ot/.cache",
                                   "/ho"
                                   "me/me",
                                   "/Us"
                                   "ers/me"}) {
        EXPECT_EQ(found(machine_paths, "see " + path + "\n", "README.md"), 1U) << path;
    }
    EXPECT_EQ(found(machine_paths, "see /usr/lib and /tmp/x\n", "README.md"), 0U);
    EXPECT_EQ(found(machine_paths,
                    "in $folder/ro"
                    "ot/ and team/wo"
                    "rk/\n",
                    "README.md"),
              0U);
}

}  // namespace
}  // namespace tidy
