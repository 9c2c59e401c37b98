// SPDX-License-Identifier: Apache-2.0
// Plan: a cookie stands for its person until a pause, a long day or a log-out; of too many the one
// that was not used longest goes; after wrong passwords a name waits.
#include "mock-host/serve/log_ins.h"

#include <gtest/gtest.h>

namespace wms::serve {
namespace {

class LogInsTest : public ::testing::Test {
  protected:
    void pass(std::int64_t ms) { clock.jump_to(clock.now_ms() + ms); }
    JumpClock clock{1'000'000};
    LogIns log_ins{clock};
};

TEST_F(LogInsTest, a_cookie_stands_for_its_person) {
    const std::string pat = log_ins.open("pat");
    const std::string sam = log_ins.open("sam");
    EXPECT_GE(pat.size(), 64U);
    EXPECT_NE(pat, sam);
    EXPECT_EQ(log_ins.find(pat)->name, "pat");
    EXPECT_EQ(log_ins.find(sam)->name, "sam");
    EXPECT_NE(log_ins.find(pat)->token, log_ins.find(sam)->token);
    EXPECT_NE(log_ins.find(pat)->token, pat) << "a token that leaks must be no cookie";
    EXPECT_FALSE(log_ins.find("").has_value());
    EXPECT_FALSE(log_ins.find(pat.substr(1)).has_value());
    log_ins.close(pat);
    EXPECT_FALSE(log_ins.find(pat).has_value());
}

TEST_F(LogInsTest, ends_after_a_pause) {
    const std::string cookie = log_ins.open("pat");
    pass(LogIns::kIdleMs);
    EXPECT_TRUE(log_ins.find(cookie).has_value());
    pass(LogIns::kIdleMs + 1);
    EXPECT_FALSE(log_ins.find(cookie).has_value());
}

TEST_F(LogInsTest, ends_after_a_day_however_busy) {
    const std::string cookie = log_ins.open("pat");
    for (std::int64_t passed = 0; passed < LogIns::kLifeMs; passed += LogIns::kIdleMs) {
        EXPECT_TRUE(log_ins.find(cookie).has_value());
        pass(LogIns::kIdleMs);
    }
    pass(1);
    EXPECT_FALSE(log_ins.find(cookie).has_value());
}

TEST_F(LogInsTest, of_too_many_the_least_used_goes) {
    const std::string first = log_ins.open("first");
    pass(1);
    const std::string second = log_ins.open("second");
    pass(1);
    for (std::size_t count = 2; count < LogIns::kAtOnceMax; ++count) {
        log_ins.open("more");
    }
    pass(1);
    EXPECT_TRUE(log_ins.find(first).has_value());
    log_ins.open("one too many");
    EXPECT_TRUE(log_ins.find(first).has_value());
    EXPECT_FALSE(log_ins.find(second).has_value());
}

TEST_F(LogInsTest, after_wrong_passwords_a_name_waits) {
    for (int wrong = 0; wrong < LogIns::kWrongMax; ++wrong) {
        EXPECT_TRUE(log_ins.may_try("pat"));
        log_ins.note_wrong("pat");
    }
    EXPECT_FALSE(log_ins.may_try("pat"));
    EXPECT_TRUE(log_ins.may_try("sam"));
    pass(LogIns::kWaitMs + 1);
    EXPECT_TRUE(log_ins.may_try("pat"));
    log_ins.note_wrong("pat");
    log_ins.open("pat");
    for (int wrong = 0; wrong < LogIns::kWrongMax - 1; ++wrong) {
        log_ins.note_wrong("pat");
    }
    EXPECT_TRUE(log_ins.may_try("pat")) << "the right one begins anew";
}

TEST_F(LogInsTest, names_without_end_fill_no_memory) {
    for (int name = 0; name < 1000; ++name) {
        log_ins.note_wrong(std::to_string(name));
    }
    EXPECT_FALSE(log_ins.may_try("one more"));
    EXPECT_TRUE(log_ins.may_try("7"));
    pass(LogIns::kWaitMs + 1);
    EXPECT_TRUE(log_ins.may_try("one more"));
}

}  // namespace
}  // namespace wms::serve
