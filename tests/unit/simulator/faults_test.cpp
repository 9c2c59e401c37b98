// SPDX-License-Identifier: Apache-2.0
// Plan: each action, matching, skip and times, counters and reset, over a simulator that only
// counts; then every malformed fault with its pointer.
#include "plugins/sage_simulator/faults.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"

namespace sage::test {
namespace {

/// Answers 200 with the number of requests it carried out.
class CountingSimulator final : public Simulator {
  public:
    SimulatedExchange handle(const Request&) override {
        SimulatedExchange exchange;
        exchange.reply = {200, {}, std::to_string(++executed)};
        return exchange;
    }
    Reply control(const Request& request) override {
        return {request.target == "/control/counters" ? 200 : 204, {}, R"({"requests":1})"};
    }
    void restore(std::string_view line) override { restored = line; }

    int executed = 0;
    std::string restored;
};

class FaultsTest : public testing::Test {
  protected:
    Reply set(std::string_view faults) {
        return simulator->control(
            {"POST", "/control/faults", {}, fmt::format(R"({{"faults":[{}]}})", faults)});
    }
    SimulatedExchange post(std::string_view target = "/a", std::string_view body = "") {
        return simulator->handle({"POST", std::string(target), {}, std::string(body)});
    }
    std::string counters() { return simulator->control({"GET", "/control/counters", {}, ""}).body; }

    CountingSimulator* counting = new CountingSimulator;
    std::unique_ptr<Simulator> simulator = with_faults(std::unique_ptr<Simulator>(counting));
};

TEST_F(FaultsTest, a_dropped_request_is_not_carried_out_and_a_dropped_reply_is) {
    EXPECT_EQ(set(R"({"id":"r","action":"drop_request"},{"id":"p","action":"drop_reply"},
                     {"id":"c","action":"cut_reply"})")
                  .status,
              200);
    EXPECT_EQ(post().fate, Fate::drop_request);
    EXPECT_EQ(counting->executed, 0);
    EXPECT_EQ(post().fate, Fate::drop_reply);
    EXPECT_EQ(counting->executed, 1);
    const SimulatedExchange cut = post();
    EXPECT_EQ(cut.fate, Fate::cut_reply);
    EXPECT_EQ(cut.reply.body, "2");
    EXPECT_EQ(post().fate, Fate::deliver);
    EXPECT_EQ(counters(), R"({"requests":1,"faults":{"r":1,"p":1,"c":1}})");
}

TEST_F(FaultsTest, a_made_up_reply_comes_with_or_without_carrying_the_request_out) {
    set(R"({"id":"a","action":"reply","status":500,"headers":{"Retry-After":"3"},"body":"<html>"},
           {"id":"b","action":"reply","execute":true,"body":{"ok":true}})");
    const Reply without = post().reply;
    EXPECT_EQ(without.status, 500);
    EXPECT_EQ(without.header("retry-after"), "3");
    EXPECT_EQ(without.body, "<html>");
    EXPECT_EQ(counting->executed, 0);
    const Reply with = post().reply;
    EXPECT_EQ(with.status, 503) << "the default";
    EXPECT_EQ(with.body, R"({"ok":true})");
    EXPECT_EQ(counting->executed, 1);
}

TEST_F(FaultsTest, a_delay_is_for_the_server_to_wait) {
    set(R"({"id":"d","action":"delay","delayMs":1500})");
    const SimulatedExchange slow = post();
    EXPECT_EQ(slow.delay_ms, 1'500);
    EXPECT_EQ(slow.fate, Fate::deliver);
    EXPECT_EQ(slow.reply.body, "1");
    EXPECT_EQ(post().delay_ms, 0);
}

TEST_F(FaultsTest, method_target_and_body_choose_the_request) {
    set(R"({"id":"x","method":"POST","targetContains":"document::Sales Invoice",
            "bodyContains":"DN-7","action":"drop_reply"})");
    EXPECT_EQ(simulator->handle({"PATCH", "/document::Sales%20Invoice", {}, "DN-7"}).fate,
              Fate::deliver);
    EXPECT_EQ(post("/document::Sales%20Order", "DN-7").fate, Fate::deliver);
    EXPECT_EQ(post("/document::Sales%20Invoice", "DN-8").fate, Fate::deliver);
    EXPECT_EQ(post("/document::Sales%20Invoice", "...DN-7...").fate, Fate::drop_reply);
    set(R"({"id":"x","targetContains":"Sales%20Invoice","action":"drop_reply"})");
    EXPECT_EQ(post("/document::Sales%20Invoice").fate, Fate::drop_reply) << "as sent, too";
}

TEST_F(FaultsTest, skip_and_times_count_matching_requests) {
    set(R"({"id":"x","targetContains":"/a","skip":2,"times":2,"action":"drop_reply"})");
    std::string fates;
    for (int count = 0; count < 6; ++count) {
        post("/b");
        fates += post("/a").fate == Fate::drop_reply ? "x" : ".";
    }
    EXPECT_EQ(fates, "..xx..");
    set(R"({"id":"x","times":0,"action":"drop_reply"})");
    for (int count = 0; count < 10; ++count) {
        EXPECT_EQ(post().fate, Fate::drop_reply) << "every time";
    }
}

TEST_F(FaultsTest, a_new_list_replaces_the_old_and_a_reset_takes_all_away) {
    set(R"({"id":"x","times":0,"action":"drop_reply"})");
    set("");
    EXPECT_EQ(post().fate, Fate::deliver);
    set(R"({"id":"x","times":0,"action":"drop_reply"})");
    EXPECT_EQ(set(R"({"id":"y"})").status, 400);
    EXPECT_EQ(post().fate, Fate::drop_reply) << "a wrong list changes nothing";
    simulator->control({"POST", "/control/reset", {}, "{}"});
    EXPECT_EQ(post().fate, Fate::drop_reply) << "this simulator refused the reset";
}

TEST_F(FaultsTest, restoring_is_passed_on) {
    simulator->restore("a line");
    EXPECT_EQ(counting->restored, "a line");
}

TEST_F(FaultsTest, malformed_faults_are_named) {
    const std::pair<const char*, const char*> cases[] = {
        {"{", ""},
        {"[]", "/faults"},
        {R"({"faults":{}})", "/faults"},
        {R"({"faults":[7]})", "/faults/0"},
        {R"({"faults":[{"id":"x"}]})", "/faults/0"},
        {R"({"faults":[{"action":"delay"}]})", "/faults/0"},
        {R"({"faults":[{"id":"x","action":"explode"}]})", "/faults/0/action"},
        {R"({"faults":[{"id":"x","action":"delay","when":1}]})", "/faults/0/when"},
        {R"({"faults":[{"id":"x","action":"delay","delayMs":-1}]})", "/faults/0/delayMs"},
        {R"({"faults":[{"id":"x","action":"delay","delayMs":99999999}]})", "/faults/0/delayMs"},
        {R"({"faults":[{"id":"x","action":"reply","status":42}]})", "/faults/0/status"},
        {R"({"faults":[{"id":"x","action":"reply","execute":"yes"}]})", "/faults/0/execute"},
        {R"({"faults":[{"id":"x","action":"reply","headers":{"A":"b\r\nC: d"}}]})",
         "/faults/0/headers"},
        {R"({"faults":[{"id":"x","action":"delay"},{"id":"","action":"delay"}]})", "/faults/1/id"},
    };
    for (const auto& [text, pointer] : cases) {
        const auto faults = read_faults(text);
        ASSERT_FALSE(faults.ok()) << text;
        EXPECT_EQ(faults.error().first().pointer, pointer) << text;
        EXPECT_NE(faults.error().first().fix, "") << text;
    }
}

}  // namespace
}  // namespace sage::test
