// SPDX-License-Identifier: Apache-2.0
// Plan: each operator and function, precedence, quotes, kinds of literals, paths; hostile and deep
// filters.
#include "plugins/sage200/simulator_filter.h"

#include <gtest/gtest.h>

namespace sage::simulated_sage200 {
namespace {

class SimulatedSage200Filter : public testing::Test {
  protected:
    SimulatedSage200Filter() {
        Row customer;
        customer.id = 5;
        customer.set_text("reference", "C1");
        company_.table("customer").add(customer);
        row_.set_integer("id", 9);
        row_.set_integer("customer_id", 5);
        row_.set_text("document_no", "0000000012");
        row_.set_text("customer_document_no", "O'Neill");
        row_.set_number("total_net_value", *Decimal::parse("25.00"));
        row_.set_truth("is_draft", false);
        row_.set_text("document_date", "2026-11-18T00:00:00Z");
    }

    /// 1: matches, 0: does not, -1: is no filter.
    int says(std::string_view text) {
        Filter filter;
        if (filter.read(company_, "sop_order", text)) {
            return -1;
        }
        return filter.matches(company_, row_) ? 1 : 0;
    }

    Company company_;
    Row row_;
};

TEST_F(SimulatedSage200Filter, compares_each_kind_of_field) {
    for (const char* const right :
         {"id eq 9", "id ne 8", "id gt 8", "id lt 10", "document_no eq '0000000012'",
          "customer_document_no eq 'O''Neill'", "total_net_value eq 25", "total_net_value gt 24.99",
          "is_draft eq false", "document_date eq 2026-11-18T00:00:00Z",
          "document_date eq 2026-11-18", "document_date lt 2026-11-18T00:00:01Z",
          "customer.reference eq 'C1'", "contains(document_no,'0012')",
          "startswith(document_no, '00')", "endswith(document_no,'12')", "spare_text_1 eq ''",
          "requested_delivery_date ne 2026-11-18"}) {
        EXPECT_EQ(says(right), 1) << right;
    }
    for (const char* const wrong :
         {"id eq 8", "id gt 9", "document_no eq '12'", "document_no lt '0000000012'",
          "customer.reference eq 'c1'", "contains(document_no,'99')",
          "requested_delivery_date eq 2026-11-18", "is_draft eq true"}) {
        EXPECT_EQ(says(wrong), 0) << wrong;
    }
}

TEST_F(SimulatedSage200Filter, and_binds_stronger_than_or) {
    EXPECT_EQ(says("id eq 9 or id eq 1 and id eq 2"), 1);
    EXPECT_EQ(says("(id eq 9 or id eq 1) and id eq 2"), 0);
    EXPECT_EQ(says("id eq 2 and id eq 1 or (id eq 9)"), 1);
}

TEST_F(SimulatedSage200Filter, refuses_what_sage_does_not_list) {
    for (const char* const text : {"",
                                   "id",
                                   "id eq",
                                   "id ge 9",
                                   "id le 9",
                                   "not id eq 9",
                                   "id eq '9'",
                                   "document_no eq 12",
                                   "document_no eq 'open",
                                   "id eq 9 and",
                                   "(id eq 9",
                                   "id eq 9)",
                                   "unknown eq 1",
                                   "lines eq 1",
                                   "customer.unknown eq 'x'",
                                   "document_no.x eq 'x'",
                                   "contains(id,'9')",
                                   "contains(document_no)",
                                   "is_editing eq true",
                                   "'id' eq 9",
                                   "id 'eq' 9",
                                   "id eq 9 id eq 9",
                                   "document_date eq '2026-11-18'",
                                   "tolower(document_no) eq 'x'"}) {
        EXPECT_EQ(says(text), -1) << text;
    }
    EXPECT_EQ(says(std::string(10'000, '(')), -1) << "no deeper than it has to be";
}

TEST_F(SimulatedSage200Filter, ignores_case_when_the_switch_says_so) {
    company_.behaviours.ignore_case = true;
    EXPECT_EQ(says("customer.reference eq 'c1'"), 1);
}

TEST_F(SimulatedSage200Filter, without_a_filter_everything_matches) {
    EXPECT_TRUE(Filter().matches(company_, row_));
}

}  // namespace
}  // namespace sage::simulated_sage200
