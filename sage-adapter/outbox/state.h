// SPDX-License-Identifier: Apache-2.0
// The delivery state machine as a pure function: nothing but the edges listed here can happen.
// The numbers E1 to E20 are those of ARCHITECTURE.md, "Delivery".
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sage {

enum class State : std::uint8_t { queued, sending, in_doubt, posted, rejected, held, withdrawn };

inline constexpr std::array<State, 7> states = {State::queued,   State::sending,  State::in_doubt,
                                                State::posted,   State::rejected, State::held,
                                                State::withdrawn};

/// The text in the database, in events and in the log: the enumerator's own name.
std::string_view text_of(State state);
std::optional<State> state_of(std::string_view text);

/// Posted, rejected and withdrawn are never left again.
bool is_final(State state);

/// What happened to a document.
enum class Happening : std::uint8_t {
    attempt_begun,        ///< E2
    nothing_to_post,      ///< E3: the settings post nothing for it, or Sage has it already
    stopped_before_send,  ///< E4: held before any request
    refused_locally,      ///< E5
    withdrawn,            ///< E6
    done,                 ///< E7
    refused,              ///< E8
    not_sent,             ///< E9: evidence says no byte left, or the verdict says not processed
    outcome_unknown,      ///< E10: also a lease that ran out and `sending` found at start-up
    found_same,           ///< E11
    proven_absent,        ///< E12
    replay_refused,       ///< E13
    still_unclear,        ///< E14
    doubt_not_settled,    ///< E15: several found, other content, no way to look, too old
    decided_posted,       ///< E16
    decided_send_again,   ///< E16
    decided_withdrawn,    ///< E16
    held_by_cause,        ///< E18
    cause_gone,           ///< E19
    awaited_arrived,      ///< E20: what a person was to do shows in Sage, as it was sent
    awaited_otherwise,    ///< E20: it shows otherwise, or more than once: a person decides
    verified,             ///< E17: stays posted
};

/// What the guards need to know.
struct DeliveryFacts {
    State state = State::queued;
    /// An attempt ended without proof that nothing happened, and its absence was never proven
    /// since.
    bool maybe_in_sage = false;
    /// A fresh look-up says absent, or a person states "checked in Sage by hand".
    bool absence_confirmed = false;
};

struct Step {
    State to = State::queued;
    std::uint8_t edge = 0;  ///< the number behind the E
};

/// Whether the table of edges holds this one, whatever its guards: the store refuses all others.
bool is_edge(State from, State to, std::uint8_t edge);

/// The edge taken, or nothing: then it must not happen and nothing may be written.
std::optional<Step> transition(const DeliveryFacts& facts, Happening happening);

}  // namespace sage
