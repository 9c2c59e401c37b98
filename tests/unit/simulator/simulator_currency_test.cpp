// SPDX-License-Identifier: Apache-2.0
// Plan: both currencies or none; known ones; a rate or a type, never both; the amount in the books;
// what a change of a document does to its rate.
#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

void expect_refusal(Sage& sage, std::string_view path, const json::object& body,
                    std::string_view text) {
    const Reply reply = sage.send("POST", path, body);
    EXPECT_EQ(reply.status, 422) << json::serialize(body);
    EXPECT_THAT(messages(reply), HasSubstr(std::string(text)));
}

json::object in_euros(json::object rate) {
    json::object body = invoice();
    body["baseCurrency"] = "GBP";
    body["txnCurrency"] = "EUR";
    body["exchangeRate"] = std::move(rate);
    return body;
}

TEST(IntacctCurrency, currencies_come_in_pairs_and_with_a_rate) {
    Sage sage;
    auto body = invoice();
    body["txnCurrency"] = "EUR";
    expect_refusal(sage, invoices, body, "together");
    body["baseCurrency"] = "GBP";
    expect_refusal(sage, invoices, body, "No exchange rate for currency 'EUR'");
    body["exchangeRate"] = {{"rate", "0.85"}};
    EXPECT_EQ(sage.send("POST", invoices, body).status, 201);
    const auto row =
        sage.rows("order-entry/document", R"(["subtotal","subtotalInTxnCurrency"])")[0];
    EXPECT_EQ(row.at("subtotalInTxnCurrency"), "10.01");
    EXPECT_EQ(row.at("subtotal"), "8.51");
    body["baseCurrency"] = "USD";
    expect_refusal(sage, invoices, body, "Base currency 'USD'");
}

TEST(IntacctCurrency, a_rate_and_a_type_together_are_refused) {
    Sage sage;
    for (const char* type : {"typeId", "typeName"}) {
        json::object rate = {{"rate", "0.85"}};
        rate[type] = "5";
        expect_refusal(sage, invoices, in_euros(std::move(rate)), "not both");
    }
}

TEST(IntacctCurrency, the_rate_of_a_type_is_that_of_the_documents_currency) {
    Sage sage;
    EXPECT_EQ(sage.send("POST", invoices, in_euros({{"typeId", "5"}})).status, 201);
    EXPECT_EQ(sage.send("POST", invoices, in_euros({{"typeName", "Monthly"}})).status, 201);
    const auto rows = sage.rows(
        "order-entry/document",
        R"(["subtotal","subtotalInTxnCurrency","exchangeRate.rate","exchangeRate.typeId"])");
    for (const auto& row : rows) {
        EXPECT_EQ(row.at("exchangeRate.rate"), "0.8612");
        EXPECT_EQ(row.at("exchangeRate.typeId"), "5");
        EXPECT_EQ(row.at("subtotalInTxnCurrency"), "10.01");
        EXPECT_EQ(row.at("subtotal"), "8.62");
    }
    EXPECT_EQ(rows.size(), 2U);
    expect_refusal(sage, invoices, in_euros({{"typeId", "7"}}), "Invalid exchange rate type '7'");
    expect_refusal(sage, invoices, in_euros({{"typeName", "None"}}), "rate type 'None'");
}

TEST(IntacctCurrency, rates_and_currencies_that_cannot_be_are_refused) {
    Sage sage;
    for (const char* rate : {"0", "-0.85"}) {
        expect_refusal(sage, invoices, in_euros({{"rate", rate}}), "greater than zero");
    }
    EXPECT_EQ(sage.send("POST", invoices, in_euros({{"rate", "0.12345678901"}})).status, 400)
        << "more than ten places";
    auto unknown = in_euros({{"rate", "0.85"}});
    unknown["txnCurrency"] = "XTS";
    expect_refusal(sage, invoices, unknown, "Currency 'XTS' is not set up");
    auto base = in_euros({{"rate", "0.85"}});
    base["txnCurrency"] = "GBP";
    expect_refusal(sage, invoices, base, "must be 1");
    base["exchangeRate"] = {{"rate", "1.00"}};
    EXPECT_EQ(sage.send("POST", invoices, base).status, 201);
    auto none = invoice();
    none["exchangeRate"] = {{"rate", "0.85"}};
    expect_refusal(sage, invoices, none, "must be 1");
}

TEST(IntacctCurrency, a_change_that_says_nothing_of_the_rate_keeps_it) {
    Sage sage;
    EXPECT_EQ(sage.send("POST", invoices, in_euros({{"typeId", "5"}})).status, 201);
    const std::string one = std::string(invoices) + "/1";
    EXPECT_EQ(sage.send("PATCH", one, {{"memo", "Changed."}}).status, 200);
    const auto rate = [&] {
        return sage.rows("order-entry/document",
                         R"(["exchangeRate.rate","exchangeRate.typeId"])")[0];
    };
    EXPECT_EQ(rate().at("exchangeRate.rate"), "0.8612");
    EXPECT_EQ(sage.send("PATCH", one, {{"exchangeRate", json::object{{"rate", "0.9"}}}}).status,
              200);
    EXPECT_EQ(rate().at("exchangeRate.rate"), "0.9");
    EXPECT_TRUE(rate().at("exchangeRate.typeId").is_null()) << "the type does not tell it any more";
}

}  // namespace
}  // namespace sage::test
