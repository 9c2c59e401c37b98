// SPDX-License-Identifier: Apache-2.0
// Sage Intacct's fields by their names in Sage's own specification; of Sage 200's ledger, which has
// few, what a person reads in the narratives, and of its orders and despatches their own fields.
#include "tests/scenarios/words.h"

#include <boost/json.hpp>
#include <map>
#include <regex>
#include <stdexcept>
#include <string_view>

#include "tests/scenarios/words_parts.h"

namespace sage::scenarios {
namespace {

namespace json = boost::json;
using Names = std::map<std::string_view, std::string_view>;

constexpr std::string_view custom_prefix = "nsp::";
/// Keys of lines are those of their document times this, plus their number.
constexpr std::int64_t line_key_factor = 100'000;

const Names& header_words() {
    static const Names words = {{"customer.id", "customer"},
                                {"txnDate", "date"},
                                {"transactionDate", "date"},
                                {"invoiceDate", "date"},
                                {"createdDate", "date"},
                                {"glPostingDate", "postingDate"},
                                {"postingDate", "postingDate"},
                                {"shippedDate", "shippedDate"},
                                {"referenceNumber", "reference"},
                                {"customerPONumber", "customerOrderNumber"},
                                {"notes", "note"},
                                {"memo", "memo"},
                                {"description", "memo"},
                                {"trackingNumber", "tracking"},
                                {"exchangeRate.rate", "rate"},
                                {"exchangeRate.date", "rateDate"},
                                {"exchangeRate.typeId", "rateType"},
                                {"currency.exchangeRate.rate", "rate"},
                                {"total", "grossInBooks"},
                                {"totalBaseAmount", "grossInBooks"}};
    return words;
}

const Names& line_words() {
    static const Names words = {{"dimensions.item.id", "item"},
                                {"item.id", "item"},
                                {"unitQuantity", "quantity"},
                                {"unit", "unit"},
                                {"unitOfMeasure.id", "unit"},
                                {"unit.id", "unit"},
                                {"unitPrice", "price"},
                                {"unitCost", "price"},
                                {"discountPercent", "discount"},
                                {"taxInTxnCurrency", "tax"},
                                {"quantityRemaining", "outstanding"},
                                {"nsp::WMS_ORDER_LINE", "orderLine"},
                                {"memo", "note"},
                                {"lineDescription", "description"},
                                {"dimensions.department.id", "department"},
                                {"dimensions.class.id", "class"},
                                {"glAccount.id", "account"},
                                {"accountLabel.id", "account"}};
    return words;
}

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

/// Known fields under the scenarios' words; custom fields under their own names.
json::object in_words(const json::object& fields, const Names& words) {
    json::object all;
    json::object custom;
    for (const auto& [name, value] : fields) {
        const auto word = words.find(std::string_view(name));
        if (word != words.end()) {
            all[word->second] = value;
        } else if (std::string_view(name).starts_with(custom_prefix)) {
            custom[std::string_view(name).substr(custom_prefix.size())] = value;
        }
    }
    all["fields"] = std::move(custom);
    return all;
}

/// Codes of Sage back to those of the warehouse: tax schedules, warehouses.
struct Codes {
    std::map<std::string, std::string> taxes;
    std::map<std::string, std::string> sites;
};

Codes codes_of(wms::Control& control) {
    Codes codes;
    const json::value all = required(control.get("/control/settings"));
    for (const auto& [code, schedule] : all.at("settings").at("taxDetails").as_object()) {
        codes.taxes[std::string(schedule.as_string())] = code;
    }
    for (const auto& [site, place] : all.at("settings").at("warehouses").as_object()) {
        codes.sites[std::string(place.at("warehouse").as_string())] = site;
    }
    return codes;
}

std::string back(const std::map<std::string, std::string>& codes, const std::string& in_sage) {
    const auto found = codes.find(in_sage);
    return found == codes.end() ? in_sage : found->second;
}

json::array lots_of(const std::string& detail) {
    json::array lots;
    if (detail.empty()) {
        return lots;
    }
    const json::value parsed = json::parse(detail);
    for (const json::value& one : parsed.as_array()) {
        json::object lot;
        for (const auto& [name, word] :
             Names{{"lotNumber", "lot"}, {"serialNumber", "serial"}, {"quantity", "quantity"}}) {
            if (const json::value* const found = one.as_object().if_contains(name)) {
                lot[word] = *found;
            }
        }
        if (const json::value* const bin = one.as_object().if_contains("bin")) {
            lot["bin"] = bin->at("id");
        }
        lots.push_back(std::move(lot));
    }
    return lots;
}

/// Lines of accounts receivable carry their tax as entries; of what is taken back it is negative.
void add_tax_entries(json::object& line, const std::string& entries, const Codes& codes) {
    if (entries.empty()) {
        return;
    }
    const json::value parsed = json::parse(entries);
    const json::object& entry = parsed.as_array().at(0).as_object();
    const auto tax = wms::Decimal::parse(text(entry, "txnTaxAmount")).value_or(wms::Decimal());
    line["tax"] = (tax.is_negative() ? -tax : tax).text();
    line["taxCode"] = back(codes.taxes, text(entry.at("orderEntryTaxDetail").as_object(), "id"));
}

json::object intacct_line(const json::object& line, const Codes& codes) {
    const json::object& fields = line.at("fields").as_object();
    json::object all = in_words(fields, line_words());
    all["net"] = line.at("net");
    if (!all.contains("tax")) {
        all["tax"] = "0";
    }
    const std::string direction = text(fields, "transferDirection");
    if (!direction.empty()) {
        // Elsewhere it is the quantity in base units, which no scenario speaks of.
        const std::string quantity = text(fields, "quantity");
        all["quantity"] = direction == "out" ? "-" + quantity : quantity;
    }
    all["site"] = back(
        codes.sites, text(fields, direction.empty() ? "dimensions.warehouse.id" : "warehouse.id"));
    all["taxCode"] = back(codes.taxes, text(fields, "taxSchedule.id"));
    add_tax_entries(all, text(fields, "taxEntries"), codes);
    all["lots"] = lots_of(text(fields, "trackingDetail"));
    const std::string source = text(fields, "sourceDocumentLine.key");
    all["madeFromLine"] =
        source.empty() ? json::value() : json::value(std::stoll(source) % line_key_factor);
    return all;
}

json::object intacct_document(const json::object& document, const Codes& codes) {
    static const Names types = {{"order", "order"},
                                {"shipment", "shipment"},
                                {"sale", "invoice"},
                                {"credit", "credit"},
                                {"stock_increase", "stockIncrease"},
                                {"stock_transfer", "stockTransfer"},
                                {"stock_decrease", "stockDecrease"}};
    const json::object& fields = document.at("fields").as_object();
    json::object all = in_words(fields, header_words());
    all["type"] = types.at(text(document, "effect"));
    if (text(document, "type").starts_with("AR ")) {
        all["reference"] = document.at("reference");
    }
    all["currency"] = document.at("currency");
    all["net"] = document.at("net");
    all["gross"] = document.at("total");
    all["tax"] = tax_of(text(document, "net"), text(document, "total"));
    const std::string state = text(document, "state");
    all["open"] = state == "pending" || state == "inTransit" || state == "partiallyConverted" ||
                  state == "partiallyConvertedByLine";
    const std::string source = text(fields, "sourceDocument.key");
    all["madeFrom"] = source.empty() ? json::value() : json::value(std::stoll(source));
    json::array lines;
    for (const json::value& line : document.at("lines").as_array()) {
        lines.push_back(intacct_line(line.as_object(), codes));
    }
    all["lines"] = std::move(lines);
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
    json::object all = {{"type", text(document, "type") == "Sales Return" ? "credit" : "order"},
                        {"customer", document.at("customer")},
                        {"date", document.at("date")},
                        {"customerOrderNumber", document.at("reference")},
                        {"currency", document.at("currency")},
                        {"net", document.at("net")},
                        {"gross", document.at("total")},
                        {"tax", tax_of(text(document, "net"), text(document, "total"))},
                        {"open", false}};
    json::array lines;
    for (const json::value& line : document.at("lines").as_array()) {
        const auto ordered = wms::Decimal::parse(std::string(line.at("quantity").as_string()));
        // A charge is there once, and nothing of it leaves.
        const bool goods = !line.at("item").as_string().empty();
        const auto gone = wms::Decimal::parse(
            std::string(line.at(goods ? "despatched" : "quantity").as_string()));
        const wms::Decimal outstanding =
            ordered.value_or(wms::Decimal()) - gone.value_or(wms::Decimal());
        all["open"] = all["open"].as_bool() || outstanding > wms::Decimal();
        lines.push_back(json::object{{"item", line.at("item")},
                                     {"quantity", line.at("quantity")},
                                     {"unit", line.at("unit")},
                                     {"price", line.at("unitPrice")},
                                     {"net", line.at("net")},
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
    if (text(document, "effect") == "stock_transfer") {
        return sage200_transfer(document);
    }
    const std::string type = text(document, "type");
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
    all["type"] = text(document, "effect") == "credit" ? "credit" : "invoice";
    all["tax"] = tax_of(text(document, "net"), text(document, "total"));
    json::array lines;
    for (const json::value& line : document.at("lines").as_array()) {
        lines.push_back(sage200_line(line.as_object()));
    }
    const std::string first =
        lines.empty() ? std::string() : text(lines.front().as_object(), "note");
    all["customerOrderNumber"] = found_in(first, R"(customer order ([^ ,]+))");
    all["tracking"] = std::regex_replace(found_in(first, R"(parcels ((?:[^ ,]+, )*[^ ,]+))"),
                                         std::regex(", "), ",");
    all["lines"] = std::move(lines);
    return all;
}

/// Orders, despatches and the ledger in the order in which they were made, with their keys.
std::vector<KeyedDocument> sage200_documents(wms::Control& control) {
    const json::value all = required(control.get("/control/documents?limit=10000&despatches=1"));
    std::vector<KeyedDocument> documents;
    std::map<std::int64_t, std::int64_t> places;  // By position.
    for (const json::value& document : all.at("documents").as_array()) {
        const json::object& object = document.as_object();
        const bool is_despatch = text(object, "effect") == "despatch";
        documents.push_back(
            {text(object, "key"), text(object, "number"),
             is_despatch ? sage200_despatch(object, places[object.at("madeFrom").as_int64()])
                         : sage200_document(object)});
        places[object.at("position").as_int64()] = static_cast<std::int64_t>(documents.size());
    }
    return documents;
}

std::vector<KeyedDocument> keyed_documents(const std::string& edition, wms::Control& control) {
    if (edition == "sage200") {
        return sage200_documents(control);
    }
    if (edition != "sage50") {
        throw std::runtime_error("there is no translation for the edition " + edition);
    }
    return sage50_documents(control);
}

}  // namespace

std::string found_in(const std::string& text, const char* pattern) {
    std::smatch found;
    return std::regex_search(text, found, std::regex(pattern)) ? found[1].str() : std::string();
}

json::value required(const wms::Result<std::string>& answer) {
    if (!answer.ok()) {
        throw std::runtime_error(wms::in_one_line(answer.problem()));
    }
    return json::parse(answer.value());
}

std::string text(const json::object& object, std::string_view name) {
    const json::value* const found = object.if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}

std::string tax_of(const std::string& net, const std::string& gross) {
    const auto left = wms::Decimal::parse(net);
    const auto right = wms::Decimal::parse(gross);
    return left && right ? (*right - *left).text() : "";
}

const std::vector<std::string>& editions() {
    static const std::vector<std::string> all = {"intacct", "sage200", "sage50"};
    return all;
}

json::array documents_in_words(const std::string& edition, wms::Control& control) {
    json::array documents;
    if (edition != "intacct") {
        for (KeyedDocument& document : keyed_documents(edition, control)) {
            documents.push_back(std::move(document.in_words));
        }
        return documents;
    }
    const Codes codes = codes_of(control);
    const json::value all = required(control.get("/control/documents?limit=10000&fields=1"));
    for (const json::value& document : all.at("documents").as_array()) {
        documents.push_back(intacct_document(document.as_object(), codes));
    }
    return documents;
}

std::int64_t place_of(const std::string& edition, wms::Control& control, const std::string& key) {
    if (edition == "intacct") {
        return std::stoll(key);  // Keys are places.
    }
    // What left of an order of Sage 50 has the order's number in its key, and is shown with it.
    const std::string wanted = key.substr(0, key.find('/'));
    std::int64_t place = 0;
    for (const KeyedDocument& document : keyed_documents(edition, control)) {
        ++place;
        if (document.key == wanted || document.number == wanted) {
            return place;
        }
    }
    throw std::runtime_error("nothing in Sage has the key " + key);
}

std::string lost_reply_fault(const std::string& edition) {
    if (edition == "sage200") {
        return R"({"faults":[{"id":"lost","method":"POST","targetContains":"/sales_",)"
               R"("bodyContains":"nominal_analysis_items","times":1,"action":"drop_reply"},)"
               R"({"id":"lost-transfer","method":"POST","targetContains":"/stock_transfers",)"
               R"("times":1,"action":"drop_reply"}]})";
    }
    if (edition == "sage50") {
        return R"({"faults":[{"id":"lost","method":"POST","targetContains":"/api/salesInvoice/",)"
               R"("times":1,"action":"drop_reply"}]})";
    }
    if (edition != "intacct") {
        throw std::runtime_error("there is no fault for the edition " + edition);
    }
    return R"({"faults":[{"id":"lost","method":"POST","targetContains":"/objects/",)"
           R"("bodyContains":"lines","times":1,"action":"drop_reply"}]})";
}

}  // namespace sage::scenarios
