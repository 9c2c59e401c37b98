// SPDX-License-Identifier: Apache-2.0
// Whether the plugin's journal is whole, asked for as a host asks: by the query "verify", with the
// heads that the host's audit trail was given, and by the query "journal", whose rows the audit
// trail is compared with. The plugin is not connected: a copy of a data folder is enough.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "mock-host/result.h"
#include "mock-host/session.h"

namespace wms {

struct VerifyQueryOptions {
    SessionOptions session;  ///< with the data folder of the run, or a copy of it
    bool audit = false;      ///< compare the audit trail in that folder, too
    std::function<void(std::string_view line)> say;
};

struct VerifyQueryResult {
    std::string text;    ///< for people
    std::string answer;  ///< the plugin's JSON, with the member "audit" where that was compared
    bool whole = false;
};

/// A Problem if the answer is none of the query "verify".
Result<VerifyQueryResult> read_verify_answer(std::string_view answer);

/// A Problem if the run could not be made.
Result<VerifyQueryResult> ask_verify(const VerifyQueryOptions& options);

}  // namespace wms
