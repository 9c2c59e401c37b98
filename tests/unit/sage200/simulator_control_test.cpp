// SPDX-License-Identifier: Apache-2.0
// Plan: documents, stock and settings in neutral words; wrong requests.
#include "plugins/sage200/simulator_control.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/simulated_site.h"

namespace sage::test {
namespace {

namespace json = boost::json;

using testing::HasSubstr;

TEST(SimulatedSage200Control, documents_are_shown_in_neutral_words_page_by_page) {
    SimulatedSite site;
    site.send("POST", "/sales_invoices", site.invoice());
    site.send("POST", "/sales_credit_notes", site.invoice());
    const json::value order = parsed(site.send("POST", "/sop_orders", site.order()));
    site.send("POST", "/sop_returns", site.order());
    const json::value first = parsed(site.control("GET", "/control/documents?limit=3"));
    ASSERT_EQ(first.at("documents").as_array().size(), 3U);
    EXPECT_EQ(text_at(first, "/documents/0/type"), "Sales Invoice");
    EXPECT_EQ(text_at(first, "/documents/0/effect"), "sale");
    EXPECT_EQ(text_at(first, "/documents/0/externalReference"), "WREFERENCE");
    EXPECT_EQ(text_at(first, "/documents/0/customer"), "C1");
    EXPECT_EQ(text_at(first, "/documents/1/effect"), "credit");
    EXPECT_EQ(text_at(first, "/documents/1/net"), "44.95") << "above zero, whatever Sage shows";
    EXPECT_EQ(text_at(first, "/documents/2/effect"), "order");
    const json::value second = parsed(
        site.control("GET", "/control/documents?after=" + std::string(text_at(first, "/next"))));
    ASSERT_EQ(second.at("documents").as_array().size(), 1U);
    EXPECT_EQ(text_at(second, "/documents/0/type"), "Sales Return");
    EXPECT_TRUE(second.at("next").is_null());

    const std::string body = R"({"sop_order_return_id":)" + std::string(text_at(order, "/id")) +
                             R"(,"items":[{"id":)" + std::string(text_at(order, "/lines/0/id")) +
                             R"(,"quantity":2}],"tracking_items":[{"consignment_no":"1Z"}]})";
    ASSERT_EQ(site.send("POST", "/sop_confirm_despatch", body).status, 200);
    const json::value after = parsed(site.control("GET", "/control/documents"));
    EXPECT_EQ(text_at(after, "/documents/2/effect"), "shipment");
    EXPECT_EQ(text_at(after, "/documents/2/tracking"), "1Z");
    EXPECT_EQ(after.at("documents").as_array().size(), 4U);
    const json::value despatches =
        parsed(site.control("GET", "/control/documents?despatches=1&after=" +
                                       std::string(text_at(second, "/documents/0/position"))));
    ASSERT_EQ(despatches.at("documents").as_array().size(), 1U);
    EXPECT_EQ(text_at(despatches, "/documents/0/type"), "Sales Order Despatch");
    EXPECT_EQ(text_at(despatches, "/documents/0/lines/0/item"), "LANTERN");
    EXPECT_EQ(text_at(despatches, "/documents/0/lines/0/quantity"), "2");
    EXPECT_EQ(text_at(despatches, "/documents/0/lines/0/location"), "HOME");
    EXPECT_EQ(text_at(despatches, "/documents/0/madeFrom"), text_at(order, "/id"));
    EXPECT_EQ(text_at(despatches, "/documents/0/reference"), text_at(order, "/document_no"));
    EXPECT_EQ(text_at(despatches, "/documents/0/externalReference"), "");
}

TEST(SimulatedSage200Control, wrong_parameters_and_paths_are_refused) {
    SimulatedSite site;
    for (const char* const parameters : {"limit=0", "limit=10001", "after=x", "first=1", "limit"}) {
        EXPECT_EQ(site.control("GET", "/control/documents?" + std::string(parameters)).status, 400)
            << parameters;
    }
    EXPECT_EQ(site.control("GET", "/control/nothing").status, 404);
    EXPECT_EQ(site.control("POST", "/control/nothing").status, 400);
    EXPECT_EQ(site.control("PUT", "/control/seed").status, 405);
    EXPECT_EQ(site.control("POST", "/control/seed", "{").status, 400);
}

TEST(SimulatedSage200Control, settings_name_site_company_and_secrets) {
    SimulatedSite site;
    const json::value all = parsed(site.control("GET", "/control/settings"));
    EXPECT_EQ(text_at(all, "/settings/siteId"), "7c9e6679-7425-40de-944b-e07fc1f90ae7");
    EXPECT_EQ(text_at(all, "/settings/companyId"), "1");
    EXPECT_EQ(text_at(all, "/settings/nominalCodes/0/charges/0"), "FC");
    EXPECT_EQ(text_at(all, "/settings/nominalCodes/1/set/nominalCode"), "4000");
    EXPECT_EQ(text_at(all, "/settings/currency"), "GBP");
    const std::string form = "grant_type=refresh_token&refresh_token=" +
                             std::string(text_at(all, "/secrets/sage200.refresh_token"));
    EXPECT_EQ(site.token(form).status, 200);
    EXPECT_EQ(site.token(form).status, 400);
    EXPECT_EQ(text_at(all, "/secrets/sage200.client_id"), "wms-client");
}

}  // namespace
}  // namespace sage::test
