// SPDX-License-Identifier: Apache-2.0
// The texts of the settings in the fields of orders, by Sage's own lengths. A field of numbers,
// dates or truths takes no other text, and an analysis code what its list of values has.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "plugins/sage200/map_order.h"
#include "plugins/sage200/offers.h"
#include "sage-adapter/base/text.h"
#include "sage-adapter/document/form.h"

namespace sage::sage200 {
namespace {

constexpr int number_places = 5;
constexpr std::string_view analysis_prefix = "analysis_code_";
constexpr std::string_view order_entity = "SOPOrderReturn";
constexpr std::string_view line_entity = "SOPOrderReturnLine";

struct Length {
    std::string_view field;
    std::size_t characters;
};
constexpr auto lengths = std::to_array<Length>({{"spare_", 100},
                                                {"analysis_code_", 60},
                                                {"memo", 1'000},
                                                {"comment", 6'000},
                                                // Our reference and a blank stand before them.
                                                {"notes", 256 - 19},
                                                {"despatch_note_comment", 160},
                                                {"picking_list_comment", 160}});

FieldLimit limit_of(const Settings& settings, std::string_view field) {
    FieldLimit limit;
    const auto found = std::find_if(lengths.begin(), lengths.end(), [&](const Length& one) {
        return field.starts_with(one.field);
    });
    limit.characters_max = found == lengths.end() ? 0 : found->characters;
    // Whether Sage takes line breaks is published nowhere.
    limit.single_line = true;
    const auto own = settings.field_limits.find(field);
    return own == settings.field_limits.end() ? limit : smaller(limit, own->second);
}

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

std::string_view entity_of(TextLevel level) {
    return level == TextLevel::line ? line_entity : order_entity;
}

/// Why the field takes no such value; empty: it does. Brings the value to Sage's form.
std::string unfit(const Catalogue& catalogue, TextLevel level, std::string_view field,
                  std::string& value) {
    if (field.starts_with("spare_number")) {
        const std::optional<Decimal> number = Decimal::parse(value);
        return number && number->fits(number_places) ? ""
                                                     : "takes numbers with up to five decimals";
    }
    if (field.starts_with("spare_date")) {
        if (!is_date(value)) {
            return "takes dates only";
        }
        value += "T00:00:00Z";
        return "";
    }
    if (field.starts_with("spare_bool")) {
        return value == "true" || value == "false" ? "" : "takes true and false only";
    }
    return field.starts_with(analysis_prefix) ? analysis_trouble(catalogue, level, field, value)
                                              : std::string();
}

void add_field(OrderTexts& texts, std::optional<Hold>& hold, const Catalogue& catalogue,
               TextLevel level, const std::string& field, std::string value) {
    if (field == "memo" || field == "comment" || field == "notes" ||
        field == "despatch_note_comment" || field == "picking_list_comment") {
        std::string& place = field == "memo"                    ? texts.memo
                             : field == "comment"               ? texts.comment
                             : field == "notes"                 ? texts.notes
                             : field == "despatch_note_comment" ? texts.despatch_note_comment
                                                                : texts.picking_list_comment;
        place = std::move(value);
        return;
    }
    if (std::optional<Hold> lacking = not_offered(catalogue, group_of(field))) {
        add_hold(hold, std::move(lacking));
        return;
    }
    const std::string written = value;
    const std::string why = unfit(catalogue, level, field, value);
    if (!why.empty()) {
        const bool analysis = field.starts_with(analysis_prefix);
        add_hold(hold,
                 Hold{{analysis ? "sage200.analysis_code_not_taken" : "sage200.value_not_taken", "",
                       fmt::format("The field {} {}, and the text is \"{}\".", field, why,
                                   excerpt(written)),
                       "Correct the text in the setting /texts, or the field in Sage 200.",
                       Owner::finance},
                      analysis ? fmt::format("analysis-code:{}/{}={}", entity_of(level),
                                             field.substr(analysis_prefix.size()), written)
                               : std::string()});
        return;
    }
    texts.custom_fields.push_back({field, std::move(value)});
}

/// An order that was made for a despatch has the texts of the despatch.
std::optional<Document> despatch_of(const Document& document) {
    if (!is_made_for_despatch(document)) {
        return std::nullopt;
    }
    Document despatch = document;
    despatch.envelope.message_type = MessageType::despatch_advice;
    return despatch;
}

}  // namespace

std::string analysis_trouble(const Catalogue& catalogue, TextLevel level, std::string_view field,
                             std::string_view value) {
    const CatalogueRecord* const rules = catalogue.find(kind::sop_settings, kind::sop_settings);
    const std::string_view setting =
        level == TextLevel::line ? "amend_analysis_codes" : "amend_header_analysis_codes";
    if (field_of(rules, setting) == "false") {
        return fmt::format("cannot be amended by Sage's setting {}", setting);
    }
    const std::string entity(entity_of(level));
    const std::vector<const CatalogueRecord*> all = catalogue.all(kind::analysis_code);
    // What Sage shows nothing of cannot be compared, and Sage will say itself.
    if (std::none_of(all.begin(), all.end(), [&](const CatalogueRecord* one) {
            return one->id.starts_with(entity + "/");
        })) {
        return "";
    }
    const CatalogueRecord* const mapping = catalogue.find(
        kind::analysis_code, fmt::format("{}/{}", entity, field.substr(analysis_prefix.size())));
    if (mapping == nullptr || field_of(mapping, "is_read_only") == "true") {
        return "is no analysis code in use there";
    }
    const bool taken = value.empty() || field_of(mapping, analysis_open) == "true" ||
                       is_listed(field_of(mapping, analysis_values), value);
    return taken ? "" : "does not have it in its list of values";
}

bool analysis_cause_gone(std::string_view name, const Catalogue& catalogue) {
    const std::size_t slash = name.find('/');
    const std::size_t equals = name.find('=');
    if (slash == std::string_view::npos || equals == std::string_view::npos || equals < slash) {
        return false;
    }
    const TextLevel level =
        name.substr(0, slash) == line_entity ? TextLevel::line : TextLevel::header;
    return analysis_trouble(
               catalogue, level,
               fmt::format("{}{}", analysis_prefix, name.substr(slash + 1, equals - slash - 1)),
               name.substr(equals + 1))
        .empty();
}

Mapped<OrderTexts> map_order_texts(const Settings& settings, const PreparationInput& input,
                                   Target target, const Line* line, std::vector<Remark>& remarks) {
    Mapped<OrderTexts> mapped;
    if (settings.texts.empty()) {
        return mapped;
    }
    const TextLevel level = line == nullptr ? TextLevel::header : TextLevel::line;
    const std::optional<Document> despatch = despatch_of(input.document);
    PlacedTexts placed;
    place_texts(
        settings.texts, level,
        {despatch ? *despatch : input.document, line, input.external_reference},
        [&](std::string_view field) {
            const bool taken = target == Target::despatch ? takes_despatch_text(level, field)
                                                          : takes_order_text(level, field);
            return taken ? std::optional(limit_of(settings, field)) : std::nullopt;
        },
        placed);
    if (placed.problem) {
        mapped.hold = Hold{*std::move(placed.problem), ""};
    }
    for (auto& [field, value] : placed.fields) {
        add_field(mapped.value, mapped.hold, input.catalogue, level, field, std::move(value));
    }
    for (Remark& remark : placed.remarks) {
        // What is cut on every line is said once.
        if (std::find(remarks.begin(), remarks.end(), remark) == remarks.end()) {
            remarks.push_back(std::move(remark));
        }
    }
    return mapped;
}

std::string cut_to(std::string_view field, std::size_t characters_max, std::string_view text,
                   std::vector<Remark>& remarks) {
    std::vector<TextField> fields = {
        {std::string(field), {characters_max, CharacterSet::unicode, true}, ""}};
    FitOptions options;
    options.too_long = TooLong::cut;
    if (!text.empty() && fit({{"", text}}, options, fields, remarks)) {
        return {};
    }
    return std::move(fields.front().text);
}

}  // namespace sage::sage200
