// SPDX-License-Identifier: Apache-2.0
// In which currency a document goes to Sage Intacct and at which rate it enters the books: as the
// warehouse states it, or at a rate type of Sage that the settings name. No rate is ever guessed or
// computed here: a document without one waits.
#include <algorithm>
#include <array>

#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

constexpr const char* pointer_of_currency = "/body/currencyId";
constexpr const char* pointer_of_rate = "/body/pricingExchangeRate";

// ISO 4217: no minor unit, or more places than two. Sage publishes its amounts with two and does
// not say how it rounds these.
constexpr auto other_places = std::to_array<std::string_view>(
    {"BHD", "BIF", "CLF", "CLP", "DJF", "GNF", "IQD", "ISK", "JOD", "JPY", "KMF", "KRW", "KWD",
     "LYD", "OMR", "PYG", "RWF", "TND", "UGX", "UYI", "UYW", "VND", "VUV", "XAF", "XOF", "XPF"});

Hold hold(std::string_view code, std::string pointer, std::string cause, std::string fix,
          Owner owner, std::string root_cause) {
    return {{"intacct." + std::string(code), std::move(pointer), std::move(cause), std::move(fix),
             owner},
            std::move(root_cause)};
}

// The customer's own currency in Sage; empty: none, or not read.
std::string_view currency_of_customer(const Catalogue& catalogue, std::string_view customer) {
    return field_of(catalogue.find(kind::customer, customer), customer_currency_field);
}

std::optional<Hold> other_customer_currency(const Draft& draft, const std::string& currency) {
    const std::string_view own = currency_of_customer(draft.input.catalogue, draft.customer);
    if (draft.settings.foreign.currencies.empty() || own.empty() || own == currency) {
        return std::nullopt;
    }
    return hold("customer_currency", pointer_of_currency,
                "The document is in " + currency + " and customer " + draft.customer +
                    " has the currency " + std::string(own) + " in Sage Intacct.",
                "Correct the currency of the customer in Sage Intacct, or send the document again "
                "with a customer of that currency and withdraw this one.",
                Owner::finance, "customer-currency:" + currency + ":" + draft.customer);
}

// What no setting and no rate can mend, or what the settings do not allow.
std::optional<Hold> not_allowed(const Settings& settings, const std::string& currency) {
    if (!has_two_places(currency)) {
        return hold("currency_places", pointer_of_currency,
                    "The document is in " + currency +
                        ", which has not two decimal places, and Sage Intacct does not say how it "
                        "rounds such amounts.",
                    "Post this document in Sage Intacct by hand and record its number with an "
                    "operatorDecision, or withdraw it.",
                    Owner::finance, "");
    }
    if (settings.foreign.allows(currency)) {
        return std::nullopt;
    }
    return hold("currency", pointer_of_currency,
                "The document is in " + currency + " and the company in " + settings.currency + ".",
                "Name " + currency +
                    " in the setting /foreignCurrencies/currencies; or post this document in Sage "
                    "Intacct by hand and record its number with an operatorDecision, or withdraw "
                    "it.",
                Owner::finance, "currency:" + currency);
}

std::optional<Hold> rate_for_other_books(const Settings& settings, const Document& document) {
    const std::optional<ExchangeRate>& stated = document.pricing_exchange_rate;
    if (!stated || stated->target_currency_id == settings.currency) {
        return std::nullopt;
    }
    const std::string& target = stated->target_currency_id;
    if (settings.currency.empty()) {
        if (stated->source_currency_id == target) {
            return std::nullopt;
        }
        return hold("base_currency_missing", std::string(pointer_of_rate) + "/targetCurrencyId",
                    "The document states an exchange rate to " + target +
                        ", and the settings do not name the currency of the company.",
                    "Set /currency to the currency of the company or entity in Sage Intacct.",
                    Owner::it, "base-currency");
    }
    return hold("rate_currency", std::string(pointer_of_rate) + "/targetCurrencyId",
                "The exchange rate is one to " + target + ", and the books are in " +
                    settings.currency + ".",
                "Send a new version of the document with the rate to " + settings.currency +
                    " and withdraw this one, or correct the setting /currency.",
                Owner::warehouse, "rate-currency:" + target);
}

std::optional<Hold> other_posted_currency(const Document& document) {
    const std::optional<PostedRate>& posted = document.posted_rate;
    if (!posted || posted->currency_id.empty() || document.currency_id.empty() ||
        posted->currency_id == document.currency_id) {
        return std::nullopt;
    }
    return hold(
        "posted_currency", pointer_of_currency,
        "What this document is about was posted in " + posted->currency_id +
            ", and the document is in " + document.currency_id + ".",
        "Send a new version of the document in " + posted->currency_id + " and withdraw this one.",
        Owner::warehouse, "");
}

// A document states all its amounts in one currency, but a charge of its order may have been added
// to it (mapping/partial_despatch.h).
std::optional<Hold> other_charge_currency(const Document& document) {
    for (std::size_t index = 0; index < document.allowance_charges.size(); ++index) {
        const AllowanceCharge& charge = document.allowance_charges[index];
        const std::string& currency = charge.amount.currency_id;
        if (!currency.empty() && !document.currency_id.empty() &&
            currency != document.currency_id) {
            return hold("charge_currency",
                        "/body/allowanceCharges/" + std::to_string(index) + "/amount/currencyId",
                        "The charge " + charge.reason_code + " of the order is in " + currency +
                            ", and the document is in " + document.currency_id + ".",
                        "Send a new version of the document in " + currency +
                            " and withdraw this one, or post it in Sage Intacct by hand.",
                        Owner::warehouse, "");
        }
    }
    return std::nullopt;
}

// The rate at which the goods were posted stays theirs.
PostedRate as_posted(Draft& draft, const PostedRate& posted) {
    const std::optional<ExchangeRate>& stated = draft.input.document.pricing_exchange_rate;
    if (stated && (!posted.rate || *posted.rate != stated->calculation_rate)) {
        draft.remarks.push_back(
            {"intacct.rate_of_original", "exchangeRate.rate",
             "The document states the exchange rate " + stated->calculation_rate.text() +
                 "; what it is about was posted at " +
                 (posted.rate ? posted.rate->text() : "that of type " + posted.rate_type) +
                 ", and so is this."});
    }
    return posted;
}

// The settings name the base currency and the document is in another one that they allow.
Mapped<PostedRate> rate_into_books(Draft& draft) {
    const Document& document = draft.input.document;
    if (document.posted_rate && document.posted_rate->has_rate()) {
        return {as_posted(draft, *document.posted_rate), std::nullopt};
    }
    const std::string& of_document = draft.dates.business_date;
    if (const std::optional<ExchangeRate>& stated = document.pricing_exchange_rate) {
        return {{document.currency_id, stated->calculation_rate, "",
                 stated->date.empty() ? of_document : stated->date},
                std::nullopt};
    }
    if (!draft.settings.foreign.rate_type.empty()) {
        return {{document.currency_id, std::nullopt, draft.settings.foreign.rate_type, of_document},
                std::nullopt};
    }
    return {{},
            hold("rate_missing", pointer_of_rate,
                 "The document is in " + document.currency_id + " and states no exchange rate to " +
                     draft.settings.currency + ".",
                 "Send a new version of the document with pricingExchangeRate and withdraw this "
                 "one, or set /foreignCurrencies/rateType to a rate type of Sage Intacct.",
                 Owner::finance, "rate:" + document.currency_id)};
}

}  // namespace

bool has_two_places(std::string_view currency) {
    return std::find(other_places.begin(), other_places.end(), currency) == other_places.end();
}

bool is_foreign(const Settings& settings, std::string_view currency) {
    return !settings.currency.empty() && !currency.empty() && currency != settings.currency;
}

Mapped<PostedRate> map_currency(Draft& draft) {
    const Document& document = draft.input.document;
    const std::string& currency = document.currency_id;
    std::optional<Hold> trouble;
    const auto also = [&](std::optional<Hold> another) {
        if (trouble && another) {
            add_other(*trouble, std::move(another->problem));
        } else if (another) {
            trouble = std::move(another);
        }
    };
    Mapped<PostedRate> mapped;
    if (is_foreign(draft.settings, currency)) {
        also(not_allowed(draft.settings, currency));
        if (!trouble) {
            mapped = rate_into_books(draft);
            also(std::move(mapped.hold));
        }
    }
    also(rate_for_other_books(draft.settings, document));
    also(other_posted_currency(document));
    also(other_charge_currency(document));
    if (!currency.empty()) {
        also(other_customer_currency(draft, currency));
    }
    mapped.hold = std::move(trouble);
    return mapped;
}

void add_currency(std::string& body, Facts& facts, const Settings& settings,
                  const PostedRate& rate) {
    if (!rate.has_rate()) {
        return;
    }
    const auto add_fact = [&](std::string_view member, std::string_view field,
                              std::string_view text) {
        add_member(body, member, text);
        facts.insert_or_assign(std::string(field), comparable(field, text));
    };
    add_fact("baseCurrency", "baseCurrency", settings.currency);
    add_fact("txnCurrency", "txnCurrency", rate.currency_id);
    open_member(body, "exchangeRate", '{');
    if (!rate.date.empty()) {
        add_member(body, "date", rate.date);
    }
    // Sage takes a rate or a type, never both.
    if (rate.rate) {
        add_fact("rate", rate_field, rate.rate->text());
    } else {
        add_fact("typeId", "exchangeRate.typeId", rate.rate_type);
    }
    body += '}';
}

std::optional<Hold> foreign_cost(const Settings& settings, const Money& cost,
                                 const std::string& pointer) {
    if (!is_foreign(settings, cost.currency_id)) {
        return std::nullopt;
    }
    return hold("cost_currency", pointer + "/unitCost/currencyId",
                "The cost is in " + cost.currency_id + ", and Sage Intacct keeps stock in " +
                    settings.currency + ".",
                "Send a new version with the cost in " + settings.currency +
                    ", or let Sage Intacct cost such lines by the setting /unitCost.",
                Owner::warehouse, "cost-currency:" + cost.currency_id);
}

bool customer_currency_cause_gone(std::string_view named, const Catalogue& catalogue) {
    const std::size_t colon = named.find(':');
    if (colon == std::string_view::npos) {
        return false;
    }
    const std::string_view own = currency_of_customer(catalogue, named.substr(colon + 1));
    return own.empty() || own == named.substr(0, colon);
}

}  // namespace sage::intacct
