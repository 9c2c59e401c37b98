// SPDX-License-Identifier: Apache-2.0
// The buyer of a document as a customer of Sage: by the chain of the settings (matching.h), the
// guest customer where the settings let it, or the customer to whom what the document is about was
// posted. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/catalogue/catalogue.h"
#include "sage-adapter/document/document.h"
#include "sage-adapter/mapping/fit_text.h"
#include "sage-adapter/mapping/hold.h"
#include "sage-adapter/mapping/matching.h"

namespace sage {

/// Lives no longer than the settings it was made of.
struct CustomerRules {
    const CustomerMatching& matching;
    const std::string& guest;  ///< of the setting guestCustomer; empty: none
    EditionWords words;
};

/// Null where held. Adds a remark where the customer was found by another code than the account
/// code, or is the guest.
Mapped<const CatalogueRecord*> map_customer(const CustomerRules& rules, const Document& document,
                                            const Catalogue& catalogue,
                                            std::vector<Remark>& remarks);

/// Whether what map_customer() held documents for is gone: the root cause up to its colon, and what
/// follows that. Nothing: it is no cause of this.
std::optional<bool> customer_cause_gone(const CustomerRules& rules, std::string_view cause,
                                        std::string_view name, const Catalogue& catalogue);

/// Appends what of the settings cannot work: codes of customers that Sage does not have, the guest.
void check_customers(const CustomerRules& rules, const Catalogue& catalogue,
                     std::vector<Problem>& problems);

}  // namespace sage
