// SPDX-License-Identifier: Apache-2.0
// Plan: the tables of a simulated Sage 50 in two databases, read through SQLite's driver and
// through PostgreSQL's, which is stricter about types: the edition makes the same catalogue and
// finds the same documents as through HyperAccounts.
#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>

#include "plugins/sage50/catalogue.h"
#include "plugins/sage50/sage50.h"
#include "plugins/sage_simulator/table_file.h"
#include "tests/support/postgres_server.h"
#include "tests/unit/sage50/lively_company.h"
#include "tests/unit/sage50/shown_by_hyperaccounts.h"
#include "tests/unit/transport/odbc_fixture.h"

namespace sage::test {
namespace {

namespace kind = sage50::kind;

enum class Driver : std::uint8_t { sqlite, postgres };

/// As the list of the driver's columns types them.
std::string postgres_type(const std::string& type) {
    return type == "DOUBLE"         ? "FLOAT8"
           : type == "TINYINT"      ? "SMALLINT"
           : type == "LONG VARCHAR" ? "TEXT"
           : type.empty()           ? "TIMESTAMP"
                                    : type;
}

class PostgresTables {
  public:
    PostgresTables() {
        const PostgresServer& server = PostgresServer::shared();
        connection_ = ::PQsetdbLogin("127.0.0.1", std::to_string(server.port()).c_str(), nullptr,
                                     nullptr, server.database().c_str(), server.user().c_str(),
                                     server.password().c_str());
        // What the simulator gives are the bytes of Sage's own encoding.
        run("SET client_encoding TO 'WIN1252'");
    }
    PostgresTables(const PostgresTables&) = delete;
    PostgresTables& operator=(const PostgresTables&) = delete;
    ~PostgresTables() { ::PQfinish(connection_); }

    void fill(const KeptTables& tables) const {
        for (const auto& [name, columns] : tables.columns) {
            std::string declared;
            for (const std::string& column : columns) {
                declared += fmt::format("{}{} {}", declared.empty() ? "" : ", ", column,
                                        postgres_type(tables.types.at(name).at(column)));
            }
            run(fmt::format("DROP TABLE IF EXISTS {0}; CREATE TABLE {0}({1})", name, declared));
            const auto rows = tables.rows.find(name);
            if (rows == tables.rows.end()) {
                continue;
            }
            for (const auto& [id, values] : rows->second) {
                std::string texts;
                for (const std::optional<std::string>& value : values) {
                    texts += (texts.empty() ? "" : ",") + (value ? quoted(*value) : "NULL");
                }
                run(fmt::format("INSERT INTO {} VALUES({})", name, texts));
            }
        }
    }

  private:
    void run(const std::string& sql) const {
        PGresult* const result = ::PQexec(connection_, sql.c_str());
        EXPECT_EQ(::PQresultStatus(result), PGRES_COMMAND_OK)
            << ::PQerrorMessage(connection_) << sql;
        ::PQclear(result);
    }

    std::string quoted(const std::string& value) const {
        char* const text = ::PQescapeLiteral(connection_, value.data(), value.size());
        std::string copy(text);
        ::PQfreemem(text);
        return copy;
    }

    PGconn* connection_ = nullptr;
};

void fill_file(const std::string& path, const KeptTables& tables) {
    auto file = open_table_file(path);
    ASSERT_TRUE(file.ok());
    std::vector<TableLayout> layouts;
    std::vector<TableChange> changes;
    for (const auto& [name, columns] : tables.columns) {
        TableLayout& layout = layouts.emplace_back();
        layout.name = name;
        for (const std::string& column : columns) {
            layout.columns.push_back({column, tables.types.at(name).at(column)});
        }
    }
    for (const auto& [name, rows] : tables.rows) {
        TableChange& change = changes.emplace_back();
        change.table = name;
        for (const auto& [id, values] : rows) {
            change.written.push_back({id, values});
        }
    }
    ASSERT_TRUE(file.value()->lay_out(layouts).ok());
    ASSERT_TRUE(file.value()->write(changes).ok());
}

std::unique_ptr<Company> company_with(std::string_view data_source) {
    Result<std::unique_ptr<Company>> made = sage50_edition().configure(
        fmt::format(R"({{"address":"https://localhost:1","companyId":"C","currency":"GBP",)"
                    R"("stockDocuments":"adjustments","deliveryAddresses":true{}}})",
                    data_source));
    EXPECT_TRUE(made.ok());
    return made.ok() ? std::move(made).value() : nullptr;
}

class Tables : public OdbcTest,
               public testing::WithParamInterface<Driver>,
               protected LivelyCompany {
  protected:
    void SetUp() override {
        const char* const driver = GetParam() == Driver::sqlite ? "SQLite3" : "PostgreSQL Unicode";
        if (!has_odbc_driver(driver)) {
            GTEST_SKIP() << "skipped: there is no ODBC driver " << driver;
        }
        company.change(R"({"add":{"table":"SALES_DEL_ADDR","fields":{"REFERENCE":"C1      0001",
            "ACCOUNT_REF":"C1","ADDRESS_REF":"1","NAME":"Quai n\u00b0 4",
            "ADDRESS_1":"4 Dock Road"}}})");
        company.change(R"({"set":{"table":"STOCK","key":"MUG","fields":
            {"BARCODE":"5012345678900","DESCRIPTION":"Mug, \u00a35"}}})");
        // unixODBC remembers a name for as long as the program runs.
        options.name = folder.filename().string();
        if (GetParam() == Driver::sqlite) {
            const std::string path = (folder / "company.sqlite").string();
            fill_file(path, tables);
            add_source(options.name, "Driver=SQLite3\nDatabase=" + path);
        } else {
            PostgresServer& server = PostgresServer::shared();
            PostgresTables().fill(tables);
            add_source(options.name, fmt::format("Driver=PostgreSQL Unicode\nServername=127.0.0.1\n"
                                                 "SSLmode=disable\nPort={}\nDatabase={}",
                                                 server.port(), server.database()));
            login = {server.user(), server.password()};
            options.encoding = TextEncoding::utf_8;
        }
        source = opened(options);
    }

    QueryAnswer answer(const Query& query) const {
        Result<QueryAnswer> answer = source->read(query, login, limit_ms);
        EXPECT_TRUE(answer.ok()) << query.table << ": " << answer.error().first().cause;
        return answer.ok() ? std::move(answer).value() : QueryAnswer();
    }

    /// As the core asks: of the tables where the edition can, otherwise of HyperAccounts.
    Reply asked(const Company& of, const Request& question) {
        const std::optional<Query> query = of.document_query(question);
        return query ? of.document_reply(question, answer(*query)) : exchanged(question);
    }

    CataloguePage page(const Company& of, const CatalogueRead& read) {
        const std::optional<Query> query = of.catalogue_query(read);
        Result<CataloguePage> page =
            query ? of.read_catalogue_rows(read, answer(*query))
                  : of.read_catalogue_page(read, exchanged(of.catalogue_request(read)));
        EXPECT_TRUE(page.ok()) << read.kind;
        return page.ok() ? std::move(page).value() : CataloguePage();
    }

    DataSourceOptions options;
    DataSourceLogin login;
    std::unique_ptr<DataSource> source;
    const std::unique_ptr<Company> by_rest = company_with("");
    const std::unique_ptr<Company> by_tables =
        company_with(R"(,"dataSource":{"name":"SageLine50v31","documents":true})");
};

std::vector<CatalogueRecord> sorted(std::vector<CatalogueRecord> records) {
    std::sort(records.begin(), records.end(),
              [](const auto& left, const auto& right) { return left.id < right.id; });
    return records;
}

TEST_P(Tables, make_the_catalogue_that_hyperaccounts_makes) {
    std::size_t compared = 0;
    for (const CatalogueRead& read : by_rest->catalogue_reads()) {
        if (read.kind == kind::company) {
            continue;  // The tables show more of it.
        }
        const auto shown = sorted(page(*by_rest, read).records);
        const auto in_tables = sorted(page(*by_tables, read).records);
        ASSERT_EQ(shown.size(), in_tables.size()) << read.kind;
        for (std::size_t at = 0; at < shown.size(); ++at, ++compared) {
            EXPECT_TRUE(shown[at] == test::as_shown_by_hyperaccounts(in_tables[at]))
                << read.kind << " " << shown[at].id;
        }
    }
    EXPECT_GT(compared, 100U);
}

TEST_P(Tables, hold_what_hyperaccounts_does_not_show) {
    CatalogueRead read;
    read.kind = kind::company;
    const std::vector<CatalogueRecord> companies = page(*by_tables, read).records;
    ASSERT_EQ(companies.size(), 1U);
    EXPECT_EQ(companies[0].fields.text(sage50::company_field::quantity_places), "2");
    EXPECT_EQ(companies[0].fields.text(sage50::company_field::non_vat_tax_code), "9");
    read.kind = kind::tax_code;
    const std::vector<CatalogueRecord> codes = page(*by_tables, read).records;
    const auto outside =
        std::find_if(codes.begin(), codes.end(), [](const auto& one) { return one.id == "9"; });
    ASSERT_NE(outside, codes.end());
    EXPECT_EQ(outside->fields.text(sage50::tax_code_field::in_vat_return), "false");
    read.kind = kind::currency;
    const std::vector<CatalogueRecord> currencies = page(*by_tables, read).records;
    EXPECT_TRUE(std::any_of(currencies.begin(), currencies.end(), [](const auto& one) {
        return one.id == "GBP" && one.fields.text(sage50::base_field) == "true";
    }));
    read.kind = kind::product;
    const CataloguePage products = page(*by_tables, read);
    const auto mug = std::find_if(products.records.begin(), products.records.end(),
                                  [](const auto& one) { return one.id == "MUG"; });
    ASSERT_NE(mug, products.records.end());
    EXPECT_EQ(mug->name, "Mug, £5");
    EXPECT_EQ(mug->fields.text(sage50::product_field::in_stock), "10");
    EXPECT_EQ(mug->fields.text(sage50::product_field::available), "10");
}

TEST_P(Tables, are_read_on_by_key_and_by_what_was_changed) {
    CatalogueRead read;
    read.kind = kind::product;
    const CataloguePage all = page(*by_tables, read);
    EXPECT_EQ(all.since, "2026-11-18");
    read.after = "LANTERN";
    const CataloguePage rest = page(*by_tables, read);
    EXPECT_LT(rest.records.size(), all.records.size());
    EXPECT_FALSE(rest.records.empty());
    read.since = all.since;
    EXPECT_EQ(page(*by_tables, read).keys, rest.keys);
    read.since = "2026-11-19";
    EXPECT_TRUE(page(*by_tables, read).keys.empty());
    CatalogueRead count;
    count.kind = kind::product;
    count.count = true;
    EXPECT_EQ(page(*by_tables, count).count, static_cast<std::int64_t>(all.records.size()));
    read = {};
    read.kind = kind::tax_code;
    read.after = "98";
    EXPECT_EQ(page(*by_tables, read).records.size(), 1U) << "numbers are in the order of numbers";
}

TEST_P(Tables, show_documents_under_our_reference_as_they_were_sent) {
    const auto found = [&](const Company& of, const Send& send, std::string_view reference) {
        LookUp seen = of.read_look_up(send, asked(of, of.look_up(send, reference)));
        EXPECT_TRUE(seen.usable) << seen.why;
        EXPECT_EQ(seen.found.size(), 1U) << send.sage_type;
        return seen.found.empty() ? Found() : seen.found.front();
    };
    for (const Send* const send : {&posted, &credited, &adjusted}) {
        const std::string_view reference =
            send == &credited ? sage50::other_reference : sage50::sample_reference;
        const Found shown = found(*by_rest, *send, reference);
        const Found in_tables = found(*by_tables, *send, reference);
        EXPECT_EQ(shown.sage_document.key, in_tables.sage_document.key);
        EXPECT_EQ(sage50::told(differences(send->facts, in_tables.facts)), "");
        EXPECT_EQ(in_tables.sage_document.posted.gross, shown.sage_document.posted.gross);
    }
    const LookUp none =
        by_tables->read_look_up(posted, asked(*by_tables, by_tables->look_up(posted, "W9")));
    EXPECT_TRUE(none.usable);
    EXPECT_TRUE(none.found.empty());
}

TEST_P(Tables, show_the_lines_of_several_documents_at_once) {
    for (const Send* const send : {&posted, &credited}) {
        Verdict verdict;
        verdict.sage_document.key = send == &posted ? "1" : "5001";
        const ReadBackSubject subject = sage50::subject_of(
            *send, verdict, send == &posted ? sage50::sample_reference : sage50::other_reference);
        for (const FindBy by : {FindBy::key, FindBy::reference}) {
            ReadBackSubject absent = subject;
            absent.sage_document.key = "999";
            absent.external_reference = "W9";
            const std::vector<ReadBackSubject> subjects = {absent, subject};
            LookUp seen = by_tables->read_read_back(
                subjects, by, asked(*by_tables, by_tables->read_back(subjects, by)));
            ASSERT_EQ(seen.found.size(), 1U);
            const Result<bool> more = by_tables->add_lines(
                subjects, asked(*by_tables, by_tables->read_lines(subjects, seen.found)),
                seen.found);
            ASSERT_TRUE(more.ok());
            EXPECT_EQ(sage50::told(differences(subject.facts, seen.found[0].facts)), "");
        }
    }
}

TEST_P(Tables, list_what_is_ours_day_by_day) {
    for (const std::string& scope : by_tables->own_scopes()) {
        for (const auto& [day, count] : {std::pair("2026-11-18", 1), std::pair("2026-11-19", 0)}) {
            const OwnList list{scope, day, day, ""};
            const Result<OwnPage> page =
                by_tables->read_own_page(list, asked(*by_tables, by_tables->list_own(list)));
            ASSERT_TRUE(page.ok());
            EXPECT_EQ(page.value().found.size(), static_cast<std::size_t>(count))
                << scope << " " << day;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Drivers, Tables, testing::Values(Driver::sqlite, Driver::postgres),
                         [](const testing::TestParamInfo<Driver>& one) {
                             return one.param == Driver::sqlite ? "sqlite" : "postgres";
                         });

}  // namespace
}  // namespace sage::test
