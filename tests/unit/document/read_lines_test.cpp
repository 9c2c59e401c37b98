// SPDX-License-Identifier: Apache-2.0
// Plan: every member of a line and of a charge is read from where the schemas put it; a mistake in
// one line is told at that line and disturbs no other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sage-adapter/base/limits.h"
#include "tests/unit/document/messages.h"

namespace sage {
namespace {

namespace json = boost::json;
using testing::ElementsAre;

Document document_of(const json::value& message) {
    EXPECT_THAT(problems_of(message), testing::IsEmpty());
    Result<Document> result = read(message);
    return result.ok() ? std::move(result).value() : Document();
}

TEST(ReadLines, every_member_of_a_line_is_read) {
    json::value message =
        with(example("despatchAdvice"), "/body/lines/0/price/baseQuantity", R"("2")");
    message = with(message, "/body/lines/0/price/discountRate", R"("12.5")");
    message = with(message, "/body/lines/0/price/discountAmount",
                   R"({"amount":"0.39","currencyId":"GBP"})");
    message = with(message, "/body/lines/0/backorderQuantity", R"({"value":"4","unitCode":"C62"})");
    message = with(message, "/body/lines/0/serialIds", R"(["1","2","3","4","5","6"])");
    message = with(message, "/body/lines/0/lots/0/bestBeforeDate", R"("2027-04-30")");
    message = with(message, "/body/lines/0/binId", R"("A-1")");
    message = with(message, "/body/lines/0/lots/0/binId", R"("B-7")");
    message = with(message, "/body/lines/0/reasonCode", R"("sample")");
    message = with(message, "/body/lines/0/labels/0/uri", R"("https://labels.example/1")");
    const Document document = document_of(message);
    const Line& line = document.lines.at(0);
    EXPECT_EQ(line.id, "1");
    EXPECT_EQ(line.order_line_id, "10");
    EXPECT_EQ(line.item.sellers_item_id, "SKU-100");
    EXPECT_EQ(line.item.buyers_item_id, "AC-9");
    EXPECT_EQ(line.item.gtin, "05012345678900");
    EXPECT_EQ(line.item.name, "White metal lantern");
    EXPECT_EQ(line.quantity.value.text() + line.quantity.unit_code, "6C62");
    EXPECT_EQ(line.ordered_quantity->value.text(), "10");
    EXPECT_EQ(line.outstanding_quantity->value.text(), "4");
    EXPECT_EQ(line.backorder_quantity->value.text(), "4");
    EXPECT_FALSE(line.cancelled_quantity);
    EXPECT_FALSE(line.oversupply_quantity);
    EXPECT_EQ(line.lots.at(0).lot_number, "L-2291");
    EXPECT_EQ(line.lots.at(0).expiry_date, "2027-05-31");
    EXPECT_EQ(line.lots.at(0).best_before_date, "2027-04-30");
    EXPECT_EQ(line.lots.at(0).quantity.value.text(), "6");
    EXPECT_EQ(line.bin_id, "A-1");
    EXPECT_EQ(line.lots.at(0).bin_id, "B-7");
    EXPECT_EQ(line.serial_ids.size(), 6U);
    EXPECT_EQ(line.price->unit_amount.amount.text() + line.price->unit_amount.currency_id,
              "3.39GBP");
    EXPECT_EQ(line.price->base_quantity->text(), "2");
    EXPECT_EQ(line.price->discount_rate->text(), "12.5");
    EXPECT_EQ(line.price->discount_amount->amount.text(), "0.39");
    EXPECT_EQ(line.tax.category_code, "S");
    EXPECT_EQ(line.tax.tax_code, "STANDARD");
    EXPECT_EQ(line.tax.percent->text(), "20");
    EXPECT_EQ(line.reason_code, "sample");
    EXPECT_THAT(line.notes, ElementsAre("handle with care"));
    EXPECT_EQ(line.labels.at(0).type, "SSCC");
    EXPECT_EQ(line.labels.at(0).reference, "050123450000000012");
    EXPECT_EQ(line.labels.at(0).uri, "https://labels.example/1");
}

TEST(ReadLines, every_member_of_a_charge_is_read) {
    const Document document =
        document_of(with(example("despatchAdvice"), "/body/allowanceCharges/-",
                         R"({"chargeIndicator":false,"reasonCode":"PROMO","amount":
                             {"amount":"1","currencyId":"GBP"}})"));
    ASSERT_EQ(document.allowance_charges.size(), 2U);
    const AllowanceCharge& carriage = document.allowance_charges[0];
    EXPECT_TRUE(carriage.charge_indicator);
    EXPECT_EQ(carriage.reason_code, "POST");
    EXPECT_EQ(carriage.reason, "Carriage");
    EXPECT_EQ(carriage.amount.amount.text() + carriage.amount.currency_id, "4.95GBP");
    EXPECT_EQ(carriage.tax.tax_code, "STANDARD");
    EXPECT_FALSE(document.allowance_charges[1].charge_indicator);
}

TEST(ReadLines, a_unit_cost_is_read_where_a_line_has_one) {
    const Document document =
        document_of(with(example("inventoryAdjustment"), "/body/lines/0/unitCost",
                         R"({"amount":"1.25","currencyId":"GBP"})"));
    EXPECT_EQ(document.lines.at(0).unit_cost->amount.text(), "1.25");
    EXPECT_EQ(document.currency_id, "GBP");
}

TEST(ReadLines, the_quantity_has_the_name_of_its_message_type) {
    for (const auto& [name, member] : {std::pair("salesOrder", "orderedQuantity"),
                                       std::pair("despatchAdvice", "deliveredQuantity"),
                                       std::pair("returnAdvice", "returnedQuantity"),
                                       std::pair("inventoryAdjustment", "quantity")}) {
        const std::string pointer = std::string("/body/lines/0/") + member;
        EXPECT_EQ(problems_of(with(example(name), pointer, "")),
                  only("document.member.missing " + pointer));
        EXPECT_EQ(problems_of(with(example(name), pointer + "/value", "2")),
                  only("document.quantity.not_text " + pointer + "/value"));
    }
}

TEST(ReadLines, what_a_line_needs_is_told_when_missing) {
    for (const char* pointer :
         {"/body/lines/0/id", "/body/lines/0/item", "/body/lines/0/item/sellersItemId",
          "/body/lines/0/deliveredQuantity/unitCode", "/body/lines/0/price/unitAmount",
          "/body/lines/0/price/unitAmount/currencyId", "/body/lines/0/lots/0/lotNumber",
          "/body/lines/0/lots/0/quantity", "/body/allowanceCharges/0/amount"}) {
        EXPECT_EQ(problems_of(with(example("despatchAdvice"), pointer, "")),
                  only("document.member.missing " + std::string(pointer)));
    }
}

TEST(ReadLines, an_adjustment_says_why) {
    EXPECT_EQ(problems_of(with(example("inventoryAdjustment"), "/body/lines/0/reasonCode", "")),
              only("document.member.missing /body/lines/0/reasonCode"));
}

TEST(ReadLines, a_tax_rate_is_not_negative) {
    EXPECT_EQ(problems_of(with(example("despatchAdvice"), "/body/lines/0/tax/percent", R"("-1")")),
              only("document.rate.negative /body/lines/0/tax/percent"));
}

TEST(ReadLines, a_mistake_is_told_at_its_own_line) {
    json::value message = example("despatchAdvice");
    for (const char* id : {"2", "3", "4"}) {
        json::value line = message.at_pointer("/body/lines/0");
        line.get_object()["id"] = id;
        message.at_pointer("/body/lines").get_array().push_back(line);
    }
    message = with(message, "/body/lines/3/price/unitAmount/amount", "3.39");
    message = with(message, "/body/lines/1/lots/0/expiryDate", R"("2027-02-29")");
    message = with(message, "/body/lines/2", "null");
    EXPECT_THAT(problems_of(message),
                ElementsAre("document.date.not_date /body/lines/1/lots/0/expiryDate",
                            "document.object.not_object /body/lines/2",
                            "document.money.not_text /body/lines/3/price/unitAmount/amount"));
}

TEST(ReadLines, a_disposition_is_one_of_four) {
    EXPECT_EQ(
        problems_of(with(example("returnAdvice"), "/body/lines/0/dispositionCode", R"("sell")")),
        only("document.choice.unknown /body/lines/0/dispositionCode"));
    for (const char* code : {R"("scrap")", R"("quarantine")", R"("returnToSupplier")"}) {
        EXPECT_TRUE(
            problems_of(with(example("returnAdvice"), "/body/lines/0/dispositionCode", code))
                .empty());
    }
}

TEST(ReadLines, lists_are_bounded) {
    json::value message = example("despatchAdvice");
    json::array& notes = message.at_pointer("/body/lines/0/notes").get_array();
    while (notes.size() <= limits::notes_max) {
        notes.emplace_back("x");
    }
    EXPECT_EQ(problems_of(message), only("document.list.too_long /body/lines/0/notes"));

    message = example("despatchAdvice");
    json::array& lines = message.at_pointer("/body/lines").get_array();
    const json::object line;
    while (lines.size() <= limits::document_lines_max) {
        lines.push_back(line);
    }
    EXPECT_EQ(problems_of(message), only("document.list.too_long /body/lines"));
}

}  // namespace
}  // namespace sage
