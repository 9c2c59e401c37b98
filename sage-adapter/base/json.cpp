// SPDX-License-Identifier: Apache-2.0
// The parser: Boost.JSON's event parser with a builder of our own, so that a duplicate member, a
// number's digits and the place of every error are known exactly.
#include "sage-adapter/base/json.h"

#include <array>
#include <boost/json/basic_parser_impl.hpp>
#include <exception>
#include <limits>
#include <utility>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/text.h"

namespace sage {
namespace {

namespace json = boost::json;

// Objects and arrays grow from two in bigger steps than Boost's own: most of ours hold two or about
// ten members, and each step copies.
constexpr std::size_t grown(std::size_t capacity) {
    return 2 * capacity + 2;
}

// Builds the value from the parser's events. `slot_` is where the next value goes; `open_` are the
// containers around it. A container is not changed while one inside it is open, so the pointers
// hold.
class Builder {
  public:
    static constexpr std::size_t max_object_size = limits::json_members_max;
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    enum class Refusal : std::uint8_t { none, duplicate, number, nul };

    Builder(JsonNumbers numbers, json::storage_ptr storage)
        : numbers_(numbers), root_(std::move(storage)) {}

    json::value take() { return std::move(root_); }
    Refusal refusal() const { return refusal_; }
    const std::string& refused() const { return refused_; }

    // Where the parser stands, as a JSON pointer.
    std::string pointer() const {
        std::string out;
        for (std::size_t level = 0; level < depth_; ++level) {
            const json::value& container = *open_[level];
            if (const json::object* object = container.if_object()) {
                if (!object->empty()) {
                    const json::string_view name = (object->end() - 1)->key();
                    append_pointer_token(out, excerpt({name.data(), name.size()}));
                }
            } else if (const json::array& array = container.get_array(); !array.empty()) {
                append_pointer_token(out, std::to_string(array.size() - 1));
            }
        }
        if (refusal_ == Refusal::duplicate) {
            const std::size_t last = out.rfind('/');
            out.resize(last == std::string::npos ? 0 : last);
            append_pointer_token(out, refused_);
        }
        return out;
    }

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code&) {
        json::value& slot = next_slot();
        slot.emplace_object();
        open_[depth_++] = &slot;
        return true;
    }
    bool on_array_begin(json::error_code&) {
        json::value& slot = next_slot();
        slot.emplace_array();
        open_[depth_++] = &slot;
        return true;
    }
    bool on_object_end(std::size_t, json::error_code&) { return close(); }
    bool on_array_end(std::size_t, json::error_code&) { return close(); }

    bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
        key_.append(part.data(), part.size());
        return true;
    }
    bool on_key(json::string_view part, std::size_t, json::error_code& error) {
        json::string_view key = part;
        if (!key_.empty()) {
            key_.append(part.data(), part.size());
            key = key_;
        }
        if (key.find('\0') != json::string_view::npos) {
            return refuse(Refusal::nul, {}, error);
        }
        json::object& object = open_[depth_ - 1]->get_object();
        if (object.size() == object.capacity()) {
            object.reserve(grown(object.capacity()));
        }
        const auto [place, added] = object.emplace(key, nullptr);
        if (!added) {
            return refuse(Refusal::duplicate, {key.data(), key.size()}, error);
        }
        slot_ = &place->value();
        key_.clear();
        return true;
    }

    bool on_string_part(json::string_view part, std::size_t, json::error_code& error) {
        if (string_ == nullptr) {
            string_ = &next_slot().emplace_string();
        }
        return append(part, error);
    }
    bool on_string(json::string_view part, std::size_t size, json::error_code& error) {
        const bool good = on_string_part(part, size, error);
        string_ = nullptr;
        return good;
    }

    bool on_number_part(json::string_view part, json::error_code&) {
        number_.append(part.data(), part.size());
        return true;
    }
    bool on_int64(std::int64_t number, json::string_view part, json::error_code&) {
        if (numbers_ == JsonNumbers::as_text) {
            return keep_digits(part);
        }
        next_slot() = number;
        number_.clear();
        return true;
    }
    bool on_uint64(std::uint64_t number, json::string_view part, json::error_code& error) {
        if (number <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
            return on_int64(static_cast<std::int64_t>(number), part, error);
        }
        return on_other_number(part, error);
    }
    bool on_double(double, json::string_view part, json::error_code& error) {
        return on_other_number(part, error);
    }

    bool on_bool(bool truth, json::error_code&) {
        next_slot() = truth;
        return true;
    }
    bool on_null(json::error_code&) {
        next_slot() = nullptr;
        return true;
    }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }

  private:
    // In an object the slot was made by its key; in an array it is made now.
    json::value& next_slot() {
        if (slot_ != nullptr) {
            return *std::exchange(slot_, nullptr);
        }
        json::array& array = open_[depth_ - 1]->get_array();
        if (array.size() == array.capacity()) {
            array.reserve(grown(array.capacity()));
        }
        return array.emplace_back(nullptr);
    }

    bool close() {
        --depth_;
        return true;
    }

    bool append(json::string_view part, json::error_code& error) {
        if (part.find('\0') != json::string_view::npos) {
            return refuse(Refusal::nul, {}, error);
        }
        string_->append(part);
        return true;
    }

    bool keep_digits(json::string_view part) {
        json::string& digits = next_slot().emplace_string();
        digits.append(number_);
        digits.append(part);
        number_.clear();
        return true;
    }

    bool on_other_number(json::string_view part, json::error_code& error) {
        switch (numbers_) {
            case JsonNumbers::as_text:
                return keep_digits(part);
            case JsonNumbers::integers_marked:
                next_slot().emplace_double();
                number_.clear();
                return true;
            case JsonNumbers::integers_only:
                break;
        }
        next_slot() = nullptr;
        number_.append(part.data(), part.size());
        return refuse(Refusal::number, number_, error);
    }

    bool refuse(Refusal refusal, std::string_view text, json::error_code& error) {
        refusal_ = refusal;
        refused_ = excerpt(text);
        error = json::error::input_error;
        return false;
    }

    JsonNumbers numbers_;
    json::value root_;
    json::value* slot_ = &root_;
    json::string* string_ = nullptr;
    std::array<json::value*, limits::json_depth_max + 1> open_ = {};
    std::size_t depth_ = 0;
    std::string key_;
    std::string number_;
    Refusal refusal_ = Refusal::none;
    std::string refused_;
};

Error failure(std::string code, std::string pointer, std::string cause, std::string fix) {
    return Error(Status::invalid, Problem{std::move(code), std::move(pointer), std::move(cause),
                                          std::move(fix), Owner::it});
}

// "line 3, byte 17 of it": people look into the text with an editor.
std::string place_of(std::string_view text, std::size_t offset) {
    std::size_t line = 1;
    std::size_t line_begin = 0;
    for (std::size_t at = 0; at < offset && at < text.size(); ++at) {
        if (text[at] == '\n') {
            ++line;
            line_begin = at + 1;
        }
    }
    return "line " + std::to_string(line) + ", byte " + std::to_string(offset - line_begin + 1) +
           " of it";
}

std::string_view words_of(json::error error) {
    switch (error) {
        case json::error::incomplete:
            return "the text ends before the value is complete";
        case json::error::extra_data:
            return "something follows the end of the value";
        case json::error::illegal_leading_surrogate:
        case json::error::illegal_trailing_surrogate:
        case json::error::expected_utf16_escape:
            return "an escape \\u names half of a surrogate pair";
        case json::error::expected_hex_digit:
            return "an escape \\u is not followed by four hexadecimal digits";
        default:
            return "this character cannot stand here";
    }
}

Error refused(const Builder& builder) {
    switch (builder.refusal()) {
        case Builder::Refusal::duplicate:
            return failure("json.duplicate_member", builder.pointer(),
                           "The member \"" + builder.refused() + "\" appears twice in one object.",
                           "Send each member once: which of the two is meant cannot be known.");
        case Builder::Refusal::nul:
            return failure("json.nul", builder.pointer(),
                           "A text contains the character NUL (\\u0000).",
                           "Remove the NUL character: no Sage edition can store it.");
        case Builder::Refusal::number:
        case Builder::Refusal::none:
            break;
    }
    return failure("json.number", builder.pointer(),
                   "The number " + builder.refused() + " is not a whole number of 64 bits.",
                   "Send amounts, quantities and rates as text, such as \"12.50\".");
}

Error explained(json::error_code code, const Builder& builder, std::string_view text,
                std::size_t offset) {
    if (builder.refusal() != Builder::Refusal::none) {
        return refused(builder);
    }
    if (const std::size_t bad = first_not_utf8(text); bad != std::string_view::npos) {
        return failure("json.not_utf8", builder.pointer(),
                       "The text is not UTF-8 (" + place_of(text, bad) + ").",
                       "Send the text encoded as UTF-8.");
    }
    if (code == json::error::too_deep) {
        return failure(
            "json.too_deep", builder.pointer(),
            "The value is nested deeper than " + std::to_string(limits::json_depth_max) +
                " levels.",
            "Send the shape that the schema of this message describes; it needs far fewer levels.");
    }
    if (code == json::error::object_too_large) {
        return failure(
            "json.too_large", builder.pointer(),
            "An object has more than " + std::to_string(limits::json_members_max) + " members.",
            "Send the shape that the schema of this message describes.");
    }
    if (code == json::error::exponent_overflow) {
        return failure("json.number", builder.pointer(), "A number is too large to be read.",
                       "Send amounts, quantities and rates as text, such as \"12.50\".");
    }
    const auto error = static_cast<json::error>(code.value());
    return failure("json.syntax", builder.pointer(),
                   "The text is not JSON: at " + place_of(text, offset) + " " +
                       std::string(words_of(error)) + ".",
                   "Write the message with a JSON library and send it whole.");
}

}  // namespace

Result<json::value> parse_json(std::string_view text, std::size_t bytes_max, JsonNumbers numbers) {
    return parse_json(text, bytes_max, numbers, json::storage_ptr());
}

Result<json::value> parse_json(std::string_view text, std::size_t bytes_max, JsonNumbers numbers,
                               json::storage_ptr storage) {
    if (text.size() > bytes_max) {
        return failure("json.too_large", "",
                       "The text has " + std::to_string(text.size()) + " bytes; " +
                           std::to_string(bytes_max) + " are allowed.",
                       "Split the message into several, or leave out what is not needed.");
    }
    try {
        json::parse_options options;
        options.max_depth = limits::json_depth_max;
        json::basic_parser<Builder> parser(options, numbers, std::move(storage));
        json::error_code code;
        const std::size_t used = parser.write_some(false, text.data(), text.size(), code);
        if (!code && used < text.size()) {
            code = json::error::extra_data;
        }
        if (code) {
            return explained(code, parser.handler(), text, used);
        }
        return parser.handler().take();
    } catch (const std::exception& reason) {
        return failure("json.too_large", "",
                       std::string("The text cannot be read: ") + reason.what() + ".",
                       "Send a smaller message.");
    }
}

}  // namespace sage
