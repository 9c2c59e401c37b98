// SPDX-License-Identifier: Apache-2.0
// Plan: names of message types go both ways; the amounts of lines and documents agree with figures
// worked out by hand, at every rounding edge.
#include "sage-adapter/document/document.h"

#include <gtest/gtest.h>

#include <set>

namespace sage {
namespace {

Decimal decimal(const char* text) {
    const auto value = Decimal::parse(text);
    EXPECT_TRUE(value) << text;
    return value.value_or(Decimal());
}

Line line(const char* quantity, const char* price) {
    Line made;
    made.quantity = {decimal(quantity), "C62"};
    made.price = Price{{decimal(price), "GBP"}, {}, {}};
    return made;
}

std::string net_of(const Line& each) {
    const auto net = line_net(each);
    return net ? net->text() : "nothing";
}

TEST(Document, names_of_message_types_go_both_ways) {
    std::set<std::string_view> names;
    for (const MessageType type : message_types) {
        EXPECT_EQ(message_type_of(text_of(type)), type);
        names.insert(text_of(type));
    }
    EXPECT_EQ(names.size(), message_types.size());
    EXPECT_EQ(text_of(MessageType::despatch_advice), "despatchAdvice");
    EXPECT_EQ(text_of(MessageType::operator_decision), "operatorDecision");
    EXPECT_FALSE(message_type_of("DespatchAdvice"));
    EXPECT_FALSE(message_type_of(""));
}

TEST(Document, a_line_is_quantity_times_price_to_two_places) {
    EXPECT_EQ(net_of(line("6", "3.39")), "20.34");
    EXPECT_EQ(net_of(line("0.5", "0.01")), "0.01");
    EXPECT_EQ(net_of(line("0.49", "0.01")), "0.00");
    EXPECT_EQ(net_of(line("-2", "1.005")), "-2.01");
    EXPECT_EQ(net_of(line("3", "0.335")), "1.01");
    EXPECT_EQ(net_of(line("1000000", "0.0000001")), "0.10");
}

TEST(Document, a_price_may_be_for_several_pieces) {
    Line each = line("7", "10");
    each.price->base_quantity = decimal("3");
    EXPECT_EQ(net_of(each), "23.33");
    each.price->base_quantity = decimal("1000");
    EXPECT_EQ(net_of(each), "0.07");
    each.price->base_quantity = decimal("0.5");
    EXPECT_EQ(net_of(each), "140.00");
}

TEST(Document, a_discount_is_taken_before_the_one_rounding) {
    Line each = line("3", "0.99");
    each.price->discount_rate = decimal("10");
    EXPECT_EQ(net_of(each), "2.67");
    each.price->discount_rate = decimal("100");
    EXPECT_EQ(net_of(each), "0.00");
    each.price->discount_rate = decimal("33.3333");
    each.price->base_quantity = decimal("7");
    EXPECT_EQ(net_of(each), "0.28");
}

TEST(Document, money_off_is_taken_from_the_price_before_the_percentage) {
    Line each = line("3", "0.99");
    each.price->discount_amount = Money{decimal("0.09"), "GBP"};
    EXPECT_EQ(net_of(each), "2.70");
    each.price->discount_rate = decimal("10");
    each.price->base_quantity = decimal("2");
    EXPECT_EQ(net_of(each), "1.22") << "1.215";
}

TEST(Document, a_line_without_price_has_no_amount) {
    Line each = line("6", "3.39");
    each.price.reset();
    EXPECT_FALSE(line_net(each));
}

TEST(Document, a_document_adds_charges_and_takes_allowances) {
    Document document;
    document.lines = {line("6", "3.39"), line("1", "0.005"), line("1", "0.005")};
    document.allowance_charges.resize(2);
    document.allowance_charges[0].amount = {decimal("4.95"), "GBP"};
    document.allowance_charges[1].amount = {decimal("1.5"), "GBP"};
    document.allowance_charges[1].charge_indicator = false;
    const auto net = document_net(document);
    ASSERT_TRUE(net);
    EXPECT_EQ(net->text(), "23.81");
}

TEST(Document, a_document_of_nothing_comes_to_nothing_with_two_places) {
    EXPECT_EQ(document_net({})->text(), "0.00");
}

TEST(Document, one_line_without_price_leaves_the_document_without_amount) {
    Document document;
    document.lines = {line("6", "3.39"), line("1", "1")};
    document.lines[1].price.reset();
    EXPECT_FALSE(document_net(document));
}

}  // namespace
}  // namespace sage
