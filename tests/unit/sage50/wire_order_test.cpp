// SPDX-License-Identifier: Apache-2.0
// Plan: the published order; what was written is read back; a repeat; fields that are not of
// orders.
#include "plugins/sage50/wire_order.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "tests/unit/sage50/wire_sample.h"

namespace sage::sage50 {
namespace {

using testing::HasSubstr;
using testing::Not;

OrderDocument whole_order() {
    OrderDocument document = sample_order();
    document.name = "Acme Gifts Limited";
    document.address = {"1 High Street", "", "Leeds", "", "LS1 1AA"};
    document.contact = "Jo";
    document.telephone = "0113 1";
    document.taken_by = "WMS";
    document.delivery_name = "Acme Warehouse";
    document.delivery_address = {"Unit 2", "Dock Road", "Hull", "", "HU1 2BB"};
    document.notes = {"Leave at the door", "", ""};
    document.analysis = {"", "Web", ""};
    document.consignment = "1Z999AA10123456784";
    document.courier_number = 1;
    document.carriage = Carriage{decimal("3.95"), std::nullopt, "4000", 1, decimal("20"), 0};
    document.global_details = "Goods";
    document.department = 0;
    document.currency = 1;
    document.lines[0].comment_1 = "Batch 7";
    document.lines[0].unit_of_sale = "Each";
    document.lines[0].net_amount = decimal("24.99");
    return document;
}

TEST(Sage50Order, members_are_those_that_were_published) {
    const Send send = encode(books(), whole_order());
    EXPECT_EQ(send.request.target, "/api/salesOrder/");
    EXPECT_EQ(send.sage_type, "Sales Order");
    const std::string create = published_sample("sales-orders.create-sales-order.request");
    const std::string change = published_sample("sales-orders.update-sales-order.request");
    const std::string read = published_sample("sales-orders.read-sales-order.response");
    if (create.empty() || change.empty() || read.empty()) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    const boost::json::value body = boost::json::parse(send.request.body);
    const std::vector<boost::json::value> samples = {boost::json::parse(create),
                                                     boost::json::parse(change),
                                                     boost::json::parse(read).at("response")};
    for (const auto& [name, value] : body.as_object()) {
        EXPECT_TRUE(std::any_of(samples.begin(), samples.end(),
                                [member = std::string_view(name)](const boost::json::value& one) {
                                    return one.as_object().contains(member);
                                }))
            << std::string_view(name);
    }
}

TEST(Sage50Order, what_was_written_is_read_back) {
    for (const bool all : {false, true}) {
        test::SimulatedCompany company;
        const Send send = encode(books(), all ? whole_order() : sample_order());
        const Verdict verdict = carried_out(company, send);
        ASSERT_EQ(verdict.judgement, Judgement::done) << verdict.problem.cause;
        EXPECT_EQ(verdict.sage_document.type, "Sales Order");
        const ReadBackSubject subject = subject_of(send, verdict);
        const LookUp seen = read_back_of(company, {subject});
        ASSERT_EQ(seen.found.size(), 1U) << seen.why;
        EXPECT_EQ(told(differences(subject.facts, seen.found[0].facts)), "");
        EXPECT_EQ(seen.found[0].external_reference, sample_reference);
        EXPECT_EQ(*seen.found[0].sage_document.posted.gross, *send.prediction.document.gross);
        EXPECT_EQ(*seen.found[0].sage_document.posted.net, *send.prediction.document.net);
    }
}

TEST(Sage50Order, our_reference_may_be_the_customers_number) {
    test::SimulatedCompany company;
    OrderDocument document = sample_order();
    document.customer_order_number.clear();
    document.reference_field = ReferenceField::customer_order_number;
    const Send send = encode(books(), document);
    carried_out(company, send);
    EXPECT_EQ(looked_up(company, send).found.size(), 1U);
    carried_out(company, send);
    EXPECT_EQ(looked_up(company, send).found.size(), 2U) << "the same twice is two";
}

TEST(Sage50Order, lines_have_nothing_that_is_of_invoices) {
    OrderDocument document = sample_order();
    document.lines[0].external_order_reference = "L-1";
    document.lines[0].negative = true;
    const std::string body = encode(books(), document).request.body;
    EXPECT_THAT(body, Not(HasSubstr("extOrderRef")));
    EXPECT_THAT(body, Not(HasSubstr("isNegativeLine")));
    EXPECT_EQ(encode(books(), document).facts.at("itemsNet"), "39.97");
}

TEST(Sage50Order, it_is_searched_also_where_only_its_outline_is_known) {
    test::SimulatedCompany company;
    carried_out(company, encode(books(), sample_order()));
    EXPECT_EQ(looked_up(company, outline(order_type, ReferenceField::notes3)).found.size(), 1U);
}

}  // namespace
}  // namespace sage::sage50
