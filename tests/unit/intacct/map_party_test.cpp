// SPDX-License-Identifier: Apache-2.0
// Plan: the buyer is found by the settings' chain, each other way than the account code is told;
// several hold with their names; none goes to the guest customer or holds, as the settings say, and
// each root cause goes when its cause does.
#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

using sample::catalogue;
using sample::document;
using sample::expect_kind;
using sample::prepared;
using sample::settings;

constexpr const char* by_vat = R"({"customerMatching":{"rules":["accountCode","vatNumber"]}})";

// Customers as catalogue.cpp makes them of rows, beside those of the sample.
Catalogue with_customers(const std::string& rows) {
    std::vector<CatalogueRecord> records = sample::records();
    const Result<CataloguePage> page = read_catalogue_page(
        {std::string(kind::customer), "", ""},
        sample::reply(200, R"({"ia::result":[)" + rows + R"(],"ia::meta":{"totalCount":)" +
                               std::to_string(std::count(rows.begin(), rows.end(), '{')) +
                               R"(,"start":1,"pageSize":10,"next":null,"previous":null}})"));
    EXPECT_TRUE(page.ok()) << rows;
    for (const CatalogueRecord& record : page.value().records) {
        records.push_back(record);
    }
    return {std::move(records), 1};
}

Document from(std::string id, std::string vat) {
    Document subject = document("despatchAdvice");
    subject.buyer.id = std::move(id);
    subject.buyer.company_id = std::move(vat);
    return subject;
}

TEST(IntacctParty, an_account_code_is_found_without_a_remark) {
    const Send send = expect_kind<Send>(prepared(from("CUST-001", ""), settings(by_vat)));
    EXPECT_EQ(send.facts.at("customer.id"), "CUST-001");
    EXPECT_TRUE(send.remarks.empty());
}

TEST(IntacctParty, an_alias_is_the_account_code_in_sage) {
    const Settings chosen =
        settings(R"({"customerMatching":{"accountCodes":{"WEB-7":"CUST-001"}}})");
    const Send send = expect_kind<Send>(prepared(from("WEB-7", ""), chosen));
    EXPECT_EQ(send.facts.at("customer.id"), "CUST-001");
    EXPECT_TRUE(send.remarks.empty());
}

TEST(IntacctParty, a_vat_number_finds_the_customer_and_the_outcome_says_so) {
    const Catalogue known = with_customers(R"({"key":"1","id":"ACME","taxId":"123 4567 89"})");
    const Send send =
        expect_kind<Send>(prepared(from("WEB-7", "GB123456789"), settings(by_vat), known));
    EXPECT_EQ(send.facts.at("customer.id"), "ACME");
    EXPECT_NE(send.request.body.find(R"("customer":{"id":"ACME"})"), std::string::npos);
    ASSERT_EQ(send.remarks.size(), 1U);
    EXPECT_EQ(send.remarks[0].code, "mapping.customer_matched");
    EXPECT_EQ(send.remarks[0].message,
              "The buyer was matched to customer ACME by the VAT number GB123456789.");
}

TEST(IntacctParty, several_customers_hold_with_their_names_until_one_is_left) {
    const Catalogue two = with_customers(R"({"key":"1","id":"ACME","taxId":"GB123456789"},
                                            {"key":"2","id":"ACME-OLD","taxId":"123456789"})");
    const Hold hold =
        expect_kind<Hold>(prepared(from("WEB-7", "GB123456789"), settings(by_vat), two));
    sample::expect_complete(hold.problem);
    EXPECT_EQ(hold.problem.code, "mapping.customer_ambiguous");
    EXPECT_NE(hold.problem.cause.find("ACME, ACME-OLD"), std::string::npos) << hold.problem.cause;
    EXPECT_EQ(hold.root_cause, "customerMatch:accountCode=WEB-7, vatNumber=GB123456789");
    EXPECT_FALSE(cause_gone(settings(by_vat), hold.root_cause, two));
    const Catalogue one_left = with_customers(R"({"key":"1","id":"ACME","taxId":"GB123456789"},
                          {"key":"2","id":"ACME-OLD","taxId":"123456789","status":"inactive"})");
    EXPECT_TRUE(cause_gone(settings(by_vat), hold.root_cause, one_left));
    EXPECT_TRUE(cause_gone(settings(R"({"customerMatching":{"accountCodes":{"WEB-7":"CUST-001"},
                                         "rules":["accountCode","vatNumber"]}})"),
                           hold.root_cause, two));
}

TEST(IntacctParty, nobody_found_holds_and_names_what_was_looked_for) {
    const Hold hold = expect_kind<Hold>(prepared(from("WEB-7", "GB123456789"), settings(by_vat)));
    sample::expect_complete(hold.problem);
    EXPECT_EQ(hold.problem.code, "intacct.customer_unknown");
    EXPECT_EQ(hold.problem.cause,
              "Customer WEB-7 is not in Sage Intacct (looked for by accountCode, vatNumber).");
    const Catalogue known = with_customers(R"({"key":"1","id":"ACME","taxId":"GB123456789"})");
    EXPECT_TRUE(cause_gone(settings(by_vat), hold.root_cause, known));
    EXPECT_FALSE(cause_gone(settings(by_vat), hold.root_cause, catalogue()));
}

TEST(IntacctParty, nobody_found_goes_to_the_guest_customer_where_the_settings_say_so) {
    const Settings chosen = settings(R"({"customerMatching":{"noMatch":"guest"}})");
    const Send send = expect_kind<Send>(prepared(from("WEB-7", ""), chosen));
    EXPECT_EQ(send.facts.at("customer.id"), "GUEST");
    ASSERT_EQ(send.remarks.size(), 1U);
    EXPECT_EQ(send.remarks[0].code, "mapping.customer_guest");
    EXPECT_EQ(send.remarks[0].message,
              "The buyer WEB-7, whom no rule finds, was posted to the guest customer GUEST.");
    // What was held before the setting was changed goes on.
    EXPECT_TRUE(cause_gone(chosen, "customer:WEB-7", catalogue()));
    EXPECT_FALSE(cause_gone(chosen, "customer:WEB-7", sample::without(kind::customer, "GUEST")));
}

TEST(IntacctParty, a_buyer_without_an_account_code_may_still_be_found) {
    const Catalogue known = with_customers(R"({"key":"1","id":"ACME","taxId":"GB123456789"})");
    const Settings chosen = settings(by_vat);
    Send send = expect_kind<Send>(prepared(from("", "GB123456789"), chosen, known));
    EXPECT_EQ(send.facts.at("customer.id"), "ACME");
    send = expect_kind<Send>(prepared(from("", "GB999999973"), chosen, known));
    EXPECT_EQ(send.facts.at("customer.id"), "GUEST");
    EXPECT_EQ(send.remarks.at(0).message,
              "A buyer without an account code was posted to the guest customer GUEST.");
}

TEST(IntacctParty, what_belongs_to_a_posted_document_goes_to_its_customer) {
    Document subject = from("GUEST", "");
    subject.posted_customer = "CUST-001";
    Send send = expect_kind<Send>(prepared(subject));
    EXPECT_EQ(send.facts.at("customer.id"), "CUST-001");
    EXPECT_EQ(send.terms.customer, "CUST-001");
    subject = from("", "");
    subject.posted_customer = "CUST-001";
    send = expect_kind<Send>(prepared(subject));
    EXPECT_EQ(send.facts.at("customer.id"), "CUST-001");
    EXPECT_TRUE(send.remarks.empty()) << "it is no guest";
    subject.posted_customer = "GUEST";
    EXPECT_EQ(expect_kind<Send>(prepared(subject)).remarks.size(), 1U) << "still one";
}

TEST(IntacctParty, the_customer_of_a_posted_document_who_is_closed_is_waited_for) {
    Document subject = from("CUST-001", "");
    subject.posted_customer = "GUEST";
    const Catalogue closed = sample::catalogue_with(
        kind::customer, "GUEST", [](CatalogueRecord& record) { record.active = false; });
    for (const Catalogue& known : {closed, sample::without(kind::customer, "GUEST")}) {
        const Hold hold = expect_kind<Hold>(prepared(subject, settings(), known));
        sample::expect_complete(hold.problem);
        EXPECT_EQ(hold.problem.code, "intacct.customer_unknown");
        EXPECT_EQ(hold.root_cause, "posted-customer:GUEST");
        EXPECT_FALSE(cause_gone(settings(), hold.root_cause, known));
        EXPECT_TRUE(cause_gone(settings(), hold.root_cause, catalogue()));
    }
}

}  // namespace
}  // namespace sage::intacct
