// SPDX-License-Identifier: Apache-2.0
// From the warehouse's documents to what Sage 200 takes: which document, with which customer, tax
// codes, nominal codes, dates and texts, or why it waits. Each group of declarations names the file
// it is in. All functions are pure and thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/sage200/settings.h"
#include "plugins/sage200/wire.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/mapping/totals.h"

namespace sage::sage200 {

/// A value, or why the document has to be held.
template <class T>
struct Mapped {
    T value{};
    std::optional<Hold> hold;
};

/// Adds what else holds a document, so that a person hears all of it at once; the same is said
/// once.
void add_hold(std::optional<Hold>& all, std::optional<Hold> more);

/// The value, and what holds it added to `all`.
template <class T>
T take(std::optional<Hold>& all, Mapped<T> mapped) {
    add_hold(all, std::move(mapped.hold));
    return std::move(mapped.value);
}

/// The field of a record; empty if the record or the field is missing.
std::string_view field_of(const CatalogueRecord* record, std::string_view name);

// ---- map.cpp: which document of Sage, if any
// -------------------------------------------------------

/// What cannot be posted whatever the catalogue says. `related` null: what the document refers to
/// is not known yet, and what an order might have is not missed. A return of which only the
/// catalogue tells what it becomes is looked at as a sales return.
std::vector<Problem> review(const Settings& settings, const Document& submitted,
                            const std::vector<Related>* related = nullptr);
/// Nothing has been read of Sage yet.
Hold catalogue_empty();

Preparation prepare(const Settings& settings, const PreparationInput& input);

/// Despatches and what corrects a return become invoices, returns and what corrects a despatch
/// credit notes. Nothing: a document of this kind is none of the ledger.
std::optional<std::string_view> type_for(const Document& document);

// ---- map_ledger.cpp: a despatch or return as a document of the sales ledger
// ------------------------------------------------------------

/// The document is one of the ledger, and has passed review().
Preparation prepare_ledger(const Settings& settings, const PreparationInput& input);

/// How amounts are rounded: by us, since the ledger is told them. Where the warehouse's prices
/// include tax, the tax of a line is what its net leaves of its gross.
TotalsRule totals_rule(const Settings& settings);

/// What a line or charge comes to; what is not known is absent.
Amounts line_amounts(const Settings& settings, const Document& document, const Line& line,
                     const Catalogue& catalogue);
Amounts charge_amounts(const Settings& settings, const Document& document,
                       const AllowanceCharge& charge, const Catalogue& catalogue);

// ---- map_dates.cpp: on which day it counts
// ------------------------------------------------------------

/// The dates of a document that moves what is in the books; `field` is Sage's own name of the day.
/// Adds remarks. Held where the period is closed.
Mapped<DocumentDates> map_dates(const Settings& settings, const PreparationInput& input,
                                const std::string& field, std::vector<Remark>& remarks);

// ---- map_party.cpp: who bought
// ----------------------------------------------------------------

/// The company of the settings is one of the user's. Nothing: it is, or the list of sites was not
/// read.
std::optional<Hold> unknown_company(const Settings& settings, const Catalogue& catalogue);

/// The customer; null where held. Adds a remark when it was found by another code than the account
/// code, or is the guest.
Mapped<const CatalogueRecord*> map_customer(const Settings& settings, const PreparationInput& input,
                                            std::vector<Remark>& remarks);

/// The document is in another currency than the books.
std::optional<Hold> foreign_currency(const Settings& settings, const Document& document);

/// The customer's account is kept in the currency of the books, as far as Sage shows it.
bool has_base_currency(const CatalogueRecord& customer, const Catalogue& catalogue);

// ---- map_tax.cpp: under which tax code an amount stands
// ----------------------------------------------------------

struct LineTax {
    std::string code;  ///< Sage's number of it: "1"
    std::string key;
    std::optional<Decimal> percent;
};

/// Where the goods of a site leave from, and the class of an item, for the tax rules.
std::string_view country_of(const Settings& settings, std::string_view site);
std::string_view class_of(const Settings& settings, std::string_view item);

/// `pointer` is that of the line or charge. Held when nothing decides it, when Sage does not have
/// the code, or when the document, the rule and Sage do not agree on the rate.
Mapped<LineTax> map_tax(const Settings& settings, const Catalogue& catalogue,
                        const TaxQuestion& question, const std::string& pointer);
/// The tax code under which a line is in the books already. Held when Sage does not have it any
/// more, or has another rate by now.
Mapped<LineTax> map_posted_tax(const Catalogue& catalogue, const PostedTerms& posted,
                               const std::string& pointer);
/// The code of the rounding line.
Mapped<LineTax> map_rounding_tax(const Settings& settings, const Catalogue& catalogue,
                                 const std::string& pointer);
/// What map_tax() held a document for is gone; the names are those after the colon of its root
/// causes "tax", "tax-code" and "posted-tax".
bool tax_cause_gone(const Settings& settings, std::string_view name, const Catalogue& catalogue);
bool rounding_tax_cause_gone(const Settings& settings, std::string_view name,
                             const Catalogue& catalogue);
bool tax_code_cause_gone(const Settings& settings, std::string_view name,
                         const Catalogue& catalogue);
bool posted_tax_cause_gone(std::string_view name, const Catalogue& catalogue);
/// Why the tax code cannot be used; empty: it can.
std::string tax_code_trouble(const Catalogue& catalogue, std::string_view code);
/// The rate of a tax code; nothing: it is not there, or Sage does not say it.
std::optional<Decimal> rate_of(const Catalogue& catalogue, std::string_view code);

// ---- map_nominal.cpp: to which nominal code a value is posted
// ----------------------------------------------------------------

/// The parts of what Nominal::id() says; they live as long as its text.
struct NominalParts {
    std::string_view code;
    std::string_view cost_centre;
    std::string_view department;
};
NominalParts parts_of(std::string_view id);

struct Nominal {
    std::string code;
    std::string cost_centre;
    std::string department;
    std::string transaction_analysis;

    /// As the catalogue names it: "4000" or "4000/cost centre/department".
    std::string id() const;
    PostedTerms::Places to_keep() const;
};

/// `subject` is the line by the words of the settings. Held when neither a rule nor the customer
/// decides it, or when Sage does not take it. What is in the books already has what it has there.
Mapped<Nominal> map_nominal(const Settings& settings, const Catalogue& catalogue,
                            const DimensionSubject& subject, const CatalogueRecord* customer,
                            const std::optional<PostedTerms>& posted, const std::string& pointer);
/// By the rules alone, for a line of an order: where none names a code it is Sage's own.
Mapped<Nominal> map_order_nominal(const Settings& settings, const Catalogue& catalogue,
                                  const DimensionSubject& subject, const std::string& pointer);
/// Why Sage takes no value for it; empty: it does.
std::string nominal_trouble(const Catalogue& catalogue, std::string_view id);
std::string transaction_analysis_trouble(const Catalogue& catalogue, std::string_view code);
/// What map_nominal() held a document for is gone; the name is that after "nominal-rule:".
bool nominal_rule_cause_gone(const Settings& settings, std::string_view name,
                             const Catalogue& catalogue);

// ---- map_texts.cpp: references and narratives
// ------------------------------------------------------

struct HeaderTexts {
    std::string second_reference;
    std::string narrative;
};
/// What the document is, and what it is about: "Return RMA-31, of despatch DN-1, number 7".
std::string words_about(const PreparationInput& input);
/// Adds remarks. Held when a text does not fit.
Mapped<HeaderTexts> map_header_texts(const Settings& settings, const PreparationInput& input,
                                     const DocumentDates& dates, std::vector<Remark>& remarks);
/// The narrative of a line's value: `words` say what it is, the texts of the settings stand after
/// them. `line` null: it is a charge. Held as above.
Mapped<std::string> map_narrative(const Settings& settings, const PreparationInput& input,
                                  const std::string& header, const Line* line, std::string words,
                                  const std::string& pointer, std::vector<Remark>& remarks);

// ---- totals_difference.cpp: what the buyer was told against what will be posted
// -----------------------------

/// What a difference leads to; nothing in it: there is none, or it cannot be told.
struct TotalsOutcome {
    std::optional<Hold> hold;
    std::optional<Decimal> rounding;  ///< a line of so much is to be added
    /// Of each line, where it is to be another one.
    std::vector<std::optional<Decimal>> amounts;
    std::optional<Remark> remark;
};
/// `lines` as they would be sent, which come to `gross`; `told` is what the buyer was told.
TotalsOutcome settle_difference(const Settings& settings, const std::vector<TotalsLine>& lines,
                                const std::optional<Decimal>& told,
                                const std::optional<Decimal>& gross);
/// The settings treat such a difference; the name is that after "totals:" or "totals-prices:".
bool totals_cause_gone(const Settings& settings, std::string_view difference);

}  // namespace sage::sage200
