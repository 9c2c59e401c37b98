// SPDX-License-Identifier: Apache-2.0
// The table of edges. Everything that can happen to a document is one row here; a pair of state and
// happening without a row cannot happen.
#include "sage-adapter/outbox/state.h"

#include <algorithm>

namespace sage {
namespace {

/// What must be true besides the state.
enum class Guard : std::uint8_t {
    none,
    not_in_sage,           ///< no attempt may have taken effect
    not_in_sage_or_proof,  ///< or its absence was confirmed afresh
    maybe_in_sage,         ///< an attempt may have taken effect
};

struct Edge {
    State from;
    Happening happening;
    State to;
    std::uint8_t number;
    Guard guard;
};

constexpr std::array<Edge, 22> edges = {{
    {State::queued, Happening::attempt_begun, State::sending, 2, Guard::not_in_sage},
    {State::queued, Happening::nothing_to_post, State::posted, 3, Guard::none},
    {State::queued, Happening::stopped_before_send, State::held, 4, Guard::none},
    {State::queued, Happening::refused_locally, State::rejected, 5, Guard::not_in_sage},
    {State::queued, Happening::withdrawn, State::withdrawn, 6, Guard::not_in_sage},
    {State::sending, Happening::done, State::posted, 7, Guard::none},
    {State::sending, Happening::refused, State::rejected, 8, Guard::none},
    {State::sending, Happening::not_sent, State::queued, 9, Guard::none},
    {State::sending, Happening::outcome_unknown, State::in_doubt, 10, Guard::none},
    {State::in_doubt, Happening::found_same, State::posted, 11, Guard::none},
    {State::in_doubt, Happening::proven_absent, State::queued, 12, Guard::none},
    {State::in_doubt, Happening::replay_refused, State::rejected, 13, Guard::none},
    {State::in_doubt, Happening::still_unclear, State::in_doubt, 14, Guard::none},
    {State::in_doubt, Happening::doubt_not_settled, State::held, 15, Guard::none},
    {State::held, Happening::decided_posted, State::posted, 16, Guard::none},
    {State::held, Happening::decided_send_again, State::queued, 16, Guard::not_in_sage_or_proof},
    {State::held, Happening::decided_withdrawn, State::withdrawn, 16, Guard::none},
    {State::posted, Happening::verified, State::posted, 17, Guard::none},
    {State::sending, Happening::held_by_cause, State::held, 18, Guard::none},
    {State::held, Happening::cause_gone, State::queued, 19, Guard::not_in_sage},
    {State::held, Happening::awaited_arrived, State::posted, 20, Guard::maybe_in_sage},
    {State::held, Happening::awaited_otherwise, State::held, 20, Guard::maybe_in_sage},
}};

bool holds(Guard guard, const DeliveryFacts& facts) {
    if (guard == Guard::maybe_in_sage) {
        return facts.maybe_in_sage;
    }
    return guard == Guard::none || !facts.maybe_in_sage ||
           (guard == Guard::not_in_sage_or_proof && facts.absence_confirmed);
}

}  // namespace

std::string_view text_of(State state) {
    switch (state) {
        case State::queued:
            return "queued";
        case State::sending:
            return "sending";
        case State::in_doubt:
            return "in_doubt";
        case State::posted:
            return "posted";
        case State::rejected:
            return "rejected";
        case State::held:
            return "held";
        case State::withdrawn:
            return "withdrawn";
    }
    return "";
}

std::optional<State> state_of(std::string_view text) {
    const auto* const found = std::find_if(states.begin(), states.end(),
                                           [&](State state) { return text_of(state) == text; });
    return found == states.end() ? std::nullopt : std::optional(*found);
}

bool is_final(State state) {
    return state == State::posted || state == State::rejected || state == State::withdrawn;
}

bool is_edge(State from, State to, std::uint8_t edge) {
    return std::any_of(edges.begin(), edges.end(), [&](const Edge& row) {
        return row.from == from && row.to == to && row.number == edge;
    });
}

std::optional<Step> transition(const DeliveryFacts& facts, Happening happening) {
    for (const Edge& row : edges) {
        if (row.from == facts.state && row.happening == happening && holds(row.guard, facts)) {
            return Step{row.to, row.number};
        }
    }
    return std::nullopt;
}

}  // namespace sage
