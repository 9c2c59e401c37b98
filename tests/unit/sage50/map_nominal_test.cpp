// SPDX-License-Identifier: Apache-2.0
// Plan: by rule, by dimensions, as the product has it, as the customer has it, by nothing; what
// Sage does not have; what is posted; each hold until it is gone.
#include <gmock/gmock.h>

#include "tests/unit/sage50/sample.h"

namespace sage::sage50 {
namespace {

using sample::expect_kind;
using sample::held_by;
using sample::prepared;
using sample::sent;
using testing::HasSubstr;

/// "4000/3" of the first line: nominal code and department.
std::string posted_to(const Preparation& preparation) {
    return sent(preparation, "/invoiceItems/0/nominal") + "/" +
           sent(preparation, "/invoiceItems/0/departmentNumber");
}

std::string posted_to(std::string_view changes, const Catalogue& known = sample::catalogue()) {
    return posted_to(prepared(sample::document(), sample::settings(changes), known));
}

bool gone(const Preparation& held, std::string_view changes = "{}",
          const Catalogue& mended = sample::catalogue()) {
    return cause_gone(sample::settings(changes), expect_kind<Hold>(held).root_cause, mended);
}

/// No rules, and defaults of the product and the customer.
constexpr const char* no_rules = R"({"nominalCodes":[]})";

Catalogue with_defaults(sample::Fields of_product, sample::Fields of_customer) {
    std::vector<CatalogueRecord> all = sample::records();
    all.push_back(sample::record(kind::product, "SKU-100", std::move(of_product)));
    all.push_back(sample::record(kind::customer, "CUST-001", std::move(of_customer)));
    return {std::move(all), 1};
}

TEST(Sage50Nominal, the_first_rule_that_fits_decides_each_part) {
    EXPECT_EQ(posted_to("{}"), "4000/");
    EXPECT_EQ(posted_to(R"({"nominalCodes":[
        {"locationIds":["MAIN"],"set":{"nominalCode":"4905"}},
        {"set":{"nominalCode":"4000","department":"3"}}]})"),
              "4905/3");
    EXPECT_EQ(posted_to(R"({"dimensions":[{"salesChannelIds":["web"],"set":{"department":"3"}}]})"),
              "4000/3");
    EXPECT_EQ(posted_to(R"({"nominalCodes":[{"customers":["CUST-001"],"itemClasses":["lamps"],
            "set":{"nominalCode":"4905"}},{"set":{"nominalCode":"4000"}}],
            "itemClasses":{"SKU-100":"lamps"}})"),
              "4905/");
}

TEST(Sage50Nominal, what_no_rule_decides_is_the_products_and_then_the_customers) {
    const sample::Fields of_product = {{"nominalCode", "4905"}};
    const sample::Fields of_customer = {{"nominalCode", "4000"}, {"department", "3"}};
    EXPECT_EQ(posted_to(no_rules, with_defaults(of_product, of_customer)), "4905/3");
    EXPECT_EQ(posted_to(no_rules, with_defaults({}, of_customer)), "4000/3");
    EXPECT_EQ(posted_to("{}", with_defaults(of_product, of_customer)), "4000/3")
        << "a rule comes first, and says nothing of the department";
}

TEST(Sage50Nominal, what_nothing_decides_holds_until_a_rule_or_the_product_does) {
    Document subject = sample::document();
    subject.allowance_charges.clear();
    const Preparation held = prepared(subject, sample::settings(no_rules));
    EXPECT_EQ(held_by(held),
              "sage50.nominal_undecided /body/lines/0 nominal-rule:despatchAdvice||SKU-100||||");
    EXPECT_THAT(expect_kind<Hold>(held).problem.cause, HasSubstr("the product SKU-100"));
    EXPECT_FALSE(gone(held, no_rules));
    EXPECT_FALSE(gone(held, R"({"nominalCodes":[{"set":{"department":"3"}}]})"))
        << "it names no nominal code";
    EXPECT_FALSE(
        gone(held, R"({"nominalCodes":[{"items":["OTHER"],"set":{"nominalCode":"4000"}}]})"));
    EXPECT_TRUE(
        gone(held, R"({"nominalCodes":[{"items":["SKU-100"],"set":{"nominalCode":"4000"}}]})"));
    EXPECT_TRUE(gone(held));
    EXPECT_TRUE(gone(held, no_rules, with_defaults({{"nominalCode", "4000"}}, {})));
    EXPECT_FALSE(
        cause_gone(sample::settings(no_rules), "nominal-rule:despatchAdvice", sample::catalogue()))
        << "no such text";
}

TEST(Sage50Nominal, a_charge_that_nothing_decides_holds_until_a_rule_does) {
    constexpr const char* goods_alone =
        R"({"nominalCodes":[{"items":["SKU-100"],"set":{"nominalCode":"4000"}}]})";
    const Preparation held = prepared(sample::document(), sample::settings(goods_alone));
    EXPECT_EQ(held_by(held),
              "sage50.nominal_undecided /body/allowanceCharges/0 "
              "nominal-rule:despatchAdvice||-||||");
    EXPECT_THAT(expect_kind<Hold>(held).problem.cause, HasSubstr("the charge POST"));
    EXPECT_FALSE(gone(held, goods_alone));
    EXPECT_TRUE(gone(held));
}

TEST(Sage50Nominal, codes_and_departments_that_sage_does_not_have_hold_until_it_does) {
    constexpr const char* wrong =
        R"({"nominalCodes":[{"set":{"nominalCode":"4OOO","department":"8"}}]})";
    const Preparation held = prepared(sample::document(), sample::settings(wrong));
    EXPECT_EQ(held_by(held), "sage50.nominal_unusable /body/lines/0 nominal-code:4OOO");
    const Hold hold = expect_kind<Hold>(held);
    ASSERT_EQ(hold.others.size(), 1U);
    EXPECT_THAT(hold.others[0].cause, HasSubstr("department 8"));
    EXPECT_FALSE(gone(held, wrong));
    EXPECT_TRUE(gone(held)) << "nothing names it any more";
    EXPECT_TRUE(gone(held, wrong, sample::with_record(sample::record(kind::nominal_code, "4OOO"))));
    EXPECT_FALSE(gone(held, "{}", with_defaults({{"nominalCode", "4OOO"}}, {})));
    EXPECT_FALSE(gone(held, "{}", with_defaults({}, {{"nominalCode", "4OOO"}})));
    constexpr const char* department =
        R"({"nominalCodes":[{"set":{"nominalCode":"4000","department":"8"}}]})";
    const Preparation other = prepared(sample::document(), sample::settings(department));
    EXPECT_EQ(held_by(other), "sage50.nominal_unusable /body/lines/0 department:8");
    EXPECT_FALSE(gone(other, department));
    EXPECT_TRUE(gone(other));
    EXPECT_TRUE(
        gone(other, department, sample::with_record(sample::record(kind::department, "8"))));
    EXPECT_FALSE(gone(other, "{}", with_defaults({{"department", "8"}}, {})));
    EXPECT_FALSE(gone(other, "{}", with_defaults({}, {{"department", "8"}})));
    EXPECT_EQ(held_by(prepared(sample::document(), sample::settings(),
                               sample::with_record(sample::inactive(kind::nominal_code, "4000")))),
              "sage50.nominal_unusable /body/lines/0 nominal-code:4000");
}

TEST(Sage50Nominal, what_was_not_read_is_not_compared) {
    std::vector<CatalogueRecord> unread = sample::records();
    std::erase_if(unread, [](const CatalogueRecord& one) {
        return one.kind == kind::nominal_code || one.kind == kind::department;
    });
    EXPECT_EQ(posted_to(R"({"nominalCodes":[{"set":{"nominalCode":"0010","department":"8"}}]})",
                        {unread, 1}),
              "0010/8");
}

TEST(Sage50Nominal, what_is_posted_keeps_its_code_and_department) {
    Document later = sample::document("returnAdvice");
    later.lines[0].posted = PostedTerms{"SKU-100", "1", Decimal::parse("20")};
    EXPECT_EQ(posted_to(prepared(later)), "4000/") << "it is not known";
    later.lines[0].posted->dimensions = Nominal{"4905", "3"}.to_keep();
    EXPECT_EQ(posted_to(prepared(later)), "4905/3");
    later.lines[0].posted->dimensions = Nominal{"4905", ""}.to_keep();
    EXPECT_EQ(posted_to(prepared(
                  later, sample::settings(R"({"dimensions":[{"set":{"department":"3"}}]})"))),
              "4905/");
}

TEST(Sage50Nominal, what_is_posted_to_a_code_that_is_gone_holds_until_it_is_back) {
    Document later = sample::document("returnAdvice");
    later.lines[0].posted = PostedTerms{"SKU-100", "1", Decimal::parse("20")};
    later.lines[0].posted->dimensions = Nominal{"4001", "3"}.to_keep();
    const Preparation held = prepared(later);
    EXPECT_EQ(held_by(held), "sage50.nominal_unusable /body/lines/0 posted-nominal-code:4001");
    EXPECT_FALSE(gone(held)) << "no setting names it, and it is still missing";
    EXPECT_TRUE(gone(held, "{}", sample::with_record(sample::record(kind::nominal_code, "4001"))));
    later.lines[0].posted->dimensions = Nominal{"4000", "8"}.to_keep();
    const Preparation other = prepared(later);
    EXPECT_EQ(held_by(other), "sage50.nominal_unusable /body/lines/0 posted-department:8");
    EXPECT_FALSE(gone(other));
    EXPECT_TRUE(gone(other, "{}", sample::with_record(sample::record(kind::department, "8"))));
}

}  // namespace
}  // namespace sage::sage50
