// SPDX-License-Identifier: Apache-2.0
// From the warehouse's documents to what Sage 50 takes: which document, with which account, tax
// codes, nominal codes, days and texts, or why it waits. Each group of declarations names the file
// it is in. All functions are pure and thread-safe.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage50/catalogue.h"
#include "plugins/sage50/settings.h"
#include "plugins/sage50/wire.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/mapping/customer.h"
#include "sage-adapter/mapping/goods_item.h"
#include "sage-adapter/mapping/hold.h"
#include "sage-adapter/mapping/tax_code.h"
#include "sage-adapter/mapping/totals_difference.h"

namespace sage::sage50 {

inline constexpr EditionWords edition_words{"sage50", "Sage 50"};

/// The root cause of documents about stock that a person enters.
inline constexpr std::string_view stock_by_hand_cause = "stock-by-hand";

// ---- map.cpp: which document of Sage, if any
// -------------------------------------------------------

/// What cannot be posted whatever the catalogue says.
std::vector<Problem> review(const Settings& settings, const Document& submitted);
Preparation prepare(const Settings& settings, const PreparationInput& input);
/// As Company::outline().
std::optional<Send> outline(const Settings& settings, const Document& document,
                            const std::vector<Related>& related);

// ---- map_invoice.cpp: a despatch or return as a product invoice or credit
// ----------------------------------------------------------------

/// The document has passed review().
Preparation prepare_invoice(const Settings& settings, const PreparationInput& input);
/// The same as a sales order: of the warehouse, or of a despatch that it is made for.
Preparation prepare_order(const Settings& settings, const PreparationInput& input);
/// What the lines of a despatch of an order become, so that what is credited later becomes the
/// same; of those without a price, whose terms are those of the order in Sage, nothing.
SentTerms order_terms(const Settings& settings, const PreparationInput& input,
                      const std::string& account);
/// The total that the buyer was told against that of the lines.
TotalsDifference totals_difference(const Settings& settings);

// ---- map_line.cpp: lines and charges
// ------------------------------------------------------------

/// A line or charge on its way into the document.
struct Value {
    std::string terms_key;  ///< empty: the rounding line has none
    LineTax tax;
    InvoiceLine line;       ///< its net amount is the one thing that counts
    bool carriage = false;  ///< becomes the document's carriage instead of a line
    /// As the warehouse states it, where prices include tax.
    std::optional<Decimal> gross;
};

struct MappedValues {
    std::vector<Value> values;
    std::optional<Hold> hold;
};
/// All lines of which something left or came back, and all charges. `customer` may be null: the
/// document is held for it. Adds remarks.
MappedValues map_values(const Settings& settings, const PreparationInput& input,
                        const CatalogueRecord* customer, std::vector<Remark>& remarks);
/// A line of the difference between what the buyer was told and what the others make.
Mapped<Value> rounding_value(const Settings& settings, const PreparationInput& input,
                             const CatalogueRecord* customer, const Decimal& difference);

/// Why the quantity cannot be written.
std::optional<Hold> unit_trouble(const Settings& settings, const Catalogue& catalogue,
                                 const Quantity& quantity, const std::string& pointer);

/// What a line or charge comes to; what is not known is absent.
Amounts line_amounts(const Settings& settings, const Document& document, const Line& line,
                     const Catalogue& catalogue);
Amounts charge_amounts(const Settings& settings, const Document& document,
                       const AllowanceCharge& charge, const Catalogue& catalogue);

/// How the tax code of a line is found, and where Sage's are.
TaxCodes tax_codes(const Settings& settings, const Catalogue& catalogue);
/// How the product of a line is found.
GoodsItemRules goods_item_rules(const Settings& settings);

/// What a charge may become: carriage_name, a service (S1, S2, S3), or a product that is in Sage.
bool can_become(std::string_view charge, const Catalogue& catalogue);
/// Whether Sage takes a line with that stock code that takes off: S1 and S3 alone.
bool can_take_off(std::string_view stock_code);

// ---- map_account.cpp: who bought, and when it counts
// ------------------------------------------------------------

/// How the customer of a document is found.
CustomerRules customer_rules(const Settings& settings);
/// Null where none was found; one that is on hold or in a foreign currency is held with its record,
/// so that what else is wrong can be told at once.
Mapped<const CatalogueRecord*> map_account(const Settings& settings, const PreparationInput& input,
                                           std::vector<Remark>& remarks);
/// Why the account takes no document; empty: it does.
std::string account_trouble(const CatalogueRecord& customer, const Catalogue& catalogue);

/// The document is in another currency than the books.
std::optional<Hold> foreign_currency(const Settings& settings, const Document& document);
/// The company behind the interface is not that of the settings, as far as was read.
std::optional<Hold> other_company(const Settings& settings, const Catalogue& catalogue);

/// The rules of the settings, with the ledger's own closed day where that is later.
DateRules date_rules(const Settings& settings, const Catalogue& catalogue);
/// Held where the day is closed. Adds remarks.
Mapped<DocumentDates> map_dates(const Settings& settings, const PreparationInput& input,
                                std::vector<Remark>& remarks);

// ---- map_nominal.cpp: to which nominal code and department a value is posted
// ----------------------------------------------------------------

struct Nominal {
    std::string code;
    std::string department;  ///< empty: none

    PostedTerms::Places to_keep() const;
};
/// `subject` is the line by the words of the settings. What no rule decides is the product's, else
/// the customer's. Held when nothing decides it, or when Sage does not have it. What is in the
/// books already has what it has there.
Mapped<Nominal> map_nominal(const Settings& settings, const Catalogue& catalogue,
                            const DimensionSubject& subject, const CatalogueRecord* product,
                            const CatalogueRecord* customer,
                            const std::optional<PostedTerms>& posted, const std::string& pointer);
/// As customer_cause_gone().
std::optional<bool> nominal_cause_gone(const Settings& settings, std::string_view cause,
                                       std::string_view name, const Catalogue& catalogue);

// ---- map_texts.cpp: references, notes and addresses
// ------------------------------------------------------

/// The texts of a document, by the names of requests: "notes1", "customerOrderNumber".
struct HeaderTexts {
    std::map<std::string, std::string, std::less<>> fields;
    std::string delivery_name;
    std::array<std::string, 5> delivery_address;
    std::string name;  ///< with `address`: of a guest, instead of the account's
    std::array<std::string, 5> address;

    std::string field(std::string_view member) const;
};
enum class HeaderKind : std::uint8_t { invoice, order };
/// Adds remarks. Held when a text does not fit.
Mapped<HeaderTexts> map_header_texts(const Settings& settings, const PreparationInput& input,
                                     const DocumentDates& dates, bool guest,
                                     std::vector<Remark>& remarks,
                                     HeaderKind kind = HeaderKind::invoice);
/// The parcels alone, in that one of the notes: cut where it does not fit, with a remark.
std::string map_parcels(const Settings& settings, const std::vector<std::string>& numbers,
                        std::string_view note, std::vector<Remark>& remarks);
/// The settings send texts to that field of the header, or our reference stands there.
bool is_taken(const Settings& settings, std::string_view field);
/// Of a line: "description", "comment1", "comment2", "extOrderRef".
Mapped<std::map<std::string, std::string, std::less<>>> map_line_texts(
    const Settings& settings, const PreparationInput& input, const Line& line,
    const std::string& description, const std::string& pointer, std::vector<Remark>& remarks);
/// Of a charge or of what is no line of the document. Cut where it does not fit, with a remark.
std::string map_description(const Settings& settings, const std::string& description,
                            const std::string& pointer, std::vector<Remark>& remarks);

// ---- map_stock.cpp: movements of stock
// ------------------------------------------------------------

/// The document becomes adjustments of Sage's, a line each.
bool becomes_adjustments(const Settings& settings, const Document& document);
/// As Company::precursor().
std::optional<Document> line_before(const Settings& settings, const Document& document,
                                    const std::vector<Related>& related);
Preparation prepare_adjustment(const Settings& settings, const PreparationInput& input);

/// The line at a place, whose direction is its sign. Without day and reference. Adds remarks.
Mapped<AdjustmentDocument> map_adjustment(const Settings& settings, const PreparationInput& input,
                                          std::size_t place, std::vector<Remark>& remarks);

// ---- map_import.cpp: files that a person imports
// ------------------------------------------------------------

/// What becomes_adjustments(), all lines in one file.
Preparation prepare_stock_import(const Settings& settings, const PreparationInput& input);
/// What would be an invoice or credit, as rows of the ledger; `remarks` are about it.
Preparation prepare_ledger_import(const InvoiceDocument& invoice, const Document& document,
                                  std::vector<Remark> remarks);

// ---- catalogue_assumed.cpp: of what cannot be read
// ------------------------------------------------------------

/// Each asks the folder whether it is there, and is answered by the settings.
std::vector<CatalogueRead> assumed_reads();
Result<CataloguePage> read_assumed_page(const Settings& settings, const CatalogueRead& read,
                                        const Reply& reply);
/// With the account and the products that the document names, or the settings for it.
Catalogue with_named_records(const Settings& settings, const Document& document,
                             const Catalogue& catalogue);

// ---- map_tracking.cpp: tracking that arrives late
// ------------------------------------------------------------

Preparation prepare_tracking(const Settings& settings, const PreparationInput& input);

// ---- causes.cpp
// ------------------------------------------------------------

/// True if the settings or the catalogue no longer give this reason to hold documents.
bool cause_gone(const Settings& settings, std::string_view root_cause, const Catalogue& catalogue);
/// As Company::needs_trial(): what Sage refused although the catalogue knew no reason.
bool needs_trial(std::string_view root_cause);

}  // namespace sage::sage50
