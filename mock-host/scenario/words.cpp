// SPDX-License-Identifier: Apache-2.0
// Sage Intacct's fields by their names in Sage's own specification, and what the translations
// share.
#include "mock-host/scenario/words.h"

#include <boost/json.hpp>
#include <map>
#include <regex>
#include <string_view>

#include "mock-host/scenario/scenario.h"
#include "mock-host/scenario/words_parts.h"

namespace wms::scenarios {
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

Codes codes_of(const json::value& all) {
    Codes codes;
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
    const auto tax = Decimal::parse(text_of(entry, "txnTaxAmount")).value_or(Decimal());
    line["tax"] = (tax.is_negative() ? -tax : tax).text();
    line["taxCode"] = back(codes.taxes, text_of(entry.at("orderEntryTaxDetail").as_object(), "id"));
}

json::object intacct_line(const json::object& line, const Codes& codes) {
    const json::object& fields = line.at("fields").as_object();
    json::object all = in_words(fields, line_words());
    all["net"] = line.at("net");
    if (!all.contains("tax")) {
        all["tax"] = "0";
    }
    const std::string direction = text_of(fields, "transferDirection");
    if (!direction.empty()) {
        // Elsewhere it is the quantity in base units, which no scenario speaks of.
        const std::string quantity = text_of(fields, "quantity");
        all["quantity"] = direction == "out" ? "-" + quantity : quantity;
    }
    all["site"] = back(codes.sites, text_of(fields, direction.empty() ? "dimensions.warehouse.id"
                                                                      : "warehouse.id"));
    all["taxCode"] = back(codes.taxes, text_of(fields, "taxSchedule.id"));
    add_tax_entries(all, text_of(fields, "taxEntries"), codes);
    all["lots"] = lots_of(text_of(fields, "trackingDetail"));
    const std::string source = text_of(fields, "sourceDocumentLine.key");
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
    all["type"] = types.at(text_of(document, "effect"));
    if (text_of(document, "type").starts_with("AR ")) {
        all["reference"] = document.at("reference");
    }
    all["currency"] = document.at("currency");
    all["net"] = document.at("net");
    all["gross"] = document.at("total");
    all["tax"] = tax_of(text_of(document, "net"), text_of(document, "total"));
    const std::string state = text_of(document, "state");
    all["open"] = state == "pending" || state == "inTransit" || state == "partiallyConverted" ||
                  state == "partiallyConvertedByLine";
    const std::string source = text_of(fields, "sourceDocument.key");
    all["madeFrom"] = source.empty() ? json::value() : json::value(std::stoll(source));
    json::array lines;
    for (const json::value& line : document.at("lines").as_array()) {
        lines.push_back(intacct_line(line.as_object(), codes));
    }
    all["lines"] = std::move(lines);
    return all;
}

KeyedDocuments intacct_documents(Control& control) {
    const Result<json::value> suggested = asked(control, "/control/settings");
    if (!suggested.ok()) {
        return suggested.problem();
    }
    const Codes codes = codes_of(suggested.value());
    const Result<json::value> all = asked(control, "/control/documents?limit=10000&fields=1");
    if (!all.ok()) {
        return all.problem();
    }
    std::vector<KeyedDocument> documents;
    for (const json::value& document : all.value().at("documents").as_array()) {
        documents.push_back({text_of(document.as_object(), "key"), "",
                             intacct_document(document.as_object(), codes)});
    }
    return documents;
}

KeyedDocuments keyed_documents(const std::string& edition, Control& control) {
    if (edition == "intacct") {
        return intacct_documents(control);
    }
    if (edition == "sage200") {
        return sage200_documents(control);
    }
    return edition == "sage50" ? sage50_documents(control) : not_translated(edition);
}

}  // namespace

Problem not_translated(const std::string& edition) {
    return {"scenario.edition", edition,
            "Scenarios have no words for what this edition's Sage holds.",
            "Play them with a plugin of another edition, or translate it in words.cpp.", "it"};
}

std::string found_in(const std::string& text, const char* pattern) {
    std::smatch found;
    return std::regex_search(text, found, std::regex(pattern)) ? found[1].str() : std::string();
}

Result<json::value> asked(Control& control, const std::string& target) {
    const Result<std::string> answer = control.get(target);
    if (!answer.ok()) {
        return answer.problem();
    }
    return json::parse(answer.value());
}

std::string tax_of(const std::string& net, const std::string& gross) {
    const auto left = Decimal::parse(net);
    const auto right = Decimal::parse(gross);
    return left && right ? (*right - *left).text() : "";
}

const std::vector<std::string>& editions() {
    static const std::vector<std::string> all = {"intacct", "sage200", "sage50"};
    return all;
}

Result<json::array> documents_in_words(const std::string& edition, Control& control) {
    KeyedDocuments keyed = keyed_documents(edition, control);
    if (!keyed.ok()) {
        return keyed.problem();
    }
    json::array documents;
    for (KeyedDocument& document : keyed.value()) {
        documents.push_back(std::move(document.in_words));
    }
    return documents;
}

Result<std::int64_t> place_of(const std::string& edition, Control& control,
                              const std::string& key) {
    if (edition == "intacct") {
        return std::stoll(key);  // Keys are places, also where documents were deleted.
    }
    const KeyedDocuments keyed = keyed_documents(edition, control);
    if (!keyed.ok()) {
        return keyed.problem();
    }
    // What left of an order of Sage 50 has the order's number in its key, and is shown with it.
    const std::string wanted = key.substr(0, key.find('/'));
    std::int64_t place = 0;
    for (const KeyedDocument& document : keyed.value()) {
        ++place;
        if (document.key == wanted || document.number == wanted) {
            return place;
        }
    }
    return Problem{"scenario.key", key, "Nothing in Sage has the key that the plugin tells.",
                   "Look at what the plugin sent.", "vendor"};
}

Result<std::string> lost_reply_fault(const std::string& edition) {
    if (edition == "sage200") {
        return std::string(
            R"({"faults":[{"id":"lost","method":"POST","targetContains":"/sales_",)"
            R"("bodyContains":"nominal_analysis_items","times":1,"action":"drop_reply"},)"
            R"({"id":"lost-transfer","method":"POST","targetContains":"/stock_transfers",)"
            R"("times":1,"action":"drop_reply"}]})");
    }
    if (edition == "sage50") {
        return std::string(
            R"({"faults":[{"id":"lost","method":"POST","targetContains":"/api/salesInvoice/",)"
            R"("times":1,"action":"drop_reply"}]})");
    }
    if (edition != "intacct") {
        return not_translated(edition);
    }
    return std::string(R"({"faults":[{"id":"lost","method":"POST","targetContains":"/objects/",)"
                       R"("bodyContains":"lines","times":1,"action":"drop_reply"}]})");
}

}  // namespace wms::scenarios
