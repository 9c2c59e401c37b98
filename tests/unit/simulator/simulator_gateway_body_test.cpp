// SPDX-License-Identifier: Apache-2.0
// Plan: a function with everything in it becomes the body that REST would have had; each form of a
// wrong value.
#include "plugins/intacct/simulator_gateway_body.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "sage-adapter/base/json.h"

namespace sage::simulated_intacct {
namespace {

namespace json = boost::json;

class GatewayBody : public ::testing::Test {
  protected:
    std::string read(const std::string& function) {
        body.clear();
        const Result<XmlElement> element = parse_xml(function, 1U << 20U);
        EXPECT_TRUE(element.ok()) << function;
        return read_function(company, element.value(), body, subtotals);
    }

    static std::string stock(const std::string& after_date, const std::string& line) {
        return "<create_ictransaction><transactiontype>T</transactiontype>"
               "<datecreated><year>2026</year><month>11</month><day>05</day></datecreated>" +
               after_date + "<ictransitems><ictransitem>" + line +
               "</ictransitem></ictransitems></create_ictransaction>";
    }

    Company company;
    json::object body;
    std::vector<Subtotal> subtotals;
};

constexpr const char* goods =
    "<itemid>S</itemid><warehouseid>W</warehouseid><quantity>2</quantity>";

TEST_F(GatewayBody, subtotals_are_beside_the_body) {
    EXPECT_EQ(read("<create_sotransaction><transactiontype>T</transactiontype><datecreated>"
                   "<year>2026</year><month>11</month><day>05</day></datecreated>"
                   "<customerid>C</customerid><sotransitems><sotransitem><itemid>S</itemid>"
                   "<quantity>1</quantity></sotransitem></sotransitems><subtotals><subtotal>"
                   "<description>Freight</description><total>-1.50</total></subtotal></subtotals>"
                   "</create_sotransaction>"),
              "");
    ASSERT_EQ(subtotals.size(), 1U);
    EXPECT_EQ(subtotals[0].description, "Freight");
    EXPECT_EQ(subtotals[0].total.text(), "-1.50");
    EXPECT_FALSE(body.contains("subtotals"));
}

TEST_F(GatewayBody, values_stand_where_rest_has_them) {
    ASSERT_EQ(read(stock("<message>m</message><customfields><customfield><customfieldname>A"
                         "</customfieldname><customfieldvalue>x</customfieldvalue></customfield>"
                         "</customfields><state>Pending</state>",
                         std::string(goods) +
                             "<unit>Each</unit><cost>1.5</cost><itemdetails><itemdetail><quantity>2"
                             "</quantity><lotno>L</lotno><itemexpiration><year>2027</year><month>01"
                             "</month><day>31</day></itemexpiration></itemdetail></itemdetails>")),
              "");
    EXPECT_EQ(
        canonical_json(json::value(body)),
        R"({"lines":[{"dimensions":{"item":{"id":"S"},"warehouse":{"id":"W"}},)"
        R"("trackingDetail":[{"expirationDate":"2027-01-31","lotNumber":"L","quantity":"2"}],)"
        R"("unitCost":"1.5","unitOfMeasure":{"id":"Each"},"unitQuantity":"2"}],)"
        R"("memo":"m","nsp::A":"x","state":"pending","transactionDate":"2026-11-05"})");
}

TEST_F(GatewayBody, a_source_that_is_not_there_is_left_to_the_rules) {
    ASSERT_EQ(read(stock("<createdfrom>Sales Order-1</createdfrom>",
                         std::string(goods) + "<sourcelinekey>31</sourcelinekey>")),
              "");
    EXPECT_EQ(text_at(json::value(body), "/lines/0/sourceDocumentLine/key"), "31");
    EXPECT_EQ(document_named(company, "Sales Order-1"), nullptr);
}

TEST_F(GatewayBody, wrong_values_are_named) {
    const auto wrong = [&](const std::string& after, const std::string& line) {
        return read(stock(after, line));
    };
    EXPECT_NE(wrong("<state>Open</state>", goods), "");
    EXPECT_NE(wrong("<externalid>1</externalid>", goods), "");
    EXPECT_NE(wrong("<message><b>m</b></message>", goods), "");
    EXPECT_NE(wrong("<customfields><field/></customfields>", goods), "");
    EXPECT_NE(wrong("", "<itemid>S</itemid>"), "");
    EXPECT_NE(wrong("", std::string(goods) + "<itemdetails><itemdetail/></itemdetails>"), "");
    EXPECT_NE(
        read("<create_ictransaction><transactiontype>T</transactiontype><datecreated><year>"
             "2026</year><month>13</month><day>05</day></datecreated></create_ictransaction>"),
        "");
    EXPECT_NE(read("<create_ictransaction><transactiontype>T</transactiontype><datecreated><year>"
                   "2026</year><month>12</month><day>05</day></datecreated><ictransitems><other/>"
                   "</ictransitems></create_ictransaction>"),
              "");
    EXPECT_EQ(read("<delete_sotransaction/>"),
              "Element 'delete_sotransaction': This element is not expected.");
}

}  // namespace
}  // namespace sage::simulated_intacct
