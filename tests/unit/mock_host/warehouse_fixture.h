// SPDX-License-Identifier: Apache-2.0
// A warehouse in memory with ten units of A at the site MAIN, and short ways to say things.
#pragma once

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <utility>
#include <vector>

#include "mock-host/wms/warehouse.h"

namespace wms::testing {

inline Decimal units(std::int64_t count) {
    return Decimal::whole(count);
}

template <class Outcome>
std::string code(const Outcome& outcome) {
    return outcome.ok() ? std::string("ok") : outcome.problem().code;
}

inline Order order_of(const std::string& id, const std::vector<std::pair<std::string, int>>& lines,
                      const std::string& site = "MAIN") {
    Order order;
    order.id = id;
    order.site = site;
    order.date = "2026-11-20";
    order.customer = {"C1", "Acme", "GB", {"4 Dock Road", "Leeds"}};
    order.charges = {{"POST", "Carriage", units(5)}};
    for (const auto& [item, quantity] : lines) {
        OrderLine line;
        line.id = std::to_string(order.lines.size() + 1);
        line.item = item;
        line.ordered = units(quantity);
        line.price = units(2);
        order.lines.push_back(line);
    }
    return order;
}

class WarehouseFixture : public ::testing::Test {
  protected:
    WarehouseFixture() { EXPECT_TRUE(warehouse_.receive("MAIN", "A", units(10)).ok()); }

    StockFigure stock(const std::string& item, const std::string& site = "MAIN") const {
        for (const StockFigure& figure : warehouse_.stock()) {
            if (figure.item == item && figure.site == site) {
                return figure;
            }
        }
        return {};
    }
    OrderLine line(const std::string& order, std::size_t at = 0) const {
        return warehouse_.order(order).value().lines.at(at);
    }
    void enter(const Order& order) { ASSERT_EQ(code(warehouse_.enter(order)), "ok"); }
    void allocate(const std::string& order) {
        ASSERT_EQ(code(warehouse_.allocate_order(order)), "ok");
    }
    /// Everything that is allocated, in one parcel.
    Result<Despatch> send(const std::string& order, const std::string& despatch) {
        EXPECT_EQ(code(warehouse_.pick(order)), "ok");
        EXPECT_EQ(code(warehouse_.pack_all(order, {"1Z" + despatch, "S" + despatch, {}})), "ok");
        return warehouse_.despatch(order, {despatch, "2026-11-20", 1, "UPS"});
    }
    std::vector<KeptDocument> documents() const {
        return warehouse_.documents_after(0, 1'000).value();
    }
    boost::json::value body_of_last() const {
        return boost::json::parse(documents().back().message.json).at("body");
    }
    std::vector<std::string> kinds_of_events() const {
        std::vector<std::string> kinds;
        for (const Event& event : warehouse_.events_after(0, 1'000).value()) {
            kinds.push_back(event.kind);
        }
        return kinds;
    }

    Warehouse warehouse_;
};

}  // namespace wms::testing
