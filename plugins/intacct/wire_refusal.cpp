// SPDX-License-Identifier: Apache-2.0
// Definite refusals. Sage's error numbers are coarse: the same BL01001973 stands for an unknown
// item and for a closed period, so the text decides as well. A refusal whose cause lies outside the
// document holds it; all others reject it.
//
// Sources of the phrases: sage/intacct.md section 1.8 (error codes) and section 4 (texts reported
// by integrators); README.md lists them.
#include <algorithm>

#include "plugins/intacct/gateway.h"
#include "plugins/intacct/intacct.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage::intacct {
namespace {

namespace json = boost::json;

// A record that the request names, and how Sage calls such records.
struct Reference {
    std::string noun;
    std::string_view code;
    std::string identifier;
    std::string pointer;
    std::string_view cause_prefix = "";
};

struct Outside {
    std::string code;
    std::string cause;
    std::string fix;
    std::string root_cause;
    std::string pointer;
};

bool has_any(std::string_view text, std::initializer_list<std::string_view> phrases) {
    return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view phrase) {
        return text.find(phrase) != std::string_view::npos;
    });
}

void add_reference(std::vector<Reference>& all, const json::value& value, std::string_view pointer,
                   std::string_view noun, std::string_view code, std::string where) {
    const std::string_view identifier = text_at(value, pointer);
    if (!identifier.empty()) {
        all.push_back({std::string(noun), code, std::string(identifier), std::move(where)});
    }
}

void add_dimensions(std::vector<Reference>& all, const json::value& line) {
    const json::value* dimensions = at_pointer(line, "/dimensions");
    if (dimensions == nullptr || !dimensions->is_object()) {
        return;
    }
    for (const json::key_value_pair& one : dimensions->get_object()) {
        const std::string_view id = text_at(one.value(), "/id");
        if (takes_dimension(one.key()) && !id.empty()) {
            all.push_back({std::string(one.key()), "intacct.dimension_refused", std::string(id),
                           "/dimensions", "dimension:"});
        }
    }
}

std::vector<Reference> references(const Send& sent) {
    std::vector<Reference> all;
    const Result<json::value> body = mapped_body(sent.request.body);
    if (!body.ok()) {
        return all;
    }
    add_reference(all, body.value(), "/customer/id", "customer", "intacct.customer_refused",
                  "/body/buyerCustomerParty/id");
    add_reference(all, body.value(), "/paymentTerm/id", "term", "intacct.term_refused", "");
    add_reference(all, body.value(), "/term/id", "term", "intacct.term_refused", "");
    add_reference(all, body.value(), "/taxSolution/id", "tax", "intacct.tax_refused", "");
    const json::value* lines = at_pointer(body.value(), "/lines");
    if (lines != nullptr && lines->is_array()) {
        std::size_t index = 0;
        for (const json::value& line : lines->get_array()) {
            const std::string where = "/body/lines/" + std::to_string(index++);
            add_reference(all, line, "/dimensions/item/id", "item", "intacct.item_refused",
                          where + "/item/sellersItemId");
            add_reference(all, line, "/dimensions/warehouse/id", "warehouse",
                          "intacct.warehouse_refused", "");
            add_reference(all, line, "/dimensions/location/id", "location",
                          "intacct.location_refused", "");
            add_reference(all, line, "/taxSchedule/id", "tax", "intacct.tax_refused",
                          where + "/tax/taxCode");
            add_reference(all, line, "/taxEntries/0/orderEntryTaxDetail/id", "tax",
                          "intacct.tax_refused", where + "/tax/taxCode");
            add_reference(all, line, "/accountLabel/id", "label", "intacct.label_refused", where);
            add_reference(all, line, "/glAccount/id", "account", "intacct.account_refused", where);
            add_dimensions(all, line);
        }
    }
    return all;
}

bool is_named(const SageError& error, const std::string& identifier) {
    for (const std::string_view quote : {"'", "\"", "`"}) {
        if (error.message.find(std::string(quote) + identifier + std::string(quote)) !=
            std::string::npos) {
            return true;
        }
    }
    return std::find(error.named.begin(), error.named.end(), identifier) != error.named.end();
}

std::string date_of(const Send& sent) {
    // Of an invoice of accounts receivable that moved, the posting date is no fact.
    const Result<json::value> body = mapped_body(sent.request.body);
    if (body.ok()) {
        const std::string_view posting = text_at(body.value(), "/invoiceSummary/glPostingDate");
        if (!posting.empty()) {
            return std::string(posting);
        }
    }
    for (const char* field : {"postingDate", "glPostingDate", "txnDate", "transactionDate",
                              "invoiceDate", "createdDate"}) {
        const auto found = sent.facts.find(field);
        if (found != sent.facts.end()) {
            return found->second;
        }
    }
    return "";
}

std::optional<Outside> unusable_record(const Send& sent, const SageError& error,
                                       const std::string& text) {
    if (!has_any(text, {"invalid", "inactive", "not active", "does not exist", "not found",
                        "doesn't exist", "could not find", "cannot find", "not valid"})) {
        return std::nullopt;
    }
    for (const Reference& one : references(sent)) {
        if (text.find(one.noun) != std::string::npos && is_named(error, one.identifier)) {
            const std::string name = one.noun + " " + one.identifier;
            return Outside{std::string(one.code), "Sage Intacct does not take " + name + ": ",
                           "Create or activate " + name +
                               " in Sage Intacct, or correct the code in the warehouse.",
                           std::string(one.cause_prefix) + one.noun + ":" + one.identifier,
                           one.pointer};
        }
    }
    return std::nullopt;
}

// A currency or a rate type that is not set up, a day without a rate: nothing of the document.
std::optional<Outside> refused_currency(const Send& sent, const std::string& text) {
    const auto currency = std::find_if(sent.facts.begin(), sent.facts.end(), [](const auto& fact) {
        return fact.first == "txnCurrency" || fact.first == "currency.txnCurrency" ||
               fact.first == "txnCurrency.currency";
    });
    const bool foreign = sent.facts.contains("baseCurrency") ||
                         sent.facts.contains("currency.baseCurrency") ||
                         sent.facts.contains("baseCurrency.currency");
    if (!foreign || currency == sent.facts.end() ||
        !has_any(text, {"currency", "currencies", "exchange rate"})) {
        return std::nullopt;
    }
    return Outside{"intacct.currency_refused",
                   "Sage Intacct does not take " + currency->second + " or its exchange rate: ",
                   "Set up the currency and its rate in Sage Intacct, or correct the setting "
                   "/foreignCurrencies; then decide to send the document again.",
                   "currency-refused:" + currency->second, "/body/currencyId"};
}

std::optional<Outside> outside_cause(const Send& sent, const SageError& error) {
    const std::string text = lower_case(error.message);
    if (error.has_code("INV-1359")) {
        return Outside{"intacct.unit_refused",
                       "A line's unit is not in the unit group of its item: ",
                       "Add the unit to the item's unit group in Sage Intacct, or correct the "
                       "setting /units.",
                       "", "/body/lines"};
    }
    if (error.has_code("AR-0279") || error.has_code("AR-0148")) {
        return Outside{
            "intacct.account_not_allowed",
            "Sage Intacct does not let a line name this account or account label: ",
            "Allow the override of accounts in the configuration of Accounts Receivable, "
            "or name a label that is for lines in the setting /receivable/accounts; "
            "then decide to send the document again.",
            "", "/body/lines"};
    }
    if (error.has_code("BL04002055")) {
        return Outside{
            "intacct.smart_rule", "A rule that your company added to Sage Intacct refuses it: ",
            "Satisfy or change the rule, then decide to send the document again.", "", ""};
    }
    if (has_any(text,
                {"periods are closed", "period is closed", "closed period", "books are closed"})) {
        return Outside{"intacct.period_closed", "The period of the document's date is closed: ",
                       "Open the period in Sage Intacct and decide to send the document again, or "
                       "withdraw it.",
                       "period:" + date_of(sent), "/body/issueDate"};
    }
    if (text.find("customer") != std::string::npos &&
        has_any(text, {"on hold", "credit limit", "credit hold"})) {
        const auto customer = sent.facts.find("customer.id");
        const std::string id = customer == sent.facts.end() ? "" : customer->second;
        return Outside{
            "intacct.customer_on_hold", "Sage Intacct takes nothing for this customer now: ",
            "Release customer " + id + " in Sage Intacct, then decide to send the document again.",
            "customer-on-hold:" + id, "/body/buyerCustomerParty/id"};
    }
    if (has_any(text, {"insufficient quantity", "not enough quantity", "negative inventory"})) {
        return Outside{"intacct.stock_insufficient",
                       "Sage Intacct has less in stock than was sent: ",
                       "Post the missing receipt or adjustment in Sage Intacct, then decide to "
                       "send the document again.",
                       "", "/body/lines"};
    }
    if (std::optional<Outside> record = unusable_record(sent, error, text)) {
        return record;
    }
    return refused_currency(sent, text);
}

}  // namespace

void judge_refusal(Verdict& verdict, const Send& sent, const SageError& error) {
    const std::string text = lower_case(error.message);
    const bool unknown_field = text.find("field") != std::string::npos &&
                               has_any(text, {"does not exist", "is not a valid field"});
    if (error.has_code("REST-1030") || error.has_code("REST-1050") || error.has_code("REST-1107") ||
        unknown_field) {
        verdict.judgement = Judgement::configuration;
        verdict.problem = {"intacct.request_wrong", "",
                           "Sage Intacct does not understand the request: ",
                           "Check the field names in the setting /fields; if they are right, "
                           "report it to the vendor of the plugin.",
                           Owner::it};
        return;
    }
    if (const std::optional<Outside> outside = outside_cause(sent, error)) {
        verdict.judgement = Judgement::refused_cause;
        verdict.problem = {outside->code, outside->pointer, outside->cause, outside->fix,
                           Owner::finance};
        verdict.root_cause = outside->root_cause;
        return;
    }
    verdict.judgement = Judgement::refused;
    verdict.problem = {"intacct.refused", "", "Sage Intacct refused the document: ",
                       "Correct what Sage Intacct names and send a new version of the document.",
                       Owner::finance};
}

}  // namespace sage::intacct
