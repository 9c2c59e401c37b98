// SPDX-License-Identifier: Apache-2.0
// Plan: a later version of a document that is queued, held, being sent, in doubt, posted, rejected
// or withdrawn; versions out of order; a correction of one document and of two, each lost on the
// way; what refers to a corrected document; what cannot be corrected; a stop at every turn.
#include "sage-adapter/delivery/versions.h"

#include <fmt/format.h>

#include "sage-adapter/base/json.h"
#include "sage-adapter/delivery/record.h"
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

class VersionsOf : public World {
  protected:
    State state_of(const std::string& number, const std::string& version) {
        return state(number_of(number, version));
    }

    std::vector<std::string> contents() const {
        std::vector<std::string> all;
        for (const Kept& one : sage.kept) {
            all.push_back(one.content);
        }
        return all;
    }

    std::string problem(const std::string& number, const std::string& version) {
        return problem_from_json(entry(number_of(number, version)).problem_json).code;
    }

    std::optional<Entry> part_of(const std::string& number) {
        return store->find_document("t", "despatchAdvice.second", number).value();
    }
};

using Words = std::vector<std::string>;

TEST_F(VersionsOf, a_posted_document_is_corrected_by_the_difference) {
    start();
    submit(despatch("D1"));
    work();
    submit(version("D1", "2", "1"));
    work();
    EXPECT_EQ(state_of("D1", "2"), State::posted);
    EXPECT_EQ(contents(), (Words{"D1", "D1 returnAdvice 1 SKU-1"}));
    submit(version("D1", "3", "4"));
    work();
    EXPECT_EQ(contents(), (Words{"D1", "D1 returnAdvice 1 SKU-1", "D1 despatchAdvice 3 SKU-1"}));
    const SageDocument made =
        sage_document_from_json(entry(number_of("D1", "3")).sage_document_json);
    ASSERT_EQ(made.remarks.size(), 1U);
    EXPECT_EQ(made.remarks[0].code, "delivery.correction");
    EXPECT_EQ(made.remarks[0].message, "Corrects version 2 of D1 to version 3.");
    EXPECT_TRUE(is_correction(made));
    EXPECT_FALSE(is_correction(sage_document_from_json(entry("D1").sage_document_json)));
}

TEST_F(VersionsOf, a_version_that_changes_nothing_in_the_books_posts_nothing) {
    start();
    submit(despatch("D1"));
    work();
    submit(version("D1", "2", "2.0"));
    work();
    EXPECT_EQ(state_of("D1", "2"), State::posted);
    EXPECT_EQ(contents(), Words{"D1"});
    submit(version("D1", "3", "1"));
    work();
    EXPECT_EQ(contents(), (Words{"D1", "D1 returnAdvice 1.0 SKU-1"}));
}

TEST_F(VersionsOf, a_queued_version_is_never_sent_once_a_later_one_is_there) {
    submit(despatch("D1"));
    submit(version("D1", "2", "5"));
    start();
    work();
    EXPECT_EQ(state("D1"), State::withdrawn);
    EXPECT_EQ(state_of("D1", "2"), State::posted);
    EXPECT_EQ(contents(), Words{"D1"}) << "whole, not as a correction";
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(VersionsOf, a_held_version_is_withdrawn_by_a_later_one) {
    start();
    submit(despatch("D1", "MISSING"));
    work();
    ASSERT_EQ(state("D1"), State::held);
    submit(version("D1", "2", "2"));
    work();
    EXPECT_EQ(state("D1"), State::withdrawn);
    EXPECT_EQ(state_of("D1", "2"), State::posted);
    EXPECT_EQ(store->history(entry("D1").sequence).value().back().evidence,
              "replaced by version 2");
}

TEST_F(VersionsOf, a_held_version_does_not_keep_the_later_one_of_its_lane_from_its_turn) {
    start();
    submit(despatch("D1", "MISSING", "SO-1"));
    work();
    ASSERT_EQ(state("D1"), State::held);
    submit(version("D1", "2", "2", "SO-1"));
    EXPECT_EQ(state("D1"), State::withdrawn);
    work();
    EXPECT_EQ(state_of("D1", "2"), State::posted);
}

TEST_F(VersionsOf, an_older_version_that_arrives_later_is_withdrawn) {
    start();
    submit(version("D1", "2", "5"));
    work();
    submit(despatch("D1"));
    work();
    EXPECT_EQ(state("D1"), State::withdrawn);
    EXPECT_EQ(contents(), Words{"D1"});
    EXPECT_EQ(problem_from_json(entry("D1").problem_json).code, "");
    const Result<Preview> seen = delivery->preview(despatch("D2"));
    ASSERT_TRUE(seen.ok());
}

TEST_F(VersionsOf, of_two_that_are_called_the_same_the_one_accepted_last_counts) {
    start();
    submit(despatch("D1"));
    submit(version("D1", "1.0", "5"));
    work();
    EXPECT_EQ(state("D1"), State::withdrawn);
    EXPECT_EQ(state_of("D1", "1.0"), State::posted);
    // Also where the other one is looked at first.
    sage.scripts.push_back({false, Outcome::not_sent, 0});
    submit(despatch("D2"));
    work();
    submit(version("D2", "1.0", "5"));
    work_for(60'000);
    EXPECT_EQ(state("D2"), State::withdrawn);
    EXPECT_EQ(state_of("D2", "1.0"), State::posted);
}

TEST_F(VersionsOf, a_held_version_that_may_be_in_sage_is_not_withdrawn_by_a_later_one) {
    start();
    company.settles = SettleClass::blind;
    sage.scripts.push_back({true, Outcome::maybe_sent, 0});
    submit(despatch("D1", "SKU-1", "SO-1"));
    work_for(60'000);
    ASSERT_EQ(state("D1"), State::held);
    submit(version("D1", "2", "1", "SO-1"));
    EXPECT_EQ(state("D1"), State::held);
}

TEST_F(VersionsOf, a_held_version_is_not_withdrawn_by_an_older_one) {
    start();
    submit(version("D1", "3", "2", "SO-1", "MISSING"));
    work();
    ASSERT_EQ(state_of("D1", "3"), State::held);
    submit(version("D1", "2", "2", "SO-1"));
    EXPECT_EQ(state_of("D1", "3"), State::held);
}

TEST_F(VersionsOf, a_version_that_cannot_be_withdrawn_yet_is_withdrawn_at_the_next_turn) {
    for (const bool loses_fence : {false, true}) {
        const std::string number = loses_fence ? "D2" : "D1";
        sage.scripts.push_back({false, Outcome::not_sent, 0});
        start();
        submit(despatch(number));
        work();
        ASSERT_EQ(state(number), State::queued);
        submit(version(number, "2", "5"));
        store->loses_fence = loses_fence;
        if (!loses_fence) {
            store->fail("apply_all");
        }
        static_cast<void>(delivery->work([] { return false; }));
        EXPECT_EQ(state(number), State::queued);
        store->loses_fence = false;
        work_for(3'600'000);
        EXPECT_EQ(state(number), State::withdrawn);
        EXPECT_EQ(state_of(number, "2"), State::posted);
    }
    EXPECT_EQ(sage.kept.size(), 2U);
}

TEST_F(VersionsOf, a_second_document_whose_versions_cannot_be_read_is_posted_later) {
    sage.items = {"SKU-1", "SKU-2"};
    start();
    for (int call = 1;; ++call) {
        const std::string number = "D" + std::to_string(call);
        submit(despatch(number));
        work();
        sage.scripts.push_back({true, Outcome::answered, 201});
        sage.scripts.push_back({false, Outcome::not_sent, 0});
        submit(version(number, "2", "3", "", "SKU-2"));
        work();
        ASSERT_EQ(part_of(number)->state, State::queued);
        store->failed = false;
        store->fail("find_earlier_document", call);
        clock.now += 60'000;
        static_cast<void>(delivery->work([] { return false; }));
        const bool failed = store->failed;
        store->mend();
        work_for(3'600'000);
        EXPECT_EQ(part_of(number)->state, State::posted) << call;
        EXPECT_EQ(sage.kept.size(), 3U * static_cast<unsigned>(call)) << call;
        if (!failed) {
            EXPECT_GT(call, 1);
            break;
        }
    }
}

TEST_F(VersionsOf, a_version_in_doubt_is_waited_for) {
    start();
    sage.scripts.push_back({true, Outcome::maybe_sent, 0});
    submit(despatch("D1"));
    work();
    ASSERT_EQ(state("D1"), State::in_doubt);
    submit(version("D1", "2", "1"));
    work();
    EXPECT_EQ(state_of("D1", "2"), State::queued);
    work_for(600'000);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(state_of("D1", "2"), State::posted);
    EXPECT_EQ(contents(), (Words{"D1", "D1 returnAdvice 1 SKU-1"}));
}

TEST_F(VersionsOf, rejected_and_withdrawn_versions_do_not_count) {
    start();
    submit(despatch("D1"));
    work();
    sage.scripts.push_back({false, Outcome::answered, 400});
    submit(version("D1", "2", "1"));
    work();
    ASSERT_EQ(state_of("D1", "2"), State::rejected);
    submit(version("D1", "3", "1"));
    work();
    EXPECT_EQ(contents(), (Words{"D1", "D1 returnAdvice 1 SKU-1"}));
    EXPECT_EQ(state_of("D1", "3"), State::posted);
}

TEST_F(VersionsOf, a_correction_of_two_documents_posts_both_once) {
    sage.items = {"SKU-1", "SKU-2"};
    start();
    submit(despatch("D1"));
    work();
    submit(version("D1", "2", "3", "", "SKU-2"));
    work();
    EXPECT_EQ(contents(), (Words{"D1", "D1 returnAdvice 2 SKU-1", "D1 despatchAdvice 3 SKU-2"}));
    const std::optional<Entry> part = part_of("D1");
    ASSERT_TRUE(part.has_value());
    EXPECT_TRUE(is_part(*part));
    EXPECT_EQ(part->state, State::posted);
    EXPECT_EQ(part->subject_id, message_id("D1/2"));
    EXPECT_NE(part->external_reference, entry("D1/2").external_reference);
    submit(version("D1", "3", "1", "", "SKU-2"));
    work();
    EXPECT_EQ(sage.kept.back().content, "D1 returnAdvice 2 SKU-2");
}

TEST_F(VersionsOf, the_result_of_the_second_document_names_the_version_it_belongs_to) {
    sage.items = {"SKU-1", "SKU-2"};
    start();
    submit(despatch("D1"));
    submit(despatch("D2"));
    work();
    submit(version("D1", "2", "3", "", "SKU-2"));
    work();
    bool told = false;
    for (const StoredEvent& event : events()) {
        const Result<JsonValue> json = parse_json(event.json, 100'000, JsonNumbers::integers_only);
        ASSERT_TRUE(json.ok());
        const std::string_view cause = text_at(json.value(), "/causationId");
        if (!cause.empty()) {
            told = true;
            EXPECT_EQ(cause, message_id("D1/2"));
            EXPECT_EQ(text_at(json.value(), "/messageType"), "despatchAdvice");
            EXPECT_EQ(text_at(json.value(), "/documentVersion"), "2");
        }
    }
    EXPECT_TRUE(told);
}

TEST_F(VersionsOf, the_second_document_waits_until_the_first_is_posted) {
    sage.items = {"SKU-1", "SKU-2"};
    start();
    submit(despatch("D1"));
    work();
    sage.scripts.push_back({true, Outcome::maybe_sent, 0});
    submit(version("D1", "2", "3", "", "SKU-2"));
    work();
    ASSERT_EQ(state_of("D1", "2"), State::in_doubt);
    EXPECT_EQ(part_of("D1")->state, State::queued);
    submit(version("D1", "3", "4", "", "SKU-2"));
    work_for(600'000);
    EXPECT_EQ(contents(), (Words{"D1", "D1 returnAdvice 2 SKU-1", "D1 despatchAdvice 3 SKU-2",
                                 "D1 despatchAdvice 1 SKU-2"}));
}

TEST_F(VersionsOf, two_documents_belong_together_whatever_is_read_of_sage_between_them) {
    start();
    submit(despatch("D1"));
    work();
    // Nobody knows how Sage rounds: both are whole. The first goes only once it is known.
    company.knows_amounts = false;
    sage.scripts.push_back({false, Outcome::not_sent, 0});
    submit(version("D1", "2", "1"));
    work();
    ASSERT_EQ(state_of("D1", "2"), State::queued);
    company.knows_amounts = true;
    work_for(60'000);
    EXPECT_EQ(contents(), (Words{"D1", "D1 returnAdvice 2 SKU-1", "D1 despatchAdvice 1 SKU-1"}));
    // The other way about: one document, of which the attempt was never sent, becomes two.
    sage.scripts.push_back({false, Outcome::not_sent, 0});
    submit(version("D1", "3", "4"));
    work();
    company.knows_amounts = false;
    work_for(60'000);
    EXPECT_EQ(sage.kept.size(), 5U);
    EXPECT_EQ(sage.kept[3].content, "D1 returnAdvice 1 SKU-1");
    EXPECT_EQ(sage.kept[4].content, "D1 despatchAdvice 4 SKU-1");
}

TEST_F(VersionsOf, between_its_two_documents_nothing_that_is_read_changes_the_second) {
    start();
    submit(despatch("D1"));
    work();
    company.knows_amounts = false;
    sage.scripts.push_back({true, Outcome::answered, 201});
    sage.scripts.push_back({false, Outcome::not_sent, 0});
    submit(version("D1", "2", "1"));
    work();
    ASSERT_EQ(state_of("D1", "2"), State::posted);
    ASSERT_EQ(part_of("D1")->state, State::queued);
    company.knows_amounts = true;
    work_for(60'000);
    EXPECT_EQ(contents(), (Words{"D1", "D1 returnAdvice 2 SKU-1", "D1 despatchAdvice 1 SKU-1"}));
}

TEST_F(VersionsOf, the_second_document_is_not_posted_if_the_first_is_refused) {
    sage.items = {"SKU-1", "SKU-2"};
    start();
    submit(despatch("D1"));
    work();
    sage.scripts.push_back({false, Outcome::answered, 400});
    submit(version("D1", "2", "3", "", "SKU-2"));
    work_for(60'000);
    ASSERT_EQ(state_of("D1", "2"), State::rejected);
    EXPECT_EQ(part_of("D1")->state, State::posted);
    EXPECT_EQ(part_of("D1")->sage_document_json, "") << "with nothing in Sage";
    EXPECT_EQ(contents(), Words{"D1"});
    submit(version("D1", "3", "3", "", "SKU-2"));
    work_for(60'000);
    EXPECT_EQ(contents(), (Words{"D1", "D1 returnAdvice 2 SKU-1", "D1 despatchAdvice 3 SKU-2"}));
}

TEST_F(VersionsOf, half_a_correction_is_for_a_person) {
    sage.items = {"SKU-1", "SKU-2"};
    start();
    submit(despatch("D1"));
    work();
    sage.scripts.push_back({true, Outcome::answered, 201});
    sage.scripts.push_back({false, Outcome::answered, 400});
    submit(version("D1", "2", "3", "", "SKU-2"));
    work_for(60'000);
    ASSERT_EQ(state_of("D1", "2"), State::posted);
    ASSERT_EQ(part_of("D1")->state, State::rejected);
    submit(version("D1", "3", "4", "", "SKU-2"));
    work_for(60'000);
    EXPECT_EQ(state_of("D1", "3"), State::held);
    EXPECT_EQ(problem("D1", "3"), "delivery.correction_incomplete");
}

TEST_F(VersionsOf, tracking_goes_to_the_whole_document_and_not_to_its_correction) {
    start();
    submit(despatch("D1"));
    work();
    submit(version("D1", "2", "1"));
    work();
    submit(tracking("T1", "D1", "1Z-LATE"));
    work();
    EXPECT_EQ(state("T1"), State::posted);
    EXPECT_EQ(contents(), (Words{"1Z-LATE", "D1 returnAdvice 1 SKU-1"}));
}

TEST_F(VersionsOf, an_order_is_in_no_books_and_not_corrected) {
    const auto order = [](const std::string& version) {
        std::string text = replaced(despatch("D1"), "despatchAdvice", "salesOrder");
        text = replaced(text, "deliveredQuantity", "orderedQuantity");
        text = replaced(text, message_id("D1"), message_id(number_of("D1", version)));
        return replaced(text, R"("documentVersion":"1")", R"("documentVersion":")" + version + '"');
    };
    start();
    submit(order("1"));
    work();
    submit(order("2"));
    work();
    EXPECT_EQ(state_of("D1", "2"), State::posted) << "the first made no document";
    company.posts_orders = true;
    submit(order("3"));
    work();
    submit(order("4"));
    work();
    EXPECT_EQ(contents(), Words{"D1"});
    EXPECT_EQ(state_of("D1", "4"), State::held);
    EXPECT_EQ(problem("D1", "4"), "delivery.version_not_correctable");
}

TEST_F(VersionsOf, a_correction_that_the_settings_post_nothing_for_is_held) {
    const Preparation prepared = as_correction(
        [] {
            Document document;
            document.corrected_version = "1";
            document.envelope.message_type = MessageType::return_advice;
            return document;
        }(),
        PostNothing{"nothing is set", {}});
    ASSERT_TRUE(std::holds_alternative<Hold>(prepared));
    EXPECT_EQ(std::get<Hold>(prepared).problem.code, "delivery.correction_not_posted");
}

TEST_F(VersionsOf, a_correction_that_sage_has_already_is_posted_with_what_it_has) {
    Document arrived;
    arrived.corrected_version = "1";
    SageDocument there;
    there.key = "17";
    const Preparation prepared = as_correction(arrived, PostNothing{"it has arrived", there});
    ASSERT_TRUE(std::holds_alternative<PostNothing>(prepared));
    EXPECT_EQ(std::get<PostNothing>(prepared).about.key, "17");
}

TEST_F(VersionsOf, a_stop_after_any_step_changes_nothing_in_the_end) {
    for (int stop = 1; stop < 40; ++stop) {
        sage.kept.clear();
        sage.answers.clear();
        sage.items = {"SKU-1", "SKU-2"};
        const std::string number = fmt::format("D{}", stop);
        restart();
        submit(despatch(number));
        work();
        submit(version(number, "2", "3", "", "SKU-2"));
        for (int step = 0; step < stop % 8; ++step) {
            ASSERT_TRUE(delivery->work([] { return false; }).ok());
        }
        restart();
        work_for(3'600'000);
        ASSERT_EQ(contents(), (Words{number, number + " returnAdvice 2 SKU-1",
                                     number + " despatchAdvice 3 SKU-2"}))
            << "after " << stop % 8 << " steps";
    }
}

TEST_F(VersionsOf, what_is_put_right_by_hand_is_sent_in_no_part) {
    sage.items = {"SKU-1", "SKU-2"};
    start();
    company.corrected_by_a_person = true;
    submit(despatch("D1"));
    work();
    submit(version("D1", "2", "3", "", "SKU-2"));
    work();
    ASSERT_EQ(state_of("D1", "2"), State::held);
    EXPECT_EQ(problem_from_json(entry("D1/2").problem_json).code, "fake.by_hand");
    submit(
        decision("X1", "D1/2", "markPosted", R"("sageDocumentNumber":"7","checkedByHand":true)"));
    work_for(60'000);
    EXPECT_EQ(state_of("D1", "2"), State::posted);
    EXPECT_FALSE(part_of("D1").has_value());
    EXPECT_EQ(contents(), (Words{"D1"}));
    // More of it is sent again by itself.
    submit(version("D1", "3", "5", "", "SKU-2"));
    work();
    EXPECT_EQ(contents(), (Words{"D1", "D1 despatchAdvice 2 SKU-2"}));
}

TEST_F(VersionsOf, a_decision_looks_for_what_the_version_became) {
    start();
    submit(despatch("D1"));
    work();
    sage.scripts.push_back({false, Outcome::answered, 403});
    submit(version("D1", "2", "1"));
    work();
    ASSERT_EQ(state_of("D1", "2"), State::held);
    submit(decision("X1", "D1/2", "sendAgain", ""));
    work_for(60'000);
    EXPECT_EQ(state_of("D1", "2"), State::posted);
    EXPECT_EQ(contents(), (Words{"D1", "D1 returnAdvice 1 SKU-1"}));
}

}  // namespace
}  // namespace sage::testing
