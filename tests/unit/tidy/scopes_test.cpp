// SPDX-License-Identifier: Apache-2.0
// Plan: the brace counter tells namespaces, types, functions and initialisers apart, measures
// functions, and gives each statement its scope.
#include "tests/tidy/scopes.h"

#include <gtest/gtest.h>

#include "tests/tidy/source.h"

namespace tidy {
namespace {

Scopes of(std::string_view text) {
    return scopes_of(code_of(text));
}

/// The scope of the statement that begins so, or nothing.
std::string scope_of(const Scopes& scopes, std::string_view begin) {
    for (const Statement& statement : scopes.statements) {
        if (statement.text.starts_with(begin)) {
            return statement.scope == Scope::file   ? "file"
                   : statement.scope == Scope::type ? "type"
                                                    : "function";
        }
    }
    return "none";
}

TEST(Scopes, a_function_is_measured_from_brace_to_brace) {
    const auto scopes = of("namespace a {\nint f(int x) {\n  return x;\n}\n}\n");
    ASSERT_EQ(scopes.functions.size(), 1U);
    EXPECT_EQ(scopes.functions[0].header, "int f(int x)");
    EXPECT_EQ(scopes.functions[0].line, 2);
    EXPECT_EQ(scopes.functions[0].lines, 3);
}

TEST(Scopes, lambdas_and_blocks_belong_to_the_function_around) {
    const auto scopes =
        of("void f() {\n  g([&](int x) {\n    if (x) { h(); }\n    static int kept = 0;\n  });\n  "
           "i();\n}\n");
    ASSERT_EQ(scopes.functions.size(), 1U);
    EXPECT_EQ(scopes.functions[0].lines, 7);
    EXPECT_EQ(scope_of(scopes, "static int kept"), "function");
    EXPECT_EQ(scope_of(scopes, "i()"), "function");
}

TEST(Scopes, member_functions_of_every_shape_are_functions) {
    const auto scopes =
        of("class A final : public B<int(int)> {\n"
           "  public:\n"
           "    A(int x) : b_{x}, c_(x) {\n    }\n"
           "    explicit A() noexcept : d_{} {}\n"
           "    int get() const override { return 1; }\n"
           "    auto more() -> std::vector<int> { return {}; }\n"
           "    bool operator==(const A&) const { return true; }\n"
           "  private:\n    int b_{0};\n    static int count_;\n};\n");
    EXPECT_EQ(scopes.functions.size(), 5U);
    EXPECT_EQ(scope_of(scopes, "private : int b_"), "none");
    EXPECT_EQ(scope_of(scopes, "static int count_"), "type");
}

TEST(Scopes, a_function_may_give_back_a_type_named_by_its_kind) {
    const auto scopes =
        of("struct Pair f() {\n  return {};\n}\nstruct alignas(8) Pair { int a; };\n");
    ASSERT_EQ(scopes.functions.size(), 1U);
    EXPECT_EQ(scope_of(scopes, "int a"), "type");
}

TEST(Scopes, initialisers_are_part_of_their_statement) {
    const auto scopes =
        of("constexpr std::array<int, 2> all = {\n  1,\n  2};\nint one{1};\n"
           "const Fences fences = Fences{{1}, {2}};\nint after = 0;\n");
    EXPECT_TRUE(scopes.functions.empty());
    ASSERT_EQ(scopes.statements.size(), 4U);
    EXPECT_EQ(scopes.statements[3].text, "int after = 0");
    EXPECT_EQ(scopes.statements[3].line, 6);
}

TEST(Scopes, directives_are_no_statements) {
    const auto scopes = of("#define X(a) { \\\n  (a)\n#include <a>\nint after = 0;\n");
    ASSERT_EQ(scopes.statements.size(), 1U);
    EXPECT_EQ(scopes.statements[0].line, 4);
}

TEST(Scopes, c_linkage_opens_no_scope_of_its_own) {
    const auto scopes =
        of("extern \"C\" {\nint f(void);\n}\nextern \"C\" int g() {\n  return 1;\n}\n");
    ASSERT_EQ(scopes.functions.size(), 1U);
    EXPECT_EQ(scope_of(scopes, "int f(void)"), "file");
}

TEST(Scopes, unbalanced_braces_do_no_harm) {
    EXPECT_TRUE(of("}}}").functions.empty());
    EXPECT_TRUE(of("int f() {").functions.empty());
    EXPECT_TRUE(of("int x = {").functions.empty());
}

}  // namespace
}  // namespace tidy
