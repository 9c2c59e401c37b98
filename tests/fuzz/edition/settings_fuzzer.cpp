// SPDX-License-Identifier: Apache-2.0
// Settings as create() reads them: the schema first, then the edition, then the address.
#include "sage-adapter/base/settings.h"
#include "sage-adapter/transport/address.h"
#include "tests/fuzz/edition/edition_under_fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sage;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Edition& edition = fuzz::fuzzed_edition();
    const Result<void> checked = check_settings(text, edition.settings_schema());
    if (!checked.ok()) {
        for (const Problem& problem : checked.error().problems) {
            fuzz::demand_shown(problem);
        }
        return 0;
    }
    const Result<std::unique_ptr<Company>> company = edition.configure(text);
    if (!company.ok()) {
        for (const Problem& problem : company.error().problems) {
            fuzz::demand_shown(problem);
        }
        return 0;
    }
    fuzz::demand(!company.value()->company_id().empty(), "a company has a name");
    const std::string& address = company.value()->connection().address;
    const Result<Address> parsed = parse_address(address);
    if (parsed.ok()) {
        fuzz::demand(address.size() > 8 && address.find('@') == std::string::npos,
                     "an address is a host and nothing else");
        fuzz::demand(parsed.value().host_header.find_first_of("\r\n/@ ") == std::string::npos,
                     "a host can stand in a header");
    } else {
        fuzz::demand_shown(parsed.error().first());
    }
    return 0;
}
