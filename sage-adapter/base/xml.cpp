// SPDX-License-Identifier: Apache-2.0
// The reader: expat's events with a builder of our own. Expat is told to stop at the first event
// that is not wanted, so that what is hostile costs nothing.
#include "sage-adapter/base/xml.h"

#include <expat.h>

#include <algorithm>
#include <memory>
#include <new>
#include <type_traits>

#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

// Builds the tree. `open_` are the elements around the next one; an element gets no sibling while
// it is open, so the pointers hold.
class TreeBuilder {
  public:
    enum class Refusal : std::uint8_t { none, doctype, too_deep, too_many, no_memory };

    explicit TreeBuilder(XML_Parser parser) : parser_(parser) {
        XML_SetUserData(parser, this);
        XML_SetElementHandler(parser, &TreeBuilder::on_start, &TreeBuilder::on_end);
        XML_SetCharacterDataHandler(parser, &TreeBuilder::on_text);
        XML_SetStartDoctypeDeclHandler(parser, &TreeBuilder::on_doctype);
        XML_SetProcessingInstructionHandler(parser, &TreeBuilder::on_instruction);
    }

    Refusal refusal() const { return refusal_; }
    XmlElement take() { return std::move(root_); }

  private:
    static TreeBuilder& of(void* self) { return *static_cast<TreeBuilder*>(self); }

    void refuse(Refusal refusal) {
        refusal_ = refusal;
        XML_StopParser(parser_, XML_FALSE);
    }

    // Nothing may be thrown through expat's frames, which are C.
    template <class Step>
    void guarded(const Step& step) {
        if (refusal_ != Refusal::none) {
            return;
        }
        try {
            step();
        } catch (const std::bad_alloc&) {
            refuse(Refusal::no_memory);
        }
    }

    void start(const XML_Char* name, const XML_Char** attributes) {
        if (open_.size() >= limits::xml_depth_max) {
            refuse(Refusal::too_deep);
            return;
        }
        if (++elements_ > limits::xml_elements_max) {
            refuse(Refusal::too_many);
            return;
        }
        XmlElement* element = &root_;
        if (!open_.empty()) {
            element = &open_.back()->children.emplace_back();
        }
        element->name = name;
        for (const XML_Char** one = attributes; *one != nullptr; one += 2) {
            element->attributes.emplace_back(one[0], one[1]);
        }
        open_.push_back(element);
    }

    static void XMLCALL on_start(void* self, const XML_Char* name, const XML_Char** attributes) {
        of(self).guarded([&] { of(self).start(name, attributes); });
    }
    static void XMLCALL on_end(void* self, const XML_Char* /*name*/) {
        of(self).guarded([&] { of(self).open_.pop_back(); });
    }
    static void XMLCALL on_text(void* self, const XML_Char* text, int size) {
        of(self).guarded(
            [&] { of(self).open_.back()->text.append(text, static_cast<std::size_t>(size)); });
    }
    static void XMLCALL on_doctype(void* self, const XML_Char* /*name*/, const XML_Char* /*system*/,
                                   const XML_Char* /*publics*/, int /*internal*/) {
        of(self).refuse(Refusal::doctype);
    }
    static void XMLCALL on_instruction(void* self, const XML_Char* /*target*/,
                                       const XML_Char* /*data*/) {
        of(self).refuse(Refusal::doctype);
    }

    XML_Parser parser_;
    XmlElement root_;
    std::vector<XmlElement*> open_;
    std::size_t elements_ = 0;
    Refusal refusal_ = Refusal::none;
};

Error refused(std::string_view code, std::string cause) {
    return {Status::invalid, Problem{"xml." + std::string(code), "", std::move(cause),
                                     "Send well-formed XML without a document type.", Owner::it}};
}

Error why(TreeBuilder::Refusal refusal, XML_Parser parser) {
    switch (refusal) {
        case TreeBuilder::Refusal::doctype:
            return refused("doctype",
                           "The XML has a document type or a processing instruction, which are not "
                           "taken.");
        case TreeBuilder::Refusal::too_deep:
            return refused("too_deep", "The elements are nested deeper than is taken.");
        case TreeBuilder::Refusal::too_many:
            return refused("too_many", "The XML has more elements than are taken.");
        case TreeBuilder::Refusal::no_memory:
            throw std::bad_alloc();
        case TreeBuilder::Refusal::none:
            break;
    }
    return refused("syntax", "Line " + std::to_string(XML_GetCurrentLineNumber(parser)) + ": " +
                                 std::string(XML_ErrorString(XML_GetErrorCode(parser))) + ".");
}

// A character that XML 1.0 can hold, as far as bytes of UTF-8 show it.
bool can_stand(char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return byte >= 0x20 || letter == '\t' || letter == '\n' || letter == '\r';
}

}  // namespace

const XmlElement* XmlElement::child(std::string_view wanted) const {
    const auto found = std::find_if(children.begin(), children.end(),
                                    [&](const XmlElement& one) { return one.name == wanted; });
    return found == children.end() ? nullptr : &*found;
}

std::string_view XmlElement::text_of(std::string_view wanted) const {
    const XmlElement* const found = child(wanted);
    return found == nullptr ? std::string_view() : std::string_view(found->text);
}

std::string_view XmlElement::attribute(std::string_view wanted) const {
    for (const auto& [name_in, value] : attributes) {
        if (name_in == wanted) {
            return value;
        }
    }
    return {};
}

Result<XmlElement> parse_xml(std::string_view text, std::size_t bytes_max) {
    if (text.size() > bytes_max) {
        return refused("too_large", "The XML has " + std::to_string(text.size()) +
                                        " bytes; no more than " + std::to_string(bytes_max) +
                                        " are taken.");
    }
    const std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser(
        XML_ParserCreate(nullptr), &XML_ParserFree);
    if (parser == nullptr) {
        throw std::bad_alloc();
    }
    TreeBuilder builder(parser.get());
    const XML_Status status =
        XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), XML_TRUE);
    if (status != XML_STATUS_OK || builder.refusal() != TreeBuilder::Refusal::none) {
        if (XML_GetErrorCode(parser.get()) == XML_ERROR_NO_MEMORY) {
            throw std::bad_alloc();
        }
        return why(builder.refusal(), parser.get());
    }
    return builder.take();
}

void append_xml_text(std::string& out, std::string_view text) {
    for (const char letter : text) {
        switch (letter) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            // A reader turns a bare one into a line feed.
            case '\r':
                out += "&#13;";
                break;
            default:
                out += can_stand(letter) ? letter : ' ';
        }
    }
}

void append_xml_element(std::string& out, std::string_view name, std::string_view text) {
    out += '<';
    out += name;
    out += '>';
    append_xml_text(out, text);
    out += "</";
    out += name;
    out += '>';
}

}  // namespace sage
