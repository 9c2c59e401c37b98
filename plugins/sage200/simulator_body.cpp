// SPDX-License-Identifier: Apache-2.0
// A body is read twice, once for its kinds and once for the digits of its numbers: no number goes
// through binary floating point.
#include "plugins/sage200/simulator_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "plugins/sage_simulator/wire.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage::simulated_sage200 {
namespace {

namespace json = boost::json;

/// The same value with its kind, and with its digits.
struct Both {
    const json::value& kind;
    const json::value& digits;

    std::string_view text() const { return digits.get_string(); }
    bool is_number() const { return kind.is_int64() || kind.is_double(); }
};

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    }));
}

/// "2025-03-14T00:00:00Z", with or without a fraction of up to seven digits, which is not kept.
std::optional<std::string> date_time(std::string_view text) {
    std::string whole(text);
    const std::size_t point = whole.find('.');
    if (point != std::string::npos) {
        const std::size_t end = whole.find_first_not_of("0123456789", point + 1);
        if (end == std::string::npos || end == point + 1 || end > point + 8) {
            return std::nullopt;
        }
        whole.erase(point, end - point);
    }
    return simulated::is_date_time(whole) ? std::optional<std::string>(whole) : std::nullopt;
}

class BodyReader {
  public:
    explicit BodyReader(const Company& company) : company_(company) {}

    std::optional<Refusal> object(std::string_view model, const Both& value,
                                  const std::string& path, Row& row) const;

  private:
    std::optional<Refusal> member(const Field& field, const Both& value, const std::string& path,
                                  Row& row) const;
    std::optional<Refusal> part(const Field& field, const Both& value, const std::string& path,
                                Row& row) const;
    std::optional<Refusal> decimal(const Field& field, const Both& value, const std::string& path,
                                   Row& row) const;
    static std::optional<Refusal> text(const Field& field, const Both& value,
                                       const std::string& path, Row& row);

    const Company& company_;
};

std::optional<Refusal> BodyReader::object(std::string_view model, const Both& value,
                                          const std::string& path, Row& row) const {
    const Model& fields = company_.models.find(model)->second;
    if (!value.kind.is_object()) {
        return bad_field(path, "An object is expected.");
    }
    for (const auto& [name, kind] : value.kind.get_object()) {
        const std::string at =
            path.empty() ? std::string(name) : fmt::format("{}.{}", path, std::string(name));
        const Field* const field = fields.find(company_.site, name);
        if (field == nullptr) {
            if (company_.behaviours.accept_unknown_fields) {
                continue;
            }
            return bad_field(at, "There is no such field.");
        }
        if (field->read_only) {
            if (company_.behaviours.accept_read_only_fields) {
                continue;
            }
            return bad_field(at, "The field is read only.");
        }
        const Both both{kind, value.digits.get_object().at(name)};
        if (auto refusal = member(*field, both, at, row)) {
            return refusal;
        }
    }
    for (const Field& field : fields.fields()) {
        if (field.required && !row.has(field.name) && !row.parts.contains(field.name)) {
            return bad_field(path.empty() ? field.name : fmt::format("{}.{}", path, field.name),
                             "The field is required.");
        }
    }
    return std::nullopt;
}

std::optional<Refusal> BodyReader::member(const Field& field, const Both& value,
                                          const std::string& path, Row& row) const {
    if (value.kind.is_null()) {
        return bad_field(path, "SageNullFieldException: null is no value of this field.");
    }
    switch (field.type) {
        case FieldType::integer:
            if (!value.kind.is_int64()) {
                return bad_field(path, "A whole number is expected.");
            }
            row.set_integer(field.name, value.kind.get_int64());
            return std::nullopt;
        case FieldType::boolean:
            if (!value.kind.is_bool()) {
                return bad_field(path, "true or false is expected.");
            }
            row.set_truth(field.name, value.kind.get_bool());
            return std::nullopt;
        case FieldType::decimal:
            return decimal(field, value, path, row);
        case FieldType::text:
        case FieldType::date:
            return text(field, value, path, row);
        case FieldType::object:
        case FieldType::list:
            break;
    }
    return part(field, value, path, row);
}

std::optional<Refusal> BodyReader::decimal(const Field& field, const Both& value,
                                           const std::string& path, Row& row) const {
    const auto number = value.is_number() ? Decimal::parse(value.text()) : std::nullopt;
    if (!number) {
        return bad_field(path, "A number is expected.");
    }
    if (!number->fits(field.limit) && !company_.behaviours.round_decimals) {
        return bad_field(path, fmt::format("More than {} decimal places.", field.limit));
    }
    row.set_number(field.name, number->fits(field.limit)
                                   ? *number
                                   : number->rounded(field.limit, Rounding::half_away_from_zero));
    return std::nullopt;
}

std::optional<Refusal> BodyReader::text(const Field& field, const Both& value,
                                        const std::string& path, Row& row) {
    if (!value.kind.is_string()) {
        return bad_field(path, "A text is expected.");
    }
    if (field.type == FieldType::date) {
        const auto time = date_time(value.text());
        if (!time) {
            return bad_field(path, "A date with its time is expected, YYYY-MM-DDThh:mm:ssZ.");
        }
        row.set_text(field.name, *time);
        return std::nullopt;
    }
    if (field.limit > 0 && characters(value.text()) > static_cast<std::size_t>(field.limit)) {
        return bad_field(path, fmt::format("More than {} characters.", field.limit));
    }
    row.set_text(field.name, value.text());
    return std::nullopt;
}

std::optional<Refusal> BodyReader::part(const Field& field, const Both& value,
                                        const std::string& path, Row& row) const {
    std::vector<Row>& parts = row.parts[field.name];
    if (field.type == FieldType::object) {
        return object(field.model, value, path, parts.emplace_back());
    }
    if (!value.kind.is_array()) {
        return bad_field(path, "A list is expected.");
    }
    const json::array& kinds = value.kind.get_array();
    for (std::size_t at = 0; at < kinds.size(); ++at) {
        const Both both{kinds[at], value.digits.get_array()[at]};
        if (auto refusal =
                object(field.model, both, fmt::format("{}[{}]", path, at), parts.emplace_back())) {
            return refusal;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<Refusal> read_body(const Company& company, std::string_view model,
                                 std::string_view body, Row& row) {
    const auto kinds = parse_json(body, limits::reply_bytes_max, JsonNumbers::integers_marked);
    const auto digits = parse_json(body, limits::reply_bytes_max, JsonNumbers::as_text);
    if (!kinds.ok() || !digits.ok() || !kinds.value().is_object()) {
        return Refusal{400, "The body is no JSON object."};
    }
    return BodyReader(company).object(model, {kinds.value(), digits.value()}, "", row);
}

}  // namespace sage::simulated_sage200
