// SPDX-License-Identifier: Apache-2.0
// Plan: what a host reads through the control interface: documents with pages, stock, settings fit
// for the plugin, counters; unknown paths and wrong parameters.
#include "plugins/intacct/simulator_control.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/settings.h"
#include "tests/support/source_folder.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

namespace json = boost::json;

TEST(IntacctControl, documents_are_listed_in_neutral_words) {
    Sage sage;
    sage.send("POST", invoices, invoice());
    const json::value body = parsed(sage.control("GET", "/control/documents"));
    const std::pair<const char*, const char*> expected[] = {
        {"type", "Sales Invoice"}, {"key", "1"},           {"number", "SI-000001"},
        {"effect", "sale"},        {"reference", "DN-1"},  {"externalReference", "WREF1"},
        {"customer", "C1"},        {"date", "2026-11-20"}, {"currency", "GBP"},
        {"net", "10.01"},          {"state", "pending"},   {"tracking", "1Z1,1Z2"},
        {"entity", "100"},         {"invoiceKey", "1"}};
    for (const auto& [name, value] : expected) {
        EXPECT_EQ(text_at(body, std::string("/documents/0/") + name), value) << name;
    }
    EXPECT_EQ(json::serialize(*at_pointer(body, "/documents/0/lines")),
              R"([{"item":"LANTERN","quantity":"3","unitPrice":"3.335","net":"10.01",)"
              R"("orderLineReference":"10"}])");
    EXPECT_EQ(body.at("documents").at(0).at("position").as_int64(), 1);
    EXPECT_TRUE(body.at("next").is_null());
}

TEST(IntacctControl, documents_are_shown_with_all_their_fields_where_that_is_asked_for) {
    Sage sage;
    sage.send("POST", invoices, invoice());
    const json::value body = parsed(sage.control("GET", "/control/documents?fields=1"));
    const json::value& document = body.at("documents").at(0);
    EXPECT_EQ(document.at("fields").at("customer.id"), "C1");
    EXPECT_EQ(document.at("lines").at(0).at("fields").at("dimensions.item.id"), "LANTERN");
    EXPECT_FALSE(document.at("fields").as_object().contains("sourceDocument.key")) << "no value";
    const json::value plain = parsed(sage.control("GET", "/control/documents?fields=0"));
    EXPECT_FALSE(plain.at("documents").at(0).as_object().contains("fields"));
    EXPECT_EQ(sage.control("GET", "/control/documents?fields=2").status, 400);
}

TEST(IntacctControl, effects_follow_the_definition) {
    Sage sage;
    sage.send("POST", orders, order());
    sage.send("POST", returns, order());
    sage.send("POST", increases, adjustment());
    sage.send("POST", decreases, adjustment());
    const json::value body = parsed(sage.control("GET", "/control/documents"));
    for (const auto& [at, effect] :
         {std::pair("0", "order"), std::pair("1", "credit"), std::pair("2", "stock_increase"),
          std::pair("3", "stock_decrease")}) {
        EXPECT_EQ(text_at(body, fmt::format("/documents/{}/effect", at)), effect);
    }
}

TEST(IntacctControl, pages_of_documents_follow_one_another) {
    Sage sage;
    for (int count = 0; count < 5; ++count) {
        sage.send("POST", orders, order());
    }
    sage.control("POST", "/control/change", R"({"document":{"key":"2","delete":true}})");
    std::string keys;
    json::value next = 0;
    for (int pages = 0; pages < 9 && next.is_int64(); ++pages) {
        const json::value body = parsed(sage.control(
            "GET", fmt::format("/control/documents?after={}&limit=2", next.as_int64())));
        for (const json::value& document : body.at("documents").as_array()) {
            keys += std::string(text_at(document, "/key"));
        }
        next = body.at("next");
    }
    EXPECT_EQ(keys, "1345");
}

TEST(IntacctControl, settings_pass_the_plugins_own_schema) {
    Sage sage;
    std::ifstream file(std::filesystem::path(source_folder()) / "plugins/intacct/manifest.json");
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const auto manifest = parse_json(text, text.size() + 1, JsonNumbers::integers_only);
    ASSERT_TRUE(manifest.ok());
    const json::value body = parsed(sage.control("GET", "/control/settings"));
    const auto checked =
        check_settings(json::serialize(body.at("settings")),
                       json::serialize(*at_pointer(manifest.value(), "/config_schema")));
    EXPECT_TRUE(checked.ok()) << (checked.ok() ? "" : checked.error().first().cause);
    EXPECT_EQ(text_at(body, "/settings/chargeItems/POST"), "POST");
    EXPECT_EQ(text_at(body, "/settings/taxDetails/STANDARD"), "UK Sale Goods Standard Rate");
    EXPECT_EQ(text_at(body, "/settings/warehouses/MAIN/location"), "100");
    EXPECT_EQ(text_at(body, "/settings/guestCustomer"), "GUEST");
    EXPECT_NE(body.at("secrets").as_object().at("intacct.client_secret"), "");
}

TEST(IntacctControl, wrong_requests_are_refused_with_what_to_do) {
    Sage sage;
    for (const char* const path : {"/control/documents?after=x", "/control/documents?limit=0",
                                   "/control/documents?limit=10001", "/control/documents?page=1",
                                   "/control/documents?after"}) {
        const Reply reply = sage.control("GET", path);
        EXPECT_EQ(reply.status, 400) << path;
        EXPECT_NE(text_at(parsed(reply), "/error/fix"), "");
    }
    EXPECT_EQ(sage.control("GET", "/control/nothing").status, 404);
    EXPECT_EQ(sage.control("POST", "/control/nothing", "{}").status, 400);
    EXPECT_EQ(sage.control("DELETE", "/control/documents").status, 405);
}

TEST(IntacctControl, counters_count) {
    Sage sage;
    sage.send("POST", invoices, invoice(), with_key("k"));
    sage.send("POST", invoices, invoice(), with_key("k"));
    sage.send("PATCH", std::string(invoices) + "/1", R"({"memo":"x"})");
    sage.send("POST", invoices, "{}");
    EXPECT_EQ(sage.counter("requests"), 5);
    EXPECT_EQ(sage.counter("created"), 1);
    EXPECT_EQ(sage.counter("replayed"), 1);
    EXPECT_EQ(sage.counter("changed"), 1);
    EXPECT_EQ(sage.counter("refused"), 1);
    EXPECT_EQ(sage.counter("tokens"), 1);
}

}  // namespace
}  // namespace sage::test
