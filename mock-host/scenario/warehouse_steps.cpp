// SPDX-License-Identifier: Apache-2.0
// The verbs over the small WMS. Its stock is empty to begin with: what a scenario wants to have, it
// receives. Documents are made and handed over as the demo's day does it.
#include "mock-host/scenario/warehouse_steps.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "mock-host/instant.h"
#include "mock-host/scenario/scenario.h"

namespace wms::scenarios {
namespace {

namespace json = boost::json;

constexpr const char* main_site = "MAIN";
constexpr const char* carrier = "UPS";

/// Of the form that the schema demands; what is larger than the warehouse counts is nothing, which
/// it refuses.
Decimal decimal(const json::object& object, std::string_view name) {
    return Decimal::parse(text_of(object, name)).value_or(Decimal());
}

const json::array& list(const json::object& object, std::string_view name) {
    static const json::array none;
    const json::value* const found = object.if_contains(name);
    return found != nullptr && found->is_array() ? found->get_array() : none;
}

/// The number that a line has without a name of its own: "10", "20".
std::string line_number(std::size_t place) {
    return std::to_string(10 * (place + 1));
}

Customer customer(const json::object& step) {
    Customer buyer;
    buyer.id = text_of(step, "customer", "ACME");
    buyer.name = buyer.id;
    buyer.country_code = "GB";
    buyer.address_lines = {"1 Mill Lane", "Leeds"};
    return buyer;
}

template <class T>
WarehouseSteps::Outcome without_document(const Result<T>& done) {
    return done.ok() ? WarehouseSteps::Outcome(std::optional<Message>())
                     : WarehouseSteps::Outcome(done.problem());
}

json::object figures_of(const OrderLine& line) {
    return {{"line", line.id},
            {"item", line.item},
            {"ordered", line.ordered.text()},
            {"allocated", line.allocated.text()},
            {"picked", line.picked.text()},
            {"packed", line.packed.text()},
            {"despatched", line.despatched.text()},
            {"outstanding", line.outstanding().text()}};
}

}  // namespace

WarehouseSteps::Outcome WarehouseSteps::carry_out(const json::object& step, std::int64_t now_ms) {
    static constexpr std::array<Named, 10> verbs = {{{"receive", &WarehouseSteps::receive},
                                                     {"enter", &WarehouseSteps::enter},
                                                     {"allocate", &WarehouseSteps::allocate},
                                                     {"deallocate", &WarehouseSteps::deallocate},
                                                     {"pick", &WarehouseSteps::pick},
                                                     {"pack", &WarehouseSteps::pack},
                                                     {"despatch", &WarehouseSteps::despatch},
                                                     {"return", &WarehouseSteps::take_back},
                                                     {"adjust", &WarehouseSteps::adjust},
                                                     {"count", &WarehouseSteps::count}}};
    const std::string name = text_of(step, "warehouse");
    const auto* const found = std::find_if(verbs.begin(), verbs.end(),
                                           [&](const Named& verb) { return verb.name == name; });
    if (found == verbs.end()) {
        return Problem{"scenario.verb", name, "The warehouse has no such step.",
                       "Use one that mock-host/scenario/README.md lists.", "it"};
    }
    return (this->*found->verb)({step, text_of(step, "order"), text_of(step, "site", main_site),
                                 date_text(now_ms), now_ms});
}

WarehouseSteps::Outcome WarehouseSteps::receive(const Told& told) {
    return without_document(warehouse_.receive(told.site, text_of(told.step, "item"),
                                               decimal(told.step, "quantity")));
}

WarehouseSteps::Outcome WarehouseSteps::enter(const Told& told) {
    Order order;
    order.id = told.order;
    order.buyer_order_id = "PO-7781";
    order.customer = customer(told.step);
    order.site = told.site;
    order.date = told.date;
    order.entered_ms = told.now_ms;
    order.promised_date = text_of(told.step, "promised");
    order.service_level = text_of(told.step, "service", "standard");
    for (const json::value& value : list(told.step, "lines")) {
        const json::object& line = value.as_object();
        OrderLine entered;
        entered.id = text_of(line, "orderLine", line_number(order.lines.size()));
        entered.item = text_of(line, "item");
        entered.item_name = entered.item;
        entered.ordered = decimal(line, "quantity");
        entered.price = decimal(line, "price");
        order.lines.push_back(std::move(entered));
    }
    const Done entered = warehouse_.enter(order);
    if (!entered.ok()) {
        return entered.problem();
    }
    return std::optional<Message>(order_message(order, told.envelope()));
}

WarehouseSteps::Outcome WarehouseSteps::allocate(const Told& told) {
    const std::string line = text_of(told.step, "line");
    if (told.order.empty()) {
        return without_document(warehouse_.allocate_waiting());
    }
    return line.empty() ? without_document(warehouse_.allocate_order(told.order))
                        : without_document(warehouse_.allocate_line(
                              told.order, line, decimal(told.step, "quantity")));
}

WarehouseSteps::Outcome WarehouseSteps::deallocate(const Told& told) {
    return without_document(warehouse_.release(told.order));
}

WarehouseSteps::Outcome WarehouseSteps::pick(const Told& told) {
    return without_document(warehouse_.pick(told.order));
}

WarehouseSteps::Outcome WarehouseSteps::pack(const Told& told) {
    Parcel parcel;
    parcel.tracking_number = text_of(told.step, "tracking");
    parcel.sscc = text_of(told.step, "sscc");
    for (const json::value& value : list(told.step, "packed")) {
        ParcelLine packed;
        packed.line_id = text_of(value.as_object(), "line");
        packed.quantity = decimal(value.as_object(), "quantity");
        parcel.lines.push_back(std::move(packed));
    }
    return without_document(parcel.lines.empty() ? warehouse_.pack_all(told.order, parcel)
                                                 : warehouse_.pack(told.order, parcel));
}

WarehouseSteps::Outcome WarehouseSteps::despatch(const Told& told) {
    Warehouse::Departure departure;
    departure.despatch_id = text_of(told.step, "id");
    departure.date = told.date;
    departure.left_ms = told.now_ms;
    departure.carrier = carrier;
    const Result<Despatch> left = warehouse_.despatch(told.order, departure);
    if (!left.ok()) {
        return left.problem();
    }
    return std::optional<Message>(despatch_message(left.value(), told.envelope()));
}

WarehouseSteps::Outcome WarehouseSteps::take_back(const Told& told) {
    Return credit;
    credit.id = text_of(told.step, "id");
    credit.order_id = told.order;
    credit.despatch_id = text_of(told.step, "despatch");
    credit.customer = customer(told.step);
    credit.site = told.site;
    credit.date = told.date;
    credit.received_ms = told.now_ms;
    for (const json::value& value : list(told.step, "lines")) {
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
    const Done taken = warehouse_.take_back(credit);
    if (!taken.ok()) {
        return taken.problem();
    }
    return std::optional<Message>(return_message(credit, told.envelope()));
}

WarehouseSteps::Outcome WarehouseSteps::adjusted(std::vector<AdjustmentLine> lines,
                                                 const Told& told) {
    Adjustment adjustment;
    adjustment.id = text_of(told.step, "id");
    adjustment.site = told.site;
    adjustment.date = told.date;
    adjustment.counted_ms = told.now_ms;
    for (AdjustmentLine& line : lines) {
        line.id = std::to_string(adjustment.lines.size() + 1);
        adjustment.lines.push_back(std::move(line));
    }
    const Done done = warehouse_.adjust(adjustment);
    if (!done.ok()) {
        return done.problem();
    }
    return std::optional<Message>(adjustment_message(adjustment, told.envelope()));
}

WarehouseSteps::Outcome WarehouseSteps::adjust(const Told& told) {
    std::vector<AdjustmentLine> lines;
    for (const json::value& value : list(told.step, "lines")) {
        const json::object& line = value.as_object();
        AdjustmentLine adjusted_line;
        adjusted_line.item = text_of(line, "item");
        adjusted_line.quantity = decimal(line, "quantity");
        adjusted_line.reason_code = text_of(line, "reason", "damaged");
        lines.push_back(std::move(adjusted_line));
    }
    return adjusted(std::move(lines), told);
}

/// What was counted against what should be there; where both agree nothing is to be told.
WarehouseSteps::Outcome WarehouseSteps::count(const Told& told) {
    AdjustmentLine line;
    line.item = text_of(told.step, "item");
    line.quantity = decimal(told.step, "quantity");
    line.reason_code = "correction";
    for (const StockFigure& figure : warehouse_.stock()) {
        if (figure.site == told.site && figure.item == line.item) {
            line.quantity -= figure.on_hand;
        }
    }
    return line.quantity.is_zero() ? Outcome(std::optional<Message>()) : adjusted({line}, told);
}

Result<json::value> WarehouseSteps::standing(const json::object& expected) const {
    json::object stock;
    for (const StockFigure& figure : warehouse_.stock()) {
        json::value& sites = stock[figure.item];
        if (!sites.is_object()) {
            sites = json::object();
        }
        sites.as_object()[figure.site] =
            json::object{{"onHand", figure.on_hand.text()},
                         {"allocated", figure.allocated.text()},
                         {"available", (figure.on_hand - figure.allocated).text()}};
    }
    json::object orders;
    for (const auto& [id, unused] : child(expected, "orders")) {
        const Result<Order> order = warehouse_.order(id);
        if (!order.ok()) {
            return order.problem();
        }
        json::array lines;
        for (const OrderLine& line : order.value().lines) {
            lines.push_back(figures_of(line));
        }
        orders[id] = std::move(lines);
    }
    return json::value{{"stock", std::move(stock)}, {"orders", std::move(orders)}};
}

}  // namespace wms::scenarios
