// SPDX-License-Identifier: Apache-2.0
// A random day of a warehouse: orders in parts, changed in time and too late, balances that are
// cancelled, returns, and what the edition can move besides (receipts, adjustments up and down,
// counts, transfers at once and on their way, stock on hold), at two sites where it has sites. The
// day keeps what it expects of it in Sage.
#pragma once

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "mock-host/reconcile.h"
#include "tests/unit/mock_host/warehouse_fixture.h"

namespace wms::testing {

/// A plugin with its settings, and what becomes a document in Sage with them.
struct Pair {
    std::string plugin;
    std::vector<std::string> settings;
    bool receipts = false;
    bool finds = false;    ///< adjustments and counts that add
    bool losses = false;   ///< those that take away
    bool sites = false;    ///< stock by site, and transfers between them
    bool invoices = true;  ///< otherwise people print them in Sage
    unsigned seed = 1;
};

class RandomDay {
  public:
    static constexpr int orders = 6;
    static constexpr const char* date = "2026-11-20";
    static constexpr std::int64_t now_ms = 1'795'189'330'120;

    RandomDay(Warehouse& warehouse, const Pair& pair, unsigned seed)
        : warehouse_(warehouse), chance_(seed), pair_(pair) {}

    void work() {
        for (const char* item : {"SKU-1", "SKU-2", "SKU-3"}) {
            ASSERT_TRUE(warehouse_.receive("MAIN", item, units(1'000)).ok());
            if (pair_.sites) {
                ASSERT_TRUE(warehouse_.receive("NORTH", item, units(500)).ok());
            }
        }
        for (int number = 1; number <= orders; ++number) {
            order("SO-" + std::to_string(number));
        }
        receive();
        adjust();
        count();
        move_between_sites();
        give_back();
        // What may not be used is still there: nobody is told.
        ASSERT_EQ(code(warehouse_.hold("MAIN", {"", "SKU-3", units(7), "inspection", ""})), "ok");
        ASSERT_EQ(code(warehouse_.free("MAIN", {"", "SKU-3", units(3), "inspection", ""})), "ok");
    }

    /// What of it is a document in Sage each, by the warehouse's numbers; transfers are not.
    const std::vector<Expected>& expected() const { return expected_; }

  private:
    int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(chance_); }
    std::string item() { return "SKU-" + std::to_string(1 + below(3)); }
    std::string site() { return pair_.sites && below(3) == 0 ? "NORTH" : "MAIN"; }

    void order(const std::string& id) {
        Order order = order_of(id, {{item(), 4 + below(6)}, {item(), 1 + below(5)}}, site());
        order.entered_ms = now_ms;
        ASSERT_EQ(code(warehouse_.enter(order)), "ok");
        ASSERT_EQ(code(warehouse_.allocate_line(id, "1", units(1 + below(3)))), "ok");
        send(id, "DN-" + id + "-1");
        change(id);
        ASSERT_EQ(code(warehouse_.allocate_order(id)), "ok");
        send(id, "DN-" + id + "-2");
        for (const OrderLine& line : warehouse_.order(id).value().lines) {
            ASSERT_LE(line.despatched, line.ordered - line.cancelled) << id << "/" << line.id;
        }
    }
    /// Somebody else has read the order before it was changed; less is wanted than has left.
    void change(const std::string& id) {
        Order changed = warehouse_.order(id).value();
        changed.lines[1].ordered += units(1);
        if (below(2) == 0) {
            ASSERT_EQ(code(warehouse_.change(changed)), "ok");
            ASSERT_EQ(code(warehouse_.change(changed)), "warehouse.order.version");
        }
        Order late = warehouse_.order(id).value();
        late.lines[0].ordered = late.lines[0].despatched - *Decimal::parse("0.5");
        ASSERT_EQ(code(warehouse_.change(late)), "warehouse.order.packed");
        if (pair_.invoices && below(2) == 0) {
            ASSERT_EQ(code(warehouse_.cancel_line(id, "1", units(1))), "ok");
        }
    }
    void send(const std::string& order, const std::string& despatch) {
        ASSERT_EQ(code(warehouse_.pick(order)), "ok");
        ASSERT_EQ(
            code(warehouse_.pack_all(order, {"1Z" + despatch, warehouse_.next_sscc().value(), {}})),
            "ok");
        const Result<Despatch> sent = warehouse_.despatch(order, {despatch, date, now_ms, "UPS"});
        ASSERT_EQ(code(sent), "ok");
        expected_.push_back(expected_of(sent.value()));
    }
    void receive() {
        if (!pair_.receipts) {
            return;
        }
        GoodsReceipt receipt;
        receipt.id = "GRN-1";
        receipt.site = site();
        receipt.date = date;
        receipt.received_ms = now_ms;
        ReceiptLine line;
        line.id = "1";
        line.item = item();
        line.received = units(20 + below(9));
        line.unit_cost = units(1);
        receipt.lines = {line};
        ASSERT_EQ(code(warehouse_.receive(receipt)), "ok");
        Expected expected;
        expected.document_id = receipt.id;
        expected.effect = "stock_increase";
        expected.date = date;
        expected.units = {{line.item, line.received}};
        expected_.push_back(expected);
    }
    void adjust() {
        if (!pair_.losses) {
            return;
        }
        const Adjustment lost{
            "ADJ-1", site(), date, now_ms, {{"1", item(), units(-3), "damaged", ""}}};
        ASSERT_EQ(code(warehouse_.adjust(lost)), "ok");
        expect_adjustment(lost);
    }
    /// A shelf on which there is less, or more, than in the books; and one where all is right.
    void count() {
        if (!pair_.losses) {
            return;
        }
        const int found = 1 + below(3);
        const Decimal there = figure("MAIN", "SKU-2");
        const Result<Adjustment> counted =
            warehouse_.count({"CNT-1",
                              "MAIN",
                              date,
                              now_ms,
                              {{"1", "SKU-2", there + units(pair_.finds ? found : -found), "", ""},
                               {"2", "SKU-3", figure("MAIN", "SKU-3"), "", ""}}});
        ASSERT_EQ(code(counted), "ok");
        expect_adjustment(counted.value());
    }
    /// Where the edition has sites it moves what is lost to one of them, which is no adjustment.
    void expect_adjustment(const Adjustment& adjustment) {
        if (pair_.finds) {
            expected_.push_back(expected_of(adjustment));
        }
    }
    /// At once, and on their way for a while: in parts, and some that never left.
    void move_between_sites() {
        if (!pair_.sites) {
            return;
        }
        const std::string moved = item();
        const Decimal many = units(6 + below(9));
        Transfer transfer{"TRF-1", "MAIN", "NORTH", date, now_ms, {{"1", moved, many, ""}}};
        ASSERT_EQ(code(warehouse_.transfer(transfer)), "ok");
        transfer.id = "TRF-2";
        transfer.in_transit = true;
        ASSERT_EQ(code(warehouse_.transfer(transfer)), "ok");
        ASSERT_EQ(code(warehouse_.arrive({"TRF-2", date, now_ms, {{"1", units(2)}}, false})), "ok");
        ASSERT_EQ(code(warehouse_.arrive({"TRF-2", date, now_ms, {{"1", units(3)}}, true})), "ok");
    }
    void give_back() {
        Return credit;
        credit.id = "RMA-1";
        credit.order_id = "SO-1";
        credit.despatch_id = "DN-SO-1-1";
        credit.customer.id = "C1";
        const Order order = warehouse_.order("SO-1").value();
        credit.site = order.site;
        credit.date = date;
        credit.received_ms = now_ms;
        const OrderLine& line = order.lines.at(0);
        // A credit in Sage 200's ledger brings nothing back to its stock.
        credit.lines = {
            {"1", line.id, line.item, units(1), line.price, pair_.invoices ? "restock" : "scrap"}};
        ASSERT_EQ(code(warehouse_.take_back(credit)), "ok");
        if (pair_.invoices) {
            expected_.push_back(expected_of(credit));
        }
    }
    Decimal figure(const std::string& site, const std::string& wanted) const {
        for (const StockFigure& figure : warehouse_.stock()) {
            if (figure.site == site && figure.item == wanted) {
                return figure.on_hand;
            }
        }
        return {};
    }

    Warehouse& warehouse_;
    std::mt19937 chance_;
    const Pair& pair_;
    std::vector<Expected> expected_;
};

}  // namespace wms::testing
