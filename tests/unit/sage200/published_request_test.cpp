// SPDX-License-Identifier: Apache-2.0
// Plan: what Sage does not publish is found in a request: addresses, verbs, fields of every kind
// and of queries. That all requests of the edition are published, their own tests show: each goes
// through SimulatedSite::authorised().
#include "tests/unit/sage200/published_request.h"

#include <gtest/gtest.h>

#include "plugins/sage200/wire.h"
#include "tests/unit/sage200/order_sample.h"
#include "tests/unit/sage200/simulated_site.h"

namespace sage::test {
namespace {

class PublishedRequest : public testing::Test {
  protected:
    void SetUp() override {
        if (!is_published()) {
            GTEST_SKIP() << "skipped: no ../shared";
        }
    }
    std::string wrong(const char* method, const std::string& target, const std::string& body = "") {
        return unpublished(site_.request(method, target, body));
    }

    SimulatedSite site_;
};

TEST_F(PublishedRequest, is_one_of_sages_addresses_with_its_verb) {
    EXPECT_EQ(wrong("GET", "/sop_orders"), "");
    EXPECT_EQ(wrong("GET", "/sop_orders/17/sop_order_lines"), "");
    EXPECT_EQ(wrong("GET", "/sop_order"), "GET /sop_order is not published");
    EXPECT_EQ(wrong("GET", "/sop_orders/x"), "GET /sop_orders/x is not published");
    EXPECT_EQ(wrong("PUT", "/sales_invoices"), "PUT /sales_invoices is not published");
    EXPECT_EQ(wrong("POST", "/sop_returns", "{}"), "") << "younger than the files";
}

TEST_F(PublishedRequest, has_the_fields_that_sage_takes) {
    const std::string order = written(site_.order());
    EXPECT_EQ(wrong("POST", "/sop_orders", order), "");
    const auto with = [&](const std::string& field) {
        return wrong("POST", "/sop_orders", "{" + field + "," + order.substr(1));
    };
    EXPECT_EQ(with(R"("colour":"red")"), "sop_order.colour is not published");
    EXPECT_EQ(with(R"("document_status":"x")"), "sop_order.document_status is read-only");
    EXPECT_EQ(with(R"("is_editing":"yes")"), "sop_order.is_editing is string, not boolean");
    EXPECT_EQ(with(R"("spare_text_2":7)"), "sop_order.spare_text_2 is number, not string");
    EXPECT_EQ(with(R"("document_no":"123456789012345678901")"),
              "sop_order.document_no is longer than is published");
    EXPECT_EQ(with(R"("exchange_rate":1.1234567)"),
              "sop_order.exchange_rate has more decimals than are published");
    EXPECT_EQ(with(R"("exchange_rate":"much")"), "sop_order.exchange_rate is no number");
    EXPECT_EQ(with(R"("exchange_rate":"1")"), "sop_order.exchange_rate is no number");
    EXPECT_EQ(with(R"("memos":{})"), "sop_order.memos is no list");
    EXPECT_EQ(with(R"("memos":[{"text":"x"}])"), "sop_order_memo.text is not published");
    EXPECT_EQ(with(R"("delivery_address":{"street":"x"})"),
              "sop_order.delivery_address.street is not published");
    EXPECT_EQ(wrong("POST", "/sop_orders", R"({"document_no":"1"})"),
              "sop_order.customer_id is needed");
    EXPECT_EQ(wrong("POST", "/sop_confirm_despatch",
                    R"({"sop_order_return_id":1,"items":[{"id":2,"quantity":1}]})"),
              "");
    EXPECT_EQ(wrong("POST", "/sop_confirm_despatch",
                    R"({"sop_order_return_id":1,"items":[{"quantity":1}]})"),
              "sop_despatch_receipt_item.id is needed");
    EXPECT_EQ(wrong("POST", "/sop_confirm_despatch", R"({"sop_order_return_id":1})"),
              "sop_confirm_despatch_adjustment.items is needed");
    EXPECT_EQ(wrong("POST", "/sop_orders", "{"), "the body is no JSON");
}

TEST_F(PublishedRequest, asks_for_fields_that_the_answer_has) {
    EXPECT_EQ(wrong("GET", "/sop_orders?$filter=spare_text_1 eq 'a eq b'&$orderby=id&$top=1"), "");
    EXPECT_EQ(wrong("GET", "/sop_orders?$filter=startswith(spare_text_1,'W') and colour eq 'x'"),
              "$filter of sop_order: colour is not published");
    EXPECT_EQ(wrong("GET", "/sop_orders?$filter=startswith(shade,'W')"),
              "$filter of sop_order: shade is not published");
    EXPECT_EQ(wrong("GET", "/sop_confirm_despatch?$filter=document_no eq '1'"), "");
    EXPECT_EQ(wrong("GET", "/sop_orders?$select=id,shade"),
              "$select of sop_order: shade is not published");
    EXPECT_EQ(wrong("GET", "/sop_orders?$expand=parts"),
              "$expand of sop_order: parts is not published");
    EXPECT_EQ(wrong("GET", "/sop_orders?$orderby=shade desc"),
              "$orderby of sop_order: shade is not published");
}

}  // namespace
}  // namespace sage::test
