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
    std::int64_t despatches = 0;
};

std::optional<Page> page_of(std::string_view parameters) {
    Page page;
    const auto fields = simulated::form_fields(parameters);
    if (!fields) {
        return std::nullopt;
    }
    for (const auto& [name, value] : *fields) {
        const auto read = name == "after"                            ? number(value, 0, INT64_MAX)
                          : name == "limit"                          ? number(value, 1, limit_max)
                          : name == "fields" || name == "despatches" ? number(value, 0, 1)
                                                                     : std::nullopt;
        if (!read) {
            return std::nullopt;
        }
        (name == "after"    ? page.after
         : name == "limit"  ? page.limit
         : name == "fields" ? page.fields
                            : page.despatches) = *read;
    }
    return page;
}

/// A line of a despatch, or of what was set aside.
struct Moved {
    std::int64_t item_id = 0;
    std::string_view stock_code;
    Decimal quantity;
    Decimal in_all;  ///< of the order's line, with it
};

/// Sage gives neither a key: it is called by the order, the line whose number is the first as text,
/// and how much of that had been moved then.
json::object moved_object(std::string_view type, std::int64_t position, std::string_view order,
                          const std::vector<Moved>& moved) {
    std::string key;
    std::string first;
    json::array lines;
    for (const Moved& one : moved) {
        const std::string item = std::to_string(one.item_id);
        if (first.empty() || item < first) {
            first = item;
            key = fmt::format("{}/{}:{}", order, item, plain(one.in_all));
        }
        lines.push_back(json::object{{"item", one.stock_code},
                                     {"quantity", plain(one.quantity)},
                                     {"unitPrice", "0"},
                                     {"net", "0.00"}});
    }
    return {{"position", position}, {"type", type},
            {"key", key},           {"number", order},
            {"effect", type},       {"customer", ""},
            {"currency", "GBP"},    {"externalReference", ""},
            {"reference", ""},      {"date", ""},
            {"net", "0.00"},        {"total", "0.00"},
            {"tracking", ""},       {"paymentStatus", ""},
            {"invoiceKey", ""},     {"entity", ""},
            {"state", "posted"},    {"lines", std::move(lines)}};
}

json::object set_aside_object(const SetAside& set_aside) {
    std::vector<Moved> moved;
    for (const SetAside::Line& line : set_aside.lines) {
        moved.push_back({line.item_id, line.stock_code, line.quantity, line.in_all});
    }
    return moved_object("Sales Order Allocation", set_aside.id, std::to_string(set_aside.order),
                        moved);
}

/// Of the note's items all, of which this is the first.
json::object despatch_object(const Company& company, const Row& first, bool /*fields*/) {
    const auto& rows = company.table("GDN_ITEM").rows();
    const std::int64_t order = first.integer("ORDER_NUMBER");
    std::map<std::int64_t, Decimal> left;  // By the place of the order's line.
    std::vector<Moved> moved;
    for (const auto& [id, row] : rows) {
        if (row.integer("ORDER_NUMBER") != order ||
            row.integer("GDN_NUMBER") > first.integer("GDN_NUMBER")) {
            continue;
        }
        const std::int64_t place = row.integer("ORDER_ITEM");
        left[place] = left[place] + row.number("QTY_DESPATCHED");
        if (row.integer("GDN_NUMBER") == first.integer("GDN_NUMBER")) {
            for (const Row* const line : company.all("SOP_ITEM", order)) {
                if (line->integer("ITEM_NUMBER") == place + 1) {
                    moved.push_back({line->integer("ITEMID"), row.text("STOCK_CODE"),
                                     row.number("QTY_DESPATCHED"), left[place]});
                }
            }
        }
    }
    return moved_object("Sales Order Despatch", first.id, first.text("ORDER_NUMBER"), moved);
}

using Show = json::object (*)(const Company& company, const Row& row, bool fields);

json::object show_adjustment(const Company& /*company*/, const Row& row, bool /*fields*/) {
    return adjustment_object(row);
}

/// Documents behind that position, and what shows each: nothing is shown that is not asked for.
/// With `despatches`: what left and what was set aside of orders, and not the invoices that Sage
/// made of them.
std::map<std::int64_t, std::pair<const Row*, Show>> documents_after(const Company& company,
                                                                    std::int64_t after,
                                                                    bool despatches) {
    std::map<std::int64_t, std::pair<const Row*, Show>> documents;
    const auto add = [&](std::string_view table, Show show) {
        const auto& rows = company.table(table).rows();
        for (auto at = rows.upper_bound(after); at != rows.end(); ++at) {
            const Row& row = at->second;
            const bool movement = table == "STOCK_TRAN" && !row.text("TYPE").starts_with('A');
            const bool of_order =
                despatches && table == "INVOICE" && row.integer("INVOICE_TYPE_CODE") == 1;
            const bool later_item = table == "GDN_ITEM" && row.integer("ITEM_NUMBER") != 1;
            if (!movement && !of_order && !later_item && row.integer("RECORD_DELETED") == 0) {
                documents.emplace(row.id, std::pair(&row, show));
            }
        }
    };
    add("SALES_ORDER", order_object);
    add("INVOICE", invoice_object);
    add("STOCK_TRAN", show_adjustment);
    if (despatches) {
        add("GDN_ITEM", despatch_object);
    }
    return documents;
}

}  // namespace

Reply control_documents(const Company& company, std::string_view parameters) {
    const auto page = page_of(parameters);
    if (!page) {
        return simulated::control_refusal(400, {"", "A parameter is unknown or out of range.",
                                                "Use after=N, limit=1 to 10000, fields=0 or 1 and "
                                                "despatches=0 or 1."});
    }
    std::map<std::int64_t, json::object> by_position;
    for (const auto& [position, shown] :
         documents_after(company, page->after, page->despatches == 1)) {
        const auto& [row, show] = shown;
        json::object& object = by_position[position] = show(company, *row, page->fields == 1);
        if (page->fields == 1) {
            object["fields"] = fields_of(*row);
        }
    }
    for (const SetAside& one : company.set_aside) {
        if (page->despatches == 1 && one.id > page->after) {
            by_position[one.id] = set_aside_object(one);
        }
    }
    json::array documents;
    json::value next;
    for (auto& [position, object] : by_position) {
        if (documents.size() == static_cast<std::size_t>(page->limit)) {
            next = documents.back().at("position");
            break;
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
