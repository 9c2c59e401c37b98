// SPDX-License-Identifier: Apache-2.0
// Between this edition and the REST API of Sage 200: requests as bytes, and what replies to them
// mean. Each group of declarations names the file it is in. All functions are pure and thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/edition.h"

namespace sage::sage200 {

/// Whose books, and where: each request says it.
struct Books {
    bool professional = true;  ///< decides the address
    std::string site_id;
    std::string company_id;
};

// ---- wire.cpp: requests
// ---------------------------------------------------------------------------

/// Unreserved characters of RFC 3986 stay, all others become %XX: blanks too, because what becomes
/// of "+" is known to nobody.
std::string percent_encoded(std::string_view text);

/// A text as a literal of $filter.
std::string quoted(std::string_view text);

/// One option of a query, "$filter" and its text, not encoded.
struct Option {
    std::string_view name;
    std::string text;
};
/// @param resource  "customers"
Request get(const Books& books, std::string_view resource, const std::vector<Option>& options);
Request post(const Books& books, std::string_view resource, std::string body);
/// The sites and companies of the user: the one request that names neither.
Request get_sites(const Books& books);

/// "sales_invoices" of a request's target.
std::string_view resource_of(const Request& request);

// ---- answers.cpp: replies as values
// ---------------------------------------------------------------------

/// Every value as text, decimals in the digits that came; null and absent are empty. Members of
/// objects are named "customer.reference".
using Row = std::map<std::string, std::string, std::less<>>;
std::string_view value_in(const Row& row, std::string_view field);

/// The rows of a list, bare or as {"value":[...]}, or the one record. Status::remote if it is
/// none of these.
Result<std::vector<Row>> read_rows(const Reply& reply);

/// What a refusal says, whatever the shape of its body: nobody has published one. Empty: nothing.
std::string message_of(const Reply& reply);

/// A decimal with two places and without its sign: the ledger shows credits in either.
std::string magnitude(std::string_view digits);

// ---- wire_verdict.cpp: what a reply to a write means
// ---------------------------------------------------

/// 401 has three meanings, and only the first is about the token.
enum class Unauthorised : std::uint8_t {
    token,       ///< the gateway's words, or words that are not known
    site,        ///< no words: the site or company is not the user's, or the token after all
    permission,  ///< words that name what was sent of an order and needs a permission of its own
};
Unauthorised meaning_of_401(const Request& request, const Reply& reply);

/// Root causes of what is refused for the site and not for the document, each before a colon and
/// the resource: the user's role has no right to it, or the site does not have it.
inline constexpr std::string_view right_cause = "right";
inline constexpr std::string_view not_offered_cause = "not-offered";

Verdict classify(const Send& sent, const Reply& reply);
/// What a reply to any request says about its access token: nothing, where 401 is about a
/// permission.
TokenRefusal token_refusal(const Request& request, const Reply& reply);
/// Seconds of Retry-After, if it says them; at most a day.
std::uint32_t retry_after_ms(const Reply& reply);

// ---- wire_ledger.cpp: documents of the sales ledger, written and found again
// ---------------------------

inline constexpr std::string_view invoice_type = "Sales Invoice";
inline constexpr std::string_view credit_type = "Sales Credit Note";

/// An invoice or credit note as it is sent: amounts above zero in both directions.
struct LedgerDocument {
    bool credit = false;
    std::string customer_key;
    std::string date;  ///< YYYY-MM-DD
    std::string reference;
    std::string second_reference;
    struct TaxItem {
        std::string tax_code_key;
        Decimal goods;
        Decimal tax;
    };
    std::vector<TaxItem> taxes;
    struct NominalItem {
        std::string code;
        std::string cost_centre;
        std::string department;
        std::string narrative;
        std::string transaction_analysis_code;
        Decimal value;
    };
    std::vector<NominalItem> nominals;
    std::string currency_id;  ///< of the books: the ledger is told amounts, not a currency
};
/// With the header's totals as sums of the tax items, so that both are equal whatever was rounded.
Send encode(const Books& books, const LedgerDocument& document);

Request look_up(const Books& books, std::string_view external_reference);
LookUp read_look_up(const Send& sent, const Reply& reply);
Request read_back(const Books& books, const std::vector<ReadBackSubject>& subjects, FindBy by);
LookUp read_read_back(const std::vector<ReadBackSubject>& subjects, FindBy by, const Reply& reply);
/// What documents of the past are compared by: all that does not come from us alone.
Facts shadow_facts(const Send& send);
std::vector<std::string> own_scopes();
Request list_own(const Books& books, const OwnList& list);
Result<OwnPage> read_own_page(const OwnList& list, const Reply& reply);

// ---- catalogue.cpp: master data
// ---------------------------------------------------------------------------

namespace kind {
inline constexpr std::string_view site = "site";  ///< id: "site id/company id"
inline constexpr std::string_view customer = "customer";
inline constexpr std::string_view tax_code = "tax-code";
/// id: "4000", "4000/cost centre/department" where it has one of them
inline constexpr std::string_view nominal_code = "nominal-code";
/// id: its name
inline constexpr std::string_view currency = "currency";
inline constexpr std::string_view transaction_analysis = "transaction-analysis-code";
/// Where a customer wants goods; id: Sage's, since nothing that people see is one of its own
inline constexpr std::string_view delivery_address = "delivery-address";
// Of orders:
inline constexpr std::string_view product = "product";
/// A unit of measure; id: its name. Of a product each is a field unit_prefix + its key, with how
/// many base units it is.
inline constexpr std::string_view unit = "unit";
inline constexpr std::string_view warehouse = "warehouse";
inline constexpr std::string_view additional_charge = "additional-charge";
inline constexpr std::string_view courier = "courier";  ///< id: its name
/// One record each, whose id is that word.
inline constexpr std::string_view sop_settings = "sop-settings";
inline constexpr std::string_view sop_permissions = "sop-permissions";
/// id: "SOPOrderReturn/3", the entity and its slot
inline constexpr std::string_view analysis_code = "analysis-code";
/// A field that orders of this release have; id: its name
inline constexpr std::string_view order_field = "order-field";
/// Whether the site has what another release or edition may lack (offers.h); id: its name
inline constexpr std::string_view offer = "offer";
/// A field that sales returns of this release have; id: its name
inline constexpr std::string_view return_field = "return-field";
}  // namespace kind

inline constexpr std::string_view unit_prefix = "unit:";

/// Of a record of kind::analysis_code: its legal values, one a line.
inline constexpr std::string_view analysis_values = "values";
/// "true": other values may be entered.
inline constexpr std::string_view analysis_open = "open";

/// For the sales ledger.
std::vector<CatalogueRead> catalogue_reads();
/// Addresses that no document needs, for the host to show.
CatalogueRead delivery_address_read();
/// What is read besides where orders are posted; whether orders have `fields`, too, and whether the
/// site has `offers` (offers.h).
struct OrderReads {
    std::string reference_field;  ///< whether orders have it
    bool additional_charges = false;
    bool couriers = false;
    bool analysis_codes = false;
    bool units = false;          ///< of products, and their names
    bool sales_returns = false;  ///< whether there are any, and whether they have that field
    // g++ warns of members that braces leave out unless they have a value here.
    std::vector<std::string> fields = {};  // NOLINT(readability-redundant-member-init)
    std::vector<std::string> offers = {};  // NOLINT(readability-redundant-member-init)
};
std::vector<CatalogueRead> order_catalogue_reads(const OrderReads& wanted);
/// What is read where stock is moved and no orders are posted: products, warehouses and whether the
/// site has stock transfers.
std::vector<CatalogueRead> stock_catalogue_reads();
Request catalogue_request(const Books& books, const CatalogueRead& read);
Result<CataloguePage> read_catalogue_page(const CatalogueRead& read, const Reply& reply);

}  // namespace sage::sage200
