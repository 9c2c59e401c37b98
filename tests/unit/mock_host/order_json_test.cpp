// SPDX-License-Identifier: Apache-2.0
// Plan: an order of the contract's shape from a list, from lines and from a whole document; what
// the mock host hands over is read again as the same order; every member that is wrong, or not
// known, is told with its pointer; a bad order stops no other.
#include "mock-host/imports/order_json.h"

#include <gtest/gtest.h>

#include "mock-host/wms/documents.h"
#include "tests/unit/mock_host/collected_import.h"

namespace wms {
namespace {

using testing::Collected;
using testing::with;

const std::string kOrder =
    R"({"id":"SO-1","issueDate":"2026-11-02","orderReference":{"id":"SO-1","buyerOrderId":"PO-1"},)"
    R"("buyerCustomerParty":{"id":"C-1","name":"Green"},"deliveryCustomerParty":{"name":"Green",)"
    R"("postalAddress":{"addressLines":["3 Market Place"],"countryCode":"GB"}},)"
    R"("shipFrom":{"locationId":"MAIN"},"currencyId":"GBP","lines":[{"id":"10","item":)"
    R"({"sellersItemId":"SKU-1","name":"Mug","gtin":"5012345600222"},"orderedQuantity":)"
    R"({"value":"6","unitCode":"EA"},"price":{"unitAmount":{"amount":"2.55","currencyId":"GBP"}},)"
    R"("tax":{"taxCode":"STANDARD"}}],"allowanceCharges":[{"chargeIndicator":false,)"
    R"("reasonCode":"D","amount":{"amount":"1.00","currencyId":"GBP"}}]})";

Collected read(const std::string& text) {
    return testing::collect(read_orders_json, text);
}

TEST(OrderJson, every_member_is_read) {
    const Result<Order> read_one = read_order(kOrder, "here");
    ASSERT_TRUE(read_one.ok()) << in_one_line(read_one.problem());
    const Order& order = read_one.value();
    EXPECT_EQ(order.buyer_order_id, "PO-1");
    EXPECT_EQ(order.customer.name, "Green");
    EXPECT_EQ(order.customer.address_lines, std::vector<std::string>{"3 Market Place"});
    EXPECT_EQ(order.customer.country_code, "GB");
    EXPECT_EQ(order.site, "MAIN");
    ASSERT_EQ(order.lines.size(), 1U);
    EXPECT_EQ(order.lines[0].gtin, "5012345600222");
    EXPECT_EQ(order.lines[0].unit_code, "EA");
    EXPECT_EQ(order.lines[0].price.money(), "2.55");
    ASSERT_EQ(order.charges.size(), 1U);
    EXPECT_EQ(order.charges[0].amount.money(), "-1.00");
}

TEST(OrderJson, lists_lines_and_documents_are_read) {
    const std::string other =
        with(with(kOrder, "SO-1", "SO-2"), "\"id\":\"SO-1\"", "\"id\":\"SO-2\"");
    for (const std::string& text :
         {"[" + kOrder + ",\n" + other + "]", kOrder + "\n\n" + other,
          "\n" + kOrder + "\r\n" + other,
          R"({"messageType":"salesOrder","body":)" + kOrder + "}\n" + other}) {
        const Collected collected = read(text);
        ASSERT_TRUE(collected.done.ok()) << in_one_line(collected.done.problem());
        ASSERT_EQ(collected.orders.size(), 2U) << text;
        EXPECT_EQ(collected.orders[1].id, "SO-2");
    }
    EXPECT_EQ(read("\n" + kOrder).places[0], "line 2");
    EXPECT_EQ(read("{\n\"id\":" + kOrder.substr(6)).orders.size(), 1U) << "one order, spread";
}

TEST(OrderJson, what_is_handed_over_is_read_as_the_same_order) {
    const Order order = read_order(kOrder, "").value();
    const Message message = order_message(order, {});
    const Result<Order> again = read_order(message.json, "");
    ASSERT_TRUE(again.ok()) << in_one_line(again.problem());
    EXPECT_EQ(order_message(again.value(), {}).json, message.json);
}

TEST(OrderJson, each_thing_that_is_wrong_is_told_with_its_pointer) {
    const struct {
        const char* old;
        const char* replacement;
        const char* pointer;
    } changes[] = {
        {"\"6\"", "6", "/lines/0/orderedQuantity/value"},
        {"\"2.55\"", "2.55", "/lines/0/price/unitAmount/amount"},
        {"\"2.55\"", "\"2,55\"", "/lines/0/price/unitAmount/amount"},
        {"\"sellersItemId\"", "\"sellerItemId\"", "/lines/0/item/sellerItemId"},
        {"\"unitAmount\"", "\"discountRate\":\"5\",\"unitAmount\"", "/lines/0/price/discountRate"},
        {"\"STANDARD\"", "\"ZERO\"", "/lines/0/tax/taxCode"},
        {"\"amount\":\"2.55\",\"currencyId\":\"GBP\"", "\"amount\":\"2.55\",\"currencyId\":\"EUR\"",
         "/lines/0/price/unitAmount/currencyId"},
        {"\"orderReference\":{\"id\":\"SO-1\"", "\"orderReference\":{\"id\":\"SO-2\"",
         "/orderReference/id"},
        {"\"name\":\"Green\",\"postalAddress\"", "\"name\":\"Blue\",\"postalAddress\"",
         "/deliveryCustomerParty/name"},
        {"[\"3 Market Place\"]", "[3]", "/deliveryCustomerParty/postalAddress/addressLines"},
        {"false", "\"no\"", "/allowanceCharges/0/chargeIndicator"},
        {"\"lines\":[", "\"lines\":[1,", "/lines/0"},
        {"\"currencyId\":\"GBP\",\"lines\"", "\"priority\":1,\"currencyId\":\"GBP\",\"lines\"",
         "/priority"},
    };
    for (const auto& change : changes) {
        const Result<Order> order = read_order(with(kOrder, change.old, change.replacement), "x");
        ASSERT_FALSE(order.ok()) << change.pointer;
        EXPECT_EQ(order.problem().pointer, std::string("x ") + change.pointer);
        EXPECT_FALSE(order.problem().fix.empty());
    }
}

TEST(OrderJson, a_bad_order_stops_no_other) {
    const std::string bad = with(kOrder, "\"6\"", "\"-6\"");
    const Collected collected = read(kOrder + "\n" + bad + "\n{\n" + kOrder);
    EXPECT_EQ(collected.orders.size(), 2U);
    ASSERT_EQ(collected.problems.size(), 2U);
    EXPECT_EQ(collected.problems[0].pointer, "line 2");
    EXPECT_EQ(collected.problems[1].pointer, "line 3");
}

TEST(OrderJson, what_is_no_json_is_told) {
    for (const char* text : {"[", "hello", "[1] 2", ""}) {
        EXPECT_FALSE(read(text).done.ok()) << text;
    }
    EXPECT_EQ(read("[1]").problems.size(), 1U);
    EXPECT_EQ(read("\n[{},\n {\n \"a\": x}]").done.problem().pointer, "line 4");
    EXPECT_EQ(read("[{},\n {\"a\": 1").done.problem().pointer, "line 2") << "cut off";
    EXPECT_FALSE(read_order(R"({"messageType":"returnAdvice","body":{}})", "").ok());
}

}  // namespace
}  // namespace wms
