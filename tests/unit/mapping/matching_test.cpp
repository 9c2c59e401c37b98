// SPDX-License-Identifier: Apache-2.0
// Plan: rules as the settings say; the first with one active record decides, several are named, an
// inactive one is passed over and told; root causes name what would match and are gone when it
// does; the check finds each setting that cannot work.
#include "sage-adapter/mapping/matching.h"

#include <gtest/gtest.h>

#include "sage-adapter/mapping/match_keys.h"

namespace sage {
namespace {

JsonValue parsed(std::string_view text) {
    Result<JsonValue> value = parse_json(text, 100'000, JsonNumbers::integers_only);
    EXPECT_TRUE(value.ok()) << text;
    return value.ok() ? std::move(value).value() : JsonValue();
}

ItemMatching items(std::string_view settings) {
    return read_item_matching(parsed(R"({"itemMatching":)" + std::string(settings) + "}"), "item");
}

CustomerMatching customers(std::string_view settings) {
    return read_customer_matching(parsed(R"({"customerMatching":)" + std::string(settings) + "}"),
                                  "customer");
}

CatalogueRecord record(std::string kind, std::string id,
                       std::map<std::string, std::string, std::less<>> fields = {}) {
    return {std::move(kind), std::move(id), "1", "", true, std::move(fields)};
}

CatalogueRecord with_gtin(std::string id, std::string_view gtin) {
    return record("item", std::move(id), {{std::string(match_field::gtin), gtin_key(gtin)}});
}

CatalogueRecord with_vat(std::string id, std::string_view text) {
    const VatNumber vat = vat_number(text);
    CatalogueRecord made =
        record("customer", std::move(id), {{std::string(match_field::vat_number), vat.number}});
    if (!vat.country.empty()) {
        made.fields.emplace(match_field::vat_country, vat.country);
    }
    return made;
}

Item item_of(std::string sellers, std::string gtin = "", std::string buyers = "") {
    return {std::move(sellers), std::move(buyers), std::move(gtin), ""};
}

Party party(std::string id, std::string vat = "", std::string country = "", std::string name = "",
            std::string zone = "") {
    Party made;
    made.id = std::move(id);
    made.company_id = std::move(vat);
    made.country_code = std::move(country);
    made.name = std::move(name);
    made.postal_zone = std::move(zone);
    return made;
}

std::string id_of(const Match& found) {
    return found.record == nullptr ? "" : found.record->id;
}

std::string item_found(const ItemMatching& matching, const Item& item, const Catalogue& known) {
    return id_of(match(matching.chain, item_keys(matching.chain, item), known));
}

std::string customer_found(const CustomerMatching& matching, const Party& buyer,
                           const Catalogue& known) {
    return id_of(match(matching.chain, customer_keys(matching.chain, buyer), known));
}

constexpr const char* lantern = "5012345678900";

TEST(Matching, without_settings_codes_are_ids) {
    const JsonValue none = parsed("{}");
    const ItemMatching matching = read_item_matching(none, "item");
    ASSERT_EQ(matching.chain.rules.size(), 1U);
    EXPECT_TRUE(matching.chain.has("sellersItemId"));
    EXPECT_EQ(matching.substitute, "");
    const CustomerMatching buyers = read_customer_matching(none, "customer");
    EXPECT_TRUE(buyers.chain.has("accountCode"));
    EXPECT_FALSE(buyers.guest_when_unknown);
    const Catalogue known({record("item", "A"), with_gtin("B", lantern), record("customer", "C")},
                          1);
    EXPECT_EQ(item_found(matching, item_of("A", lantern), known), "A");
    EXPECT_EQ(item_found(matching, item_of("X", lantern), known), "");
    EXPECT_EQ(customer_found(buyers, party("C"), known), "C");
    EXPECT_EQ(customer_found(buyers, party("A"), known), "") << "an item is no customer";
}

TEST(Matching, the_first_rule_that_finds_one_decides_in_the_order_of_the_settings) {
    const Catalogue known({record("item", "A"), with_gtin("B", lantern), record("item", "C")}, 1);
    const Item item = item_of("A", lantern, "THEIRS");
    EXPECT_EQ(item_found(items(R"({"rules":["sellersItemId","gtin"]})"), item, known), "A");
    EXPECT_EQ(item_found(items(R"({"rules":["gtin","sellersItemId"]})"), item, known), "B");
    EXPECT_EQ(item_found(items(R"({"rules":["buyersItemId","gtin"],
                                   "buyersItemIds":{"THEIRS":"C"}})"),
                         item, known),
              "C");
    EXPECT_EQ(
        item_found(items(R"({"rules":["sellersItemId","gtin"]})"), item_of("X", lantern), known),
        "B")
        << "one that finds nothing leaves it to the next";
    EXPECT_EQ(item_found(items(R"({"rules":["gtin","sellersItemId"]})"),
                         item_of("A", "5012345678901"), known),
              "A")
        << "a wrong check digit finds nothing";
}

TEST(Matching, aliases_stand_for_codes_and_a_buyers_code_is_never_an_id) {
    const Catalogue known({record("item", "A"), record("item", "B")}, 1);
    EXPECT_EQ(item_found(items(R"({"sellersItemIds":{"A":"B"}})"), item_of("A"), known), "B");
    EXPECT_EQ(item_found(items(R"({"rules":["buyersItemId"],"buyersItemIds":{"T":"B"}})"),
                         item_of("X", "", "A"), known),
              "");
    const Catalogue buyers({record("customer", "C-1")}, 1);
    EXPECT_EQ(customer_found(customers(R"({"accountCodes":{"W-1":"C-1"}})"), party("W-1"), buyers),
              "C-1");
}

TEST(Matching, several_active_records_are_named_and_none_is_taken) {
    CatalogueRecord inactive = with_gtin("A0", lantern);
    inactive.active = false;
    const Catalogue known({inactive, with_gtin("A1", lantern), with_gtin("A2", lantern)}, 1);
    const ItemMatching matching = items(R"({"rules":["gtin","sellersItemId"]})");
    const Match found =
        match(matching.chain, item_keys(matching.chain, item_of("A1", lantern)), known);
    EXPECT_TRUE(found.ambiguous()) << "the next rule would find one, and it would be a guess";
    EXPECT_EQ(found.candidates, (std::vector<std::string>{"A1", "A2"}));
    const Problem problem = ambiguous_match(found, "item", "/body/lines/0");
    EXPECT_EQ(problem.code, "mapping.item_ambiguous");
    EXPECT_EQ(problem.cause, "The GTIN 05012345678900 belongs to several items of Sage: A1, A2.");
    EXPECT_EQ(problem.pointer, "/body/lines/0");
    EXPECT_EQ(problem.owner, Owner::finance);
}

TEST(Matching, of_many_candidates_a_few_are_named_and_the_rest_counted) {
    std::vector<CatalogueRecord> records;
    for (int index = 1; index <= 8; ++index) {
        records.push_back(with_vat("C" + std::to_string(index), "GB123456789"));
    }
    const CustomerMatching matching = customers(R"({"rules":["vatNumber"]})");
    const Match found = match(
        matching.chain, customer_keys(matching.chain, party("", "GB 123 4567 89")), {records, 1});
    const Problem problem = ambiguous_match(found, "customer", "");
    EXPECT_EQ(problem.code, "mapping.customer_ambiguous");
    EXPECT_EQ(problem.cause,
              "The VAT number GB123456789 belongs to several customers of Sage: C1, C2, C3, C4, "
              "C5 and 3 more.");
}

TEST(Matching, an_inactive_record_is_passed_over_and_told) {
    CatalogueRecord inactive = record("item", "A");
    inactive.active = false;
    const ItemMatching matching = items(R"({"rules":["sellersItemId","gtin"]})");
    const Item item = item_of("A", lantern);
    Match found = match(matching.chain, item_keys(matching.chain, item), {{inactive}, 1});
    EXPECT_EQ(found.record, nullptr);
    EXPECT_FALSE(found.ambiguous());
    EXPECT_EQ(found.inactive, "A");
    const Catalogue both({inactive, with_gtin("B", lantern)}, 1);
    EXPECT_EQ(item_found(matching, item, both), "B");
}

TEST(Matching, vat_numbers_match_whatever_their_form_and_never_across_countries) {
    const CustomerMatching matching = customers(R"({"rules":["vatNumber"]})");
    const Catalogue known({with_vat("UK", "gb 123.4567.89"), with_vat("DE", "DE123456789"),
                           with_vat("OPEN", "987654321")},
                          1);
    EXPECT_EQ(customer_found(matching, party("", "GB123456789"), known), "UK");
    EXPECT_EQ(customer_found(matching, party("", "XI 123456789"), known), "UK");
    EXPECT_EQ(customer_found(matching, party("", "123456789", "DE"), known), "DE");
    EXPECT_EQ(customer_found(matching, party("", "FR123456789"), known), "");
    EXPECT_EQ(customer_found(matching, party("", "ES987654321"), known), "OPEN");
    EXPECT_EQ(customer_found(matching, party("", "n/a"), known), "");
    const Match found =
        match(matching.chain, customer_keys(matching.chain, party("", "123456789")), known);
    EXPECT_TRUE(found.ambiguous()) << "of which country is not known";
}

TEST(Matching, a_name_with_its_postal_zone_is_found_where_the_edition_keeps_it) {
    CustomerMatching matching = customers(R"({"rules":["nameAndPostalZone"]})");
    matching.chain.keep_in("nameAndPostalZone", "address");
    matching.chain.keep_in("vatNumber", "nowhere");
    const std::string key = name_and_postal_zone_key("Acme Gifts", "LS1 4AB");
    const std::string field(match_field::name_and_postal_zone);
    const Catalogue known({record("customer", "C"), record("address", "C", {{field, key}}),
                           record("address", "GONE", {{field, key}})},
                          1);
    const Party buyer = party("", "", "GB", "ACME Gifts", "ls1 4ab");
    const Match found = match(matching.chain, customer_keys(matching.chain, buyer), known);
    ASSERT_NE(found.record, nullptr) << "an address whose customer is not there counts for none";
    EXPECT_EQ(found.record->kind, "customer");
    const Remark remark = match_remark(found, "customer", "The buyer");
    EXPECT_EQ(remark.code, "mapping.customer_matched");
    EXPECT_EQ(remark.message,
              "The buyer was matched to customer C by the name and postal zone ACMEGIFTS LS14AB.");
    const std::string cause =
        match_cause(matching.chain, customer_keys(matching.chain, buyer), "customer");
    EXPECT_EQ(cause, "customerMatch:nameAndPostalZone=ACMEGIFTS LS14AB");
    EXPECT_TRUE(match_cause_gone(matching.chain, cause.substr(cause.find(':') + 1), known));
}

TEST(Matching, a_root_cause_that_leads_to_several_is_no_unknown_one) {
    const ItemMatching matching = items(R"({"rules":["gtin"]})");
    const std::string field(match_field::gtin);
    const Catalogue twice({record("item", "A", {{field, "05012345678900"}}),
                           record("item", "B", {{field, "05012345678900"}})},
                          1);
    EXPECT_TRUE(match_cause_ambiguous(matching.chain, "gtin=05012345678900", twice));
    EXPECT_FALSE(match_cause_gone(matching.chain, "gtin=05012345678900", twice));
    EXPECT_FALSE(match_cause_ambiguous(matching.chain, "gtin=05012345678900", {}));
    const Catalogue once({record("item", "A", {{field, "05012345678900"}})}, 1);
    EXPECT_FALSE(match_cause_ambiguous(matching.chain, "gtin=05012345678900", once));
}

TEST(Matching, a_root_cause_is_the_code_where_codes_alone_are_compared) {
    const ItemMatching matching = items("{}");
    EXPECT_EQ(
        match_cause(matching.chain, item_keys(matching.chain, item_of("SKU-1", lantern)), "item"),
        "item:SKU-1");
    EXPECT_FALSE(match_cause_gone(matching.chain, "SKU-1", {}));
    EXPECT_TRUE(match_cause_gone(matching.chain, "SKU-1", {{record("item", "SKU-1")}, 1}));
    // An alias added since counts, too.
    EXPECT_TRUE(match_cause_gone(items(R"({"sellersItemIds":{"SKU-1":"A"}})").chain, "SKU-1",
                                 {{record("item", "A")}, 1}));
    const CustomerMatching buyers = customers("{}");
    EXPECT_EQ(match_cause(buyers.chain, customer_keys(buyers.chain, party("")), "customer"), "");
}

TEST(Matching, a_root_cause_names_every_code_that_would_match_and_each_of_them_ends_it) {
    const ItemMatching matching = items(R"({"rules":["gtin","sellersItemId","buyersItemId"],
                                            "buyersItemIds":{"T, gtin=1":"C"}})");
    const MatchKeys keys = item_keys(matching.chain, item_of("SKU, 1", lantern, "T, gtin=1"));
    const std::string cause = match_cause(matching.chain, keys, "item");
    EXPECT_EQ(cause, "itemMatch:gtin=05012345678900, sellersItemId=SKU, 1, buyersItemId=T, gtin=1");
    const std::string named = cause.substr(cause.find(':') + 1);
    EXPECT_FALSE(match_cause_gone(matching.chain, named, {{record("item", "A")}, 1}));
    EXPECT_TRUE(match_cause_gone(matching.chain, named, {{with_gtin("A", lantern)}, 1}));
    EXPECT_TRUE(match_cause_gone(matching.chain, named, {{record("item", "SKU, 1")}, 1}));
    EXPECT_TRUE(match_cause_gone(matching.chain, named, {{record("item", "C")}, 1}));
    EXPECT_FALSE(match_cause_gone(matching.chain, named,
                                  {{with_gtin("A", lantern), with_gtin("B", lantern)}, 1}))
        << "still more than one";
}

TEST(Matching, a_document_that_says_nothing_the_rules_compare_has_no_cause_that_can_go) {
    const ItemMatching matching = items(R"({"rules":["gtin"]})");
    EXPECT_EQ(match_cause(matching.chain, item_keys(matching.chain, item_of("SKU-1")), "item"), "");
    EXPECT_FALSE(match_cause_gone(matching.chain, "SKU-1", {{record("item", "SKU-1")}, 1}));
}

TEST(Matching, the_check_names_aliases_of_nothing_and_rules_without_data) {
    CatalogueRecord inactive = record("item", "OLD");
    inactive.active = false;
    const Catalogue known({record("item", "A"), inactive}, 1);
    std::vector<Problem> problems;
    check_chain(items(R"({"rules":["sellersItemId","gtin","buyersItemId"],
                          "sellersItemIds":{"x/y":"NONE","z":"OLD","a":"A"}})")
                    .chain,
                known, "item", problems);
    ASSERT_EQ(problems.size(), 4U);
    EXPECT_EQ(problems[0].code, "mapping.settings.alias_unknown");
    EXPECT_EQ(problems[0].pointer, "/itemMatching/sellersItemIds/x~1y");
    EXPECT_EQ(problems[0].cause, "The item NONE for the code x/y is not in Sage.");
    EXPECT_EQ(problems[1].cause, "The item OLD for the code z is inactive in Sage.");
    EXPECT_EQ(problems[2].code, "mapping.settings.rule_without_data");
    EXPECT_EQ(problems[2].pointer, "/itemMatching/rules/1");
    EXPECT_EQ(problems[3].pointer, "/itemMatching/rules/2");
    problems.clear();
    check_chain(items(R"({"rules":["gtin","sellersItemId"]})").chain,
                {{with_gtin("A", lantern)}, 1}, "item", problems);
    EXPECT_TRUE(problems.empty());
}

TEST(Matching, guests_and_substitutes_are_told_with_both_names) {
    EXPECT_EQ(guest_remark("W-7", "GUEST").message,
              "The buyer W-7, whom no rule finds, was posted to the guest customer GUEST.");
    EXPECT_EQ(guest_remark("", "GUEST").message,
              "A buyer without an account code was posted to the guest customer GUEST.");
    Line line;
    line.id = "3";
    line.item = item_of("SKU-9");
    const Remark remark = substitute_remark(line, "MISC");
    EXPECT_EQ(remark.code, "mapping.item_substituted");
    EXPECT_EQ(remark.field, "item");
    EXPECT_EQ(remark.message, "Line 3: item MISC stands for SKU-9, which is not in Sage.");
}

TEST(Matching, what_happens_without_a_match_is_read) {
    EXPECT_TRUE(customers(R"({"noMatch":"guest"})").guest_when_unknown);
    EXPECT_FALSE(customers(R"({"noMatch":"hold"})").guest_when_unknown);
    EXPECT_EQ(items(R"({"substituteItem":"MISC"})").substitute, "MISC");
}

}  // namespace
}  // namespace sage
