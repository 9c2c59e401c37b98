// SPDX-License-Identifier: Apache-2.0
// The strict XML reader: whatever it accepts is within its limits, is UTF-8, and written again it
// is read as the same tree.
#include <string>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/text.h"
#include "sage-adapter/base/xml.h"
#include "tests/fuzz/fuzz.h"

namespace sage::fuzz {
namespace {

struct Size {
    std::size_t depth = 0;
    std::size_t elements = 0;
};

Size size_of(const XmlElement& element) {
    Size size{1, 1};
    for (const XmlElement& child : element.children) {
        const Size below = size_of(child);
        size.depth = std::max(size.depth, below.depth + 1);
        size.elements += below.elements;
    }
    return size;
}

void write(std::string& out, const XmlElement& element) {
    out += "<" + element.name;
    for (const auto& [name, value] : element.attributes) {
        out += " " + name + "=\"";
        // A reader turns these into blanks in an attribute.
        for (const char letter : value) {
            const std::string_view blanks = "\t\n\r";
            if (blanks.find(letter) == std::string_view::npos) {
                append_xml_text(out, {&letter, 1});
            } else {
                out += "&#" + std::to_string(static_cast<int>(letter)) + ";";
            }
        }
        out += "\"";
    }
    out += ">";
    append_xml_text(out, element.text);
    for (const XmlElement& child : element.children) {
        write(out, child);
    }
    out += "</" + element.name + ">";
}

bool same(const XmlElement& left, const XmlElement& right) {
    if (left.name != right.name || left.attributes != right.attributes || left.text != right.text ||
        left.children.size() != right.children.size()) {
        return false;
    }
    for (std::size_t index = 0; index < left.children.size(); ++index) {
        if (!same(left.children[index], right.children[index])) {
            return false;
        }
    }
    return true;
}

}  // namespace
}  // namespace sage::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sage;
    constexpr std::size_t bytes_max = 4096;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Result<XmlElement> read = parse_xml(text, bytes_max);
    if (!read.ok()) {
        const Problem& first = read.error().first();
        fuzz::demand(!first.code.empty() && !first.cause.empty() && !first.fix.empty(),
                     "a refusal says what, why and what to do");
        fuzz::demand(first_not_utf8(first.cause) == std::string_view::npos, "a refusal is UTF-8");
        return 0;
    }
    const fuzz::Size counted = fuzz::size_of(read.value());
    fuzz::demand(text.size() <= bytes_max, "what is accepted is not too large");
    fuzz::demand(counted.depth <= limits::xml_depth_max, "what is accepted is not too deep");
    fuzz::demand(counted.elements <= limits::xml_elements_max, "nor too many");
    fuzz::demand(text.find("<!DOCTYPE") == std::string_view::npos ||
                     text.find("<![CDATA[") != std::string_view::npos ||
                     text.find("<!--") != std::string_view::npos,
                 "no document type is taken");
    std::string written;
    fuzz::write(written, read.value());
    fuzz::demand(first_not_utf8(written) == std::string_view::npos, "what is read is UTF-8");
    const Result<XmlElement> again = parse_xml(written, SIZE_MAX);
    fuzz::demand(again.ok(), "what is written is read again");
    fuzz::demand(fuzz::same(read.value(), again.value()), "and is the same");
    return 0;
}
