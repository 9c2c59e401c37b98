// SPDX-License-Identifier: Apache-2.0
// Plan: what is known and when not; every store keeps what was saved last, whatever was saved
// before, whoever else saved meanwhile, and writes no more than the difference.
#include "sage-adapter/outbox/kept_catalogue.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/unit/outbox/any_outbox.h"
#include "tests/unit/outbox/failing_statements.h"

namespace sage::outbox_test {
namespace {

CatalogueRecord record(int number, const std::string& name) {
    return {number % 2 == 0 ? "item" : "customer",
            "R" + std::to_string(number),
            std::to_string(number),
            name,
            number % 3 != 0,
            {{"of", name}}};
}

void expect_same(const Catalogue& found, const Catalogue& expected) {
    const CatalogueDifference difference(found, expected);
    EXPECT_TRUE(difference.put.empty());
    EXPECT_TRUE(difference.gone.empty());
    EXPECT_EQ(found.read_at_ms(), expected.read_at_ms());
}

TEST(KeptCatalogue, is_known_by_its_version_and_its_time) {
    const StoredCatalogue stored{Catalogue({}, 7), 3};
    EXPECT_TRUE(stored.is("3", "7"));
    EXPECT_FALSE(stored.is("4", "7"));
    EXPECT_FALSE(stored.is("3", "8")) << "a program without versions was here";
    EXPECT_FALSE(StoredCatalogue().is("", "0"));
    EXPECT_FALSE(StoredCatalogue().is("0", "0"));
    for (const char* const text : {"", "0", "-1", "1x", "x"}) {
        EXPECT_EQ(catalogue_version(text), 0) << text;
    }
}

TEST(KeptCatalogue, nothing_is_known_after_a_failure) {
    KeptCatalogue kept;
    kept.know({Catalogue({}, 7), 3});
    const auto fails = [](const StoredCatalogue& known, const CatalogueDifference&, std::int64_t&) {
        EXPECT_EQ(known.version, 3);
        return Result<void>(Error(Status::storage, Problem{"test", "", "a", "b", Owner::it}));
    };
    EXPECT_FALSE(kept.save(Catalogue({}, 8), fails).ok());
    EXPECT_EQ(kept.take().version, 0);
}

class KeptCatalogueTest : public StoreTest {};

TEST_P(KeptCatalogueTest, what_was_saved_last_comes_back_whatever_was_saved_before) {
    std::mt19937 chance(11);
    for (int round = 1; round <= 25; ++round) {
        std::vector<CatalogueRecord> records;
        for (int number = 0; number < 40; ++number) {
            if (chance() % 4 != 0) {
                records.push_back(record(number, "name " + std::to_string(chance() % 3)));
            }
        }
        const Catalogue saved(std::move(records), round);
        done(store->save_catalogue(saved));
        if (chance() % 3 == 0) {
            reopen();
        }
        expect_same(value_of(store->load_catalogue()), saved);
    }
}

TEST_P(KeptCatalogueTest, another_host_that_saved_meanwhile_leaves_no_trace) {
    if (outbox.kind() != Kind::postgresql) {
        GTEST_SKIP() << "nobody else can open it";
    }
    std::unique_ptr<Store> other = open_postgres_store(outbox.options());
    const Catalogue ours({record(2, "ours"), record(4, "ours")}, 1);
    const Catalogue theirs({record(4, "theirs"), record(6, "theirs")}, 1);
    done(store->save_catalogue(ours));
    done(other->save_catalogue(theirs));
    done(store->save_catalogue(ours));
    expect_same(value_of(other->load_catalogue()), ours);
    done(other->save_catalogue(theirs));
    expect_same(value_of(store->load_catalogue()), theirs);
    done(store->save_catalogue(ours));
    expect_same(value_of(other->load_catalogue()), ours);
}

TEST(KeptCatalogue, a_save_that_fails_anywhere_leaves_the_old_one_or_the_new_one) {
    const Catalogue before({record(2, "old"), record(3, "old"), record(4, "old")}, 1);
    const Catalogue after({record(2, "new"), record(4, "new"), record(5, "new")}, 2);
    FailingStatements statements;
    for (int statement = 1;; ++statement) {
        const OutboxFolder folder(place_in_memory());
        statements.fail_at(0);
        std::unique_ptr<Store> store = folder.store();
        done(store->save_catalogue(before));
        statements.fail_at(statement);
        const Result<void> saved = store->save_catalogue(after);
        const bool failed = statements.has_failed();
        const std::string sql = statements.sql();
        store.reset();
        statements.fail_at(0);
        store = folder.store();
        SCOPED_TRACE(sql);
        expect_same(value_of(store->load_catalogue()), saved.ok() ? after : before);
        done(store->save_catalogue(after));
        expect_same(value_of(store->load_catalogue()), after);
        if (!failed) {
            EXPECT_GT(statement, 8);
            break;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(EveryStore, KeptCatalogueTest, every_store, name_of);

}  // namespace
}  // namespace sage::outbox_test
