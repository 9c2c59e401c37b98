// SPDX-License-Identifier: Apache-2.0
// What an edition makes of the answer to a read-back of two documents of one type.
#include "tests/fuzz/edition/edition_under_fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sage;
    fuzz::Input input(data, size);
    const auto& [sent, reply] = fuzz::fuzzed_reply(input);
    std::vector<ReadBackSubject> subjects(2);
    for (ReadBackSubject& subject : subjects) {
        subject.sage_document.type = sent.sage_type;
        subject.sage_document.key = &subject == subjects.data() ? "1" : "2";
        subject.facts = sent.facts;
    }
    const Company& company = *fuzz::fuzzed().company;
    LookUp back = company.read_read_back(subjects, FindBy::key, reply);
    fuzz::demand(!back.usable || reply.status == 200, "only an answer is usable");
    fuzz::demand_look_up(back);
    // Whatever the lines' answer is, it changes what was found and nothing else.
    const std::size_t count = back.found.size();
    const Result<bool> more = company.add_lines(subjects, reply, back.found);
    fuzz::demand(more.ok() || !more.error().first().cause.empty(), "a refusal has its cause");
    fuzz::demand(back.found.size() == count, "lines add no document");
    for (const Found& found : back.found) {
        static_cast<void>(differences(sent.facts, found.facts));
    }
    return 0;
}
