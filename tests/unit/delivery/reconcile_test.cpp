// SPDX-License-Identifier: Apache-2.0
// Plan: planted missing, double and changed documents are found, each told once with both sides,
// wherever they are among the others, and nothing is written to Sage; what is right, late, open or
// never to be posted is no finding; what was wrong and is right again is told; a period is the days
// of its documents.
#include "sage-adapter/delivery/reconcile.h"

#include <algorithm>
#include <random>
#include <utility>

#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

using Kinds = std::vector<std::string>;

class Reconcile : public World {
  protected:
    void post(const std::vector<std::string>& numbers) {
        start();
        for (const std::string& number : numbers) {
            submit(despatch(number));
        }
        work();
        events();
        sage.received.clear();
    }
    Reconciled reconciled(const std::string& from = "2026-11-20",
                          const std::string& to = "2026-11-20") {
        const Result<Reconciled> done =
            delivery->reconcile({from, to, std::nullopt}, [] { return false; });
        EXPECT_TRUE(done.ok());
        return done.ok() ? done.value() : Reconciled{};
    }
    void expect_sage_untouched() const {
        for (const Request& request : sage.received) {
            EXPECT_EQ(request.method, "GET") << request.target;
        }
    }
    Kept& kept(const std::string& content) {
        return *std::find_if(sage.kept.begin(), sage.kept.end(),
                             [&](const Kept& one) { return one.content == content; });
    }
    static std::vector<std::string> kinds(const Reconciled& done) {
        std::vector<std::string> all;
        for (const ReconcileRow& row : done.findings) {
            all.push_back((row.entry.has_value() ? row.entry->document_id : "?") + " " +
                          std::string(text_of(row.finding.kind)));
        }
        std::sort(all.begin(), all.end());
        return all;
    }
};

TEST_F(Reconcile, what_is_in_sage_once_and_as_sent_is_no_finding) {
    company.with_lines = true;
    post({"D1", "D2", "D3"});
    const Reconciled done = reconciled();
    EXPECT_TRUE(done.complete);
    EXPECT_EQ(done.compared, 3);
    EXPECT_EQ(done.waiting, 0);
    EXPECT_EQ(kinds(done), Kinds{});
    EXPECT_TRUE(events().empty());
    expect_sage_untouched();
}

TEST_F(Reconcile, three_of_each_kind_are_found_at_once_and_told_with_both_sides) {
    company.with_lines = true;
    Kinds numbers;
    for (int number = 1; number <= 12; ++number) {
        numbers.push_back("D" + std::to_string(number));
    }
    post(numbers);
    for (const char* gone : {"D1", "D2", "D3"}) {
        sage.kept.erase(sage.kept.begin() + (&kept(gone) - sage.kept.data()));
    }
    for (const char* number : {"D4", "D5", "D6"}) {
        Kept copy = kept(number);
        copy.key = "copy of " + copy.key;
        sage.kept.push_back(copy);
    }
    kept("D7").content = "CHANGED 7";
    kept("D8").line = "9 SKU-1";
    kept("D9").reference = "edited";
    const Reconciled done = reconciled();
    EXPECT_TRUE(done.complete);
    EXPECT_EQ(done.compared, 12);
    EXPECT_EQ(kinds(done), (Kinds{"D1 missing", "D2 missing", "D3 missing", "D4 twice", "D5 twice",
                                  "D6 twice", "D7 changed", "D8 changed", "D9 changed"}));
    const std::vector<StoredEvent> told = events();
    ASSERT_EQ(told.size(), 9U);
    std::string all;
    for (const StoredEvent& event : told) {
        EXPECT_EQ(event.type, "reconciliationFinding");
        all += event.json;
    }
    EXPECT_NE(all.find("sent 'D7', found 'CHANGED 7'"), std::string::npos);
    EXPECT_NE(all.find("line 1 item: sent '2 SKU-1', found '9 SKU-1'"), std::string::npos);
    EXPECT_NE(all.find("found 'edited'"), std::string::npos);
    EXPECT_NE(all.find(R"("expected":"1","found":"2")"), std::string::npos);
    expect_sage_untouched();
    EXPECT_EQ(state("D1"), State::posted) << "told, never corrected";
}

/// One of each kind of finding, planted where a seed says among documents that are posted.
class ReconcilePlanted : public Reconcile {
  protected:
    static constexpr std::size_t documents = 60;

    struct Planted {
        Kinds kinds;
        Kinds sides;  ///< what its event has to show
    };

    void post_all() {
        std::vector<std::string> numbers;
        for (std::size_t number = 1; number <= documents; ++number) {
            numbers.push_back("D" + std::to_string(number));
        }
        post(numbers);
    }
    Planted plant(unsigned seed) {
        std::mt19937 random(seed);
        const auto below = [&random](std::size_t end) { return random() % end; };
        std::shuffle(sage.kept.begin(), sage.kept.end(), random);
        Kept& changed = sage.kept[0];
        const std::string changed_number = changed.content;
        std::string Kept::* const members[] = {&Kept::content, &Kept::line, &Kept::reference};
        std::string& text = changed.*members[below(3)];
        const std::string before = std::exchange(text, "9 CHANGED" + std::to_string(below(1000)));
        const std::string changed_sides = sides(before, text);
        const Kept doubled = sage.kept[1];
        const Kept missing = sage.kept[2];
        sage.kept.erase(sage.kept.begin() + 2);
        sage.kept.push_back(doubled);
        sage.kept.back().key = "copy of " + doubled.key;
        std::shuffle(sage.kept.begin(), sage.kept.end(), random);
        Planted planted = {
            {changed_number + " changed", doubled.content + " twice", missing.content + " missing"},
            {changed_sides, sides("1", "2"), sides(missing.key, "")}};
        std::sort(planted.kinds.begin(), planted.kinds.end());
        return planted;
    }
    void expect_all_still_posted() {
        EXPECT_EQ(store->counts().value().posted, static_cast<std::int64_t>(documents));
    }

  private:
    static std::string sides(const std::string& expected, const std::string& found) {
        return R"("expected":")" + expected + R"(","found":")" + found + '"';
    }
};

TEST_F(ReconcilePlanted, one_of_each_kind_is_found_in_one_cycle_in_100_of_100) {
    company.with_lines = true;
    post_all();
    const std::vector<Kept> sound = sage.kept;
    for (unsigned seed = 1; seed <= 100; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const Planted planted = plant(seed);
        const std::vector<Kept> in_sage = sage.kept;
        const Reconciled done = reconciled();
        EXPECT_TRUE(done.complete);
        EXPECT_EQ(done.compared, static_cast<std::int64_t>(documents));
        EXPECT_EQ(kinds(done), planted.kinds);
        std::string told;
        for (const StoredEvent& event : events()) {
            EXPECT_EQ(event.type, "reconciliationFinding");
            told += event.json;
        }
        for (const std::string& sides : planted.sides) {
            EXPECT_NE(told.find(sides), std::string::npos) << sides << " in " << told;
        }
        expect_sage_untouched();
        EXPECT_EQ(sage.kept, in_sage);
        expect_all_still_posted();
        sage.kept = sound;
        EXPECT_EQ(kinds(reconciled()), Kinds{}) << "and is gone once it is right again";
        events();
    }
}

TEST_F(Reconcile, the_same_finding_is_told_once_and_a_changed_one_again) {
    post({"D1"});
    kept("D1").content = "CHANGED";
    EXPECT_EQ(reconciled().findings.size(), 1U);
    EXPECT_EQ(events().size(), 1U);
    const Reconciled again = reconciled();
    ASSERT_EQ(again.findings.size(), 1U) << "still so, and still answered";
    EXPECT_FALSE(again.findings[0].told_now);
    restart();
    EXPECT_EQ(reconciled().findings.size(), 1U);
    EXPECT_TRUE(events().empty());
    kept("CHANGED").content = "CHANGED MORE";
    EXPECT_TRUE(reconciled().findings.at(0).told_now);
    EXPECT_EQ(events().size(), 1U);
}

TEST_F(Reconcile, what_is_right_again_is_told) {
    post({"D1"});
    kept("D1").content = "CHANGED";
    reconciled();
    kept("CHANGED").content = "D1";
    events();
    EXPECT_TRUE(reconciled().findings.empty());
    EXPECT_EQ(entry("D1").problem_json, "");
    const std::vector<StoredEvent> told = events();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].type, "postingResult");
}

TEST_F(Reconcile, what_the_read_back_told_is_not_told_again) {
    start();
    sage.query_shows = false;
    submit(despatch("D1"));
    work();
    kept("D1").content = "CHANGED";
    sage.query_shows = true;
    work_for(120'000);
    events();
    EXPECT_EQ(reconciled().findings.size(), 1U);
    EXPECT_TRUE(events().empty());
}

TEST_F(Reconcile, another_document_under_our_reference_is_told_with_both_keys) {
    post({"D1"});
    kept("D1").key = "77";
    const Reconciled done = reconciled();
    ASSERT_EQ(kinds(done), Kinds{"D1 changed"});
    EXPECT_EQ(done.findings[0].finding.differences.at(0).expected, "1");
    EXPECT_EQ(done.findings[0].finding.differences.at(0).found, "77");
}

TEST_F(Reconcile, late_tracking_is_part_of_what_was_sent) {
    post({"D1"});
    submit(tracking("T1", "D1", "LATE"));
    work();
    events();
    const Reconciled done = reconciled();
    EXPECT_EQ(kinds(done), Kinds{});
    EXPECT_EQ(done.compared, 1) << "the document that was changed, once";
    kept("LATE").content = "BY HAND";
    EXPECT_EQ(kinds(reconciled()), Kinds{"D1 changed"});
}

TEST_F(Reconcile, a_late_change_in_doubt_leaves_the_comparison_open) {
    post({"D1"});
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(tracking("T1", "D1", "LATE"));
    work();
    const Reconciled done = reconciled();
    EXPECT_EQ(kinds(done), Kinds{});
    EXPECT_EQ(done.waiting, 2);
}

TEST_F(Reconcile, what_is_open_waits_and_what_posts_nothing_is_not_compared) {
    start();
    submit(despatch("HELD", "MISSING"));
    sage.scripts = {{false, Outcome::not_sent, 0}};
    submit(despatch("QUEUED"));
    submit(despatch("POSTED"));
    work();
    const Reconciled done = reconciled();
    EXPECT_EQ(done.compared, 1);
    EXPECT_EQ(done.waiting, 2);
    EXPECT_EQ(kinds(done), Kinds{});
}

TEST_F(Reconcile, a_refused_document_that_is_in_sage_is_told) {
    start();
    sage.scripts = {{true, Outcome::answered, 400}};
    submit(despatch("D1"));
    work();
    ASSERT_EQ(state("D1"), State::rejected);
    events();
    const Reconciled done = reconciled();
    ASSERT_EQ(kinds(done), Kinds{"D1 unknown"});
    EXPECT_EQ(done.findings[0].finding.problem.code, "reconcile.not_posted");
    EXPECT_EQ(events().size(), 1U);
    restart();
    reconciled();
    EXPECT_TRUE(events().empty()) << "told once, also after a restart";
}

TEST_F(Reconcile, only_the_days_asked_for_are_compared) {
    post({"D1"});
    EXPECT_EQ(reconciled("2026-11-21", "2026-11-30").compared, 0);
    EXPECT_EQ(reconciled("2026-11-01", "2026-11-19").compared, 0);
    EXPECT_EQ(reconciled("2026-11-20", "2026-11-20").compared, 1);
}

TEST_F(Reconcile, many_documents_take_one_question_for_fifty) {
    Kinds numbers;
    for (int number = 0; number < 120; ++number) {
        numbers.push_back("D" + std::to_string(number));
    }
    post(numbers);
    EXPECT_EQ(reconciled().compared, 120);
    EXPECT_EQ(sage.received.size(), 4U) << "three batches and a list";
}

TEST_F(Reconcile, an_unreachable_sage_proves_nothing) {
    post({"D1"});
    kept("D1").content = "CHANGED";
    sage.look_up_works = false;
    const Reconciled done = reconciled();
    EXPECT_FALSE(done.complete);
    EXPECT_EQ(kinds(done), Kinds{});
    EXPECT_TRUE(events().empty());
}

TEST_F(Reconcile, it_can_be_called_back) {
    post({"D1"});
    const Result<Reconciled> done =
        delivery->reconcile({"2026-11-20", "2026-11-20", std::nullopt}, [] { return true; });
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().status, Status::cancelled);
}

TEST_F(Reconcile, a_document_marked_as_posted_by_hand_is_looked_for_by_its_number) {
    start();
    submit(despatch("D1", "MISSING"));
    work();
    sage.kept.push_back({"7", "", "entered by hand"});
    submit(decision("X1", "D1", "markPosted", R"("sageDocumentNumber":"N7")"));
    work();
    ASSERT_EQ(state("D1"), State::posted);
    events();
    EXPECT_EQ(kinds(reconciled()), Kinds{});
    sage.kept.clear();
    EXPECT_EQ(kinds(reconciled()), Kinds{"D1 missing"});
}

TEST_F(Reconcile, what_sage_does_not_answer_is_said_to_be_incomplete) {
    post({"D1"});
    sage.reachable = false;
    const Reconciled done = reconciled();
    EXPECT_FALSE(done.complete);
    EXPECT_EQ(kinds(done), Kinds{});
}

TEST_F(Reconcile, what_no_query_has_shown_yet_waits) {
    sage.query_shows = false;
    post({"D1"});
    const Reconciled done = reconciled();
    EXPECT_EQ(done.waiting, 1);
    EXPECT_EQ(done.compared, 0);
}

TEST_F(Reconcile, lines_that_sage_refuses_to_show_are_no_difference) {
    company.with_lines = true;
    post({"D1"});
    sage.lines_status = 403;
    const Reconciled done = reconciled();
    EXPECT_EQ(done.compared, 1);
    EXPECT_EQ(kinds(done), Kinds{});
}

TEST_F(Reconcile, a_document_made_anew_in_sage_is_told_with_both_keys) {
    post({"D1"});
    kept("D1").key = "99";
    EXPECT_EQ(kinds(reconciled()), Kinds{"D1 changed"});
}

TEST_F(Reconcile, what_was_marked_by_its_number_is_found_by_it) {
    post({"D1"});
    submit(despatch("D2", "MISSING"));
    work();
    sage.look_up_works = false;
    submit(decision("X1", "D2", "markPosted", R"("sageDocumentNumber":"N7")"));
    work();
    ASSERT_EQ(state("D2"), State::posted);
    sage.look_up_works = true;
    EXPECT_EQ(kinds(reconciled()), Kinds{"D2 missing"});
    sage.kept.push_back({"7", "by hand", "D2"});
    EXPECT_EQ(kinds(reconciled()), Kinds{});
}

TEST_F(Reconcile, refused_changes_and_attempts_that_are_gone_are_not_looked_for) {
    post({"D1"});
    sage.scripts = {{false, Outcome::answered, 400}, {false, Outcome::answered, 400}};
    submit(tracking("T1", "D1", "REFUSED"));
    submit(despatch("D2"));
    work();
    ASSERT_EQ(state("T1"), State::rejected);
    ASSERT_EQ(state("D2"), State::rejected);
    const std::int64_t gone = entry("D2").sequence;
    store->change_attempt = [gone](std::optional<Attempt>& attempt) {
        if (attempt.has_value() && attempt->sequence == gone) {
            attempt.reset();
        }
    };
    EXPECT_EQ(kinds(reconciled()), Kinds{});
}

TEST_F(Reconcile, without_a_token_one_is_asked_for) {
    sage.token_status = 401;
    const Result<Reconciled> refused =
        delivery->reconcile({"2026-11-20", "2026-11-20", std::nullopt}, [] { return false; });
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().status, Status::auth);
    sage.token_status = 200;
    EXPECT_TRUE(reconciled().complete);
}

}  // namespace
}  // namespace sage::testing
