// SPDX-License-Identifier: Apache-2.0
// The canonical document: what the warehouse said, in the words of UBL and GS1 (host-api/schemas),
// as C++ values that every edition maps from.
//
// read_document() is the only way in: it parses hostile text, checks every rule it can check
// without Sage and returns either a Document or *all* problems at once. A Document is immutable by
// habit: nothing changes it after that. All functions are pure and thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/document/decimal.h"

namespace sage {

/// The message types of the ABI; the names are those of the schemas (text_of).
enum class MessageType : std::uint8_t {
    sales_order,
    order_change,
    order_cancellation,
    despatch_advice,
    tracking_update,
    return_advice,
    receipt_advice,
    inventory_adjustment,
    inventory_transfer,
    inventory_report,
    document_cancellation,
    operator_decision,
};

inline constexpr std::array<MessageType, 12> message_types = {
    MessageType::sales_order,           MessageType::order_change,
    MessageType::order_cancellation,    MessageType::despatch_advice,
    MessageType::tracking_update,       MessageType::return_advice,
    MessageType::receipt_advice,        MessageType::inventory_adjustment,
    MessageType::inventory_transfer,    MessageType::inventory_report,
    MessageType::document_cancellation, MessageType::operator_decision,
};

/// "despatchAdvice" and so on: the envelope's messageType.
std::string_view text_of(MessageType type);
std::optional<MessageType> message_type_of(std::string_view text);

struct Money {
    Decimal amount;
    std::string currency_id;  ///< ISO 4217
};

struct Quantity {
    Decimal value;
    std::string unit_code;  ///< UN/ECE Recommendation 20: "C62" piece, "KGM" kilogram
};

struct Party {
    std::string id;  ///< account code; empty: a guest
    std::string name;
    std::string company_id;  ///< VAT number (UBL PartyTaxScheme/CompanyID)
    std::vector<std::string> address_lines;
    std::string postal_zone;
    std::string country_code;  ///< ISO 3166-1 alpha-2
};

struct Item {
    std::string sellers_item_id;
    std::string buyers_item_id;
    std::string gtin;
    std::string name;
};

struct Lot {
    std::string lot_number;
    std::string expiry_date;       ///< YYYY-MM-DD or empty
    std::string best_before_date;  ///< YYYY-MM-DD or empty
    Quantity quantity;
    // g++ warns of a member that braces leave out unless it has a value here.
    std::string bin_id = {};  ///< empty: that of the line NOLINT(readability-redundant-member-init)
};

struct Tax {
    std::string category_code;  ///< UNCL5305: S, Z, E …
    std::string tax_code;       ///< the host's own code, mapped by the settings
    std::optional<Decimal> percent;
};

struct Price {
    Money unit_amount;
    std::optional<Decimal> base_quantity;  ///< the price is for this many; absent: one
    std::optional<Decimal> discount_rate;  ///< percent off
    /// Money off the unit amount, before the percentage.
    // g++ warns of a member that braces leave out unless it has a value here.
    std::optional<Money> discount_amount = {};  // NOLINT(readability-redundant-member-init)
};

struct Label {
    std::string type;  ///< "SSCC", "carrier" …
    std::string reference;
    std::string uri;
};

/// Membership of a kit: this line is a component of what another line sells.
struct Kit {
    std::string parent_line_id;  ///< of the line that sells the kit; that line is no component
    std::string component_of;    ///< item of that line, or empty
    Decimal ratio;               ///< components for one kit
};

/// What a line or charge became in Sage when it was posted, in Sage's own codes: what belongs to it
/// has the same, whatever the settings make of its codes by now (mapping/posted_terms.h).
struct PostedTerms {
    /// The document's unit and Sage's: `times` of the latter for one of the former.
    struct Unit {
        std::string code;  ///< of the document: a line in another unit is not in these terms
        std::string name;  ///< in Sage
        Decimal times;
    };
    /// A dimension of Sage, or a place of its stock, by the edition's own name of it.
    struct Place {
        std::string name;
        std::string id;

        bool operator==(const Place&) const = default;
    };
    using Places = std::vector<Place>;

    std::string item;
    std::string tax;                     ///< empty: none was put on it
    std::optional<Decimal> tax_percent;  ///< at which Sage computed it; absent: not known
    // Of what was posted before these were kept they are absent.
    // g++ warns of members that braces leave out unless they have a value here.
    std::optional<Unit> unit = {};          // NOLINT(readability-redundant-member-init)
    std::optional<Places> site = {};        // NOLINT(readability-redundant-member-init)
    std::optional<Places> dimensions = {};  // NOLINT(readability-redundant-member-init)
};

/// From the currency of a document to that of the books: an amount times the rate.
struct ExchangeRate {
    std::string source_currency_id;  ///< that of the document
    std::string target_currency_id;
    Decimal calculation_rate;  ///< more than zero; one where both are the same
    std::string date;          ///< YYYY-MM-DD or empty
};

/// In which currency a document was posted, and at which rate into the books: what is credited of
/// it later has the same (mapping/posted_terms.h).
struct PostedRate {
    std::string currency_id;
    // g++ warns of members that braces leave out unless they have a value here.
    std::optional<Decimal> rate = {};  // NOLINT(readability-redundant-member-init)
    /// Of Sage, where the document stated no rate; else empty.
    std::string rate_type = {};  // NOLINT(readability-redundant-member-init)
    std::string date = {};       // NOLINT(readability-redundant-member-init)

    /// Not so for a document in the currency of the books.
    bool has_rate() const { return rate.has_value() || !rate_type.empty(); }
};

/// One line. Which of the quantities are present depends on the message type; `quantity` is the one
/// that the posting is about: despatched, returned, ordered, received or (signed) adjusted.
struct Line {
    std::string id;
    std::string order_line_id;
    Item item;
    Quantity quantity;
    std::optional<Quantity> ordered_quantity;
    std::optional<Quantity> outstanding_quantity;
    std::optional<Quantity> backorder_quantity;
    std::optional<Quantity> cancelled_quantity;
    std::optional<Quantity> oversupply_quantity;
    std::vector<Lot> lots;
    std::vector<std::string> serial_ids;
    std::string bin_id;  ///< where in the site its goods were taken from or put; or empty
    std::optional<Price> price;
    std::optional<Money> unit_cost;
    Tax tax;
    std::string reason_code;       ///< adjustments
    std::string disposition_code;  ///< returns: restock, scrap, quarantine, returnToSupplier
    std::vector<std::string> notes;
    std::vector<Label> labels;
    std::optional<Kit> kit;
    bool is_kit = false;  ///< other lines are its components
    /// It belongs to one that is posted, and is posted in its terms. No line that was read has it.
    // g++ warns of a member that braces leave out unless it has a value here.
    std::optional<PostedTerms> posted = {};  // NOLINT(readability-redundant-member-init)
};

/// Carriage, promotion and the like: not goods.
struct AllowanceCharge {
    bool charge_indicator = true;  ///< true: adds to the total; false: takes from it
    std::string reason_code;       ///< the host's charge code, mapped by the settings
    std::string reason;
    Money amount;
    Tax tax;
    /// As Line::posted.
    // g++ warns of a member that braces leave out unless it has a value here.
    std::optional<PostedTerms> posted = {};  // NOLINT(readability-redundant-member-init)
};

struct Shipment {
    std::string id;
    std::string carrier_id;
    std::string carrier_name;
    std::string service_level_code;
    std::vector<std::string> tracking_ids;
    std::vector<std::string> ssccs;
};

/// What a transfer is about. No document that was read is anything but `whole`.
enum class TransferStep : std::uint8_t {
    whole,
    arrival,  ///< the goods of the version that it corrects, which left with it, have arrived
    recall,   ///< goods of that version, which are on their way, have not left
};

/// What the envelope says about the message, apart from the business content.
struct Envelope {
    std::string schema_version;
    MessageType message_type = MessageType::despatch_advice;
    std::string message_id;  ///< UUID, the host's own id of the message
    std::string correlation_id;
    std::string ordering_key;  ///< documents with the same key are posted in the order accepted
    std::string occurred_at;
    std::string environment;  ///< "test" or "live"
    std::string tenant_id;
    std::string document_version;  ///< revision of the business document; "1" when absent
};

struct Document {
    Envelope envelope;
    std::string id;          ///< the business number: despatch number, order number …
    std::string issue_date;  ///< YYYY-MM-DD, decided in the site's zone
    std::string actual_despatch_date;
    std::string order_id;
    std::string buyer_order_id;
    std::string purchase_order_id;     ///< receipts; empty: not said
    std::string sales_channel_id;      ///< orders, despatches, returns: "web"; empty: not said
    std::string original_despatch_id;  ///< returns; empty is legal: no invoice is guessed
    std::string despatch_id;           ///< trackingUpdate: the despatch it belongs to
    std::string subject_message_id;  ///< documentCancellation, operatorDecision: the message meant
    std::string decision;            ///< operatorDecision: sendAgain, markPosted, withdraw
    std::string decided_by;          ///< who cancels or decides; never empty for those two
    std::string reason;              ///< why; never empty for those two
    std::string sage_document_number;  ///< operatorDecision markPosted
    bool checked_by_hand = false;      ///< operatorDecision: the person has looked in Sage
    bool final_despatch = false;       ///< despatchAdvice: nothing more comes for its order
    Party buyer;                       ///< buyerCustomerParty
    Party delivery;                    ///< deliveryCustomerParty
    std::string location_id;     ///< the site: shipFrom.locationId, locationId, fromLocationId
    std::string to_location_id;  ///< transfers: the site that the goods go to
    bool in_transit = false;     ///< transfers: they left and have not arrived yet
    std::string currency_id;
    /// Orders, despatches, returns: absent where the warehouse states none.
    std::optional<ExchangeRate> pricing_exchange_rate;
    Shipment shipment;
    std::vector<Line> lines;
    std::vector<AllowanceCharge> allowance_charges;
    std::optional<Money> payable;  ///< what the buyer was told to pay, tax included
    std::vector<std::string> notes;
    /// Not empty: this is no whole document but what corrects that version of it, which is posted
    /// (mapping/correction.h). No document that was read has it.
    std::string corrected_version;
    TransferStep transfer_step = TransferStep::whole;
    /// Not empty: it belongs to a document that was posted to this customer of Sage, as
    /// Line::posted.
    std::string posted_customer;
    /// It belongs to a document that was posted in this currency, at this rate, as Line::posted.
    std::optional<PostedRate> posted_rate;

    /// The part of the message that counts as its content, in canonical form: messageType,
    /// documentVersion, environment, tenantId and body, members sorted by name, no blanks. Equal
    /// bytes mean an equal document.
    std::string canonical_bytes;
    /// SHA-256 of canonical_bytes, 64 hexadecimal digits.
    std::string content_hash;
};

/// Parses and checks one document. On failure every problem found, each with its JSON pointer:
/// - Status::invalid: not JSON, too deep, too large, duplicate members, invalid UTF-8;
/// - Status::unsupported: a messageType this version does not know;
/// - Status::not_accepted: well-formed, but a rule of host-api/schemas or an invariant is broken.
/// Unknown members are kept in canonical_bytes and otherwise ignored.
Result<Document> read_document(std::string_view text);

/// Reads back what read_document() produced: `canonical_bytes` of an accepted document, plus the
/// envelope members that are not part of them. Fails only if the store is damaged.
Result<Document> read_canonical(std::string_view canonical_bytes, std::string_view message_id,
                                std::string_view ordering_key);

/// The net amount of a line: quantity x unit price less discount (per base quantity, less the
/// discount rate), rounded half away from zero to the currency's two places. Nothing without a
/// price.
std::optional<Decimal> line_net(const Line& line);

/// Sum of the lines' net amounts, plus charges, less allowances. Nothing if a line has no price,
/// but for kits and their components: either has it.
std::optional<Decimal> document_net(const Document& document);

}  // namespace sage
