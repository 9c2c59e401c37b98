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
#include "sage-adapter/mapping/customer.h"
#include "sage-adapter/mapping/hold.h"
#include "sage-adapter/mapping/tax_code.h"
#include "sage-adapter/mapping/totals.h"
#include "sage-adapter/mapping/totals_difference.h"

namespace sage::sage200 {

inline constexpr EditionWords edition_words{"sage200", "Sage 200"};

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

/// The total that the buyer was told against that of the lines.
TotalsDifference totals_difference(const Settings& settings);

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

/// How the customer of a document is found.
CustomerRules customer_rules(const Settings& settings);
/// The customer; null where held, also for an account in a foreign currency.
Mapped<const CatalogueRecord*> map_customer(const Settings& settings, const PreparationInput& input,
                                            std::vector<Remark>& remarks);

/// The document is in another currency than the books.
std::optional<Hold> foreign_currency(const Settings& settings, const Document& document);

/// The customer's account is kept in the currency of the books, as far as Sage shows it.
bool has_base_currency(const CatalogueRecord& customer, const Catalogue& catalogue);

// ---- map_tax.cpp: under which tax code an amount stands
// ----------------------------------------------------------

/// Where the goods of a site leave from, and the class of an item, for the tax rules.
std::string_view country_of(const Settings& settings, std::string_view site);
std::string_view class_of(const Settings& settings, std::string_view item);

/// The tax codes of this company, by these settings.
TaxCodes tax_codes(const Settings& settings, const Catalogue& catalogue);

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

}  // namespace sage::sage200
