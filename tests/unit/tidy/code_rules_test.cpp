// SPDX-License-Identifier: Apache-2.0
// Plan: R6, R7 and the rule against sleeping tests are shown code that keeps them and code that
// breaks them; exceptions hold for their own place only.
#include <gtest/gtest.h>

#include "tests/tidy/rules.h"

namespace tidy {
namespace {

using Rule = Breaches (*)(const Source&);

std::size_t found(Rule rule, std::string text, std::string path = "sage-adapter/outbox/a.cpp") {
    return rule({std::move(path), std::move(text)}).size();
}

TEST(MutableStatics, a_static_in_a_function_has_to_be_constant) {
    EXPECT_EQ(found(mutable_statics, "int f() {\n    static int count = 0;\n    return count;\n}"),
              1U);
    EXPECT_EQ(found(mutable_statics, "int f() {\n    static std::map<int, int> seen;\n}"), 1U);
    EXPECT_EQ(found(mutable_statics, "int f() {\n    thread_local int depth = 0;\n}"), 1U);
    EXPECT_EQ(found(mutable_statics, "int f() {\n    static const int one = 1;\n}"), 0U);
    EXPECT_EQ(found(mutable_statics, "int f() {\n    static constexpr std::array a{1};\n}"), 0U);
}

TEST(MutableStatics, a_static_in_a_lambda_that_is_an_argument_is_seen) {
    EXPECT_EQ(found(mutable_statics, "void f() {\n    g([] {\n        static int n;\n    });\n}"),
              1U);
}

TEST(MutableStatics, a_global_has_to_be_constant) {
    EXPECT_EQ(found(mutable_statics, "namespace {\nint count = 0;\n}"), 1U);
    EXPECT_EQ(found(mutable_statics, "std::atomic<bool> stopped{false};"), 1U);
    EXPECT_EQ(found(mutable_statics, "std::mutex lock;"), 1U);
    EXPECT_EQ(found(mutable_statics, "const char* name = \"x\";"), 1U);
    EXPECT_EQ(found(mutable_statics, "constexpr int places = 2;\nconst char* const name = \"x\";"),
              0U);
    EXPECT_EQ(found(mutable_statics, "inline constexpr std::array<int, 2> all = {\n1, 2};"), 0U);
}

TEST(MutableStatics, a_static_member_has_to_be_constant) {
    EXPECT_EQ(found(mutable_statics, "class A {\n  private:\n    static int count_;\n};"), 1U);
    EXPECT_EQ(found(mutable_statics,
                    "class A {\n  public:\n    static A of(int x);\n    int b_ = 0;\n};"),
              0U);
}

TEST(MutableStatics, declarations_that_give_no_variable_are_fine) {
    EXPECT_EQ(found(mutable_statics,
                    "using A = int;\nstruct B;\nenum class C { one };\nextern \"C\" int f(void);\n"
                    "int f(int x);\ntemplate <class T> T g();\nfriend class D;\n"
                    "static int h(int x) { return x; }\nbool operator==(const A& l, const A& r);\n"
                    "static_assert(sizeof(int) == 4);"),
              0U);
}

TEST(MutableStatics, tls_settings_of_the_whole_process_are_not_touched) {
    EXPECT_EQ(found(mutable_statics, "void f() { Poco::Net::SSLManager::instance(); }"), 1U);
    EXPECT_EQ(found(mutable_statics, "// never SSLManager\n"), 0U);
}

TEST(MutableStatics, tests_may_keep_what_they_like) {
    EXPECT_EQ(found(mutable_statics, "int count = 0;", "tests/unit/base/a_test.cpp"), 0U);
}

TEST(FloatingPoint, is_not_used_near_money) {
    EXPECT_EQ(found(floating_point, "double price;"), 1U);
    EXPECT_EQ(found(floating_point, "float price;", "plugins/intacct/map.cpp"), 1U);
    EXPECT_EQ(found(floating_point, "auto x = std::stod(text);", "mock-host/wms/trade.cpp"), 1U);
    EXPECT_EQ(found(floating_point, "// double is not exact\n\"double\";"), 0U);
    EXPECT_EQ(found(floating_point, "double seconds;", "mock-host/report.cpp"), 0U);
    EXPECT_EQ(found(floating_point, "bool on_double(double);", "sage-adapter/base/json.cpp"), 0U);
}

TEST(ClockAndChance, come_from_outside) {
    EXPECT_EQ(found(clock_and_chance, "auto t = std::chrono::system_clock::now();"), 1U);
    EXPECT_EQ(found(clock_and_chance, "std::this_thread::sleep_for(1s);"), 1U);
    EXPECT_EQ(found(clock_and_chance, "time(nullptr);"), 1U);
    EXPECT_EQ(found(clock_and_chance, "Poco::Timestamp now;"), 1U);
    EXPECT_EQ(found(clock_and_chance, "int x = rand();"), 1U);
    EXPECT_EQ(found(clock_and_chance, "std::mt19937 engine;"), 1U);
    EXPECT_EQ(found(clock_and_chance, "clock.now_ms(); entry.time(); int time = 0;"), 0U);
}

TEST(ClockAndChance, sockets_may_read_the_real_clock_but_not_draw) {
    const char* https = "sage-adapter/transport/https.cpp";
    EXPECT_EQ(found(clock_and_chance, "std::chrono::steady_clock::now();", https), 0U);
    EXPECT_EQ(found(clock_and_chance, "std::random_device device;", https), 1U);
}

TEST(AssembledSql, is_refused_in_each_form) {
    EXPECT_EQ(found(assembled_sql, "auto q = \"SELECT a FROM b WHERE c = \" + c;"), 1U);
    EXPECT_EQ(found(assembled_sql, "auto q = table + \" WHERE c = 1\";"), 1U);
    EXPECT_EQ(found(assembled_sql, "auto q = fmt::format(\"UPDATE {} SET a = 1\", table);"), 1U);
    EXPECT_EQ(found(assembled_sql, "auto q = \"SELECT a FROM b WHERE c = ?\";"), 0U);
    EXPECT_EQ(found(assembled_sql, "auto q = \"selected \" + name;"), 0U);
}

TEST(SleepingTests, are_refused) {
    const char* test = "tests/unit/base/a_test.cpp";
    EXPECT_EQ(found(sleeping_tests, "std::this_thread::sleep_for(1ms);", test), 1U);
    EXPECT_EQ(found(sleeping_tests, "usleep(1);", test), 1U);
    EXPECT_EQ(found(sleeping_tests, "barrier.arrive_and_wait();", test), 0U);
}

}  // namespace
}  // namespace tidy
