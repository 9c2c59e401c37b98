// SPDX-License-Identifier: Apache-2.0
// Plan: the query service: fields, order, pages, parameters, refusals that fail the whole query,
// visibility by entity, and the lag after a write.
#include "plugins/intacct/simulator_query.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

namespace json = boost::json;

class IntacctQuery : public testing::Test {
  protected:
    Reply query(std::string_view body) { return sage.send("POST", "/services/core/query", body); }
    json::array result(std::string_view body) {
        const json::value all = parsed(query(body));
        const json::value* const rows = at_pointer(all, "/ia::result");
        return rows == nullptr ? json::array() : rows->as_array();
    }
    void expect_refused(std::string_view body, std::string_view id = "REST-1028") {
        const Reply reply = query(body);
        EXPECT_EQ(reply.status, 400) << body;
        EXPECT_EQ(text_at(parsed(reply), "/ia::error/errorId"), id) << "the top envelope: " << body;
    }

    Sage sage;
};

TEST_F(IntacctQuery, rows_are_flat_with_dotted_names_and_null_for_what_has_no_value) {
    sage.send("POST", invoices, invoice());
    const Reply reply = query(R"({"object":"order-entry/document::Sales Invoice",
        "fields":["key","customer.id","customer.name","memo","isPrinted","nsp::WMS_REFERENCE",
                  "href"]})");
    EXPECT_EQ(reply.body,
              R"({"ia::result":[{"key":"1","customer.id":"C1","customer.name":"Acme Gifts",)"
              R"("memo":null,"isPrinted":false,"nsp::WMS_REFERENCE":"WREF1",)"
              R"("href":"/objects/order-entry/document::Sales%20Invoice/1"}],"ia::meta":)"
              R"({"totalCount":1,"start":1,"pageSize":100,"next":null,"previous":null}})");
}

TEST_F(IntacctQuery, an_unknown_field_fails_the_whole_query) {
    expect_refused(R"({"object":"inventory-control/item","fields":["key","colour"]})");
    expect_refused(R"({"object":"inventory-control/item","fields":["*"]})");
    expect_refused(R"({"object":"order-entry/document","fields":["customer"]})");
    expect_refused(R"({"object":"order-entry/document","fields":["customer.colour"]})");
    expect_refused(R"({"object":"inventory-control/item","fields":["key"],
                       "filters":[{"$eq":{"colour":"red"}}]})");
    expect_refused(R"({"object":"inventory-control/item","fields":["key"],
                       "orderBy":[{"colour":"asc"}]})");
}

TEST_F(IntacctQuery, custom_fields_exist_only_under_the_name_of_a_definition_that_has_them) {
    expect_refused(R"({"object":"order-entry/document","fields":["nsp::WMS_REFERENCE"]})");
    expect_refused(R"({"object":"order-entry/document::Sales Invoice","fields":["nsp::OTHER"]})");
    EXPECT_EQ(query(R"({"object":"order-entry/document-line::Sales Invoice",
                        "fields":["nsp::WMS_ORDER_LINE"]})")
                  .status,
              200);
    expect_refused(R"({"object":"order-entry/document-line::Sales Invoice",
                       "fields":["nsp::WMS_REFERENCE"]})");
}

TEST_F(IntacctQuery, crossing_a_list_is_REST_1107) {
    expect_refused(R"({"object":"order-entry/document","fields":["lines.unitPrice"]})",
                   "REST-1107");
    expect_refused(R"({"object":"order-entry/document","fields":["lines"]})", "REST-1107");
}

TEST_F(IntacctQuery, requests_of_the_wrong_shape_are_refused) {
    for (const char* const body :
         {R"([])", R"({"fields":["key"]})", R"({"object":"inventory-control/item"})",
          R"({"object":"inventory-control/item","fields":[]})",
          R"({"object":"inventory-control/item","fields":"key"})",
          R"({"object":"inventory-control/item","fields":[1]})",
          R"({"object":"inventory-control/item","fields":["key"],"limit":5})",
          R"({"object":"inventory-control/item","fields":["key"],"size":0})",
          R"({"object":"inventory-control/item","fields":["key"],"size":4001})",
          R"({"object":"inventory-control/item","fields":["key"],"size":"9"})",
          R"({"object":"inventory-control/item","fields":["key"],"start":0})",
          R"({"object":"inventory-control/item","fields":["key"],"orderBy":{"key":"asc"}})",
          R"({"object":"inventory-control/item","fields":["key"],"orderBy":[{"key":"up"}]})",
          R"({"object":"inventory-control/item","fields":["key"],"orderBy":[{"href":"asc"}]})",
          R"({"object":"inventory-control/item","fields":["key"],"filterParameters":[]})",
          R"({"object":"inventory-control/item","fields":["key"],"filterParameters":{"all":true}})",
          R"({"object":"inventory-control/item","fields":["key"],
              "filterParameters":{"includePrivate":"yes"}})",
          R"({"object":"inventory-control/item","fields":["key"],"includePrivate":true})"}) {
        EXPECT_EQ(query(body).status / 100, 4) << body;
    }
    const Reply unknown = query(R"({"object":"inventory-control/planet","fields":["key"]})");
    EXPECT_EQ(unknown.status, 404);
    EXPECT_EQ(query(R"({"object":"order-entry/document::Nope","fields":["key"]})").status, 404);
    EXPECT_EQ(query(R"({"object":"inventory-control/item::X","fields":["key"]})").status, 404);
    EXPECT_EQ(error_id(query("{")), "REST-1030");
    EXPECT_EQ(sage.send("GET", "/services/core/query").status, 405);
}

TEST_F(IntacctQuery, pages_are_counted_from_one_and_next_is_a_number_or_null) {
    for (int count = 0; count < 5; ++count) {
        sage.send("POST", orders, order());
    }
    const auto page = [&](int start) {
        return parsed(query(fmt::format(R"({{"object":"order-entry/document","fields":["key"],
            "orderBy":[{{"key":"asc"}}],"start":{},"size":2}})",
                                        start)));
    };
    const json::value first = page(1);
    EXPECT_EQ(first.at("ia::result").as_array().size(), 2U);
    EXPECT_EQ(first.at("ia::meta").at("totalCount").as_int64(), 5);
    EXPECT_EQ(first.at("ia::meta").at("next").as_int64(), 3);
    EXPECT_TRUE(first.at("ia::meta").at("previous").is_null());
    const json::value last = page(5);
    EXPECT_EQ(text_at(last, "/ia::result/0/key"), "5");
    EXPECT_TRUE(last.at("ia::meta").at("next").is_null());
    EXPECT_EQ(last.at("ia::meta").at("previous").as_int64(), 3);
    EXPECT_TRUE(page(6).at("ia::result").as_array().empty());
}

TEST_F(IntacctQuery, keys_are_ordered_as_numbers_and_several_orders_count_in_turn) {
    for (int count = 0; count < 10; ++count) {
        sage.send("POST", count % 2 == 0 ? orders : returns, order());
    }
    const json::array down =
        result(R"({"object":"order-entry/document","fields":["key"],"orderBy":[{"key":"desc"}]})");
    EXPECT_EQ(down.at(0).at("key"), "10");
    EXPECT_EQ(down.at(1).at("key"), "9");
    const json::array both =
        result(R"({"object":"order-entry/document","fields":["key","documentType"],
                   "orderBy":[{"documentType":"desc"},{"key":"desc"}]})");
    EXPECT_EQ(both.at(0).at("key"), "10");
    EXPECT_EQ(both.at(4).at("key"), "2");
    EXPECT_EQ(both.at(5).at("key"), "9");
}

TEST_F(IntacctQuery, the_top_level_sees_an_entitys_records_only_when_it_asks_for_them) {
    Sage top("wms@northwind");
    top.send("POST", invoices, invoice(), {{"X-IA-API-Param-Entity", "100"}});
    const auto count = [&](std::string_view parameters, std::vector<Header> headers) {
        const Reply reply = top.send(
            "POST", "/services/core/query",
            fmt::format(R"({{"object":"order-entry/document","fields":["key"]{}}})", parameters),
            std::move(headers));
        return parsed(reply).at("ia::result").as_array().size();
    };
    EXPECT_EQ(count("", {}), 0U);
    EXPECT_EQ(count(R"(,"filterParameters":{"includePrivate":true})", {}), 1U);
    EXPECT_EQ(count("", {{"X-IA-API-Param-Entity", "100"}}), 1U);
}

TEST_F(IntacctQuery, a_write_is_found_after_the_lag) {
    sage.control("POST", "/control/behaviours", R"({"queryLagMs":5000})");
    sage.send("POST", invoices, invoice());
    EXPECT_TRUE(sage.rows("order-entry/document", R"(["key"])").empty());
    sage.now_ms += 5'000;
    EXPECT_EQ(sage.rows("order-entry/document", R"(["key"])").size(), 1U);
}

TEST_F(IntacctQuery, look_ups_by_indexed_fields_agree_with_those_that_read_everything) {
    for (int count = 0; count < 20; ++count) {
        auto body = invoice();
        first_line(body)["unitQuantity"] = "1";
        body["referenceNumber"] = fmt::format("DN-{}", count % 7);
        body["nsp::WMS_REFERENCE"] = fmt::format("W{}", count);
        sage.send("POST", invoices, body);
    }
    const auto keys = [&](std::string_view filters, bool case_sensitive) {
        std::string all;
        for (const json::value& row : result(fmt::format(
                 R"({{"object":"order-entry/document::Sales Invoice","fields":["key"],
                     "filters":{},"filterParameters":{{"caseSensitiveComparison":{}}}}})",
                 filters, case_sensitive))) {
            all += std::string(text_at(row, "/key")) + " ";
        }
        return all;
    };
    for (const char* const filters :
         {R"([{"$eq":{"referenceNumber":"DN-3"}}])", R"([{"$eq":{"nsp::WMS_REFERENCE":"W5"}}])",
          R"([{"$in":{"nsp::WMS_REFERENCE":["W9","W2","NONE","W2"]}}])",
          R"([{"$in":{"key":["3","1","99"]}}])", R"([{"$eq":{"documentNumber":"SI-000004"}}])",
          R"([{"$eq":{"referenceNumber":"DN-3"}},{"$gt":{"key":"5"}}])"}) {
        EXPECT_EQ(keys(filters, true), keys(filters, false)) << filters;
        EXPECT_NE(keys(filters, true), "") << filters;
    }
    EXPECT_EQ(keys(R"([{"$in":{"key":["3","1","99"]}}])", true), "1 3 ");
}

}  // namespace
}  // namespace sage::test
