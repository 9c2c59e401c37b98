// SPDX-License-Identifier: Apache-2.0
// Plan: the next field where the first finds nothing; many candidates leave others answered; one
// document of Sage never stands for two; lines, refused lines and tax are compared or named; what
// is asked together and what is too much; no answer about lines.
#include "sage-adapter/delivery/shadow_run.h"

#include "sage-adapter/base/limits.h"
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

class ShadowRunOf : public ::testing::Test {
  protected:
    ShadowSubject& add(const std::string& number, const std::string& content = "same",
                       const std::string& type = "Invoice") {
        ShadowSubject subject;
        subject.row.sage_type = type;
        subject.row.document_id = number;
        subject.expected = {{"content", content}};
        for (const std::string& field : company.seeks) {
            subject.sought.push_back({field, number});
        }
        if (company.with_lines) {
            subject.expected.emplace("line 1 item", "2 SKU-1");
            subject.expected.emplace("lines", "1");
        }
        subject.prediction.document.tax = predicted_tax;
        return subjects.emplace_back(std::move(subject));
    }
    void run() {
        ShadowRun(company, subjects, [this](const Request& request) {
            const bool cut = !cut_off.empty() && request.target.starts_with(cut_off);
            return cut ? Evidence{Outcome::maybe_sent, {}, "connection reset", 1}
                       : sage.exchange(request, 1);
        }).run();
    }
    Likeness likeness(std::size_t index) { return subjects.at(index).row.likeness; }
    std::string code(std::size_t index) {
        const std::vector<Problem>& problems = subjects.at(index).row.problems;
        return problems.empty() ? std::string() : problems.front().code;
    }

    FakeSage sage;
    FakeCompany company;
    std::vector<ShadowSubject> subjects;
    std::optional<Decimal> predicted_tax;
    std::string cut_off;  ///< requests whose target begins so are not answered
};

TEST_F(ShadowRunOf, the_next_field_is_asked_where_the_first_finds_nothing) {
    company.seeks = {"content", "reference"};
    sage.kept = {{"1", "A", "same"}, {"2", "x", "B"}};
    add("A");
    add("B", "B");
    add("C");
    run();
    EXPECT_EQ(likeness(0), Likeness::identical);
    EXPECT_EQ(subjects[0].row.found_by, "reference");
    EXPECT_EQ(likeness(1), Likeness::identical);
    EXPECT_EQ(subjects[1].row.found_by, "content");
    EXPECT_EQ(likeness(2), Likeness::missing);
}

TEST_F(ShadowRunOf, so_many_candidates_of_one_that_others_are_not_shown_hide_no_other) {
    company.page_size = 3;
    for (int key = 1; key <= 5; ++key) {
        sage.kept.push_back({std::to_string(key), "A", "same"});
    }
    sage.kept.push_back({"6", "B", "same"});
    add("A");
    add("B");
    add("C");
    run();
    EXPECT_EQ(likeness(0), Likeness::ambiguous);
    EXPECT_NE(subjects[0].row.problems.at(0).cause.find("more than 3"), std::string::npos);
    EXPECT_EQ(likeness(1), Likeness::identical);
    EXPECT_EQ(likeness(2), Likeness::missing);
}

TEST_F(ShadowRunOf, one_document_of_sage_never_stands_for_two) {
    sage.kept = {{"1", "A", "same"}, {"2", "B", "same"}};
    add("A");
    add("A");
    add("B");
    run();
    EXPECT_EQ(likeness(0), Likeness::ambiguous);
    EXPECT_EQ(code(0), "shadow.found_for_several");
    EXPECT_EQ(likeness(1), Likeness::ambiguous);
    EXPECT_EQ(likeness(2), Likeness::identical);
}

TEST_F(ShadowRunOf, lines_are_compared_and_those_that_are_not_shown_are_not_called_identical) {
    company.with_lines = true;
    sage.kept = {{"1", "A", "same"}, {"2", "B", "same", "3 SKU-1"}};
    add("A");
    add("B");
    run();
    EXPECT_EQ(likeness(0), Likeness::identical);
    EXPECT_EQ(likeness(1), Likeness::different);
    EXPECT_EQ(subjects[1].row.differences.at(0).field, "line 1");

    for (const int status : {403, 500}) {
        subjects.clear();
        sage.lines_status = status;
        add("A");
        run();
        EXPECT_EQ(likeness(0), Likeness::unanswered) << status;
        EXPECT_EQ(code(0), status == 403 ? "shadow.lines_hidden" : "shadow.unanswered");
    }
}

TEST_F(ShadowRunOf, tax_is_compared_where_both_sides_know_it) {
    sage.kept = {{"1", "A", "same"}};
    company.tax = Decimal::parse("1.36");
    predicted_tax = Decimal::parse("1.35");
    add("A");
    run();
    EXPECT_EQ(likeness(0), Likeness::different);
    ASSERT_EQ(subjects[0].row.differences.size(), 1U);
    EXPECT_EQ(subjects[0].row.differences[0].field, "tax");
    EXPECT_EQ(subjects[0].row.differences[0].expected, "1.35");
    EXPECT_EQ(subjects[0].row.differences[0].found, "1.36");
}

TEST_F(ShadowRunOf, documents_of_one_type_and_field_are_asked_for_together) {
    constexpr std::size_t of_one_type = limits::read_back_batch_max + 1;
    for (std::size_t number = 0; number < of_one_type; ++number) {
        sage.kept.push_back({std::to_string(number), "R" + std::to_string(number), "same"});
        add("R" + std::to_string(number));
    }
    add("C1", "same", "Credit");
    add("same").sought = {{"content", "other"}};
    run();
    EXPECT_EQ(sage.received.size(), 4U) << "fifty, the one left of them, another type and field";
    for (std::size_t number = 0; number < of_one_type; ++number) {
        EXPECT_EQ(likeness(number), Likeness::identical) << number;
    }
    EXPECT_EQ(likeness(of_one_type), Likeness::missing);
    EXPECT_EQ(likeness(of_one_type + 1), Likeness::missing);
}

TEST_F(ShadowRunOf, long_documents_are_asked_for_and_compared_apart) {
    company.with_lines = true;
    sage.kept = {{"1", "A", "same"}, {"2", "B", "same"}};
    for (const char* const number : {"A", "B"}) {
        Facts& expected = add(number).expected;
        for (std::size_t line = 0; line < limits::read_back_facts_max * 2 / 3; ++line) {
            expected.emplace("line " + std::to_string(line + 2) + " item", "2 SKU-1");
        }
    }
    run();
    EXPECT_EQ(sage.received.size(), 4U) << "each twice: itself, and its lines";
    for (const std::size_t number : {0U, 1U}) {
        EXPECT_EQ(likeness(number), Likeness::different);
        EXPECT_EQ(subjects[number].row.differences.size(), limits::shadow_differences_max);
    }
}

TEST_F(ShadowRunOf, more_lines_than_can_be_kept_are_a_difference_of_their_own_document) {
    company.with_lines = true;
    company.other_lines = limits::read_back_facts_max * 2 / 3;
    sage.kept = {{"1", "A", "same"}, {"2", "B", "same"}};
    add("A");
    add("B");
    run();
    for (const std::size_t number : {0U, 1U}) {
        ASSERT_EQ(subjects[number].row.differences.size(), 1U);
        EXPECT_EQ(subjects[number].row.differences[0].field, "lines");
        EXPECT_EQ(subjects[number].row.differences[0].expected, "1");
        EXPECT_TRUE(subjects[number].row.differences[0].found.starts_with("more than "));
    }
}

TEST_F(ShadowRunOf, lines_that_sage_does_not_answer_about_leave_the_document_unanswered) {
    company.with_lines = true;
    sage.kept = {{"1", "A", "same"}};
    cut_off = "/lines/";
    add("A");
    run();
    EXPECT_EQ(likeness(0), Likeness::unanswered);
    EXPECT_NE(subjects[0].row.problems.at(0).cause.find("connection reset"), std::string::npos);
}

TEST_F(ShadowRunOf, of_many_candidates_the_first_are_shown) {
    for (std::size_t key = 0; key <= limits::shadow_candidates_max; ++key) {
        sage.kept.push_back({std::to_string(key), "A", "same"});
    }
    add("A");
    run();
    EXPECT_EQ(likeness(0), Likeness::ambiguous);
    EXPECT_EQ(subjects[0].row.sage_documents.size(), limits::shadow_candidates_max);
}

TEST_F(ShadowRunOf, tax_that_one_side_does_not_know_is_no_difference) {
    sage.kept = {{"1", "A", "same"}};
    predicted_tax = Decimal::parse("1.35");
    add("A");
    run();
    EXPECT_EQ(likeness(0), Likeness::identical);
}

TEST_F(ShadowRunOf, a_closed_subject_is_left_as_it_is) {
    add("A");
    subjects[0].open = false;
    run();
    EXPECT_EQ(likeness(0), Likeness::not_mapped);
    EXPECT_TRUE(sage.received.empty());
}

}  // namespace
}  // namespace sage::testing
