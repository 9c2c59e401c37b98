// SPDX-License-Identifier: Apache-2.0
// Plan: each of the sixteen operators on the types it meets, expressions with precedence and
// parentheses, case, null, and every way a filter can be wrong.
#include "plugins/intacct/simulator_filter.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

namespace json = boost::json;
using simulated_intacct::compare;
using simulated_intacct::FieldType;

class IntacctFilter : public testing::Test {
  protected:
    IntacctFilter() {
        sage.control("POST", "/control/reset", "{}");
        sage.control("POST", "/control/seed", R"({"items":[{"id":"Apple","name":"fruit"},
            {"id":"Banana","name":"Fruit"},{"id":"Carrot","name":"vegetable"},
            {"id":"10","name":"number"},{"id":"9"}]})");
        sage.control("POST", "/control/change",
                     R"({"item":{"id":"Apple","sales.basePrice":"2.50"}})");
        sage.control("POST", "/control/change",
                     R"({"item":{"id":"Banana","sales.basePrice":"10"}})");
        sage.authorise();
    }

    /// The ids that pass, joined; the message of a refusal.
    std::string ids(std::string_view filters, std::string_view more = "") {
        const Reply reply =
            sage.send("POST", "/services/core/query",
                      fmt::format(R"({{"object":"inventory-control/item","fields":["id"],
                                      "filters":{}{},"orderBy":[{{"key":"asc"}}]}})",
                                  filters, more));
        if (reply.status != 200) {
            return "refused";
        }
        std::string all;
        const json::value body = parsed(reply);
        for (const json::value& row : body.at("ia::result").as_array()) {
            all += (all.empty() ? "" : " ") + std::string(text_at(row, "/id"));
        }
        return all;
    }

    Sage sage;
};

TEST_F(IntacctFilter, every_operator_on_text) {
    EXPECT_EQ(ids(R"([{"$eq":{"id":"Apple"}}])"), "Apple");
    EXPECT_EQ(ids(R"([{"$ne":{"id":"Apple"}}])"), "Banana Carrot 10 9");
    EXPECT_EQ(ids(R"([{"$lt":{"id":"Banana"}}])"), "Apple 10 9");
    EXPECT_EQ(ids(R"([{"$lte":{"id":"Banana"}}])"), "Apple Banana 10 9");
    EXPECT_EQ(ids(R"([{"$gt":{"id":"Banana"}}])"), "Carrot");
    EXPECT_EQ(ids(R"([{"$gte":{"id":"Banana"}}])"), "Banana Carrot");
    EXPECT_EQ(ids(R"([{"$in":{"id":["Carrot","Apple"]}}])"), "Apple Carrot");
    EXPECT_EQ(ids(R"([{"$notIn":{"id":["Carrot","Apple"]}}])"), "Banana 10 9");
    EXPECT_EQ(ids(R"([{"$between":{"id":["Apple","Banana"]}}])"), "Apple Banana");
    EXPECT_EQ(ids(R"([{"$notBetween":{"id":["Apple","Banana"]}}])"), "Carrot 10 9");
    EXPECT_EQ(ids(R"([{"$contains":{"id":"an"}}])"), "Banana");
    EXPECT_EQ(ids(R"([{"$notContains":{"id":"a"}}])"), "Apple 10 9");
    EXPECT_EQ(ids(R"([{"$startsWith":{"id":"C"}}])"), "Carrot");
    EXPECT_EQ(ids(R"([{"$notStartsWith":{"id":"C"}}])"), "Apple Banana 10 9");
    EXPECT_EQ(ids(R"([{"$endsWith":{"id":"le"}}])"), "Apple");
    EXPECT_EQ(ids(R"([{"$notEndsWith":{"id":"e"}}])"), "Banana Carrot 10 9");
}

TEST_F(IntacctFilter, keys_and_decimals_compare_as_numbers) {
    EXPECT_EQ(ids(R"([{"$gt":{"key":"3"}}])"), "10 9");
    EXPECT_EQ(ids(R"([{"$gt":{"key":3}}])"), "10 9");
    EXPECT_EQ(ids(R"([{"$lt":{"sales.basePrice":"9"}}])"), "Apple");
    EXPECT_EQ(ids(R"([{"$eq":{"sales.basePrice":"10.00"}}])"), "Banana");
    EXPECT_EQ(compare(FieldType::key, "10", "9"), 1);
    EXPECT_EQ(compare(FieldType::text, "10", "9"), -1);
    EXPECT_EQ(compare(FieldType::decimal, "1.0", "1.00"), 0);
}

TEST_F(IntacctFilter, null_is_the_absence_of_a_value) {
    EXPECT_EQ(ids(R"([{"$eq":{"sales.basePrice":null}}])"), "Carrot 10 9");
    EXPECT_EQ(ids(R"([{"$ne":{"sales.basePrice":null}}])"), "Apple Banana");
    EXPECT_EQ(ids(R"([{"$gt":{"sales.basePrice":null}}])"), "refused");
}

TEST_F(IntacctFilter, booleans_and_enumerations) {
    EXPECT_EQ(ids(R"([{"$eq":{"sales.isTaxable":true}}])"), "Apple Banana Carrot 10 9");
    EXPECT_EQ(ids(R"([{"$eq":{"sales.isTaxable":"true"}}])"), "refused");
    EXPECT_EQ(ids(R"([{"$eq":{"status":"inactive"}}])"), "");
}

TEST_F(IntacctFilter, text_is_compared_with_case_unless_the_parameter_says_otherwise) {
    EXPECT_EQ(ids(R"([{"$eq":{"name":"fruit"}}])"), "Apple");
    EXPECT_EQ(ids(R"([{"$eq":{"name":"FRUIT"}}])",
                  R"(,"filterParameters":{"caseSensitiveComparison":false})"),
              "Apple Banana");
}

TEST_F(IntacctFilter, filters_are_joined_by_and_or_by_an_expression) {
    constexpr std::string_view three =
        R"([{"$eq":{"id":"Apple"}},{"$eq":{"name":"Fruit"}},{"$eq":{"id":"Carrot"}}])";
    EXPECT_EQ(ids(three), "");
    EXPECT_EQ(ids(three, R"(,"filterExpression":"1 or 3")"), "Apple Carrot");
    EXPECT_EQ(ids(three, R"(,"filterExpression":"1 or 2 and 3")"), "Apple") << "and binds tighter";
    EXPECT_EQ(ids(three, R"(,"filterExpression":"(1 or 2) and 3")"), "");
    EXPECT_EQ(ids(three, R"(,"filterExpression":"(1 OR (2)) or 3")"), "Apple Banana Carrot");
    for (const char* const wrong : {"1 and", "and 1", "4", "0", "(1", "1)", "1 2", "1 xor 2", "()",
                                    "1 and or 2", "99999999999999999999"}) {
        EXPECT_EQ(ids(three, fmt::format(R"(,"filterExpression":"{}")", wrong)), "refused")
            << wrong;
    }
}

TEST_F(IntacctFilter, wrong_filters_are_refused) {
    for (const char* const filters :
         {R"({"$eq":{"id":"1"}})", R"(["id"])", R"([{}])", R"([{"$eq":"id"}])", R"([{"$eq":{}}])",
          R"([{"$eq":{"id":"1","name":"2"}}])", R"([{"$eq":{"id":"1"},"$ne":{"id":"2"}}])",
          R"([{"eq":{"id":"1"}}])", R"([{"$like":{"id":"1"}}])", R"([{"$eq":{"href":"x"}}])",
          R"([{"$eq":{"id":["1"]}}])", R"([{"$in":{"id":"1"}}])", R"([{"$in":{"id":[]}}])",
          R"([{"$between":{"id":["1"]}}])", R"([{"$between":{"id":["1","2","3"]}}])",
          R"([{"$eq":{"id":7}}])", R"([{"$in":{"id":["1",{}]}}])",
          R"([{"$gt":{"audit.modifiedDateTime":"yesterday"}}])"}) {
        EXPECT_EQ(ids(filters), "refused") << filters;
    }
}

}  // namespace
}  // namespace sage::test
