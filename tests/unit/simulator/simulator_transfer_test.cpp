// SPDX-License-Identifier: Apache-2.0
// Plan: at once and in transit; what the actions, dates, pairs, units, stock, tracking and periods
// refuse; how an arrival is said, under either reading of Sage's pages; what queries show.
#include <gmock/gmock.h>

#include "plugins/intacct/simulator_documents.h"
#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

namespace json = boost::json;

constexpr std::string_view transfers = "/objects/inventory-control/warehouse-transfer";

json::object line(std::string_view direction, std::string_view warehouse,
                  std::string_view quantity = "4") {
    return {{"transferDirection", direction},
            {"item", json::object{{"id", "LANTERN"}}},
            {"warehouse", json::object{{"id", warehouse}}},
            {"quantity", quantity},
            {"unit", json::object{{"id", "Each"}}},
            {"dimensions", json::object{{"location", json::object{{"id", "100"}}}}}};
}

json::object transfer(std::string_view type, std::string_view action) {
    json::object body = {{"transactionDate", "2026-11-18"},
                         {"transferType", type},
                         {"action", action},
                         {"referenceNumber", "W1"},
                         {"lines", json::array{line("out", "MAIN"), line("in", "NORTH")}}};
    if (type == "inTransit") {
        body["outDate"] = "2026-11-18";
        body["inDate"] = "2026-11-19";
    }
    return body;
}

struct Company : Sage {
    Company() {
        control("POST", "/control/seed",
                R"({"locations":[{"id":"NORTH","name":"Northern warehouse"}]})");
    }
    std::string stock(std::string_view warehouse, std::string_view field = "onHand") {
        for (const json::value& row : rows("inventory-control/item-warehouse-inventory",
                                           R"(["item.id","warehouse.id","onHand","inTransit"])")) {
            if (row.at("item.id") == "LANTERN" && row.at("warehouse.id").as_string() == warehouse) {
                return std::string(row.at(field).as_string());
            }
        }
        return "none";
    }
    int post(const json::object& body) { return send("POST", transfers, body).status; }
};

json::object received(Company& company, std::string_view action = "transferIn") {
    json::array lines;
    for (const json::value& row :
         company.rows("inventory-control/warehouse-transfer-line",
                      R"(["key","transferDirection","warehouse.id","quantity"])")) {
        lines.push_back(json::object{{"key", row.at("key")},
                                     {"transferDirection", row.at("transferDirection")},
                                     {"item", json::object{{"id", "LANTERN"}}},
                                     {"warehouse", json::object{{"id", row.at("warehouse.id")}}},
                                     {"quantity", row.at("quantity")},
                                     {"unit", json::object{{"id", "Each"}}}});
    }
    return {{"action", action}, {"lines", std::move(lines)}};
}

TEST(IntacctSimulatedTransfer, moves_at_once_and_nets_to_zero) {
    Company sage;
    const Reply reply = sage.send("POST", transfers, transfer("immediate", "post"));
    EXPECT_EQ(reply.status, 201);
    EXPECT_EQ(
        reply.body,
        R"({"ia::result":{"key":"1","href":"/objects/inventory-control/warehouse-transfer/1"})"
        R"(,"ia::meta":{"totalCount":1,"totalSuccess":1,"totalError":0}})");
    EXPECT_EQ(sage.stock("MAIN"), "96");
    EXPECT_EQ(sage.stock("NORTH"), "4");
    const auto rows = sage.rows("inventory-control/warehouse-transfer",
                                R"(["key","id","transferState","referenceNumber"])",
                                R"([{"$eq":{"referenceNumber":"W1"}}])");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].at("id"), "IC:0001:doc");
    EXPECT_EQ(rows[0].at("transferState"), "posted");
    EXPECT_TRUE(sage.rows("inventory-control/document", R"(["key"])").empty());
}

TEST(IntacctSimulatedTransfer, is_in_neither_warehouse_while_it_is_on_its_way) {
    Company sage;
    EXPECT_EQ(sage.post(transfer("inTransit", "transferOut")), 201);
    EXPECT_EQ(sage.stock("MAIN"), "96");
    EXPECT_EQ(sage.stock("NORTH"), "0");
    EXPECT_EQ(sage.stock("NORTH", "inTransit"), "4");
    EXPECT_EQ(sage.send("PATCH", std::string(transfers) + "/1", received(sage)).status, 200);
    EXPECT_EQ(sage.stock("NORTH"), "4");
    EXPECT_EQ(sage.stock("NORTH", "inTransit"), "0");
    EXPECT_EQ(sage.stock("MAIN"), "96");
    EXPECT_EQ(sage.send("PATCH", std::string(transfers) + "/1", received(sage)).status, 422)
        << "it has arrived";
}

TEST(IntacctSimulatedTransfer, a_draft_moves_nothing) {
    Company sage;
    EXPECT_EQ(sage.post(transfer("immediate", "draft")), 201);
    EXPECT_EQ(sage.stock("MAIN"), "100");
}

TEST(IntacctSimulatedTransfer, the_action_has_to_fit_the_type) {
    Company sage;
    EXPECT_EQ(sage.post(transfer("immediate", "transferOut")), 400);
    EXPECT_EQ(sage.post(transfer("inTransit", "post")), 400);
    EXPECT_EQ(sage.post(transfer("inTransit", "transferIn")), 400);
    EXPECT_EQ(sage.post(transfer("immediate", "ship")), 400);
    EXPECT_EQ(sage.stock("MAIN"), "100");
}

TEST(IntacctSimulatedTransfer, goods_on_their_way_have_their_dates) {
    Company sage;
    json::object body = transfer("inTransit", "transferOut");
    body.erase("inDate");
    EXPECT_EQ(sage.post(body), 400);
    body["inDate"] = "2026-11-17";
    EXPECT_EQ(sage.post(body), 400);
    body["inDate"] = "2026-11-18";
    EXPECT_EQ(sage.post(body), 201);
}

TEST(IntacctSimulatedTransfer, lines_come_in_pairs) {
    Company sage;
    json::object body = transfer("immediate", "post");
    body["lines"] = json::array{line("out", "MAIN")};
    EXPECT_EQ(sage.post(body), 422);
    body["lines"] = json::array{line("out", "MAIN"), line("in", "NORTH", "3")};
    EXPECT_EQ(sage.post(body), 422);
    body["lines"] = json::array();
    EXPECT_EQ(sage.post(body), 400);
    json::object nowhere = line("out", "MAIN");
    nowhere.erase("dimensions");
    body["lines"] = json::array{nowhere, line("in", "NORTH")};
    EXPECT_EQ(sage.post(body), 400);
}

TEST(IntacctSimulatedTransfer, the_rules_of_other_documents_hold) {
    Company sage;
    json::object body = transfer("immediate", "post");
    body["lines"] = json::array{line("out", "MAIN", "101"), line("in", "NORTH", "101")};
    EXPECT_EQ(sage.post(body), 422) << "more than there is";
    body["lines"] = json::array{line("out", "MAIN", "0"), line("in", "NORTH", "0")};
    EXPECT_EQ(sage.post(body), 422);
    body = transfer("immediate", "post");
    body["nsp::ANY"] = "x";
    EXPECT_EQ(sage.post(body), 400) << "transfers have no custom fields";
    sage.control("POST", "/control/change",
                 R"({"item":{"id":"LANTERN","tracking.enableLotCategory":true}})");
    EXPECT_EQ(sage.post(transfer("immediate", "post")), 422) << "lots are missing";
    sage.control("POST", "/control/change",
                 R"({"item":{"id":"LANTERN","tracking.enableLotCategory":false}})");
    sage.control("POST", "/control/change", R"({"closedUntil":"2026-11-30"})");
    EXPECT_EQ(sage.post(transfer("immediate", "post")), 422);
}

TEST(IntacctSimulatedTransfer, an_arrival_names_every_line_as_it_is) {
    Company sage;
    sage.post(transfer("inTransit", "transferOut"));
    const std::string target = std::string(transfers) + "/1";
    json::object body = received(sage);
    body["lines"].as_array().pop_back();
    EXPECT_EQ(sage.send("PATCH", target, body).status, 422);
    body = received(sage);
    body["lines"].at(0).as_object()["quantity"] = "3";
    EXPECT_EQ(sage.send("PATCH", target, body).status, 422);
    body = received(sage);
    body["lines"].at(0).as_object()["key"] = "7";
    EXPECT_EQ(sage.send("PATCH", target, body).status, 422);
    EXPECT_EQ(sage.send("PATCH", target, received(sage, "transferOut")).status, 400);
    sage.control("POST", "/control/behaviours", R"({"arriveByTransferOut":true})");
    EXPECT_EQ(sage.send("PATCH", target, received(sage)).status, 400);
    EXPECT_EQ(sage.send("PATCH", target, received(sage, "transferOut")).status, 200);
}

TEST(IntacctSimulatedTransfer, what_is_not_simulated_is_refused) {
    Company sage;
    sage.post(transfer("immediate", "post"));
    EXPECT_EQ(sage.send("DELETE", std::string(transfers) + "/1").status, 405);
    EXPECT_EQ(sage.send("POST", std::string(transfers) + "::Any", "{}").status, 404);
    EXPECT_EQ(sage.send("GET", std::string(transfers) + "/1").status, 200);
    const Reply query = sage.send("POST", "/services/core/query", R"({"object":
        "inventory-control/warehouse-transfer","fields":["action"]})");
    EXPECT_EQ(query.status, 400) << "it is never shown";
}

}  // namespace
}  // namespace sage::test
