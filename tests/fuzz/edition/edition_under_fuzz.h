// SPDX-License-Identifier: Apache-2.0
// One edition, ready to be fuzzed: configured and with a catalogue, both from its own simulator,
// and one request of every kind it sends. Works for any edition that has a simulator; which one is
// decided where the fuzzer is linked (CMakeLists.txt writes fuzzed_edition.inc).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/edition.h"
#include "tests/fuzz/fuzz.h"

namespace sage::fuzz {

const Edition& fuzzed_edition();

/// Settings that fit the simulated company, with an address where nobody listens.
const std::string& fuzzed_settings();

struct Fuzzed {
    std::unique_ptr<Company> company;
    Catalogue catalogue;
    std::vector<Send> sends;
};

/// Made on first use. The program ends with the reason if that fails.
const Fuzzed& fuzzed();

/// A byte for which request it answers, one for the status, a line for one header, and the body.
struct FuzzedReply {
    const Send& sent;
    Reply reply;
};
FuzzedReply fuzzed_reply(Input& input);

/// The external reference that a request was prepared with.
std::string reference_of(std::size_t request);
/// What the edition's simulator answers, and the input that stands for this reply to that request.
Reply simulated_reply(Request request);
std::string input_of(std::size_t request, const Reply& reply);

/// The properties of a problem that a person will see.
void demand_shown(const Problem& problem);
/// Text that goes into the outbox, events and log lines.
void demand_text(std::string_view text);
void demand_look_up(const LookUp& look_up);

}  // namespace sage::fuzz
