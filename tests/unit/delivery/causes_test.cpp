// SPDX-License-Identifier: Apache-2.0
// Plan: what many documents are held for is told once, also over a restart, and again when it comes
// back; when it is gone all are released, more than are read at once too, in the order accepted.
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

class Causes : public World {
  protected:
    std::vector<std::string> told() {
        std::vector<std::string> attentions;
        for (const StoredEvent& event : events()) {
            if (event.type == "attention") {
                attentions.push_back(event.json);
            }
        }
        return attentions;
    }
    void read_catalogue_again() {
        clock.now += connection().catalogue_refresh_ms + 1;
        work();
    }
    const Connection& connection() const { return company.connection(); }
};

TEST_F(Causes, one_root_cause_is_told_once_however_many_wait_for_it) {
    start();
    for (int number = 1; number <= 20; ++number) {
        submit(despatch("D" + std::to_string(number), "MISSING"));
    }
    submit(despatch("E1", "OTHER"));
    work();
    ASSERT_EQ(state("D20"), State::held);
    const std::vector<std::string> attentions = told();
    ASSERT_EQ(attentions.size(), 2U) << "one for each cause";
    EXPECT_NE(attentions[0].find(R"("rootCause":"item:MISSING")"), std::string::npos);
    EXPECT_NE(attentions[0].find(R"("code":"fake.unknown_item")"), std::string::npos);
    EXPECT_NE(attentions[0].find(R"("fieldPath":"")"), std::string::npos);
    EXPECT_EQ(attentions[0].find("messageId"), std::string::npos);
    EXPECT_EQ(store->held_count("item:MISSING").value(), 20);
    EXPECT_EQ(store->held_count("item:OTHER").value(), 1);
    EXPECT_EQ(store->held_count("item:NONE").value(), 0);
}

TEST_F(Causes, what_was_told_before_a_restart_is_not_told_again) {
    start();
    submit(despatch("D1", "MISSING"));
    work();
    EXPECT_EQ(told().size(), 1U);
    restart();
    submit(despatch("D2", "MISSING"));
    work();
    EXPECT_TRUE(told().empty());
}

TEST_F(Causes, a_cause_that_comes_back_is_told_again) {
    start();
    submit(despatch("D1", "MISSING"));
    work();
    EXPECT_EQ(told().size(), 1U);
    sage.items.emplace_back("MISSING");
    read_catalogue_again();
    EXPECT_EQ(state("D1"), State::posted);
    sage.items.pop_back();
    read_catalogue_again();
    submit(despatch("D2", "MISSING"));
    work();
    EXPECT_EQ(told().size(), 1U);
}

TEST_F(Causes, a_refusal_of_sages_for_a_cause_outside_the_document_is_told_once_as_well) {
    start();
    sage.scripts.push_back({false, Outcome::answered, 422});
    sage.scripts.push_back({false, Outcome::answered, 422});
    submit(despatch("D1"));
    submit(despatch("D2"));
    work();
    ASSERT_EQ(state("D2"), State::held);
    EXPECT_EQ(told().size(), 1U);
}

TEST_F(Causes, more_than_are_read_at_once_are_all_released_and_posted_in_the_order_accepted) {
    start();
    constexpr int waiting = 1'100;
    for (int number = 1; number <= waiting; ++number) {
        submit(despatch("D" + std::to_string(number), "MISSING"));
    }
    for (int look = 0; look < 4; ++look) {
        work();
    }
    ASSERT_EQ(store->counts().value().held, waiting);
    sage.items.emplace_back("MISSING");
    clock.now += connection().catalogue_refresh_ms + 1;
    for (int look = 0; look < 8 && store->counts().value().posted < waiting; ++look) {
        for (int call = 0; call < 900; ++call) {
            ASSERT_TRUE(delivery->work([] { return false; }).ok());
        }
    }
    ASSERT_EQ(store->counts().value().posted, waiting);
    std::vector<std::string> contents;
    for (const Kept& kept : sage.kept) {
        contents.push_back(kept.content);
    }
    for (int number = 1; number <= waiting; ++number) {
        ASSERT_EQ(contents.at(static_cast<std::size_t>(number) - 1), "D" + std::to_string(number));
    }
}

}  // namespace
}  // namespace sage::testing
