// SPDX-License-Identifier: Apache-2.0
// The verbs about goods without an order.
#include <boost/json.hpp>

#include "mock-host/scenario/warehouse_steps.h"
#include "mock-host/scenario/warehouse_words.h"

namespace wms::scenarios {
namespace {

namespace json = boost::json;

AdjustmentLine units_of(const json::object& step) {
    AdjustmentLine line;
    line.item = text_of(step, "item");
    line.quantity = decimal(step, "quantity");
    return line;
}

}  // namespace

/// With a number of its own it is a receipt that is told; otherwise stock that was there before.
Done WarehouseSteps::receive(const Told& told) {
    if (told.id.empty()) {
        return warehouse_->receive(told.site, text_of(told.step, "item"),
                                   decimal(told.step, "quantity"));
    }
    GoodsReceipt receipt;
    receipt.id = told.id;
    receipt.purchase_order_id = text_of(told.step, "purchaseOrder");
    receipt.site = told.site;
    receipt.date = told.date;
    receipt.received_ms = told.now_ms;
    for (const json::value& value : list_of(told.step, "lines")) {
        const json::object& line = value.as_object();
        ReceiptLine received;
        received.id = std::to_string(receipt.lines.size() + 1);
        received.item = text_of(line, "item");
        received.received = decimal(line, "quantity");
        received.unit_cost = Decimal::parse(text_of(line, "cost"));
        receipt.lines.push_back(std::move(received));
    }
    return warehouse_->receive(receipt);
}

Done WarehouseSteps::take_back(const Told& told) {
    Return credit;
    credit.id = told.id;
    credit.order_id = told.order;
    credit.despatch_id = text_of(told.step, "despatch");
    credit.customer = customer(told.step);
    credit.site = told.site;
    credit.date = told.date;
    credit.received_ms = told.now_ms;
    for (const json::value& value : list_of(told.step, "lines")) {
        const json::object& line = value.as_object();
        ReturnLine returned;
        returned.id = std::to_string(credit.lines.size() + 1);
        returned.order_line_id = text_of(line, "orderLine", line_number(credit.lines.size()));
        returned.item = text_of(line, "item");
        returned.quantity = decimal(line, "quantity");
        returned.price = decimal(line, "price");
        returned.disposition = text_of(line, "disposition", "restock");
        credit.lines.push_back(std::move(returned));
    }
    return warehouse_->take_back(credit);
}

Done WarehouseSteps::adjust(const Told& told) {
    Adjustment adjustment{told.id, told.site, told.date, told.now_ms, {}};
    for (const json::value& value : list_of(told.step, "lines")) {
        AdjustmentLine line = units_of(value.as_object());
        line.id = std::to_string(adjustment.lines.size() + 1);
        line.reason_code = text_of(value.as_object(), "reason", "damaged");
        adjustment.lines.push_back(std::move(line));
    }
    return warehouse_->adjust(adjustment);
}

Done WarehouseSteps::count(const Told& told) {
    return done_of(warehouse_->count(
        {told.id,
         told.site,
         told.date,
         told.now_ms,
         {{"1", text_of(told.step, "item"), decimal(told.step, "quantity"), {}, {}}}}));
}

Done WarehouseSteps::transfer(const Told& told) {
    Transfer transfer{told.id,     told.site, text_of(told.step, "to"),      told.date,
                      told.now_ms, {},        is_set(told.step, "inTransit")};
    for (const json::value& value : list_of(told.step, "lines")) {
        const json::object& line = value.as_object();
        transfer.lines.push_back({std::to_string(transfer.lines.size() + 1),
                                  text_of(line, "item"),
                                  decimal(line, "quantity"),
                                  {}});
    }
    return warehouse_->transfer(transfer);
}

Done WarehouseSteps::arrive(const Told& told) {
    return warehouse_->arrive({told.id, told.date, told.now_ms,
                               numbered<ArrivalLine>(told.step, "arrived"),
                               is_set(told.step, "last")});
}

Done WarehouseSteps::hold(const Told& told) {
    return warehouse_->hold(told.site, units_of(told.step));
}

Done WarehouseSteps::free(const Told& told) {
    return warehouse_->free(told.site, units_of(told.step));
}

}  // namespace wms::scenarios
