// SPDX-License-Identifier: Apache-2.0
// A body is read twice, once for its kinds and once for the digits of its numbers: no number goes
// through binary floating point.
#include "plugins/sage50/simulator_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>

#include "plugins/sage50/simulator_values.h"
#include "plugins/sage50/simulator_words.h"
#include "plugins/sage_simulator/wire.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage::simulated_sage50 {
namespace {

namespace json = boost::json;

struct Form {
    std::string_view word;
    FieldForm form;
};
constexpr auto forms = std::to_array<Form>({
    {"s", FieldForm::text},
    {"n", FieldForm::number},
    {"i", FieldForm::integer},
    {"d", FieldForm::day},
    {"tx", FieldForm::tax_number},
    {"b", FieldForm::truth},
    {"x", FieldForm::not_kept},
    {"0", FieldForm::nothing},
    {"list", FieldForm::list},
});

Refusal wrong(const BodyField& field, std::string_view what) {
    return {sdo_none, fmt::format("{}: {}", field.name, what)};
}

/// The same value with its kind, and with its digits.
struct Both {
    const json::value& kind;
    const json::value& digits;

    bool is_single() const { return digits.is_string() || kind.is_bool(); }
    std::string text() const {
        return kind.is_bool() ? (kind.get_bool() ? "true" : "false")
                              : std::string(digits.get_string());
    }
};

std::optional<std::int64_t> whole(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value)
                                                                    : std::nullopt;
}

/// "2.0" is two.
std::optional<Decimal> decimal(std::string_view text) {
    return Decimal::parse(text.starts_with('+') ? text.substr(1) : text);
}

class BodyReader {
  public:
    explicit BodyReader(const Company& company) : company_(company) {}

    std::optional<Refusal> object(std::string_view model, const Both& value, Body& body) const {
        const BodyFields& fields = all_body_models().find(model)->second;
        if (!value.kind.is_object()) {
            return Refusal{sdo_none, "The body is no object"};
        }
        for (const auto& [name, kind] : value.kind.get_object()) {
            const auto field = std::find_if(fields.begin(), fields.end(),
                                            [text = std::string_view(name)](const BodyField& one) {
                                                return simulated::lower_case(one.name) ==
                                                       simulated::lower_case(text);
                                            });
            if (field == fields.end()) {
                if (!company_.behaviours.accept_unknown_fields) {
                    return Refusal{sdo_none,
                                   fmt::format("There is no field {}", std::string_view(name))};
                }
                continue;
            }
            if (kind.is_null() || field->form == FieldForm::not_kept) {
                continue;
            }
            const Both both{kind, value.digits.get_object().at(name)};
            auto refusal = field->form == FieldForm::list ? list(*field, both, body)
                           : both.is_single()             ? single(*field, both.text(), body.row)
                                              : wrong(*field, "A single value is expected");
            if (refusal) {
                return refusal;
            }
        }
        return std::nullopt;
    }

  private:
    std::optional<Refusal> list(const BodyField& field, const Both& value, Body& body) const {
        if (!value.kind.is_array()) {
            return wrong(field, "A list is expected");
        }
        body.has_entries = true;
        const json::array& kinds = value.kind.get_array();
        for (std::size_t at = 0; at < kinds.size(); ++at) {
            const Both both{kinds[at], value.digits.get_array()[at]};
            if (auto refusal = object(field.column, both, body.entries.emplace_back())) {
                return refusal;
            }
        }
        return std::nullopt;
    }

    std::optional<Refusal> single(const BodyField& field, const std::string& text, Row& row) const {
        if (text.empty()) {
            row.set(field.column, "");
            return std::nullopt;
        }
        switch (field.form) {
            case FieldForm::text:
                return set_text(field, text, row);
            case FieldForm::number:
            case FieldForm::nothing:
            case FieldForm::integer:
            case FieldForm::tax_number:
                return set_number(field, text, row);
            case FieldForm::day: {
                const auto day = stored_date(text, company_.behaviours.month_first);
                if (!day) {
                    return wrong(field, "String was not recognized as a valid date");
                }
                row.set(field.column, day->substr(0, 10));
                return std::nullopt;
            }
            default:
                if (text != "true" && text != "false") {
                    return wrong(field, "A truth value is expected");
                }
                row.set(field.column, text == "true" ? "1" : "0");
                return std::nullopt;
        }
    }

    static std::optional<Refusal> set_number(const BodyField& field, const std::string& text,
                                             Row& row) {
        const auto number = decimal(text);
        if (!number) {
            return wrong(field, "A number is expected");
        }
        if (field.form == FieldForm::nothing) {
            return number->sign() == 0 ? std::nullopt
                                       : std::optional(wrong(field, "This is not simulated"));
        }
        if (field.form == FieldForm::number) {
            row.set_number(field.column, *number);
            return std::nullopt;
        }
        const auto integer = whole(plain(*number));
        if (!integer) {
            return wrong(field, "A whole number is expected");
        }
        row.set(field.column, field.form == FieldForm::tax_number ? fmt::format("T{}", *integer)
                                                                  : std::to_string(*integer));
        return std::nullopt;
    }

    std::optional<Refusal> set_text(const BodyField& field, const std::string& text,
                                    Row& row) const {
        if (!fits_windows_1252(text) && company_.behaviours.refuse_unmappable_texts) {
            return wrong(field, "The text has characters that Sage cannot keep");
        }
        const bool wide =
            field.wide_since > 0 && company_.installation.sage_version >= field.wide_since;
        const std::size_t limit = wide ? field.wide_limit : field.limit;
        if (limit > 0 && characters(text) > limit && !company_.behaviours.cut_long_texts) {
            return wrong(field, fmt::format("More than {} characters", limit));
        }
        row.set(field.column, kept_text(limit > 0 ? first_characters(text, limit) : text));
        return std::nullopt;
    }

    const Company& company_;
};

}  // namespace

BodyFields read_body_fields(std::string_view words) {
    BodyFields fields;
    for (const std::string_view word : words_in(words)) {
        const auto parts = simulated::split(word, ':');
        BodyField field;
        const auto* const form = std::find_if(forms.begin(), forms.end(), [&](const Form& one) {
            return parts.size() > 1 && one.word == parts[1];
        });
        field.form = form == forms.end() ? FieldForm::text : form->form;
        field.column = parts.size() > 2 ? parts[2] : std::string_view();
        if (parts.size() > 3) {
            field.limit = static_cast<std::size_t>(number_in(parts[3]));
            const std::size_t wide = parts[3].find('>');
            if (wide != std::string_view::npos) {
                field.wide_limit = static_cast<std::size_t>(number_in(parts[3].substr(wide + 1)));
                field.wide_since = number_in(parts[3].substr(parts[3].find('@') + 1));
            }
        }
        const std::string column = field.column;
        int number = 0;
        for (const std::string& name : names_in(parts[0])) {
            field.name = name;
            ++number;
            if (const std::size_t at = column.find('#'); at != std::string::npos) {
                field.column = column.substr(0, at) + std::to_string(number);
            }
            fields.push_back(field);
        }
    }
    return fields;
}

std::optional<Refusal> read_body(const Company& company, std::string_view model,
                                 std::string_view text, Body& body) {
    const auto kinds = parse_json(text, limits::reply_bytes_max, JsonNumbers::integers_marked);
    const auto digits = parse_json(text, limits::reply_bytes_max, JsonNumbers::as_text);
    if (!kinds.ok() || !digits.ok()) {
        return Refusal{sdo_none, "The body is no JSON"};
    }
    return BodyReader(company).object(model, {kinds.value(), digits.value()}, body);
}

}  // namespace sage::simulated_sage50
