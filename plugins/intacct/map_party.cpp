// SPDX-License-Identifier: Apache-2.0
// The buyer of a document to a customer of Sage, by the chain of the settings (mapping/matching.h),
// or to the guest customer where the settings let it.
#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

Hold hold(std::string_view code, std::string pointer, std::string cause, std::string fix,
          Owner owner, std::string root_cause) {
    return {{"intacct." + std::string(code), std::move(pointer), std::move(cause), std::move(fix),
             owner},
            std::move(root_cause)};
}

Mapped<std::string> guest(const Settings& settings, const PreparationInput& input,
                          std::vector<Remark>& remarks) {
    const std::string& customer = settings.guest_customer;
    const std::string& buyer = input.document.buyer.id;
    if (customer.empty()) {
        return {{},
                hold("guest_customer_missing", "/body/buyerCustomerParty/id",
                     "The document names no customer and the settings no guest customer.",
                     "Set /guestCustomer to a customer of Sage Intacct.", Owner::it,
                     "setting:guestCustomer")};
    }
    const CatalogueRecord* record = input.catalogue.find(kind::customer, customer);
    if (record == nullptr || !record->active) {
        return {{},
                hold("customer_unknown", "/body/buyerCustomerParty/id",
                     "Customer " + customer +
                         (record == nullptr ? " is not in Sage Intacct." : " is inactive."),
                     "Create or activate customer " + customer +
                         " in Sage Intacct, or correct the setting /guestCustomer.",
                     Owner::finance, "customer:" + customer)};
    }
    remarks.push_back(guest_remark(buyer, customer));
    return {customer, std::nullopt};
}

// The customer to whom the document that this one belongs to was posted.
Mapped<std::string> posted_to(const std::string& customer, const Catalogue& catalogue) {
    const CatalogueRecord* record = catalogue.find(kind::customer, customer);
    if (record != nullptr && record->active) {
        return {customer, std::nullopt};
    }
    return {customer,
            hold("customer_unknown", "/body/buyerCustomerParty/id",
                 "What this document is about was posted to customer " + customer + ", who is " +
                     (record == nullptr ? "not in Sage Intacct any more." : "inactive."),
                 "Create or activate customer " + customer + " in Sage Intacct.", Owner::finance,
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

Mapped<std::string> customer_of_today(const Settings& settings, const PreparationInput& input,
                                      std::vector<Remark>& remarks) {
    constexpr const char* pointer = "/body/buyerCustomerParty/id";
    const MatchChain& chain = settings.customers.chain;
    const std::string& buyer = input.document.buyer.id;
    const MatchKeys keys = customer_keys(chain, input.document.buyer);
    const Match found = match(chain, keys, input.catalogue);
    if (found.record != nullptr) {
        if (found.rule->name != "accountCode") {
            remarks.push_back(match_remark(found, "customer", "The buyer"));
        }
        return {found.record->id, std::nullopt};
    }
    if (found.ambiguous()) {
        return {{},
                Hold{ambiguous_match(found, "customer", pointer),
                     match_cause(chain, keys, "customer")}};
    }
    if (buyer.empty() || settings.customers.guest_when_unknown) {
        return guest(settings, input, remarks);
    }
    const bool inactive = !found.inactive.empty();
    const std::string& name = inactive ? found.inactive : buyer;
    return {{},
            hold("customer_unknown", pointer,
                 "Customer " + name + (inactive ? " is inactive" : " is not in Sage Intacct") +
                     tried(chain, keys) + ".",
                 "Create or activate customer " + name +
                     " in Sage Intacct, or correct the account code.",
                 Owner::finance, match_cause(chain, keys, "customer"))};
}

}  // namespace

Mapped<std::string> map_customer(const Settings& settings, const PreparationInput& input,
                                 std::vector<Remark>& remarks) {
    const std::string& posted = input.document.posted_customer;
    const std::size_t told = remarks.size();
    Mapped<std::string> today = customer_of_today(settings, input, remarks);
    if (posted.empty() || (!today.hold && today.value == posted)) {
        return today;
    }
    remarks.resize(told);
    return posted_to(posted, input.catalogue);
}

}  // namespace sage::intacct
