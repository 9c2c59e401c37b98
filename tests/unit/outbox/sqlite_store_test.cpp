// SPDX-License-Identifier: Apache-2.0
// Plan: the store as a whole: what survives a reopen and a crash, results written later, events
// told until acknowledged, threads that share commits, and refusals of folders in use or not ours.
#include "sage-adapter/outbox/sqlite_store.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <barrier>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/unit/outbox/any_outbox.h"

namespace sage::outbox_test {
namespace {

Change posting(const Entry& sent) {
    Change change = change_by(sent, Happening::done);
    change.event_type = "postingResult";
    change.event_json = "{\"document\":" + std::to_string(sent.sequence) + "}";
    return change;
}

class SqliteStoreTest : public testing::Test {
  public:
    OutboxFolder folder;
    std::unique_ptr<Store> store = folder.store();
};

class EveryStoreTest : public StoreTest {
  public:
    Entry sent(int number) {
        accept(*store, number);
        return sending(*store, claim(*store).at(0));
    }
    std::optional<std::int64_t> next_event() {
        const std::optional<StoredEvent> event = value_of(store->next_event());
        return event.has_value() ? std::optional(event->id) : std::nullopt;
    }
};

TEST_P(EveryStoreTest, accepted_document_survives_a_reopen) {
    const std::int64_t sequence = accept(*store, 1);
    reopen();
    const Entry entry = entry_of(*store, 1);
    const NewEntry given = new_entry(1);
    EXPECT_EQ(entry.sequence, sequence);
    EXPECT_EQ(entry.document_key, given.document_key);
    EXPECT_EQ(entry.content_hash, given.content_hash);
    EXPECT_EQ(entry.external_reference, given.external_reference);
    EXPECT_EQ(entry.message_type, given.message_type);
    EXPECT_EQ(entry.tenant_id, given.tenant_id);
    EXPECT_EQ(entry.document_version, given.document_version);
    EXPECT_EQ(entry.subject_id, given.subject_id);
    EXPECT_EQ(entry.canonical_bytes, given.canonical_bytes);
    EXPECT_EQ(entry.accepted_ms, start_ms);
    EXPECT_EQ(entry.state, State::queued);
    EXPECT_EQ(entry.due_ms, start_ms);
    EXPECT_EQ(entry.epoch, 0);
    EXPECT_EQ(entry.generation, 1);
    EXPECT_EQ(value_of(store->counts()).queued, 1);
}

TEST_P(EveryStoreTest, every_step_that_returned_is_on_disk_when_the_machine_stops) {
    accept(*store, 1);
    EXPECT_EQ(entry_of(*outbox.after_a_crash(), 1).state, State::queued);
    const Entry claimed = claim(*store).at(0);
    EXPECT_EQ(entry_of(*outbox.after_a_crash(), 1).epoch, 1);
    const Entry sent = sending(*store, claimed);
    {
        const std::unique_ptr<Store> crash = outbox.after_a_crash();
        EXPECT_EQ(entry_of(*crash, 1).state, State::sending);
        EXPECT_EQ(value_of(crash->last_attempt(sent.sequence))->send_json,
                  next_attempt(claimed).send_json);
        // A server is not copied: others hold their leases.
        const bool copied = outbox.kind() != Kind::postgresql;
        EXPECT_EQ(value_of(crash->recover(start_ms)), copied ? 1 : 0);
    }
    EXPECT_TRUE(value_of(store->apply(posting(sent))));
    const std::unique_ptr<Store> crash = outbox.after_a_crash();
    EXPECT_EQ(entry_of(*crash, 1).state, State::posted);
    EXPECT_EQ(value_of(crash->next_event())->type, "postingResult");
    EXPECT_EQ(value_of(crash->counts()).posted, 1);
}

TEST_P(EveryStoreTest, later_result_waits_for_the_next_commit_of_any_kind) {
    store->apply_later(posting(sent(1)));
    EXPECT_EQ(entry_of(*store, 1).state, State::sending);
    EXPECT_EQ(entry_of(*outbox.after_a_crash(), 1).state, State::sending);
    EXPECT_FALSE(next_event().has_value()) << "told before it is durable";
    accept(*store, 2);
    EXPECT_EQ(entry_of(*store, 1).state, State::posted);
    EXPECT_EQ(entry_of(*outbox.after_a_crash(), 1).state, State::posted);
    EXPECT_TRUE(next_event().has_value());
}

TEST_P(EveryStoreTest, later_result_is_written_before_the_rest_of_its_commit) {
    accept(*store, 1, "order");
    accept(*store, 2, "order");
    store->apply_later(posting(sending(*store, claim(*store).at(0))));
    const std::vector<Entry> next = claim(*store);
    ASSERT_EQ(next.size(), 1U);
    EXPECT_EQ(next.at(0).document_id, "DN-2");
}

TEST_P(EveryStoreTest, flush_makes_later_results_durable) {
    store->apply_later(posting(sent(1)));
    done(store->flush());
    EXPECT_EQ(entry_of(*outbox.after_a_crash(), 1).state, State::posted);
    done(store->flush());
}

TEST_P(EveryStoreTest, later_results_are_not_lost_when_the_store_is_closed) {
    store->apply_later(posting(sent(1)));
    reopen();
    EXPECT_EQ(entry_of(*store, 1).state, State::posted);
}

TEST_P(EveryStoreTest, later_result_that_came_too_late_is_reported_once_by_flush) {
    const Entry first = sent(1);
    Change late = posting(first);
    ++late.epoch;
    store->apply_later(late);
    accept(*store, 2);
    const Result<void> reported = store->flush();
    ASSERT_FALSE(reported.ok());
    EXPECT_EQ(reported.error().status, Status::state);
    EXPECT_EQ(reported.error().first().code, "outbox.late");
    done(store->flush());
    EXPECT_EQ(entry_of(*store, 1).state, State::sending);
    EXPECT_EQ(entry_of(*store, 2).state, State::queued);
}

TEST_P(EveryStoreTest, later_change_that_is_no_edge_is_reported_by_flush) {
    Change wrong = posting(sent(1));
    wrong.edge = 3;
    store->apply_later(wrong);
    const Result<void> reported = store->flush();
    ASSERT_FALSE(reported.ok());
    EXPECT_EQ(reported.error().first().code, "outbox.not_an_edge");
}

TEST_P(EveryStoreTest, event_is_told_until_acknowledged_over_a_reopen) {
    EXPECT_TRUE(value_of(store->apply(posting(sent(1)))));
    const StoredEvent event = value_of(store->next_event()).value();
    EXPECT_EQ(event.type, "postingResult");
    EXPECT_EQ(event.json, "{\"document\":" + std::to_string(entry_of(*store, 1).sequence) + "}");
    EXPECT_EQ(next_event(), event.id);
    reopen();
    EXPECT_EQ(next_event(), event.id);
    done(store->acknowledge(event.id));
    EXPECT_FALSE(next_event().has_value());
    reopen();
    EXPECT_FALSE(next_event().has_value());
    EXPECT_EQ(value_of(store->counts()).events, 0);
}

TEST_P(EveryStoreTest, acknowledgement_lost_with_the_machine_means_told_again) {
    EXPECT_TRUE(value_of(store->apply(posting(sent(1)))));
    const std::int64_t id = next_event().value();
    done(store->acknowledge(id));
    EXPECT_EQ(value_of(outbox.after_a_crash()->next_event())->id, id);
    done(store->flush());
    EXPECT_FALSE(value_of(outbox.after_a_crash()->next_event()).has_value());
}

TEST_P(EveryStoreTest, events_are_told_in_order_and_may_be_acknowledged_in_any) {
    for (int number = 1; number <= 5; ++number) {
        done(store->raise("attention", "{\"number\":" + std::to_string(number) + "}", start_ms));
    }
    const std::int64_t first = next_event().value();
    done(store->acknowledge(first + 1));
    done(store->acknowledge(first + 3));
    EXPECT_EQ(next_event(), first);
    done(store->acknowledge(first));
    EXPECT_EQ(next_event(), first + 2);
    done(store->flush());
    EXPECT_EQ(next_event(), first + 2);
    done(store->acknowledge(first + 2));
    EXPECT_EQ(next_event(), first + 4);
    EXPECT_EQ(value_of(store->counts()).events, 2) << "as of the last commit";
    done(store->acknowledge(first + 4));
    done(store->flush());
    EXPECT_FALSE(next_event().has_value());
    EXPECT_EQ(value_of(store->counts()).events, 0);
    done(store->raise("attention", "{}", start_ms));
    EXPECT_EQ(next_event(), first + 5);
}

TEST_P(EveryStoreTest, unknown_and_repeated_acknowledgements_change_nothing) {
    done(store->raise("attention", "{}", start_ms));
    for (const std::int64_t id : {std::int64_t{-1}, std::int64_t{0}, std::int64_t{99}}) {
        done(store->acknowledge(id));
    }
    done(store->flush());
    EXPECT_EQ(value_of(store->counts()).events, 1);
    const std::int64_t id = next_event().value();
    for (int again = 0; again < 3; ++again) {
        done(store->acknowledge(id));
        done(store->flush());
        EXPECT_EQ(value_of(store->counts()).events, 0);
    }
}

TEST_P(EveryStoreTest, acknowledging_an_id_beforehand_does_not_silence_the_event_that_gets_it) {
    done(store->raise("attention", "{}", start_ms));
    const std::int64_t first = next_event().value();
    done(store->acknowledge(first + 1));
    done(store->flush());
    done(store->acknowledge(first));
    done(store->raise("attention", "{}", start_ms));
    EXPECT_EQ(next_event(), first + 1);
}

TEST_P(EveryStoreTest, many_acknowledgements_are_written_without_being_asked_for) {
    for (int number = 0; number < 100; ++number) {
        done(store->raise("attention", "{}", start_ms));
    }
    for (int number = 0; number < 100; ++number) {
        done(store->acknowledge(next_event().value()));
    }
    const std::int64_t left = value_of(outbox.after_a_crash()->counts()).events;
    EXPECT_LT(left, static_cast<std::int64_t>(limits::commit_batch_max));
}

TEST_F(SqliteStoreTest, idle_store_writes_nothing) {
    accept(*store, 1);
    claim(*store);
    const std::string before = bytes_of(folder.file("outbox.db-wal"));
    EXPECT_TRUE(claim(*store).empty());
    EXPECT_TRUE(value_of(store->accept(new_entry(1))).duplicate);
    EXPECT_EQ(value_of(store->recover(0)), 0);
    claim(*store);
    done(store->flush());
    done(store->acknowledge(99));
    done(store->flush());
    const std::string after = bytes_of(folder.file("outbox.db-wal"));
    // Only recover() and the claim after it had something to write.
    EXPECT_LT(after.size() - before.size(), 20U * 4'120U);
    const std::string idle = after;
    claim(*store);
    done(store->flush());
    EXPECT_EQ(bytes_of(folder.file("outbox.db-wal")), idle);
}

TEST_P(EveryStoreTest, threads_share_commits_and_each_gets_its_own_answer) {
    constexpr int threads = 8;
    constexpr int each = 40;
    std::barrier start(threads);
    std::vector<std::set<std::int64_t>> sequences(threads);
    std::vector<std::thread> callers;
    for (int thread = 0; thread < threads; ++thread) {
        callers.emplace_back([&, thread] {
            start.arrive_and_wait();
            for (int number = 0; number < each; ++number) {
                const NewEntry entry = new_entry(thread * 1'000 + number);
                const Accepted accepted = value_of(store->accept(entry));
                EXPECT_EQ(accepted.message_id, entry.message_id);
                sequences[static_cast<std::size_t>(thread)].insert(accepted.sequence);
                NewEntry changed = entry;
                changed.content_hash = "changed";
                EXPECT_FALSE(store->accept(changed).ok());
            }
        });
    }
    for (std::thread& caller : callers) {
        caller.join();
    }
    std::set<std::int64_t> all;
    for (const std::set<std::int64_t>& some : sequences) {
        EXPECT_EQ(some.size(), static_cast<std::size_t>(each));
        all.insert(some.begin(), some.end());
    }
    EXPECT_EQ(all.size(), static_cast<std::size_t>(threads * each));
    EXPECT_EQ(value_of(store->counts()).queued, threads * each);
    EXPECT_EQ(value_of(outbox.after_a_crash()->counts()).queued, threads * each);
}

TEST_P(EveryStoreTest, threads_that_deliver_at_once_post_every_document_once) {
    constexpr int documents = 120;
    for (int number = 0; number < documents; ++number) {
        accept(*store, number, number % 3 == 0 ? "order-" + std::to_string(number % 7) : "");
    }
    std::vector<std::thread> workers;
    for (int worker = 0; worker < 8; ++worker) {
        workers.emplace_back([&] {
            while (value_of(store->counts()).posted < documents) {
                for (const Entry& entry : claim(*store, start_ms, 4)) {
                    store->apply_later(posting(sending(*store, entry)));
                }
                done(store->flush());
                if (const auto event = value_of(store->next_event()); event.has_value()) {
                    done(store->acknowledge(event->id));
                }
            }
        });
    }
    for (std::thread& worker : workers) {
        worker.join();
    }
    EXPECT_EQ(value_of(store->in_state(State::posted, 1'000)).size(),
              static_cast<std::size_t>(documents));
    for (int number = 0; number < documents; ++number) {
        EXPECT_EQ(entry_of(*store, number).attempts, 1);
    }
    while (const std::optional<std::int64_t> event = next_event()) {
        done(store->acknowledge(*event));
    }
    done(store->flush());
    EXPECT_EQ(value_of(store->counts()).events, 0);
}

class LargeStore : public SqliteStoreTest {
  public:
    /// Everything is large.
    Result<std::unique_ptr<Store>> open_large() const {
        return open_sqlite_store(folder.options(), SqliteLimits{100, 0, 0});
    }
    void damage(std::string_view table) {
        store.reset();
        const std::string page =
            value_of(value_of(SqliteConnection::open(folder.database()))
                         ->text("SELECT rootpage FROM sqlite_master WHERE name = '" +
                                std::string(table) + "'"));
        std::fstream file(folder.database(), std::ios::binary | std::ios::in | std::ios::out);
        file.seekp((std::stol(page) - 1) * 4'096);
        file << std::string(64, '\xFF');
    }
    std::function<bool()> never = [] { return false; };
};

TEST_F(LargeStore, is_read_through_while_it_is_open_and_once_damaged_writes_no_more) {
    accept(*store, 1);
    damage("catalogue");
    Result<std::unique_ptr<Store>> opened = open_large();
    ASSERT_TRUE(opened.ok()) << opened.error().first().cause;
    store = std::move(opened).value();
    EXPECT_TRUE(store->check_soundness([] { return true; }).ok());
    accept(*store, 2);
    const Result<void> checked = store->check_soundness(never);
    ASSERT_FALSE(checked.ok());
    EXPECT_EQ(checked.error().status, Status::storage);
    EXPECT_EQ(checked.error().first().code, "outbox.damaged");
    const Result<Accepted> refused = store->accept(new_entry(3));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().first().code, "outbox.damaged");
    EXPECT_TRUE(store->find_message(new_entry(2).message_id).ok());
}

TEST_F(LargeStore, that_is_sound_is_read_through_once) {
    accept(*store, 1);
    store.reset();
    store = value_of(open_large());
    int asked = 0;
    const auto count = [&] {
        ++asked;
        return false;
    };
    done(store->check_soundness(count));
    EXPECT_EQ(asked, 11);  // once before each table, and before what they say of each other
    done(store->check_soundness(count));
    EXPECT_EQ(asked, 11);
    accept(*store, 2);
}

TEST_F(LargeStore, small_one_is_read_through_when_it_is_opened_and_not_again) {
    accept(*store, 1);
    done(store->check_soundness([] {
        ADD_FAILURE() << "asked whether to go on";
        return false;
    }));
    damage("content");
    EXPECT_EQ(folder.open().error().first().code, "outbox.damaged");
}

TEST_F(SqliteStoreTest, folder_in_use_is_refused_and_free_again_when_closed) {
    const Result<std::unique_ptr<Store>> second = folder.open();
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().status, Status::busy);
    store.reset();
    EXPECT_TRUE(folder.open().ok());
}

TEST_F(SqliteStoreTest, folder_of_another_company_is_refused_and_can_still_be_used_by_its_own) {
    accept(*store, 1);
    store.reset();
    SqliteOptions other = folder.options();
    other.identity = "intacct other";
    const Result<std::unique_ptr<Store>> refused = open_sqlite_store(other);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().first().code, "outbox.other_identity");
    store = folder.store();
    EXPECT_EQ(value_of(store->counts()).queued, 1);
}

TEST_F(SqliteStoreTest, files_beside_the_database_are_private_too) {
    accept(*store, 1);
    for (const std::string_view name : {"outbox.db", "outbox.db-wal", "outbox.db-shm"}) {
        const auto mode = std::filesystem::status(folder.file(name)).permissions();
        EXPECT_EQ(static_cast<unsigned>(mode), 0600U) << name;
    }
}

INSTANTIATE_TEST_SUITE_P(EveryStore, EveryStoreTest, every_store, name_of);

}  // namespace
}  // namespace sage::outbox_test
