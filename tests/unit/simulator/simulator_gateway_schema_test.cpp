// SPDX-License-Identifier: Apache-2.0
// Plan: each element in its place and in each wrong one, over whole tables; what is required.
#include "plugins/intacct/simulator_gateway_schema.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace sage::simulated_intacct {
namespace {

XmlElement element_of(std::span<const XmlChild> schema) {
    XmlElement element;
    element.name = "f";
    for (const XmlChild& child : schema) {
        XmlElement& one = element.children.emplace_back();
        one.name = child.name;
        if (child.form == XmlForm::items) {
            one.children.emplace_back();
        }
    }
    return element;
}

std::vector<std::span<const XmlChild>> schemas() {
    return {header_schema("create_sotransaction"), header_schema("update_sotransaction"),
            header_schema("create_ictransaction"), line_schema("create_sotransaction"),
            line_schema("create_ictransaction"),   control_schema()};
}

TEST(GatewaySchema, every_element_in_its_order_is_right) {
    for (const auto schema : schemas()) {
        ASSERT_FALSE(schema.empty());
        EXPECT_EQ(wrong_order(element_of(schema), schema), "");
    }
}

TEST(GatewaySchema, two_neighbours_exchanged_are_wrong) {
    for (const auto schema : schemas()) {
        for (std::size_t at = 0; at + 1 < schema.size(); ++at) {
            XmlElement element = element_of(schema);
            std::swap(element.children[at], element.children[at + 1]);
            EXPECT_NE(wrong_order(element, schema), "") << schema[at].name;
        }
    }
}

TEST(GatewaySchema, an_element_twice_or_unknown_is_wrong) {
    for (const auto schema : schemas()) {
        XmlElement twice = element_of(schema);
        twice.children.push_back(twice.children.back());
        EXPECT_NE(wrong_order(twice, schema), "");
        XmlElement unknown = element_of(schema);
        unknown.children.back().name = "nonsense";
        EXPECT_NE(wrong_order(unknown, schema), "");
    }
}

TEST(GatewaySchema, what_is_required_is_missed_and_what_is_not_may_be_left_out) {
    for (const auto schema : schemas()) {
        for (std::size_t at = 0; at < schema.size(); ++at) {
            XmlElement element = element_of(schema);
            element.children.erase(element.children.begin() + static_cast<std::ptrdiff_t>(at));
            EXPECT_EQ(wrong_order(element, schema).empty(), !schema[at].required)
                << schema[at].name;
        }
    }
}

TEST(GatewaySchema, a_document_without_lines_is_wrong) {
    XmlElement element = element_of(header_schema("create_sotransaction"));
    for (XmlElement& child : element.children) {
        child.children.clear();
    }
    EXPECT_EQ(wrong_order(element, header_schema("create_sotransaction")),
              "Element 'sotransitems': Missing child element(s).");
}

TEST(GatewaySchema, no_name_stands_twice_in_a_table) {
    for (const auto schema : schemas()) {
        std::set<std::string_view> names;
        for (const XmlChild& child : schema) {
            EXPECT_TRUE(names.insert(child.name).second) << child.name;
        }
    }
    EXPECT_TRUE(header_schema("delete_sotransaction").empty());
    EXPECT_TRUE(line_schema("update_sotransaction").empty());
}

}  // namespace
}  // namespace sage::simulated_intacct
