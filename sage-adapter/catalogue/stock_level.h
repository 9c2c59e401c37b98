// SPDX-License-Identifier: Apache-2.0
// What a Sage shows of the stock of its items: whether it shows any, at what places, and how it is
// asked. An edition says so itself, beside its Company, and by its settings alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/catalogue/catalogue.h"
#include "sage-adapter/document/decimal.h"
#include "sage-adapter/transport/transport.h"

namespace sage {

/// A field of an item of that name has the quantity on hand at all places together, in the unit in
/// which Sage counts the item: where figures are read with the master data.
inline constexpr std::string_view on_hand_field = "onHand:";

/// For what a Sage keeps one figure.
enum class StockGrain : std::uint8_t {
    none,           ///< it shows no quantities, or these settings move no stock
    item,           ///< an item, at all its places together
    item_and_site,  ///< an item at a place: a warehouse of Sage
};

/// So many items are asked about at once, at most.
inline constexpr std::size_t stock_items_max = 40;

struct StockQuestion {
    std::vector<const CatalogueRecord*> items;  ///< at least one
    std::string after;                          ///< continues a page; empty: the first
};

struct StockFigure {
    std::string item;       ///< id of its record
    std::string warehouse;  ///< as ShowsStock::stock_warehouse() says it
    Decimal on_hand;        ///< in the unit in which Sage counts the item
};

struct StockPage {
    std::vector<StockFigure> figures;
    std::string next;  ///< the `after` of the next page; empty: that was the last
};

/// What a Company is besides, whose Sage shows quantities. Pure; any thread.
class ShowsStock {
  public:
    ShowsStock() = default;
    ShowsStock(const ShowsStock&) = delete;
    ShowsStock& operator=(const ShowsStock&) = delete;
    virtual ~ShowsStock() = default;

    virtual StockGrain stock_grain() const = 0;
    /// The item of Sage that a code of the warehouse is; null: it has none, or does not stock it.
    virtual const CatalogueRecord* stock_item(std::string_view item,
                                              const Catalogue& catalogue) const = 0;
    /// How many of the units in which Sage counts the item are one of that unit code; nothing: that
    /// is not known.
    virtual std::optional<Decimal> stock_units(const CatalogueRecord& item,
                                               std::string_view unit_code,
                                               const Catalogue& catalogue) const = 0;
    /// By grain item_and_site: Sage's warehouse of a site; nothing: the settings name none.
    virtual std::optional<std::string> stock_warehouse(std::string_view /*site*/) const {
        return std::nullopt;
    }
    /// By grain item_and_site: whether an item without a figure at a place has none there;
    /// otherwise it is not kept there.
    virtual bool absent_is_none() const { return false; }

    /// Nothing: the figures came with the master data (on_hand_field).
    virtual std::optional<Request> ask_stock(const StockQuestion& /*question*/) const {
        return std::nullopt;
    }
    /// Status::config: this user may not see them; otherwise Status::remote: no usable answer.
    virtual Result<StockPage> read_stock(const StockQuestion& /*question*/,
                                         const Reply& /*reply*/) const {
        return StockPage();
    }
};

}  // namespace sage
