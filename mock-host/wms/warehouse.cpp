// SPDX-License-Identifier: Apache-2.0
// The rules of the small WMS: what may follow what, and whose units are whose.
#include "mock-host/wms/warehouse.h"

#include <algorithm>
#include <functional>
#include <tuple>

namespace wms {

namespace {

using Lock = std::lock_guard<std::mutex>;

Problem refusal(std::string code, std::string where, std::string cause, std::string fix) {
    return {"warehouse." + std::move(code), std::move(where), std::move(cause), std::move(fix),
            "warehouse"};
}

}  // namespace

std::size_t Warehouse::PlaceHash::operator()(const Place& place) const {
    const std::hash<std::string> hash;
    return hash(place.site) * 31 + hash(place.item);
}

Warehouse::Figure& Warehouse::figure(const std::string& site, const std::string& item) {
    return stock_[Place{site, item}];
}

Result<Warehouse::Progress*> Warehouse::find(const std::string& order_id) {
    const auto found = orders_.find(order_id);
    if (found == orders_.end()) {
        return refusal("order.unknown", order_id, "There is no such order.", "Enter the order.");
    }
    return &found->second;
}

OrderLine* Warehouse::line_of(Order& order, std::string_view line_id) {
    const auto found = std::find_if(order.lines.begin(), order.lines.end(),
                                    [&](const OrderLine& line) { return line.id == line_id; });
    return found == order.lines.end() ? nullptr : &*found;
}

void Warehouse::receive(const std::string& site, const std::string& item, Decimal quantity) {
    const Lock lock(mutex_);
    figure(site, item).on_hand += quantity;
}

Done Warehouse::enter(Order order) {
    for (const OrderLine& line : order.lines) {
        if (line.ordered <= Decimal{} || line.price.is_negative()) {
            return refusal("line.quantity", order.id + "/" + line.id,
                           "An order line needs a positive quantity and no negative price.",
                           "Enter a credit as a return.");
        }
    }
    const Lock lock(mutex_);
    const std::string id = order.id;
    const auto [place, added] = orders_.try_emplace(id);
    if (!added) {
        return refusal("order.known", id, "There is an order of that number.",
                       "Give the order a number of its own.");
    }
    place->second.order = std::move(order);
    return Nothing{};
}

Result<Decimal> Warehouse::allocate_order(const std::string& order_id) {
    const Lock lock(mutex_);
    const Result<Progress*> found = find(order_id);
    if (!found.ok()) {
        return found.problem();
    }
    Order& order = found.value()->order;
    Decimal allocated;
    for (OrderLine& line : order.lines) {
        Figure& stock = figure(order.site, line.item);
        const Decimal free = std::max(stock.on_hand - stock.allocated, Decimal{});
        const Decimal wanted = line.ordered - line.allocated;
        const Decimal taken = std::min(free, wanted);
        line.allocated += taken;
        stock.allocated += taken;
        allocated += taken;
    }
    return allocated;
}

Done Warehouse::allocate_line(const std::string& order_id, std::string_view line_id,
                              Decimal quantity) {
    const Lock lock(mutex_);
    const Result<Progress*> found = find(order_id);
    if (!found.ok()) {
        return found.problem();
    }
    Order& order = found.value()->order;
    const std::string where = order_id + "/" + std::string(line_id);
    OrderLine* line = line_of(order, line_id);
    if (line == nullptr) {
        return refusal("line.unknown", where, "The order has no such line.", "Name a line of it.");
    }
    if (quantity <= Decimal{} || quantity > line->ordered - line->allocated) {
        return refusal("line.quantity", where, "The line does not wait for that many.",
                       "Allocate at most what is ordered and not yet allocated.");
    }
    Figure& stock = figure(order.site, line->item);
    if (quantity > stock.on_hand - stock.allocated) {
        return refusal("stock.short", where, "There is not enough free stock.",
                       "Allocate less, or wait until goods come in.");
    }
    line->allocated += quantity;
    stock.allocated += quantity;
    return Nothing{};
}

Result<Decimal> Warehouse::release(const std::string& order_id) {
    const Lock lock(mutex_);
    const Result<Progress*> found = find(order_id);
    if (!found.ok()) {
        return found.problem();
    }
    Order& order = found.value()->order;
    Decimal released;
    for (OrderLine& line : order.lines) {
        const Decimal waiting = line.allocated - line.picked;
        line.allocated -= waiting;
        figure(order.site, line.item).allocated -= waiting;
        released += waiting;
    }
    return released;
}

Result<Decimal> Warehouse::pick(const std::string& order_id) {
    const Lock lock(mutex_);
    const Result<Progress*> found = find(order_id);
    if (!found.ok()) {
        return found.problem();
    }
    Decimal picked;
    for (OrderLine& line : found.value()->order.lines) {
        picked += line.allocated - line.picked;
        line.picked = line.allocated;
    }
    return picked;
}

Done Warehouse::pack(const std::string& order_id, const Parcel& parcel) {
    const Lock lock(mutex_);
    const Result<Progress*> found = find(order_id);
    if (!found.ok()) {
        return found.problem();
    }
    Order& order = found.value()->order;
    std::map<std::string, Decimal> by_line;  // a parcel may name a line twice
    for (const ParcelLine& packed : parcel.lines) {
        by_line[packed.line_id] += packed.quantity;
    }
    for (const auto& [line_id, quantity] : by_line) {
        const OrderLine* line = line_of(order, line_id);
        if (line == nullptr || quantity <= Decimal{} || quantity > line->picked - line->packed) {
            return refusal("line.not_picked", order_id + "/" + line_id,
                           "Not that many units of the line are picked and unpacked.",
                           "Pick the line first.");
        }
    }
    for (const auto& [line_id, quantity] : by_line) {
        line_of(order, line_id)->packed += quantity;
    }
    found.value()->parcels.push_back(parcel);
    return Nothing{};
}

Done Warehouse::pack_all(const std::string& order_id, Parcel parcel) {
    const Lock lock(mutex_);
    const Result<Progress*> found = find(order_id);
    if (!found.ok()) {
        return found.problem();
    }
    parcel.lines.clear();
    for (OrderLine& line : found.value()->order.lines) {
        const Decimal quantity = line.picked - line.packed;
        if (!quantity.is_zero()) {
            parcel.lines.push_back({line.id, quantity});
            line.packed += quantity;
        }
    }
    found.value()->parcels.push_back(std::move(parcel));
    return Nothing{};
}

Result<Despatch> Warehouse::despatch(const std::string& order_id, const Departure& departure) {
    const Lock lock(mutex_);
    const Result<Progress*> found = find(order_id);
    if (!found.ok()) {
        return found.problem();
    }
    Progress& progress = *found.value();
    Order& order = progress.order;
    if (progress.parcels.empty()) {
        return refusal("order.not_packed", order_id, "Nothing of the order is packed.",
                       "Allocate, pick and pack it first.");
    }
    Despatch despatch;
    despatch.id = departure.despatch_id;
    despatch.order_id = order.id;
    despatch.buyer_order_id = order.buyer_order_id;
    despatch.customer = order.customer;
    despatch.site = order.site;
    despatch.currency = order.currency;
    despatch.date = departure.date;
    despatch.left_ms = departure.left_ms;
    despatch.carrier = departure.carrier;
    despatch.service_level = order.service_level;
    despatch.last = true;
    std::unordered_map<std::string_view, std::vector<std::string>> ssccs_of_line;
    for (const Parcel& parcel : progress.parcels) {
        if (!parcel.tracking_number.empty()) {
            despatch.tracking_numbers.push_back(parcel.tracking_number);
        }
        if (!parcel.sscc.empty()) {
            despatch.ssccs.push_back(parcel.sscc);
            for (const ParcelLine& packed : parcel.lines) {
                ssccs_of_line[packed.line_id].push_back(parcel.sscc);
            }
        }
    }
    for (OrderLine& line : order.lines) {
        const Decimal leaving = line.packed - line.despatched;
        if (!leaving.is_zero()) {
            line.despatched = line.packed;
            Figure& stock = figure(order.site, line.item);
            stock.on_hand -= leaving;
            stock.allocated -= leaving;
            despatch.lines.push_back({std::to_string(despatch.lines.size() + 1), line.id, line.item,
                                      line.item_name, line.ordered, leaving,
                                      line.ordered - line.despatched, line.price, line.note,
                                      ssccs_of_line[line.id]});
        }
        despatch.last = despatch.last && line.despatched == line.ordered;
    }
    if (!progress.charges_posted) {
        despatch.charges = order.charges;
        progress.charges_posted = true;
    }
    progress.parcels.clear();
    return despatch;
}

Done Warehouse::take_back(const Return& credit) {
    for (const ReturnLine& line : credit.lines) {
        if (line.quantity <= Decimal{}) {
            return refusal("line.quantity", credit.id + "/" + line.id,
                           "A return line needs a positive quantity.", "Correct the line.");
        }
    }
    const Lock lock(mutex_);
    for (const ReturnLine& line : credit.lines) {
        if (line.disposition == "restock") {
            figure(credit.site, line.item).on_hand += line.quantity;
        }
    }
    return Nothing{};
}

Done Warehouse::adjust(const Adjustment& adjustment) {
    const Lock lock(mutex_);
    std::map<std::string, Decimal> by_item;
    for (const AdjustmentLine& line : adjustment.lines) {
        by_item[line.item] += line.quantity;
    }
    for (const auto& [item, quantity] : by_item) {
        const Figure& stock = figure(adjustment.site, item);
        if (quantity.is_negative() && stock.on_hand - stock.allocated + quantity < Decimal{}) {
            return refusal("stock.short", adjustment.id + "/" + item,
                           "More would be written off than is free.",
                           "Release the orders that hold the stock, or correct the count.");
        }
    }
    for (const auto& [item, quantity] : by_item) {
        figure(adjustment.site, item).on_hand += quantity;
    }
    return Nothing{};
}

Result<Order> Warehouse::order(const std::string& order_id) const {
    const Lock lock(mutex_);
    const auto found = orders_.find(order_id);
    if (found == orders_.end()) {
        return refusal("order.unknown", order_id, "There is no such order.", "Enter the order.");
    }
    return found->second.order;
}

std::vector<StockFigure> Warehouse::stock() const {
    std::vector<StockFigure> figures;
    {
        const Lock lock(mutex_);
        for (const auto& [place, stock] : stock_) {
            figures.push_back({place.site, place.item, stock.on_hand, stock.allocated});
        }
    }
    std::sort(figures.begin(), figures.end(), [](const auto& left, const auto& right) {
        return std::tie(left.site, left.item) < std::tie(right.site, right.item);
    });
    return figures;
}

}  // namespace wms
