// SPDX-License-Identifier: Apache-2.0
// A new version of a document that is in the books already: what must still be posted so that they
// hold the new version. Nothing posted is ever edited: what is too much is taken back, what is
// missing is added, and the sum is the new version, in quantity and to the penny.
//
// Pure functions.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "sage-adapter/document/document.h"
#include "sage-adapter/mapping/totals.h"

namespace sage {

/// Despatches, returns and what moves stock: receipts, adjustments, transfers; orders are no entry
/// in the books, and a tracking update holds the whole of what it says.
bool is_correctable(MessageType type);

/// True when the versions are numbers and `left` is the later one; otherwise versions follow each
/// other as they were accepted.
bool is_later_version(std::string_view left, std::string_view right);

/// What Sage makes of a line or a charge of a document, by the edition's own rounding; what is not
/// known is absent.
struct AmountsOf {
    std::function<Amounts(const Document&, const Line&)> line;
    std::function<Amounts(const Document&, const AllowanceCharge&)> charge;
};
/// By what the document itself says: its prices, and the tax percentage where a line states one; a
/// line that names no tax has none.
Amounts stated_amounts(const Line& line);
Amounts stated_amounts(const AllowanceCharge& charge);

/// The least documents that turn `posted` into `wanted`, two versions of the same document: none,
/// one or two, in the order in which they are to be posted (what brings stock back is first).
///
/// Each keeps number, order and version of `wanted`; corrected_version is that of `posted`, and the
/// message type says what it does: a despatch is credited by a returnAdvice and a return by a
/// despatchAdvice; what only moves stock is corrected as stock_correction.h says. What is taken
/// back has the price, discount, tax, lots, date, site, customer, currency and rate under which it
/// was posted, and with them the terms of Sage that were put on `posted` (mapping/posted_terms.h);
/// so has more of the same line.
///
/// A line of which only the quantity differs is corrected by the difference, as long as the parts
/// round to the same pennies as the whole; every other changed line is taken back and added whole.
/// So are all lines of a document with kits, and when the customer, the site, the currency, the
/// exchange rate (not its date alone) or the date has changed, or when the buyer was told totals
/// that one document of differences cannot be told of. Notes, labels and tracking numbers alone are
/// no reason for a correction.
std::vector<Document> correction(const Document& posted, const Document& wanted,
                                 const AmountsOf& amounts);

}  // namespace sage
