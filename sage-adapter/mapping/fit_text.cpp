// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/fit_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sage-adapter/base/text.h"

namespace sage {
namespace {

constexpr char32_t ascii_end = 0x80;
constexpr char32_t c1_end = 0xA0;
constexpr char32_t latin_1_end = 0x100;
constexpr char32_t delete_character = 0x7F;
constexpr char32_t blank = 0x20;

// The characters of Windows-1252 beyond Latin-1 (unicode.org, MAPPINGS/VENDORS/MICSFT/WINDOWS).
constexpr auto windows_1252_extras = std::to_array<char32_t>(
    {0x0152, 0x0153, 0x0160, 0x0161, 0x0178, 0x017D, 0x017E, 0x0192, 0x02C6,
     0x02DC, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E,
     0x2020, 0x2021, 0x2022, 0x2026, 0x2030, 0x2039, 0x203A, 0x20AC, 0x2122});

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// The bytes of the character at `at`, which is the first of one.
std::string_view character_at(std::string_view text, std::size_t at) {
    std::size_t end = at + 1;
    while (end < text.size() && is_continuation(text[end])) {
        ++end;
    }
    return text.substr(at, end - at);
}

char32_t code_point(std::string_view character) {
    const auto first = static_cast<unsigned char>(character.front());
    if (character.size() == 1) {
        return first;
    }
    char32_t code = first & (0x7FU >> character.size());
    for (const char byte : character.substr(1)) {
        code = (code << 6U) | (static_cast<unsigned char>(byte) & 0x3FU);
    }
    return code;
}

bool is_in(CharacterSet set, char32_t code) {
    if (code < ascii_end || set == CharacterSet::unicode) {
        return true;
    }
    return set == CharacterSet::windows_1252 &&
           ((code >= c1_end && code < latin_1_end) ||
            std::find(std::begin(windows_1252_extras), std::end(windows_1252_extras), code) !=
                std::end(windows_1252_extras));
}

bool is_control(char32_t code) {
    return code < blank || (code >= delete_character && code < c1_end);
}

// Printable ASCII only: every field takes it as it is. Most texts are.
bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char byte) {
        return byte >= ' ' && byte < static_cast<char>(delete_character);
    });
}

// Appends it as the field takes it: control characters become blanks, characters it does not have a
// "?". Returns how many it did not have.
std::size_t append_conforming(std::string& out, std::string_view text, const FieldLimit& limit) {
    if (is_plain(text)) {
        out += text;
        return 0;
    }
    std::size_t replaced = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view character = character_at(text, at);
        const char32_t code = code_point(character);
        const bool layout = code == U'\n' || code == U'\t';
        if (is_control(code) && (!layout || limit.single_line)) {
            out += ' ';
        } else if (is_in(limit.character_set, code)) {
            out += character;
        } else {
            out += '?';
            ++replaced;
        }
        at += character.size();
    }
    return replaced;
}

std::size_t room(const FieldLimit& limit) {
    return limit.characters_max == 0 ? std::string::npos : limit.characters_max;
}

std::string_view joiner(const TextField& field) {
    return field.text.empty() ? "" : field.limit.single_line ? " " : "\n";
}

// A mark that belongs to the character before it: no cut goes between the two.
bool is_combining(std::string_view character) {
    if (character.size() == 1) {
        return false;
    }
    const char32_t code = code_point(character);
    return (code >= 0x0300 && code < 0x0370) || code == 0x200D || (code >= 0xFE00 && code < 0xFE10);
}

// The first `count` characters, without blanks at the end.
std::string_view first_characters(std::string_view text, std::size_t count) {
    std::size_t end = 0;
    std::size_t kept = 0;
    for (std::size_t at = 0; at < text.size() && kept < count; ++kept) {
        const std::string_view character = character_at(text, at);
        at += character.size();
        const bool goes_on = at < text.size() && is_combining(character_at(text, at));
        const bool joins = character == "\u200D";
        end = goes_on || joins ? end : at;
    }
    const std::size_t last = text.substr(0, end).find_last_not_of(" \t\n");
    return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

class Fitting {
  public:
    Fitting(const TextParts& parts, const FitOptions& options, std::vector<TextField>& fields,
            std::vector<Remark>& remarks)
        : parts_(parts), options_(options), fields_(fields), remarks_(remarks) {}

    std::optional<Problem> run() {
        return options_.too_long == TooLong::overflow ? spread() : in_one_field();
    }

  private:
    Problem too_long(std::string_view fields, std::size_t characters, std::size_t takes) const {
        return {
            "mapping.text_too_long", options_.pointer,
            fmt::format("The text has {} characters, and {} takes {}.", characters, fields, takes),
            "Shorten the text in the settings, name more fields for it and let it overflow, or "
            "let it be cut; then decide to send the document again.",
            Owner::finance};
    }

    Problem unfit_characters(const TextField& field, std::string_view text) const {
        return {"mapping.text_characters", options_.pointer,
                fmt::format("The text \"{}\" has characters that {} does not take.", excerpt(text),
                            field.name),
                "Send the text in letters that Sage knows, or let the text be cut, which "
                "puts a question mark for each.",
                Owner::warehouse};
    }

    std::optional<Problem> in_one_field() {
        TextField& field = fields_.front();
        if (options_.too_long != TooLong::cut &&
            !has_characters(field.limit.character_set, parts_.whole())) {
            return unfit_characters(field, parts_.whole());
        }
        const std::size_t size_before = field.text.size();
        const std::size_t used = count_characters(field.text) + joiner(field).size();
        const std::size_t left = room(field.limit) > used ? room(field.limit) - used : 0;
        field.text += joiner(field);
        const std::size_t begin = field.text.size();
        const std::size_t replaced = append_conforming(field.text, parts_.whole(), field.limit);
        const std::string_view text = std::string_view(field.text).substr(begin);
        const std::size_t characters = count_characters(text);
        if (characters > left) {
            const std::size_t marker = count_characters(options_.marker);
            if (options_.too_long == TooLong::hold || left <= marker) {
                field.text.resize(size_before);
                return too_long(field.name, used + characters, room(field.limit));
            }
            const std::string_view kept = first_characters(text, left - marker);
            remarks_.push_back({"mapping.text_cut", field.name,
                                "The text was cut: " + std::to_string(count_characters(kept)) +
                                    " of its " + std::to_string(characters) +
                                    " characters are in " + field.name + "."});
            field.text.resize(begin + kept.size());
            field.text += options_.marker;
        }
        if (replaced > 0) {
            remarks_.push_back({"mapping.characters_replaced", field.name,
                                fmt::format("{} characters that {} does not take were replaced by "
                                            "question marks.",
                                            replaced, field.name)});
        }
        return std::nullopt;
    }

    std::optional<Problem> spread() {
        std::vector<TextField> fields = fields_;
        std::size_t at = 0;
        for (TextField& field : fields) {
            const CharacterSet set = field.limit.character_set;
            std::size_t used = count_characters(field.text);
            std::string_view before = joiner(field);
            while (at < parts_.size()) {
                const std::string_view text = parts_[at].text;
                if (!has_characters(set, before) || !has_characters(set, text)) {
                    return unfit_characters(field, std::string(before).append(text));
                }
                used += count_characters(before) + count_characters(text);
                if (used > room(field.limit)) {
                    break;
                }
                append_conforming(field.text, before, field.limit);
                append_conforming(field.text, text, field.limit);
                ++at;
                before = at < parts_.size() ? parts_[at].before : std::string_view();
            }
        }
        if (at == parts_.size()) {
            fields_ = std::move(fields);
            return std::nullopt;
        }
        std::string names;
        std::size_t takes = 0;
        for (const TextField& field : fields_) {
            names += (names.empty() ? "" : " and ") + field.name;
            takes += field.limit.characters_max;
        }
        return too_long(names, count_characters(parts_.whole()), takes);
    }

    const TextParts& parts_;
    const FitOptions& options_;
    std::vector<TextField>& fields_;
    std::vector<Remark>& remarks_;
};

}  // namespace

std::size_t count_characters(std::string_view text) {
    return text.size() -
           static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_continuation));
}

bool has_characters(CharacterSet set, std::string_view text) {
    if (set == CharacterSet::unicode || is_plain(text)) {
        return true;
    }
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view character = character_at(text, at);
        if (!is_in(set, code_point(character))) {
            return false;
        }
        at += character.size();
    }
    return true;
}

std::optional<Problem> fit(const TextParts& parts, const FitOptions& options,
                           std::vector<TextField>& fields, std::vector<Remark>& remarks) {
    if (parts.empty()) {
        return std::nullopt;
    }
    return Fitting(parts, options, fields, remarks).run();
}

}  // namespace sage
