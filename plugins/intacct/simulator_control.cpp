// SPDX-License-Identifier: Apache-2.0
// Reading through the control interface: everything is shown, whoever owns it.
#include "plugins/intacct/simulator_control.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <charconv>

#include "plugins/intacct/simulator_line.h"
#include "plugins/intacct/simulator_posting.h"
#include "plugins/intacct/simulator_reply.h"
#include "plugins/sage_simulator/wire.h"

namespace sage::simulated_intacct {
namespace {

namespace json = boost::json;

constexpr std::uint64_t limit_default = 1000;
constexpr std::uint64_t limit_max = 10'000;

std::string text(const Company& company, const Record& record, std::string_view field) {
    return std::string(company.text(record, field));
}

/// Every field that has a value, under Sage's own names.
json::object all_fields(const Company& company, const Record& record) {
    json::object fields;
    record.each([&](FieldId field, const Value& value) {
        fields[company.names.name(field)] = std::string(value.text);
    });
    return fields;
}

/// A line of accounts receivable: an amount, with the sign that the effect of the document has not.
json::object receivable_line(const Company& company, const Line& line, bool with_fields) {
    const std::string of_invoice = text(company, line.record, "txnAmount");
    const Decimal amount =
        Decimal::parse(of_invoice.empty() ? text(company, line.record, "txnCurrency.amount")
                                          : of_invoice)
            .value_or(Decimal());
    const std::string net = (of_invoice.empty() ? -amount : amount).text();
    const std::string own = text(company, line.record, "nsp::WMS_ORDER_LINE");
    json::object object = {{"item", text(company, line.record, "dimensions.item.id")},
                           {"quantity", "1"},
                           {"unitPrice", net},
                           {"net", net},
                           {"orderLineReference", own}};
    if (with_fields) {
        object["fields"] = all_fields(company, line.record);
    }
    return object;
}

json::object line_object(const Company& company, const StoredDocument& document, const Line& line,
                         bool with_fields) {
    if (company.definitions[document.definition].receivable != Receivable::none) {
        return receivable_line(company, line, with_fields);
    }
    if (company.definitions[document.definition].transfer) {
        json::object moved = {{"item", text(company, line.record, "item.id")},
                              {"quantity", text(company, line.record, "quantity")},
                              {"unitPrice", ""},
                              {"net", "0.00"},
                              {"orderLineReference", ""}};
        if (with_fields) {
            moved["fields"] = all_fields(company, line.record);
        }
        return moved;
    }
    const std::string own = text(company, line.record, "nsp::WMS_ORDER_LINE");
    const std::string price = text(company, line.record, "unitPrice");
    const auto net = line_net(company, line.record);
    json::object object = {
        {"item", text(company, line.record, "dimensions.item.id")},
        {"quantity", text(company, line.record, "unitQuantity")},
        {"unitPrice", price.empty() ? text(company, line.record, "unitCost") : price},
        {"net", net ? net->text() : ""},
        {"orderLineReference", own.empty() ? text(company, line.record, "memo") : own}};
    if (with_fields) {
        object["fields"] = all_fields(company, line.record);
    }
    return object;
}

/// What is named otherwise in accounts receivable.
void rename_receivable(const Company& company, const StoredDocument& document,
                       json::object& object) {
    const Definition& definition = company.definitions[document.definition];
    if (definition.receivable == Receivable::none) {
        return;
    }
    const bool invoice = definition.receivable == Receivable::invoice;
    const auto field = [&](const char* of_invoice, const char* of_adjustment) {
        return text(company, document.header, invoice ? of_invoice : of_adjustment);
    };
    Decimal net = Decimal::of(0, 2);
    for (const Line& line : document.lines) {
        if (!is_tax_row(company, line)) {
            net = net + Decimal::parse(text(company, line.record,
                                            invoice ? "txnAmount" : "txnCurrency.amount"))
                            .value_or(Decimal());
        }
    }
    const Decimal total =
        Decimal::parse(field("totalTxnAmount", "txnCurrency.totalEntered")).value_or(Decimal());
    object["number"] = field("invoiceNumber", "adjustmentNumber");
    object["reference"] = field("referenceNumber", "documentNumber");
    object["date"] = field("invoiceDate", "createdDate");
    object["net"] = (invoice ? net : -net).text();
    object["total"] = (invoice ? total : -total).text();
    if (const std::string currency = field("currency.txnCurrency", "txnCurrency.currency");
        !currency.empty()) {
        object["currency"] = currency;
    }
}

json::object document_object(const Company& company, const StoredDocument& document,
                             bool with_fields) {
    const Definition& definition = company.definitions[document.definition];
    const Record& header = document.header;
    const auto field = [&](std::string_view name) { return text(company, header, name); };
    json::array lines;
    for (const Line& line : document.lines) {
        if (is_tax_row(company, line)) {
            continue;
        }
        lines.push_back(line_object(company, document, line, with_fields));
    }
    const std::string currency = field("txnCurrency");
    json::object object = {
        {"position", document.key},
        {"type", definition.id},
        {"key", std::to_string(document.key)},
        {"number", field(definition.transfer ? "id" : "documentNumber")},
        {"effect", effect_name(company.effect(definition))},
        {"externalReference",
         field(definition.transfer ? "referenceNumber" : "nsp::WMS_REFERENCE")},
        {"reference", definition.transfer ? "" : field("referenceNumber")},
        {"customer", field("customer.id")},
        {"date", field(definition.order_entry ? "txnDate" : "transactionDate")},
        {"currency", currency.empty() ? company.currency : currency},
        {"net", field(definition.order_entry ? "subtotalInTxnCurrency" : "subtotal")},
        {"total", field(definition.order_entry ? "totalInTxnCurrency" : "total")},
        {"tracking", field("trackingNumber")},
        {"state", field(definition.transfer ? "transferState" : "state")},
        {"entity", field("entity.id")},
        {"invoiceKey", field("invoice.key")},
        {"paymentStatus", field("paymentStatus")}};
    object["lines"] = std::move(lines);
    if (!document.subtotals.empty()) {
        json::object& subtotals = object["subtotals"].emplace_object();
        for (const Subtotal& one : document.subtotals) {
            subtotals[one.description] = one.total.text();
        }
    }
    rename_receivable(company, document, object);
    if (with_fields) {
        object["fields"] = all_fields(company, header);
    }
    return object;
}

std::optional<std::uint64_t> number(std::string_view text_in) {
    std::uint64_t value = 0;
    const auto [end, error] =
        std::from_chars(text_in.data(), text_in.data() + text_in.size(), value);
    const bool all = error == std::errc() && end == text_in.data() + text_in.size();
    return all ? std::optional<std::uint64_t>(value) : std::nullopt;
}

}  // namespace

Reply control_documents(const Company& company, std::string_view parameters) {
    std::uint64_t after = 0;
    std::uint64_t limit = limit_default;
    std::uint64_t with_fields = 0;
    const auto fields = form_fields(parameters);
    bool right = fields.has_value();
    for (std::size_t at = 0; right && at < fields->size(); ++at) {
        const auto& [name, value] = (*fields)[at];
        const auto read = number(value);
        right = read && (name == "after" || (name == "fields" && *read <= 1) ||
                         (name == "limit" && *read > 0 && *read <= limit_max));
        if (right) {
            (name == "after" ? after : name == "fields" ? with_fields : limit) = *read;
        }
    }
    if (!right) {
        return control_refusal(400, {"", "A parameter is unknown or out of range.",
                                     "Use after=N, limit=1 to 10000 and fields=0 or 1."});
    }
    json::array documents;
    json::value next;
    const auto& all = company.documents.all();
    for (std::uint64_t at = after; at < all.size(); ++at) {
        if (all[at].removed) {
            continue;
        }
        if (documents.size() == limit) {
            next = documents.back().at("position");
            break;
        }
        documents.push_back(document_object(company, all[at], with_fields != 0));
    }
    return json_reply(200, json::serialize(json::object{{"documents", std::move(documents)},
                                                        {"next", std::move(next)}}));
}

Reply control_stock(const Company& company) {
    json::array stock;
    for (const auto& [place, quantity] : company.stock) {
        std::string site = place.second;
        for (const auto& [name, where] : company.sites) {
            site = where.first == place.second ? name : site;
        }
        stock.push_back(
            json::object{{"item", place.first}, {"location", site}, {"quantity", quantity.text()}});
    }
    return json_reply(200, json::serialize(json::object{{"stock", std::move(stock)}}));
}

Reply control_settings(const Company& company) {
    json::object settings = {
        {"companyId", company.company_id},
        {"userId", company.user_id},
        {"entity", "100"},
        {"clientIdSecret", "intacct.client_id"},
        {"clientSecretSecret", "intacct.client_secret"},
        {"definitions", json::object{{"salesOrder", nullptr},
                                     {"despatchAdvice", "Sales Invoice"},
                                     {"returnAdvice", "Sales Return"},
                                     {"inventoryIncrease", "Inventory Adjustment Increase"},
                                     {"inventoryDecrease", "Inventory Adjustment Decrease"},
                                     {"receiptAdvice", "Inventory Receipt"}}},
        {"transfers", json::object{{"post", "asSent"}}},
        {"units", json::object{{"C62", "Each"}, {"EA", "Each"}, {"DZN", "Dozen"}}},
        {"fields", json::object{{"externalReference", "nsp::WMS_REFERENCE"},
                                {"tracking", "trackingNumber"},
                                {"despatchId", "referenceNumber"},
                                {"orderLineReference", "nsp::WMS_ORDER_LINE"}}},
        {"chargeItems", json::value_from(company.charge_items)},
        {"taxDetails", json::value_from(company.tax_details)}};
    json::object warehouses;
    for (const auto& [site, place] : company.sites) {
        warehouses[site] = json::object{{"warehouse", place.first}, {"location", place.second}};
    }
    settings["warehouses"] = std::move(warehouses);
    if (!company.guest_customer.empty()) {
        settings["guestCustomer"] = company.guest_customer;
    }
    const json::object secrets = {{"intacct.client_id", company.client_id},
                                  {"intacct.client_secret", company.client_secret},
                                  {"intacct.sender_id", company.sender_id},
                                  {"intacct.sender_password", company.sender_password}};
    return json_reply(200, json::serialize(json::object{{"settings", std::move(settings)},
                                                        {"secrets", secrets}}));
}

}  // namespace sage::simulated_intacct
