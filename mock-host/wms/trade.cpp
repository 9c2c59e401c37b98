// SPDX-License-Identifier: Apache-2.0
// What the WMS itself thinks a document is worth.
#include "mock-host/wms/trade.h"

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
