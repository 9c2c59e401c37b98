// SPDX-License-Identifier: Apache-2.0
// What an edition makes of the answer to a look-up: proof of presence or absence, so anything that
// is not a whole answer must be "not usable", with the reason.
#include "tests/fuzz/edition/edition_under_fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sage;
    fuzz::Input input(data, size);
    const auto& [sent, reply] = fuzz::fuzzed_reply(input);
    const LookUp look_up = fuzz::fuzzed().company->read_look_up(sent, reply);
    fuzz::demand(!look_up.usable || reply.status == 200, "only an answer is usable");
    fuzz::demand_look_up(look_up);
    return 0;
}
