// SPDX-License-Identifier: Apache-2.0
// Plan: lists come in pages without a gap or a repeat; documents wait until their state is noted;
// everything is there when the file is opened again.
#include "tests/unit/mock_host/temporary_folder.h"
#include "tests/unit/mock_host/warehouse_fixture.h"

namespace wms {
namespace {

using testing::code;
using testing::order_of;
using testing::units;

class QuestionsTest : public testing::WarehouseFixture {};

TEST_F(QuestionsTest, orders_come_in_pages_by_state) {
    for (const char* id : {"A", "B", "C"}) {
        enter(order_of(id, {{"A", 2}}));
    }
    allocate("B");
    ASSERT_TRUE(send("B", "D").ok());
    const auto first = warehouse_.list_orders("", "", 2).value();
    ASSERT_EQ(first.size(), 2U);
    EXPECT_EQ(first[1].id, "B");
    EXPECT_EQ(first[1].state, "closed");
    EXPECT_EQ(first[1].despatched, units(2));
    EXPECT_EQ(warehouse_.list_orders("", "B", 2).value().at(0).id, "C");
    EXPECT_EQ(warehouse_.list_orders("open", "", 9).value().size(), 2U);
    EXPECT_EQ(warehouse_.list_orders("", "C", 2).value().size(), 0U);
}

TEST_F(QuestionsTest, a_document_is_found_by_its_message) {
    enter(order_of("O", {{"A", 2}}));
    const KeptDocument kept = documents().back();
    EXPECT_EQ(warehouse_.document(kept.message.id).value().message.json, kept.message.json);
    EXPECT_EQ(code(warehouse_.document("none")), "warehouse.no_document");
}

TEST_F(QuestionsTest, events_come_in_pages_without_a_gap) {
    enter(order_of("O", {{"A", 2}}));
    allocate("O");
    std::vector<std::int64_t> sequences;
    for (std::int64_t after = 0;;) {
        const auto page = warehouse_.events_after(after, 2).value();
        if (page.empty()) {
            break;
        }
        for (const Event& event : page) {
            sequences.push_back(event.sequence);
        }
        after = page.back().sequence;
    }
    EXPECT_EQ(sequences, (std::vector<std::int64_t>{1, 2, 3}));
}

TEST_F(QuestionsTest, a_document_waits_until_the_plugin_said_something) {
    enter(order_of("O", {{"A", 2}}));
    enter(order_of("P", {{"A", 2}}));
    ASSERT_EQ(warehouse_.documents_to_hand_over(10).value().size(), 2U);
    const std::string id = documents().front().message.id;
    ASSERT_EQ(code(warehouse_.note_state(id, "posted", "SI-1")), "ok");
    const auto waiting = warehouse_.documents_to_hand_over(10).value();
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(waiting.front().message.document_id, "P");
    EXPECT_EQ(documents().front().state, "posted");
    EXPECT_EQ(documents().front().sage_number, "SI-1");
    EXPECT_EQ(code(warehouse_.note_state("x", "posted", "")), "warehouse.document.unknown");
}

TEST_F(QuestionsTest, a_warehouse_in_a_file_is_there_when_it_is_opened_again) {
    const testing::TemporaryFolder folder;
    WarehouseOptions options;
    options.file = folder / "warehouse.sqlite";
    {
        const auto warehouse = Warehouse::open(options);
        ASSERT_EQ(code(warehouse), "ok");
        ASSERT_TRUE(warehouse.value()->receive("MAIN", "A", units(3)).ok());
        ASSERT_TRUE(warehouse.value()->enter(order_of("O", {{"A", 2}})).ok());
        ASSERT_TRUE(warehouse.value()->allocate_order("O").ok());
    }
    const auto again = Warehouse::open(options);
    ASSERT_EQ(code(again), "ok");
    EXPECT_EQ(again.value()->stock().at(0).available(), units(1));
    EXPECT_EQ(again.value()->order("O").value().lines.at(0).allocated, units(2));
    EXPECT_EQ(again.value()->events_after(0, 10).value().size(), 3U);
    options.file = folder / "no/such/place.sqlite";
    EXPECT_EQ(code(Warehouse::open(options)), "warehouse.storage");
}

}  // namespace
}  // namespace wms
