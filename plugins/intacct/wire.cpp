// SPDX-License-Identifier: Apache-2.0
// Requests: addresses, headers and the bytes of bodies. Bodies are written as text, member by
// member in a fixed order, so that the bytes depend on the document alone.
#include <fmt/format.h>

#include "plugins/intacct/gateway.h"
#include "plugins/intacct/intacct.h"
#include "sage-adapter/base/json.h"

namespace sage::intacct {
namespace {

constexpr std::string_view base_path = "/ia/api/v1";

bool is_unreserved(char letter) {
    return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') ||
           (letter >= '0' && letter <= '9') || letter == '-' || letter == '.' || letter == '_' ||
           letter == '~';
}

// Percent-encodes an object's name but leaves its own marks, as Sage prints them in its examples.
std::string encoded_object(std::string_view object) {
    std::string out;
    for (const char letter : object) {
        out +=
            letter == '/' || letter == ':' ? std::string(1, letter) : percent_encoded({&letter, 1});
    }
    return out;
}

std::string_view path_of(Family family) {
    switch (family) {
        case Family::inventory_control:
            return "inventory-control/document::";
        case Family::warehouse_transfer:
            return "inventory-control/warehouse-transfer";
        case Family::receivable_invoice:
            return "accounts-receivable/invoice";
        case Family::receivable_adjustment:
            return "accounts-receivable/adjustment";
        default:
            return "order-entry/document::";
    }
}

// Whether the object's name ends in that of a transaction definition.
bool has_definitions(Family family) {
    return family == Family::order_entry || family == Family::inventory_control;
}

void add_comma(std::string& out) {
    if (!out.empty() && out.back() != '{' && out.back() != '[') {
        out += ',';
    }
}

void add_name(std::string& out, std::string_view name) {
    add_comma(out);
    append_json_text(out, name);
    out += ':';
}

Request request(const Settings& settings, std::string_view method, std::string target,
                std::string_view idempotency_key, std::string body) {
    Request made{std::string(method), std::move(target), {}, std::move(body)};
    if (method != "GET") {
        made.headers.push_back({"Content-Type", "application/json"});
    }
    if (!settings.entity.empty()) {
        made.headers.push_back({std::string(entity_header), settings.entity});
    }
    if (!idempotency_key.empty()) {
        made.headers.push_back({"Idempotency-Key", std::string(idempotency_key)});
    }
    return made;
}

void add_filter(std::string& body, const Filter& filter) {
    open_element(body);
    open_member(body, filter.operation, '{');
    if (filter.operation == "$in" || filter.operation == "$between") {
        open_member(body, filter.field, '[');
        for (const std::string& value : filter.values) {
            add_comma(body);
            append_json_text(body, value);
        }
        body += ']';
    } else {
        add_member(body, filter.field, filter.values.front());
    }
    body += "}}";
}

}  // namespace

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char letter : text) {
        if (is_unreserved(letter)) {
            out += letter;
        } else {
            const auto byte = static_cast<unsigned char>(letter);
            out += '%';
            out += digits[byte >> 4U];
            out += digits[byte & 15U];
        }
    }
    return out;
}

std::string object_name(Family family, std::string_view definition) {
    std::string name(path_of(family));
    return has_definitions(family) ? name.append(definition) : name;
}

Family family_of(const Request& request) {
    if (goes_by_gateway(request)) {
        const std::string function = function_in(request);
        return function == name_of(GatewayFunction::create_ictransaction)
                   ? Family::inventory_control
               : function == name_of(GatewayFunction::create_aradjustment)
                   ? Family::receivable_adjustment
                   : Family::order_entry;
    }
    const std::string_view target = request.target;
    for (const Family family : {Family::receivable_invoice, Family::receivable_adjustment}) {
        if (target.find(path_of(family)) != std::string_view::npos) {
            return family;
        }
    }
    if (target.find("/objects/inventory-control/warehouse-transfer") != std::string_view::npos) {
        return Family::warehouse_transfer;
    }
    return target.find("/objects/inventory-control/") == std::string_view::npos
               ? Family::order_entry
               : Family::inventory_control;
}

std::string document_target(Family family, std::string_view definition) {
    return fmt::format("{}/objects/{}{}", base_path, path_of(family),
                       has_definitions(family) ? percent_encoded(definition) : "");
}

Request post_document(const Settings& settings, Family family, std::string_view definition,
                      std::string_view idempotency_key, std::string body) {
    return request(settings, "POST", document_target(family, definition), idempotency_key,
                   std::move(body));
}

Request patch_document(const Settings& settings, std::string_view definition, std::string_view key,
                       std::string_view idempotency_key, std::string body) {
    return request(settings, "PATCH",
                   fmt::format("{}/objects/{}{}/{}", base_path, path_of(Family::order_entry),
                               percent_encoded(definition), percent_encoded(key)),
                   idempotency_key, std::move(body));
}

Request patch_transfer(const Settings& settings, std::string_view key,
                       std::string_view idempotency_key, std::string body) {
    return request(
        settings, "PATCH",
        fmt::format("{}/{}", document_target(Family::warehouse_transfer, {}), percent_encoded(key)),
        idempotency_key, std::move(body));
}

Request get_session(const Settings& settings) {
    return request(settings, "GET", fmt::format("{}/services/core/session/id", base_path), {}, {});
}

Request get_model(const Settings& settings, std::string_view object) {
    return request(settings, "GET",
                   fmt::format("{}/services/core/model?name={}", base_path, encoded_object(object)),
                   {}, {});
}

Request query_request(const Settings& settings, const Query& query) {
    std::string body = "{";
    add_member(body, "object", query.object);
    open_member(body, "fields", '[');
    for (const std::string& field : query.fields) {
        add_comma(body);
        append_json_text(body, field);
    }
    body += ']';
    if (!query.filters.empty()) {
        open_member(body, "filters", '[');
        for (const Filter& filter : query.filters) {
            add_filter(body, filter);
        }
        body += ']';
    }
    // At the top level records owned by entities are shown only when asked for.
    add_raw(body, "filterParameters", R"({"caseSensitiveComparison":true,"includePrivate":true})");
    add_raw(body, "orderBy", R"([{"key":"asc"}])");
    add_raw(body, "start", std::to_string(query.start));
    add_raw(body, "size", std::to_string(query.size));
    body += '}';
    return request(settings, "POST", fmt::format("{}/services/core/query", base_path), {},
                   std::move(body));
}

void open_member(std::string& out, std::string_view name, char bracket) {
    add_name(out, name);
    out += bracket;
}

void add_member(std::string& out, std::string_view name, std::string_view text) {
    add_name(out, name);
    append_json_text(out, text);
}

void open_element(std::string& out) {
    add_comma(out);
    out += '{';
}

void add_reference(std::string& out, std::string_view name, std::string_view identifier) {
    add_name(out, name);
    out += R"({"id":)";
    append_json_text(out, identifier);
    out += '}';
}

void add_raw(std::string& out, std::string_view name, std::string_view json) {
    add_name(out, name);
    out += json;
}

}  // namespace sage::intacct
