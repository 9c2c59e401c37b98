// SPDX-License-Identifier: Apache-2.0
// What an edition makes of a page of Sage's master data, and of settings against such a catalogue.
// A byte chooses what was read; then a reply as the other fuzzers of an edition take it.
#include "tests/fuzz/edition/edition_under_fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sage;
    fuzz::Input input(data, size);
    const Company& company = *fuzz::fuzzed().company;
    static const auto& reads = *new std::vector<CatalogueRead>(company.catalogue_reads());
    const std::size_t choice = input.byte();
    CatalogueRead read = reads[choice % reads.size()];
    if (!read.object.empty() && choice >= 2 * reads.size()) {
        read.since = "2026-11-01T00:00:00Z";
        read.count = choice % 2 == 0;
    }
    const auto& [sent, reply] = fuzz::fuzzed_reply(input);
    Result<CataloguePage> page = company.read_catalogue_page(read, reply);
    if (!page.ok()) {
        fuzz::demand_shown(page.error().first());
        return 0;
    }
    for (const CatalogueRecord& record : page.value().records) {
        fuzz::demand(!record.kind.empty() && !record.id.empty(), "a record has a kind and a name");
        fuzz::demand_text(record.id);
        fuzz::demand_text(record.name);
        for (const auto& [name, value] : record.fields) {
            fuzz::demand_text(value);
        }
    }
    if (!page.value().next.empty()) {
        CatalogueRead further = read;
        further.after = page.value().next;
        fuzz::demand(further.after != read.after, "a further page is another page");
        static_cast<void>(company.catalogue_request(further));
    }
    for (const Problem& problem : company.check(Catalogue(std::move(page.value().records), 1))) {
        fuzz::demand_shown(problem);
    }
    return 0;
}
