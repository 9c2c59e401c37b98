// SPDX-License-Identifier: Apache-2.0
// Plan: nulls are left out, texts are empty, missing ids are 0; parts only where asked for;
// selected members.
#include "plugins/sage200/simulator_show.h"

#include <gmock/gmock.h>

namespace sage::simulated_sage200 {
namespace {

using testing::HasSubstr;
using testing::Not;

class SimulatedSage200Show : public testing::Test {
  protected:
    SimulatedSage200Show() {
        Row customer;
        customer.id = 5;
        customer.set_integer("id", 5);
        customer.set_text("reference", "C1");
        company_.table("customer").add(customer);
        order_.set_integer("id", 9);
        order_.set_integer("customer_id", 5);
        order_.set_number("total_net_value", *Decimal::parse("25.00"));
        order_.set_truth("is_editing", true);
        order_.parts["lines"].emplace_back().set_text("code", "MUG \"blue\"");
    }

    std::string show(const Shape& shape) { return shown(company_, "sop_order", order_, shape); }

    Company company_;
    Row order_;
};

TEST_F(SimulatedSage200Show, a_record_shows_its_values_and_no_parts) {
    const std::string text = show({});
    EXPECT_THAT(text, HasSubstr(R"("id":9,"customer_id":5)"));
    EXPECT_THAT(text, HasSubstr(R"("total_net_value":25,)"));
    EXPECT_THAT(text, HasSubstr(R"("document_no":"")"));
    EXPECT_THAT(text, HasSubstr(R"("payment_method_id":0)"));
    for (const char* const absent :
         {"document_date", "total_tax_value", "is_editing", "\"lines\"", "\"customer\""}) {
        EXPECT_THAT(text, Not(HasSubstr(absent)));
    }
}

TEST_F(SimulatedSage200Show, parts_are_shown_where_they_were_asked_for) {
    const std::string text = show({{}, {"lines", "customer", "memos"}, false});
    EXPECT_THAT(text, HasSubstr(R"("customer":{"id":5,"reference":"C1")"));
    EXPECT_THAT(text, HasSubstr(R"("lines":[{)"));
    EXPECT_THAT(text, HasSubstr(R"("code":"MUG \"blue\"")"));
    EXPECT_THAT(text, HasSubstr(R"("memos":[])"));
    order_.set_integer("customer_id", 6);
    EXPECT_THAT(show({{}, {"customer"}, false}), Not(HasSubstr("\"customer\"")));
}

TEST_F(SimulatedSage200Show, only_what_was_selected) {
    EXPECT_EQ(show({{"id", "customer.reference"}, {"customer"}, false}),
              R"({"id":9,"customer":{"reference":"C1"}})");
    EXPECT_EQ(show({{"id", "customer.reference"}, {}, false}), R"({"id":9})");
}

TEST_F(SimulatedSage200Show, parts_of_parts_come_along_and_records_do_not) {
    Row mapping;
    Row& code = mapping.parts["analysis_code"].emplace_back();
    code.set_text("name", "Carrier");
    code.parts["values"].emplace_back().set_text("value", "UPS");
    EXPECT_THAT(shown(company_, "analysis_code_mapping", mapping, {{}, {"analysis_code"}, false}),
                HasSubstr(R"("name":"Carrier","values":[{"value":"UPS"}])"));
    EXPECT_THAT(show({{}, {"lines"}, false}), Not(HasSubstr("\"product\"")));
}

TEST_F(SimulatedSage200Show, a_site_shows_only_what_it_has) {
    order_.set_text("spare_text_1", "W");
    EXPECT_THAT(show({}), HasSubstr("spare_text_1"));
    company_.site.release = "2022-08-22";
    EXPECT_THAT(show({}), Not(HasSubstr("spare_text_1")));
}

}  // namespace
}  // namespace sage::simulated_sage200
