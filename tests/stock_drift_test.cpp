// SPDX-License-Identifier: Apache-2.0
// Random days through the plugin into the simulated Sage of each edition: documents that are
// posted, documents that wait, and stock that people change in Sage by hand. The drift is exactly
// what they changed, for each figure that this Sage keeps; corrected once it is gone, and asked for
// again it corrects nothing.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

namespace json = boost::json;

constexpr std::int64_t hour_ms = 3'600'000;
// A reading of master data counts for what was posted so long before.
constexpr std::int64_t later_ms = 11 * 60'000;

constexpr const char* company =
    R"({"items":[{"id":"LAMP","name":"Lamp","unitCode":"C62","kind":"goods"},)"
    R"({"id":"BOOK","name":"Book","unitCode":"C62","kind":"goods"}],)"
    R"("customers":[{"id":"CUST-001","name":"Acme Gifts Ltd","countryCode":"GB"}],)"
    R"("locations":[{"id":"MAIN","name":"Main"},{"id":"NORTH","name":"North"},)"
    R"({"id":"SCRAP","name":"Broken"}],"taxCodes":[{"id":"STANDARD","percent":"20"}],)"
    R"("stock":[{"item":"LAMP","location":"MAIN","quantity":"500"},)"
    R"({"item":"LAMP","location":"NORTH","quantity":"300"},)"
    R"({"item":"BOOK","location":"MAIN","quantity":"200"},)"
    R"({"item":"BOOK","location":"NORTH","quantity":"100"}]})";

struct OfEdition {
    std::string edition;
    std::string settings;
    bool by_site = true;
    bool adjusts = true;  ///< adjustments up are carried out, not held for a person
};

void PrintTo(const OfEdition& of, std::ostream* out) {
    *out << of.edition;
}

using Place = std::pair<std::string, std::string>;  // item and site

class StockDriftWhole : public ::testing::TestWithParam<OfEdition> {
  protected:
    StockDriftWhole() : box(options()) {}

    static BoxOptions options() {
        BoxOptions options;
        options.edition = GetParam().edition;
        options.seed = company;
        options.workers = 2;
        options.configure = [](const std::string& configuration) {
            json::value all = json::parse(configuration);
            const json::value wanted = json::parse(GetParam().settings);
            for (const auto& setting : wanted.as_object()) {
                all.as_object()[setting.key()] = setting.value();
            }
            return json::serialize(all);
        };
        return options;
    }

    std::int64_t below(std::int64_t limit) {
        return static_cast<std::int64_t>(random() % static_cast<std::uint32_t>(limit));
    }
    Place any_place() {
        return {below(2) == 0 ? "LAMP" : "BOOK", below(2) == 0 ? "MAIN" : "NORTH"};
    }
    static wms::Decimal decimal(std::int64_t number) {
        return *wms::Decimal::parse(std::to_string(number));
    }

    /// Of a customer that Sage does not know it waits.
    void despatch(const Place& from, std::int64_t pieces, bool waits) {
        const std::string number = "DN-" + std::to_string(++documents);
        wms::Despatch one;
        one.id = number;
        one.order_id = "SO-" + number;
        one.customer = {waits ? "NOBODY" : "CUST-001", "Acme", "GB", {"4 Dock Road", "Leeds"}};
        one.site = from.second;
        one.currency = "GBP";
        one.date = "2025-11-20";
        one.left_ms = box.clock().now_ms();
        one.carrier = "UPS";
        one.service_level = "standard";
        wms::DespatchLine line;
        line.id = "1";
        line.order_line_id = "1";
        line.item = from.first;
        line.item_name = from.first;
        line.ordered = decimal(pieces);
        line.delivered = decimal(pieces);
        line.outstanding = decimal(0);
        line.price = *wms::Decimal::parse("3.39");
        one.lines.push_back(line);
        ASSERT_TRUE(box.host().submit(wms::despatch_message(one, wms::Envelope{})).ok());
        warehouse[from] -= pieces;
    }
    void adjust(const std::string& number, const Place& at, std::int64_t pieces) {
        wms::Adjustment one;
        one.id = number;
        one.site = at.second;
        one.date = "2025-11-20";
        one.lines.push_back({"1", at.first, decimal(pieces), "drift", ""});
        const auto receipt = box.host().submit(wms::adjustment_message(one, wms::Envelope{}));
        ASSERT_TRUE(receipt.ok()) << wms::in_one_line(receipt.problem());
    }
    /// As Sage's own stock says, and so many more. What is seeded at a site of Sage 50 goes into
    /// its one figure, less what was seeded there before.
    void by_hand(const Place& at, std::int64_t more) {
        std::int64_t held = GetParam().by_site ? 0 : seeded.at(at);
        seeded[at] += more;
        const auto stock = wms::stock(box.control());
        for (const wms::SageStock& one : stock.value()) {
            if (GetParam().by_site && one.item == at.first && one.location == at.second) {
                held = std::stoll(one.quantity.text());
                break;
            }
        }
        const auto done = wms::seed(
            box.control(), R"({"stock":[{"item":")" + at.first + R"(","location":")" + at.second +
                               R"(","quantity":")" + std::to_string(held + more) + "\"}]}");
        ASSERT_TRUE(done.ok()) << wms::in_one_line(done.problem());
        edits[figure_of(at)] += more;
    }
    static Place figure_of(const Place& at) {
        return {at.first, GetParam().by_site ? at.second : "MAIN"};
    }

    void settle() { ASSERT_TRUE(box.host().settle(hour_ms).ok()); }
    /// Later, with master data that were read again.
    json::value ask() {
        settle();
        box.clock().jump_to(box.clock().now_ms() + later_ms);
        EXPECT_TRUE(wms::set_clock(box.control(), box.clock().now_ms()).ok());
        box.disconnect();
        box.connect();
        json::array positions;
        for (const auto& [place, quantity] : warehouse) {
            positions.push_back(json::object{{"item", place.first},
                                             {"site", place.second},
                                             {"quantity", std::to_string(quantity)},
                                             {"unitCode", "C62"}});
        }
        const auto answer = box.host().query(
            json::serialize(json::object{{"query", "stockDrift"}, {"positions", positions}}));
        EXPECT_TRUE(answer.ok()) << wms::in_one_line(answer.problem());
        return answer.ok() ? json::parse(answer.value()) : json::value();
    }
    static std::map<Place, std::int64_t> drift_in(const json::value& answer) {
        std::map<Place, std::int64_t> drift;
        for (const json::value& row : answer.at("rows").as_array()) {
            EXPECT_TRUE(row.at("drift").is_string()) << json::serialize(row);
            EXPECT_EQ(row.at("cause").as_string(), "manualEdit") << json::serialize(row);
            if (row.at("drift").is_string()) {
                drift[{std::string(row.at("item").as_string()),
                       std::string(row.at("sites").at(0).as_string())}] =
                    std::stoll(std::string(row.at("drift").as_string()));
            }
        }
        return drift;
    }
    std::map<Place, std::int64_t> edited() const {
        std::map<Place, std::int64_t> all = edits;
        std::erase_if(all, [](const auto& one) { return one.second == 0; });
        return all;
    }
    void correct(const json::value& answer) {
        for (const json::value& row : answer.at("rows").as_array()) {
            const json::value& correction = row.at("correction");
            adjust(std::string(correction.at("documentId").as_string()),
                   {std::string(row.at("item").as_string()),
                    std::string(correction.at("site").as_string())},
                   std::stoll(std::string(correction.at("quantity").as_string())));
        }
    }

    SageInABox box;
    std::mt19937 random{20261128};
    int documents = 0;
    std::map<Place, std::int64_t> warehouse = {{{"LAMP", "MAIN"}, 500},
                                               {{"LAMP", "NORTH"}, 300},
                                               {{"BOOK", "MAIN"}, 200},
                                               {{"BOOK", "NORTH"}, 100}};
    std::map<Place, std::int64_t> seeded = warehouse;
    std::map<Place, std::int64_t> edits;
};

TEST_P(StockDriftWhole, is_the_sum_of_the_hand_edits_and_is_corrected_once) {
    box.connect();
    EXPECT_TRUE(drift_in(ask()).empty()) << "nothing has happened";
    for (int round = 0; round < 3; ++round) {
        for (int step = 0; step < 6; ++step) {
            const std::int64_t kind = below(3);
            if (kind == 0) {
                by_hand(any_place(), below(2) == 0 ? 1 + below(9) : -1 - below(9));
            } else {
                despatch(any_place(), 1 + below(4), kind == 2);
            }
            settle();
        }
        const json::value found = ask();
        ASSERT_EQ(drift_in(found), edited()) << json::serialize(found);
        EXPECT_EQ(found.at("figuresOf").as_string(), GetParam().by_site ? "itemAndSite" : "item");
        correct(found);
        // Once more, by somebody who asked at the same time.
        correct(found);
        EXPECT_TRUE(drift_in(ask()).empty());
        edits.clear();
    }
    std::int64_t held = 0;
    const json::value waiting = json::parse(box.host().query(R"({"query":"held"})").value());
    for (const json::value& row : waiting.at("held").as_array()) {
        held += row.at("messageType").as_string() == "inventoryAdjustment" ? 1 : 0;
    }
    EXPECT_TRUE(!GetParam().adjusts || held == 0) << json::serialize(waiting);
}

INSTANTIATE_TEST_SUITE_P(
    Every, StockDriftWhole,
    ::testing::Values(
        OfEdition{"intacct", "{}"},
        OfEdition{"sage200",
                  R"({"despatchBecomes":"salesOrderAndDespatch","stockDocuments":"transfers",)"
                  R"("salesOrders":{"warehouses":{"MAIN":"MAIN","NORTH":"NORTH"}},)"
                  R"("stockTransfers":{"writeOffWarehouse":"SCRAP"}})",
                  true, false},
        OfEdition{"sage50", R"({"updateLedgers":true,"stockDocuments":"adjustments"})", false}),
    [](const auto& named) { return named.param.edition; });

}  // namespace
}  // namespace sage::testing
