// SPDX-License-Identifier: Apache-2.0
// Plan: late tracking waits for every earlier one about the same despatch that may still reach
// Sage; it is told what was written, by the despatch and by earlier tracking, and in which terms;
// not what another despatch wrote; nothing once a part of it was purged; other documents are told
// nothing; a store that cannot be read.
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

std::string what_was_written(const Related& related) {
    if (!related.written) {
        return "not known";
    }
    std::string text = related.written->document.id;
    for (const Line& line : related.written->document.lines) {
        text += line.posted ? " " + line.posted->tax : " without terms";
    }
    for (const std::string& body : related.written->bodies) {
        text += ", " + body.substr(body.find('|') + 1);
    }
    return text + (related.written->external_reference.empty() ? " nameless" : "");
}

class LateTracking : public World {
  protected:
    void SetUp() override {
        company.tax_of_today = "A";
        start();
        submit(despatch("D1"));
        work();
    }

    /// What the edition is told of D1, by a tracking update of that number.
    std::string told(const std::string& number) {
        company.answers_tracking = what_was_written;
        submit(tracking(number, "D1", "1Z-0"));
        work();
        company.answers_tracking = nullptr;
        return sage.kept.at(0).content;
    }

    /// What was sent for that document is no longer kept.
    void purge_attempt_of(const std::string& number) {
        const std::int64_t sequence = entry(number).sequence;
        store->change_attempt = [sequence](std::optional<Attempt>& attempt) {
            if (attempt && attempt->sequence == sequence) {
                attempt->send_json.clear();
            }
        };
    }
};

TEST_F(LateTracking, it_is_told_what_the_despatch_wrote_and_in_which_terms) {
    company.tax_of_today = "B";
    EXPECT_EQ(told("T1"), "D1 A, D1 A for C-A");
}

TEST_F(LateTracking, it_is_told_what_earlier_tracking_wrote) {
    submit(tracking("T1", "D1", "1Z-1"));
    work();
    submit(despatch("D2"));
    submit(tracking("T2", "D2", "1Z-2"));
    work();
    EXPECT_EQ(told("T3"), "D1 A, D1 A for C-A, 1Z-1");
}

TEST_F(LateTracking, it_is_told_what_was_accepted_before_the_version_that_it_changed) {
    submit(despatch("D2", "MISSING"));
    work();
    submit(tracking("T1", "D2", "1Z-1"));
    submit(version("D2", "2", "1"));
    work_for(4 * 3'600'000);
    ASSERT_EQ(state("T1"), State::posted);
    company.answers_tracking = what_was_written;
    submit(tracking("T2", "D2", "1Z-2"));
    work();
    EXPECT_NE(sage.kept.at(1).content.find("1Z-1"), std::string::npos) << sage.kept.at(1).content;
}

TEST_F(LateTracking, a_later_version_that_states_its_tracking_itself_keeps_that) {
    submit(despatch("D2", "MISSING"));
    work();
    submit(tracking("T1", "D2", "1Z-1"));
    submit(replaced(version("D2", "2", "1"), R"("currencyId":"GBP","lines")",
                    R"("currencyId":"GBP","shipment":{"consignments":[{"trackingId":"1Z-2"}]},)"
                    R"("lines")"));
    work_for(4 * 3'600'000);
    EXPECT_EQ(state("T1"), State::posted);
    EXPECT_EQ(entry("T1").attempts, 0);
    EXPECT_EQ(sage.kept.at(1).content.find("1Z-1"), std::string::npos);
    submit(tracking("T2", "D2", "1Z-3"));
    work();
    EXPECT_EQ(sage.kept.at(1).content, "1Z-3");
}

TEST_F(LateTracking, the_later_of_two_waits_for_the_one_that_is_in_doubt) {
    sage.scripts.push_back({true, Outcome::maybe_sent, 0});
    submit(tracking("T1", "D1", "1Z-1"));
    work();
    ASSERT_EQ(state("T1"), State::in_doubt);
    submit(tracking("T2", "D1", "1Z-2"));
    submit(tracking("T3", "D1", "1Z-3"));
    work();
    EXPECT_EQ(state("T2"), State::queued);
    EXPECT_EQ(sage.kept.at(0).content, "1Z-1");
    const Result<Preview> preview = delivery->preview(tracking("T4", "D1", "1Z-4"));
    ASSERT_TRUE(preview.ok() && preview.value().waits_for.has_value());
    EXPECT_EQ(preview.value().waits_for->document_id, "T1");
    EXPECT_EQ(preview.value().outcome, Foreseen::hold);
    work_for(3'600'000);
    EXPECT_EQ(state("T1"), State::posted);
    EXPECT_EQ(state("T3"), State::posted);
    EXPECT_EQ(sage.kept.at(0).content, "1Z-3");
}

TEST_F(LateTracking, the_later_of_two_waits_for_one_that_people_may_send_again) {
    company.cause_of_403 = "permission";
    sage.scripts.push_back({false, Outcome::answered, 403});
    submit(tracking("T1", "D1", "1Z-1"));
    work();
    ASSERT_EQ(state("T1"), State::held);
    submit(tracking("T2", "D1", "1Z-2"));
    work_for(3'600'000);
    EXPECT_EQ(state("T2"), State::queued);
    submit(decision("DEC", "T1", "sendAgain", ""));
    work_for(3'600'000);
    EXPECT_EQ(state("T2"), State::posted);
    EXPECT_EQ(sage.kept.at(0).content, "1Z-2");
}

TEST_F(LateTracking, it_waits_for_no_other_despatch_and_for_nothing_else_about_its_own) {
    submit(despatch("D2"));
    work();
    sage.scripts.push_back({true, Outcome::maybe_sent, 0});
    submit(tracking("T1", "D2", "1Z-1"));
    std::string back = replaced(despatch("R1", "MISSING"), "despatchAdvice", "returnAdvice");
    back = replaced(back, "deliveredQuantity", "returnedQuantity");
    submit(replaced(back, R"("shipFrom":{"locationId":"MAIN"})",
                    R"("originalDespatchId":"D1","shipTo":{"locationId":"MAIN"})"));
    work();
    ASSERT_EQ(state("T1"), State::in_doubt);
    submit(tracking("T3", "D1", "1Z-3"));
    work();
    EXPECT_EQ(state("T3"), State::posted);
}

TEST_F(LateTracking, updates_that_come_one_after_the_other_leave_the_last_number) {
    // Not one byte of the first leaves, so that it is due again after the second.
    sage.scripts = {{false, Outcome::not_sent, 0}};
    submit(tracking("T1", "D1", "1Z-1"));
    submit(tracking("T2", "D1", "1Z-2"));
    work_for(3'600'000);
    EXPECT_EQ(sage.kept.at(0).content, "1Z-2");
}

TEST_F(LateTracking, of_what_was_purged_nothing_is_told) {
    submit(tracking("T1", "D1", "1Z-1"));
    work();
    purge_attempt_of("T1");
    EXPECT_EQ(told("T2"), "not known");
    purge_attempt_of("D1");
    EXPECT_EQ(told("T3"), "not known");
    store->change_attempt = [](std::optional<Attempt>& attempt) { attempt.reset(); };
    EXPECT_EQ(told("T4"), "not known");
}

TEST_F(LateTracking, a_despatch_without_its_content_is_told_without) {
    company.connection_.reconcile_days = 7;
    keep_content_days = 10;
    restart();
    for (int day = 0; day < 12; ++day) {
        work_for(86'400'000LL);
        events();
    }
    ASSERT_TRUE(entry("D1").purged);
    EXPECT_EQ(told("T1"), "not known");
}

TEST_F(LateTracking, a_store_that_cannot_be_read_changes_nothing_and_is_asked_again) {
    int updates = 0;
    int failures = 0;
    for (const char* const function : {"about", "last_attempt", "find_earlier_document"}) {
        for (int call = 1; call <= 3; ++call) {
            const std::string content = "1Z-" + std::to_string(++updates);
            submit(tracking("T" + std::to_string(updates), "D1", content));
            store->failed = false;
            store->fail(function, call);
            static_cast<void>(delivery->work([] { return false; }));
            failures += store->failed ? 1 : 0;
            store->mend();
            work_for(3'600'000);
            EXPECT_EQ(sage.kept.at(0).content, content) << function << " " << call;
        }
    }
    EXPECT_GE(failures, 4);
}

TEST_F(LateTracking, a_preview_is_told_the_same) {
    company.answers_tracking = what_was_written;
    const Result<Preview> preview = delivery->preview(tracking("T1", "D1", "1Z-0"));
    ASSERT_TRUE(preview.ok());
    ASSERT_TRUE(preview.value().request.has_value());
    EXPECT_EQ(preview.value().request->body, "D1 A, D1 A for C-A");
}

}  // namespace
}  // namespace sage::testing
