// SPDX-License-Identifier: Apache-2.0
// Plan: unknown and read-only fields, nulls, kinds, lengths, decimals, dates; the switches; only
// the first fault is told.
#include "plugins/sage200/simulator_body.h"

#include <gmock/gmock.h>

namespace sage::simulated_sage200 {
namespace {

using testing::HasSubstr;

class SimulatedSage200Body : public testing::Test {
  protected:
    std::string fault(std::string_view body, std::string_view model = "sop_order") {
        row_ = {};
        const auto refusal = read_body(company_, model, body, row_);
        return refusal ? refusal->message : "";
    }

    Company company_;
    Row row_;
};

TEST_F(SimulatedSage200Body, is_read_with_the_digits_that_were_sent) {
    EXPECT_EQ(fault(R"({"customer_id":7,"customer_document_no":"PO-1","use_invoice_address":false,
        "document_date":"2026-11-18T10:11:12.5Z","settlement_discount_percent":2.50,
        "lines":[{"line_type":"EnumLineTypeStandard","line_quantity":0.1}],
        "delivery_address":{"city":"Leeds"}})"),
              "");
    EXPECT_EQ(row_.integer("customer_id"), 7);
    EXPECT_EQ(row_.text("document_date"), "2026-11-18T10:11:12Z");
    EXPECT_EQ(row_.text("settlement_discount_percent"), "2.5");
    EXPECT_EQ(row_.parts["lines"].at(0).text("line_quantity"), "0.1");
    EXPECT_EQ(row_.parts["delivery_address"].at(0).text("city"), "Leeds");
}

TEST_F(SimulatedSage200Body, names_the_field_that_is_unknown_read_only_or_missing) {
    EXPECT_THAT(fault(R"({"customer_id":7,"colour":"red"})"), HasSubstr("colour: There is no"));
    EXPECT_THAT(fault(R"({"customer_id":7,"external_reference":"W"})"),
                HasSubstr("external_reference: The field is read only"));
    EXPECT_THAT(fault(R"({"customer_document_no":"PO"})"), HasSubstr("customer_id: The field is"));
    EXPECT_THAT(fault(R"({"customer_id":7,"lines":[{"line_type":"x","lin":1}]})"),
                HasSubstr("lines[0].lin: There is no"));
    EXPECT_THAT(fault(R"({"customer_id":7,"lines":[{}]})"), HasSubstr("lines[0].line_type"));
}

TEST_F(SimulatedSage200Body, refuses_nulls_and_wrong_kinds) {
    EXPECT_THAT(fault(R"({"customer_id":null})"), HasSubstr("SageNullFieldException"));
    for (const char* const member :
         {R"("customer_id":"7")", R"("customer_id":7.5)", R"("customer_id":7,"lines":{})",
          R"("customer_id":7,"use_invoice_address":"true")", R"("customer_id":7,"document_no":1)",
          R"("customer_id":7,"delivery_address":[])", R"("customer_id":7,"lines":[1])",
          R"("customer_id":7,"payment_value":"1.00")", R"("customer_id":7,"payment_value":1e2)"}) {
        EXPECT_THAT(fault(std::string("{") + member + "}"), HasSubstr("is expected")) << member;
    }
    EXPECT_EQ(fault("[]"), "The body is no JSON object.");
    EXPECT_EQ(fault("{"), "The body is no JSON object.");
    EXPECT_EQ(fault(R"({"customer_id":7,"customer_id":8})"), "The body is no JSON object.");
}

TEST_F(SimulatedSage200Body, counts_characters_and_decimals) {
    const std::string thirty(30, 'x');
    EXPECT_EQ(fault(R"({"customer_id":7,"customer_document_no":")" + thirty + R"("})"), "");
    EXPECT_THAT(fault(R"({"customer_id":7,"customer_document_no":")" + thirty + R"(x"})"),
                HasSubstr("More than 30 characters"));
    EXPECT_EQ(fault(R"({"customer_id":7,"order_priority":"ä"})"), "") << "characters, not bytes";
    EXPECT_THAT(fault(R"({"customer_id":7,"payment_value":1.005})"),
                HasSubstr("More than 2 decimal places"));
    EXPECT_EQ(fault(R"({"customer_id":7,"payment_value":1.500})"), "");
    company_.behaviours.round_decimals = true;
    EXPECT_EQ(fault(R"({"customer_id":7,"payment_value":1.005})"), "");
    EXPECT_EQ(row_.text("payment_value"), "1.01");
}

TEST_F(SimulatedSage200Body, refuses_bare_dates) {
    for (const char* const date : {"2026-11-18", "2026-11-18T10:11:12", "2026-11-18T10:11:12+01:00",
                                   "2026-02-30T00:00:00Z", "2026-11-18T10:11:12.Z", "today"}) {
        EXPECT_THAT(fault(std::string(R"({"customer_id":7,"document_date":")") + date + R"("})"),
                    HasSubstr("A date with its time"))
            << date;
    }
}

TEST_F(SimulatedSage200Body, takes_unknown_and_read_only_fields_when_the_switches_say_so) {
    company_.behaviours.accept_unknown_fields = true;
    company_.behaviours.accept_read_only_fields = true;
    EXPECT_EQ(fault(R"({"customer_id":7,"colour":"red","external_reference":"W"})"), "");
    EXPECT_FALSE(row_.has("colour"));
    EXPECT_FALSE(row_.has("external_reference"));
}

}  // namespace
}  // namespace sage::simulated_sage200
