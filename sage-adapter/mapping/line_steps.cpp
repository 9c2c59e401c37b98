// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/line_steps.h"

#include <fmt/format.h>

#include <algorithm>

namespace sage {

std::vector<std::size_t> moving_lines(const Document& document) {
    std::vector<std::size_t> places;
    for (std::size_t place = 0; place < document.lines.size(); ++place) {
        if (document.lines[place].quantity.value.sign() != 0) {
            places.push_back(place);
        }
    }
    return places;
}

bool is_step(const Document& document) {
    return !document.subject_message_id.empty();
}

std::string step_number(const Document& document, std::size_t place) {
    return fmt::format("{}/{}", is_step(document) ? document.subject_message_id : document.id,
                       place + 1);
}

std::size_t own_line(const Document& document, const std::vector<std::size_t>& moving) {
    const auto found = std::find_if(moving.begin(), moving.end(), [&](std::size_t place) {
        return is_step(document) && step_number(document, place) == document.id;
    });
    return found == moving.end() ? moving.back() : *found;
}

std::optional<Document> next_step(const Document& document, const StepIsPosted& is_posted) {
    const std::vector<std::size_t> lines = moving_lines(document);
    std::size_t next = 0;
    while (next + 1 < lines.size() && is_posted(step_number(document, lines[next]))) {
        ++next;
    }
    if (next + 1 >= lines.size()) {
        return std::nullopt;
    }
    Document step = document;
    step.id = step_number(document, lines[next]);
    step.subject_message_id = document.id;
    return step;
}

std::optional<Hold> step_missing(const Document& document, const std::vector<std::size_t>& moving,
                                 const StepIsPosted& is_posted, const EditionWords& words) {
    if (is_step(document)) {
        return std::nullopt;
    }
    for (const std::size_t place : moving) {
        if (place != moving.back() && !is_posted(step_number(document, place))) {
            return held(
                words, "stock_step_missing", "/body/lines",
                "The line " + document.lines[place].id +
                    " of the document was not moved "
                    "in " +
                    std::string(words.sage) +
                    ", because the settings posted nothing "
                    "for it at that time.",
                "Look in " + std::string(words.sage) +
                    " which lines of the document were "
                    "moved, move the others by hand and record that with an operatorDecision "
                    "markPosted.",
                Owner::warehouse, "");
        }
    }
    return std::nullopt;
}

}  // namespace sage
