// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/text_template.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/text.h"

namespace sage {
namespace {

constexpr std::size_t group_digits = 3;

bool names_a_date_part(std::string_view pattern) {
    return pattern.find("YY") != std::string_view::npos ||
           pattern.find("MM") != std::string_view::npos ||
           pattern.find("DD") != std::string_view::npos;
}

std::string written_date(const std::string& value, std::string_view pattern) {
    const std::array<std::pair<std::string_view, std::string>, 4> parts = {
        {{"YYYY", value.substr(0, 4)},
         {"YY", value.substr(2, 2)},
         {"MM", value.substr(5, 2)},
         {"DD", value.substr(8, 2)}}};
    std::string out;
    while (!pattern.empty()) {
        const auto* part = std::find_if(std::begin(parts), std::end(parts), [&](const auto& one) {
            return pattern.starts_with(one.first);
        });
        if (part == std::end(parts)) {
            out += pattern.front();
            pattern.remove_prefix(1);
        } else {
            out += part->second;
            pattern.remove_prefix(part->first.size());
        }
    }
    return out;
}

// What a number pattern asks for; nothing if it is none.
struct NumberForm {
    bool grouped = false;
    int places = 0;
};
std::optional<NumberForm> number_form(std::string_view pattern) {
    NumberForm form;
    constexpr std::string_view grouped = "#,##0";
    form.grouped = pattern.starts_with(grouped);
    pattern.remove_prefix(form.grouped ? grouped.size() : pattern.starts_with("0") ? 1 : 0);
    const std::string_view places = pattern.substr(std::min<std::size_t>(1, pattern.size()));
    const bool point = pattern.starts_with(".");
    if ((!pattern.empty() && (!point || places.empty())) ||
        places.find_first_not_of('0') != std::string_view::npos ||
        places.size() > static_cast<std::size_t>(limits::decimal_scale_max)) {
        return std::nullopt;
    }
    form.places = static_cast<int>(places.size());
    return form;
}

std::string written_number(const std::string& value, std::string_view pattern) {
    const std::optional<Decimal> decimal = Decimal::parse(value);
    const std::optional<NumberForm> form = number_form(pattern);
    if (!decimal || !form) {
        return value;
    }
    const bool fits = decimal->scale() >= form->places ||
                      value.size() + static_cast<std::size_t>(form->places) <
                          static_cast<std::size_t>(limits::decimal_digits_max);
    if (!fits) {
        return value;
    }
    std::string digits = decimal->rounded(form->places, Rounding::half_away_from_zero).text();
    if (form->grouped) {
        const std::size_t first = digits.starts_with("-") ? 1 : 0;
        std::size_t at = std::min(digits.find('.'), digits.size());
        while (at > first + group_digits) {
            at -= group_digits;
            digits.insert(at, 1, ',');
        }
    }
    return digits;
}

// Appends words. What is written without a blank before it belongs to the word before.
void append_words(TextParts& parts, std::string_view text) {
    const auto is_blank = [](char letter) {
        return letter == ' ' || letter == '\t' || letter == '\n';
    };
    while (!text.empty()) {
        const bool blank = is_blank(text.front());
        const auto* const end = std::find_if(
            text.begin(), text.end(), [&](char letter) { return is_blank(letter) != blank; });
        const auto count = static_cast<std::size_t>(end - text.begin());
        if (blank) {
            parts.append_between(text.substr(0, count));
        } else {
            parts.append(text.substr(0, count));
        }
        text.remove_prefix(count);
    }
}

Error wrong(std::string_view code, const std::string& pointer, std::string cause) {
    return {Status::config,
            Problem{"mapping.template." + std::string(code), pointer, std::move(cause),
                    "Correct the text: fields stand in braces, as {id} or "
                    "{issueDate|date \"DD/MM/YYYY\"}; a brace itself is written twice.",
                    Owner::finance}};
}

}  // namespace

TextParts::TextParts(std::initializer_list<TextPart> parts) {
    for (const TextPart& part : parts) {
        push_back(part);
    }
}

void TextParts::append(std::string_view text) {
    if (!open_) {
        places_.push_back({end_, text_.size()});
        open_ = true;
    }
    text_ += text;
    end_ = text_.size();
}

void TextParts::append_between(std::string_view text) {
    if (!empty()) {
        text_ += text;
    }
    open_ = false;
}

void TextParts::push_back(const TextPart& part) {
    append_between(part.before);
    append(part.text);
}

void TextParts::clear() {
    text_.clear();
    places_.clear();
    end_ = 0;
    open_ = false;
}

void TextParts::reserve(std::size_t bytes, std::size_t parts) {
    text_.reserve(bytes);
    places_.reserve(parts);
}

void TextParts::back_to(const Mark& mark) {
    text_.resize(mark.text);
    places_.resize(mark.parts);
    end_ = mark.end;
    open_ = mark.open;
}

TextPart TextParts::operator[](std::size_t index) const {
    const Place& place = places_[index];
    const std::size_t end = index + 1 < places_.size() ? places_[index + 1].before : end_;
    const std::string_view all = text_;
    return {all.substr(place.before, place.text - place.before),
            all.substr(place.text, end - place.text)};
}

std::string joined(const TextParts& parts) {
    return std::string(parts.whole());
}

// Reads a template from left to right; the first thing that is wrong ends it.
class TemplateParser {
  public:
    TemplateParser(std::string_view text, TextLevel level, const std::string& pointer)
        : rest_(text), level_(level), pointer_(pointer) {
        result_.lines_.emplace_back();
    }

    Result<TextTemplate> parse() {
        while (!rest_.empty()) {
            if (rest_.starts_with("{{") || rest_.starts_with("}}")) {
                literal(rest_.substr(0, 1));
                rest_.remove_prefix(2);
            } else if (rest_.front() == '}') {
                return wrong(
                    "syntax", pointer_,
                    "A closing brace has no opening one before \"" + excerpt(rest_) + "\".");
            } else if (rest_.front() == '\n') {
                result_.lines_.emplace_back();
                rest_.remove_prefix(1);
            } else if (rest_.front() == '{') {
                if (Result<void> read = field(); !read.ok()) {
                    return std::move(read).error();
                }
            } else {
                const std::size_t end = std::min(rest_.find_first_of("{}\n"), rest_.size());
                literal(rest_.substr(0, end));
                rest_.remove_prefix(end);
            }
        }
        return std::move(result_);
    }

  private:
    using Piece = TextTemplate::Piece;

    void literal(std::string_view text) {
        TextTemplate::Pieces& line = result_.lines_.back();
        if (line.empty() || line.back().field != nullptr) {
            line.emplace_back();
        }
        line.back().literal += text;
    }

    Result<void> field() {
        // A format's text may hold a closing brace.
        std::size_t end = 1;
        bool quoted = false;
        while (end < rest_.size() && (quoted || rest_[end] != '}')) {
            quoted = quoted != (rest_[end] == '"');
            ++end;
        }
        if (end == rest_.size()) {
            return wrong("syntax", pointer_,
                         "An opening brace is not closed: \"" + excerpt(rest_) + "\".");
        }
        const std::string_view inside = rest_.substr(1, end - 1);
        rest_.remove_prefix(end + 1);
        const std::size_t bar = std::min(inside.find('|'), inside.size());
        const std::string_view name = inside.substr(0, bar);
        Piece piece;
        piece.field = find_template_field(name);
        if (piece.field == nullptr) {
            return wrong("field_unknown", pointer_, "There is no field \"" + excerpt(name) + "\".");
        }
        if (piece.field->of_line && level_ == TextLevel::header) {
            return wrong("field_level", pointer_,
                         "The field " + std::string(name) +
                             " belongs to a line, and the text to the header.");
        }
        if (bar < inside.size()) {
            if (Result<void> read = format(piece, inside.substr(bar + 1)); !read.ok()) {
                return read;
            }
        }
        result_.lines_.back().push_back(std::move(piece));
        return {};
    }

    Result<void> format(Piece& piece, std::string_view text) const {
        const std::size_t open = text.find(" \"");
        const bool whole = open != std::string_view::npos && text.size() > open + 2 &&
                           text.find('"', open + 2) == text.size() - 1;
        const std::string_view name = text.substr(0, whole ? open : 0);
        const std::string_view value =
            whole ? text.substr(open + 2, text.size() - open - 3) : std::string_view();
        if (name == "join") {
            piece.separator = value;
            return {};
        }
        const bool date =
            name == "date" && piece.field->form == FieldForm::date && names_a_date_part(value);
        const bool number = name == "number" && piece.field->form == FieldForm::number &&
                            !value.empty() && number_form(value).has_value();
        if (!date && !number) {
            return wrong("format", pointer_,
                         "\"" + excerpt(text) + "\" is no way to write the field " +
                             std::string(piece.field->name) + ".");
        }
        piece.pattern = value;
        return {};
    }

    std::string_view rest_;
    TextLevel level_;
    const std::string& pointer_;
    TextTemplate result_;
};

Result<TextTemplate> TextTemplate::parse(std::string_view text, TextLevel level,
                                         const std::string& pointer) {
    return TemplateParser(text, level, pointer).parse();
}

TextParts TextTemplate::render(const TemplateSubject& subject) const {
    TextParts parts;
    render(subject, parts);
    return parts;
}

void TextTemplate::render(const TemplateSubject& subject, TextParts& parts) const {
    // As much as most texts have.
    constexpr std::size_t usual_bytes = 64;
    constexpr std::size_t usual_parts = 8;
    parts.clear();
    parts.reserve(usual_bytes, usual_parts);
    std::vector<std::string> values;
    for (const Pieces& line : lines_) {
        const TextParts::Mark before = parts.mark();
        bool any_field = false;
        bool any_value = false;
        parts.append_between("\n");
        for (const Piece& piece : line) {
            if (piece.field == nullptr) {
                append_words(parts, piece.literal);
                continue;
            }
            values.clear();
            piece.field->append(subject, values);
            append_values(parts, values, piece);
            any_field = true;
            any_value = any_value || !values.empty();
        }
        if (any_field && !any_value) {
            parts.back_to(before);
        }
    }
}

bool TextTemplate::names_shipment() const {
    const auto named = [](const Piece& piece) {
        return piece.field != nullptr && (piece.field->name.starts_with("shipment.") ||
                                          piece.field->name.starts_with("transportHandlingUnits."));
    };
    return std::any_of(lines_.begin(), lines_.end(), [&](const Pieces& line) {
        return std::any_of(line.begin(), line.end(), named);
    });
}

void TextTemplate::append_values(TextParts& parts, const std::vector<std::string>& values,
                                 const Piece& piece) {
    for (const std::string& value : values) {
        if (&value != &values.front()) {
            parts.append_between(piece.separator);
        }
        if (piece.pattern.empty()) {
            append_words(parts, value);
        } else if (piece.field->form == FieldForm::date) {
            append_words(parts, written_date(value, piece.pattern));
        } else {
            append_words(parts, written_number(value, piece.pattern));
        }
    }
}

}  // namespace sage
