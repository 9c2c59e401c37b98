// SPDX-License-Identifier: Apache-2.0
// Plan: columns are those of the driver where their list is there; every question about documents
// is a query, its values bound and its days in the form of the database; the same company shows the
// same by its tables as by HyperAccounts, and the same is found; what is no search is no query.
#include "plugins/sage50/document_tables.h"

#include <gmock/gmock.h>

#include "plugins/sage50/wire_despatch.h"
#include "plugins/sage50/wire_values.h"
#include "sage-adapter/transport/query_text.h"
#include "tests/unit/sage50/lively_company.h"

namespace sage::sage50 {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Sage50DocumentTables, ask_for_columns_that_the_driver_has) {
    for (const DocumentTable& table : document_tables()) {
        const auto published = test::published_columns(std::string(table.table));
        if (published.empty()) {
            GTEST_SKIP() << "skipped: no ../shared";
        }
        for (const DocumentColumn& column : table.columns) {
            const auto found = published.find(column.column);
            ASSERT_NE(found, published.end()) << table.table << "." << column.column;
            const std::string& type = found->second.type;
            EXPECT_EQ(column.kind, type == "VARCHAR" ? ValueKind::text
                                   : type == "DATE"  ? ValueKind::date
                                                     : ValueKind::number)
                << table.table << "." << column.column;
        }
    }
}

std::vector<std::string> bound(const Query& query) {
    std::vector<std::string> values;
    for (const QueryBinding& binding : query.bindings) {
        values.push_back(binding.value);
    }
    return values;
}

Query query_of(const Request& question, const Books& of = books()) {
    const std::optional<Query> query = document_query(of, question);
    EXPECT_TRUE(query) << question.target << " " << question.body;
    EXPECT_EQ(query_fault(query.value_or(Query())), "");
    return query.value_or(Query());
}

TEST(Sage50DocumentTables, are_asked_for_our_reference_alone) {
    const Query query =
        query_of(look_up(books(), encode(books(), sample_invoice()), sample_reference));
    EXPECT_EQ(query.table, "INVOICE");
    EXPECT_EQ(query.condition, "WHERE NOTES_3 = ?");
    EXPECT_THAT(bound(query), ElementsAre(sample_reference));
    EXPECT_EQ(query.bindings[0].kind, ValueKind::text);
    const Query movement =
        query_of(look_up(books(), encode(books(), sample_adjustment()), sample_reference));
    EXPECT_EQ(movement.table + " " + movement.condition, "STOCK_TRAN WHERE REFERENCE = ?");
    const Query order =
        query_of(look_up(books(), encode(books(), sample_order()), sample_reference));
    EXPECT_EQ(order.table + " " + order.condition, "SALES_ORDER WHERE NOTES_3 = ?");
}

TEST(Sage50DocumentTables, are_asked_for_many_at_once_and_for_a_day) {
    ReadBackSubject one;
    one.sage_document.type = invoice_type;
    one.sage_document.key = "12";
    ReadBackSubject two = one;
    two.sage_document.key = "13";
    const Query headers = query_of(read_back(books(), {one, two}, FindBy::key));
    EXPECT_EQ(headers.condition, "WHERE INVOICE_NUMBER = ? OR INVOICE_NUMBER = ?");
    EXPECT_THAT(bound(headers), ElementsAre("12", "13"));
    EXPECT_EQ(headers.bindings[0].kind, ValueKind::number);
    for (const bool month_first : {false, true}) {
        const Books of{"", month_first};
        const Query list =
            query_of(list_own(of, {std::string(credit_type), "2026-11-18", "2026-11-30", ""}), of);
        EXPECT_EQ(list.condition,
                  "WHERE INVOICE_DATE >= ? AND INVOICE_DATE <= ? AND INVOICE_TYPE_CODE = ?");
        EXPECT_THAT(bound(list), ElementsAre("2026-11-18", "2026-11-18", "3"));
        EXPECT_EQ(list.bindings[0].kind, ValueKind::date);
    }
    EXPECT_EQ(query_of(ask_order_lines(books(), "42")).table, "SOP_ITEM");
    EXPECT_EQ(query_of(ask_invoice(books(), "42")).condition, "WHERE INVOICE_NUMBER = ?");
}

TEST(Sage50DocumentTables, are_asked_for_what_is_sought) {
    ReadBackSubject subject;
    subject.sage_document.type = invoice_type;
    subject.sought = {"orderNumber", "63"};
    EXPECT_EQ(query_of(read_back(books(), {subject}, FindBy::field)).condition,
              "WHERE ORDER_NUMBER_NUMERIC = ?");
    for (const char* const number : {"SO-63", "1234567890"}) {
        subject.sought.value = number;
        EXPECT_EQ(query_of(read_back(books(), {subject}, FindBy::field)).condition,
                  "WHERE ORDER_NUMBER = ?");
    }
    subject.sought = {"customerOrderNumber", "PO' OR 1"};
    const Query query = query_of(read_back(books(), {subject}, FindBy::field));
    EXPECT_EQ(query.condition, "WHERE CUST_ORDER_NUMBER = ?");
    EXPECT_THAT(bound(query), ElementsAre("PO' OR 1"));
}

TEST(Sage50DocumentTables, are_not_asked_what_is_no_search_of_them) {
    EXPECT_FALSE(document_query(books(), encode(books(), sample_invoice()).request));
    EXPECT_FALSE(document_query(books(), get(books(), "/api/salesInvoice/1")));
    const auto searched = [](std::string_view filters) {
        return document_query(books(), post(books(), "/api/searchInvoice", std::string(filters)));
    };
    EXPECT_FALSE(searched("[]")) << "that would be everything";
    EXPECT_FALSE(searched("{}"));
    EXPECT_FALSE(searched(R"([{"field":"notes3","type":"eq","value":"1"}])")) << "a member's name";
    EXPECT_FALSE(searched(R"([{"field":"NOTES_3","type":"like","value":"1"}])"));
    EXPECT_FALSE(searched(R"([{"field":"INVOICE_NUMBER","type":"eq","value":"1234567890"}])"));
    EXPECT_TRUE(searched(R"([{"field":"INVOICE_NUMBER","type":"eq","value":"123456789"}])"));
    EXPECT_TRUE(document_reply(get(books(), "/"), {}).body.find("[]") != std::string::npos);
}

class LivelyTables : public testing::Test, protected test::LivelyCompany {
  protected:
    /// Of all rows of the table, whatever the condition.
    Reply by_tables(const Request& question) const {
        return document_reply(question, tables.answer(query_of(question)));
    }
};

TEST_F(LivelyTables, shows_the_same_by_its_tables_as_by_hyperaccounts) {
    for (const DocumentTable& table : document_tables()) {
        const DocumentColumn& first = table.columns.front();
        ASSERT_EQ(first.kind, ValueKind::number) << table.table;
        const Request all = search(books(), table.search, {{first.column, "gte", "0"}});
        const auto shown = read_rows(exchanged(all));
        const auto read = read_rows(by_tables(all));
        ASSERT_TRUE(shown.ok() && read.ok()) << table.table;
        EXPECT_FALSE(read.value().empty()) << table.table;
        ASSERT_EQ(shown.value().size(), read.value().size()) << table.table;
        for (std::size_t row = 0; row < read.value().size(); ++row) {
            for (const auto& [member, value] : read.value()[row]) {
                if (member == "id") {
                    continue;  // Each face counts lines in its own way: the order alone matters.
                }
                const auto other = shown.value()[row].find(member);
                if (other != shown.value()[row].end()) {
                    EXPECT_EQ(plain_value(member, value), plain_value(member, other->second))
                        << table.table << " " << member;
                } else {
                    EXPECT_THAT(member, testing::AnyOf("deleted", "orderNumberNumeric"))
                        << table.table;
                }
            }
        }
    }
}

TEST_F(LivelyTables, has_its_documents_found_in_the_tables_as_they_were_sent) {
    for (const Send* const send : {&posted, &credited}) {
        const std::string_view reference = send == &posted ? sample_reference : other_reference;
        LookUp seen = read_look_up(*send, by_tables(look_up(books(), *send, reference)));
        ASSERT_TRUE(seen.usable) << seen.why;
        ASSERT_EQ(seen.found.size(), 1U);
        EXPECT_EQ(told(differences(send->facts, seen.found[0].facts)), "");
        EXPECT_EQ(seen.found[0].sage_document.key, send == &posted ? "1" : "5001");
        const Result<bool> lines =
            add_lines(by_tables(read_lines(books(), seen.found)), seen.found);
        ASSERT_TRUE(lines.ok());
        EXPECT_EQ(told(differences(line_facts(*send), seen.found[0].facts)), "");
    }
    const LookUp moved =
        read_look_up(adjusted, by_tables(look_up(books(), adjusted, sample_reference)));
    ASSERT_EQ(moved.found.size(), 1U);
    EXPECT_EQ(told(differences(adjusted.facts, moved.found[0].facts)), "");
}

TEST_F(LivelyTables, shows_in_the_tables_what_has_left_of_an_order) {
    const auto lines = read_order_lines(by_tables(ask_order_lines(books(), order)));
    ASSERT_TRUE(lines.ok());
    ASSERT_EQ(lines.value().size(), 2U);
    EXPECT_EQ(lines.value()[1].stock_code, "MUG");
    EXPECT_EQ(lines.value()[1].delivered, decimal("3"));
    EXPECT_NE(lines.value()[1].item_id, "");
}

}  // namespace
}  // namespace sage::sage50
