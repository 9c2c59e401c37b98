// SPDX-License-Identifier: Apache-2.0
// Plan: of the four permissions of orders one is needed where the document's prices count, and the
// others never; what was not read is unknown.
#include "plugins/sage200/rights.h"

#include <gmock/gmock.h>

#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

using testing::ElementsAre;

Catalogue permissions(const std::map<std::string, std::string, std::less<>>& fields) {
    CatalogueRecord record;
    record.kind = kind::sop_permissions;
    record.id = kind::sop_permissions;
    record.fields = fields;
    return Catalogue({record}, 1);
}

std::vector<std::string> verdicts(std::string_view changes, const Catalogue& known) {
    std::vector<std::string> all;
    for (const Right& right : rights(sample::order_settings(changes), known).rights) {
        all.push_back(right.name + " " + std::string(text_of(verdict_of(right))));
    }
    return all;
}

TEST(Sage200Rights, what_nothing_needs_is_in_excess) {
    const Catalogue known = permissions({{"override_prices_discounts", "true"},
                                         {"override_credit_holds", "true"},
                                         {"override_cost_price", "false"},
                                         {"override_fulfilment_method", "true"}});
    EXPECT_THAT(verdicts("{}", known),
                ElementsAre("override_prices_discounts fits", "override_credit_holds excess",
                            "override_cost_price fits", "override_fulfilment_method excess"));
    EXPECT_EQ(verdicts(R"({"salesOrders":{"prices":"sage"}})", known).front(),
              "override_prices_discounts excess");
    EXPECT_EQ(verdicts(R"({"despatchBecomes":"salesInvoice"})", known).front(),
              "override_prices_discounts excess")
        << "no order is written";
}

TEST(Sage200Rights, what_is_needed_and_not_given_is_missing) {
    const Catalogue known = permissions({{"override_prices_discounts", "false"}});
    EXPECT_THAT(verdicts("{}", known),
                ElementsAre("override_prices_discounts missing", "override_credit_holds unknown",
                            "override_cost_price unknown", "override_fulfilment_method unknown"));
    EXPECT_EQ(verdicts("{}", Catalogue()).front(), "override_prices_discounts unknown");
}

TEST(Sage200Rights, what_sage_does_not_show_is_said) {
    const Rights told = rights(sample::order_settings("{}"), Catalogue());
    EXPECT_THAT(told.not_shown, testing::HasSubstr("modules"));
    for (const Right& right : told.rights) {
        EXPECT_FALSE(right.purpose.empty()) << right.name;
    }
}

}  // namespace
}  // namespace sage::sage200
