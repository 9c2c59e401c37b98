// SPDX-License-Identifier: Apache-2.0
// The whole, of one order in several despatches: what Sage holds of each part, of the charges and
// of the order itself, after every part, when the balance is cancelled, when the orders' definition
// closes at the first part, and when more was delivered than ordered.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <random>
#include <string>

#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;

constexpr std::int64_t patience_ms = 24 * 3'600'000LL;

struct Line {
    std::string id;
    std::string quantity;
    std::string cancelled = {};
};

using Texts = std::vector<std::string>;

class PartialDespatch : public ::testing::Test {
  protected:
    /// @param order_method  partialConvertMethod of the orders' definition
    void open(const std::string& rules, const std::string& order_method = "leaveTransactionOpen") {
        BoxOptions options;
        options.configure = [rules](const std::string& configuration) {
            json::value all = json::parse(configuration);
            json::object& settings = all.as_object();
            json::object& definitions = settings["definitions"].as_object();
            definitions["salesOrder"] = "Sales Order";
            definitions["orderCancellation"] = "Order Cancellation";
            settings["sourceDocument"] = "whenPossible";
            settings["partialDespatch"] = json::parse(rules);
            return json::serialize(all);
        };
        box = std::make_unique<SageInABox>(options);
        change(R"({"definition":{"id":"Order Cancellation","copyOf":"Sales Order",
                   "set":{"sources":["Sales Order"]}}})");
        change(R"({"definition":{"id":"Sales Order","set":{"partialConvertMethod":")" +
               order_method + R"("}}})");
        box->connect();
    }

    void change(const std::string& what) {
        const auto done = box->control().post("/control/change", what);
        ASSERT_TRUE(done.ok()) << wms::in_one_line(done.problem());
    }

    // Line 1 is SKU-100 at 2.00; all others are SKU-100, dearer.
    static std::string lines_of(const std::vector<Line>& lines, bool ordered) {
        std::string all;
        for (const Line& line : lines) {
            all += fmt::format(
                R"({}{{"id":"{}","item":{{"sellersItemId":"SKU-100"}},{}"{}":{{"value":"{}",)"
                R"("unitCode":"C62"}},{}"price":{{"unitAmount":{{"amount":"{}","currencyId":)"
                R"("GBP"}}}},"tax":{{"categoryCode":"S","taxCode":"STANDARD"}}}})",
                all.empty() ? "" : ",", line.id,
                ordered ? std::string()
                        : fmt::format(R"("orderLineReference":{{"lineId":"{}"}},)", line.id),
                ordered ? "orderedQuantity" : "deliveredQuantity", line.quantity,
                line.cancelled.empty()
                    ? std::string()
                    : fmt::format(R"("cancelledQuantity":{{"value":"{}","unitCode":"C62"}},)",
                                  line.cancelled),
                line.id == "1" ? "2.00" : "7.35");
        }
        return all;
    }

    void submit(const std::string& type, const std::string& number, const std::string& order,
                const std::string& members) {
        const std::string id = fmt::format("00000000-0000-4000-8000-{:012x}", ++messages);
        const std::string body = fmt::format(
            R"("id":"{}","issueDate":"2025-11-20","buyerCustomerParty":{{"id":"CUST-001"}}{}{})",
            number, order.empty() ? "" : fmt::format(R"(,"orderReference":{{"id":"{}"}})", order),
            members);
        const auto receipt = box->host().submit(
            {type, id, number,
             fmt::format(R"({{"schemaVersion":"1.0.0","messageType":"{}","messageId":"{}",)"
                         R"("orderingKey":"{}","occurredAt":"2025-11-20T15:42:10+00:00",)"
                         R"("environment":"test","tenantId":"northwind",)"
                         R"("documentVersion":"1","body":{{{}}}}})",
                         type, id, order.empty() ? number : order, body)});
        ASSERT_TRUE(receipt.ok()) << wms::in_one_line(receipt.problem());
        ids[number] = id;
    }

    static std::string charges_of(const std::string& amount) {
        return amount.empty()
                   ? ""
                   : fmt::format(R"(,"allowanceCharges":[{{"chargeIndicator":true,)"
                                 R"("reasonCode":"POST","amount":{{"amount":"{}","currencyId":)"
                                 R"("GBP"}},"tax":{{"categoryCode":"S","taxCode":"STANDARD"}}}}])",
                                 amount);
    }

    void order(const std::string& number, const std::vector<Line>& lines,
               const std::string& charge) {
        submit("salesOrder", number, "",
               fmt::format(R"(,"shipFrom":{{"locationId":"MAIN"}},"currencyId":"GBP",)"
                           R"("lines":[{}]{})",
                           lines_of(lines, true), charges_of(charge)));
    }

    void part(const std::string& number, const std::string& order, const std::vector<Line>& lines,
              const std::string& charge = "", bool final = false) {
        submit("despatchAdvice", number, order,
               fmt::format(R"(,"shipFrom":{{"locationId":"MAIN"}},"currencyId":"GBP",)"
                           R"("lines":[{}]{}{})",
                           lines_of(lines, false), charges_of(charge),
                           final ? R"(,"finalDespatchIndicator":true)" : ""));
    }

    void settle() {
        const auto left = box->host().settle(patience_ms);
        ASSERT_TRUE(left.ok()) << wms::in_one_line(left.problem());
    }

    // The documents of a definition: "10xSKU-100 1xCARRIAGE@9.99" and so on, in their order.
    Texts documents(const std::string& type) {
        const auto all = wms::documents(box->control(), 0);
        EXPECT_TRUE(all.ok());
        Texts texts;
        for (const wms::SageDocument& one : all.value()) {
            if (one.type != type) {
                continue;
            }
            std::string text;
            for (const wms::SageLine& line : one.lines) {
                text += (text.empty() ? "" : " ") + line.quantity.text() + "x" + line.item;
                text += line.item == "CARRIAGE" ? "@" + line.net.money() : "";
            }
            texts.push_back(std::move(text));
        }
        return texts;
    }

    // The state of the only order in Sage.
    std::string order_state() {
        const json::value all =
            json::parse(box->control().get("/control/documents?limit=10000").value());
        std::string state = "none";
        for (const json::value& one : all.at("documents").as_array()) {
            if (one.at("type") == "Sales Order") {
                state = state == "none" ? std::string(one.at("state").as_string()) : "two";
            }
        }
        return state;
    }

    json::value outcome(const std::string& number) {
        return json::parse(box->host()
                               .query(R"({"query":"document","messageId":")" + ids[number] + "\"}")
                               .value());
    }

    std::unique_ptr<SageInABox> box;
    std::map<std::string, std::string> ids;
    int messages = 0;
};

TEST_F(PartialDespatch, two_parts_are_two_documents_and_the_order_is_open_until_the_last) {
    open(R"({"charges":"proRata"})");
    order("SO-1", {{"1", "10"}}, "9.99");
    part("DN-1", "SO-1", {{"1", "6"}}, "9.99");
    settle();
    EXPECT_EQ(documents("Sales Invoice"), Texts{"6xSKU-100 1xCARRIAGE@5.99"});
    EXPECT_EQ(order_state(), "partiallyConverted");
    part("DN-2", "SO-1", {{"1", "4"}}, "9.99");
    settle();
    EXPECT_EQ(documents("Sales Invoice"),
              (Texts{"6xSKU-100 1xCARRIAGE@5.99", "4xSKU-100 1xCARRIAGE@4.00"}));
    EXPECT_EQ(order_state(), "converted");
    EXPECT_TRUE(box->host().postings().find(ids["DN-2"])->verified);
}

TEST_F(PartialDespatch, lines_leave_by_what_is_there_and_charges_once) {
    open(R"({"charges":"once"})");
    order("SO-1", {{"1", "2"}, {"2", "5"}, {"3", "1"}}, "4.50");
    part("DN-1", "SO-1", {{"1", "2"}, {"2", "3"}}, "4.50");
    part("DN-2", "SO-1", {{"2", "2"}}, "4.50");
    settle();
    EXPECT_EQ(documents("Sales Invoice"),
              (Texts{"2xSKU-100 3xSKU-100 1xCARRIAGE@4.50", "2xSKU-100"}));
    EXPECT_EQ(order_state(), "partiallyConverted");
}

TEST_F(PartialDespatch, a_cancelled_balance_closes_the_order_and_is_not_invoiced) {
    open(R"({"charges":"proRata"})");
    order("SO-1", {{"1", "10"}}, "9.99");
    part("DN-1", "SO-1", {{"1", "6", "4"}});
    submit("orderCancellation", "OC-1", "SO-1", "");
    settle();
    // All of the charges: nothing of the order is to come.
    EXPECT_EQ(documents("Sales Invoice"), Texts{"6xSKU-100 1xCARRIAGE@9.99"});
    EXPECT_EQ(documents("Order Cancellation"), Texts{"4xSKU-100"});
    EXPECT_EQ(order_state(), "converted");
    EXPECT_THAT(json::serialize(outcome("DN-1")), HasSubstr("intacct.order_left_open"));
    EXPECT_EQ(box->host().postings().find(ids["OC-1"])->state, "posted");
    EXPECT_TRUE(box->host().postings().find(ids["OC-1"])->verified);
    const auto stock = wms::stock(box->control());
    ASSERT_EQ(stock.value().size(), 1U);
    EXPECT_EQ(stock.value()[0].quantity.text(), "99999994");
}

TEST_F(PartialDespatch, an_order_that_its_definition_closes_stays_open_until_the_last_part) {
    open(R"({"charges":"proRata"})", "closeTransaction");
    order("SO-1", {{"1", "10"}}, "9.99");
    part("DN-1", "SO-1", {{"1", "6"}});
    settle();
    EXPECT_EQ(order_state(), "pending");
    EXPECT_THAT(json::serialize(outcome("DN-1")), HasSubstr("intacct.source_not_linked"));
    part("DN-2", "SO-1", {{"1", "2", "2"}});
    settle();
    EXPECT_EQ(documents("Sales Invoice"),
              (Texts{"6xSKU-100 1xCARRIAGE@5.99", "2xSKU-100 1xCARRIAGE@4.00"}));
    EXPECT_EQ(order_state(), "converted");
}

TEST_F(PartialDespatch, over_delivery_beyond_the_tolerance_is_held_with_what_to_do) {
    open(R"({"overDeliveryPercent":"10"})");
    order("SO-1", {{"1", "10"}}, "");
    part("DN-1", "SO-1", {{"1", "6"}});
    part("DN-2", "SO-1", {{"1", "5"}});
    part("DN-3", "SO-1", {{"1", "1"}});
    settle();
    EXPECT_EQ(documents("Sales Invoice"), (Texts{"6xSKU-100", "5xSKU-100"}));
    const std::string held = json::serialize(outcome("DN-3"));
    EXPECT_EQ(box->host().postings().find(ids["DN-3"])->state, "held");
    EXPECT_THAT(held, HasSubstr("mapping.over_delivery"));
    EXPECT_THAT(held, HasSubstr("10 were ordered and 12 delivered"));
    EXPECT_THAT(held, HasSubstr("raise overDeliveryPercent"));
}

TEST_F(PartialDespatch, of_random_orders_in_random_parts_sage_holds_the_charges_to_the_penny) {
    open(R"({"charges":"proRata"})");
    std::mt19937 random(5);
    const auto below = [&](int limit) {
        return std::uniform_int_distribution<int>(0, limit - 1)(random);
    };
    wms::Decimal wanted;
    for (int number = 0; number < 30; ++number) {
        const std::string name = "SO-" + std::to_string(number);
        std::map<std::string, int> left = {{"1", 1 + below(9)}, {"2", 1 + below(9)}};
        const std::string charge = fmt::format("{}.{:02}", below(20), 1 + below(99));
        wanted += *wms::Decimal::parse(charge);
        order(name, {{"1", std::to_string(left["1"])}, {"2", std::to_string(left["2"])}}, charge);
        for (int turn = 1; left["1"] + left["2"] > 0; ++turn) {
            std::vector<Line> lines;
            for (auto& [line, rest] : left) {
                const int now = turn > 3 ? rest : below(rest + 1);
                rest -= now;
                if (now > 0) {
                    lines.push_back({line, std::to_string(now)});
                }
            }
            if (!lines.empty()) {
                part("DN" + name + "-" + std::to_string(turn), name, lines, charge);
            }
        }
    }
    settle();
    wms::Decimal posted;
    const auto all = wms::documents(box->control(), 0);
    ASSERT_TRUE(all.ok());
    for (const wms::SageDocument& one : all.value()) {
        for (const wms::SageLine& line : one.lines) {
            posted +=
                one.type == "Sales Invoice" && line.item == "CARRIAGE" ? line.net : wms::Decimal();
        }
    }
    EXPECT_EQ(posted.money(), wanted.money());
    const json::value every =
        json::parse(box->control().get("/control/documents?limit=10000").value());
    for (const json::value& one : every.at("documents").as_array()) {
        if (one.at("type") == "Sales Order") {
            EXPECT_EQ(one.at("state"), "converted") << json::serialize(one);
        }
    }
}

}  // namespace
}  // namespace sage::testing
