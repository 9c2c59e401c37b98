// SPDX-License-Identifier: Apache-2.0
// Plan: the model service: fields with their flags, groups, references, lists, custom fields of a
// definition, and idempotenceSupported.
#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

namespace json = boost::json;

json::value model(Sage& sage, std::string_view name) {
    return parsed(sage.send("GET", "/services/core/model?name=" + std::string(name)));
}

TEST(IntacctModelService, a_definitions_model_shows_its_custom_fields_on_header_and_line) {
    Sage sage;
    const json::value body = model(sage, "order-entry/document::Sales%20Invoice");
    EXPECT_EQ(text_at(body, "/ia::result/fields/nsp::WMS_REFERENCE/type"), "string");
    EXPECT_EQ(*at_pointer(body, "/ia::result/fields/nsp::WMS_REFERENCE/readOnly"), false);
    EXPECT_EQ(text_at(body, "/ia::result/lists/lines/fields/nsp::WMS_ORDER_LINE/type"), "string");
    EXPECT_EQ(text_at(body, "/ia::result/lists/lines/apiObject"),
              "order-entry/document-line::Sales Invoice");
    EXPECT_EQ(*at_pointer(body, "/ia::result/idempotenceSupported"), true);
    EXPECT_EQ(text_at(body, "/ia::result/httpMethods"), "OPTIONS,GET,POST,PATCH,DELETE");
    EXPECT_EQ(
        at_pointer(model(sage, "order-entry/document"), "/ia::result/fields/nsp::WMS_REFERENCE"),
        nullptr);
}

TEST(IntacctModelService, types_flags_groups_and_references_are_shown) {
    Sage sage;
    const json::value body = model(sage, "objects/order-entry/document::Sales+Invoice");
    EXPECT_EQ(text_at(body, "/ia::result/fields/txnDate/format"), "date");
    EXPECT_EQ(*at_pointer(body, "/ia::result/fields/txnDate/required"), true);
    EXPECT_EQ(*at_pointer(body, "/ia::result/fields/total/readOnly"), true);
    EXPECT_EQ(text_at(body, "/ia::result/fields/total/format"), "decimal-precision-2");
    EXPECT_EQ(text_at(body, "/ia::result/refs/customer/apiObject"), "accounts-receivable/customer");
    EXPECT_EQ(text_at(body, "/ia::result/groups/contacts/refs/billTo/apiObject"),
              "company-config/contact");
    EXPECT_THAT(json::serialize(*at_pointer(body, "/ia::result/fields/state/enum")),
                testing::HasSubstr("partiallyConverted"));
}

TEST(IntacctModelService, what_an_administrator_changes_is_seen) {
    Sage sage;
    sage.control("POST", "/control/change",
                 R"({"definition":{"id":"Sales Invoice","set":{"idempotenceSupported":false,
                     "headerFields":{"nsp::WMS_REFERENCE":null,"nsp::FIXED":"text ro"}}}})");
    const json::value body = model(sage, "order-entry/document::Sales%20Invoice");
    EXPECT_EQ(*at_pointer(body, "/ia::result/idempotenceSupported"), false);
    EXPECT_EQ(at_pointer(body, "/ia::result/fields/nsp::WMS_REFERENCE"), nullptr);
    EXPECT_EQ(*at_pointer(body, "/ia::result/fields/nsp::FIXED/readOnly"), true);
}

TEST(IntacctModelService, wrong_requests_are_refused) {
    Sage sage;
    EXPECT_EQ(sage.send("GET", "/services/core/model?name=order-entry/document::Nope").status, 404);
    EXPECT_EQ(sage.send("GET", "/services/core/model").status, 400);
    EXPECT_EQ(sage.send("GET", "/services/core/model?name=%zz").status, 400);
    EXPECT_EQ(sage.send("POST", "/services/core/model?name=x", "{}").status, 405);
}

}  // namespace
}  // namespace sage::test
