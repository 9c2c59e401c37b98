// SPDX-License-Identifier: Apache-2.0
// From the warehouse's documents to sales orders of Sage 200 and their despatches, or why they
// wait. Each group of declarations names the file it is in. All functions are pure and thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage200/map.h"
#include "plugins/sage200/wire_despatch.h"
#include "plugins/sage200/wire_order.h"
#include "sage-adapter/mapping/goods_item.h"

namespace sage::sage200 {

// ---- map_target.cpp: what of Sage a document becomes
// ----------------------------------------------------------------

enum class Target : std::uint8_t { nothing, ledger, order, despatch, goods_return, stock };

/// By the settings and what the document refers to. What corrects a document stays where that one
/// was posted, whatever the settings say by now, and a return of what is in the ledger is credited
/// there. Whether the site has sales returns is not looked at.
Target target_of(const Settings& settings, const Document& document,
                 const std::vector<Related>& related);

/// The order that is posted for the document: one of the warehouse's, or one made for it. Null: no
/// such one.
const SageDocument* own_order(const std::vector<Related>& related);

/// As Company::precursor(): the order that Sage confirms a despatch of.
std::optional<Document> order_before(const Settings& settings, const Document& document,
                                     const std::vector<Related>& related);
/// As Company::outline(): what would be looked for of a document that was never sent.
std::optional<Send> outline(const Settings& settings, const Document& document,
                            const std::vector<Related>& related);
/// The document is an order that was made for a despatch.
bool is_made_for_despatch(const Document& order);
/// As Company::corrected_by_hand(): Sage takes back nothing that left with an order, and nothing
/// that came back with a sales return.
std::optional<Hold> corrected_by_hand(const std::vector<Document>& corrections,
                                      const std::vector<Related>& related);
/// As target_of() once it is known what the site has: without sales returns a return is the
/// ledger's, unless it belongs to one that is a sales return already.
Target target_in(const Settings& settings, const PreparationInput& input);
/// A new return is to become a sales return, and whether the site has them is not known.
std::optional<Hold> returns_not_known(const PreparationInput& input);
/// The site has sales returns, as far as was read.
bool has_sales_returns(const Catalogue& catalogue);
/// Something of the document is goods.
bool has_goods(const Document& document);

// ---- map_order.cpp: an order
// ----------------------------------------------------------

/// The document has passed review(), and its target is an order.
Preparation prepare_order(const Settings& settings, const PreparationInput& input);
/// The same, and its target is a sales return.
Preparation prepare_return(const Settings& settings, const PreparationInput& input);

/// Why orders, or returns, cannot have our reference where the settings keep it; empty: they can.
std::string reference_field_trouble(const Settings& settings, const Catalogue& catalogue,
                                    bool of_returns = false);

// ---- map_order_lines.cpp: its lines
// -------------------------------------------------------------------

/// An order on its way to a request.
struct OrderDraft {
    OrderDraft(const Settings& settings_in, const PreparationInput& input_in)
        : settings(settings_in), input(input_in) {}

    const Settings& settings;
    const PreparationInput& input;
    std::optional<Hold> hold;
    std::vector<Remark> remarks;
    const CatalogueRecord* customer = nullptr;
    TaxQuestion tax;
    Order order;
    SentTerms terms;
};
void add_order_lines(OrderDraft& draft);

/// What one selling unit costs, exactly as the document says it.
struct SellingPrice {
    std::optional<Decimal> price;
    std::optional<Decimal> discount_percent;
    std::optional<Decimal> discount_value;
};
/// Held when Sage has not the places for it.
Mapped<SellingPrice> map_selling_price(const Price& price, const std::string& pointer);

// ---- map_product.cpp: products, and where they are
// ----------------------------------------------------------------------

/// How the product of a line is found.
GoodsItemRules goods_item_rules(const Settings& settings);
/// The warehouse of the document's site, which is at `pointer`; null where held.
Mapped<const CatalogueRecord*> map_warehouse(const Settings& settings, const Catalogue& catalogue,
                                             const std::string& site, const std::string& pointer);
/// A record that a setting names; null where held.
Mapped<const CatalogueRecord*> map_named(const Catalogue& catalogue, std::string_view kind,
                                         const std::string& id, const std::string& pointer);
/// A unit in which a product is sold.
struct SoldUnit {
    std::string key;                    ///< empty: the one in which Sage sells it by itself
    std::optional<Decimal> base_units;  ///< so many are one; absent: the order's line says it
};
/// Held when the settings do not say what the unit is in Sage, or the product does not have it.
/// `product` null: it is held already.
Mapped<SoldUnit> map_unit(const Settings& settings, const Catalogue& catalogue,
                          const CatalogueRecord* product, const Quantity& quantity,
                          const std::string& pointer);
/// What map_unit() held a document for is gone; the name is that after "product-unit:".
bool product_unit_cause_gone(const Settings& settings, std::string_view name,
                             const Catalogue& catalogue);

// ---- map_order_texts.cpp: texts of the settings in fields of orders
// --------------------------------------------------------

struct OrderTexts {
    std::vector<CustomField> custom_fields;
    std::string memo;
    std::string comment;
    std::string despatch_note_comment;
    std::string picking_list_comment;
    std::string notes;  ///< of a despatch's tracking, without our reference
};
/// Of the header of an order or a despatch, or of `line` of an order. Adds remarks. Held when a
/// text does not fit, or when its field does not take it.
Mapped<OrderTexts> map_order_texts(const Settings& settings, const PreparationInput& input,
                                   Target target, const Line* line, std::vector<Remark>& remarks);
/// Text into one field of so many characters; what does not fit is cut, and a remark says so.
std::string cut_to(std::string_view field, std::size_t characters_max, std::string_view text,
                   std::vector<Remark>& remarks);
/// Why an order, or its line, does not take the value in that slot; empty: it does, as far as Sage
/// shows. Empty value: any.
std::string analysis_trouble(const Catalogue& catalogue, TextLevel level, std::string_view field,
                             std::string_view value);
/// What follows "analysis-code:" in a root cause is taken now.
bool analysis_cause_gone(std::string_view name, const Catalogue& catalogue);

// ---- map_despatch_order.cpp: the order that a despatch is of
// ----------------------------------------------------------------

/// What Sage answered to a question that was asked first; null: it was not asked yet.
const Reply* answer_to(const PreparationInput& input, std::string_view question);
/// The order that is posted for it was made for it, and is no order of the warehouse's: that has
/// the number of the order and not of the despatch, unless both are the same.
bool is_made_for_it(const Settings& settings, const PreparationInput& input);

/// The order, or what is to be done before it is known.
struct OrderInSage {
    std::string key;
    std::string customer;  ///< the code of its account: what is credited later is credited there
    std::string status;    ///< Sage's word for it where it is not live
    std::optional<Preparation> instead;
};
OrderInSage find_order(const Settings& settings, const PreparationInput& input);
/// The order, or what belongs to it, could not be read: it is asked again with the next reading of
/// the catalogue, but for what is too long to be read at all.
Hold order_unreadable(const Problem& problem);

// ---- map_despatch.cpp: the despatch of an order
// ----------------------------------------------------------------

/// The document has passed review(), and its target is a despatch. Asks Sage first for the order,
/// what of it may leave, where tracking is not recorded what has left, and where batches, serial
/// numbers or bins leave which there are. Its lines and charges are credited later to the customer
/// of the order, whoever the despatch says bought.
Preparation prepare_despatch(const Settings& settings, const PreparationInput& input);

// ---- map_batches.cpp: which batches, serial numbers and bins leave
// --------------------------------------------------------------------

/// What a line of the document takes of a line of the order, in stock units.
struct Taking {
    const Line* line = nullptr;
    std::string pointer;  ///< of the document's line
    const CatalogueRecord* product = nullptr;
    const OpenLine* open = nullptr;
    Decimal quantity;
    Decimal base_units;  ///< in the line's unit
};
/// Sage keeps the product by batches or serial numbers, which have to be named when it leaves.
bool is_traceable(const CatalogueRecord& product);
/// Names on the items what Sage wants to know and the document says. Nothing: that is done;
/// otherwise what Sage is asked first, or why the despatch is held.
std::optional<Preparation> name_batches(const Settings& settings, const PreparationInput& input,
                                        const std::vector<Taking>& takings,
                                        std::vector<DespatchItem>& items);

// ---- map_tracking.cpp: the tracking of a despatch
// ----------------------------------------------------------------

/// Sage records tracking numbers with despatches, as far as it shows its settings.
bool records_tracking(const Catalogue& catalogue);
/// Held when the courier of the settings is not there.
Mapped<Tracking> map_tracking(const Settings& settings, const PreparationInput& input,
                              std::vector<Remark>& remarks);
/// Tracking that arrives late: changes the despatch, or says why not.
Preparation prepare_tracking(const Settings& settings, const PreparationInput& input);

}  // namespace sage::sage200
