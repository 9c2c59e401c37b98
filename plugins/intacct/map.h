// SPDX-License-Identifier: Apache-2.0
// From the warehouse's documents to what Sage Intacct takes: which document of which definition,
// with which customer, items, units, prices, tax, dimensions, dates and texts, or why it waits.
// Each group of declarations names the file it is in. All functions are pure and thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/intacct/priced_lines.h"
#include "plugins/intacct/settings.h"
#include "plugins/intacct/wire.h"
#include "sage-adapter/edition.h"
#include "sage-adapter/mapping/customer.h"
#include "sage-adapter/mapping/totals.h"

namespace sage::intacct {

// ---- map.cpp: which Sage document, if any; the texts in it
// ------------------------------------------

/// What cannot be posted whatever the catalogue says.
std::vector<Problem> review(const Settings& settings, const Document& submitted);

Preparation prepare(const Settings& settings, const PreparationInput& input);

/// "Despatch", "Return" and so on, as people read it in a memo.
std::string_view word_for(MessageType type);

/// The family and definition that a document of this kind goes to; empty definition: to none.
struct Target {
    Family family = Family::order_entry;
    std::string definition;
};
Target target_of(const Settings& settings, const Document& document);

/// The tracking numbers as Sage wants them: joined by commas, no blanks.
std::string tracking_list(const Document& document);

/// The texts of a document's header, assembled from what the settings send there.
struct HeaderTexts {
    std::string memo;
    std::string notes;
};
HeaderTexts header_texts(const Settings& settings, const Document& document, Family family);

/// Appends a paragraph.
void add_line(std::string& text, std::string_view line);

/// A Hold if the text is longer than `field` takes. What the warehouse wrote is never cut.
std::optional<Hold> too_long(const Settings& settings, std::string_view field,
                             std::string_view text, std::string_view pointer);

// ---- map_lookup.cpp: codes of the warehouse to records of Sage, or the reason why not
// -----------------

/// Adds what else holds a document, unless the same is said already.
void add_other(Hold& hold, Problem problem);

Mapped<Site> map_site(const Settings& settings, const Catalogue& catalogue,
                      std::string_view location_id);
Mapped<std::string> map_charge(const Settings& settings, const Catalogue& catalogue,
                               const AllowanceCharge& charge, const std::string& pointer);
/// The definition is there and has the custom fields that this document needs.
std::optional<Hold> definition_trouble(const Settings& settings, const PreparationInput& input,
                                       Family family, const std::string& definition);

/// The custom field is there and may be written, as far as the catalogue knows.
std::optional<Hold> custom_field_trouble(const CatalogueRecord* model, std::string_view level,
                                         const std::string& field);

/// The model of a definition; null: not read.
const CatalogueRecord* model_of(const Catalogue& catalogue, Family family,
                                std::string_view definition);

// ---- map_tax.cpp: which tax schedule a line gets
// ------------------------------------------------

/// What goes on a line, and the rate that Sage will take for it.
struct LineTax {
    std::string schedule;            ///< empty: none
    std::optional<Decimal> percent;  ///< absent: not known
};

/// `pointer` is that of the line or charge. Held when nothing decides it, when Sage does not have
/// the schedule, or when the document, the rule and Sage do not agree on the rate.
Mapped<LineTax> map_tax(const Settings& settings, const Catalogue& catalogue,
                        const TaxQuestion& question, const std::string& pointer);

/// The tax in which a line is in the books already. Held when Sage does not have it any more, or
/// computes it otherwise by now. `pointer` as above.
Mapped<LineTax> map_posted_tax(const Catalogue& catalogue, const PostedTerms& posted,
                               const std::string& pointer);
/// What it held a document for is gone; the name is that after "posted-tax:".
bool posted_tax_cause_gone(const Settings& settings, std::string_view named,
                           const Catalogue& catalogue);

/// The class that tax rules may ask for: of the settings, else Sage's tax group, else its product
/// line; empty: none is known. Lives as long as the settings and the catalogue.
std::string_view tax_class_of(const Settings& settings, const Catalogue& catalogue,
                              std::string_view item);

/// The schedule is there and active, or Sage does not show which ones there are.
bool has_schedule(const Catalogue& catalogue, std::string_view schedule);
/// Nothing: Sage does not show it.
std::optional<Decimal> percent_of_schedule(const Catalogue& catalogue, std::string_view schedule);

/// What map_tax() held a document for is gone; the names are those after "tax:" and
/// "tax-schedule:".
bool tax_cause_gone(const Settings& settings, std::string_view named, const Catalogue& catalogue);
bool schedule_cause_gone(const Settings& settings, std::string_view schedule,
                         const Catalogue& catalogue);

// ---- map_texts.cpp: the texts of the settings into fields
// -----------------------------------------

/// Whether a text may go to the field of such a document, whatever the company has.
bool takes_text(Family family, TextLevel level, std::string_view field);

/// What the field takes: Sage's own limit, the model's and that of the settings.
FieldLimit limit_of_field(const Settings& settings, const CatalogueRecord* model, TextLevel level,
                          std::string_view field);

/// What is known of a field that a text goes to; the same for all lines of a document.
struct KnownField {
    TextLevel level = TextLevel::header;
    std::string name;
    std::optional<FieldLimit> limit;  ///< nothing: such a document has no such field
    // Of a custom field:
    std::string_view type;        ///< "text", "number" and so on; empty: nobody knows
    std::string_view values;      ///< that it takes, in lines of their own; empty: any
    std::optional<Hold> trouble;  ///< it is missing, or not to be written
};

/// A line as it was written into the body, which it ends in at `end`.
struct WrittenLine {
    std::string item;
    std::string unit;
    Decimal quantity;
    Decimal price;
    std::size_t end = 0;
    bool is_charge = false;
};

/// One document on its way to a request: what is written so far.
struct Draft {
    Draft(const Settings& settings_in, const PreparationInput& input_in, Family family_in,
          const std::string& definition_in)
        : settings(settings_in),
          input(input_in),
          family(family_in),
          definition(definition_in),
          model(model_of(input_in.catalogue, family_in, definition_in)) {}

    const Settings& settings;
    const PreparationInput& input;
    Family family;
    const std::string& definition;
    const CatalogueRecord* model;
    Site site;
    std::string customer;  ///< in Sage; empty: none
    DocumentDates dates;
    std::string body = "{";
    std::vector<Remark> remarks;
    std::vector<KnownField> known_fields;

    // What map_source.cpp needs.
    std::size_t header_end = 0;        ///< in the body
    std::vector<WrittenLine> written;  ///< in their order
    std::string source_key;            ///< once linked
    std::optional<Hold> source_hold;
};

/// Makes the finished body a conversion of the document that this one is about, where the settings
/// say so and Sage can. A question: to be asked first.
std::optional<ReadFirst> link_to_source(Draft& draft);

/// The texts of the settings for a header (no line) or a line, by field, added to those in
/// `present`. Held when one does not fit, or when a custom field is missing or takes no such value.
Mapped<TextMap> map_texts(Draft& draft, const Line* line, TextMap present);
/// The same by these rules of the settings only.
Mapped<TextMap> map_texts(Draft& draft, const std::vector<TextRule>& rules, const Line* line,
                          TextMap present);

/// Writes a field of those into the body. True: as text, which a query shows again as it is; a
/// custom field of numbers or of truth takes no quotation marks.
bool add_field(Draft& draft, TextLevel level, std::string_view field, std::string_view text);

// ---- map_currency.cpp: the currency of a document and its rate into the books
// -----------------------------------------------------------------------------

/// Of ISO 4217; what is not in its list counts as one of two.
bool has_two_places(std::string_view currency);

/// The settings name the currency of the books, and this is another one.
bool is_foreign(const Settings& settings, std::string_view currency);

/// The currency and the rate, or the rate type of Sage, at which the document is posted; without
/// either, it is in the currency of the books. The draft's customer and dates are mapped. Held
/// where the currency is not allowed, or is not the customer's, that of the goods or that of a
/// charge, and where there is no rate, or one into other books.
Mapped<PostedRate> map_currency(Draft& draft);

/// Writes a foreign document's currencies and rate into the header, and what a query then shows.
void add_currency(std::string& body, Facts& facts, const Settings& settings,
                  const PostedRate& rate);

/// Stock is kept in the currency of the books: held where a cost is in another one. `pointer` is
/// that of the line.
std::optional<Hold> foreign_cost(const Settings& settings, const Money& cost,
                                 const std::string& pointer);

/// "EUR:C2": the customer has that currency by now, or none.
bool customer_currency_cause_gone(std::string_view named, const Catalogue& catalogue);

// ---- map_party.cpp, map_item.cpp: who bought and what, by the chains of the settings
// ------------------------------------------------------------------------------------

/// How the customer of a document is found.
CustomerRules customer_rules(const Settings& settings);
/// The id of the customer, empty where held. Adds a remark when it was found by another code than
/// the account code.
Mapped<std::string> map_customer(const Settings& settings, const PreparationInput& input,
                                 std::vector<Remark>& remarks);

/// The item of exactly this id, in which a line is in the books already.
Mapped<const CatalogueRecord*> map_posted_item(const Catalogue& catalogue, std::string_view item_id,
                                               const std::string& pointer);

/// The item of exactly this id.
Mapped<const CatalogueRecord*> map_item(const Catalogue& catalogue, std::string_view item_id,
                                        const std::string& pointer);

/// The item of a line.
struct GoodsItem {
    const CatalogueRecord* record = nullptr;
    /// What has to be on the line because a substitute stands for the item; else empty.
    std::string description;

    /// Empty without a record.
    std::string_view id() const { return record == nullptr ? std::string_view() : record->id; }
};
/// Adds a remark when it was found by another code than the warehouse's own, or is a substitute.
Mapped<GoodsItem> map_goods(Draft& draft, const Line& line, const std::string& pointer);

// ---- map_unit.cpp: units, as far as the catalogue knows those of the item
// ------------------------------------------------------------------------

Mapped<std::string> map_unit(const Settings& settings, std::string_view unit_code,
                             const std::string& pointer);

/// The unit of a line in Sage, and the line in it where it had to be converted.
struct UnitLine {
    std::string unit;
    std::optional<Line> converted;
    Decimal times = Decimal::of(1);  ///< so many of Sage's unit for one of the line's

    const Line& or_as_it_is(const Line& line) const { return converted ? *converted : line; }
};
/// `item` null: it is not known, and nothing is said about its units. What is in the books already
/// has the unit it has there; held when the item has it no more.
Mapped<UnitLine> map_line_unit(Draft& draft, const CatalogueRecord* item, const Line& line,
                               const std::string& pointer);
/// `posted` as AllowanceCharge::posted.
Mapped<std::string> map_charge_unit(const Settings& settings, const Catalogue& catalogue,
                                    std::string_view item_id, std::string_view unit_code,
                                    const std::optional<PostedTerms>& posted,
                                    const std::string& pointer);
/// Whether "Dozen of SKU-1" is no reason to hold any more; `must_have`: only the unit itself ends
/// it, no conversion.
bool unit_cause_gone(const Settings& settings, std::string_view named, bool must_have,
                     const Catalogue& catalogue);

// ---- map_line.cpp: what order-entry and inventory lines have in common
// --------------------------------

/// The quotient if it ends within ten places; otherwise nothing.
std::optional<Decimal> divided_exactly(const Decimal& dividend, const Decimal& divisor);

/// A line's price as Sage takes it: for one unit, before the discount.
struct UnitPrice {
    std::string amount;
    std::string discount_percent;  ///< empty: none
};
Mapped<UnitPrice> map_price(const Line& line, const std::string& pointer);

/// A price as it is sent, and what it comes to.
struct LinePrice {
    UnitPrice sent;
    TotalsLine amounts;
    std::optional<Decimal> stated_gross;  ///< by the document, where its prices include tax
};

// map_price.cpp. Where prices include tax: held without a rate.
Mapped<LinePrice> price_of_goods(const Settings& settings, const Line& line, const LineTax& tax,
                                 const std::string& pointer);
Mapped<LinePrice> price_of_charge(const Settings& settings, const AllowanceCharge& charge,
                                  const LineTax& tax, const std::string& pointer);
/// The net of a line or charge as one amount, for documents that take neither quantity nor price.
Mapped<LinePrice> net_of_goods(const Settings& settings, const Line& line, const LineTax& tax,
                               const std::string& pointer);
Mapped<LinePrice> net_of_charge(const Settings& settings, const AllowanceCharge& charge,
                                const LineTax& tax, const std::string& pointer);
/// The price of one unit that makes `net` of the quantity, in as many places as Sage takes.
std::optional<Decimal> unit_price_of(const Decimal& net, const Decimal& quantity);
/// The line or charge for another price of one unit, without a discount of its own.
LinePrice with_unit_price(LinePrice price, const Decimal& unit_price);
/// What a line or charge of the document comes to in Sage, alone; absent where it would be held.
Amounts line_amounts(const Settings& settings, const Document& document, const Line& line,
                     const Catalogue& catalogue);
Amounts charge_amounts(const Settings& settings, const Document& document,
                       const AllowanceCharge& charge, const Catalogue& catalogue);
/// What they held a document for is gone; the name is that after "tax-rate:".
bool rate_cause_gone(const Settings& settings, std::string_view schedule,
                     const Catalogue& catalogue);

/// Lots, serial numbers and bins of a line as Sage's trackingDetail of that item: a JSON array, or
/// empty text.
Mapped<std::string> tracking_detail(const Catalogue& catalogue, std::string_view item_id,
                                    const Line& line, const std::string& pointer);

// ---- map_dimensions.cpp: what lines are counted to
// -----------------------------------------

/// Whether lines take a dimension of that name from the settings: all but item, warehouse and
/// location, which have settings of their own.
bool takes_dimension(std::string_view name);

/// Rules that name a dimension that there is not.
void check_dimensions(const Settings& settings, std::vector<Problem>& problems);

/// Rules that cannot work against the catalogue.
std::vector<Problem> unfit_dimensions(const Settings& settings, const Catalogue& catalogue);

/// The dimensions of a line with this item of Sage; `charge` is the warehouse's code, empty for
/// goods. Held when the catalogue has not the record that a rule names.
/// `site` empty: that of the document.
Mapped<ChosenDimensions> map_dimensions(const Draft& draft, std::string_view item,
                                        std::string_view charge = {}, std::string_view site = {});

/// Where a line is in stock, and what else it is counted to.
struct LinePlace {
    Site site;
    ChosenDimensions chosen;
    /// What `chosen` points to where it is that of a line in the books.
    // g++ warns of a member that braces leave out unless it has a value here.
    std::vector<DimensionValue> posted = {};  // NOLINT(readability-redundant-member-init)
};
/// The draft's site and map_dimensions(), or what a line has in the books already; held when Sage
/// does not have that any more.
Mapped<LinePlace> map_place(const Draft& draft, const std::optional<PostedTerms>& posted,
                            std::string_view item, std::string_view charge,
                            const std::string& pointer);
/// As `posted` of a later line.
PostedTerms::Places site_to_keep(const Site& site);
PostedTerms::Places dimensions_to_keep(const ChosenDimensions& chosen);
/// What map_place() held a document for is gone; the name is that after "posted-dimension:".
bool posted_dimension_cause_gone(const Settings& settings, std::string_view name,
                                 const Catalogue& catalogue);

/// "department:SALES": the record is there, or no rule names it any more.
bool dimension_cause_gone(const Settings& settings, std::string_view name,
                          const Catalogue& catalogue);

/// Writes the members of chosen dimensions.
void add_chosen(std::string& body, const ChosenDimensions& chosen);
/// Writes the member `dimensions`.
void add_dimensions(std::string& body, std::string_view item, const Site& site,
                    const ChosenDimensions& chosen = {});

// ---- map_dates.cpp: the dates of a document
// -----------------------------------------

/// The field of the true date is not one that holds something else.
void check_dates(const Settings& settings, std::vector<Problem>& problems);

/// The dates; what there is to say of them goes to the draft's remarks. Held when the settings say
/// that the period is closed and the document does not move.
Mapped<DocumentDates> map_dates(Draft& draft);

/// YYYY-MM-DD, so many days later.
std::string days_after(std::string date, std::int64_t days);

/// Of a document that moves: the true date into the memo, or into its own field of `texts`.
void add_true_date(const Draft& draft, std::string& memo, TextMap& texts);

// ---- map_subtotal.cpp: charges and allowances as subtotals of the document
// -----------------------------------------

/// The description of the subtotal that the charge is in order-entry documents: the one it has in
/// the books, or else that of the settings. Empty: it is a line. Lives as long as both arguments.
std::string_view subtotal_of(const Settings& settings, const AllowanceCharge& charge);
/// What a document was held for is gone; the names are those after "subtotals:" and
/// "subtotal-tax:".
bool subtotals_cause_gone(const Settings& settings, std::string_view definition,
                          const Catalogue& catalogue);
bool subtotal_tax_cause_gone(const Settings& settings, std::string_view name,
                             const Catalogue& catalogue);

// ---- map_account.cpp: to which account a line of accounts receivable is posted, and its tax
// --------------------------------------------------------------------------------------

struct LineAccount {
    std::string name;  ///< `gl_account` or `account_label`
    std::string id;
    std::string offset;  ///< empty: that of Sage's configuration

    /// As dimensions of a later line.
    PostedTerms::Places to_keep() const;
};
/// That of a line in the books already, else that of the first rules which fit. Held where none
/// does, and where Sage does not have the account or takes no documents for it. `item` and `charge`
/// as for map_place().
Mapped<LineAccount> map_account(const Draft& draft, const std::optional<PostedTerms>& posted,
                                std::string_view item, std::string_view charge,
                                const std::string& pointer);
/// The names are those after "account-rule:" and "account:".
bool account_rule_cause_gone(const Settings& settings, std::string_view name,
                             const Catalogue& catalogue);
bool account_cause_gone(const Settings& settings, std::string_view name,
                        const Catalogue& catalogue);
/// Why a document cannot name the account; empty: it can, or Sage does not show accounts.
std::string account_trouble(const Catalogue& catalogue, std::string_view account);

/// The tax detail that entries of tax name: that of the schedule, or, where Sage lists no
/// schedules, the one of that name. Empty: not known.
std::string tax_detail_of(const Catalogue& catalogue, std::string_view schedule);
/// The tax with the rate of its detail. Held where detail or rate are not known: the amount of the
/// tax is computed here.
Mapped<LineTax> receivable_tax(const Catalogue& catalogue, LineTax tax, const std::string& pointer);
/// The name is that after "tax-detail:".
bool tax_detail_cause_gone(const Settings& settings, std::string_view schedule,
                           const Catalogue& catalogue);

// ---- map_order_entry.cpp, map_inventory.cpp, map_tracking.cpp, map_receivable.cpp
// -------------------------------------------

Preparation prepare_order_entry(const Settings& settings, const PreparationInput& input,
                                const std::string& definition);
Preparation prepare_inventory(const Settings& settings, const PreparationInput& input,
                              const std::string& definition);
/// `family` is one of accounts receivable.
Preparation prepare_receivable(const Settings& settings, const PreparationInput& input,
                               Family family);
/// What the warehouse says of a line, for its memo.
std::string order_line_memo(const Settings& settings, const Line& line);
Preparation prepare_tracking(const Settings& settings, const PreparationInput& input);
/// map_transfer.cpp, and map_arrival.cpp of goods that left with a transfer which is posted.
Preparation prepare_transfer(const Settings& settings, const PreparationInput& input);
Preparation prepare_arrival(const Settings& settings, const PreparationInput& input);
/// What Sage shows as left of a cancelled order becomes a document of that definition, which posts
/// nothing: so the order is closed (map_cancellation.cpp).
Preparation prepare_cancellation(const Settings& settings, const PreparationInput& input,
                                 const std::string& definition);

// ---- map_tracking_texts.cpp: late tracking in texts
// -------------------------------------------

/// Fields that texts share: all are written, or, where people changed one, none.
using FieldGroup = std::vector<std::string>;
/// The fields of a despatch's document that hold by the settings what late tracking changes.
std::vector<FieldGroup> tracking_fields(const Settings& settings, TextLevel level);

/// What is to be changed in the document of a despatch.
struct TrackingTexts {
    std::string body;  ///< of the request; empty: nothing is to be changed
    Facts facts;
    std::vector<Remark> remarks;  ///< about texts that stay as they are, or did not fit
    std::optional<Hold> hold;
};
/// `related` has what was written. `header` and `lines` are the document as Sage shows it; `lines`
/// null: they were not asked for.
TrackingTexts tracking_texts(const Settings& settings, const PreparationInput& input,
                             const Related& related, const Row& header, const Result<Page>* lines);

/// What people read for a reason of the warehouse: the text of the settings, or the code.
const std::string& reason_text(const Settings& settings, const std::string& code);

/// -1: all lines take stock away; 1: all add; 0: neither.
int direction_of(const Document& document);

}  // namespace sage::intacct
