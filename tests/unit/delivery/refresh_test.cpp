// SPDX-License-Identifier: Apache-2.0
// Plan: the catalogue is read by start, refreshed by work, kept over restarts; a failed refresh
// keeps the old one; documents held for a cause are released together once it is gone.
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

constexpr std::int64_t hour = 3'600'000;

using Refresh = World;

TEST_F(Refresh, start_reads_the_catalogue_and_keeps_it) {
    start();
    EXPECT_NE(delivery->catalogue()->find("item", "SKU-1"), nullptr);
    sage.reachable = false;
    restart();
    EXPECT_NE(delivery->catalogue()->find("item", "SKU-1"), nullptr);
}

TEST_F(Refresh, without_any_catalogue_an_unreachable_sage_fails_the_start) {
    sage.reachable = false;
    const Result<void> started = delivery->start([] { return false; });
    ASSERT_FALSE(started.ok());
    EXPECT_EQ(started.error().status, Status::remote);
}

TEST_F(Refresh, work_reads_again_after_the_interval) {
    start();
    sage.items.push_back("SKU-2");
    work_for(hour);
    EXPECT_EQ(delivery->catalogue()->find("item", "SKU-2"), nullptr);
    work_for(4 * hour);
    EXPECT_NE(delivery->catalogue()->find("item", "SKU-2"), nullptr);
}

TEST_F(Refresh, all_documents_held_for_one_cause_are_released_by_one_fix) {
    start();
    for (int number = 0; number < 30; ++number) {
        submit(despatch("D" + std::to_string(number), "MISSING"));
    }
    work();
    EXPECT_EQ(store->counts().value().held, 30);
    EXPECT_EQ(store->root_causes().value(), std::vector<std::string>{"item:MISSING"});
    sage.items.push_back("MISSING");
    work_for(5 * hour);
    EXPECT_EQ(store->counts().value().posted, 30);
    EXPECT_EQ(sage.kept.size(), 30U);
}

TEST_F(Refresh, what_sage_no_longer_has_holds_what_needs_it_until_it_is_back) {
    start();
    sage.items = {"SKU-2"};
    work_for(5 * hour);
    EXPECT_EQ(delivery->catalogue()->find("item", "SKU-1"), nullptr);
    submit(despatch("D1"));
    work();
    EXPECT_EQ(store->root_causes().value(), std::vector<std::string>{"item:SKU-1"});
    work_for(5 * hour);
    EXPECT_EQ(state("D1"), State::held) << "another reading that does not show it";
    sage.items = {"SKU-1"};
    work_for(5 * hour);
    EXPECT_EQ(state("D1"), State::posted);
}

TEST_F(Refresh, an_unreachable_sage_leaves_the_old_catalogue_in_use) {
    start();
    sage.reachable = false;
    work_for(5 * hour);
    EXPECT_NE(delivery->catalogue()->find("item", "SKU-1"), nullptr);
}

TEST_F(Refresh, pages_and_kinds_are_read_one_after_the_other) {
    company.reads = {{"item", "", ""}, {"customer", "", ""}};
    company.two_pages = true;
    start();
    EXPECT_NE(delivery->catalogue()->find("item", "SKU-1"), nullptr);
    EXPECT_NE(delivery->catalogue()->find("customer", "SKU-1"), nullptr);
    EXPECT_EQ(sage.received.size(), 4U);
}

TEST_F(Refresh, a_page_that_was_read_is_not_paid_for_again_when_the_next_is_lost) {
    company.reads = {{"item", "", ""}, {"customer", "", ""}};
    start();
    clock.now += company.connection().catalogue_refresh_ms;
    sage.items = {"SKU-2"};
    sage.received.clear();
    ASSERT_TRUE(delivery->work([] { return false; }).ok());
    sage.items_answer = false;
    work();
    sage.items_answer = true;
    work_for(600'000);
    EXPECT_NE(delivery->catalogue()->find("customer", "SKU-2"), nullptr);
    EXPECT_EQ(sage.received.size(), 3U) << "one of each kind, and the one that was lost";
    sage.received.clear();
    clock.now += company.connection().catalogue_refresh_ms;
    ASSERT_TRUE(delivery->work([] { return false; }).ok());
    sage.items_answer = false;
    work_for(2 * company.connection().catalogue_refresh_ms);
    sage.items_answer = true;
    sage.items = {"SKU-3"};
    work_for(hour);
    EXPECT_NE(delivery->catalogue()->find("item", "SKU-3"), nullptr)
        << "what was read so long ago is read again";
}

TEST_F(Refresh, a_page_that_cannot_be_read_leaves_the_old_catalogue_in_use) {
    start();
    sage.items_status = 500;
    clock.now += company.connection().catalogue_refresh_ms;
    work();
    EXPECT_NE(delivery->catalogue()->find("item", "SKU-1"), nullptr);
    sage.items_status = 200;
    sage.items = {"SKU-2"};
    work_for(600'000);
    EXPECT_NE(delivery->catalogue()->find("item", "SKU-2"), nullptr);
}

TEST_F(Refresh, a_setting_that_does_not_fit_is_told) {
    company.unfit = {Problem{"fake.unfit", "/units", "No.", "Yes.", Owner::it}};
    start();
    const std::vector<StoredEvent> told = events();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_NE(told[0].json.find("fake.unfit"), std::string::npos);
    clock.now += company.connection().catalogue_refresh_ms;
    work();
    EXPECT_TRUE(events().empty()) << "told before";
    company.unfit = {Problem{"fake.unfit", "/sites", "No.", "Yes.", Owner::it}};
    clock.now += company.connection().catalogue_refresh_ms;
    work();
    const std::vector<StoredEvent> changed = events();
    ASSERT_EQ(changed.size(), 2U) << "one is new, one is over";
    EXPECT_NE(changed[1].json.find(R"("fieldPath":"/units")"), std::string::npos);
    EXPECT_NE(changed[1].json.find(R"("closed":true)"), std::string::npos);
    company.unfit[0].pointer = "/accounts";
    clock.now += company.connection().catalogue_refresh_ms;
    store->fail("open_alert");
    // A token may be due before the reading is.
    Result<Worked> worked = delivery->work([] { return false; });
    for (int call = 0; call < 3 && worked.ok(); ++call) {
        worked = delivery->work([] { return false; });
    }
    ASSERT_FALSE(worked.ok());
    EXPECT_EQ(worked.error().first().code, "test.store_failed");
}

std::vector<std::string> causes(const std::vector<Problem>& problems) {
    std::vector<std::string> all;
    for (const Problem& problem : problems) {
        all.push_back(problem.cause);
    }
    return all;
}

const std::vector<std::string> no_rights = {"No right to item.", "No right to customer."};

TEST_F(Refresh, a_start_without_rights_says_each_that_is_missing) {
    company.reads = {{"item", "", ""}, {"customer", "", ""}, {"item", "more", ""}};
    sage.items_status = 403;
    const Result<void> started = delivery->start([] { return false; });
    ASSERT_FALSE(started.ok());
    EXPECT_EQ(started.error().status, Status::config);
    EXPECT_EQ(causes(started.error().problems), no_rights);
    EXPECT_EQ(causes(delivery->missing_rights()), no_rights);
    EXPECT_TRUE(events().empty()) << "the answer says it";
    sage.items_answer = false;
    EXPECT_EQ(delivery->start([] { return false; }).error().status, Status::remote)
        << "what is known of an earlier start says nothing about this one";
}

TEST_F(Refresh, a_right_that_goes_is_told_once_and_the_old_catalogue_stays_in_use) {
    company.reads = {{"item", "", ""}, {"customer", "", ""}};
    start();
    sage.items_status = 403;
    work_for(6 * hour);
    EXPECT_NE(delivery->catalogue()->find("item", "SKU-1"), nullptr);
    EXPECT_EQ(causes(delivery->missing_rights()), no_rights);
    EXPECT_EQ(events().size(), 2U) << "each once, however often it was tried";
    submit(despatch("D1"));
    work();
    EXPECT_EQ(state("D1"), State::posted);
    sage.items_status = 200;
    sage.items = {"SKU-2"};
    work_for(600'000);
    EXPECT_NE(delivery->catalogue()->find("item", "SKU-2"), nullptr) << "before the next interval";
    EXPECT_TRUE(delivery->missing_rights().empty());
    std::vector<StoredEvent> over = events();
    std::erase_if(over, [](const StoredEvent& event) {
        return event.json.find(R"("closed":true)") == std::string::npos;
    });
    EXPECT_EQ(over.size(), 2U) << "both rights are there again";
}

TEST_F(Refresh, a_right_that_went_is_told_again_when_the_telling_failed) {
    start();
    sage.items_status = 403;
    clock.now += company.connection().catalogue_refresh_ms;
    store->fail("open_alert");
    EXPECT_EQ(delivery->work([] { return false; }).error().first().code, "test.store_failed");
    EXPECT_TRUE(delivery->missing_rights().empty());
    work_for(600'000);
    EXPECT_EQ(causes(delivery->missing_rights()), std::vector<std::string>{no_rights[0]});
}

TEST_F(Refresh, what_can_be_done_without_is_no_reason_to_read_nothing) {
    company.reads = {{"extra", "", ""}};
    sage.items_status = 403;
    start();
    EXPECT_FALSE(delivery->catalogue()->empty());
    EXPECT_TRUE(delivery->missing_rights().empty());
}

TEST_F(Refresh, a_check_asks_again_for_the_rights_that_were_missing) {
    company.reads = {{"item", "", ""}, {"customer", "", ""}, {"extra", "", ""}};
    company.unfit = {
        Problem{"fake.right", "", "No right to extra.", "Grant extra.", Owner::it},
    };
    start();
    const auto no = [] { return false; };
    sage.items_status = 403;
    EXPECT_EQ(causes(delivery->check(no).value()), std::vector<std::string>{"No right to extra."})
        << "what was read is not asked for";
    work_for(5 * hour);
    EXPECT_EQ(causes(delivery->check(no).value()),
              (std::vector<std::string>{"No right to extra.", no_rights[0], no_rights[1]}));
    int asked = 0;
    EXPECT_EQ(delivery->check([&] { return ++asked > 1; }).value().size(), 1U) << "called back";
    sage.items_status = 200;
    EXPECT_EQ(delivery->check(no).value().size(), 1U);
    sage.items_answer = false;
    EXPECT_EQ(delivery->check(no).value().size(), 1U);
}

TEST_F(Refresh, a_call_that_is_called_back_reads_nothing) {
    start();
    clock.now += company.connection().catalogue_refresh_ms;
    const std::size_t before = sage.received.size();
    ASSERT_TRUE(delivery->work([] { return true; }).ok());
    EXPECT_EQ(sage.received.size(), before);
}

}  // namespace
}  // namespace sage::testing
