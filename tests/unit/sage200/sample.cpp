// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/sage200/sample.h"

#include <algorithm>

#include "plugins/sage200/wire_order.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/mapping/match_keys.h"

namespace sage::sage200::sample {
namespace {

constexpr std::string_view settings_json = R"({
  "siteId": "7c9e6679-7425-40de-944b-e07fc1f90ae7", "companyId": 1, "currency": "GBP",
  "guestCustomer": "GUEST", "taxCodes": {"STANDARD": "1", "ZERO": "0"},
  "nominalCodes": [{"charges": ["POST"], "set": {"nominalCode": "4905"}},
                   {"set": {"nominalCode": "4000"}}]})";

}  // namespace

std::string changed_settings(std::string_view changes) {
    boost::json::value all = boost::json::parse(settings_json);
    const boost::json::value wanted = boost::json::parse(changes);
    for (const auto& [name, value] : wanted.as_object()) {
        if (value.is_null()) {
            all.as_object().erase(name);
        } else {
            all.as_object()[name] = value;
        }
    }
    return boost::json::serialize(all);
}

Settings settings(std::string_view changes) {
    Result<Settings> read = read_settings(changed_settings(changes));
    EXPECT_TRUE(read.ok()) << changes << (read.ok() ? "" : read.error().first().cause);
    return read.ok() ? std::move(read).value() : Settings{};
}

namespace {

std::string for_orders(std::string_view changes) {
    boost::json::object all = boost::json::parse(R"({"despatchBecomes":"salesOrderAndDespatch",
            "salesOrders":{"warehouses":{"MAIN":"HOME"}}})")
                                  .as_object();
    const boost::json::value wanted = boost::json::parse(changes);
    for (const auto& [name, value] : wanted.as_object()) {
        all[name] = value;
    }
    return boost::json::serialize(all);
}

}  // namespace

Settings order_settings(std::string_view changes) {
    return settings(for_orders(changes));
}

std::vector<std::string> problems_of_orders(std::string_view changes) {
    return problems_of(for_orders(changes));
}

std::vector<std::string> problems_of(std::string_view changes) {
    const Result<Settings> read = read_settings(changed_settings(changes));
    std::vector<std::string> all;
    if (!read.ok()) {
        EXPECT_EQ(read.error().status, Status::config);
        for (const Problem& problem : read.error().problems) {
            expect_complete(problem);
            all.push_back(problem.code + " " + problem.pointer);
        }
    }
    return all;
}

Document document(const boost::json::value& message) {
    Result<Document> found = read(message);
    EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().first().cause);
    return found.ok() ? std::move(found).value() : Document{};
}

Document document(const char* name) {
    return document(example(name));
}

Document document(const char* name, const std::string& pointer, const std::string& value) {
    return document(with(example(name), pointer, value));
}

CatalogueRecord record(std::string_view kind, std::string_view id, std::string_view sage_key,
                       std::map<std::string, std::string, std::less<>> fields) {
    return {std::string(kind), std::string(id), std::string(sage_key), std::string(id), true,
            std::move(fields)};
}

std::vector<CatalogueRecord> records() {
    return {record(kind::site, "7c9e6679-7425-40de-944b-e07fc1f90ae7/1", ""),
            record(kind::customer, "CUST-001", "101", {{"currency_id", "31"}}),
            record(kind::customer, "GUEST", "102"),
            record(kind::tax_code, "1", "11", {{"tax_rate", "20"}}),
            record(kind::tax_code, "0", "10", {{"tax_rate", "0"}}),
            record(kind::nominal_code, "4000", "21"),
            record(kind::nominal_code, "4905", "22"),
            record(kind::nominal_code, "4000/NOR/RET", "23"),
            record(kind::currency, "Pound Sterling", "31", {{"is_base_currency", "true"}}),
            record(kind::currency, "Euro", "32", {{"is_base_currency", "false"}}),
            record(kind::transaction_analysis, "WMS", "41")};
}

Catalogue catalogue() {
    return {records(), 1};
}

Catalogue without(std::string_view kind, std::string_view id) {
    std::vector<CatalogueRecord> all = records();
    std::erase_if(all,
                  [&](const CatalogueRecord& one) { return one.kind == kind && one.id == id; });
    return {std::move(all), 1};
}

Catalogue with_record(CatalogueRecord added) {
    std::vector<CatalogueRecord> all = records();
    all.push_back(std::move(added));
    return {std::move(all), 1};
}

Catalogue order_catalogue(std::vector<CatalogueRecord> added) {
    std::vector<CatalogueRecord> all = records();
    all.push_back(record(kind::product, "SKU-100", "201",
                         {{std::string(match_field::gtin), "05012345678900"}}));
    all.push_back(record(kind::product, "OTHER", "202"));
    all.push_back(record(kind::warehouse, "HOME", "301"));
    all.push_back(record(kind::courier, "United Parcel", "401"));
    all.push_back(record(kind::additional_charge, "CARRIAGE", "501"));
    all.push_back(record(kind::sop_settings, kind::sop_settings, "1",
                         {{"auto_generate_order_return_numbers", "true"},
                          {"amend_header_analysis_codes", "true"},
                          {"amend_analysis_codes", "true"},
                          {"amend_nominal_codes", "true"},
                          {"are_prices_tax_inclusive", "false"},
                          {"record_tracking_on_despatch", "true"}}));
    all.push_back(record(kind::sop_permissions, kind::sop_permissions, "1",
                         {{"override_prices_discounts", "true"}}));
    all.push_back(record(kind::order_field, "spare_text_1", ""));
    // Of one id the last one counts.
    all.insert(all.end(), added.begin(), added.end());
    return {std::move(all), 1};
}

Catalogue order_catalogue_without(std::string_view kind, std::string_view id) {
    const Catalogue whole = order_catalogue();
    std::vector<CatalogueRecord> all;
    for (const std::string_view one :
         {kind::site, kind::customer, kind::currency, kind::tax_code, kind::nominal_code,
          kind::transaction_analysis, kind::product, kind::warehouse, kind::courier,
          kind::additional_charge, kind::sop_settings, kind::sop_permissions, kind::order_field}) {
        for (const CatalogueRecord* const kept : whole.all(one)) {
            if (kept->kind != kind || kept->id != id) {
                all.push_back(*kept);
            }
        }
    }
    return {std::move(all), 1};
}

Preparation prepared(const Document& subject, const Settings& chosen, const Catalogue& known,
                     const std::vector<Related>& related) {
    return prepare(chosen, {subject, known, reference, key, "2026-11-21", related, {}});
}

Related posted_despatch(const std::string& id) {
    Related related;
    related.document_id = id;
    related.posted = true;
    related.sage_document.type = invoice_type;
    related.sage_document.key = "901";
    related.sage_document.number = "1301";
    return related;
}

Related posted_order(const std::string& id) {
    Related related;
    related.message_type = MessageType::sales_order;
    related.document_id = id;
    related.posted = true;
    related.sage_document.type = order_type;
    related.sage_document.key = "5001";
    related.sage_document.number = "70001";
    return related;
}

boost::json::value body_of(const Preparation& preparation) {
    const Send send = expect_kind<Send>(preparation);
    const auto body = parse_json(send.request.body, 100'000, JsonNumbers::as_text);
    EXPECT_TRUE(body.ok()) << send.request.body;
    return body.ok() ? body.value() : boost::json::value();
}

std::string held_by(const Preparation& preparation) {
    const Hold hold = expect_kind<Hold>(preparation);
    expect_complete(hold.problem);
    return hold.problem.code + " " + hold.problem.pointer + " " + hold.root_cause;
}

void expect_complete(const Problem& problem) {
    EXPECT_FALSE(problem.code.empty());
    EXPECT_TRUE(problem.cause.ends_with(".")) << problem.cause;
    EXPECT_TRUE(problem.fix.ends_with(".")) << problem.fix;
}

}  // namespace sage::sage200::sample
