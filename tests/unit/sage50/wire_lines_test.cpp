// SPDX-License-Identifier: Apache-2.0
// Plan: facts of lines from the bytes; what stands for all lines; lines as they were published;
// order, deleted ones, credits of either sign; answers that cannot be used.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/unit/sage50/wire_sample.h"

namespace sage::sage50 {
namespace {

std::vector<Found> found(std::string_view type, std::string_view number) {
    Found one;
    one.sage_document.type = type;
    one.sage_document.key = number;
    return {one};
}

TEST(Sage50Lines, facts_are_read_from_the_bytes) {
    InvoiceDocument document = sample_invoice();
    document.lines[1].unit_of_sale = "Each";
    const Facts facts = line_facts(encode(books(), document));
    EXPECT_EQ(facts.at("lines"), "2");
    EXPECT_EQ(facts.at("line 1 stockCode"), "LANTERN");
    EXPECT_EQ(facts.at("line 1 quantity"), "2");
    EXPECT_EQ(facts.at("line 1 unitPrice"), "12.5");
    EXPECT_EQ(facts.at("line 2 taxCode"), "T1");
    EXPECT_EQ(facts.at("line 2 taxRate"), "20");
    EXPECT_EQ(facts.at("line 2 nominal"), "4000");
    EXPECT_FALSE(facts.contains("line 2 unitOfSale")) << "never shown of invoices";
    EXPECT_FALSE(facts.contains("line 1 netAmount")) << "was not said";
    const Facts of_order = line_facts(encode(books(), sample_order()));
    EXPECT_EQ(of_order.at("line 1 qtyOrder"), "2");
    EXPECT_EQ(of_order.at("line 2 nominalCode"), "4000");
}

TEST(Sage50Lines, what_stands_for_all_lines_is_not_promised_of_each) {
    InvoiceDocument document = sample_invoice();
    document.global_nominal = "4001";
    EXPECT_FALSE(line_facts(encode(books(), document)).contains("line 1 nominal"));
    document.lines[0].negative = true;
    document.lines[0].net_amount = decimal("25");
    EXPECT_FALSE(line_facts(encode(books(), document)).contains("line 1 netAmount"));
}

TEST(Sage50Lines, an_invoice_that_sage_marks_as_deleted_was_as_good_as_there_in_a_shadow_run) {
    const Facts facts = shadow_facts(encode(books(), sample_invoice()));
    ASSERT_TRUE(facts.contains("recordDeleted"));
    EXPECT_EQ(facts.at("recordDeleted"), "0");
    EXPECT_EQ(facts.at("line 1 stockCode"), "LANTERN");
}

TEST(Sage50Lines, what_has_no_lines_has_no_facts_of_them) {
    EXPECT_TRUE(line_facts(encode(books(), sample_adjustment())).empty());
    EXPECT_TRUE(line_facts(Send{}).empty());
}

TEST(Sage50Lines, lines_of_several_documents_come_in_their_order) {
    std::vector<Found> two = found(invoice_type, "9");
    two.push_back(found(invoice_type, "10").front());
    const Request asked = read_lines(books(), two);
    EXPECT_EQ(asked.target, "/api/searchInvoiceItem");
    EXPECT_EQ(asked.body, R"([{"field":"INVOICE_NUMBER","type":"eq","value":"9","or":true},)"
                          R"({"field":"INVOICE_NUMBER","type":"eq","value":"10"}])");
    const Result<bool> more = add_lines(
        list_of(R"({"id":10,"invoiceNumber":9,"stockCode":"B"},)"
                R"({"id":1,"invoiceNumber":10,"stockCode":"C"},)"
                R"({"id":2,"invoiceNumber":9,"stockCode":"A","netAmount":50.269999999999996},)"
                R"({"id":1,"invoiceNumber":11,"stockCode":"D"})"),
        two);
    ASSERT_TRUE(more.ok());
    EXPECT_FALSE(more.value());
    EXPECT_EQ(two[0].facts.at("lines"), "2");
    EXPECT_EQ(two[0].facts.at("line 1 stockCode"), "A");
    EXPECT_EQ(two[0].facts.at("line 1 netAmount"), "50.27");
    EXPECT_EQ(two[0].facts.at("line 2 stockCode"), "B");
    EXPECT_EQ(two[1].facts.at("lines"), "1");
}

TEST(Sage50Lines, credits_may_be_shown_with_either_sign) {
    for (const char* const sign : {"", "-"}) {
        std::vector<Found> one = found(credit_type, "5001");
        ASSERT_TRUE(
            add_lines(list_of(fmt::format(R"({{"id":1,"invoiceNumber":5001,"quantity":{0}2,)"
                                          R"("netAmount":{0}25}})",
                                          sign)),
                      one)
                .ok());
        EXPECT_EQ(one[0].facts.at("line 1 quantity"), "2");
        EXPECT_EQ(one[0].facts.at("line 1 netAmount"), "25.00");
    }
    std::vector<Found> invoice = found(invoice_type, "1");
    ASSERT_TRUE(add_lines(list_of(R"({"id":1,"invoiceNumber":1,"netAmount":-25})"), invoice).ok());
    EXPECT_EQ(invoice[0].facts.at("line 1 netAmount"), "-25.00");
}

TEST(Sage50Lines, deleted_lines_of_orders_do_not_count) {
    std::vector<Found> one = found(order_type, "42");
    ASSERT_TRUE(add_lines(list_of(R"({"id":"0","orderNumber":"42","stockCode":"A","deleted":1},)"
                                  R"({"id":"1","orderNumber":"42","stockCode":"B","deleted":0})"),
                          one)
                    .ok());
    EXPECT_EQ(one[0].facts.at("lines"), "1");
    EXPECT_EQ(one[0].facts.at("line 1 stockCode"), "B");
}

TEST(Sage50Lines, what_cannot_be_read_leaves_the_lines_unknown) {
    std::vector<Found> one = found(invoice_type, "1");
    const Result<bool> read = add_lines({200, {}, "{}"}, one);
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().status, Status::remote);
    EXPECT_TRUE(one[0].facts.empty());
}

TEST(Sage50Lines, those_that_were_published_are_read) {
    const std::string invoices =
        published_sample("sales-invoices-credits.search-sales-invoice-items.response");
    const std::string orders = published_sample("sales-orders.search-sales-items.response");
    if (invoices.empty() || orders.empty()) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    std::vector<Found> one = found(invoice_type, "10");
    ASSERT_TRUE(add_lines({200, {}, invoices}, one).ok());
    EXPECT_EQ(one[0].facts.at("line 2 netAmount"), "50.27");
    EXPECT_EQ(one[0].facts.at("line 2 taxCode"), "T1");
    EXPECT_EQ(one[0].facts.at("line 7 unitPrice"), "8.54");
    std::vector<Found> order = found(order_type, "37");
    ASSERT_TRUE(add_lines({200, {}, orders}, order).ok());
    EXPECT_EQ(order[0].facts.at("line 1 unitPrice"), "100");
}

}  // namespace
}  // namespace sage::sage50
