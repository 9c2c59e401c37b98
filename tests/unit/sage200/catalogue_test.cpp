// SPDX-License-Identifier: Apache-2.0
// Plan: what is read and how a page becomes records, against the simulated Sage; pages, rights,
// other releases, rubbish.
#include "plugins/sage200/wire.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>

#include "plugins/sage200/offers.h"
#include "sage-adapter/delivery/catalogue_reading.h"
#include "sage-adapter/mapping/match_keys.h"
#include "tests/unit/sage200/simulated_site.h"

namespace sage::sage200 {
namespace {

class Sage200Catalogue : public testing::Test {
  protected:
    Result<CataloguePage> page(std::string_view kind, std::string after = "") {
        const CatalogueRead read{std::string(kind), "", std::move(after)};
        return read_catalogue_page(read, site_.authorised(catalogue_request(books_, read)));
    }
    const CatalogueRecord* record(std::string_view kind, std::string_view id) {
        pages_.push_back(page(kind).value());
        for (const CatalogueRecord& one : pages_.back().records) {
            if (one.id == id) {
                return &one;
            }
        }
        return nullptr;
    }

    test::SimulatedSite site_;
    Books books_{true, "7c9e6679-7425-40de-944b-e07fc1f90ae7", "1"};
    std::deque<CataloguePage> pages_;
};

TEST_F(Sage200Catalogue, every_kind_is_read_and_the_sites_come_first) {
    ASSERT_FALSE(catalogue_reads().empty());
    EXPECT_EQ(catalogue_reads().front().kind, kind::site);
    for (const CatalogueRead& read : catalogue_reads()) {
        EXPECT_TRUE(page(read.kind).ok()) << read.kind;
    }
    EXPECT_NE(record(kind::site, "7c9e6679-7425-40de-944b-e07fc1f90ae7/1"), nullptr);
    site_.behave(R"({"wrapLists":true})");
    EXPECT_NE(record(kind::customer, "C1"), nullptr);
}

TEST_F(Sage200Catalogue, records_have_the_codes_that_people_use_and_sages_keys) {
    const CatalogueRecord* const customer = record(kind::customer, "C2");
    ASSERT_NE(customer, nullptr);
    EXPECT_EQ(customer->key, std::to_string(site_.id_of("customers", "reference", "C2")));
    EXPECT_EQ(customer->name, "Slow Payers");
    EXPECT_EQ(customer->fields.text("on_hold"), "true");
    EXPECT_TRUE(customer->active);
    const CatalogueRecord* const tax = record(kind::tax_code, "1");
    ASSERT_NE(tax, nullptr);
    EXPECT_EQ(tax->fields.text("tax_rate"), "20");
    EXPECT_NE(record(kind::nominal_code, "4000"), nullptr);
    site_.change(R"({"add":{"model":"nominal_code","fields":{"reference":"4000","name":"North",
        "cost_centre_code":"NOR","account_status_type":"AccountStatusBlocked"}}})");
    const CatalogueRecord* const north = record(kind::nominal_code, "4000/NOR/");
    ASSERT_NE(north, nullptr);
    EXPECT_FALSE(north->active);
    site_.change(R"({"add":{"model":"nominal_transaction_analysis_code",
        "fields":{"code":"WMS","active":false}}})");
    EXPECT_FALSE(record(kind::transaction_analysis, "WMS")->active);
}

TEST_F(Sage200Catalogue, customers_are_found_by_their_vat_number_and_currencies_say_which_is_base) {
    const std::string key = std::to_string(site_.id_of("customers", "reference", "C2"));
    site_.change(R"({"set":{"model":"customer","id":)" + key +
                 R"(,"fields":{"vat_number":"GB 123 4567 89"}}})");
    EXPECT_EQ(record(kind::customer, "C2")->fields.text(match_field::vat_number), "123456789");
    EXPECT_FALSE(record(kind::customer, "C1")->fields.contains(match_field::vat_number));
    EXPECT_EQ(record(kind::currency, "Pound Sterling")->fields.text("is_base_currency"), "true");
}

TEST_F(Sage200Catalogue, pages_go_on_by_id_and_end) {
    std::string customers = R"({"customers":[)";
    for (int number = 0; number < 600; ++number) {
        customers += (number == 0 ? "" : ",") + std::string(R"({"id":"N)") +
                     std::to_string(number) + R"("})";
    }
    ASSERT_EQ(site_.control("POST", "/control/seed", customers + "]}").status, 200);
    const CataloguePage first = page(kind::customer).value();
    EXPECT_EQ(first.records.size(), 500U);
    const CataloguePage second = page(kind::customer, first.next).value();
    EXPECT_EQ(second.records.size(), 103U);
    EXPECT_EQ(second.next, "");
}

TEST_F(Sage200Catalogue, what_nothing_can_name_is_no_record_and_is_counted) {
    const CatalogueRead read{std::string(kind::product), "units", ""};
    const CataloguePage read_page =
        read_catalogue_page(read, {200,
                                   {},
                                   R"([{"id":7,"name":"A mug"},{"id":8,"code":"MUG","units":
                                      [{"unit_id":5,"multiple_of_base_unit":6}]}])"})
            .value();
    ASSERT_EQ(read_page.records.size(), 1U);
    EXPECT_EQ(read_page.records.front().id, "MUG");
    EXPECT_EQ(read_page.records.front().key, "8");
    EXPECT_EQ(read_page.records.front().fields.text(std::string(unit_prefix) + "5"), "6");
    EXPECT_EQ(read_page.keys, (std::vector<std::string>{"7", "8"}));
}

/// Readings one after another, as the core makes them.
class Sage200Changes : public Sage200Catalogue {
  protected:
    Sage200Changes() {
        for (int batch = 0; batch < 3; ++batch) {
            std::string customers = R"({"customers":[)";
            for (int number = 0; number < 600; ++number) {
                customers += (number == 0 ? "" : ",") + std::string(R"({"id":"N)") +
                             std::to_string(600 * batch + number) + R"("})";
            }
            site_.control("POST", "/control/seed", customers + "]}");
        }
        site_.behave(R"({"tokenSeconds":1000000})");
        site_.authorise();
        // Longer ago than the margin for clocks that differ.
        site_.now_ms += 3 * hour;
        read();
    }
    /// How many requests it took.
    int read() {
        std::vector<CatalogueRead> reads = catalogue_reads();
        std::erase_if(reads, [](const CatalogueRead& one) { return one.kind != kind::customer; });
        CatalogueReading reading(reads, known_, site_.now_ms, 24 * hour);
        int requests = 0;
        for (; const std::optional<CatalogueRead> next = reading.next(); ++requests) {
            Result<CataloguePage> page =
                read_catalogue_page(*next, site_.authorised(catalogue_request(books_, *next)));
            EXPECT_TRUE(page.ok());
            reading.take(std::move(page).value());
        }
        known_ = std::make_shared<const Catalogue>(reading.finish(site_.now_ms));
        site_.now_ms += 3 * hour;
        return requests;
    }
    std::string key_of(const char* reference) {
        return std::to_string(site_.id_of("customers", "reference", reference));
    }
    std::size_t held() const { return known_->all(kind::customer).size(); }

    static constexpr std::int64_t hour = 3'600'000;
    std::shared_ptr<const Catalogue> known_ = std::make_shared<const Catalogue>();
};

TEST_F(Sage200Changes, alone_are_read_of_customers_and_their_number_asked) {
    EXPECT_EQ(held(), 1803U);
    EXPECT_EQ(read(), 2) << "none changed, and so many there are";
    site_.change(R"({"set":{"model":"customer","id":)" + key_of("N7") +
                 R"(,"fields":{"on_hold":true}}})");
    site_.change(R"({"add":{"model":"customer","fields":{"reference":"NEW","name":"New"}}})");
    EXPECT_EQ(read(), 2);
    EXPECT_EQ(known_->find(kind::customer, "N7")->fields.text("on_hold"), "true");
    EXPECT_NE(known_->find(kind::customer, "NEW"), nullptr);
    EXPECT_EQ(held(), 1804U);
}

TEST_F(Sage200Changes, a_deletion_shows_in_the_number_and_all_is_read) {
    const std::string key = key_of("N9");
    site_.change(R"({"remove":{"model":"customer","id":)" + key + "}}");
    EXPECT_GT(read(), 4);
    EXPECT_EQ(known_->find(kind::customer, "N9"), nullptr);
    EXPECT_EQ(held(), 1802U);
}

TEST_F(Sage200Changes, more_than_is_held_is_read_whole_too) {
    // Of a customer that was hidden from this user before, and is not dated anew.
    site_.now_ms -= 24 * hour;
    site_.change(R"({"add":{"model":"customer","fields":{"reference":"OLD","name":"Old"}}})");
    site_.now_ms += 24 * hour;
    EXPECT_GT(read(), 4);
    EXPECT_NE(known_->find(kind::customer, "OLD"), nullptr);
}

TEST_F(Sage200Changes, what_sage_does_not_take_is_read_whole) {
    CatalogueRead read = catalogue_reads().at(1);
    ASSERT_EQ(read.kind, kind::customer);
    for (const int status : {400, 403, 404}) {
        read.since = "2026-11-01T00:00:00Z";
        EXPECT_TRUE(read_catalogue_page(read, {status, {}, ""}).value().only_whole);
        read.since.clear();
        read.count = true;
        EXPECT_TRUE(read_catalogue_page(read, {status, {}, ""}).value().only_whole);
        read.count = false;
    }
    EXPECT_EQ(read_catalogue_page(read, {200, {}, "[]"}).value().since, "") << "no time is shown";
    read.count = true;
    EXPECT_EQ(read_catalogue_page(read, {200, {}, "[]"}).value().count, 0);
}

TEST_F(Sage200Catalogue, delivery_addresses_are_read_for_the_host_where_it_wants_them) {
    for (const CatalogueRead& read : catalogue_reads()) {
        EXPECT_NE(read.kind, kind::delivery_address);
    }
    const std::string customer = std::to_string(site_.id_of("customers", "reference", "C1"));
    site_.change(R"({"add":{"model":"customer_delivery_address","fields":{"customer_id":)" +
                 customer + R"(,"description":"Shop at the harbour","postcode":"PL1 2AB",
                 "tax_code_id":1}}})");
    const CatalogueRead read = delivery_address_read();
    EXPECT_EQ(read.object, "customer_delivery_addresses") << "what changed is read again";
    const CataloguePage page =
        read_catalogue_page(read, site_.authorised(catalogue_request(books_, read))).value();
    ASSERT_EQ(page.records.size(), 1U);
    const CatalogueRecord& address = page.records.front();
    EXPECT_EQ(address.id, address.key);
    EXPECT_EQ(address.name, "Shop at the harbour");
    EXPECT_EQ(address.fields.text("customer_id"), customer);
    EXPECT_EQ(address.fields.text("postcode"), "PL1 2AB");
    const CataloguePage refused = read_catalogue_page(read, {403, {}, ""}).value();
    EXPECT_TRUE(refused.refused.has_value());
    EXPECT_FALSE(refused.needed) << "no document needs them";
}

TEST_F(Sage200Catalogue, what_orders_need_is_read_where_it_is_used) {
    const std::vector<CatalogueRead> few = order_catalogue_reads({"spare_text_1"});
    EXPECT_EQ(few.size(), 5U);
    EXPECT_EQ(few.back().scope, "spare_text_1");
    for (const CatalogueRead& read : order_catalogue_reads({"spare_text_1", true, true, true})) {
        const auto answer =
            read_catalogue_page(read, site_.authorised(catalogue_request(books_, read)));
        ASSERT_TRUE(answer.ok()) << read.kind;
        EXPECT_EQ(answer.value().records.empty(), read.kind == kind::analysis_code) << read.kind;
    }
    EXPECT_NE(record(kind::product, "LANTERN"), nullptr);
    EXPECT_NE(record(kind::warehouse, "NORTH"), nullptr);
    EXPECT_NE(record(kind::additional_charge, "POST"), nullptr);
    EXPECT_NE(record(kind::courier, "Parcel Carrier"), nullptr);
    EXPECT_EQ(
        record(kind::sop_settings, kind::sop_settings)->fields.text("record_tracking_on_despatch"),
        "true");
    EXPECT_EQ(record(kind::sop_permissions, kind::sop_permissions)
                  ->fields.text("override_prices_discounts"),
              "true");
}

TEST_F(Sage200Catalogue, products_are_for_sale_or_not_and_have_bar_codes) {
    const std::string key = std::to_string(site_.id_of("products", "code", "MUG"));
    const auto set = [&](const std::string& fields) {
        site_.change(R"({"set":{"model":"product","id":)" + key + R"(,"fields":)" + fields + "}}");
        return record(kind::product, "MUG");
    };
    EXPECT_TRUE(set(R"({"barcode":"5012345678900"})")->active);
    EXPECT_EQ(record(kind::product, "MUG")->fields.text(match_field::gtin), "05012345678900");
    EXPECT_FALSE(set(R"({"product_status_type":"EnumStockItemStatusTypeInactive"})")->active);
    EXPECT_FALSE(set(R"({"product_status_type":"EnumStockItemStatusTypeActive",
        "allow_sales_order":false})")
                     ->active);
}

TEST_F(Sage200Catalogue, analysis_codes_have_their_values) {
    site_.change(R"({"add":{"model":"analysis_code_mapping","fields":{"class_name":
        "Sage.Accounting.SOP.SOPOrderReturn","slot":3,"is_read_only":false,"analysis_code":
        {"name":"Channel","allow_overtype":false,"allow_new_on_entry":false,
         "values":[{"value":"WEB"},{"value":"SHOP"}]}}}})");
    const CatalogueRecord* const mapping = record(kind::analysis_code, "SOPOrderReturn/3");
    ASSERT_NE(mapping, nullptr);
    EXPECT_EQ(mapping->name, "Channel");
    EXPECT_EQ(mapping->fields.text(analysis_open), "false");
    EXPECT_EQ(mapping->fields.text(analysis_values), "WEB\nSHOP");
}

TEST_F(Sage200Catalogue, a_release_says_which_field_and_records_it_has) {
    const CatalogueRead read = order_catalogue_reads({"spare_text_1"}).back();
    const auto shows = [&](const Reply& reply) {
        const std::vector<CatalogueRecord> all = read_catalogue_page(read, reply).value().records;
        return std::any_of(all.begin(), all.end(), [](const CatalogueRecord& one) {
            return one.kind == kind::order_field && one.id == "spare_text_1";
        });
    };
    const auto has = [&] { return shows(site_.authorised(catalogue_request(books_, read))); };
    EXPECT_TRUE(has());
    site_.send("POST", "/sop_orders", site_.order());
    EXPECT_TRUE(has());
    site_.change(R"({"site":{"professional":true,"release":"2022-08-22"}})");
    EXPECT_FALSE(has());
    EXPECT_FALSE(shows({200, {}, R"([{"id":1}])"}));
    EXPECT_FALSE(read_catalogue_page(read, {500, {}, ""}).ok());
    const Result<CataloguePage> without_orders = read_catalogue_page(read, {404, {}, ""});
    ASSERT_TRUE(without_orders.ok()) << "all else is read";
    EXPECT_EQ(without_orders.value().refused->code, "sage200.read_not_offered");
    EXPECT_TRUE(page(kind::courier).ok());
    site_.change(R"({"site":{"professional":true,"release":"2021-01-01"}})");
    const CataloguePage none = page(kind::courier).value();
    ASSERT_TRUE(none.refused);
    EXPECT_EQ(none.refused->code, "sage200.read_not_offered");
    EXPECT_FALSE(none.needed);
}

TEST_F(Sage200Catalogue, units_of_products_are_read_only_where_they_are_named) {
    site_.change(R"({"productUnit":{"product":"LANTERN","unit":"Dozen","multiple":"12.5"}})");
    const auto find = [&](const OrderReads& wanted, std::string_view kind, std::string_view id) {
        std::vector<CatalogueRecord> all;
        for (const CatalogueRead& read : order_catalogue_reads(wanted)) {
            const auto made =
                read_catalogue_page(read, site_.authorised(catalogue_request(books_, read)));
            all.insert(all.end(), made.value().records.begin(), made.value().records.end());
        }
        const Catalogue known(std::move(all), 1);
        const CatalogueRecord* const found = known.find(kind, id);
        return found == nullptr ? CatalogueRecord() : *found;
    };
    OrderReads wanted{"spare_text_1"};
    EXPECT_EQ(find(wanted, kind::unit, "Dozen").key, "");
    wanted.units = true;
    const std::string key = find(wanted, kind::unit, "Dozen").key;
    EXPECT_EQ(key, std::to_string(site_.id_of("units", "name", "Dozen")));
    EXPECT_EQ(find(wanted, kind::product, "LANTERN").fields.text("unit:" + key), "12.5");
    EXPECT_EQ(find(wanted, kind::product, "MUG").fields.text("unit:" + key), "");
}

TEST_F(Sage200Catalogue, products_that_are_read_with_other_parts_are_read_whole_again) {
    OrderReads wanted{"spare_text_1"};
    const auto form = [&] {
        for (const CatalogueRead& read : order_catalogue_reads(wanted)) {
            if (read.kind == kind::product) {
                return read.form;
            }
        }
        return std::string();
    };
    const std::string plain = form();
    wanted.units = true;
    EXPECT_NE(form(), plain);
}

TEST_F(Sage200Catalogue, whether_a_site_has_sales_returns_is_read_with_the_field_of_our_reference) {
    OrderReads wanted{"spare_text_1"};
    wanted.sales_returns = true;
    const CatalogueRead read = order_catalogue_reads(wanted).back();
    EXPECT_EQ(read.kind, kind::return_field);
    const auto found = [&] {
        return read_catalogue_page(read, site_.authorised(catalogue_request(books_, read)))
            .value()
            .records;
    };
    const auto has_returns = [](std::vector<CatalogueRecord> records) {
        return offered(Catalogue(std::move(records), 1), offer::sales_returns);
    };
    for (const int round : {1, 2}) {
        ASSERT_EQ(found().size(), 2U) << round;
        EXPECT_EQ(has_returns(found()), Offered::yes);
        EXPECT_EQ(found()[1].id, "spare_text_1");
        site_.send("POST", "/sop_returns", site_.order());
    }
    const auto without = read_catalogue_page(read, {400, {}, R"({"message":"spare_text_1"})"});
    EXPECT_EQ(without.value().records.size(), 1U);
    EXPECT_EQ(has_returns(without.value().records), Offered::yes);
    EXPECT_FALSE(read_catalogue_page(read, {504, {}, ""}).ok());
    site_.change(R"({"site":{"professional":true,"release":"2024-10-28"}})");
    ASSERT_EQ(found().size(), 1U);
    EXPECT_EQ(has_returns(found()), Offered::no);
    site_.change(R"({"site":{"professional":true,"release":"2025-06-02"}})");
    site_.change(R"({"forbidden":"sop_returns"})");
    const CataloguePage forbidden =
        read_catalogue_page(read, site_.authorised(catalogue_request(books_, read))).value();
    EXPECT_FALSE(forbidden.needed) << "returns wait, and all else goes on";
    EXPECT_TRUE(forbidden.refused.has_value());
    EXPECT_EQ(has_returns(forbidden.records), Offered::forbidden);
}

TEST_F(Sage200Catalogue, a_right_that_is_missing_is_told_with_what_to_grant) {
    site_.change(R"({"forbidden":"customers"})");
    const CataloguePage refused = page(kind::customer).value();
    ASSERT_TRUE(refused.refused);
    EXPECT_EQ(refused.refused->code, "sage200.read_forbidden");
    EXPECT_TRUE(refused.needed);
    site_.change(R"({"forbidden":"nominal_transaction_analysis_codes"})");
    EXPECT_FALSE(page(kind::transaction_analysis).value().needed);
}

TEST_F(Sage200Catalogue, what_is_no_page_is_asked_again) {
    site_.behave(R"({"offline":true})");
    const auto offline = page(kind::customer);
    ASSERT_FALSE(offline.ok());
    EXPECT_EQ(offline.error().first().code, "sage200.catalogue_unreadable");
    EXPECT_TRUE(page(kind::site).value().records.empty()) << "the tunnel is down";
    const CatalogueRead read{std::string(kind::customer), "", "7"};
    for (const char* const body : {R"([{"id":7,"reference":"A"}])", R"([{"reference":"A"}])",
                                   R"([{"id":9},{"id":8}])", "{}", "<html>"}) {
        EXPECT_FALSE(read_catalogue_page(read, {200, {}, body}).ok()) << body;
    }
}

}  // namespace
}  // namespace sage::sage200
