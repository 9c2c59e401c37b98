// SPDX-License-Identifier: Apache-2.0
// What `check` says of the user's rights in Sage.
#pragma once

#include <boost/json/fwd.hpp>

#include "sage-adapter/catalogue/rights.h"
#include "sage-adapter/edition.h"

namespace sage {

/// What the company of an edition tells of rights; null: nothing.
const TellsRights* rights_told_by(const Company& company);

/// Puts "rights" and "rightsNotShown" into the answer; neither, where nothing is told.
void add_rights(const TellsRights* told, const Catalogue& catalogue, boost::json::object& answer);

}  // namespace sage
