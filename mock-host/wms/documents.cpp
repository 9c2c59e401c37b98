// SPDX-License-Identifier: Apache-2.0
// The one place where the warehouse's words become the contract's: orders and what leaves and comes
// back for them.
#include "mock-host/wms/documents.h"
#include "mock-host/wms/document_builder.h"

namespace wms {

namespace json = boost::json;

Message order_message(const Order& order, const Envelope& envelope) {
    DocumentBuilder builder("salesOrder", order.id, envelope, order.version);
    json::object& body = builder.body();
    body["issueDate"] = order.date;
    json::object reference = builder.reference("id", order.id);
    if (!order.buyer_order_id.empty()) {
        reference["buyerOrderId"] = order.buyer_order_id;
    }
    if (order.version != 1) {
        reference["version"] = std::to_string(order.version);
    }
    body["orderReference"] = std::move(reference);
    builder.buyer(order.customer);
    builder.delivery(order.customer);
    body["shipFrom"] = builder.reference("locationId", order.site);
    body["currencyId"] = order.currency;
    body["serviceLevelCode"] = order.service_level;
    body["partialDeliveryIndicator"] = true;
    if (!order.promised_date.empty()) {
        json::object period = builder.object();
        period["startDate"] = order.promised_date;
        period["endDate"] = order.promised_date;
        body["promisedDeliveryPeriod"] = std::move(period);
    }
    json::array lines = builder.array();
    for (const OrderLine& line : order.lines) {
        if (line.cancelled == line.ordered) {
            continue;
        }
        json::object entry = builder.object();
        entry["id"] = line.id;
        entry["item"] = builder.item(line.item, line.item_name, line.gtin);
        entry["orderedQuantity"] = builder.quantity(line.ordered - line.cancelled, line.unit_code);
        entry["price"] = builder.price(line.price, order.currency);
        entry["tax"] = builder.tax();
        lines.push_back(std::move(entry));
    }
    body["lines"] = std::move(lines);
    builder.charges(order.charges, order.currency);
    return builder.finish(order.id, order.entered_ms);
}

namespace {

json::object despatch_line(const DocumentBuilder& builder, const DespatchLine& line,
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
    builder.lots(entry, line.lots, line.unit_code);
    if (!line.serials.empty()) {
        entry["serialIds"] = builder.texts(line.serials);
    }
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
    DocumentBuilder builder("despatchAdvice", despatch.id, envelope, despatch.version);
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
        if (line.delivered.is_zero()) {
            continue;  // corrected: nothing of it left
        }
        lines.push_back(despatch_line(builder, line, despatch.currency));
    }
    body["lines"] = std::move(lines);
    builder.charges(despatch.charges, despatch.currency);
    body["finalDespatchIndicator"] = despatch.last;
    return builder.finish(despatch.order_id, despatch.left_ms);
}

Message return_message(const Return& credit, const Envelope& envelope) {
    DocumentBuilder builder("returnAdvice", credit.id, envelope);
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
        if (!line.lot.empty()) {
            builder.lots(entry, {{line.lot, {}, line.quantity}});
        }
        if (!line.serials.empty()) {
            entry["serialIds"] = builder.texts(line.serials);
        }
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

Message cancellation_message(const OrderCancellation& cancellation, const Envelope& envelope) {
    DocumentBuilder builder("orderCancellation", cancellation.order_id, envelope,
                            cancellation.version);
    json::object& body = builder.body();
    body["issueDate"] = cancellation.date;
    body["orderReference"] = builder.reference("id", cancellation.order_id);
    builder.buyer(cancellation.customer);
    if (!cancellation.reason_code.empty()) {
        body["reasonCode"] = cancellation.reason_code;
    }
    if (!cancellation.reason.empty()) {
        body["reason"] = cancellation.reason;
    }
    return builder.finish(cancellation.order_id, cancellation.cancelled_ms);
}

Message tracking_message(const LateTracking& tracking, const Envelope& envelope) {
    DocumentBuilder builder("trackingUpdate", tracking.id, envelope);
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
