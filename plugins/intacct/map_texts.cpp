// SPDX-License-Identifier: Apache-2.0
// The texts of the settings in the fields of Sage Intacct: which fields there are, what each takes,
// and how a custom field wants its value (a field of numbers, dates or a list takes no other text).
#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <optional>

#include "plugins/intacct/intacct.h"
#include "sage-adapter/base/text.h"
#include "sage-adapter/document/form.h"

namespace sage::intacct {
namespace {

// Sage publishes this length for the memo of documents; it is kept for notes and the memos of lines
// too, whose length is not published.
constexpr std::size_t text_characters_max = 4'000;

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string_view word_of(TextLevel level) {
    return level == TextLevel::line ? "line" : "header";
}

// What the model says of a custom field: "type", "values", "characters".
std::string_view told(const CatalogueRecord* model, TextLevel level, std::string_view field,
                      std::string_view what) {
    std::string name(word_of(level));
    name += ':';
    name += field;
    name += ':';
    name += what;
    return field_of(model, name);
}

// The values of a list stand in lines of their own.
bool is_listed(std::string_view values, std::string_view text) {
    while (!values.empty()) {
        const std::size_t end = std::min(values.find('\n'), values.size());
        if (values.substr(0, end) == text) {
            return true;
        }
        values.remove_prefix(std::min(end + 1, values.size()));
    }
    return false;
}

// Looked up once for a document: all lines have the same fields.
const KnownField& known_field(Draft& draft, TextLevel level, std::string_view name) {
    for (const KnownField& known : draft.known_fields) {
        if (known.level == level && known.name == name) {
            return known;
        }
    }
    KnownField& known = draft.known_fields.emplace_back();
    known.level = level;
    known.name = name;
    if (takes_text(draft.family, level, name)) {
        known.limit = limit_of_field(draft.settings, draft.model, level, name);
    }
    if (is_custom_field(name)) {
        known.type = told(draft.model, level, name, "type");
        known.values = told(draft.model, level, name, "values");
        known.trouble = custom_field_trouble(draft.model, word_of(level), known.name);
    }
    return known;
}

// Why a custom field does not take the text; empty: it does.
std::string unfit_value(const KnownField& field, const std::string& text) {
    const std::string_view type = field.type;
    if (type == "number" && !is_decimal(text)) {
        return "takes numbers only";
    }
    if (type == "date" && !is_date(text)) {
        return "takes dates only";
    }
    if (type == "boolean" && text != "true" && text != "false") {
        return "takes true and false only";
    }
    if (type == "other") {
        return "takes no text";
    }
    return field.values.empty() || is_listed(field.values, text) ? ""
                                                                 : "does not have it in its list";
}

Hold not_taken(const std::string& field, const std::string& text, const std::string& why) {
    return {
        {"intacct.value_not_taken", "",
         "The custom field " + field + " " + why + ", and the text is \"" + excerpt(text) + "\".",
         "Correct the text in the setting /texts, or the custom field in Sage Intacct; then "
         "decide to send the document again.",
         Owner::finance},
        ""};
}

}  // namespace

bool takes_text(Family family, TextLevel level, std::string_view field) {
    if (field == "memo") {
        return true;
    }
    // Sage's specification has no custom fields of transfers, and the reference number is taken.
    if (family == Family::warehouse_transfer) {
        return false;
    }
    if (is_custom_field(field)) {
        return true;
    }
    const bool order_entry = family == Family::order_entry;
    if (level == TextLevel::line) {
        return order_entry && field == "lineDescription";
    }
    if (is_receivable(family)) {
        // What goes to memo and notes becomes the description.
        return field == "notes" ||
               (field == "referenceNumber" && family == Family::receivable_invoice);
    }
    return field == "referenceNumber" ||
           (order_entry && is_one_of(field, {"notes", "trackingNumber"}));
}

FieldLimit limit_of_field(const Settings& settings, const CatalogueRecord* model, TextLevel level,
                          std::string_view field) {
    FieldLimit limit;
    if (field == "memo" || field == "notes") {
        limit.characters_max = text_characters_max;
    }
    limit.single_line = is_one_of(field, {"referenceNumber", "trackingNumber", "lineDescription"});
    if (is_custom_field(field)) {
        std::size_t characters = 0;
        for (const char digit : told(model, level, field, "characters")) {
            characters = characters * 10 + static_cast<std::size_t>(digit - '0');
        }
        limit.characters_max = characters;
    }
    const auto found = settings.field_limits.find(field);
    return found == settings.field_limits.end() ? limit : smaller(limit, found->second);
}

Mapped<TextMap> map_texts(Draft& draft, const Line* line, TextMap present) {
    return map_texts(draft, draft.settings.texts, line, std::move(present));
}

Mapped<TextMap> map_texts(Draft& draft, const std::vector<TextRule>& rules, const Line* line,
                          TextMap present) {
    const TextLevel level = line == nullptr ? TextLevel::header : TextLevel::line;
    PlacedTexts placed;
    placed.fields = std::move(present);
    place_texts(
        rules, level, {draft.input.document, line, draft.input.external_reference},
        [&](std::string_view field) { return known_field(draft, level, field).limit; }, placed);
    if (placed.problem) {
        return {{}, Hold{*std::move(placed.problem), ""}};
    }
    for (const auto& [field, text] : placed.fields) {
        if (!is_custom_field(field)) {
            continue;
        }
        const KnownField& known = known_field(draft, level, field);
        if (known.trouble) {
            return {{}, known.trouble};
        }
        if (const std::string why = unfit_value(known, text); !why.empty()) {
            return {{}, not_taken(field, text, why)};
        }
    }
    std::move(placed.remarks.begin(), placed.remarks.end(), std::back_inserter(draft.remarks));
    return {std::move(placed.fields), std::nullopt};
}

bool add_field(Draft& draft, TextLevel level, std::string_view field, std::string_view text) {
    if (is_custom_field(field)) {
        const std::string_view type = known_field(draft, level, field).type;
        if (type == "number" || type == "boolean") {
            add_raw(draft.body, field, text);
            return false;
        }
    }
    add_member(draft.body, field, text);
    return true;
}

}  // namespace sage::intacct
