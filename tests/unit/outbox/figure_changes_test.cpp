// SPDX-License-Identifier: Apache-2.0
// Plan: what each step of a document adds and takes away; what comes to nothing is no row; quarters
// of an hour and where the first whole one begins. That the stores keep what is told here is shown
// by overview_test.cpp.
#include "sage-adapter/outbox/figure_changes.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

namespace sage {
namespace {

constexpr std::string_view type = "despatchAdvice";
constexpr std::int64_t quarter = 1'700'000'100'000 - 1'700'000'100'000 % quarter_ms;

using Rows = std::map<FigurePlace, std::int64_t>;

TEST(FigureChanges, document_that_comes_is_open) {
    FigureChanges changes;
    changes.came({State::queued, type, "", ""});
    changes.came({State::queued, type, "", ""});
    EXPECT_EQ(changes.added(), (Rows{{{"open", 0, "despatchAdvice", "queued"}, 2}}));
    changes.clear();
    EXPECT_TRUE(changes.added().empty());
}

TEST(FigureChanges, what_comes_and_ends_in_one_transaction_has_ended_and_is_no_longer_open) {
    FigureChanges changes;
    changes.came({State::queued, type, "", ""});
    changes.moved({State::sending, type, "", ""}, {State::posted, type, "", ""}, quarter + 5);
    EXPECT_EQ(changes.added(), (Rows{{{"ended", quarter, "despatchAdvice", "posted"}, 1}}));
}

TEST(FigureChanges, what_is_held_counts_for_its_cause_and_a_precursor_does_not) {
    FigureChanges changes;
    changes.moved({State::queued, type, "", ""}, {State::held, type, "item:A", ""}, quarter);
    EXPECT_EQ(changes.added(), (Rows{{{"cause", 0, "", "item:A"}, 1},
                                     {{"open", 0, "despatchAdvice", "held"}, 1},
                                     {{"open", 0, "despatchAdvice", "queued"}, -1}}));
    changes.clear();
    const std::string precursor = std::string(type) + ".precursor2";
    changes.moved({State::held, precursor, "item:A", ""}, {State::queued, precursor, "", ""}, 0);
    EXPECT_FALSE(changes.added().contains({"cause", 0, "", "item:A"}));
}

TEST(FigureChanges, finding_counts_by_the_code_of_its_first_problem) {
    for (const auto& [problem, code] :
         {std::pair(R"({"code":"a.b"})", "a.b"), std::pair(R"([{"code":"c"},{"code":"d"}])", "c"),
          std::pair("[]", ""), std::pair("{\"code\":3}", ""), std::pair("no json", "")}) {
        FigureChanges changes;
        changes.moved({State::posted, type, "", ""}, {State::posted, type, "", problem}, quarter);
        EXPECT_EQ(changes.added(), (Rows{{{"finding", 0, "", code}, 1}})) << problem;
    }
}

TEST(FigureChanges, whole_quarters_begin_at_a_quarter_or_with_the_next) {
    EXPECT_EQ(next_quarter(0), 0);
    EXPECT_EQ(next_quarter(quarter), quarter);
    EXPECT_EQ(next_quarter(quarter + 1), quarter + quarter_ms);
    EXPECT_EQ(next_quarter(quarter - 1), quarter);
}

TEST(FigureChanges, rows_add_up_to_what_is_shown) {
    TypeFigures figures;
    add_open(figures, "queued", 3);
    add_open(figures, "held", 2);
    add_open(figures, "in_doubt", 1);
    add_ended(figures, "posted", 7);
    add_ended(figures, "rejected", 5);
    add_ended(figures, "withdrawn", 4);
    EXPECT_EQ(figures, (TypeFigures{6, 1, 2, 7, 5, 4}));
}

}  // namespace
}  // namespace sage
