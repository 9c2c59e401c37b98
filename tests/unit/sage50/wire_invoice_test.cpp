// SPDX-License-Identifier: Apache-2.0
// Plan: the published invoice; all members in their places; a month that comes first; what was
// written is what is read back, with and without noise, posted and not; changes; consignment.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "tests/unit/sage50/wire_sample.h"

namespace sage::sage50 {
namespace {

using testing::HasSubstr;
using testing::Not;

/// All that can be said of an invoice.
InvoiceDocument whole_invoice(bool credit = false) {
    InvoiceDocument document = sample_invoice(credit);
    document.order_number = "SO-17";
    document.name = "Acme Gifts Limited";
    document.address = {"1 High Street", "", "Leeds", "", "LS1 1AA"};
    document.contact = "Jo";
    document.telephone = "0113 1";
    document.taken_by = "WMS";
    document.delivery_name = "Acme Warehouse";
    document.delivery_address = {"Unit 2", "Dock Road", "Hull", "", "HU1 2BB"};
    document.notes = {"1Z999AA10123456784", "Café £5", ""};
    document.analysis = {"", "Web", ""};
    document.carriage = Carriage{decimal("3.95"), std::nullopt, "4000", 1, decimal("20"), 0};
    document.global_details = "Goods";
    document.department = 0;
    document.currency = 1;
    document.payment_due_date = "2026-12-31";
    document.lines[0].comment_1 = "Batch 7";
    document.lines[0].comment_2 = "Box 1";
    document.lines[0].net_amount = decimal("24.99");
    document.lines[0].department = 0;
    document.lines[0].unit_of_sale = "Each";
    document.lines[0].external_order_reference = "L-1";
    document.lines[0].pointer = "/body/despatchLine/0";
    return document;
}

TEST(Sage50Invoice, members_are_those_that_were_published) {
    const Send send = encode(books(), whole_invoice());
    EXPECT_EQ(send.request.method, "POST");
    EXPECT_EQ(send.request.target, "/api/salesInvoice/");
    EXPECT_EQ(send.sage_type, "Product Invoice");
    const std::string published =
        published_sample("sales-invoices-credits.create-sales-invoice.request");
    const std::string read = published_sample("sales-invoices-credits.read-sales-invoice.response");
    if (published.empty() || read.empty()) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    const boost::json::value asked = boost::json::parse(published);
    const boost::json::value shown = boost::json::parse(read).at("response");
    const boost::json::value body = boost::json::parse(send.request.body);
    const auto expect_members = [](const boost::json::object& ours,
                                   const boost::json::object& taken,
                                   const boost::json::object& seen) {
        for (const auto& [name, value] : ours) {
            EXPECT_TRUE(taken.contains(name) || seen.contains(name)) << std::string_view(name);
        }
    };
    expect_members(body.as_object(), asked.as_object(), shown.as_object());
    const auto& line = [](const boost::json::value& one) -> const boost::json::object& {
        return one.at("invoiceItems").at(0).as_object();
    };
    expect_members(line(body), line(asked), line(shown));
}

TEST(Sage50Invoice, a_published_one_is_written_like_it) {
    const std::string published =
        published_sample("sales-invoices-credits.create-sales-invoice.request");
    if (published.empty()) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    InvoiceDocument document;
    document.account = "SMOK0001";
    document.order_number = "Test";
    document.date = "2023-03-24";
    document.taken_by = "Test";
    document.contact = "Test";
    document.carriage = Carriage{decimal("0"), decimal("0"), "4000", 1, std::nullopt, std::nullopt};
    document.currency = 1;
    InvoiceLine& line = document.lines.emplace_back();
    line.stock_code = "S3";
    line.description = "TEST";
    line.quantity = decimal("1");
    line.unit_price = decimal("1");
    line.nominal = "4000";
    line.tax_code = 1;
    line.tax_rate = decimal("20");
    boost::json::object expected = boost::json::parse(published).as_object();
    // What is empty is not said; codes keep their zeros; ours is type 0.
    for (const char* const name :
         {"customerOrderNumber", "notes2", "delName", "delAddress1", "delAddress2", "delAddress3",
          "delAddress4", "delAddress5", "customerTelephoneNumber"}) {
        expected.erase(name);
    }
    expected["carrNomCode"] = "4000";
    expected["invoiceTypeCode"] = 0;
    boost::json::object& item = expected["invoiceItems"].as_array()[0].as_object();
    item["nominal"] = "4000";
    item.erase("details");
    EXPECT_EQ(boost::json::parse(encode(books(), document).request.body),
              boost::json::value(expected));
}

TEST(Sage50Invoice, what_is_empty_is_not_said) {
    const std::string body = encode(books(), sample_invoice()).request.body;
    EXPECT_EQ(body,
              R"({"customerAccountRef":"C1","invoiceTypeCode":0,"invoiceDate":"18/11/2026",)"
              R"("customerOrderNumber":"PO-1","notes3":"W0123456789ABCDEFX",)"
              R"("shouldUpdateLedgers":false,"invoiceItems":[{"stockCode":"LANTERN",)"
              R"("description":"White lantern","quantity":2,"unitPrice":12.5,"taxCode":1,)"
              R"("taxRate":20,"nominal":"4000"},{"stockCode":"MUG","description":"Mug",)"
              R"("quantity":3,"unitPrice":4.99,"taxCode":1,"taxRate":20,"nominal":"4000"}]})");
}

/// Written, found and read back as promised.
void expect_round_trip(test::SimulatedCompany& company, const InvoiceDocument& document,
                       const Books& of = books()) {
    const Send send = encode(of, document);
    const Verdict verdict = carried_out(company, send);
    ASSERT_EQ(verdict.judgement, Judgement::done) << verdict.problem.cause;
    const LookUp seen = looked_up(company, send);
    ASSERT_TRUE(seen.usable) << seen.why;
    ASSERT_EQ(seen.found.size(), 1U);
    EXPECT_EQ(told(differences(send.facts, seen.found[0].facts)), "");
    EXPECT_EQ(seen.found[0].sage_document.key, verdict.sage_document.key);
    const ReadBackSubject subject = subject_of(send, verdict);
    const LookUp back = read_back_of(company, {subject});
    ASSERT_EQ(back.found.size(), 1U) << back.why;
    EXPECT_EQ(told(differences(subject.facts, back.found[0].facts)), "");
    EXPECT_EQ(back.found[0].external_reference, sample_reference);
    const Amounts& posted = back.found[0].sage_document.posted;
    ASSERT_TRUE(posted.net && posted.tax && posted.gross);
    const Amounts& predicted = send.prediction.document;
    ASSERT_TRUE(predicted.net && predicted.tax && predicted.gross);
    EXPECT_EQ(*posted.net, *predicted.net);
    EXPECT_EQ(*posted.tax, *predicted.tax);
    EXPECT_EQ(*posted.gross, *predicted.gross);
}

TEST(Sage50Invoice, what_was_written_is_read_back) {
    for (const bool credit : {false, true}) {
        for (const char* const noise : {R"({"binaryNoise":true})", R"({"binaryNoise":false})"}) {
            for (const bool all : {false, true}) {
                test::SimulatedCompany company;
                company.behave(noise);
                expect_round_trip(company, all ? whole_invoice(credit) : sample_invoice(credit));
            }
        }
    }
}

TEST(Sage50Invoice, our_reference_may_be_in_any_of_its_fields) {
    for (const char* const name : {"notes1", "notes2", "notes3", "analysis1", "analysis2",
                                   "analysis3", "customerOrderNumber"}) {
        test::SimulatedCompany company;
        InvoiceDocument document = sample_invoice();
        document.customer_order_number.clear();
        document.reference_field = *reference_field(name);
        SCOPED_TRACE(name);
        expect_round_trip(company, document);
    }
}

TEST(Sage50Invoice, a_machine_may_write_the_month_first) {
    test::SimulatedCompany company;
    company.behave(R"({"monthFirst":true})");
    expect_round_trip(company, whole_invoice(), {"", true});
    const Verdict wrong = carried_out(company, encode(books(), sample_invoice()));
    EXPECT_EQ(wrong.judgement, Judgement::unknown) << "there is no month 18";
    InvoiceDocument early = sample_invoice();
    early.date = "2026-11-05";
    early.reference = other_reference;
    const Send send = encode(books(), early);
    EXPECT_EQ(carried_out(company, send).judgement, Judgement::done);
    EXPECT_EQ(
        told(differences(send.facts, looked_up(company, send, other_reference).found[0].facts)),
        "invoiceDate: 2026-11-05/2026-05-11\n")
        << "the wrong setting shows";
}

TEST(Sage50Invoice, one_that_is_posted_at_once_shows_it) {
    test::SimulatedCompany company;
    InvoiceDocument document = sample_invoice();
    document.update_ledgers = true;
    expect_round_trip(company, document);
    EXPECT_EQ(company.stock("LANTERN"), "98/0");
}

TEST(Sage50Invoice, messages_and_lines_that_take_off_are_written) {
    test::SimulatedCompany company;
    InvoiceDocument document = sample_invoice();
    InvoiceLine off = sample_line("S1", "1", "5");
    off.description = "Voucher";
    off.negative = true;
    InvoiceLine message;
    message.stock_code = "M";
    message.description = "Thank you";
    message.quantity = decimal("1");
    document.lines.push_back(off);
    document.lines.push_back(message);
    const Send send = encode(books(), document);
    EXPECT_THAT(send.request.body, HasSubstr(R"("isNegativeLine":true})"));
    EXPECT_THAT(send.request.body, HasSubstr(R"({"stockCode":"M","description":"Thank you"})"));
    EXPECT_EQ(send.facts.at("itemsNet"), "34.97");
    expect_round_trip(company, document);
}

TEST(Sage50Invoice, amounts_are_predicted_as_sage_rounds_them) {
    InvoiceDocument document = whole_invoice();
    const Send send = encode(books(), document);
    EXPECT_EQ(send.prediction.currency_id, "GBP");
    EXPECT_EQ(*send.prediction.document.net, decimal("43.91"));
    EXPECT_EQ(*send.prediction.document.tax, decimal("8.78")) << "5.00 + 2.99 + 0.79";
    ASSERT_EQ(send.prediction.lines.size(), 1U);
    EXPECT_EQ(send.prediction.lines[0].pointer, "/body/despatchLine/0");
    EXPECT_EQ(*send.prediction.lines[0].amounts.net, decimal("24.99"));
    EXPECT_EQ(send.facts.at("itemsNet"), "39.96");
    EXPECT_EQ(send.facts.at("carrNet"), "3.95");
    document.carriage->tax = decimal("0.80");
    EXPECT_EQ(*encode(books(), document).prediction.document.tax, decimal("8.79"));
    document.lines[1].tax_rate = std::nullopt;
    EXPECT_FALSE(encode(books(), document).prediction.document.tax);
    EXPECT_FALSE(encode(books(), document).prediction.document.gross);
    document.currency_id.clear();
    EXPECT_TRUE(encode(books(), document).prediction.currency_id.empty());
}

TEST(Sage50Invoice, what_sage_did_not_keep_is_a_difference) {
    InvoiceDocument document = sample_invoice();
    document.consignment = "1Z999";
    document.courier_number = 1;
    const Send send = encode(books(), document);
    for (const int way : {0, 1, 2}) {
        test::SimulatedCompany company;
        company.behave(fmt::format(R"({{"invoiceConsignment":{}}})", way));
        const Verdict verdict = carried_out(company, send);
        EXPECT_EQ(verdict.judgement, way == 2 ? Judgement::unknown : Judgement::done);
        const LookUp seen = looked_up(company, send);
        ASSERT_EQ(seen.found.size(), way == 2 ? 0U : 1U);
        if (way != 2) {
            EXPECT_EQ(told(differences(send.facts, seen.found[0].facts)),
                      way == 1 ? "" : "consignment: 1Z999/\ncourierNumber: 1/0\n");
        }
    }
}

TEST(Sage50Invoice, long_texts_are_refused_or_seen_to_be_cut) {
    InvoiceDocument document = sample_invoice();
    document.delivery_name = std::string(31, 'x');
    const Send send = encode(books(), document);
    test::SimulatedCompany company;
    EXPECT_EQ(carried_out(company, send).judgement, Judgement::unknown);
    company.behave(R"({"cutLongTexts":true})");
    EXPECT_EQ(carried_out(company, send).judgement, Judgement::done);
    EXPECT_THAT(told(differences(send.facts, looked_up(company, send).found[0].facts)),
                HasSubstr("delName"));
}

TEST(Sage50Invoice, characters_that_sage_does_not_have_are_refused_or_seen) {
    InvoiceDocument document = sample_invoice();
    document.notes[0] = "Łódź";
    const Send send = encode(books(), document);
    test::SimulatedCompany company;
    EXPECT_EQ(carried_out(company, send).judgement, Judgement::done);
    EXPECT_THAT(told(differences(send.facts, looked_up(company, send).found[0].facts)),
                HasSubstr("notes1"));
    test::SimulatedCompany strict;
    strict.behave(R"({"refuseUnmappableTexts":true})");
    EXPECT_EQ(carried_out(strict, send).judgement, Judgement::unknown);
}

TEST(Sage50Invoice, analysis_that_is_not_ours_is_promised_nothing_about) {
    test::SimulatedCompany company;
    company.change(
        R"({"set":{"table":"SALES_LEDGER","key":"C1","fields":{"ANALYSIS_1":"Trade"}}})");
    expect_round_trip(company, sample_invoice());
}

InvoiceChange sample_change(const Verdict& verdict) {
    InvoiceChange change;
    change.number = verdict.sage_document.number;
    change.notes[0] = "1Z999AA10123456784";
    change.analysis[1] = "Royal Mail";
    return change;
}

TEST(Sage50Invoice, a_change_says_what_changes_and_leaves_the_rest) {
    test::SimulatedCompany company;
    const Send send = encode(books(), sample_invoice());
    const Verdict verdict = carried_out(company, send);
    const Send change = encode(books(), sample_change(verdict));
    EXPECT_EQ(change.request.method, "PATCH");
    EXPECT_EQ(change.request.target, "/api/salesInvoice/");
    EXPECT_EQ(change.request.body, R"({"invoiceNumber":1,"notes1":"1Z999AA10123456784",)"
                                   R"("analysis2":"Royal Mail"})");
    EXPECT_EQ(change.existing_key, "1");
    LookUp seen = looked_up(company, change);
    ASSERT_EQ(seen.found.size(), 1U);
    EXPECT_FALSE(differences(change.facts, seen.found[0].facts).empty()) << "not yet";
    EXPECT_EQ(carried_out(company, change).judgement, Judgement::done);
    seen = looked_up(company, change);
    EXPECT_EQ(told(differences(change.facts, seen.found[0].facts)), "");
    EXPECT_TRUE(line_facts(change).empty());
    const ReadBackSubject subject = subject_of(send, verdict);
    EXPECT_EQ(told(differences(subject.facts, read_back_of(company, {subject}).found[0].facts)),
              "");
}

TEST(Sage50Invoice, a_text_is_cleared_by_an_empty_one) {
    InvoiceChange change;
    change.number = "1";
    change.notes[0] = "";
    EXPECT_EQ(encode(books(), change).request.body, R"({"invoiceNumber":1,"notes1":""})");
    EXPECT_EQ(encode(books(), change).facts.at("notes1"), "");
}

TEST(Sage50Invoice, a_posted_one_may_take_a_change_or_not) {
    for (const bool takes : {false, true}) {
        test::SimulatedCompany company;
        company.behave(fmt::format(R"({{"patchPostedInvoice":{}}})", takes));
        InvoiceDocument document = sample_invoice();
        document.update_ledgers = true;
        const Verdict verdict = carried_out(company, encode(books(), document));
        const Send change = encode(books(), sample_change(verdict));
        EXPECT_EQ(carried_out(company, change).judgement,
                  takes ? Judgement::done : Judgement::unknown);
        EXPECT_EQ(differences(change.facts, looked_up(company, change).found[0].facts).empty(),
                  takes);
    }
}

TEST(Sage50Invoice, the_state_of_one_is_asked_before_it_is_changed) {
    test::SimulatedCompany company;
    const auto state = [&](std::string_view number) {
        return read_invoice(exchanged(company, ask_invoice(books(), number)));
    };
    ASSERT_TRUE(state("1").ok());
    EXPECT_FALSE(state("1").value());
    InvoiceDocument document = sample_invoice();
    document.notes[0] = "1Z1";
    document.analysis[2] = "Web";
    carried_out(company, encode(books(), document));
    const auto entered = state("1").value();
    ASSERT_TRUE(entered);
    EXPECT_EQ(entered->number, "1");
    EXPECT_FALSE(entered->posted);
    EXPECT_FALSE(entered->deleted);
    EXPECT_EQ(entered->notes[0], "1Z1");
    EXPECT_EQ(entered->notes[2], sample_reference);
    EXPECT_EQ(entered->analysis[2], "Web");
    company.change(R"({"updateLedgers":[1]})");
    EXPECT_TRUE(state("1").value()->posted);
    company.change(R"({"remove":{"table":"INVOICE","key":"1"}})");
    EXPECT_TRUE(state("1").value()->deleted);
    company.change(R"({"busy":["Search Invoice"]})");
    EXPECT_FALSE(state("1").ok());
}

TEST(Sage50Invoice, a_deleted_one_is_gone_for_who_compares_whether_or_not_its_row_is_shown) {
    for (const bool remain : {true, false}) {
        test::SimulatedCompany company;
        company.behave(fmt::format(R"({{"deletedRowsRemain":{}}})", remain));
        const Send send = encode(books(), sample_invoice());
        const ReadBackSubject subject = subject_of(send, carried_out(company, send));
        const auto shown = [&](FindBy by) {
            return read_read_back({subject}, by,
                                  exchanged(company, read_back(books(), {subject}, by)));
        };
        const auto listed = [&] {
            const OwnList list{std::string(invoice_type), "2026-11-18", "2026-11-18", ""};
            return read_own_page(list, ReferenceField::notes3,
                                 exchanged(company, list_own(books(), list)));
        };
        EXPECT_EQ(shown(FindBy::key).found.size(), 1U);
        EXPECT_EQ(listed().value().found.size(), 1U);
        company.change(R"({"remove":{"table":"INVOICE","key":"1"}})");
        for (const FindBy by : {FindBy::key, FindBy::number, FindBy::reference}) {
            EXPECT_TRUE(shown(by).usable);
            EXPECT_TRUE(shown(by).found.empty());
        }
        EXPECT_TRUE(listed().value().found.empty());
    }
}

TEST(Sage50Invoice, a_deleted_one_settles_a_doubt_as_such_or_is_gone) {
    for (const bool remain : {true, false}) {
        test::SimulatedCompany company;
        company.behave(fmt::format(R"({{"deletedRowsRemain":{}}})", remain));
        const Send send = encode(books(), sample_invoice());
        carried_out(company, send);
        company.change(R"({"remove":{"table":"INVOICE","key":"1"}})");
        const LookUp seen = looked_up(company, send);
        ASSERT_EQ(seen.found.size(), remain ? 1U : 0U);
        if (remain) {
            EXPECT_EQ(told(differences(send.facts, seen.found[0].facts)), "recordDeleted: 0/1\n");
        }
    }
}

}  // namespace
}  // namespace sage::sage50
