// SPDX-License-Identifier: Apache-2.0
// Documents in neutral words. An entry's position is its id in Sage: they grow with time.
#include "plugins/sage200/simulator_control.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>

#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_sage200 {
namespace {

namespace json = boost::json;

constexpr std::int64_t limit_default = 1000;
constexpr std::int64_t limit_max = 10'000;

/// Amounts of credits are shown above zero, whatever Sage shows.
std::string magnitude(const Row& row, std::string_view field) {
    const Decimal amount = pennies(row.number(field));
    return (amount.sign() < 0 ? -amount : amount).text();
}

json::object of_customer(const Company& company, const Row& row, std::string_view type,
                         std::string_view effect) {
    const Row* const customer = company.find("customer", row.integer("customer_id"));
    return {{"position", row.id},
            {"type", type},
            {"key", std::to_string(row.id)},
            {"effect", effect},
            {"customer", customer == nullptr ? "" : customer->text("reference")},
            {"currency", "GBP"},
            {"paymentStatus", ""},
            {"invoiceKey", ""},
            {"entity", ""}};
}

json::object posted_object(const Company& company, const Row& row) {
    const bool credit = row.text("trader_transaction_type") == "TradingAccountEntryTypeCreditNote";
    json::object object = of_customer(company, row, credit ? "Sales Credit Note" : "Sales Invoice",
                                      credit ? "credit" : "sale");
    object["number"] = row.text("urn");
    object["externalReference"] = row.text("reference");
    object["reference"] = row.text("second_reference");
    object["date"] = row.text("transaction_date").substr(0, 10);
    object["net"] = magnitude(row, "document_goods_value");
    object["total"] = magnitude(row, "document_gross_value");
    object["tracking"] = "";
    object["state"] = "posted";
    json::array lines;
    const auto items = row.parts.find("nominal_analysis_items");
    if (items != row.parts.end()) {
        for (const Row& item : items->second) {
            lines.push_back(json::object{{"item", ""},
                                         {"account", item.text("code")},
                                         {"quantity", "1"},
                                         {"unitPrice", magnitude(item, "value")},
                                         {"net", magnitude(item, "value")},
                                         {"orderLineReference", item.text("narrative")}});
        }
    }
    object["lines"] = std::move(lines);
    return object;
}

/// A charge is there once; a comment is no quantity of anything.
std::string quantity_of(const Row& line) {
    return line.has("line_quantity") ? std::string(line.text("line_quantity"))
           : line.text("line_type") == "EnumLineTypeCharge" ? "1"
                                                            : "0";
}

/// Empty where the line is in the unit that the product is sold in by itself.
std::string_view unit_of(const Company& company, const Row& line) {
    const Row* const unit = company.find("unit", line.integer("selling_unit_id"));
    return unit == nullptr ? std::string_view() : unit->text("name");
}

std::string tracking_of(const Company& company, const Row& order) {
    std::string numbers;
    for (const Row& receipt : company.table("sop_despatch_receipt").rows()) {
        if (receipt.integer("order_id") == order.id && receipt.has("consignment_no")) {
            numbers += numbers.empty() ? "" : " ";
            numbers += receipt.text("consignment_no");
        }
    }
    return numbers;
}

/// What was written of a row and is not empty; of its delivery address with that before each name.
json::object fields_of(const Row& row) {
    json::object fields;
    const auto add = [&fields](const Row& from, const std::string& before) {
        for (const auto& [name, value] : from.values) {
            if (const std::string_view text = from.text(name); !text.empty()) {
                fields[before + name] = text;
            }
        }
    };
    add(row, "");
    const auto address = row.parts.find("delivery_address");
    if (address != row.parts.end() && !address->second.empty()) {
        add(address->second.front(), "delivery_address.");
    }
    return fields;
}

json::object order_object(const Company& company, const Row& row, bool is_return, bool fields) {
    const bool despatched = row.text("despatch_receipt_status") != "EnumDocumentProcessStatusNone";
    json::object object = of_customer(company, row, is_return ? "Sales Return" : "Sales Order",
                                      is_return    ? "credit"
                                      : despatched ? "shipment"
                                                   : "order");
    object["number"] = row.text("document_no");
    object["externalReference"] =
        row.text(row.has("spare_text_1") ? "spare_text_1" : "customer_document_no");
    object["reference"] = row.text("customer_document_no");
    object["date"] = row.text("document_date").substr(0, 10);
    object["net"] = magnitude(row, "total_net_value");
    object["total"] = magnitude(row, "total_gross_value");
    object["tracking"] = tracking_of(company, row);
    object["state"] = row.text("document_status");
    if (fields) {
        object["fields"] = fields_of(row);
    }
    json::array lines;
    const auto items = row.parts.find("lines");
    if (items != row.parts.end()) {
        for (const Row& line : items->second) {
            lines.push_back(json::object{{"item", line.text("code")},
                                         {"quantity", quantity_of(line)},
                                         {"despatched", line.text("despatch_receipt_quantity")},
                                         {"unit", unit_of(company, line)},
                                         {"unitPrice", line.text("selling_unit_price")},
                                         {"net", magnitude(line, "line_total_value")},
                                         {"orderLineReference", line.text("spare_text_1")}});
            if (fields) {
                lines.back().as_object()["fields"] = fields_of(line);
            }
        }
    }
    object["lines"] = std::move(lines);
    return object;
}

/// The reference of whoever confirmed it is what its notes begin with.
json::object despatch_object(const Company& company, const Row& receipt) {
    const Row* const order = company.find("sop_order", receipt.integer("order_id"));
    json::object object = of_customer(company, order == nullptr ? receipt : *order,
                                      "Sales Order Despatch", "despatch");
    const std::string_view notes = receipt.text("notes");
    object["position"] = receipt.id;
    object["key"] = std::to_string(receipt.id);
    object["number"] = receipt.text("despatch_no");
    object["externalReference"] = notes.substr(0, notes.find(' '));
    object["reference"] = order == nullptr ? "" : order->text("document_no");
    object["date"] = receipt.text("despatch_date").substr(0, 10);
    object["net"] = "0.00";
    object["total"] = "0.00";
    object["tracking"] = receipt.text("consignment_no");
    object["note"] = notes;
    object["madeFrom"] = receipt.integer("order_id");
    object["state"] = "posted";
    json::array lines;
    for (const Row& view : company.table("sop_order_despatch_line_view").rows()) {
        if (view.integer("sop_despatch_id") == receipt.id) {
            lines.push_back(json::object{
                {"item", view.text("product_code")},
                {"quantity", view.text("sop_despatch_line_quantity")},
                {"location", view.text("warehouse_name")},
                {"unitPrice", ""},
                {"net", "0.00"},
                {"orderLineReference", std::to_string(view.integer("sop_order_line_id"))}});
        }
    }
    object["lines"] = std::move(lines);
    return object;
}

json::object transfer_object(const Company& company, const Row& row) {
    json::object object = of_customer(company, row, "Stock Transfer", "stock_transfer");
    object["number"] = row.text("reference");
    object["externalReference"] = row.text("reference");
    object["reference"] = row.text("second_reference");
    object["date"] = row.text("date").substr(0, 10);
    object["net"] = "0.00";
    object["total"] = "0.00";
    object["tracking"] = "";
    object["state"] = "posted";
    const Row* const product = company.find("product", row.integer("product_id"));
    json::array lines;
    for (const std::string_view place : {"from", "to"}) {
        const Decimal quantity = row.number("quantity");
        lines.push_back(json::object{{"item", product == nullptr ? "" : product->text("code")},
                                     {"quantity", plain(place == "from" ? -quantity : quantity)},
                                     {"site", row.text(place)},
                                     {"net", "0.00"},
                                     {"orderLineReference", ""}});
    }
    object["lines"] = std::move(lines);
    return object;
}

std::optional<std::int64_t> number(std::string_view text, std::int64_t least, std::int64_t most) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool all = error == std::errc() && end == text.data() + text.size();
    return all && value >= least && value <= most ? std::optional(value) : std::nullopt;
}

std::vector<const Row*> rows_of(const Company& company, std::string_view model,
                                std::int64_t after = -1) {
    std::vector<const Row*> rows;
    for (const Row& row : company.table(model).rows()) {
        if (row.id > after) {
            rows.push_back(&row);
        }
    }
    return rows;
}

}  // namespace

Reply control_documents(const Company& company, std::string_view parameters) {
    std::int64_t after = 0;
    std::int64_t limit = limit_default;
    std::int64_t despatches = 0;
    std::int64_t with_fields = 0;
    const auto asked = simulated::form_fields(parameters);
    bool right = asked.has_value();
    for (std::size_t at = 0; right && at < asked->size(); ++at) {
        const auto& [name, value] = (*asked)[at];
        const auto read = name == "after"        ? number(value, 0, INT64_MAX)
                          : name == "limit"      ? number(value, 1, limit_max)
                          : name == "despatches" ? number(value, 0, 1)
                          : name == "fields"     ? number(value, 0, 1)
                                                 : std::nullopt;
        right = read.has_value();
        if (right) {
            (name == "after"        ? after
             : name == "limit"      ? limit
             : name == "despatches" ? despatches
                                    : with_fields) = *read;
        }
    }
    if (!right) {
        return simulated::control_refusal(
            400, {"", "A parameter is unknown or out of range.",
                  "Use after=N, limit=1 to 10000, despatches and fields=0 or "
                  "1."});
    }
    std::map<std::int64_t, json::object> by_position;
    for (const Row* const row : rows_of(company, "sales_posted_transaction", after)) {
        by_position.emplace(row->id, posted_object(company, *row));
    }
    for (const Row* const row : rows_of(company, "sop_order", after)) {
        by_position.emplace(row->id, order_object(company, *row, false, with_fields == 1));
    }
    for (const Row* const row : rows_of(company, "sop_return", after)) {
        by_position.emplace(row->id, order_object(company, *row, true, with_fields == 1));
    }
    if (despatches == 1) {
        for (const Row* const row : rows_of(company, "sop_despatch_receipt", after)) {
            by_position.emplace(row->id, despatch_object(company, *row));
        }
    }
    for (const Row* const row : rows_of(company, "stock_transfer", after)) {
        by_position.emplace(row->id, transfer_object(company, *row));
    }
    json::array documents;
    json::value next;
    for (auto at = by_position.upper_bound(after); at != by_position.end(); ++at) {
        if (documents.size() == static_cast<std::size_t>(limit)) {
            next = documents.back().at("position");
            break;
        }
        documents.push_back(std::move(at->second));
    }
    return simulated::json_reply(
        200, json::serialize(
                 json::object{{"documents", std::move(documents)}, {"next", std::move(next)}}));
}

Reply control_stock(const Company& company) {
    json::array stock;
    for (const Row* const holding : rows_of(company, "warehouse_holding")) {
        const Row* const product = company.find("product", holding->integer("product_id"));
        if (product != nullptr) {
            stock.push_back(json::object{{"item", product->text("code")},
                                         {"location", holding->text("warehouse_name")},
                                         {"quantity", holding->text("quantity_in_stock")}});
        }
    }
    return simulated::json_reply(200, json::serialize(json::object{{"stock", std::move(stock)}}));
}

Reply control_settings(const Company& company, const std::string& refresh_token) {
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
    json::object settings = {// Tokens come from the same server; the real ones are two.
                             {"tokenAddress", "https://127.0.0.1"},
                             {"edition", company.site.professional ? "professional" : "standard"},
                             {"siteId", company.site_id},
                             {"companyId", company.company_id},
                             {"currency", "GBP"},
                             {"clientIdSecret", "sage200.client_id"},
                             {"clientSecretSecret", "sage200.client_secret"},
                             {"refreshTokenSecret", "sage200.refresh_token"},
                             {"nominalCodes", std::move(nominal_codes)},
                             {"taxCodes", json::value_from(company.tax_codes)}};
    if (!company.guest_customer.empty()) {
        settings["guestCustomer"] = company.guest_customer;
    }
    const json::object secrets = {{"sage200.client_id", company.client_id},
                                  {"sage200.client_secret", company.client_secret},
                                  {"sage200.refresh_token", refresh_token}};
    return simulated::json_reply(
        200,
        json::serialize(json::object{{"settings", std::move(settings)}, {"secrets", secrets}}));
}

}  // namespace sage::simulated_sage200
