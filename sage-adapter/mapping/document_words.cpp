// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/document_words.h"

#include <fmt/format.h>

namespace sage {

const std::string& original_id(const Document& document) {
    return document.corrected_version.empty() ? document.original_despatch_id : document.id;
}

std::string words_about(const Document& document, std::string_view sages_number) {
    const std::string number = sages_number.empty() ? "" : fmt::format("number {}", sages_number);
    if (!document.corrected_version.empty()) {
        return fmt::format("Correction of {} to version {}{}{}", document.id,
                           document.envelope.document_version, number.empty() ? "" : ", corrects ",
                           number);
    }
    const bool is_return = document.envelope.message_type == MessageType::return_advice;
    std::string words = fmt::format("{} {}", is_return ? "Return" : "Despatch", document.id);
    if (!document.original_despatch_id.empty()) {
        words += fmt::format(", of despatch {}", document.original_despatch_id);
        words += number.empty() ? "" : ", " + number;
    }
    return words;
}

}  // namespace sage
