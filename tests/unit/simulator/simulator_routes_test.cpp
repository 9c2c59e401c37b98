// SPDX-License-Identifier: Apache-2.0
// Plan: paths and methods: what is encoded, what is allowed where, what is not simulated.
#include "plugins/intacct/simulator_routes.h"

#include <gtest/gtest.h>

#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

TEST(IntacctRoutes, names_are_percent_decoded_once) {
    Sage sage;
    EXPECT_EQ(sage.send("POST", "/objects/order-entry/document%3A%3ASales%20Order", order()).status,
              201);
    EXPECT_EQ(sage.send("POST", "/objects/order-entry/document::Sales%2520Order", order()).status,
              404);
    EXPECT_EQ(sage.send("POST", "/objects/order-entry/document::Sales%2", order()).status, 404);
    EXPECT_EQ(sage.send("POST", "/objects/order-entry/document::sales%20order", order()).status,
              404)
        << "names keep their case";
}

TEST(IntacctRoutes, each_place_allows_its_methods) {
    Sage sage;
    const std::string key = key_of(sage.send("POST", orders, order()));
    const std::string path = std::string(orders) + "/" + key;
    EXPECT_EQ(sage.send("POST", path, order()).status, 405);
    EXPECT_EQ(sage.send("PUT", path, order()).status, 405);
    EXPECT_EQ(sage.send("DELETE", orders).status, 405);
    EXPECT_EQ(sage.send("POST", "/objects/order-entry/document", order()).status, 405);
    EXPECT_EQ(
        sage.send("POST", "/objects/order-entry/document-line::Sales%20Order", order()).status,
        405);
    EXPECT_EQ(sage.send("POST", "/objects/inventory-control/item", order()).status, 405);
    EXPECT_EQ(sage.send("GET", path).status, 200);
}

TEST(IntacctRoutes, what_is_not_simulated_is_not_there) {
    Sage sage;
    for (const char* const path :
         {"/services/core/composite", "/services/bulk/job/create",
          "/workflows/order-entry/document/generate-pdf", "/objects/a/b/c/d"}) {
        EXPECT_EQ(sage.send("POST", path, "{}").status, 404) << path;
    }
    EXPECT_EQ(sage.send("POST", orders, "[{},{}]").status, 400) << "batches";
}

}  // namespace
}  // namespace sage::test
