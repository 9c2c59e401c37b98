// SPDX-License-Identifier: Apache-2.0
// Plan: every field of the table is filled from a document that says everything, and is empty for
// one that says nothing; names are unique and found.
#include "sage-adapter/mapping/template_fields.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/document/messages.h"

namespace sage {
namespace {

constexpr std::string_view everything = R"({
  "schemaVersion": "1.0.0", "messageType": "despatchAdvice",
  "messageId": "0b5f6f0e-7c1d-4f0a-9f43-2f7a51b6d001", "occurredAt": "2026-11-20T15:42:10Z",
  "environment": "test", "tenantId": "t", "documentVersion": "3",
  "body": {
    "id": "DN-1", "issueDate": "2026-11-20", "actualDespatchDateTime": "2026-11-21T08:00:00Z",
    "orderReference": {"id": "SO-1", "buyerOrderId": "PO-1"}, "salesChannelId": "web",
    "shipFrom": {"locationId": "MAIN"}, "currencyId": "GBP", "notes": ["note"],
    "buyerCustomerParty": {"id": "C1", "name": "Buyer", "companyId": "GB1",
      "postalAddress": {"addressLines": ["1 Road", "Town"], "postalZone": "AB1", "countryCode":
          "GB"}},
    "deliveryCustomerParty": {"id": "C2", "name": "Delivery",
      "postalAddress": {"addressLines": ["2 Road"], "postalZone": "AB2", "countryCode": "IE"}},
    "shipment": {"id": "SHP", "carrierParty": {"id": "UPS", "name": "United"},
      "serviceLevelCode": "NEXT", "consignments": [{"trackingId": "T1"}, {"trackingId": "T2"}]},
    "transportHandlingUnits": [{"sscc": "00123"}],
    "lines": [{"id": "L1", "orderLineReference": {"lineId": "OL1"},
      "item": {"sellersItemId": "SKU", "buyersItemId": "THEIRS", "gtin": "12345678", "name": "Mug"},
      "orderedQuantity": {"value": "5", "unitCode": "C62"},
      "deliveredQuantity": {"value": "3", "unitCode": "C62"},
      "outstandingQuantity": {"value": "1", "unitCode": "C62"},
      "backorderQuantity": {"value": "1", "unitCode": "C62"},
      "cancelledQuantity": {"value": "1", "unitCode": "C62"},
      "lots": [{"lotNumber": "LOT", "quantity": {"value": "3", "unitCode": "C62"}}],
      "serialIds": ["S1", "S2", "S3"], "binId": "A-1",
      "labels": [{"type": "SSCC", "reference": "LBL"}],
      "notes": ["line note"],
      "price": {"unitAmount": {"amount": "1.00", "currencyId": "GBP"}}}]}})";

std::vector<std::string> values_of(std::string_view name, const TemplateSubject& subject) {
    const TemplateField* field = find_template_field(name);
    if (field == nullptr) {
        ADD_FAILURE() << "no field " << name;
        return {};
    }
    std::vector<std::string> values;
    field->append(subject, values);
    return values;
}

TEST(TemplateFields, each_name_is_there_once_and_is_found) {
    std::set<std::string_view> names;
    for (const TemplateField& field : template_fields()) {
        EXPECT_TRUE(names.insert(field.name).second) << field.name;
        EXPECT_EQ(find_template_field(field.name), &field);
        EXPECT_EQ(field.of_line, field.name.starts_with("lines.")) << field.name;
    }
    EXPECT_EQ(find_template_field("body.id"), nullptr);
}

TEST(TemplateFields, a_document_that_says_everything_fills_its_fields) {
    const Result<Document> read = read_document(everything);
    ASSERT_TRUE(read.ok()) << read.error().first().pointer << read.error().first().cause;
    const TemplateSubject subject{read.value(), &read.value().lines.front(), "WQ3M"};
    using Values = std::vector<std::string>;
    const std::pair<std::string_view, Values> expected[] = {
        {"id", {"DN-1"}},
        {"documentVersion", {"3"}},
        {"messageId", {"0b5f6f0e-7c1d-4f0a-9f43-2f7a51b6d001"}},
        {"externalReference", {"WQ3M"}},
        {"issueDate", {"2026-11-20"}},
        {"actualDespatchDate", {"2026-11-21"}},
        {"orderReference.id", {"SO-1"}},
        {"orderReference.buyerOrderId", {"PO-1"}},
        {"purchaseOrderReference.id", {}},
        {"originalDespatchId", {}},
        {"salesChannelId", {"web"}},
        {"locationId", {"MAIN"}},
        {"toLocationId", {}},
        {"currencyId", {"GBP"}},
        {"notes", {"note"}},
        {"buyerCustomerParty.id", {"C1"}},
        {"buyerCustomerParty.name", {"Buyer"}},
        {"buyerCustomerParty.companyId", {"GB1"}},
        {"buyerCustomerParty.postalAddress.addressLines", {"1 Road", "Town"}},
        {"buyerCustomerParty.postalAddress.postalZone", {"AB1"}},
        {"buyerCustomerParty.postalAddress.countryCode", {"GB"}},
        {"deliveryCustomerParty.id", {"C2"}},
        {"deliveryCustomerParty.name", {"Delivery"}},
        {"deliveryCustomerParty.postalAddress.addressLines", {"2 Road"}},
        {"deliveryCustomerParty.postalAddress.postalZone", {"AB2"}},
        {"deliveryCustomerParty.postalAddress.countryCode", {"IE"}},
        {"shipment.id", {"SHP"}},
        {"shipment.carrierParty.id", {"UPS"}},
        {"shipment.carrierParty.name", {"United"}},
        {"shipment.serviceLevelCode", {"NEXT"}},
        {"shipment.consignments.trackingId", {"T1", "T2"}},
        {"transportHandlingUnits.sscc", {"00123"}},
        {"lines.id", {"L1"}},
        {"lines.orderLineReference.lineId", {"OL1"}},
        {"lines.item.sellersItemId", {"SKU"}},
        {"lines.item.buyersItemId", {"THEIRS"}},
        {"lines.item.gtin", {"12345678"}},
        {"lines.item.name", {"Mug"}},
        {"lines.quantity", {"3"}},
        {"lines.quantity.unitCode", {"C62"}},
        {"lines.orderedQuantity", {"5"}},
        {"lines.outstandingQuantity", {"1"}},
        {"lines.backorderQuantity", {"1"}},
        {"lines.cancelledQuantity", {"1"}},
        {"lines.lots.lotNumber", {"LOT"}},
        {"lines.serialIds", {"S1", "S2", "S3"}},
        {"lines.binId", {"A-1"}},
        {"lines.labels.reference", {"LBL"}},
        {"lines.reasonCode", {}},
        {"lines.dispositionCode", {}},
        {"lines.notes", {"line note"}},
    };
    EXPECT_EQ(std::size(expected), template_fields().size());
    for (const auto& [name, values] : expected) {
        EXPECT_EQ(values_of(name, subject), values) << name;
    }
}

TEST(TemplateFields, what_the_document_does_not_say_is_no_value) {
    const Document document;
    const Line line;
    for (const TemplateField& field : template_fields()) {
        const bool always = field.name == "lines.quantity";
        EXPECT_EQ(values_of(field.name, {document, &line, ""}).size(), always ? 1 : 0)
            << field.name;
    }
}

}  // namespace
}  // namespace sage
