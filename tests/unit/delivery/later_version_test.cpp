// SPDX-License-Identifier: Apache-2.0
// Plan: a version behind one that came to nothing (held, refused) has its turn although a document
// that needs it stands before it in their ordering key, and that document goes on by itself; what
// was held for the version before goes back to the queue; what may be in Sage, and what is held for
// something else, stays; a store that fails.
#include <utility>

#include "sage-adapter/delivery/record.h"
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

constexpr const char* lane = "SO-1";

std::string order(const std::string& version, const std::string& item,
                  const std::string& ordering_key = lane) {
    std::string text =
        replaced(despatch("SO-1", item, ordering_key), "despatchAdvice", "salesOrder");
    text = replaced(text, "deliveredQuantity", "orderedQuantity");
    text = replaced(text, message_id("SO-1"), message_id(number_of("SO-1", version)));
    return replaced(text, R"("documentVersion":"1")", R"("documentVersion":")" + version + '"');
}

std::string of_the_order(const std::string& number, const std::string& ordering_key = lane,
                         const std::string& item = "SKU-1") {
    return replaced(despatch(number, item, ordering_key), R"("issueDate")",
                    R"("orderReference":{"id":"SO-1"},"issueDate")");
}

std::string in_lane(const std::string& document) {
    return replaced(document, R"("occurredAt")", R"("orderingKey":"SO-1","occurredAt")");
}

class LaterVersion : public World {
  protected:
    LaterVersion() { company.posts_orders = true; }

    std::string problem(const std::string& number) {
        return problem_from_json(entry(number).problem_json).code;
    }
    std::string made() const {
        std::string all;
        for (const Kept& one : sage.kept) {
            all += one.content + "; ";
        }
        return all;
    }
    void expect_second_version_then_despatch() {
        EXPECT_EQ(state("SO-1/2"), State::posted);
        EXPECT_EQ(state("D1"), State::posted);
        EXPECT_EQ(made(), "SO-1; D1; ");
    }
};

TEST_F(LaterVersion, a_despatch_behind_a_held_order_goes_on_once_the_next_version_is_posted) {
    start();
    submit(order("1", "MISSING"));
    submit(of_the_order("D1"));
    work();
    ASSERT_EQ(state("SO-1"), State::held);
    submit(order("2", "SKU-1"));
    work();
    EXPECT_EQ(state("SO-1"), State::withdrawn);
    expect_second_version_then_despatch();
}

TEST_F(LaterVersion, likewise_where_the_next_version_was_there_before_the_first_was_held) {
    submit(order("1", "MISSING"));
    submit(of_the_order("D1"));
    submit(order("2", "SKU-1"));
    start();
    work();
    EXPECT_EQ(state("SO-1"), State::withdrawn);
    expect_second_version_then_despatch();
}

TEST_F(LaterVersion, likewise_where_sage_refused_the_first) {
    sage.scripts = {{false, Outcome::answered, 400}};
    submit(order("1", "SKU-1"));
    submit(of_the_order("D1"));
    submit(order("2", "SKU-1"));
    start();
    work();
    EXPECT_EQ(state("SO-1"), State::rejected);
    expect_second_version_then_despatch();
}

TEST_F(LaterVersion, likewise_where_sage_named_a_cause_outside_the_first) {
    company.cause_of_403 = "permission";
    sage.scripts = {{false, Outcome::answered, 403}};
    submit(order("1", "SKU-1"));
    submit(of_the_order("D1"));
    submit(order("2", "SKU-1"));
    start();
    work();
    EXPECT_EQ(state("SO-1"), State::withdrawn);
    expect_second_version_then_despatch();
}

TEST_F(LaterVersion, a_version_that_is_held_as_well_is_replaced_by_the_next) {
    start();
    submit(order("1", "MISSING"));
    submit(of_the_order("D1"));
    submit(order("2", "MISSING"));
    work();
    ASSERT_EQ(state("SO-1/2"), State::held);
    EXPECT_EQ(state("D1"), State::queued);
    submit(order("3", "SKU-1"));
    work();
    EXPECT_EQ(state("SO-1/2"), State::withdrawn);
    EXPECT_EQ(state("SO-1/3"), State::posted);
    EXPECT_EQ(state("D1"), State::posted);
}

TEST_F(LaterVersion, what_needs_what_needs_it_lets_both_pass) {
    start();
    submit(order("1", "MISSING"));
    submit(of_the_order("D1", lane, "MISSING"));
    submit(in_lane(tracking("T1", "D1", "1Z-1")));
    submit(replaced(
        replaced(of_the_order("D1"), R"("documentVersion":"1")", R"("documentVersion":"2")"),
        message_id("D1"), message_id("D1/2")));
    work();
    ASSERT_EQ(state("SO-1"), State::held);
    submit(order("2", "SKU-1"));
    work();
    EXPECT_EQ(state("SO-1/2"), State::posted);
    EXPECT_EQ(state("T1"), State::posted);
    EXPECT_EQ(made(), "SO-1; 1Z-1; ");
}

TEST_F(LaterVersion, what_was_held_for_a_refused_version_goes_on_without_an_ordering_key) {
    start();
    sage.scripts = {{false, Outcome::answered, 400}};
    submit(order("1", "SKU-1", ""));
    work();
    submit(of_the_order("D1", ""));
    submit(of_the_order("D2", "", "MISSING"));
    work();
    ASSERT_EQ(problem("D1"), "delivery.predecessor_not_posted");
    ASSERT_EQ(problem("D2"), "delivery.predecessor_not_posted");
    submit(order("2", "SKU-1", ""));
    EXPECT_EQ(state("D1"), State::queued);
    work_for(3'600'000);
    expect_second_version_then_despatch();
    EXPECT_EQ(problem("D2"), "fake.unknown_item");
}

TEST_F(LaterVersion, a_version_that_comes_while_a_document_is_being_held_for_the_one_before) {
    start();
    sage.scripts = {{false, Outcome::answered, 400}};
    submit(order("1", "SKU-1", ""));
    work();
    submit(of_the_order("D1", ""));
    store->before_apply = [this] { submit(order("2", "SKU-1", "")); };
    work_for(3'600'000);
    expect_second_version_then_despatch();
}

TEST_F(LaterVersion, what_is_held_for_something_else_stays) {
    start();
    submit(of_the_order("D1", "", "MISSING"));
    work();
    ASSERT_EQ(problem("D1"), "fake.unknown_item");
    sage.scripts = {{false, Outcome::answered, 400}};
    submit(order("1", "SKU-1", ""));
    work();
    submit(order("2", "SKU-1", ""));
    EXPECT_EQ(state("D1"), State::held);
    work_for(3'600'000);
    EXPECT_EQ(problem("D1"), "fake.unknown_item");
}

TEST_F(LaterVersion, nothing_passes_what_may_be_in_sage) {
    start();
    sage.look_up_works = false;
    company.settles = SettleClass::searchable;
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(order("1", "SKU-1"));
    submit(of_the_order("D1"));
    submit(order("2", "SKU-1"));
    work_for(3'600'000);
    EXPECT_EQ(state("SO-1"), State::in_doubt);
    EXPECT_EQ(made(), "SO-1; ");
    sage.look_up_works = true;
    work_for(3'600'000);
    EXPECT_EQ(state("SO-1"), State::posted);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(problem("SO-1/2"), "delivery.version_not_correctable");
    EXPECT_EQ(made(), "SO-1; D1; ");
}

TEST_F(LaterVersion, a_store_that_fails_holds_nobody_up_for_good) {
    int failures = 0;
    int number = 0;
    company.posts_orders = false;  // Despatches of their own, with tracking behind them.
    start();
    for (const char* const function :
         {"find_earlier_document", "find_document", "about", "apply", "apply_all", "let_pass"}) {
        for (int call = 1; call <= 3; ++call) {
            const std::string name = "D" + std::to_string(++number);
            const std::string key = "KEY-" + name;
            const auto keyed = [&](const std::string& text) {
                return replaced(text, R"("occurredAt")",
                                R"("orderingKey":")" + key + R"(","occurredAt")");
            };
            submit(keyed(despatch(name, "MISSING")));
            submit(keyed(tracking("T" + name, name, "1Z-" + name)));
            work();
            store->failed = false;
            store->fail(function, call);
            const std::string second = keyed(version(name, "2", "1"));
            static_cast<void>(delivery->submit(second));
            for (int turn = 0; turn < 6; ++turn) {
                static_cast<void>(delivery->work([] { return false; }));
            }
            failures += store->failed ? 1 : 0;
            store->mend();
            static_cast<void>(delivery->submit(second));  // As a host that had no receipt does.
            work_for(3'600'000);
            EXPECT_EQ(state(name), State::withdrawn) << function << " " << call;
            EXPECT_EQ(state(number_of(name, "2")), State::posted) << function << " " << call;
            EXPECT_EQ(state("T" + name), State::posted) << function << " " << call;
        }
    }
    EXPECT_GE(failures, 6);
}

}  // namespace
}  // namespace sage::testing
