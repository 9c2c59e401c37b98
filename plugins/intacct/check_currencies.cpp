// SPDX-License-Identifier: Apache-2.0
// What the settings say of foreign currencies: what can never work, and against what was read of
// Sage: currencies that no customer has, and a rate type that Sage does not list.
#include <algorithm>

#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

// A customer without a currency of its own takes documents in any.
bool is_of_some_customer(const Catalogue& catalogue, const std::string& currency) {
    const std::vector<const CatalogueRecord*> customers = catalogue.all(kind::customer);
    return customers.empty() ||
           std::any_of(customers.begin(), customers.end(), [&](const CatalogueRecord* customer) {
               const std::string_view own = field_of(customer, customer_currency_field);
               return customer->active && (own.empty() || own == currency);
           });
}

Problem wrong(std::string_view code, std::string pointer, std::string cause, std::string fix) {
    return {"intacct.settings." + std::string(code), std::move(pointer), std::move(cause),
            std::move(fix), Owner::it};
}

}  // namespace

void check_currency_settings(const Settings& settings, std::vector<Problem>& problems) {
    const std::vector<std::string>& currencies = settings.foreign.currencies;
    if (!currencies.empty() && settings.currency.empty()) {
        problems.push_back(wrong("base_currency_missing", "/currency",
                                 "Foreign currencies are to be posted, and the settings do not "
                                 "name the currency of the company.",
                                 "Set /currency to the currency of the company or entity."));
    }
    for (std::size_t index = 0; index < currencies.size(); ++index) {
        const std::string pointer = "/foreignCurrencies/currencies/" + std::to_string(index);
        if (currencies[index] == settings.currency) {
            problems.push_back(wrong("currency_is_base", pointer,
                                     currencies[index] + " is the currency of the company.",
                                     "Name other currencies only."));
        } else if (!has_two_places(currencies[index])) {
            problems.push_back(wrong("currency_places", pointer,
                                     currencies[index] +
                                         " has not two decimal places, and Sage Intacct does not "
                                         "say how it rounds such amounts.",
                                     "Leave it out: documents in it are held."));
        }
    }
}

void check_currencies(const Settings& settings, const Catalogue& catalogue,
                      std::vector<Problem>& problems) {
    const std::vector<std::string>& currencies = settings.foreign.currencies;
    for (std::size_t index = 0; index < currencies.size(); ++index) {
        if (!is_of_some_customer(catalogue, currencies[index])) {
            problems.push_back({"intacct.settings.currency_unused",
                                "/foreignCurrencies/currencies/" + std::to_string(index),
                                "Every customer has another currency than " + currencies[index] +
                                    " in Sage Intacct, so all documents in it will be held.",
                                "Give the customers who buy in " + currencies[index] +
                                    " that currency in Sage Intacct, or take it out of the "
                                    "setting.",
                                Owner::finance});
        }
    }
    const std::string& type = settings.foreign.rate_type;
    if (!type.empty() && catalogue.count(kind::exchange_rate_type) > 0 &&
        catalogue.find(kind::exchange_rate_type, type) == nullptr) {
        problems.push_back({"intacct.settings.rate_type_unknown", "/foreignCurrencies/rateType",
                            "Sage Intacct does not list the exchange rate type " + type +
                                ". Of all types it leaves out only its own, the Intacct Daily "
                                "Rate.",
                            "Write the id of a rate type of Sage Intacct, not its name.",
                            Owner::finance});
    }
}

}  // namespace sage::intacct
