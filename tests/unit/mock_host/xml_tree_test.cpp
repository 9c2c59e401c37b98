// SPDX-License-Identifier: Apache-2.0
// Plan: elements, namespaces, attributes, texts and lines; paths; encodings; a document type,
// entities, too deep, cut off and not well-formed are each told with a line.
#include "mock-host/imports/xml_tree.h"

#include <gtest/gtest.h>

#include <sstream>

namespace wms {
namespace {

Result<XmlNode> read(const std::string& text) {
    std::istringstream stream(text);
    return read_xml(stream);
}

TEST(XmlTree, has_what_the_text_has) {
    const Result<XmlNode> root = read(
        "<?xml version=\"1.0\"?><?style x?>\n<a xmlns=\"urn:a\" xmlns:b=\"urn:b\">\n"
        "  <b:c u=\"1\" b:v=\"2\"> one &amp; two </b:c><b:c><d/><d>x</d></b:c></a>");
    ASSERT_TRUE(root.ok()) << in_one_line(root.problem());
    EXPECT_EQ(root.value().space, "urn:a");
    EXPECT_EQ(root.value().name, "a");
    EXPECT_EQ(root.value().line, 2U);
    ASSERT_EQ(root.value().children.size(), 2U);
    const XmlNode& first = root.value().children[0];
    EXPECT_EQ(first.space, "urn:b");
    EXPECT_EQ(first.text, "one & two");
    EXPECT_EQ(first.attribute("u"), "1");
    EXPECT_EQ(first.attribute("v"), "");
    EXPECT_EQ(root.value().all("c/d").size(), 2U);
    EXPECT_EQ(root.value().text_at("c/d"), "") << "the first of them";
    EXPECT_EQ(root.value().at("c/e"), nullptr);
    EXPECT_EQ(root.value().child("c"), &first);
}

TEST(XmlTree, is_utf_8_whatever_the_file_is) {
    for (const std::string text :
         {"<a>\xE2\x82\xAC</a>", "<?xml version=\"1.0\" encoding=\"Windows-1252\"?><a>\x80</a>"}) {
        const Result<XmlNode> root = read(text);
        ASSERT_TRUE(root.ok()) << in_one_line(root.problem());
        EXPECT_EQ(root.value().text, "\xE2\x82\xAC");
    }
    EXPECT_FALSE(read("<a>caf\xE9</a>").ok());
    EXPECT_FALSE(read("<?xml version=\"1.0\" encoding=\"klingon\"?><a/>").ok());
}

TEST(XmlTree, takes_nothing_hostile) {
    std::string deep;
    for (std::size_t depth = 0; depth <= kXmlDepthMax; ++depth) {
        deep += "<a>";
    }
    for (const std::string& text :
         {std::string("<!DOCTYPE a><a/>"),
          std::string("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>"),
          std::string("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>"), std::string("<a>&x;</a>"),
          std::string("<a><b></a>"), std::string("<a>"), std::string("<a/><a/>"), std::string(),
          std::string("text"), deep}) {
        const Result<XmlNode> root = read(text);
        ASSERT_FALSE(root.ok()) << text;
        EXPECT_EQ(root.problem().code, "import.xml");
        EXPECT_EQ(root.problem().pointer.substr(0, 5), "line ");
    }
}

}  // namespace
}  // namespace wms
