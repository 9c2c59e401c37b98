// SPDX-License-Identifier: Apache-2.0
// The names and shapes of the message types, and what the amounts of a document come to.
#include "sage-adapter/document/document.h"

#include "sage-adapter/document/shape.h"

namespace sage {
namespace {

// In the order of the enumerators.
constexpr std::array<Shape, 12> shapes = {{
    {MessageType::sales_order, "salesOrder", "orderedQuantity", QuantityRule::positive, "shipFrom",
     "locationId", Need::optional, ContentRule::lines_or_charges},
    {MessageType::order_change, "orderChange", "orderedQuantity", QuantityRule::positive,
     "shipFrom", "locationId", Need::optional, ContentRule::lines_or_charges},
    {MessageType::order_cancellation, "orderCancellation", "", QuantityRule::positive, "shipFrom",
     "locationId", Need::optional, ContentRule::none},
    {MessageType::despatch_advice, "despatchAdvice", "deliveredQuantity", QuantityRule::positive,
     "shipFrom", "locationId", Need::optional, ContentRule::lines_or_charges},
    {MessageType::tracking_update, "trackingUpdate", "", QuantityRule::positive, "shipFrom",
     "locationId", Need::optional, ContentRule::tracking},
    {MessageType::return_advice, "returnAdvice", "returnedQuantity", QuantityRule::positive,
     "shipTo", "locationId", Need::optional, ContentRule::lines_or_charges},
    {MessageType::receipt_advice, "receiptAdvice", "receivedQuantity", QuantityRule::not_negative,
     "shipTo", "locationId", Need::optional, ContentRule::lines},
    {MessageType::inventory_adjustment, "inventoryAdjustment", "quantity", QuantityRule::not_zero,
     "", "locationId", Need::required, ContentRule::lines},
    {MessageType::inventory_transfer, "inventoryTransfer", "quantity", QuantityRule::positive, "",
     "fromLocationId", Need::required, ContentRule::lines},
    {MessageType::inventory_report, "inventoryReport", "", QuantityRule::positive, "", "locationId",
     Need::optional, ContentRule::none},
    {MessageType::document_cancellation, "documentCancellation", "", QuantityRule::positive, "",
     "locationId", Need::optional, ContentRule::decision},
    {MessageType::operator_decision, "operatorDecision", "", QuantityRule::positive, "",
     "locationId", Need::optional, ContentRule::decision},
}};

constexpr int currency_places = 2;

}  // namespace

const Shape& shape_of(MessageType type) {
    return shapes.at(static_cast<std::size_t>(type));
}

std::string_view text_of(MessageType type) {
    return shape_of(type).name;
}

std::optional<MessageType> message_type_of(std::string_view text) {
    for (const Shape& shape : shapes) {
        if (shape.name == text) {
            return shape.type;
        }
    }
    return std::nullopt;
}

std::optional<Decimal> line_net(const Line& line) {
    if (!line.price) {
        return std::nullopt;
    }
    const Price& price = *line.price;
    const Decimal hundred = Decimal::of(100);
    const Decimal kept = price.discount_rate ? hundred - *price.discount_rate : hundred;
    const Decimal base = price.base_quantity.value_or(Decimal::of(1));
    const Decimal amount = price.discount_amount
                               ? price.unit_amount.amount - price.discount_amount->amount
                               : price.unit_amount.amount;
    return Decimal::quotient({line.quantity.value, amount, kept}, {base, hundred}, currency_places,
                             Rounding::half_away_from_zero);
}

std::optional<Decimal> document_net(const Document& document) {
    Decimal sum = Decimal::of(0, currency_places);
    for (const Line& line : document.lines) {
        const std::optional<Decimal> net = line_net(line);
        if (!net && (line.kit || line.is_kit)) {
            continue;
        }
        if (!net) {
            return std::nullopt;
        }
        sum = sum + *net;
    }
    for (const AllowanceCharge& charge : document.allowance_charges) {
        const Decimal& amount = charge.amount.amount;
        sum = charge.charge_indicator ? sum + amount : sum - amount;
    }
    return sum;
}

}  // namespace sage
