// SPDX-License-Identifier: Apache-2.0
// What an edition makes of a reply to a write. Whatever the reply: "done" needs a key and a
// success, everything else a problem that a person can act on, and the same reply gives the same
// verdict.
#include "tests/fuzz/edition/edition_under_fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sage;
    fuzz::Input input(data, size);
    const auto& [sent, reply] = fuzz::fuzzed_reply(input);
    const Company& company = *fuzz::fuzzed().company;
    const Verdict verdict = company.classify(sent, reply);
    if (verdict.judgement == Judgement::done) {
        fuzz::demand(reply.status >= 200 && reply.status < 300, "done is a success");
        fuzz::demand(!verdict.sage_document.key.empty(), "done has a key");
    } else {
        fuzz::demand_shown(verdict.problem);
    }
    fuzz::demand(
        (verdict.judgement != Judgement::refused && verdict.judgement != Judgement::refused_cause &&
         verdict.judgement != Judgement::configuration) ||
            reply.status < 500,
        "a definite refusal is no server error");
    for (const std::string* text : {&verdict.root_cause, &verdict.sage_document.key,
                                    &verdict.sage_document.number, &verdict.sage_document.url}) {
        fuzz::demand_text(*text);
    }
    const Verdict again = company.classify(sent, reply);
    fuzz::demand(again.judgement == verdict.judgement && again.problem == verdict.problem &&
                     again.root_cause == verdict.root_cause &&
                     again.sage_document.key == verdict.sage_document.key &&
                     again.cached_under_key == verdict.cached_under_key,
                 "the same reply gives the same verdict");
    return 0;
}
