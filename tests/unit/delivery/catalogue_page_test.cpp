// SPDX-License-Identifier: Apache-2.0
// Plan: an edition whose items come from a database - pages by query, beside kinds that come from
// the server; no token and no breaker in between; a read that failed is unavailable and never
// empty; the login comes from the host and goes nowhere else; editions without one are as before.
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

constexpr std::int64_t hour = 3'600'000;

class CataloguePages : public World {
  protected:
    CataloguePages() {
        company.queried = "item";
        source.items = {"A", "B", "C", "D", "SKU-1"};
        DataSourceOptions options;
        options.name = "SageLine50v29";
        options.user_name_secret = "database_user";
        options.password_secret = "database_password";
        company.own_connection().data_source = options;
    }
};

Error lost() {
    return {Status::remote, Problem{"odbc.connection_lost", "", "The connection was lost.",
                                    "Nothing to do.", Owner::it}};
}

TEST_F(CataloguePages, items_are_read_by_query_page_by_page) {
    start();
    EXPECT_EQ(delivery->catalogue()->count("item"), 5U);
    ASSERT_EQ(source.asked.size(), 3U);
    EXPECT_EQ(source.asked[0].bindings[0].value, "");
    EXPECT_EQ(source.asked[1].bindings[0].value, "B");
    EXPECT_EQ(source.asked[2].bindings[0].value, "D");
    EXPECT_TRUE(sage.received.empty()) << "the server is asked for nothing";
    submit(despatch("D1"));
    work();
    EXPECT_EQ(state("D1"), State::posted);
}

TEST_F(CataloguePages, kinds_come_from_where_each_is) {
    company.reads = {{"item", "", ""}, {"customer", "", ""}};
    start();
    EXPECT_NE(delivery->catalogue()->find("item", "A"), nullptr);
    EXPECT_NE(delivery->catalogue()->find("customer", "SKU-1"), nullptr);
    EXPECT_EQ(sage.received.size(), 1U);
}

TEST_F(CataloguePages, the_login_is_the_host_s_and_is_lent_for_one_read) {
    start();
    EXPECT_EQ(source.users.front(), "secret of database_user/secret of database_password");
    company.own_connection().data_source->user_name_secret = "";
    company.own_connection().data_source->password_secret = "";
    source.users.clear();
    work_for(5 * hour);
    ASSERT_FALSE(source.users.empty());
    EXPECT_EQ(source.users.front(), "/") << "the data source knows who it is";
}

TEST_F(CataloguePages, a_start_that_reads_nothing_says_why) {
    source.fails = Error(Status::config,
                         Problem{"odbc.source_unknown", "", "No source.", "Make one.", Owner::it});
    Result<void> started = delivery->start([] { return false; });
    ASSERT_FALSE(started.ok());
    EXPECT_EQ(started.error().status, Status::config);
    EXPECT_EQ(started.error().first().code, "odbc.source_unknown");
    source.fails = std::nullopt;
    source.items.clear();
    started = delivery->start([] { return false; });
    EXPECT_TRUE(started.ok()) << "an empty table was read, and the server has customers";
    EXPECT_TRUE(delivery->catalogue()->all("item").empty());
}

TEST_F(CataloguePages, a_read_that_failed_is_not_an_empty_table) {
    start();
    source.fails = lost();
    std::string logged;
    log.heard = [&](std::string_view, const std::string& line) { logged += line + "\n"; };
    work_for(5 * hour);
    EXPECT_EQ(delivery->catalogue()->count("item"), 5U);
    EXPECT_NE(logged.find("code=odbc.connection_lost"), std::string::npos) << logged;
    EXPECT_EQ(logged.find("secret of"), std::string::npos);
    source.fails = std::nullopt;
    source.items = {"SKU-2"};
    work_for(hour);
    EXPECT_EQ(delivery->catalogue()->count("item"), 1U);
}

TEST_F(CataloguePages, the_database_is_read_while_the_server_is_away) {
    start();
    sage.reachable = false;
    source.items.push_back("SKU-2");
    work_for(5 * hour);
    EXPECT_NE(delivery->catalogue()->find("item", "SKU-2"), nullptr);
}

TEST_F(CataloguePages, a_database_that_is_away_leaves_the_server_in_use) {
    start();
    source.fails = lost();
    clock.now += company.connection().catalogue_refresh_ms;
    for (int number = 0; number < 20; ++number) {
        submit(despatch("D" + std::to_string(number)));
        work_for(60'000);
    }
    EXPECT_EQ(store->counts().value().posted, 20) << "no breaker opened";
}

TEST_F(CataloguePages, rights_are_tried_from_where_each_kind_is) {
    company.reads = {{"item", "", ""}, {"customer", "", ""}, {"extra", "", ""}};
    sage.items_status = 403;
    EXPECT_FALSE(delivery->start([] { return false; }).ok());
    const auto rights = delivery->check([] { return false; });
    ASSERT_TRUE(rights.ok());
    ASSERT_FALSE(rights.value().empty());
    EXPECT_EQ(rights.value()[0].cause, "No right to customer.");
    source.fails = lost();
    source.asked.clear();
    ASSERT_TRUE(delivery->check([] { return false; }).ok());
    EXPECT_EQ(source.asked.size(), 1U) << "a source that is away is not asked for each kind";
}

TEST_F(CataloguePages, an_edition_that_reads_no_database_says_so) {
    company.queried = "";
    start();
    EXPECT_TRUE(source.asked.empty());
    EXPECT_EQ(sage.received.size(), 1U);
    const Result<CataloguePage> page = company.read_catalogue_rows({"item", "", ""}, {});
    ASSERT_FALSE(page.ok());
    EXPECT_EQ(page.error().first().code, "catalogue.no_query");
}

}  // namespace
}  // namespace sage::testing
