// SPDX-License-Identifier: Apache-2.0
// The whole: whatever versions of a despatch the warehouse submits, Sage holds the last one, in
// quantity, to the penny and in stock; credits are made from the invoice where the settings say so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <boost/json.hpp>
#include <map>
#include <random>
#include <string>

#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;

constexpr std::int64_t patience_ms = 24 * 3'600'000LL;
constexpr int histories = 60;

struct Line {
    std::string item;
    std::string quantity;
    std::string price;
};

// Pieces by item, and the net and gross amounts.
using Sums = std::map<std::string, wms::Decimal>;

wms::Decimal decimal(const json::value& text) {
    return *wms::Decimal::parse(std::string(text.as_string()));
}

class Corrections : public ::testing::Test {
  protected:
    explicit Corrections(const std::string& source_document = "never")
        : box(options(source_document)) {
        box.connect();
    }

    BoxOptions options(const std::string& source_document) {
        BoxOptions options;
        options.seed = R"({"items":[
            {"id":"SKU-100","name":"Lantern","unitCode":"C62","kind":"goods"},
            {"id":"SKU-200","name":"Candle","unitCode":"C62","kind":"goods"},
            {"id":"SKU-300","name":"Match","unitCode":"C62","kind":"goods"}],
            "customers":[{"id":"CUST-001","name":"Acme Gifts Ltd","countryCode":"GB"}],
            "locations":[{"id":"MAIN","name":"Main"}],
            "taxCodes":[{"id":"STANDARD","percent":"20"}],
            "stock":[{"item":"SKU-100","location":"MAIN","quantity":"1000000"},
                     {"item":"SKU-200","location":"MAIN","quantity":"1000000"},
                     {"item":"SKU-300","location":"MAIN","quantity":"1000000"}]})";
        options.configure = [this, source_document](const std::string& configuration) {
            json::value all = json::parse(configuration);
            all.as_object()["sourceDocument"] = source_document;
            if (!unit_of_today.empty()) {
                all.as_object()["units"] = json::object{{"C62", unit_of_today}};
            }
            return json::serialize(all);
        };
        return options;
    }

    void submit(const std::string& number, int version, const std::vector<Line>& lines) {
        const wms::Message first = despatch_of(number, static_cast<int>(lines.size()));
        json::value message = json::parse(first.json);
        message.as_object()["documentVersion"] = std::to_string(version);
        std::string id = first.id;
        id.back() = static_cast<char>('0' + version);
        message.as_object()["messageId"] = id;
        for (std::size_t index = 0; index < lines.size(); ++index) {
            json::object& line = message.at("body").at("lines").as_array().at(index).as_object();
            line.at("item").as_object()["sellersItemId"] = lines[index].item;
            line.at("price").at("unitAmount").as_object()["amount"] = lines[index].price;
            line["tax"] = json::object{{"categoryCode", "S"}, {"taxCode", "STANDARD"}};
            line.at("deliveredQuantity").as_object()["value"] = lines[index].quantity;
            line.erase("orderedQuantity");
            line.erase("outstandingQuantity");
        }
        const auto receipt = box.host().submit({first.type, id, number, json::serialize(message)});
        ASSERT_TRUE(receipt.ok()) << wms::in_one_line(receipt.problem());
    }

    void settle() {
        const auto left = box.host().settle(patience_ms);
        ASSERT_TRUE(left.ok()) << wms::in_one_line(left.problem());
        ASSERT_EQ(left.value().unsettled(), 0);
    }

    json::array documents(const std::string& fields = "") {
        const json::value all =
            json::parse(box.control().get("/control/documents?limit=10000" + fields).value());
        return all.at("documents").as_array();
    }

    // What Sage holds of one despatch: returns count the other way.
    Sums held(const std::string& number) {
        Sums sums;
        for (const json::value& document : documents()) {
            if (document.at("reference").as_string() != number) {
                continue;
            }
            const bool back = document.at("type").as_string() == "Sales Return";
            const auto add = [&](const std::string& name, const wms::Decimal& value) {
                sums[name] += back ? -value : value;
            };
            add("net", decimal(document.at("net")));
            add("gross", decimal(document.at("total")));
            for (const json::value& line : document.at("lines").as_array()) {
                add(std::string(line.at("item").as_string()), decimal(line.at("quantity")));
            }
        }
        std::erase_if(sums, [](const auto& one) { return one.second.is_zero(); });
        return sums;
    }

    static Sums wanted(const std::vector<Line>& lines) {
        const wms::Decimal fifth = *wms::Decimal::parse("0.2");
        Sums sums;
        for (const Line& line : lines) {
            const wms::Decimal quantity = *wms::Decimal::parse(line.quantity);
            const wms::Decimal net = line_amount(quantity, *wms::Decimal::parse(line.price));
            sums[line.item] += quantity;
            sums["net"] += net;
            sums["gross"] += net + line_amount(net, fifth);
        }
        std::erase_if(sums, [](const auto& one) { return one.second.is_zero(); });
        return sums;
    }

    // Pieces by item and by the unit in which they are counted.
    Sums in_units(const std::string& number) {
        Sums sums;
        for (const json::value& document : documents("&fields=1")) {
            if (document.at("reference").as_string() != number) {
                continue;
            }
            const bool back = document.at("type").as_string() == "Sales Return";
            for (const json::value& line : document.at("lines").as_array()) {
                const wms::Decimal quantity = decimal(line.at("quantity"));
                sums[std::string(line.at("item").as_string()) + " by the " +
                     std::string(line.at("fields").at("unit").as_string())] +=
                    back ? -quantity : quantity;
            }
        }
        return sums;
    }

    std::string unit_of_today;  ///< what a piece is in Sage by the settings; empty: as suggested
    SageInABox box;
};

class LinkedCorrections : public Corrections {
  protected:
    LinkedCorrections() : Corrections("whenPossible") {}
};

TEST_F(Corrections, of_random_histories_sage_holds_the_last_version) {
    std::mt19937 random(11);
    const auto below = [&](int limit) {
        return std::uniform_int_distribution<int>(0, limit - 1)(random);
    };
    const auto some_line = [&] {
        static const std::array<const char*, 3> items = {"SKU-100", "SKU-200", "SKU-300"};
        static const std::array<const char*, 4> prices = {"3.39", "0.125", "12.5", "0.99"};
        return Line{items[static_cast<std::size_t>(below(3))], std::to_string(1 + below(8)),
                    prices[static_cast<std::size_t>(below(4))]};
    };
    std::map<std::string, std::vector<Line>> last;
    for (int version = 1; version <= 4; ++version) {
        for (int history = 0; history < histories; ++history) {
            const std::string number = "DN-" + std::to_string(1000 + history);
            std::vector<Line>& lines = last[number];
            if (version == 1) {
                for (int count = 1 + below(3); count > 0; --count) {
                    lines.push_back(some_line());
                }
            } else {
                lines[static_cast<std::size_t>(below(static_cast<int>(lines.size())))] =
                    some_line();
            }
            ASSERT_NO_FATAL_FAILURE(submit(number, version, lines));
        }
        // Some versions meet the one before still on its way.
        if (version != 2) {
            ASSERT_NO_FATAL_FAILURE(settle());
        }
    }
    for (const auto& [number, lines] : last) {
        EXPECT_EQ(held(number), wanted(lines)) << number;
    }
}

TEST_F(Corrections,
       whatever_a_unit_means_by_now_nothing_is_credited_in_another_than_it_was_posted) {
    ASSERT_TRUE(box.control()
                    .post("/control/change",
                          R"({"unitGroup":{"id":"Count","units":[
                              {"id":"Each","conversionFactor":"1","isBase":true},
                              {"id":"Pair","conversionFactor":"2"}]}})")
                    .ok());
    std::mt19937 random(12);
    const auto some_quantity = [&] {
        return std::to_string(std::uniform_int_distribution<int>(1, 9)(random));
    };
    constexpr int despatches = 20;
    std::map<std::string, std::vector<Line>> last;
    for (int version = 1; version <= 4; ++version) {
        unit_of_today = version % 2 == 1 ? "Each" : "Pair";
        box.disconnect();
        box.connect();
        for (int at = 0; at < despatches; ++at) {
            const std::string number = "DN-" + std::to_string(1000 + at);
            std::vector<Line>& lines = last[number];
            if (version == 1) {
                lines = {{"SKU-100", some_quantity(), "3.39"},
                         {"SKU-200", some_quantity(), "0.99"}};
            }
            lines[at % 2 == 0 ? 0U : 1U].quantity = some_quantity();
            // A line with another price is another line: it has the unit of its day.
            lines[1].price = at % 3 == 0 && version == 2 ? "12.5" : lines[1].price;
            ASSERT_NO_FATAL_FAILURE(submit(number, version, lines));
        }
        ASSERT_NO_FATAL_FAILURE(settle());
    }
    for (const auto& [number, lines] : last) {
        EXPECT_EQ(held(number), wanted(lines)) << number;
        for (const auto& [counted, quantity] : in_units(number)) {
            EXPECT_FALSE(quantity < wms::Decimal()) << number << " " << counted;
        }
    }
}

TEST_F(LinkedCorrections, a_credit_is_made_from_the_line_of_the_invoice_it_corrects) {
    ASSERT_NO_FATAL_FAILURE(submit("DN-1", 1, {{"SKU-100", "10", "3.39"}, {"SKU-200", "4", "2"}}));
    ASSERT_NO_FATAL_FAILURE(settle());
    ASSERT_NO_FATAL_FAILURE(submit("DN-1", 2, {{"SKU-100", "10", "3.39"}, {"SKU-200", "3", "2"}}));
    ASSERT_NO_FATAL_FAILURE(settle());
    const json::value all = json::parse(box.control().get("/control/received?limit=1000").value());
    std::string credit;
    for (const json::value& one : all.at("received").as_array()) {
        const std::string target(one.at("target").as_string());
        if (one.at("method").as_string() == "POST" &&
            target.find("Sales%20Return") != std::string::npos) {
            credit = one.at("body").as_string();
        }
    }
    EXPECT_THAT(credit, HasSubstr("sourceDocumentLine"));
    EXPECT_THAT(credit, HasSubstr(R"("unitQuantity":"1")"));
    EXPECT_EQ(held("DN-1"), wanted({{"SKU-100", "10", "3.39"}, {"SKU-200", "3", "2"}}));
}

}  // namespace
}  // namespace sage::testing
