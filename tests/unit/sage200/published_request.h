// SPDX-License-Identifier: Apache-2.0
// What the edition sends against what Sage publishes of its interface, where that lies beside the
// project (../shared): addresses, fields of bodies and of queries.
#pragma once

#include <string>

#include "sage-adapter/transport/transport.h"

namespace sage::test {

/// Whether Sage's files are there; without them nothing is found wrong.
bool is_published();

/// What of the request Sage does not publish: an address or verb that is none, a field that is
/// unknown, read-only, of another kind, too long or too fine, one that is missing, or a field of
/// $filter, $orderby, $select or $expand that the answer has not. Empty: nothing.
std::string unpublished(const Request& request);

}  // namespace sage::test
