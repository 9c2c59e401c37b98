// SPDX-License-Identifier: Apache-2.0
// Plan: what is in no final state, oldest first, with day and net amount; of a period and a type;
// page after page while documents end and come; what is no period and no page is refused.
#include "sage-adapter/bridge/query_not_yet_posted.h"

#include "tests/unit/bridge/outbox_query.h"

namespace sage::testing {
namespace {

namespace json = boost::json;

class QueryNotYetPosted : public OutboxQuery {
  protected:
    std::string numbers(const json::value& page) {
        std::string all;
        for (const json::value& row : page.at("documents").as_array()) {
            all += std::string(row.at("documentId").as_string()) + ' ';
        }
        return all;
    }
};

TEST_F(QueryNotYetPosted, shows_what_is_open_with_day_and_amount) {
    ASSERT_EQ(create(), WMS_OK);
    post("D1");
    submit("D2");
    hold("D3", "item:A");
    const json::value page = answered(R"({"query":"notYetPosted"})");
    EXPECT_EQ(numbers(page), "D2 D3 ");
    EXPECT_TRUE(page.at("next").is_null());
    EXPECT_EQ(page.at_pointer("/documents/0/businessDate").as_string(), "2026-11-20");
    EXPECT_EQ(page.at_pointer("/documents/0/acceptedAt").as_string(), "2023-11-14T22:13:20.000Z");
    EXPECT_EQ(page.at_pointer("/documents/0/netAmount/amount").as_string(), "3.00");
    EXPECT_EQ(page.at_pointer("/documents/0/netAmount/currencyId").as_string(), "GBP");
    EXPECT_EQ(page.at_pointer("/documents/1/state").as_string(), "held");
}

TEST_F(QueryNotYetPosted, period_and_type_choose) {
    ASSERT_EQ(create(), WMS_OK);
    submit("D1", "2026-10-31");
    submit("D2", "2026-11-01");
    submit("D3", "2026-11-30");
    submit("D4", "2026-12-01");
    EXPECT_EQ(
        numbers(answered(R"({"query":"notYetPosted","from":"2026-11-01","to":"2026-11-30"})")),
        "D2 D3 ");
    EXPECT_EQ(numbers(answered(R"({"query":"notYetPosted","to":"2026-10-31"})")), "D1 ");
    EXPECT_EQ(numbers(answered(R"({"query":"notYetPosted","from":"2026-11-30"})")), "D3 D4 ");
    EXPECT_EQ(numbers(answered(R"({"query":"notYetPosted","messageType":"despatchAdvice"})")),
              "D1 D2 D3 D4 ");
    EXPECT_EQ(numbers(answered(R"({"query":"notYetPosted","messageType":"returnAdvice"})")), "");
}

TEST_F(QueryNotYetPosted, pages_lose_nothing_while_documents_end_and_come) {
    ASSERT_EQ(create(), WMS_OK);
    for (int number = 1; number <= 5; ++number) {
        submit("D" + std::to_string(number));
    }
    json::value page = answered(R"({"query":"notYetPosted","limit":2})");
    EXPECT_EQ(numbers(page), "D1 D2 ");
    apply(change_by(claimed("D3"), Happening::withdrawn));
    submit("D6");
    const auto next = [&] {
        return answered(R"({"query":"notYetPosted","limit":2,"after":")" +
                        std::string(page.at("next").as_string()) + "\"}");
    };
    page = next();
    EXPECT_EQ(numbers(page), "D4 D5 ");
    page = next();
    EXPECT_EQ(numbers(page), "D6 ");
    EXPECT_TRUE(page.at("next").is_null());
}

TEST_F(QueryNotYetPosted, page_that_the_period_leaves_empty_still_leads_on) {
    ASSERT_EQ(create(), WMS_OK);
    for (int number = 1; number <= 600; ++number) {
        submit("D" + std::to_string(number), number == 600 ? "2026-12-01" : "2026-11-20");
    }
    EXPECT_EQ(numbers(answered(R"({"query":"notYetPosted","from":"2026-12-01","limit":5})")),
              "D600 ");
}

TEST_F(QueryNotYetPosted, what_is_no_period_and_no_page_is_refused) {
    ASSERT_EQ(create(), WMS_OK);
    for (const char* request :
         {R"({"query":"notYetPosted","from":"November"})",
          R"({"query":"notYetPosted","to":"2026-02-30"})",
          R"({"query":"notYetPosted","from":"2026-11-02","to":"2026-11-01"})"}) {
        EXPECT_EQ(ask(request), WMS_E_NOT_ACCEPTED) << request;
        EXPECT_EQ(code(), "query.period");
    }
    for (const char* after : {"x", "1x", "-1", "1.2", "99999999999999999999"}) {
        EXPECT_EQ(ask(std::string(R"({"query":"notYetPosted","after":")") + after + "\"}"),
                  WMS_E_NOT_ACCEPTED)
            << after;
        EXPECT_EQ(code(), "query.after");
    }
}

}  // namespace
}  // namespace sage::testing
