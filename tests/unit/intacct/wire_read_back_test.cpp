// SPDX-License-Identifier: Apache-2.0
// Plan: read-back of many by key, reference and number; the lines of what was found, a page at a
// time, compared with the body that was sent; lists of everything with a reference of ours; hostile
// answers prove nothing.
#include <gmock/gmock.h>

#include "tests/unit/intacct/golden.h"
#include "tests/unit/intacct/pages.h"

namespace sage::intacct {
namespace {

using sample::page_of;
using sample::reply;
using sample::row_for;
using sample::settings;
using testing::ElementsAre;
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

TEST(IntacctReadBack, a_read_back_asks_for_all_keys_of_one_type_at_once) {
    sample::expect_golden("read-back",
                          read_back(settings(), subjects("despatchAdvice", 2), FindBy::key));
    const sample::json::value fifty = sample::parsed(
        read_back(settings(), subjects("inventoryAdjustment", 50), FindBy::key).body);
    EXPECT_EQ(at_pointer(fifty, "/filters/0/$in/key")->as_array().size(), 50U);
    EXPECT_EQ(text_at(fifty, "/object"),
              "inventory-control/document::Inventory Adjustment Decrease");
    SKIP_WITHOUT_FIELD_LISTS();
    sample::expect_fits(
        "core-query.request",
        read_back(settings(), subjects("inventoryAdjustment", 50), FindBy::key).body);
}

TEST(IntacctReadBack, a_read_back_gives_each_document_its_facts) {
    const std::vector<ReadBackSubject> asked = subjects("despatchAdvice", 3);
    sample::json::object changed = row_for(asked[1].facts, "2");
    changed["trackingNumber"] = "X";
    const std::string rows = sample::json::serialize(row_for(asked[0].facts, "1")) + "," +
                             sample::json::serialize(changed);
    const LookUp result =
        read_read_back(settings(), asked, FindBy::key, reply(200, page_of(rows, "2")));
    ASSERT_TRUE(result.usable) << result.why;
    ASSERT_THAT(result.found, SizeIs(2)) << "the third is missing in Sage";
    EXPECT_THAT(differences(asked[0].facts, result.found[0].facts), IsEmpty());
    EXPECT_THAT(differences(asked[1].facts, result.found[1].facts), SizeIs(1));
    EXPECT_FALSE(
        read_read_back(
            settings(), asked, FindBy::key,
            reply(200, page_of(sample::json::serialize(row_for(asked[0].facts, "9")), "1")))
            .usable);
    EXPECT_FALSE(
        read_read_back(settings(), asked, FindBy::key, reply(200, page_of(rows, "3", "3"))).usable);
    EXPECT_FALSE(read_read_back(settings(), asked, FindBy::key, reply(503, "")).usable);
}

TEST(IntacctReadBack, by_reference_and_by_number_the_value_asked_for_is_shown) {
    const std::vector<ReadBackSubject> asked = subjects("despatchAdvice", 2);
    const sample::json::value by_reference =
        sample::parsed(read_back(settings(), asked, FindBy::reference).body);
    EXPECT_EQ(sample::json::serialize(by_reference.at("filters")),
              R"([{"$in":{"nsp::WMS_REFERENCE":["W1","W2"]}}])");
    const sample::json::value by_number =
        sample::parsed(read_back(settings(), asked, FindBy::number).body);
    EXPECT_EQ(sample::json::serialize(by_number.at("filters")),
              R"([{"$in":{"documentNumber":["SI-1","SI-2"]}}])");
    ReadBackSubject unsent;
    unsent.sage_document.type = "Inventory Adjustment Decrease";
    unsent.external_reference = "W3";
    const sample::json::value outlined =
        sample::parsed(read_back(settings(), {unsent}, FindBy::reference).body);
    EXPECT_EQ(text_at(outlined, "/object"),
              "inventory-control/document::Inventory Adjustment Decrease");
    EXPECT_EQ(sample::json::serialize(outlined.at("fields")),
              R"(["key","documentNumber","nsp::WMS_REFERENCE"])");
    SKIP_WITHOUT_FIELD_LISTS();
    sample::expect_fits("core-query.request", read_back(settings(), asked, FindBy::number).body);
}

TEST(IntacctReadBack, two_under_one_reference_are_both_found) {
    std::vector<ReadBackSubject> asked = subjects("despatchAdvice", 1);
    std::string rows;
    for (const char* key : {"5", "9"}) {
        sample::json::object row = row_for(asked[0].facts, key);
        row["nsp::WMS_REFERENCE"] = "W1";
        rows += (rows.empty() ? "" : ",") + sample::json::serialize(row);
    }
    const LookUp result =
        read_read_back(settings(), asked, FindBy::reference, reply(200, page_of(rows, "2")));
    ASSERT_TRUE(result.usable) << result.why;
    ASSERT_THAT(result.found, SizeIs(2));
    EXPECT_EQ(result.found[1].external_reference, "W1");
    std::vector<ReadBackSubject> other = asked;
    other[0].sage_document.number = "SI-2";
    asked[0].sage_document.number = "SI-77";
    EXPECT_FALSE(
        read_read_back(settings(), other, FindBy::number, reply(200, page_of(rows, "2"))).usable)
        << "no document of these numbers was asked for";
}

TEST(IntacctReadBack, what_was_sent_says_what_the_lines_must_show) {
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

TEST(IntacctReadBack, lines_are_asked_for_by_their_headers_with_what_was_promised) {
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

TEST(IntacctReadBack, lines_as_they_were_sent_have_no_difference_and_each_change_shows) {
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

TEST(IntacctReadBack, quantities_compare_by_value_and_pages_of_lines_follow_each_other) {
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

TEST(IntacctReadBack, a_refusal_to_show_lines_is_told_from_no_answer) {
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

TEST(IntacctReadBack, lists_ask_for_every_definition_with_our_reference_and_date) {
    EXPECT_THAT(
        own_scopes(settings()),
        ElementsAre("order-entry/document::Sales Order", "order-entry/document::Sales Invoice",
                    "order-entry/document::Sales Return",
                    "inventory-control/document::Inventory Adjustment Increase",
                    "inventory-control/document::Inventory Adjustment Decrease"));
    OwnList list{"order-entry/document::Sales Invoice", "2026-11-01", "2026-11-30", ""};
    const Request request = list_own(settings(), list);
    EXPECT_EQ(sample::json::serialize(sample::parsed(request.body).at("filters")),
              R"([{"$between":{"txnDate":["2026-11-01","2026-11-30"]}},)"
              R"({"$startsWith":{"nsp::WMS_REFERENCE":"W"}}])");
    list.after = "77";
    list.scope = "inventory-control/document::Inventory Adjustment Increase";
    const std::string filters =
        sample::json::serialize(sample::parsed(list_own(settings(), list).body).at("filters"));
    EXPECT_NE(filters.find(R"({"$gt":{"key":"77"}})"), std::string::npos) << filters;
    EXPECT_NE(filters.find("transactionDate"), std::string::npos) << filters;
    SKIP_WITHOUT_FIELD_LISTS();
    sample::expect_fits("core-query.request", request.body);
}

TEST(IntacctReadBack, a_page_of_a_list_names_each_document_and_where_to_go_on) {
    const OwnList list{"order-entry/document::Sales Invoice", "2026-11-01", "2026-11-30", ""};
    const std::string row = R"({"key":"5","documentNumber":"SI-5","nsp::WMS_REFERENCE":"W5"})";
    Result<OwnPage> page = read_own_page(settings(), list, reply(200, page_of(row, "2", "2")));
    ASSERT_TRUE(page.ok());
    ASSERT_THAT(page.value().found, SizeIs(1));
    EXPECT_EQ(page.value().found[0].external_reference, "W5");
    EXPECT_EQ(page.value().found[0].sage_document.type, "Sales Invoice");
    EXPECT_EQ(page.value().next, "5");
    page = read_own_page(settings(), list, reply(200, page_of(row, "1")));
    ASSERT_TRUE(page.ok());
    EXPECT_EQ(page.value().next, "");
    EXPECT_FALSE(read_own_page(settings(), list, reply(503, "")).ok());
    EXPECT_FALSE(read_own_page(settings(), list, reply(200, page_of("", "1", "2"))).ok());
    EXPECT_FALSE(read_own_page(settings(), list,
                               reply(200, page_of(R"({"key":"5","nsp::WMS_REFERENCE":"X"})", "1")))
                     .ok());
}

}  // namespace
}  // namespace sage::intacct
