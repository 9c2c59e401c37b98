// SPDX-License-Identifier: Apache-2.0
// Plan: what sharing adds: several stores on one company, each as another host would have it, and
// several companies in one database. What every store does is in the tests of every store.
#include "sage-adapter/outbox/postgres_store.h"

#include <gtest/gtest.h>

#include <barrier>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/unit/outbox/any_outbox.h"

namespace sage::outbox_test {
namespace {

class PostgresStoreTest : public testing::Test {
  public:
    PostgresOptions options = postgres_options(fresh_company());
    std::unique_ptr<Store> here = open_postgres_store(options);
    std::unique_ptr<Store> there = open_postgres_store(options);
    ByHand by_hand{options};
};

TEST_F(PostgresStoreTest, opening_does_not_connect) {
    PostgresOptions nowhere = options;
    nowhere.port = 1;
    int asked = 0;
    nowhere.password = [&asked](const std::string&) {
        ++asked;
        return Result<std::string>("");
    };
    const std::unique_ptr<Store> store = open_postgres_store(nowhere);
    ASSERT_NE(store, nullptr);
    EXPECT_TRUE(store->is_shared());
    EXPECT_EQ(asked, 0) << "whoever connects needs a password";
    EXPECT_EQ(store->accept(new_entry(1)).error().first().code, "outbox.unreachable");
    EXPECT_GT(asked, 0);
}

TEST_F(PostgresStoreTest, what_one_host_accepts_the_other_knows) {
    const std::int64_t sequence = accept(*here, 1);
    const Accepted again = value_of(there->accept(new_entry(1)));
    EXPECT_TRUE(again.duplicate);
    EXPECT_EQ(again.sequence, sequence);
    NewEntry changed = new_entry(1);
    changed.content_hash = "changed";
    EXPECT_EQ(there->accept(changed).error().status, Status::conflict);
    EXPECT_EQ(value_of(there->counts()).queued, 1);
}

TEST_F(PostgresStoreTest, hosts_that_claim_at_once_share_without_waiting_and_without_overlap) {
    constexpr int documents = 200;
    for (int number = 0; number < documents; ++number) {
        accept(*here, number);
    }
    std::barrier start(4);
    std::vector<std::vector<std::int64_t>> claimed(4);
    std::vector<std::thread> hosts;
    for (std::size_t host = 0; host < claimed.size(); ++host) {
        hosts.emplace_back([&, host] {
            const std::unique_ptr<Store> store = open_postgres_store(options);
            start.arrive_and_wait();
            for (std::vector<Entry> some = claim(*store); !some.empty(); some = claim(*store)) {
                for (const Entry& entry : some) {
                    EXPECT_EQ(entry.epoch, 1);
                    claimed[host].push_back(entry.sequence);
                }
            }
        });
    }
    for (std::thread& host : hosts) {
        host.join();
    }
    std::set<std::int64_t> all;
    for (const std::vector<std::int64_t>& some : claimed) {
        all.insert(some.begin(), some.end());
    }
    std::size_t in_all = 0;
    for (const std::vector<std::int64_t>& some : claimed) {
        in_all += some.size();
    }
    EXPECT_EQ(in_all, static_cast<std::size_t>(documents));
    EXPECT_EQ(all.size(), static_cast<std::size_t>(documents));
}

TEST_F(PostgresStoreTest, claim_passes_over_what_another_transaction_holds) {
    std::vector<std::int64_t> sequences;
    for (int number = 0; number < 4; ++number) {
        sequences.push_back(accept(*here, number));
    }
    EXPECT_EQ(claim(*here, start_ms, 2).size(), 2U);
    by_hand.run(
        "UPDATE document SET lease_until_ms = 0 WHERE company = $1"
        " AND lease_until_ms IS NOT NULL");
    // One of the two whose lease has ended is held, and one of the two that are due.
    done(by_hand.connection().run("BEGIN"));
    for (const std::size_t held : {0U, 2U}) {
        by_hand.text("SELECT 1 FROM document WHERE sequence = " +
                     std::to_string(sequences.at(held)) + " FOR UPDATE");
    }
    const std::vector<Entry> first = claim(*there, start_ms, 1);
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].sequence, sequences[1]) << "it waited";
    EXPECT_EQ(value_of(there->recover(start_ms)), 0);
    const std::vector<Entry> next = claim(*there);
    ASSERT_EQ(next.size(), 1U) << "it waited";
    EXPECT_EQ(next[0].sequence, sequences[3]);
    done(by_hand.connection().run("COMMIT"));
    EXPECT_EQ(claim(*there).size(), 2U);
}

TEST_F(PostgresStoreTest, host_that_starts_leaves_alone_what_another_one_works_on) {
    accept(*here, 1);
    accept(*here, 2);
    const std::vector<Entry> claimed = claim(*here);
    const Entry sent = sending(*here, claimed[0]);
    EXPECT_EQ(value_of(there->recover(start_ms)), 0);
    EXPECT_TRUE(claim(*there).empty());
    EXPECT_TRUE(value_of(here->apply(change_by(sent, Happening::done))));
    EXPECT_TRUE(value_of(here->begin_attempt(next_attempt(claimed[1]), claimed[1].epoch)));
}

TEST_F(PostgresStoreTest, host_that_stood_still_too_long_writes_nothing_any_more) {
    accept(*here, 1);
    const Entry sent = sending(*here, claim(*here).at(0));
    by_hand.run("UPDATE document SET lease_until_ms = 0 WHERE company = $1");
    EXPECT_EQ(value_of(there->recover(start_ms)), 1);
    const Entry doubt = claim(*there).at(0);
    EXPECT_EQ(doubt.state, State::in_doubt);
    EXPECT_TRUE(doubt.maybe_in_sage);
    EXPECT_FALSE(value_of(here->apply(change_by(sent, Happening::done))));
    here->apply_later(change_by(sent, Happening::done));
    EXPECT_EQ(here->flush().error().first().code, "outbox.late");
    EXPECT_EQ(entry_of(*there, 1).state, State::in_doubt);
}

TEST_F(PostgresStoreTest, lease_that_ended_is_claimed_before_what_is_due) {
    accept(*here, 1);
    accept(*here, 2);
    const Entry sent = sending(*here, claim(*here, start_ms, 1).at(0));
    by_hand.run(
        "UPDATE document SET lease_until_ms = 0 WHERE company = $1"
        " AND lease_until_ms IS NOT NULL");
    const std::vector<Entry> next = claim(*there, start_ms, 1);
    ASSERT_EQ(next.size(), 1U);
    EXPECT_EQ(next[0].sequence, sent.sequence);
    EXPECT_EQ(next[0].state, State::sending);
}

TEST_F(PostgresStoreTest, read_back_by_two_hosts_at_once_is_written_once) {
    const Entry entry = posted(*here, 1);
    Change change = change_by(entry, Happening::verified);
    change.verified = true;
    EXPECT_TRUE(value_of(here->apply(change)));
    EXPECT_FALSE(value_of(there->apply(change)));
    EXPECT_EQ(value_of(here->history(entry.sequence)).size(), 4U);
    EXPECT_EQ(value_of(there->counts()).unverified, 0);
}

TEST_F(PostgresStoreTest, hosts_that_accept_one_ordering_key_at_once_leave_one_first) {
    constexpr int hosts = 4;
    constexpr int each = 25;
    std::barrier start(hosts);
    std::vector<std::thread> threads;
    for (int host = 0; host < hosts; ++host) {
        threads.emplace_back([&, host] {
            const std::unique_ptr<Store> store = open_postgres_store(options);
            start.arrive_and_wait();
            for (int number = 0; number < each; ++number) {
                accept(*store, host * 1'000 + number, "order");
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    std::int64_t last = 0;
    for (int number = 0; number < hosts * each; ++number) {
        const std::vector<Entry> one = claim(number % 2 == 0 ? *here : *there);
        ASSERT_EQ(one.size(), 1U) << "after " << number;
        EXPECT_GT(one[0].sequence, last);
        last = one[0].sequence;
        Store& store = number % 3 == 0 ? *here : *there;
        EXPECT_TRUE(value_of(store.apply(change_by(one[0], Happening::withdrawn))));
    }
    EXPECT_TRUE(claim(*here).empty());
}

TEST_F(PostgresStoreTest, document_accepted_while_the_one_before_ends_does_not_wait_for_ever) {
    constexpr int rounds = 60;
    accept(*here, 0, "order");
    Entry first = claim(*here).at(0);
    for (int round = 1; round <= rounds; ++round) {
        std::barrier start(2);
        std::thread ends([&] {
            start.arrive_and_wait();
            EXPECT_TRUE(value_of(here->apply(change_by(first, Happening::withdrawn))));
        });
        start.arrive_and_wait();
        accept(*there, round, "order");
        ends.join();
        const std::vector<Entry> next = claim(*here);
        ASSERT_EQ(next.size(), 1U) << "in round " << round;
        first = next[0];
    }
}

TEST_F(PostgresStoreTest, one_that_is_withdrawn_while_its_turn_comes_lets_the_next_one_in) {
    constexpr int rounds = 40;
    int number = 0;
    for (int round = 0; round < rounds; ++round) {
        const std::string key = "order-" + std::to_string(round);
        accept(*here, ++number, key);
        accept(*here, ++number, key);
        const Entry waiting = entry_of(*here, number);
        accept(*here, ++number, key);
        const Entry first = claim(*here).at(0);
        std::barrier start(2);
        std::thread withdraws([&] {
            start.arrive_and_wait();
            EXPECT_TRUE(value_of(there->apply(change_by(waiting, Happening::withdrawn))));
        });
        start.arrive_and_wait();
        EXPECT_TRUE(value_of(here->apply(change_by(first, Happening::withdrawn))));
        withdraws.join();
        const std::vector<Entry> last = claim(*here);
        ASSERT_EQ(last.size(), 1U) << "in round " << round;
        EXPECT_EQ(last[0].document_id, "DN-" + std::to_string(number));
    }
}

TEST_F(PostgresStoreTest, events_are_told_to_every_host_until_one_has_acknowledged) {
    done(here->raise("attention", "{\"number\":1}", start_ms));
    const StoredEvent event = value_of(here->next_event()).value();
    EXPECT_EQ(value_of(there->next_event())->id, event.id);
    done(there->acknowledge(event.id));
    done(there->flush());
    done(here->acknowledge(event.id));
    done(here->flush());
    EXPECT_FALSE(value_of(open_postgres_store(options)->next_event()).has_value());
    EXPECT_EQ(value_of(here->counts()).events, 0);
}

TEST_F(PostgresStoreTest, event_that_becomes_visible_behind_a_later_one_is_told_too) {
    done(by_hand.connection().run("BEGIN"));
    by_hand.run(
        "INSERT INTO event (company, attempts, at_ms, edge, from_state, to_state, evidence,"
        " type, json, acknowledged) VALUES ($1, 0, 1, 0, '', '', '', 'attention', '{}',"
        " false)");
    done(here->raise("attention", "{}", start_ms));
    const std::int64_t later = value_of(here->next_event())->id;
    done(here->acknowledge(later));
    done(here->flush());
    done(by_hand.connection().run("COMMIT"));
    EXPECT_LT(value_of(here->next_event())->id, later);
}

TEST_F(PostgresStoreTest, leader_is_one_until_its_time_ends_and_the_next_has_another_fence) {
    const Leadership first = value_of(here->elect("reconcile", 60'000)).value();
    EXPECT_FALSE(value_of(there->elect("reconcile", 60'000)).has_value());
    EXPECT_TRUE(value_of(there->elect("purge", 60'000)).has_value()) << "another duty";
    EXPECT_EQ(value_of(here->elect("reconcile", 60'000))->elected_ms, first.elected_ms);
    EXPECT_TRUE(value_of(here->raise_as_leader(first, "attention", "{}", start_ms)));
    by_hand.run("UPDATE leader SET until_ms = 0 WHERE company = $1");
    EXPECT_FALSE(value_of(here->raise_as_leader(first, "attention", "{}", start_ms)));
    const Leadership second = value_of(there->elect("reconcile", 60'000)).value();
    EXPECT_GT(second.elected_ms, first.elected_ms);
    EXPECT_FALSE(value_of(here->raise_as_leader(first, "attention", "{}", start_ms)));
    EXPECT_TRUE(value_of(there->raise_as_leader(second, "attention", "{}", start_ms)));
    EXPECT_EQ(value_of(here->counts()).events, 2);
}

TEST_F(PostgresStoreTest, leader_that_comes_back_after_its_time_has_another_fence) {
    const Leadership first = value_of(here->elect("purge", 60'000)).value();
    by_hand.run("UPDATE leader SET until_ms = 0 WHERE company = $1");
    EXPECT_GT(value_of(here->elect("purge", 60'000))->elected_ms, first.elected_ms);
}

TEST_F(PostgresStoreTest, companies_of_one_database_see_nothing_of_each_other) {
    const std::unique_ptr<Store> other = open_postgres_store(postgres_options(fresh_company()));
    const Entry entry = posted(*here, 1);
    accept(*here, 2);
    Change held = change_by(claim(*here).at(0), Happening::stopped_before_send);
    held.root_cause = "item:A";
    EXPECT_TRUE(value_of(here->apply(held)));
    accept(*here, 3, "order");
    accept(*here, 4, "order");
    done(here->raise("attention", "{}", start_ms));
    done(here->save_catalogue(Catalogue({{"item", "A", "", "", true, {}}}, 7)));
    done(here->remember("note", "mine"));
    // Nothing of it can be read …
    EXPECT_FALSE(value_of(other->find_message("message-1")).has_value());
    EXPECT_FALSE(value_of(other->find_document("tenant", "despatchAdvice", "DN-1")).has_value());
    EXPECT_FALSE(value_of(other->last_attempt(entry.sequence)).has_value());
    EXPECT_TRUE(value_of(other->history(entry.sequence)).empty());
    EXPECT_TRUE(value_of(other->in_state(State::held, 10)).empty());
    EXPECT_TRUE(value_of(other->in_state(State::posted, 10)).empty());
    EXPECT_TRUE(value_of(other->unverified(10)).empty());
    EXPECT_TRUE(value_of(other->root_causes()).empty());
    EXPECT_TRUE(value_of(other->held_for("item:A", 10)).empty());
    EXPECT_FALSE(value_of(other->next_event()).has_value());
    EXPECT_FALSE(value_of(other->next_due_ms()).has_value());
    EXPECT_TRUE(value_of(other->load_catalogue()).empty());
    EXPECT_EQ(value_of(other->recall("note")), "");
    EXPECT_EQ(value_of(other->counts()).queued, 0);
    // … claimed, changed or acknowledged, …
    EXPECT_TRUE(claim(*other).empty());
    EXPECT_EQ(value_of(other->recover(start_ms)), 0);
    Change change = change_by(entry, Happening::verified);
    EXPECT_FALSE(value_of(other->apply(change)));
    const Entry queued = entry_of(*here, 3);
    EXPECT_FALSE(value_of(other->begin_attempt(next_attempt(queued), queued.epoch)));
    done(other->acknowledge(value_of(here->next_event())->id));
    done(other->flush());
    EXPECT_EQ(value_of(here->counts()).events, 1);
    EXPECT_TRUE(value_of(here->elect("purge", 60'000)).has_value());
    EXPECT_TRUE(value_of(other->elect("purge", 60'000)).has_value());
    // … and the same numbers are free.
    EXPECT_FALSE(value_of(other->accept(new_entry(1))).duplicate);
    EXPECT_FALSE(value_of(other->accept(new_entry(3, "order"))).duplicate);
    EXPECT_EQ(claim(*other).size(), 2U) << "no predecessor of another company";
}

TEST_F(PostgresStoreTest, hostile_text_is_kept_as_it_is) {
    const std::string hostile = "'; DROP TABLE document; -- $1 \\ \" % \xF0\x9F\x93\xA6 \x01";
    NewEntry entry = new_entry(1);
    for (std::string* text :
         {&entry.document_key, &entry.content_hash, &entry.external_reference, &entry.message_id,
          &entry.message_type, &entry.tenant_id, &entry.document_id, &entry.document_version,
          &entry.ordering_key, &entry.subject_id, &entry.canonical_bytes}) {
        *text = hostile;
    }
    value_of(here->accept(entry));
    const Entry kept = value_of(there->find_message(hostile)).value();
    EXPECT_EQ(kept.document_key, hostile);
    EXPECT_EQ(kept.ordering_key, hostile);
    EXPECT_EQ(kept.canonical_bytes, hostile);
    EXPECT_TRUE(value_of(there->find_document(hostile, hostile, hostile)).has_value());
}

TEST_F(PostgresStoreTest, text_that_the_server_cannot_keep_is_replaced_not_refused) {
    accept(*here, 1);
    Change change = change_by(claim(*here).at(0), Happening::stopped_before_send);
    change.evidence = std::string("a\0b\xFF", 4) + "c";
    EXPECT_TRUE(value_of(here->apply(change)));
    EXPECT_EQ(value_of(here->history(change.sequence)).back().evidence,
              "a\xEF\xBF\xBD"
              "b\xEF\xBF\xBD"
              "c");
}

TEST_F(PostgresStoreTest, counts_of_hosts_that_are_gone_stay_and_their_rows_are_taken_over) {
    accept(*here, 1);
    accept(*there, 2);
    posted(*there, 3);
    here.reset();
    there.reset();
    by_hand.run("UPDATE writer SET committed_ms = 0 WHERE company = $1");
    here = open_postgres_store(options);
    there = open_postgres_store(options);
    accept(*here, 4);
    accept(*there, 5);
    const Counts counts = value_of(there->counts());
    EXPECT_EQ(counts.queued, 4);
    EXPECT_EQ(counts.posted, 1);
    EXPECT_EQ(counts.unverified, 1);
    EXPECT_EQ(by_hand.text("SELECT count(*) FROM writer WHERE company = (SELECT id FROM company"
                           " WHERE identity = '" +
                           options.identity + "')"),
              "2");
}

TEST_F(PostgresStoreTest, host_whose_row_was_taken_over_goes_on_with_another) {
    accept(*here, 1);
    by_hand.run("UPDATE writer SET committed_ms = 0 WHERE company = $1");
    accept(*there, 2);
    accept(*here, 3);
    accept(*here, 4);
    EXPECT_EQ(value_of(here->counts()).queued, 4);
}

TEST_F(PostgresStoreTest, outbox_that_is_full_says_so_and_knows_what_it_has) {
    const std::unique_ptr<Store> small = open_postgres_store(options, 2);
    accept(*small, 1);
    accept(*small, 2);
    const Result<Accepted> full = small->accept(new_entry(3));
    ASSERT_FALSE(full.ok());
    EXPECT_EQ(full.error().status, Status::busy);
    EXPECT_EQ(full.error().first().code, "outbox.full");
    EXPECT_GT(full.error().retry_after_ms, 0U);
    EXPECT_TRUE(value_of(small->accept(new_entry(2))).duplicate);
    EXPECT_TRUE(value_of(small->apply(change_by(claim(*small).at(0), Happening::withdrawn))));
    EXPECT_FALSE(value_of(small->accept(new_entry(3))).duplicate);
}

TEST_F(PostgresStoreTest, two_hosts_that_replace_the_catalogue_at_once_leave_one_whole) {
    std::vector<CatalogueRecord> ours;
    std::vector<CatalogueRecord> theirs;
    for (int number = 0; number < 1'200; ++number) {
        ours.push_back({"item", "A" + std::to_string(number), "", "", true, {{"of", "here"}}});
        theirs.push_back({"item", "A" + std::to_string(number), "", "", true, {{"of", "there"}}});
    }
    for (int round = 0; round < 5; ++round) {
        std::barrier start(2);
        std::thread other([&] {
            start.arrive_and_wait();
            done(there->save_catalogue(Catalogue(theirs, 2)));
        });
        start.arrive_and_wait();
        done(here->save_catalogue(Catalogue(ours, 1)));
        other.join();
        const Catalogue catalogue = value_of(here->load_catalogue());
        ASSERT_EQ(catalogue.count("item"), 1'200U);
        const std::string of(catalogue.find("item", "A0")->fields.text("of"));
        EXPECT_EQ(catalogue.read_at_ms(), of == "here" ? 1 : 2);
        for (const CatalogueRecord& record : ours) {
            EXPECT_EQ(catalogue.find("item", record.id)->fields.text("of"), of);
        }
    }
}

TEST_F(PostgresStoreTest, what_was_written_cannot_be_unwritten) {
    const Entry entry = posted(*here, 1);
    const auto refused = [&](const std::string& sql) {
        const Result<void> done = by_hand.connection().run(sql);
        ASSERT_FALSE(done.ok()) << sql;
        EXPECT_EQ(done.error().first().code, "outbox.server_refused") << sql;
    };
    const std::string where = " WHERE sequence = " + std::to_string(entry.sequence);
    for (const std::string table : {"document", "content", "attempt", "event"}) {
        refused("DELETE FROM " + table + where);
        refused("TRUNCATE " + table + " CASCADE");
    }
    refused("UPDATE document SET message_id = 'x'" + where);
    refused("UPDATE document SET state = 'queued'" + where);
    refused("UPDATE content SET canonical_bytes = ''" + where);
    refused("UPDATE attempt SET send_json = ''" + where);
    refused("UPDATE event SET evidence = ''" + where);
    refused("UPDATE event SET acknowledged = false" + where);
}

}  // namespace
}  // namespace sage::outbox_test
