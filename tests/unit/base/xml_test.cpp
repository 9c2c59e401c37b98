// SPDX-License-Identifier: Apache-2.0
// Plan: what is read of well-formed XML; each thing that is refused, at its limit and one beyond;
// what is written is read again as it was.
#include "sage-adapter/base/xml.h"

#include <gtest/gtest.h>

#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

constexpr std::size_t much = 1U << 20U;

std::string code_of(std::string_view text, std::size_t bytes_max = much) {
    const Result<XmlElement> read = parse_xml(text, bytes_max);
    return read.ok() ? "" : read.error().first().code;
}

std::string nested(std::size_t depth) {
    std::string text;
    for (std::size_t level = 0; level < depth; ++level) {
        text += "<a>";
    }
    for (std::size_t level = 0; level < depth; ++level) {
        text += "</a>";
    }
    return text;
}

TEST(Xml, elements_attributes_and_text_are_read) {
    const Result<XmlElement> read = parse_xml(
        R"(<?xml version="1.0" encoding="UTF-8"?>
<response><!-- words --><result kind="one"><key>Sales Order-SO&#233;&amp;1</key></result>
<result kind="two"><![CDATA[<key>]]></result></response>)",
        much);
    ASSERT_TRUE(read.ok());
    const XmlElement& root = read.value();
    EXPECT_EQ(root.name, "response");
    ASSERT_EQ(root.children.size(), 2U);
    EXPECT_EQ(root.children[0].attribute("kind"), "one");
    EXPECT_EQ(root.children[0].attribute("other"), "");
    EXPECT_EQ(root.children[0].text_of("key"), "Sales Order-SO\xC3\xA9&1");
    EXPECT_EQ(root.children[0].text_of("none"), "");
    EXPECT_EQ(root.children[1].text, "<key>");
    EXPECT_EQ(root.child("none"), nullptr);
}

TEST(Xml, what_is_not_well_formed_is_refused) {
    for (const std::string_view text :
         {"", "words", "<a>", "<a></b>", "<a/><b/>", "<a>&unknown;</a>", "<a b=1/>", "<a>\x01</a>",
          "<a>\xff</a>", "{\"json\":1}", "<html><br></html>"}) {
        EXPECT_EQ(code_of(text), "xml.syntax") << text;
    }
}

TEST(Xml, entities_of_its_own_are_refused_with_the_document_type) {
    EXPECT_EQ(code_of(R"(<!DOCTYPE a><a/>)"), "xml.doctype");
    EXPECT_EQ(code_of(R"(<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>)"), "xml.doctype");
    EXPECT_EQ(code_of(R"(<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>)"), "xml.doctype");
    std::string laughs = "<!DOCTYPE a [<!ENTITY a0 \"ha\">";
    for (int level = 1; level < 40; ++level) {
        const std::string below = "&a" + std::to_string(level - 1) + ";";
        laughs += "<!ENTITY a" + std::to_string(level) + " \"" + below + below + "\">";
    }
    EXPECT_EQ(code_of(laughs + "]><a>&a39;</a>"), "xml.doctype");
}

TEST(Xml, processing_instructions_are_refused) {
    EXPECT_EQ(code_of("<a><?php words ?></a>"), "xml.doctype");
}

TEST(Xml, depth_number_and_size_have_limits) {
    EXPECT_EQ(code_of(nested(limits::xml_depth_max)), "");
    EXPECT_EQ(code_of(nested(limits::xml_depth_max + 1)), "xml.too_deep");
    EXPECT_EQ(code_of(std::string(much, '<')), "xml.syntax");
    const auto wide = [](std::size_t count) {
        std::string text = "<a>";
        for (std::size_t index = 1; index < count; ++index) {
            text += "<b/>";
        }
        return text + "</a>";
    };
    EXPECT_EQ(code_of(wide(limits::xml_elements_max), 2 * much), "");
    EXPECT_EQ(code_of(wide(limits::xml_elements_max + 1), 2 * much), "xml.too_many");
    EXPECT_EQ(code_of("<a></a>", 7), "");
    EXPECT_EQ(code_of("<a></a>", 6), "xml.too_large");
}

TEST(Xml, a_refusal_says_what_to_do) {
    const Result<XmlElement> read = parse_xml("<a>\n\n<b></a>", much);
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().status, Status::invalid);
    EXPECT_EQ(read.error().first().cause, "Line 3: mismatched tag.");
    EXPECT_FALSE(read.error().first().fix.empty());
}

TEST(Xml, what_is_written_is_read_again) {
    const std::string text = "a<b>&\"c\"' \xC3\xA9 \xF0\x9F\x93\xA6\r\nd\te\rf";
    std::string written;
    append_xml_element(written, "memo", text);
    const Result<XmlElement> read = parse_xml(written, much);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value().text, text);
    EXPECT_EQ(written.find("<b>"), std::string::npos);
}

TEST(Xml, what_xml_cannot_hold_becomes_a_blank) {
    std::string written;
    append_xml_text(written, std::string_view("a\x01"
                                              "b\0c\x7f",
                                              6));
    EXPECT_EQ(written, "a b c\x7f");
}

}  // namespace
}  // namespace sage
