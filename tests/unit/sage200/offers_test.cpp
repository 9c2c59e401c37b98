// SPDX-License-Identifier: Apache-2.0
// Plan: what an older release or the other edition lacks is a fact of the catalogue; each probe
// comes out both ways against the simulated Sage; check tells what the settings need and nothing
// else; documents that need it wait for it together.
#include "plugins/sage200/offers.h"

#include <gmock/gmock.h>

#include "tests/unit/sage200/sample.h"
#include "tests/unit/sage200/simulated_day.h"

namespace sage::sage200 {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* order_and_despatch_by_customer_number =
    R"("despatchBecomes":"salesOrderAndDespatch",)"
    R"("salesOrders":{"referenceField":"customer_document_no","warehouses":{"MAIN":"HOME"}})";
/// Before it had spare fields and despatches.
constexpr std::string_view older_release =
    R"({"site":{"professional":true,"release":"2021-12-31"}})";

class Sage200Offers : public testing::Test {
  protected:
    void release(const std::string& day, bool professional = true) {
        site_.change(R"({"site":{"professional":)" + std::string(professional ? "true" : "false") +
                     R"(,"release":")" + day + "\"}}");
        books_.professional = professional;
    }
    /// What the reading of these settings makes of it.
    Offered asked(std::string_view name, std::string_view changes = "{}") {
        std::vector<CatalogueRecord> known;
        for (const CatalogueRead& read :
             order_catalogue_reads(order_reads(sample::order_settings(changes)))) {
            Result<CataloguePage> page =
                read_catalogue_page(read, site_.authorised(catalogue_request(books_, read)));
            EXPECT_TRUE(page.ok()) << read.kind;
            for (CatalogueRecord& record : page.value().records) {
                known.push_back(std::move(record));
            }
        }
        return offered(Catalogue(std::move(known), 1), name);
    }
    Offered answered(int status, const std::string& body = "[]") {
        const Result<CataloguePage> page =
            read_offer({std::string(kind::offer), "stocktakes", ""}, {status, {}, body});
        return page.ok() ? offered(Catalogue(page.value().records, 1), "stocktakes")
                         : Offered::unknown;
    }

    test::SimulatedSite site_;
    Books books_{true, "7c9e6679-7425-40de-944b-e07fc1f90ae7", "1"};
};

TEST_F(Sage200Offers, despatches_are_offered_from_their_release_on_and_nothing_is_locked) {
    EXPECT_EQ(asked(offer::confirm_despatch), Offered::yes);
    release("2022-08-21");
    EXPECT_EQ(asked(offer::confirm_despatch), Offered::no);
    release("2022-08-22");
    EXPECT_EQ(asked(offer::confirm_despatch), Offered::yes);
    const Request request =
        ask_offer(books_, {std::string(kind::offer), std::string(offer::confirm_despatch), ""});
    EXPECT_THAT(request.target, testing::EndsWith("/sop_despatch_receipts?$top=1"));
    EXPECT_EQ(asked(offer::confirm_despatch, R"({"despatchBecomes":"salesOrder"})"),
              Offered::unknown)
        << "people confirm them";
    site_.change(R"({"forbidden":"sop_despatch_receipts"})");
    EXPECT_EQ(asked(offer::confirm_despatch), Offered::forbidden);
}

TEST_F(Sage200Offers, couriers_are_offered_from_their_release_on) {
    const char* const couriers = R"({"salesOrders":{"couriers":{"U":"Parcel Carrier"}}})";
    EXPECT_EQ(asked(offer::couriers, couriers), Offered::unknown) << "they are there, and read";
    release("2022-08-21");
    EXPECT_EQ(asked(offer::couriers, couriers), Offered::no);
    EXPECT_EQ(asked(offer::couriers), Offered::unknown) << "no setting needs them";
}

TEST_F(Sage200Offers, fields_of_orders_come_with_their_release_and_edition) {
    const char* const texts = R"({"salesOrders":{"referenceField":"customer_document_no"},
        "texts":[{"text":"x","to":["spare_number_2","analysis_code_7","analysis_code_5"]}]})";
    site_.send("POST", "/sop_orders", site_.order());
    EXPECT_EQ(asked(offer::spare_fields, texts), Offered::yes);
    EXPECT_EQ(asked(offer::more_analysis_codes, texts), Offered::yes);
    release("2023-08-13");
    EXPECT_EQ(asked(offer::spare_fields, texts), Offered::no);
    EXPECT_EQ(asked(offer::more_analysis_codes, texts), Offered::yes);
    release("2025-06-02", false);
    EXPECT_EQ(asked(offer::spare_fields, texts), Offered::yes);
    EXPECT_EQ(asked(offer::more_analysis_codes, texts), Offered::no) << "Standard has five";
    EXPECT_EQ(asked(offer::more_analysis_codes), Offered::unknown) << "no setting needs them";
    EXPECT_EQ(asked(offer::spare_fields), Offered::yes) << "that of our reference";
    site_.behave(R"({"ignoreUnknownSelect":true})");
    EXPECT_EQ(asked(offer::more_analysis_codes, texts), Offered::no) << "left out of the order";
    EXPECT_EQ(asked(offer::spare_fields, texts), Offered::yes);
}

TEST_F(Sage200Offers, an_answer_that_says_neither_leaves_it_open_and_is_no_error) {
    EXPECT_EQ(answered(200), Offered::yes);
    EXPECT_EQ(answered(404, ""), Offered::no);
    EXPECT_EQ(answered(405, ""), Offered::no);
    EXPECT_EQ(answered(403, ""), Offered::forbidden);
    for (const int status : {200, 400, 302, 409}) {
        EXPECT_EQ(answered(status, "<html>"), Offered::unknown) << status;
    }
    for (const int status : {401, 429, 500, 504}) {
        const auto page =
            read_offer({std::string(kind::offer), "stocktakes", ""}, {status, {}, ""});
        ASSERT_FALSE(page.ok()) << "asked again";
        sample::expect_complete(page.error().first());
    }
    EXPECT_EQ(offered(Catalogue(), "stocktakes"), Offered::unknown);
}

TEST_F(Sage200Offers, each_is_asked_by_a_reading_that_came_with_it) {
    const auto probe = [&](std::string_view name) {
        const Request request =
            ask_offer(books_, {std::string(kind::offer), std::string(name), ""});
        EXPECT_EQ(request.method, "GET");
        return std::string(resource_of(request));
    };
    EXPECT_EQ(probe(offer::stock_transfers), "bin_holdings") << "transfers cannot be read";
    EXPECT_EQ(probe(offer::stocktakes), "stocktakes");
    EXPECT_EQ(probe(offer::confirm_despatch), "sop_despatch_receipts");
}

std::vector<std::string> unfit(std::string_view changes, const std::vector<std::string_view>& none,
                               Offered state = Offered::no) {
    std::vector<CatalogueRecord> added;
    for (const std::string_view name : none) {
        added.push_back(offer_record(name, state));
    }
    std::vector<std::string> all;
    for (const Problem& problem :
         unfit_settings(sample::order_settings(changes), sample::order_catalogue(added))) {
        sample::expect_complete(problem);
        all.push_back(problem.code + " " + problem.pointer);
    }
    return all;
}

TEST(Sage200CheckOffers, what_the_settings_need_is_told_by_the_setting_and_nothing_else) {
    EXPECT_THAT(unfit("{}", {}), IsEmpty());
    EXPECT_THAT(unfit("{}", {offer::confirm_despatch}),
                ElementsAre("sage200.settings.not_offered /despatchBecomes"));
    EXPECT_THAT(unfit(R"({"despatchBecomes":"salesOrder"})", {offer::confirm_despatch}), IsEmpty());
    EXPECT_THAT(unfit("{}", {offer::couriers, offer::more_analysis_codes, offer::stocktakes}),
                IsEmpty());
    EXPECT_THAT(unfit(R"({"salesOrders":{"warehouses":{"MAIN":"HOME"},"couriers":{"U":"Other"}}})",
                      {offer::couriers}),
                ElementsAre("sage200.settings.not_offered /salesOrders/couriers"));
    EXPECT_THAT(unfit(R"({"texts":[{"text":"x","to":["memo","analysis_code_6"]}]})",
                      {offer::more_analysis_codes}),
                ElementsAre("sage200.settings.not_offered /texts/0/to/1"));
    EXPECT_THAT(unfit("{}", {offer::spare_fields}),
                ElementsAre("sage200.settings.not_offered /salesOrders/referenceField"));
    EXPECT_THAT(unfit("{}", {offer::confirm_despatch}, Offered::forbidden),
                ElementsAre("sage200.read_forbidden /despatchBecomes"));
    const std::vector<Problem> ledger =
        unfit_settings(sample::settings(),
                       sample::with_record(offer_record(offer::confirm_despatch, Offered::no)));
    EXPECT_TRUE(ledger.empty());
    EXPECT_THAT(lacking(offer::more_analysis_codes), HasSubstr("Professional"));
    EXPECT_THAT(lacking(offer::spare_fields), HasSubstr("August 2023"));
}

TEST(Sage200NotOffered, a_right_that_is_missing_is_one_cause_and_tried_with_one_document) {
    Day day(order_and_despatch, {R"({"forbidden":"sop_confirm_despatch"})"});
    day.despatch({"D1"});
    day.despatch({"D2", "3"});
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("D1"), "sage200.module_forbidden");
    EXPECT_EQ(day.entry("D1").root_cause, "right:sop_confirm_despatch");
    EXPECT_EQ(day.entry("D2").root_cause, "right:sop_confirm_despatch");
    const int before = day.wire.writes;
    day.work_for(4 * hours_ms);
    EXPECT_EQ(day.wire.writes, before + 1) << "at the reading of the catalogue";
    EXPECT_EQ(day.held_by("D1"), "sage200.module_forbidden");
    day.site().change(R"({"allowed":"sop_confirm_despatch"})");
    day.work_for(5 * hours_ms);
    day.expect_posted("D1");
    day.expect_posted("D2");
    EXPECT_EQ(day.rows("/sop_order_despatch_line_views"), 2U);
}

TEST(Sage200NotOffered, what_the_catalogue_shows_as_missing_is_not_even_tried) {
    Day day(order_and_despatch_by_customer_number, {older_release});
    day.despatch({"D1"});
    day.work_for(hours_ms);
    EXPECT_EQ(day.held_by("D1"), "sage200.not_offered");
    EXPECT_EQ(day.entry("D1").root_cause, "not-offered:sop_confirm_despatch");
    EXPECT_EQ(day.wire.writes, 1) << "the order alone";
    day.work_for(5 * hours_ms);
    EXPECT_EQ(day.wire.writes, 1);
    day.site().change(R"({"site":{"professional":true,"release":"2025-06-02"}})");
    day.work_for(5 * hours_ms);
    day.expect_posted("D1");
}

TEST(Sage200NotOffered, only_what_sage_itself_says_of_the_site_needs_a_trial) {
    EXPECT_TRUE(needs_trial("right:sop_confirm_despatch"));
    EXPECT_TRUE(needs_trial("not-offered:sop_orders"));
    EXPECT_FALSE(needs_trial("item:SKU-1"));
    EXPECT_FALSE(needs_trial("catalogue"));
}

}  // namespace
}  // namespace sage::sage200
