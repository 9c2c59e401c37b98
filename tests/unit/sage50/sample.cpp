// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/sage50/sample.h"

#include <algorithm>

#include "sage-adapter/base/json.h"
#include "sage-adapter/mapping/match_keys.h"

namespace sage::sage50::sample {
namespace {

constexpr std::string_view settings_json = R"({
  "address": "https://sage.example:8443", "companyId": "{7C9E6679-7425-40DE-944B-E07FC1F90AE7}",
  "currency": "GBP", "guestCustomer": "GUEST", "taxCodes": {"STANDARD": "T1", "ZERO": "0"},
  "charges": {"POST": "carriage", "WRAP": "S1", "PROMO": "S1"},
  "nominalCodes": [{"charges": ["POST"], "set": {"nominalCode": "4905"}},
                   {"set": {"nominalCode": "4000"}}]})";
constexpr int body_bytes_max = 100'000;

boost::json::value body_of(const Preparation& preparation) {
    const Send send = expect_kind<Send>(preparation);
    const auto body = parse_json(send.request.body, body_bytes_max, JsonNumbers::as_text);
    EXPECT_TRUE(body.ok()) << send.request.body;
    return body.ok() ? body.value() : boost::json::value();
}

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

CatalogueRecord record(std::string_view kind, std::string_view id, Fields fields) {
    return {std::string(kind), std::string(id), std::string(id), "", true, std::move(fields)};
}

CatalogueRecord inactive(std::string_view kind, std::string_view id) {
    CatalogueRecord made = record(kind, id);
    made.active = false;
    return made;
}

std::vector<CatalogueRecord> records() {
    CatalogueRecord lantern =
        record(kind::product, "SKU-100",
               {{"itemType", "0"}, {std::string(match_field::gtin), "05012345678900"}});
    lantern.name = "Lantern, white";
    CatalogueRecord pound = record(kind::currency, "GBP", {{"base", "true"}});
    pound.key = "1";
    CatalogueRecord euro = record(kind::currency, "EUR", {{"base", "false"}});
    euro.key = "2";
    return {record(kind::customer, "CUST-001", {{"currency", "1"}}),
            record(kind::customer, "GUEST"),
            lantern,
            record(kind::product, "OTHER", {{"itemType", "0"}}),
            record(kind::product, "POSTAGE", {{"itemType", "2"}, {"nominalCode", "4905"}}),
            record(kind::tax_code, "1", {{"rate", "20"}}),
            record(kind::tax_code, "0", {{"rate", "0"}}),
            record(kind::tax_code, "7"),
            record(kind::nominal_code, "4000"),
            record(kind::nominal_code, "4905"),
            record(kind::department, "3"),
            pound,
            euro,
            record(kind::company, company_id, {{"quantityPlaces", "2"}, {"pricePlaces", "3"}})};
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

Catalogue of_company(Fields fields) {
    return with_record(record(kind::company, company_id, std::move(fields)));
}

Preparation prepared(const Document& subject, const Settings& chosen, const Catalogue& known,
                     const std::vector<Related>& related, const std::vector<Observation>& seen) {
    return prepare(chosen, {subject, known, reference, key, "2026-11-24", related, seen});
}

Related posted_despatch(const std::string& id) {
    Related related;
    related.document_id = id;
    related.posted = true;
    related.sage_document.type = invoice_type;
    related.sage_document.key = "1301";
    related.sage_document.number = "1301";
    return related;
}

std::string sent(const Preparation& preparation, std::string_view pointer) {
    const boost::json::value body = body_of(preparation);
    const boost::json::value* const found = at_pointer(body, pointer);
    return found == nullptr     ? ""
           : found->is_string() ? std::string(found->as_string())
                                : boost::json::serialize(*found);
}

std::size_t items_of(const Preparation& preparation) {
    const boost::json::value body = body_of(preparation);
    const boost::json::value* const found = at_pointer(body, "/invoiceItems");
    return found == nullptr ? 0 : found->as_array().size();
}

std::string held_by(const Preparation& preparation) {
    const Hold hold = expect_kind<Hold>(preparation);
    expect_complete(hold.problem);
    return hold.problem.code + " " + hold.problem.pointer + " " + hold.root_cause;
}

std::vector<std::string> remarks_on(const Preparation& preparation) {
    const PostNothing* const nothing = std::get_if<PostNothing>(&preparation);
    const std::vector<Remark> remarks =
        nothing != nullptr ? nothing->about.remarks : expect_kind<Send>(preparation).remarks;
    std::vector<std::string> told;
    for (const Remark& remark : remarks) {
        EXPECT_TRUE(remark.message.ends_with(".")) << remark.message;
        told.push_back(remark.code + " " + remark.field);
    }
    return told;
}

void expect_complete(const Problem& problem) {
    EXPECT_FALSE(problem.code.empty());
    EXPECT_TRUE(problem.cause.ends_with(".")) << problem.cause;
    EXPECT_TRUE(problem.fix.ends_with(".")) << problem.fix;
}

}  // namespace sage::sage50::sample
