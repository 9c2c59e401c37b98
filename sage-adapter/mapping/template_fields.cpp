// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/template_fields.h"

#include <algorithm>
#include <iterator>

namespace sage {
namespace {

using Values = std::vector<std::string>;
using Subject = TemplateSubject;

void add(Values& values, std::string_view value) {
    if (!value.empty()) {
        values.emplace_back(value);
    }
}

void add_all(Values& values, const std::vector<std::string>& several) {
    for (const std::string& value : several) {
        add(values, value);
    }
}

void add_quantity(Values& values, const std::optional<Quantity>& quantity) {
    if (quantity) {
        values.push_back(quantity->value.text());
    }
}

template <const std::string Document::* member>
void of_document(const Subject& subject, Values& values) {
    add(values, subject.document.*member);
}

template <const std::string Line::* member>
void of_line(const Subject& subject, Values& values) {
    add(values, subject.line->*member);
}

template <const std::string Item::* member>
void of_item(const Subject& subject, Values& values) {
    add(values, subject.line->item.*member);
}

template <const std::optional<Quantity> Line::* member>
void of_quantity(const Subject& subject, Values& values) {
    add_quantity(values, subject.line->*member);
}

template <const Party Document::* party, const std::string Party::* member>
void of_party(const Subject& subject, Values& values) {
    add(values, subject.document.*party.*member);
}

template <const Party Document::* party>
void of_address(const Subject& subject, Values& values) {
    add_all(values, (subject.document.*party).address_lines);
}

template <const std::string Shipment::* member>
void of_shipment(const Subject& subject, Values& values) {
    add(values, subject.document.shipment.*member);
}

constexpr FieldForm text = FieldForm::text;
constexpr FieldForm date = FieldForm::date;
constexpr FieldForm number = FieldForm::number;

constexpr TemplateField fields[] = {
    {"id", text, false, of_document<&Document::id>},
    {"documentVersion", text, false,
     [](const Subject& subject, Values& values) {
         add(values, subject.document.envelope.document_version);
     }},
    {"messageId", text, false,
     [](const Subject& subject, Values& values) {
         add(values, subject.document.envelope.message_id);
     }},
    {"externalReference", text, false,
     [](const Subject& subject, Values& values) { add(values, subject.external_reference); }},
    {"issueDate", date, false, of_document<&Document::issue_date>},
    {"actualDespatchDate", date, false, of_document<&Document::actual_despatch_date>},
    {"orderReference.id", text, false, of_document<&Document::order_id>},
    {"orderReference.buyerOrderId", text, false, of_document<&Document::buyer_order_id>},
    {"purchaseOrderReference.id", text, false, of_document<&Document::purchase_order_id>},
    {"originalDespatchId", text, false, of_document<&Document::original_despatch_id>},
    {"salesChannelId", text, false, of_document<&Document::sales_channel_id>},
    {"locationId", text, false, of_document<&Document::location_id>},
    {"toLocationId", text, false, of_document<&Document::to_location_id>},
    {"currencyId", text, false, of_document<&Document::currency_id>},
    {"notes", text, false,
     [](const Subject& subject, Values& values) { add_all(values, subject.document.notes); }},
    {"buyerCustomerParty.id", text, false, of_party<&Document::buyer, &Party::id>},
    {"buyerCustomerParty.name", text, false, of_party<&Document::buyer, &Party::name>},
    {"buyerCustomerParty.companyId", text, false, of_party<&Document::buyer, &Party::company_id>},
    {"buyerCustomerParty.postalAddress.addressLines", text, false, of_address<&Document::buyer>},
    {"buyerCustomerParty.postalAddress.postalZone", text, false,
     of_party<&Document::buyer, &Party::postal_zone>},
    {"buyerCustomerParty.postalAddress.countryCode", text, false,
     of_party<&Document::buyer, &Party::country_code>},
    {"deliveryCustomerParty.id", text, false, of_party<&Document::delivery, &Party::id>},
    {"deliveryCustomerParty.name", text, false, of_party<&Document::delivery, &Party::name>},
    {"deliveryCustomerParty.postalAddress.addressLines", text, false,
     of_address<&Document::delivery>},
    {"deliveryCustomerParty.postalAddress.postalZone", text, false,
     of_party<&Document::delivery, &Party::postal_zone>},
    {"deliveryCustomerParty.postalAddress.countryCode", text, false,
     of_party<&Document::delivery, &Party::country_code>},
    {"shipment.id", text, false, of_shipment<&Shipment::id>},
    {"shipment.carrierParty.id", text, false, of_shipment<&Shipment::carrier_id>},
    {"shipment.carrierParty.name", text, false, of_shipment<&Shipment::carrier_name>},
    {"shipment.serviceLevelCode", text, false, of_shipment<&Shipment::service_level_code>},
    {"shipment.consignments.trackingId", text, false,
     [](const Subject& subject, Values& values) {
         add_all(values, subject.document.shipment.tracking_ids);
     }},
    {"transportHandlingUnits.sscc", text, false,
     [](const Subject& subject, Values& values) {
         add_all(values, subject.document.shipment.ssccs);
     }},
    {"lines.id", text, true, of_line<&Line::id>},
    {"lines.orderLineReference.lineId", text, true, of_line<&Line::order_line_id>},
    {"lines.item.sellersItemId", text, true, of_item<&Item::sellers_item_id>},
    {"lines.item.buyersItemId", text, true, of_item<&Item::buyers_item_id>},
    {"lines.item.gtin", text, true, of_item<&Item::gtin>},
    {"lines.item.name", text, true, of_item<&Item::name>},
    {"lines.quantity", number, true,
     [](const Subject& subject, Values& values) {
         values.push_back(subject.line->quantity.value.text());
     }},
    {"lines.quantity.unitCode", text, true,
     [](const Subject& subject, Values& values) { add(values, subject.line->quantity.unit_code); }},
    {"lines.orderedQuantity", number, true, of_quantity<&Line::ordered_quantity>},
    {"lines.outstandingQuantity", number, true, of_quantity<&Line::outstanding_quantity>},
    {"lines.backorderQuantity", number, true, of_quantity<&Line::backorder_quantity>},
    {"lines.cancelledQuantity", number, true, of_quantity<&Line::cancelled_quantity>},
    {"lines.lots.lotNumber", text, true,
     [](const Subject& subject, Values& values) {
         for (const Lot& lot : subject.line->lots) {
             add(values, lot.lot_number);
         }
     }},
    {"lines.serialIds", text, true,
     [](const Subject& subject, Values& values) { add_all(values, subject.line->serial_ids); }},
    {"lines.binId", text, true, of_line<&Line::bin_id>},
    {"lines.labels.reference", text, true,
     [](const Subject& subject, Values& values) {
         for (const Label& label : subject.line->labels) {
             add(values, label.reference);
         }
     }},
    {"lines.reasonCode", text, true, of_line<&Line::reason_code>},
    {"lines.dispositionCode", text, true, of_line<&Line::disposition_code>},
    {"lines.notes", text, true,
     [](const Subject& subject, Values& values) { add_all(values, subject.line->notes); }},
};

}  // namespace

std::span<const TemplateField> template_fields() {
    return fields;
}

const TemplateField* find_template_field(std::string_view name) {
    const auto* found =
        std::find_if(std::begin(fields), std::end(fields),
                     [&](const TemplateField& field) { return field.name == name; });
    return found == std::end(fields) ? nullptr : found;
}

}  // namespace sage
