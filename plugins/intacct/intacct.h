// SPDX-License-Identifier: Apache-2.0
// The Sage Intacct edition: pure functions between the warehouse's documents and Sage Intacct's
// REST interface. The folder's front door; each group of declarations names the file it is in.
//
// Nothing here performs I/O, keeps state or knows about attempts, time or threads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/intacct/map.h"
#include "plugins/intacct/settings.h"
#include "plugins/intacct/wire.h"
#include "sage-adapter/edition.h"

namespace sage {

/// The edition's one entry. Constant; lives until the process ends.
const Edition& intacct_edition();

namespace intacct {

// ---- entity.cpp: where documents are posted
// -----------------------------------------------------------------------------------

/// Why nothing can be posted: the entity of the settings is not among those that Sage lists.
/// Nothing where it is, where the settings name none, and where Sage lists none to this user.
std::optional<Hold> unknown_entity(const Settings& settings, const Catalogue& catalogue);
/// Holds what would be posted in an unknown entity; of the rest, where Sage's own model of the
/// definition has the entity, it becomes a fact that the read-back compares.
void place_in_entity(const Settings& settings, const Catalogue& catalogue,
                     Preparation& preparation);
/// Why nothing more is posted: a read-back showed a document in another entity.
std::optional<Hold> wrong_entity(const Settings& settings, const std::vector<Difference>& wrong);

// ---- catalogue.cpp, catalogue_causes.cpp
// -----------------------------------------------------------------------------------

std::vector<CatalogueRead> catalogue_reads(const Settings& settings);
Request catalogue_request(const Settings& settings, const CatalogueRead& read);
Result<CataloguePage> read_catalogue_page(const CatalogueRead& read, const Reply& reply);

/// True if the settings or the catalogue no longer give this reason to hold documents.
bool cause_gone(const Settings& settings, std::string_view root_cause, const Catalogue& catalogue);

}  // namespace intacct
}  // namespace sage
