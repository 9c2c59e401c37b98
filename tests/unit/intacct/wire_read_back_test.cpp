// SPDX-License-Identifier: Apache-2.0
// Plan: read-back of many by key, reference and number; lists of everything with a reference of
// ours, those of accounts receivable by their own names; hostile answers prove nothing.
#include <gmock/gmock.h>

#include "tests/unit/intacct/pages.h"
#include "tests/unit/intacct/receivable_sample.h"

namespace sage::intacct {
namespace {

using sample::page_of;
using sample::reply;
using sample::row_for;
using sample::settings;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<ReadBackSubject> subjects(const char* example, int count) {
    const Send send = sample::sent(example);
    std::vector<ReadBackSubject> all;
    for (int index = 1; index <= count; ++index) {
        SageDocument document;
        document.type = send.sage_type;
        document.key = std::to_string(index);
        document.number = "SI-" + document.key;
        all.push_back({document, send.facts, "W" + document.key});
    }
    return all;
}

TEST(IntacctReadBack, a_read_back_asks_for_all_keys_of_one_type_at_once) {
    sample::expect_golden("read-back",
                          read_back(settings(), subjects("despatchAdvice", 2), FindBy::key));
    const sample::json::value fifty = sample::parsed(
        read_back(settings(), subjects("inventoryAdjustment", 50), FindBy::key).body);
    EXPECT_EQ(at_pointer(fifty, "/filters/0/$in/key")->as_array().size(), 50U);
    EXPECT_EQ(text_at(fifty, "/object"),
              "inventory-control/document::Inventory Adjustment Decrease");
    SKIP_WITHOUT_FIELD_LISTS();
    sample::expect_fits(
        "core-query.request",
        read_back(settings(), subjects("inventoryAdjustment", 50), FindBy::key).body);
}

TEST(IntacctReadBack, a_read_back_gives_each_document_its_facts) {
    const std::vector<ReadBackSubject> asked = subjects("despatchAdvice", 3);
    sample::json::object changed = row_for(asked[1].facts, "2");
    changed["trackingNumber"] = "X";
    const std::string rows = sample::json::serialize(row_for(asked[0].facts, "1")) + "," +
                             sample::json::serialize(changed);
    const LookUp result =
        read_read_back(settings(), asked, FindBy::key, reply(200, page_of(rows, "2")));
    ASSERT_TRUE(result.usable) << result.why;
    ASSERT_THAT(result.found, SizeIs(2)) << "the third is missing in Sage";
    EXPECT_THAT(differences(asked[0].facts, result.found[0].facts), IsEmpty());
    EXPECT_THAT(differences(asked[1].facts, result.found[1].facts), SizeIs(1));
    EXPECT_FALSE(
        read_read_back(
            settings(), asked, FindBy::key,
            reply(200, page_of(sample::json::serialize(row_for(asked[0].facts, "9")), "1")))
            .usable);
    EXPECT_FALSE(
        read_read_back(settings(), asked, FindBy::key, reply(200, page_of(rows, "3", "3"))).usable);
    EXPECT_FALSE(read_read_back(settings(), asked, FindBy::key, reply(503, "")).usable);
}

TEST(IntacctReadBack, by_reference_and_by_number_the_value_asked_for_is_shown) {
    const std::vector<ReadBackSubject> asked = subjects("despatchAdvice", 2);
    const sample::json::value by_reference =
        sample::parsed(read_back(settings(), asked, FindBy::reference).body);
    EXPECT_EQ(sample::json::serialize(by_reference.at("filters")),
              R"([{"$in":{"nsp::WMS_REFERENCE":["W1","W2"]}}])");
    const sample::json::value by_number =
        sample::parsed(read_back(settings(), asked, FindBy::number).body);
    EXPECT_EQ(sample::json::serialize(by_number.at("filters")),
              R"([{"$in":{"documentNumber":["SI-1","SI-2"]}}])");
    ReadBackSubject unsent;
    unsent.sage_document.type = "Inventory Adjustment Decrease";
    unsent.external_reference = "W3";
    const sample::json::value outlined =
        sample::parsed(read_back(settings(), {unsent}, FindBy::reference).body);
    EXPECT_EQ(text_at(outlined, "/object"),
              "inventory-control/document::Inventory Adjustment Decrease");
    EXPECT_EQ(sample::json::serialize(outlined.at("fields")),
              R"(["key","documentNumber","nsp::WMS_REFERENCE"])");
    SKIP_WITHOUT_FIELD_LISTS();
    sample::expect_fits("core-query.request", read_back(settings(), asked, FindBy::number).body);
}

TEST(IntacctReadBack, two_under_one_reference_are_both_found) {
    std::vector<ReadBackSubject> asked = subjects("despatchAdvice", 1);
    std::string rows;
    for (const char* key : {"5", "9"}) {
        sample::json::object row = row_for(asked[0].facts, key);
        row["nsp::WMS_REFERENCE"] = "W1";
        rows += (rows.empty() ? "" : ",") + sample::json::serialize(row);
    }
    const LookUp result =
        read_read_back(settings(), asked, FindBy::reference, reply(200, page_of(rows, "2")));
    ASSERT_TRUE(result.usable) << result.why;
    ASSERT_THAT(result.found, SizeIs(2));
    EXPECT_EQ(result.found[1].external_reference, "W1");
    std::vector<ReadBackSubject> other = asked;
    other[0].sage_document.number = "SI-2";
    asked[0].sage_document.number = "SI-77";
    EXPECT_FALSE(
        read_read_back(settings(), other, FindBy::number, reply(200, page_of(rows, "2"))).usable)
        << "no document of these numbers was asked for";
}

TEST(IntacctReadBack, lists_ask_for_every_definition_with_our_reference_and_date) {
    EXPECT_THAT(
        own_scopes(settings()),
        ElementsAre("order-entry/document::Sales Order", "order-entry/document::Sales Invoice",
                    "order-entry/document::Sales Return",
                    "inventory-control/document::Inventory Adjustment Increase",
                    "inventory-control/document::Inventory Adjustment Decrease"));
    OwnList list{"order-entry/document::Sales Invoice", "2026-11-01", "2026-11-30", ""};
    const Request request = list_own(settings(), list);
    EXPECT_EQ(sample::json::serialize(sample::parsed(request.body).at("filters")),
              R"([{"$between":{"txnDate":["2026-11-01","2026-11-30"]}},)"
              R"({"$startsWith":{"nsp::WMS_REFERENCE":"W"}}])");
    list.after = "77";
    list.scope = "inventory-control/document::Inventory Adjustment Increase";
    const std::string filters =
        sample::json::serialize(sample::parsed(list_own(settings(), list).body).at("filters"));
    EXPECT_NE(filters.find(R"({"$gt":{"key":"77"}})"), std::string::npos) << filters;
    EXPECT_NE(filters.find("transactionDate"), std::string::npos) << filters;
    SKIP_WITHOUT_FIELD_LISTS();
    sample::expect_fits("core-query.request", request.body);
}

TEST(IntacctReadBack, a_page_of_a_list_names_each_document_and_where_to_go_on) {
    const OwnList list{"order-entry/document::Sales Invoice", "2026-11-01", "2026-11-30", ""};
    const std::string row = R"({"key":"5","documentNumber":"SI-5","nsp::WMS_REFERENCE":"W5"})";
    Result<OwnPage> page = read_own_page(settings(), list, reply(200, page_of(row, "2", "2")));
    ASSERT_TRUE(page.ok());
    ASSERT_THAT(page.value().found, SizeIs(1));
    EXPECT_EQ(page.value().found[0].external_reference, "W5");
    EXPECT_EQ(page.value().found[0].sage_document.type, "Sales Invoice");
    EXPECT_EQ(page.value().next, "5");
    page = read_own_page(settings(), list, reply(200, page_of(row, "1")));
    ASSERT_TRUE(page.ok());
    EXPECT_EQ(page.value().next, "");
    EXPECT_FALSE(read_own_page(settings(), list, reply(503, "")).ok());
    EXPECT_FALSE(read_own_page(settings(), list, reply(200, page_of("", "1", "2"))).ok());
    EXPECT_FALSE(read_own_page(settings(), list,
                               reply(200, page_of(R"({"key":"5","nsp::WMS_REFERENCE":"X"})", "1")))
                     .ok());
}

TEST(IntacctReadBack, documents_of_accounts_receivable_have_other_names) {
    const Settings chosen = sample::receivable_settings();
    const Send back = sample::receivable_send(sample::document("returnAdvice"));
    SageDocument document;
    document.type = back.sage_type;
    document.key = "7";
    const std::vector<ReadBackSubject> asked = {
        {document, back.facts, std::string(sample::reference)}};
    const sample::json::value body =
        sample::parsed(read_back(chosen, asked, FindBy::reference).body);
    EXPECT_EQ(text_at(body, "/object"), "accounts-receivable/adjustment");
    EXPECT_EQ(sample::json::serialize(body.at("filters")),
              R"([{"$in":{"documentNumber":[")" + std::string(sample::reference) + R"("]}}])");
    sample::json::object row = row_for(back.facts, "7");
    row["adjustmentNumber"] = "AJ-1";
    LookUp seen = read_read_back(chosen, asked, FindBy::reference,
                                 reply(200, page_of(sample::json::serialize(row), "1")));
    ASSERT_TRUE(seen.usable) << seen.why;
    ASSERT_THAT(seen.found, SizeIs(1));
    EXPECT_EQ(seen.found[0].sage_document.number, "AJ-1");
    EXPECT_THAT(differences(back.facts, seen.found[0].facts), IsEmpty());
    ASSERT_TRUE(seen.found[0].sage_document.posted.gross.has_value());
    EXPECT_GT(seen.found[0].sage_document.posted.gross->sign(), 0) << "as the return has it";
    // A debit memo of the same amount is the opposite of what was sent.
    row["txnCurrency.totalEntered"] = back.facts.at("txnCurrency.totalEntered").substr(1);
    seen = read_read_back(chosen, asked, FindBy::reference,
                          reply(200, page_of(sample::json::serialize(row), "1")));
    ASSERT_THAT(differences(back.facts, seen.found[0].facts), SizeIs(1));
}

TEST(IntacctReadBack, a_definition_may_be_called_like_a_document_of_accounts_receivable) {
    const Settings named = settings(R"({"definitions":{"despatchAdvice":"AR Invoice"}})");
    EXPECT_EQ(family_of(named, "AR Invoice", {}), Family::order_entry);
    EXPECT_EQ(family_of(settings(), "AR Invoice", {}), Family::receivable_invoice);
}

TEST(IntacctReadBack, lists_of_accounts_receivable_go_by_their_own_date_and_reference) {
    const Settings chosen = sample::receivable_settings();
    EXPECT_THAT(own_scopes(chosen),
                ElementsAre("accounts-receivable/invoice", "accounts-receivable/adjustment"));
    const auto filters = [&](const char* scope) {
        const OwnList list{scope, "2026-11-01", "2026-11-30", ""};
        return sample::json::serialize(sample::parsed(list_own(chosen, list).body).at("filters"));
    };
    EXPECT_EQ(filters("accounts-receivable/invoice"),
              R"([{"$between":{"invoiceDate":["2026-11-01","2026-11-30"]}},)"
              R"({"$startsWith":{"nsp::WMS_REFERENCE":"W"}}])");
    EXPECT_EQ(filters("accounts-receivable/adjustment"),
              R"([{"$between":{"createdDate":["2026-11-01","2026-11-30"]}},)"
              R"({"$startsWith":{"documentNumber":"W"}}])");
}

}  // namespace
}  // namespace sage::intacct
