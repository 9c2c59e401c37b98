// SPDX-License-Identifier: Apache-2.0
// Plan: encoding, literals, addresses and headers of both editions; the resource of a request.
#include "plugins/sage200/wire.h"

#include <gtest/gtest.h>

namespace sage::sage200 {
namespace {

const Books books{true, "site", "7"};

std::string header(const Request& request, std::string_view name) {
    for (const Header& one : request.headers) {
        if (one.name == name) {
            return one.value;
        }
    }
    return "";
}

TEST(Sage200Wire, blanks_and_quotes_are_encoded_and_doubled) {
    EXPECT_EQ(percent_encoded("a b+c'ä"), "a%20b%2Bc%27%C3%A4");
    EXPECT_EQ(percent_encoded("A-z_0.~"), "A-z_0.~");
    EXPECT_EQ(quoted("O'Neill"), "'O''Neill'");
    EXPECT_EQ(quoted(""), "''");
}

TEST(Sage200Wire, a_read_names_site_and_company) {
    const Request request = get(books, "customers", {{"$filter", "id gt 5"}, {"$top", "10"}});
    EXPECT_EQ(request.method, "GET");
    EXPECT_EQ(request.target, "/uk/sage200extra/accounts/v1/customers?$filter=id%20gt%205&$top=10");
    EXPECT_EQ(header(request, "X-Site"), "site");
    EXPECT_EQ(header(request, "X-Company"), "7");
    EXPECT_EQ(header(request, "Content-Type"), "");
    EXPECT_EQ(get({false, "site", "7"}, "customers", {}).target,
              "/uk/sage200/accounts/v1/customers");
}

TEST(Sage200Wire, a_write_says_that_it_is_json_and_sites_name_no_company) {
    const Request request = post(books, "sales_invoices", "{}");
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.body, "{}");
    EXPECT_EQ(header(request, "Content-Type"), "application/json");
    EXPECT_EQ(header(get_sites(books), "X-Site"), "");
    EXPECT_EQ(get_sites(books).target, "/uk/sage200extra/accounts/v1/sites");
}

TEST(Sage200Wire, the_resource_of_a_request_is_found_again) {
    EXPECT_EQ(resource_of(post(books, "sop_orders", "")), "sop_orders");
    EXPECT_EQ(resource_of(get({false, "", ""}, "customers", {{"$top", "1"}})), "customers");
    EXPECT_EQ(resource_of({"GET", "/uk/sage200/accounts/v1/sop_orders/5/lines", {}, ""}),
              "sop_orders");
    EXPECT_EQ(resource_of({"GET", "/uk/sage200/accounts/v1", {}, ""}), "");
    EXPECT_EQ(resource_of({"GET", "/elsewhere", {}, ""}), "");
}

}  // namespace
}  // namespace sage::sage200
