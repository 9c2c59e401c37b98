// SPDX-License-Identifier: Apache-2.0
// What a site of Sage 200 may lack, because of its release or its edition: resources, and fields of
// orders. It is asked for with the catalogue, where the settings need it, by questions that change
// nothing and lock nothing; that it is not there is a fact of the catalogue and no error. Sources:
// the changelogs in Sage's OpenAPI files, and its release notes. All functions are pure and
// thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage200/settings.h"
#include "sage-adapter/edition.h"

namespace sage::sage200 {

namespace offer {
/// What is asked for it is in offers.cpp.
inline constexpr std::string_view confirm_despatch = "sop_confirm_despatch";
inline constexpr std::string_view couriers = "couriers";
inline constexpr std::string_view stock_transfers = "stock_transfers";
inline constexpr std::string_view stocktakes = "stocktakes";
/// Of orders and their lines, all fields of a group by the name of its first one.
inline constexpr std::string_view spare_fields = "spare_text_1";
inline constexpr std::string_view more_analysis_codes = "analysis_code_6";
}  // namespace offer

enum class Offered : std::uint8_t {
    unknown,  ///< it was not asked for, or the answer said neither
    yes,
    no,
    forbidden,  ///< the user's role may not read it
};

/// A record of kind::offer: what the site said of it.
CatalogueRecord offer_record(std::string_view name, Offered offered);
/// By the catalogue.
Offered offered(const Catalogue& catalogue, std::string_view name);

/// The question for a resource, and what its answer makes of it.
Request ask_offer(const Books& books, const CatalogueRead& read);
Result<CataloguePage> read_offer(const CatalogueRead& read, const Reply& reply);

/// The group that a field of orders came with; empty: orders always had it.
std::string_view group_of(std::string_view order_field);

/// "needs sop_confirm_despatch, which Sage 200 has since its release of August 2022": what to say
/// of something that is not there.
std::string lacking(std::string_view name);
/// Holds a document for what the site does not offer; `name` as above. Nothing: it does, as far as
/// is known.
std::optional<Hold> not_offered(const Catalogue& catalogue, std::string_view name);

/// What the settings need and the site does not have, by the setting. Appends nothing where they do
/// not need it.
void check_offers(const Settings& settings, const Catalogue& catalogue,
                  std::vector<Problem>& problems);

}  // namespace sage::sage200
