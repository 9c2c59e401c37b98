// SPDX-License-Identifier: Apache-2.0
// Plan: receipts, transfers and adjustments pass the schema of the contract, and every member of
// their bodies is one of the example's; a later version of an order, a cancellation and lots and
// serial numbers of what left, too; each version has a messageId of its own.
#include "tests/unit/mock_host/document_contract.h"

namespace wms {
namespace {

namespace json = boost::json;

using testing::decimal;
using testing::envelope;
using testing::example;
using testing::expect_contract;

TEST(DocumentsOfStock, a_receipt_has_the_shape_of_the_contract) {
    GoodsReceipt receipt;
    receipt.id = "GRN-1";
    receipt.purchase_order_id = "PO-1";
    receipt.supplier = {"SUPP-9", "Lantern Works", "", {}};
    receipt.site = "MAIN";
    receipt.date = "2026-11-20";
    ReceiptLine line;
    line.id = "1";
    line.item = "SKU-1";
    line.received = decimal("96");
    line.rejected = decimal("2");
    line.reject_reason = "broken";
    line.unit_cost = decimal("1.1");
    line.purchase_order_line = "3";
    line.lot = "L-1";
    receipt.lines = {line};
    const Message message = receipt_message(receipt, envelope());
    json::value known = example("receiptAdvice");
    known.at("body").at("lines").at(0).at("lots").at(0).as_object()["expiryDate"] = "";
    expect_contract(message, known);
    receipt.lines[0].expiry_date = "2028-01-31";
    expect_contract(receipt_message(receipt, envelope()), known);
    EXPECT_EQ(json::parse(message.json).at("orderingKey"), "PO-1");
}

TEST(DocumentsOfStock, a_transfer_has_the_shape_of_the_contract) {
    const Transfer transfer{"TRF-1",      "MAIN", "NORTH",
                            "2026-11-20", 1,      {{"1", "SKU-1", decimal("24"), ""}}};
    expect_contract(transfer_message(transfer, envelope()), example("inventoryTransfer"));
    Transfer on_its_way = transfer;
    on_its_way.in_transit = true;
    const json::value left = json::parse(transfer_message(on_its_way, envelope()).json);
    EXPECT_EQ(left.at("body").at("inTransitIndicator"), true);
    on_its_way.in_transit = false;
    on_its_way.version = 2;
    const Message arrived = transfer_message(on_its_way, envelope());
    EXPECT_EQ(json::parse(arrived.json).at("documentVersion"), "2");
    EXPECT_NE(arrived.id, std::string(left.at("messageId").as_string())) << "a message of its own";
}

TEST(DocumentsOfStock, an_adjustment_of_a_lot_says_how_many_and_not_which_way) {
    const Adjustment adjustment{"ADJ-1",
                                "MAIN",
                                "2026-11-20",
                                1,
                                {{"1", "SKU-1", decimal("-3"), "damaged", "", "BIN", "L-1"}}};
    const Message message = adjustment_message(adjustment, envelope());
    const json::value line = json::parse(message.json).at("body").at("lines").at(0);
    EXPECT_EQ(line.at("quantity").at("value"), "-3");
    EXPECT_EQ(line.at("lots").at(0).at("quantity").at("value"), "3");
    for (const std::string& violation : contract::violations(message.type, message.json)) {
        ADD_FAILURE() << violation;
    }
}

TEST(DocumentsOfStock, a_later_order_is_a_version_with_an_id_of_its_own) {
    Order order;
    order.id = "SO-1";
    order.site = "MAIN";
    order.date = "2026-11-20";
    order.promised_date = "2026-11-25";
    OrderLine line;
    line.id = "1";
    line.item = "SKU-1";
    line.ordered = decimal("10");
    line.cancelled = decimal("4");
    line.price = decimal("2");
    order.lines = {line};
    const Message first = order_message(order, envelope());
    order.version = 2;
    const Message second = order_message(order, envelope());
    json::value known = example("salesOrder");
    known.at("body").at("orderReference").as_object()["version"] = "2";
    known.at("body").as_object()["promisedDeliveryPeriod"] =
        json::object{{"startDate", ""}, {"endDate", ""}};
    expect_contract(second, known);
    EXPECT_EQ(first.type, "salesOrder");
    EXPECT_EQ(second.type, "salesOrder");
    EXPECT_NE(first.id, second.id);
    order.version = 3;
    EXPECT_NE(order_message(order, envelope()).id, second.id);
    const json::value whole = json::parse(second.json);
    EXPECT_EQ(whole.at("documentVersion"), "2");
    EXPECT_EQ(whole.at("body").at("lines").at(0).at("orderedQuantity").at("value"), "6");
}

TEST(DocumentsOfStock, a_cancellation_has_the_shape_of_the_contract) {
    OrderCancellation cancellation;
    cancellation.order_id = "SO-1";
    cancellation.customer = {"C1", "", "", {}};
    cancellation.date = "2026-11-20";
    cancellation.reason_code = "buyer";
    cancellation.reason = "ordered twice";
    expect_contract(cancellation_message(cancellation, envelope()), example("orderCancellation"));
}

}  // namespace
}  // namespace wms
