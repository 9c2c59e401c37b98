// SPDX-License-Identifier: Apache-2.0
// In which terms the lines of a document went to Sage, as they are kept with each of its attempts.
// Most documents have a line or more, so it is short: what a line has as the one before is not
// written again. Pure; any thread.
#pragma once

#include <boost/json/fwd.hpp>

#include "sage-adapter/mapping/posted_terms.h"

namespace sage {

/// Adds the member "terms", unless there are none.
void add_terms(boost::json::object& object, const SentTerms& terms);

/// What add_terms() added; of what was kept before units and places were, these are absent.
SentTerms terms_of(const boost::json::value& value);

}  // namespace sage
