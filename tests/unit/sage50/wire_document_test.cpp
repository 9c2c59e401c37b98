// SPDX-License-Identifier: Apache-2.0
// Plan: headers make bodies and facts together; carriage; predictions.
#include "plugins/sage50/wire_document.h"

#include <gtest/gtest.h>

#include "tests/unit/sage50/wire_sample.h"

namespace sage::sage50 {
namespace {

TEST(Sage50Document, a_header_makes_a_body_and_facts_under_the_names_that_are_shown) {
    BodyWriter body;
    Facts facts;
    HeaderWriter out(body, facts);
    out.text("customerAccountRef", "accountRef", "C1");
    out.text("contactName", "");
    out.number("courierNumber", "courierNumber", 2);
    out.number("currency", "currency", std::nullopt);
    out.day("invoiceDate", "2026-11-18", {"", true});
    out.day("paymentDueDate", "", books());
    out.texts("notes", std::array<std::string, 3>{"a", "", " c "});
    EXPECT_EQ(body.take(), R"({"customerAccountRef":"C1","courierNumber":2,)"
                           R"("invoiceDate":"11/18/2026","notes1":"a","notes3":" c "})");
    const Facts expected = {{"accountRef", "C1"},
                            {"courierNumber", "2"},
                            {"invoiceDate", "2026-11-18"},
                            {"notes1", "a"},
                            {"notes3", "c"}};
    EXPECT_EQ(facts, expected);
}

TEST(Sage50Document, carriage_is_promised_as_it_is_shown) {
    BodyWriter body;
    Facts facts;
    write_carriage(body, facts, {decimal("3.9"), decimal("0.78"), "0010", 1, decimal("20"), 4});
    EXPECT_EQ(body.take(), R"({"carrNet":3.9,"carrTax":0.78,"carrNomCode":"0010","carrTaxCode":1,)"
                           R"("carriageDepartmentNumber":4})");
    const Facts expected = {{"carrNet", "3.90"},
                            {"carrTax", "0.78"},
                            {"carrNomCode", "0010"},
                            {"carrTaxCode", "T1"},
                            {"carrDeptNumber", "4"}};
    EXPECT_EQ(facts, expected);
}

TEST(Sage50Document, tax_is_rounded_on_each_line_and_then_added_up) {
    std::vector<InvoiceLine> lines(3, sample_line("MUG", "1", "0.13"));
    Send send;
    predict(lines, std::nullopt, "GBP", send);
    EXPECT_EQ(*send.prediction.document.net, decimal("0.39"));
    EXPECT_EQ(*send.prediction.document.tax, decimal("0.09")) << "three times 0.026";
    EXPECT_EQ(*send.prediction.document.gross, decimal("0.48"));
    lines[0].negative = true;
    predict(lines, std::nullopt, "GBP", send);
    EXPECT_EQ(*send.prediction.document.net, decimal("0.13"));
    EXPECT_EQ(send.facts.at("itemsNet"), "0.13");
}

TEST(Sage50Document, amounts_beyond_what_can_be_counted_are_not_predicted) {
    Send send;
    predict({sample_line("MUG", "999999999999999999999999", "999999999999999999999999")},
            std::nullopt, "GBP", send);
    EXPECT_FALSE(send.prediction.document.net);
    EXPECT_FALSE(send.facts.contains("itemsNet"));
}

}  // namespace
}  // namespace sage::sage50
