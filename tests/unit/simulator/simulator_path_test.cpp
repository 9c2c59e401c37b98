// SPDX-License-Identifier: Apache-2.0
// Plan: dotted names: a reference's own id and key, fields behind references, from a line to its
// document and on, and names that lead nowhere.
#include "plugins/intacct/simulator_path.h"

#include <gtest/gtest.h>

#include "tests/unit/simulator/sage.h"

namespace sage::simulated_intacct {
namespace {

using namespace test;

class IntacctPath : public testing::Test {
  protected:
    IntacctPath() { add_default_company(company); }
    Path path(std::string_view object, std::string_view name) {
        return compile_path(company, *find_subject(company, object), name);
    }
    Company company;
};

TEST_F(IntacctPath, a_references_id_and_key_need_no_hop) {
    EXPECT_TRUE(path("order-entry/document", "customer.id").hops.empty());
    EXPECT_EQ(path("order-entry/document", "customer.key").type, FieldType::key);
    EXPECT_EQ(path("order-entry/document", "customer.name").hops.size(), 1U);
    EXPECT_EQ(path("order-entry/document-line", "documentHeader.customer.name").hops.size(), 2U);
}

TEST_F(IntacctPath, names_that_lead_nowhere_are_unknown) {
    for (const char* const name :
         {"", ".", "customer", "customer.", "customer.name.id", "name.id", "project.name",
          "customer..id", "nsp::WMS_REFERENCE", "status"}) {
        EXPECT_EQ(path("order-entry/document", name).fault, PathFault::unknown) << name;
    }
    EXPECT_EQ(path("order-entry/document", "lines.key").fault, PathFault::crosses_list);
}

TEST_F(IntacctPath, a_chain_of_references_is_followed_only_so_far) {
    std::string chain = "id";
    for (int hop = 0; hop < 10; ++hop) {
        chain.insert(0, "parent.");
    }
    EXPECT_EQ(path("inventory-control/warehouse", chain).fault, PathFault::unknown);
}

TEST_F(IntacctPath, objects_are_found_with_their_definition) {
    EXPECT_FALSE(find_subject(company, "order-entry/document::Nope"));
    EXPECT_FALSE(find_subject(company, "inventory-control/document::Sales Invoice"));
    EXPECT_FALSE(find_subject(company, "inventory-control/item::Sales Invoice"));
    EXPECT_EQ(find_subject(company, "order-entry/document-line::Sales Order")->definition->id,
              "Sales Order");
}

TEST(IntacctPathValues, lines_see_their_document_and_what_it_refers_to) {
    Sage sage;
    sage.send("POST", invoices, invoice());
    const auto rows = sage.rows("order-entry/document-line::Sales Invoice",
                                R"(["documentHeader.key","documentHeader.id","documentType",
                                    "documentHeader.customer.name",
                                    "documentHeader.nsp::WMS_REFERENCE",
                                    "dimensions.item.name","sourceDocument.documentNumber"])");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].at("documentHeader.key"), "1");
    EXPECT_EQ(rows[0].at("documentHeader.id"), "Sales Invoice-SI-000001");
    EXPECT_EQ(rows[0].at("documentType"), "Sales Invoice");
    EXPECT_EQ(rows[0].at("documentHeader.customer.name"), "Acme Gifts");
    EXPECT_EQ(rows[0].at("documentHeader.nsp::WMS_REFERENCE"), "WREF1");
    EXPECT_EQ(rows[0].at("dimensions.item.name"), "White lantern");
    EXPECT_TRUE(rows[0].at("sourceDocument.documentNumber").is_null());
}

}  // namespace
}  // namespace sage::simulated_intacct
