// SPDX-License-Identifier: Apache-2.0
// What the tests of the journal share: documents whose hashes are those of their bytes, a day with
// a row of every kind, and ways to tamper with what is kept of it.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "sage-adapter/document/hash.h"
#include "sage-adapter/outbox/verification.h"
#include "tests/unit/outbox/any_outbox.h"

namespace sage::outbox_test {

inline NewEntry hashed_entry(int number) {
    NewEntry entry = new_entry(number);
    entry.content_hash = hexadecimal(sha256(entry.canonical_bytes));
    return entry;
}

inline Attempt hashed_attempt(const Entry& entry) {
    Attempt attempt = next_attempt(entry);
    attempt.send_hash = hexadecimal(sha256(attempt.send_json));
    return attempt;
}

/// Accepted and claimed.
inline Entry claimed(Store& store, int number) {
    value_of(store.accept(hashed_entry(number)));
    std::vector<Entry> entries = claim(store);
    for (Entry& entry : entries) {
        if (entry.message_id == "message-" + std::to_string(number)) {
            return std::move(entry);
        }
    }
    throw std::runtime_error("it was not due");
}

/// Claimed, and its attempt begun.
inline Entry begun(Store& store, Entry entry) {
    const Attempt attempt = hashed_attempt(entry);
    EXPECT_TRUE(value_of(store.begin_attempt(attempt, entry.epoch)));
    entry.state = State::sending;
    entry.attempts = attempt.number;
    return entry;
}

inline void verified(Store& store, int number) {
    Change change = change_by(entry_of(store, number), Happening::verified);
    change.verified = true;
    change.evidence = "read back";
    EXPECT_TRUE(value_of(store.apply(change)));
}

/// 1 is posted and read back, 2 held and withdrawn by a person, 3 found sending at start-up, 4
/// waits; master data was read and settings changed.
inline void a_day(Store& store) {
    done(store.settings_in_force("settings-1", start_ms));
    done(store.save_catalogue(Catalogue({}, start_ms)));
    Change posted = change_by(begun(store, claimed(store, 1)), Happening::done);
    posted.sage_document_json = R"({"key":"1","number":"INV-1"})";
    posted.evidence = "answered";
    posted.event_type = "postingResult";
    posted.event_json = R"({"state":"posted"})";
    EXPECT_TRUE(value_of(store.apply(posted)));
    verified(store, 1);
    Change held = change_by(begun(store, claimed(store, 2)), Happening::held_by_cause);
    held.problem_json = R"({"code":"x","cause":"No SKU."})";
    held.root_cause = "item:SKU";
    EXPECT_TRUE(value_of(store.apply(held)));
    Change withdrawn = change_by(entry_of(store, 2), Happening::decided_withdrawn);
    withdrawn.problem_json.clear();
    withdrawn.root_cause.clear();
    withdrawn.decided_by = "Ada";
    EXPECT_TRUE(value_of(store.apply(withdrawn)));
    begun(store, claimed(store, 3));
    value_of(store.accept(hashed_entry(4)));
    done(store.settings_in_force("settings-2", start_ms + 1));
}

/// What the host has taken, so that it may be purged.
inline void acknowledge_all(Store& store) {
    while (const std::optional<StoredEvent> event = value_of(store.next_event())) {
        done(store.acknowledge(event->id));
        done(store.flush());
    }
}

inline JournalVerification verify(Store& store, const std::vector<JournalHead>& anchors = {}) {
    return value_of(verify_journal(store, anchors, [] { return false; }));
}

/// Why it is not whole; empty: it is.
inline std::string why_broken(Store& store, const std::vector<JournalHead>& anchors = {}) {
    const JournalVerification found = verify(store, anchors);
    return found.whole() ? std::string() : found.first_break->cause;
}

/// Runs statements that the triggers would refuse, as somebody who may drop them. "{and}" stands
/// where a condition is to name the company as well.
inline void tamper(const AnyOutbox& outbox, const std::vector<std::string>& statements) {
    const bool server = outbox.kind() == Kind::postgresql;
    const auto with_company = [&](std::string sql) {
        const std::string place = "{and}";
        const std::string text = server ? " AND company = $1" : "";
        for (std::size_t at = sql.find(place); at != std::string::npos; at = sql.find(place)) {
            sql.replace(at, place.size(), text);
        }
        return sql;
    };
    const std::vector<std::string> tables = {"document", "content", "attempt", "event", "journal"};
    if (server) {
        ByHand by_hand(outbox.options());
        for (const std::string& table : tables) {
            done(by_hand.connection().run("ALTER TABLE " + table + " DISABLE TRIGGER ALL"));
        }
        for (const std::string& statement : statements) {
            by_hand.run(with_company(statement));
        }
        for (const std::string& table : tables) {
            done(by_hand.connection().run("ALTER TABLE " + table + " ENABLE TRIGGER ALL"));
        }
        return;
    }
    const auto connection = value_of(SqliteConnection::open(outbox.folder().database()));
    for (const char* trigger :
         {"document_kept", "document_identity", "document_final", "content_kept",
          "content_unchanged", "attempt_kept", "attempt_unchanged", "attempt_purged", "event_kept",
          "event_unchanged", "event_purged", "journal_kept", "journal_unchanged"}) {
        done(connection->run("DROP TRIGGER IF EXISTS " + std::string(trigger)));
    }
    for (const std::string& statement : statements) {
        done(connection->run(with_company(statement)));
    }
}

}  // namespace sage::outbox_test
