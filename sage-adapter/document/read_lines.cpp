// SPDX-License-Identifier: Apache-2.0
// Lines and charges of a document.
#include <utility>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/document/body.h"

namespace sage {
namespace {

void read_item(const Reader& reader, Item& item) {
    reader.identifier("sellersItemId", item.sellers_item_id, Need::required);
    reader.identifier("buyersItemId", item.buyers_item_id);
    reader.gtin("gtin", item.gtin);
    reader.text("name", item.name);
}

void read_tax(const Reader& reader, Tax& tax) {
    reader.identifier("categoryCode", tax.category_code);
    reader.identifier("taxCode", tax.tax_code);
    tax.percent = reader.decimal("percent", DecimalKind::rate);
    if (tax.percent && tax.percent->sign() < 0) {
        reader.problem("percent", "document.rate.negative",
                       "The rate is " + tax.percent->text() + "; it must not be negative.",
                       "Correct it.");
    }
}

std::optional<Price> read_price(const Reader& reader) {
    if (!reader.present()) {
        return std::nullopt;
    }
    Price price;
    if (std::optional<Money> amount = reader.money("unitAmount", Need::required)) {
        price.unit_amount = *std::move(amount);
    }
    price.base_quantity = reader.decimal("baseQuantity", DecimalKind::quantity);
    price.discount_rate = reader.decimal("discountRate", DecimalKind::rate);
    price.discount_amount = reader.money("discountAmount");
    return price;
}

// Of a transfer, which has two sites, neither of them is meant.
bool has_bins(const Shape& shape) {
    return shape.type != MessageType::inventory_transfer;
}

void read_lots(const Reader& line, const Shape& shape, std::vector<Lot>& lots) {
    line.list("lots", limits::document_lines_max, [&](const Reader& reader) {
        const std::size_t problems = reader.problems().count();
        Lot lot;
        reader.identifier("lotNumber", lot.lot_number, Need::required);
        reader.date("expiryDate", lot.expiry_date);
        reader.date("bestBeforeDate", lot.best_before_date);
        if (has_bins(shape)) {
            reader.identifier("binId", lot.bin_id);
        }
        if (std::optional<Quantity> quantity = reader.quantity("quantity", Need::required)) {
            lot.quantity = *std::move(quantity);
        }
        if (reader.present() && reader.problems().count() == problems) {
            lots.push_back(std::move(lot));
        }
    });
}

void read_labels(const Reader& line, std::vector<Label>& labels) {
    line.list("labels", limits::tracking_numbers_max, [&](const Reader& reader) {
        Label label;
        reader.identifier("type", label.type);
        reader.identifier("reference", label.reference);
        reader.text("uri", label.uri);
        labels.push_back(std::move(label));
    });
}

// Only what is sold has kits; elsewhere the member means nothing and is ignored like any other.
bool has_kits(const Shape& shape) {
    return shape.type == MessageType::sales_order || shape.type == MessageType::order_change ||
           shape.type == MessageType::despatch_advice || shape.type == MessageType::return_advice;
}

std::optional<Kit> read_kit(const Reader& reader) {
    if (!reader.present()) {
        return std::nullopt;
    }
    Kit kit;
    reader.identifier("parentLineId", kit.parent_line_id, Need::required);
    reader.identifier("componentOf", kit.component_of);
    if (std::optional<Decimal> ratio =
            reader.decimal("ratio", DecimalKind::quantity, Need::required)) {
        kit.ratio = *ratio;
    }
    return kit;
}

void read_quantities(const Reader& reader, const Shape& shape, Line& line) {
    if (std::optional<Quantity> quantity = reader.quantity(shape.quantity, Need::required)) {
        line.quantity = *std::move(quantity);
    }
    // An order's own quantity is read once; two readings would tell a mistake in it twice.
    if (shape.quantity == "orderedQuantity") {
        line.ordered_quantity = line.quantity;
    } else {
        line.ordered_quantity = reader.quantity("orderedQuantity");
    }
    line.outstanding_quantity = reader.quantity("outstandingQuantity");
    line.backorder_quantity = reader.quantity("backorderQuantity");
    line.cancelled_quantity = reader.quantity("cancelledQuantity");
    line.oversupply_quantity = reader.quantity("oversupplyQuantity");
}

Line read_line(const Reader& reader, const Shape& shape) {
    Line line;
    reader.identifier("id", line.id, Need::required);
    reader.object("orderLineReference").identifier("lineId", line.order_line_id, Need::required);
    read_item(reader.object("item", Need::required), line.item);
    read_quantities(reader, shape, line);
    read_lots(reader, shape, line.lots);
    reader.identifiers("serialIds", line.serial_ids, limits::document_lines_max);
    if (has_bins(shape)) {
        reader.identifier("binId", line.bin_id);
    }
    line.price = read_price(reader.object("price"));
    line.unit_cost = reader.money("unitCost");
    read_tax(reader.object("tax"), line.tax);
    const bool adjustment = shape.type == MessageType::inventory_adjustment;
    reader.identifier("reasonCode", line.reason_code, adjustment ? Need::required : Need::optional);
    reader.choice("dispositionCode", line.disposition_code,
                  "restock scrap quarantine returnToSupplier", Need::optional);
    reader.texts("notes", line.notes, limits::notes_max);
    read_labels(reader, line.labels);
    if (has_kits(shape)) {
        line.kit = read_kit(reader.object("kit"));
    }
    return line;
}

}  // namespace

void read_lines(const Reader& body, const Shape& shape, Document& document) {
    if (shape.quantity.empty()) {
        return;
    }
    body.list("lines", limits::document_lines_max, [&](const Reader& reader) {
        const std::size_t problems = reader.problems().count();
        Line line = read_line(reader, shape);
        if (reader.present() && reader.problems().count() == problems) {
            validate_line(reader, shape, line);
        }
        document.lines.push_back(std::move(line));
    });
}

void read_charges(const Reader& body, Document& document) {
    body.list("allowanceCharges", limits::document_lines_max, [&](const Reader& reader) {
        AllowanceCharge charge;
        reader.truth("chargeIndicator", charge.charge_indicator);
        reader.identifier("reasonCode", charge.reason_code);
        reader.text("reason", charge.reason);
        if (std::optional<Money> amount = reader.money("amount", Need::required)) {
            charge.amount = *std::move(amount);
        }
        read_tax(reader.object("tax"), charge.tax);
        document.allowance_charges.push_back(std::move(charge));
    });
}

}  // namespace sage
