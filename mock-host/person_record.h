// SPDX-License-Identifier: Apache-2.0
// What people do with the connector, in the audit trail of the data folder beside what the plugin
// announces: who, what, when, before and after. Written before it takes effect.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "mock-host/result.h"

namespace wms {

struct PersonRecord {
    std::string person;   ///< empty: the user of the operating system
    std::string action;   ///< "settings", "promote", "decide", "authorise" …
    std::string about;    ///< the document, folder or file it is about; may be empty
    std::string before;   ///< JSON; empty: nothing was there
    std::string after;    ///< JSON; empty: nothing is there
    std::string refused;  ///< the code it was refused with; empty: it is done
    std::string reason;   ///< in the person's words; may be empty
};

/// The line, without its break.
std::string text_of(const PersonRecord& record, std::int64_t now_ms);

/// On disk in audit.jsonl when this returns well.
Done record_person(const std::filesystem::path& folder, const PersonRecord& record,
                   std::int64_t now_ms);

}  // namespace wms
