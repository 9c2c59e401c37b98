// SPDX-License-Identifier: Apache-2.0
// The XML gateway: the older interface of Sage Intacct, as a second way for documents that are
// mapped like all others. What was mapped for REST is written as one function of the gateway, its
// elements in the order that the gateway demands; replies become verdicts. Look-ups, read-back and
// the catalogue stay with REST, which shows the same data.
//
// Each group of declarations names the file it is in. All functions are pure and thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/intacct/settings.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/edition.h"

namespace sage::intacct {

inline constexpr std::string_view gateway_target = "/ia/xml/xmlgw.phtml";

bool goes_by_gateway(const Request& request);

// ---- gateway.cpp: which documents go by it
// -----------------------------------------------------------

/// What intacct::prepare() makes of the document, by the way that the settings choose. Held, with a
/// pointer to the setting, when the gateway has no place for something in it, or none that is
/// proven and the settings do not allow for that. Asks first for the key of a document that this
/// one is about, where only its number is known.
Preparation prepare_by_settings(const Settings& settings, const PreparationInput& input);

/// Whether the settings send documents of this kind by the gateway, which has no notes: what would
/// go there goes to the memo.
bool chosen_for_gateway(const Settings& settings, const Document& document);

/// Definitions by the gateway that can never work.
void check_gateway(const Settings& settings, std::vector<Problem>& problems);

// ---- gateway_elements.cpp: the order of the elements
// -------------------------------------------------

enum class GatewayFunction : std::uint8_t {
    create_sotransaction,
    update_sotransaction,
    create_ictransaction,
    create_aradjustment,
};
std::string_view name_of(GatewayFunction function);

enum class ElementKind : std::uint8_t {
    text,
    date,           ///< <year/><month/><day/>
    state,          ///< "Pending" for "pending"
    contact,        ///< <contactname/>
    source,         ///< "Sales Order-SO0001" for the key in the body
    custom_fields,  ///< all members that begin with nsp::
    details,        ///< lots and serial numbers
    tax_entries,    ///< the tax of a line
};

/// One element, and where its value stands in the body for REST.
struct GatewayElement {
    std::string_view name;
    std::string_view pointer;
    ElementKind kind = ElementKind::text;
    /// False: that the element stands here is said by nothing but the documentation's table, which
    /// no example of Sage's confirms.
    bool proven = true;
};

/// In the order of the gateway, as far as this edition has something to say in them.
std::span<const GatewayElement> header_elements(GatewayFunction function);
std::span<const GatewayElement> line_elements(GatewayFunction function);
/// "sotransitems"; empty: no lines.
std::string_view lines_element(GatewayFunction function);
/// "sotransitem".
std::string_view line_element(GatewayFunction function);
/// Of a subtotal of the document, which create_sotransaction has behind its lines.
std::span<const GatewayElement> subtotal_elements(GatewayFunction function);

// ---- gateway_write.cpp
// -------------------------------------------------------------------------------

/// What becomes one function.
struct GatewayDocument {
    GatewayFunction function = GatewayFunction::create_sotransaction;
    std::string_view definition;
    std::string_view body;         ///< as mapped for REST
    std::string_view control_id;   ///< of the function: the idempotency key
    std::string_view source_id;    ///< "Sales Order-SO0001", where it is made from one
    std::string_view existing_id;  ///< the same of the document that is changed
};

/// The request without session and secrets. Status::unsupported: the gateway has no place for
/// something in the body (intacct.gateway_lacks), or none that is proven and allowed
/// (intacct.gateway_unproven).
Result<Request> gateway_request(const GatewayUse& use, const GatewayDocument& document);

// ---- gateway_read.cpp
// --------------------------------------------------------------------------------

/// The body of a request as it was mapped for REST, whichever way it goes: what begins like XML is
/// the gateway's.
Result<JsonValue> mapped_body(std::string_view body);
/// "create_sotransaction", of a request by the gateway; empty: it has none.
std::string function_in(const Request& request);

// ---- gateway_session.cpp
// -----------------------------------------------------------------------------

SessionRules gateway_session_rules(const GatewayUse& use);
Request gateway_session_request(const Settings& settings);
Result<GrantedSession> read_gateway_session(const Reply& reply);
void enter_gateway_session(Request& request, const SessionCredentials& credentials);

// ---- gateway_verdict.cpp
// -----------------------------------------------------------------------------

Verdict classify_gateway(const Send& sent, const Reply& reply);
bool gateway_session_refused(const Reply& reply);

}  // namespace sage::intacct
