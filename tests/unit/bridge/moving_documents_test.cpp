// SPDX-License-Identifier: Apache-2.0
// Plan: which documents a figure lacks, by when they were sent and ended: long before, about then,
// later; sent before and ended later; open, begun in steps, replaced by a later version; rejected;
// accepted after the warehouse was counted; called back.
#include "sage-adapter/bridge/moving_documents.h"

#include "tests/unit/bridge/outbox_query.h"

namespace sage::testing {
namespace {

constexpr std::int64_t minute_ms = 60'000;

class MovingDocumentsTest : public OutboxQuery {
  protected:
    /// What is in flight of SKU-1, of which each document moves two pieces; "?" if that cannot be
    /// told.
    std::string in_flight(std::int64_t begun_ms, std::int64_t ended_ms,
                          std::optional<std::int64_t> counted_ms = std::nullopt) {
        StockDrift drift({{"SKU-1", "MAIN", Decimal(), "C62"}},
                         [](std::string_view) { return std::optional<std::string>(""); });
        Delivery& delivery = instance->instance->delivery;
        const Result<void> added = add_moving_documents(
            {store(),
             [&](const Entry& entry) { return delivery.effective_document(entry); },
             [&](const Entry&) { return Result<std::optional<Entry>>(step); },
             {begun_ms, ended_ms},
             counted_ms},
            drift, [&] { return called_back; });
        if (!added.ok()) {
            return added.error().first().code;
        }
        const Drift row = drift.rows({{{"SKU-1", ""}, Decimal()}}).at(0);
        return row.cause == DriftCause::uncertain ? "?" : row.in_flight.text();
    }
    std::string in_flight() { return in_flight(host.now - minute_ms, host.now); }

    std::optional<Entry> step;
    bool called_back = false;
};

TEST_F(MovingDocumentsTest, what_ended_before_costs_nothing_and_about_then_cannot_be_told) {
    ASSERT_EQ(create(), WMS_OK);
    EXPECT_EQ(in_flight(), "0");
    post("D1");
    const std::int64_t posted_ms = host.now;
    EXPECT_EQ(in_flight(posted_ms, posted_ms + 1), "0");
    EXPECT_EQ(in_flight(posted_ms - 1, posted_ms), "?");
    EXPECT_EQ(in_flight(posted_ms - 9, posted_ms - 1), "-2") << "it was sent later";
}

TEST_F(MovingDocumentsTest, what_was_sent_before_and_ended_later_cannot_be_told) {
    ASSERT_EQ(create(), WMS_OK);
    submit("D1");
    const Entry one = sending("D1");
    const std::int64_t sent_ms = host.now;
    EXPECT_EQ(in_flight(), "?") << "it is being sent";
    host.now += 10 * minute_ms;
    apply(change_by(one, Happening::done));
    EXPECT_EQ(in_flight(sent_ms + 1, sent_ms + minute_ms), "?");
    EXPECT_EQ(in_flight(sent_ms - 2, sent_ms - 1), "-2");
}

TEST_F(MovingDocumentsTest, what_is_open_is_in_flight_and_in_steps_perhaps_half_there) {
    ASSERT_EQ(create(), WMS_OK);
    submit("D1");
    hold("D2", "item:A");
    EXPECT_EQ(in_flight(), "-4");
    step = Entry{};
    EXPECT_EQ(in_flight(), "-4") << "before a despatch its order is there, which moves nothing";
}

TEST_F(MovingDocumentsTest, of_open_versions_the_last_one_counts) {
    ASSERT_EQ(create(), WMS_OK);
    submit("D1");
    const std::string later = version("D1", "2", "5");
    ASSERT_EQ(bridge_submit(instance, text_of(later), nullptr, nullptr), WMS_OK);
    EXPECT_EQ(in_flight(), "-5");
}

TEST_F(MovingDocumentsTest, what_was_accepted_after_the_count_is_not_in_it) {
    ASSERT_EQ(create(), WMS_OK);
    submit("D1");
    host.now += minute_ms;
    submit("D2");
    post("D3");
    EXPECT_EQ(in_flight(host.now + 1, host.now + 2, host.now), "-4");
    EXPECT_EQ(in_flight(host.now + 1, host.now + 2, host.now - 1), "?")
        << "the figure has what the warehouse has not";
    EXPECT_EQ(in_flight(host.now - 9, host.now - 2, host.now - 1), "-2");
}

TEST_F(MovingDocumentsTest, a_query_can_be_called_back) {
    ASSERT_EQ(create(), WMS_OK);
    called_back = true;
    EXPECT_EQ(in_flight(), "delivery.cancelled");
}

}  // namespace
}  // namespace sage::testing
