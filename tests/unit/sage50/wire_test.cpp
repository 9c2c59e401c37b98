// SPDX-License-Identifier: Apache-2.0
// Plan: headers and companies; filters in the published form; the names of fields both ways.
#include "plugins/sage50/wire.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/unit/sage50/wire_sample.h"

namespace sage::sage50 {
namespace {

TEST(Sage50Wire, a_request_says_what_it_takes_and_which_company) {
    const Request one = get(books(), "/api/taxCode");
    EXPECT_EQ(one.method, "GET");
    EXPECT_EQ(one.target, "/api/taxCode");
    ASSERT_EQ(one.headers.size(), 1U) << "nothing of which older versions know nothing";
    EXPECT_EQ(one.headers[0].name, "Accept");
    const Request other = post({"North", false}, "/api/stock", "{}");
    EXPECT_EQ(other.method, "POST");
    EXPECT_EQ(other.body, "{}");
    ASSERT_EQ(other.headers.size(), 3U);
    EXPECT_EQ(other.headers[1].name, "company");
    EXPECT_EQ(other.headers[1].value, "North");
    EXPECT_EQ(other.headers[2].value, "application/json");
}

TEST(Sage50Wire, filters_are_as_they_were_published) {
    const Request one = search(books(), "/api/searchStock", {{"STOCK_CODE", "eq", "BOARD001"}});
    EXPECT_EQ(one.body, R"([{"field":"STOCK_CODE","type":"eq","value":"BOARD001"}])");
    const std::string published = published_sample("products-stock.search-stock-movements.request");
    if (published.empty()) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    EXPECT_EQ(boost::json::parse(one.body), boost::json::parse(published));
}

TEST(Sage50Wire, one_of_several_filters_is_said_on_the_first) {
    const std::vector<Filter> filters = {{"INVOICE_NUMBER", "eq", "1"},
                                         {"INVOICE_NUMBER", "eq", "2"}};
    EXPECT_EQ(search(books(), "/api/searchInvoice", filters, Match::any).body,
              R"([{"field":"INVOICE_NUMBER","type":"eq","value":"1","or":true},)"
              R"({"field":"INVOICE_NUMBER","type":"eq","value":"2"}])");
    EXPECT_EQ(search(books(), "/api/searchInvoice", filters).body.find("or\""), std::string::npos);
}

TEST(Sage50Wire, fields_for_our_reference_have_the_names_of_requests) {
    for (const char* const name : {"notes1", "notes2", "notes3", "analysis1", "analysis2",
                                   "analysis3", "customerOrderNumber"}) {
        const std::optional<ReferenceField> field = reference_field(name);
        ASSERT_TRUE(field) << name;
        EXPECT_EQ(name_of(*field), name);
    }
    EXPECT_FALSE(reference_field("NOTES_3"));
    EXPECT_FALSE(reference_field(""));
}

}  // namespace
}  // namespace sage::sage50
