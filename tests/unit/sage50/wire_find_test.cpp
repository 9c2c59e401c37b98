// SPDX-License-Identifier: Apache-2.0
// Plan: look-ups by our reference alone, of what was sent and what was not; the same document
// twice; invoices that Sage made of orders; read-backs by each way, several at once; what is
// sought; lists; answers that cannot be used.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "tests/unit/sage50/wire_sample.h"

namespace sage::sage50 {
namespace {

using testing::HasSubstr;

TEST(Sage50Find, our_reference_is_searched_alone_in_a_column_of_the_table) {
    const Send send = encode(books(), sample_invoice());
    const Request asked = look_up(books(), send, sample_reference);
    EXPECT_EQ(asked.target, "/api/searchInvoice");
    EXPECT_EQ(asked.body, R"([{"field":"NOTES_3","type":"eq","value":"W0123456789ABCDEFX"}])");
    EXPECT_EQ(look_up(books(), encode(books(), sample_order()), sample_reference).target,
              "/api/searchSalesOrder");
    InvoiceDocument by_customer_number = sample_invoice();
    by_customer_number.reference_field = ReferenceField::customer_order_number;
    EXPECT_THAT(look_up(books(), encode(books(), by_customer_number), sample_reference).body,
                HasSubstr("CUST_ORDER_NUMBER"));
}

TEST(Sage50Find, what_is_not_there_is_not_found_and_what_is_there_twice_is_two) {
    test::SimulatedCompany company;
    const Send send = encode(books(), sample_invoice());
    EXPECT_TRUE(looked_up(company, send).usable);
    EXPECT_TRUE(looked_up(company, send).found.empty());
    carried_out(company, send);
    EXPECT_EQ(looked_up(company, send).found.size(), 1U);
    carried_out(company, send);
    const LookUp twice = looked_up(company, send);
    ASSERT_EQ(twice.found.size(), 2U);
    EXPECT_EQ(twice.found[0].sage_document.key, "1");
    EXPECT_EQ(twice.found[1].sage_document.key, "2");
}

TEST(Sage50Find, a_lost_reply_leaves_the_document_to_be_found) {
    test::SimulatedCompany company;
    const Send send = encode(books(), sample_invoice(true));
    exchanged(company, send.request);  // Nobody saw the answer.
    const LookUp seen = looked_up(company, send);
    ASSERT_EQ(seen.found.size(), 1U);
    EXPECT_EQ(seen.found[0].sage_document.type, "Product Credit");
    EXPECT_EQ(seen.found[0].sage_document.number, "5001");
    EXPECT_TRUE(differences(send.facts, seen.found[0].facts).empty());
}

TEST(Sage50Find, texts_may_be_compared_in_any_way) {
    for (const char* const way : {R"({"ignoreCase":true})", R"({"paddedKeysMatch":true})",
                                  R"({"ignoreCase":false,"paddedKeysMatch":false})"}) {
        test::SimulatedCompany company;
        company.behave(way);
        const Send send = encode(books(), sample_invoice());
        carried_out(company, send);
        InvoiceDocument other = sample_invoice();
        other.reference = "w0123456789abcdefx";
        carried_out(company, encode(books(), other));
        EXPECT_EQ(looked_up(company, send).found.size(), 1U) << way;
    }
}

TEST(Sage50Find, what_was_never_sent_is_found_by_its_outline) {
    test::SimulatedCompany company;
    carried_out(company, encode(books(), sample_invoice()));
    const Send never = outline(invoice_type, ReferenceField::notes3);
    EXPECT_EQ(looked_up(company, never).found.size(), 1U);
    EXPECT_TRUE(looked_up(company, never, other_reference).found.empty());
    EXPECT_TRUE(looked_up(company, outline(credit_type, ReferenceField::notes3)).found.empty());
    EXPECT_TRUE(looked_up(company, outline(invoice_type, ReferenceField::notes1)).found.empty());
}

TEST(Sage50Find, the_invoice_that_sage_made_of_an_order_is_none_of_ours) {
    test::SimulatedCompany company;
    const Send order = encode(books(), sample_order());
    const Verdict verdict = carried_out(company, order);
    ASSERT_EQ(verdict.judgement, Judgement::done);
    const std::string number = verdict.sage_document.number;
    company.post("/api/salesOrder/" + number + "/fullyAllocate", "");
    company.post("/api/salesOrder/" + number + "/complete", "");
    const Reply row = company.find("/api/searchInvoice", "NOTES_3", "eq", sample_reference);
    ASSERT_EQ(test::count(row), 1U) << "it has the order's notes";
    EXPECT_TRUE(looked_up(company, outline(invoice_type, ReferenceField::notes3)).found.empty());
    EXPECT_EQ(looked_up(company, order).found.size(), 1U);
    const OwnList list{std::string(invoice_type), "2026-11-18", "2026-11-18", ""};
    const auto page =
        read_own_page(list, ReferenceField::notes3, exchanged(company, list_own(books(), list)));
    EXPECT_TRUE(page.value().found.empty());
}

/// Two invoices, ours under different references.
struct TwoInvoices {
    TwoInvoices() {
        InvoiceDocument another = sample_invoice();
        another.reference = other_reference;
        another.reference_field = ReferenceField::analysis1;
        another.customer_order_number = "PO-2";
        another.order_number = "77";
        another.lines.pop_back();
        first = encode(books(), sample_invoice());
        second = encode(books(), another);
        subjects = {subject_of(first, carried_out(company, first)),
                    subject_of(second, carried_out(company, second), other_reference)};
    }
    test::SimulatedCompany company;
    Send first;
    Send second;
    std::vector<ReadBackSubject> subjects;
};

TEST(Sage50Find, several_are_read_back_by_one_question_in_each_way) {
    TwoInvoices two;
    for (const FindBy by : {FindBy::reference, FindBy::key, FindBy::number}) {
        const LookUp seen = read_back_of(two.company, two.subjects, by);
        ASSERT_TRUE(seen.usable) << seen.why;
        ASSERT_EQ(seen.found.size(), 2U);
        for (std::size_t at = 0; at < 2; ++at) {
            EXPECT_EQ(seen.found[at].external_reference, two.subjects[at].external_reference);
            EXPECT_EQ(told(differences(two.subjects[at].facts, seen.found[at].facts)), "");
        }
    }
}

TEST(Sage50Find, a_duplicate_shows_in_a_read_back) {
    TwoInvoices two;
    two.company.change(R"({"duplicate":{"table":"INVOICE","key":"1"}})");
    EXPECT_EQ(read_back_of(two.company, {two.subjects[0]}).found.size(), 2U);
    EXPECT_EQ(read_back_of(two.company, {two.subjects[0]}, FindBy::key).found.size(), 1U);
}

TEST(Sage50Find, what_people_changed_is_a_difference) {
    TwoInvoices two;
    two.company.change(
        R"({"set":{"table":"INVOICE","key":"1","fields":{"ITEMS_NET":"1.00","NOTES_1":"x"}}})");
    const LookUp seen = read_back_of(two.company, {two.subjects[0]});
    EXPECT_EQ(told(differences(two.subjects[0].facts, seen.found[0].facts)),
              "itemsNet: 39.97/1.00\n")
        << "of notes that are not ours nothing was promised";
}

TEST(Sage50Find, one_whose_field_is_not_known_goes_by_its_number) {
    TwoInvoices two;
    ReadBackSubject old = two.subjects[1];
    old.facts.clear();
    const LookUp seen = read_back_of(two.company, {old});
    ASSERT_EQ(seen.found.size(), 1U);
    EXPECT_EQ(seen.found[0].sage_document.number, "2");
    old.sage_document = {};
    old.sage_document.type = invoice_type;
    EXPECT_TRUE(read_back_of(two.company, {old}).found.empty()) << "asked for nothing";
    old.sage_document.number = "no digits";
    EXPECT_TRUE(read_back_of(two.company, {old}, FindBy::number).found.empty());
}

TEST(Sage50Find, documents_of_others_are_found_by_what_is_sought) {
    TwoInvoices two;
    ReadBackSubject sought;
    sought.sage_document.type = invoice_type;
    sought.sought = {"customerOrderNumber", "PO-2"};
    LookUp seen = read_back_of(two.company, {sought}, FindBy::field);
    ASSERT_EQ(seen.found.size(), 1U);
    EXPECT_EQ(seen.found[0].sage_document.number, "2");
    EXPECT_EQ(seen.found[0].sought, "PO-2");
    sought.sought = {"orderNumber", "77"};
    seen = read_back_of(two.company, {sought}, FindBy::field);
    ASSERT_EQ(seen.found.size(), 1U) << "it stands at the right of seven characters";
    EXPECT_EQ(seen.found[0].sought, "77");
    sought.sought = {"orderNumber", "SO-1"};
    EXPECT_TRUE(read_back_of(two.company, {sought}, FindBy::field).found.empty());
}

TEST(Sage50Find, lists_show_ours_of_one_type_day_by_day) {
    TwoInvoices two;
    carried_out(two.company, encode(books(), sample_invoice(true)));
    InvoiceDocument of_others = sample_invoice();
    of_others.reference = "Thank you";
    carried_out(two.company, encode(books(), of_others));
    OwnList list{std::string(invoice_type), "2026-11-17", "2026-11-19", ""};
    std::vector<std::string> numbers;
    int pages = 0;
    do {
        const auto page = read_own_page(list, ReferenceField::notes3,
                                        exchanged(two.company, list_own(books(), list)));
        ASSERT_TRUE(page.ok());
        for (const Found& one : page.value().found) {
            numbers.push_back(one.sage_document.number);
            EXPECT_EQ(one.external_reference, sample_reference);
            EXPECT_TRUE(one.facts.empty());
        }
        list.after = page.value().next;
        ++pages;
    } while (!list.after.empty());
    EXPECT_EQ(pages, 3);
    EXPECT_EQ(numbers, std::vector<std::string>{"1"});
    list.scope = credit_type;
    list.from = list.to = "2026-11-18";
    const auto credits = read_own_page(list, ReferenceField::notes3,
                                       exchanged(two.company, list_own(books(), list)));
    ASSERT_EQ(credits.value().found.size(), 1U);
    EXPECT_EQ(credits.value().found[0].sage_document.number, "5001");
}

TEST(Sage50Find, days_of_lists_are_in_the_language_of_the_machine) {
    test::SimulatedCompany company;
    company.behave(R"({"monthFirst":true})");
    const Books american{"", true};
    carried_out(company, encode(american, sample_order()));
    const OwnList list{std::string(order_type), "2026-11-18", "2026-11-18", ""};
    const auto page =
        read_own_page(list, ReferenceField::notes3, exchanged(company, list_own(american, list)));
    ASSERT_TRUE(page.ok());
    EXPECT_EQ(page.value().found.size(), 1U);
}

TEST(Sage50Find, answers_that_cannot_be_used_are_never_empty) {
    test::SimulatedCompany company;
    const Send send = encode(books(), sample_invoice());
    carried_out(company, send);
    const ReadBackSubject subject = subject_of(send, {});
    const OwnList list{std::string(invoice_type), "2026-11-18", "2026-11-18", ""};
    const auto expect_unusable = [&] {
        EXPECT_FALSE(looked_up(company, send).usable);
        EXPECT_FALSE(read_back_of(company, {subject}).usable);
        EXPECT_FALSE(
            read_own_page(list, ReferenceField::notes3, exchanged(company, list_own(books(), list)))
                .ok());
    };
    company.change(R"({"busy":["Search Invoice"]})");
    expect_unusable();
    company.behave(R"({"busyIsOk":true})");
    expect_unusable();
    company.change(R"({"busy":[]})");
    company.change(R"({"installation":{"logonError":48}})");
    expect_unusable();
    company.change(R"({"installation":{"logonError":0}})");
    EXPECT_TRUE(looked_up(company, send).usable);
    EXPECT_FALSE(read_look_up(send, {200, {}, "<html>"}).usable);
    EXPECT_FALSE(read_look_up(send, list_of(R"({"accountRef":"C1"})")).usable) << "no number";
}

}  // namespace
}  // namespace sage::sage50
