// SPDX-License-Identifier: Apache-2.0
// The tax code of a line and its rate, for Sages that take no line without one and are told what it
// comes to: by the map of tax codes (the setting "taxCodes"), or else by the first tax rule that
// fits (tax.h); of what belongs to a line that is posted, that line's own. What is not decided
// holds the document until a setting or a record of Sage changes. Pure; any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/catalogue/catalogue.h"
#include "sage-adapter/mapping/hold.h"
#include "sage-adapter/mapping/posted_terms.h"
#include "sage-adapter/mapping/tax.h"
#include "sage-adapter/mapping/totals_settings.h"

namespace sage {

/// A tax code and what is known of it.
struct LineTax {
    std::string code;  ///< as people know it: "1"
    std::string key;   ///< of its record
    std::optional<Decimal> percent;
};

/// Lives no longer than the settings and the catalogue it was made of.
struct TaxCodes {
    /// Of the warehouse, to Sage's.
    const std::map<std::string, std::string, std::less<>>& codes;
    const TaxSettings& settings;
    const std::string& rounding;  ///< of the rounding line; empty: there is none
    const Catalogue& catalogue;
    std::string_view kind;        ///< of the records of tax codes
    std::string_view rate_field;  ///< of those
    EditionWords words;

    /// Why the tax code cannot be used; empty: it can.
    std::string trouble(std::string_view code) const;
    /// Nothing: it is not there, or Sage does not say it.
    std::optional<Decimal> rate_of(std::string_view code) const;

    /// `pointer` is that of the line or charge. Held when nothing decides it, when Sage does not
    /// have the code, or when the document, the rule and Sage do not agree on the rate.
    Mapped<LineTax> map(const TaxQuestion& question, const std::string& pointer) const;
    /// Under which a line is in the books already. Held when Sage does not have it any more, or has
    /// another rate by now.
    Mapped<LineTax> map_posted(const PostedTerms& posted, const std::string& pointer) const;
    /// Of the rounding line, which bears no tax.
    Mapped<LineTax> map_rounding(const std::string& pointer) const;

    /// Appends what of the settings cannot work: codes that Sage does not have, rates that differ,
    /// rules that never come to their turn, a rounding line with tax.
    void check(const TotalsSettings& totals, std::vector<Problem>& problems) const;

    /// Whether what these held documents for is gone: the root cause up to its colon, and what
    /// follows that. Nothing: it is no cause of theirs.
    std::optional<bool> cause_gone(std::string_view cause, std::string_view name) const;
};

}  // namespace sage
