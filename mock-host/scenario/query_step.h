// SPDX-License-Identifier: Apache-2.0
// A question that the host asks the plugin in a scenario, and what must be in the answer.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "mock-host/host.h"
#include "mock-host/scenario/finding.h"
#include "mock-host/scenario/step_documents.h"

namespace wms::scenarios {

/// Asks `query` as it is, but for "messageId of DN-1", and for the member "after" where it is "next
/// of the last answer". What is compared is an object, as an expectation is: what it finds
/// otherwise, or leaves open, is a finding. A text is the code by which the plugin refuses.
/// @param wanted  in the codes of the edition
/// @param next    the member "next" of the last answer, then of this one where it has one
Result<Findings> ask(Host& host, const boost::json::object& query, const boost::json::value& wanted,
                     const MessageIds& message_id, boost::json::value& next);

/// The plugin's report of credentials, rights and settings; what is compared is as above.
Result<Findings> report_of(Host& host, const boost::json::value& wanted);

}  // namespace wms::scenarios
