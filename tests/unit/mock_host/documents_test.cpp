// SPDX-License-Identifier: Apache-2.0
// Plan: each document passes the schema of the contract, and every member of its body is one of the
// example's: no misspelt name; guests and unknown despatches are left out, not invented.
#include "mock-host/wms/documents.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/unit/mock_host/document_contract.h"

namespace wms {
namespace {

namespace json = boost::json;
using namespace testing;  // NOLINT(google-build-using-namespace)

Order order() {
    Order order;
    order.id = "SO-1";
    order.buyer_order_id = "PO-7";
    order.customer = {"C1", "Acme", "GB", {"4 Dock Road"}};
    order.site = "MAIN";
    order.date = "2026-11-20";
    OrderLine line;
    line.id = "10";
    line.item = "SKU-1";
    line.item_name = "White \"lantern\"";
    line.ordered = decimal("10");
    line.price = decimal("3.39");
    order.lines = {line};
    order.charges = {{"POST", "Carriage", decimal("4.95")}};
    return order;
}

Despatch despatch() {
    Despatch despatch;
    despatch.id = "DN-1";
    despatch.order_id = "SO-1";
    despatch.customer = order().customer;
    despatch.site = "MAIN";
    despatch.currency = "GBP";
    despatch.date = "2026-11-20";
    despatch.carrier = "UPS";
    despatch.service_level = "standard";
    despatch.tracking_numbers = {"1Z1", "1Z2"};
    despatch.ssccs = {"S1"};
    despatch.lines = {{"1",
                       "10",
                       "SKU-1",
                       "Lantern",
                       decimal("10"),
                       decimal("6"),
                       decimal("4"),
                       decimal("3.39"),
                       "fragile",
                       {"S1"}}};
    despatch.charges = {{"POST", "Carriage", decimal("4.95")}, {"D", "", decimal("-2.5")}};
    return despatch;
}

TEST(Documents, an_order_has_the_shape_of_the_contract) {
    const Message message = order_message(order(), envelope());
    json::value ours = json::parse(message.json);
    json::value theirs = example("salesOrder");
    theirs.at("body").as_object()["allowanceCharges"] =
        example("despatchAdvice").at("body").at("allowanceCharges");
    theirs.at("body").as_object()["deliveryCustomerParty"] =
        example("despatchAdvice").at("body").at("deliveryCustomerParty");
    theirs.at("body").at("lines").at(0).at("item").as_object()["name"] = "";
    expect_contract(message, theirs);
    EXPECT_EQ(ours.at("body").at("lines").at(0).at("item").at("name").as_string(),
              "White \"lantern\"");
    EXPECT_EQ(ours.at("orderingKey").as_string(), "SO-1");
}

TEST(Documents, what_a_despatch_of_a_file_knows_is_said_by_the_contract) {
    Despatch one = despatch();
    one.delivery = {"", "Back door", "GB", {"3 Market Place"}};
    DespatchLine& line = one.lines[0];
    line.order_line_id.clear();
    line.unit_code = "XCS";
    line.gtin = "5012345600222";
    line.cancelled = decimal("1");
    line.oversupply = decimal("2");
    line.lots = {{"LOT-1", "2027-01-31", decimal("6")}};
    line.serials = {"S-1"};
    const Message message = despatch_message(one, envelope());
    EXPECT_TRUE(contract::violations("despatchAdvice", message.json).empty());
    const json::value document = json::parse(message.json);
    const json::value& body = document.at("body");
    EXPECT_EQ(body.at("deliveryCustomerParty").at("name").as_string(), "Back door");
    const json::value& entry = body.at("lines").at(0);
    EXPECT_FALSE(entry.as_object().contains("orderLineReference"));
    EXPECT_EQ(entry.at("deliveredQuantity").at("unitCode").as_string(), "XCS");
    EXPECT_EQ(entry.at("item").at("gtin").as_string(), "5012345600222");
    EXPECT_EQ(entry.at("cancelledQuantity").at("value").as_string(), "1");
    EXPECT_EQ(entry.at("oversupplyQuantity").at("value").as_string(), "2");
    EXPECT_EQ(entry.at("lots").at(0).at("expiryDate").as_string(), "2027-01-31");
    EXPECT_EQ(entry.at("serialIds").at(0).as_string(), "S-1");
    one.lines[0].ordered = Decimal{};
    EXPECT_EQ(despatch_message(one, envelope()).json.find("orderedQuantity"), std::string::npos);
}

TEST(Documents, a_despatch_has_the_shape_of_the_contract) {
    const Message message = despatch_message(despatch(), envelope());
    const json::value ours = json::parse(message.json);
    expect_contract(message, example("despatchAdvice"));
    const json::value& body = ours.at("body");
    EXPECT_EQ(body.at("lines").at(0).at("deliveredQuantity").at("value").as_string(), "6");
    EXPECT_EQ(body.at("shipment").at("consignments").as_array().size(), 2U);
    EXPECT_EQ(body.at("allowanceCharges").at(0).at("amount").at("amount").as_string(), "4.95");
    EXPECT_TRUE(body.at("allowanceCharges").at(0).at("chargeIndicator").as_bool());
    EXPECT_EQ(body.at("allowanceCharges").at(1).at("amount").at("amount").as_string(), "2.50");
    EXPECT_FALSE(body.at("allowanceCharges").at(1).at("chargeIndicator").as_bool());
}

TEST(Documents, a_guest_has_no_buyer) {
    Despatch guest = despatch();
    guest.customer = {};
    expect_contract(despatch_message(guest, envelope()), example("despatchAdvice"));
    const json::value ours = json::parse(despatch_message(guest, envelope()).json);
    EXPECT_FALSE(ours.at("body").as_object().contains("buyerCustomerParty"));
    EXPECT_FALSE(ours.at("body").as_object().contains("deliveryCustomerParty"));
}

TEST(Documents, a_return_has_the_shape_of_the_contract_and_guesses_no_despatch) {
    Return credit;
    credit.id = "RMA-1";
    credit.customer.id = "C1";
    credit.site = "MAIN";
    credit.date = "2026-11-24";
    credit.lines = {{"1", "", "SKU-1", decimal("2"), decimal("3.39"), "restock"}};
    credit.charges = {{"POST", "Carriage", decimal("4.95")}};
    json::value theirs = example("returnAdvice");
    theirs.at("body").as_object()["allowanceCharges"] =
        example("despatchAdvice").at("body").at("allowanceCharges");
    expect_contract(return_message(credit, envelope()), theirs);
    const json::value ours = json::parse(return_message(credit, envelope()).json);
    EXPECT_FALSE(ours.at("body").as_object().contains("originalDespatchId"));
    EXPECT_TRUE(ours.at("body").at("allowanceCharges").at(0).at("chargeIndicator").as_bool());
    credit.despatch_id = "DN-1";
    credit.order_id = "SO-1";
    expect_contract(return_message(credit, envelope()), theirs);
    const json::value known = json::parse(return_message(credit, envelope()).json);
    EXPECT_EQ(known.at("body").at("originalDespatchId").as_string(), "DN-1");
    EXPECT_EQ(known.at("orderingKey").as_string(), "SO-1");
}

TEST(Documents, adjustment_and_tracking_have_the_shape_of_the_contract) {
    Adjustment adjustment;
    adjustment.id = "ADJ-1";
    adjustment.site = "MAIN";
    adjustment.date = "2026-11-24";
    adjustment.lines = {{"1", "SKU-1", decimal("-2"), "damaged", "fell"}};
    const json::value ours = json::parse(adjustment_message(adjustment, envelope()).json);
    expect_contract(adjustment_message(adjustment, envelope()), example("inventoryAdjustment"));
    EXPECT_EQ(ours.at("body").at("lines").at(0).at("quantity").at("value").as_string(), "-2");

    const LateTracking tracking{"TRK-1", "DN-1", "SO-1", "2026-11-21", 0, {"1Z1"}};
    expect_contract(tracking_message(tracking, envelope()), example("trackingUpdate"));
}

TEST(Documents, the_same_document_has_the_same_message_id_and_another_has_not) {
    const Message first = despatch_message(despatch(), envelope());
    Envelope later = envelope();
    later.recorded_ms += 1000;
    Despatch other = despatch();
    other.id = "DN-2";
    EXPECT_EQ(first.id, despatch_message(despatch(), later).id);
    EXPECT_NE(first.id, despatch_message(other, envelope()).id);
    EXPECT_EQ(first.id.size(), 36U);
    EXPECT_EQ(first.type, "despatchAdvice");
    EXPECT_EQ(first.document_id, "DN-1");
}

}  // namespace
}  // namespace wms
