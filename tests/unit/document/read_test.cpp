// SPDX-License-Identifier: Apache-2.0
// Plan: every example becomes the values it says; every rule of the envelope and the body is broken
// once, alone and together; the canonical form is the same for the same content and only then.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/document/hash.h"
#include "tests/unit/document/messages.h"

namespace sage {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::IsEmpty;

Document document_of(const json::value& message) {
    Result<Document> result = read(message);
    if (!result.ok()) {
        for (const Problem& problem : result.error().problems) {
            ADD_FAILURE() << problem.code << " " << problem.pointer << ": " << problem.cause;
        }
        return {};
    }
    return std::move(result).value();
}

Problem first_problem(std::string_view text, Status status) {
    const Result<Document> result = read_document(text);
    if (result.ok()) {
        ADD_FAILURE() << "was accepted";
        return {};
    }
    EXPECT_EQ(result.error().status, status);
    return result.error().first();
}

const json::value& despatch() {
    static const json::value message = example("despatchAdvice");
    return message;
}

TEST(Read, a_receipt_and_a_transfer_become_the_values_they_say) {
    const Document receipt = document_of(example("receiptAdvice"));
    EXPECT_EQ(receipt.purchase_order_id, "PO-501");
    EXPECT_EQ(receipt.location_id, "MAIN");
    EXPECT_EQ(receipt.lines[0].quantity.value.text(), "96");
    EXPECT_EQ(receipt.lines[0].unit_cost->amount.text(), "1.10");
    const Document transfer = document_of(example("inventoryTransfer"));
    EXPECT_EQ(transfer.location_id, "MAIN");
    EXPECT_EQ(transfer.to_location_id, "OUTLET");
    EXPECT_TRUE(transfer.in_transit);
    EXPECT_EQ(transfer.transfer_step, TransferStep::whole);
}

TEST(Read, a_despatch_becomes_the_values_it_says) {
    const Document document = document_of(despatch());
    EXPECT_EQ(document.envelope.schema_version, "1.0.0");
    EXPECT_EQ(document.envelope.message_type, MessageType::despatch_advice);
    EXPECT_EQ(document.envelope.message_id, "0e3f4d5c-7a11-4c55-9a52-1c0d4b7d1a01");
    EXPECT_EQ(document.envelope.correlation_id, "order-SO-1001");
    EXPECT_EQ(document.envelope.ordering_key, "SO-1001");
    EXPECT_EQ(document.envelope.occurred_at, "2026-11-20T15:42:10+00:00");
    EXPECT_EQ(document.envelope.environment, "test");
    EXPECT_EQ(document.envelope.tenant_id, "northwind");
    EXPECT_EQ(document.envelope.document_version, "1");
    EXPECT_EQ(document.id, "DN-1001-1");
    EXPECT_EQ(document.issue_date, "2026-11-20");
    EXPECT_EQ(document.actual_despatch_date, "2026-11-20");
    EXPECT_EQ(document.order_id, "SO-1001");
    EXPECT_EQ(document.buyer_order_id, "PO-7781");
    EXPECT_EQ(document.sales_channel_id, "web");
    EXPECT_EQ(document.buyer.id, "CUST-001");
    EXPECT_EQ(document.buyer.company_id, "GB123456789");
    EXPECT_EQ(document.delivery.name, "Acme Gifts, Dock 4");
    EXPECT_THAT(document.delivery.address_lines, ElementsAre("4 Dock Road", "Leeds"));
    EXPECT_EQ(document.delivery.postal_zone, "LS1 4AB");
    EXPECT_EQ(document.delivery.country_code, "GB");
    EXPECT_EQ(document.location_id, "MAIN");
    EXPECT_EQ(document.currency_id, "GBP");
    EXPECT_EQ(document.shipment.id, "SHP-451");
    EXPECT_EQ(document.shipment.carrier_id, "UPS");
    EXPECT_EQ(document.shipment.service_level_code, "standard");
    EXPECT_THAT(document.shipment.tracking_ids,
                ElementsAre("1Z999AA10123456784", "1Z999AA10123456795"));
    EXPECT_THAT(document.shipment.ssccs, ElementsAre("050123450000000012"));
    EXPECT_EQ(document.lines.size(), 1U);
    EXPECT_EQ(document.allowance_charges.size(), 1U);
    EXPECT_THAT(document.notes, ElementsAre("left with neighbour"));
    EXPECT_EQ(document_net(document)->text(), "25.29");
}

TEST(Read, what_the_buyer_was_told_to_pay_is_read) {
    const auto with_total = [](const char* total) {
        return with(example("despatchAdvice"), "/body/legalMonetaryTotal", total);
    };
    const Document document =
        document_of(with_total(R"({"payableAmount":{"amount":"30.35","currencyId":"GBP"}})"));
    EXPECT_EQ(document.payable->amount.text(), "30.35");
    EXPECT_FALSE(document_of(example("despatchAdvice")).payable);
    EXPECT_FALSE(problems_of(with_total("{}")).empty()) << "a total without an amount says nothing";
}

json::value with_rate(const char* type, const char* rate) {
    return with(example(type), "/body/pricingExchangeRate", rate);
}

TEST(Read, an_exchange_rate_is_read_of_what_is_sold_and_unknown_elsewhere) {
    constexpr const char* rate = R"({"sourceCurrencyId":"GBP","targetCurrencyId":"EUR",
        "calculationRate":"1.1712345678","mathematicOperatorCode":"multiply","date":"2026-11-19"})";
    for (const char* type : {"salesOrder", "orderChange", "despatchAdvice", "returnAdvice"}) {
        const auto seen = document_of(with_rate(type, rate)).pricing_exchange_rate;
        ASSERT_TRUE(seen) << type;
        EXPECT_EQ(seen->source_currency_id + seen->target_currency_id, "GBPEUR");
        EXPECT_EQ(seen->calculation_rate.text(), "1.1712345678");
        EXPECT_EQ(seen->date, "2026-11-19");
    }
    EXPECT_FALSE(document_of(example("despatchAdvice")).pricing_exchange_rate);
    EXPECT_FALSE(document_of(with_rate("inventoryAdjustment", "7")).pricing_exchange_rate);
    EXPECT_EQ(document_of(with(with_rate("despatchAdvice", R"({"sourceCurrencyId":"USD",
                             "targetCurrencyId":"GBP","calculationRate":"0.77"})"),
                               "/body", R"({"id":"DN","issueDate":"2026-11-20","shipFrom":
                             {"locationId":"MAIN"},"lines":[{"id":"1","item":
                             {"sellersItemId":"A"},"deliveredQuantity":
                             {"value":"1","unitCode":"C62"}}],"pricingExchangeRate":
                             {"sourceCurrencyId":"USD","targetCurrencyId":"GBP",
                              "calculationRate":"0.77"}})"))
                  .currency_id,
              "USD")
        << "nothing else says it";
}

TEST(Read, an_exchange_rate_that_is_none_is_refused_where_it_stands) {
    const auto told = [](const char* members) {
        return problems_of(with_rate("despatchAdvice", members));
    };
    constexpr const char* at = "/body/pricingExchangeRate/";
    for (const char* value : {R"("0")", R"("-0.86")", R"("0.0000000000")"}) {
        EXPECT_EQ(
            told((std::string(R"({"sourceCurrencyId":"GBP","targetCurrencyId":"EUR",
                           "calculationRate":)") +
                  value + "}")
                     .c_str()),
            only(std::string("document.exchange_rate.not_positive ") + at + "calculationRate"))
            << value;
    }
    EXPECT_EQ(told(R"({"sourceCurrencyId":"GBP","targetCurrencyId":"EUR"})"),
              only(std::string("document.member.missing ") + at + "calculationRate"));
    EXPECT_EQ(told(R"({"targetCurrencyId":"EUR","calculationRate":"1"})"),
              only(std::string("document.member.missing ") + at + "sourceCurrencyId"));
    EXPECT_EQ(told(R"({"sourceCurrencyId":"GBP","targetCurrencyId":"euros",
                       "calculationRate":"1.17"})"),
              only(std::string("document.currency.form ") + at + "targetCurrencyId"));
    EXPECT_EQ(told(R"({"sourceCurrencyId":"GBP","targetCurrencyId":"EUR",
                       "calculationRate":"1.17","mathematicOperatorCode":"divide"})"),
              only(std::string("document.choice.unknown ") + at + "mathematicOperatorCode"));
    EXPECT_EQ(told(R"({"sourceCurrencyId":"GBP","targetCurrencyId":"EUR",
                       "calculationRate":"1.12345678901"})"),
              only(std::string("document.rate.too_long ") + at + "calculationRate"));
    EXPECT_EQ(told(R"({"sourceCurrencyId":"GBP","targetCurrencyId":"EUR",
                       "calculationRate":"1.17","date":"2026-02-30"})"),
              only(std::string("document.date.not_date ") + at + "date"));
}

TEST(Read, the_last_despatch_of_an_order_says_so) {
    const auto last = [](const char* value) {
        return with(example("despatchAdvice"), "/body/finalDespatchIndicator", value);
    };
    EXPECT_TRUE(read(last("true")).value().final_despatch);
    EXPECT_FALSE(read(last("false")).value().final_despatch);
    EXPECT_FALSE(read(last("")).value().final_despatch);
    EXPECT_EQ(problems_of(last(R"("yes")")),
              only("document.boolean.not_boolean /body/finalDespatchIndicator"));
}

TEST(Read, a_sales_channel_is_an_identifier_of_what_is_sold_and_unknown_elsewhere) {
    const auto channel = [](const char* type, const char* value) {
        return with(example(type), "/body/salesChannelId", value);
    };
    for (const char* const type : {"salesOrder", "despatchAdvice", "returnAdvice"}) {
        EXPECT_EQ(read(channel(type, "")).value().sales_channel_id, "") << type;
        EXPECT_EQ(problems_of(channel(type, "5")).size(), 1U) << type;
    }
    EXPECT_EQ(read(channel("inventoryAdjustment", "5")).value().sales_channel_id, "");
}

TEST(Read, the_other_examples_become_the_values_they_say) {
    const Document order = document_of(example("salesOrder"));
    EXPECT_EQ(order.envelope.message_type, MessageType::sales_order);
    EXPECT_EQ(order.lines.at(0).quantity.value.text(), "10");
    EXPECT_EQ(order.location_id, "MAIN");
    EXPECT_EQ(order.sales_channel_id, "web");
    const Document update = document_of(example("trackingUpdate"));
    EXPECT_EQ(update.despatch_id, "DN-1001-1");
    EXPECT_EQ(update.shipment.tracking_ids.size(), 2U);
    const Document back = document_of(example("returnAdvice"));
    EXPECT_EQ(back.original_despatch_id, "DN-1001-1");
    EXPECT_EQ(back.location_id, "MAIN");
    EXPECT_EQ(back.sales_channel_id, "web");
    EXPECT_EQ(back.lines.at(0).quantity.value.text(), "2");
    EXPECT_EQ(back.lines.at(0).disposition_code, "restock");
    const Document adjustment = document_of(example("inventoryAdjustment"));
    EXPECT_EQ(adjustment.location_id, "MAIN");
    EXPECT_EQ(adjustment.lines.at(0).quantity.value.text(), "-2");
    EXPECT_EQ(adjustment.lines.at(0).reason_code, "damaged");
    const Document cancellation = document_of(example("documentCancellation"));
    EXPECT_EQ(cancellation.subject_message_id, "0e3f4d5c-7a11-4c55-9a52-1c0d4b7d1a01");
    EXPECT_EQ(cancellation.decided_by, "pat.field");
    EXPECT_EQ(cancellation.reason, "keyed twice");
    const Document decision = document_of(example("operatorDecision"));
    EXPECT_EQ(decision.decision, "sendAgain");
    EXPECT_EQ(decision.reason, "item created in Sage");
}

TEST(Read, what_is_required_is_told_when_missing) {
    for (const char* pointer :
         {"/schemaVersion", "/messageType", "/messageId", "/environment", "/occurredAt",
          "/tenantId", "/body", "/body/id", "/body/issueDate"}) {
        EXPECT_EQ(problems_of(with(despatch(), pointer, "")),
                  only("document.member.missing " + std::string(pointer)));
    }
    for (const char* pointer : {"/schemaVersion", "/messageType", "/tenantId", "/body/id"}) {
        EXPECT_EQ(problems_of(with(despatch(), pointer, "\" \"")).front(),
                  "document.text.empty " + std::string(pointer));
    }
    for (const char* pointer : {"/body/subjectMessageId", "/body/decidedBy", "/body/reason",
                                "/body/decision", "/body/id"}) {
        EXPECT_EQ(problems_of(with(example("operatorDecision"), pointer, "")),
                  only("document.member.missing " + std::string(pointer)));
        EXPECT_FALSE(problems_of(with(example("operatorDecision"), pointer, "\"\"")).empty());
    }
    EXPECT_EQ(problems_of(with(example("documentCancellation"), "/body/reason", "\"\"")),
              only("document.text.empty /body/reason"));
    EXPECT_EQ(problems_of(with(example("trackingUpdate"), "/body/despatchReference", "")),
              only("document.member.missing /body/despatchReference"));
    EXPECT_EQ(problems_of(with(example("trackingUpdate"), "/body/despatchReference/id", "")),
              only("document.member.missing /body/despatchReference/id"));
}

TEST(Read, what_is_optional_may_be_missing) {
    for (const char* pointer :
         {"/correlationId", "/orderingKey", "/recordedAt", "/sourceSystem", "/documentVersion",
          "/body/actualDespatchDateTime", "/body/orderReference", "/body/buyerCustomerParty",
          "/body/deliveryCustomerParty", "/body/shipFrom", "/body/currencyId", "/body/shipment",
          "/body/transportHandlingUnits", "/body/lines", "/body/allowanceCharges", "/body/notes"}) {
        EXPECT_THAT(problems_of(with(despatch(), pointer, "")), IsEmpty()) << pointer;
    }
    EXPECT_EQ(document_of(with(despatch(), "/documentVersion", "")).envelope.document_version, "1");
    EXPECT_EQ(document_of(with(despatch(), "/body/currencyId", "")).currency_id, "GBP");
    EXPECT_EQ(document_of(with(despatch(), "/body/buyerCustomerParty/id", "\"\"")).buyer.id, "");
}

TEST(Read, forms_are_checked_where_a_text_has_one) {
    const auto told = [](const char* pointer, const char* value) {
        return problems_of(with(despatch(), pointer, value)).at(0);
    };
    EXPECT_EQ(told("/messageId", R"("17")"), "document.uuid.not_uuid /messageId");
    EXPECT_EQ(told("/environment", R"("prod")"), "document.choice.unknown /environment");
    EXPECT_EQ(told("/occurredAt", R"("2026-11-20 15:42")"),
              "document.instant.not_instant /occurredAt");
    EXPECT_EQ(told("/body/issueDate", R"("2026-02-30")"), "document.date.not_date /body/issueDate");
    EXPECT_EQ(told("/body/issueDate", "20261120"), "document.text.not_text /body/issueDate");
    EXPECT_EQ(told("/body/currencyId", R"("gbp")"), "document.currency.form /body/currencyId");
    EXPECT_EQ(told("/body/deliveryCustomerParty/postalAddress/countryCode", R"("UK1")"),
              "document.country.form /body/deliveryCustomerParty/postalAddress/countryCode");
    EXPECT_EQ(told("/documentVersion", R"("")"), "document.text.empty /documentVersion");
    EXPECT_EQ(told("/body", "[]"), "document.object.not_object /body");
    EXPECT_EQ(problems_of(with(example("operatorDecision"), "/body/decision", R"("retry")")),
              only("document.choice.unknown /body/decision"));
    for (const char* decision : {R"("sendAgain")", R"("markPosted")", R"("withdraw")"}) {
        EXPECT_THAT(problems_of(with(example("operatorDecision"), "/body/decision", decision)),
                    IsEmpty());
    }
}

TEST(Read, other_major_versions_of_the_schema_are_refused) {
    EXPECT_THAT(problems_of(with(despatch(), "/schemaVersion", R"("1.7.23")")), IsEmpty());
    for (const char* version : {R"("2.0.0")", R"("0.9.0")", R"("10.0.0")"}) {
        EXPECT_EQ(problems_of(with(despatch(), "/schemaVersion", version)),
                  only("document.schema_version.unsupported /schemaVersion"));
    }
    for (const char* version :
         {R"("1")", R"("1.0")", R"("v1.0.0")", R"("1.0.0.0")", R"("1.x.0")"}) {
        EXPECT_EQ(problems_of(with(despatch(), "/schemaVersion", version)),
                  only("document.schema_version.form /schemaVersion"));
    }
}

TEST(Read, an_unknown_message_type_is_unsupported) {
    const json::value message = with(despatch(), "/messageType", R"("pickList")");
    const Problem problem = first_problem(json::serialize(message), Status::unsupported);
    EXPECT_EQ(problem.code, "document.message_type.unknown");
    EXPECT_EQ(problem.pointer, "/messageType");
    first_problem(json::serialize(with(despatch(), "/messageType", "5")), Status::not_accepted);
}

TEST(Read, all_problems_are_told_at_once) {
    json::value message = with(despatch(), "/messageId", "7");
    message = with(message, "/tenantId", "");
    message = with(message, "/body/issueDate", R"("2026-13-01")");
    message = with(message, "/body/lines/0/price/unitAmount/amount", "3.39");
    message = with(message, "/body/lines/0/deliveredQuantity/value", R"("six")");
    message = with(message, "/body/allowanceCharges/0/amount/currencyId", R"("EUR")");
    EXPECT_THAT(problems_of(message),
                testing::UnorderedElementsAre(
                    "document.text.not_text /messageId", "document.member.missing /tenantId",
                    "document.date.not_date /body/issueDate",
                    "document.money.not_text /body/lines/0/price/unitAmount/amount",
                    "document.quantity.not_decimal /body/lines/0/deliveredQuantity/value",
                    "document.currency.differs /body/allowanceCharges/0/amount/currencyId"));
}

TEST(Read, no_more_than_a_thousand_problems_are_listed) {
    json::value message = despatch();
    json::array& lines = message.at_pointer("/body/lines").get_array();
    const json::object bad;
    while (lines.size() < 2'000) {
        lines.push_back(bad);
    }
    const auto told = problems_of(message);
    EXPECT_EQ(told.size(), limits::problems_max + 1);
    EXPECT_EQ(told.back(), "document.problems.too_many ");
}

TEST(Read, unknown_members_are_kept_and_ignored) {
    json::value message = with(despatch(), "/body/colour", R"({"b":[1,null],"a":"blue"})");
    message = with(message, "/remark", R"("not content")");
    const Document document = document_of(message);
    EXPECT_NE(document.canonical_bytes.find(R"("colour":{"a":"blue","b":[1,null]})"),
              std::string::npos);
    EXPECT_EQ(document.canonical_bytes.find("not content"), std::string::npos);
    EXPECT_NE(document.content_hash, document_of(despatch()).content_hash);
}

TEST(Read, numbers_that_are_no_counts_are_refused_wherever_they_stand) {
    json::value message = with(despatch(), "/body/weight", "1.5");
    message = with(message, "/body/lines/0/extra", R"({"a":[1,2.5]})");
    EXPECT_THAT(problems_of(message),
                testing::UnorderedElementsAre("json.number /body/weight",
                                              "json.number /body/lines/0/extra/a/1"));
    EXPECT_THAT(problems_of(with(despatch(), "/body/priority", "5")), IsEmpty());
}

TEST(Read, text_that_is_no_strict_json_is_invalid) {
    EXPECT_EQ(first_problem("", Status::invalid).code, "json.syntax");
    EXPECT_EQ(first_problem("{", Status::invalid).code, "json.syntax");
    EXPECT_EQ(first_problem("[]", Status::not_accepted).code, "document.object.not_object");
    EXPECT_EQ(first_problem("null", Status::not_accepted).pointer, "");
    EXPECT_EQ(first_problem(R"({"a":1,"a":2})", Status::invalid).code, "json.duplicate_member");
    EXPECT_EQ(first_problem("{\"a\":\"\xFF\"}", Status::invalid).code, "json.not_utf8");
    EXPECT_EQ(first_problem(R"({"a":"\u0000"})", Status::invalid).code, "json.nul");
    EXPECT_EQ(first_problem(std::string(100'000, '['), Status::invalid).code, "json.too_deep");
    const std::string large(limits::document_bytes_max + 1, ' ');
    EXPECT_EQ(first_problem(large, Status::invalid).code, "json.too_large");
}

TEST(Read, content_is_the_same_whatever_the_order_and_the_blanks) {
    const Document document = document_of(despatch());
    const std::string text = "  " + json::serialize(despatch()) + "\r\n";
    Result<Document> spaced = read_document(text);
    ASSERT_TRUE(spaced.ok());
    EXPECT_EQ(spaced.value().canonical_bytes, document.canonical_bytes);

    json::value other = despatch();
    json::object& body = other.at("body").get_object();
    json::object reversed;
    for (auto member = body.end(); member != body.begin();) {
        --member;
        reversed[member->key()] = member->value();
    }
    body = reversed;
    EXPECT_EQ(document_of(other).canonical_bytes, document.canonical_bytes);
    EXPECT_EQ(document_of(other).content_hash, document.content_hash);
    EXPECT_EQ(document.content_hash, hexadecimal(sha256(document.canonical_bytes)));
}

TEST(Read, what_belongs_to_the_message_is_no_content) {
    const std::string hash = document_of(despatch()).content_hash;
    for (const auto& [pointer, value] :
         {std::pair("/messageId", R"("0e3f4d5c-7a11-4c55-9a52-1c0d4b7d1aff")"),
          std::pair("/occurredAt", R"("2026-11-20T15:42:11Z")"), std::pair("/correlationId", ""),
          std::pair("/recordedAt", ""), std::pair("/orderingKey", ""),
          std::pair("/sourceSystem", "")}) {
        EXPECT_EQ(document_of(with(despatch(), pointer, value)).content_hash, hash) << pointer;
    }
    EXPECT_EQ(document_of(with(despatch(), "/documentVersion", "")).content_hash, hash);
}

TEST(Read, every_part_of_the_content_counts) {
    std::vector<std::string> hashes = {document_of(despatch()).content_hash};
    const std::vector<std::pair<const char*, const char*>> changes = {
        {"/documentVersion", R"("2")"},  {"/environment", R"("live")"},
        {"/tenantId", R"("southwind")"}, {"/body/id", R"("DN-1001-2")"},
        {"/body/notes/0", R"("other")"}, {"/body/finalDespatchIndicator", "true"},
        {"/body/lines/0/id", R"("2")"},  {"/body/lines/0/price/unitAmount/amount", R"("3.390")"},
        {"/body/allowanceCharges", "[]"}};
    for (const auto& [pointer, value] : changes) {
        hashes.push_back(document_of(with(despatch(), pointer, value)).content_hash);
    }
    std::sort(hashes.begin(), hashes.end());
    EXPECT_EQ(std::adjacent_find(hashes.begin(), hashes.end()), hashes.end());
}

TEST(ReadCanonical, an_accepted_document_comes_back_as_it_was) {
    for (const char* name : {"salesOrder", "despatchAdvice", "trackingUpdate", "returnAdvice",
                             "inventoryAdjustment", "documentCancellation", "operatorDecision"}) {
        const Document document = document_of(example(name));
        const Result<Document> again =
            read_canonical(document.canonical_bytes, document.envelope.message_id, "SO-1001");
        ASSERT_TRUE(again.ok()) << name << ": " << again.error().first().cause;
        const Document& back = again.value();
        EXPECT_EQ(back.canonical_bytes, document.canonical_bytes);
        EXPECT_EQ(back.content_hash, document.content_hash);
        EXPECT_EQ(back.envelope.message_type, document.envelope.message_type);
        EXPECT_EQ(back.envelope.message_id, document.envelope.message_id);
        EXPECT_EQ(back.envelope.ordering_key, "SO-1001");
        EXPECT_EQ(back.envelope.tenant_id, document.envelope.tenant_id);
        EXPECT_EQ(back.id, document.id);
        EXPECT_EQ(back.subject_message_id, document.subject_message_id);
        ASSERT_EQ(back.lines.size(), document.lines.size());
        if (!back.lines.empty()) {
            EXPECT_EQ(back.lines[0].quantity.value.text(), document.lines[0].quantity.value.text());
            EXPECT_EQ(document_net(back), document_net(document));
        }
    }
}

TEST(ReadCanonical, damage_is_told_and_never_read_as_something_else) {
    const std::string bytes = document_of(despatch()).canonical_bytes;
    std::mt19937 generator(20261120);
    int refused = 0;
    for (int round = 0; round < 3'000; ++round) {
        std::string damaged = bytes;
        damaged[generator() % damaged.size()] = static_cast<char>(generator() % 256);
        const Result<Document> result = read_canonical(damaged, "id", "key");
        if (!result.ok()) {
            EXPECT_EQ(result.error().status, Status::storage);
            EXPECT_EQ(result.error().first().code, "document.stored.damaged");
            ++refused;
        } else {
            ASSERT_TRUE(damaged == bytes ||
                        result.value().content_hash != hexadecimal(sha256(bytes)));
        }
    }
    EXPECT_GT(refused, 1'000);
    EXPECT_FALSE(read_canonical(bytes.substr(0, bytes.size() / 2), "id", "key").ok());
    EXPECT_FALSE(read_canonical("", "id", "key").ok());
    EXPECT_FALSE(read_canonical("{}", "id", "key").ok());
}

TEST(Read, any_change_at_all_ends_in_a_document_or_in_problems) {
    std::mt19937 generator(20261120);
    const std::string text = json::serialize(despatch());
    int accepted = 0;
    for (int round = 0; round < 5'000; ++round) {
        std::string changed = text;
        for (unsigned change = 0; change <= generator() % 2; ++change) {
            changed[generator() % changed.size()] = static_cast<char>(generator() % 256);
        }
        const Result<Document> result = read_document(changed);
        if (result.ok()) {
            ++accepted;
            ASSERT_TRUE(read_canonical(result.value().canonical_bytes, "id", "").ok()) << changed;
        } else {
            ASSERT_FALSE(result.error().problems.empty());
        }
    }
    EXPECT_GT(accepted, 300);
}

}  // namespace
}  // namespace sage
