// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/item_of_code.h"

namespace sage {

const CatalogueRecord* item_of_code(const ItemMatching& matching, std::string_view code,
                                    const Catalogue& catalogue) {
    Item item;
    item.sellers_item_id = code;
    const Match found = match(matching.chain, item_keys(matching.chain, item), catalogue);
    return found.record != nullptr || found.inactive.empty()
               ? found.record
               : catalogue.find(matching.chain.kind, found.inactive);
}

}  // namespace sage
