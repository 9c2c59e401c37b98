// SPDX-License-Identifier: Apache-2.0
// Amounts are above zero in both directions; the type says which.
#include "plugins/sage200/simulator_ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "plugins/sage200/simulator_body.h"
#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_sage200 {
namespace {

constexpr std::string_view taxes = "tax_analysis_items";
constexpr std::string_view nominals = "nominal_analysis_items";

struct Sum {
    std::string_view header;
    std::string_view item;
};
constexpr auto tax_sums = std::to_array<Sum>({
    {"document_goods_value", "goods_amount"},
    {"document_tax_value", "tax_amount"},
    {"document_discount_value", "discount_amount"},
    {"document_tax_discount_value", "tax_discount_amount"},
});

const std::vector<Row>& items_of(const Row& document, std::string_view name) {
    static const std::vector<Row> none;
    const auto found = document.parts.find(name);
    return found == document.parts.end() ? none : found->second;
}

std::optional<Refusal> check_sum(const Row& document, std::string_view list, const Sum& sum) {
    Decimal all;
    for (const Row& item : items_of(document, list)) {
        all = all + item.number(sum.item);
    }
    return all == document.number(sum.header)
               ? std::nullopt
               : std::optional<Refusal>(
                     bad_field(std::string(sum.header),
                               fmt::format("{} add up to {}.", std::string(list), plain(all))));
}

std::optional<Refusal> check_taxes(const Company& company, const Row& document) {
    std::size_t number = 0;
    for (const Row& item : items_of(document, taxes)) {
        const std::string at = fmt::format("{}[{}].id", taxes, number++);
        if (!item.has("id")) {
            return bad_field(at, "SageNullFieldException: the tax code is missing.");
        }
        if (company.find("tax_code", item.integer("id")) == nullptr) {
            return bad_field(at, "There is no such tax code.");
        }
    }
    for (const Sum& sum : tax_sums) {
        auto refusal = number == 0 ? std::nullopt : check_sum(document, taxes, sum);
        if (refusal) {
            return refusal;
        }
    }
    return std::nullopt;
}

std::optional<Refusal> check_nominals(const Company& company, const Row& document) {
    const Table& codes = company.table("nominal_code");
    const Table& analysis = company.table("nominal_transaction_analysis_code");
    std::size_t number = 0;
    for (const Row& item : items_of(document, nominals)) {
        const std::string at = fmt::format("{}[{}].", nominals, number++);
        const bool known =
            std::any_of(codes.rows().begin(), codes.rows().end(), [&](const Row& code) {
                return code.text("reference") == item.text("code") &&
                       code.text("cost_centre_code") == item.text("cost_centre") &&
                       code.text("department_code") == item.text("department");
            });
        if (!known) {
            return bad_field(at + "code", "There is no such nominal code.");
        }
        const std::string_view transaction = item.text("transaction_analysis_code");
        const Row* const found = analysis.find_text("code", transaction);
        if (!transaction.empty() && (found == nullptr || !found->truth("active"))) {
            return bad_field(at + "transaction_analysis_code",
                             "There is no such transaction analysis code.");
        }
    }
    return number == 0 ? std::nullopt
                       : check_sum(document, nominals, {"document_goods_value", "value"});
}

std::optional<Refusal> check_signs(const Company& company, const Row& document) {
    constexpr auto amounts = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{taxes, "goods_amount"}, {taxes, "tax_amount"}, {nominals, "value"}});
    for (const auto& [list, amount] : amounts) {
        for (const Row& item : items_of(document, list)) {
            if (company.behaviours.refuse_negative_values && item.number(amount).sign() < 0) {
                return bad_field(fmt::format("{}.{}", list, amount), "The value is below zero.");
            }
        }
    }
    return std::nullopt;
}

std::optional<Refusal> check_document(const Company& company, const Row& document) {
    if (company.find("customer", document.integer("customer_id")) == nullptr) {
        return bad_field("customer_id", "There is no such customer.");
    }
    for (const Sum& sum : tax_sums) {
        if (document.number(sum.header).sign() < 0) {
            return bad_field(std::string(sum.header), "The amount is below zero.");
        }
    }
    if (document.has("reference") && company.behaviours.refuse_reference) {
        return bad_field("reference", "References are numbered automatically.");
    }
    if (document.text("transaction_date").substr(0, 10) <= company.closed_until) {
        return bad_field("transaction_date", "The accounting period is closed.");
    }
    auto refusal = check_signs(company, document);
    refusal = refusal ? refusal : check_taxes(company, document);
    return refusal ? refusal : check_nominals(company, document);
}

void copy_items(const Company& company, const Row& document, Row& posted) {
    for (const Row& item : items_of(document, taxes)) {
        const Row& code = *company.find("tax_code", item.integer("id"));
        Row& shown = posted.parts[std::string(taxes)].emplace_back();
        shown.values = item.values;
        shown.set_integer("code", code.integer("code"));
        shown.set_text("name", code.text("name"));
    }
    for (const Row& item : items_of(document, nominals)) {
        Row& shown = posted.parts[std::string(nominals)].emplace_back();
        shown.values = item.values;
        shown.set_text("reference", document.text("reference"));
        shown.set_number("base_value", item.number("value"));
    }
}

}  // namespace

Written post_to_ledger(Company& company, std::string_view model, std::string_view body,
                       std::int64_t now_ms) {
    const bool credit = model == "sales_credit_note";
    Row document;
    auto refusal = read_body(company, model, body, document);
    document.default_text("transaction_date",
                          fmt::format("{}T00:00:00Z", simulated::date_of(now_ms)));
    refusal = refusal ? refusal : check_document(company, document);
    if (refusal) {
        return {std::move(refusal), nullptr};
    }
    Row posted = company.make(now_ms);
    for (const std::string_view field :
         {"customer_id", "transaction_date", "due_date", "reference", "second_reference",
          "exchange_rate", "settled_immediately"}) {
        const auto value = document.values.find(field);
        if (value != document.values.end()) {
            posted.values.insert_or_assign(std::string(field), value->second);
        }
    }
    const bool negative = credit && company.behaviours.posted_credits_negative;
    const auto put = [&](std::string_view what, const Decimal& amount) {
        const Decimal shown = negative ? -amount : amount;
        posted.set_number(fmt::format("document_{}_value", what), shown);
        if (what != "outstanding" && what != "discount") {
            posted.set_number(fmt::format("base_{}_value", what), shown);
        }
    };
    const Decimal goods = document.number("document_goods_value");
    const Decimal tax = document.number("document_tax_value");
    put("goods", goods);
    put("tax", tax);
    put("gross", goods + tax);
    put("outstanding", goods + tax);
    put("discount", document.number("document_discount_value"));
    posted.set_text("trader_transaction_type", credit ? "TradingAccountEntryTypeCreditNote"
                                                      : "TradingAccountEntryTypeInvoice");
    posted.set_text("posted_date", simulated::date_time_of(now_ms));
    posted.set_text("user_name", company.user_name);
    posted.set_integer("urn", ++company.last_urn);
    copy_items(company, document, posted);
    return {std::nullopt, &company.table("sales_posted_transaction").add(std::move(posted))};
}

}  // namespace sage::simulated_sage200
