// SPDX-License-Identifier: Apache-2.0
// Plan: a step in short becomes a whole document of the contract; what is set replaces, adds or
// takes away; a pointer that leads nowhere and a name that nobody has are told.
#include "mock-host/scenario/step_documents.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace wms::scenarios {
namespace {

namespace json = boost::json;

Result<std::string> no_message(const std::string& name) {
    return Problem{"scenario.name", name, "", "", ""};
}

Result<Message> made(const char* step, const std::string& kind) {
    return document_of(json::parse(step).as_object(), kind, "DN-1", 7, no_message);
}

TEST(StepDocuments, a_short_line_is_a_whole_one) {
    const auto message = made(
        R"({"submit":"despatch","lines":[{"item":"A","quantity":"2","price":"1.5","tax":null}]})",
        "despatch");
    ASSERT_TRUE(message.ok());
    EXPECT_EQ(message.value().type, "despatchAdvice");
    EXPECT_EQ(message.value().document_id, "DN-1");
    EXPECT_EQ(message.value().id, "0e3f4d5c-7a11-4c55-9a52-000000000007");
    const json::value whole = json::parse(message.value().json);
    EXPECT_EQ(whole.at("orderingKey"), "SO-1");
    const json::value& line = whole.at("body").at("lines").at(0);
    EXPECT_EQ(line.at("deliveredQuantity"), json::parse(R"({"value":"2","unitCode":"C62"})"));
    EXPECT_EQ(line.at("orderLineReference").at("lineId"), "10");
    EXPECT_EQ(line.at("price").at("unitAmount").at("amount"), "1.5");
    EXPECT_FALSE(line.as_object().contains("tax"));
}

TEST(StepDocuments, what_is_set_replaces_adds_or_takes_away) {
    const auto message = made(
        R"({"submit":"despatch","version":"2","set":{
            "/currencyId":"EUR","/deliveryCustomerParty":null,
            "/shipment/consignments/1":{"trackingId":"T2"},"/shipment/consignments/0":null}})",
        "despatch");
    ASSERT_TRUE(message.ok());
    const json::value whole = json::parse(message.value().json);
    EXPECT_EQ(whole.at("documentVersion"), "2");
    EXPECT_EQ(whole.at("body").at("currencyId"), "EUR");
    EXPECT_FALSE(whole.at("body").as_object().contains("deliveryCustomerParty"));
    EXPECT_EQ(whole.at("body").at("shipment").at("consignments"),
              json::parse(R"([{"trackingId":"T2"}])"));
    EXPECT_EQ(name_of("DN-1", "1"), "DN-1");
    EXPECT_EQ(name_of("DN-1", "2"), "DN-1 v2");
}

TEST(StepDocuments, messages_are_named_at_any_depth) {
    const auto known = [](const std::string& name) { return Result<std::string>("id-" + name); };
    const json::value named =
        json::parse(R"({"a":["messageId of DN-1 v2",{"b":"messageId of DN-2"}],"c":"messageId"})");
    EXPECT_EQ(with_message_ids(named, known).value(),
              json::parse(R"({"a":["id-DN-1 v2",{"b":"id-DN-2"}],"c":"messageId"})"));
    for (const char* const missing :
         {R"("messageId of X")", R"(["messageId of X"])", R"({"a":{"b":"messageId of X"}})"}) {
        EXPECT_EQ(with_message_ids(json::parse(missing), no_message).problem().pointer, "X");
    }
}

TEST(StepDocuments, what_cannot_be_done_is_told) {
    EXPECT_EQ(made(R"({"set":{"/nowhere/at/all":"x"}})", "despatch").problem().code,
              "scenario.pointer");
    EXPECT_EQ(made(R"({"set":{"/lines/first":"x"}})", "despatch").problem().code,
              "scenario.pointer");
    EXPECT_EQ(made(R"({"lines":[{"item":"A","quantity":"2"}]})", "tracking").problem().code,
              "scenario.lines");
    EXPECT_EQ(made(R"({"set":{"/subjectMessageId":"messageId of DN-9"}})", "cancellation")
                  .problem()
                  .pointer,
              "DN-9");
}

}  // namespace
}  // namespace wms::scenarios
