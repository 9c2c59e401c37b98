// SPDX-License-Identifier: Apache-2.0
// Plan: the switches are shown, set together or not at all, and start at their strictest. What each
// does is tested where it acts.
#include <gtest/gtest.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

TEST(IntacctBehaviours, all_start_at_their_strictest) {
    Sage sage;
    EXPECT_EQ(sage.control("GET", "/control/behaviours").body,
              R"({"cacheThrottled":false,"announceLimits":true,"announceDate":true,)"
              R"("acceptNegativeQuantity":false,"ignoreDocumentNumber":false,)"
              R"("acceptMissingPrice":false,"acceptMissingWarehouse":false,)"
              R"("acceptCostOnDecrease":false,"requireDueDateOrTerm":true,)"
              R"("requireUnitCost":false,"acceptPatchPaid":false,)"
              R"("acceptPatchClosedPeriod":false,"arriveByTransferOut":false,)"
              R"("receivableNeedsLabel":false,"requireAdjustmentSummary":false,)"
              R"("recomputeReceivableTax":false,"hideReceivableTaxRows":false,)"
              R"("denyConsent":false,"keepRefreshTokens":false,)"
              R"("refuseUnknownEntity":true,"gatewayChecksRunning":false,)"
              R"("gatewayRemembersFailed":false,"gatewayMalformedSilent":false,)"
              R"("gatewayNeedsPassword":true,"gatewayAdjustmentNumber":false,)"
              R"("gatewayAdditionalInfo":true,"ignoreSubtotals":false,)"
              R"("unsignedSubtotals":false,"subtotalsInSubtotal":false,"showSubtotalRows":false,)"
              R"("businessErrorStatus":422,"runningMs":0,"dateAheadMs":0,"queryLagMs":0,)"
              R"("tokenSeconds":21600,"throttleRequests":0,"throttleMs":60000,)"
              R"("minuteRequests":0,"applicationAtOnce":0,"tenantAtOnce":0,)"
              R"("othersAtOnce":0,"gatewaySessionSeconds":21600,"gatewayRepeatError":0,)"
              R"("gatewayMemoryMs":5184000000,"subtotalTaxPercent":0,)"
              R"("lengths":{"customerPONumber":100,"documentNumber":45,"referenceNumber":100},)"
              R"("ignoredFields":[]})");
}

TEST(IntacctBehaviours, a_wrong_switch_changes_none) {
    Sage sage;
    const std::string before = sage.control("GET", "/control/behaviours").body;
    for (const char* const body :
         {R"({"acceptPatchPaid":true,"unknown":1})", R"({"acceptPatchPaid":"yes"})",
          R"({"acceptPatchPaid":true,"businessErrorStatus":200})", R"({"tokenSeconds":0})",
          R"({"lengths":{"memo":0}})", R"({"ignoredFields":"memo"})", "[]"}) {
        EXPECT_EQ(sage.control("POST", "/control/behaviours", body).status, 400) << body;
        EXPECT_EQ(sage.control("GET", "/control/behaviours").body, before) << body;
    }
}

TEST(IntacctBehaviours, replies_are_dated_by_a_clock_that_may_be_another) {
    Sage sage;
    sage.now_ms = 784'111'777'000;
    const auto date = [&] {
        return std::string(sage.raw({"GET", "/nowhere", {}, ""}).header("Date"));
    };
    EXPECT_EQ(date(), "Sun, 06 Nov 1994 08:49:37 GMT");
    sage.control("POST", "/control/behaviours", R"({"dateAheadMs":60000})");
    EXPECT_EQ(date(), "Sun, 06 Nov 1994 08:50:37 GMT");
    sage.control("POST", "/control/behaviours", R"({"announceDate":false})");
    EXPECT_EQ(date(), "");
}

TEST(IntacctBehaviours, switches_survive_a_restart) {
    Sage sage;
    sage.control("POST", "/control/behaviours", R"({"acceptPatchPaid":true,"runningMs":7})");
    const std::string before = sage.control("GET", "/control/behaviours").body;
    sage.restart();
    EXPECT_EQ(sage.control("GET", "/control/behaviours").body, before);
}

TEST(IntacctBehaviours, an_item_that_is_not_kept_in_stock_may_go_without_a_warehouse) {
    Sage sage;
    auto body = invoice();
    body["lines"] = boost::json::array{order_line("POST", "1", "4.95")};
    first_line(body)["dimensions"].as_object().erase("warehouse");
    EXPECT_EQ(sage.send("POST", invoices, body).status, 400);
    sage.control("POST", "/control/behaviours", R"({"acceptMissingWarehouse":true})");
    EXPECT_EQ(sage.send("POST", invoices, body).status, 201);
    first_line(body)["dimensions"].as_object()["item"] = {{"id", "LANTERN"}};
    EXPECT_EQ(sage.send("POST", invoices, body).status, 422) << "stock needs a warehouse";
}

}  // namespace
}  // namespace sage::test
