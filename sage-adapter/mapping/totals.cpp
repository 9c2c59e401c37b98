// SPDX-License-Identifier: Apache-2.0
// Every amount is rounded once, from its exact quotient: no amount is made of a rounded one except
// sums of what is rounded already.
#include "sage-adapter/mapping/totals.h"

#include <algorithm>
#include <utility>

namespace sage {
namespace {

// The amounts of all lines with one rate.
struct RateSum {
    Decimal percent;
    Decimal amount;
};

Decimal hundred() {
    return Decimal::of(100);
}

// What the line comes to as it is priced: gross where prices include tax, else net.
std::optional<Decimal> priced(const TotalsLine& line, const TotalsRule& rule) {
    const Decimal price =
        line.unit_discount ? line.unit_price - *line.unit_discount : line.unit_price;
    if (!line.base_quantity && !line.discount_percent) {
        return Decimal::multiply(line.quantity, price, rule.places, rule.rounding);
    }
    const Decimal kept = line.discount_percent ? hundred() - *line.discount_percent : hundred();
    return Decimal::quotient({line.quantity, price, kept},
                             {line.base_quantity.value_or(Decimal::of(1)), hundred()}, rule.places,
                             rule.rounding);
}

// Net and tax of an amount; false: it does not fit.
bool split(const Decimal& amount, const Decimal& percent, const TotalsRule& rule, Amounts& parts) {
    if (rule.prices_include_tax) {
        parts.gross = amount;
        parts.net = Decimal::quotient({amount, hundred()}, {hundred() + percent}, rule.places,
                                      rule.rounding);
        if (parts.net) {
            parts.tax = amount - *parts.net;
        }
        return parts.net.has_value();
    }
    parts.net = amount;
    parts.tax = Decimal::quotient({amount, percent}, {hundred()}, rule.places, rule.rounding);
    if (parts.tax) {
        parts.gross = amount + *parts.tax;
    }
    return parts.tax.has_value();
}

void add(std::optional<Decimal>& sum, const std::optional<Decimal>& amount) {
    sum = sum && amount ? std::optional(*sum + *amount) : std::nullopt;
}

void add(Amounts& sum, const Amounts& parts) {
    add(sum.net, parts.net);
    add(sum.tax, parts.tax);
    add(sum.gross, parts.gross);
}

void add_to_rate(std::vector<RateSum>& rates, const Decimal& percent, const Decimal& amount) {
    const auto same = std::find_if(rates.begin(), rates.end(),
                                   [&](const RateSum& one) { return one.percent == percent; });
    if (same == rates.end()) {
        rates.push_back({percent, amount});
    } else {
        same->amount = same->amount + amount;
    }
}

Amounts zero(int places) {
    const Decimal none = Decimal::of(0, places);
    return {none, none, none};
}

}  // namespace

std::optional<Totals> totals(const std::vector<TotalsLine>& lines, const TotalsRule& rule) {
    Totals all;
    all.lines.reserve(lines.size());
    all.document = zero(rule.places);
    std::vector<RateSum> rates;
    bool rates_known = true;
    for (const TotalsLine& line : lines) {
        const std::optional<Decimal> amount = priced(line, rule);
        if (!amount) {
            return std::nullopt;
        }
        Amounts& parts = all.lines.emplace_back();
        rates_known = rates_known && line.tax_percent.has_value();
        if (line.tax_percent && rule.tax == TaxRounding::per_line) {
            if (!split(*amount, *line.tax_percent, rule, parts)) {
                return std::nullopt;
            }
        } else {
            (rule.prices_include_tax ? parts.gross : parts.net) = amount;
            if (line.tax_percent) {
                add_to_rate(rates, *line.tax_percent, *amount);
            }
        }
        add(all.document, parts);
    }
    if (rule.tax == TaxRounding::per_document && rates_known) {
        all.document = zero(rule.places);
        for (const RateSum& rate : rates) {
            Amounts parts;
            if (!split(rate.amount, rate.percent, rule, parts)) {
                return std::nullopt;
            }
            add(all.document, parts);
        }
    }
    return all;
}

}  // namespace sage
