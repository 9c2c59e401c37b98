// SPDX-License-Identifier: Apache-2.0
// expat's events with a builder of our own; the stream is read in blocks.
#include "mock-host/imports/xml_tree.h"

#include <Poco/Windows1252Encoding.h>
#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace wms {

namespace {

constexpr char kSpaceEnd = '\n';  // between namespace and name; in neither of them

std::string trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlanks);
    return first == std::string_view::npos
               ? std::string()
               : std::string(text.substr(first, text.find_last_not_of(kBlanks) - first + 1));
}

class Builder {
  public:
    explicit Builder(XML_Parser parser) : parser_(parser) {
        XML_SetUserData(parser, this);
        XML_SetElementHandler(parser, &Builder::on_start, &Builder::on_end);
        XML_SetCharacterDataHandler(parser, &Builder::on_text);
        XML_SetStartDoctypeDeclHandler(parser, &Builder::on_doctype);
        XML_SetUnknownEncodingHandler(parser, &Builder::on_encoding, nullptr);
    }

    /// Why the parser was stopped; null: it was not.
    const char* refusal() const { return refusal_; }
    void refuse(const char* cause) {
        refusal_ = cause;
        XML_StopParser(parser_, XML_FALSE);
    }
    XmlNode take() { return std::move(root_); }

  private:
    static Builder& of(void* self) { return *static_cast<Builder*>(self); }

    // Nothing may be thrown through expat's frames, which are C.
    template <class Step>
    void guarded(const Step& step) {
        if (refusal_ != nullptr) {
            return;
        }
        try {
            step();
        } catch (const std::bad_alloc&) {
            refuse("There is not enough memory for it.");
        }
    }

    void start(std::string_view name, const XML_Char** attributes) {
        if (open_.size() >= kXmlDepthMax) {
            refuse("Its elements are nested deeper than 32.");
            return;
        }
        if (++nodes_ > kXmlNodesMax) {
            refuse("It has more than a million elements.");
            return;
        }
        XmlNode& node = open_.empty() ? root_ : open_.back()->children.emplace_back();
        const std::size_t end = name.find(kSpaceEnd);
        node.space = end == std::string_view::npos ? "" : name.substr(0, end);
        node.name = end == std::string_view::npos ? name : name.substr(end + 1);
        node.line = XML_GetCurrentLineNumber(parser_);
        for (const XML_Char** one = attributes; *one != nullptr; one += 2) {
            if (std::string_view(one[0]).find(kSpaceEnd) == std::string_view::npos) {
                node.attributes.emplace_back(one[0], one[1]);
            }
        }
        open_.push_back(&node);
    }

    static void XMLCALL on_start(void* self, const XML_Char* name, const XML_Char** attributes) {
        of(self).guarded([&] { of(self).start(name, attributes); });
    }
    static void XMLCALL on_end(void* self, const XML_Char* /*name*/) {
        of(self).guarded([&] {
            XmlNode& node = *of(self).open_.back();
            node.text = trimmed(node.text);
            of(self).open_.pop_back();
        });
    }
    static void XMLCALL on_text(void* self, const XML_Char* text, int size) {
        of(self).guarded(
            [&] { of(self).open_.back()->text.append(text, static_cast<std::size_t>(size)); });
    }
    static void XMLCALL on_doctype(void* self, const XML_Char* /*name*/, const XML_Char* /*system*/,
                                   const XML_Char* /*publics*/, int /*internal*/) {
        of(self).refuse("It has a document type, which is not taken.");
    }
    /// Beside the encodings that expat has itself.
    static int XMLCALL on_encoding(void* /*data*/, const XML_Char* name, XML_Encoding* encoding) {
        std::string upper(name);
        for (char& letter : upper) {
            letter =
                letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
        }
        if (upper != "WINDOWS-1252" && upper != "CP1252") {
            return XML_STATUS_ERROR;
        }
        const auto& characters = Poco::Windows1252Encoding().characterMap();
        std::copy(std::begin(characters), std::end(characters), std::begin(encoding->map));
        encoding->data = nullptr;
        encoding->convert = nullptr;
        encoding->release = nullptr;
        return XML_STATUS_OK;
    }

    XML_Parser parser_;
    XmlNode root_;
    std::vector<XmlNode*> open_;  ///< no sibling comes while one is open, so the pointers hold
    std::size_t nodes_ = 0;
    const char* refusal_ = nullptr;
};

}  // namespace

const XmlNode* XmlNode::child(std::string_view child_name) const {
    for (const XmlNode& node : children) {
        if (node.name == child_name) {
            return &node;
        }
    }
    return nullptr;
}

std::vector<const XmlNode*> XmlNode::all(std::string_view path) const {
    const std::size_t end = path.find('/');
    const std::string_view first = path.substr(0, end);
    std::vector<const XmlNode*> found;
    for (const XmlNode& node : children) {
        if (node.name != first) {
            continue;
        }
        if (end == std::string_view::npos) {
            found.push_back(&node);
            continue;
        }
        const std::vector<const XmlNode*> below = node.all(path.substr(end + 1));
        found.insert(found.end(), below.begin(), below.end());
    }
    return found;
}

const XmlNode* XmlNode::at(std::string_view path) const {
    const std::vector<const XmlNode*> found = all(path);
    return found.empty() ? nullptr : found.front();
}

std::string XmlNode::text_at(std::string_view path) const {
    const XmlNode* node = at(path);
    return node == nullptr ? std::string() : node->text;
}

std::string XmlNode::attribute(std::string_view attribute_name) const {
    for (const auto& [key, value] : attributes) {
        if (key == attribute_name) {
            return value;
        }
    }
    return {};
}

Result<XmlNode> read_xml(std::istream& stream) {
    const std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser(
        XML_ParserCreateNS(nullptr, kSpaceEnd), &XML_ParserFree);
    if (parser == nullptr) {
        throw std::bad_alloc();
    }
    Builder builder(parser.get());
    std::array<char, 65536> block;
    std::size_t bytes = 0;
    for (bool more = true; more;) {
        const std::streamsize size = stream.rdbuf()->sgetn(block.data(), block.size());
        bytes += static_cast<std::size_t>(size);
        more = size > 0;
        const bool too_large = bytes > kXmlBytesMax;
        const XML_Status status =
            too_large ? XML_STATUS_ERROR
                      : XML_Parse(parser.get(), block.data(), static_cast<int>(size), more ? 0 : 1);
        if (status != XML_STATUS_OK) {
            const char* cause = too_large ? "It has more than 64 MiB." : builder.refusal();
            return Problem{
                "import.xml", fmt::format("line {}", XML_GetCurrentLineNumber(parser.get())),
                cause != nullptr ? cause
                                 : fmt::format("It is no well-formed XML: {}.",
                                               XML_ErrorString(XML_GetErrorCode(parser.get()))),
                "Ask the sender for the file again.", "warehouse"};
        }
    }
    return builder.take();
}

}  // namespace wms
