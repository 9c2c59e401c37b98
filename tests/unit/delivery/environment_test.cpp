// SPDX-License-Identifier: Apache-2.0
// Plan: keys of test are not those of live; documents of the other environment are not taken; an
// outbox belongs to the first, and what has not ended in it cannot change sides.
#include "sage-adapter/delivery/environment.h"

#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

class Environment : public World {
  protected:
    DeliveryParts parts_of(const std::string& environment) {
        DeliveryParts parts = {edition, company, *store, sage, *tokens,  clock,  log,
                               audit,   [] {},   60'000, 0,    &secrets, &source};
        parts.environment = environment;
        return parts;
    }
    Result<Receipt> submit_to(const std::string& environment, const std::string& document) {
        Delivery own(parts_of(environment));
        return own.submit(document);
    }
    std::string bind(std::string_view environment) {
        const Result<void> bound = bind_environment(*store, environment);
        if (!bound.ok()) {
            EXPECT_EQ(bound.error().status, Status::config);
            EXPECT_EQ(bound.error().first().pointer, "/environment");
            EXPECT_FALSE(bound.error().first().fix.empty());
        }
        return bound.ok() ? "" : bound.error().first().code;
    }
    static std::string live(const std::string& number) {
        return replaced(despatch(number), R"("environment":"test")", R"("environment":"live")");
    }
};

TEST_F(Environment, references_of_test_are_never_those_of_live) {
    const auto in_test = submit_to("test", despatch("D1"));
    const auto in_live = submit_to("live", live("D2"));
    ASSERT_TRUE(in_test.ok());
    ASSERT_TRUE(in_live.ok());
    EXPECT_NE(company_in_keys(parts_of("test")), company_in_keys(parts_of("live")));
    EXPECT_EQ(company_in_keys(parts_of("live")), "acme");
    EXPECT_EQ(company_in_keys(parts_of("")), "acme") << "what was posted before keeps its keys";

    // The same document, were it taken by both.
    store.reset();
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    store = std::make_unique<FailingStore>(
        std::move(open_sqlite_store({folder.string(), "fake/acme"})).value());
    const auto without = submit_to("", despatch("D1"));
    ASSERT_TRUE(without.ok());
    EXPECT_EQ(without.value().document_key, in_test.value().document_key);
    EXPECT_NE(without.value().external_reference, in_test.value().external_reference);
}

TEST_F(Environment, a_document_of_the_other_is_not_taken_and_nothing_is_kept) {
    const auto refused = submit_to("live", despatch("D1"));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().status, Status::not_accepted);
    EXPECT_EQ(refused.error().first().code, "document.other_environment");
    EXPECT_EQ(refused.error().first().pointer, "/environment");
    EXPECT_FALSE(submit_to("test", live("D1")).ok());
    EXPECT_EQ(store->counts().value().queued, 0);
    EXPECT_TRUE(submit_to("live", live("D1")).ok());
    EXPECT_TRUE(submit_to("", despatch("D2")).ok());
}

TEST_F(Environment, an_outbox_belongs_to_the_first_one) {
    EXPECT_EQ(bind(""), "");
    EXPECT_EQ(bind("test"), "");
    EXPECT_EQ(bind("test"), "");
    EXPECT_EQ(bind("live"), "outbox.other_environment");
    EXPECT_EQ(bind(""), "outbox.other_environment");
    restart();
    EXPECT_EQ(bind("live"), "outbox.other_environment") << "a copy says the same";
    EXPECT_EQ(bind("test"), "");
}

TEST_F(Environment, what_has_not_ended_does_not_change_sides) {
    start();
    submit(despatch("D1"));
    EXPECT_EQ(bind("live"), "outbox.environment_unfinished");
    submit(live("D2"));
    EXPECT_EQ(bind("test"), "outbox.environment_unfinished") << "one of each";
    work();
    ASSERT_EQ(state("D1"), State::posted);
    submit(live("D3"));
    EXPECT_EQ(bind("live"), "") << "what has ended is not sent again";
    EXPECT_EQ(bind("test"), "outbox.other_environment");
}

TEST_F(Environment, held_documents_have_not_ended) {
    start();
    submit(despatch("D1", "MISSING"));
    work();
    ASSERT_EQ(state("D1"), State::held);
    EXPECT_EQ(bind("live"), "outbox.environment_unfinished");
    EXPECT_EQ(bind("test"), "");
}

}  // namespace
}  // namespace sage::testing
