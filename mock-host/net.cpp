// SPDX-License-Identifier: Apache-2.0
// Whole pence in integers of any size, from the digits of the file.
#include "mock-host/net.h"

#include <boost/multiprecision/cpp_int.hpp>
#include <string_view>

namespace wms {

namespace {

using boost::multiprecision::cpp_int;

struct Scaled {
    cpp_int digits;
    unsigned places = 0;
};

Scaled scaled_of(const std::string& text) {
    Scaled value;
    bool behind_point = false;
    for (const char letter : text) {
        if (letter == '.') {
            behind_point = true;
        } else if (letter != '-') {
            value.digits = value.digits * 10 + (letter - '0');
            value.places += behind_point ? 1U : 0U;
        }
    }
    if (text.starts_with('-')) {
        value.digits = -value.digits;
    }
    return value;
}

cpp_int pence_of(const Scaled& quantity, const Scaled& price) {
    cpp_int product = quantity.digits * price.digits * 100;
    const cpp_int unit = boost::multiprecision::pow(cpp_int(10), quantity.places + price.places);
    const cpp_int twice = abs(product) * 2 + unit;
    const cpp_int pence = twice / (unit * 2);
    return product < 0 ? cpp_int(-pence) : pence;
}

std::string money_of(const cpp_int& pence) {
    std::string digits = cpp_int(abs(pence)).str();
    digits.insert(0, digits.size() < 3 ? 3 - digits.size() : 0, '0');
    digits.insert(digits.size() - 2, ".");
    return (pence < 0 ? "-" : "") + digits;
}

}  // namespace

NetFigures net_of_rows(const std::vector<RetailRow>& rows) {
    std::map<std::string, cpp_int> invoices;
    for (const RetailRow& row : rows) {
        invoices[row.invoice] +=
            pence_of(scaled_of(row.quantity.text()), scaled_of(row.price.text()));
    }
    cpp_int sales = 0;
    cpp_int credits = 0;
    NetFigures figures;
    for (const auto& [number, pence] : invoices) {
        (number.starts_with('C') || pence < 0 ? credits : sales) += pence;
        figures.by_invoice[number] = money_of(pence);
    }
    figures.sales = money_of(sales);
    figures.credits = money_of(credits);
    figures.total = money_of(cpp_int(sales + credits));
    return figures;
}

TaxFigures tax_of_rows(const std::vector<RetailRow>& rows, const std::string& percent) {
    constexpr unsigned net_places = 2;
    constexpr unsigned percent_places = 2;
    Scaled rate = scaled_of(percent);
    rate.places += percent_places;
    cpp_int net = 0;
    cpp_int tax = 0;
    for (const RetailRow& row : rows) {
        const cpp_int pence = pence_of(scaled_of(row.quantity.text()), scaled_of(row.price.text()));
        net += pence;
        tax += pence_of({pence, net_places}, rate);
    }
    return {money_of(tax), money_of(cpp_int(net + tax))};
}

}  // namespace wms
