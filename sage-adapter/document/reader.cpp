// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/document/reader.h"

#include <algorithm>
#include <utility>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/text.h"
#include "sage-adapter/document/form.h"

namespace sage {
namespace {

struct DecimalWords {
    std::string_view code;
    std::string_view thing;
    std::string_view example;
};

DecimalWords words_of(DecimalKind kind) {
    switch (kind) {
        case DecimalKind::money:
            return {"document.money", "amount", "\"12.50\""};
        case DecimalKind::quantity:
            return {"document.quantity", "quantity", "\"6\""};
        case DecimalKind::rate:
            break;
    }
    return {"document.rate", "rate", "\"20\""};
}

std::string name_of_kind(const JsonValue& value) {
    switch (value.kind()) {
        case boost::json::kind::null:
            return "null";
        case boost::json::kind::bool_:
            return "true or false";
        case boost::json::kind::string:
            return "a text";
        case boost::json::kind::array:
            return "a list";
        case boost::json::kind::object:
            return "an object";
        default:
            return "a JSON number";
    }
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

Problem text_fault(std::string_view code, std::string cause, std::string fix, Owner owner) {
    return {std::string(code), {}, std::move(cause), std::move(fix), owner};
}

// Takes the text out of a value; otherwise what is wrong with it, still without its pointer.
std::optional<Problem> take_text(const JsonValue& value, std::string& out, TextKind kind) {
    const bool line_breaks = kind == TextKind::text || kind == TextKind::text_not_blank;
    const bool filled = kind == TextKind::identifier || kind == TextKind::text_not_blank;
    const boost::json::string* text = value.if_string();
    if (text == nullptr) {
        return text_fault(
            "document.text.not_text", "The value is " + name_of_kind(value) + ", not a text.",
            "Send it as text in quotation marks, or leave the member out.", Owner::it);
    }
    const std::size_t bytes_max =
        line_breaks ? limits::text_bytes_max : limits::identifier_bytes_max;
    if (text->size() > bytes_max) {
        return text_fault("document.text.too_long",
                          "The text has " + std::to_string(text->size()) + " bytes; " +
                              std::to_string(bytes_max) + " are allowed.",
                          "Shorten it.", Owner::warehouse);
    }
    const std::string_view seen(text->data(), text->size());
    for (const char letter : seen) {
        const auto code = static_cast<unsigned char>(letter);
        const bool breaks_line = letter == '\n' || letter == '\r' || letter == '\t';
        if (code == 0x7F || (code < 0x20 && !(breaks_line && line_breaks))) {
            return text_fault("document.text.control_character",
                              "\"" + excerpt(seen) + "\" contains a control character.",
                              "Remove it; scanners and copied tables often add one.",
                              Owner::warehouse);
        }
    }
    if (filled && is_blank(seen)) {
        return text_fault("document.text.empty", "The text is empty.",
                          "Fill it in, or leave the member out where it may be missing.",
                          Owner::warehouse);
    }
    out.assign(seen);
    return std::nullopt;
}

}  // namespace

Reader::Reader(const JsonValue& root, Problems& problems)
    : object_(root.if_object()), problems_(&problems) {
    if (object_ == nullptr) {
        problems_->add("document.object.not_object", "",
                       "The message is " + name_of_kind(root) + ", not an object.",
                       "Send one message as one JSON object.", Owner::it);
    }
}

Reader::Reader(const Reader& list, std::size_t index, const JsonValue& element)
    : parent_(&list), index_(index), object_(element.if_object()), problems_(list.problems_) {
    if (object_ == nullptr) {
        problems_->add("document.object.not_object", pointer(),
                       "This element is " + name_of_kind(element) + ", not an object.",
                       "Send an object here.", Owner::it);
    }
}

Reader::Reader(const Reader& parent, std::string_view name, Need need)
    : parent_(&parent), name_(name), problems_(parent.problems_) {
    const JsonValue* found = parent.find(name, need);
    if (found == nullptr) {
        return;
    }
    object_ = found->if_object();
    if (object_ == nullptr) {
        parent.problem(name, "document.object.not_object",
                       "The member is " + name_of_kind(*found) + ", not an object.",
                       "Send an object here, or leave the member out.", Owner::it);
    }
}

Reader::Reader(const Reader& parent, std::string_view name)
    : parent_(&parent), name_(name), problems_(parent.problems_) {}

std::string Reader::pointer() const {
    if (parent_ == nullptr) {
        return {};
    }
    std::string out = parent_->pointer();
    append_pointer_token(out, index_ ? std::to_string(*index_) : std::string(name_));
    return out;
}

std::string Reader::pointer(std::string_view name) const {
    std::string out = pointer();
    append_pointer_token(out, name);
    return out;
}

void Reader::problem(std::string_view name, std::string_view code, std::string cause,
                     std::string fix, Owner owner) const {
    problems_->add(code, pointer(name), std::move(cause), std::move(fix), owner);
}

const JsonValue* Reader::find(std::string_view name, Need need) const {
    if (object_ == nullptr) {
        return nullptr;
    }
    const JsonValue* found = object_->if_contains({name.data(), name.size()});
    if (found == nullptr && need == Need::required) {
        problem(name, "document.member.missing",
                "The member \"" + std::string(name) + "\" is missing.",
                "Add it as the schema of this message type describes.");
    }
    return found;
}

bool Reader::plain_text(std::string_view name, std::string& out, Need need, TextKind kind) const {
    const JsonValue* found = find(name, need);
    if (found == nullptr) {
        return false;
    }
    std::optional<Problem> fault = take_text(*found, out, kind);
    if (!fault) {
        return true;
    }
    problem(name, fault->code, std::move(fault->cause), std::move(fault->fix), fault->owner);
    return false;
}

void Reader::text(std::string_view name, std::string& out, Need need) const {
    plain_text(name, out, need, need == Need::required ? TextKind::text_not_blank : TextKind::text);
}

void Reader::identifier(std::string_view name, std::string& out, Need need) const {
    plain_text(name, out, need, TextKind::identifier);
}

void Reader::identifier_or_empty(std::string_view name, std::string& out) const {
    plain_text(name, out, Need::optional, TextKind::identifier_or_empty);
}

void Reader::gtin(std::string_view name, std::string& out) const {
    if (plain_text(name, out, Need::optional, TextKind::identifier) && !is_gtin(out)) {
        problem(name, "document.gtin.form", "\"" + excerpt(out) + "\" is not a GTIN.",
                "Send its 8 to 14 digits without blanks, or leave it out.");
    }
}

void Reader::uuid(std::string_view name, std::string& out, Need need) const {
    if (plain_text(name, out, need, TextKind::identifier) && !is_uuid(out)) {
        problem(name, "document.uuid.not_uuid", "\"" + excerpt(out) + "\" is not a UUID.",
                "Send 8-4-4-4-12 hexadecimal digits, such as "
                "0e3f4d5c-7a11-4c55-9a52-1c0d4b7d1a01.",
                Owner::it);
    }
}

void Reader::date(std::string_view name, std::string& out, Need need) const {
    if (plain_text(name, out, need, TextKind::identifier) && !is_date(out)) {
        problem(name, "document.date.not_date",
                "\"" + excerpt(out) + "\" is not a day of the calendar.",
                "Send year, month and day as in 2026-11-20.");
    }
}

void Reader::instant(std::string_view name, std::string& out, Need need) const {
    if (plain_text(name, out, need, TextKind::identifier) && !is_instant(out)) {
        problem(name, "document.instant.not_instant",
                "\"" + excerpt(out) + "\" is not an instant with its offset.",
                "Send it as in 2026-11-20T15:42:10+00:00.", Owner::it);
    }
}

void Reader::currency(std::string_view name, std::string& out, Need need) const {
    if (plain_text(name, out, need, TextKind::identifier) && !is_capitals(out, 3)) {
        problem(name, "document.currency.form", "\"" + excerpt(out) + "\" is not a currency code.",
                "Send the three capital letters of ISO 4217, such as GBP.");
    }
}

void Reader::country(std::string_view name, std::string& out) const {
    if (plain_text(name, out, Need::optional, TextKind::identifier) && !is_capitals(out, 2)) {
        problem(name, "document.country.form", "\"" + excerpt(out) + "\" is not a country code.",
                "Send the two capital letters of ISO 3166-1, such as GB.");
    }
}

void Reader::choice(std::string_view name, std::string& out, std::string_view choices,
                    Need need) const {
    if (!plain_text(name, out, need, TextKind::identifier)) {
        return;
    }
    std::string_view rest = choices;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        if (rest.substr(0, end) == out) {
            return;
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    problem(name, "document.choice.unknown", "\"" + excerpt(out) + "\" is not known here.",
            "Send one of: " + std::string(choices) + ".");
}

void Reader::truth(std::string_view name, bool& out) const {
    const JsonValue* found = find(name, Need::optional);
    if (found == nullptr) {
        return;
    }
    if (const bool* truth = found->if_bool()) {
        out = *truth;
    } else {
        problem(name, "document.boolean.not_boolean",
                "The value is " + name_of_kind(*found) + ", not true or false.",
                "Send true or false without quotation marks.", Owner::it);
    }
}

std::optional<Decimal> Reader::decimal(std::string_view name, DecimalKind kind, Need need) const {
    const JsonValue* found = find(name, need);
    if (found == nullptr) {
        return std::nullopt;
    }
    const DecimalWords words = words_of(kind);
    const std::string code(words.code);
    const std::string thing(words.thing);
    const boost::json::string* text = found->if_string();
    if (text == nullptr) {
        problem(name, code + ".not_text",
                "The " + thing + " is " + name_of_kind(*found) + ", not a text.",
                "Send it as text in quotation marks, such as " + std::string(words.example) +
                    ", so that no digit is lost on the way.",
                Owner::it);
        return std::nullopt;
    }
    const std::string_view seen(text->data(), text->size());
    std::optional<Decimal> value = Decimal::parse(seen);
    if (!value) {
        const bool long_one = is_decimal(seen);
        problem(name, code + (long_one ? ".too_long" : ".not_decimal"),
                "\"" + excerpt(seen) + (long_one ? "\" has too many digits." : "\" is no number."),
                long_one
                    ? "Send at most " + std::to_string(limits::decimal_digits_max) + " digits, " +
                          std::to_string(limits::decimal_scale_max) + " of them after the point."
                    : "Send digits with a point and no blanks, signs or separators, such as " +
                          std::string(words.example) + ".");
    }
    return value;
}

std::optional<Money> Reader::money(std::string_view name, Need need) const {
    const Reader whole = object(name, need);
    Money money;
    const std::optional<Decimal> amount =
        whole.decimal("amount", DecimalKind::money, Need::required);
    whole.currency("currencyId", money.currency_id, Need::required);
    if (!amount) {
        return std::nullopt;
    }
    money.amount = *amount;
    return money;
}

std::optional<Quantity> Reader::quantity(std::string_view name, Need need) const {
    const Reader whole = object(name, need);
    Quantity quantity;
    const std::optional<Decimal> value =
        whole.decimal("value", DecimalKind::quantity, Need::required);
    whole.identifier("unitCode", quantity.unit_code, Need::required);
    if (!value) {
        return std::nullopt;
    }
    quantity.value = *value;
    return quantity;
}

const JsonValue* Reader::list_of(std::string_view name, std::size_t count_max) const {
    const JsonValue* found = find(name, Need::optional);
    if (found == nullptr) {
        return nullptr;
    }
    const boost::json::array* array = found->if_array();
    if (array == nullptr) {
        problem(name, "document.list.not_list",
                "The member is " + name_of_kind(*found) + ", not a list.",
                "Send a list in square brackets, or leave the member out.", Owner::it);
        return nullptr;
    }
    if (array->size() > count_max) {
        problem(name, "document.list.too_long",
                "The list has " + std::to_string(array->size()) + " elements; " +
                    std::to_string(count_max) + " are allowed.",
                "Split the document into several.");
        return nullptr;
    }
    return found;
}

void Reader::text_list(std::string_view name, std::vector<std::string>& out, std::size_t count_max,
                       TextKind kind) const {
    const JsonValue* found = list_of(name, count_max);
    if (found == nullptr) {
        return;
    }
    std::size_t index = 0;
    for (const JsonValue& value : found->get_array()) {
        std::string text;
        std::optional<Problem> fault = take_text(value, text, kind);
        if (fault) {
            problems_->add(fault->code, pointer(name) + "/" + std::to_string(index),
                           std::move(fault->cause), std::move(fault->fix), fault->owner);
        } else {
            out.push_back(std::move(text));
        }
        ++index;
    }
}

void Reader::texts(std::string_view name, std::vector<std::string>& out,
                   std::size_t count_max) const {
    text_list(name, out, count_max, TextKind::text);
}

void Reader::identifiers(std::string_view name, std::vector<std::string>& out,
                         std::size_t count_max) const {
    text_list(name, out, count_max, TextKind::identifier);
}

}  // namespace sage
