// SPDX-License-Identifier: Apache-2.0
// Who bought, in whose books and on which day: what Sage would refuse for the account or the day is
// held before it is sent.
#include "plugins/sage50/map.h"
#include "sage-adapter/catalogue/closed_books.h"

namespace sage::sage50 {
namespace {

constexpr const char* buyer_pointer = "/body/buyerCustomerParty/id";
constexpr std::string_view base_currency = "1";

/// Accounts of the books' currency have its number, which is 1 in the tables; the replies of
/// HyperAccounts show 0 and -1 for it, too.
bool has_base_currency(const CatalogueRecord& customer, const Catalogue& catalogue) {
    const std::string_view number = field_of(&customer, customer_field::currency);
    if (number.empty() || number == "0" || number == "-1") {
        return true;
    }
    for (const CatalogueRecord* const one : catalogue.all(kind::currency)) {
        if (one->key == number) {
            return field_of(one, base_field) == "true";
        }
    }
    return number == base_currency;
}

}  // namespace

CustomerRules customer_rules(const Settings& settings) {
    return {settings.customers, settings.guest_customer, edition_words};
}

std::string account_trouble(const CatalogueRecord& customer, const Catalogue& catalogue) {
    return field_of(&customer, customer_field::on_hold) == "true" ? "is on hold"
           : has_base_currency(customer, catalogue)
               ? ""
               : "is kept in a currency that is not that of the books";
}

Mapped<const CatalogueRecord*> map_account(const Settings& settings, const PreparationInput& input,
                                           std::vector<Remark>& remarks) {
    Mapped<const CatalogueRecord*> mapped =
        map_customer(customer_rules(settings), input.document, input.catalogue, remarks);
    if (mapped.value == nullptr) {
        return mapped;
    }
    const std::string& account = mapped.value->id;
    const std::string why = account_trouble(*mapped.value, input.catalogue);
    if (!why.empty()) {
        mapped.hold = Hold{
            {"sage50.account_unusable", buyer_pointer, "The account " + account + " " + why + ".",
             "Release the account in Sage 50; or post the document there by hand "
             "and record that with an operatorDecision markPosted.",
             Owner::finance},
            "account:" + account};
    }
    return mapped;
}

std::optional<Hold> foreign_currency(const Settings& settings, const Document& document) {
    const std::string& currency = document.currency_id;
    if (currency.empty() || currency == settings.currency) {
        return std::nullopt;
    }
    return Hold{{"sage50.currency_foreign", "/body/currencyId",
                 "The document is in " + currency + " and the books in " + settings.currency + ".",
                 "Post it in Sage 50 by hand and record that with an operatorDecision markPosted; "
                 "or correct the setting /currency.",
                 Owner::finance},
                "currency:" + currency};
}

std::optional<Hold> other_company(const Settings& settings, const Catalogue& catalogue) {
    for (const std::string_view of : {kind::company, kind::interface_company}) {
        const std::vector<const CatalogueRecord*> companies = catalogue.all(of);
        if (companies.empty() || companies.front()->id == settings.company) {
            continue;
        }
        const bool tables = of == kind::company && settings.connection.data_source.has_value();
        return Hold{
            {"sage50.company_other", "",
             std::string(tables ? "The data source" : "HyperAccounts") + " leads to the company " +
                 companies.front()->id + ", and that of the settings is " + settings.company + ".",
             "Correct the address, the data source or the setting /companyId. Nothing was "
             "posted to the other company.",
             Owner::it},
            "company:" + settings.company};
    }
    return std::nullopt;
}

DateRules date_rules(const Settings& settings, const Catalogue& catalogue) {
    DateRules rules = settings.dates;
    const std::string closed = closed_books(catalogue);
    const std::string open = closed.empty() ? std::string() : day_after(closed);
    if (open > rules.open_from) {
        rules.open_from = open;
    }
    return rules;
}

Mapped<DocumentDates> map_dates(const Settings& settings, const PreparationInput& input,
                                std::vector<Remark>& remarks) {
    const DateRules rules = date_rules(settings, input.catalogue);
    const Document& document = input.document;
    // Whatever period a document of the past is in, people have closed it since.
    const bool in_books = !input.past;
    Mapped<DocumentDates> mapped{decide_dates(rules, document, in_books), std::nullopt};
    std::optional<Problem> closed =
        in_books ? closed_period(rules, document, mapped.value) : std::nullopt;
    if (closed) {
        if (rules.open_from != settings.dates.open_from) {
            *closed = {"sage50.ledger_closed", "/body/issueDate",
                       "The document is of " + mapped.value.business_date +
                           ", and the ledger of Sage 50 is closed before " + rules.open_from + ".",
                       "Open the period in Sage 50, or set /dates/closedPeriod to firstOpenDay; or "
                       "withdraw the document.",
                       Owner::finance};
        }
        mapped.hold = Hold{*std::move(closed), "period:" + period_cause(document, mapped.value)};
        return mapped;
    }
    for (Remark& remark : date_remarks(rules, document, mapped.value, "date", "date")) {
        remarks.push_back(std::move(remark));
    }
    return mapped;
}

}  // namespace sage::sage50
