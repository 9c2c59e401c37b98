// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/sage200/published_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <vector>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/document/decimal.h"
#include "tests/support/source_folder.h"

namespace sage::test {
namespace {

/// Published as needed, and not: Sage numbers orders by itself, and which fields of a line have to
/// be there is by its type.
const std::set<std::string, std::less<>> needed_at_times = {
    "sop_order.document_no",        "sop_return.document_no",
    "sop_order_line.code",          "sop_order_line.description",
    "sop_order_line.product_id",    "sop_order_line.warehouse_id",
    "sop_order_line.line_quantity", "sop_order_memo.sop_order_return_id"};
/// Younger than Sage's files: known from its release notes.
const std::set<std::string, std::less<>> younger = {"/sop_returns"};

/// Filters that Sage lists in words, because what it shows has no such field.
const std::set<std::string, std::less<>> listed_filters = {
    "sop_confirm_despatch_adjustment.confirmation_intent_type",
    "sop_confirm_despatch_adjustment.trader_id", "sop_confirm_despatch_adjustment.warehouse_id",
    "sop_confirm_despatch_adjustment.document_no", "sop_confirm_despatch_adjustment.document_date"};

constexpr int exact_places_max = 10;

JsonValue published(const char* file, std::string_view member) {
    std::ifstream stream(std::filesystem::path(source_folder()) / "../shared/sage/data/sage200" /
                         file);
    std::ostringstream text;
    text << stream.rdbuf();
    const auto value = parse_json(text.str(), limits::reply_bytes_max, JsonNumbers::integers_only);
    return value.ok() ? value.value().at(member) : JsonValue();
}

const JsonValue& models() {
    static const JsonValue all = published("models.json", "models");
    return all;
}

const JsonValue& endpoints() {
    static const JsonValue all = published("endpoints.json", "endpoints");
    return all;
}

bool is_true(const JsonValue& value, std::string_view pointer) {
    const JsonValue* const found = at_pointer(value, pointer);
    return found != nullptr && found->is_bool() && found->get_bool();
}

std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '%' && at + 2 < text.size()) {
            out += static_cast<char>(std::stoi(std::string(text.substr(at + 1, 2)), nullptr, 16));
            at += 2;
        } else {
            out += text[at];
        }
    }
    return out;
}

std::vector<std::string> split(std::string_view text, char by) {
    std::vector<std::string> parts;
    std::istringstream stream{std::string(text)};
    for (std::string part; std::getline(stream, part, by);) {
        parts.push_back(part);
    }
    return parts;
}

/// Parts in braces stand for any number.
bool is_path(std::string_view wanted, std::string_view path) {
    const std::vector<std::string> left = split(wanted, '/');
    const std::vector<std::string> right = split(path, '/');
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const std::string& one, const std::string& other) {
                          return one == other ||
                                 (one.starts_with('{') &&
                                  other.find_first_not_of("0123456789") == std::string::npos);
                      });
}

std::string kind_of(const JsonValue& value) {
    return value.is_object()   ? "object"
           : value.is_array()  ? "array"
           : value.is_bool()   ? "boolean"
           : value.is_string() ? "string"
           : value.is_null()   ? "null"
                               : "number";
}

/// The same value twice: numbers with all their digits, as texts, and by their kind.
struct Twofold {
    const JsonValue& exact;
    const JsonValue& kind;
};

/// Characters of UTF-8, not bytes.
std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char letter) {
        return (static_cast<unsigned char>(letter) & 0xC0U) != 0x80U;
    }));
}

std::string wrong_value(const std::string& name, const JsonValue& property, const Twofold& value);

std::string wrong_object(const std::string& name, const JsonValue& properties,
                         const Twofold& value) {
    if (!value.kind.is_object()) {
        return name + " is no object";
    }
    const auto& members = value.exact.get_object();
    for (const auto& [key, member] : members) {
        const std::string field = name + "." + std::string(key);
        const JsonValue* const property = properties.get_object().if_contains(key);
        if (property == nullptr) {
            return field + " is not published";
        }
        const Twofold both{member, value.kind.at(key)};
        if (std::string why = wrong_value(field, *property, both); !why.empty()) {
            return why;
        }
    }
    for (const auto& [key, property] : properties.get_object()) {
        const std::string field = name + "." + std::string(key);
        if (is_true(property, "/required") && !needed_at_times.contains(field) &&
            !members.contains(key)) {
            return field + " is needed";
        }
    }
    return "";
}

/// An object or an item by what it is published with: another model, or properties of its own.
std::string wrong_part(const std::string& name, const JsonValue& property, const Twofold& value) {
    const std::string reference(text_at(property, "/ref"));
    if (!reference.empty()) {
        return wrong_object(reference, models().at(reference).at("properties"), value);
    }
    const JsonValue* const properties = at_pointer(property, "/properties");
    return properties == nullptr ? name + " has no published members"
                                 : wrong_object(name, *properties, value);
}

std::string wrong_list(const std::string& name, const JsonValue& property, const Twofold& value) {
    if (!value.kind.is_array()) {
        return name + " is no list";
    }
    for (std::size_t at = 0; at < value.kind.get_array().size(); ++at) {
        const Twofold one{value.exact.get_array()[at], value.kind.get_array()[at]};
        if (std::string why = wrong_part(name, property.at("items"), one); !why.empty()) {
            return why;
        }
    }
    return "";
}

std::string wrong_number(const std::string& name, const JsonValue& property, const Twofold& value) {
    const auto number =
        kind_of(value.kind) == "number" ? Decimal::parse(text_at(value.exact, "")) : std::nullopt;
    const JsonValue* const decimals = at_pointer(property, "/decimals");
    if (!number) {
        return name + " is no number";
    }
    const int most = decimals != nullptr ? static_cast<int>(decimals->as_int64())
                     : text_at(property, "/type") == "integer" ? 0
                                                               : exact_places_max;
    return number->fits(most) ? "" : name + " has more decimals than are published";
}

std::string wrong_value(const std::string& name, const JsonValue& property, const Twofold& value) {
    // Ids of what is meant are published as both.
    if (is_true(property, "/readOnly") && !is_true(property, "/required")) {
        return name + " is read-only";
    }
    const std::string_view type = text_at(property, "/type");
    if (type == "array") {
        return wrong_list(name, property, value);
    }
    if (type == "object" || at_pointer(property, "/ref") != nullptr) {
        return wrong_part(name, property, value);
    }
    if (type == "number" || type == "integer") {
        return wrong_number(name, property, value);
    }
    if (kind_of(value.kind) != type) {
        return fmt::format("{} is {}, not {}", name, kind_of(value.kind), type);
    }
    const JsonValue* const most = at_pointer(property, "/maxLength");
    return most != nullptr &&
                   characters(text_at(value.exact, "")) > static_cast<std::size_t>(most->as_int64())
               ? name + " is longer than is published"
               : "";
}

/// The model of what an answer shows: "[name]" for a list.
std::string_view answered(const JsonValue& endpoint) {
    std::string_view name = text_at(endpoint, "/response200");
    if (name.starts_with('[')) {
        name = name.substr(1, name.size() - 2);
    }
    return name;
}

std::vector<std::string> fields_in(const std::string& option, const std::string& text) {
    if (option != "$filter") {
        std::vector<std::string> fields;
        for (const std::string& one : split(text, ',')) {
            fields.push_back(one.substr(0, one.find(' ')));
        }
        return fields;
    }
    static const std::regex quoted("'([^']|'')*'");
    static const std::regex field(R"(([a-z_0-9.]+)(\s+(eq|ne|gt|lt)\s|,''\)))");
    const std::string plain = std::regex_replace(text, quoted, "''");
    std::vector<std::string> fields;
    for (std::sregex_iterator at(plain.begin(), plain.end(), field), end; at != end; ++at) {
        fields.push_back((*at)[1]);
    }
    return fields;
}

std::string wrong_query(const JsonValue& endpoint, std::string_view query) {
    static const std::array<std::string, 4> with_fields = {"$filter", "$orderby", "$select",
                                                           "$expand"};
    const std::string model(answered(endpoint));
    const JsonValue* const shown = models().get_object().if_contains(model);
    for (const std::string& option : split(query, '&')) {
        const std::string name = option.substr(0, option.find('='));
        if (std::find(with_fields.begin(), with_fields.end(), name) == with_fields.end()) {
            continue;
        }
        for (const std::string& path : fields_in(name, decoded(option.substr(name.size() + 1)))) {
            const std::string field = path.substr(0, path.find('.'));
            if (name == "$filter" && listed_filters.contains(model + "." + field)) {
                continue;
            }
            if (shown == nullptr || !shown->at("properties").get_object().contains(field)) {
                return fmt::format("{} of {}: {} is not published", name, model, path);
            }
        }
    }
    return "";
}

}  // namespace

bool is_published() {
    return models().is_object() && endpoints().is_array();
}

std::string unpublished(const Request& request) {
    constexpr std::string_view base = "/accounts/v1";
    const std::size_t begin = request.target.find(base);
    if (!is_published() || begin == std::string::npos) {
        return "";
    }
    const std::string below = request.target.substr(begin + base.size());
    const std::string path = below.substr(0, below.find('?'));
    for (const JsonValue& endpoint : endpoints().get_array()) {
        if (text_at(endpoint, "/method") != request.method ||
            !is_path(text_at(endpoint, "/path"), path)) {
            continue;
        }
        if (request.method == "GET") {
            return path.size() == below.size()
                       ? ""
                       : wrong_query(endpoint, below.substr(path.size() + 1));
        }
        const auto exact = parse_json(request.body, limits::reply_bytes_max, JsonNumbers::as_text);
        boost::json::error_code error;
        const JsonValue kind = boost::json::parse(request.body, error);
        const std::string model(text_at(endpoint, "/request"));
        return !exact.ok() || error ? "the body is no JSON"
                                    : wrong_object(model, models().at(model).at("properties"),
                                                   {exact.value(), kind});
    }
    return younger.contains(path) ? "" : request.method + " " + path + " is not published";
}

}  // namespace sage::test
