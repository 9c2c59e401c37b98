// SPDX-License-Identifier: Apache-2.0
// Whose books, and who bought: the company of the settings among those of the user, and the buyer
// by the chain of the settings (mapping/matching.h), or the guest customer where the settings let
// it.
#include "plugins/sage200/map.h"

namespace sage::sage200 {
namespace {

constexpr const char* buyer_pointer = "/body/buyerCustomerParty/id";

Hold hold(std::string code, std::string cause, std::string fix, Owner owner,
          std::string root_cause) {
    return {{"sage200." + std::move(code), buyer_pointer, std::move(cause), std::move(fix), owner},
            std::move(root_cause)};
}

}  // namespace

std::optional<Hold> unknown_company(const Settings& settings, const Catalogue& catalogue) {
    if (catalogue.find(kind::site, settings.company) != nullptr) {
        return std::nullopt;
    }
    const bool none = catalogue.count(kind::site) == 0;
    return Hold{{none ? "sage200.sites_missing" : "sage200.company_unknown", "",
                 none ? "Sage 200 lists no site: that of the settings cannot be reached."
                      : "The company " + settings.books.company_id + " of site " +
                            settings.books.site_id + " is none of the user's.",
                 none ? "Start the server of the site and its tunnel to Sage; if both run, connect "
                        "the site to Sage's API again."
                      : "Correct the settings /siteId and /companyId, or give the user access to "
                        "the company and enable it for the API.",
                 Owner::it},
                "company:" + settings.company};
}

std::optional<Hold> foreign_currency(const Settings& settings, const Document& document) {
    const std::string& currency = document.currency_id;
    if (currency.empty() || currency == settings.currency) {
        return std::nullopt;
    }
    return Hold{{"sage200.currency_foreign", "/body/currencyId",
                 "The document is in " + currency + " and the books in " + settings.currency + ".",
                 "Post it in Sage 200 by hand and record that with an operatorDecision; or "
                 "correct the setting /currency.",
                 Owner::finance},
                "currency:" + currency};
}

bool has_base_currency(const CatalogueRecord& customer, const Catalogue& catalogue) {
    const std::string_view currency = field_of(&customer, "currency_id");
    // Left out it is the base currency, and what Sage does not show cannot be compared.
    if (currency.empty() || currency == "0" || catalogue.count(kind::currency) == 0) {
        return true;
    }
    for (const CatalogueRecord* const one : catalogue.all(kind::currency)) {
        if (one->key == currency) {
            return field_of(one, "is_base_currency") == "true";
        }
    }
    return false;
}

CustomerRules customer_rules(const Settings& settings) {
    return {settings.customers, settings.guest_customer, edition_words};
}

Mapped<const CatalogueRecord*> map_customer(const Settings& settings, const PreparationInput& input,
                                            std::vector<Remark>& remarks) {
    Mapped<const CatalogueRecord*> mapped =
        sage::map_customer(customer_rules(settings), input.document, input.catalogue, remarks);
    if (mapped.value != nullptr && !has_base_currency(*mapped.value, input.catalogue)) {
        mapped.hold = hold("customer_currency",
                           "The account of customer " + mapped.value->id +
                               " is kept in a foreign currency, and the ledger takes amounts as "
                               "being in that of the account.",
                           "Post it in Sage 200 by hand and record that with an operatorDecision; "
                           "or name an account in the currency of the books and decide to send it "
                           "again.",
                           Owner::finance, "customer-currency:" + mapped.value->id);
    }
    return mapped;
}

}  // namespace sage::sage200
