// SPDX-License-Identifier: Apache-2.0
// Plan: days that exist and days that do not; each requirement of the contract, broken once, is
// told; what is right has nothing to tell and the time of its date.
#include "mock-host/imports/imported_document.h"

#include "mock-host/wms/sscc.h"

#include <gtest/gtest.h>

#include <functional>

namespace wms {
namespace {

Order order() {
    Order order;
    order.id = "SO-1";
    order.site = "MAIN";
    order.date = "2026-11-02";
    OrderLine line;
    line.id = "1";
    line.item = "SKU-1";
    line.ordered = Decimal::whole(6);
    order.lines = {line};
    return order;
}

Despatch despatch() {
    Despatch despatch;
    despatch.id = "DN-1";
    despatch.order_id = "SO-1";
    despatch.date = "2026-11-03";
    DespatchLine line;
    line.id = "1";
    line.item = "SKU-1";
    line.delivered = Decimal::whole(6);
    despatch.lines = {line};
    return despatch;
}

TEST(ImportedDocument, days) {
    EXPECT_EQ(day_of("1970-01-02"), 86'400'000);
    EXPECT_TRUE(day_of("2028-02-29").has_value());
    for (const char* text :
         {"", "2026-02-29", "2026-13-01", "26-11-02", "2026/11/02", "2026-11-2x", "2026-11-021"}) {
        EXPECT_FALSE(day_of(text).has_value()) << text;
    }
}

TEST(ImportedDocument, labels_have_their_check_digit) {
    EXPECT_TRUE(is_sscc("350123456000000018"));
    EXPECT_TRUE(is_sscc("106141411234567897"));
    for (const char* text : {"", "350123456000000019", "35012345600000001", "35012345600000001X",
                             "00350123456000000018"}) {
        EXPECT_FALSE(is_sscc(text)) << text;
    }
}

TEST(ImportedDocument, orders_meet_the_contract) {
    Order right = order();
    EXPECT_FALSE(check_order(right, "line 2").has_value());
    EXPECT_EQ(right.entered_ms, day_of("2026-11-02"));
    const std::vector<std::function<void(Order&)>> breaches = {
        [](Order& one) { one.id = ""; },
        [](Order& one) { one.id = std::string(129, 'x'); },
        [](Order& one) { one.id = "a\tb"; },
        [](Order& one) { one.site = " "; },
        [](Order& one) { one.date = "today"; },
        [](Order& one) { one.currency = "pounds"; },
        [](Order& one) { one.customer.country_code = "England"; },
        [](Order& one) { one.lines.clear(); },
        [](Order& one) { one.lines.push_back(one.lines[0]); },
        [](Order& one) { one.lines[0].item = ""; },
        [](Order& one) { one.lines[0].gtin = "12"; },
        [](Order& one) { one.lines[0].ordered = Decimal{}; },
        [](Order& one) { one.lines[0].price = -Decimal::whole(1); },
        [](Order& one) { one.charges.push_back({"", "", Decimal::whole(1)}); },
    };
    for (std::size_t index = 0; index < breaches.size(); ++index) {
        Order wrong = order();
        breaches[index](wrong);
        const auto problem = check_order(wrong, "line 2");
        ASSERT_TRUE(problem.has_value()) << index;
        EXPECT_EQ(problem->pointer, "line 2");
    }
}

TEST(ImportedDocument, despatches_meet_the_contract) {
    Despatch right = despatch();
    EXPECT_FALSE(check_despatch(right, "segment 3").has_value());
    EXPECT_EQ(right.left_ms, day_of("2026-11-03"));
    const std::vector<std::function<void(Despatch&)>> breaches = {
        [](Despatch& one) { one.id = ""; },
        [](Despatch& one) { one.order_id = ""; },
        [](Despatch& one) { one.date = ""; },
        [](Despatch& one) { one.lines.clear(); },
        [](Despatch& one) { one.lines[0].item = ""; },
        [](Despatch& one) { one.lines[0].gtin = "x"; },
        [](Despatch& one) { one.lines[0].delivered = Decimal{}; },
        [](Despatch& one) { one.lines.push_back(one.lines[0]); },
    };
    for (std::size_t index = 0; index < breaches.size(); ++index) {
        Despatch wrong = despatch();
        breaches[index](wrong);
        EXPECT_TRUE(check_despatch(wrong, "").has_value()) << index;
    }
}

}  // namespace
}  // namespace wms
