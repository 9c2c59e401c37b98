// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/customer.h"

namespace sage {
namespace {

constexpr const char* pointer = "/body/buyerCustomerParty/id";

using Found = Mapped<const CatalogueRecord*>;

std::string text(std::string_view words) {
    return std::string(words);
}

Found guest(const CustomerRules& rules, const Document& document, const Catalogue& catalogue,
            std::vector<Remark>& remarks) {
    const EditionWords& words = rules.words;
    const std::string& customer = rules.guest;
    if (customer.empty()) {
        return {nullptr, held(words, "guest_customer_missing", pointer,
                              "The document names no customer and the settings no guest customer.",
                              "Set /guestCustomer to a customer of " + text(words.sage) + ".",
                              Owner::it, "setting:guestCustomer")};
    }
    const CatalogueRecord* const record = catalogue.find(rules.matching.chain.kind, customer);
    if (record == nullptr || !record->active) {
        return {nullptr, held(words, "customer_unknown", pointer,
                              "Customer " + customer +
                                  (record == nullptr ? " is not in " + text(words.sage) + "."
                                                     : " is inactive."),
                              "Create or activate customer " + customer + " in " +
                                  text(words.sage) + ", or correct the setting /guestCustomer.",
                              Owner::finance, "guest-customer:" + customer)};
    }
    remarks.push_back(guest_remark(document.buyer.id, customer));
    return {record, std::nullopt};
}

// The customer to whom the document that this one belongs to was posted.
Found posted_to(const CustomerRules& rules, const std::string& customer,
                const Catalogue& catalogue) {
    const EditionWords& words = rules.words;
    const CatalogueRecord* const record = catalogue.find(rules.matching.chain.kind, customer);
    if (is_usable(record)) {
        return {record, std::nullopt};
    }
    return {
        nullptr,
        held(words, "customer_unknown", pointer,
             "What this document is about was posted to customer " + customer + ", who is " +
                 (record == nullptr ? "not in " + text(words.sage) + " any more." : "inactive."),
             "Create or activate customer " + customer + " in " + text(words.sage) + ".",
             Owner::finance, "posted-customer:" + customer)};
}

// By which of its codes a customer was looked for, where that is more than the account code.
std::string tried(const MatchChain& chain, const MatchKeys& keys) {
    std::string names;
    for (const MatchKey& key : keys) {
        names += (names.empty() ? "" : ", ") + std::string(key.rule);
    }
    return chain.rules.size() < 2 ? "" : " (looked for by " + names + ")";
}

Found customer_of_today(const CustomerRules& rules, const Document& document,
                        const Catalogue& catalogue, std::vector<Remark>& remarks) {
    const EditionWords& words = rules.words;
    const MatchChain& chain = rules.matching.chain;
    const std::string& buyer = document.buyer.id;
    const MatchKeys keys = customer_keys(chain, document.buyer);
    const Match found = match(chain, keys, catalogue);
    if (found.record != nullptr) {
        if (found.rule->name != "accountCode") {
            remarks.push_back(match_remark(found, "customer", "The buyer"));
        }
        return {found.record, std::nullopt};
    }
    if (found.ambiguous()) {
        return {nullptr, Hold{ambiguous_match(found, "customer", pointer),
                              match_cause(chain, keys, "customer")}};
    }
    if (buyer.empty() || rules.matching.guest_when_unknown) {
        return guest(rules, document, catalogue, remarks);
    }
    const bool inactive = !found.inactive.empty();
    const std::string& name = inactive ? found.inactive : buyer;
    return {nullptr, held(words, "customer_unknown", pointer,
                          "Customer " + name +
                              (inactive ? " is inactive" : " is not in " + text(words.sage)) +
                              tried(chain, keys) + ".",
                          "Create or activate customer " + name + " in " + text(words.sage) +
                              ", or correct the account code.",
                          Owner::finance, match_cause(chain, keys, "customer"))};
}

// The guest stands for one who was not found, and not for one who was found twice.
bool is_matched(const CustomerRules& rules, std::string_view name, const Catalogue& catalogue) {
    const MatchChain& chain = rules.matching.chain;
    return match_cause_gone(chain, name, catalogue) ||
           (rules.matching.guest_when_unknown &&
            is_usable(catalogue.find(chain.kind, rules.guest)) &&
            !match_cause_ambiguous(chain, name, catalogue));
}

}  // namespace

Mapped<const CatalogueRecord*> map_customer(const CustomerRules& rules, const Document& document,
                                            const Catalogue& catalogue,
                                            std::vector<Remark>& remarks) {
    const std::string& posted = document.posted_customer;
    const std::size_t told = remarks.size();
    Found found = customer_of_today(rules, document, catalogue, remarks);
    if (posted.empty() || (found.value != nullptr && found.value->id == posted)) {
        return found;
    }
    remarks.resize(told);
    return posted_to(rules, posted, catalogue);
}

std::optional<bool> customer_cause_gone(const CustomerRules& rules, std::string_view cause,
                                        std::string_view name, const Catalogue& catalogue) {
    const bool there = is_usable(catalogue.find(rules.matching.chain.kind, name));
    if (cause == "customer") {
        return there || is_matched(rules, name, catalogue);
    }
    if (cause == "customerMatch") {
        return is_matched(rules, name, catalogue);
    }
    // No setting leads what belongs to a document that is posted to another one.
    if (cause == "posted-customer") {
        return there;
    }
    if (cause == "guest-customer") {
        return there || rules.guest != name;
    }
    if (cause == "setting" && name == "guestCustomer") {
        return !rules.guest.empty();
    }
    return std::nullopt;
}

void check_customers(const CustomerRules& rules, const Catalogue& catalogue,
                     std::vector<Problem>& problems) {
    const EditionWords& words = rules.words;
    const MatchChain& chain = rules.matching.chain;
    check_chain(chain, catalogue, "customer", problems);
    const CatalogueRecord* const guest = catalogue.find(chain.kind, rules.guest);
    if (!rules.guest.empty() && !is_usable(guest)) {
        const std::string sage(words.sage);
        problems.push_back(
            unfit_setting(words, "guest_customer_unknown", "/guestCustomer",
                          "Customer " + rules.guest +
                              (guest == nullptr ? " is not in " + sage + "." : " is inactive."),
                          "Name an active customer of " + sage + "."));
    }
}

}  // namespace sage
