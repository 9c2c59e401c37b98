// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/totals_difference.h"

#include <algorithm>

namespace sage {
namespace {

constexpr const char* pointer = "/body/legalMonetaryTotal/payableAmount";

std::string both(const Decimal& told, const Decimal& made) {
    return "The buyer was told " + told.text() + " and the lines make " + made.text();
}

Hold differs(const EditionWords& words, const Decimal& told, const Decimal& made) {
    return held(words, "totals_differ", pointer, both(told, made) + ".",
                "Allow for it with the setting /totalsDifference, or send a new version of the "
                "document with prices that make the total, and withdraw this one.",
                Owner::finance, "totals:" + (told - made).text());
}

Hold not_spread(const TotalsDifference& rules, const Decimal& told, const Decimal& made) {
    const EditionWords& words = rules.words;
    return held(words, "totals_not_spread", pointer,
                both(told, made) + ". No " + std::string(rules.noun) +
                    "s of the lines make the other total.",
                "Choose another policy in the setting /totalsDifference, or send a new version of "
                "the document with prices that make the total, and withdraw this one.",
                Owner::finance, "totals-prices:" + (told - made).text());
}

std::string count_of(const UnitPrices& prices, std::string_view noun) {
    const auto changed = std::count_if(prices.begin(), prices.end(),
                                       [](const auto& price) { return price.has_value(); });
    return changed == 1 ? "one " + std::string(noun)
                        : std::to_string(changed) + " " + std::string(noun) + "s";
}

}  // namespace

TotalsOutcome TotalsDifference::settle(const std::vector<TotalsLine>& lines,
                                       const std::optional<Decimal>& told,
                                       const std::optional<Decimal>& gross) const {
    TotalsOutcome outcome;
    if (!told || !gross || *told == *gross) {
        return outcome;
    }
    const Decimal difference = *told - *gross;
    if (!settings.treats(difference)) {
        outcome.hold = differs(words, *told, *gross);
        return outcome;
    }
    const std::string message = both(*told, *gross);
    const auto remark = [](std::string code, const char* field, std::string text) {
        return Remark{std::move(code), field, std::move(text)};
    };
    if (settings.policy == DifferencePolicy::rounding_line) {
        outcome.rounding = difference;
        outcome.remark = remark(words.code("totals_rounded"), "lines",
                                message + ": a line of " + difference.text() + " was added.");
    } else if (settings.policy == DifferencePolicy::spread) {
        std::optional<UnitPrices> prices = spread(lines, rule, *told, price_of);
        if (!prices) {
            outcome.hold = not_spread(*this, *told, *gross);
            return outcome;
        }
        outcome.prices = *std::move(prices);
        outcome.remark = remark(words.code("totals_spread"), "lines",
                                message + ": " + difference.text() + " was spread over " +
                                    count_of(outcome.prices, noun) + ".");
    } else {
        outcome.remark =
            remark(words.code("totals_tolerated"), "total", message + ", which is tolerated.");
    }
    return outcome;
}

std::optional<bool> totals_cause_gone(const TotalsSettings& settings, std::string_view cause,
                                      std::string_view name) {
    if (cause != "totals" && cause != "totals-prices") {
        return std::nullopt;
    }
    const std::optional<Decimal> difference = Decimal::parse(name);
    return difference && settings.treats(*difference) &&
           (cause == "totals" || settings.policy != DifferencePolicy::spread);
}

}  // namespace sage
