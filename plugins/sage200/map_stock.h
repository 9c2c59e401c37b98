// SPDX-License-Identifier: Apache-2.0
// Movements of stock as stock transfers of Sage 200: one for each line, since Sage moves one
// product at a time. The last line is the document's own; those before it are steps, each with a
// reference of its own (Company::precursor). All functions are pure and thread-safe.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "plugins/sage200/map.h"
#include "plugins/sage200/wire_stock.h"

namespace sage::sage200 {

// ---- map_stock.cpp

/// By the settings: a transfer between sites, or an adjustment that takes away and for which there
/// is a place to write it off to. What adds stock, and receipts, Sage has no way for.
/// But what corrects such an adjustment goes the same way back.
bool becomes_transfers(const Settings& settings, const Document& document,
                       const std::vector<Related>& related);

/// As Company::precursor(): the next line of such a document that is not in Sage, but for the last.
std::optional<Document> line_before(const Settings& settings, const Document& document,
                                    const std::vector<Related>& related);

/// The target of the document is stock. Asks Sage first for the bins of the product.
Preparation prepare_stock(const Settings& settings, const PreparationInput& input);

/// Names of root causes, before the colon.
inline constexpr std::string_view bin_cause = "bin";
inline constexpr std::string_view write_off_cause = "write-off-warehouse";

// ---- map_stock_line.cpp: one line

/// One line as it is to be moved; the places without their bins.
struct Movement {
    const CatalogueRecord* product = nullptr;
    const CatalogueRecord* from = nullptr;
    const CatalogueRecord* to = nullptr;
    std::string from_bin;  ///< empty: nobody says which
    std::string to_bin;
    Decimal quantity;
};
/// Held when something of it is unknown, or is no whole number of Sage's smallest quantity.
Mapped<Movement> map_movement(const Settings& settings, const PreparationInput& input,
                              std::size_t index, std::vector<Remark>& remarks);
/// What holds a line for its item is gone; the name is that after the colon of its root cause.
bool stock_item_is_there(const Settings& settings, std::string_view name,
                         const Catalogue& catalogue);
/// The bin of a product in a warehouse; `site` is what the setting for it is named by.
Mapped<BinHolding> choose_bin(const std::vector<BinHolding>& holdings, const Movement& movement,
                              bool source, std::string_view site);

}  // namespace sage::sage200
