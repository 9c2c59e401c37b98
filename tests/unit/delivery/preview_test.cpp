// SPDX-License-Identifier: Apache-2.0
// Plan: Delivery::preview says for every outcome what submit() and work() then do, to the byte; it
// keeps, sends, tells and announces nothing; what was accepted before is told as it stands.
#include "sage-adapter/delivery/preview.h"

#include <algorithm>

#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

class PreviewOf : public World {
  protected:
    Preview preview(const std::string& document) {
        Result<Preview> made = delivery->preview(document);
        EXPECT_TRUE(made.ok()) << made.error().first().cause;
        return made.ok() ? std::move(made).value() : Preview{};
    }
    static std::string code(const Preview& preview) {
        return preview.problems.empty() ? std::string() : preview.problems.front().code;
    }
    /// The document under its own number in another version, with a messageId of its own.
    static std::string version(const std::string& number, const std::string& wanted) {
        std::string text = despatch(number);
        const std::string id = message_id(number);
        text.replace(text.find(id), id.size(), message_id(number + "/" + wanted));
        const std::string member = R"("documentVersion":")";
        const std::size_t at = text.find(member);
        if (at == std::string::npos) {
            text.insert(1, member + wanted + "\",");
        } else {
            text.replace(at + member.size(), 1, wanted);
        }
        return text;
    }
};

TEST_F(PreviewOf, a_despatch_is_the_very_request_that_is_sent_for_it) {
    start();
    const Preview seen = preview(despatch("D1"));
    EXPECT_EQ(seen.outcome, Foreseen::post);
    EXPECT_TRUE(seen.problems.empty());
    EXPECT_EQ(seen.sage_type, "Invoice");
    EXPECT_EQ(seen.purpose, Purpose::create);
    ASSERT_TRUE(seen.request.has_value());
    submit(despatch("D1"));
    EXPECT_EQ(entry("D1").external_reference, seen.external_reference);
    work();
    const auto sent = std::find_if(sage.received.begin(), sage.received.end(),
                                   [](const Request& one) { return one.target == "/post"; });
    ASSERT_NE(sent, sage.received.end());
    EXPECT_EQ(sent->method, seen.request->method);
    EXPECT_EQ(sent->body, seen.request->body);
    ASSERT_EQ(sent->headers.size(), seen.request->headers.size() + 1) << "the token is added";
    EXPECT_EQ(sent->headers.front().value, seen.request->headers.front().value);
}

TEST_F(PreviewOf, keeps_sends_tells_and_announces_nothing) {
    start();
    const std::size_t received = sage.received.size();
    const int asked = sage.tokens;
    const int woken = wakes;
    for (const std::string& document :
         {despatch("D1"), despatch("ASKS"), despatch("D2", "MISSING"), despatch("LOCAL"),
          despatch("REFUSED"), decision("X1", "D1", "withdraw"), std::string("{}")}) {
        preview(document);
    }
    EXPECT_EQ(sage.received.size(), received);
    EXPECT_EQ(sage.tokens, asked);
    EXPECT_EQ(wakes, woken);
    EXPECT_TRUE(audit.records.empty());
    EXPECT_TRUE(events().empty());
    EXPECT_TRUE(store->page_after(0, 10).value().empty());
    EXPECT_EQ(store->counts().value().queued, 0);
}

TEST_F(PreviewOf, what_the_edition_asks_first_is_shown_and_not_asked) {
    start();
    const std::size_t received = sage.received.size();
    const Preview seen = preview(despatch("ASKS"));
    EXPECT_EQ(seen.outcome, Foreseen::post);
    EXPECT_EQ(seen.purpose, Purpose::read);
    EXPECT_EQ(seen.request.value_or(Request{}).target, "/items");
    EXPECT_FALSE(seen.reason.empty());
    EXPECT_EQ(sage.received.size(), received);
}

TEST_F(PreviewOf, what_would_be_held_or_refused_says_why) {
    start();
    const Preview held = preview(despatch("D1", "MISSING"));
    EXPECT_EQ(held.outcome, Foreseen::hold);
    EXPECT_EQ(code(held), "fake.unknown_item");
    EXPECT_FALSE(held.request.has_value());
    EXPECT_EQ(preview(despatch("LOCAL")).outcome, Foreseen::refuse);
    EXPECT_EQ(code(preview(despatch("REFUSED"))), "fake.refused");
    std::string unsupported = despatch("D1");
    unsupported.replace(unsupported.find("despatchAdvice"), 14, "inventoryReport");
    EXPECT_EQ(preview(unsupported).outcome, Foreseen::refuse);
    EXPECT_EQ(code(preview(unsupported)), "document.message_type.unsupported");
    EXPECT_EQ(code(preview("{")), "json.syntax");
    EXPECT_GT(preview("{}").problems.size(), 3U) << "every problem, not only the first";
}

TEST_F(PreviewOf, before_the_catalogue_was_read_it_is_foreseen_as_it_would_be_held) {
    EXPECT_EQ(preview(despatch("D1")).outcome, Foreseen::hold);
}

TEST_F(PreviewOf, what_posts_nothing_says_so) {
    start();
    std::string order = despatch("O1");
    order.replace(order.find("despatchAdvice"), 14, "salesOrder");
    order.replace(order.find("deliveredQuantity"), 17, "orderedQuantity");
    const Preview seen = preview(order);
    EXPECT_EQ(seen.outcome, Foreseen::post_nothing) << code(seen);
    EXPECT_EQ(seen.reason, "orders are not posted");
    const Preview decided = preview(decision("X1", "D1", "withdraw"));
    EXPECT_EQ(decided.outcome, Foreseen::post_nothing);
    EXPECT_FALSE(decided.reason.empty());
    EXPECT_EQ(preview(cancellation("C1", "D1")).outcome, Foreseen::post_nothing);
}

TEST_F(PreviewOf, what_a_person_posted_by_hand_is_posted) {
    start();
    submit(despatch("D1", "MISSING"));
    work();
    submit(decision("X1", "D1", "markPosted", R"("sageDocumentNumber":"N7","checkedByHand":true)"));
    work();
    const Preview seen = preview(despatch("D1", "MISSING"));
    EXPECT_EQ(seen.accepted.value_or(Entry{}).state, State::posted);
    EXPECT_EQ(seen.outcome, Foreseen::post);
    EXPECT_FALSE(seen.request.has_value());
}

TEST_F(PreviewOf, an_accepted_document_is_told_as_it_stands) {
    start();
    submit(despatch("D1"));
    const Preview queued = preview(despatch("D1"));
    ASSERT_TRUE(queued.accepted.has_value());
    EXPECT_EQ(queued.accepted->state, State::queued);
    EXPECT_EQ(queued.outcome, Foreseen::post);
    EXPECT_TRUE(queued.request.has_value()) << "it is still to be sent";
    work();
    const Preview posted = preview(despatch("D1"));
    EXPECT_EQ(posted.accepted.value_or(Entry{}).state, State::posted);
    EXPECT_EQ(posted.outcome, Foreseen::post);
    EXPECT_FALSE(posted.request.has_value()) << "nothing is sent any more";
    submit(despatch("D2", "MISSING"));
    work();
    const Preview held = preview(despatch("D2", "MISSING"));
    EXPECT_EQ(held.outcome, Foreseen::hold);
    EXPECT_EQ(code(held), "fake.unknown_item");
    submit(despatch("LOCAL"));
    submit(cancellation("C1", "D2"));
    work();
    EXPECT_EQ(preview(despatch("LOCAL")).outcome, Foreseen::refuse);
    EXPECT_EQ(code(preview(despatch("LOCAL"))), "fake.too_long");
    EXPECT_EQ(preview(despatch("D2", "MISSING")).outcome, Foreseen::refuse);
    EXPECT_EQ(code(preview(despatch("D2", "MISSING"))), "delivery.withdrawn");
}

TEST_F(PreviewOf, an_accepted_document_keeps_all_of_its_problems) {
    start();
    submit(despatch("LOCAL-TWICE"));
    work();
    const Preview seen = preview(despatch("LOCAL-TWICE"));
    ASSERT_EQ(seen.problems.size(), 2U);
    EXPECT_EQ(seen.problems.front().code, "fake.too_long");
    EXPECT_EQ(seen.problems.back().code, "fake.too_short");
}

TEST_F(PreviewOf, what_was_concluded_without_a_document_posts_nothing) {
    start();
    std::string order = despatch("O1");
    order.replace(order.find("despatchAdvice"), 14, "salesOrder");
    order.replace(order.find("deliveredQuantity"), 17, "orderedQuantity");
    submit(order);
    work();
    const Preview seen = preview(order);
    EXPECT_EQ(seen.accepted.value_or(Entry{}).state, State::posted);
    EXPECT_EQ(seen.outcome, Foreseen::post_nothing);
}

TEST_F(PreviewOf, a_change_in_doubt_is_shown_as_a_change) {
    start();
    submit(despatch("D1"));
    work();
    submit(tracking("T1", "D1", "1Z"));
    sage.scripts.push_back({true, Outcome::maybe_sent, 0});
    work();
    ASSERT_EQ(state("T1"), State::in_doubt);
    const Preview seen = preview(tracking("T1", "D1", "1Z"));
    EXPECT_EQ(seen.purpose, Purpose::change);
    EXPECT_EQ(seen.request.value_or(Request{}).method, "PATCH");
}

TEST_F(PreviewOf, an_attempt_that_can_no_longer_be_read_is_an_error) {
    start();
    sage.scripts.push_back({true, Outcome::maybe_sent, 0});
    submit(despatch("D1"));
    work();
    ASSERT_EQ(state("D1"), State::in_doubt);
    store->change_attempt = [](std::optional<Attempt>& attempt) {
        if (attempt.has_value()) {
            attempt->send_json = "{";
        }
    };
    const Result<Preview> seen = delivery->preview(despatch("D1"));
    ASSERT_FALSE(seen.ok());
    EXPECT_FALSE(seen.error().first().cause.empty());
}

TEST_F(PreviewOf, an_outbox_that_cannot_be_read_is_an_error_and_no_promise) {
    start();
    submit(despatch("D1"));
    sage.scripts.push_back({true, Outcome::maybe_sent, 0});
    submit(despatch("DOUBT"));
    work();
    const std::vector<std::pair<std::string, std::string>> asked = {
        {"find_message", despatch("D1")},
        {"find_document", version("D1", "2")},
        {"find_earlier_document", version("D1", "2")},
        {"find_message", tracking("T1", "D1", "1Z")},
        {"last_attempt", despatch("DOUBT")},
        {"last_attempt", despatch("D1")},
    };
    int failed = 0;
    for (const auto& [function, document] : asked) {
        for (int call = 1; call < 20; ++call) {
            store->failed = false;
            store->fail(function, call);
            const Result<Preview> seen = delivery->preview(document);
            EXPECT_EQ(seen.ok(), !store->failed) << function << " " << call;
            if (seen.ok()) {
                break;
            }
            EXPECT_EQ(seen.error().first().code, "test.store_failed") << function;
            ++failed;
        }
        store->mend();
    }
    EXPECT_GE(failed, 5);
}

TEST_F(PreviewOf, a_document_in_doubt_shows_what_was_sent) {
    start();
    sage.scripts.push_back({true, Outcome::maybe_sent, 0});
    const Preview before = preview(despatch("D1"));
    submit(despatch("D1"));
    work();
    ASSERT_EQ(state("D1"), State::in_doubt);
    const Preview seen = preview(despatch("D1"));
    EXPECT_EQ(seen.accepted.value_or(Entry{}).state, State::in_doubt);
    EXPECT_EQ(seen.request.value_or(Request{}).body, before.request.value_or(Request{}).body);
}

TEST_F(PreviewOf, the_same_identity_with_other_content_is_refused_as_a_conflict) {
    submit(despatch("D1"));
    std::string other = despatch("D1");
    other.replace(other.find("\"2\""), 3, "\"3\"");
    EXPECT_EQ(preview(other).outcome, Foreseen::refuse);
    EXPECT_EQ(code(preview(other)), "outbox.message_conflict");
    const std::string taken = replaced(despatch("D2"), message_id("D2"), message_id("D1"));
    EXPECT_EQ(code(preview(taken)), "outbox.message_conflict") << "of another document";
    const std::string id = message_id("D1");
    other.replace(other.find(id), id.size(), message_id("other"));
    EXPECT_EQ(code(preview(other)), "outbox.document_conflict");
    const Result<Receipt> submitted = delivery->submit(other);
    ASSERT_FALSE(submitted.ok());
    EXPECT_EQ(submitted.error().first(), preview(other).problems.front()) << "in the same words";
}

TEST_F(PreviewOf, another_version_is_foreseen_as_what_corrects_the_one_that_is_posted) {
    start();
    submit(despatch("D1"));
    work();
    std::string more = version("D1", "2");
    more.replace(more.find(R"("value":"2")"), 11, R"("value":"5")");
    const Preview seen = preview(more);
    EXPECT_EQ(seen.outcome, Foreseen::post);
    EXPECT_EQ(code(seen), "delivery.correction");
    EXPECT_EQ(seen.other_version.value_or(Entry{}).document_version, "1");
    submit(more);
    work();
    ASSERT_EQ(sage.kept.size(), 2U);
    EXPECT_EQ(seen.request.value_or(Request{}).body,
              sage.kept.back().reference + "|" + sage.kept.back().content);
    EXPECT_EQ(preview(despatch("D1")).accepted.value_or(Entry{}).document_version, "1");
    EXPECT_EQ(preview(version("D1", "2")).outcome, Foreseen::refuse) << "other content";
}

TEST_F(PreviewOf, an_equal_version_posts_nothing) {
    start();
    submit(despatch("D1"));
    work();
    EXPECT_EQ(preview(version("D1", "2")).outcome, Foreseen::post_nothing);
}

TEST_F(PreviewOf, a_correction_in_two_documents_is_told) {
    sage.items = {"SKU-1", "SKU-2"};
    start();
    submit(despatch("D1"));
    work();
    std::string other = version("D1", "2");
    other.replace(other.find("SKU-1"), 5, "SKU-2");
    const Preview seen = preview(other);
    ASSERT_EQ(seen.problems.size(), 2U);
    EXPECT_EQ(seen.problems.back().code, "delivery.correction_in_two");
    EXPECT_EQ(seen.problems.back().cause,
              "The correction takes two documents: once this one is posted, a despatchAdvice with "
              "1 lines and 0 charges follows.");
    EXPECT_EQ(store->counts().value().queued, 0) << "a preview keeps nothing";
}

TEST_F(PreviewOf, versions_that_are_open_are_named) {
    start();
    sage.scripts.push_back({true, Outcome::maybe_sent, 0});
    submit(despatch("D1"));
    work();
    const Preview waiting = preview(version("D1", "2"));
    EXPECT_EQ(waiting.outcome, Foreseen::hold);
    EXPECT_EQ(code(waiting), "delivery.waits_for_predecessor");
    submit(version("D3", "2"));
    const Preview late = preview(despatch("D3"));
    EXPECT_EQ(late.outcome, Foreseen::refuse);
    EXPECT_EQ(code(late), "delivery.version_replaced");
}

TEST_F(PreviewOf, a_predecessor_that_is_not_posted_is_named) {
    start();
    sage.scripts.push_back({false, Outcome::not_sent, 0});
    submit(despatch("D1"));
    work();
    ASSERT_EQ(state("D1"), State::queued);
    const Preview waiting = preview(tracking("T1", "D1", "1Z"));
    EXPECT_EQ(waiting.outcome, Foreseen::hold);
    EXPECT_EQ(code(waiting), "delivery.waits_for_predecessor");
    EXPECT_EQ(waiting.waits_for.value_or(Entry{}).document_id, "D1");
    work_for(60'000);
    const Preview ready = preview(tracking("T1", "D1", "1Z"));
    EXPECT_EQ(ready.outcome, Foreseen::post);
    EXPECT_EQ(ready.purpose, Purpose::change);
    submit(despatch("LOCAL"));
    work();
    EXPECT_EQ(code(preview(tracking("T2", "LOCAL", "1Z"))), "delivery.predecessor_not_posted");
}

TEST(PreviewText, every_outcome_and_purpose_has_its_word) {
    EXPECT_EQ(text_of(Foreseen::post), "post");
    EXPECT_EQ(text_of(Foreseen::post_nothing), "postNothing");
    EXPECT_EQ(text_of(Foreseen::hold), "hold");
    EXPECT_EQ(text_of(Foreseen::refuse), "refuse");
    EXPECT_EQ(text_of(static_cast<Foreseen>(0x7F)), "refuse") << "never a promise";
    EXPECT_EQ(text_of(Purpose::create), "create");
    EXPECT_EQ(text_of(Purpose::change), "change");
    EXPECT_EQ(text_of(Purpose::read), "read");
    EXPECT_EQ(text_of(static_cast<Purpose>(0x7F)), "read");
}

}  // namespace
}  // namespace sage::testing
