// SPDX-License-Identifier: Apache-2.0
// Plan: the schemas are usable and described; each example passes its schema, and what breaks a
// rule (generic breaches in every document, hand-picked ones per type) does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "tests/support/source_folder.h"
#include "tests/unit/host_api/schema_checker.h"

namespace contract {
namespace {

namespace json = boost::json;
using testing::IsEmpty;
using testing::Not;

const std::vector<std::string> documents = {
    "salesOrder",        "orderChange",     "orderCancellation",    "despatchAdvice",
    "trackingUpdate",    "returnAdvice",    "receiptAdvice",        "inventoryAdjustment",
    "inventoryTransfer", "inventoryReport", "documentCancellation", "operatorDecision"};
const std::vector<std::string> events = {"postingResult", "attention", "authorizationExpiring",
                                         "catalogueChanged", "reconciliationFinding"};
const std::vector<std::string> queries = {"status",       "discover",  "document",  "held",
                                          "preview",      "catalogue", "dashboard", "reconcile",
                                          "notYetPosted", "shadow",    "heldLines", "export",
                                          "receipt",      "verify",    "journal",   "stockDrift"};

json::value parsed(const std::string& text) {
    return json::parse(text);
}

/// Calls `each` with every object and array at any depth and its JSON pointer.
void walk(const json::value& value, const std::string& pointer,
          const std::function<void(const json::value&, const std::string&)>& each) {
    each(value, pointer);
    if (const json::object* object = value.if_object()) {
        for (const auto& member : *object) {
            walk(member.value(), pointer + "/" + std::string(member.key()), each);
        }
    } else if (const json::array* array = value.if_array()) {
        for (std::size_t index = 0; index < array->size(); ++index) {
            walk((*array)[index], pointer + "/" + std::to_string(index), each);
        }
    }
}

/// The text with the value at `pointer` replaced; an empty replacement takes the member out.
std::string changed(const std::string& text, const std::string& pointer,
                    const std::string& replacement) {
    json::value value = parsed(text);
    const std::size_t slash = pointer.rfind('/');
    std::error_code error;
    json::value* parent = value.find_pointer(pointer.substr(0, slash), error);
    const std::string name = pointer.substr(slash + 1);
    EXPECT_NE(parent, nullptr) << pointer;
    if (parent == nullptr) {
        return text;
    }
    if (json::array* array = parent->if_array()) {
        array->at(std::stoul(name)) = parsed(replacement);
    } else if (replacement.empty()) {
        EXPECT_TRUE(parent->get_object().contains(name)) << pointer;
        parent->get_object().erase(name);
    } else {
        parent->get_object()[name] = parsed(replacement);
    }
    return json::serialize(value);
}

void expect_refused(const std::string& name, const std::string& pointer,
                    const std::string& replacement) {
    EXPECT_THAT(violations(name, changed(example_text(name), pointer, replacement)), Not(IsEmpty()))
        << name << " with " << pointer << " = " << replacement;
}

/// Pointers of the strings that are decimals: the amount of money, the value of a quantity.
std::vector<std::string> decimals_in(const std::string& text) {
    std::vector<std::string> pointers;
    walk(parsed(text), "", [&](const json::value& value, const std::string& pointer) {
        const json::object* object = value.if_object();
        if (object != nullptr && object->contains("currencyId") && object->contains("amount")) {
            pointers.push_back(pointer + "/amount");
        } else if (object != nullptr && object->contains("unitCode")) {
            pointers.push_back(pointer + "/value");
        }
    });
    return pointers;
}

TEST(Schemas, are_json_schema_of_draft_7_with_title_and_description) {
    for (const std::string& name : schema_names()) {
        const json::value schema = parsed(schema_text(name));
        EXPECT_EQ(schema.at("$schema").as_string(), "http://json-schema.org/draft-07/schema#")
            << name;
        EXPECT_FALSE(schema.at("title").as_string().empty()) << name;
        EXPECT_FALSE(schema.at("description").as_string().empty()) << name;
    }
    EXPECT_GE(schema_names().size(), 12U + 5U + 2U * 9U);
}

TEST(Schemas, describe_every_member) {
    std::vector<std::string> names = schema_names();
    names.emplace_back("common");
    for (const std::string& name : names) {
        const auto each = [&](const json::value& value, const std::string& pointer) {
            if (!pointer.ends_with("/properties") || pointer.ends_with("properties/properties") ||
                name == "configSchema") {
                return;
            }
            for (const auto& member : value.get_object()) {
                const json::object& rules = member.value().get_object();
                const bool refers = rules.contains("$ref");
                const bool narrows = pointer.find("Of/") != std::string::npos;
                EXPECT_TRUE(refers || narrows ||
                            (rules.contains("title") && rules.contains("description")))
                    << name << pointer << '/' << member.key();
            }
        };
        walk(parsed(schema_text(name)), "", each);
    }
}

TEST(Schemas, exist_for_every_document_event_and_query) {
    const std::vector<std::string> all = schema_names();
    const std::set<std::string> names(all.begin(), all.end());
    for (const std::string& name : documents) {
        EXPECT_TRUE(names.contains(name)) << name;
    }
    for (const std::string& name : events) {
        EXPECT_TRUE(names.contains(name)) << name;
    }
    for (const std::string& name : queries) {
        EXPECT_TRUE(names.contains("query." + name)) << name;
        EXPECT_TRUE(names.contains("query." + name + ".answer")) << name;
    }
}

TEST(Schemas, accept_their_examples_and_every_one_has_an_example) {
    EXPECT_EQ(schema_names(), example_names());
    for (const std::string& name : example_names()) {
        EXPECT_THAT(violations(name, example_text(name)), IsEmpty()) << name;
    }
}

TEST(Schemas, accept_the_manifests_of_this_project) {
    namespace fs = std::filesystem;
    std::vector<std::string> files = {sage::source_folder() + "/tests/abi/plugin_v1_0.json",
                                      sage::source_folder() + "/tests/abi/plugin_v2_0.json"};
    for (const auto& folder : fs::directory_iterator(sage::source_folder() + "/plugins")) {
        if (fs::exists(folder.path() / "manifest.json")) {
            files.push_back((folder.path() / "manifest.json").string());
        }
    }
    EXPECT_GE(files.size(), 3U);
    for (const std::string& file : files) {
        const std::string manifest = text_of_file(file);
        EXPECT_THAT(violations("manifest", manifest), IsEmpty()) << file;
        EXPECT_THAT(
            violations("configSchema", json::serialize(parsed(manifest).at("config_schema"))),
            IsEmpty())
            << file;
    }
}

TEST(Schemas, ignore_members_they_do_not_know) {
    for (const std::string& name : example_names()) {
        if (name == "manifest" || name == "configSchema" || name == "query.catalogue.answer") {
            continue;  // They hold objects with members of other people's choice.
        }
        const Checker checker(name);
        const std::string text = example_text(name);
        walk(parsed(text), "", [&](const json::value& value, const std::string& pointer) {
            if (value.is_object()) {
                const std::string more =
                    changed(text, pointer + "/ofALaterVersion", R"({"any":[1,null,"x"]})");
                EXPECT_THAT(checker.violations(more), IsEmpty()) << name << ' ' << pointer;
            }
        });
    }
}

TEST(Documents, need_every_member_of_the_envelope) {
    for (const std::string& name : documents) {
        for (const char* member : {"schemaVersion", "messageType", "messageId", "occurredAt",
                                   "environment", "tenantId", "body"}) {
            expect_refused(name, std::string("/") + member, "");
        }
        expect_refused(name, "/body/id", "");
        expect_refused(name, "/body/id", "\"\"");
        expect_refused(name, "/body/id", "7");
        expect_refused(name, "/body/issueDate", "");
        expect_refused(name, "/body/issueDate", "\"20/11/2026\"");
        expect_refused(name, "/body/issueDate", "\"2026-13-01\"");
    }
}

TEST(Documents, refuse_another_type_version_and_environment) {
    for (const std::string& name : documents) {
        const std::string other = name == "salesOrder" ? "\"orderChange\"" : "\"salesOrder\"";
        expect_refused(name, "/messageType", other);
        expect_refused(name, "/messageType", "\"invoice\"");
        expect_refused(name, "/schemaVersion", "\"2.0.0\"");
        expect_refused(name, "/environment", "\"production\"");
        expect_refused(name, "/messageId", "\"17\"");
        expect_refused(name, "/occurredAt", "\"2026-11-20T15:42:10\"");
        expect_refused(name, "/tenantId", '"' + std::string(129, 'x') + '"');
    }
}

TEST(Documents, refuse_money_and_quantities_that_are_no_decimal_text) {
    std::size_t checked = 0;
    for (const std::string& name : documents) {
        const Checker checker(name);
        const std::string text = example_text(name);
        const auto expect_refusal = [&](const std::string& pointer, const char* wrong) {
            EXPECT_THAT(checker.violations(changed(text, pointer, wrong)), Not(IsEmpty()))
                << name << ' ' << pointer << " = " << wrong;
            ++checked;
        };
        const std::vector<std::string> pointers = decimals_in(text);
        for (const std::string& pointer : pointers) {
            expect_refusal(pointer, "12.5");
            expect_refusal(pointer, "\"1.\"");
        }
        for (const char* wrong :
             {"12", "\"\"", "\"+1\"", "\"01\"", "\".5\"", "\"1e3\"", "\"1,5\"", "\" 1\"", "\"NaN\"",
              "\"--1\"", "\"1\\n\"", "null", "\"1234567890123456789012345678\""}) {
            if (!pointers.empty()) {
                expect_refusal(pointers.front(), wrong);
            }
        }
    }
    EXPECT_GT(checked, 150U);
}

struct Breach {
    const char* name;
    const char* pointer;
    const char* replacement;
};

TEST(Documents, refuse_what_breaks_a_rule_of_their_type) {
    const std::vector<Breach> breaches = {
        {"salesOrder", "/body/lines", "[]"},
        {"salesOrder", "/body/lines", ""},
        {"salesOrder", "/body/lines/0/orderedQuantity", ""},
        {"salesOrder", "/body/lines/0/orderedQuantity/value", "\"0\""},
        {"salesOrder", "/body/lines/0/item/sellersItemId", ""},
        {"salesOrder", "/body/partialDeliveryIndicator", "\"yes\""},
        {"orderChange", "/body/lines/0/orderedQuantity/value", "\"-1\""},
        {"orderChange", "/body/lines/0/price/discountRate", "\"101\""},
        {"orderChange", "/body/lines/0/price/unitAmount", ""},
        {"orderChange", "/body/promisedDeliveryPeriod/startDate", "\"soon\""},
        {"orderCancellation", "/body/orderReference", ""},
        {"orderCancellation", "/body/orderReference/id", ""},
        {"orderCancellation", "/body/reason", "17"},
        {"despatchAdvice", "/body/lines/0/deliveredQuantity", ""},
        {"despatchAdvice", "/body/lines/0/deliveredQuantity/value", "\"0.00\""},
        {"despatchAdvice", "/body/lines/0/outstandingQuantity/value", "\"-4\""},
        {"despatchAdvice", "/body/lines/0/lots/0/lotNumber", ""},
        {"despatchAdvice", "/body/lines/0/item/gtin", "\"12\""},
        {"despatchAdvice", "/body/allowanceCharges/0/amount", ""},
        {"despatchAdvice", "/body/allowanceCharges/0/chargeIndicator", "\"true\""},
        {"despatchAdvice", "/body/shipment/consignments/0/trackingId", ""},
        {"despatchAdvice", "/body/currencyId", "\"pounds\""},
        {"despatchAdvice", "/body/deliveryCustomerParty/postalAddress/countryCode", "\"UK1\""},
        {"trackingUpdate", "/body/despatchReference", ""},
        {"trackingUpdate", "/body/despatchReference/id", "\"\""},
        {"trackingUpdate", "/body/shipment/consignments", "[]"},
        {"trackingUpdate", "/body/shipment/consignments", ""},
        {"returnAdvice", "/body/lines/0/returnedQuantity/value", "\"-2\""},
        {"returnAdvice", "/body/lines/0/dispositionCode", "\"keep\""},
        {"returnAdvice", "/body/lines", "[]"},
        {"returnAdvice", "/body/shipTo/locationId", ""},
        {"receiptAdvice", "/body/lines/0/receivedQuantity", ""},
        {"receiptAdvice", "/body/lines/0/shortQuantity/value", "\"-2\""},
        {"receiptAdvice", "/body/purchaseOrderReference/id", ""},
        {"receiptAdvice", "/body/shipTo/gln", "\"501\""},
        {"inventoryAdjustment", "/body/locationId", ""},
        {"inventoryAdjustment", "/body/lines/0/quantity/value", "\"0\""},
        {"inventoryAdjustment", "/body/lines/0/quantity/value", "\"-0.0\""},
        {"inventoryAdjustment", "/body/lines/0/reasonCode", ""},
        {"inventoryTransfer", "/body/toLocationId", ""},
        {"inventoryTransfer", "/body/lines/0/quantity/value", "\"-24\""},
        {"inventoryTransfer", "/body/inTransitIndicator", "1"},
        {"inventoryReport", "/body/asOf", ""},
        {"inventoryReport", "/body/asOfSequence", "\"48210\""},
        {"inventoryReport", "/body/lines/0/onHand", ""},
        {"documentCancellation", "/body/subjectMessageId", "\"DN-1001-1\""},
        {"documentCancellation", "/body/decidedBy", ""},
        {"documentCancellation", "/body/reason", "\"\""},
        {"operatorDecision", "/body/decision", "\"forget\""},
        {"operatorDecision", "/body/decision", ""},
        {"operatorDecision", "/body/subjectMessageId", ""},
        {"operatorDecision", "/body/decidedBy", "\"\""},
    };
    for (const Breach& breach : breaches) {
        expect_refused(breach.name, breach.pointer, breach.replacement);
    }
    for (const std::string& name : documents) {
        const auto of_type =
            std::count_if(breaches.begin(), breaches.end(),
                          [&](const Breach& breach) { return breach.name == name; });
        EXPECT_GE(of_type, 3) << name;
    }
}

TEST(Documents, a_despatch_may_consist_of_charges_only) {
    EXPECT_THAT(
        violations("despatchAdvice", changed(example_text("despatchAdvice"), "/body/lines", "[]")),
        IsEmpty());
    const std::string no_charge =
        changed(example_text("despatchAdvice"), "/body/allowanceCharges", "[]");
    EXPECT_THAT(violations("despatchAdvice", no_charge), IsEmpty());
    EXPECT_THAT(violations("despatchAdvice", changed(no_charge, "/body/lines", "[]")),
                Not(IsEmpty()));
}

TEST(Documents, a_buyer_may_be_a_guest) {
    const std::string text = example_text("despatchAdvice");
    EXPECT_THAT(violations("despatchAdvice", changed(text, "/body/buyerCustomerParty", "")),
                IsEmpty());
    EXPECT_THAT(violations("despatchAdvice", changed(text, "/body/buyerCustomerParty/id", "\"\"")),
                IsEmpty());
}

TEST(Documents, have_at_most_ten_thousand_lines_and_a_thousand_tracking_numbers) {
    const auto repeated = [](const std::string& element, int count) {
        std::string list;
        for (int number = 0; number < count; ++number) {
            list += (number == 0 ? "" : ",") + element;
        }
        return "[" + list + "]";
    };
    const std::string parcel = R"({"trackingId":"1Z"})";
    const std::string at = "/body/shipment/consignments";
    const std::string text = example_text("trackingUpdate");
    EXPECT_THAT(violations("trackingUpdate", changed(text, at, repeated(parcel, 1000))), IsEmpty());
    expect_refused("trackingUpdate", at, repeated(parcel, 1001));
    const std::string line =
        R"({"id":"1","item":{"sellersItemId":"A"},"quantity":{"value":"1","unitCode":"EA"}})";
    expect_refused("inventoryTransfer", "/body/lines", repeated(line, 10'001));
}

TEST(Events, need_their_members_and_their_type) {
    for (const std::string& name : events) {
        for (const char* member : {"eventId", "eventType", "occurredAt"}) {
            expect_refused(name, std::string("/") + member, "");
        }
        expect_refused(name, "/eventType", "\"somethingElse\"");
        expect_refused(name, "/eventId", "42");
    }
    const std::vector<Breach> breaches = {
        {"postingResult", "/state", "\"lost\""},
        {"postingResult", "/messageId", ""},
        {"postingResult", "/sageDocument", ""},
        {"postingResult", "/sageDocument/key", "\"\""},
        {"postingResult", "/error", "\"none\""},
        {"postingResult", "/attempts", "\"1\""},
        {"postingResult", "/predictedTotals/net/amount", "25.29"},
        {"postingResult", "/difference/gross/currencyId", ""},
        {"postingResult", "/sageDocument/postedTotals/tax/amount", "\"five\""},
        {"attention", "/error", ""},
        {"attention", "/error/fix", ""},
        {"attention", "/error/owner", "\"nobody\""},
        {"attention", "/error/code", "\"Wrong Code\""},
        {"attention", "/error/fieldPath", "\"body\""},
        {"authorizationExpiring", "/expiresAt", "\"tomorrow\""},
        {"catalogueChanged", "/changes/0/added", "-1"},
        {"reconciliationFinding", "/finding", "\"fine\""},
        {"reconciliationFinding", "/differences/0/found", "7"},
    };
    for (const Breach& breach : breaches) {
        expect_refused(breach.name, breach.pointer, breach.replacement);
    }
    const std::string nothing = changed(example_text("postingResult"), "/sageDocument", "null");
    EXPECT_THAT(violations("postingResult", nothing), IsEmpty());
}

TEST(Queries, need_their_members_and_their_name) {
    for (const std::string& name : queries) {
        expect_refused("query." + name, "/query", "");
        expect_refused("query." + name, "/query", "\"other\"");
    }
    const std::vector<Breach> breaches = {
        {"query.document", "/messageId", ""},
        {"query.held", "/limit", "0"},
        {"query.held", "/limit", "10001"},
        {"query.held", "/limit", "\"10\""},
        {"query.heldLines", "/rootCause", ""},
        {"query.heldLines", "/limit", "0"},
        {"query.catalogue", "/kind", ""},
        {"query.preview", "/document", "\"DN-1\""},
        {"query.preview", "/document/messageId", ""},
        {"query.reconcile", "/from", "\"yesterday\""},
        {"query.shadow", "/documents", "[]"},
        {"query.shadow", "/documents/0/messageId", ""},
        {"query.stockDrift", "/positions", "[]"},
        {"query.stockDrift", "/positions/0/quantity", "88"},
        {"query.stockDrift", "/correctUpTo", "\"-1\""},
        {"query.status.answer", "/counts", ""},
        {"query.status.answer", "/counts/held", "-1"},
        {"query.status.answer", "/state", "\"RUNNING\""},
        {"query.discover.answer", "/problems", ""},
        {"query.document.answer", "/history/0/from", "\"new\""},
        {"query.document.answer", "/messageId", ""},
        {"query.held.answer", "/held/0/state", ""},
        {"query.preview.answer", "/outcome", "\"maybe\""},
        {"query.preview.answer", "/predictedTotals/net/amount", "25.29"},
        {"query.catalogue.answer", "/records/0/active", ""},
        {"query.catalogue.answer", "/next", "7"},
        {"query.dashboard", "/sinceMs", "-1"},
        {"query.dashboard.answer", "/connected", "\"yes\""},
        {"query.dashboard.answer", "/today/inFlight", ""},
        {"query.dashboard.answer", "/byType/0/posted", "-1"},
        {"query.dashboard.answer", "/authorisation/secondsLeft", "\"soon\""},
        {"query.dashboard.answer", "/alerts/0/error", ""},
        {"query.dashboard.answer", "/drift/0/documents", "0"},
        {"query.notYetPosted", "/from", "\"November\""},
        {"query.notYetPosted.answer", "/documents/0/netAmount/amount", "21.08"},
        {"query.notYetPosted.answer", "/documents/0/businessDate", "\"today\""},
        {"query.export", "/what", "\"orders\""},
        {"query.export.answer", "/next", "null"},
        {"query.export.answer", "/rows/0/contentHash", ""},
        {"query.export.answer", "/rows/0/state", "\"new\""},
        {"query.reconcile.answer", "/complete", ""},
        {"query.shadow.answer", "/rows/0/outcome", "\"maybe\""},
        {"query.shadow.answer", "/rows/0/differences/0/found", ""},
        {"query.shadow.answer", "/rows/1/problems/0/fix", ""},
        {"query.notYetPosted.answer", "/documents", "{}"},
        {"query.receipt", "/messageId", ""},
        {"query.receipt.answer", "/requests/0/sendHash", "\"07ab\""},
        {"query.receipt.answer", "/readBack/totals/net/amount", "25.29"},
        {"query.receipt.answer", "/journal/position", "0"},
        {"query.verify", "/anchors/0/hash", ""},
        {"query.verify.answer", "/firstBreak/cause", ""},
        {"query.verify.answer", "/whole", "1"},
        {"query.journal", "/after/position", "\"4\""},
        {"query.journal.answer", "/rows/0/hash", ""},
        {"query.journal.answer", "/next", "7"},
    };
    for (const Breach& breach : breaches) {
        expect_refused(breach.name, breach.pointer, breach.replacement);
    }
}

TEST(OtherTexts, refuse_what_breaks_their_rules) {
    const std::vector<Breach> breaches = {
        {"receipt", "/messageId", ""},
        {"receipt", "/state", "\"accepted\""},
        {"receipt", "/documentKey", "\"9f2c\""},
        {"receipt", "/duplicate", "0"},
        {"check.answer", "/ok", ""},
        {"check.answer", "/rights/0/verdict", "\"perhaps\""},
        {"check.answer", "/rights/0/given", "\"yes\""},
        {"errorDetail", "/problems", "[]"},
        {"errorDetail", "/problems/0/cause", ""},
        {"secret", "/version", ""},
        {"secret", "/value", "\"\""},
        {"auditRecord", "/messageId", ""},
        {"auditRecord", "/attempt", "0"},
        {"auditRecord", "/journal/hash", ""},
        {"settings", "/dataDirectory", "\"data\""},
        {"settings", "/settings", "[]"},
        {"manifest", "/id", "\"keeper\""},
        {"manifest", "/version", "\"1\""},
        {"manifest", "/queries", "[\"held\"]"},
        {"manifest", "/document_types", "[]"},
        {"manifest", "/document_types", "[\"salesOrder\",\"salesOrder\"]"},
        {"manifest", "/max_workers", "0"},
        {"manifest", "/abi", ""},
        {"manifest", "/remote_hosts", "[{\"setting\":\"address\"}]"},
        {"configSchema", "/additionalProperties", "true"},
        {"configSchema", "/properties", "{\"colour\":{\"type\":\"string\"}}"},
    };
    for (const Breach& breach : breaches) {
        expect_refused(breach.name, breach.pointer, breach.replacement);
    }
}

}  // namespace
}  // namespace contract
