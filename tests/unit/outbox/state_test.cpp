// SPDX-License-Identifier: Apache-2.0
// Plan: every state with every happening and all facts against a table written by hand, one letter
// per cell, so that a wrong edge, a missing edge and a wrong guard each show; texts; finality.
#include "sage-adapter/outbox/state.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

namespace sage {
namespace {

constexpr std::size_t happenings = static_cast<std::size_t>(Happening::verified) + 1;

/// What a row of the table says: from each state, in the order queued, sending, in_doubt, posted,
/// rejected, held, withdrawn, the letter of the state it leads to; '.' where it must not happen.
/// q queued, s sending, d in doubt, p posted, r rejected, h held, w withdrawn.
struct Row {
    Happening happening;
    std::string_view plain;            ///< nothing of it can be in Sage
    std::string_view maybe;            ///< something may be in Sage
    std::string_view maybe_confirmed;  ///< it may have been, but absence was confirmed
    int edge;
};

constexpr std::array<Row, happenings> table = {{
    {Happening::attempt_begun, "s......", ".......", ".......", 2},
    {Happening::nothing_to_post, "p......", "p......", "p......", 3},
    {Happening::stopped_before_send, "h......", "h......", "h......", 4},
    {Happening::refused_locally, "r......", ".......", ".......", 5},
    {Happening::withdrawn, "w......", ".......", ".......", 6},
    {Happening::done, ".p.....", ".p.....", ".p.....", 7},
    {Happening::refused, ".r.....", ".r.....", ".r.....", 8},
    {Happening::not_sent, ".q.....", ".q.....", ".q.....", 9},
    {Happening::outcome_unknown, ".d.....", ".d.....", ".d.....", 10},
    {Happening::found_same, "..p....", "..p....", "..p....", 11},
    {Happening::proven_absent, "..q....", "..q....", "..q....", 12},
    {Happening::replay_refused, "..r....", "..r....", "..r....", 13},
    {Happening::still_unclear, "..d....", "..d....", "..d....", 14},
    {Happening::doubt_not_settled, "..h....", "..h....", "..h....", 15},
    {Happening::decided_posted, ".....p.", ".....p.", ".....p.", 16},
    {Happening::decided_send_again, ".....q.", ".......", ".....q.", 16},
    {Happening::decided_withdrawn, ".....w.", ".....w.", ".....w.", 16},
    {Happening::held_by_cause, ".h.....", ".h.....", ".h.....", 18},
    {Happening::cause_gone, ".....q.", ".......", ".......", 19},
    {Happening::awaited_arrived, ".......", ".....p.", ".....p.", 20},
    {Happening::awaited_otherwise, ".......", ".....h.", ".....h.", 20},
    {Happening::verified, "...p...", "...p...", "...p...", 17},
}};

char letter_of(State state) {
    switch (state) {
        case State::queued:
            return 'q';
        case State::sending:
            return 's';
        case State::in_doubt:
            return 'd';
        case State::posted:
            return 'p';
        case State::rejected:
            return 'r';
        case State::held:
            return 'h';
        case State::withdrawn:
            return 'w';
    }
    return '?';
}

std::string seen(Happening happening, bool maybe_in_sage, bool absence_confirmed, int edge) {
    std::string letters;
    for (const State state : states) {
        const std::optional<Step> step =
            transition({state, maybe_in_sage, absence_confirmed}, happening);
        letters += step.has_value() ? letter_of(step->to) : '.';
        if (step.has_value()) {
            EXPECT_EQ(step->edge, edge) << "happening " << static_cast<int>(happening);
        }
    }
    return letters;
}

TEST(OutboxState, table_names_every_happening_once) {
    std::set<Happening> named;
    for (const Row& row : table) {
        named.insert(row.happening);
    }
    EXPECT_EQ(named.size(), happenings);
}

TEST(OutboxState, every_state_and_happening_leads_where_the_table_says) {
    for (const Row& row : table) {
        const int number = static_cast<int>(row.happening);
        EXPECT_EQ(seen(row.happening, false, false, row.edge), row.plain) << number;
        EXPECT_EQ(seen(row.happening, true, false, row.edge), row.maybe) << number;
        EXPECT_EQ(seen(row.happening, true, true, row.edge), row.maybe_confirmed) << number;
    }
}

TEST(OutboxState, confirmed_absence_forbids_nothing) {
    for (const Row& row : table) {
        EXPECT_EQ(seen(row.happening, false, true, row.edge), row.plain)
            << static_cast<int>(row.happening);
    }
}

TEST(OutboxState, lost_reply_goes_in_doubt) {
    const std::optional<Step> step =
        transition({State::sending, false, false}, Happening::outcome_unknown);
    ASSERT_TRUE(step.has_value());
    EXPECT_EQ(step->to, State::in_doubt);
    EXPECT_EQ(step->edge, 10);
}

TEST(OutboxState, nothing_in_doubt_is_ever_sent) {
    for (std::size_t number = 0; number < happenings; ++number) {
        for (const bool confirmed : {false, true}) {
            const std::optional<Step> step =
                transition({State::in_doubt, true, confirmed}, static_cast<Happening>(number));
            EXPECT_FALSE(step.has_value() && step->to == State::sending) << number;
        }
    }
}

TEST(OutboxState, final_states_are_never_left) {
    for (const State state : {State::posted, State::rejected, State::withdrawn}) {
        for (std::size_t number = 0; number < happenings; ++number) {
            const std::optional<Step> step =
                transition({state, false, true}, static_cast<Happening>(number));
            EXPECT_TRUE(!step.has_value() || step->to == state) << text_of(state) << number;
        }
    }
}

TEST(OutboxState, only_posted_rejected_and_withdrawn_are_final) {
    std::string finals;
    for (const State state : states) {
        finals += is_final(state) ? letter_of(state) : '.';
    }
    EXPECT_EQ(finals, "...pr.w");
}

TEST(OutboxState, edges_are_those_of_the_table_and_no_others) {
    std::set<std::tuple<State, State, int>> expected;
    for (const Row& row : table) {
        for (std::size_t from = 0; from < states.size(); ++from) {
            for (const State to : states) {
                if (row.plain[from] == letter_of(to) || row.maybe[from] == letter_of(to)) {
                    expected.insert({states[from], to, row.edge});
                }
            }
        }
    }
    EXPECT_EQ(expected.size(), 22U);
    for (const State from : states) {
        for (const State to : states) {
            for (int edge = 0; edge < 256; ++edge) {
                EXPECT_EQ(is_edge(from, to, static_cast<std::uint8_t>(edge)),
                          expected.contains({from, to, edge}))
                    << text_of(from) << " to " << text_of(to) << " E" << edge;
            }
        }
    }
}

TEST(OutboxState, texts_are_the_enumerators_names) {
    std::string all;
    for (const State state : states) {
        all += std::string(text_of(state)) + " ";
        EXPECT_EQ(state_of(text_of(state)), state);
    }
    EXPECT_EQ(all, "queued sending in_doubt posted rejected held withdrawn ");
}

TEST(OutboxState, what_is_no_state_has_no_text) {
    EXPECT_EQ(text_of(static_cast<State>(states.size())), "");
}

TEST(OutboxState, other_texts_are_no_state) {
    for (const std::string_view text : {"", "Queued", "queued ", "inDoubt", "posted\n"}) {
        EXPECT_FALSE(state_of(text).has_value()) << text;
    }
}

}  // namespace
}  // namespace sage
