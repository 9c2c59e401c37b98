// SPDX-License-Identifier: Apache-2.0
// Plan: GET of lists with at most a hundred references, and of single records, nested, with lines.
#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

TEST(IntacctObject, a_list_holds_at_most_a_hundred_references) {
    Sage sage("wms@northwind");
    for (int count = 0; count < 101; ++count) {
        sage.send("POST", orders, order(), {{"X-IA-API-Param-Entity", "100"}});
    }
    const auto body = parsed(sage.send("GET", "/objects/order-entry/document"));
    EXPECT_TRUE(body.at("ia::result").as_array().empty()) << "they belong to the entity";
    const auto own = parsed(sage.send("GET", "/objects/order-entry/document::Sales%20Order", "",
                                      {{"X-IA-API-Param-Entity", "100"}}));
    ASSERT_EQ(own.at("ia::result").as_array().size(), 100U);
    EXPECT_EQ(text_at(own, "/ia::result/0/href"), "/objects/order-entry/document::Sales%20Order/1");
    EXPECT_EQ(own.at("ia::meta").at("totalCount").to_number<int>(), 101);
    EXPECT_EQ(own.at("ia::meta").at("next").to_number<int>(), 101);
}

TEST(IntacctObject, a_document_is_shown_nested_with_its_lines) {
    Sage sage;
    sage.send("POST", invoices, invoice());
    const auto document = parsed(sage.send("GET", "/objects/order-entry/document/1"));
    EXPECT_EQ(text_at(document, "/ia::result/customer/id"), "C1");
    EXPECT_EQ(text_at(document, "/ia::result/customer/key"), "1");
    EXPECT_EQ(text_at(document, "/ia::result/nsp::WMS_REFERENCE"), "WREF1");
    EXPECT_EQ(text_at(document, "/ia::result/lines/0/dimensions/item/id"), "LANTERN");
    EXPECT_EQ(text_at(document, "/ia::result/lines/0/documentHeader/key"), "1");
    EXPECT_EQ(text_at(document, "/ia::result/lines/0/href"),
              "/objects/order-entry/document-line::Sales%20Invoice/100001");
    EXPECT_EQ(*at_pointer(document, "/ia::result/isPrinted"), false);
}

TEST(IntacctObject, lines_and_master_records_are_read_by_key) {
    Sage sage;
    sage.send("POST", invoices, invoice());
    EXPECT_EQ(text_at(parsed(sage.send("GET", "/objects/order-entry/document-line/100001")),
                      "/ia::result/unit"),
              "Each");
    EXPECT_EQ(
        text_at(parsed(sage.send("GET", "/objects/inventory-control/item/2")), "/ia::result/id"),
        "MUG");
    const auto definition = parsed(sage.send("GET", "/objects/inventory-control/txn-definition/2"));
    EXPECT_EQ(text_at(definition, "/ia::result/inventoryTotalDetail/0/operation"), "subtract");
}

TEST(IntacctObject, what_is_not_there_is_not_found) {
    Sage sage;
    for (const char* const path :
         {"/objects/order-entry/document/1", "/objects/order-entry/document/x",
          "/objects/order-entry/document-line/5", "/objects/inventory-control/item/99",
          "/objects/inventory-control/planet", "/objects/inventory-control"}) {
        EXPECT_EQ(sage.send("GET", path).status, 404) << path;
    }
}

}  // namespace
}  // namespace sage::test
