// SPDX-License-Identifier: Apache-2.0
// A request of the gateway back to the body it was made of, so that what Sage should hold is read
// from the stored bytes in one way, whichever way they went.
#include <algorithm>
#include <optional>

#include "plugins/intacct/gateway.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/xml.h"

namespace sage::intacct {
namespace {

namespace json = boost::json;

constexpr std::size_t request_bytes_max = 16 * limits::document_bytes_max;

// The member at a pointer, its objects made on the way.
void put(json::object& object, std::string_view pointer, std::string_view text) {
    json::object* at = &object;
    pointer.remove_prefix(1);
    for (std::size_t slash = pointer.find('/'); slash != std::string_view::npos;
         slash = pointer.find('/')) {
        json::value& next = (*at)[pointer.substr(0, slash)];
        if (!next.is_object()) {
            next.emplace_object();
        }
        at = &next.get_object();
        pointer.remove_prefix(slash + 1);
    }
    (*at)[pointer] = text;
}

std::string date_in(const XmlElement& element) {
    std::string date(element.text_of("year"));
    date.append("-").append(element.text_of("month")).append("-").append(element.text_of("day"));
    return date;
}

void read_custom_fields(json::object& object, const XmlElement& fields) {
    for (const XmlElement& field : fields.children) {
        object["nsp::" + std::string(field.text_of("customfieldname"))] =
            field.text_of("customfieldvalue");
    }
}

void read_tax_entries(json::object& object, const XmlElement& entries) {
    json::array& all = object["taxEntries"].emplace_array();
    for (const XmlElement& entry : entries.children) {
        json::object& made = all.emplace_back(json::object()).get_object();
        put(made, "/orderEntryTaxDetail/id", entry.text_of("detailid"));
        put(made, "/txnTaxAmount", entry.text_of("trx_tax"));
    }
}

void read_element(json::object& object, const GatewayElement& known, const XmlElement& element) {
    switch (known.kind) {
        case ElementKind::date:
            put(object, known.pointer, date_in(element));
            break;
        case ElementKind::state:
            put(object, known.pointer, element.text == "Draft" ? "draft" : "pending");
            break;
        case ElementKind::contact:
            put(object, known.pointer, element.text_of("contactname"));
            break;
        case ElementKind::custom_fields:
            read_custom_fields(object, element);
            break;
        case ElementKind::tax_entries:
            read_tax_entries(object, element);
            break;
        case ElementKind::details:
            break;  // no fact is made of them
        case ElementKind::source:
        case ElementKind::text:
            put(object, known.pointer, element.text);
    }
}

json::object read_part(const XmlElement& part, std::span<const GatewayElement> elements) {
    json::object object;
    for (const XmlElement& element : part.children) {
        const auto known =
            std::find_if(elements.begin(), elements.end(),
                         [&](const GatewayElement& one) { return one.name == element.name; });
        if (known != elements.end()) {
            read_element(object, *known, element);
        }
    }
    return object;
}

const XmlElement* function_of(const XmlElement& request) {
    const XmlElement* at = &request;
    for (const std::string_view name : {"operation", "content", "function"}) {
        at = at == nullptr ? nullptr : at->child(name);
    }
    return at == nullptr || at->children.empty() ? nullptr : &at->children.front();
}

std::optional<GatewayFunction> function_named(std::string_view name) {
    for (const GatewayFunction function :
         {GatewayFunction::create_sotransaction, GatewayFunction::update_sotransaction,
          GatewayFunction::create_ictransaction, GatewayFunction::create_aradjustment}) {
        if (name_of(function) == name) {
            return function;
        }
    }
    return std::nullopt;
}

}  // namespace

bool goes_by_gateway(const Request& request) {
    return request.target == gateway_target;
}

std::string function_in(const Request& request) {
    const Result<XmlElement> root = parse_xml(request.body, request_bytes_max);
    const XmlElement* const function = root.ok() ? function_of(root.value()) : nullptr;
    return function == nullptr ? std::string() : function->name;
}

Result<JsonValue> mapped_body(std::string_view sent) {
    if (!sent.starts_with('<')) {
        return parse_json(sent, limits::reply_bytes_max, JsonNumbers::as_text);
    }
    const Result<XmlElement> root = parse_xml(sent, request_bytes_max);
    if (!root.ok()) {
        return root.error();
    }
    const XmlElement* const element = function_of(root.value());
    const std::optional<GatewayFunction> function =
        element == nullptr ? std::nullopt : function_named(element->name);
    if (!function) {
        return Error(Status::invalid,
                     Problem{"intacct.gateway_unreadable", "", "The request has no known function.",
                             "Report this to the vendor of the plugin.", Owner::vendor});
    }
    json::object body = read_part(*element, header_elements(*function));
    if (const XmlElement* lines = element->child(lines_element(*function))) {
        json::array& all = body["lines"].emplace_array();
        for (const XmlElement& line : lines->children) {
            all.push_back(read_part(line, line_elements(*function)));
        }
    }
    const auto subtotal = subtotal_elements(*function);
    if (const XmlElement* subtotals = element->child("subtotals"); !subtotal.empty() && subtotals) {
        json::array& all = body["subtotals"].emplace_array();
        for (const XmlElement& one : subtotals->children) {
            all.push_back(read_part(one, subtotal));
        }
    }
    return JsonValue(std::move(body));
}

}  // namespace sage::intacct
