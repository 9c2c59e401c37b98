// SPDX-License-Identifier: Apache-2.0
// Plan: what is read in which scope; each kind of records from HyperAccounts; what is no whole
// answer is unavailable and never empty.
#include "plugins/sage50/catalogue.h"

#include <gmock/gmock.h>

#include "sage-adapter/mapping/match_keys.h"
#include "tests/unit/sage50/simulated_company.h"

namespace sage::sage50 {
namespace {

using testing::ElementsAre;

class Sage50Catalogue : public testing::Test {
  protected:
    static CatalogueRead of(std::string_view kind) {
        CatalogueRead read;
        read.kind = kind;
        return read;
    }
    Result<CataloguePage> page(std::string_view kind) {
        return read_catalogue_page(of(kind), company.raw(with_token(of(kind))));
    }
    CatalogueRecord record(std::string_view kind, std::string_view id) {
        const Result<CataloguePage> read = page(kind);
        EXPECT_TRUE(read.ok()) << (read.ok() ? "" : read.error().first().cause);
        if (read.ok()) {
            EXPECT_EQ(read.value().next, "");
            for (const CatalogueRecord& one : read.value().records) {
                if (one.id == id) {
                    return one;
                }
            }
        }
        ADD_FAILURE() << "no " << kind << " " << id;
        return {};
    }
    static Request with_token(const CatalogueRead& read) {
        Request request = catalogue_request({}, read);
        request.headers.push_back({"AuthToken", "simulated-auth-token"});
        return request;
    }
    static Reply reply(int status, std::string body) {
        Reply reply;
        reply.status = status;
        reply.body = std::move(body);
        return reply;
    }

    test::SimulatedCompany company;
};

std::vector<std::string> kinds_of(const CatalogueScope& scope) {
    std::vector<std::string> kinds;
    for (const CatalogueRead& read : catalogue_reads(scope)) {
        kinds.push_back(read.kind + (read.object.empty() ? "" : " by changes"));
    }
    return kinds;
}

TEST_F(Sage50Catalogue, is_read_as_far_as_the_settings_need_it) {
    EXPECT_THAT(kinds_of({}), ElementsAre("company", "tax-code", "nominal-code", "department",
                                          "customer", "product"));
    EXPECT_THAT(kinds_of({true, true, true, true}),
                ElementsAre("company", "tax-code", "nominal-code by changes", "department",
                            "customer by changes", "product by changes", "interface-company",
                            "currency", "courier", "delivery-address"));
    EXPECT_THAT(kinds_of({true, false, false, false}),
                ElementsAre("company", "tax-code", "nominal-code by changes", "department",
                            "customer by changes", "product by changes", "currency"));
}

TEST_F(Sage50Catalogue, has_customers_as_they_are_matched_and_held) {
    company.change(R"({"set":{"table":"SALES_LEDGER","key":"C1","fields":{
        "VAT_REG_NUMBER":"GB 238 3839 38","DEF_NOM_CODE":"4001","ADDRESS_5":"NE1 1AA",
        "ACCOUNT_ON_HOLD":"1","DEPT_NUMBER":"2"}}})");
    const CatalogueRecord customer = record(kind::customer, "C1");
    EXPECT_TRUE(customer.active);
    EXPECT_EQ(customer.fields.text(customer_field::on_hold), "true");
    EXPECT_EQ(customer.fields.text(customer_field::currency), "1");
    EXPECT_EQ(customer.fields.text(customer_field::nominal), "4001");
    EXPECT_EQ(customer.fields.text(customer_field::department), "2");
    EXPECT_EQ(customer.fields.text(match_field::vat_number), "238383938");
    EXPECT_EQ(customer.fields.text(match_field::vat_country), "GB");
    EXPECT_EQ(customer.fields.text(match_field::name_and_postal_zone),
              name_and_postal_zone_key(customer.name, "NE1 1AA"));
    company.change(R"({"set":{"table":"SALES_LEDGER","key":"C1","fields":{"INACTIVE_FLAG":"1"}}})");
    EXPECT_FALSE(record(kind::customer, "C1").active);
}

TEST_F(Sage50Catalogue, has_products_with_their_codes) {
    company.change(R"({"set":{"table":"STOCK","key":"MUG","fields":{"BARCODE":"5012345678900",
        "NOMINAL_CODE":"4001","TAX_CODE":"T5","DEPT_NUMBER":"3"}}})");
    const CatalogueRecord product = record(kind::product, "MUG");
    EXPECT_EQ(product.name, "Mug");
    EXPECT_EQ(product.fields.text(match_field::gtin), "05012345678900");
    EXPECT_EQ(product.fields.text(product_field::item_type), "0");
    EXPECT_EQ(product.fields.text(product_field::nominal), "4001");
    EXPECT_EQ(product.fields.text(product_field::tax_code), "5");
    EXPECT_EQ(product.fields.text(product_field::department), "3");
    EXPECT_FALSE(product.fields.text(product_field::in_stock).empty());
    company.change(R"({"remove":{"table":"STOCK","key":"MUG"}})");
    const Result<CataloguePage> left = page(kind::product);
    ASSERT_TRUE(left.ok());
    for (const CatalogueRecord& one : left.value().records) {
        EXPECT_NE(one.id, "MUG") << "deleted";
    }
}

TEST_F(Sage50Catalogue, has_the_company_with_its_closed_day) {
    company.change(R"({"closedUntil":"2026-10-31"})");
    const Result<CataloguePage> read = page(kind::company);
    ASSERT_TRUE(read.ok());
    ASSERT_EQ(read.value().records.size(), 1U);
    const CatalogueRecord& record = read.value().records[0];
    EXPECT_EQ(record.id, "C4C463BE-0000-4A7D-A23B-D1A92B8DCB59");
    EXPECT_EQ(record.fields.text(company_field::lock_date), "2026-10-31");
    EXPECT_EQ(record.fields.text(company_field::country), "GB");
}

TEST_F(Sage50Catalogue, has_codes_couriers_and_addresses) {
    EXPECT_EQ(record(kind::tax_code, "1").fields.text(rate_field), "20");
    EXPECT_EQ(record(kind::nominal_code, "0010").name, "Freehold Property");
    EXPECT_EQ(record(kind::courier, "1").name, "Royal Mail");
    EXPECT_TRUE(page(kind::department).ok());
    company.change(R"({"add":{"table":"SALES_DEL_ADDR","fields":{"REFERENCE":"C1      0001",
        "ACCOUNT_REF":"C1","ADDRESS_REF":"1","NAME":"Dock 4","ADDRESS_1":"4 Dock Road"}}})");
    const CatalogueRecord address = record(kind::delivery_address, "C1/1");
    EXPECT_EQ(address.name, "Dock 4");
    EXPECT_EQ(address.fields.text("addressLine1"), "4 Dock Road");
}

TEST_F(Sage50Catalogue, is_unavailable_and_never_empty) {
    for (const Reply& bad :
         {reply(200, R"({"success":false,"code":500,"response":null,"message":"x"})"),
          reply(200, R"({"Message":"A Search Product process is already running."})"),
          reply(500, "<html>IIS</html>"), reply(200, "<html>IIS</html>"), reply(200, "[]"),
          reply(200, "{}"), reply(404, "{}")}) {
        for (const std::string_view kind :
             {kind::customer, kind::product, kind::tax_code, kind::company}) {
            const Result<CataloguePage> read = read_catalogue_page(of(kind), bad);
            ASSERT_FALSE(read.ok()) << kind << " " << bad.body;
            EXPECT_EQ(read.error().status, Status::remote);
        }
    }
    const Reply none =
        reply(200, R"({"results":[],"success":true,"code":200,"response":null,"message":null})");
    const Result<CataloguePage> customers = read_catalogue_page(of(kind::customer), none);
    ASSERT_FALSE(customers.ok()) << "a search for an unknown column finds nothing, too";
    EXPECT_EQ(customers.error().first().code, "sage50.catalogue.nothing_shown");
    EXPECT_TRUE(read_catalogue_page(of(kind::product), none).ok());
}

}  // namespace
}  // namespace sage::sage50
