// SPDX-License-Identifier: Apache-2.0
// Plan: a document that is handed over a hundred times from eight threads is in Sage once; other
// content under its name is a conflict; events come in order, by their schemas, and again until
// they are acknowledged; what the host's audit trail does not take is not sent; the folder of an
// instance is its alone.
#include <array>
#include <atomic>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <set>
#include <sstream>
#include <thread>

#include "tests/conformance/contract.h"

namespace sage::testing {
namespace {

namespace json = boost::json;

std::string member(const std::string& text, std::string_view name) {
    const json::value value = json::parse(text);
    const json::value* const found = value.as_object().if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : "";
}

class Once : public Conformance {
  protected:
    std::string next_event() {
        Out<wms_doc> event;
        const wms_status status = host_.plugin.next_event(host_.instance, &event.value, nullptr);
        EXPECT_TRUE(status == WMS_OK || status == WMS_IDLE) << status;
        return std::string(view(event.value.json));
    }
};

TEST_P(Once, a_document_from_eight_threads_is_sent_once) {
    ASSERT_NO_FATAL_FAILURE(start());
    const std::string document = next_message().json;
    std::atomic<int> accepted = 0;
    std::atomic<int> duplicates = 0;
    std::array<std::thread, 8> threads;
    for (std::size_t at = 0; at < threads.size(); ++at) {
        threads.at(at) = std::thread([&, at] {
            for (int round = 0; round < 100; ++round) {
                const wms_status status =
                    host_.plugin.submit(host_.instance, str(document), nullptr, nullptr);
                accepted += status == WMS_OK ? 1 : 0;
                duplicates += status == WMS_DUPLICATE ? 1 : 0;
                if (at == 0) {
                    EXPECT_LT(host_.plugin.work(host_.instance, nullptr, nullptr, nullptr),
                              WMS_E_INVALID);
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    settle();
    EXPECT_EQ(accepted, 1);
    EXPECT_EQ(duplicates, 799);
    EXPECT_EQ(posted(), 1U);
    EXPECT_EQ(in_state(final_state()), 1);
}

TEST_P(Once, other_content_under_the_same_name_is_a_conflict) {
    ASSERT_NO_FATAL_FAILURE(start());
    const wms::Message message = next_message();
    std::string other = message.json;
    const std::string quantity = R"("3.39")";
    other.replace(other.find(quantity), quantity.size(), R"("4.39")");
    ASSERT_EQ(host_.submit(message.json), WMS_OK) << host_.last_error;
    EXPECT_EQ(host_.submit(other), WMS_E_CONFLICT) << host_.last_error;
    settle();
    EXPECT_EQ(host_.submit(other), WMS_E_CONFLICT) << "after it was sent, too";
    EXPECT_EQ(host_.submit(message.json), WMS_DUPLICATE);
    settle();
    EXPECT_EQ(posted(), 1U);
}

TEST_P(Once, events_come_in_order_and_again_until_they_are_acknowledged) {
    ASSERT_NO_FATAL_FAILURE(start());
    ASSERT_EQ(host_.submit(next_message().json), WMS_OK) << host_.last_error;
    ASSERT_EQ(host_.submit(next_message().json), WMS_OK) << host_.last_error;
    settle();
    const std::string first = next_event();
    ASSERT_FALSE(first.empty());
    EXPECT_EQ(next_event(), first);
    host_.destroy();
    ASSERT_EQ(host_.create(), WMS_OK) << host_.last_error;
    EXPECT_EQ(next_event(), first) << "after a restart, too";
    std::int64_t before = 0;
    std::set<std::string> told;
    for (std::string event = next_event(); !event.empty(); event = next_event()) {
        const std::string id = member(event, "eventId");
        const std::int64_t number = std::stoll(id);
        EXPECT_GT(number, before);
        before = number;
        expect_valid(member(event, "eventType"), event);
        if (member(event, "state") == final_state()) {
            told.insert(member(event, "messageId"));
        }
        ASSERT_EQ(host_.plugin.ack_event(host_.instance, str(id), nullptr), WMS_OK);
        EXPECT_EQ(host_.plugin.ack_event(host_.instance, str(id), nullptr), WMS_OK);
    }
    EXPECT_EQ(told.size(), 2U);
}

TEST_P(Once, what_the_audit_trail_does_not_take_is_not_sent) {
    ASSERT_NO_FATAL_FAILURE(start());
    host_.audit_answer = WMS_E_STORAGE;
    ASSERT_EQ(host_.submit(next_message().json), WMS_OK) << host_.last_error;
    settle();
    EXPECT_FALSE(host_.audited.empty()) << "it was asked";
    EXPECT_EQ(posted(), 0U);
    EXPECT_EQ(in_state(final_state()), 0);
    host_.audit_answer = WMS_OK;
    host_.audited.clear();
    host_.work_for(24 * 6 * ten_minutes_ms);
    EXPECT_EQ(posted(), 1U);
    EXPECT_EQ(in_state(final_state()), 1);
    ASSERT_FALSE(host_.audited.empty());
    for (const std::string& records : host_.audited) {
        std::istringstream lines(records);
        for (std::string line; std::getline(lines, line);) {
            expect_valid("auditRecord", line);
        }
    }
}

TEST_P(Once, the_folder_of_an_instance_is_its_alone) {
    ASSERT_NO_FATAL_FAILURE(start());
    ProbeHost other(host_.plugin, host_.settings, folder_);
    EXPECT_EQ(other.create(), WMS_E_BUSY) << other.last_error;
    EXPECT_EQ(other.instance, nullptr);
    ASSERT_EQ(host_.submit(next_message().json), WMS_OK) << host_.last_error;
    settle();
    EXPECT_EQ(posted(), 1U);
    host_.destroy();
    EXPECT_EQ(other.create(), WMS_OK) << other.last_error;
}

INSTANTIATE_TEST_SUITE_P(Pairs, Once, ::testing::ValuesIn(pairs_of_one_step()),
                         [](const auto& parameter) { return name_of(parameter.param); });

}  // namespace
}  // namespace sage::testing
