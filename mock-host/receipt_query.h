// SPDX-License-Identifier: Apache-2.0
// The receipt of a document, asked for as a host asks: by the query "receipt". The plugin is not
// connected: a copy of a data folder is enough.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "mock-host/result.h"
#include "mock-host/session.h"

namespace wms {

struct ReceiptQueryOptions {
    SessionOptions session;
    std::string message_id;
    std::function<void(std::string_view line)> say;
};

struct ReceiptQueryResult {
    std::string text;    ///< for people
    std::string answer;  ///< the plugin's JSON
    bool posted = false;
};

/// A Problem if the answer is none of the query "receipt".
Result<ReceiptQueryResult> read_receipt_answer(std::string_view answer);

/// A Problem if the run could not be made, or no such document was accepted.
Result<ReceiptQueryResult> ask_receipt(const ReceiptQueryOptions& options);

}  // namespace wms
