// SPDX-License-Identifier: Apache-2.0
// What changes stock apart from orders, in the contract's words.
#include "mock-host/wms/document_builder.h"
#include "mock-host/wms/documents.h"

namespace wms {

namespace json = boost::json;

Message adjustment_message(const Adjustment& adjustment, const Envelope& envelope) {
    DocumentBuilder builder("inventoryAdjustment", adjustment.id, envelope);
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
        if (!line.lot.empty()) {
            builder.lots(entry, {{line.lot, {}, line.quantity.magnitude()}});
        }
        lines.push_back(std::move(entry));
    }
    body["lines"] = std::move(lines);
    return builder.finish(adjustment.id, adjustment.counted_ms);
}

Message receipt_message(const GoodsReceipt& receipt, const Envelope& envelope) {
    DocumentBuilder builder("receiptAdvice", receipt.id, envelope);
    json::object& body = builder.body();
    body["issueDate"] = receipt.date;
    if (!receipt.purchase_order_id.empty()) {
        body["purchaseOrderReference"] = builder.reference("id", receipt.purchase_order_id);
    }
    if (!receipt.supplier.id.empty()) {
        json::object party = builder.reference("id", receipt.supplier.id);
        if (!receipt.supplier.name.empty()) {
            party["name"] = receipt.supplier.name;
        }
        body["sellerSupplierParty"] = std::move(party);
    }
    body["shipTo"] = builder.reference("locationId", receipt.site);
    body["currencyId"] = receipt.currency;
    json::array lines = builder.array();
    for (const ReceiptLine& line : receipt.lines) {
        json::object entry = builder.object();
        entry["id"] = line.id;
        if (!line.purchase_order_line.empty()) {
            entry["orderLineReference"] = builder.reference("lineId", line.purchase_order_line);
        }
        entry["item"] = builder.item(line.item, {});
        entry["receivedQuantity"] = builder.quantity(line.received);
        if (!line.rejected.is_zero()) {
            entry["rejectedQuantity"] = builder.quantity(line.rejected);
            entry["rejectReasonCode"] = line.reject_reason;
        }
        if (line.unit_cost.has_value()) {
            entry["unitCost"] = builder.money(*line.unit_cost, receipt.currency);
        }
        if (!line.lot.empty()) {
            builder.lots(entry, {{line.lot, line.expiry_date, line.received}});
        }
        if (!line.serials.empty()) {
            entry["serialIds"] = builder.texts(line.serials);
        }
        lines.push_back(std::move(entry));
    }
    body["lines"] = std::move(lines);
    body["finalReceiptIndicator"] = receipt.last;
    return builder.finish(
        receipt.purchase_order_id.empty() ? receipt.id : receipt.purchase_order_id,
        receipt.received_ms);
}

Message transfer_message(const Transfer& transfer, const Envelope& envelope) {
    DocumentBuilder builder("inventoryTransfer", transfer.id, envelope, transfer.version);
    json::object& body = builder.body();
    body["issueDate"] = transfer.date;
    body["fromLocationId"] = transfer.from_site;
    body["toLocationId"] = transfer.to_site;
    body["inTransitIndicator"] = transfer.in_transit;
    json::array lines = builder.array();
    for (const TransferLine& line : transfer.lines) {
        json::object entry = builder.object();
        entry["id"] = line.id;
        entry["item"] = builder.item(line.item, {});
        entry["quantity"] = builder.quantity(line.quantity);
        if (!line.lot.empty()) {
            builder.lots(entry, {{line.lot, {}, line.quantity}});
        }
        lines.push_back(std::move(entry));
    }
    body["lines"] = std::move(lines);
    return builder.finish(transfer.id, transfer.moved_ms);
}

}  // namespace wms
