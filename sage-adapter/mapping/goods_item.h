// SPDX-License-Identifier: Apache-2.0
// The item of a line as an item of Sage: by the chain of the settings (matching.h), the substitute
// that they name, or the item in which the line is in the books. Pure; any thread.
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

/// Lives no longer than the settings it was made of. For Sages that call items products.
struct GoodsItemRules {
    const ItemMatching& matching;
    /// Of a record that is not active, as Sage has it: " is inactive, or not for sale".
    std::string_view inactive;
    EditionWords words;
};

struct GoodsItem {
    const CatalogueRecord* record = nullptr;  ///< null where held
    std::string description;                  ///< where a substitute stands for it
};

/// `pointer` is that of the line. Adds a remark where the item was found by another code than its
/// own, or is the substitute, which `may_substitute` does not let in: no other item stands for one
/// whose stock is moved.
Mapped<GoodsItem> map_goods_item(const GoodsItemRules& rules, const Catalogue& catalogue,
                                 const Line& line, const std::string& pointer,
                                 std::vector<Remark>& remarks, bool may_substitute = true);

/// As customer_cause_gone().
std::optional<bool> goods_item_cause_gone(const GoodsItemRules& rules, std::string_view cause,
                                          std::string_view name, const Catalogue& catalogue);

}  // namespace sage
