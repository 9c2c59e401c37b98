// SPDX-License-Identifier: Apache-2.0
// Plan: every invariant is kept at its edge and broken just beyond it, each told once at the member
// a person would correct.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/document/messages.h"

namespace sage {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::IsEmpty;

std::string quantity(const std::string& value, const std::string& unit = "C62") {
    return R"({"value":")" + value + R"(","unitCode":")" + unit + R"("})";
}

// A despatch with one line of six, without the parts that other rules look at.
json::value despatch() {
    json::value message = example("despatchAdvice");
    json::object& line = message.at_pointer("/body/lines/0").get_object();
    for (const char* name : {"orderedQuantity", "outstandingQuantity", "lots"}) {
        line.erase(name);
    }
    return message;
}

std::vector<std::string> told(const char* pointer, const std::string& value) {
    return problems_of(with(despatch(), pointer, value));
}

TEST(Validate, quantities_have_the_sign_of_their_message_type) {
    const auto with_quantity = [](const char* name, const char* member, const char* value) {
        return problems_of(
            with(example(name), std::string("/body/lines/0/") + member + "/value", value));
    };
    for (const char* value : {R"("0")", R"("-1")", R"("0.000")"}) {
        EXPECT_EQ(told("/body/lines/0/deliveredQuantity/value", value),
                  only("document.quantity.not_positive /body/lines/0/deliveredQuantity"));
        EXPECT_EQ(with_quantity("returnAdvice", "returnedQuantity", value),
                  only("document.quantity.not_positive /body/lines/0/returnedQuantity"));
        EXPECT_EQ(with_quantity("salesOrder", "orderedQuantity", value),
                  only("document.quantity.not_positive /body/lines/0/orderedQuantity"));
    }
    EXPECT_EQ(with_quantity("inventoryAdjustment", "quantity", R"("0.0")"),
              only("document.quantity.zero /body/lines/0/quantity"));
    for (const char* value : {R"("-0.5")", R"("17")"}) {
        EXPECT_THAT(with_quantity("inventoryAdjustment", "quantity", value), IsEmpty());
    }
    EXPECT_THAT(told("/body/lines/0/deliveredQuantity/value", R"("0.001")"), IsEmpty());
}

TEST(Validate, ordered_is_the_sum_of_its_parts_when_all_are_given) {
    const auto parts = [](const char* ordered, const char* outstanding, const char* cancelled,
                          const char* oversupply) {
        json::value message = with(despatch(), "/body/lines/0/orderedQuantity", quantity(ordered));
        message = with(message, "/body/lines/0/outstandingQuantity", quantity(outstanding));
        message = with(message, "/body/lines/0/cancelledQuantity", quantity(cancelled));
        return problems_of(with(message, "/body/lines/0/oversupplyQuantity", quantity(oversupply)));
    };
    EXPECT_THAT(parts("10", "3", "1", "0"), IsEmpty());
    EXPECT_THAT(parts("5", "0", "0", "1.00"), IsEmpty());
    const auto broken = only("document.quantity.does_not_add_up /body/lines/0/orderedQuantity");
    EXPECT_EQ(parts("10", "3", "0", "0"), broken);
    EXPECT_EQ(parts("10", "4", "1", "0"), broken);
    EXPECT_EQ(parts("10.001", "4", "0", "0"), broken);
}

TEST(Validate, a_later_despatch_of_a_line_need_not_repeat_what_earlier_ones_delivered) {
    const auto parts = [](const char* ordered, const char* outstanding) {
        return problems_of(
            with(with(despatch(), "/body/lines/0/orderedQuantity", quantity(ordered)),
                 "/body/lines/0/outstandingQuantity", quantity(outstanding)));
    };
    EXPECT_THAT(parts("10", "4"), IsEmpty());
    EXPECT_THAT(parts("10", "0"), IsEmpty());
    EXPECT_EQ(parts("10", "5"),
              only("document.quantity.does_not_add_up /body/lines/0/orderedQuantity"));
    EXPECT_THAT(told("/body/lines/0/orderedQuantity", quantity("1")), IsEmpty());
}

TEST(Validate, parts_of_a_line_share_its_unit_and_are_not_negative) {
    for (const char* name : {"orderedQuantity", "outstandingQuantity", "backorderQuantity",
                             "cancelledQuantity", "oversupplyQuantity"}) {
        const std::string pointer = std::string("/body/lines/0/") + name;
        EXPECT_EQ(told(pointer.c_str(), quantity("1", "KGM")),
                  only("document.quantity.unit_differs " + pointer));
        EXPECT_EQ(told(pointer.c_str(), quantity("-1")),
                  only("document.quantity.negative " + pointer));
        EXPECT_THAT(told(pointer.c_str(), quantity("0")), IsEmpty());
    }
}

TEST(Validate, lots_come_to_the_quantity_of_their_line) {
    const auto lots = [](const std::string& first, const std::string& second) {
        return told("/body/lines/0/lots", R"([{"lotNumber":"A","quantity":)" + first +
                                              R"(},{"lotNumber":"B","quantity":)" + second + "}]");
    };
    EXPECT_THAT(lots(quantity("4"), quantity("2.0")), IsEmpty());
    EXPECT_EQ(lots(quantity("4"), quantity("1.999")),
              only("document.lots.do_not_add_up /body/lines/0/lots"));
    EXPECT_EQ(lots(quantity("7"), quantity("-1")),
              only("document.lots.sign_differs /body/lines/0/lots/1/quantity"));
    EXPECT_EQ(lots(quantity("6"), quantity("0")),
              only("document.lots.sign_differs /body/lines/0/lots/1/quantity"));
    EXPECT_EQ(lots(quantity("4", "KGM"), quantity("2")),
              only("document.lots.unit_differs /body/lines/0/lots/0/quantity"));
    const json::value adjustment = example("inventoryAdjustment");
    const std::string pointer = "/body/lines/0/lots";
    EXPECT_THAT(problems_of(with(adjustment, pointer,
                                 R"([{"lotNumber":"A","quantity":)" + quantity("-2") + "}]")),
                IsEmpty());
    EXPECT_FALSE(problems_of(with(adjustment, pointer,
                                  R"([{"lotNumber":"A","quantity":)" + quantity("2") + "}]"))
                     .empty());
}

TEST(Validate, serial_numbers_are_one_for_each_piece_and_different) {
    const auto serials = [](const char* list) { return told("/body/lines/0/serialIds", list); };
    EXPECT_THAT(serials("[]"), IsEmpty());
    EXPECT_THAT(serials(R"(["1","2","3","4","5","6"])"), IsEmpty());
    EXPECT_EQ(serials(R"(["1","2","3","4","5"])"),
              only("document.serials.count /body/lines/0/serialIds"));
    EXPECT_EQ(serials(R"(["1","2","3","4","5","2"])"),
              only("document.serials.duplicate /body/lines/0/serialIds/5"));
    EXPECT_THAT(problems_of(with(example("inventoryAdjustment"), "/body/lines/0/serialIds",
                                 R"(["a","b"])")),
                IsEmpty());
}

TEST(Validate, prices_have_a_base_and_a_discount_that_make_sense) {
    EXPECT_THAT(told("/body/lines/0/price/discountRate", R"("100")"), IsEmpty());
    for (const char* rate : {R"("100.01")", R"("-1")"}) {
        EXPECT_EQ(told("/body/lines/0/price/discountRate", rate),
                  only("document.price.discount_rate /body/lines/0/price/discountRate"));
    }
    const auto off = [](const char* amount) {
        return told("/body/lines/0/price/discountAmount", amount);
    };
    EXPECT_THAT(off(R"({"amount":"3.39","currencyId":"GBP"})"), IsEmpty());
    for (const char* amount :
         {R"({"amount":"3.40","currencyId":"GBP"})", R"({"amount":"-0.01","currencyId":"GBP"})"}) {
        EXPECT_EQ(off(amount),
                  only("document.price.discount_amount /body/lines/0/price/discountAmount"));
    }
    for (const char* base : {R"("0")", R"("-1")"}) {
        EXPECT_EQ(told("/body/lines/0/price/baseQuantity", base),
                  only("document.price.base_quantity /body/lines/0/price/baseQuantity"));
    }
    EXPECT_EQ(told("/body/lines/0/price/unitAmount/amount", R"("9999999999999999999999.99")"),
              only("document.price.too_large /body/lines/0/price"));
    EXPECT_EQ(told("/body/lines/0/price/baseQuantity", R"("0.0000000001")"),
              std::vector<std::string>{});
}

TEST(Validate, the_largest_amounts_of_many_lines_can_be_summed) {
    json::value message =
        with(despatch(), "/body/lines/0/price/unitAmount/amount", R"("1666666666666666666666.66")");
    json::array& lines = message.at_pointer("/body/lines").get_array();
    while (lines.size() < 1'000) {
        json::value line = lines[0];
        line.get_object()["id"] = std::to_string(lines.size() + 1);
        lines.push_back(line);
    }
    const Result<Document> result = read(message);
    ASSERT_TRUE(result.ok()) << result.error().first().cause;
    EXPECT_EQ(document_net(result.value())->text(), "9999999999999999999999964.95");
}

TEST(Validate, one_document_has_one_currency) {
    EXPECT_EQ(told("/body/lines/0/price/discountAmount", R"({"amount":"1","currencyId":"EUR"})"),
              only("document.currency.differs /body/lines/0/price/discountAmount/currencyId"));
    EXPECT_EQ(
        told("/body/legalMonetaryTotal", R"({"payableAmount":{"amount":"1","currencyId":"EUR"}})"),
        only("document.currency.differs /body/legalMonetaryTotal/payableAmount/currencyId"));
    EXPECT_EQ(told("/body/lines/0/price/unitAmount/currencyId", R"("EUR")"),
              only("document.currency.differs /body/lines/0/price/unitAmount/currencyId"));
    EXPECT_EQ(told("/body/allowanceCharges/0/amount/currencyId", R"("EUR")"),
              only("document.currency.differs /body/allowanceCharges/0/amount/currencyId"));
    EXPECT_EQ(told("/body/lines/0/unitCost", R"({"amount":"1","currencyId":"USD"})"),
              only("document.currency.differs /body/lines/0/unitCost/currencyId"));
    const json::value mixed = with(with(despatch(), "/body/currencyId", ""),
                                   "/body/allowanceCharges/0/amount/currencyId", R"("EUR")");
    EXPECT_EQ(problems_of(mixed),
              only("document.currency.differs /body/allowanceCharges/0/amount/currencyId"));
}

TEST(Validate, a_document_holds_something) {
    const auto without = [](const char* name) {
        json::value message = example(name);
        message.at_pointer("/body/lines") = json::array();
        message.at_pointer("/body").get_object()["allowanceCharges"] = json::array();
        return problems_of(message);
    };
    for (const char* name :
         {"salesOrder", "despatchAdvice", "returnAdvice", "inventoryAdjustment"}) {
        EXPECT_EQ(without(name), only("document.lines.missing /body/lines"));
    }
    EXPECT_THAT(told("/body/lines", "[]"), IsEmpty());
    EXPECT_THAT(told("/body/allowanceCharges", "[]"), IsEmpty());
    EXPECT_EQ(problems_of(with(example("salesOrder"), "/body/lines", "")),
              only("document.lines.missing /body/lines"));
}

TEST(Validate, a_list_that_cannot_be_read_is_not_called_missing_too) {
    EXPECT_EQ(problems_of(with(example("salesOrder"), "/body/lines", "{}")),
              only("document.list.not_list /body/lines"));
}

TEST(Validate, a_tracking_update_brings_a_tracking_number) {
    const json::value update = example("trackingUpdate");
    for (const char* pointer : {"/body/shipment", "/body/shipment/consignments"}) {
        EXPECT_EQ(problems_of(with(update, pointer, "")),
                  only("document.tracking.missing /body/shipment"));
    }
    EXPECT_EQ(problems_of(with(update, "/body/shipment/consignments", "[]")),
              only("document.tracking.missing /body/shipment"));
}

TEST(Validate, a_line_id_is_used_once) {
    json::value message = despatch();
    json::array& lines = message.at_pointer("/body/lines").get_array();
    lines.push_back(json::value(lines[0]));
    lines.push_back(json::value(lines[0]));
    EXPECT_THAT(problems_of(message), ElementsAre("document.lines.duplicate_id /body/lines/1/id",
                                                  "document.lines.duplicate_id /body/lines/2/id"));
}

TEST(Validate, the_rules_of_a_line_wait_until_all_of_it_can_be_read) {
    EXPECT_EQ(told("/body/lines/0/deliveredQuantity/value", R"("none")"),
              only("document.quantity.not_decimal /body/lines/0/deliveredQuantity/value"));
}

std::string rate(const char* from, const char* to, const char* value) {
    return std::string(R"({"sourceCurrencyId":")") + from + R"(","targetCurrencyId":")" + to +
           R"(","calculationRate":)" + value + "}";
}

TEST(Validate, an_exchange_rate_is_from_the_currency_of_the_document) {
    constexpr const char* at = "/body/pricingExchangeRate";
    EXPECT_THAT(told(at, rate("GBP", "EUR", R"("1.17")")), IsEmpty());
    EXPECT_EQ(told(at, rate("EUR", "GBP", R"("0.86")")),
              only("document.exchange_rate.currency_differs "
                   "/body/pricingExchangeRate/sourceCurrencyId"));
}

TEST(Validate, an_exchange_rate_to_the_same_currency_is_one) {
    constexpr const char* at = "/body/pricingExchangeRate";
    for (const char* one : {R"("1")", R"("1.000")"}) {
        EXPECT_THAT(told(at, rate("GBP", "GBP", one)), IsEmpty()) << one;
    }
    for (const char* other : {R"("1.0000000001")", R"("0.99")", R"("2")"}) {
        EXPECT_EQ(told(at, rate("GBP", "GBP", other)),
                  only("document.exchange_rate.not_one /body/pricingExchangeRate/calculationRate"))
            << other;
    }
}

}  // namespace
}  // namespace sage
