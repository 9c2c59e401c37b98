// SPDX-License-Identifier: Apache-2.0
// Plan: each refusal has its status and code and names what the reader needs to find the cause.
#include "sage-adapter/outbox/refusals.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

NewEntry entry() {
    NewEntry made;
    made.message_id = "message-7";
    made.message_type = "despatchAdvice";
    made.document_id = "DN-7";
    made.document_version = "3";
    made.content_hash = "new-hash";
    return made;
}

TEST(Refusals, nul_is_seen_in_every_text) {
    EXPECT_FALSE(refusals::has_nul(entry()));
    for (std::string NewEntry::* const member :
         {&NewEntry::document_key, &NewEntry::content_hash, &NewEntry::external_reference,
          &NewEntry::message_id, &NewEntry::message_type, &NewEntry::tenant_id,
          &NewEntry::document_id, &NewEntry::document_version, &NewEntry::ordering_key,
          &NewEntry::subject_id, &NewEntry::canonical_bytes}) {
        NewEntry wrong = entry();
        wrong.*member += std::string(1, '\0');
        EXPECT_TRUE(refusals::has_nul(wrong));
    }
    EXPECT_EQ(refusals::nul().status, Status::invalid);
}

TEST(Refusals, conflict_names_what_was_accepted_and_both_hashes) {
    for (const Error& error : {refusals::message_conflict("old-hash", entry()),
                               refusals::document_conflict("old-hash", entry())}) {
        EXPECT_EQ(error.status, Status::conflict);
        EXPECT_NE(error.first().cause.find("old-hash"), std::string::npos);
        EXPECT_NE(error.first().cause.find("new-hash"), std::string::npos);
    }
    EXPECT_NE(refusals::message_conflict("", entry()).first().cause.find("message-7"),
              std::string::npos);
    EXPECT_NE(refusals::document_conflict("", entry()).first().cause.find("DN-7 version 3"),
              std::string::npos);
}

TEST(Refusals, full_outbox_asks_to_come_again) {
    const Error error = refusals::full(42);
    EXPECT_EQ(error.status, Status::busy);
    EXPECT_GT(error.retry_after_ms, 0U);
    EXPECT_NE(error.first().cause.find("42"), std::string::npos);
}

TEST(Refusals, change_that_is_no_edge_and_one_that_is_late_name_the_states) {
    Change change;
    change.sequence = 11;
    change.from = State::posted;
    change.to = State::queued;
    change.edge = 9;
    EXPECT_NE(refusals::not_an_edge(change).first().cause.find("posted to queued as E9"),
              std::string::npos);
    EXPECT_NE(refusals::late(change).cause.find("11 was no longer posted"), std::string::npos);
}

}  // namespace
}  // namespace sage
