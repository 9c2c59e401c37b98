// SPDX-License-Identifier: Apache-2.0
// Plan: a line of a table becomes a field; groups; a second line adds values to an enumeration.
#include "plugins/intacct/simulator_model.h"

#include <gtest/gtest.h>

namespace sage::simulated_intacct {
namespace {

TEST(IntacctModel, a_line_names_type_and_flags) {
    FieldNames names;
    const Field amount = read_field("unitPrice decimal:4 required", names);
    EXPECT_EQ(amount.type, FieldType::decimal);
    EXPECT_EQ(amount.places, 4);
    EXPECT_TRUE(amount.required);
    EXPECT_FALSE(amount.read_only);
    EXPECT_EQ(read_field("memo text:4000", names).length_max, 4'000U);
    EXPECT_TRUE(read_field("total decimal:2 ro", names).read_only);
    EXPECT_TRUE(read_field("status text ignored", names).ignored);
    const Field reference = read_field("customer ref:accounts-receivable/customer", names);
    EXPECT_EQ(reference.target, "accounts-receivable/customer");
    EXPECT_EQ(names.name(reference.reference_id), "customer.id");
    EXPECT_EQ(names.name(reference.reference_key), "customer.key");
}

TEST(IntacctModel, groups_and_continued_enumerations) {
    FieldNames names;
    const Model model("x/y", "a.b.c text\nstate enum:one|two\nstate enum:three\n", names);
    EXPECT_TRUE(model.is_group("a"));
    EXPECT_TRUE(model.is_group("a.b"));
    EXPECT_FALSE(model.is_group("a.b.c"));
    ASSERT_NE(model.find("a.b.c"), nullptr);
    EXPECT_EQ(model.find("a"), nullptr);
    EXPECT_EQ(model.find("state")->values, (std::vector<std::string>{"one", "two", "three"}));
    EXPECT_EQ(model.fields().size(), 2U);
}

}  // namespace
}  // namespace sage::simulated_intacct
