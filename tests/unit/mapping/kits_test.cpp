// SPDX-License-Identifier: Apache-2.0
// Plan: what is posted under each policy; prices to the penny by quantity or on the first; what
// cannot be; and over many random kits that quantities and amounts are conserved.
#include "sage-adapter/mapping/kits.h"

#include <gtest/gtest.h>

#include <random>

namespace sage {
namespace {

Decimal decimal(std::string_view text) {
    return *Decimal::parse(text);
}

JsonValue parsed(std::string_view text) {
    return parse_json(text, 1'000, JsonNumbers::integers_only).value();
}

Line line_of(std::string id, const std::string& quantity, const std::string& price = "") {
    Line line;
    line.id = std::move(id);
    line.item.sellers_item_id = "SKU-" + line.id;
    line.quantity = {decimal(quantity), "C62"};
    if (!price.empty()) {
        line.price = Price{{decimal(price), "GBP"}, {}, {}};
    }
    return line;
}

Line part_of(std::string id, const std::string& quantity, const std::string& ratio) {
    Line line = line_of(std::move(id), quantity);
    line.kit = Kit{"KIT", "", decimal(ratio)};
    return line;
}

// One kit for 10.00 of three and four pieces, and a line beside it.
Document gift_set() {
    Document document;
    document.lines = {line_of("KIT", "1", "10.00"), part_of("A", "3", "3"), part_of("B", "4", "4"),
                      line_of("D", "1", "1.20")};
    document.lines[0].is_kit = true;
    document.lines[0].tax.tax_code = "STANDARD";
    return document;
}

std::vector<std::string> quantities(const Document& document) {
    std::vector<std::string> all;
    for (const Line& line : document.lines) {
        all.push_back(line.quantity.value.text());
    }
    return all;
}

using Texts = std::vector<std::string>;

TEST(Kits, settings_say_what_is_posted_and_by_default_the_kit_is) {
    EXPECT_EQ(read_kit_rules(parsed("{}")).policy, KitPolicy::keep);
    EXPECT_EQ(read_kit_rules(parsed("{}")).price, KitPrice::by_quantity);
    const KitRules rules =
        read_kit_rules(parsed(R"({"kits":{"policy":"explode","price":"first"}})"));
    EXPECT_EQ(rules.policy, KitPolicy::explode);
    EXPECT_EQ(rules.price, KitPrice::on_first);
    EXPECT_TRUE(has_kits(gift_set()));
    Document none = gift_set();
    none.lines = {line_of("D", "1", "1.20")};
    EXPECT_FALSE(has_kits(none));
}

TEST(Kits, that_are_kept_are_posted_without_their_components) {
    const PostedKits posted = post_kits(gift_set(), {});
    EXPECT_FALSE(posted.problem);
    EXPECT_EQ(quantities(posted.document), (Texts{"1", "0", "0", "1"}));
    EXPECT_EQ(document_net(posted.document)->text(), "11.20");
}

TEST(Kits, that_are_exploded_give_their_price_to_the_components_to_the_penny) {
    const PostedKits posted = post_kits(gift_set(), {KitPolicy::explode, KitPrice::by_quantity});
    ASSERT_FALSE(posted.problem);
    EXPECT_EQ(quantities(posted.document), (Texts{"0", "3", "4", "1"}));
    // 10.00 by three and four: 4.29 and 5.71.
    EXPECT_EQ(posted.document.lines[1].price->unit_amount.amount.text(), "1.43");
    EXPECT_EQ(line_net(posted.document.lines[2])->text(), "5.71");
    EXPECT_EQ(posted.document.lines[2].price->unit_amount.amount.text(), "1.428")
        << "no more places than it needs";
    EXPECT_EQ(posted.document.lines[2].price->unit_amount.currency_id, "GBP");
    EXPECT_EQ(posted.document.lines[1].tax.tax_code, "STANDARD");
    EXPECT_EQ(document_net(posted.document)->text(), "11.20");
}

TEST(Kits, may_give_all_their_price_to_the_first_component) {
    const PostedKits posted = post_kits(gift_set(), {KitPolicy::explode, KitPrice::on_first});
    ASSERT_FALSE(posted.problem);
    EXPECT_EQ(line_net(posted.document.lines[1])->text(), "10.00");
    EXPECT_EQ(line_net(posted.document.lines[2])->text(), "0.00");
}

TEST(Kits, whose_components_have_the_prices_leave_them_alone) {
    Document document = gift_set();
    document.lines[0].price.reset();
    document.lines[1].price = Price{{decimal("2.00"), "GBP"}, {}, {}};
    document.lines[2].price = Price{{decimal("1.00"), "GBP"}, {}, {}};
    document.lines[2].tax.tax_code = "ZERO";
    const PostedKits posted = post_kits(document, {KitPolicy::explode, KitPrice::by_quantity});
    ASSERT_FALSE(posted.problem);
    EXPECT_EQ(posted.document.lines[1].price->unit_amount.amount.text(), "2.00");
    EXPECT_EQ(posted.document.lines[2].tax.tax_code, "ZERO");
    EXPECT_EQ(document_net(posted.document)->text(), "11.20");
}

TEST(Kits, whose_price_no_component_can_carry_are_held) {
    Document document = gift_set();
    document.lines[0] = line_of("KIT", "1", "0.01");
    document.lines[0].is_kit = true;
    document.lines[1] = part_of("A", "99999999999", "99999999999");
    document.lines[2] = part_of("B", "1", "1");
    const PostedKits posted = post_kits(document, {KitPolicy::explode, KitPrice::on_first});
    ASSERT_TRUE(posted.problem);
    EXPECT_EQ(posted.problem->code, "mapping.kit_not_exact");
    EXPECT_EQ(posted.problem->pointer, "/body/lines/1/quantity");
}

TEST(Kits, that_were_exploded_are_not_corrected_by_guessing) {
    Document document = gift_set();
    document.corrected_version = "1";
    const PostedKits posted = post_kits(document, {KitPolicy::explode, KitPrice::by_quantity});
    ASSERT_TRUE(posted.problem);
    EXPECT_EQ(posted.problem->code, "mapping.kit_corrected");
    EXPECT_FALSE(post_kits(document, {}).problem) << "kept ones are lines like any other";
}

TEST(Kits, conserve_quantities_and_amounts_whatever_they_are_made_of) {
    std::mt19937 random(20261126);
    const auto number = [&](int most, int places) {
        return Decimal::of(static_cast<std::int64_t>(random() % static_cast<unsigned>(most)) + 1,
                           static_cast<int>(random() % static_cast<unsigned>(places + 1)));
    };
    for (int round = 0; round < 5'000; ++round) {
        Document document;
        const int kits = 1 + static_cast<int>(random() % 3);
        for (int kit = 0; kit < kits; ++kit) {
            const std::string id = "KIT" + std::to_string(kit);
            document.lines.push_back(line_of(id, "1", "1"));
            Line& sold = document.lines.back();
            sold.is_kit = true;
            sold.quantity.value = number(200, 0);
            sold.price->unit_amount.amount = number(100'000, 4);
            if (random() % 3 == 0) {
                sold.price->discount_rate = number(100, 1);
            }
            const Decimal sold_quantity = sold.quantity.value;
            const int components = 1 + static_cast<int>(random() % 5);
            for (int part = 0; part < components; ++part) {
                Line component = line_of(id + "-" + std::to_string(part), "1");
                component.kit = Kit{id, "", number(12, 1)};
                component.quantity.value =
                    *Decimal::multiply(sold_quantity, component.kit->ratio,
                                       component.kit->ratio.scale(), Rounding::toward_zero);
                document.lines.push_back(component);
            }
        }
        const std::string net = document_net(document)->text();
        const KitPrice price = random() % 2 == 0 ? KitPrice::by_quantity : KitPrice::on_first;
        const PostedKits exploded = post_kits(document, {KitPolicy::explode, price});
        const PostedKits kept = post_kits(document, {});
        ASSERT_FALSE(exploded.problem) << exploded.problem->cause;
        Decimal sum = Decimal::of(0, 2);
        for (std::size_t index = 0; index < document.lines.size(); ++index) {
            const Line& before = document.lines[index];
            const Line& after = exploded.document.lines[index];
            ASSERT_EQ(after.quantity.value, before.is_kit ? Decimal::of(0) : before.quantity.value);
            ASSERT_EQ(kept.document.lines[index].quantity.value,
                      before.kit ? Decimal::of(0) : before.quantity.value);
            if (after.quantity.value.sign() != 0) {
                ASSERT_TRUE(after.price);
                ASSERT_GE(after.price->unit_amount.amount.sign(), 0);
                sum = sum + *line_net(after);
            }
        }
        ASSERT_EQ(sum.text(), net);
        ASSERT_EQ(document_net(kept.document)->text(), net);
    }
}

}  // namespace
}  // namespace sage
