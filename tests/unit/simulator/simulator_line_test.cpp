// SPDX-License-Identifier: Apache-2.0
// Plan: derived fields of a line, that a stored value wins over them, and that both kinds of
// reading show them.
#include "plugins/intacct/simulator_line.h"

#include <gtest/gtest.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::simulated_intacct {
namespace {

using namespace test;

TEST(IntacctLine, what_is_not_stored_follows_from_the_rest) {
    Company company;
    add_default_company(company);
    StoredDocument document;
    document.key = 3;
    document.lines.resize(2);
    Line& line = document.lines[1];
    line.ordinal = 7;
    line.record.add(company.known.quantity, "12");
    line.record.add(company.known.unit_price, "2.50");
    const auto text = [&](FieldId field) {
        const auto found = line_value(company, document, line, field);
        return found ? found->text : std::string("nothing");
    };
    EXPECT_EQ(text(company.known.key), "300007");
    EXPECT_EQ(text(company.known.id), "300007");
    EXPECT_EQ(text(company.known.line_number), "1");
    EXPECT_EQ(text(company.known.remaining), "12");
    EXPECT_EQ(text(company.known.converted), "0");
    EXPECT_EQ(text(company.known.price), "2.50");
    EXPECT_EQ(text(company.known.line_tax), "0.00");
    EXPECT_EQ(text(company.known.unit_cost), "nothing");
    line.record.add(company.known.remaining, "4");
    EXPECT_EQ(text(company.known.remaining), "4") << "a stored value wins";
}

TEST(IntacctLine, prices_belong_to_order_entry_only) {
    Company company;
    add_default_company(company);
    StoredDocument document;
    document.definition = 3;
    document.lines.resize(1);
    ASSERT_FALSE(company.definitions[3].order_entry);
    EXPECT_FALSE(line_value(company, document, document.lines[0], company.known.price));
    EXPECT_FALSE(line_value(company, document, document.lines[0], company.known.line_tax));
    EXPECT_FALSE(line_value(company, document, document.lines[0], company.known.remaining));
}

TEST(IntacctLine, queries_and_gets_show_derived_fields) {
    Sage sage;
    auto body = invoice();
    first_line(body)["discountPercent"] = "10";
    sage.send("POST", invoices, body);
    const auto row =
        sage.rows("order-entry/document-line", R"(["key","price","quantityRemaining"])",
                  R"([{"$eq":{"price":"3.0015"}},{"$gte":{"quantityRemaining":"3"}}])");
    ASSERT_EQ(row.size(), 1U);
    EXPECT_EQ(row[0].at("key"), "100001");
    const auto document = parsed(sage.send("GET", std::string(invoices) + "/1"));
    EXPECT_EQ(text_at(document, "/ia::result/lines/0/key"), "100001");
    EXPECT_EQ(text_at(document, "/ia::result/lines/0/quantityConverted"), "0");
    EXPECT_EQ(*at_pointer(document, "/ia::result/lines/0/lineNumber"), 0);
}

}  // namespace
}  // namespace sage::simulated_intacct
