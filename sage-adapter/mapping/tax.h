// SPDX-License-Identifier: Apache-2.0
// The tax decision table (the setting "taxRules" of tax_settings.json, which every edition's
// settings have word for word): which tax treatment of Sage a line gets, by what is known of the
// supply. The first rule that fits wins; that none fits is the edition's to say. What Sage calls a
// treatment, and whether it has it, only the edition knows. Pure; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/document/document.h"

namespace sage {

/// A line of the document is goods; a charge (carriage and the like) is a service.
enum class Supply : std::uint8_t { goods, service };
/// A buyer with a VAT number is a business.
enum class BuyerKind : std::uint8_t { consumer, business };

/// What is known of one line or charge. Empty: not known, and no rule that asks for it fits.
struct TaxQuestion {
    std::string origin;       ///< country the goods leave from
    std::string destination;  ///< country they go to; Northern Ireland is "XI"
    Supply supply = Supply::goods;
    BuyerKind buyer = BuyerKind::consumer;
    std::string item_class;
    std::string category;            ///< UNCL5305: S, Z, E, AE, K, G, O
    std::string tax_code;            ///< the host's own
    std::string date;                ///< tax point, YYYY-MM-DD
    std::optional<Decimal> percent;  ///< as the document says it

    bool operator==(const TaxQuestion&) const = default;
};

/// Empty conditions fit everything.
struct TaxRule {
    std::vector<std::string> origins;
    std::vector<std::string> destinations;
    std::optional<Supply> supply;
    std::optional<BuyerKind> buyer;
    std::vector<std::string> item_classes;
    std::vector<std::string> categories;
    std::vector<std::string> tax_codes;
    std::string valid_from;  ///< first day; empty: always was
    std::string valid_to;    ///< last day; empty: still is
    std::string schedule;    ///< what the edition puts on the line; empty: none
    std::optional<Decimal> percent;
    std::string pointer;  ///< of the rule in the settings

    bool fits(const TaxQuestion& question) const;
    /// True when whatever fits `later` fits this one.
    bool covers(const TaxRule& later) const;
};

struct TaxSettings {
    std::vector<TaxRule> rules;
    std::string origin_country;                                    ///< of sites that name none
    std::map<std::string, std::string, std::less<>> item_classes;  ///< item -> class

    /// Some rule is for a time only.
    bool dated() const;
    bool asks_for_item_class() const;
};

/// `settings` has passed the schema. Appends a problem for each rule that cannot work. In `origin`
/// and `destination` EU stands for its member states and * for any that is known.
TaxSettings read_tax_settings(const JsonValue& settings, std::vector<Problem>& problems);

/// Null: none fits.
const TaxRule* first_that_fits(const std::vector<TaxRule>& rules, const TaxQuestion& question);

/// What the whole document says: buyer, destination and tax point. The destination is the country
/// of the delivery or, where that names none, of the buyer; postal zones BT1 to BT94 of GB are XI.
TaxQuestion tax_question(const Document& document, std::string_view origin_country);

/// Puts what one line or charge says in the place of what the one before it said.
void ask_about(TaxQuestion& question, const Tax& tax, Supply supply, std::string_view item_class);

/// What was looked for, for a person: "goods from GB to DE, to a business, category S".
std::string in_words(const TaxQuestion& question);

/// The question as JSON, which tax_question_of() reads back: for names of root causes.
std::string text_of(const TaxQuestion& question);
std::optional<TaxQuestion> tax_question_of(std::string_view text);

}  // namespace sage
