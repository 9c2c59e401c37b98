// SPDX-License-Identifier: Apache-2.0
// Customers and items that are found by other codes than their ids, from the warehouse into Sage
// and back: the customer's tax number, the item's bar code; what is found twice waits until Sage
// has one of them left, and a setting that can find nothing is told by the check.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;

constexpr std::int64_t patience_ms = 24 * 3'600'000LL;

constexpr const char* seed =
    R"({"items":[{"id":"LANTERN","name":"White metal lantern","unitCode":"C62","kind":"goods"},)"
    R"({"id":"LANTERN-2","name":"The same","unitCode":"C62","kind":"goods"},)"
    R"({"id":"MISC","name":"Sundries","unitCode":"C62","kind":"charge"}],)"
    R"("customers":[{"id":"ACME","name":"Acme Gifts Ltd","countryCode":"GB"}],)"
    R"("locations":[{"id":"MAIN","name":"Main warehouse"}],)"
    R"("taxCodes":[{"id":"STANDARD","percent":"20"}],)"
    R"("stock":[{"item":"LANTERN","location":"MAIN","quantity":"1000"},)"
    R"({"item":"LANTERN-2","location":"MAIN","quantity":"1000"}]})";

BoxOptions with_settings(const std::string& changes) {
    BoxOptions options;
    options.seed = seed;
    options.configure = [changes](const std::string& configuration) {
        json::value all = json::parse(configuration);
        const json::value wanted = json::parse(changes);
        for (const auto& change : wanted.as_object()) {
            all.as_object()[change.key()] = change.value();
        }
        return json::serialize(all);
    };
    return options;
}

/// A despatch of SKU-100 to CUST-001, of which Sage has neither, with the codes that others use.
wms::Message despatch() {
    wms::Message message = despatch_of("DN-1001-1", 1);
    json::value all = json::parse(message.json);
    all.at_pointer("/body/buyerCustomerParty").as_object()["companyId"] = "GB 123 4567 89";
    all.at_pointer("/body/lines/0/item").as_object()["gtin"] = "5012345678900";
    message.json = json::serialize(all);
    return message;
}

class Matching : public ::testing::Test {
  protected:
    void start(const std::string& changes) {
        box = std::make_unique<SageInABox>(with_settings(changes));
        change(R"({"customer":{"id":"ACME","taxId":"123.4567.89"}})");
        change(R"({"item":{"id":"LANTERN","itemDetails.universalProductCode":"05012345678900"}})");
    }
    void change(const std::string& what) {
        const auto changed = box->control().post("/control/change", what);
        ASSERT_TRUE(changed.ok()) << wms::in_one_line(changed.problem());
    }
    void post() {
        ASSERT_TRUE(box->host().submit(message).ok());
        settle();
    }
    void settle() {
        ASSERT_TRUE(box->host().settle(patience_ms).ok());
        posting = *box->host().postings().find(message.id);
        document = json::serialize(
            json::parse(box->host()
                            .query(R"({"query":"document","messageId":")" + message.id + "\"}")
                            .value()));
    }
    /// What Sage holds in the end.
    json::value in_sage() {
        const json::value all =
            json::parse(box->control().get("/control/documents?limit=10").value());
        const json::array& documents = all.at("documents").as_array();
        return documents.size() == 1 ? documents[0] : json::value();
    }

    std::unique_ptr<SageInABox> box;
    wms::Message message = despatch();
    wms::Posting posting;
    std::string document;
};

constexpr const char* by_other_codes =
    R"({"customerMatching":{"rules":["accountCode","vatNumber"]},
        "itemMatching":{"rules":["sellersItemId","gtin"]}})";

TEST_F(Matching, a_tax_number_and_a_bar_code_find_what_sage_has_and_the_outcome_says_so) {
    ASSERT_NO_FATAL_FAILURE(start(by_other_codes));
    box->connect();
    ASSERT_NO_FATAL_FAILURE(post());
    EXPECT_EQ(posting.state, "posted");
    EXPECT_TRUE(posting.verified);
    EXPECT_EQ(in_sage().at("customer").as_string(), "ACME");
    EXPECT_EQ(in_sage().at_pointer("/lines/0/item").as_string(), "LANTERN");
    EXPECT_THAT(document, HasSubstr("mapping.customer_matched"));
    EXPECT_THAT(document, HasSubstr("mapping.item_matched"));
}

TEST_F(Matching, a_bar_code_of_two_items_waits_until_one_of_them_is_inactive) {
    ASSERT_NO_FATAL_FAILURE(start(by_other_codes));
    change(R"({"item":{"id":"LANTERN-2","itemDetails.universalProductCode":"5012345678900"}})");
    box->connect();
    ASSERT_NO_FATAL_FAILURE(post());
    EXPECT_EQ(posting.state, "held");
    EXPECT_EQ(posting.problem.code, "mapping.item_ambiguous");
    EXPECT_THAT(posting.problem.cause, HasSubstr("LANTERN, LANTERN-2"));
    EXPECT_TRUE(in_sage().is_null()) << "nothing was sent";
    change(R"({"item":{"id":"LANTERN-2","status":"inactive"}})");
    box->disconnect();
    box->connect();
    ASSERT_NO_FATAL_FAILURE(settle());
    EXPECT_EQ(posting.state, "posted");
    EXPECT_EQ(in_sage().at_pointer("/lines/0/item").as_string(), "LANTERN");
}

TEST_F(Matching, a_substitute_carries_what_sage_does_not_know) {
    ASSERT_NO_FATAL_FAILURE(start(R"({"customerMatching":{"accountCodes":{"CUST-001":"ACME"}},
                                      "itemMatching":{"substituteItem":"MISC"}})"));
    box->connect();
    ASSERT_NO_FATAL_FAILURE(post());
    EXPECT_EQ(posting.state, "posted");
    EXPECT_TRUE(posting.verified);
    EXPECT_EQ(in_sage().at_pointer("/lines/0/item").as_string(), "MISC");
    EXPECT_THAT(document, HasSubstr("mapping.item_substituted"));
}

class Units : public Matching {
  protected:
    /// LANTERN counts in a group without dozens; what comes in dozens is two of 40.68 each.
    void start(const std::string& policy) {
        Matching::start(R"({"units":{"C62":"Each","DZN":"Dozen"},"unitConversion":")" + policy +
                        R"(","customerMatching":{"accountCodes":{"CUST-001":"ACME"}},
                           "itemMatching":{"sellersItemIds":{"SKU-100":"LANTERN"}}})");
        change(R"({"unitGroup":{"id":"Pieces",
                   "units":[{"id":"Each","conversionFactor":"1","isBase":true}]}})");
        change(R"({"item":{"id":"LANTERN","unitOfMeasureGroup":"Pieces"}})");
        json::value all = json::parse(message.json);
        json::object& line = all.at_pointer("/body/lines/0").as_object();
        line["deliveredQuantity"] = json::object{{"value", "2"}, {"unitCode", "DZN"}};
        line.erase("orderedQuantity");
        line.erase("outstandingQuantity");
        line["price"].as_object()["unitAmount"].as_object()["amount"] = "40.68";
        message.json = json::serialize(all);
        box->connect();
    }
};

TEST_F(Units, that_an_item_lacks_wait_until_its_group_has_them_and_sage_is_never_asked) {
    ASSERT_NO_FATAL_FAILURE(start("hold"));
    ASSERT_NO_FATAL_FAILURE(post());
    EXPECT_EQ(posting.state, "held");
    EXPECT_EQ(posting.problem.code, "intacct.unit_not_of_item");
    EXPECT_TRUE(in_sage().is_null());
    change(R"({"unitGroup":{"id":"Pieces","units":[{"id":"Dozen","conversionFactor":"12"}]}})");
    box->disconnect();
    box->connect();
    ASSERT_NO_FATAL_FAILURE(settle());
    EXPECT_EQ(posting.state, "posted");
    EXPECT_EQ(in_sage().at_pointer("/lines/0/quantity").as_string(), "2");
    EXPECT_EQ(in_sage().at("net").as_string(), "81.36");
}

TEST_F(Units, are_converted_to_the_same_amount_where_the_settings_say_so) {
    ASSERT_NO_FATAL_FAILURE(start("convert"));
    ASSERT_NO_FATAL_FAILURE(post());
    EXPECT_EQ(posting.state, "posted");
    EXPECT_TRUE(posting.verified);
    EXPECT_EQ(in_sage().at_pointer("/lines/0/quantity").as_string(), "24");
    EXPECT_EQ(in_sage().at_pointer("/lines/0/unitPrice").as_string(), "3.39");
    EXPECT_EQ(in_sage().at("net").as_string(), "81.36");
    EXPECT_THAT(document, HasSubstr("mapping.unit_converted"));
}

class Kits : public Matching {
  protected:
    /// Two sets for 10.00 each, of three LANTERN-2 a set.
    void start(const std::string& policy) {
        Matching::start(R"({"kits":{"policy":")" + policy +
                        R"("},"customerMatching":{"accountCodes":{"CUST-001":"ACME"}},
                           "itemMatching":{"sellersItemIds":{"SKU-100":"LANTERN"}}})");
        json::value all = json::parse(message.json);
        all.at_pointer("/body/lines/0/price/unitAmount").as_object()["amount"] = "10.00";
        const std::string component = json::serialize(all.at_pointer("/body/lines/0"));
        json::value part = json::parse(component);
        json::object& line = part.as_object();
        for (const char* member : {"orderedQuantity", "outstandingQuantity", "price"}) {
            line.erase(member);
        }
        line["id"] = "2";
        line["item"].as_object()["sellersItemId"] = "LANTERN-2";
        line["deliveredQuantity"] = json::object{{"value", "6"}, {"unitCode", "C62"}};
        line["kit"] =
            json::object{{"parentLineId", "1"}, {"componentOf", "SKU-100"}, {"ratio", "3"}};
        all.at_pointer("/body/lines").as_array().push_back(part);
        message.json = json::serialize(all);
        box->connect();
    }
};

TEST_F(Kits, are_posted_as_what_was_sold) {
    ASSERT_NO_FATAL_FAILURE(start("keep"));
    ASSERT_NO_FATAL_FAILURE(post());
    EXPECT_EQ(posting.state, "posted");
    EXPECT_TRUE(posting.verified);
    ASSERT_EQ(in_sage().at("lines").as_array().size(), 1U);
    EXPECT_EQ(in_sage().at_pointer("/lines/0/item").as_string(), "LANTERN");
    EXPECT_EQ(in_sage().at("net").as_string(), "20.00");
}

TEST_F(Kits, are_posted_as_their_components_for_the_same_amount_where_the_settings_say_so) {
    ASSERT_NO_FATAL_FAILURE(start("explode"));
    ASSERT_NO_FATAL_FAILURE(post());
    EXPECT_EQ(posting.state, "posted");
    EXPECT_TRUE(posting.verified);
    ASSERT_EQ(in_sage().at("lines").as_array().size(), 1U);
    EXPECT_EQ(in_sage().at_pointer("/lines/0/item").as_string(), "LANTERN-2");
    EXPECT_EQ(in_sage().at_pointer("/lines/0/quantity").as_string(), "6");
    EXPECT_EQ(in_sage().at("net").as_string(), "20.00");
}

TEST_F(Matching, the_check_tells_settings_by_which_nothing_can_be_found) {
    ASSERT_NO_FATAL_FAILURE(start(R"({"customerMatching":{"rules":["nameAndPostalZone"]},
                  "itemMatching":{"sellersItemIds":{"X":"NONE"},"substituteItem":"LANTERN"}})"));
    box->connect();
    ASSERT_TRUE(box->host().settle(patience_ms).ok());
    std::ifstream events(box->folder() / "host" / "events.jsonl");
    const std::string told{std::istreambuf_iterator<char>(events), {}};
    EXPECT_THAT(told, HasSubstr("/customerMatching/rules/0")) << "Sage has no such field";
    EXPECT_THAT(told, HasSubstr("/itemMatching/sellersItemIds/X"));
    EXPECT_THAT(told, HasSubstr("intacct.settings.substitute_stock"));
}

}  // namespace
}  // namespace sage::testing
