// SPDX-License-Identifier: Apache-2.0
// What Sage Intacct will make of the prices that are sent: the net of each line, rounded to
// pennies, and their sum, which the document's subtotal has to equal.
#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

constexpr int money_places = 2;

}  // namespace

Prediction predict(const Settings& settings, const Document& document, const Send& send) {
    Prediction prediction;
    const auto subtotal = send.facts.find("subtotal");
    if (subtotal == send.facts.end()) {
        return prediction;
    }
    prediction.currency_id =
        document.currency_id.empty() ? settings.currency : document.currency_id;
    prediction.document.net = Decimal::parse(subtotal->second);
    for (std::size_t index = 0; index < document.lines.size(); ++index) {
        const Line& line = document.lines[index];
        // Lines without a quantity are not sent.
        if (line.quantity.value.sign() != 0) {
            prediction.lines.push_back(
                {"/body/lines/" + std::to_string(index), {line_net(line), {}, {}}});
        }
    }
    for (std::size_t index = 0; index < document.allowance_charges.size(); ++index) {
        const Decimal& amount = document.allowance_charges[index].amount.amount;
        prediction.lines.push_back(
            {"/body/allowanceCharges/" + std::to_string(index),
             {amount.rounded(money_places, Rounding::half_away_from_zero), {}, {}}});
    }
    return prediction;
}

}  // namespace sage::intacct
