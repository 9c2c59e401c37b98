// SPDX-License-Identifier: Apache-2.0
// Plan: the lines of what was found, a page at a time, compared with the body that was sent; rows
// that Sage adds for tax are no lines; hostile answers prove nothing.
#include <gmock/gmock.h>

#include "tests/unit/intacct/pages.h"
#include "tests/unit/intacct/receivable_sample.h"

namespace sage::intacct {
namespace {

using sample::page_of;
using sample::reply;
using sample::settings;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<ReadBackSubject> subjects(const char* example, int count) {
    const Send send = sample::sent(example);
    std::vector<ReadBackSubject> all;
    for (int index = 1; index <= count; ++index) {
        SageDocument document;
        document.type = send.sage_type;
        document.key = std::to_string(index);
        document.number = "SI-" + document.key;
        all.push_back({document, send.facts, "W" + document.key});
    }
    return all;
}

// The same with what the lines must show.
std::vector<ReadBackSubject> lined(const char* example, int count) {
    const Facts lines = line_facts(sample::sent(example));
    std::vector<ReadBackSubject> all = subjects(example, count);
    for (ReadBackSubject& subject : all) {
        subject.facts.insert(lines.begin(), lines.end());
    }
    return all;
}

TEST(IntacctReadLines, what_was_sent_says_what_the_lines_must_show) {
    const Send send = sample::sent();
    const Facts facts = line_facts(send);
    const sample::json::value body = sample::parsed(send.request.body);
    const std::size_t lines = body.at("lines").as_array().size();
    EXPECT_EQ(facts.at("lines"), std::to_string(lines));
    EXPECT_EQ(facts.at("line 1 dimensions.item.id"), "SKU-100");
    EXPECT_EQ(facts.at("line 1 nsp::WMS_ORDER_LINE"),
              text_at(body, "/lines/0/nsp::WMS_ORDER_LINE"));
    EXPECT_EQ(facts.at("line 1 unitPrice"), text_at(body, "/lines/0/unitPrice"));
    EXPECT_THAT(facts.count("line 1 unit"), 0U);
    Send patch;
    patch.request.body = R"({"trackingNumber":"1Z"})";
    EXPECT_THAT(line_facts(patch), IsEmpty());
    patch.request.body = "rubbish";
    EXPECT_THAT(line_facts(patch), IsEmpty());
}

std::vector<Found> found_of(const std::vector<ReadBackSubject>& asked) {
    std::vector<Found> found;
    for (const ReadBackSubject& subject : asked) {
        found.push_back({subject.sage_document, {}, subject.external_reference});
    }
    return found;
}

// The rows Sage would show for the lines of one document.
std::string line_rows(const ReadBackSubject& subject) {
    std::string rows;
    const int lines = std::stoi(subject.facts.at("lines"));
    for (int line = 1; line <= lines; ++line) {
        const std::string prefix = "line " + std::to_string(line) + " ";
        sample::json::object row = {{"documentHeader.key", subject.sage_document.key},
                                    {"key", std::to_string(line)}};
        for (const auto& [fact, value] : subject.facts) {
            if (fact.starts_with(prefix)) {
                row[fact.substr(prefix.size())] = value;
            }
        }
        rows += (rows.empty() ? "" : ",") + sample::json::serialize(row);
    }
    return rows;
}

TEST(IntacctReadLines, lines_are_asked_for_by_their_headers_with_what_was_promised) {
    const std::vector<ReadBackSubject> asked = lined("despatchAdvice", 2);
    std::vector<Found> found = found_of(asked);
    const Request first = read_lines(settings(), asked, found);
    const sample::json::value body = sample::parsed(first.body);
    EXPECT_EQ(text_at(body, "/object"), "order-entry/document-line::Sales Invoice");
    EXPECT_EQ(sample::json::serialize(body.at("filters")),
              R"([{"$in":{"documentHeader.key":["1","2"]}}])");
    EXPECT_EQ(body.at("start"), 1);
    const std::string fields = sample::json::serialize(body.at("fields"));
    for (const char* field : {"dimensions.item.id", "unitQuantity", "unitPrice",
                              "nsp::WMS_ORDER_LINE", "documentHeader.key"}) {
        EXPECT_NE(fields.find('"' + std::string(field) + '"'), std::string::npos) << fields;
    }
    found[0].facts["lines"] = "700";
    found[1].facts["lines"] = "300";
    EXPECT_EQ(sample::parsed(read_lines(settings(), asked, found).body).at("start"), 1001);
    const std::vector<ReadBackSubject> stock = lined("inventoryAdjustment", 1);
    EXPECT_EQ(
        text_at(sample::parsed(read_lines(settings(), stock, found_of(stock)).body), "/object"),
        "inventory-control/document-line::Inventory Adjustment Decrease");
    SKIP_WITHOUT_FIELD_LISTS();
    sample::expect_fits("core-query.request", first.body);
}

TEST(IntacctReadLines, a_row_without_an_item_is_a_subtotal_and_no_line) {
    const std::vector<ReadBackSubject> asked = lined("despatchAdvice", 1);
    const std::string subtotal =
        R"({"documentHeader.key":"1","key":"99","dimensions.item.id":null,"unitPrice":"4.95"})";
    const int shown = std::stoi(asked[0].facts.at("lines")) + 1;
    for (const std::string& rows :
         {line_rows(asked[0]) + "," + subtotal, subtotal + "," + line_rows(asked[0])}) {
        std::vector<Found> found = found_of(asked);
        const Result<bool> more =
            add_lines(asked, reply(200, page_of(rows, std::to_string(shown))), found);
        ASSERT_TRUE(more.ok());
        EXPECT_EQ(found[0].facts.at("lines"), asked[0].facts.at("lines"));
        EXPECT_EQ(found[0].facts.at("line 1 dimensions.item.id"), "SKU-100");
        EXPECT_EQ(sample::parsed(read_lines(settings(), asked, found).body).at("start"), shown + 1)
            << "the next page begins behind all rows";
    }
    // A change names lines by their keys and may ask for no item.
    ReadBackSubject change;
    change.sage_document = asked[0].sage_document;
    change.facts = {{"line 1 memo", "x"}};
    std::vector<Found> found = found_of({change});
    const Result<bool> more = add_lines(
        {change}, reply(200, page_of(R"({"documentHeader.key":"1","key":"7","memo":"x"})", "1")),
        found);
    ASSERT_TRUE(more.ok());
    EXPECT_EQ(found[0].facts.at("line 1 memo"), "x");
}

TEST(IntacctReadLines, lines_as_they_were_sent_have_no_difference_and_each_change_shows) {
    const std::vector<ReadBackSubject> asked = lined("despatchAdvice", 1);
    std::vector<Found> found = found_of(asked);
    const Facts promised = line_facts(sample::sent());
    const std::string rows = line_rows(asked[0]);
    const Result<bool> more =
        add_lines(asked, reply(200, page_of(rows, promised.at("lines"))), found);
    ASSERT_TRUE(more.ok());
    EXPECT_FALSE(more.value());
    EXPECT_THAT(differences(promised, found[0].facts), IsEmpty());

    sample::json::value changed = sample::parsed("[" + rows + "]");
    changed.at(0).as_object()["nsp::WMS_ORDER_LINE"] = nullptr;
    std::string text = sample::json::serialize(changed);
    text = text.substr(1, text.size() - 2);
    found = found_of(asked);
    ASSERT_TRUE(add_lines(asked, reply(200, page_of(text, promised.at("lines"))), found).ok());
    ASSERT_THAT(differences(promised, found[0].facts), SizeIs(1));
    EXPECT_EQ(differences(promised, found[0].facts)[0].field, "line 1 nsp::WMS_ORDER_LINE");
}

TEST(IntacctReadLines, quantities_compare_by_value_and_pages_of_lines_follow_each_other) {
    ReadBackSubject subject = lined("despatchAdvice", 1)[0];
    subject.facts = {{"line 1 unitQuantity", "2.5"}, {"line 2 unitQuantity", "3"}, {"lines", "2"}};
    std::vector<Found> found = found_of({subject});
    const std::string first =
        R"({"documentHeader.key":"1","key":"1","unitQuantity":"2.5000000000"})";
    const std::string second = R"({"documentHeader.key":"1","key":"2","unitQuantity":3})";
    Result<bool> more = add_lines({subject}, reply(200, page_of(first, "2", "2")), found);
    ASSERT_TRUE(more.ok());
    EXPECT_TRUE(more.value());
    EXPECT_EQ(found[0].facts.at("lines"), "1");
    more = add_lines({subject}, reply(200, page_of(second, "2")), found);
    EXPECT_FALSE(more.ok()) << "a page that holds fewer rows than it says";
    more = add_lines({subject}, reply(200, page_of(second, "2", "null", "2")), found);
    ASSERT_TRUE(more.ok()) << "the last page, which counts the rows before it";
    EXPECT_FALSE(more.value());
    EXPECT_THAT(differences(subject.facts, found[0].facts), IsEmpty());
}

TEST(IntacctReadLines, a_refusal_to_show_lines_is_told_from_no_answer) {
    const std::vector<ReadBackSubject> asked = lined("despatchAdvice", 1);
    std::vector<Found> found = found_of(asked);
    for (const int status : {400, 403, 404}) {
        EXPECT_EQ(add_lines(asked, reply(status, "{}"), found).error().status, Status::config);
    }
    for (const int status : {401, 408, 429, 500, 503}) {
        EXPECT_EQ(add_lines(asked, reply(status, "{}"), found).error().status, Status::remote);
    }
    const std::string strange = R"({"documentHeader.key":"99","key":"1"})";
    EXPECT_FALSE(add_lines(asked, reply(200, page_of(strange, "1")), found).ok());
}

// An invoice or an adjustment of two lines, and what Sage shows of them: a row of tax behind each.
struct Received {
    explicit Received(const char* example)
        : send(sample::receivable_send(sample::document(example))), promised(line_facts(send)) {
        SageDocument document;
        document.type = send.sage_type;
        document.key = "7";
        document.posted.gross = Decimal::parse("30.35");
        asked = {{document, send.facts, "W7"}};
        asked[0].facts.insert(promised.begin(), promised.end());
        found = found_of(asked);
    }

    std::string rows(const char* header, const char* added, const sample::json::value& value) {
        std::string all;
        const int lines = std::stoi(promised.at("lines"));
        for (int line = 1; line <= lines; ++line) {
            sample::json::object row = {{header, "7"}, {"key", std::to_string(2 * line)}};
            const std::string prefix = "line " + std::to_string(line) + " ";
            for (const auto& [fact, text] : promised) {
                if (fact.starts_with(prefix)) {
                    row[fact.substr(prefix.size())] = text;
                }
            }
            all += (all.empty() ? "" : ",") + sample::json::serialize(row);
            all += "," + sample::json::serialize(
                             sample::json::object{{header, "7"},
                                                  {"key", std::to_string(2 * line + 1)},
                                                  {"txnAmount", "4.07"},
                                                  {"txnCurrency.amount", "-4.07"},
                                                  {added, value}});
        }
        return all;
    }

    Send send;
    Facts promised;
    std::vector<ReadBackSubject> asked;
    std::vector<Found> found;
};

TEST(IntacctReadLines, rows_of_tax_in_accounts_receivable_are_no_lines_of_ours) {
    Received invoice("despatchAdvice");
    EXPECT_EQ(invoice.promised.at("line 1 txnAmount"), "20.34");
    EXPECT_EQ(invoice.promised.at("line 1 glAccount.id"), "4000");
    EXPECT_EQ(invoice.promised.at("line 1 dimensions.item.id"), "SKU-100");
    const sample::json::value body = sample::parsed(
        read_lines(sample::receivable_settings(), invoice.asked, invoice.found).body);
    EXPECT_EQ(text_at(body, "/object"), "accounts-receivable/invoice-line");
    EXPECT_NE(sample::json::serialize(body.at("fields")).find("isSubtotal"), std::string::npos);
    const Result<bool> more = add_lines(
        invoice.asked, reply(200, page_of(invoice.rows("invoice.key", "isSubtotal", "tax"), "4")),
        invoice.found);
    ASSERT_TRUE(more.ok());
    EXPECT_THAT(differences(invoice.promised, invoice.found[0].facts), IsEmpty());
    const Amounts& posted = invoice.found[0].sage_document.posted;
    EXPECT_EQ(posted.net->text(), "25.29");
    EXPECT_EQ(posted.tax->text(), "5.06");
    const sample::json::value next = sample::parsed(
        read_lines(sample::receivable_settings(), invoice.asked, invoice.found).body);
    EXPECT_EQ(next.at("start"), 5) << "rows that were shown, not lines";
}

TEST(IntacctReadLines, adjustments_mark_their_rows_of_tax_otherwise) {
    Received adjustment("returnAdvice");
    ASSERT_TRUE(adjustment.promised.contains("line 1 txnCurrency.amount"));
    const sample::json::value body = sample::parsed(
        read_lines(sample::receivable_settings(), adjustment.asked, adjustment.found).body);
    EXPECT_EQ(text_at(body, "/object"), "accounts-receivable/adjustment-line");
    const std::string rows = adjustment.rows("arAdjustment.key", "isTax", true);
    const std::string count = std::to_string(2 * std::stoi(adjustment.promised.at("lines")));
    const Result<bool> more =
        add_lines(adjustment.asked, reply(200, page_of(rows, count)), adjustment.found);
    ASSERT_TRUE(more.ok());
    EXPECT_THAT(differences(adjustment.promised, adjustment.found[0].facts), IsEmpty());
    EXPECT_GT(adjustment.found[0].sage_document.posted.net->sign(), 0);
}

}  // namespace
}  // namespace sage::intacct
