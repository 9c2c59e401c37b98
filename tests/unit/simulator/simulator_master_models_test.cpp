// SPDX-License-Identifier: Apache-2.0
// Plan: the objects of master data exist with the fields a connector asks for.
#include <gtest/gtest.h>

#include "plugins/intacct/simulator_model.h"

namespace sage::simulated_intacct {
namespace {

TEST(IntacctMasterModels, each_object_has_the_fields_a_connector_reads) {
    FieldNames names;
    Models models;
    add_master_models(models, names);
    const std::pair<const char*, std::vector<const char*>> expected[] = {
        {"inventory-control/item",
         {"key", "id", "name", "status", "itemType", "unitOfMeasureGroup", "sales.basePrice",
          "itemDetails.universalProductCode", "audit.modifiedDateTime"}},
        {"accounts-receivable/customer", {"key", "id", "name", "status", "isOnHold", "term"}},
        {"inventory-control/warehouse", {"key", "id", "status", "location", "enableNegativeInv"}},
        {"order-entry/txn-definition",
         {"docClass", "workflowCategory", "editPolicy", "partialConvertMethod", "overridePrice"}},
        {"inventory-control/txn-definition", {"templateType", "inventoryTotalDetail"}},
        {"tax/order-entry-tax-detail", {"taxPercent", "taxSolution", "reverseCharge"}},
        {"company-config/location", {"id", "status"}},
        {"company-config/entity", {"id", "status"}},
        {"company-config/department", {"key", "id", "name", "status"}},
        {"company-config/class", {"key", "id", "name", "status"}},
    };
    for (const auto& [object, fields] : expected) {
        ASSERT_TRUE(models.contains(object)) << object;
        for (const char* const field : fields) {
            EXPECT_NE(models.at(object)->find(field), nullptr) << object << " " << field;
        }
    }
}

}  // namespace
}  // namespace sage::simulated_intacct
