// SPDX-License-Identifier: Apache-2.0
// Between this edition and Sage Intacct's REST interface: requests as bytes, and what replies to
// them mean. Each group of declarations names the file it is in. All functions are pure and
// thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/intacct/settings.h"
#include "sage-adapter/edition.h"

namespace sage::intacct {

// ---- wire.cpp: requests
// ---------------------------------------------------------------------------------

/// Unreserved characters of RFC 3986 stay, all others become %XX.
std::string percent_encoded(std::string_view text);

/// "order-entry/document::Sales Invoice"; without the definition where there is none.
std::string object_name(Family family, std::string_view definition);
Family family_of(const Request& request);

/// Where a document of a definition is posted, without base address.
std::string document_target(Family family, std::string_view definition);
Request post_document(const Settings& settings, Family family, std::string_view definition,
                      std::string_view idempotency_key, std::string body);
Request patch_document(const Settings& settings, std::string_view definition, std::string_view key,
                       std::string_view idempotency_key, std::string body);
Request patch_transfer(const Settings& settings, std::string_view key,
                       std::string_view idempotency_key, std::string body);
/// Gives an XML session for the access token.
Request get_session(const Settings& settings);
Request get_model(const Settings& settings, std::string_view object);

/// One condition of a query: operator, field and one or more values.
struct Filter {
    std::string_view operation;  ///< "$eq", "$gt", "$startsWith"; with a list "$in", "$between"
    std::string field;
    std::vector<std::string> values;
};

struct Query {
    std::string object;
    std::vector<std::string> fields;
    std::vector<Filter> filters;  ///< all must hold
    std::size_t start = 1;
    int size = 10;
};
Request query_request(const Settings& settings, const Query& query);
inline constexpr std::string_view entity_header = "X-IA-API-Param-Entity";

/// Writing JSON as text: members in the order given, equal input gives equal bytes. A comma is
/// written when the last byte does not open an object or an array.
void open_member(std::string& out, std::string_view name, char bracket);
void add_member(std::string& out, std::string_view name, std::string_view text);
/// Opens an object as the next element of an array.
void open_element(std::string& out);
/// {"name":{"id":"text"}}
void add_reference(std::string& out, std::string_view name, std::string_view identifier);
void add_raw(std::string& out, std::string_view name, std::string_view json);

// ---- wire_verdict.cpp: what a reply to a write means
// ---------------------------------------------------

/// What Sage's error envelopes say, all three of them.
struct SageError {
    bool recognised = false;  ///< one of the three shapes of Sage's own errors
    std::string code;         ///< "invalidRequest", "GW-0010"
    std::string support_id;
    std::string message;  ///< all texts in it, one after another
    /// Every code in it, details included.
    std::vector<std::string> codes;
    /// Values of the placeholders: what the texts speak about.
    std::vector<std::string> named;

    bool has_code(std::string_view wanted) const;
};
SageError read_error(std::string_view body);

/// ASCII letters in lower case; all else stays.
std::string lower_case(std::string_view text);

Verdict classify(const Send& sent, const Reply& reply);
/// What the reply to any request says about its access token; the same replies that classify()
/// takes for Judgement::unauthorised.
TokenRefusal token_refusal(const Reply& reply);

/// The longest wait that any of the reply's headers asks for.
std::uint32_t retry_after_ms(const Reply& reply);

/// What the headers of any reply say of limits (wire_allowance.cpp).
Allowance allowance(const Reply& reply);

// ---- wire_refusal.cpp: which refusals have their cause outside the document
// ------------------------------

/// Fills judgement, problem and root cause for a definite business refusal.
void judge_refusal(Verdict& verdict, const Send& sent, const SageError& error);

// ---- wire_query.cpp: rows of the query service
// -----------------------------------------------------------

using Row = std::map<std::string, std::string, std::less<>>;

/// A page of the query service, every value as text; null and absent are empty.
struct Page {
    std::vector<Row> rows;
    bool last = false;      ///< nothing comes after these rows
    std::size_t total = 0;  ///< rows of all pages
};
/// Status::remote unless it is a page of the query service, whole and well-formed.
Result<Page> read_page(const Reply& reply);

Request look_up(const Settings& settings, const Send& sent, std::string_view external_reference);
LookUp read_look_up(const Settings& settings, const Send& sent, const Reply& reply);
/// A decimal without zeros at its end; other texts as they are.
std::string shortest_number(std::string_view text);
/// Facts as they compare: money with two places, the rate in its shortest form, line ends as "\n".
std::string comparable(std::string_view field, std::string_view text);

std::string_view value_in(const Row& row, std::string_view field);
/// What a query of headers has to show for these facts, key and number included.
std::vector<std::string> fields_for(Family family, const std::vector<const Facts*>& promised);
/// A row as a candidate, with what it shows for the promised facts.
Found found_in(const Settings& settings, const Row& row, const std::string& type,
               const Facts& promised);
LookUp not_usable(std::string why);

/// The header's field that holds our own reference, the one with the number people use, and the one
/// with the total in the document's own currency; that of order entry stands for both its totals.
const std::string& reference_field(const Settings& settings, Family family);
std::string_view number_field(Family family);
std::string_view total_field(Family family);

// ---- wire_read_back.cpp: what was posted, as Sage holds it: headers, lists of our own
// -----------------------------------------------------------------------------------------------

/// The family of a transaction definition by the settings; by the facts where they changed since.
Family family_of(const Settings& settings, std::string_view sage_type, const Facts& facts);

Request read_back(const Settings& settings, const std::vector<ReadBackSubject>& subjects,
                  FindBy by);
LookUp read_read_back(const Settings& settings, const std::vector<ReadBackSubject>& subjects,
                      FindBy by, const Reply& reply);

/// Of a page that shows what it was not asked for, or says of itself what cannot be.
Error not_asked_for();

std::vector<std::string> own_scopes(const Settings& settings);
Request list_own(const Settings& settings, const OwnList& list);
Result<OwnPage> read_own_page(const Settings& settings, const OwnList& list, const Reply& reply);

// ---- wire_read_lines.cpp: the lines of what was posted
// ----------------------------------------------------

/// "line 1 unitQuantity" and so on, from the body that was sent.
Facts line_facts(const Send& sent);
Request read_lines(const Settings& settings, const std::vector<ReadBackSubject>& subjects,
                   const std::vector<Found>& found);
Result<bool> add_lines(const std::vector<ReadBackSubject>& subjects, const Reply& reply,
                       std::vector<Found>& found);

/// "line 3 unitPrice", from 1.
std::string line_fact(std::size_t line, std::string_view field);
/// "2.500" and "2.5" are the same quantity; texts compare as they are.
std::string line_value(std::string_view field, std::string_view text);

}  // namespace sage::intacct
