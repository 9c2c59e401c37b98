// SPDX-License-Identifier: Apache-2.0
// Writes the inputs that an edition's fuzzers begin with: what its simulator answers to every
// request the edition makes, right ones and wrong ones.
//   fuzz_EDITION_write_corpus plugins/EDITION/fuzz/corpus
#include <filesystem>
#include <fstream>
#include <set>

#include "tests/fuzz/edition/edition_under_fuzz.h"

namespace sage::fuzz {
namespace {

namespace files = std::filesystem;

void write(const files::path& folder, const std::string& name, const std::string& input) {
    files::create_directories(folder);
    std::ofstream(folder / name, std::ios::binary) << input;
}

/// Half of the text: what is left of a body that somebody rewrote in between.
Request damaged(Request request) {
    request.body.resize(request.body.size() / 2);
    return request;
}

void write_replies(const files::path& folder) {
    const Company& company = *fuzzed().company;
    for (std::size_t at = 0; at < fuzzed().sends.size(); ++at) {
        const Send& sent = fuzzed().sends[at];
        const std::string name = std::to_string(at);
        const std::string reference = reference_of(at);
        const Reply found_none = simulated_reply(company.look_up(sent, reference));
        write(folder / "look_up", name + "-none", input_of(at, found_none));
        Request other = sent.request;
        std::erase_if(other.headers, [](const Header& header) {
            return header.name.find("dempotency") != std::string::npos;
        });
        const Reply refused = simulated_reply(damaged(other));
        write(folder / "classify", name + "-refused", input_of(at, refused));
        const Reply posted = simulated_reply(sent.request);
        write(folder / "classify", name + "-posted", input_of(at, posted));
        const Reply changed = simulated_reply(damaged(sent.request));
        write(folder / "classify", name + "-changed", input_of(at, changed));
        const Reply found = simulated_reply(company.look_up(sent, reference));
        write(folder / "look_up", name + "-found", input_of(at, found));
        const Verdict verdict = company.classify(sent, posted);
        const std::vector<ReadBackSubject> subjects = {
            {verdict.sage_document, sent.facts, reference}};
        const Reply back = simulated_reply(company.read_back(subjects, FindBy::key));
        write(folder / "read_back", name + "-found", input_of(at, back));
    }
}

void write_catalogue(const files::path& folder) {
    const Company& company = *fuzzed().company;
    const std::vector<CatalogueRead> reads = company.catalogue_reads();
    std::set<std::string> kinds;
    for (std::size_t at = 0; at < reads.size(); ++at) {
        // One page of each kind is enough to begin with.
        if (!kinds.insert(reads[at].kind).second) {
            continue;
        }
        const Request request = company.catalogue_request(reads[at]);
        const std::string which(1, static_cast<char>(at));
        write(folder / "catalogue", reads[at].kind + "-page",
              which + input_of(0, simulated_reply(request)));
        if (!request.body.empty()) {
            write(folder / "catalogue", reads[at].kind + "-refused",
                  which + input_of(0, simulated_reply(damaged(request))));
        }
    }
}

}  // namespace
}  // namespace sage::fuzz

int main(int argc, char** argv) {
    sage::fuzz::demand(argc == 2, "the folder to write to is given");
    const std::filesystem::path folder = argv[1];
    sage::fuzz::write_replies(folder);
    sage::fuzz::write_catalogue(folder);
    sage::fuzz::write(folder / "settings", "simulated", sage::fuzz::fuzzed_settings());
    return 0;
}
