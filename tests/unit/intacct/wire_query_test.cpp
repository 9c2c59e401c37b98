// SPDX-License-Identifier: Apache-2.0
// Plan: what is a page and what is not; look-up by our reference and by key; facts as found equal
// facts as sent, and each change of Sage's shows; hostile answers prove nothing.
#include <gmock/gmock.h>

#include "tests/unit/intacct/golden.h"
#include "tests/unit/intacct/pages.h"

namespace sage::intacct {
namespace {

using sample::page_of;
using sample::reply;
using sample::row_for;
using sample::settings;
using testing::IsEmpty;
using testing::SizeIs;

LookUp looked_up(const Send& send, const sample::json::object& row) {
    return read_look_up(settings(), send, reply(200, page_of(sample::json::serialize(row), "1")));
}

TEST(IntacctQuery, a_doubt_is_looked_up_where_its_reference_was_sent_whatever_is_set_by_now) {
    const Send send = sample::sent();
    const Settings moved =
        settings(R"({"fields":{"externalReference":"referenceNumber","despatchId":"memo"}})");
    const sample::json::value body = sample::parsed(look_up(moved, send, sample::reference).body);
    EXPECT_EQ(text_at(body, "/filters/0/$eq/nsp::WMS_REFERENCE"), sample::reference);
    const LookUp found = read_look_up(
        moved, send, reply(200, page_of(sample::json::serialize(row_for(send.facts)), "1")));
    EXPECT_TRUE(found.usable) << found.why;
    EXPECT_THAT(found.found, SizeIs(1));
}

TEST(IntacctQuery, a_look_up_asks_for_our_reference_and_for_all_that_was_promised) {
    const Send send = sample::sent();
    sample::expect_golden("look-up", look_up(settings(), send, sample::reference));
    sample::expect_golden(
        "look-up-inventory",
        look_up(settings(), sample::sent("inventoryAdjustment"), sample::reference));
    Send patch = send;
    patch.existing_key = "12922";
    const sample::json::value body =
        sample::parsed(look_up(settings(), patch, sample::reference).body);
    EXPECT_EQ(text_at(body, "/filters/0/$eq/key"), "12922");
    SKIP_WITHOUT_FIELD_LISTS();
    sample::expect_fits("core-query.request", look_up(settings(), send, sample::reference).body);
}

TEST(IntacctQuery, what_is_found_as_it_was_sent_has_no_difference) {
    for (const char* name :
         {"despatchAdvice", "salesOrder", "returnAdvice", "inventoryAdjustment"}) {
        const Send send = sample::sent(name);
        const LookUp result = looked_up(send, row_for(send.facts));
        ASSERT_TRUE(result.usable) << result.why;
        ASSERT_THAT(result.found, SizeIs(1));
        EXPECT_THAT(differences(send.facts, result.found[0].facts), IsEmpty()) << name;
        EXPECT_EQ(result.found[0].sage_document.key, "12922");
        EXPECT_EQ(result.found[0].sage_document.number, "SI-1");
        EXPECT_EQ(result.found[0].sage_document.type, send.sage_type);
        EXPECT_EQ(result.found[0].sage_document.entity, "100");
        EXPECT_EQ(result.found[0].sage_document.invoice_key, "2789");
    }
}

TEST(IntacctQuery, every_fact_that_sage_changed_is_a_difference) {
    const Send send = sample::sent();
    for (const auto& [field, value] : send.facts) {
        if (field == "nsp::WMS_REFERENCE") {
            continue;
        }
        sample::json::object row = row_for(send.facts);
        row[field] = "something else";
        const LookUp result = looked_up(send, row);
        ASSERT_TRUE(result.usable);
        const std::vector<Difference> found = differences(send.facts, result.found[0].facts);
        ASSERT_THAT(found, SizeIs(1)) << field;
        EXPECT_EQ(found[0].field, field);
    }
}

TEST(IntacctQuery, a_field_that_was_not_applied_is_a_difference) {
    const Send send = sample::sent();
    sample::json::object row = row_for(send.facts);
    row["trackingNumber"] = nullptr;
    EXPECT_THAT(differences(send.facts, looked_up(send, row).found[0].facts), SizeIs(1));
    row.erase("trackingNumber");
    EXPECT_THAT(differences(send.facts, looked_up(send, row).found[0].facts), SizeIs(1));
}

TEST(IntacctQuery, sages_own_ways_of_writing_are_no_difference) {
    Send send = sample::sent();
    send.facts["memo"] = "one\ntwo";
    sample::json::object row = row_for(send.facts);
    row["memo"] = "one\r\ntwo";
    row["subtotal"] = sample::json::value(1);
    row["subtotalInTxnCurrency"] = "25.2900";
    row["txnCurrency"] = nullptr;
    row["customer.id"] = "CUST-001--Acme Gifts Ltd";
    EXPECT_THAT(differences(send.facts, looked_up(send, row).found[0].facts), IsEmpty());
    row["subtotalInTxnCurrency"] = nullptr;
    row["subtotal"] = "25.29";
    EXPECT_THAT(differences(send.facts, looked_up(send, row).found[0].facts), IsEmpty());
    row["subtotal"] = "25.291";
    EXPECT_THAT(differences(send.facts, looked_up(send, row).found[0].facts), SizeIs(1));
    row["subtotal"] = "-25.29";
    EXPECT_THAT(differences(send.facts, looked_up(send, row).found[0].facts), SizeIs(1));
    row["subtotal"] = "25.29";
    row["customer.id"] = "CUST-0011";
    EXPECT_THAT(differences(send.facts, looked_up(send, row).found[0].facts), SizeIs(1));
}

TEST(IntacctQuery, a_return_may_be_shown_with_a_minus) {
    const Send send = sample::sent("returnAdvice");
    sample::json::object row = row_for(send.facts);
    row["subtotal"] = "-6.78";
    EXPECT_THAT(differences(send.facts, looked_up(send, row).found[0].facts), IsEmpty());
}

TEST(IntacctQuery, totals_are_read_in_the_currency_of_the_document) {
    Send send = sample::sent();
    send.facts["total"] = "30.35";
    sample::json::object row = row_for(send.facts);
    row["total"] = "33.00";
    row["totalInTxnCurrency"] = "30.3500";
    const Found found = looked_up(send, row).found[0];
    EXPECT_THAT(differences(send.facts, found.facts), IsEmpty());
    const Amounts& posted = found.sage_document.posted;
    EXPECT_EQ(posted.net->text(), "25.29");
    EXPECT_EQ(posted.tax->text(), "5.06");
    EXPECT_EQ(posted.gross->text(), "30.35");
    EXPECT_EQ(
        looked_up(sample::sent(), row_for(sample::sent().facts)).found[0].sage_document.posted.tax,
        std::nullopt)
        << "a total that was not asked for";
}

TEST(IntacctQuery, a_foreign_document_is_compared_in_its_own_currency_and_at_its_rate_only) {
    Send send = sample::sent();
    send.facts["txnCurrency"] = "EUR";
    send.facts["baseCurrency"] = "GBP";
    send.facts["exchangeRate.rate"] = comparable("exchangeRate.rate", "0.8610");
    send.facts["total"] = "30.35";
    sample::json::object row = row_for(send.facts);
    row["subtotal"] = "21.77";
    row["total"] = "26.13";
    row["subtotalInTxnCurrency"] = "25.29";
    row["totalInTxnCurrency"] = "30.35";
    row["exchangeRate.rate"] = "0.8610000000";
    EXPECT_THAT(differences(send.facts, looked_up(send, row).found[0].facts), IsEmpty());
    const auto differs = [&](const char* field, const char* value) {
        sample::json::object other = row;
        other[field] = value;
        return differences(send.facts, looked_up(send, other).found[0].facts);
    };
    EXPECT_THAT(differs("exchangeRate.rate", "0.8611"), SizeIs(1));
    EXPECT_THAT(differs("exchangeRate.rate", ""), SizeIs(1));
    EXPECT_THAT(differs("txnCurrency", ""), SizeIs(1)) << "it went in as one of the books";
    EXPECT_THAT(differs("txnCurrency", "USD"), SizeIs(1));
    EXPECT_THAT(differs("baseCurrency", "USD"), SizeIs(1));
    row["subtotal"] = "25.29";
    EXPECT_THAT(differs("subtotalInTxnCurrency", ""), SizeIs(1))
        << "the amount in the books is not that of the document";
}

TEST(IntacctQuery, a_difference_that_is_tolerated_is_told_and_alarms_nobody) {
    Send send = sample::sent();
    send.facts["total"] = "30.35";
    sample::json::object row = row_for(send.facts);
    row["total"] = "30.37";
    const auto found_with = [&](const char* changes) {
        const Settings chosen = sample::settings(changes);
        return read_look_up(chosen, send, reply(200, page_of(sample::json::serialize(row), "1")))
            .found.at(0);
    };
    EXPECT_THAT(differences(send.facts, found_with("{}").facts), SizeIs(1));
    const char* two = R"({"totalsDifference":{"policy":"tolerate","pennies":2}})";
    const Found tolerated = found_with(two);
    EXPECT_THAT(differences(send.facts, tolerated.facts), IsEmpty());
    EXPECT_EQ(tolerated.sage_document.posted.gross->text(), "30.37") << "the result tells it";
    const char* one = R"({"totalsDifference":{"policy":"tolerate","pennies":1}})";
    EXPECT_THAT(differences(send.facts, found_with(one).facts), SizeIs(1));
}

TEST(IntacctQuery, numbers_in_an_answer_keep_their_digits) {
    EXPECT_EQ(comparable("subtotal", "12.5"), "12.50");
    EXPECT_EQ(comparable("subtotal", "12.500"), "12.50");
    EXPECT_EQ(comparable("subtotal", "abc"), "abc");
    EXPECT_EQ(comparable("memo", "a\r\nb\rc"), "a\nb\rc");
    const Send send = sample::sent();
    std::string row = sample::json::serialize(row_for(send.facts));
    const std::string text = R"("subtotal":"25.29")";
    row.replace(row.find(text), text.size(), R"("subtotal":25.29)");
    const LookUp result = read_look_up(settings(), send, reply(200, page_of(row, "1")));
    ASSERT_TRUE(result.usable);
    EXPECT_EQ(result.found[0].facts.at("subtotal"), "25.29");
}

TEST(IntacctQuery, nothing_found_is_usable_only_from_a_whole_empty_page) {
    const Send send = sample::sent();
    const LookUp empty = read_look_up(settings(), send, reply(200, page_of("", "0")));
    EXPECT_TRUE(empty.usable);
    EXPECT_THAT(empty.found, IsEmpty());
}

TEST(IntacctQuery, whatever_is_no_whole_page_proves_nothing) {
    const Send send = sample::sent();
    const std::string row = sample::json::serialize(row_for(send.facts));
    const std::vector<Reply> replies = {
        reply(200, ""),
        reply(200, "<html></html>"),
        reply(200, "{}"),
        reply(200, "[]"),
        reply(200, R"({"ia::result":[]})"),
        reply(200, R"({"ia::result":[],"ia::meta":{}})"),
        reply(200, R"({"ia::result":{},"ia::meta":{"totalCount":0}})"),
        reply(200, R"({"ia::result":null,"ia::meta":{"totalCount":0}})"),
        reply(200, R"({"ia::result":{"ia::error":{"code":"x"}},"ia::meta":{"totalCount":0}})"),
        reply(200, page_of("", "1")),
        reply(200, page_of("", "-1")),
        reply(200, page_of("", "1.5")),
        reply(200, page_of("", "true")),
        reply(200, page_of("7", "1")),
        reply(200, page_of(row, "0")),
        reply(200, page_of(row, "2")),
        reply(200, page_of(row, "2", "2")),
        reply(200, page_of(row, "1", "2")),
        reply(201, page_of("", "0")),
        reply(202, page_of("", "0")),
        reply(204, ""),
        reply(400, page_of("", "0")),
        reply(401, "{}"),
        reply(500, page_of("", "0")),
    };
    for (const Reply& one : replies) {
        const LookUp result = read_look_up(settings(), send, one);
        EXPECT_FALSE(result.usable) << one.status << " " << one.body;
        EXPECT_FALSE(result.why.empty());
        EXPECT_THAT(result.found, IsEmpty());
    }
}

TEST(IntacctQuery, every_truncation_of_a_page_proves_nothing) {
    const Send send = sample::sent();
    const std::string whole = page_of(sample::json::serialize(row_for(send.facts)), "1");
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(read_look_up(settings(), send, reply(200, whole.substr(0, size))).usable);
    }
}

TEST(IntacctQuery, rows_that_were_not_asked_for_prove_nothing) {
    const Send send = sample::sent();
    sample::json::object row = row_for(send.facts);
    row["nsp::WMS_REFERENCE"] = "W0000000000000000X";
    EXPECT_FALSE(looked_up(send, row).usable) << "a filter that was ignored";
    row = row_for(send.facts);
    row["key"] = "";
    EXPECT_FALSE(looked_up(send, row).usable);
    Send patch = send;
    patch.existing_key = "7";
    EXPECT_FALSE(looked_up(patch, row_for(send.facts)).usable);
}

TEST(IntacctQuery, two_with_our_reference_are_both_told) {
    const Send send = sample::sent();
    const std::string rows = sample::json::serialize(row_for(send.facts, "1")) + "," +
                             sample::json::serialize(row_for(send.facts, "2"));
    const LookUp result = read_look_up(settings(), send, reply(200, page_of(rows, "2")));
    ASSERT_TRUE(result.usable);
    EXPECT_THAT(result.found, SizeIs(2));
}

TEST(IntacctQuery, groups_in_a_row_are_read_like_dotted_names) {
    const Result<Page> page = read_page(reply(
        200,
        page_of(R"({"key":"1","invoice":{"key":"7"},"list":[1],"flag":false,"none":null})", "1")));
    ASSERT_TRUE(page.ok());
    const Row& row = page.value().rows.front();
    EXPECT_EQ(row.at("invoice.key"), "7");
    EXPECT_EQ(row.at("flag"), "false");
    EXPECT_EQ(row.at("none"), "");
    EXPECT_EQ(row.count("list"), 0U);
}

}  // namespace
}  // namespace sage::intacct
