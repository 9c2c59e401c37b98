// SPDX-License-Identifier: Apache-2.0
// Plan: Delivery::shadow answers each document as identical, different, missing, ambiguous or
// not mapped with its problem, keeps and sends nothing, and says why Sage gave no answer.
#include "sage-adapter/delivery/shadow.h"

#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

class ShadowOf : public World {
  protected:
    std::vector<ShadowRow> shadow(const std::vector<std::string>& documents) {
        Result<std::vector<ShadowRow>> rows = delivery->shadow(documents, [] { return false; });
        EXPECT_TRUE(rows.ok()) << rows.error().first().cause;
        return rows.ok() ? std::move(rows).value() : std::vector<ShadowRow>();
    }
    ShadowRow shadow(const std::string& document) { return shadow(std::vector{document}).at(0); }
    static std::string code(const ShadowRow& row) {
        return row.problems.empty() ? std::string() : row.problems.front().code;
    }
};

TEST_F(ShadowOf, each_document_is_answered_in_its_place) {
    start();
    sage.kept = {
        {"1", "D1", "D1"}, {"2", "D2", "typed by hand"}, {"4", "D4", "D4"}, {"5", "D4", "D4"}};
    const std::vector<ShadowRow> rows = shadow({despatch("D3"), despatch("D2"), despatch("D4"),
                                                despatch("D5", "MISSING"), despatch("D1")});
    ASSERT_EQ(rows.size(), 5U);
    EXPECT_EQ(rows[0].likeness, Likeness::missing);
    EXPECT_EQ(rows[1].likeness, Likeness::different);
    ASSERT_EQ(rows[1].differences.size(), 1U);
    EXPECT_EQ(rows[1].differences[0].field, "content");
    EXPECT_EQ(rows[1].differences[0].expected, "D2");
    EXPECT_EQ(rows[1].differences[0].found, "typed by hand");
    EXPECT_EQ(rows[2].likeness, Likeness::ambiguous);
    EXPECT_EQ(rows[2].sage_documents.size(), 2U);
    EXPECT_EQ(code(rows[2]), "shadow.ambiguous");
    EXPECT_EQ(rows[3].likeness, Likeness::not_mapped);
    EXPECT_EQ(code(rows[3]), "fake.unknown_item");
    EXPECT_EQ(rows[4].likeness, Likeness::identical);
    EXPECT_EQ(rows[4].document_id, "D1");
    EXPECT_EQ(rows[4].message_type, "despatchAdvice");
    EXPECT_EQ(rows[4].found_by, "reference");
    EXPECT_EQ(rows[4].sage_documents.at(0).key, "1");
}

TEST_F(ShadowOf, keeps_sends_tells_and_announces_nothing) {
    start();
    sage.kept = {{"1", "D1", "D1"}};
    const std::vector<Kept> before = sage.kept;
    sage.received.clear();
    const int woken = wakes;
    shadow({despatch("D1"), despatch("D2")});
    EXPECT_EQ(sage.kept, before);
    for (const Request& request : sage.received) {
        EXPECT_EQ(request.method, "GET");
    }
    EXPECT_EQ(sage.received.size(), 1U) << "both by one question";
    EXPECT_EQ(wakes, woken);
    EXPECT_TRUE(audit.records.empty());
    EXPECT_TRUE(events().empty());
    EXPECT_EQ(store->counts().value().queued, 0);
}

TEST_F(ShadowOf, what_cannot_be_mapped_is_told_with_its_problem) {
    start();
    EXPECT_EQ(code(shadow(tracking("T1", "D1", "1Z"))), "shadow.no_document");
    EXPECT_EQ(code(shadow(cancellation("X1", "D1"))), "shadow.no_document");
    EXPECT_EQ(code(shadow(decision("X2", "D1", "withdraw"))), "shadow.no_document");
    EXPECT_EQ(code(shadow(despatch("LOCAL"))), "fake.too_long");
    EXPECT_EQ(code(shadow(despatch("ASKS"))), "shadow.asks_first");
    EXPECT_EQ(code(shadow(despatch("REFUSED"))), "fake.refused");
    std::string order = despatch("O1");
    order.replace(order.find("despatchAdvice"), 14, "salesOrder");
    order.replace(order.find("deliveredQuantity"), 17, "orderedQuantity");
    EXPECT_EQ(code(shadow(order)), "shadow.posts_nothing");
    company.seeks.clear();
    EXPECT_EQ(code(shadow(despatch("D1"))), "shadow.nothing_to_find_by");
}

TEST_F(ShadowOf, what_is_no_document_is_named_as_far_as_it_can_be_read) {
    start();
    std::string text = despatch("D1");
    text.replace(text.find("GBP"), 3, "pounds");
    const ShadowRow row = shadow(text);
    EXPECT_EQ(row.likeness, Likeness::not_mapped);
    EXPECT_EQ(row.document_id, "D1");
    EXPECT_EQ(row.message_id, message_id("D1"));
    EXPECT_FALSE(row.problems.empty());
    EXPECT_EQ(shadow("7").likeness, Likeness::not_mapped);
    EXPECT_EQ(shadow("{").likeness, Likeness::not_mapped);
    EXPECT_EQ(code(shadow("{")), "json.syntax");
}

TEST_F(ShadowOf, a_sage_that_does_not_answer_proves_nothing) {
    start();
    sage.look_up_works = false;
    const ShadowRow row = shadow(despatch("D1"));
    EXPECT_EQ(row.likeness, Likeness::unanswered);
    EXPECT_EQ(code(row), "shadow.unanswered");
    EXPECT_NE(row.problems.at(0).cause.find("500"), std::string::npos);
    sage.reachable = false;
    EXPECT_EQ(shadow(despatch("D1")).likeness, Likeness::unanswered);
}

TEST_F(ShadowOf, what_a_new_token_or_patience_may_help_is_asked_again) {
    start();
    company.with_lines = true;
    sage.kept = {{"1", "D1", "D1"}};
    for (const auto& [status, questions] : {std::pair(401, 3), {429, 3}, {500, 3}, {404, 1}}) {
        sage.lines_status = status;
        const auto before = std::ssize(sage.received);
        EXPECT_EQ(shadow(despatch("D1")).likeness, Likeness::unanswered) << status;
        EXPECT_EQ(std::ssize(sage.received) - before, 1 + questions) << status;
    }
    const int asked = sage.tokens;
    sage.lines_status = 401;
    sage.token_status = 401;
    const ShadowRow row = shadow(despatch("D1"));
    EXPECT_EQ(row.likeness, Likeness::unanswered);
    EXPECT_EQ(sage.tokens, asked + 1) << "no token, no further question";
    // The token that was refused is gone: the next run begins with a new one.
    sage.token_status = 200;
    sage.lines_status = 200;
    EXPECT_EQ(shadow(despatch("D1")).likeness, Likeness::identical);
}

TEST_F(ShadowOf, can_be_called_back_at_every_step) {
    start();
    sage.look_up_works = false;
    int answered = 0;
    for (int calls_before = 0; answered == 0 && calls_before < 50; ++calls_before) {
        int calls = 0;
        const auto rows =
            delivery->shadow({despatch("D1")}, [&] { return ++calls > calls_before; });
        answered += rows.ok() ? 1 : 0;
        if (!rows.ok()) {
            EXPECT_EQ(rows.error().status, Status::cancelled) << calls_before;
        }
    }
    EXPECT_EQ(answered, 1);
}

TEST_F(ShadowOf, can_be_called_back_and_needs_access_to_sage) {
    start();
    const auto back = delivery->shadow({despatch("D1")}, [] { return true; });
    ASSERT_FALSE(back.ok());
    EXPECT_EQ(back.error().status, Status::cancelled);
    sage.token_status = 401;
    clock.now += 36'000'001;
    EXPECT_FALSE(delivery->shadow({despatch("D1")}, [] { return false; }).ok());
}

TEST(ShadowText, every_outcome_has_its_word) {
    EXPECT_EQ(text_of(Likeness::identical), "identical");
    EXPECT_EQ(text_of(Likeness::different), "different");
    EXPECT_EQ(text_of(Likeness::missing), "missing");
    EXPECT_EQ(text_of(Likeness::ambiguous), "ambiguous");
    EXPECT_EQ(text_of(Likeness::not_mapped), "notMapped");
    EXPECT_EQ(text_of(Likeness::unanswered), "unanswered");
}

}  // namespace
}  // namespace sage::testing
