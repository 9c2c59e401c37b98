// SPDX-License-Identifier: Apache-2.0
// Documents of Sage 50 as people read them there: by the columns of its tables, and what the notes
// say of the warehouse's numbers.
#include <boost/json.hpp>
#include <map>
#include <regex>

#include "tests/scenarios/words_parts.h"

namespace sage::scenarios {
namespace {

namespace json = boost::json;

/// Sage's tax codes back to those of the warehouse.
std::map<std::string, std::string> taxes_of(wms::Control& control) {
    std::map<std::string, std::string> taxes;
    const json::value all = required(control.get("/control/settings"));
    for (const auto& [code, of_sage] : all.at("settings").at("taxCodes").as_object()) {
        taxes[std::string(of_sage.as_string())] = code;
    }
    return taxes;
}

json::object line_in_words(const json::object& line,
                           const std::map<std::string, std::string>& taxes) {
    const json::object none;
    const json::value* const found = line.if_contains("fields");
    const json::object& fields = found == nullptr ? none : found->as_object();
    const auto tax = taxes.find(text(fields, "TAX_CODE"));
    return {{"item", line.at("item")},
            {"quantity", line.at("quantity")},
            {"price", text(line, "unitPrice")},
            {"net", text(line, "net")},
            {"tax", text(fields, "TAX_AMOUNT")},
            {"taxCode", tax == taxes.end() ? text(fields, "TAX_CODE") : tax->second},
            {"account", text(line, "account")},
            {"department", text(fields, "DEPT_NUMBER")},
            {"description", text(fields, "DESCRIPTION")},
            {"note", text(fields, "COMMENT_1")},
            {"orderLine", text(line, "orderLineReference")}};
}

/// Of an order: what of it has not left, and whether that is anything.
void add_outstanding(const json::object& document, json::object& words) {
    const bool order = words.at("type") == "order";
    json::array& lines = words["lines"].as_array();
    const json::array& shown = document.at("lines").as_array();
    for (std::size_t at = 0; order && at < lines.size(); ++at) {
        const auto number = [&](const char* name) {
            return wms::Decimal::parse(text(shown[at].as_object(), name)).value_or(wms::Decimal());
        };
        const wms::Decimal left = number("quantity") - number("despatched");
        lines[at].as_object()["outstanding"] = left.text();
        words["open"] = words["open"].as_bool() || left > wms::Decimal();
    }
}

std::string type_of(const std::string& effect) {
    static const std::map<std::string, std::string> types = {{"order", "order"},
                                                             {"shipment", "order"},
                                                             {"sale", "invoice"},
                                                             {"credit", "credit"},
                                                             {"stock_increase", "stockIncrease"},
                                                             {"stock_decrease", "stockDecrease"}};
    const auto found = types.find(effect);
    return found == types.end() ? effect : found->second;
}

/// They follow the words of the first note, and go on in the second.
std::string parcels_of(const std::string& first, const std::string& second) {
    const std::string begun = found_in(first, "parcels (.*)$");
    const std::string all = begun + (begun.empty() || second.empty() ? "" : " ") + second;
    return std::regex_replace(all, std::regex(" "), ",");
}

json::object document_in_words(const json::object& document,
                               const std::map<std::string, std::string>& taxes) {
    const json::object& fields = document.at("fields").as_object();
    std::string notes;
    for (const char* const name : {"NOTES_1", "NOTES_2", "NOTES_3"}) {
        const std::string note = text(fields, name);
        notes += (notes.empty() || note.empty() ? "" : " ") + note;
    }
    json::object all = {
        {"type", type_of(text(document, "effect"))},
        {"customer", text(document, "customer")},
        {"date", text(document, "date")},
        {"currency", text(document, "currency")},
        {"customerOrderNumber", text(document, "customerOrderNumber")},
        {"reference", found_in(notes, R"(^(?:Despatch|Return|Order|Correction of) ([^ ,]+))")},
        {"note", notes},
        {"tracking", parcels_of(text(fields, "NOTES_1"), text(fields, "NOTES_2"))},
        {"net", document.at("net")},
        {"gross", document.at("total")},
        {"tax", tax_of(text(document, "net"), text(document, "total"))},
        {"open", false}};
    json::array lines;
    for (const json::value& line : document.at("lines").as_array()) {
        lines.push_back(line_in_words(line.as_object(), taxes));
    }
    all["lines"] = std::move(lines);
    add_outstanding(document, all);
    return all;
}

}  // namespace

std::vector<KeyedDocument> sage50_documents(wms::Control& control) {
    const std::map<std::string, std::string> taxes = taxes_of(control);
    const json::value all = required(control.get("/control/documents?limit=10000&fields=1"));
    std::vector<KeyedDocument> documents;
    for (const json::value& document : all.at("documents").as_array()) {
        const json::object& object = document.as_object();
        documents.push_back(
            {text(object, "key"), text(object, "number"), document_in_words(object, taxes)});
    }
    return documents;
}

}  // namespace sage::scenarios
