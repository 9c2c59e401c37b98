// SPDX-License-Identifier: Apache-2.0
// Plan: random histories of every operation, accepted or refused. After each step the equations of
// stock hold: on hand is what came less what went, as the events say; allocated and on hold are
// within it; what is on its way is what left less what arrived; each order line's figures are in
// their order and within what was ordered; what left by the despatches is what the lines say;
// nothing of a refused operation stays. The sums are the test's own, over the operations that
// succeeded.
#include <array>
#include <map>
#include <random>

#include "tests/support/tries.h"
#include "tests/unit/mock_host/warehouse_fixture.h"

namespace wms {
namespace {

using testing::code;
using testing::order_of;
using testing::units;

using Key = std::pair<std::string, std::string>;  // site, item

class History {
  public:
    explicit History(unsigned seed) : chance_(seed) {}

    void step() {
        static constexpr std::array kActions = {
            &History::receive, &History::enter,  &History::allocate,      &History::allocate_line,
            &History::pick,    &History::pack,   &History::despatch,      &History::give_back,
            &History::adjust,  &History::count,  &History::transfer,      &History::hold,
            &History::change,  &History::cancel, &History::cancel_line,   &History::correct,
            &History::release, &History::all,    &History::allocate_line, &History::despatch,
            &History::send,    &History::arrive};
        (this->*kActions.at(static_cast<std::size_t>(below(static_cast<int>(kActions.size())))))();
    }

    void check() const {
        for (const StockFigure& figure : warehouse_.stock()) {
            const auto expected = on_hand_.find({figure.site, figure.item});
            ASSERT_EQ(figure.on_hand, expected == on_hand_.end() ? Decimal{} : expected->second)
                << figure.site << " " << figure.item;
            ASSERT_GE(figure.available(), Decimal{});
            const auto coming = in_transit_.find({figure.site, figure.item});
            ASSERT_EQ(figure.in_transit, coming == in_transit_.end() ? Decimal{} : coming->second)
                << figure.site << " " << figure.item;
            ASSERT_EQ(figure.allocated, on_orders(figure.site, figure.item));
        }
        check_events();
        for (const OrderSummary& order : warehouse_.list_orders("", "", 10'000).value()) {
            ASSERT_EQ(order.despatched, left_.count(order.id) == 0 ? Decimal{} : left_.at(order.id))
                << order.id;
            ASSERT_LE(order.despatched, order.ordered - order.cancelled);
            ASSERT_GE(order.outstanding(), Decimal{});
        }
    }

    int accepted() const { return accepted_; }
    int refused() const { return refused_; }

  private:
    int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(chance_); }
    std::string item() { return std::string(1, static_cast<char>('A' + below(3))); }
    std::string site() { return below(4) == 0 ? "NORTH" : "MAIN"; }
    /// Thousandths, as quantities of trade have them.
    Decimal some(int most) {
        return *Decimal::parse(std::to_string(below(most)) + "." +
                               std::to_string(100 + below(900)));
    }
    std::string new_id() { return "N" + std::to_string(++ids_); }
    std::string an_order() { return "N" + std::to_string(1 + below(ids_ + 1)); }
    bool note(bool ok) {
        ++(ok ? accepted_ : refused_);
        return ok;
    }

    void receive() {
        const Key key{site(), item()};
        const Decimal quantity = some(40);
        if (note(warehouse_.receive(key.first, key.second, quantity).ok())) {
            on_hand_[key] += quantity;
        }
    }
    void enter() {
        Order order = order_of(new_id(), {{item(), 1 + below(9)}, {item(), 1 + below(9)}}, site());
        order.lines[0].ordered += some(3);
        order.promised_date = below(2) == 0 ? "" : "2026-11-2" + std::to_string(below(10));
        note(warehouse_.enter(order).ok());
    }
    void allocate() { note(warehouse_.allocate_order(an_order()).ok()); }
    void all() { note(warehouse_.allocate_waiting().ok()); }
    void release() { note(warehouse_.release(an_order()).ok()); }
    void allocate_line() {
        note(warehouse_.allocate_line(an_order(), std::to_string(1 + below(2)), some(6)).ok());
    }
    void pick() { note(warehouse_.pick(an_order()).ok()); }
    void pack() {
        if (below(2) == 0) {
            note(warehouse_.pack_all(an_order(), {}).ok());
        } else {
            note(warehouse_.pack(an_order(), {"", "", {{"1", some(4)}}}).ok());
        }
    }
    void despatch() {
        const Result<Despatch> despatch = warehouse_.despatch(an_order(), {new_id(), "", 0, ""});
        if (note(despatch.ok())) {
            for (const DespatchLine& line : despatch.value().lines) {
                on_hand_[{despatch.value().site, line.item}] -= line.delivered;
                left_[despatch.value().order_id] += line.delivered;
            }
            despatches_.push_back(despatch.value().id);
        }
    }
    void correct() {
        if (despatches_.empty()) {
            return;
        }
        const std::string id =
            despatches_[static_cast<std::size_t>(below(static_cast<int>(despatches_.size())))];
        const Despatch before = warehouse_.despatch(id).value();
        if (before.lines.empty()) {
            return;
        }
        const DespatchLine& line = before.lines.front();
        const Decimal delivered = below(2) == 0 ? some(6) : line.delivered;
        if (note(warehouse_.correct(id, line.order_line_id, delivered).ok())) {
            on_hand_[{before.site, line.item}] += line.delivered - delivered;
            left_[before.order_id] += delivered - line.delivered;
        }
    }
    void give_back() {
        Return credit;
        credit.id = new_id();
        credit.site = site();
        constexpr std::array kDispositions = {"restock", "quarantine", "scrap"};
        credit.lines = {{"1", "", item(), some(3), units(1),
                         kDispositions.at(static_cast<std::size_t>(below(3)))}};
        if (note(warehouse_.take_back(credit).ok()) && credit.lines[0].disposition != "scrap") {
            on_hand_[{credit.site, credit.lines[0].item}] += credit.lines[0].quantity;
        }
    }
    void adjust() {
        const Decimal quantity = below(2) == 0 ? some(5) : -some(5);
        const Adjustment adjustment{
            new_id(),
            site(),
            "",
            0,
            {{"1", item(), quantity, "x", ""}, {"2", "A", -some(3), "x", ""}}};
        if (note(warehouse_.adjust(adjustment).ok())) {
            for (const AdjustmentLine& line : adjustment.lines) {
                on_hand_[{adjustment.site, line.item}] += line.quantity;
            }
        }
    }
    void count() {
        const StockCount count{new_id(), site(), "", 0, {{"1", item(), some(30), "", ""}}};
        const Result<Adjustment> found = warehouse_.count(count);
        if (note(found.ok()) && !found.value().lines.empty()) {
            on_hand_[{count.site, count.lines[0].item}] += found.value().lines[0].quantity;
        }
    }
    void transfer() {
        const Transfer transfer{new_id(), "MAIN", "NORTH", "", 0, {{"1", item(), some(8), ""}}};
        if (note(warehouse_.transfer(transfer).ok())) {
            on_hand_[{"MAIN", transfer.lines[0].item}] -= transfer.lines[0].quantity;
            on_hand_[{"NORTH", transfer.lines[0].item}] += transfer.lines[0].quantity;
        }
    }
    void send() {
        Transfer transfer{new_id(), "MAIN", "NORTH", "", 0, {{"1", item(), some(4), ""}}};
        transfer.lines.push_back({"2", item(), some(3), ""});
        transfer.in_transit = true;
        if (note(warehouse_.transfer(transfer).ok())) {
            for (const TransferLine& line : transfer.lines) {
                on_hand_[{"MAIN", line.item}] -= line.quantity;
                in_transit_[{"NORTH", line.item}] += line.quantity;
            }
            on_their_way_.push_back(transfer);
        }
    }
    /// All of it, a part of a line, or the last part with the rest back where it was.
    void arrive() {
        if (on_their_way_.empty()) {
            return;
        }
        Transfer& transfer =
            on_their_way_[static_cast<std::size_t>(below(static_cast<int>(on_their_way_.size())))];
        Arrival arrival{transfer.id, "", 0, {}, below(4) == 0};
        if (below(2) == 0) {
            arrival.lines = {{std::to_string(1 + below(2)), some(3)}};
        }
        if (!note(warehouse_.arrive(arrival).ok())) {
            return;
        }
        for (TransferLine& line : transfer.lines) {
            Decimal now = arrival.lines.empty() && !arrival.last ? line.quantity : Decimal{};
            for (const ArrivalLine& named : arrival.lines) {
                now += named.line_id == line.id ? named.quantity : Decimal{};
            }
            const Decimal back = arrival.last ? line.quantity - now : Decimal{};
            on_hand_[{"NORTH", line.item}] += now;
            on_hand_[{"MAIN", line.item}] += back;
            in_transit_[{"NORTH", line.item}] -= now + back;
            line.quantity -= now + back;
        }
    }
    void hold() {
        const AdjustmentLine line{"", item(), some(4), "inspection", ""};
        note(below(2) == 0 ? warehouse_.hold(site(), line).ok()
                           : warehouse_.free(site(), line).ok());
    }
    void change() {
        const Result<Order> read = warehouse_.order(an_order());
        if (!read.ok()) {
            return;
        }
        Order order = read.value();
        if (below(4) == 0 && order.lines.size() > 1) {
            order.lines.pop_back();
        } else {
            order.lines[0].ordered = some(9);
            order.lines[0].item = below(3) == 0 ? item() : order.lines[0].item;
        }
        note(warehouse_.change(order).ok());
    }
    void cancel() {
        if (below(4) == 0) {
            OrderCancellation cancellation;
            cancellation.order_id = an_order();
            note(warehouse_.cancel(cancellation).ok());
        }
    }
    void cancel_line() { note(warehouse_.cancel_line(an_order(), "1", some(3)).ok()); }

    /// What the orders say is promised of an item.
    Decimal on_orders(const std::string& site, const std::string& item) const {
        Decimal promised;
        for (const OrderSummary& summary : warehouse_.list_orders("", "", 10'000).value()) {
            const Order order = warehouse_.order(summary.id).value();
            for (const OrderLine& line : order.lines) {
                if (order.site == site && line.item == item) {
                    promised += line.allocated - line.despatched;
                }
            }
        }
        return promised;
    }
    /// What the events of movements come to.
    void check_events() const {
        static const std::map<std::string, int> kMovements = {
            {"received", 1},  {"returned", 1},    {"adjusted", 1},   {"counted", 1},
            {"corrected", 1}, {"transferred", 1}, {"despatched", 1}, {"arrived", 1}};
        std::map<Key, Decimal> sums;
        std::map<Key, Decimal> coming;
        for (const Event& event : warehouse_.events_after(0, 1'000'000).value()) {
            if (kMovements.count(event.kind) != 0) {
                sums[{event.site, event.item}] += event.quantity;
            }
            if (event.kind == "inTransit") {
                coming[{event.site, event.item}] += event.quantity;
            } else if (event.kind == "arrived") {
                coming[{event.site, event.item}] -= event.quantity;
            }
        }
        for (const auto& [key, expected] : on_hand_) {
            ASSERT_EQ(sums[key], expected) << key.first << " " << key.second;
        }
        for (const auto& [key, expected] : in_transit_) {
            ASSERT_EQ(coming[key], expected) << key.first << " " << key.second;
        }
    }

    std::mt19937 chance_;
    Warehouse warehouse_;
    std::map<Key, Decimal> on_hand_;
    std::map<Key, Decimal> in_transit_;
    std::vector<Transfer> on_their_way_;   // with what of each line still is
    std::map<std::string, Decimal> left_;  // by order
    std::vector<std::string> despatches_;
    int ids_ = 0;
    int accepted_ = 0;
    int refused_ = 0;
};

TEST(WarehouseHistoryTest, the_equations_of_stock_hold_after_every_step) {
    int accepted = 0;
    int refused = 0;
    const int histories = sage::tries(40, 400);
    for (int number = 1; number <= histories; ++number) {
        const auto seed = static_cast<unsigned>(number);
        History history(seed);
        for (int step = 0; step < 200; ++step) {
            history.step();
            if (step % 10 == 9) {
                history.check();
                ASSERT_FALSE(::testing::Test::HasFatalFailure())
                    << "seed " << seed << " step " << step;
            }
        }
        accepted += history.accepted();
        refused += history.refused();
    }
    // Histories that do nothing, or that never meet a refusal, would show nothing.
    EXPECT_GT(accepted, 50 * histories);
    EXPECT_GT(refused, 12 * histories);
}

}  // namespace
}  // namespace wms
