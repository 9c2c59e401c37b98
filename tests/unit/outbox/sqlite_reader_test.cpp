// SPDX-License-Identifier: Apache-2.0
// Plan: each question with no answer, one answer and several; history in its order whatever the
// clock did; the catalogue there and back, and damaged.
#include "sage-adapter/outbox/sqlite_reader.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <limits>
#include <string>
#include <vector>

#include "tests/unit/outbox/any_outbox.h"

namespace sage::outbox_test {
namespace {

class StoreReaderTest : public StoreTest {
  public:
    /// @param where  goes on with more conditions
    void change_by_hand(const std::string& update, const std::string& where = "") {
        if (outbox.kind() == Kind::postgresql) {
            ByHand(outbox.options()).run(update + " WHERE company = $1" + where);
            return;
        }
        const std::string sql = update + " WHERE true" + where;
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open(outbox.folder().database().c_str(), &database), SQLITE_OK);
        char* error = nullptr;
        EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &error), SQLITE_OK)
            << error;
        sqlite3_close(database);
    }
};

TEST_P(StoreReaderTest, questions_about_nothing_have_no_answer) {
    EXPECT_FALSE(value_of(store->find_message("none")).has_value());
    EXPECT_FALSE(value_of(store->find_message("")).has_value());
    EXPECT_FALSE(value_of(store->find_document("tenant", "despatchAdvice", "none")).has_value());
    EXPECT_FALSE(value_of(store->last_attempt(1)).has_value());
    EXPECT_TRUE(value_of(store->history(1)).empty());
    EXPECT_TRUE(value_of(store->unverified(10)).empty());
    EXPECT_TRUE(value_of(store->root_causes()).empty());
    EXPECT_TRUE(value_of(store->held_for("x", 10)).empty());
    EXPECT_EQ(value_of(store->held_count("x")), 0);
    EXPECT_FALSE(value_of(store->next_event()).has_value());
    EXPECT_TRUE(value_of(store->page_after(0, 10)).empty());
    EXPECT_EQ(value_of(store->sequence_before(start_ms)), 0);
    EXPECT_TRUE(value_of(store->about("SO-1", 0)).empty());
    EXPECT_TRUE(value_of(store->find_references({})).empty());
    EXPECT_TRUE(value_of(store->find_references({"W1"})).empty());
    EXPECT_EQ(value_of(store->recall("x")), "");
    for (const State state : states) {
        EXPECT_TRUE(value_of(store->in_state(state, 10)).empty());
    }
}

TEST_P(StoreReaderTest, document_is_found_by_type_and_number_together) {
    accept(*store, 1);
    NewEntry order = new_entry(2);
    order.message_type = "salesOrder";
    order.document_id = "DN-1";
    value_of(store->accept(order));
    EXPECT_EQ(value_of(store->find_document("tenant", "despatchAdvice", "DN-1"))->message_id,
              "message-1");
    EXPECT_EQ(value_of(store->find_document("tenant", "salesOrder", "DN-1"))->message_id,
              "message-2");
    EXPECT_FALSE(value_of(store->find_document("tenant", "returnAdvice", "DN-1")).has_value());
    EXPECT_FALSE(value_of(store->find_document("tenant", "DN-1", "despatchAdvice")).has_value());
}

TEST_P(StoreReaderTest, tenants_with_equal_numbers_find_each_their_own) {
    for (const std::string tenant : {"north", "south"}) {
        NewEntry entry = new_entry(1);
        entry.tenant_id = tenant;
        entry.document_key = "key-" + tenant;
        entry.message_id = "message-" + tenant;
        value_of(store->accept(entry));
    }
    for (const std::string tenant : {"north", "south"}) {
        EXPECT_EQ(value_of(store->find_document(tenant, "despatchAdvice", "DN-1"))->message_id,
                  "message-" + tenant);
    }
    EXPECT_FALSE(value_of(store->find_document("east", "despatchAdvice", "DN-1")).has_value());
}

TEST_P(StoreReaderTest, newest_version_before_a_document_is_found) {
    const std::int64_t first = accept(*store, 1);
    NewEntry revised = new_entry(1);
    revised.document_key = "key-of-version-2";
    revised.document_version = "2";
    revised.message_id = "message-of-version-2";
    const std::int64_t sequence = value_of(store->accept(revised)).sequence;
    const auto version_before = [&](std::int64_t before) {
        return value_of(store->find_earlier_document("tenant", "despatchAdvice", "DN-1", before));
    };
    EXPECT_EQ(version_before(sequence + 1)->document_version, "2");
    EXPECT_EQ(version_before(sequence)->document_version, "1");
    EXPECT_FALSE(version_before(first).has_value());
}

TEST_P(StoreReaderTest, newest_version_is_found_whatever_its_key) {
    for (const std::string version : {"3", "1", "2"}) {
        NewEntry entry = new_entry(1);
        entry.document_version = version;
        entry.document_key = "key-" + version;
        entry.message_id = "message-" + version;
        value_of(store->accept(entry));
    }
    EXPECT_EQ(value_of(store->find_document("tenant", "despatchAdvice", "DN-1"))->document_version,
              "2");
}

TEST_P(StoreReaderTest, states_are_listed_in_the_order_accepted_up_to_the_limit) {
    for (int number = 1; number <= 4; ++number) {
        accept(*store, number);
    }
    for (const int number : {3, 1, 2}) {
        EXPECT_TRUE(
            value_of(store->apply(change_by(entry_of(*store, number), Happening::withdrawn))));
    }
    std::vector<std::string> ids;
    for (const Entry& entry : value_of(store->in_state(State::withdrawn, 2))) {
        ids.push_back(entry.document_id);
    }
    EXPECT_EQ(ids, (std::vector<std::string>{"DN-1", "DN-2"}));
    EXPECT_EQ(value_of(store->in_state(State::withdrawn, 10)).size(), 3U);
    EXPECT_EQ(value_of(store->in_state(State::queued, 10)).size(), 1U);
}

TEST_P(StoreReaderTest, unverified_are_the_posted_ones_oldest_first) {
    for (const int number : {1, 2, 3}) {
        posted(*store, number);
    }
    Change change = change_by(entry_of(*store, 2), Happening::verified);
    change.verified = true;
    EXPECT_TRUE(value_of(store->apply(change)));
    std::vector<std::string> ids;
    for (const Entry& entry : value_of(store->unverified(10))) {
        ids.push_back(entry.document_id);
    }
    EXPECT_EQ(ids, (std::vector<std::string>{"DN-1", "DN-3"}));
    EXPECT_EQ(value_of(store->unverified(1)).size(), 1U);
}

TEST_P(StoreReaderTest, last_attempt_is_the_one_with_the_highest_number) {
    accept(*store, 1);
    for (int number = 1; number <= 11; ++number) {
        const std::int64_t now = start_ms + number * lease_ms;
        const Entry sent = sending(*store, claim(*store, now).at(0));
        Change change = change_by(sent, Happening::not_sent);
        change.due_ms = now;
        EXPECT_TRUE(value_of(store->apply(change)));
    }
    EXPECT_EQ(value_of(store->last_attempt(entry_of(*store, 1).sequence))->number, 11);
}

TEST_P(StoreReaderTest, history_is_in_order_though_the_clock_went_backwards) {
    accept(*store, 1);
    Entry entry = claim(*store).at(0);
    std::int64_t now = start_ms;
    for (int round = 0; round < 3; ++round) {
        const Entry sent = sending(*store, entry);
        now -= 86'400'000;
        Change change = change_by(sent, Happening::not_sent, now);
        change.due_ms = now;
        change.evidence = "round " + std::to_string(round);
        EXPECT_TRUE(value_of(store->apply(change)));
        entry = claim(*store).at(0);
    }
    std::string edges;
    for (const HistoryLine& line : value_of(store->history(entry.sequence))) {
        edges += "E" + std::to_string(line.edge) + " ";
    }
    EXPECT_EQ(edges, "E1 E2 E9 E2 E9 E2 E9 ");
}

TEST_P(StoreReaderTest, history_tells_of_acceptance_attempts_and_replays) {
    accept(*store, 1);
    const Entry sent = sending(*store, claim(*store).at(0));
    Change change = change_by(sent, Happening::outcome_unknown);
    change.due_ms = start_ms;
    EXPECT_TRUE(value_of(store->apply(change)));
    const Entry doubt = claim(*store).at(0);
    Attempt replay = next_attempt(doubt);
    replay.replay = true;
    EXPECT_TRUE(value_of(store->begin_attempt(replay, doubt.epoch)));
    const std::vector<HistoryLine> lines = value_of(store->history(sent.sequence));
    ASSERT_EQ(lines.size(), 4U);
    EXPECT_EQ(lines[0].edge, 1);
    EXPECT_EQ(lines[0].at_ms, start_ms);
    EXPECT_EQ(lines[1].edge, 2);
    EXPECT_EQ(lines[1].from, State::queued);
    EXPECT_EQ(lines[1].to, State::sending);
    EXPECT_EQ(lines[1].evidence, "attempt 1, generation 1, sha256 send-hash");
    EXPECT_EQ(lines[2].edge, 10);
    EXPECT_EQ(lines[3].edge, 14);
    EXPECT_EQ(lines[3].to, State::in_doubt);
    EXPECT_EQ(lines[3].evidence, "replay, attempt 2, generation 1, sha256 send-hash");
}

TEST_P(StoreReaderTest, history_is_that_of_one_document) {
    const Entry one = posted(*store, 1);
    const Entry other = posted(*store, 2);
    EXPECT_EQ(value_of(store->history(one.sequence)).size(), 3U);
    EXPECT_EQ(value_of(store->history(other.sequence)).size(), 3U);
}

TEST_P(StoreReaderTest, many_root_causes_are_each_named_once) {
    for (int number = 1; number <= 60; ++number) {
        accept(*store, number);
        Change change = change_by(entry_of(*store, number), Happening::stopped_before_send);
        change.root_cause = "item:" + std::to_string(number % 20);
        EXPECT_TRUE(value_of(store->apply(change)));
    }
    EXPECT_EQ(value_of(store->root_causes()).size(), 20U);
}

CatalogueRecord record(std::string kind, std::string id) {
    CatalogueRecord made;
    made.kind = std::move(kind);
    made.id = std::move(id);
    return made;
}

TEST_P(StoreReaderTest, catalogue_never_saved_was_never_read) {
    const Catalogue catalogue = value_of(store->load_catalogue());
    EXPECT_TRUE(catalogue.empty());
    EXPECT_EQ(catalogue.read_at_ms(), 0);
}

TEST_P(StoreReaderTest, catalogue_comes_back_as_it_was_over_a_reopen) {
    CatalogueRecord item = record("item", "SKU-1");
    item.key = "77";
    item.name = "Bolt \"M8\", Größe 北";
    item.active = false;
    item.fields = {{"unit", "Each"},
                   {"tax group", ""},
                   {"", "empty name"},
                   {"control", "\x01\n\t\\"},
                   {"long", std::string(50'000, 'y')}};
    done(store->save_catalogue(
        Catalogue({item, record("item", "sku-1"), record("customer", "SKU-1")}, 4'711)));
    reopen();
    const Catalogue catalogue = value_of(store->load_catalogue());
    EXPECT_EQ(catalogue.read_at_ms(), 4'711);
    EXPECT_EQ(catalogue.count("item"), 2U);
    EXPECT_EQ(catalogue.count("customer"), 1U);
    const CatalogueRecord* found = catalogue.find("item", "SKU-1");
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->key, "77");
    EXPECT_EQ(found->name, item.name);
    EXPECT_FALSE(found->active);
    EXPECT_EQ(found->fields, item.fields);
    EXPECT_TRUE(catalogue.find("customer", "SKU-1")->active);
}

TEST_P(StoreReaderTest, new_catalogue_replaces_the_old_one_as_a_whole) {
    done(store->save_catalogue(Catalogue({record("item", "A"), record("item", "B")}, 1)));
    CatalogueRecord twice = record("item", "C");
    twice.name = "last";
    done(store->save_catalogue(Catalogue({record("item", "C"), twice}, 2)));
    const Catalogue catalogue = value_of(store->load_catalogue());
    EXPECT_EQ(catalogue.count("item"), 1U);
    EXPECT_EQ(catalogue.find("item", "C")->name, "last");
    done(store->save_catalogue(Catalogue({}, 3)));
    EXPECT_EQ(value_of(store->load_catalogue()).count("item"), 0U);
    EXPECT_EQ(value_of(store->load_catalogue()).read_at_ms(), 3);
}

TEST_P(StoreReaderTest, damaged_catalogue_is_an_error_and_not_half_a_catalogue) {
    if (outbox.kind() == Kind::memory) {
        GTEST_SKIP() << "it keeps records, not their text, and nobody else writes to it";
    }
    for (const std::string fields :
         {"", "{", "[]", "null", "{\"a\":1}", "{\"a\":null}", "{\"a\":1,\"b\":2}"}) {
        done(store->save_catalogue(Catalogue({record("item", "A"), record("item", "B")}, 1)));
        change_by_hand("UPDATE catalogue SET fields_json = '" + fields + "'");
        const Result<Catalogue> loaded = store->load_catalogue();
        ASSERT_FALSE(loaded.ok()) << fields;
        EXPECT_EQ(loaded.error().first().code, "outbox.catalogue_damaged") << fields;
    }
    for (const std::string when : {"", "soon", "12x", "99999999999999999999"}) {
        done(store->save_catalogue(Catalogue({record("item", "A")}, 1)));
        change_by_hand("UPDATE meta SET value = '" + when + "'",
                       " AND name = 'catalogue_read_at_ms'");
        EXPECT_FALSE(store->load_catalogue().ok()) << when;
    }
}

TEST_P(StoreReaderTest, the_whole_outbox_is_read_a_page_at_a_time) {
    for (int number = 1; number <= 5; ++number) {
        accept(*store, number);
    }
    posted(*store, 6);
    std::vector<std::string> read;
    std::int64_t after = 0;
    for (;;) {
        const std::vector<Entry> page = value_of(store->page_after(after, 4));
        if (page.empty()) {
            break;
        }
        for (const Entry& entry : page) {
            read.push_back(entry.document_id);
            EXPECT_FALSE(entry.canonical_bytes.empty());
            after = entry.sequence;
        }
    }
    EXPECT_EQ(read, (std::vector<std::string>{"DN-1", "DN-2", "DN-3", "DN-4", "DN-5", "DN-6"}));
}

TEST_P(StoreReaderTest, the_place_of_a_time_is_found_by_halving) {
    for (int number = 1; number <= 9; ++number) {
        NewEntry entry = new_entry(number);
        entry.now_ms = start_ms + number * 10;
        value_of(store->accept(entry));
    }
    // Where companies share a database, theirs do not begin with 1.
    const std::int64_t none = entry_of(*store, 1).sequence - 1;
    EXPECT_EQ(value_of(store->sequence_before(0)), none);
    EXPECT_EQ(value_of(store->sequence_before(start_ms + 10)), none);
    EXPECT_EQ(value_of(store->sequence_before(start_ms + 11)), none + 1);
    EXPECT_EQ(value_of(store->sequence_before(start_ms + 50)), none + 4);
    EXPECT_EQ(value_of(store->sequence_before(start_ms + 90)), none + 8);
    EXPECT_EQ(value_of(store->sequence_before(start_ms + 91)), none + 9);
}

TEST_P(StoreReaderTest, later_entries_about_a_document_are_found_in_their_order) {
    for (int number = 1; number <= 4; ++number) {
        NewEntry entry = new_entry(number);
        entry.subject_id = number == 3 ? "OTHER" : "DN-1";
        value_of(store->accept(entry));
    }
    const std::vector<Entry> about = value_of(store->about("DN-1", entry_of(*store, 1).sequence));
    ASSERT_EQ(about.size(), 2U);
    EXPECT_EQ(about[0].document_id, "DN-2");
    EXPECT_EQ(about[1].document_id, "DN-4");
}

TEST_P(StoreReaderTest, entries_are_found_by_their_references) {
    for (int number = 1; number <= 3; ++number) {
        accept(*store, number);
    }
    const std::vector<Entry> found = value_of(store->find_references({"W3", "W9", "W1", "W\"'"}));
    ASSERT_EQ(found.size(), 2U);
    EXPECT_NE(found[0].document_id, found[1].document_id);
    EXPECT_NE(found[0].external_reference, "W2");
    EXPECT_NE(found[1].external_reference, "W2");
}

INSTANTIATE_TEST_SUITE_P(EveryStore, StoreReaderTest, every_store, name_of);

}  // namespace
}  // namespace sage::outbox_test
