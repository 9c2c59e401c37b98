// SPDX-License-Identifier: Apache-2.0
// Plan: at once and in transit, in parts and whole; what is on its way is nobody's; the documents
// are the contract's, and one is told when the last part is there; what never left is back in its
// place; lots, places and serial numbers go along; a refusal changes nothing.
#include <array>

#include "tests/unit/mock_host/document_contract.h"
#include "tests/unit/mock_host/warehouse_fixture.h"

namespace wms {
namespace {

using testing::code;
using testing::order_of;
using testing::units;

class TransferTest : public testing::WarehouseFixture {
  protected:
    static Transfer of(const std::string& id, std::vector<TransferLine> lines) {
        return {id, "MAIN", "NORTH", "2026-11-20", 1, std::move(lines)};
    }
    void send_in_transit(const std::string& id, std::vector<TransferLine> lines) {
        Transfer transfer = of(id, std::move(lines));
        transfer.in_transit = true;
        ASSERT_EQ(code(warehouse_.transfer(transfer)), "ok");
    }
    std::string arrive(const std::string& id, std::vector<ArrivalLine> lines = {},
                       bool last = false) {
        return code(warehouse_.arrive({id, "2026-11-22", 2, std::move(lines), last}));
    }
    void expect_contract() const {
        for (const KeptDocument& kept : documents()) {
            for (const std::string& violation :
                 contract::violations(kept.message.type, kept.message.json)) {
                ADD_FAILURE() << violation;
            }
        }
    }
    Decimal in_all(const std::string& item) const {
        Decimal sum;
        for (const StockFigure& figure : warehouse_.stock()) {
            sum += figure.item == item ? figure.on_hand + figure.in_transit : Decimal{};
        }
        return sum;
    }
};

TEST_F(TransferTest, at_once_it_moves_units_and_nets_to_zero) {
    Transfer transfer = of("T1", {{"1", "A", units(4), ""}});
    ASSERT_EQ(code(warehouse_.transfer(transfer)), "ok");
    EXPECT_EQ(stock("A").on_hand, units(6));
    EXPECT_EQ(stock("A", "NORTH").on_hand, units(4));
    EXPECT_EQ(stock("A", "NORTH").in_transit, units(0));
    EXPECT_EQ(body_of_last().at("toLocationId"), "NORTH");
    EXPECT_EQ(body_of_last().at("inTransitIndicator"), false);
    transfer.id = "T2";
    transfer.lines[0].quantity = units(7);
    EXPECT_EQ(code(warehouse_.transfer(transfer)), "warehouse.stock.short");
    transfer.to_site = "MAIN";
    EXPECT_EQ(code(warehouse_.transfer(transfer)), "warehouse.transfer.sites");
    EXPECT_EQ(stock("A", "NORTH").on_hand, units(4));
    EXPECT_EQ(arrive("T1"), "warehouse.transfer.unknown") << "it was never in transit";
}

TEST_F(TransferTest, in_transit_it_is_nobodys_until_it_is_there) {
    send_in_transit("T1", {{"1", "A", units(4), ""}});
    EXPECT_EQ(stock("A").on_hand, units(6));
    EXPECT_EQ(stock("A").in_transit, units(0));
    EXPECT_EQ(stock("A", "NORTH").on_hand, units(0));
    EXPECT_EQ(stock("A", "NORTH").in_transit, units(4));
    EXPECT_EQ(stock("A", "NORTH").available(), units(0));
    EXPECT_EQ(warehouse_.places("NORTH", "A").value().at(0).figure.in_transit, units(4));
    enter(order_of("O", {{"A", 1}}, "NORTH"));
    EXPECT_EQ(warehouse_.allocate_order("O").value(), units(0));
    EXPECT_EQ(code(warehouse_.hold("NORTH", {"", "A", units(1), "", ""})), "warehouse.stock.short");
    ASSERT_EQ(documents().front().message.version, 1);
    EXPECT_EQ(
        boost::json::parse(documents().front().message.json).at("body").at("inTransitIndicator"),
        true);

    ASSERT_EQ(arrive("T1"), "ok");
    EXPECT_EQ(stock("A", "NORTH").on_hand, units(4));
    EXPECT_EQ(stock("A", "NORTH").in_transit, units(0));
    EXPECT_EQ(warehouse_.allocate_order("O").value(), units(1));
    const KeptDocument told = documents().back();
    EXPECT_EQ(told.message.document_id, "T1");
    EXPECT_EQ(told.message.version, 2);
    EXPECT_EQ(body_of_last().at("inTransitIndicator"), false);
    EXPECT_EQ(body_of_last().at("issueDate"), "2026-11-22");
    EXPECT_EQ(body_of_last().at("lines").at(0).at("quantity").at("value"), "4");
    EXPECT_EQ(arrive("T1"), "warehouse.transfer.arrived");
    expect_contract();
}

TEST_F(TransferTest, what_comes_in_parts_is_told_with_the_last_of_them) {
    ASSERT_TRUE(warehouse_.receive("MAIN", "B", units(3)).ok());
    send_in_transit("T1", {{"1", "A", units(4), ""}, {"2", "B", units(3), ""}});
    ASSERT_EQ(arrive("T1", {{"1", units(1)}}), "ok");
    ASSERT_EQ(arrive("T1", {{"1", units(1)}, {"1", units(1)}}), "ok") << "a line may come twice";
    EXPECT_EQ(stock("A", "NORTH").on_hand, units(3));
    EXPECT_EQ(stock("A", "NORTH").in_transit, units(1));
    EXPECT_EQ(documents().size(), 1U) << "nothing is told before all of it is there";
    ASSERT_EQ(arrive("T1"), "ok");
    ASSERT_EQ(documents().size(), 2U);
    EXPECT_EQ(body_of_last().at("lines").as_array().size(), 2U);
    EXPECT_EQ(body_of_last().at("lines").at(0).at("quantity").at("value"), "4");
    EXPECT_EQ(body_of_last().at("lines").at(1).at("quantity").at("value"), "3");
}

TEST_F(TransferTest, what_never_left_is_back_in_its_place_and_the_last_version_is_what_arrived) {
    ASSERT_TRUE(warehouse_.receive("MAIN", "B", units(3)).ok());
    send_in_transit("T1", {{"1", "A", units(4), ""}, {"2", "B", units(3), ""}});
    ASSERT_EQ(arrive("T1", {{"1", units(3)}}, true), "ok");
    EXPECT_EQ(stock("A", "NORTH").on_hand, units(3));
    EXPECT_EQ(stock("A").on_hand, units(7));
    EXPECT_EQ(stock("B").on_hand, units(3));
    for (const char* const item : {"A", "B"}) {
        EXPECT_EQ(stock(item, "NORTH").in_transit, units(0)) << item;
    }
    ASSERT_EQ(body_of_last().at("lines").as_array().size(), 1U);
    EXPECT_EQ(body_of_last().at("lines").at(0).at("quantity").at("value"), "3");
    expect_contract();

    send_in_transit("T2", {{"1", "B", units(3), ""}});
    ASSERT_EQ(arrive("T2", {{"1", units(1)}}), "ok");
    ASSERT_EQ(arrive("T2", {}, true), "ok") << "nothing more comes";
    EXPECT_EQ(stock("B", "NORTH").on_hand, units(1));
    EXPECT_EQ(stock("B").on_hand, units(2));
}

TEST_F(TransferTest, what_cannot_arrive_is_refused_and_changes_nothing) {
    send_in_transit("T1", {{"1", "A", units(4), ""}});
    EXPECT_EQ(arrive("T9"), "warehouse.transfer.unknown");
    EXPECT_EQ(arrive("T1", {{"9", units(1)}}), "warehouse.line.unknown");
    EXPECT_EQ(arrive("T1", {{"1", units(5)}}), "warehouse.transfer.more");
    EXPECT_EQ(arrive("T1", {{"1", units(3)}, {"1", units(2)}}), "warehouse.transfer.more");
    EXPECT_EQ(arrive("T1", {{"1", units(0)}}), "warehouse.transfer.more");
    EXPECT_EQ(arrive("T1", {{"1", -units(1)}}), "warehouse.transfer.more");
    EXPECT_EQ(arrive("T1", {}, true), "warehouse.transfer.empty");
    EXPECT_EQ(stock("A", "NORTH").in_transit, units(4));
    EXPECT_EQ(stock("A").on_hand, units(6));
    EXPECT_EQ(documents().size(), 1U);
    Transfer twice = of("T2", {{"1", "A", units(1), ""}, {"1", "A", units(1), ""}});
    twice.in_transit = true;
    EXPECT_EQ(code(warehouse_.transfer(twice)), "warehouse.line.known");
    twice.lines = {{"1", "A", units(-1), ""}};
    EXPECT_EQ(code(warehouse_.transfer(twice)), "warehouse.line.quantity");
    twice = of("T1", {{"1", "A", units(1), ""}});
    EXPECT_EQ(code(warehouse_.transfer(twice)), "warehouse.document.known");
}

TEST_F(TransferTest, lots_and_serial_numbers_go_along_and_those_that_never_left_are_back) {
    ASSERT_TRUE(warehouse_.describe({"S", "", true, true}).ok());
    GoodsReceipt receipt;
    receipt.id = "G1";
    receipt.site = "MAIN";
    receipt.date = "2026-11-20";
    for (const char* const lot : {"L1", "L2"}) {
        ReceiptLine line;
        line.id = lot;
        line.item = "S";
        line.received = units(2);
        line.lot = lot;
        line.location = "AISLE-1";
        line.expiry_date = std::string(lot) == "L1" ? "2027-01-31" : "2028-01-31";
        line.serials = {std::string(lot) + "-1", std::string(lot) + "-2"};
        receipt.lines.push_back(line);
    }
    ASSERT_EQ(code(warehouse_.receive(receipt)), "ok");
    send_in_transit("T1", {{"1", "S", units(3), ""}});
    GoodsReceipt again;
    again.id = "G2";
    again.site = "MAIN";
    again.date = "2026-11-20";
    again.lines = {receipt.lines[0]};
    again.lines[0].received = units(1);
    again.lines[0].serials = {"L1-1"};
    EXPECT_EQ(code(warehouse_.receive(again)), "warehouse.serials.known") << "it is on its way";

    ASSERT_EQ(arrive("T1", {{"1", units(2)}}, true), "ok");
    EXPECT_EQ(warehouse_.places("NORTH", "S").value().at(0).lot, "L1");
    EXPECT_EQ(warehouse_.places("NORTH", "S").value().at(0).expiry_date, "2027-01-31");
    EXPECT_EQ(stock("S", "NORTH").on_hand, units(2));
    const auto home = warehouse_.places("MAIN", "S").value();
    ASSERT_EQ(home.size(), 1U);
    EXPECT_EQ(home[0].lot, "L2");
    EXPECT_EQ(home[0].location, "AISLE-1");
    EXPECT_EQ(home[0].figure.on_hand, units(2));

    // Each unit can leave from where it is.
    for (const auto& [site, order] : std::array{std::pair("NORTH", "N"), std::pair("MAIN", "M")}) {
        enter(order_of(order, {{"S", 2}}, site));
        allocate(order);
        const auto left = send(order, std::string("DN-") + order);
        ASSERT_EQ(code(left), "ok");
        const std::string lot = std::string(site) == "NORTH" ? "L1" : "L2";
        EXPECT_EQ(left.value().lines[0].serials, (std::vector{lot + "-1", lot + "-2"})) << site;
    }
}

TEST_F(TransferTest, nothing_is_gained_or_lost_on_the_way) {
    for (const int parts : {1, 2, 3}) {
        const std::string id = "T" + std::to_string(parts);
        send_in_transit(id, {{"1", "A", units(3), ""}});
        for (int part = 0; part < parts; ++part) {
            EXPECT_EQ(in_all("A"), units(10));
            ASSERT_EQ(arrive(id, {{"1", units(1)}}, part == parts - 1), "ok");
        }
        EXPECT_EQ(in_all("A"), units(10));
    }
    EXPECT_EQ(stock("A", "NORTH").on_hand, units(6));
}

TEST_F(TransferTest,
       a_line_of_two_places_goes_to_the_receiving_place_and_is_one_line_when_it_is_there) {
    ASSERT_EQ(code(warehouse_.adjust(
                  {"A1", "MAIN", "2026-11-20", 1, {{"1", "A", units(4), "found", "", "BIN-7"}}})),
              "ok");
    send_in_transit("T1", {{"1", "A", units(12), ""}});
    ASSERT_EQ(arrive("T1"), "ok");
    ASSERT_EQ(body_of_last().at("lines").as_array().size(), 1U);
    EXPECT_EQ(body_of_last().at("lines").at(0).at("quantity").at("value"), "12");
    const auto places = warehouse_.places("NORTH", "A").value();
    ASSERT_EQ(places.size(), 1U);
    EXPECT_EQ(places[0].location, kReceivingPlace);
}

TEST_F(TransferTest, each_way_has_its_events) {
    send_in_transit("T1", {{"1", "A", units(3), ""}});
    ASSERT_EQ(arrive("T1", {{"1", units(2)}}, true), "ok");
    std::vector<std::string> movements;
    for (const Event& event : warehouse_.events_after(1, 100).value()) {
        movements.push_back(event.kind + " " + event.site + " " + event.quantity.text());
    }
    EXPECT_EQ(movements, (std::vector<std::string>{"transferred MAIN -3", "inTransit NORTH 3",
                                                   "arrived NORTH 2", "inTransit NORTH -1",
                                                   "transferred MAIN 1"}));
}

TEST_F(TransferTest, the_lot_that_is_named_goes_and_its_serial_numbers_are_at_the_other_site) {
    ASSERT_TRUE(warehouse_.describe({"S", "", true, true}).ok());
    GoodsReceipt receipt;
    receipt.id = "G1";
    receipt.site = "MAIN";
    receipt.date = "2026-11-20";
    for (const char* const lot : {"L1", "L2"}) {
        ReceiptLine line;
        line.id = lot;
        line.item = "S";
        line.received = units(1);
        line.lot = lot;
        line.serials = {std::string(lot) + "-1"};
        receipt.lines.push_back(line);
    }
    ASSERT_EQ(code(warehouse_.receive(receipt)), "ok");
    ASSERT_EQ(code(warehouse_.transfer(of("T1", {{"1", "S", units(1), "L2"}}))), "ok");
    EXPECT_EQ(warehouse_.places("NORTH", "S").value().at(0).lot, "L2");
    enter(order_of("N", {{"S", 1}}, "NORTH"));
    allocate("N");
    EXPECT_EQ(send("N", "DN").value().lines.at(0).serials, std::vector<std::string>{"L2-1"});
}

}  // namespace
}  // namespace wms
