// SPDX-License-Identifier: Apache-2.0
// Twelve customers' worth of a quiet Friday. Everything here is invented.
#include "mock-host/demo_day.h"

#include <fmt/format.h>

#include <array>
#include <initializer_list>

#include "mock-host/instant.h"

namespace wms {

namespace {

constexpr const char* kMain = "MAIN";
constexpr const char* kNorth = "NORTH";

Decimal decimal(const char* text) {
    return Decimal::parse(text).value_or(Decimal{});
}

struct Product {
    const char* id;
    const char* name;
    const char* price;
};
constexpr std::array<Product, 8> kProducts = {{{"LANTERN-W", "White metal lantern", "3.39"},
                                               {"LANTERN-R", "Red metal lantern", "3.39"},
                                               {"MUG-BLUE", "Blue enamel mug", "2.15"},
                                               {"MUG-DOT", "Polka dot mug", "2.95"},
                                               {"CANDLE-12", "Box of twelve candles", "7.65"},
                                               {"FRAME-A4", "Oak frame A4", "11.90"},
                                               {"BUNTING-5M", "Bunting, five metres", "4.25"},
                                               {"TIN-TEA", "Tea caddy", "0.85"}}};

struct Account {
    const char* id;
    const char* name;
    const char* country;
};
constexpr std::array<Account, 6> kAccounts = {{{"ACME", "Acme Gifts Ltd", "GB"},
                                               {"BRIGHT", "Bright & Daughters", "GB"},
                                               {"CORK", "Cork Street Stores", "IE"},
                                               {"DUMONT", "Maison Dumont", "FR"},
                                               {"ELKE", "Elke Brandt Wohnen", "DE"},
                                               {"FJORD", "Fjord Handel AS", "NO"}}};

/// Since this morning: in Sage nobody has created the account yet.
constexpr Account kNewAccount = {"GREY", "Grey & Sons", "GB"};

struct Wanted {
    const char* item;
    const char* quantity;
};

class Book {
  public:
    explicit Book(DemoDay& day) : day_(day) {}

    Order& add(DemoPath path, const char* account, const char* site,
               std::initializer_list<Wanted> lines) {
        DemoOrder entry;
        entry.path = path;
        Order& order = entry.order;
        order.id = fmt::format("SO-{}", ++number_);
        order.buyer_order_id = fmt::format("PO-{}", 7000 + number_);
        order.customer = customer(account);
        order.site = site;
        order.date = day_.date;
        order.entered_ms = day_.begins_ms + number_ % 1000 * 60'000;
        for (const Wanted& wanted : lines) {
            OrderLine line;
            line.id = std::to_string(10 * (order.lines.size() + 1));
            line.item = wanted.item;
            line.ordered = decimal(wanted.quantity);
            line.item_name = wanted.item;
            line.price = decimal("24.50");
            for (const Product& product : kProducts) {
                if (line.item == product.id) {
                    line.item_name = product.name;
                    line.price = decimal(product.price);
                }
            }
            order.lines.push_back(std::move(line));
        }
        day_.orders.push_back(std::move(entry));
        return day_.orders.back().order;
    }

    static Customer customer(const char* id) {
        for (const Account& account : kAccounts) {
            if (std::string_view(id) == account.id) {
                return {account.id, account.name, account.country, {"1 High Street"}};
            }
        }
        if (std::string_view(id) == kNewAccount.id) {
            return {kNewAccount.id, kNewAccount.name, kNewAccount.country, {"2 Quay Side"}};
        }
        return {"", "A. Walker", "GB", {"14 Mill Lane"}};  // a guest
    }

  private:
    DemoDay& day_;
    int number_ = 1000;
};

void fill_seed(Seed& seed) {
    seed.locations = {{kMain, "Main warehouse"}, {kNorth, "Northern depot"}};
    seed.guest_customer = "GUEST";
    seed.customers.push_back({"GUEST", "Guests", "GB"});
    for (const Account& account : kAccounts) {
        seed.customers.push_back({account.id, account.name, account.country});
    }
    for (const Product& product : kProducts) {
        seed.items.push_back({product.id, product.name, false});
        seed.stock.push_back({product.id, kMain, decimal("400")});
        seed.stock.push_back({product.id, kNorth, decimal("60")});
    }
    seed.items.push_back({"POST", "Carriage", true});
    seed.closed_until = "2026-10-31";
}

void fill_orders(DemoDay& day) {
    Book book(day);
    const Charge carriage{"POST", "Carriage", decimal("4.95")};
    book.add(DemoPath::at_once, "ACME", kMain, {{"LANTERN-W", "24"}, {"MUG-BLUE", "36"}})
        .charges = {carriage};
    book.add(DemoPath::two_parts, "BRIGHT", kMain, {{"CANDLE-12", "10"}, {"FRAME-A4", "6"}})
        .charges = {carriage};
    book.add(DemoPath::many_parcels, "DUMONT", kMain,
             {{"FRAME-A4", "12"}, {"LANTERN-R", "48"}, {"TIN-TEA", "120"}})
        .charges = {{"POST", "Carriage, three parcels", decimal("18.00")}};
    book.add(DemoPath::lost_reply, "ELKE", kMain, {{"BUNTING-5M", "30"}, {"MUG-DOT", "24"}});
    book.add(DemoPath::late_tracking, "CORK", kMain, {{"CANDLE-12", "8"}});
    book.add(DemoPath::at_once, "", kMain, {{"MUG-DOT", "2"}, {"TIN-TEA", "1"}}).charges = {
        carriage};
    book.add(DemoPath::at_once, kNewAccount.id, kMain, {{"MUG-DOT", "4"}, {"LANTERN-W", "4"}});
    book.add(DemoPath::at_once, "ACME", kNorth, {{"MUG-BLUE", "12"}});
    book.add(DemoPath::at_once, "BRIGHT", kNorth, {{"LANTERN-R", "20"}, {"LANTERN-W", "20"}});
    book.add(DemoPath::at_once, "CORK", kMain, {{"TIN-TEA", "72"}, {"TIN-TEA", "48"}});
    book.add(DemoPath::at_once, "", kNorth, {{"BUNTING-5M", "3"}});
    book.add(DemoPath::two_parts, "DUMONT", kNorth, {{"CANDLE-12", "14"}});
    book.add(DemoPath::at_once, "ELKE", kMain, {{"FRAME-A4", "2"}, {"MUG-BLUE", "18"}});
    book.add(DemoPath::at_once, "FJORD", kMain, {{"LANTERN-W", "100"}}).charges = {
        {"POST", "Carriage by sea", decimal("31.40")}};
}

}  // namespace

DemoDay demo_day() {
    DemoDay day;
    day.begins_ms = instant_of(2026, 11, 20, 8, 0).value_or(0);
    day.date = date_text(day.begins_ms);
    fill_seed(day.seed);
    fill_orders(day);
    day.lost_despatch = "DN-1004-1";
    day.held_despatch = "DN-1007-1";

    Return damaged;
    damaged.id = "RMA-31";
    damaged.order_id = "SO-1001";
    damaged.despatch_id = "DN-1001-1";
    damaged.customer = Book::customer("ACME");
    damaged.site = kMain;
    damaged.date = day.date;
    damaged.received_ms = day.begins_ms + 8 * 3'600'000;
    damaged.lines = {{"1", "10", "LANTERN-W", decimal("2"), decimal("3.39"), "restock"}};
    damaged.charges = {{"POST", "Carriage credited", decimal("4.95")}};
    day.returns = {damaged};

    Adjustment broken;
    broken.id = "ADJ-78";
    broken.site = kMain;
    broken.date = day.date;
    broken.counted_ms = damaged.received_ms;
    broken.lines = {{"1", "FRAME-A4", decimal("-3"), "damaged", "fell off the truck"}};
    Adjustment found = broken;
    found.id = "ADJ-79";
    found.site = kNorth;
    found.lines = {{"1", "MUG-DOT", decimal("5"), "correction", "found behind a shelf"}};
    day.adjustments = {broken, found};
    return day;
}

}  // namespace wms
