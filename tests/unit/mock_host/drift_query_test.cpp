// SPDX-License-Identifier: Apache-2.0
// Plan: the query names every position once, all sites of an item together, in pieces; the answer
// is read as its schema says, listed, and what is no answer is refused; corrections are adjustments
// under the plugin's numbers, by policy or all.
#include "mock-host/drift_query.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace wms {
namespace {

namespace json = boost::json;

constexpr std::string_view answer =
    R"({"readAtMs":17,"figuresOf":"itemAndSite","compared":4,"rows":[
    {"item":"A","sites":["MAIN","SHOP"],"unitCode":"C62","warehouse":"60","sage":"63",
     "inFlight":"-1","drift":"2","cause":"manualEdit","rejectedDocuments":[],
     "correction":{"documentId":"DRIFT-1","site":"MAIN","quantity":"-2","decision":"policy"}},
    {"item":"B","sites":["NORTH"],"unitCode":"C62","warehouse":"6","sage":"1","inFlight":"0",
     "drift":"-5","cause":"manualEdit","rejectedDocuments":[],
     "correction":{"documentId":"DRIFT-2","site":"NORTH","quantity":"5","decision":"person"}},
    {"item":"C","sites":["MAIN"],"unitCode":"C62","warehouse":"6","sage":null,"inFlight":"0",
     "drift":null,"cause":"uncertain","rejectedDocuments":[],"correction":null}]})";

StockFigure figure(const std::string& item, const std::string& site, std::int64_t on_hand) {
    StockFigure figure;
    figure.item = item;
    figure.site = site;
    figure.on_hand = *Decimal::parse(std::to_string(on_hand));
    return figure;
}

TEST(DriftQuery, all_sites_of_an_item_are_in_one_query) {
    std::vector<StockFigure> stock;
    for (int number = 0; number < 2'600; ++number) {
        stock.push_back(figure("I" + std::to_string(number), "MAIN", number));
    }
    for (int number = 0; number < 2'600; ++number) {
        stock.push_back(figure("I" + std::to_string(number), "NORTH", 1));
    }
    const std::vector<std::string> queries = drift_queries(stock, 99);
    ASSERT_EQ(queries.size(), 2U);
    std::map<std::string, std::set<std::size_t>> where;
    std::size_t positions = 0;
    for (std::size_t at = 0; at < queries.size(); ++at) {
        const json::value query = json::parse(queries[at]);
        EXPECT_EQ(query.at("query").as_string(), "stockDrift");
        EXPECT_EQ(query.at("countedMs").as_int64(), 99);
        EXPECT_LE(query.at("positions").as_array().size(), 5'000U);
        positions += query.at("positions").as_array().size();
        for (const json::value& one : query.at("positions").as_array()) {
            where[std::string(one.at("item").as_string())].insert(at);
        }
    }
    EXPECT_EQ(positions, stock.size());
    for (const auto& [item, in] : where) {
        EXPECT_EQ(in.size(), 1U) << item;
    }
    EXPECT_TRUE(drift_queries({}, 0).empty());
}

TEST(DriftQuery, an_answer_is_listed_with_what_becomes_of_it) {
    DriftQueryResult result{read_drift_answer(answer).value(), {"DRIFT-1"}, true};
    EXPECT_EQ(result.found.compared, 4);
    EXPECT_EQ(result.found.read_at_ms, 17);
    EXPECT_FALSE(result.agrees());
    std::string text;
    Listing listing(drift_columns(), Form::comma_separated, 0,
                    [&](std::string_view more) { text += more; });
    list_drift(result, listing);
    listing.end();
    EXPECT_NE(text.find("A,MAIN SHOP,60,63,-1,2,manualEdit,corrected,DRIFT-1"), std::string::npos)
        << text;
    EXPECT_NE(text.find("B,NORTH,6,1,0,-5,manualEdit,person,DRIFT-2"), std::string::npos) << text;
    EXPECT_NE(text.find("C,MAIN,6,,0,,uncertain,,"), std::string::npos) << text;
}

TEST(DriftQuery, a_table_fits_a_terminal) {
    DriftQueryResult result{read_drift_answer(answer).value(), {}, true};
    result.found.rows[0].item = "A-VERY-LONG-CODE-OF-AN-ITEM-THAT-NOBODY-WOULD-TYPE";
    std::string text;
    Listing listing(drift_columns(), Form::table, 80, [&](std::string_view more) { text += more; });
    list_drift(result, listing);
    listing.end();
    std::size_t begin = 0;
    for (std::size_t end = text.find('\n'); end != std::string::npos;
         end = text.find('\n', begin)) {
        EXPECT_LE(end - begin, 84U) << text;  // two marks of three bytes each
        begin = end + 1;
    }
}

TEST(DriftQuery, what_may_be_corrected_becomes_an_adjustment_under_the_plugins_number) {
    const DriftAnswer found = read_drift_answer(answer).value();
    EXPECT_TRUE(corrections_of(found, Correcting::none, "2026-11-20", {}).value().empty());
    const auto by_policy = corrections_of(found, Correcting::by_policy, "2026-11-20", {});
    ASSERT_EQ(by_policy.value().size(), 1U);
    const Message& message = by_policy.value().front();
    EXPECT_EQ(message.type, "inventoryAdjustment");
    EXPECT_EQ(message.document_id, "DRIFT-1");
    const json::value document = json::parse(message.json);
    EXPECT_EQ(document.at_pointer("/body/locationId").as_string(), "MAIN");
    EXPECT_EQ(document.at_pointer("/body/lines/0/quantity/value").as_string(), "-2");
    EXPECT_EQ(document.at_pointer("/body/lines/0/reasonCode").as_string(), "drift");
    EXPECT_EQ(corrections_of(found, Correcting::all, "2026-11-20", {}).value().size(), 2U)
        << "what cannot be told is never corrected";
    EXPECT_EQ(corrections_of(found, Correcting::by_policy, "2026-11-20", {}).value().front().id,
              message.id)
        << "the same document, whoever makes it";
}

TEST(DriftQuery, what_is_no_answer_is_refused) {
    for (const char* text :
         {"", "[", "{}", R"({"rows":[]})", R"({"compared":1})", R"({"compared":"1","rows":[]})"}) {
        EXPECT_FALSE(read_drift_answer(text).ok()) << text;
    }
}

}  // namespace
}  // namespace wms
