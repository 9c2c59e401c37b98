// SPDX-License-Identifier: Apache-2.0
// The price of a line or charge as it is sent, and what it comes to. Where the warehouse's prices
// include tax, what is sent is the net that makes the same gross again; Sage Intacct takes net
// prices only.
#include <algorithm>
#include <utility>

#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

constexpr int price_places_max = 10;

Hold rate_unknown(const LineTax& tax, const std::string& pointer) {
    return {{"intacct.tax_rate_unknown", pointer + "/tax",
             tax.schedule.empty()
                 ? "The prices include tax, and no setting says which tax is on this line."
                 : "The prices include tax, and nobody says at what rate the tax schedule " +
                       tax.schedule + " is computed.",
             "Add a rule with its rate to the setting /taxRules.", Owner::finance},
            "tax-rate:" + tax.schedule};
}

Hold not_exact(const std::string& pointer) {
    return {{"intacct.price_not_exact", pointer + "/price",
             "No price of one unit makes the net amount of the line.",
             "Send a new version of the document with the price of one unit without tax, and "
             "withdraw this one.",
             Owner::finance},
            ""};
}

Mapped<LinePrice> without_tax(const TotalsLine& stated, const LineTax& tax,
                              const std::string& pointer) {
    if (!tax.percent) {
        return {{}, rate_unknown(tax, pointer)};
    }
    TotalsRule rule = totals_rule();
    rule.prices_include_tax = true;
    const std::optional<Totals> parts = totals({stated}, rule);
    const std::optional<Decimal> price =
        parts ? unit_price_of(*parts->document.net, stated.quantity) : std::nullopt;
    if (!price) {
        return {{}, not_exact(pointer)};
    }
    LinePrice made;
    made.sent.amount = price->text();
    made.amounts.quantity = stated.quantity;
    made.amounts.unit_price = *price;
    made.amounts.tax_percent = tax.percent;
    made.stated_gross = parts->document.gross;
    return {std::move(made), std::nullopt};
}

// As the document has them.
TotalsLine stated_line(const Line& line, const LineTax& tax) {
    const Price& price = *line.price;
    TotalsLine stated{line.quantity.value, price.unit_amount.amount,
                      price.base_quantity, price.discount_rate,
                      std::nullopt,        tax.percent};
    if (price.discount_amount) {
        stated.unit_discount = price.discount_amount->amount;
    }
    return stated;
}

TotalsLine stated_charge(const AllowanceCharge& charge, const LineTax& tax) {
    TotalsLine stated;
    stated.quantity = Decimal::of(1);
    stated.unit_price = charge.amount.amount;
    stated.tax_percent = tax.percent;
    return stated;
}

// One amount in pennies, whatever prices and quantities make it.
Mapped<LinePrice> net_alone(const Settings& settings, const TotalsLine& stated, const LineTax& tax,
                            const std::string& pointer) {
    const bool with_tax = settings.totals.prices_include_tax;
    if (with_tax && !tax.percent) {
        return {{}, rate_unknown(tax, pointer)};
    }
    TotalsRule rule = totals_rule();
    rule.prices_include_tax = with_tax;
    const std::optional<Totals> made = totals({stated}, rule);
    if (!made) {
        return {{}, not_exact(pointer)};
    }
    LinePrice price;
    price.amounts.quantity = Decimal::of(1);
    price.amounts.unit_price = *made->document.net;
    price.amounts.tax_percent = tax.percent;
    price.sent.amount = price.amounts.unit_price.text();
    if (with_tax) {
        price.stated_gross = made->document.gross;
    }
    return {std::move(price), std::nullopt};
}

// The tax of a line that stands alone. Without a schedule there is none that we put on it.
template <class T>
Mapped<LineTax> tax_alone(const Settings& settings, const Document& document, const T& priced,
                          Supply supply, std::string_view item, const Catalogue& catalogue) {
    const auto site = settings.warehouses.find(document.location_id);
    const bool named = site != settings.warehouses.end() && !site->second.country.empty();
    TaxQuestion question =
        tax_question(document, named ? site->second.country : settings.tax.origin_country);
    ask_about(question, priced.tax, supply, tax_class_of(settings, catalogue, item));
    Mapped<LineTax> mapped = priced.posted ? map_posted_tax(catalogue, *priced.posted, "")
                                           : map_tax(settings, catalogue, question, "");
    if (priced.posted) {
        // What it came to does not change while it waits for that tax.
        mapped.hold.reset();
    }
    if (mapped.value.schedule.empty() && !mapped.value.percent) {
        mapped.value.percent = Decimal();
    }
    if (is_receivable(target_of(settings, document).family)) {
        mapped.value = receivable_tax(catalogue, std::move(mapped.value), "").value;
    }
    return mapped;
}

Amounts amounts_of(const Mapped<LineTax>& tax, const Mapped<LinePrice>& price) {
    const std::optional<Totals> made = totals({price.value.amounts}, totals_rule());
    return tax.hold || price.hold || !made ? Amounts() : made->lines.front();
}

}  // namespace

std::optional<Decimal> unit_price_of(const Decimal& net, const Decimal& quantity) {
    std::optional<Decimal> price = divided_exactly(net, quantity);
    if (!price) {
        price =
            Decimal::quotient({net}, {quantity}, price_places_max, Rounding::half_away_from_zero);
    }
    const TotalsRule rule = totals_rule();
    const std::optional<Decimal> made =
        price ? Decimal::multiply(quantity, *price, rule.places, rule.rounding) : std::nullopt;
    return made && *made == net ? price : std::nullopt;
}

LinePrice with_unit_price(LinePrice price, const Decimal& unit_price) {
    price.sent = {unit_price.text(), ""};
    price.amounts = {price.amounts.quantity, unit_price,   std::nullopt,
                     std::nullopt,           std::nullopt, price.amounts.tax_percent};
    return price;
}

Amounts line_amounts(const Settings& settings, const Document& document, const Line& line,
                     const Catalogue& catalogue) {
    const Mapped<LineTax> tax =
        tax_alone(settings, document, line, Supply::goods, line.item.sellers_item_id, catalogue);
    return amounts_of(tax, is_receivable(target_of(settings, document).family)
                               ? net_of_goods(settings, line, tax.value, "")
                               : price_of_goods(settings, line, tax.value, ""));
}

Amounts charge_amounts(const Settings& settings, const Document& document,
                       const AllowanceCharge& charge, const Catalogue& catalogue) {
    const auto item = settings.charge_items.find(charge.reason_code);
    const bool is_line = is_receivable(target_of(settings, document).family) ||
                         subtotal_of(settings, charge).empty();
    const Mapped<LineTax> tax = tax_alone(
        settings, document, charge, Supply::service,
        item == settings.charge_items.end() || !is_line ? std::string_view() : item->second,
        catalogue);
    return amounts_of(tax, price_of_charge(settings, charge, tax.value, ""));
}

Mapped<LinePrice> price_of_goods(const Settings& settings, const Line& line, const LineTax& tax,
                                 const std::string& pointer) {
    if (!line.price) {
        return {};
    }
    TotalsLine stated = stated_line(line, tax);
    if (settings.totals.prices_include_tax) {
        return without_tax(stated, tax, pointer);
    }
    Mapped<UnitPrice> sent = map_price(line, pointer);
    return {{std::move(sent.value), std::move(stated), std::nullopt}, std::move(sent.hold)};
}

Mapped<LinePrice> price_of_charge(const Settings& settings, const AllowanceCharge& charge,
                                  const LineTax& tax, const std::string& pointer) {
    TotalsLine stated = stated_charge(charge, tax);
    if (settings.totals.prices_include_tax) {
        return without_tax(stated, tax, pointer);
    }
    return {{{charge.amount.amount.text(), ""}, std::move(stated), std::nullopt}, std::nullopt};
}

Mapped<LinePrice> net_of_goods(const Settings& settings, const Line& line, const LineTax& tax,
                               const std::string& pointer) {
    return line.price ? net_alone(settings, stated_line(line, tax), tax, pointer)
                      : Mapped<LinePrice>();
}

Mapped<LinePrice> net_of_charge(const Settings& settings, const AllowanceCharge& charge,
                                const LineTax& tax, const std::string& pointer) {
    return net_alone(settings, stated_charge(charge, tax), tax, pointer);
}

bool rate_cause_gone(const Settings& settings, std::string_view schedule,
                     const Catalogue& catalogue) {
    if (!settings.totals.prices_include_tax) {
        return true;
    }
    if (schedule.empty()) {
        return !settings.tax.rules.empty() || !settings.tax_details.empty();
    }
    if (percent_of_schedule(catalogue, schedule)) {
        return true;
    }
    const auto says = [&](const TaxRule& rule) {
        return rule.schedule == schedule && rule.percent.has_value();
    };
    return std::any_of(settings.tax.rules.begin(), settings.tax.rules.end(), says);
}

}  // namespace sage::intacct
