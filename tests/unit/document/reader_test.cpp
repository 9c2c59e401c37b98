// SPDX-License-Identifier: Apache-2.0
// Plan: each kind of member is read when right; every wrong kind and size gives its own code at its
// own pointer, once; what is not there says nothing unless it is required.
#include "sage-adapter/document/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A message and what reading it told.
struct Desk {
    explicit Desk(std::string_view json)
        : value(boost::json::parse({json.data(), json.size()})), reader(value, problems) {}

    std::vector<std::string> told() {
        std::vector<std::string> all;
        for (const Problem& problem : problems.take()) {
            all.push_back(problem.code + " " + problem.pointer);
        }
        return all;
    }

    boost::json::value value;
    Problems problems;
    Reader reader;
};

std::string in_quotes(const std::string& text) {
    return boost::json::serialize(boost::json::value(text));
}

TEST(Reader, texts_are_taken_as_they_are) {
    Desk desk(R"({"a":" x\ty\n","b":"é😀","c":""})");
    std::string text;
    desk.reader.text("a", text);
    EXPECT_EQ(text, " x\ty\n");
    desk.reader.identifier("b", text, Need::required);
    EXPECT_EQ(text, "é😀");
    desk.reader.identifier_or_empty("c", text);
    EXPECT_EQ(text, "");
    desk.reader.text("c", text);
    EXPECT_THAT(desk.told(), IsEmpty());
}

TEST(Reader, what_is_missing_is_told_only_when_required) {
    Desk desk("{}");
    std::string text = "kept";
    desk.reader.text("a", text);
    desk.reader.object("o").identifier("b", text, Need::required);
    EXPECT_FALSE(desk.reader.money("m"));
    EXPECT_FALSE(desk.reader.quantity("q"));
    EXPECT_THAT(desk.told(), IsEmpty());
    desk.reader.identifier("a", text, Need::required);
    desk.reader.object("o", Need::required).identifier("b", text, Need::required);
    EXPECT_FALSE(desk.reader.money("m", Need::required));
    EXPECT_THAT(desk.told(), ElementsAre("document.member.missing /a", "document.member.missing /o",
                                         "document.member.missing /m"));
    EXPECT_EQ(text, "kept");
}

TEST(Reader, a_text_that_is_something_else_is_told_with_what_it_is) {
    Desk desk(R"({"a":5,"b":null,"c":true,"d":[],"e":{}})");
    std::string text;
    for (const char* name : {"a", "b", "c", "d", "e"}) {
        desk.reader.text(name, text);
    }
    const std::vector<Problem> all = desk.problems.take();
    ASSERT_EQ(all.size(), 5U);
    const std::vector<const char*> kinds = {"a JSON number", "null", "true or false", "a list",
                                            "an object"};
    for (std::size_t index = 0; index < all.size(); ++index) {
        EXPECT_EQ(all[index].code, "document.text.not_text");
        EXPECT_THAT(all[index].cause, HasSubstr(kinds[index]));
    }
}

TEST(Reader, texts_have_a_largest_size) {
    const std::string fits(limits::text_bytes_max, 'x');
    const std::string name(limits::identifier_bytes_max, 'x');
    Desk desk("{\"a\":" + in_quotes(fits) + ",\"b\":" + in_quotes(fits + "x") +
              ",\"c\":" + in_quotes(name) + ",\"d\":" + in_quotes(name + "x") + "}");
    std::string text;
    desk.reader.text("a", text);
    desk.reader.text("b", text);
    desk.reader.identifier("c", text);
    desk.reader.identifier("d", text);
    EXPECT_THAT(desk.told(), ElementsAre("document.text.too_long /b", "document.text.too_long /d"));
}

TEST(Reader, control_characters_are_refused_and_line_breaks_in_identifiers_too) {
    Desk desk(R"({"a":"x\u0001","b":"x\u007f","c":"x\ny","d":"x\ty","e":"\u001b[31m"})");
    std::string text;
    desk.reader.text("a", text);
    desk.reader.text("b", text);
    desk.reader.text("c", text);
    desk.reader.identifier("c", text);
    desk.reader.identifier("d", text);
    desk.reader.text("e", text);
    EXPECT_THAT(
        desk.told(),
        ElementsAre("document.text.control_character /a", "document.text.control_character /b",
                    "document.text.control_character /c", "document.text.control_character /d",
                    "document.text.control_character /e"));
}

TEST(Reader, an_identifier_and_a_required_text_are_never_blank) {
    Desk desk(R"({"a":"","b":"  "})");
    std::string text;
    desk.reader.identifier("a", text);
    desk.reader.identifier("b", text, Need::required);
    desk.reader.text("a", text, Need::required);
    desk.reader.text("b", text);
    EXPECT_THAT(desk.told(), ElementsAre("document.text.empty /a", "document.text.empty /b",
                                         "document.text.empty /a"));
    EXPECT_EQ(text, "  ");
}

TEST(Reader, forms_are_told_at_the_member) {
    Desk desk(R"({"a":"nonsense"})");
    std::string text;
    desk.reader.uuid("a", text, Need::required);
    desk.reader.date("a", text);
    desk.reader.instant("a", text);
    desk.reader.currency("a", text);
    desk.reader.country("a", text);
    desk.reader.gtin("a", text);
    desk.reader.choice("a", text, "one two", Need::required);
    EXPECT_THAT(desk.told(), ElementsAre("document.uuid.not_uuid /a", "document.date.not_date /a",
                                         "document.instant.not_instant /a",
                                         "document.currency.form /a", "document.country.form /a",
                                         "document.gtin.form /a", "document.choice.unknown /a"));
}

TEST(Reader, a_choice_is_a_whole_word_of_the_list) {
    Desk desk(R"({"a":"one","b":"two","c":"three","d":"one two","e":"tw","f":""})");
    std::string text;
    for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
        desk.reader.choice(name, text, "one two three", Need::optional);
    }
    EXPECT_THAT(desk.told(), ElementsAre("document.choice.unknown /d", "document.choice.unknown /e",
                                         "document.text.empty /f"));
}

TEST(Reader, truth_is_true_or_false) {
    Desk desk(R"({"a":false,"b":"false","c":0})");
    bool truth = true;
    desk.reader.truth("a", truth);
    EXPECT_FALSE(truth);
    desk.reader.truth("b", truth);
    desk.reader.truth("c", truth);
    desk.reader.truth("d", truth);
    EXPECT_THAT(desk.told(),
                ElementsAre("document.boolean.not_boolean /b", "document.boolean.not_boolean /c"));
}

TEST(Reader, decimals_are_texts_and_the_code_says_which) {
    Desk desk(R"({"good":"-12.50","number":12,"fraction":12.5,"null":null,"comma":"12,50","":"",
                  "long":"1234567890123456789012345","places":"0.12345678901"})");
    EXPECT_EQ(desk.reader.decimal("good", DecimalKind::money)->text(), "-12.50");
    EXPECT_FALSE(desk.reader.decimal("number", DecimalKind::money));
    EXPECT_FALSE(desk.reader.decimal("fraction", DecimalKind::quantity));
    EXPECT_FALSE(desk.reader.decimal("null", DecimalKind::rate));
    EXPECT_FALSE(desk.reader.decimal("comma", DecimalKind::money));
    EXPECT_FALSE(desk.reader.decimal("", DecimalKind::quantity));
    EXPECT_FALSE(desk.reader.decimal("long", DecimalKind::money));
    EXPECT_FALSE(desk.reader.decimal("places", DecimalKind::rate));
    EXPECT_THAT(desk.told(),
                ElementsAre("document.money.not_text /number",
                            "document.quantity.not_text /fraction", "document.rate.not_text /null",
                            "document.money.not_decimal /comma", "document.quantity.not_decimal /",
                            "document.money.too_long /long", "document.rate.too_long /places"));
}

TEST(Reader, money_and_quantities_need_both_their_members) {
    Desk desk(R"({"m":{"amount":"1","currencyId":"GBP"},"m2":{"amount":"1"},"m3":{"currencyId":"x"},
                  "m4":"1 GBP","q":{"value":"2","unitCode":"C62"},
                  "q2":{"value":"2","unitCode":""}})");
    const auto money = desk.reader.money("m");
    ASSERT_TRUE(money);
    EXPECT_EQ(money->amount.text() + money->currency_id, "1GBP");
    desk.reader.money("m2");
    desk.reader.money("m3");
    desk.reader.money("m4");
    const auto quantity = desk.reader.quantity("q");
    ASSERT_TRUE(quantity);
    EXPECT_EQ(quantity->value.text() + quantity->unit_code, "2C62");
    desk.reader.quantity("q2");
    EXPECT_THAT(
        desk.told(),
        ElementsAre("document.member.missing /m2/currencyId", "document.member.missing /m3/amount",
                    "document.currency.form /m3/currencyId", "document.object.not_object /m4",
                    "document.text.empty /q2/unitCode"));
}

TEST(Reader, elements_of_a_list_have_their_own_pointers) {
    Desk desk(R"({"o":{"list":[{"id":"a"},{"id":5},7,{}]}})");
    const Reader object = desk.reader.object("o");
    std::vector<std::string> ids;
    object.list("list", 4, [&](const Reader& element) {
        std::string id;
        element.identifier("id", id, Need::required);
        ids.push_back(id);
    });
    EXPECT_THAT(ids, ElementsAre("a", "", "", ""));
    EXPECT_THAT(desk.told(), ElementsAre("document.text.not_text /o/list/1/id",
                                         "document.object.not_object /o/list/2",
                                         "document.member.missing /o/list/3/id"));
}

TEST(Reader, lists_of_texts_tell_each_element) {
    Desk desk(R"({"a":["x","",5,"y\n"],"b":["z\n"]})");
    std::vector<std::string> texts;
    desk.reader.identifiers("a", texts, 10);
    EXPECT_THAT(texts, ElementsAre("x"));
    desk.reader.texts("b", texts, 10);
    EXPECT_THAT(texts, ElementsAre("x", "z\n"));
    EXPECT_THAT(desk.told(), ElementsAre("document.text.empty /a/1", "document.text.not_text /a/2",
                                         "document.text.control_character /a/3"));
}

TEST(Reader, lists_have_a_largest_size_and_must_be_lists) {
    Desk desk(R"({"a":[{},{}],"b":{},"c":["x","y","z"],"d":"x"})");
    int seen = 0;
    const auto count = [&](const Reader&) { ++seen; };
    desk.reader.list("a", 2, count);
    EXPECT_EQ(seen, 2);
    desk.reader.list("a", 1, count);
    desk.reader.list("b", 9, count);
    desk.reader.list("nothing", 9, count);
    std::vector<std::string> texts;
    desk.reader.texts("c", texts, 2);
    desk.reader.texts("d", texts, 2);
    EXPECT_EQ(seen, 2);
    EXPECT_THAT(texts, IsEmpty());
    EXPECT_THAT(desk.told(), ElementsAre("document.list.too_long /a", "document.list.not_list /b",
                                         "document.list.too_long /c", "document.list.not_list /d"));
}

TEST(Reader, a_message_that_is_no_object_is_told_once) {
    Desk desk("[1]");
    std::string text;
    desk.reader.text("a", text, Need::required);
    EXPECT_FALSE(desk.reader.present());
    EXPECT_THAT(desk.told(), ElementsAre("document.object.not_object "));
}

}  // namespace
}  // namespace sage
