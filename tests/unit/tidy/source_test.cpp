// SPDX-License-Identifier: Apache-2.0
// Plan: comments, strings, raw strings and literals are told apart; words, includes, lines and
// names are split; a tree is read without what a build made.
#include "tests/tidy/source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace tidy {
namespace {

using testing::ElementsAre;

TEST(Source, comments_become_blanks_and_lines_stay) {
    EXPECT_EQ(without_comments("a; // b\nc; /* d\ne */ f"), "a;     \nc;     \n     f");
}

TEST(Source, strings_stay_when_only_comments_go) {
    EXPECT_EQ(without_comments("x = \"// no\"; // yes"), "x = \"// no\";       ");
}

TEST(Source, contents_of_strings_go_from_code) {
    EXPECT_EQ(code_of(R"(x = "static int y;" + '{';)"), R"(x = "             " + ' ';)");
}

TEST(Source, an_escaped_quote_does_not_end_a_string) {
    EXPECT_EQ(code_of(R"(a("x\"y") + b)"), R"(a("    ") + b)");
}

TEST(Source, a_raw_string_ends_with_its_own_mark) {
    EXPECT_EQ(code_of("a(R\"m(x)\" // \" )m\");b"), "a(R\"             \");b");
}

TEST(Source, digits_may_be_separated) {
    EXPECT_EQ(code_of("x = 1'000'000; // c"), "x = 1'000'000;     ");
}

TEST(Source, words_know_their_lines) {
    const auto words = words_of("int a_1;\n  b()");
    ASSERT_EQ(words.size(), 6U);
    EXPECT_EQ(words[1].text, "a_1");
    EXPECT_EQ(words[3].text, "b");
    EXPECT_EQ(words[3].line, 2);
}

TEST(Source, includes_are_found_but_not_in_comments) {
    const auto includes =
        includes_of("#include <a.h>\n// #include <b.h>\n  #  include \"c/d.h\"\n");
    ASSERT_EQ(includes.size(), 2U);
    EXPECT_EQ(includes[0].path, "a.h");
    EXPECT_EQ(includes[1].path, "c/d.h");
    EXPECT_EQ(includes[1].line, 3);
}

TEST(Source, lines_do_not_need_a_last_line_end) {
    EXPECT_THAT(lines_of("a\n\nb"), ElementsAre("a", "", "b"));
    EXPECT_THAT(lines_of("a\n"), ElementsAre("a"));
}

TEST(Source, a_path_has_folder_name_and_stem) {
    EXPECT_EQ(folder_of("a/b/c.d.e"), "a/b/");
    EXPECT_EQ(name_of("a/b/c.d.e"), "c.d.e");
    EXPECT_EQ(stem_of("a/b/c.d.e"), "c");
    EXPECT_EQ(folder_of("c"), "");
}

TEST(Source, headers_and_code_are_known_by_their_endings) {
    EXPECT_TRUE(is_header({"a/b.h", ""}));
    EXPECT_FALSE(is_header({"a/b.cpp", ""}));
    EXPECT_TRUE(is_code({"a/b.cpp", ""}));
    EXPECT_TRUE(is_code({"a/b.c", ""}));
    EXPECT_FALSE(is_code({"a/b.md", ""}));
}

TEST(Source, names_split_into_lower_case_words) {
    EXPECT_THAT(parts_of_name("OutboxState"), ElementsAre("outbox", "state"));
    EXPECT_THAT(parts_of_name("outbox_state2"), ElementsAre("outbox", "state2"));
    EXPECT_THAT(parts_of_name("__"), ElementsAre());
}

TEST(Source, a_tree_is_read_in_order_without_builds) {
    const auto top = std::filesystem::path(testing::TempDir()) / "tidy_source_test";
    std::filesystem::remove_all(top);
    for (const char* path :
         {"b.cpp", "a.h", "build/c.cpp", ".git/d.h", "e.bin", "sub/f", "sub/.git"}) {
        std::filesystem::create_directories((top / path).parent_path());
        std::ofstream(top / path) << "text of " << path;
    }
    const auto sources = read_tree(top.string());
    std::filesystem::remove_all(top);
    ASSERT_EQ(sources.size(), 3U);
    EXPECT_EQ(sources[0].path, "a.h");
    EXPECT_EQ(sources[1].path, "b.cpp");
    EXPECT_EQ(sources[2].path, "sub/f");
    EXPECT_EQ(sources[2].text, "text of sub/f");
}

TEST(Source, breaches_are_told_one_to_a_line) {
    EXPECT_EQ(text_of({{"a.h", 3, "is wrong"}, {"b.h", 1, "too"}}),
              "a.h:3: is wrong\nb.h:1: too\n");
}

}  // namespace
}  // namespace tidy
