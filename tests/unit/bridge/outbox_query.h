// SPDX-License-Identifier: Apache-2.0
// What the tests of the queries about the whole outbox share: documents in every state, and an
// answer that fits its schema.
#pragma once

#include <boost/json.hpp>
#include <stdexcept>
#include <string>

#include "sage-adapter/bridge/border.h"
#include "tests/unit/bridge/fake_host.h"
#include "tests/unit/host_api/schema_checker.h"

namespace sage::testing {

class OutboxQuery : public Border {
  protected:
    wms_status ask(const std::string& request) {
        forget(document);
        forget(error);
        return bridge_query(instance, nullptr, text_of(request), &document, &error);
    }
    boost::json::value answered(const std::string& request) {
        EXPECT_EQ(ask(request), WMS_OK) << code();
        const std::string query(boost::json::parse(request).at("query").as_string());
        for (const std::string& violation :
             contract::violations("query." + query + ".answer", answer())) {
            ADD_FAILURE() << violation;
        }
        return boost::json::parse(answer());
    }
    Store& store() const { return *instance->instance->store; }

    void submit(const std::string& number, const std::string& day = "2026-11-20") {
        const std::string text =
            replaced(despatch(number), "2026-11-20\",\"buyer", day + "\",\"buyer");
        ASSERT_EQ(bridge_submit(instance, text_of(text), nullptr, nullptr), WMS_OK);
    }
    Entry entry(const std::string& number) const {
        return store().find_message(message_id(number)).value().value();
    }
    Entry claimed(const std::string& number) const {
        std::vector<Entry> due = store().claim(host.now + 1, host.now + 60'000, 100).value();
        for (Entry& one : due) {
            if (one.document_id == number) {
                return std::move(one);
            }
        }
        throw std::runtime_error("not due: " + number);
    }
    void apply(Change change) const { ASSERT_TRUE(store().apply(change).value()); }
    Change change_by(const Entry& one, Happening happening) const {
        return change_of(one, *transition({one.state, one.maybe_in_sage, true}, happening),
                         host.now);
    }
    void hold(const std::string& number, const std::string& root_cause) {
        submit(number);
        Change change = change_by(claimed(number), Happening::stopped_before_send);
        change.root_cause = root_cause;
        change.problem_json =
            R"({"code":"fake.unknown","message":"No.","cause":"No.","fix":"Make it.",)"
            R"("owner":"finance","fieldPath":"","severity":"error","retry":true,)"
            R"("retryRule":"whenCauseGone"})";
        apply(change);
    }
    /// It was submitted, and is being sent.
    Entry sending(const std::string& number) {
        Entry one = claimed(number);
        Attempt attempt;
        attempt.sequence = one.sequence;
        attempt.number = 1;
        attempt.begun_ms = host.now;
        attempt.deadline_ms = host.now + 1;
        EXPECT_TRUE(store().begin_attempt(attempt, one.epoch).value());
        one.state = State::sending;
        return one;
    }
    void post(const std::string& number, const std::string& sage_document_json = "") {
        submit(number);
        Entry one = sending(number);
        Change change = change_by(one, Happening::done);
        change.sage_document_json = sage_document_json;
        change.event_type = "postingResult";
        change.event_json = R"({"messageId":")" + message_id(number) + "\"}";
        apply(change);
    }
};

}  // namespace sage::testing
