// SPDX-License-Identifier: Apache-2.0
// A mapped body as one function of the gateway. Each value of the body has to find its element:
// what finds none is no document that the gateway could carry, and is said so, never left out.
#include <algorithm>
#include <set>

#include "plugins/intacct/gateway.h"
#include "plugins/intacct/wire.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/xml.h"

namespace sage::intacct {
namespace {

namespace json = boost::json;

constexpr std::string_view custom_prefix = "nsp::";

// The text of a value, whatever its kind; nothing: it has members.
std::optional<std::string> text_of(const json::value& value) {
    if (value.is_string()) {
        return std::string(value.get_string());
    }
    if (value.is_bool()) {
        return std::string(value.get_bool() ? "true" : "false");
    }
    return std::nullopt;
}

// Each value below `value` by its pointer: what is still to be written.
void collect(std::set<std::string>& pointers, const json::value& value, const std::string& at) {
    if (const json::object* object = value.if_object()) {
        for (const json::key_value_pair& member : *object) {
            collect(pointers, member.value(), at + "/" + std::string(member.key()));
        }
    } else {
        pointers.insert(at);
    }
}

// One header or line on its way into the text.
class Writer {
  public:
    Writer(const GatewayUse& use, const GatewayDocument& document, std::string& out)
        : use_(use), document_(document), out_(out) {}

    // `part` is a header or a line; `at` is where it stands, for a person.
    void write(const json::value& part, std::span<const GatewayElement> elements,
               const std::string& at, std::initializer_list<std::string_view> said_elsewhere) {
        std::set<std::string> left;
        collect(left, part, "");
        for (const std::string_view pointer : said_elsewhere) {
            left.erase(std::string(pointer));
        }
        for (const GatewayElement& element : elements) {
            write_one(part, element, left, at);
        }
        if (!left.empty()) {
            lacks("The XML gateway has no element for the field " + at + *left.begin() +
                  " of the document.");
        }
    }

    const std::optional<Problem>& problem() const { return problem_; }

  private:
    void refuse(Problem problem) {
        if (!problem_) {
            problem_ = std::move(problem);
        }
    }

    void lacks(std::string cause) {
        refuse({"intacct.gateway_lacks", "/gateway", std::move(cause),
                "Send documents of this kind by REST: in the setting /gateway.", Owner::it});
    }

    bool allowed(const GatewayElement& element, const std::string& at) {
        if (element.proven || std::find(use_.unproven.begin(), use_.unproven.end(), element.name) !=
                                  use_.unproven.end()) {
            return true;
        }
        refuse({"intacct.gateway_unproven", "/gateway/unprovenElements",
                "The place of the element " + std::string(element.name) +
                    " in the XML gateway is not proven, and the document needs it for the field " +
                    at + std::string(element.pointer) + ".",
                "Try it with one document in a sandbox, then name the element in the setting "
                "/gateway/unprovenElements; or send documents of this kind by REST.",
                Owner::it});
        return false;
    }

    void write_one(const json::value& part, const GatewayElement& element,
                   std::set<std::string>& left, const std::string& at) {
        if (element.kind == ElementKind::custom_fields) {
            write_custom_fields(part, left);
            return;
        }
        const json::value* const value = at_pointer(part, element.pointer);
        if (value == nullptr) {
            return;
        }
        left.erase(std::string(element.pointer));
        if (!allowed(element, at)) {
            return;
        }
        if (element.kind == ElementKind::details) {
            write_details(*value);
            return;
        }
        if (element.kind == ElementKind::tax_entries) {
            write_tax_entries(*value);
            return;
        }
        const std::optional<std::string> text = text_of(*value);
        if (!text) {
            left.insert(std::string(element.pointer));
            return;
        }
        write_value(element, *text);
    }

    void write_value(const GatewayElement& element, const std::string& text) {
        switch (element.kind) {
            case ElementKind::date:
                write_date(element.name, text);
                break;
            case ElementKind::state:
                if (text != "pending" && text != "draft") {
                    lacks("The XML gateway creates no document in the state " + text + ".");
                }
                append_xml_element(out_, element.name, text == "draft" ? "Draft" : "Pending");
                break;
            case ElementKind::contact:
                open(element.name);
                append_xml_element(out_, "contactname", text);
                close(element.name);
                break;
            case ElementKind::source:
                append_xml_element(out_, element.name, document_.source_id);
                break;
            default:
                append_xml_element(out_, element.name, text);
        }
    }

    void write_date(std::string_view name, std::string_view date) {
        constexpr std::size_t date_size = 10;
        if (date.size() != date_size) {
            return;
        }
        open(name);
        append_xml_element(out_, "year", date.substr(0, 4));
        append_xml_element(out_, "month", date.substr(5, 2));
        append_xml_element(out_, "day", date.substr(8, 2));
        close(name);
    }

    void write_custom_fields(const json::value& part, std::set<std::string>& left) {
        bool any = false;
        for (const json::key_value_pair& member : part.get_object()) {
            const std::string_view name = member.key();
            const std::optional<std::string> text = text_of(member.value());
            if (!name.starts_with(custom_prefix) || !text) {
                continue;
            }
            out_ += any ? "" : "<customfields>";
            any = true;
            open("customfield");
            append_xml_element(out_, "customfieldname", name.substr(custom_prefix.size()));
            append_xml_element(out_, "customfieldvalue", *text);
            close("customfield");
            left.erase("/" + std::string(name));
        }
        out_ += any ? "</customfields>" : "";
    }

    void write_details(const json::value& details) {
        open("itemdetails");
        for (const json::value& detail : details.get_array()) {
            open("itemdetail");
            write_if(detail, "quantity", "/quantity");
            write_if(detail, "serialno", "/serialNumber");
            write_if(detail, "lotno", "/lotNumber");
            write_if(detail, "aisle", "/aisle/id");
            write_if(detail, "row", "/row/id");
            write_if(detail, "bin", "/bin/id");
            write_date("itemexpiration", text_at(detail, "/expirationDate"));
            close("itemdetail");
        }
        close("itemdetails");
    }

    void write_tax_entries(const json::value& entries) {
        open("taxentries");
        for (const json::value& entry : entries.get_array()) {
            open("taxentry");
            write_if(entry, "detailid", "/orderEntryTaxDetail/id");
            write_if(entry, "trx_tax", "/txnTaxAmount");
            close("taxentry");
        }
        close("taxentries");
    }

    void write_if(const json::value& value, std::string_view name, std::string_view pointer) {
        if (const std::string_view text = text_at(value, pointer); !text.empty()) {
            append_xml_element(out_, name, text);
        }
    }

    void open(std::string_view name) { out_.append("<").append(name).append(">"); }
    void close(std::string_view name) { out_.append("</").append(name).append(">"); }

    const GatewayUse& use_;
    const GatewayDocument& document_;
    std::string& out_;
    std::optional<Problem> problem_;
};

void add_start(std::string& out, const GatewayUse& use, std::string_view control_id) {
    out += R"(<?xml version="1.0" encoding="UTF-8"?><request><control><senderid/><password/>)";
    append_xml_element(out, "controlid", control_id);
    out +=
        "<uniqueid>true</uniqueid><dtdversion>3.0</dtdversion>"
        "<includewhitespace>false</includewhitespace>";
    out +=
        use.additional_error_info ? "<showadditionalerrorinfo>true</showadditionalerrorinfo>" : "";
    out +=
        R"(</control><operation transaction="true"><authentication><sessionid/></authentication>)"
        R"(<content><function controlid=")";
    append_xml_text(out, control_id);
    out += "\">";
}

// A list of the body: each of its parts as an element of that name, with elements in their order.
struct PartList {
    std::string_view member;  ///< of the body
    std::string_view list;    ///< empty: the function has no such parts
    std::string_view part;
    std::span<const GatewayElement> elements;
};

// Taken out of the header, where the function has such parts. Otherwise it stays, and is refused
// as what there is no element for.
json::array take_list(json::value& header, const PartList& parts) {
    json::object& members = header.get_object();
    const json::value* const found =
        parts.list.empty() ? nullptr : members.if_contains(parts.member);
    if (found == nullptr || !found->is_array()) {
        return {};
    }
    json::array all = found->get_array();
    members.erase(parts.member);
    return all;
}

void write_list(std::string& out, Writer& writer, const PartList& parts, const json::array& all) {
    out.append("<").append(parts.list).append(">");
    std::size_t number = 0;
    for (const json::value& one : all) {
        out.append("<").append(parts.part).append(">");
        writer.write(one, parts.elements,
                     "/" + std::string(parts.member) + "/" + std::to_string(number++),
                     {"/sourceDocument/key"});
        out.append("</").append(parts.part).append(">");
    }
    out.append("</").append(parts.list).append(">");
}

}  // namespace

Result<Request> gateway_request(const GatewayUse& use, const GatewayDocument& document) {
    const Result<json::value> body =
        parse_json(document.body, 4 * limits::document_bytes_max, JsonNumbers::as_text);
    if (!body.ok() || !body.value().is_object()) {
        return Error(Status::unsupported,
                     Problem{"intacct.gateway_unreadable", "", "What was mapped cannot be read.",
                             "Report this to the vendor of the plugin.", Owner::vendor});
    }
    Request request{"POST", std::string(gateway_target), {{"Content-Type", "application/xml"}}, ""};
    std::string& out = request.body;
    out.reserve(1024 + 2 * document.body.size());
    const std::string_view name = name_of(document.function);
    add_start(out, use, document.control_id);
    out.append("<").append(name);
    const bool changes = document.function == GatewayFunction::update_sotransaction;
    if (changes) {
        out += " key=\"";
        append_xml_text(out, document.existing_id);
        out += '"';
    }
    out += '>';
    if (!changes && document.function != GatewayFunction::create_aradjustment) {
        append_xml_element(out, "transactiontype", document.definition);
    }
    json::value header = body.value();
    const PartList lines{"lines", lines_element(document.function), line_element(document.function),
                         line_elements(document.function)};
    const auto elements = subtotal_elements(document.function);
    const PartList subtotals{"subtotals", elements.empty() ? "" : "subtotals", "subtotal",
                             elements};
    const json::array all_lines = take_list(header, lines);
    const json::array all_subtotals = take_list(header, subtotals);
    Writer writer(use, document, out);
    writer.write(header, header_elements(document.function), "", {});
    if (!lines.list.empty()) {
        write_list(out, writer, lines, all_lines);
    }
    if (!all_subtotals.empty()) {
        write_list(out, writer, subtotals, all_subtotals);
    }
    out.append("</").append(name).append("></function></content></operation></request>");
    if (writer.problem()) {
        return Error(Status::unsupported, *writer.problem());
    }
    return request;
}

}  // namespace sage::intacct
