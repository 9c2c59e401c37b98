// SPDX-License-Identifier: Apache-2.0
// Documents in neutral words. An entry's position is the number of its record: they grow with time.
#include "plugins/sage50/simulator_control.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <charconv>

#include "plugins/sage50/simulator_invoices.h"
#include "plugins/sage50/simulator_values.h"
#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_sage50 {
namespace {

namespace json = boost::json;

constexpr std::int64_t limit_default = 1000;
constexpr std::int64_t limit_max = 10'000;

std::string amount(const Row& row, std::string_view column) {
    return pennies(row.number(column)).text();
}

/// Column by column, as Sage names them.
json::object fields_of(const Row& row) {
    json::object fields;
    for (const auto& [column, value] : row.values) {
        if (!value.empty()) {
            fields[column] = value;
        }
    }
    return fields;
}

json::array lines_of(const Company& company, std::string_view table, const Row& row,
                     std::string_view key, std::string_view quantity, bool fields) {
    json::array lines;
    for (const Row* const line : company.all(table, row.integer(key))) {
        json::object shown = {{"item", line->text("STOCK_CODE")},
                              {"quantity", plain(line->number(quantity))},
                              {"unitPrice", plain(line->number("UNIT_PRICE"))},
                              {"net", amount(*line, "NET_AMOUNT")},
                              {"account", line->text("NOMINAL_CODE")},
                              {"orderLineReference", line->text("EXT_ORDER_REF")}};
        if (table == "SOP_ITEM") {
            shown["despatched"] = plain(line->number("QTY_DELIVERED"));
        }
        if (fields) {
            shown["fields"] = fields_of(*line);
        }
        lines.push_back(std::move(shown));
    }
    return lines;
}

/// Where numbers of parcels may stand, on invoices in the notes.
std::string tracking_of(const Row& row) {
    const std::string_view consignment = row.text("CONSIGNMENT");
    return consignment.empty() ? fmt::format("{} {}", row.text("NOTES_1"), row.text("NOTES_2"))
                               : std::string(consignment);
}

json::object of_customer(const Row& row, std::string_view type, std::string_view key,
                         std::string_view effect) {
    return {{"position", row.id},
            {"type", type},
            {"key", row.text(key)},
            {"number", row.text(key)},
            {"effect", effect},
            {"customer", row.text("ACCOUNT_REF")},
            {"currency", "GBP"},
            {"externalReference", row.text("NOTES_3")},
            {"reference", ""},
            {"customerOrderNumber", row.text("CUST_ORDER_NUMBER")},
            {"net", amount(row, "INVOICE_NET")},
            {"total", amount(row, "INVOICE_GROSS")},
            {"tracking", tracking_of(row)},
            {"paymentStatus", ""},
            {"invoiceKey", ""},
            {"entity", ""}};
}

json::object order_object(const Company& company, const Row& row, bool fields) {
    const bool despatched = row.integer("DESPATCH_STATUS_CODE") != 0;
    json::object object =
        of_customer(row, "Sales Order", "ORDER_NUMBER", despatched ? "shipment" : "order");
    object["date"] = row.text("ORDER_DATE");
    object["state"] = row.integer("DESPATCH_STATUS_CODE") == 2 ? "complete" : "open";
    object["lines"] = lines_of(company, "SOP_ITEM", row, "ORDER_NUMBER", "QTY_ORDER", fields);
    return object;
}

json::object invoice_object(const Company& company, const Row& row, bool fields) {
    const bool credit = is_credit(row);
    json::object object = of_customer(row, credit ? "Sales Credit" : "Sales Invoice",
                                      "INVOICE_NUMBER", credit ? "credit" : "sale");
    object["date"] = row.text("INVOICE_DATE");
    object["state"] = row.integer("POSTED_CODE") != 0 ? "posted" : "entered";
    object["order"] = trimmed(row.text("ORDER_NUMBER"));
    object["lines"] = lines_of(company, "INVOICE_ITEM", row, "INVOICE_NUMBER", "QUANTITY", fields);
    return object;
}

json::object adjustment_object(const Row& row) {
    const Decimal quantity = row.number("QUANTITY");
    const bool in = row.text("TYPE") == "AI";
    return {{"position", row.id},
            {"type", in ? "Adjustment In" : "Adjustment Out"},
            {"key", row.text("TRAN_NUMBER")},
            {"number", row.text("TRAN_NUMBER")},
            {"effect", in ? "stock_increase" : "stock_decrease"},
            {"customer", ""},
            {"currency", "GBP"},
            {"externalReference", row.text("REFERENCE")},
            {"reference", row.text("DETAILS")},
            {"date", row.text("DATE")},
            {"net", "0.00"},
            {"total", "0.00"},
            {"tracking", ""},
            {"paymentStatus", ""},
            {"invoiceKey", ""},
            {"entity", ""},
            {"state", "posted"},
            {"lines", json::array{json::object{{"item", row.text("STOCK_CODE")},
                                               {"quantity", plain(in ? quantity : -quantity)},
                                               {"unitPrice", plain(row.number("COST_PRICE"))},
                                               {"net", "0.00"}}}}};
}

std::optional<std::int64_t> number(std::string_view text, std::int64_t least, std::int64_t most) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool all = error == std::errc() && end == text.data() + text.size();
    return all && value >= least && value <= most ? std::optional(value) : std::nullopt;
}

struct Page {
    std::int64_t after = 0;
    std::int64_t limit = limit_default;
    std::int64_t fields = 0;
};

std::optional<Page> page_of(std::string_view parameters) {
    Page page;
    const auto fields = simulated::form_fields(parameters);
    if (!fields) {
        return std::nullopt;
    }
    for (const auto& [name, value] : *fields) {
        const auto read = name == "after"    ? number(value, 0, INT64_MAX)
                          : name == "limit"  ? number(value, 1, limit_max)
                          : name == "fields" ? number(value, 0, 1)
                                             : std::nullopt;
        if (!read) {
            return std::nullopt;
        }
        (name == "after" ? page.after : name == "limit" ? page.limit : page.fields) = *read;
    }
    return page;
}

using Show = json::object (*)(const Company& company, const Row& row, bool fields);

json::object show_adjustment(const Company& /*company*/, const Row& row, bool /*fields*/) {
    return adjustment_object(row);
}

/// Documents behind that position, and what shows each: nothing is shown that is not asked for.
std::map<std::int64_t, std::pair<const Row*, Show>> documents_after(const Company& company,
                                                                    std::int64_t after) {
    std::map<std::int64_t, std::pair<const Row*, Show>> documents;
    const auto add = [&](std::string_view table, Show show) {
        const auto& rows = company.table(table).rows();
        for (auto at = rows.upper_bound(after); at != rows.end(); ++at) {
            const Row& row = at->second;
            const bool movement = table == "STOCK_TRAN" && !row.text("TYPE").starts_with('A');
            if (!movement && row.integer("RECORD_DELETED") == 0) {
                documents.emplace(row.id, std::pair(&row, show));
            }
        }
    };
    add("SALES_ORDER", order_object);
    add("INVOICE", invoice_object);
    add("STOCK_TRAN", show_adjustment);
    return documents;
}

}  // namespace

Reply control_documents(const Company& company, std::string_view parameters) {
    const auto page = page_of(parameters);
    if (!page) {
        return simulated::control_refusal(400,
                                          {"", "A parameter is unknown or out of range.",
                                           "Use after=N, limit=1 to 10000 and fields=0 or 1."});
    }
    json::array documents;
    json::value next;
    for (const auto& [position, shown] : documents_after(company, page->after)) {
        if (documents.size() == static_cast<std::size_t>(page->limit)) {
            next = documents.back().at("position");
            break;
        }
        const auto& [row, show] = shown;
        json::object object = show(company, *row, page->fields == 1);
        if (page->fields == 1) {
            object["fields"] = fields_of(*row);
        }
        documents.push_back(std::move(object));
    }
    return simulated::json_reply(
        200, json::serialize(
                 json::object{{"documents", std::move(documents)}, {"next", std::move(next)}}));
}

Reply control_stock(const Company& company) {
    json::array stock;
    for (const auto& [id, row] : company.table("STOCK").rows()) {
        stock.push_back(json::object{{"item", row.text("STOCK_CODE")},
                                     {"location", row.text("LOCATION")},
                                     {"quantity", plain(row.number("QTY_IN_STOCK"))},
                                     {"allocated", plain(row.number("QTY_ALLOCATED"))}});
    }
    return simulated::json_reply(200, json::serialize(json::object{{"stock", std::move(stock)}}));
}

Reply control_settings(const Company& company) {
    json::array nominal_codes;
    if (!company.charges.empty()) {
        json::array charges;
        for (const auto& [code, item] : company.charges) {
            charges.emplace_back(code);
        }
        nominal_codes.push_back(json::object{{"charges", std::move(charges)},
                                             {"set", json::object{{"nominalCode", "4905"}}}});
    }
    nominal_codes.push_back(json::object{{"set", json::object{{"nominalCode", "4000"}}}});
    const auto& companies = company.table("COMPANY").rows();
    json::object settings = {{"authTokenSecret", "sage50.auth_token"},
                             {"companyId", companies.begin()->second.text("COMPANYID")},
                             {"currency", "GBP"},
                             {"nominalCodes", std::move(nominal_codes)},
                             {"stockDocuments", "adjustments"},
                             {"updateLedgers", true},
                             {"taxCodes", json::value_from(company.tax_codes)},
                             {"charges", json::value_from(company.charges)}};
    if (!company.guest_customer.empty()) {
        settings["guestCustomer"] = company.guest_customer;
    }
    const json::object secrets = {{"sage50.auth_token", company.installation.auth_token}};
    return simulated::json_reply(
        200,
        json::serialize(json::object{{"settings", std::move(settings)}, {"secrets", secrets}}));
}

}  // namespace sage::simulated_sage50
