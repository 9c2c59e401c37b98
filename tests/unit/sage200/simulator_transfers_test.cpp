// SPDX-License-Identifier: Apache-2.0
// Plan: stock moves between bins and shows as movements; each thing that is wrong is refused by its
// field; what orders hold, movements and their signs by the switches; releases.
#include "plugins/sage200/simulator_transfers.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/simulated_site.h"

namespace sage::test {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

class SimulatedSage200Transfers : public testing::Test {
  protected:
    std::int64_t bin(std::string_view item, std::string_view warehouse) {
        const json::value all = site_.get("/bin_holdings?$expand=warehouse_holding");
        const std::string product = std::to_string(site_.id_of("products", "code", item));
        for (const json::value& one : all.as_array()) {
            if (text_at(one, "/product_id") == product &&
                text_at(one, "/warehouse_holding/warehouse_name") == warehouse) {
                return std::stoll(std::string(text_at(one, "/id")));
            }
        }
        return 0;
    }
    json::object transfer(std::string_view quantity = "#24") {
        return {{"product_id", site_.id_of("products", "code", "LANTERN")},
                {"bin_holding_from_id", bin("LANTERN", "HOME")},
                {"bin_holding_to_id", bin("LANTERN", "NORTH")},
                {"quantity", quantity},
                {"date", "2026-11-18T00:00:00Z"},
                {"reference", "WREFERENCE"},
                {"second_reference", "TRF-1"}};
    }
    std::string refused(std::string_view field, const json::value& value) {
        json::object body = transfer();
        body[field] = value;
        return said(site_.send("POST", "/stock_transfers", body));
    }
    std::vector<std::string> movements() {
        std::vector<std::string> all;
        const json::value rows = site_.get("/product_transaction_views?$orderby=id");
        for (const json::value& row : rows.as_array()) {
            all.push_back(std::string(text_at(row, "/warehouse_name")) + " " +
                          std::string(text_at(row, "/quantity")));
        }
        return all;
    }

    SimulatedSite site_;
};

TEST_F(SimulatedSage200Transfers, move_stock_and_leave_their_movements) {
    const Reply reply = site_.send("POST", "/stock_transfers", transfer());
    EXPECT_EQ(said(reply), "200 {}") << "nothing names it";
    EXPECT_EQ(site_.on_hand("LANTERN", "HOME"), "76");
    EXPECT_EQ(site_.on_hand("LANTERN", "NORTH"), "24");
    EXPECT_THAT(movements(), testing::ElementsAre("HOME -24", "NORTH 24"));
    const json::value row = site_.get(
        "/product_transaction_views?$filter=reference eq "
        "'WREFERENCE'&$top=1");
    EXPECT_EQ(text_at(row, "/0/second_reference"), "TRF-1");
    EXPECT_EQ(text_at(row, "/0/bin_name"), "Unspecified");
    EXPECT_EQ(text_at(row, "/0/transaction_date"), "2026-11-18T00:00:00Z");
    const json::value bins =
        site_.get("/products/" + std::to_string(site_.id_of("products", "code", "LANTERN")) +
                  "/bin_holdings?$orderby=id");
    EXPECT_EQ(text_at(bins, "/0/quantity_in_stock"), "76");
    EXPECT_EQ(text_at(bins, "/1/free_stock_available"), "24");
    EXPECT_EQ(site_.counter("created"), 1);
    const json::value told = parsed(site_.control("GET", "/control/documents"));
    EXPECT_EQ(text_at(told, "/documents/0/effect"), "stock_transfer");
    EXPECT_EQ(text_at(told, "/documents/0/externalReference"), "WREFERENCE");
    EXPECT_EQ(text_at(told, "/documents/0/lines/0/quantity"), "-24");
    EXPECT_EQ(text_at(told, "/documents/0/lines/1/site"), "NORTH");
}

TEST_F(SimulatedSage200Transfers, that_are_wrong_are_refused_by_their_field) {
    EXPECT_THAT(refused("product_id", 1), HasSubstr("product_id"));
    EXPECT_THAT(refused("bin_holding_from_id", bin("MUG", "HOME")),
                HasSubstr("bin_holding_from_id"));
    EXPECT_THAT(refused("bin_holding_to_id", 1), HasSubstr("bin_holding_to_id"));
    EXPECT_THAT(refused("bin_holding_to_id", bin("LANTERN", "HOME")), HasSubstr("same bin"));
    EXPECT_THAT(refused("quantity", "#0"), HasSubstr("above zero"));
    EXPECT_THAT(refused("quantity", "#-1"), HasSubstr("above zero"));
    EXPECT_THAT(refused("quantity", "#100.00001"), HasSubstr("Only 100"));
    EXPECT_THAT(refused("quantity", "#1.000001"), HasSubstr("400"));
    EXPECT_THAT(refused("reference", "123456789012345678901"), HasSubstr("reference"));
    EXPECT_THAT(refused("date", "2026-11-18"), HasSubstr("date"));
    EXPECT_THAT(refused("spare_text_1", "X"), HasSubstr("spare_text_1"));
    json::object body = transfer();
    body.erase("quantity");
    EXPECT_EQ(site_.send("POST", "/stock_transfers", body).status, 400);
    EXPECT_EQ(site_.on_hand("LANTERN", "NORTH"), "0");
    EXPECT_TRUE(movements().empty());
    site_.change(R"({"set":{"model":"product","id":)" +
                 std::to_string(site_.id_of("products", "code", "LANTERN")) +
                 R"(,"fields":{"traceable_type":"EnumTraceableTypeBatch"}}})");
    EXPECT_THAT(said(site_.send("POST", "/stock_transfers", transfer())),
                HasSubstr("traceable_adjustment_items"));
}

TEST_F(SimulatedSage200Transfers, of_what_orders_hold_are_a_switch) {
    ASSERT_EQ(site_.send("POST", "/sop_orders", site_.order()).status, 200);
    EXPECT_THAT(said(site_.send("POST", "/stock_transfers", transfer("#99"))),
                HasSubstr("Only 98"));
    site_.behave(R"({"transferAllocatedStock":true})");
    EXPECT_EQ(site_.send("POST", "/stock_transfers", transfer("#99")).status, 200);
    EXPECT_EQ(site_.on_hand("LANTERN", "HOME"), "1");
}

TEST_F(SimulatedSage200Transfers, have_the_movements_that_the_switches_say) {
    site_.behave(R"({"stockOutIsNegative":false})");
    site_.send("POST", "/stock_transfers", transfer());
    EXPECT_THAT(movements(), testing::ElementsAre("HOME 24", "NORTH 24"));
    site_.behave(R"({"transferIsOneMovement":true})");
    json::object again = transfer("#1");
    again.erase("date");
    site_.send("POST", "/stock_transfers", again);
    EXPECT_THAT(movements(), testing::ElementsAre("HOME 24", "NORTH 24", "NORTH 1"));
}

TEST_F(SimulatedSage200Transfers, are_not_there_before_their_release_or_without_the_right) {
    site_.change(R"({"forbidden":"stock_transfers"})");
    EXPECT_EQ(site_.send("POST", "/stock_transfers", transfer()).status, 403);
    site_.change(R"({"allowed":"stock_transfers"})");
    const json::object body = transfer();
    site_.change(R"({"site":{"professional":true,"release":"2020-09-15"}})");
    EXPECT_EQ(site_.send("POST", "/stock_transfers", body).status, 404);
    EXPECT_EQ(site_.send("GET", "/bin_holdings").status, 404);
}

TEST_F(SimulatedSage200Transfers, are_there_again_after_a_restart) {
    site_.send("POST", "/stock_transfers", transfer());
    site_.restart();
    EXPECT_EQ(site_.on_hand("LANTERN", "NORTH"), "24");
    EXPECT_THAT(movements(), testing::ElementsAre("HOME -24", "NORTH 24"));
}

}  // namespace
}  // namespace sage::test
