// SPDX-License-Identifier: Apache-2.0
// What Sage Intacct will make of the prices that are sent: net and tax of each line, each rounded
// to pennies, half away from zero, and their sums, which the document's totals have to equal.
#include <utility>

#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

constexpr int money_places = 2;

}  // namespace

TotalsRule totals_rule() {
    return {TaxRounding::per_line, money_places, Rounding::half_away_from_zero, false};
}

Prediction predict(const Settings& settings, const Document& document, const PricedLines& priced) {
    Prediction prediction;
    std::optional<Totals> all = totals(priced.amounts, totals_rule());
    if (!all) {
        return prediction;
    }
    prediction.currency_id =
        document.currency_id.empty() ? settings.currency : document.currency_id;
    prediction.document = std::move(all->document);
    prediction.lines.reserve(priced.pointers.size());
    for (std::size_t index = 0; index < priced.pointers.size(); ++index) {
        prediction.lines.push_back({priced.pointers[index], std::move(all->lines[index])});
    }
    return prediction;
}

}  // namespace sage::intacct
