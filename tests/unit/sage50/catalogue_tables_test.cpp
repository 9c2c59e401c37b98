// SPDX-License-Identifier: Apache-2.0
// Plan: a query of each kind, pages behind the last key, changes by day, counts; the same company
// read from its tables and from HyperAccounts makes the same records.
#include <gmock/gmock.h>

#include <algorithm>
#include <array>

#include "plugins/sage50/catalogue.h"
#include "tests/unit/sage50/shown_by_hyperaccounts.h"
#include "tests/unit/sage50/simulated_company.h"

namespace sage::sage50 {
namespace {

CatalogueRead of(std::string_view kind, std::string after = "", std::string since = "") {
    CatalogueRead read;
    read.kind = kind;
    read.after = std::move(after);
    read.since = std::move(since);
    return read;
}

TEST(Sage50Tables, are_asked_one_by_one_behind_the_last_key) {
    const Query first = catalogue_query(of(kind::product));
    EXPECT_EQ(first.table, "STOCK");
    EXPECT_EQ(first.condition, "ORDER BY STOCK_CODE");
    EXPECT_EQ(first.columns.at(0).name, "STOCK_CODE");
    const Query next = catalogue_query(of(kind::product, "MUG"));
    EXPECT_EQ(next.condition, "WHERE STOCK_CODE > ? ORDER BY STOCK_CODE");
    ASSERT_EQ(next.bindings.size(), 1U);
    EXPECT_EQ(next.bindings[0].value, "MUG");
    EXPECT_EQ(next.bindings[0].kind, ValueKind::text);
    EXPECT_EQ(catalogue_query(of(kind::tax_code, "7")).bindings.at(0).kind, ValueKind::number);
    for (const std::string_view kind : {kind::company, kind::nominal_code, kind::department,
                                        kind::currency, kind::customer, kind::delivery_address}) {
        EXPECT_NE(catalogue_query(of(kind)).table, "") << kind;
    }
}

TEST(Sage50Tables, are_asked_for_changes_since_a_day) {
    const Query changes = catalogue_query(of(kind::customer, "C1", "2026-11-17"));
    EXPECT_EQ(changes.condition,
              "WHERE ACCOUNT_REF > ? AND RECORD_MODIFY_DATE >= ? ORDER BY ACCOUNT_REF");
    EXPECT_EQ(changes.bindings.at(1).value, "2026-11-17");
    EXPECT_EQ(changes.bindings.at(1).kind, ValueKind::date);
    CatalogueRead count = of(kind::customer);
    count.count = true;
    const Query question = catalogue_query(count);
    EXPECT_EQ(question.columns.at(0).name, "COUNT(*)");
    EXPECT_EQ(question.condition, "WHERE RECORD_DELETED = ?");
    QueryAnswer answer;
    answer.rows = {{"17"}};
    EXPECT_EQ(read_catalogue_rows(count, answer).value().count, 17);
    EXPECT_EQ(read_catalogue_rows(count, QueryAnswer()).value().count, std::nullopt);
}

QueryAnswer products(std::initializer_list<std::array<const char*, 3>> rows) {
    const Query query = catalogue_query(of(kind::product));
    QueryAnswer answer;
    for (const auto& [code, changed, deleted] : rows) {
        std::vector<QueryValue> row(query.columns.size(), std::string());
        for (std::size_t at = 0; at < row.size(); ++at) {
            const std::string& name = query.columns[at].name;
            row[at] = name == "STOCK_CODE"           ? QueryValue(code)
                      : name == "RECORD_MODIFY_DATE" ? QueryValue(changed)
                      : name == "RECORD_DELETED"     ? QueryValue(deleted)
                                                     : std::nullopt;
        }
        answer.rows.push_back(std::move(row));
    }
    return answer;
}

TEST(Sage50Tables, tell_since_when_and_what_was_deleted) {
    QueryAnswer answer = products({{"A", "2026-11-18 09:00:00", "0"},
                                   {"B ", "2026-11-18 10:30:00", "1"},
                                   {"C", "2026-11-01 10:30:00", "0"}});
    answer.more = true;
    const CataloguePage page = read_catalogue_rows(of(kind::product), answer).value();
    EXPECT_EQ(page.records.size(), 2U);
    EXPECT_THAT(page.keys, testing::ElementsAre("A", "B", "C"));
    EXPECT_EQ(page.since, "2026-11-18");
    EXPECT_EQ(page.next, "C");
    const auto since = [](const char* newest) {
        return read_catalogue_rows(of(kind::product), products({{"A", newest, "0"}})).value().since;
    };
    EXPECT_EQ(since("2026-11-18 01:30:00"), "2026-11-18");
    EXPECT_EQ(since("2026-11-18 01:29:59"), "2026-11-17") << "clocks are set back an hour";
    EXPECT_EQ(since("2026-03-01 00:10:00"), "2026-02-28");
    EXPECT_EQ(since(""), "") << "then it is read whole again";
}

TEST(Sage50Tables, make_the_records_that_hyperaccounts_makes) {
    test::SimulatedCompany company;
    test::KeptTables tables;
    company.keep_tables(tables);
    company.change(R"({"set":{"table":"SALES_LEDGER","key":"C1","fields":{
        "VAT_REG_NUMBER":"GB 238 3839 38","DEF_NOM_CODE":"4001","ADDRESS_5":"NE1 1AA"}}})");
    company.change(R"({"set":{"table":"STOCK","key":"MUG","fields":{"BARCODE":"5012345678900"}}})");
    company.change(R"({"add":{"table":"SALES_DEL_ADDR","fields":{"REFERENCE":"C1      0001",
        "ACCOUNT_REF":"C1","ADDRESS_REF":"1","NAME":"Dock 4","ADDRESS_1":"4 Dock Road"}}})");
    const std::string company_id =
        tables.answer(catalogue_query(of(kind::company))).rows.at(0).at(0).value_or("");
    company.change(R"({"set":{"table":"COMPANY","key":")" + company_id +
                   R"(","fields":{"SALES_LABEL_2":"Region"}}})");
    for (const std::string_view kind : {kind::tax_code, kind::nominal_code, kind::department,
                                        kind::customer, kind::product, kind::delivery_address}) {
        Request request = catalogue_request({}, of(kind));
        request.headers.push_back({"AuthToken", "simulated-auth-token"});
        auto shown = read_catalogue_page(of(kind), company.raw(request)).value().records;
        auto read =
            read_catalogue_rows(of(kind), tables.answer(catalogue_query(of(kind)))).value().records;
        const auto by_id = [](const CatalogueRecord& left, const CatalogueRecord& right) {
            return left.id < right.id;
        };
        std::sort(shown.begin(), shown.end(), by_id);
        std::sort(read.begin(), read.end(), by_id);
        // HyperAccounts shows a hundred tax codes, as Sage has.
        ASSERT_EQ(shown.size(), read.size()) << kind;
        EXPECT_FALSE(kind != kind::department && shown.empty()) << kind;
        for (std::size_t at = 0; at < shown.size(); ++at) {
            EXPECT_TRUE(shown[at] == test::as_shown_by_hyperaccounts(read[at]))
                << kind << " " << shown[at].id;
        }
    }
    const auto companies =
        read_catalogue_rows(of(kind::company), tables.answer(catalogue_query(of(kind::company))))
            .value()
            .records;
    ASSERT_EQ(companies.size(), 1U);
    EXPECT_EQ(companies[0].fields.text(company_field::quantity_places), "2");
    EXPECT_EQ(companies[0].fields.text(company_field::sales_label_2), "Region");
    const auto currencies =
        read_catalogue_rows(of(kind::currency), tables.answer(catalogue_query(of(kind::currency))))
            .value()
            .records;
    const auto pound = std::find_if(currencies.begin(), currencies.end(),
                                    [](const CatalogueRecord& one) { return one.id == "GBP"; });
    ASSERT_NE(pound, currencies.end());
    EXPECT_EQ(pound->fields.text(base_field), "true");
}

}  // namespace
}  // namespace sage::sage50
