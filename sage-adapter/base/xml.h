// SPDX-License-Identifier: Apache-2.0
// Strict XML, for interfaces that speak it: a small tree of elements, read by expat and written as
// text. What a reply to a program never holds is refused before anything is made of it: a document
// type (and with it every entity of its own), processing instructions, too much depth, too many
// elements, too many bytes.
//
// Pure and thread-safe; no third-party type is shown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sage-adapter/base/status.h"

namespace sage {

struct XmlElement {
    std::string name;  ///< as written, with its prefix
    std::vector<std::pair<std::string, std::string>> attributes;
    std::string text;  ///< all character data that stands directly in it, entities replaced
    std::vector<XmlElement> children;

    /// The first child of that name; null: none.
    const XmlElement* child(std::string_view wanted) const;
    /// The text of that child; empty: none.
    std::string_view text_of(std::string_view wanted) const;
    /// The value of an attribute; empty: none.
    std::string_view attribute(std::string_view wanted) const;
};

/// The root element. Status::invalid with codes xml.too_large, xml.too_deep, xml.too_many,
/// xml.doctype, xml.syntax. The text is UTF-8, or says itself which other encoding expat knows.
Result<XmlElement> parse_xml(std::string_view text, std::size_t bytes_max);

/// The text with what has a meaning in XML written as entities, so that it can stand in an element
/// or an attribute; line ends keep their kind. What XML 1.0 cannot hold at all (control characters
/// but tab and line ends) becomes a blank. The text is UTF-8.
void append_xml_text(std::string& out, std::string_view text);

/// <name>text</name>
void append_xml_element(std::string& out, std::string_view name, std::string_view text);

}  // namespace sage
