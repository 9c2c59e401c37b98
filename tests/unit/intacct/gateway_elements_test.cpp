// SPDX-License-Identifier: Apache-2.0
// Plan: the order of what is written against the order of the fact sheet, where that lies beside
// the project; no element twice; what is not proven is marked.
#include <gmock/gmock.h>

#include <set>

#include "tests/unit/intacct/gateway_sample.h"

namespace sage::intacct {
namespace {

constexpr GatewayFunction functions[] = {
    GatewayFunction::create_sotransaction, GatewayFunction::update_sotransaction,
    GatewayFunction::create_ictransaction, GatewayFunction::create_aradjustment};

const GatewayElement* named(std::span<const GatewayElement> elements, std::string_view name) {
    const auto found = std::find_if(elements.begin(), elements.end(),
                                    [&](const GatewayElement& one) { return one.name == name; });
    return found == elements.end() ? nullptr : &*found;
}

TEST(IntacctGatewayElements, each_stands_once_and_has_a_field) {
    for (const GatewayFunction function : functions) {
        for (const auto elements :
             {header_elements(function), line_elements(function), subtotal_elements(function)}) {
            std::set<std::string_view> names;
            for (const GatewayElement& element : elements) {
                EXPECT_TRUE(names.insert(element.name).second) << element.name;
                EXPECT_EQ(element.pointer.empty(), element.kind == ElementKind::custom_fields);
            }
        }
    }
}

TEST(IntacctGatewayElements, what_the_examples_prove_is_sent_and_the_rest_is_marked) {
    const auto header = header_elements(GatewayFunction::create_sotransaction);
    for (const char* name : {"datecreated", "createdfrom", "customerid", "referenceno", "message",
                             "customfields", "state", "projectid"}) {
        ASSERT_NE(named(header, name), nullptr) << name;
        EXPECT_TRUE(named(header, name)->proven) << name;
    }
    for (const char* name :
         {"trackingnumber", "shippeddate", "customerponumber", "taxsolutionid"}) {
        ASSERT_NE(named(header, name), nullptr) << name;
        EXPECT_FALSE(named(header, name)->proven) << name;
    }
    EXPECT_FALSE(
        named(line_elements(GatewayFunction::create_sotransaction), "sourcelinekey")->proven);
    for (const GatewayElement& element : header_elements(GatewayFunction::create_ictransaction)) {
        EXPECT_TRUE(element.proven) << element.name;
    }
}

TEST(IntacctGatewayElements, every_unproven_element_can_be_allowed_by_the_settings) {
    const sample::json::value manifest =
        sample::parsed(sample::file(sample::source() / "plugins/intacct/manifest.json"));
    const sample::json::value* const words = at_pointer(
        manifest, "/config_schema/properties/gateway/properties/unprovenElements/items/enum");
    ASSERT_NE(words, nullptr);
    std::set<std::string> allowed;
    for (const sample::json::value& word : words->as_array()) {
        allowed.emplace(word.as_string());
    }
    std::set<std::string> marked;
    for (const GatewayFunction function : functions) {
        for (const auto elements :
             {header_elements(function), line_elements(function), subtotal_elements(function)}) {
            for (const GatewayElement& element : elements) {
                if (!element.proven) {
                    marked.emplace(element.name);
                }
            }
        }
    }
    EXPECT_EQ(allowed, marked);
}

TEST(IntacctGatewayElements, the_order_is_that_of_the_fact_sheet) {
    const std::filesystem::path sheet = sample::source() / "../shared/sage/intacct.md";
    if (!std::filesystem::exists(sheet)) {
        GTEST_SKIP() << "skipped: no ../shared";
    }
    const std::string text = sample::file(sheet);
    const auto check = [&](const std::string& start, std::span<const GatewayElement> elements) {
        std::size_t at = text.find(start);
        ASSERT_NE(at, std::string::npos) << start;
        const std::size_t end = text.find('\n', at + start.size() + 60);
        for (const GatewayElement& element : elements) {
            const std::size_t next = text.find(element.name, at);
            EXPECT_LT(next, end) << element.name;
            at = next;
        }
    };
    check("1 transactiontype*", header_elements(GatewayFunction::create_sotransaction));
    check("`sotransitem`:", line_elements(GatewayFunction::create_sotransaction));
    check("`subtotal`:", subtotal_elements(GatewayFunction::create_sotransaction));
    check("transactiontype*, datecreated*, createdfrom, documentno",
          header_elements(GatewayFunction::create_ictransaction));
    check("`ictransitem`:", line_elements(GatewayFunction::create_ictransaction));
    check("create_aradjustment: customerid", header_elements(GatewayFunction::create_aradjustment));
    check("`lineitem`:", line_elements(GatewayFunction::create_aradjustment));
}

TEST(IntacctGatewayElements, only_what_creates_has_lines) {
    EXPECT_EQ(lines_element(GatewayFunction::create_sotransaction), "sotransitems");
    EXPECT_EQ(lines_element(GatewayFunction::create_ictransaction), "ictransitems");
    EXPECT_EQ(lines_element(GatewayFunction::create_aradjustment), "aradjustmentitems");
    EXPECT_EQ(line_element(GatewayFunction::create_aradjustment), "lineitem");
    EXPECT_EQ(line_element(GatewayFunction::create_sotransaction), "sotransitem");
    EXPECT_EQ(line_element(GatewayFunction::update_sotransaction), "");
    EXPECT_EQ(lines_element(GatewayFunction::update_sotransaction), "");
    EXPECT_TRUE(line_elements(GatewayFunction::update_sotransaction).empty());
    EXPECT_TRUE(subtotal_elements(GatewayFunction::create_ictransaction).empty());
}

}  // namespace
}  // namespace sage::intacct
