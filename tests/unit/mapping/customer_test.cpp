// SPDX-License-Identifier: Apache-2.0
// Plan: found by account code, by another code, inactive, twice, not at all; the guest; the
// customer of what is posted; each root cause until it is gone.
#include "sage-adapter/mapping/customer.h"

#include <gtest/gtest.h>

#include "sage-adapter/mapping/match_keys.h"

namespace sage {
namespace {

CatalogueRecord customer(std::string id, bool active = true, std::string_view vat = "") {
    CatalogueRecord record{"customer", std::move(id), "1", "", active, {}};
    if (!vat.empty()) {
        record.fields.emplace(match_field::vat_number, vat_number(vat).number);
    }
    return record;
}

class CustomerOfDocument : public testing::Test {
  protected:
    void settings(std::string_view matching, std::string guest = "") {
        Result<JsonValue> value =
            parse_json(R"({"customerMatching":)" + std::string(matching) + "}", 10'000,
                       JsonNumbers::integers_only);
        ASSERT_TRUE(value.ok());
        matching_ = read_customer_matching(value.value(), "customer");
        guest_ = std::move(guest);
    }
    CustomerRules rules() const { return {matching_, guest_, {"sage50", "Sage 50"}}; }
    Mapped<const CatalogueRecord*> mapped() {
        remarks_.clear();
        return map_customer(rules(), document_, known_, remarks_);
    }
    std::string found() {
        const auto customer = mapped();
        return customer.value == nullptr ? "" : customer.value->id;
    }
    std::string held() {
        const auto customer = mapped();
        EXPECT_EQ(customer.value, nullptr);
        return customer.hold ? customer.hold->problem.code + " " + customer.hold->root_cause : "";
    }
    std::optional<bool> gone(std::string_view cause, std::string_view name) const {
        return customer_cause_gone(rules(), cause, name, known_);
    }

    CustomerMatching matching_ = read_customer_matching(JsonValue(), "customer");
    std::string guest_;
    Document document_;
    Catalogue known_{{customer("C1"), customer("OLD", false), customer("GUEST"),
                      customer("V1", true, "GB123456789"), customer("V2", true, "GB123456789")},
                     1};
    std::vector<Remark> remarks_;
};

TEST_F(CustomerOfDocument, is_found_by_its_account_code) {
    document_.buyer.id = "C1";
    EXPECT_EQ(found(), "C1");
    EXPECT_TRUE(remarks_.empty());
    document_.buyer.id = "OURS";
    settings(R"({"accountCodes":{"OURS":"C1"}})");
    EXPECT_EQ(found(), "C1");
}

TEST_F(CustomerOfDocument, that_is_not_there_waits_until_it_is) {
    document_.buyer.id = "NEW";
    EXPECT_EQ(held(), "sage50.customer_unknown customer:NEW");
    EXPECT_EQ(gone("customer", "NEW"), false);
    EXPECT_EQ(gone("customer", "C1"), true);
    document_.buyer.id = "OLD";
    EXPECT_EQ(held(), "sage50.customer_unknown customer:OLD");
    EXPECT_EQ(gone("customer", "OLD"), false);
    EXPECT_NE(mapped().hold->problem.cause.find("is inactive"), std::string::npos);
    EXPECT_NE(mapped().hold->problem.fix.find("in Sage 50"), std::string::npos);
}

TEST_F(CustomerOfDocument, that_is_found_twice_is_nobody) {
    settings(R"({"rules":["vatNumber"],"noMatch":"guest"})", "GUEST");
    document_.buyer.id = "NEW";
    document_.buyer.company_id = "GB 123 4567 89";
    const auto twice = mapped();
    ASSERT_TRUE(twice.hold);
    EXPECT_EQ(twice.value, nullptr);
    EXPECT_EQ(twice.hold->problem.code, "mapping.customer_ambiguous");
    const std::string cause = twice.hold->root_cause;
    const std::size_t colon = cause.find(':');
    EXPECT_EQ(gone(cause.substr(0, colon), cause.substr(colon + 1)), false);
}

TEST_F(CustomerOfDocument, without_an_account_code_is_the_guest) {
    EXPECT_EQ(held(), "sage50.guest_customer_missing setting:guestCustomer");
    EXPECT_EQ(gone("setting", "guestCustomer"), false);
    settings("{}", "NONE");
    EXPECT_EQ(gone("setting", "guestCustomer"), true);
    EXPECT_EQ(held(), "sage50.customer_unknown guest-customer:NONE");
    EXPECT_EQ(gone("guest-customer", "NONE"), false);
    EXPECT_EQ(gone("guest-customer", "OTHER"), true) << "the setting names another one by now";
    settings("{}", "GUEST");
    EXPECT_EQ(found(), "GUEST");
    ASSERT_EQ(remarks_.size(), 1U);
    EXPECT_EQ(remarks_[0].code, "mapping.customer_guest");
    document_.buyer.id = "NEW";
    EXPECT_EQ(held(), "sage50.customer_unknown customer:NEW");
    settings(R"({"noMatch":"guest"})", "GUEST");
    EXPECT_EQ(found(), "GUEST");
    EXPECT_EQ(gone("customer", "NEW"), true);
}

TEST_F(CustomerOfDocument, of_what_is_posted_is_the_one_it_was) {
    settings("{}", "GUEST");
    document_.posted_customer = "C1";
    EXPECT_EQ(found(), "C1");
    EXPECT_TRUE(remarks_.empty()) << "the guest was not it";
    document_.posted_customer = "OLD";
    EXPECT_EQ(held(), "sage50.customer_unknown posted-customer:OLD");
    EXPECT_EQ(gone("posted-customer", "OLD"), false);
    EXPECT_EQ(gone("posted-customer", "C1"), true);
    EXPECT_EQ(gone("item", "C1"), std::nullopt);
}

}  // namespace
}  // namespace sage
