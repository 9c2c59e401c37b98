// SPDX-License-Identifier: Apache-2.0
// Plan: each option, its limits and its faults; the order, the page, and what cannot be seen yet.
#include "plugins/sage200/simulator_query.h"

#include <gtest/gtest.h>

namespace sage::simulated_sage200 {
namespace {

class SimulatedSage200Query : public testing::Test {
  protected:
    SimulatedSage200Query() {
        for (const char* const code : {"B", "A", "C"}) {
            Row row = company_.make(1'000);
            row.set_text("code", code);
            company_.table("product").add(std::move(row));
        }
    }

    /// The codes that a list shows, or "refused".
    std::string codes(std::string_view text, std::int64_t now_ms = 1'000) {
        Query query;
        if (read_query(company_, "product", text, query)) {
            return "refused";
        }
        std::vector<const Row*> all;
        for (const Row& row : company_.table("product").rows()) {
            all.push_back(&row);
        }
        std::string found;
        for (const Row* const row : select_rows(company_, query, all, now_ms)) {
            found += row->text("code");
        }
        return found;
    }

    Company company_;
};

TEST_F(SimulatedSage200Query, sorts_filters_and_pages) {
    EXPECT_EQ(codes(""), "BAC");
    EXPECT_EQ(codes("$orderby=code"), "ABC");
    EXPECT_EQ(codes("$orderby=code%20desc"), "CBA");
    EXPECT_EQ(codes("$orderby=code%20asc&$skip=1&$top=1"), "B");
    EXPECT_EQ(codes("$orderby=id%20desc&$top=2"), "CA");
    EXPECT_EQ(codes("$filter=code%20ne%20'A'&$top=5000"), "BC");
    EXPECT_EQ(codes("$orderby=code&$skip=9"), "");
    EXPECT_EQ(codes("$top=0"), "");
    EXPECT_EQ(codes("%24top=1&$select=code,product_group.code&$expand=product_group"), "B");
}

TEST_F(SimulatedSage200Query, refuses_what_is_out_of_range_or_unknown) {
    for (const char* const text :
         {"$skip=1", "$top=5001", "$top=-1", "$top=x", "$skip=", "$orderby=unknown",
          "$orderby=code%20up", "$orderby=code%20asc%20x", "$select=unknown", "$select=code.x",
          "$expand=code", "$expand=unknown", "$format=json", "code", "$top=%zz",
          "$filter=code+eq+'A'"}) {
        EXPECT_EQ(codes(text), "refused") << text;
    }
}

TEST_F(SimulatedSage200Query, shows_nothing_before_it_can_be_seen) {
    company_.behaviours.query_lag_ms = 500;
    Row row = company_.make(1'000);
    row.set_text("code", "D");
    company_.table("product").add(std::move(row));
    EXPECT_EQ(codes("", 1'499), "BAC");
    EXPECT_EQ(codes("", 1'500), "BACD");
}

TEST_F(SimulatedSage200Query, a_page_has_five_hundred_unless_it_says_otherwise) {
    for (int count = 0; count < 600; ++count) {
        Row row = company_.make(0);
        row.set_text("code", "x");
        company_.table("product").add(std::move(row));
    }
    EXPECT_EQ(codes("").size(), 500U);
    EXPECT_EQ(codes("$top=600").size(), 600U);
}

}  // namespace
}  // namespace sage::simulated_sage200
