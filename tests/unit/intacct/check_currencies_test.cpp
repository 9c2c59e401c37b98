// SPDX-License-Identifier: Apache-2.0
// Plan: settings of currencies that can never work; a currency that no customer has; a rate type
// that is not there, as far as it can be known; what is read for it.
#include <gmock/gmock.h>

#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* euros =
    R"({"currency":"GBP","foreignCurrencies":{"currencies":["USD","EUR"],"rateType":"5"}})";

std::vector<std::string> lines_of(const std::vector<Problem>& problems) {
    std::vector<std::string> lines;
    for (const Problem& problem : problems) {
        sample::expect_complete(problem);
        lines.push_back(problem.code + " " + problem.pointer);
    }
    return lines;
}

std::vector<std::string> told(std::vector<CatalogueRecord> more, const char* changes = euros) {
    std::vector<CatalogueRecord> all = std::move(more);
    std::vector<Problem> problems;
    check_currencies(sample::settings(changes), {std::move(all), 1}, problems);
    return lines_of(problems);
}

std::vector<std::string> refused(const char* changes) {
    const Result<Settings> read = read_settings(sample::changed_settings(changes));
    return read.ok() ? std::vector<std::string>() : lines_of(read.error().problems);
}

CatalogueRecord customer(const char* id, const char* currency) {
    CatalogueRecord record = sample::record(kind::customer, id);
    if (*currency != 0) {
        record.fields["currency"] = currency;
    }
    return record;
}

TEST(IntacctCurrencyCheck, settings_that_can_never_work_are_refused) {
    EXPECT_THAT(refused(euros), IsEmpty());
    EXPECT_THAT(refused(R"({"foreignCurrencies":{"currencies":["EUR"]}})"),
                ElementsAre("intacct.settings.base_currency_missing /currency"));
    EXPECT_THAT(refused(R"({"currency":"GBP","foreignCurrencies":{"currencies":["EUR","GBP"]}})"),
                ElementsAre("intacct.settings.currency_is_base /foreignCurrencies/currencies/1"));
    EXPECT_THAT(
        refused(R"({"currency":"GBP","foreignCurrencies":{"currencies":["JPY","BHD","EUR"]}})"),
        ElementsAre("intacct.settings.currency_places /foreignCurrencies/currencies/0",
                    "intacct.settings.currency_places /foreignCurrencies/currencies/1"));
}

TEST(IntacctCurrencyCheck, a_currency_that_no_customer_has_is_told) {
    EXPECT_THAT(told({customer("A", "GBP"), customer("B", "EUR")}),
                ElementsAre("intacct.settings.currency_unused /foreignCurrencies/currencies/0"));
    EXPECT_THAT(told({customer("A", "USD"), customer("B", "EUR")}), IsEmpty());
    EXPECT_THAT(told({customer("A", "GBP"), customer("B", "")}), IsEmpty()) << "he may have any";
    EXPECT_THAT(told({}), IsEmpty()) << "no customer was read";
    CatalogueRecord gone = customer("C", "USD");
    gone.active = false;
    EXPECT_THAT(told({customer("B", "EUR"), gone}),
                ElementsAre("intacct.settings.currency_unused /foreignCurrencies/currencies/0"));
}

TEST(IntacctCurrencyCheck, a_rate_type_that_sage_does_not_list_is_told) {
    EXPECT_THAT(told({sample::record(kind::exchange_rate_type, "4")}),
                ElementsAre("intacct.settings.rate_type_unknown /foreignCurrencies/rateType"));
    EXPECT_THAT(told({sample::record(kind::exchange_rate_type, "5")}), IsEmpty());
    EXPECT_THAT(told({sample::record(kind::exchange_rate_type, "4")}, "{}"), IsEmpty());
}

TEST(IntacctCurrencyCheck, is_part_of_the_check_of_all_settings) {
    std::vector<CatalogueRecord> all = sample::records();
    all.push_back(sample::record(kind::exchange_rate_type, "4"));
    const std::vector<std::string> lines =
        lines_of(unfit_settings(sample::settings(euros), {std::move(all), 1}));
    EXPECT_THAT(
        lines, testing::Contains("intacct.settings.rate_type_unknown /foreignCurrencies/rateType"));
}

TEST(IntacctCurrencyCheck, what_it_needs_is_read_only_where_foreign_currencies_are_posted) {
    const auto body = [](std::string_view kind, const char* changes) {
        return catalogue_request(sample::settings(changes), {std::string(kind), "", ""}).body;
    };
    EXPECT_THAT(body(kind::customer, euros), testing::HasSubstr(R"("currency")"));
    EXPECT_THAT(body(kind::customer, R"({"currency":"GBP"})"),
                testing::Not(testing::HasSubstr(R"("currency")")));
    const auto reads_types = [](const char* changes) {
        for (const CatalogueRead& read : catalogue_reads(sample::settings(changes))) {
            if (read.kind == kind::exchange_rate_type) {
                return true;
            }
        }
        return false;
    };
    EXPECT_TRUE(reads_types(euros));
    EXPECT_FALSE(reads_types(R"({"currency":"GBP","foreignCurrencies":{"currencies":["EUR"]}})"));
    const Result<CataloguePage> page = read_catalogue_page(
        {std::string(kind::customer), "", ""},
        sample::reply(200, R"({"ia::result":[{"key":"1","id":"A","currency":"EUR"}],
                              "ia::meta":{"totalCount":1,"start":1,"pageSize":1000,"next":null,
                                          "previous":null}})"));
    ASSERT_TRUE(page.ok());
    EXPECT_EQ(field_of(&page.value().records.at(0), "currency"), "EUR");
}

}  // namespace
}  // namespace sage::intacct
