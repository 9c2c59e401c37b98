// SPDX-License-Identifier: Apache-2.0
// Of Sage 200's ledger, which has few fields, what a person reads in the narratives; of its orders,
// despatches and transfers their own fields.
#include <boost/json.hpp>
#include <map>
#include <regex>

#include "mock-host/scenario/scenario.h"
#include "mock-host/scenario/words_parts.h"

namespace wms::scenarios {
namespace {

namespace json = boost::json;

/// A value of the ledger: what it is about stands in its narrative, as a person reads it.
json::object sage200_line(const json::object& line) {
    static const std::regex goods(
        R"(^.*?(?:^| )(\d+(?:\.\d+)?) [A-Z0-9]{2,3} (\S+).* at (-?[\d.]+))"
        R"((?: less ([\d.]+) %)?(?:, order line (\S+))?.*$)");
    const std::string narrative(line.at("orderLineReference").as_string());
    json::object all = {{"account", line.at("account")},
                        {"net", line.at("net")},
                        {"note", narrative},
                        {"quantity", "1"},
                        {"item", narrative.substr(narrative.rfind(' ') + 1)}};
    std::smatch found;
    if (std::regex_match(narrative, found, goods)) {
        all["quantity"] = found[1].str();
        all["item"] = found[2].str();
        all["price"] = found[3].str();
        all["discount"] = found[4].str();
        all["orderLine"] = found[5].str();
    }
    return all;
}

/// Stock is in the words of the scenarios but for what amounts there are: none.
json::object sage200_transfer(const json::object& document) {
    json::array lines;
    for (const json::value& line : document.at("lines").as_array()) {
        lines.push_back(json::object{{"item", line.at("item")},
                                     {"quantity", line.at("quantity")},
                                     {"site", line.at("site")}});
    }
    return {{"type", "stockTransfer"},
            {"date", document.at("date")},
            {"reference", document.at("reference")},
            {"open", false},
            {"lines", std::move(lines)}};
}

/// An order, or a return, which is open until people have finished it.
json::object sage200_order(const json::object& document) {
    json::object all = {{"type", text_of(document, "type") == "Sales Return" ? "credit" : "order"},
                        {"customer", document.at("customer")},
                        {"date", document.at("date")},
                        {"customerOrderNumber", document.at("reference")},
                        {"currency", document.at("currency")},
                        {"net", document.at("net")},
                        {"gross", document.at("total")},
                        {"tax", tax_of(text_of(document, "net"), text_of(document, "total"))},
                        {"fields", document.at("fields")},
                        {"open", false}};
    json::array lines;
    for (const json::value& line : document.at("lines").as_array()) {
        const auto ordered = Decimal::parse(std::string(line.at("quantity").as_string()));
        // A charge is there once, and nothing of it leaves.
        const bool goods = !line.at("item").as_string().empty();
        const auto gone =
            Decimal::parse(std::string(line.at(goods ? "despatched" : "quantity").as_string()));
        const Decimal outstanding = ordered.value_or(Decimal()) - gone.value_or(Decimal());
        all["open"] = all["open"].as_bool() || outstanding > Decimal();
        lines.push_back(json::object{{"item", line.at("item")},
                                     {"quantity", line.at("quantity")},
                                     {"unit", line.at("unit")},
                                     {"price", line.at("unitPrice")},
                                     {"net", line.at("net")},
                                     {"fields", line.at("fields")},
                                     {"outstanding", outstanding.text()}});
    }
    all["lines"] = std::move(lines);
    return all;
}

/// `order_place` is that of the order in the list of documents.
json::object sage200_despatch(const json::object& despatch, std::int64_t order_place) {
    json::array lines;
    for (const json::value& line : despatch.at("lines").as_array()) {
        lines.push_back(json::object{{"item", line.at("item")},
                                     {"quantity", line.at("quantity")},
                                     {"site", line.at("location")}});
    }
    return {{"type", "shipment"},          {"customer", despatch.at("customer")},
            {"date", despatch.at("date")}, {"tracking", despatch.at("tracking")},
            {"note", despatch.at("note")}, {"open", false},
            {"madeFrom", order_place},     {"lines", std::move(lines)}};
}

json::object sage200_document(const json::object& document) {
    if (text_of(document, "effect") == "stock_transfer") {
        return sage200_transfer(document);
    }
    const std::string type = text_of(document, "type");
    if (type == "Sales Order" || type == "Sales Return") {
        return sage200_order(document);
    }
    json::object all = {{"customer", document.at("customer")},
                        {"date", document.at("date")},
                        {"reference", document.at("reference")},
                        {"currency", document.at("currency")},
                        {"net", document.at("net")},
                        {"gross", document.at("total")},
                        {"open", false}};
    all["type"] = text_of(document, "effect") == "credit" ? "credit" : "invoice";
    all["tax"] = tax_of(text_of(document, "net"), text_of(document, "total"));
    json::array lines;
    for (const json::value& line : document.at("lines").as_array()) {
        lines.push_back(sage200_line(line.as_object()));
    }
    const std::string first =
        lines.empty() ? std::string() : text_of(lines.front().as_object(), "note");
    all["customerOrderNumber"] = found_in(first, R"(customer order ([^ ,]+))");
    all["tracking"] = std::regex_replace(found_in(first, R"(parcels ((?:[^ ,]+, )*[^ ,]+))"),
                                         std::regex(", "), ",");
    all["lines"] = std::move(lines);
    return all;
}

}  // namespace

KeyedDocuments sage200_documents(Control& control) {
    const Result<json::value> all =
        asked(control, "/control/documents?limit=10000&despatches=1&fields=1");
    if (!all.ok()) {
        return all.problem();
    }
    std::vector<KeyedDocument> documents;
    std::map<std::int64_t, std::int64_t> places;  // By position.
    for (const json::value& document : all.value().at("documents").as_array()) {
        const json::object& object = document.as_object();
        const bool is_despatch = text_of(object, "effect") == "despatch";
        documents.push_back(
            {text_of(object, "key"), text_of(object, "number"),
             is_despatch ? sage200_despatch(object, places[object.at("madeFrom").as_int64()])
                         : sage200_document(object)});
        places[object.at("position").as_int64()] = static_cast<std::int64_t>(documents.size());
    }
    return documents;
}

}  // namespace wms::scenarios
