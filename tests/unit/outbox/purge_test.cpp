// SPDX-License-Identifier: Apache-2.0
// Plan: which entries lose their content, piece by piece, and what of them stays; in every store:
// what was purged is still known, nobody writes from what was read before, and only a leader does
// it; the database's files hold no name any more, and its schema lets nothing else go.
#include "sage-adapter/outbox/purge.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "sage-adapter/outbox/data_folder.h"
#include "tests/unit/outbox/any_outbox.h"

namespace sage::outbox_test {
namespace {

constexpr std::string_view canary = "Wilhelmina Canary";
constexpr std::int64_t later_ms = start_ms + 1;
constexpr std::size_t all_at_once = 1'000;

TEST(Purging, problem_keeps_its_code_owner_and_rule_and_no_other_text) {
    const std::string left = purging::problem(
        R"({"code":"intacct.item_unknown","cause":"Wilhelmina Canary's item","owner":"finance",)"
        R"("severity":"error","retry":true,"retryRule":"whenCauseGone",)"
        R"("fix":"x","fieldPath":"/body","message":"m","problems":[{"cause":"Canary"}]})");
    EXPECT_EQ(left.find("Canary"), std::string::npos) << left;
    EXPECT_NE(left.find(R"("code":"intacct.item_unknown")"), std::string::npos);
    EXPECT_NE(left.find(R"("owner":"finance")"), std::string::npos);
    EXPECT_NE(left.find(R"("severity":"error")"), std::string::npos);
    EXPECT_NE(left.find(R"("retry":true)"), std::string::npos);
    EXPECT_NE(left.find(R"("retryRule":"whenCauseGone")"), std::string::npos);
    EXPECT_NE(left.find("removed"), std::string::npos);
    EXPECT_EQ(left.find("/body"), std::string::npos);
    for (const std::string none : {"", "{", "[]", "{}", R"({"cause":"Canary"})"}) {
        EXPECT_EQ(purging::problem(none), "") << none;
    }
    EXPECT_EQ(purging::problem(R"({"code":"a"})").find("owner"), std::string::npos);
}

TEST(Purging, sage_document_loses_the_texts_of_its_remarks_only) {
    const std::string left = purging::sage_document(
        R"({"type":"t","key":"7","number":"SI-1",)"
        R"("remarks":[{"code":"text_cut","field":"MESSAGE","message":"Canary"},7]})");
    EXPECT_TRUE(left.starts_with(R"({"type":"t","key":"7","number":"SI-1","remarks":[)")) << left;
    EXPECT_NE(left.find(R"({"code":"text_cut","field":"MESSAGE",)"), std::string::npos) << left;
    EXPECT_EQ(left.find("Canary"), std::string::npos);
    EXPECT_EQ(purging::sage_document(R"({"key":"7"})"), R"({"key":"7"})");
    EXPECT_EQ(purging::sage_document(R"({"key":"7","remarks":8})"), R"({"key":"7","remarks":8})");
    EXPECT_EQ(purging::sage_document(""), "");
    EXPECT_EQ(purging::sage_document("{"), "");
}

TEST(Purging, only_what_is_old_told_and_has_ended_is_taken) {
    const auto takes = [](purging::Candidate one) {
        purging::Piece piece({100, 0, 9});
        return piece.takes(one);
    };
    EXPECT_TRUE(takes({1, 99, State::posted, true, false, false}));
    EXPECT_TRUE(takes({1, 99, State::rejected, false, false, false}));
    EXPECT_TRUE(takes({1, 99, State::withdrawn, false, false, false}));
    EXPECT_FALSE(takes({1, 100, State::posted, true, false, false})) << "young";
    EXPECT_FALSE(takes({1, 99, State::posted, false, false, false})) << "not read back";
    EXPECT_FALSE(takes({1, 99, State::posted, true, true, false})) << "empty already";
    EXPECT_FALSE(takes({1, 99, State::posted, true, false, true})) << "the host was not told";
    for (const State open : {State::queued, State::sending, State::in_doubt, State::held}) {
        EXPECT_FALSE(takes({1, 99, open, true, false, false})) << text_of(open);
    }
}

TEST(Purging, piece_says_how_far_it_came_and_how_far_nothing_is_left) {
    purging::Piece piece({100, 10, 4});
    piece.takes({12, 50, State::posted, true, true, false});
    piece.takes({13, 50, State::posted, true, false, false});
    piece.takes({15, 50, State::held, false, false, false});
    piece.takes({16, 50, State::posted, true, false, false});
    const Purged done = piece.done(0);
    EXPECT_EQ(done.documents, 2);
    EXPECT_EQ(done.through, 16);
    EXPECT_EQ(done.empty_through, 13);
    EXPECT_TRUE(done.more);
    piece.not_taken(13);
    EXPECT_EQ(piece.done(0).documents, 1);
    EXPECT_EQ(piece.done(0).empty_through, 12);
}

TEST(Purging, more_is_left_only_behind_a_full_piece_with_an_old_one) {
    purging::Piece empty({100, 10, 2});
    EXPECT_FALSE(empty.done(0).more);
    EXPECT_EQ(empty.done(0).through, 10);
    EXPECT_TRUE(empty.done(2).more) << "as many events as a piece takes";
    purging::Piece young({100, 10, 2});
    young.takes({11, 100, State::posted, true, false, false});
    young.takes({12, 101, State::posted, true, false, false});
    EXPECT_FALSE(young.done(0).more);
}

/// The n-th document with a name in everything that may hold one.
NewEntry named_entry(int number) {
    NewEntry entry = new_entry(number);
    entry.canonical_bytes = R"({"name":")" + std::string(canary) + R"(","lines":")" +
                            std::string(static_cast<std::size_t>(number % 7) * 900, 'l') + "\"}";
    return entry;
}

std::string named_json(std::size_t size) {
    return R"({"code":"test.cause","owner":"finance","cause":")" + std::string(canary) + " " +
           std::string(size, 'c') + "\"}";
}

class PurgeTest : public StoreTest {
  public:
    Purged purge(std::int64_t before_ms = later_ms, std::int64_t after = 0,
                 std::size_t limit = all_at_once) {
        return value_of(store->purge(leader(), {before_ms, after, limit})).value();
    }
    Leadership leader() { return value_of(store->elect("purge", lease_ms)).value(); }
    void acknowledge_all() {
        while (const std::optional<StoredEvent> event = value_of(store->next_event())) {
            done(store->acknowledge(event->id));
        }
        done(store->flush());
    }
    Entry sent(int number) {
        value_of(store->accept(named_entry(number)));
        Entry entry = claim(*store).at(0);
        Attempt attempt = next_attempt(entry);
        attempt.send_json = named_json(static_cast<std::size_t>(number % 5) * 1'100);
        EXPECT_TRUE(value_of(store->begin_attempt(attempt, entry.epoch)));
        entry.state = State::sending;
        entry.attempts = attempt.number;
        return entry;
    }
    void change(const Entry& entry, Happening happening, bool verified = false) {
        Change change = change_by(entry, happening);
        change.verified = verified;
        change.maybe_in_sage = false;
        change.problem_json = change.to == State::posted ? "" : named_json(500);
        change.root_cause = change.to == State::held ? "item:X" : "";
        change.sage_document_json =
            change.to == State::posted
                ? R"({"type":"t","key":"7","number":"SI-1","remarks":[{"message":")" +
                      std::string(canary) + "\"}]}"
                : "";
        change.evidence = "seen: " + std::string(canary);
        change.event_type = "postingResult";
        change.event_json = named_json(40);
        EXPECT_TRUE(value_of(store->apply(change)));
    }
    void post(int number, bool verified = true) {
        change(sent(number), Happening::done);
        if (verified) {
            change(entry_of(*store, number), Happening::verified, true);
        }
    }
};

TEST_P(PurgeTest, content_goes_and_what_happened_stays) {
    post(1);
    acknowledge_all();
    const Entry before = entry_of(*store, 1);
    EXPECT_FALSE(before.purged);
    const Purged purged = purge();
    EXPECT_EQ(purged.documents, 1);
    EXPECT_FALSE(purged.more);
    EXPECT_EQ(purged.empty_through, before.sequence);
    EXPECT_EQ(purge().documents, 0) << "once";
    reopen();
    const Entry after = entry_of(*store, 1);
    EXPECT_TRUE(after.purged);
    EXPECT_EQ(after.canonical_bytes, "");
    EXPECT_EQ(after.problem_json, "");
    EXPECT_TRUE(after.sage_document_json.starts_with(R"({"type":"t","key":"7","number":"SI-1",)"));
    EXPECT_EQ(after.sage_document_json.find(canary), std::string::npos);
    EXPECT_EQ(after.state, State::posted);
    EXPECT_TRUE(after.verified);
    EXPECT_EQ(after.content_hash, before.content_hash);
    EXPECT_EQ(after.external_reference, before.external_reference);
    EXPECT_EQ(after.accepted_ms, before.accepted_ms);
    EXPECT_EQ(after.attempts, 1);
    const Attempt attempt = value_of(store->last_attempt(after.sequence)).value();
    EXPECT_EQ(attempt.send_json, "");
    EXPECT_EQ(attempt.send_hash, "send-hash");
    std::string history;
    for (const HistoryLine& line : value_of(store->history(after.sequence))) {
        history += "E" + std::to_string(line.edge) + " " + line.evidence + "; ";
    }
    EXPECT_EQ(history,
              "E1 accepted; E2 attempt 1, generation 1, sha256 send-hash; E7 purged; E17 purged; ");
    EXPECT_EQ(value_of(store->counts()).posted, 1);
}

TEST_P(PurgeTest, document_submitted_again_after_it_is_a_duplicate_or_a_conflict) {
    post(1);
    acknowledge_all();
    ASSERT_EQ(purge().documents, 1);
    NewEntry again = named_entry(1);
    EXPECT_TRUE(value_of(store->accept(again)).duplicate);
    again.message_id = "another-message";
    const Accepted accepted = value_of(store->accept(again));
    EXPECT_TRUE(accepted.duplicate);
    EXPECT_EQ(accepted.state, State::posted);
    EXPECT_EQ(accepted.message_id, "message-1");
    again.content_hash = "changed";
    const Result<Accepted> refused = store->accept(again);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().first().code, "outbox.document_conflict");
    EXPECT_EQ(value_of(store->find_references({"W1"})).size(), 1U);
    EXPECT_EQ(value_of(store->find_document("tenant", "despatchAdvice", "DN-1"))->sequence,
              accepted.sequence);
}

TEST_P(PurgeTest, what_has_not_ended_or_is_not_told_keeps_its_content) {
    post(1, false);
    change(sent(2), Happening::held_by_cause);
    change(sent(3), Happening::refused);
    sent(4);
    value_of(store->accept(named_entry(5)));
    EXPECT_EQ(purge().documents, 0) << "nothing is acknowledged";
    acknowledge_all();
    EXPECT_EQ(purge().documents, 1);
    for (const int number : {1, 2, 4, 5}) {
        EXPECT_FALSE(entry_of(*store, number).purged) << number;
        EXPECT_FALSE(entry_of(*store, number).canonical_bytes.empty()) << number;
    }
    const Entry refused = entry_of(*store, 3);
    EXPECT_TRUE(refused.purged);
    EXPECT_NE(refused.problem_json.find("test.cause"), std::string::npos);
    EXPECT_EQ(refused.problem_json.find(canary), std::string::npos);
    change(entry_of(*store, 1), Happening::verified, true);
    change(entry_of(*store, 2), Happening::decided_withdrawn);
    acknowledge_all();
    EXPECT_EQ(purge().documents, 2);
    EXPECT_EQ(value_of(store->root_causes()).size(), 0U);
}

TEST_P(PurgeTest, what_is_young_keeps_its_content) {
    post(1);
    acknowledge_all();
    EXPECT_EQ(purge(start_ms).documents, 0);
    EXPECT_FALSE(entry_of(*store, 1).purged);
}

TEST_P(PurgeTest, pieces_are_bounded_and_together_reach_everything) {
    for (int number = 1; number <= 7; ++number) {
        post(number);
    }
    acknowledge_all();
    std::int64_t after = 0;
    std::int64_t documents = 0;
    int pieces = 0;
    for (bool more = true; more; ++pieces) {
        const Purged piece = purge(later_ms, after, 3);
        EXPECT_LE(piece.documents, 3);
        EXPECT_EQ(piece.empty_through, piece.through);
        after = piece.through;
        documents += piece.documents;
        more = piece.more;
    }
    EXPECT_EQ(documents, 7);
    EXPECT_EQ(pieces, 3);
    EXPECT_EQ(purge(later_ms, after).documents, 0);
}

TEST_P(PurgeTest, acknowledged_events_of_no_document_lose_their_text) {
    done(store->raise("attention", named_json(1), start_ms));
    done(store->raise("attention", named_json(2), start_ms));
    done(store->acknowledge(value_of(store->next_event())->id));
    done(store->flush());
    purge();
    EXPECT_EQ(value_of(store->next_event())->json, named_json(2)) << "not heard yet";
    EXPECT_EQ(value_of(store->counts()).events, 1);
}

TEST_P(PurgeTest, who_read_it_before_writes_nothing_after) {
    post(1);
    acknowledge_all();
    const Entry before = entry_of(*store, 1);
    ASSERT_EQ(purge().documents, 1);
    Change late = change_by(before, Happening::verified);
    late.problem_json = named_json(1);
    EXPECT_FALSE(value_of(store->apply(late)));
    EXPECT_EQ(entry_of(*store, 1).problem_json, "");
    Change fresh = change_by(entry_of(*store, 1), Happening::verified);
    fresh.verified = true;
    EXPECT_TRUE(value_of(store->apply(fresh))) << "a new finding can still be told";
}

INSTANTIATE_TEST_SUITE_P(EveryStore, PurgeTest, every_store, name_of);

class PurgeShared : public testing::TestWithParam<Kind> {
  public:
    PurgeShared() {
        if (GetParam() == Kind::memory) {
            const simulation::MemoryOptions options{in_memory_, limits::queue_documents_max, true,
                                                    [this] { return now; }};
            here = std::make_unique<simulation::MemoryStore>(options);
            there = std::make_unique<simulation::MemoryStore>(options);
            return;
        }
        options_ = postgres_options(fresh_company());
        here = open_postgres_store(options_);
        there = open_postgres_store(options_);
    }
    void let_leaders_end() {
        now += 10 * lease_ms;
        if (GetParam() == Kind::postgresql) {
            ByHand(options_).run("UPDATE leader SET until_ms = 0 WHERE company = $1");
        }
    }

    std::int64_t now = start_ms;
    std::unique_ptr<Store> here;
    std::unique_ptr<Store> there;

  private:
    std::shared_ptr<simulation::MemoryOutbox> in_memory_ =
        std::make_shared<simulation::MemoryOutbox>();
    PostgresOptions options_;
};

TEST_P(PurgeShared, only_the_one_that_leads_takes_anything) {
    Entry entry = posted(*here, 1);
    Change verified = change_by(entry, Happening::verified);
    verified.verified = true;
    EXPECT_TRUE(value_of(here->apply(verified)));
    const Purge all{later_ms, 0, all_at_once};
    EXPECT_FALSE(value_of(here->purge({"purge", 1}, all)).has_value()) << "never elected";
    const Leadership first = value_of(here->elect("purge", lease_ms)).value();
    EXPECT_FALSE(value_of(there->elect("purge", lease_ms)).has_value());
    EXPECT_FALSE(value_of(there->purge(first, all)).has_value()) << "another host's fence";
    let_leaders_end();
    EXPECT_FALSE(value_of(here->purge(first, all)).has_value()) << "its time has ended";
    const Leadership second = value_of(there->elect("purge", lease_ms)).value();
    EXPECT_FALSE(value_of(here->purge(first, all)).has_value()) << "and another one leads";
    EXPECT_FALSE(entry_of(*here, 1).purged) << "nothing was written by any of them";
    EXPECT_EQ(value_of(there->purge(second, all))->documents, 1);
    EXPECT_TRUE(entry_of(*here, 1).purged);
}

INSTANTIATE_TEST_SUITE_P(EveryShared, PurgeShared, testing::Values(Kind::postgresql, Kind::memory),
                         name_of);

/// Names stand in the files, whatever SQLite did with their pages, until they are purged.
TEST(PurgeFiles, hold_no_name_any_more) {
    const OutboxFolder folder;
    const std::unique_ptr<Store> store = folder.store();
    const auto files = [&] {
        std::string all;
        for (const std::string_view name : {"outbox.db", "outbox.db-wal"}) {
            all += bytes_of(folder.file(name));
        }
        return all;
    };
    constexpr int documents = 300;
    for (int number = 1; number <= documents; ++number) {
        value_of(store->accept(named_entry(number)));
    }
    // In another order and many times, so that rows grow, shrink and move to other pages.
    for (int round = 0; round < 3; ++round) {
        for (int step = 0; step < documents; ++step) {
            const int number = (step * 7 + round) % documents + 1;
            Entry entry = entry_of(*store, number);
            const bool held = entry.state == State::held;
            Change change = change_by(
                entry, held ? Happening::decided_send_again : Happening::stopped_before_send);
            change.problem_json = named_json(static_cast<std::size_t>((number * 31 + round) % 900));
            change.evidence = "seen: " + std::string(canary);
            change.event_type = "attention";
            change.event_json = named_json(static_cast<std::size_t>(number % 300));
            EXPECT_TRUE(value_of(store->apply(change)));
        }
    }
    for (int number = 1; number <= documents; ++number) {
        Entry entry = entry_of(*store, number);
        EXPECT_TRUE(value_of(
            store->apply(change_by(entry, entry.state == State::held ? Happening::decided_withdrawn
                                                                     : Happening::withdrawn))));
    }
    done(store->raise("attention", named_json(7), start_ms));
    while (const std::optional<StoredEvent> event = value_of(store->next_event())) {
        done(store->acknowledge(event->id));
    }
    done(store->flush());
    ASSERT_NE(files().find(canary), std::string::npos);
    std::int64_t after = 0;
    std::int64_t purged = 0;
    for (bool more = true; more;) {
        const Purged piece = value_of(store->purge({}, {later_ms, after, 50})).value();
        after = piece.through;
        purged += piece.documents;
        more = piece.more;
    }
    EXPECT_EQ(purged, documents);
    EXPECT_EQ(files().find(canary), std::string::npos);
    EXPECT_NE(files().find("message-300"), std::string::npos) << "looked at the right files";
}

TEST(PurgeSchema, lets_content_of_what_has_ended_go_and_nothing_else) {
    const OutboxFolder folder;
    {
        const std::unique_ptr<Store> store = folder.store();
        posted(*store, 1);
        accept(*store, 2);
        done(store->raise("attention", "{\"a\":1}", start_ms));
    }
    const std::unique_ptr<DataFolder> held = value_of(DataFolder::open(folder.path()));
    const std::unique_ptr<SqliteConnection> database =
        value_of(open_database(folder.database(), identity, {limits::queue_documents_max, 0}));
    const auto takes = [&](const std::string& sql) { return database->run(sql).ok(); };
    const std::string empty = "UPDATE content SET canonical_bytes = '' WHERE sequence = ";
    EXPECT_FALSE(takes(empty + "1")) << "posted, and not read back";
    EXPECT_FALSE(takes(empty + "2")) << "queued";
    EXPECT_FALSE(takes("UPDATE attempt SET send_json = ''")) << "before its document's content";
    EXPECT_TRUE(takes("UPDATE document SET verified = 1 WHERE sequence = 1"));
    EXPECT_FALSE(takes("UPDATE content SET canonical_bytes = 'x' WHERE sequence = 1"));
    EXPECT_FALSE(takes("UPDATE content SET sequence = 9, canonical_bytes = '' WHERE sequence = 1"));
    EXPECT_TRUE(takes(empty + "1"));
    EXPECT_FALSE(takes("UPDATE attempt SET send_json = 'x'"));
    EXPECT_FALSE(takes("UPDATE attempt SET send_json = '', send_hash = ''"));
    EXPECT_TRUE(takes("UPDATE attempt SET send_json = ''"));
    const std::string line = "UPDATE event SET json = '', evidence = ";
    EXPECT_FALSE(takes(line + "'x' WHERE sequence = 1"));
    EXPECT_TRUE(takes(line + "'purged' WHERE sequence = 1"));
    EXPECT_FALSE(takes("UPDATE event SET json = '' WHERE sequence IS NULL")) << "not told yet";
    EXPECT_TRUE(takes("UPDATE event SET acknowledged = 1"));
    EXPECT_FALSE(takes("UPDATE event SET json = 'x' WHERE sequence IS NULL"));
    EXPECT_TRUE(takes("UPDATE event SET json = '' WHERE sequence IS NULL"));
    EXPECT_FALSE(takes("DELETE FROM content")) << "a row stays";
}

TEST(PurgeSchema, of_the_server_lets_content_of_what_has_ended_go_and_nothing_else) {
    const PostgresOptions options = postgres_options(fresh_company());
    const std::unique_ptr<Store> store = open_postgres_store(options);
    const std::string ended = std::to_string(posted(*store, 1).sequence);
    const std::string open = std::to_string(accept(*store, 2));
    done(store->raise("attention", "{\"a\":1}", start_ms));
    ByHand by_hand(options);
    const std::string mine =
        " WHERE company = (SELECT company FROM document WHERE sequence = " + ended + ")";
    const auto takes = [&](const std::string& update, const std::string& where) {
        return by_hand.connection().run(update + mine + where).ok();
    };
    const std::string empty = "UPDATE content SET canonical_bytes = ''";
    const std::string one = " AND sequence = " + ended;
    EXPECT_FALSE(takes(empty, one)) << "posted, and not read back";
    EXPECT_FALSE(takes(empty, " AND sequence = " + open)) << "queued";
    EXPECT_FALSE(takes("UPDATE attempt SET send_json = ''", "")) << "before its content";
    EXPECT_TRUE(takes("UPDATE document SET verified = true", one));
    EXPECT_FALSE(takes("UPDATE content SET canonical_bytes = 'x'", one));
    EXPECT_TRUE(takes(empty, one));
    EXPECT_FALSE(takes("UPDATE attempt SET send_json = 'x'", ""));
    EXPECT_FALSE(takes("UPDATE attempt SET send_json = '', send_hash = ''", ""));
    EXPECT_TRUE(takes("UPDATE attempt SET send_json = ''", ""));
    const std::string line = "UPDATE event SET json = '', evidence = ";
    EXPECT_FALSE(takes(line + "'x'", one));
    EXPECT_TRUE(takes(line + "'purged'", one));
    EXPECT_FALSE(takes("UPDATE event SET json = ''", " AND sequence IS NULL")) << "not told yet";
    EXPECT_TRUE(takes("UPDATE event SET acknowledged = true", ""));
    EXPECT_FALSE(takes("UPDATE event SET json = 'x'", " AND sequence IS NULL"));
    EXPECT_TRUE(takes("UPDATE event SET json = ''", " AND sequence IS NULL"));
    EXPECT_FALSE(takes("DELETE FROM content", "")) << "a row stays";
}

}  // namespace
}  // namespace sage::outbox_test
