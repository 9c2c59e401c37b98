// SPDX-License-Identifier: Apache-2.0
// A life in which every function of the store has its part, for tests that break something at each
// step of it: what failed is repeated, as the callers of a store do.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/unit/outbox/any_outbox.h"

namespace sage::outbox_test {

/// The store, each call repeated until it does not fail.
class Patient {
  public:
    explicit Patient(Store& store) : store_(store) {}

    template <class Call>
    auto operator()(const Call& call) {
        for (int times = 0;; ++times) {
            auto outcome = call(store_);
            if (outcome.ok() || times == 2) {
                return value_of(std::move(outcome));
            }
            EXPECT_EQ(outcome.error().status, Status::storage);
            EXPECT_FALSE(outcome.error().first().fix.empty());
        }
    }
    void done(const std::function<Result<void>(Store&)>& call) {
        (*this)([&](Store& store) {
            const Result<void> outcome = call(store);
            return outcome.ok() ? Result<bool>(true) : Result<bool>(outcome.error());
        });
    }
    Entry entry(int number) {
        return (*this)([&](Store& store) {
                   return store.find_message("message-" + std::to_string(number));
               })
            .value();
    }

  private:
    Store& store_;
};

inline Change told(Change change) {
    change.event_type = "postingResult";
    change.event_json = "{}";
    return change;
}

/// The documents 1 to 4: 1 posted with its verdict written later, 2 after it in the same order,
/// replayed and held for a cause, 3 withdrawn together with 4, which took its place.
inline void live_changes(Patient& outbox, const std::function<void()>& let_leases_run_out) {
    for (const int number : {1, 2, 3, 4}) {
        outbox([&](Store& store) {
            return store.accept(new_entry(number, number < 3 ? "order" : ""));
        });
    }
    EXPECT_TRUE(outbox([](Store& store) { return store.accept(new_entry(1)); }).duplicate);
    std::vector<Entry> claimed =
        outbox([](Store& store) { return store.claim(start_ms, start_ms + lease_ms, 10); });
    ASSERT_EQ(claimed.size(), 3U);
    // The second of the order passes the first, and lets it pass in its turn.
    for (const int later : {2, 1}) {
        const std::int64_t sequence = outbox.entry(later).sequence;
        outbox([&](Store& store) { return store.let_pass(claimed[0], sequence, start_ms); });
        const std::vector<Entry> passed =
            outbox([](Store& store) { return store.claim(start_ms, start_ms + lease_ms, 10); });
        ASSERT_EQ(passed.size(), 1U);
        ASSERT_EQ(passed[0].sequence, sequence);
        claimed[0] = passed[0];
    }
    outbox.done(
        [&](Store& store) { return store.release({claimed.at(1), claimed.at(2)}, start_ms); });
    const std::vector<Beginning> first = {{next_attempt(claimed[0]), claimed[0].epoch}};
    EXPECT_TRUE(outbox([&](Store& store) { return store.begin_attempts(first); }).at(0));
    outbox.done([&](Store& store) -> Result<void> {
        const Result<std::optional<Entry>> now = store.find_message("message-1");
        if (!now.ok()) {
            return now.error();
        }
        if (now.value()->state == State::sending) {
            store.apply_later(told(change_by(now.value().value(), Happening::done)));
        }
        return store.flush();
    });
    const Entry posted = outbox.entry(1);
    EXPECT_EQ(posted.state, State::posted);
    Change verified = change_by(posted, Happening::verified);
    verified.verified = true;
    EXPECT_TRUE(outbox([&](Store& store) { return store.apply(verified); }));

    claimed = outbox([](Store& store) { return store.claim(start_ms, start_ms + lease_ms, 10); });
    ASSERT_EQ(claimed.size(), 3U);
    const Attempt attempt = next_attempt(outbox.entry(2));
    EXPECT_TRUE(
        outbox([&](Store& store) { return store.begin_attempt(attempt, outbox.entry(2).epoch); }));
    let_leases_run_out();
    EXPECT_EQ(outbox([](Store& store) { return store.recover(start_ms); }), 1);
    EXPECT_EQ(outbox.entry(2).state, State::in_doubt);
    Attempt replay = next_attempt(outbox.entry(2));
    replay.replay = true;
    EXPECT_TRUE(
        outbox([&](Store& store) { return store.begin_attempt(replay, outbox.entry(2).epoch); }));
    Change held = told(change_by(outbox.entry(2), Happening::doubt_not_settled));
    held.root_cause = "item:X";
    EXPECT_TRUE(outbox([&](Store& store) { return store.apply(held); }));
    const std::vector<Change> both = {told(change_by(outbox.entry(3), Happening::withdrawn)),
                                      change_by(outbox.entry(4), Happening::nothing_to_post)};
    EXPECT_TRUE(outbox([&](Store& store) { return store.apply_all(both); }));
}

inline void live_words(Patient& outbox) {
    outbox.done([](Store& store) { return store.raise("attention", "{}", start_ms); });
    outbox.done([](Store& store) { return store.remember("note", "kept"); });
    EXPECT_EQ(outbox([](Store& store) { return store.recall("note"); }), "kept");
    const CatalogueRecord record{"item", "X", "1", "an item", true, {{"type", "stock"}}};
    outbox.done(
        [&](Store& store) { return store.save_catalogue(Catalogue({record, record}, start_ms)); });
    EXPECT_NE(outbox([](Store& store) { return store.load_catalogue(); }).find("item", "X"),
              nullptr);
    CatalogueRecord other = record;
    other.id = "Y";
    outbox.done([&](Store& store) { return store.save_catalogue(Catalogue({other}, start_ms)); });
    for (int told_before = 0; told_before < 2; ++told_before) {
        const auto event = outbox([](Store& store) { return store.next_event(); });
        ASSERT_TRUE(event.has_value());
        outbox.done([&](Store& store) { return store.acknowledge(event->id); });
    }
    outbox.done([](Store& store) { return store.flush(); });
}

inline void ask_everything(Patient& outbox) {
    const std::int64_t first = outbox.entry(1).sequence;
    EXPECT_EQ(outbox([](Store& store) {
                  return store.find_document("tenant", "despatchAdvice", "DN-1");
              })->sequence,
              first);
    EXPECT_FALSE(outbox([&](Store& store) {
                     return store.find_earlier_document("tenant", "despatchAdvice", "DN-1", first);
                 }).has_value());
    EXPECT_TRUE(outbox([&](Store& store) { return store.last_attempt(first); }).has_value());
    EXPECT_EQ(outbox([&](Store& store) { return store.last_attempts({first, first + 1}); }).size(),
              2U);
    EXPECT_EQ(outbox([&](Store& store) { return store.history(first); }).size(), 4U);
    EXPECT_EQ(outbox([](Store& store) { return store.in_state(State::held, 9); }).size(), 1U);
    EXPECT_EQ(outbox([](Store& store) { return store.unverified(9); }).size(), 1U);
    EXPECT_EQ(outbox([](Store& store) { return store.root_causes(); }).at(0), "item:X");
    EXPECT_EQ(outbox([](Store& store) { return store.held_for("item:X", 9); }).size(), 1U);
    EXPECT_EQ(outbox([](Store& store) { return store.page_after(0, 9); }).size(), 4U);
    EXPECT_LT(outbox([](Store& store) { return store.sequence_before(start_ms); }), first);
    EXPECT_EQ(outbox([](Store& store) { return store.about("SO-1", 0); }).size(), 1U);
    EXPECT_EQ(outbox([](Store& store) { return store.find_references({"W1", "W2"}); }).size(), 2U);
    EXPECT_FALSE(outbox([](Store& store) { return store.next_due_ms(); }).has_value());
    EXPECT_EQ(outbox([](Store& store) { return store.counts(); }).held, 1);
}

/// What was posted, read back and told loses its content.
inline void live_to_be_old(Patient& outbox) {
    const std::optional<Leadership> leader =
        outbox([](Store& store) { return store.elect("purge", lease_ms); });
    ASSERT_TRUE(leader.has_value());
    const auto purge = [&](Store& store) { return store.purge(*leader, {start_ms + 1, 0, 9}); };
    EXPECT_TRUE(outbox(purge).has_value());
    EXPECT_TRUE(outbox.entry(1).purged);
    EXPECT_FALSE(outbox.entry(2).purged) << "a person is still to decide";
    EXPECT_EQ(outbox(purge).value().documents, 0);
}

/// All that is kept, as text, without the numbers of claims: a repeated claim counts again.
inline std::string contents(Store& store) {
    std::string all;
    for (const Entry& entry : value_of(store.page_after(0, 100))) {
        all += entry.document_id + " " + std::string(text_of(entry.state)) + " " +
               std::to_string(entry.attempts) + (entry.verified ? " verified" : "") +
               (entry.maybe_in_sage ? " maybe" : "") + (entry.purged ? " purged" : "") + "\n";
        for (const HistoryLine& line : value_of(store.history(entry.sequence))) {
            all += "  " + std::to_string(line.edge) + "\n";
        }
    }
    for (const CatalogueRecord* record : value_of(store.load_catalogue()).all("item")) {
        all += record->id + "\n";
    }
    const Counts counts = value_of(store.counts());
    for (const std::int64_t count :
         {counts.queued, counts.sending, counts.in_doubt, counts.posted, counts.rejected,
          counts.held, counts.withdrawn, counts.unverified, counts.events}) {
        all += std::to_string(count) + " ";
    }
    return all;
}

/// @param let_leases_run_out  where a store goes by its own clock: nobody holds anything any more
inline void live(Store& store, const std::function<void()>& let_leases_run_out = [] {}) {
    Patient outbox(store);
    live_changes(outbox, let_leases_run_out);
    live_words(outbox);
    ask_everything(outbox);
    live_to_be_old(outbox);
}

}  // namespace sage::outbox_test
