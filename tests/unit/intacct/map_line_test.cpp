// SPDX-License-Identifier: Apache-2.0
// Plan: exact division against known quotients and by multiplying back; prices for several and
// discounts, exact or held; lots and serial numbers with and without tracking on the item.
#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

using sample::document;

Decimal decimal(std::string_view text) {
    const std::optional<Decimal> parsed = Decimal::parse(text);
    EXPECT_TRUE(parsed.has_value()) << text;
    return parsed.value_or(Decimal());
}

std::string divided(std::string_view dividend, std::string_view divisor) {
    const std::optional<Decimal> result = divided_exactly(decimal(dividend), decimal(divisor));
    return result ? result->text() : "none";
}

Line line_with(std::string_view quantity, std::string_view amount) {
    Line line;
    line.item.sellers_item_id = "SKU-100";
    line.quantity = {decimal(quantity), "C62"};
    line.price = Price{{decimal(amount), "GBP"}, std::nullopt, std::nullopt};
    return line;
}

TEST(IntacctLine, a_quotient_is_exact_or_none) {
    EXPECT_EQ(divided("10", "4"), "2.5");
    EXPECT_EQ(divided("12.50", "100"), "0.125");
    EXPECT_EQ(divided("0.00", "7"), "0.00");
    EXPECT_EQ(divided("3", "0.5"), "6");
    EXPECT_EQ(divided("1", "0.001"), "1000");
    EXPECT_EQ(divided("1", "1024"), "0.0009765625");
    EXPECT_EQ(divided("1", "2048"), "none");
    EXPECT_EQ(divided("10", "3"), "none");
    EXPECT_EQ(divided("-9", "2"), "-4.5");
    EXPECT_EQ(divided("5", "0"), "none");
    EXPECT_EQ(divided("5", "-1"), "none");
    EXPECT_EQ(divided("123456789012345678901234", "2"), "61728394506172839450617");
}

TEST(IntacctLine, a_quotient_times_the_divisor_is_the_dividend) {
    int exact = 0;
    for (int dividend = 1; dividend <= 200; ++dividend) {
        for (int divisor = 1; divisor <= 60; ++divisor) {
            const Decimal left = Decimal::of(dividend, 2);
            const Decimal right = Decimal::of(divisor, divisor % 3);
            if (const std::optional<Decimal> quotient = divided_exactly(left, right)) {
                ++exact;
                EXPECT_EQ(Decimal::multiply(*quotient, right, 10, Rounding::toward_zero), left)
                    << left.text() << " / " << right.text();
            }
        }
    }
    EXPECT_GT(exact, 2'000);
}

TEST(IntacctLine, a_plain_price_keeps_its_digits) {
    const Mapped<UnitPrice> mapped = map_price(line_with("6", "3.390"), "/body/lines/0");
    EXPECT_FALSE(mapped.hold);
    EXPECT_EQ(mapped.value.amount, "3.390");
    EXPECT_EQ(mapped.value.discount_percent, "");
}

TEST(IntacctLine, a_price_for_several_becomes_the_price_of_one_or_holds) {
    Line line = line_with("6", "12.50");
    line.price->base_quantity = decimal("100");
    EXPECT_EQ(map_price(line, "").value.amount, "0.125");
    line.price->base_quantity = decimal("1.0");
    EXPECT_EQ(map_price(line, "").value.amount, "12.50");
    line.price->base_quantity = decimal("7");
    const Mapped<UnitPrice> mapped = map_price(line, "/body/lines/2");
    ASSERT_TRUE(mapped.hold);
    EXPECT_EQ(mapped.hold->problem.code, "intacct.price_not_exact");
    EXPECT_EQ(mapped.hold->problem.pointer, "/body/lines/2/price/baseQuantity");
    sample::expect_complete(mapped.hold->problem);
}

TEST(IntacctLine, a_discount_goes_over_when_no_fraction_of_a_penny_is_left) {
    Line line = line_with("10", "3.00");
    line.price->discount_rate = decimal("12.5");
    EXPECT_EQ(map_price(line, "").value.discount_percent, "12.5");
    line.price->discount_rate = decimal("0");
    EXPECT_EQ(map_price(line, "").value.discount_percent, "");
    line = line_with("3", "9.99");
    line.price->discount_rate = decimal("10");
    const Mapped<UnitPrice> mapped = map_price(line, "/body/lines/0");
    ASSERT_TRUE(mapped.hold);
    EXPECT_EQ(mapped.hold->problem.code, "intacct.discount_not_exact");
    EXPECT_EQ(mapped.hold->problem.pointer, "/body/lines/0/price/discountRate");
    sample::expect_complete(mapped.hold->problem);
    line = line_with("1.00001", "9.99001");
    line.price->discount_rate = decimal("10");
    EXPECT_TRUE(map_price(line, "").hold);
}

TEST(IntacctLine, lots_go_over_only_for_items_that_are_tracked) {
    const Document subject = document("despatchAdvice");
    const std::string expected =
        R"([{"quantity":"6","lotNumber":"L-2291","expirationDate":"2027-05-31"}])";
    EXPECT_EQ(tracking_detail(sample::catalogue(), "SKU-100", subject.lines[0], "").value,
              expected);
    EXPECT_EQ(tracking_detail(sample::without(kind::item_tracking, "SKU-100"), "SKU-100",
                              subject.lines[0], "")
                  .value,
              "");
    const Catalogue no_expiry = sample::catalogue_with(
        kind::item_tracking, "SKU-100",
        [](CatalogueRecord& record) { record.fields.erase("tracking.enableExpiration"); });
    EXPECT_EQ(tracking_detail(no_expiry, "SKU-100", subject.lines[0], "").value,
              R"([{"quantity":"6","lotNumber":"L-2291"}])");
}

TEST(IntacctLine, lots_of_a_decrease_become_positive) {
    Line line = line_with("-6", "1");
    line.lots.push_back({"L1", "", "", {decimal("-6"), "C62"}});
    EXPECT_EQ(tracking_detail(sample::catalogue(), "SKU-100", line, "").value,
              R"([{"quantity":"6","lotNumber":"L1"}])");
}

TEST(IntacctLine, bins_go_over_where_sage_has_them_for_the_item) {
    const auto bins = [](CatalogueRecord& record) {
        record.fields["tracking.enableBin"] = "true";
        record.fields["tracking.enableSerialNo"] = "true";
    };
    const Catalogue known = sample::catalogue_with(kind::item_tracking, "SKU-100", bins);
    Line line = line_with("-3", "1");
    line.bin_id = "A-1";
    EXPECT_EQ(tracking_detail(known, "SKU-100", line, "").value,
              R"([{"quantity":"3","bin":{"id":"A-1"}}])");
    EXPECT_EQ(tracking_detail(sample::catalogue(), "SKU-100", line, "").value, "");
    line.lots = {{"L1", "", "", {decimal("-2"), "C62"}},
                 {"L2", "", "", {decimal("-1"), "C62"}, "B-7"}};
    EXPECT_EQ(tracking_detail(known, "SKU-100", line, "").value,
              R"([{"quantity":"2","lotNumber":"L1","bin":{"id":"A-1"}},)"
              R"({"quantity":"1","lotNumber":"L2","bin":{"id":"B-7"}}])");
    line.lots.clear();
    line.serial_ids = {"S"};
    EXPECT_EQ(tracking_detail(known, "SKU-100", line, "").value,
              R"([{"quantity":"1","serialNumber":"S","bin":{"id":"A-1"}}])");
}

TEST(IntacctLine, serial_numbers_go_over_one_by_one_with_the_one_lot_they_are_of) {
    Line line = line_with("2", "1");
    line.serial_ids = {"A", "B"};
    const auto serials = [](CatalogueRecord& record) {
        record.fields["tracking.enableSerialNo"] = "true";
    };
    const Catalogue known = sample::catalogue_with(kind::item_tracking, "SKU-100", serials);
    EXPECT_EQ(tracking_detail(known, "SKU-100", line, "").value,
              R"([{"quantity":"1","serialNumber":"A"},{"quantity":"1","serialNumber":"B"}])");
    EXPECT_EQ(tracking_detail(sample::catalogue(), "SKU-100", line, "").value, "");
    line.lots.push_back({"L1", "", "", {decimal("2"), "C62"}});
    EXPECT_EQ(tracking_detail(known, "SKU-100", line, "").value,
              R"([{"quantity":"1","serialNumber":"A","lotNumber":"L1"},)"
              R"({"quantity":"1","serialNumber":"B","lotNumber":"L1"}])");
    line.lots.push_back({"L2", "", "", {decimal("1"), "C62"}});
    const Mapped<std::string> mapped = tracking_detail(known, "SKU-100", line, "/body/lines/0");
    ASSERT_TRUE(mapped.hold);
    EXPECT_EQ(mapped.hold->problem.code, "intacct.lots_and_serials");
    sample::expect_complete(mapped.hold->problem);
}

TEST(IntacctLine, dimensions_name_item_warehouse_and_location) {
    std::string body = "{";
    add_dimensions(body, "A\"B", {"WH1", "100"});
    EXPECT_EQ(
        body,
        R"({"dimensions":{"item":{"id":"A\"B"},"warehouse":{"id":"WH1"},"location":{"id":"100"}})");
}

}  // namespace
}  // namespace sage::intacct
