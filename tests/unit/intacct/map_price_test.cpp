// SPDX-License-Identifier: Apache-2.0
// Plan: net prices as they are; prices that include tax as the net that makes the gross again;
// money off; what cannot be sent so is held, and released.
#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

using namespace sample;

Decimal decimal(const char* text) {
    return Decimal::parse(text).value_or(Decimal());
}

Line goods(const char* quantity, const char* price) {
    Line line;
    line.quantity = {decimal(quantity), "C62"};
    line.price = Price{{decimal(price), "GBP"}, std::nullopt, std::nullopt};
    return line;
}

const LineTax standard{"UK Sale Goods Standard Rate", Decimal::of(20)};

LinePrice priced(const char* changes, const Line& line, const LineTax& tax = standard) {
    Mapped<LinePrice> mapped = price_of_goods(settings(changes), line, tax, "/body/lines/0");
    EXPECT_FALSE(mapped.hold) << mapped.hold->problem.cause;
    return std::move(mapped.value);
}

constexpr const char* net = "{}";
constexpr const char* inclusive = R"({"pricesIncludeTax":true})";

TEST(IntacctPrice, net_prices_go_over_as_they_are) {
    Line line = goods("6", "3.39");
    line.price->discount_rate = decimal("50");
    LinePrice price = priced(net, line);
    EXPECT_EQ(price.sent.amount, "3.39");
    EXPECT_EQ(price.sent.discount_percent, "50");
    EXPECT_EQ(price.amounts.tax_percent->text(), "20");
    EXPECT_FALSE(price.stated_gross);
    line.price->discount_amount = Money{decimal("0.39"), "GBP"};
    price = priced(net, line);
    EXPECT_EQ(price.sent.amount, "3.00");
    EXPECT_EQ(totals({price.amounts}, totals_rule())->document.net->text(), "9.00");
}

TEST(IntacctPrice, a_line_without_a_price_has_none) {
    Line line = goods("6", "1");
    line.price.reset();
    EXPECT_EQ(priced(inclusive, line).sent.amount, "");
}

TEST(IntacctPrice, prices_with_tax_are_sent_as_the_net_that_makes_the_gross) {
    LinePrice price = priced(inclusive, goods("6", "6.00"));
    EXPECT_EQ(price.sent.amount, "5.00");
    EXPECT_EQ(price.stated_gross->text(), "36.00");
    price = priced(inclusive, goods("3", "9.99"));
    EXPECT_EQ(price.stated_gross->text(), "29.97");
    EXPECT_EQ(price.sent.amount, "8.3266666667") << "24.98 for three";
    EXPECT_EQ(totals({price.amounts}, totals_rule())->document.net->text(), "24.98");
    price = priced(inclusive, goods("6", "6.00"), {"UK Zero", Decimal()});
    EXPECT_EQ(price.sent.amount, "6.00");
}

TEST(IntacctPrice, discounts_of_prices_with_tax_are_in_the_net) {
    Line line = goods("2", "12.39");
    line.price->discount_amount = Money{decimal("0.39"), "GBP"};
    line.price->discount_rate = decimal("50");
    const LinePrice price = priced(inclusive, line);
    EXPECT_EQ(price.sent.amount, "5.00");
    EXPECT_EQ(price.sent.discount_percent, "");
    EXPECT_EQ(price.stated_gross->text(), "12.00");
}

TEST(IntacctPrice, charges_are_priced_the_same_way) {
    AllowanceCharge charge;
    charge.amount = {decimal("6.00"), "GBP"};
    EXPECT_EQ(price_of_charge(settings(), charge, standard, "").value.sent.amount, "6.00");
    const LinePrice price = price_of_charge(settings(inclusive), charge, standard, "").value;
    EXPECT_EQ(price.sent.amount, "5.00");
    EXPECT_EQ(price.stated_gross->text(), "6.00");
}

TEST(IntacctPrice, prices_with_tax_are_held_until_a_rate_is_known) {
    const Settings chosen = settings(inclusive);
    Mapped<LinePrice> mapped =
        price_of_goods(chosen, goods("1", "6"), {standard.schedule, std::nullopt}, "/body/lines/0");
    ASSERT_TRUE(mapped.hold);
    expect_complete(mapped.hold->problem);
    EXPECT_EQ(mapped.hold->problem.code, "intacct.tax_rate_unknown");
    const std::string cause = mapped.hold->root_cause;
    EXPECT_EQ(cause, "tax-rate:UK Sale Goods Standard Rate");
    EXPECT_FALSE(cause_gone(chosen, cause, catalogue()));
    EXPECT_TRUE(cause_gone(settings(), cause, catalogue())) << "prices are net now";
    EXPECT_TRUE(cause_gone(settings(R"({"pricesIncludeTax":true,"taxRules":[
        {"schedule":"UK Sale Goods Standard Rate","percent":"20"}]})"),
                           cause, catalogue()));
    EXPECT_FALSE(cause_gone(settings(R"({"pricesIncludeTax":true,"taxRules":[
        {"schedule":"UK Sale Goods Standard Rate"}]})"),
                            cause, catalogue()));
    std::vector<CatalogueRecord> all = records();
    all.push_back(record(kind::tax_schedule_detail, standard.schedule, {{"taxDetail.id", "S"}}));
    all.push_back(record(kind::tax_detail, "S", {{"taxPercent", "20"}}));
    EXPECT_TRUE(cause_gone(chosen, cause, {std::move(all), 1}));
    mapped = price_of_goods(chosen, goods("1", "6"), {}, "/body/lines/0");
    EXPECT_EQ(mapped.hold->root_cause, "tax-rate:");
    EXPECT_TRUE(cause_gone(chosen, "tax-rate:", catalogue())) << "there is a map of codes";
    EXPECT_FALSE(cause_gone(settings(R"({"pricesIncludeTax":true,"taxDetails":{}})"),
                            "tax-rate:", catalogue()));
}

TEST(IntacctPrice, a_net_that_no_price_of_one_unit_makes_is_held) {
    const Mapped<LinePrice> mapped =
        price_of_goods(settings(inclusive), goods("7000000000", "1.20"), standard, "/body/lines/0");
    EXPECT_FALSE(mapped.hold) << "1 each";
    const Mapped<LinePrice> other =
        price_of_goods(settings(inclusive), goods("7000000000", "1.1"), standard, "/body/lines/0");
    ASSERT_TRUE(other.hold);
    EXPECT_EQ(other.hold->problem.code, "intacct.price_not_exact");
}

}  // namespace
}  // namespace sage::intacct
