// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/intacct/sample.h"
#include "tests/support/source_folder.h"

#include <fstream>
#include <iterator>

namespace sage::intacct::sample {

std::string file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    EXPECT_TRUE(in.good()) << path;
    return {std::istreambuf_iterator<char>(in), {}};
}

std::filesystem::path source() {
    return source_folder();
}

json::value parsed(std::string_view text) {
    json::error_code error;
    json::value value = json::parse(text, error);
    EXPECT_FALSE(error) << text;
    return value;
}

std::string changed_settings(std::string_view changes) {
    json::value all = parsed(settings_json);
    const json::value wanted = parsed(changes);
    for (const json::key_value_pair& change : wanted.as_object()) {
        if (change.value().is_null()) {
            all.as_object().erase(change.key());
        } else {
            all.as_object()[change.key()] = change.value();
        }
    }
    return json::serialize(all);
}

Settings settings(std::string_view changes) {
    Result<Settings> read = read_settings(changed_settings(changes));
    EXPECT_TRUE(read.ok()) << changes;
    return read.ok() ? std::move(read).value() : Settings{};
}

Document document(const json::value& message) {
    Result<Document> read = read_document(json::serialize(message));
    EXPECT_TRUE(read.ok()) << (read.ok() ? "" : read.error().first().pointer) << " "
                           << (read.ok() ? "" : read.error().first().cause);
    return read.ok() ? std::move(read).value() : Document{};
}

Document document(const char* name) {
    return document(sage::example(name));
}

Document document(const char* name, const std::string& pointer, const std::string& value) {
    return document(sage::with(sage::example(name), pointer, value));
}

CatalogueRecord record(std::string_view kind_of, std::string_view id,
                       std::map<std::string, std::string, std::less<>> fields) {
    return {std::string(kind_of), std::string(id), "1", std::string(id), true, std::move(fields)};
}

std::vector<CatalogueRecord> records() {
    const auto order_entry = [](std::string_view id, const char* category, const char* direction) {
        return record(kind::order_entry_definition, id,
                      {{"workflowCategory", category},
                       {"enableNumberingSequence", "true"},
                       {"inventoryUpdateType", *direction == 0 ? "no" : "quantityAndValue"},
                       {"increaseOrDecreaseInventory", direction},
                       {"editPolicy", "all"},
                       {"overridePrice", "true"}});
    };
    const auto model = [](std::string_view object) {
        return record(kind::definition, object,
                      {{"idempotenceSupported", "true"},
                       {"header:nsp::WMS_REFERENCE", "writable"},
                       {"header:nsp::PARCELS", "writable"},
                       {"header:nsp::PARCELS:type", "text"},
                       {"header:nsp::PARCELS:characters", "30"},
                       {"header:nsp::WEIGHT", "writable"},
                       {"header:nsp::WEIGHT:type", "number"},
                       {"header:nsp::SHIPPED", "writable"},
                       {"header:nsp::SHIPPED:type", "date"},
                       {"header:nsp::EXPRESS", "writable"},
                       {"header:nsp::EXPRESS:type", "boolean"},
                       {"header:nsp::CARRIER", "writable"},
                       {"header:nsp::CARRIER:type", "text"},
                       {"header:nsp::CARRIER:values", "UPS\nDHL Express"},
                       {"header:nsp::SEVERAL", "writable"},
                       {"header:nsp::SEVERAL:type", "other"},
                       {"header:nsp::FIXED", "read-only"},
                       {"line:nsp::LABELS", "writable"},
                       {"line:nsp::PIECES", "writable"},
                       {"line:nsp::PIECES:type", "number"},
                       {"lines", "known"},
                       {"line:nsp::WMS_ORDER_LINE", "writable"}});
    };
    return {record(kind::item, "SKU-100", {{"itemType", "inventory"}}),
            record(kind::item_tracking, "SKU-100",
                   {{"tracking.enableLotCategory", "true"}, {"tracking.enableExpiration", "true"}}),
            record(kind::item, "CARRIAGE", {{"itemType", "nonInventory"}}),
            record(kind::customer, "CUST-001", {{"isOnHold", "false"}}),
            record(kind::customer, "GUEST"),
            record(kind::warehouse, "WH1", {{"location.id", "100"}}),
            record(kind::tax_schedule, "UK Sale Goods Standard Rate"),
            order_entry("Sales Order", "order", ""),
            order_entry("Sales Invoice", "invoice", "decrease"),
            order_entry("Sales Return", "return", "increase"),
            record(kind::inventory_definition, "Inventory Adjustment Increase"),
            record(kind::inventory_definition, "Inventory Adjustment Decrease"),
            record(kind::inventory_definition, "Inventory Receipt"),
            record(kind::inventory_effect, "Inventory Receipt", {{"operation", "add"}}),
            record(kind::inventory_effect, "Inventory Adjustment Increase", {{"operation", "add"}}),
            record(kind::inventory_effect, "Inventory Adjustment Decrease",
                   {{"operation", "subtract"}}),
            model("order-entry/document::Sales Order"),
            model("order-entry/document::Sales Invoice"),
            model("order-entry/document::Sales Return"),
            model("inventory-control/document::Inventory Adjustment Increase"),
            model("inventory-control/document::Inventory Adjustment Decrease"),
            model("inventory-control/document::Inventory Receipt"),
            model("inventory-control/warehouse-transfer")};
}

Catalogue catalogue() {
    return {records(), 1};
}

Catalogue without(std::string_view kind_of, std::string_view id) {
    std::vector<CatalogueRecord> kept = records();
    std::erase_if(kept,
                  [&](const CatalogueRecord& one) { return one.kind == kind_of && one.id == id; });
    return {std::move(kept), 1};
}

Preparation prepared(const Document& subject, const Settings& chosen, const Catalogue& known,
                     const std::vector<Related>& related, const std::vector<Observation>& seen) {
    return prepare(chosen, {subject, known, reference, key, "2026-11-25", related, seen});
}

Send sent(const char* example_name) {
    return expect_kind<Send>(prepared(document(example_name)));
}

void expect_complete(const Problem& problem) {
    EXPECT_FALSE(problem.code.empty());
    EXPECT_EQ(problem.code.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._"),
              std::string::npos)
        << problem.code;
    EXPECT_FALSE(problem.cause.empty()) << problem.code;
    EXPECT_FALSE(problem.fix.empty()) << problem.code;
    EXPECT_TRUE(problem.cause.ends_with('.')) << problem.cause;
    EXPECT_TRUE(problem.fix.ends_with('.')) << problem.fix;
}

Reply reply(int status, std::string body, std::vector<Header> headers) {
    return {status, std::move(headers), std::move(body)};
}

}  // namespace sage::intacct::sample
