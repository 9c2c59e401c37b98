// SPDX-License-Identifier: Apache-2.0
// What the plugin says would become of a document, asked for as a host asks: by the query
// "preview". Nothing is handed over.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "mock-host/result.h"
#include "mock-host/session.h"

namespace wms {

struct PreviewQueryOptions {
    SessionOptions session;  ///< with the data folder of a run, for a Sage that holds things
    std::filesystem::path document;  ///< as it would be submitted
    std::function<void(std::string_view line)> say;
};

struct PreviewQueryResult {
    std::string outcome;  ///< post, postNothing, hold, refuse
    std::string text;     ///< for people
    std::string answer;   ///< the plugin's JSON

    /// Whether it would go through without a person.
    bool goes_through() const { return outcome == "post" || outcome == "postNothing"; }
};

/// A Problem if the answer is none of this query.
Result<PreviewQueryResult> read_preview_answer(std::string_view answer);

/// A Problem if the run could not be made, or the document is no JSON.
Result<PreviewQueryResult> ask_preview(const PreviewQueryOptions& options);

}  // namespace wms
