// SPDX-License-Identifier: Apache-2.0
// The one place where the warehouse's words become the contract's.
#include "mock-host/wms/documents.h"

#include <Poco/UUID.h>
#include <Poco/UUIDGenerator.h>

#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <string_view>

#include "mock-host/instant.h"

namespace wms {

namespace {

namespace json = boost::json;

constexpr std::string_view kPiece = "C62";

std::string message_id_of(const Envelope& envelope, std::string_view type, std::string_view id) {
    std::string name = envelope.tenant_id;
    name.append("\n").append(type).append("\n").append(id);
    Poco::UUIDGenerator generator;
    return generator.createFromName(Poco::UUID::uri(), name).toString();
}

/// Builds one document in an arena of its own: hundreds of small values, one release.
class Builder {
  public:
    Builder(std::string_view type, const std::string& id, const Envelope& envelope)
        : envelope_(envelope),
          storage_(json::make_shared_resource<json::monotonic_resource>(16 * 1024)),
          root_(storage_),
          body_(storage_) {
        message_.type = type;
        message_.id = message_id_of(envelope, type, id);
        message_.document_id = id;
        body_["id"] = id;
    }

    json::object& body() { return body_; }
    json::object object() const { return json::object(storage_); }
    json::array array() const { return json::array(storage_); }

    json::object quantity(Decimal value, std::string_view unit_code = kPiece) const {
        json::object result(storage_);
        result["value"] = value.text();
        result["unitCode"] = unit_code;
        return result;
    }
    json::object money(Decimal amount, std::string_view currency) const {
        json::object result(storage_);
        result["amount"] = amount.money();
        result["currencyId"] = currency;
        return result;
    }
    json::object price(Decimal unit_amount, std::string_view currency) const {
        json::object result(storage_);
        result["unitAmount"] = money(unit_amount, currency);
        return result;
    }
    json::object tax() const {
        json::object result(storage_);
        result["taxCode"] = envelope_.tax_code;
        return result;
    }
    json::object item(std::string_view id, std::string_view name,
                      std::string_view gtin = {}) const {
        json::object result(storage_);
        result["sellersItemId"] = id;
        if (!gtin.empty()) {
            result["gtin"] = gtin;
        }
        if (!name.empty()) {
            result["name"] = name;
        }
        return result;
    }
    json::object reference(std::string_view name, std::string_view id) const {
        json::object result(storage_);
        result[name] = id;
        return result;
    }
    json::array texts(const std::vector<std::string>& values) const {
        json::array result(storage_);
        for (const std::string& value : values) {
            result.emplace_back(std::string_view(value));
        }
        return result;
    }
    /// A guest is a buyer without an account: no buyer at all.
    void buyer(const Customer& customer) {
        if (customer.id.empty()) {
            return;
        }
        json::object party(storage_);
        party["id"] = customer.id;
        if (!customer.name.empty()) {
            party["name"] = customer.name;
        }
        body_["buyerCustomerParty"] = std::move(party);
    }
    void delivery(const Customer& customer) {
        json::object address(storage_);
        if (!customer.address_lines.empty()) {
            address["addressLines"] = texts(customer.address_lines);
        }
        if (!customer.country_code.empty()) {
            address["countryCode"] = customer.country_code;
        }
        json::object party(storage_);
        if (!customer.name.empty()) {
            party["name"] = customer.name;
        }
        if (!address.empty()) {
            party["postalAddress"] = std::move(address);
        }
        if (!party.empty()) {
            body_["deliveryCustomerParty"] = std::move(party);
        }
    }
    void charges(const std::vector<Charge>& charges, std::string_view currency) {
        json::array list(storage_);
        for (const Charge& charge : charges) {
            json::object entry(storage_);
            entry["chargeIndicator"] = !charge.amount.is_negative();
            entry["reasonCode"] = charge.code;
            if (!charge.reason.empty()) {
                entry["reason"] = charge.reason;
            }
            entry["amount"] = money(charge.amount.magnitude(), currency);
            entry["tax"] = tax();
            list.push_back(std::move(entry));
        }
        body_["allowanceCharges"] = std::move(list);
    }

    Message finish(std::string_view ordering_key, std::int64_t occurred_ms) {
        root_["schemaVersion"] = "1.0.0";
        root_["messageType"] = message_.type;
        root_["messageId"] = message_.id;
        if (!ordering_key.empty()) {
            root_["orderingKey"] = ordering_key;
        }
        root_["occurredAt"] = instant_text(occurred_ms);
        root_["recordedAt"] = instant_text(envelope_.recorded_ms);
        root_["environment"] = "test";
        root_["tenantId"] = envelope_.tenant_id;
        root_["sourceSystem"] = "mock-host";
        root_["documentVersion"] = "1";
        root_["body"] = std::move(body_);
        message_.json = json::serialize(root_);
        return std::move(message_);
    }

  private:
    const Envelope& envelope_;
    json::storage_ptr storage_;
    json::object root_;
    json::object body_;
    Message message_;
};

}  // namespace

Message order_message(const Order& order, const Envelope& envelope) {
    Builder builder("salesOrder", order.id, envelope);
    json::object& body = builder.body();
    body["issueDate"] = order.date;
    json::object reference = builder.reference("id", order.id);
    if (!order.buyer_order_id.empty()) {
        reference["buyerOrderId"] = order.buyer_order_id;
    }
    body["orderReference"] = std::move(reference);
    builder.buyer(order.customer);
    builder.delivery(order.customer);
    body["shipFrom"] = builder.reference("locationId", order.site);
    body["currencyId"] = order.currency;
    body["serviceLevelCode"] = order.service_level;
    body["partialDeliveryIndicator"] = true;
    json::array lines = builder.array();
    for (const OrderLine& line : order.lines) {
        json::object entry = builder.object();
        entry["id"] = line.id;
        entry["item"] = builder.item(line.item, line.item_name, line.gtin);
        entry["orderedQuantity"] = builder.quantity(line.ordered, line.unit_code);
        entry["price"] = builder.price(line.price, order.currency);
        entry["tax"] = builder.tax();
        lines.push_back(std::move(entry));
    }
    body["lines"] = std::move(lines);
    builder.charges(order.charges, order.currency);
    return builder.finish(order.id, order.entered_ms);
}

namespace {

void add_batches(const Builder& builder, const DespatchLine& line, json::object& entry) {
    if (!line.lots.empty()) {
        json::array lots = builder.array();
        for (const Lot& lot : line.lots) {
            json::object one = builder.reference("lotNumber", lot.number);
            if (!lot.expiry_date.empty()) {
                one["expiryDate"] = lot.expiry_date;
            }
            one["quantity"] = builder.quantity(lot.quantity, line.unit_code);
            lots.push_back(std::move(one));
        }
        entry["lots"] = std::move(lots);
    }
    if (!line.serial_ids.empty()) {
        entry["serialIds"] = builder.texts(line.serial_ids);
    }
}

json::object despatch_line(const Builder& builder, const DespatchLine& line,
                           std::string_view currency) {
    json::object entry = builder.object();
    entry["id"] = line.id;
    if (!line.order_line_id.empty()) {
        entry["orderLineReference"] = builder.reference("lineId", line.order_line_id);
    }
    entry["item"] = builder.item(line.item, line.item_name, line.gtin);
    if (!line.ordered.is_zero()) {
        entry["orderedQuantity"] = builder.quantity(line.ordered, line.unit_code);
    }
    entry["deliveredQuantity"] = builder.quantity(line.delivered, line.unit_code);
    if (!line.cancelled.is_zero()) {
        entry["cancelledQuantity"] = builder.quantity(line.cancelled, line.unit_code);
    }
    if (!line.oversupply.is_zero()) {
        entry["oversupplyQuantity"] = builder.quantity(line.oversupply, line.unit_code);
    }
    entry["price"] = builder.price(line.price, currency);
    entry["tax"] = builder.tax();
    if (!line.note.empty()) {
        entry["notes"] = builder.texts({line.note});
    }
    add_batches(builder, line, entry);
    if (!line.ssccs.empty()) {
        json::array labels = builder.array();
        for (const std::string& sscc : line.ssccs) {
            json::object label = builder.reference("reference", sscc);
            label["type"] = "SSCC";
            labels.push_back(std::move(label));
        }
        entry["labels"] = std::move(labels);
    }
    return entry;
}

}  // namespace

Message despatch_message(const Despatch& despatch, const Envelope& envelope) {
    Builder builder("despatchAdvice", despatch.id, envelope);
    json::object& body = builder.body();
    body["issueDate"] = despatch.date;
    body["actualDespatchDateTime"] = instant_text(despatch.left_ms);
    json::object reference = builder.reference("id", despatch.order_id);
    if (!despatch.buyer_order_id.empty()) {
        reference["buyerOrderId"] = despatch.buyer_order_id;
    }
    body["orderReference"] = std::move(reference);
    builder.buyer(despatch.customer);
    const bool elsewhere =
        !despatch.delivery.name.empty() || !despatch.delivery.address_lines.empty();
    builder.delivery(elsewhere ? despatch.delivery : despatch.customer);
    body["shipFrom"] = builder.reference("locationId", despatch.site);
    body["currencyId"] = despatch.currency;
    if (!despatch.carrier.empty()) {
        json::object shipment = builder.reference("id", despatch.id);
        shipment["carrierParty"] = builder.reference("id", despatch.carrier);
        shipment["serviceLevelCode"] = despatch.service_level;
        json::array consignments = builder.array();
        for (const std::string& number : despatch.tracking_numbers) {
            consignments.push_back(builder.reference("trackingId", number));
        }
        shipment["consignments"] = std::move(consignments);
        body["shipment"] = std::move(shipment);
    }
    if (!despatch.ssccs.empty()) {
        json::array units = builder.array();
        for (const std::string& sscc : despatch.ssccs) {
            units.push_back(builder.reference("sscc", sscc));
        }
        body["transportHandlingUnits"] = std::move(units);
    }
    json::array lines = builder.array();
    for (const DespatchLine& line : despatch.lines) {
        lines.push_back(despatch_line(builder, line, despatch.currency));
    }
    body["lines"] = std::move(lines);
    builder.charges(despatch.charges, despatch.currency);
    body["finalDespatchIndicator"] = despatch.last;
    return builder.finish(despatch.order_id, despatch.left_ms);
}

Message return_message(const Return& credit, const Envelope& envelope) {
    Builder builder("returnAdvice", credit.id, envelope);
    json::object& body = builder.body();
    body["issueDate"] = credit.date;
    if (!credit.despatch_id.empty()) {
        body["originalDespatchId"] = credit.despatch_id;
    }
    if (!credit.order_id.empty()) {
        body["orderReference"] = builder.reference("id", credit.order_id);
    }
    builder.buyer(credit.customer);
    body["shipTo"] = builder.reference("locationId", credit.site);
    body["currencyId"] = credit.currency;
    json::array lines = builder.array();
    for (const ReturnLine& line : credit.lines) {
        json::object entry = builder.object();
        entry["id"] = line.id;
        if (!line.order_line_id.empty()) {
            entry["orderLineReference"] = builder.reference("lineId", line.order_line_id);
        }
        entry["item"] = builder.item(line.item, {});
        entry["returnedQuantity"] = builder.quantity(line.quantity);
        entry["dispositionCode"] = line.disposition;
        entry["price"] = builder.price(line.price, credit.currency);
        entry["tax"] = builder.tax();
        lines.push_back(std::move(entry));
    }
    body["lines"] = std::move(lines);
    builder.charges(credit.charges, credit.currency);
    // A return of a known order follows that order's despatches.
    return builder.finish(credit.order_id.empty() ? credit.id : credit.order_id,
                          credit.received_ms);
}

Message adjustment_message(const Adjustment& adjustment, const Envelope& envelope) {
    Builder builder("inventoryAdjustment", adjustment.id, envelope);
    json::object& body = builder.body();
    body["issueDate"] = adjustment.date;
    body["locationId"] = adjustment.site;
    json::array lines = builder.array();
    for (const AdjustmentLine& line : adjustment.lines) {
        json::object entry = builder.object();
        entry["id"] = line.id;
        entry["item"] = builder.item(line.item, {});
        entry["quantity"] = builder.quantity(line.quantity);
        entry["reasonCode"] = line.reason_code;
        if (!line.note.empty()) {
            entry["notes"] = builder.texts({line.note});
        }
        lines.push_back(std::move(entry));
    }
    body["lines"] = std::move(lines);
    return builder.finish(adjustment.id, adjustment.counted_ms);
}

Message tracking_message(const LateTracking& tracking, const Envelope& envelope) {
    Builder builder("trackingUpdate", tracking.id, envelope);
    json::object& body = builder.body();
    body["issueDate"] = tracking.date;
    body["despatchReference"] = builder.reference("id", tracking.despatch_id);
    json::array consignments = builder.array();
    for (const std::string& number : tracking.tracking_numbers) {
        consignments.push_back(builder.reference("trackingId", number));
    }
    json::object shipment = builder.reference("id", tracking.despatch_id);
    shipment["consignments"] = std::move(consignments);
    body["shipment"] = std::move(shipment);
    return builder.finish(tracking.order_id, tracking.told_ms);
}

}  // namespace wms
