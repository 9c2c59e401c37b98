// SPDX-License-Identifier: Apache-2.0
// Plan: which kinds are asked for changes, by which questions, since when by Sage's clock; what
// Sage refuses is read whole; other settings are another form.
#include <gmock/gmock.h>

#include "plugins/intacct/catalogue_sources.h"
#include "plugins/intacct/intacct.h"
#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

using sample::parsed;
using sample::reply;
using sample::settings;

CatalogueRead read_of(std::string_view kind) {
    for (CatalogueRead& read : catalogue_reads(settings())) {
        if (read.kind == kind) {
            return std::move(read);
        }
    }
    ADD_FAILURE() << kind;
    return {};
}

TEST(IntacctCatalogueChanges, items_and_customers_are_asked_for_them) {
    std::vector<std::string> asked;
    for (const CatalogueRead& read : catalogue_reads(settings())) {
        if (!read.object.empty()) {
            asked.push_back(read.kind + " of " + read.object);
        }
        EXPECT_EQ(read.form.empty(), read.object.empty());
    }
    EXPECT_THAT(asked, testing::ElementsAre("item of inventory-control/item",
                                            "item-tracking of inventory-control/item",
                                            "customer of accounts-receivable/customer"));
}

TEST(IntacctCatalogueChanges, a_question_names_the_time_and_goes_on_by_key) {
    CatalogueRead read = read_of(kind::item);
    read.since = "2026-11-01T00:00:00Z";
    read.after = "7";
    EXPECT_EQ(parsed(catalogue_request(settings(), read).body).at("filters"), parsed(R"(
        [{"$gt":{"key":"7"}},{"$gte":{"audit.modifiedDateTime":"2026-11-01T00:00:00Z"}}])"));
    read.after.clear();
    read.count = true;
    const sample::json::value count = parsed(catalogue_request(settings(), read).body);
    EXPECT_FALSE(count.as_object().contains("filters"));
    EXPECT_EQ(count.at("fields"), parsed(R"(["key"])"));
    EXPECT_EQ(count.at("size"), 1);
    EXPECT_EQ(
        count.at("filterParameters"),
        parsed(catalogue_request(settings(), read_of(kind::item)).body).at("filterParameters"))
        << "of the same records";
}

TEST(IntacctCatalogueChanges, a_page_is_of_so_many_records_as_the_settings_say) {
    const auto size = [](const Settings& with) {
        return parsed(catalogue_request(with, read_of(kind::item)).body).at("size");
    };
    EXPECT_EQ(size(settings()), 4'000);
    EXPECT_EQ(size(settings(R"({"cataloguePageRows":250})")), 250);
}

TEST(IntacctCatalogueChanges, a_page_names_every_key_and_its_time) {
    Reply answer = reply(200, R"({"ia::result":[{"key":"7","id":"A"},{"key":"9","id":""}],
        "ia::meta":{"totalCount":2,"start":1,"pageSize":4000,"next":null,"previous":null}})");
    answer.headers.push_back({"Date", "Sun, 01 Nov 2026 00:30:05 GMT"});
    const CataloguePage page = read_catalogue_page(read_of(kind::item_tracking), answer).value();
    EXPECT_THAT(page.records, testing::IsEmpty()) << "neither is tracked";
    EXPECT_THAT(page.keys, testing::ElementsAre("7", "9"));
    EXPECT_EQ(page.since, "2026-10-31T23:30:05Z");
}

TEST(IntacctCatalogueChanges, a_count_is_that_of_all_pages) {
    CatalogueRead read = read_of(kind::item);
    read.count = true;
    const CataloguePage page =
        read_catalogue_page(read, reply(200, R"({"ia::result":[{"key":"7"}],"ia::meta":
            {"totalCount":100000,"start":1,"pageSize":1,"next":2,"previous":null}})"))
            .value();
    EXPECT_EQ(page.count, 100'000);
    EXPECT_THAT(page.keys, testing::IsEmpty());
    EXPECT_FALSE(read_catalogue_page(read, reply(500, "")).ok());
}

TEST(IntacctCatalogueChanges, what_sage_refuses_is_read_whole) {
    for (const std::string_view kind : {kind::item, kind::item_tracking, kind::customer}) {
        for (const int status : {400, 403, 404}) {
            CatalogueRead read = read_of(kind);
            read.since = "2026-11-01T00:00:00Z";
            EXPECT_TRUE(read_catalogue_page(read, reply(status, "{}")).value().only_whole);
            read.since.clear();
            read.count = true;
            EXPECT_TRUE(read_catalogue_page(read, reply(status, "{}")).value().only_whole);
        }
    }
}

TEST(IntacctCatalogueChanges, other_fields_or_another_entity_are_another_form) {
    const auto form = [](const Settings& with) { return catalogue_reads(with).front().form; };
    EXPECT_EQ(form(settings()), form(settings(R"({"cataloguePageRows":7})")));
    EXPECT_NE(form(settings()), form(settings(R"({"entity":"200"})")));
    EXPECT_NE(form(settings()), form(settings(R"({"itemMatching":{"rules":["gtin"]}})")));
}

}  // namespace
}  // namespace sage::intacct
