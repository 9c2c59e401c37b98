// SPDX-License-Identifier: Apache-2.0
// The settings "customerMatching" and "itemMatching" (customer_matching.json, item_matching.json,
// which every edition's settings have word for word): by which of its codes the customer or an item
// of a document is found in the catalogue. Nothing is guessed: the first rule by which exactly one
// active record is found decides, and more than one is an answer of its own. Pure; any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/catalogue/catalogue.h"
#include "sage-adapter/document/document.h"
#include "sage-adapter/mapping/fit_text.h"

namespace sage {

/// One way to find a record.
struct MatchRule {
    std::string name;   ///< as in the settings: "gtin"
    std::string field;  ///< of the records (match_keys.h); empty: their id
    /// Where an edition keeps that field on records of a kind of their own, with the same ids;
    /// empty: on the chain's own.
    std::string kind;
    /// Codes of the warehouse to ids of Sage.
    std::map<std::string, std::string, std::less<>> aliases;
    std::string aliases_pointer;  ///< of those in the settings
    bool only_aliases = false;    ///< a code that is not among them finds nothing
};

/// The rules for one kind of records, in the order tried.
struct MatchChain {
    std::string kind;     ///< the edition's word for these records in its catalogue
    std::string pointer;  ///< of the rules in the settings
    std::vector<MatchRule> rules;

    bool has(std::string_view rule) const;
    /// Says where the field of a rule is kept; without effect where the chain has no such rule.
    void keep_in(std::string_view rule, std::string_view kind_of_field);
    const std::string& kind_of(const MatchRule& rule) const;
};

struct CustomerMatching {
    MatchChain chain;
    bool guest_when_unknown = false;
};
struct ItemMatching {
    MatchChain chain;
    std::string substitute;  ///< empty: none
};

/// `settings` has passed the schema; `kind` is the edition's word for these records.
CustomerMatching read_customer_matching(const JsonValue& settings, std::string_view kind);
ItemMatching read_item_matching(const JsonValue& settings, std::string_view kind);

/// What a document says under the name of a rule, in the form that compares.
struct MatchKey {
    std::string_view rule;
    std::string value;
};
/// In the order of the rules. Never an empty value: what the document does not say, or says
/// wrongly, is left out.
using MatchKeys = std::vector<MatchKey>;

MatchKeys customer_keys(const MatchChain& chain, const Party& buyer);
MatchKeys item_keys(const MatchChain& chain, const Item& item);

/// Lives no longer than the chain and the catalogue it was made with.
struct Match {
    const CatalogueRecord* record = nullptr;  ///< the one that was found, active
    const MatchRule* rule = nullptr;          ///< the rule that decided; null: none did
    std::string value;                        ///< what it compared
    std::vector<std::string> candidates;      ///< ids, more than one: then record is null
    std::string inactive;                     ///< id of one that would have been found

    bool ambiguous() const { return record == nullptr && rule != nullptr; }
};
Match match(const MatchChain& chain, const MatchKeys& keys, const Catalogue& catalogue);

/// "item:SKU-1", or with other rules "itemMatch:sellersItemId=SKU-1, gtin=05012345678900": what a
/// document waits for that was not matched. `prefix` is a word for it, "item".
std::string match_cause(const MatchChain& chain, const MatchKeys& keys, std::string_view prefix);
/// True when what such a root cause names, after its colon, is matched now.
bool match_cause_gone(const MatchChain& chain, std::string_view named, const Catalogue& catalogue);
/// True when it leads to several records: then nothing stands for them.
bool match_cause_ambiguous(const MatchChain& chain, std::string_view named,
                           const Catalogue& catalogue);

/// Why a match that is ambiguous() holds its document. `what` is "customer" or "item".
Problem ambiguous_match(const Match& match, std::string_view what, std::string pointer);
/// That another code than the first of all decided. `subject` is "The buyer" or "Line 3".
Remark match_remark(const Match& match, std::string_view what, std::string_view subject);

/// That the guest customer stands for a buyer; empty `buyer`: one without an account code.
Remark guest_remark(const std::string& buyer, const std::string& guest);
/// That the substitute stands for the item of a line.
Remark substitute_remark(const Line& line, const std::string& substitute);

/// Appends what of a chain cannot work: aliases of what Sage does not have, rules whose codes no
/// record has. `what` is "customer" or "item".
void check_chain(const MatchChain& chain, const Catalogue& catalogue, std::string_view what,
                 std::vector<Problem>& problems);

}  // namespace sage
