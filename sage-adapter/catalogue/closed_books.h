// SPDX-License-Identifier: Apache-2.0
// Up to which day a company's books are closed, where an edition reads that from Sage: a field of
// its record of the company, under names that the core knows.
#pragma once

#include <string>
#include <string_view>

#include "sage-adapter/catalogue/catalogue.h"

namespace sage {

inline constexpr std::string_view company_kind = "company";
inline constexpr std::string_view closed_until_field = "lockDate";

/// YYYY-MM-DD, the last closed day; empty: none is closed, or the edition does not read it.
inline std::string closed_books(const Catalogue& catalogue) {
    const std::vector<const CatalogueRecord*> companies = catalogue.all(company_kind);
    return companies.empty() ? std::string()
                             : std::string(field_of(companies.front(), closed_until_field));
}

}  // namespace sage
