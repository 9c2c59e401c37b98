// SPDX-License-Identifier: Apache-2.0
// The buyer of a document to a customer of Sage.
#include "plugins/intacct/intacct.h"

namespace sage::intacct {

CustomerRules customer_rules(const Settings& settings) {
    return {settings.customers, settings.guest_customer, {"intacct", "Sage Intacct"}};
}

Mapped<std::string> map_customer(const Settings& settings, const PreparationInput& input,
                                 std::vector<Remark>& remarks) {
    Mapped<const CatalogueRecord*> found =
        sage::map_customer(customer_rules(settings), input.document, input.catalogue, remarks);
    return {found.value == nullptr ? std::string() : found.value->id, std::move(found.hold)};
}

}  // namespace sage::intacct
