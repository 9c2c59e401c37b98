// SPDX-License-Identifier: Apache-2.0
// From the warehouse's documents to sales orders of Sage 50 Professional, what is allocated of them
// and what leaves, or why they wait. Each group of declarations names the file it is in. All
// functions are pure and thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plugins/sage50/map.h"
#include "plugins/sage50/wire_despatch.h"
#include "plugins/sage50/wire_order.h"

namespace sage::sage50 {

// ---- map_target.cpp: what of Sage a document becomes
// ----------------------------------------------------------------

enum class Target : std::uint8_t {
    nothing,
    invoice,  ///< a product invoice, or of a return a product credit
    order,
    allocation,  ///< the step before a despatch
    despatch,
};

/// By the settings and what the document refers to. What corrects a document goes where that one
/// was posted, whatever the settings say by now; what is taken back is credited in either case.
Target target_of(const Settings& settings, const Document& document,
                 const std::vector<Related>& related);

/// The order that is posted for the document: one of the warehouse's, or one made for it. Null: no
/// such one.
const SageDocument* own_order(const std::vector<Related>& related);
/// That order was made for the despatch, and is none of the warehouse's: it has the number of the
/// despatch, unless both are the same.
bool is_made_for_it(const Settings& settings, const Document& document,
                    const std::vector<Related>& related);
/// An order was made for that despatch, which is posted.
bool has_order_of_its_own(const Related& despatch);
/// The document is an order that was made for a despatch.
bool is_made_for_despatch(const Document& order);
/// Something of the document is goods.
bool has_goods(const Document& document);

/// As Company::precursor(): the order that a despatch is of, then what is allocated of it.
std::optional<Document> order_step(const Settings& settings, const Document& document,
                                   const std::vector<Related>& related);

// ---- map_order.cpp: a sales order as it is written
// -----------------------------------------------------------------

/// An order has what an invoice has, but for what only invoices take.
OrderDocument order_of(const InvoiceDocument& invoice);

// ---- map_despatch_order.cpp: the order that a despatch is of, as Sage has it now
// ----------------------------------------------------------------

/// The order and its lines, or what is to be done before they are known.
struct OrderInSage {
    std::string number;
    std::string account;
    std::vector<OpenLine> lines;
    std::optional<Preparation> instead;
};
/// Asks for the order, then for its lines.
OrderInSage find_order(const Settings& settings, const PreparationInput& input);
/// What Sage answered to a question that was asked first; null: it was not asked yet.
const Reply* answer_to(const PreparationInput& input, std::string_view question);
Hold order_unreadable(const std::string& why);

// ---- map_despatch.cpp: what of the order leaves
// ----------------------------------------------------------------

/// The document has passed review(), and its target is an allocation or a despatch.
Preparation prepare_allocation(const Settings& settings, const PreparationInput& input);
Preparation prepare_despatch(const Settings& settings, const PreparationInput& input);

/// What follows "stock:" in a root cause is there again, as far as was read.
bool has_free_stock(std::string_view product, const Catalogue& catalogue);

}  // namespace sage::sage50
