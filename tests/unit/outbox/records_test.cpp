// SPDX-License-Identifier: Apache-2.0
// Plan: rows say who did what, before and after; what the tables hold is compared with them, member
// by member; what was there before the journal is told by a digest that later rows leave alone.
#include "sage-adapter/outbox/records.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/outbox/journal_day.h"

namespace sage::outbox_test {
namespace {

/// Of the n-th document of a day.
DocumentRecords records_of(int number) {
    AnyOutbox outbox(Kind::memory);
    const std::unique_ptr<Store> store = outbox.store();
    a_day(*store);
    return value_of(store->records_after(number - 1, 1)).at(0);
}

TEST(Records, rows_say_who_did_what_before_and_after) {
    std::string told_of_2;
    for (const JournalRow& row : records_of(2).journal) {
        told_of_2 += row.who + " " + row.what + " " + std::to_string(row.number) + " " +
                     row.old_value + ">" + row.new_value + "; ";
    }
    EXPECT_EQ(told_of_2,
              "host accepted 0 >queued; connector attempt 1 queued>sending; "
              "connector answered 18 sending>held; Ada decision 16 held>withdrawn; ");
}

TEST(Records, name_of_a_person_is_kept_as_it_can_be_read_back) {
    Change change;
    change.decided_by = std::string("A\0da", 4);
    EXPECT_EQ(change_row(change, 1).who, "A da");
}

TEST(Records, what_is_as_it_was_written_has_no_difference) {
    for (int number = 1; number <= 4; ++number) {
        EXPECT_EQ(difference_of(records_of(number), false).value_or(""), "") << number;
    }
}

TEST(Records, every_change_of_what_is_kept_is_found) {
    const std::vector<std::function<void(DocumentRecords&)>> edits = {
        [](DocumentRecords& it) { it.entry.document_key += "x"; },
        [](DocumentRecords& it) { it.entry.message_id += "x"; },
        [](DocumentRecords& it) { it.entry.content_hash += "x"; },
        [](DocumentRecords& it) { it.entry.external_reference += "x"; },
        [](DocumentRecords& it) { it.entry.message_type += "x"; },
        [](DocumentRecords& it) { it.entry.tenant_id += "x"; },
        [](DocumentRecords& it) { it.entry.document_id += "x"; },
        [](DocumentRecords& it) { it.entry.document_version += "x"; },
        [](DocumentRecords& it) { it.entry.ordering_key += "x"; },
        [](DocumentRecords& it) { it.entry.subject_id += "x"; },
        [](DocumentRecords& it) { ++it.entry.accepted_ms; },
        [](DocumentRecords& it) { it.entry.canonical_bytes += "x"; },
        [](DocumentRecords& it) { it.entry.canonical_bytes.clear(); },
        [](DocumentRecords& it) { it.entry.state = State::rejected; },
        [](DocumentRecords& it) { it.entry.verified = false; },
        [](DocumentRecords& it) { it.entry.problem_json = "{}"; },
        [](DocumentRecords& it) { it.entry.root_cause = "x"; },
        [](DocumentRecords& it) { it.entry.sage_document_json += "x"; },
        [](DocumentRecords& it) { ++it.entry.attempts; },
        [](DocumentRecords& it) { ++it.attempts[0].number; },
        [](DocumentRecords& it) { ++it.attempts[0].generation; },
        [](DocumentRecords& it) { ++it.attempts[0].begun_ms; },
        [](DocumentRecords& it) { ++it.attempts[0].deadline_ms; },
        [](DocumentRecords& it) { it.attempts[0].replay = true; },
        [](DocumentRecords& it) { it.attempts[0].send_hash += "x"; },
        [](DocumentRecords& it) { it.attempts[0].send_json += "x"; },
        [](DocumentRecords& it) { it.attempts[0].send_json.clear(); },
        [](DocumentRecords& it) { it.attempts.clear(); },
        [](DocumentRecords& it) { it.attempts.push_back(it.attempts[0]); },
        [](DocumentRecords& it) { ++it.events[0].attempts; },
        [](DocumentRecords& it) { ++it.events[0].at_ms; },
        [](DocumentRecords& it) { ++it.events[0].edge; },
        [](DocumentRecords& it) { it.events[0].from = "held"; },
        [](DocumentRecords& it) { it.events[0].to = "held"; },
        [](DocumentRecords& it) { it.events[0].evidence += "x"; },
        [](DocumentRecords& it) { it.events[0].type += "x"; },
        [](DocumentRecords& it) { it.events[0].json += "x"; },
        [](DocumentRecords& it) { it.events.pop_back(); },
        [](DocumentRecords& it) { it.events.push_back(it.events[0]); },
        [](DocumentRecords& it) { it.journal.clear(); },
        [](DocumentRecords& it) { it.journal.pop_back(); },
        [](DocumentRecords& it) { it.journal.erase(it.journal.begin()); },
        [](DocumentRecords& it) { it.journal.push_back(it.journal[0]); }};
    const DocumentRecords sound = records_of(1);
    ASSERT_FALSE(difference_of(sound, false).has_value());
    for (std::size_t edit = 0; edit < edits.size(); ++edit) {
        DocumentRecords changed = sound;
        edits[edit](changed);
        EXPECT_TRUE(difference_of(changed, false).has_value()) << "edit " << edit;
    }
}

TEST(Records, place_on_a_page_is_found_in_order) {
    std::vector<DocumentRecords> page(2);
    page[0].entry.sequence = 3;
    page[1].entry.sequence = 7;
    PagePlace place(page);
    EXPECT_EQ(place.of(2), nullptr);
    EXPECT_EQ(place.of(3), page.data());
    EXPECT_EQ(place.of(5), nullptr);
    EXPECT_EQ(place.of(7), &page[1]);
    EXPECT_EQ(place.of(8), nullptr);
}

TEST(Records, digest_of_what_was_there_is_the_same_whatever_happens_later) {
    DocumentRecords then = records_of(1);
    // As it was when it was posted, and nobody told a journal.
    then.journal.clear();
    then.events.pop_back();
    then.entry.verified = false;
    FormerRecords former;
    former.add({then}, 2);
    EXPECT_FALSE(former.more());
    EXPECT_TRUE(former.is_told_by(former.row()));
    EXPECT_EQ(former.row().old_value, "1");
    const auto told_later = [&](const std::function<void(DocumentRecords&)>& edit) {
        DocumentRecords later = records_of(1);
        later.journal = {later.journal.back()};
        edit(later);
        FormerRecords again;
        again.add(later);
        return again.is_told_by(former.row());
    };
    EXPECT_TRUE(told_later([](DocumentRecords& /*as it is*/) {}));
    EXPECT_FALSE(told_later([](DocumentRecords& it) { it.entry.subject_id += "x"; }));
    EXPECT_FALSE(told_later([](DocumentRecords& it) { ++it.attempts[0].begun_ms; }));
    EXPECT_FALSE(told_later([](DocumentRecords& it) { ++it.events[0].edge; }));
    EXPECT_FALSE(told_later([](DocumentRecords& it) { it.entry.canonical_bytes.clear(); }));
    EXPECT_FALSE(told_later([](DocumentRecords& it) { it.entry.state = State::rejected; }));
    EXPECT_FALSE(FormerRecords().is_told_by(former.row()));
}

}  // namespace
}  // namespace sage::outbox_test
