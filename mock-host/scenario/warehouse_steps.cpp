// SPDX-License-Identifier: Apache-2.0
// The verbs over the small WMS. Its stock is empty to begin with: what a scenario wants to have, it
// receives. The documents are those that the warehouse itself makes.
#include "mock-host/scenario/warehouse_steps.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <stdexcept>

#include "mock-host/instant.h"
#include "mock-host/scenario/warehouse_words.h"

namespace wms::scenarios {
namespace {

namespace json = boost::json;

constexpr const char* main_site = "MAIN";
constexpr const char* carrier = "UPS";
constexpr std::size_t documents_max = 1'000;

std::vector<OrderLine> order_lines(const json::object& step) {
    std::vector<OrderLine> lines;
    for (const json::value& value : list_of(step, "lines")) {
        const json::object& line = value.as_object();
        OrderLine entered;
        entered.id = text_of(line, "orderLine", line_number(lines.size()));
        entered.item = text_of(line, "item");
        entered.item_name = entered.item;
        entered.ordered = decimal(line, "quantity");
        entered.price = decimal(line, "price");
        lines.push_back(std::move(entered));
    }
    return lines;
}

json::object figures_of(const OrderLine& line) {
    return {{"line", line.id},
            {"item", line.item},
            {"ordered", line.ordered.text()},
            {"allocated", line.allocated.text()},
            {"picked", line.picked.text()},
            {"packed", line.packed.text()},
            {"despatched", line.despatched.text()},
            {"cancelled", line.cancelled.text()},
            {"outstanding", line.outstanding().text()}};
}

}  // namespace

WarehouseSteps::WarehouseSteps() {
    WarehouseOptions options;
    options.envelope.tenant_id = "northwind";
    options.now_ms = [this] { return now_ms_; };
    Result<std::unique_ptr<Warehouse>> opened = Warehouse::open(std::move(options));
    if (!opened.ok()) {
        throw std::runtime_error(in_one_line(opened.problem()));
    }
    warehouse_ = std::move(opened).value();
}

WarehouseSteps::Outcome WarehouseSteps::carry_out(const json::object& step, std::int64_t now_ms) {
    static constexpr std::array<Named, 17> verbs = {{{"receive", &WarehouseSteps::receive},
                                                     {"enter", &WarehouseSteps::enter},
                                                     {"change", &WarehouseSteps::change},
                                                     {"cancel", &WarehouseSteps::cancel},
                                                     {"allocate", &WarehouseSteps::allocate},
                                                     {"deallocate", &WarehouseSteps::deallocate},
                                                     {"pick", &WarehouseSteps::pick},
                                                     {"pack", &WarehouseSteps::pack},
                                                     {"despatch", &WarehouseSteps::despatch},
                                                     {"correct", &WarehouseSteps::correct},
                                                     {"return", &WarehouseSteps::take_back},
                                                     {"adjust", &WarehouseSteps::adjust},
                                                     {"count", &WarehouseSteps::count},
                                                     {"transfer", &WarehouseSteps::transfer},
                                                     {"arrive", &WarehouseSteps::arrive},
                                                     {"hold", &WarehouseSteps::hold},
                                                     {"free", &WarehouseSteps::free}}};
    const std::string name = text_of(step, "warehouse");
    const auto* const found = std::find_if(verbs.begin(), verbs.end(),
                                           [&](const Named& verb) { return verb.name == name; });
    if (found == verbs.end()) {
        return Problem{"scenario.verb", name, "The warehouse has no such step.",
                       "Use one that mock-host/scenario/README.md lists.", "it"};
    }
    now_ms_ = now_ms;
    const Done done =
        (this->*found->verb)({step, text_of(step, "id"), text_of(step, "order"),
                              text_of(step, "site", main_site), date_text(now_ms), now_ms});
    return done.ok() ? handed_over() : Outcome(done.problem());
}

WarehouseSteps::Outcome WarehouseSteps::handed_over() {
    const auto waiting = warehouse_->documents_to_hand_over(documents_max);
    if (!waiting.ok()) {
        return waiting.problem();
    }
    std::vector<Message> messages;
    for (const KeptDocument& document : waiting.value()) {
        const Done noted = warehouse_->note_state(document.message.id, "queued", {});
        if (!noted.ok()) {
            return noted.problem();
        }
        messages.push_back(document.message);
    }
    return messages;
}

Done WarehouseSteps::enter(const Told& told) {
    Order order;
    order.id = told.order;
    order.buyer_order_id = "PO-7781";
    order.customer = customer(told.step);
    order.site = told.site;
    order.date = told.date;
    order.entered_ms = told.now_ms;
    order.promised_date = text_of(told.step, "promised");
    order.service_level = text_of(told.step, "service", "standard");
    order.lines = order_lines(told.step);
    return warehouse_->enter(order);
}

/// From its latest version, or from the one that the step names.
Done WarehouseSteps::change(const Told& told) {
    Result<Order> read = warehouse_->order(told.order);
    if (!read.ok()) {
        return read.problem();
    }
    Order& order = read.value();
    order.version = std::stoll(text_of(told.step, "version", std::to_string(order.version)));
    order.promised_date = text_of(told.step, "promised", order.promised_date);
    order.service_level = text_of(told.step, "service", order.service_level);
    if (told.step.contains("lines")) {
        order.lines = order_lines(told.step);
    }
    if (told.step.contains("address")) {
        order.customer.address_lines.clear();
        for (const json::value& line : list_of(told.step, "address")) {
            order.customer.address_lines.emplace_back(line.as_string());
        }
    }
    return warehouse_->change(order);
}

Done WarehouseSteps::cancel(const Told& told) {
    const std::string line = text_of(told.step, "line");
    if (!line.empty()) {
        return warehouse_->cancel_line(told.order, line, decimal(told.step, "quantity"));
    }
    OrderCancellation cancellation;
    cancellation.order_id = told.order;
    cancellation.date = told.date;
    cancellation.cancelled_ms = told.now_ms;
    return warehouse_->cancel(cancellation);
}

Done WarehouseSteps::allocate(const Told& told) {
    const std::string line = text_of(told.step, "line");
    if (told.order.empty()) {
        return done_of(warehouse_->allocate_waiting());
    }
    return line.empty()
               ? done_of(warehouse_->allocate_order(told.order))
               : warehouse_->allocate_line(told.order, line, decimal(told.step, "quantity"));
}

Done WarehouseSteps::deallocate(const Told& told) {
    return done_of(warehouse_->release(told.order));
}

Done WarehouseSteps::pick(const Told& told) {
    return done_of(warehouse_->pick(told.order));
}

Done WarehouseSteps::pack(const Told& told) {
    const Parcel parcel{text_of(told.step, "tracking"), text_of(told.step, "sscc"),
                        numbered<ParcelLine>(told.step, "packed")};
    return parcel.lines.empty() ? warehouse_->pack_all(told.order, parcel)
                                : warehouse_->pack(told.order, parcel);
}

Done WarehouseSteps::despatch(const Told& told) {
    return done_of(warehouse_->despatch(told.order, {told.id, told.date, told.now_ms, carrier}));
}

Done WarehouseSteps::correct(const Told& told) {
    return done_of(warehouse_->correct(text_of(told.step, "despatch"), text_of(told.step, "line"),
                                       decimal(told.step, "quantity")));
}

Result<json::value> WarehouseSteps::standing(const json::object& expected) const {
    json::object stock;
    for (const StockFigure& figure : warehouse_->stock()) {
        json::value& sites = stock[figure.item];
        if (!sites.is_object()) {
            sites = json::object();
        }
        sites.as_object()[figure.site] = json::object{{"onHand", figure.on_hand.text()},
                                                      {"allocated", figure.allocated.text()},
                                                      {"onHold", figure.on_hold.text()},
                                                      {"inTransit", figure.in_transit.text()},
                                                      {"available", figure.available().text()}};
    }
    json::object orders;
    for (const auto& [id, unused] : child(expected, "orders")) {
        const Result<Order> order = warehouse_->order(id);
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
