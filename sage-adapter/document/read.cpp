// SPDX-License-Identifier: Apache-2.0
// From text to Document: the envelope, the body, and the canonical form. Parsing uses one buffer on
// the stack, because this is the path of every submitted document.
#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <exception>
#include <utility>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/text.h"
#include "sage-adapter/document/body.h"
#include "sage-adapter/document/form.h"
#include "sage-adapter/document/hash.h"

namespace sage {
namespace {

constexpr std::size_t parse_buffer_bytes = 16 * 1024;
constexpr std::string_view first_version = "1";
constexpr std::string_view unknown_type_code = "document.message_type.unknown";

void read_party(const Reader& reader, Party& party) {
    reader.identifier_or_empty("id", party.id);
    reader.text("name", party.name);
    reader.identifier_or_empty("companyId", party.company_id);
    const Reader address = reader.object("postalAddress");
    address.texts("addressLines", party.address_lines, limits::notes_max);
    address.identifier_or_empty("postalZone", party.postal_zone);
    address.country("countryCode", party.country_code);
}

void read_shipment(const Reader& body, Shipment& shipment) {
    const Reader reader = body.object("shipment");
    reader.identifier("id", shipment.id);
    const Reader carrier = reader.object("carrierParty");
    carrier.identifier_or_empty("id", shipment.carrier_id);
    carrier.text("name", shipment.carrier_name);
    reader.identifier("serviceLevelCode", shipment.service_level_code);
    const auto append = [](const Reader& each, std::string_view name,
                           std::vector<std::string>& out) {
        std::string text;
        each.identifier(name, text, Need::required);
        if (!text.empty()) {
            out.push_back(std::move(text));
        }
    };
    reader.list("consignments", limits::tracking_numbers_max, [&](const Reader& consignment) {
        append(consignment, "trackingId", shipment.tracking_ids);
    });
    body.list("transportHandlingUnits", limits::tracking_numbers_max,
              [&](const Reader& unit) { append(unit, "sscc", shipment.ssccs); });
}

void read_references(const Reader& body, Document& document) {
    const MessageType type = document.envelope.message_type;
    const Need order_need =
        type == MessageType::order_cancellation ? Need::required : Need::optional;
    const Reader order = body.object("orderReference", order_need);
    order.identifier("id", document.order_id, Need::required);
    order.identifier("buyerOrderId", document.buyer_order_id);
    body.identifier("originalDespatchId", document.original_despatch_id);
    if (type == MessageType::sales_order || type == MessageType::despatch_advice ||
        type == MessageType::return_advice) {
        body.identifier("salesChannelId", document.sales_channel_id);
    }
    const Need despatch_need =
        type == MessageType::tracking_update ? Need::required : Need::optional;
    body.object("despatchReference", despatch_need)
        .identifier("id", document.despatch_id, Need::required);
    if (type == MessageType::receipt_advice) {
        body.object("purchaseOrderReference")
            .identifier("id", document.purchase_order_id, Need::required);
    }
    if (type == MessageType::inventory_transfer) {
        body.identifier("toLocationId", document.to_location_id, Need::required);
        body.truth("inTransitIndicator", document.in_transit);
    }
}

void read_decision(const Reader& body, Document& document) {
    body.uuid("subjectMessageId", document.subject_message_id, Need::required);
    body.identifier("decidedBy", document.decided_by, Need::required);
    body.text("reason", document.reason, Need::required);
    if (document.envelope.message_type == MessageType::operator_decision) {
        body.choice("decision", document.decision, "sendAgain markPosted withdraw", Need::required);
        body.identifier("sageDocumentNumber", document.sage_document_number);
        body.truth("checkedByHand", document.checked_by_hand);
    }
}

// The schemas of these have it: to all others it is an unknown member.
bool has_exchange_rate(MessageType type) {
    return type == MessageType::sales_order || type == MessageType::order_change ||
           type == MessageType::despatch_advice || type == MessageType::return_advice;
}

// UBL knows a rate to divide by, too. One way to state a rate is enough, and the other is refused.
void read_exchange_rate(const Reader& reader, Document& document) {
    if (!reader.present()) {
        return;
    }
    ExchangeRate rate;
    reader.currency("sourceCurrencyId", rate.source_currency_id, Need::required);
    reader.currency("targetCurrencyId", rate.target_currency_id, Need::required);
    std::string times;
    reader.choice("mathematicOperatorCode", times, "multiply", Need::optional);
    reader.date("date", rate.date);
    const std::optional<Decimal> value =
        reader.decimal("calculationRate", DecimalKind::rate, Need::required);
    if (value && value->sign() <= 0) {
        reader.problem("calculationRate", "document.exchange_rate.not_positive",
                       "The exchange rate is " + value->text() + "; it must be more than zero.",
                       "Send the rate by which an amount is multiplied, or leave it out.");
    } else if (value && !rate.source_currency_id.empty()) {
        rate.calculation_rate = *value;
        document.pricing_exchange_rate = std::move(rate);
    }
}

void read_body(const Reader& body, Document& document) {
    const Shape& shape = shape_of(document.envelope.message_type);
    body.identifier("id", document.id, Need::required);
    body.date("issueDate", document.issue_date, Need::required);
    std::string despatched;
    body.instant("actualDespatchDateTime", despatched);
    document.actual_despatch_date = despatched.substr(0, 10);
    if (shape.content == ContentRule::decision) {
        read_decision(body, document);
        return;
    }
    read_references(body, document);
    read_party(body.object("buyerCustomerParty"), document.buyer);
    read_party(body.object("deliveryCustomerParty"), document.delivery);
    if (shape.site_object.empty()) {
        body.identifier(shape.site, document.location_id, shape.site_need);
    } else {
        body.object(shape.site_object).identifier(shape.site, document.location_id, Need::required);
    }
    body.currency("currencyId", document.currency_id);
    if (has_exchange_rate(shape.type)) {
        read_exchange_rate(body.object("pricingExchangeRate"), document);
    }
    read_shipment(body, document.shipment);
    read_lines(body, shape, document);
    read_charges(body, document);
    if (shape.type == MessageType::despatch_advice) {
        body.truth("finalDespatchIndicator", document.final_despatch);
    }
    document.payable = body.object("legalMonetaryTotal").money("payableAmount", Need::required);
    body.texts("notes", document.notes, limits::notes_max);
    validate_document(body, shape, document);
}

void check_schema_version(const Reader& envelope, const std::string& version) {
    if (version.empty()) {
        return;
    }
    if (!is_version(version)) {
        envelope.problem("schemaVersion", "document.schema_version.form",
                         "\"" + excerpt(version) + "\" is not a version.",
                         "Send three numbers with points, such as 1.0.0.", Owner::it);
    } else if (!version.starts_with("1.")) {
        envelope.problem("schemaVersion", "document.schema_version.unsupported",
                         "Version " + excerpt(version) + " of the schemas is not understood here.",
                         "Send a document of version 1, or install a newer version of this "
                         "edition.",
                         Owner::it);
    }
}

// Members that are part of the content come first; they are also in the canonical form.
void read_content_envelope(const Reader& reader, Envelope& envelope) {
    reader.choice("environment", envelope.environment, "test live", Need::required);
    reader.identifier("tenantId", envelope.tenant_id, Need::required);
    envelope.document_version = first_version;
    reader.identifier("documentVersion", envelope.document_version);
}

void read_message_envelope(const Reader& reader, Envelope& envelope) {
    reader.identifier("schemaVersion", envelope.schema_version, Need::required);
    check_schema_version(reader, envelope.schema_version);
    reader.uuid("messageId", envelope.message_id, Need::required);
    reader.identifier("correlationId", envelope.correlation_id);
    reader.identifier("orderingKey", envelope.ordering_key);
    reader.instant("occurredAt", envelope.occurred_at, Need::required);
    std::string unused;
    reader.instant("recordedAt", unused);
    reader.identifier("causationId", unused);
    reader.identifier("sourceSystem", unused);
}

std::optional<MessageType> read_message_type(const Reader& reader) {
    std::string name;
    reader.identifier("messageType", name, Need::required);
    const std::optional<MessageType> type = message_type_of(name);
    if (!type && !name.empty()) {
        reader.problem("messageType", unknown_type_code,
                       "There is no message type \"" + excerpt(name) + "\".",
                       "Send one of the message types in host-api/schemas, or install a newer "
                       "version of this edition.",
                       Owner::it);
    }
    return type;
}

// Numbers other than small integers, wherever no rule for a member has told them already.
void refuse_marked_numbers(const JsonValue& value, std::string& pointer, Problems& problems) {
    if (value.is_double()) {
        if (!problems.full() && !problems.has(pointer)) {
            problems.add("json.number", pointer, "The number is not a whole number of 64 bits.",
                         "Send amounts, quantities and rates as text, such as \"12.50\".",
                         Owner::it);
        }
        return;
    }
    const std::size_t size = pointer.size();
    if (const boost::json::array* array = value.if_array()) {
        for (std::size_t index = 0; index < array->size(); ++index) {
            if ((*array)[index].is_double() || (*array)[index].is_structured()) {
                append_pointer_token(pointer, std::to_string(index));
                refuse_marked_numbers((*array)[index], pointer, problems);
                pointer.resize(size);
            }
        }
    } else if (const boost::json::object* object = value.if_object()) {
        for (const boost::json::key_value_pair& member : *object) {
            if (member.value().is_double() || member.value().is_structured()) {
                const boost::json::string_view name = member.key();
                append_pointer_token(pointer, excerpt({name.data(), name.size()}));
                refuse_marked_numbers(member.value(), pointer, problems);
                pointer.resize(size);
            }
        }
    }
}

std::string canonical_form(const JsonObject& message, const Envelope& envelope,
                           std::size_t size_expected) {
    std::string out;
    out.reserve(size_expected);
    out += "{\"body\":";
    append_canonical_json(out, message.at("body"));
    out += ",\"documentVersion\":";
    append_json_text(out, envelope.document_version);
    out += ",\"environment\":";
    append_json_text(out, envelope.environment);
    out += ",\"messageType\":";
    append_json_text(out, text_of(envelope.message_type));
    out += ",\"tenantId\":";
    append_json_text(out, envelope.tenant_id);
    out += '}';
    return out;
}

Result<Document> read_parsed(const JsonValue& value, std::size_t size) {
    Problems problems;
    Document document;
    const Reader envelope(value, problems);
    const std::optional<MessageType> type = read_message_type(envelope);
    read_message_envelope(envelope, document.envelope);
    read_content_envelope(envelope, document.envelope);
    if (type) {
        document.envelope.message_type = *type;
        read_body(envelope.object("body", Need::required), document);
    }
    std::string pointer;
    refuse_marked_numbers(value, pointer, problems);
    if (problems.count() > 0) {
        // The type is read first, so that this problem is the first if there is one.
        std::vector<Problem> all = problems.take();
        const bool unknown = all.front().code == unknown_type_code;
        return Error(unknown ? Status::unsupported : Status::not_accepted, std::move(all));
    }
    document.canonical_bytes = canonical_form(value.get_object(), document.envelope, size);
    document.content_hash = hexadecimal(sha256(document.canonical_bytes));
    return document;
}

Error damaged(const Problem& why) {
    return Error(Status::storage,
                 Problem{"document.stored.damaged", why.pointer,
                         "A stored document cannot be read back: " + why.cause,
                         "Restore the data directory from a backup and report this.", Owner::it});
}

}  // namespace

Result<Document> read_document(std::string_view text) {
    std::array<unsigned char, parse_buffer_bytes> buffer;
    boost::json::monotonic_resource resource(buffer.data(), buffer.size());
    const Result<JsonValue> parsed =
        parse_json(text, limits::document_bytes_max, JsonNumbers::integers_marked, &resource);
    if (!parsed.ok()) {
        return parsed.error();
    }
    return read_parsed(parsed.value(), text.size());
}

Result<Document> read_canonical(std::string_view canonical_bytes, std::string_view message_id,
                                std::string_view ordering_key) {
    std::array<unsigned char, parse_buffer_bytes> buffer;
    boost::json::monotonic_resource resource(buffer.data(), buffer.size());
    const Result<JsonValue> parsed = parse_json(canonical_bytes, limits::document_bytes_max,
                                                JsonNumbers::integers_marked, &resource);
    if (!parsed.ok()) {
        return damaged(parsed.error().first());
    }
    Problems problems;
    Document document;
    const Reader envelope(parsed.value(), problems);
    const std::optional<MessageType> type = read_message_type(envelope);
    read_content_envelope(envelope, document.envelope);
    if (type) {
        document.envelope.message_type = *type;
        read_body(envelope.object("body", Need::required), document);
    }
    if (problems.count() > 0) {
        return damaged(problems.take().front());
    }
    document.envelope.message_id = message_id;
    document.envelope.ordering_key = ordering_key;
    document.canonical_bytes = canonical_bytes;
    document.content_hash = hexadecimal(sha256(canonical_bytes));
    return document;
}

}  // namespace sage
