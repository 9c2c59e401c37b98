// SPDX-License-Identifier: Apache-2.0
// Documents of Sage 50 as people read them there: by the columns of its tables, and what the notes
// say of the warehouse's numbers.
#include <boost/json.hpp>
#include <map>
#include <regex>

#include "mock-host/scenario/scenario.h"
#include "mock-host/scenario/words_parts.h"

namespace wms::scenarios {
namespace {

namespace json = boost::json;

/// Sage's tax codes back to those of the warehouse.
std::map<std::string, std::string> taxes_of(const json::value& all) {
    std::map<std::string, std::string> taxes;
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
    const auto tax = taxes.find(text_of(fields, "TAX_CODE"));
    return {{"item", line.at("item")},
            {"quantity", line.at("quantity")},
            {"price", text_of(line, "unitPrice")},
            {"net", text_of(line, "net")},
            {"tax", text_of(fields, "TAX_AMOUNT")},
            {"taxCode", tax == taxes.end() ? text_of(fields, "TAX_CODE") : tax->second},
            {"account", text_of(line, "account")},
            {"department", text_of(fields, "DEPT_NUMBER")},
            {"description", text_of(fields, "DESCRIPTION")},
            {"note", text_of(fields, "COMMENT_1")},
            {"fields", fields},
            {"orderLine", text_of(line, "orderLineReference")}};
}

/// Of an order: what of it has not left, and whether that is anything.
void add_outstanding(const json::object& document, json::object& words) {
    const bool order = words.at("type") == "order";
    json::array& lines = words["lines"].as_array();
    const json::array& shown = document.at("lines").as_array();
    for (std::size_t at = 0; order && at < lines.size(); ++at) {
        const auto number = [&](const char* name) {
            return Decimal::parse(text_of(shown[at].as_object(), name)).value_or(Decimal());
        };
        const Decimal left = number("quantity") - number("despatched");
        lines[at].as_object()["outstanding"] = left.text();
        words["open"] = words["open"].as_bool() || left > Decimal();
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
        const std::string note = text_of(fields, name);
        notes += (notes.empty() || note.empty() ? "" : " ") + note;
    }
    json::object all = {
        {"type", type_of(text_of(document, "effect"))},
        {"customer", text_of(document, "customer")},
        {"date", text_of(document, "date")},
        {"currency", text_of(document, "currency")},
        {"customerOrderNumber", text_of(document, "customerOrderNumber")},
        {"reference", found_in(notes, R"(^(?:Despatch|Return|Order|Correction of) ([^ ,]+))")},
        {"note", notes},
        {"fields", fields},
        {"tracking", parcels_of(text_of(fields, "NOTES_1"), text_of(fields, "NOTES_2"))},
        {"net", document.at("net")},
        {"gross", document.at("total")},
        {"tax", tax_of(text_of(document, "net"), text_of(document, "total"))},
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

KeyedDocuments sage50_documents(Control& control) {
    const Result<json::value> suggested = asked(control, "/control/settings");
    if (!suggested.ok()) {
        return suggested.problem();
    }
    const std::map<std::string, std::string> taxes = taxes_of(suggested.value());
    const Result<json::value> all = asked(control, "/control/documents?limit=10000&fields=1");
    if (!all.ok()) {
        return all.problem();
    }
    std::vector<KeyedDocument> documents;
    for (const json::value& document : all.value().at("documents").as_array()) {
        const json::object& object = document.as_object();
        documents.push_back(
            {text_of(object, "key"), text_of(object, "number"), document_in_words(object, taxes)});
    }
    return documents;
}

}  // namespace wms::scenarios
