// SPDX-License-Identifier: Apache-2.0
// The documents that a scenario submits: one of the folder documents, with what the step says
// otherwise. The rest of the whole document is what a warehouse sends, so that a scenario only says
// what it is about.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <string>

#include "mock-host/result.h"
#include "mock-host/wms/documents.h"

namespace wms::scenarios {

/// How a step calls a document later: "DN-1", or "DN-1 v2".
std::string name_of(const std::string& id, const std::string& version);

/// Gives the messageId of a document that was handed over, by its name.
using MessageIds = std::function<Result<std::string>(const std::string&)>;
/// A value in which each text "messageId of DN-1", at any depth, is that messageId.
Result<boost::json::value> with_message_ids(const boost::json::value& value,
                                            const MessageIds& message_id);

/// @param step       a step with submit or preview
/// @param number     makes the messageId; equal numbers give equal ids
/// A Problem where a pointer leads nowhere, or lines stand where a document has none.
Result<Message> document_of(const boost::json::object& step, const std::string& kind,
                            const std::string& id, int number, const MessageIds& message_id);

}  // namespace wms::scenarios
