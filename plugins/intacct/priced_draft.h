// SPDX-License-Identifier: Apache-2.0
// A document of sales on its way to a request: what order-entry documents and those of accounts
// receivable have in common. Why it is held is gathered while it is written, so that a person hears
// all of it at once; lines are priced and taxed here, and what they became is kept for credits.
//
// Members of one document's draft; used by one thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/intacct/map.h"

namespace sage::intacct {

/// A charge or allowance on the whole document that is a subtotal of it in Sage, not a line.
struct Subtotal {
    std::string description;  ///< of the definition's own
    Decimal total;            ///< negative: an allowance
    std::string dimensions;   ///< JSON, as lines have them
    std::string pointer;      ///< of the charge
    std::string reason;       ///< of the charge
};

/// A line or charge on which there is a tax, or nobody knows.
struct TaxedLine {
    std::string pointer;
    LineTax tax;
    std::optional<TaxQuestion> question;  ///< absent: its tax is that of a line in the books
};

// What it must come to and why it is held, besides.
struct PricedDraft : Draft {
    using Draft::Draft;

    Facts facts;
    TaxQuestion tax;
    std::optional<TaxQuestion> decided;  ///< the last question, unless it held the document
    LineTax decided_tax;                 ///< its answer
    std::vector<Subtotal> subtotals;
    std::optional<TaxedLine> taxed;  ///< the first
    PricedLines priced;
    UnitPrices prices;  ///< other than the document's; empty: none
    SentTerms terms;
    PostedRate rate;  ///< nothing in it: in the currency of the books
    std::size_t header_remarks = 0;
    std::optional<Hold> hold;
    std::optional<Hold> site_hold;  ///< of the site, which no line needs
};

/// What else holds it, if anything.
void add_hold(PricedDraft& draft, std::optional<Hold> hold);

/// The value, with its hold, if any, moved into the draft.
template <class T>
T take(PricedDraft& draft, Mapped<T> mapped) {
    add_hold(draft, std::move(mapped.hold));
    return std::move(mapped.value);
}

/// The site, where a line will need it, the tax that lines ask for, and the dates.
void begin_document(PricedDraft& draft, Mapped<Site> site);

/// A member of the body that a query shows under the same name.
void add_fact(PricedDraft& draft, std::string_view field, std::string_view text);

/// What the warehouse wrote, as long as the field takes it whole. The pointer is that of the
/// document, a line or a charge, and `member` what the text is from.
void put_text(PricedDraft& draft, TextMap& texts, std::string_view field, std::string text,
              const std::string& pointer, std::string_view member);

/// Held where this corrects a document that went to the other application, Order Entry or accounts
/// receivable: only one of them moves stock, and the settings have changed between.
void keep_application(PricedDraft& draft);

/// Remembers the first line that is taxed, which subtotals must know. `question` null: as in
/// TaxedLine.
void note_tax(PricedDraft& draft, const TaxQuestion* question, const std::string& pointer);

/// `priced` is a line or a charge. The answer stays until the next is decided.
template <class T>
const LineTax& decide_tax(PricedDraft& draft, const T& priced, Supply supply, std::string_view item,
                          const std::string& pointer) {
    const Catalogue& catalogue = draft.input.catalogue;
    if (priced.posted) {
        draft.decided.reset();
        draft.decided_tax = take(draft, map_posted_tax(catalogue, *priced.posted, pointer));
        note_tax(draft, nullptr, pointer);
        return draft.decided_tax;
    }
    ask_about(draft.tax, priced.tax, supply, tax_class_of(draft.settings, catalogue, item));
    // The lines of a document mostly ask the same.
    if (draft.decided != draft.tax) {
        Mapped<LineTax> mapped = map_tax(draft.settings, catalogue, draft.tax, pointer);
        draft.decided = mapped.hold ? std::nullopt : std::optional(draft.tax);
        draft.decided_tax = take(draft, std::move(mapped));
    }
    note_tax(draft, &draft.tax, pointer);
    return draft.decided_tax;
}

/// What a line or charge became, as terms of whatever belongs to it later. Orders are no entry in
/// the books.
template <class T>
void note_terms(PricedDraft& draft, const T& priced, PostedTerms terms) {
    if (draft.input.document.envelope.message_type != MessageType::sales_order) {
        draft.terms.customer = draft.customer;
        if (draft.rate.has_rate()) {
            draft.terms.rate = draft.rate;
        }
        draft.terms.lines.push_back({terms_key(priced), std::move(terms)});
    }
}

/// What the line or charge that is priced next is sent for.
LinePrice price_to_send(const PricedDraft& draft, LinePrice price);
void add_amounts(PricedDraft& draft, LinePrice price, const std::string& pointer);

/// Whether something is posted to the document's own site: not where all of it belongs to what is
/// in the books already, with the places it has there.
bool needs_site(const Document& document);

/// Forgets the lines that were written behind the header, and makes room for those of the document.
void begin_lines(PricedDraft& draft);

/// What it will come to, once a difference from what the buyer was told is dealt with.
/// `add_rounding` writes a line of an amount; where prices make up for the difference,
/// `write_lines` writes the lines anew for them.
template <class AddRounding, class WriteLines>
Prediction settled_totals(PricedDraft& draft, AddRounding add_rounding, WriteLines write_lines) {
    const Document& document = draft.input.document;
    Prediction prediction = predict(draft.settings, document, draft.priced);
    TotalsOutcome outcome =
        settle_difference(draft.settings, document, draft.priced, prediction.document);
    if (outcome.hold) {
        draft.hold = std::move(outcome.hold);
        return prediction;
    }
    if (outcome.rounding) {
        add_rounding(draft, *outcome.rounding);
        prediction = predict(draft.settings, document, draft.priced);
    }
    if (!outcome.prices.empty()) {
        draft.prices = std::move(outcome.prices);
        write_lines(draft);
        prediction = predict(draft.settings, document, draft.priced);
    }
    if (outcome.remark) {
        draft.remarks.push_back(*std::move(outcome.remark));
    }
    return prediction;
}

/// A charge that subtotal_of() names a subtotal for (map_subtotal.cpp); behind all lines.
void add_subtotal(PricedDraft& draft, const AllowanceCharge& charge, const std::string& pointer);
/// Held where what the document comes to with its subtotals is not known to the penny, or where
/// they cannot be posted. `lines`: so many were written.
void hold_subtotals(PricedDraft& draft, std::size_t lines);
/// The member `subtotals`, behind that of the lines; none where there are none.
void write_subtotals(PricedDraft& draft);

/// The header of an invoice or adjustment of accounts receivable (map_receivable_header.cpp). The
/// draft's dates are mapped; its customer and rate are mapped here.
void add_receivable_header(PricedDraft& draft);

}  // namespace sage::intacct
