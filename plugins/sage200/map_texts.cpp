// SPDX-License-Identifier: Apache-2.0
// The texts of a document of the sales ledger: two references of twenty characters, the first of
// which is ours, and the narrative of each value. A value is seen alone in its nominal account, so
// that what the document is stands in the narrative of each.
#include <fmt/format.h>

#include <algorithm>

#include "plugins/sage200/map.h"
#include "sage-adapter/mapping/document_words.h"

namespace sage::sage200 {
namespace {

constexpr std::size_t reference_characters_max = 20;
constexpr std::size_t narrative_characters_max = 6'000;

FieldLimit limit_of(const Settings& settings, std::string_view field) {
    FieldLimit limit;
    limit.characters_max =
        field == narrative_field ? narrative_characters_max : reference_characters_max;
    // Whether Sage takes line breaks is published nowhere.
    limit.single_line = true;
    const auto own = settings.field_limits.find(field);
    return own == settings.field_limits.end() ? limit : smaller(limit, own->second);
}

TextParts words_of(const Settings& settings, const PreparationInput& input,
                   const DocumentDates& dates) {
    const Document& document = input.document;
    TextParts parts;
    const auto add = [&](std::string_view label, std::string_view text) {
        if (!text.empty()) {
            parts.push_back({parts.empty() ? "" : ", ", fmt::format("{}{}", label, text)});
        }
    };
    add("", words_about(input));
    add("order ", document.order_id);
    add("customer order ", document.buyer_order_id);
    if (dates.is_moved()) {
        add("business date ", dates.business_date);
    }
    if (settings.tracking_in_narrative) {
        const std::vector<std::string>& numbers = document.shipment.tracking_ids;
        for (std::size_t index = 0; index < numbers.size(); ++index) {
            add(index == 0 ? "parcels " : "", numbers[index]);
        }
    }
    return parts;
}

TextParts second_reference_of(const Settings& settings, const Document& document) {
    switch (settings.second_reference) {
        case SecondReference::document_number:
            return {{"", document.id}};
        case SecondReference::customer_order:
            return {{"", document.buyer_order_id}};
        case SecondReference::order:
            return {{"", document.order_id}};
        case SecondReference::tracking: {
            TextParts parts;
            for (const std::string& number : document.shipment.tracking_ids) {
                parts.push_back({parts.empty() ? "" : " ", number});
            }
            return parts;
        }
        default:
            return {};
    }
}

/// Puts the parts behind what the field has; `pointer` is that of the setting they come from.
std::optional<Problem> append(const Settings& settings, PlacedTexts& placed, std::string_view field,
                              const TextParts& parts, TooLong too_long, const char* pointer) {
    if (parts.empty()) {
        return std::nullopt;
    }
    std::vector<TextField> fields = {
        {std::string(field), limit_of(settings, field), placed.fields[std::string(field)]}};
    FitOptions options;
    options.too_long = too_long;
    options.pointer = pointer;
    std::optional<Problem> problem = fit(parts, options, fields, placed.remarks);
    placed.fields[std::string(field)] = std::move(fields.front().text);
    return problem;
}

void place_by_rules(const Settings& settings, const PreparationInput& input, const Line* line,
                    PlacedTexts& placed) {
    place_texts(
        settings.texts, line == nullptr ? TextLevel::header : TextLevel::line,
        {input.document, line, input.external_reference},
        [&](std::string_view field) {
            return std::optional<FieldLimit>(limit_of(settings, field));
        },
        placed);
}

std::optional<Hold> hold_for(std::optional<Problem> problem) {
    return problem ? std::optional(Hold{*std::move(problem), ""}) : std::nullopt;
}

void move_remarks(PlacedTexts& placed, std::vector<Remark>& remarks) {
    for (Remark& remark : placed.remarks) {
        // What is cut on every line is said once.
        if (std::find(remarks.begin(), remarks.end(), remark) == remarks.end()) {
            remarks.push_back(std::move(remark));
        }
    }
}

}  // namespace

std::string words_about(const PreparationInput& input) {
    const std::string& wanted = original_id(input.document);
    const auto found =
        std::find_if(input.related.begin(), input.related.end(), [&](const Related& one) {
            return !wanted.empty() && one.document_id == wanted && one.posted;
        });
    return sage::words_about(input.document, found == input.related.end()
                                                 ? std::string_view()
                                                 : found->sage_document.number);
}

Mapped<HeaderTexts> map_header_texts(const Settings& settings, const PreparationInput& input,
                                     const DocumentDates& dates, std::vector<Remark>& remarks) {
    PlacedTexts placed;
    // The narrative has the whole of it.
    std::optional<Hold> hold = hold_for(append(settings, placed, second_reference_field,
                                               second_reference_of(settings, input.document),
                                               TooLong::cut, "/secondReference"));
    add_hold(hold,
             hold_for(append(settings, placed, narrative_field, words_of(settings, input, dates),
                             TooLong::hold, "/trackingNumbers")));
    place_by_rules(settings, input, nullptr, placed);
    add_hold(hold, hold_for(std::move(placed.problem)));
    move_remarks(placed, remarks);
    return {{std::move(placed.fields[std::string(second_reference_field)]),
             std::move(placed.fields[std::string(narrative_field)])},
            std::move(hold)};
}

Mapped<std::string> map_narrative(const Settings& settings, const PreparationInput& input,
                                  const std::string& header, const Line* line, std::string words,
                                  const std::string& pointer, std::vector<Remark>& remarks) {
    PlacedTexts placed;
    placed.fields.emplace(narrative_field, header);
    std::optional<Hold> hold = hold_for(
        append(settings, placed, narrative_field, {{"", words}}, TooLong::hold, "/fieldLimits"));
    if (line != nullptr) {
        place_by_rules(settings, input, line, placed);
        add_hold(hold, hold_for(std::move(placed.problem)));
    }
    if (hold && hold->problem.pointer.empty()) {
        hold->problem.pointer = pointer;
    }
    move_remarks(placed, remarks);
    return {std::move(placed.fields[std::string(narrative_field)]), std::move(hold)};
}

}  // namespace sage::sage200
