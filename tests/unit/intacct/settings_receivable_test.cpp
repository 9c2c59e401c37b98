// SPDX-License-Identifier: Apache-2.0
// Plan: each setting of accounts receivable read, and its usual value; every combination that
// cannot work is told with its pointer.
#include <gmock/gmock.h>

#include "tests/unit/intacct/receivable_sample.h"

namespace sage::intacct {
namespace {

using sample::receivable_settings;
using testing::ElementsAre;

std::vector<std::string> codes(std::string_view of_receivable, std::string_view of_all = "{}") {
    std::vector<std::string> found;
    const Result<Settings> read =
        read_settings(sample::changed_settings(sample::receivable_changes(of_receivable, of_all)));
    EXPECT_FALSE(read.ok());
    if (!read.ok()) {
        for (const Problem& problem : read.error().problems) {
            sample::expect_complete(problem);
            found.push_back(problem.code.substr(17) + " " + problem.pointer);
        }
    }
    return found;
}

TEST(IntacctSettingsReceivable, nothing_of_it_is_usual) {
    const Settings usual = sample::settings();
    EXPECT_FALSE(usual.receivable.any());
    EXPECT_TRUE(usual.receivable.accounts.empty());
    EXPECT_TRUE(usual.receivable.item_dimension);
    EXPECT_TRUE(usual.receivable.warehouse_dimension);
    EXPECT_FALSE(usual.receivable.draft);
    EXPECT_FALSE(usual.receivable.numbered_by_warehouse);
    EXPECT_FALSE(usual.receivable.due_days.has_value());
}

TEST(IntacctSettingsReceivable, what_is_set_is_read) {
    const Settings set = receivable_settings(
        R"({"documents":["returnAdvice"],"state":"draft","numberedBy":"warehouse","dueDays":14,
            "invoiceReference":"nsp::A","adjustmentReference":"nsp::B","adjustmentSummary":"S",
            "itemDimension":false,"warehouseDimension":false})");
    const ReceivableRules& rules = set.receivable;
    EXPECT_FALSE(rules.despatch);
    EXPECT_TRUE(rules.goods_return);
    EXPECT_TRUE(rules.draft);
    EXPECT_TRUE(rules.numbered_by_warehouse);
    EXPECT_EQ(rules.due_days, 14);
    EXPECT_EQ(rules.invoice_reference, "nsp::A");
    EXPECT_EQ(rules.adjustment_reference, "nsp::B");
    EXPECT_EQ(rules.adjustment_summary, "S");
    EXPECT_FALSE(rules.item_dimension);
    EXPECT_FALSE(rules.warehouse_dimension);
    ASSERT_EQ(rules.accounts.size(), 2U);
    EXPECT_EQ(rules.accounts[0].values[0].pointer, "/receivable/accounts/0/set/glAccount");
}

TEST(IntacctSettingsReceivable, our_own_reference_is_where_that_of_other_documents_is) {
    const Settings custom = receivable_settings(R"({"adjustmentReference":null})");
    EXPECT_EQ(custom.receivable.invoice_reference, "nsp::WMS_REFERENCE");
    EXPECT_EQ(custom.receivable.adjustment_reference, "nsp::WMS_REFERENCE");
    const Settings plain =
        receivable_settings(R"({"adjustmentReference":null})", R"({"fields":{}})");
    EXPECT_EQ(plain.receivable.invoice_reference, "referenceNumber");
    EXPECT_EQ(plain.receivable.adjustment_reference, "documentNumber");
}

TEST(IntacctSettingsReceivable, a_kind_of_document_goes_one_way) {
    EXPECT_THAT(codes("{}", R"({"definitions":{"despatchAdvice":"Sales Invoice",
                                               "returnAdvice":"Sales Return"}})"),
                ElementsAre("receivable_and_definition /receivable/documents",
                            "receivable_and_definition /receivable/documents"));
    receivable_settings(R"({"documents":["returnAdvice"]})",
                        R"({"definitions":{"despatchAdvice":"Sales Invoice"}})");
}

TEST(IntacctSettingsReceivable, what_is_made_from_no_order_cannot_be_required_to_be) {
    const char* const orders = R"({"definitions":{"salesOrder":"Sales Order"},
                                   "sourceDocument":"required"})";
    EXPECT_THAT(codes("{}", orders), ElementsAre("receivable_source /sourceDocument"));
    receivable_settings(R"({"documents":["returnAdvice"]})", orders);
}

TEST(IntacctSettingsReceivable, lines_need_an_account_and_only_one) {
    EXPECT_THAT(codes(R"({"accounts":[]})"),
                ElementsAre("receivable_accounts_missing /receivable/accounts"));
    EXPECT_THAT(codes(R"({"accounts":[{"set":{"overrideOffsetGLAccount":"1200"}}]})"),
                ElementsAre("receivable_accounts_missing /receivable/accounts"));
    EXPECT_THAT(codes(R"({"accounts":[{"set":{"glAccount":"4000","accountLabel":"Goods"}}]})"),
                ElementsAre("receivable_account_twice /receivable/accounts/0/set"));
}

TEST(IntacctSettingsReceivable, a_term_needs_the_days_until_an_invoice_is_due) {
    EXPECT_THAT(codes(R"({"dueDays":null})", R"({"paymentTerm":"N30"})"),
                ElementsAre("receivable_due_days /receivable/dueDays"));
    receivable_settings(R"({"dueDays":null,"documents":["returnAdvice"]})",
                        R"({"paymentTerm":"N30"})");
}

TEST(IntacctSettingsReceivable, our_own_reference_shares_no_field) {
    const char* const number = R"({"fields":{"despatchId":"referenceNumber",
        "externalReference":"nsp::X"}})";
    EXPECT_THAT(codes(R"({"invoiceReference":"referenceNumber"})", number),
                ElementsAre("field_twice /receivable/invoiceReference",
                            "field_twice /receivable/adjustmentReference"));
    EXPECT_THAT(codes(R"({"invoiceReference":"nsp::Y"})",
                      R"({"fields":{"externalReference":"nsp::X","tracking":"nsp::Y"}})"),
                ElementsAre("field_twice /receivable/invoiceReference"));
    EXPECT_THAT(codes(R"({"numberedBy":"warehouse","adjustmentReference":"adjustmentNumber"})"),
                ElementsAre("field_twice /receivable/numberedBy"));
}

TEST(IntacctSettingsReceivable, the_gateway_takes_adjustments_without_custom_fields_only) {
    EXPECT_THAT(codes("{}", R"({"gateway":{"despatchAdvice":"gateway"},"taxDetails":{}})"),
                ElementsAre("gateway_receivable /gateway/despatchAdvice"));
    EXPECT_THAT(codes(R"({"adjustmentReference":"nsp::WMS_REFERENCE"})",
                      R"({"gateway":{"returnAdvice":"gateway"}})"),
                ElementsAre("gateway_receivable /receivable/adjustmentReference"));
    receivable_settings("{}", R"({"gateway":{"returnAdvice":"gateway"}})");
}

}  // namespace
}  // namespace sage::intacct
