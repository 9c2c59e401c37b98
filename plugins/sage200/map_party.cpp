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

Mapped<const CatalogueRecord*> guest(const Settings& settings, const PreparationInput& input,
                                     std::vector<Remark>& remarks) {
    const std::string& customer = settings.guest_customer;
    if (customer.empty()) {
        return {nullptr, hold("guest_customer_missing",
                              "The document names no customer and the settings no guest customer.",
                              "Set /guestCustomer to a customer of Sage 200.", Owner::it,
                              "setting:guestCustomer")};
    }
    const CatalogueRecord* const record = input.catalogue.find(kind::customer, customer);
    if (record == nullptr || !record->active) {
        return {nullptr, hold("customer_unknown",
                              "Customer " + customer +
                                  (record == nullptr ? " is not in Sage 200." : " is inactive."),
                              "Create or activate customer " + customer +
                                  " in Sage 200, or correct the setting /guestCustomer.",
                              Owner::finance, "guest-customer:" + customer)};
    }
    remarks.push_back(guest_remark(input.document.buyer.id, customer));
    return {record, std::nullopt};
}

// The customer to whom the document that this one belongs to was posted.
Mapped<const CatalogueRecord*> posted_to(const std::string& customer, const Catalogue& catalogue) {
    const CatalogueRecord* const record = catalogue.find(kind::customer, customer);
    if (record != nullptr && record->active) {
        return {record, std::nullopt};
    }
    return {nullptr,
            hold("customer_unknown",
                 "What this document is about was posted to customer " + customer + ", who is " +
                     (record == nullptr ? "not in Sage 200 any more." : "inactive."),
                 "Create or activate customer " + customer + " in Sage 200.", Owner::finance,
                 "posted-customer:" + customer)};
}

// By which of its codes a customer was looked for, where that is more than the account code.
std::string tried(const MatchChain& chain, const MatchKeys& keys) {
    std::string names;
    for (const MatchKey& key : keys) {
        names += (names.empty() ? "" : ", ") + std::string(key.rule);
    }
    return chain.rules.size() < 2 ? "" : " (looked for by " + names + ")";
}

Mapped<const CatalogueRecord*> customer_of_today(const Settings& settings,
                                                 const PreparationInput& input,
                                                 std::vector<Remark>& remarks) {
    const MatchChain& chain = settings.customers.chain;
    const std::string& buyer = input.document.buyer.id;
    const MatchKeys keys = customer_keys(chain, input.document.buyer);
    const Match found = match(chain, keys, input.catalogue);
    if (found.record != nullptr) {
        if (found.rule->name != "accountCode") {
            remarks.push_back(match_remark(found, "customer", "The buyer"));
        }
        return {found.record, std::nullopt};
    }
    if (found.ambiguous()) {
        return {nullptr, Hold{ambiguous_match(found, "customer", buyer_pointer),
                              match_cause(chain, keys, "customer")}};
    }
    if (buyer.empty() || settings.customers.guest_when_unknown) {
        return guest(settings, input, remarks);
    }
    const bool inactive = !found.inactive.empty();
    const std::string& name = inactive ? found.inactive : buyer;
    return {nullptr, hold("customer_unknown",
                          "Customer " + name + (inactive ? " is inactive" : " is not in Sage 200") +
                              tried(chain, keys) + ".",
                          "Create or activate customer " + name +
                              " in Sage 200, or correct the account code.",
                          Owner::finance, match_cause(chain, keys, "customer"))};
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

Mapped<const CatalogueRecord*> map_customer(const Settings& settings, const PreparationInput& input,
                                            std::vector<Remark>& remarks) {
    const std::string& posted = input.document.posted_customer;
    const std::size_t told = remarks.size();
    Mapped<const CatalogueRecord*> mapped = customer_of_today(settings, input, remarks);
    if (!posted.empty() && (mapped.value == nullptr || mapped.value->id != posted)) {
        remarks.resize(told);
        mapped = posted_to(posted, input.catalogue);
    }
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
