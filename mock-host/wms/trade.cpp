// SPDX-License-Identifier: Apache-2.0
// What the WMS itself thinks a document is worth.
#include "mock-host/wms/trade.h"

#include <algorithm>
#include <utility>

namespace wms {

namespace {

Decimal sum_of(const std::vector<Charge>& charges) {
    Decimal sum;
    for (const Charge& charge : charges) {
        sum += charge.amount;
    }
    return sum;
}

}  // namespace

const OrderLine* find_line(const Order& order, std::string_view id) {
    const auto found = std::find_if(order.lines.begin(), order.lines.end(),
                                    [&](const OrderLine& line) { return line.id == id; });
    return found == order.lines.end() ? nullptr : &*found;
}

OrderLine* find_line(Order& order, std::string_view id) {
    const OrderLine* const found = find_line(std::as_const(order), id);
    return found == nullptr ? nullptr : order.lines.data() + (found - order.lines.data());
}

Decimal net_of(const Despatch& despatch) {
    Decimal net = sum_of(despatch.charges);
    for (const DespatchLine& line : despatch.lines) {
        net += line_amount(line.delivered, line.price);
    }
    return net;
}

Decimal net_of(const Return& credit) {
    Decimal net = sum_of(credit.charges);
    for (const ReturnLine& line : credit.lines) {
        net += line_amount(line.quantity, line.price);
    }
    return net;
}

}  // namespace wms
