// SPDX-License-Identifier: Apache-2.0
// Plan: the order is asked for by its key or its number; orders that are not the one; whose order
// it is, and who has to be the buyer; its status; answers that are none.
#include <gmock/gmock.h>

#include "plugins/sage200/map_order.h"
#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

using sample::expect_kind;
using testing::EndsWith;
using testing::HasSubstr;

class Sage200DespatchOrder : public testing::Test {
  protected:
    OrderInSage found() {
        return find_order(sample::order_settings(),
                          {subject_, known_, sample::reference, sample::key, "", related_, seen_});
    }
    /// What becomes of it once Sage has answered so.
    OrderInSage shown(std::string body, int status = 200) {
        seen_ = {{"order", {status, {}, std::move(body)}}};
        return found();
    }
    std::string held(const std::string& body, int status = 200) {
        return sample::held_by(shown(body, status).instead.value_or(PostNothing()));
    }
    static std::string order(const std::string& members) {
        return R"({"id":7001,"document_no":"SO-1001",)" + members + "}";
    }

    Document subject_ = sample::document();
    Catalogue known_ = sample::order_catalogue();
    std::vector<Related> related_;
    std::vector<Observation> seen_;
};

TEST_F(Sage200DespatchOrder, of_people_is_found_by_its_number) {
    EXPECT_THAT(expect_kind<ReadFirst>(*found().instead).request.target,
                HasSubstr("document_no%20eq%20%27SO-1001%27"));
    const std::string one = order(R"("customer_id":101)");
    EXPECT_EQ(shown("[" + one + "]").key, "7001");
    EXPECT_EQ(held("[]"), "sage200.order_not_found /body/orderReference/id ");
    EXPECT_EQ(held("[" + one + "," + one + "]"),
              "sage200.order_ambiguous /body/orderReference/id ");
    EXPECT_EQ(held(order(R"("is_draft":true)")),
              "sage200.order_not_confirmed /body/orderReference/id ");
    EXPECT_EQ(held(order(R"("customer_id":102)")),
              "sage200.order_of_other_customer /body/orderReference/id ");
    EXPECT_EQ(held("7"), "sage200.order_unreadable /body/orderReference/id unanswered");
    subject_.order_id.clear();
    EXPECT_EQ(sample::held_by(*found().instead),
              "sage200.order_not_named /body/orderReference/id ");
}

TEST_F(Sage200DespatchOrder, that_is_posted_for_it_is_found_by_its_key) {
    related_ = {sample::posted_order("SO-1001")};
    EXPECT_THAT(expect_kind<ReadFirst>(*found().instead).request.target,
                EndsWith("/sop_orders/5001"));
    const OrderInSage order = shown(R"({"id":5001,"document_no":"70001","customer_id":101})");
    EXPECT_EQ(order.key, "5001");
    EXPECT_FALSE(order.instead);
    // That it is gone does not pass by itself.
    EXPECT_EQ(held("", 404), "sage200.order_not_found /body/orderReference/id ");
}

TEST_F(Sage200DespatchOrder, says_who_is_credited_later) {
    // Of a buyer without an account, who would be the guest.
    subject_.buyer.id.clear();
    EXPECT_EQ(shown(order(R"("customer_id":101)")).customer, "CUST-001");
    EXPECT_EQ(held(order(R"("customer_id":999)")),
              "sage200.customer_unknown /body/orderReference/id unanswered");
    // The warehouse's own order and its despatch have to agree, too.
    subject_.buyer.id = "CUST-001";
    related_ = {sample::posted_order("SO-1001")};
    const std::string of_guest = R"({"id":5001,"document_no":"70001","customer_id":102})";
    EXPECT_EQ(held(of_guest), "sage200.order_of_other_customer /body/orderReference/id ");
    related_ = {sample::posted_order(subject_.id)};
    EXPECT_EQ(shown(of_guest).customer, "GUEST") << "it was made for the despatch";
}

TEST_F(Sage200DespatchOrder, is_nobodys_where_the_buyer_is_not_known) {
    subject_.buyer.id = "STRANGER";
    EXPECT_EQ(held(order(R"("customer_id":102)")),
              "sage200.customer_unknown /body/buyerCustomerParty/id customer:STRANGER");
    // An account in a foreign currency is one all the same.
    subject_.buyer.id = "CUST-001";
    known_ = sample::order_catalogue(
        {sample::record(kind::customer, "CUST-001", "101", {{"currency_id", "32"}})});
    EXPECT_EQ(held(order(R"("customer_id":102)")),
              "sage200.order_of_other_customer /body/orderReference/id ");
    EXPECT_EQ(shown(order(R"("customer_id":101)")).customer, "CUST-001");
}

TEST_F(Sage200DespatchOrder, has_a_status_where_it_is_not_live) {
    for (const auto& [shows, status] :
         {std::pair("EnumDocumentStatusLive", ""), std::pair("EnumDocumentStatusOnHold", "OnHold"),
          std::pair("Other", "Other"), std::pair("", "")}) {
        EXPECT_EQ(
            shown(order(R"("customer_id":101,"document_status":")" + std::string(shows) + '"'))
                .status,
            status);
    }
}

}  // namespace
}  // namespace sage::sage200
