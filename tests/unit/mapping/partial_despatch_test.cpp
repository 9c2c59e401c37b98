// SPDX-License-Identifier: Apache-2.0
// Plan: the settings; charges once and by value, completed by quantity, cancellation or a word;
// what an order has no price for, and a new version of it; over-delivery. Random orders in random
// parts: of every completed order each charge is posted to the penny.
#include "sage-adapter/mapping/partial_despatch.h"

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <random>

#include "tests/support/tries.h"

namespace sage {
namespace {

Decimal decimal(std::string_view text) {
    return *Decimal::parse(text);
}

PartialDespatchRules rules(std::string_view settings) {
    return read_partial_despatch_rules(
        parse_json(settings, 1'000, JsonNumbers::integers_only).value());
}

Line line(const std::string& id, const std::string& quantity, const std::string& price = "2.50") {
    Line made;
    made.id = id;
    made.item.sellers_item_id = "SKU-" + id;
    made.quantity = {decimal(quantity), "C62"};
    if (!price.empty()) {
        made.price = Price{{decimal(price), "GBP"}, {}, {}};
    }
    return made;
}

Line part(const std::string& order_line, const std::string& quantity,
          const std::string& cancelled = "") {
    Line made = line(order_line, quantity);
    made.order_line_id = order_line;
    if (!cancelled.empty()) {
        made.cancelled_quantity = Quantity{decimal(cancelled), "C62"};
    }
    return made;
}

AllowanceCharge charge(const std::string& code, const std::string& amount) {
    AllowanceCharge made;
    made.reason_code = code;
    made.amount = {decimal(amount), "GBP"};
    return made;
}

Document document(std::vector<Line> lines, std::vector<AllowanceCharge> charges = {}) {
    Document made;
    made.id = "SO-1";
    made.lines = std::move(lines);
    made.allowance_charges = std::move(charges);
    return made;
}

using Texts = std::vector<std::string>;

Texts texts(const std::vector<AllowanceCharge>& charges) {
    Texts all;
    for (const AllowanceCharge& one : charges) {
        all.push_back(one.reason_code + " " + one.amount.amount.text());
    }
    return all;
}

// What each of the parts of one order has of its charges.
std::vector<Texts> shares(OrderCharges rule, const Document& order,
                          const std::vector<Document>& parts) {
    std::vector<Texts> all;
    std::vector<OrderDespatch> so_far;
    for (const Document& one : parts) {
        so_far.push_back({&order, &one});
        all.push_back(texts(charges_of_last(rule, so_far)));
    }
    return all;
}

TEST(PartialDespatch, settings_say_what_holds_and_by_default_nothing_does) {
    EXPECT_FALSE(rules("{}").apply());
    EXPECT_FALSE(rules(R"({"partialDespatch":{"charges":"asSent"}})").apply());
    EXPECT_EQ(rules(R"({"partialDespatch":{"charges":"once"}})").charges, OrderCharges::once);
    EXPECT_EQ(rules(R"({"partialDespatch":{"charges":"proRata"}})").charges,
              OrderCharges::pro_rata);
    const PartialDespatchRules over = rules(R"({"partialDespatch":{"overDeliveryPercent":"2.5"}})");
    EXPECT_TRUE(over.apply());
    EXPECT_EQ(over.over_delivery_percent, decimal("2.5"));
}

TEST(PartialDespatch, once_is_on_the_first) {
    const Document order = document({line("1", "10")}, {charge("POST", "9.99")});
    EXPECT_EQ(
        shares(OrderCharges::once, order, {document({part("1", "1")}), document({part("1", "9")})}),
        (std::vector<Texts>{{"POST 9.99"}, {}}));
    EXPECT_TRUE(charges_of_last(OrderCharges::once, {}).empty());
}

TEST(PartialDespatch, by_value_the_last_has_what_is_left) {
    // Thirds of 10.00 by value, whatever the pieces are.
    const Document order = document({line("1", "1", "3.00"), line("2", "6", "1.00")},
                                    {charge("POST", "10.00"), charge("PACK", "0.01")});
    EXPECT_EQ(shares(OrderCharges::pro_rata, order,
                     {document({part("1", "1")}), document({part("2", "3")}),
                      document({part("2", "3")}), document({part("2", "1")})}),
              (std::vector<Texts>{{"POST 3.33"}, {"POST 3.34", "PACK 0.01"}, {"POST 3.33"}, {}}));
}

TEST(PartialDespatch, what_is_cancelled_does_not_come_and_its_share_of_the_charges_does) {
    const Document order = document({line("1", "10")}, {charge("POST", "10.00")});
    EXPECT_EQ(shares(OrderCharges::pro_rata, order,
                     {document({part("1", "2")}), document({part("1", "4", "4")})}),
              (std::vector<Texts>{{"POST 2.00"}, {"POST 8.00"}}));
}

TEST(PartialDespatch, the_final_despatch_completes_an_order_even_with_charges_only) {
    const Document order = document({line("1", "10")}, {charge("POST", "10.00")});
    Document last = document({}, {charge("POST", "1")});
    last.final_despatch = true;
    const Document first = document({part("1", "2")});
    EXPECT_EQ(shares(OrderCharges::pro_rata, order, {first, last}),
              (std::vector<Texts>{{"POST 2.00"}, {"POST 8.00"}}));
    EXPECT_TRUE(completes_order({{&order, &first}, {&order, &last}}));
    EXPECT_FALSE(completes_order({{&order, &first}}));
    EXPECT_FALSE(completes_order({}));
}

TEST(PartialDespatch, of_a_line_no_more_counts_than_was_ordered) {
    const Document order =
        document({line("1", "1", "5.00"), line("2", "1", "5.00")}, {charge("POST", "10.00")});
    EXPECT_EQ(shares(OrderCharges::pro_rata, order,
                     {document({part("1", "2")}), document({part("2", "1")})}),
              (std::vector<Texts>{{"POST 5.00"}, {"POST 5.00"}}));
}

TEST(PartialDespatch, without_prices_the_first_has_all) {
    const Document order = document({line("1", "10", "")}, {charge("POST", "10.00")});
    EXPECT_EQ(shares(OrderCharges::pro_rata, order,
                     {document({part("1", "1")}), document({part("1", "9")})}),
              (std::vector<Texts>{{"POST 10.00"}, {}}));
}

TEST(PartialDespatch, a_kit_is_complete_without_its_components) {
    Document order =
        document({line("KIT", "2", "5.00"), line("A", "4", "")}, {charge("POST", "1.00")});
    order.lines[0].is_kit = true;
    order.lines[1].kit = Kit{"KIT", "", decimal("2")};
    const Document all = document({part("KIT", "2")});
    EXPECT_TRUE(completes_order({{&order, &all}}));
}

TEST(PartialDespatch, a_new_version_of_the_order_is_followed_and_nothing_is_taken_back) {
    const Document before = document({line("1", "10")}, {charge("POST", "10.00")});
    const Document dearer = document({line("1", "10")}, {charge("POST", "12.00")});
    const Document cheaper = document({line("1", "10")}, {charge("POST", "3.00")});
    const Document first = document({part("1", "5")});
    const Document last = document({part("1", "5")});
    EXPECT_EQ(texts(charges_of_last(OrderCharges::pro_rata, {{&before, &first}, {&dearer, &last}})),
              Texts{"POST 7.00"});
    EXPECT_EQ(texts(charges_of_last(OrderCharges::once, {{&before, &first}, {&dearer, &last}})),
              Texts{"POST 2.00"});
    EXPECT_TRUE(
        charges_of_last(OrderCharges::pro_rata, {{&before, &first}, {&cheaper, &last}}).empty());
}

TEST(PartialDespatch, two_charges_of_one_code_are_two) {
    const Document order =
        document({line("1", "2")}, {charge("POST", "1.00"), charge("POST", "3.00")});
    EXPECT_EQ(shares(OrderCharges::pro_rata, order,
                     {document({part("1", "1")}), document({part("1", "1")})}),
              (std::vector<Texts>{{"POST 0.50", "POST 1.50"}, {"POST 0.50", "POST 1.50"}}));
}

TEST(PartialDespatch, charges_that_are_not_of_the_order_stay) {
    const Document order = document({line("1", "2")}, {charge("POST", "4.00")});
    const Document sent =
        document({part("1", "1")}, {charge("POST", "4.00"), charge("FUEL", "0.30")});
    EXPECT_EQ(texts(with_charges_of_order(sent, order, {charge("POST", "2.00")}).allowance_charges),
              (Texts{"POST 2.00", "FUEL 0.30"}));
    AllowanceCharge off = charge("POST", "1.00");
    off.charge_indicator = false;
    EXPECT_EQ(texts(with_charges_of_order(document({}, {off}), order, {}).allowance_charges),
              Texts{"POST 1.00"});
}

std::string refusal(const std::string& percent, const Document& order,
                    const std::vector<const Document*>& others, const Document& despatch) {
    const std::optional<Problem> problem = over_delivery(decimal(percent), order, others, despatch);
    EXPECT_TRUE(!problem || problem->code == "mapping.over_delivery");
    return problem ? problem->pointer : "";
}

TEST(PartialDespatch, more_than_was_ordered_is_held_beyond_what_is_tolerated) {
    const Document order = document({line("1", "10"), line("2", "1")});
    const Document six = document({part("1", "6")});
    const Document four = document({part("1", "4")});
    const Document five = document({part("2", "1"), part("1", "5")});
    EXPECT_EQ(refusal("0", order, {&six}, four), "");
    EXPECT_EQ(refusal("0", order, {&six}, five), "/body/lines/1/deliveredQuantity");
    EXPECT_EQ(refusal("9.99", order, {&six}, five), "/body/lines/1/deliveredQuantity");
    EXPECT_EQ(refusal("10", order, {&six}, five), "");
    EXPECT_EQ(refusal("0", order, {}, document({part("1", "6"), part("1", "5")})),
              "/body/lines/1/deliveredQuantity");
}

TEST(PartialDespatch, a_line_finds_the_orders_by_reference_or_by_its_item_alone) {
    const Document order = document({line("1", "10")});
    Document by_item = document({part("1", "10")});
    by_item.lines[0].order_line_id.clear();
    EXPECT_EQ(refusal("0", order, {}, by_item), "");
    Document twice = document({line("1", "10"), line("2", "10")});
    twice.lines[1].item = twice.lines[0].item;
    EXPECT_EQ(refusal("0", twice, {}, by_item), "/body/lines/0/deliveredQuantity");
    Document dozens = document({part("1", "1")});
    dozens.lines[0].quantity.unit_code = "DZN";
    EXPECT_EQ(refusal("50", order, {}, dozens), "/body/lines/0/deliveredQuantity");
    Document nothing = document({part("9", "0")});
    EXPECT_EQ(refusal("0", order, {}, nothing), "");
    nothing.lines[0].quantity.value = decimal("1");
    nothing.lines[0].kit = Kit{"1", "", decimal("1")};
    EXPECT_EQ(refusal("0", order, {}, nothing), "");
}

// ---- random orders in random parts

class Chance {
  public:
    explicit Chance(unsigned seed) : random_(seed) {}
    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }

  private:
    std::mt19937 random_;
};

Document random_order(Chance& chance) {
    std::vector<Line> lines;
    const int count = 1 + chance.below(4);
    for (int index = 0; index < count; ++index) {
        lines.push_back(line(std::to_string(index), std::to_string(1 + chance.below(12))));
        lines.back().price->unit_amount.amount = Decimal::of(chance.below(5'000), 2);
    }
    std::vector<AllowanceCharge> charges;
    const int charged = 1 + chance.below(3);
    for (int index = 0; index < charged; ++index) {
        charges.push_back(charge("C" + std::to_string(index), "0"));
        charges.back().amount.amount = Decimal::of(1 + chance.below(3'000), 2);
    }
    return document(std::move(lines), std::move(charges));
}

// Takes the order apart until nothing of it is left; some of it is cancelled.
std::deque<Document> random_parts(Chance& chance, const Document& order) {
    std::vector<int> left;
    for (const Line& one : order.lines) {
        left.push_back(std::stoi(one.quantity.value.text()));
    }
    std::deque<Document> parts;
    while (std::any_of(left.begin(), left.end(), [](int one) { return one > 0; })) {
        Document despatch = document({});
        for (std::size_t index = 0; index < left.size(); ++index) {
            const int now = chance.below(left[index] + 1);
            const int cancelled = chance.below(6) == 0 ? chance.below(left[index] - now + 1) : 0;
            left[index] -= now + cancelled;
            despatch.lines.push_back(
                part(order.lines[index].id, std::to_string(now), std::to_string(cancelled)));
        }
        parts.push_back(std::move(despatch));
    }
    return parts;
}

TEST(PartialDespatch, of_random_orders_in_random_parts_each_charge_is_posted_to_the_penny) {
    Chance chance(7);
    int in_parts = 0;
    for (int history = 0; history < tries(10'000, 10'000); ++history) {
        const OrderCharges rule =
            chance.below(4) == 0 ? OrderCharges::once : OrderCharges::pro_rata;
        const Document order = random_order(chance);
        const std::deque<Document> parts = random_parts(chance, order);
        std::map<std::string, Decimal> posted;
        std::vector<OrderDespatch> so_far;
        for (const Document& one : parts) {
            so_far.push_back({&order, &one});
            for (const AllowanceCharge& share : charges_of_last(rule, so_far)) {
                ASSERT_GT(share.amount.amount.sign(), 0) << history;
                ASSERT_TRUE(share.amount.amount.fits(2)) << history;
                posted[share.reason_code] = posted[share.reason_code] + share.amount.amount;
            }
        }
        in_parts += so_far.size() > 1 ? 1 : 0;
        ASSERT_TRUE(completes_order(so_far)) << history;
        for (const AllowanceCharge& whole : order.allowance_charges) {
            ASSERT_EQ(posted[whole.reason_code], whole.amount.amount) << history;
        }
    }
    EXPECT_GT(in_parts, tries(5'000, 5'000));
}

}  // namespace
}  // namespace sage
