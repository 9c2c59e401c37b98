// SPDX-License-Identifier: Apache-2.0
// The total that the buyer was told against the one that Sage Intacct will make of the lines: held,
// tolerated with a remark, or made equal by a line of the difference or by other prices, as the
// settings say.
#include <algorithm>
#include <utility>

#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

constexpr std::string_view pointer_of_total = "/body/legalMonetaryTotal/payableAmount";

std::string both(const Decimal& told, const Decimal& made) {
    return "The buyer was told " + told.text() + " and Sage Intacct will make " + made.text() +
           " of the lines";
}

Hold differs(const Document& document, const Decimal& told, const Decimal& made) {
    const Decimal difference = told - made;
    return {{"intacct.totals_differ",
             document.payable ? std::string(pointer_of_total) : std::string("/body/lines"),
             both(told, made) + ".",
             "Allow for it with the setting /totalsDifference, or send a new version of the "
             "document with prices that make the total, and withdraw this one.",
             Owner::finance},
            "totals:" + difference.text()};
}

Hold not_spread(const Document& document, const Decimal& told, const Decimal& made) {
    Hold hold = differs(document, told, made);
    hold.problem.code = "intacct.totals_not_spread";
    hold.problem.cause += " No prices of the lines make the other total.";
    hold.problem.fix =
        "Choose another policy in the setting /totalsDifference, or send a new version of the "
        "document with prices that make the total, and withdraw this one.";
    hold.root_cause = "totals-prices:" + (told - made).text();
    return hold;
}

// A subtotal has no tax and stays what it is.
std::optional<UnitPrices> spread_over_lines(const PricedLines& priced, Decimal told) {
    std::vector<TotalsLine> lines = priced.amounts;
    for (std::size_t left = priced.subtotals; left > 0; --left) {
        told = told - lines.back().unit_price;
        lines.pop_back();
    }
    return spread(std::move(lines), totals_rule(), told, unit_price_of);
}

std::string prices_text(const UnitPrices& prices) {
    const auto changed = std::count_if(prices.begin(), prices.end(),
                                       [](const auto& price) { return price.has_value(); });
    return changed == 1 ? "one price" : std::to_string(changed) + " prices";
}

}  // namespace

std::optional<Decimal> told_total(const Document& document, const PricedLines& priced) {
    return document.payable ? std::optional(document.payable->amount) : priced.stated_gross;
}

TotalsOutcome settle_difference(const Settings& settings, const Document& document,
                                const PricedLines& priced, const Amounts& made) {
    TotalsOutcome outcome;
    const std::optional<Decimal> told = told_total(document, priced);
    if (!told || !made.gross || *told == *made.gross) {
        return outcome;
    }
    const Decimal difference = *told - *made.gross;
    if (!settings.totals.treats(difference)) {
        outcome.hold = differs(document, *told, *made.gross);
        return outcome;
    }
    std::string message = both(*told, *made.gross);
    if (settings.totals.policy == DifferencePolicy::rounding_line) {
        outcome.rounding = difference;
        outcome.remark =
            Remark{"intacct.totals_rounded", "lines",
                   std::move(message) + ": a line of " + difference.text() + " was added."};
    } else if (settings.totals.policy == DifferencePolicy::spread) {
        std::optional<UnitPrices> prices = spread_over_lines(priced, *told);
        if (!prices) {
            outcome.hold = not_spread(document, *told, *made.gross);
            return outcome;
        }
        outcome.prices = *std::move(prices);
        outcome.remark = Remark{"intacct.totals_spread", "lines",
                                std::move(message) + ": " + difference.text() +
                                    " was spread over " + prices_text(outcome.prices) + "."};
    } else {
        outcome.remark = Remark{"intacct.totals_tolerated", "total",
                                std::move(message) + ", which is tolerated."};
    }
    return outcome;
}

bool totals_cause_gone(const Settings& settings, std::string_view difference) {
    const std::optional<Decimal> amount = Decimal::parse(difference);
    return amount && settings.totals.treats(*amount);
}

}  // namespace sage::intacct
