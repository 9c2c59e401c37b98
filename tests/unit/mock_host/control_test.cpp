// SPDX-License-Identifier: Apache-2.0
// Plan: documents() follows pages and refuses a page that does not move on; every reply of another
// shape is a Problem; money that is no string is refused; requests have the agreed form.
#include "mock-host/control.h"

#include <gtest/gtest.h>

#include "tests/unit/mock_host/fake_control.h"

namespace wms {
namespace {

using testing::FakeControl;

std::string page(const std::string& documents, const std::string& next) {
    return R"({"documents":[)" + documents + R"(],"next":)" + next + "}";
}

TEST(Control, follows_pages_to_the_end) {
    FakeControl control;
    control.replies["/control/documents?after=0&limit=1000"] =
        page(R"({"position":1,"type":"Sales Invoice","key":"1","number":"SI-1","effect":"sale",)"
             R"("externalReference":"W1","reference":"DN-1","customer":"C1","date":"2026-11-20",)"
             R"("currency":"GBP","net":"12.50","total":"15.00","tracking":"1Z","state":"pending",)"
             R"("lines":[{"item":"A","quantity":"5","unitPrice":"2.50","net":"12.50"}]})",
             "1");
    control.replies["/control/documents?after=1&limit=1000"] =
        page(R"({"position":2,"number":"SR-1","effect":"credit","net":"1.00"})", "null");
    const auto all = documents(control, 0);
    ASSERT_TRUE(all.ok()) << in_one_line(all.problem());
    ASSERT_EQ(all.value().size(), 2U);
    EXPECT_EQ(all.value()[0].reference, "DN-1");
    EXPECT_EQ(all.value()[0].net.money(), "12.50");
    EXPECT_EQ(all.value()[0].gross.money(), "15.00");
    EXPECT_TRUE(all.value()[1].gross.is_zero()) << "not shown";
    EXPECT_EQ(all.value()[0].lines[0].quantity.text(), "5");
    EXPECT_EQ(all.value()[1].effect, "credit");
}

TEST(Control, a_stock_movement_has_no_price) {
    FakeControl control;
    control.replies["/control/documents?after=0&limit=1000"] =
        page(R"({"position":1,"number":"AD-1","effect":"stock_decrease","net":"0.00",)"
             R"("lines":[{"item":"A","quantity":"3","unitPrice":"","net":""}]})",
             "null");
    const auto all = documents(control, 0);
    ASSERT_TRUE(all.ok()) << in_one_line(all.problem());
    EXPECT_TRUE(all.value()[0].lines[0].unit_price.is_zero());
    control.replies["/control/documents?after=0&limit=1000"] =
        page(R"({"position":1,"number":"TRF-1","effect":"stock_transfer","net":"",)"
             R"("lines":[{"item":"A","quantity":"-3","unitPrice":"","net":"0.00"}]})",
             "null");
    const auto moved = documents(control, 0);
    ASSERT_TRUE(moved.ok()) << in_one_line(moved.problem());
    EXPECT_TRUE(moved.value()[0].net.is_zero());
    control.replies["/control/documents?after=0&limit=1000"] =
        page(R"({"position":1,"net":"0.00","lines":[{"item":"A","quantity":"3","unitPrice":2}]})",
             "null");
    EXPECT_FALSE(documents(control, 0).ok());
}

TEST(Control, refuses_documents_of_another_shape) {
    FakeControl control;
    const std::string good = R"({"position":1,"net":"1.00"})";
    for (const std::string& reply :
         {std::string("["), std::string("[]"), std::string("{}"), page("1", "null"),
          page(R"({"position":1,"net":1.00})", "null"), page(R"({"position":1})", "null"),
          page(R"({"net":"1.00"})", "null"),
          page(R"({"position":1,"net":"1.00","lines":[{"item":"A"}]})", "null"), page(good, "0"),
          page(good, "\"1\"")}) {
        control.replies["/control/documents?after=0&limit=1000"] = reply;
        const auto all = documents(control, 0);
        ASSERT_FALSE(all.ok()) << reply;
        EXPECT_EQ(all.problem().code, "control.malformed") << reply;
    }
}

TEST(Control, reads_settings_stock_and_faults) {
    FakeControl control;
    control.replies["/control/settings"] =
        R"({"settings":{"address":"https://localhost:1"},"secrets":{"a":"x"}})";
    control.replies["/control/stock"] =
        R"({"stock":[{"item":"A","location":"MAIN","quantity":"90"}]})";
    control.replies["/control/counters"] = R"({"faults":{"lost":2}})";
    EXPECT_EQ(settings(control).value().configuration, R"({"address":"https://localhost:1"})");
    EXPECT_EQ(settings(control).value().secrets[0].second, "x");
    EXPECT_EQ(stock(control).value()[0].quantity.text(), "90");
    EXPECT_EQ(fault_count(control, "lost").value(), 2);
    EXPECT_EQ(fault_count(control, "other").value(), 0);
    control.replies["/control/settings"] = R"({"settings":{}})";
    EXPECT_FALSE(settings(control).ok());
    control.replies["/control/settings"] = R"({"settings":{},"secrets":{"a":1}})";
    EXPECT_FALSE(settings(control).ok());
    control.replies["/control/stock"] = R"({"stock":[{"item":"A","quantity":90}]})";
    EXPECT_FALSE(stock(control).ok());
    control.replies["/control/stock"] = "{}";
    EXPECT_FALSE(stock(control).ok());
}

TEST(Control, sends_what_was_agreed) {
    FakeControl control;
    ASSERT_TRUE(set_clock(control, 1'700'000'000'000).ok());
    ASSERT_TRUE(seed(control, "{}").ok());
    ASSERT_TRUE(set_faults(control, "{\"faults\":[]}").ok());
    EXPECT_EQ(control.posted[0].first, "/control/clock");
    EXPECT_EQ(control.posted[0].second, R"({"nowMs":1700000000000})");
    EXPECT_EQ(control.posted[1].first, "/control/seed");
    EXPECT_EQ(control.posted[2].first, "/control/faults");
    control.refuse_after = 0;
    EXPECT_FALSE(set_clock(control, 1).ok());
}

}  // namespace
}  // namespace wms
