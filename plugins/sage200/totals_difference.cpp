// SPDX-License-Identifier: Apache-2.0
// The total that the buyer was told against the one that the lines make: held, tolerated with a
// remark, or made equal by a line of the difference or by other amounts, as the settings say.
#include <algorithm>

#include "plugins/sage200/map.h"
#include "sage-adapter/mapping/spread.h"

namespace sage::sage200 {
namespace {

std::string both(const Decimal& told, const Decimal& made) {
    return "The buyer was told " + told.text() + " and the lines make " + made.text();
}

Hold differs(const Decimal& told, const Decimal& made) {
    return {
        {"sage200.totals_differ", "/body/legalMonetaryTotal/payableAmount", both(told, made) + ".",
         "Allow for it with the setting /totalsDifference, or send a new version of the "
         "document with prices that make the total, and withdraw this one.",
         Owner::finance},
        "totals:" + (told - made).text()};
}

Hold not_spread(const Decimal& told, const Decimal& made) {
    return {{"sage200.totals_not_spread", "/body/legalMonetaryTotal/payableAmount",
             both(told, made) + ". No amounts of the lines make the other total.",
             "Choose another policy in the setting /totalsDifference, or send a new version of the "
             "document with prices that make the total, and withdraw this one.",
             Owner::finance},
            "totals-prices:" + (told - made).text()};
}

std::string amounts_text(const UnitPrices& amounts) {
    const auto changed = std::count_if(amounts.begin(), amounts.end(),
                                       [](const auto& amount) { return amount.has_value(); });
    return changed == 1 ? "one amount" : std::to_string(changed) + " amounts";
}

}  // namespace

TotalsOutcome settle_difference(const Settings& settings, const std::vector<TotalsLine>& lines,
                                const std::optional<Decimal>& told,
                                const std::optional<Decimal>& gross) {
    TotalsOutcome outcome;
    if (!told || !gross || *told == *gross) {
        return outcome;
    }
    const Decimal difference = *told - *gross;
    if (!settings.totals.treats(difference)) {
        outcome.hold = differs(*told, *gross);
        return outcome;
    }
    const std::string message = both(*told, *gross);
    if (settings.totals.policy == DifferencePolicy::rounding_line) {
        outcome.rounding = difference;
        outcome.remark = Remark{"sage200.totals_rounded", "lines",
                                message + ": a line of " + difference.text() + " was added."};
    } else if (settings.totals.policy == DifferencePolicy::spread) {
        // Every line is one of an amount, which is the price of one.
        std::optional<UnitPrices> amounts =
            spread(lines, totals_rule(settings), *told,
                   [](const Decimal& amount, const Decimal&) { return std::optional(amount); });
        if (!amounts) {
            outcome.hold = not_spread(*told, *gross);
            return outcome;
        }
        outcome.amounts = *std::move(amounts);
        outcome.remark = Remark{"sage200.totals_spread", "lines",
                                message + ": " + difference.text() + " was spread over " +
                                    amounts_text(outcome.amounts) + "."};
    } else {
        outcome.remark =
            Remark{"sage200.totals_tolerated", "total", message + ", which is tolerated."};
    }
    return outcome;
}

bool totals_cause_gone(const Settings& settings, std::string_view difference) {
    const std::optional<Decimal> amount = Decimal::parse(difference);
    return amount && settings.totals.treats(*amount);
}

}  // namespace sage::sage200
